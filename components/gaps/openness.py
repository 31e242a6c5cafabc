"""What providers tell: a field for each provider and each thing that a sender should be told."""

from channels.gaps.overview import Study
from channels.gaps.transparency import Disclosed, alive
from channels.terms import Disclosure, DisclosureItem
from components.charts.drawings import Drawing, DrawingForm, Field, Level, SeriesRow
from components.i18n import Words
from components.words import offers as offer_words


def found_of(study: Study, words: Words) -> Drawing | None:
    """A row for each provider: what it publishes, what was looked for in vain, what nobody looked for."""
    if not study.disclosures:
        return None
    whole = sum(row.publishes(DisclosureItem.TOTAL_COST) for row in study.disclosures)
    by_name = sorted(
        study.disclosures,
        key=lambda row: (
            -sum(row.publishes(item) for item in DisclosureItem),
            words.sort_key(offer_words.provider(row.provider, study.data, words)),
        ),
    )
    seen = _sources(study)
    rows = [
        SeriesRow(
            offer_words.provider(row.provider, study.data, words),
            fields=tuple(_field(row.said[item], words) for item in DisclosureItem),
            sources=seen.get(row.provider, ()),
        )
        for row in by_name
    ]
    gaps = [gap for gap in study.gaps if gap.indicator == "total_cost_told"]
    target = study.data.targets.get("transparency")
    cited = dict.fromkeys([source for gap in gaps for source in gap.sources])
    return Drawing(
        id="told",
        shape=DrawingForm.GRID,
        title=words("find.told", n=whole, of=len(rows)),
        rows_name=words("table.provider"),
        series=tuple(words(f"item.{item}") for item in DisclosureItem),
        rows=tuple(rows),
        sources=tuple(dict.fromkeys([*cited, *([target.source] if target else [])])),
        notes=(
            *([target.text.text_in(words.language)] if target else []),
            words("gap_note.own_evidence"),
            words("policy.grid_note"),
        ),
    )


def _sources(study: Study) -> dict[str, tuple[str, ...]]:
    """Where each provider's prices stand, by provider."""
    found: dict[str, dict[str, None]] = {}
    for route in alive(study.data, study.day):
        names = found.setdefault(route.provider.id, {})
        names.update((one.source, None) for one in (*route.service.tariffs, *route.observations))
    return {provider: tuple(names) for provider, names in found.items()}


def looked_at(study: Study) -> bool:
    """Whether somebody looked at every provider for everything: before that no firm is named on paper."""
    return bool(study.disclosures) and all(row.looked for row in study.disclosures)


def _field(said: Disclosed, words: Words) -> Field:
    """One of three states, with the day where there is one."""
    day = "" if said.day is None else f"\n{said.day.month:02}.{said.day.year}"
    if said.state is Disclosure.NOT_LOOKED:
        return Field(words("openness.not_looked"), Level.UNKNOWN, words("policy.unknown_mark"))
    if said.state is Disclosure.PUBLISHED:
        line = words("openness.published")
        if said.day is not None:
            line = words("openness.published_on", day=words.day(said.day))
        return Field(line, Level.FULL, words("openness.yes") + day)
    line = words("openness.not_published")
    if said.day is not None:
        line = words("openness.not_published_on", day=words.day(said.day))
    return Field(line, Level.NONE, words("openness.no") + day)
