"""Shares of services beside the neighbours: how fast, how digital. Of services, never of payments."""

from collections.abc import Sequence

from channels.fees import HUNDRED
from channels.indicators import HOME, Share
from channels.study import Study
from channels.terms import Unit
from components import gapwords
from components.i18n import Words
from components.policy.drawings import Aim, Drawing, Row, Shape
from components.policy.price import chosen, cited, detail

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
    holes = {"what": what, "own": gapwords.share(own[0], words)}
    if others:
        shares = [one.least for one in others] + [one.most for one in others]
        ends = gapwords.ranged(min(shares), max(shares), Unit.PERCENT, words)
        title = words("find.share", **holes, others=ends)
    else:
        title = words("find.share_alone", **holes)
    rows = []
    for one in found:
        part: Share = getattr(one, name)
        values = (part.least, part.most - part.least, HUNDRED - part.most)
        rows.append(
            Row(
                gapwords.place(one.corridor, words),
                values,
                detail=detail(one, study, words),
                own=one.receiving == HOME,
            )
        )
    aims: tuple[Aim, ...] = ()
    if target is not None:
        shown = gapwords.amount(target.value, Unit.PERCENT, words)
        aims = (Aim(target.value, words("aim.target", value=shown)),)
    return Drawing(
        id=name,
        shape=Shape.BARS,
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
