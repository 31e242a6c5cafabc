"""Where the money comes from, country by country, and whether anybody took a price there."""

from decimal import Decimal

from channels.gaps.indicators import CorridorEvidence, ever_surveyed, inflow
from channels.gaps.overview import Study
from channels.money import HUNDRED
from channels.policy_terms import Unit
from components.charts.drawings import Drawing, DrawingForm, SeriesRow
from components.i18n import Words
from components.words import gaps as gap_words


def by_country(study: Study, words: Words) -> Drawing | None:
    """A bar for each country's part of the inflow: filled, hollow or dashed by the age of its last price."""
    told = inflow(study.data)
    if told is None or not told.shares:
        return None
    cells = {cell.corridor.split("-")[0]: cell for cell in study.coverage}
    surveyed = ever_surveyed(study.data)
    rows = [
        _row(country, share, cells.get(country), surveyed.get(country), study, words)
        for country, share in sorted(told.shares.items(), key=lambda item: -item[1])
    ]
    rest = HUNDRED - sum(told.shares.values(), Decimal(0))
    if rest > 0:
        rows.append(
            SeriesRow(
                words("inflow.others"), (rest,), missing=True, detail=words("inflow.not_told_apart"),
                said=gap_words.amount(rest, Unit.PERCENT, words),
            )
        )  # fmt: skip
    first = max(told.shares, key=lambda country: told.shares[country])
    cited = [*told.sources, *(study.last.sources if study.last is not None else ())]
    return Drawing(
        id="inflow",
        shape=DrawingForm.BARS,
        title=words(
            "find.inflow",
            share=gap_words.amount(told.shares[first], Unit.PERCENT, words),
            country=words.country(first),
            n=words.number(len(surveyed)),
            of=words.number(len(study.coverage)),
        ),
        rows_name=words("table.where"),
        series=(words("column.share"),),
        rows=tuple(rows),
        sources=tuple(dict.fromkeys(cited)),
        detail_name=words("column.last"),
        scope=gap_words.span(told.period, words),
        notes=(words("inflow.note", when=gap_words.span(told.period, words)),),
    )


def _row(
    country: str,
    share: Decimal,
    cell: CorridorEvidence | None,
    surveyed: str | None,
    study: Study,
    words: Words,
) -> SeriesRow:
    """A country with the last price known from there: a survey's quarter, a list's day, or none."""
    day = None if cell is None else cell.day
    current = day is not None and day.year == study.day.year
    if current and day is not None:
        mark, detail = words("inflow.priced_short"), words("inflow.priced", day=words.day(day))
    elif surveyed is not None:
        mark = words("inflow.surveyed_short", year=surveyed[:4])
        detail = words("inflow.surveyed", when=gap_words.span(surveyed, words))
    else:
        mark, detail = "", words("inflow.never")
    return SeriesRow(
        words.country(country),
        (share,),
        detail=detail,
        old=surveyed is not None and not current,
        missing=surveyed is None and not current,
        said=gap_words.amount(share, Unit.PERCENT, words),
        mark=mark,
    )
