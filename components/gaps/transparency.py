"""What providers tell: a field for each provider and each thing that a sender should be told."""

from decimal import Decimal

from channels.gaps.overview import Study
from channels.gaps.transparency import Disclosed, alive
from channels.policy_terms import Unit
from channels.terms import Disclosure, DisclosureItem
from components.charts.drawings import Drawing, DrawingForm, Field, Level, SeriesRow
from components.i18n import Words
from components.words import offers as offer_words

STATES = (Disclosure.PUBLISHED, Disclosure.NOT_PUBLISHED, Disclosure.NOT_LOOKED)
"""What can be known of one thing at one provider, in the order of a bar."""


def states(study: Study, words: Words) -> Drawing | None:
    """A bar for each thing that a sender should be told: how many providers are in each of three states."""
    found = study.disclosures
    if not found:
        return None
    rows = []
    for item in DisclosureItem:
        numbers = [sum(row.said[item].state is state for row in found) for state in STATES]
        named = zip(STATES, numbers, strict=True)
        rows.append(
            SeriesRow(
                words(f"item.{item}"),
                tuple(Decimal(number) for number in numbers),
                detail=" · ".join(
                    f"{words(f'transparency.{state}')}: {words.number(n)}" for state, n in named
                ),
                said=words("tile.part_of", part=words.number(numbers[0]), of=words.number(len(found))),
            )
        )
    whole = found_of(study, words)
    return Drawing(
        id="states",
        shape=DrawingForm.BARS,
        title=words("find.told", n=sum(row.publishes(DisclosureItem.TOTAL_COST) for row in found),
                    of=len(found)),
        rows_name=words("table.what"),
        series=tuple(words(f"transparency.{state}") for state in STATES),
        rows=tuple(rows),
        sources=() if whole is None else whole.sources,
        unit=Unit.PLACES,
        most=Decimal(len(found)),
        self_told=True,
        levels=(Level.FULL, Level.NONE, Level.UNKNOWN),
        scope=words("policy.computed_on", day=words.day(study.day)),
        notes=() if whole is None else whole.notes[:-1],
    )  # fmt: skip


def found_of(study: Study, words: Words) -> Drawing | None:
    """A row for each provider: what it publishes, what was looked for in vain, what nobody looked for."""
    if not study.disclosures:
        return None
    open_ = sum(
        all(said.state is Disclosure.NOT_LOOKED for said in row.said.values()) for row in study.disclosures
    )
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
        title=words("find.told_each", n=words.number(open_), of=words.number(len(rows))),
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
        names.update((tariff.source, None) for tariff in route.service.tariffs)
        names.update((seen.source, None) for seen in route.observations)
        names.update((look.source, None) for look in route.provider.disclosures if look.day <= study.day)
        others = (route.service.limits_source, None if route.payout is None else route.payout.source)
        names.update((name, None) for name in others if name is not None)
    return {provider: tuple(names) for provider, names in found.items()}


def looked_at(study: Study) -> bool:
    """Whether somebody looked at every provider for everything: before that no firm is named on paper."""
    return bool(study.disclosures) and all(row.looked for row in study.disclosures)


def _field(said: Disclosed, words: Words) -> Field:
    """One of three states, with the day where there is one."""
    day = "" if said.day is None else f"\n{said.day.month:02}.{said.day.year}"
    if said.state is Disclosure.NOT_LOOKED:
        return Field(words("transparency.not_looked"), Level.UNKNOWN, words("policy.unknown_mark"))
    if said.state is Disclosure.PUBLISHED:
        line = words("transparency.published")
        if said.day is not None:
            line = words("transparency.published_on", day=words.day(said.day))
        return Field(line, Level.FULL, words("transparency.yes") + day)
    line = words("transparency.not_published")
    if said.day is not None:
        line = words("transparency.not_published_on", day=words.day(said.day))
    return Field(line, Level.NONE, words("transparency.no") + day)
