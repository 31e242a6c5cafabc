"""Formal beside informal in words and bars: of 100 sent, what is lost by each way, and on what it rests."""

from decimal import Decimal

from channels.compare.beside_informal import BesideInformal, KnownBy, WayCost, WayKind
from channels.dataset.dataset import Dataset
from channels.money import HUNDRED
from channels.policy_terms import Unit
from components.charts.drawings import Drawing, DrawingForm, SeriesRow
from components.i18n import Words
from components.words import gaps as gap_words
from components.words import offers as offer_words

ENDS = tuple(Decimal(end) for end in (5, 10, 20, 50))
"""Percentages at which the scale of the ways may end; beyond them it ends at the whole."""


def drawing(found: BesideInformal, data: Dataset, words: Words, *, scope: str = "") -> Drawing:
    """A bar for each way: what it takes of 100 sent; solid for a price, hollow for what is not one.

    `scope`: of which day it is computed, for what is read over a mark.
    """
    known = [one.most for one in found.ways if one.most is not None]
    largest = max(known, default=Decimal(1))
    end = next((end for end in ENDS if end > largest), HUNDRED)
    return Drawing(
        id="beside_informal",
        shape=DrawingForm.BULLETS,
        title=title(found, words),
        rows_name=words("beside.way"),
        series=(words("beside.lost"), words("beside.lost_most")),
        rows=tuple(_row(one, end, data, words) for one in found.ways),
        sources=tuple(dict.fromkeys(source for one in found.ways for source in one.sources)),
        detail_name=words("table.evidence"),
        scope=scope,
        most=end,
        notes=(words("beside.note"),),
    )


def title(found: BesideInformal, words: Words) -> str:
    """The finding: which of the known ways takes least, or that no formal price of today is known."""
    corridor = gap_words.place(found.corridor.key, words)
    formal = [one for one in found.ways if one.way is WayKind.CHEAPEST and one.least is not None]
    outside = [
        one
        for one in found.ways
        if one.way in (WayKind.CARRIED, WayKind.UNLICENSED) and one.least is not None
    ]
    if not formal:
        return words("find.beside_unknown", corridor=corridor)
    known = words(f"beside.known_{formal[0].known}")
    holes = {"corridor": corridor, "formal": _cost(formal[0], words), "known": known}
    if not outside:
        return words("find.beside_formal", **holes)
    least = min(outside, key=lambda one: one.most or Decimal(0))
    also = words(f"beside.known_{least.known}")
    return words("find.beside", **holes, informal=_cost(least, words), way=name(least, words), also=also)


def name(one: WayCost, words: Words) -> str:
    """What kind of way it is."""
    return words(f"beside.{one.way}")


def _cost(one: WayCost, words: Words) -> str:
    return gap_words.ranged(one.least, one.most, Unit.PERCENT, words)


def _row(one: WayCost, end: Decimal, data: Dataset, words: Words) -> SeriesRow:
    label = name(one, words)
    if one.known is KnownBy.INVENTED:
        road = next((road for road in data.tables.roads if road.id == one.name), None)
        label = label if road is None else road.name.text_in(words.language)
    if one.least is None or one.most is None:
        return SeriesRow(label, (None, None), detail=words("beside.known_unknown"))
    detail = words(f"beside.known_{one.known}")
    if one.known is KnownBy.PRICE and one.name is not None:
        detail = f"{offer_words.provider(one.name, data, words)} · {detail}"
    return SeriesRow(
        label,
        (one.least, one.most),
        detail=detail,
        said=_cost(one, words),
        mark=words(f"beside.short_{one.known}"),
        old=one.known in (KnownBy.EXPECTED, KnownBy.HISTORY),
        missing=one.known in (KnownBy.TOLD, KnownBy.ASSUMED),
        own=one.way is WayKind.CHEAPEST,
        end=end,
        sources=one.sources,
    )


def arrivals(found: BesideInformal, words: Words) -> list[str]:
    """What arrives of 100 by each way that is known, a sentence each."""
    said = []
    for one in found.ways:
        if one.least is None or one.most is None:
            continue
        known = words(f"beside.known_{one.known}")
        said.append(words("beside.arrives", way=name(one, words), left=_left(one, words), known=known))
    return said


def _left(one: WayCost, words: Words) -> str:
    """What arrives of 100, without a unit."""
    ends = [HUNDRED - end for end in (one.most, one.least) if end is not None]
    texts = list(dict.fromkeys(words.number(end.quantize(gap_words.TENTH), 1) for end in ends))
    return texts[0] if len(texts) == 1 else words("form.range", low=texts[0], high=texts[-1])


def verdicts(found: BesideInformal, words: Words) -> list[str]:
    """From which loss rate on the formal way leaves more, for each unlicensed price; or why none is told."""
    if not found.formal_is_current:
        return [words("beside.no_formal")]
    said = []
    for one in found.ways:
        if one.way is not WayKind.UNLICENSED or one.least is None:
            continue
        percent = _cost(one, words)
        if one.break_even is None:
            said.append(words("beside.formal_wins", percent=percent))
        else:
            rate = words.percent((one.break_even * HUNDRED).quantize(gap_words.TENTH))
            said.append(words("beside.breaks_even", percent=percent, rate=rate))
    return [*said, words("informal.nobody_measured")] if said else [words("beside.no_price")]
