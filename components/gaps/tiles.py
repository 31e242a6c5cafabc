"""The six figures over the page, in words: value, target, day, which way it goes, and a mark of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from channels.gaps.headline_figures import HeadlineFigure, Topic, headline_figures
from channels.gaps.overview import Study
from channels.money import HUNDRED
from channels.policy_terms import Unit
from components.charts import marks
from components.charts.drawings import percent_of
from components.charts.palette import Palette
from components.gaps.price import PRICE_PLACES
from components.i18n import Words
from components.words import gaps as gap_words

PARTS: dict[Topic, str] = {
    Topic.COST: "price",
    Topic.WITHIN_HOUR: "speed",
    Topic.WOMEN: "access",
    Topic.OUTSIDE_BAKU: "access",
    Topic.WHOLE_COST: "openness",
    Topic.DIRECTIONS: "data",
}
"""The part of the page that tells more of each figure."""


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure as it is read; `change` is empty where nothing earlier can be compared."""

    topic: Topic
    name: str
    value: str
    against: str
    when: str
    old: bool
    change: str
    part: str

    @property
    def sentence(self) -> str:
        """The whole tile for who hears it or reads it on paper."""
        said = (self.name, self.value, self.against, self.when, self.change)
        return " · ".join(text for text in said if text)


def tiles(study: Study, words: Words) -> tuple[Tile, ...]:
    """The six tiles of a study, in their order."""
    return tuple(tile(found, study, words) for found in headline_figures(study))


def tile(found: HeadlineFigure, study: Study, words: Words) -> Tile:
    """One figure in words."""
    return Tile(
        topic=found.topic,
        name=words(f"tile.{found.topic}"),
        value=_value(found, words),
        against=_against(found, words),
        when=_when(found, words),
        old=found.is_old(study.day),
        change=_change(found, words),
        part=PARTS[found.topic],
    )


def _value(found: HeadlineFigure, words: Words) -> str:
    if found.value is None:
        return words("tile.not_measured")
    if found.part is not None and found.of is not None:
        return words("tile.part_of", part=words.number(found.part), of=words.number(found.of))
    if found.topic is Topic.COST:
        return percent_of(found.value, PRICE_PLACES, words)
    return _short(found.value, found.value_most, found.unit, words)


def _short(least: Decimal, most: Decimal | None, unit: Unit, words: Words) -> str:
    """A figure for little room: the sign of a range once, large counts whole."""
    if unit is Unit.PER_100_000 and least >= HUNDRED:
        return words.number(least.quantize(Decimal(1)), 0)
    if unit is Unit.PERCENT and most is not None and most != least:
        low = words.number(least.quantize(Decimal(1)), 0)
        return words("form.range", low=low, high=gap_words.amount(most.quantize(Decimal(1)), unit, words))
    return gap_words.amount(least, unit, words)


def _against(found: HeadlineFigure, words: Words) -> str:
    """What the figure is held against, in one short line."""
    aims = [gap_words.amount(aim, found.unit, words) for aim in found.aims]
    beside = "" if found.beside is None else _short(found.beside, None, found.unit, words)
    if found.topic is Topic.COST and len(aims) > 1:
        return words("tile.against_two", one=aims[0], other=aims[1])
    if found.topic is Topic.WOMEN and found.beside is not None and aims:
        return words("tile.against_men", men=beside, aim=aims[0])
    if found.topic is Topic.OUTSIDE_BAKU:
        return words("tile.against_baku", baku=beside)
    if found.topic is Topic.WHOLE_COST:
        open_ = words.number(found.open)
        return words("tile.not_looked", open=open_) if found.open else words("tile.all_looked")
    if found.topic is Topic.DIRECTIONS:
        return words("tile.every_direction")
    return words("tile.against", aim=aims[0]) if aims else ""


def _when(found: HeadlineFigure, words: Words) -> str:
    if found.period is not None:
        return gap_words.short_span(found.period, words)
    return "" if found.day is None else words.day(found.day)


def _change(found: HeadlineFigure, words: Words) -> str:
    """Which way the figure went, since when, and whether that is good; or that chance may have done it."""
    moved = found.change
    if moved is None:
        return ""
    points = gap_words.amount(abs(moved.points), Unit.POINTS, words)
    holes = {"points": points, "since": gap_words.short_span(moved.since, words)}
    if not moved.points:
        return words("tile.same", since=holes["since"])
    way = "rose" if moved.points > 0 else "fell"
    if moved.clear is False:
        return words(f"tile.{way}_not_clear", **holes)
    good = (moved.points < 0) is found.less_is_better
    return words(f"tile.{way}_better" if good else f"tile.{way}_worse", **holes)


def mark(found: HeadlineFigure, study: Study, palette: Palette) -> str:
    """A figure's small picture as SVG: the line of its history, two groups, or a bar against its target."""
    made: dict[Topic, Callable[[], str]] = {
        Topic.COST: lambda: _line(found, palette),
        Topic.WOMEN: lambda: _beside(found, palette),
    }
    drawn = made.get(found.topic)
    if drawn is not None and found.value is not None:
        return drawn()
    end = found.beside if found.topic is Topic.OUTSIDE_BAKU and found.beside else HUNDRED
    aim = found.beside if found.topic is Topic.OUTSIDE_BAKU else next(iter(found.aims), None)
    return marks.bullet(
        _float(found.value), _float(found.value_most), _float(aim), float(end), palette,
        old=found.is_old(study.day),
    )  # fmt: skip


def _line(found: HeadlineFigure, palette: Palette) -> str:
    values = [float(value) for _, value in found.history] or [float(found.value or 0)]
    return marks.line(values, [float(aim) for aim in found.aims], palette)


def _beside(found: HeadlineFigure, palette: Palette) -> str:
    if found.beside is None:
        return marks.bullet(_float(found.value), None, None, 100.0, palette, old=False)
    aim = next((float(aim) for aim in found.aims), None)
    return marks.dumbbell(float(found.value or 0), float(found.beside), aim, 100.0, palette)


def _float(value: object) -> float | None:
    return None if value is None else float(str(value))
