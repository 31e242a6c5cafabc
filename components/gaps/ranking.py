"""Where the country stands among its neighbours: one sending country, one quarter, one price."""

from collections.abc import Sequence

from channels.gaps.corridor_figures import CorridorFigures, neighbours
from channels.gaps.headline_figures import is_old
from channels.gaps.overview import Study
from channels.terms import HOME
from components.charts.drawings import Drawing, DrawingForm, SeriesRow
from components.gaps.price import PRICE_PLACES, aims, cited, cost, target_sources
from components.i18n import Words
from components.words import gaps as gap_words

FEWEST = 2
"""Countries without which nothing is compared."""


def senders(study: Study) -> tuple[str, ...]:
    """The countries from which a direction leads here, the largest inflow first."""
    return tuple(cell.corridor.split("-")[0] for cell in study.coverage)


def usual_sender(study: Study) -> str | None:
    """The sending country that stands there before anything is chosen: where a price was last surveyed."""
    if study.last is not None:
        return study.last.sending
    return next(iter(senders(study)), None)


def quarters(study: Study, sending: str) -> tuple[str, ...]:
    """The quarters in which prices of at least two countries from one are known, the latest first."""
    seen: dict[str, set[str]] = {}
    for row in study.data.tables.corridor_quarters:
        if row.sending == sending:
            seen.setdefault(row.quarter, set()).add(row.receiving)
    for one in (*study.shipped, *study.corridors):
        if one.sending == sending:
            seen.setdefault(one.quarter, set()).add(one.receiving)
    return tuple(sorted((q for q, places in seen.items() if len(places) >= FEWEST), reverse=True))


def usual_quarter(study: Study, sending: str) -> str | None:
    """The country's own last quarter where others were surveyed too, else the latest; None without any."""
    found = quarters(study, sending)
    last = study.last
    if last is not None and last.sending == sending and last.quarter in found:
        return last.quarter
    return next(iter(found), None)


def in_quarter(study: Study, sending: str, quarter: str) -> tuple[CorridorFigures, ...]:
    """What every country's direction from one cost in just that quarter, the cheapest first."""
    more = () if study.imported is None else study.imported.figures
    found = [
        one
        for one in neighbours(study.data, quarter, more=more)
        if (one.sending, one.quarter) == (sending, quarter) and one.mean is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.mean or 0, one.receiving)))


def standing(
    study: Study, words: Words, sending: str, quarter: str | None, beside: Sequence[str] | None = None
) -> Drawing | None:
    """A dot for each country; the own one in colour with its rank. `beside` None = every country.

    None where no quarter has prices of two countries.
    """
    everyone = () if quarter is None else in_quarter(study, sending, quarter)
    found = [one for one in everyone if beside is None or one.receiving in (HOME, *beside)]
    if quarter is None or len(found) < FEWEST:
        return None
    own = next((n for n, one in enumerate(found) if one.receiving == HOME), None)
    holes = {"country": words.country(sending), "when": gap_words.short_span(quarter, words)}
    if own is None:
        title = words("find.standing_none", **holes)
    else:
        title = words(
            "find.standing", **holes, value=cost(found[own].mean, words), rank=words.number(own + 1),
            of=words.number(len(found)),
        )  # fmt: skip
    rows = [
        SeriesRow(
            words.country(one.receiving),
            (one.mean,),
            detail=_detail(one, words),
            own=one.receiving == HOME,
            old=is_old(one.quarter, None, study.day),
            sources=one.sources,
        )
        for one in found
    ]
    if own is None:
        rows.append(SeriesRow(words.country(HOME), (None,), detail=words("inflow.never"), own=True))
    return Drawing(
        id="standing",
        places=PRICE_PLACES,
        shape=DrawingForm.TRACKS,
        title=title,
        rows_name=words("table.where"),
        series=(words("indicator.mean"),),
        rows=tuple(rows),
        sources=(*cited(found), *target_sources(study)),
        aims=aims(study, words),
        detail_name=words("table.when"),
        notes=(words("policy.one_sender"),),
    )


def _detail(one: CorridorFigures, words: Words) -> str:
    said = [words.period(one.quarter)]
    if one.services is not None:
        said.append(words.count("policy.services", one.services))
    return " · ".join(said)
