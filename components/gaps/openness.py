"""What providers tell: a field for each provider and each thing that a sender should be told."""

from channels.gaps.overview import Study
from channels.gaps.transparency import Told
from components.charts.drawings import Drawing, Field, Level, Row, Shape
from components.i18n import Words
from components.words import offers as offer_words

ITEMS = ("total_cost", "rate", "time", "tracking", "terms", "both")
"""What the G20 target asks to be told, by the fields of `Told`."""


def found_of(study: Study, words: Words) -> Drawing | None:
    """A row for each provider: what was found of it, what was not, what nobody has looked for."""
    if not study.told:
        return None
    whole = sum(row.total_cost for row in study.told)
    by_name = sorted(
        study.told,
        key=lambda row: (
            -sum(getattr(row, item) is True for item in ITEMS),
            words.sort_key(offer_words.provider(row.provider, study.data, words)),
        ),
    )
    rows = [
        Row(
            offer_words.provider(row.provider, study.data, words),
            fields=tuple(_field(row, item, words) for item in ITEMS),
        )
        for row in by_name
    ]
    gaps = [gap for gap in study.gaps if gap.indicator == "total_cost_told"]
    target = study.data.targets.get("transparency")
    cited = dict.fromkeys([source for gap in gaps for source in gap.sources])
    return Drawing(
        id="told",
        shape=Shape.GRID,
        title=words("find.told", n=whole, of=len(rows)),
        rows_name=words("table.provider"),
        series=tuple(words(f"item.{item}") for item in ITEMS),
        rows=tuple(rows),
        sources=tuple(dict.fromkeys([*cited, *([target.source] if target else [])])),
        notes=(
            *([target.text.text_in(words.language)] if target else []),
            words("gap_note.own_evidence"),
            words("policy.grid_note"),
        ),
    )


def _field(row: Told, item: str, words: Words) -> Field:
    value = getattr(row, item)
    if value is None:
        return Field(words("policy.unknown_mark"), Level.UNKNOWN)
    if value:
        return Field(words("item.found"), Level.FULL)
    return Field(words("item.not_found"), Level.NONE)
