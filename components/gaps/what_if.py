"""What a change would bring families: a range for each lever, and the year's cost step by step."""

from decimal import Decimal

from channels.export.spreadsheets import WordedTable
from channels.gaps.overview import Study
from channels.gaps.what_if import MILLION, Inputs, Lever, Result, levers, on_the_table
from channels.policy_terms import Unit
from components.charts.drawings import Drawing, DrawingForm, SeriesRow
from components.gaps import price
from components.i18n import Words
from components.words import gaps as gap_words


def results(study: Study, inputs: Inputs) -> tuple[Result, ...]:
    """Every lever with the reader's inputs."""
    return levers(study.data, inputs, study.day)


def supposed(one: Result, inputs: Inputs, words: Words) -> str:
    """What is supposed of a lever, in one sentence with the figure that it turns on."""
    figures = {Lever.POST_PRICE: inputs.post_price, Lever.FEE_CAP: inputs.cap, Lever.MARGIN_CAP: inputs.cap}
    figure = figures.get(one.lever)
    if figure is None:
        return words(f"suppose.{one.lever}")
    return words(f"suppose.{one.lever}", percent=gap_words.amount(figure, Unit.PERCENT, words))


def ranges(
    found: tuple[Result, ...], words: Words, own: Lever | None = None, *, scope: str = ""
) -> Drawing | None:
    """A line from the least to the most that each lever brings, in million manat a year; 0 is no change.

    `own`: the lever that is looked at. `scope`: of which prices they are computed.
    """
    on = [one for one in found if one.least is not None and one.most is not None]
    if not on:
        return None
    best = max(on, key=lambda one: one.most or 0)
    rows = [
        SeriesRow(
            gap_words.lever(one, words),
            ((one.least or Decimal(0)) / MILLION, (one.most or Decimal(0)) / MILLION),
            detail=gap_words.outcome(one, words),
            own=one.lever is own,
            sources=one.sources,
            said=_millions(one.least or Decimal(0), one.most or Decimal(0), words, signed=True),
        )
        for one in on
    ]
    return Drawing(
        id="levers",
        shape=DrawingForm.TRACKS,
        title=words(
            "find.levers", lever=gap_words.lever(best, words), outcome=gap_words.outcome(best, words)
        ),
        rows_name=words("table.lever"),
        series=(words("series.at_least"), words("series.at_most")),
        rows=tuple(rows),
        sources=tuple(dict.fromkeys(source for one in on for source in one.sources)),
        unit=Unit.MILLION_AZN,
        self_told=True,
        detail_name=words("table.note"),
        scope=scope,
        notes=(words("policy.range_note"),),
    )


def computed_from(study: Study, words: Words) -> str:
    """Of which direction and quarter the prices are that a change is computed from; empty without any."""
    last = study.last
    return "" if last is None else price.scope(last, words)


def steps(study: Study, inputs: Inputs, words: Words) -> Drawing | None:
    """A waterfall: the year's fees, the loss in the rate, what the three cheapest would leave of it."""
    found = on_the_table(study.data, inputs, study.day)
    if found is None:
        return None
    parts = {
        "fee": found.fee, "margin": found.margin, "whole": found.whole,
        "left": (-found.left[0], -found.left[1]), "rest": found.rest,
    }  # fmt: skip
    rows = [
        SeriesRow(
            words(f"step.{name}"),
            (ends[0] / MILLION, ends[1] / MILLION),
            detail=_millions(min(ends), max(ends), words),
            own=name in ("whole", "rest"),
        )
        for name, ends in parts.items()
    ]
    left = _millions(found.left[0], found.left[1], words)
    whole = _millions(found.whole[0], found.whole[1], words)
    said = tuple(gap_words.assumption(one, words) for one in found.assumptions)
    return Drawing(
        id="steps",
        shape=DrawingForm.STEPS,
        title=words("find.steps", whole=whole, left=left),
        rows_name=words("table.step"),
        series=(words("series.at_least"), words("series.at_most")),
        rows=tuple(rows),
        sources=found.sources,
        unit=Unit.MILLION_AZN,
        self_told=True,
        scope=computed_from(study, words),
        notes=(words("policy.steps_note"), *said),
    )


def _millions(one: Decimal, other: Decimal, words: Words, *, signed: bool = False) -> str:
    """A range of manat in millions, the unit said once; a saving without its sign unless it is `signed`."""
    low, high = sorted((end if signed else abs(end)) / MILLION for end in (one, other))
    texts = [words.number(end.quantize(gap_words.TENTH), 1) for end in (low, high)]
    shown = texts[0] if texts[0] == texts[1] else words("form.range", low=texts[0], high=texts[1])
    return words("unit.million_azn", number=shown)


def table(found: tuple[Result, ...], words: Words) -> WordedTable:
    """Every lever, those switched off with the reason, in manat a year with what they take for granted."""
    rows = [
        (
            gap_words.lever(one, words),
            one.least,
            one.most,
            gap_words.outcome(one, words),
            " ".join(gap_words.assumptions(one, words)),
            " ".join(gap_words.warnings(one, words)),
        )
        for one in found
    ]
    keys = (
        "table.lever",
        "table.least_azn",
        "table.most_azn",
        "table.outcome",
        "table.assumed",
        "table.warning",
    )
    cited = tuple(dict.fromkeys(source for one in found for source in one.sources))
    return WordedTable(
        "what_if", words("gaps.part_change"), tuple(words(key) for key in keys), tuple(rows), cited
    )
