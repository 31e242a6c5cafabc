"""Shares of services beside the neighbours: how fast, how digital. Of services, never of payments."""

from collections.abc import Sequence

from channels.gaps.overview import Study
from channels.gaps.surveyed_prices import Share
from channels.money import HUNDRED
from channels.policy_terms import Unit
from channels.terms import HOME
from components.charts.drawings import Aim, Drawing, DrawingForm, SeriesRow
from components.gaps.price import chosen, cited, detail
from components.i18n import Words
from components.words import gaps as gap_words

SHARES = ("within_hour", "within_day", "digital", "into_account", "without_cash")
"""The shares that a corridor's figures have, by their field."""


def share(study: Study, words: Words, wanted: Sequence[str], name: str) -> Drawing | None:
    """A bar of 100 percent for each corridor: surely, perhaps and not; the target as a tick."""
    found = [one for one in chosen(study, wanted, shipped=True) if getattr(one, name) is not None]
    own = [getattr(one, name) for one in found if one.receiving == HOME]
    others: list[Share] = [getattr(one, name) for one in found if one.receiving != HOME]
    if not own:
        return None
    target = study.data.targets.get(name)
    what = words(f"indicator.{name}")
    holes = {"what": what, "own": gap_words.share(own[0], words)}
    if others:
        shares = [one.least for one in others] + [one.most for one in others]
        ends = gap_words.ranged(min(shares), max(shares), Unit.PERCENT, words)
        title = words("find.share", **holes, others=ends)
    else:
        title = words("find.share_alone", **holes)
    rows = []
    for one in found:
        part: Share = getattr(one, name)
        values = (part.least, part.most - part.least, HUNDRED - part.most)
        rows.append(
            SeriesRow(
                gap_words.place(one.corridor, words),
                values,
                detail=detail(one, study, words),
                own=one.receiving == HOME,
                sources=one.sources,
                mark=one.quarter[:4],
            )
        )
    aims: tuple[Aim, ...] = ()
    if target is not None:
        shown = gap_words.amount(target.value, Unit.PERCENT, words)
        aims = (Aim(target.value, words("aim.target", value=shown)),)
    return Drawing(
        id=name,
        shape=DrawingForm.BARS,
        title=title,
        rows_name=words("table.corridor"),
        series=(words("series.yes"), words("series.perhaps"), words("series.no")),
        rows=tuple(rows),
        sources=(*cited(found), *([target.source] if target else [])),
        aims=aims,
        most=HUNDRED,
        detail_name=words("table.when"),
        notes=(
            *([target.text.text_in(words.language)] if target else []),
            words("gap_note.services_not_payments"),
        ),
    )
