"""What sending here cost through the quarters, beside the world's average."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from channels.gaps.corridor_figures import CorridorFigures
from channels.gaps.overview import Study
from channels.pricing.fees import USD_200
from channels.records.policy import GlobalQuarter
from components.charts.drawings import Drawing, DrawingForm, SeriesRow
from components.gaps.price import PRICE_PLACES, aims, cited, cost
from components.i18n import Words
from components.words import gaps as gap_words


def history(study: Study, words: Words) -> Drawing | None:
    """The country's own corridor through the quarters beside the world's mean, the break marked."""
    seen = [one for one in study.history if one.mean is not None]
    if len(seen) < 2:
        return None
    world = {row.quarter: row for row in study.data.tables.global_quarters}
    own = {one.quarter: one for one in seen}
    quarters = sorted(q for q in {*world, *own} if q >= seen[0].quarter)
    margins = _margins(study, seen[0].corridor)
    noted = next((quarter for quarter in quarters if margins.get(quarter)), None)
    rows = [
        SeriesRow(
            words.period(quarter),
            (
                own[quarter].mean if quarter in own else None,
                world[quarter].mean_without_russia if quarter in world else None,
            ),
            hatched=quarter in own and not margins.get(quarter),
            tick=quarter[:4],
        )
        for quarter in quarters
    ]
    sources = dict.fromkeys([*cited(seen), *(row.source for row in world.values())])
    return Drawing(
        id="history",
        places=PRICE_PLACES,
        shape=DrawingForm.LINES,
        title=_turn(seen, quarters, world, words),
        rows_name=words("table.quarter"),
        series=(gap_words.place(seen[0].corridor, words), words("series.world")),
        rows=tuple(rows),
        sources=tuple(sources),
        aims=aims(study, words),
        breaks=None if noted is None else (quarters.index(noted), words("policy.break")),
        notes=(words("policy.break_note"), words("policy.world_note")),
    )


def _turn(
    seen: Sequence[CorridorFigures], quarters: Sequence[str], world: Mapping[str, GlobalQuarter], words: Words
) -> str:
    """What the direction cost first and last, beside the world's mean of the last quarter that has one."""
    first, last = seen[0], seen[-1]
    told = [world[quarter].mean_without_russia for quarter in quarters if quarter in world]
    holes = {
        "corridor": gap_words.place(first.corridor, words),
        "first": cost(first.mean, words),
        "start": gap_words.short_span(first.quarter, words),
        "last": cost(last.mean, words),
        "end": gap_words.short_span(last.quarter, words),
    }
    return words("find.history", **holes, world=cost(told[-1] if told else None, words))


def _margins(study: Study, corridor: str) -> dict[str, Decimal]:
    """The loss in the rate of every quarter of which the survey's rows tell it."""
    sending, receiving = corridor.split("-")
    told = {
        row.quarter: row.margin
        for row in study.data.tables.corridor_quarters
        if (row.sending, row.receiving, Decimal(row.amount)) == (sending, receiving, USD_200)
        and row.margin is not None
    }
    return told | {one.quarter: one.margin for one in study.history if one.margin is not None}
