"""The rules that hinder, and what is known of roads outside the formal system elsewhere."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from channels.export.spreadsheets import WordedTable
from channels.gaps.catalogue import GapKind, Weight
from channels.gaps.gap import Gap
from channels.gaps.overview import Study
from components.i18n import Words
from components.words import gaps as gap_words
from components.words import informal as informal_words

TOPICS = ("cost", "share", "reason", "speed", "loss")
NO_LAW = ("help", "safety")
"""What helps a family and is no rule."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A rule in words: what it says, since when, whom it hinders, who decides, what is not known."""

    gap: Gap
    text: str
    lines: tuple[str, ...]


def rulings(study: Study, words: Words) -> list[Ruling]:
    """Every rule that hinders, the heaviest first: in the order of the gaps."""
    found = []
    for gap in study.gaps:
        if gap.kind is not GapKind.RULE:
            continue
        since = (
            words("policy.since_unknown")
            if gap.day is None
            else words("policy.since", day=words.day(gap.day))
        )
        names = words.listed([words(f"whom.{one}") for one in gap.whom])
        lines = (
            since,
            words("policy.hinders", whom=names),
            gap_words.decides(gap, words),
            *gap_words.notes(gap, words),
        )
        found.append(Ruling(gap, gap_words.title(gap, words), lines))
    return found


def answer(found: Sequence[Ruling], words: Words) -> str:
    """How many rules hinder, and how many of them each group, the most hindered first."""
    counts = Counter(whom for one in found for whom in one.gap.whom)
    touched = [
        words("policy.touched", whom=words(f"whom.{whom}"), n=words.number(n))
        for whom, n in sorted(counts.items(), key=lambda item: (-item[1], item[0].rank))
    ]
    return words.count("find.rules", len(found), whom=words.listed(touched))


def weighing(found: Sequence[Ruling], weight: Weight) -> list[Ruling]:
    """The rules that weigh so much."""
    return [one for one in found if one.gap.weight is weight]


def harmless(study: Study, words: Words) -> list[tuple[str, str]]:
    """The rules on transfers that hinder nobody, each with its source: they are no gaps."""
    return [
        (rule.text.text_in(words.language), rule.source)
        for rule in study.data.tables.rules
        if rule.hinders is None and rule.topic not in NO_LAW
    ]


def table(study: Study, words: Words) -> WordedTable:
    """The rules as a table."""
    rows = [
        (
            one.text,
            one.gap.day,
            words.listed([words(f"whom.{whom}") for whom in one.gap.whom]),
            words(f"rule_weight.{one.gap.weight}"),
            "; ".join(gap_words.belongs(one.gap, words)),
            gap_words.deciders(one.gap.nature.decides, words),
            " ".join(gap_words.notes(one.gap, words)),
            " ".join(one.gap.sources),
        )
        for one in rulings(study, words)
    ]
    keys = (
        "table.rule",
        "table.since",
        "table.whom",
        "table.weight",
        "table.belongs",
        "table.decides",
        "table.note",
        "table.sources",
    )
    cited = dict.fromkeys(source for one in rulings(study, words) for source in one.gap.sources)
    return WordedTable(
        "law", words("policy.rules"), tuple(words(key) for key in keys), tuple(rows), tuple(cited)
    )


def told(study: Study, words: Words) -> list[tuple[str, str]]:
    """What group discussions last said of unlicensed services here, a line a corridor with its source."""
    data = study.data
    last = [data.told_range(corridor, study.day) for corridor in data.tables.corridors]
    return [
        (f"{gap_words.place(one.corridor, words)}: {informal_words.told_range(one, words)}", one.source)
        for one in last
        if one is not None
    ]


def break_even(study: Study, words: Words) -> list[str]:
    """What a formal road has to cost less than, where groups told a price; why no share of losses is told."""
    last = [study.data.told_range(corridor, study.day) for corridor in study.data.tables.corridors]
    to_beat = [
        words(
            "policy.to_beat", corridor=gap_words.place(one.corridor, words),
            percent=words.percent(one.least), most=words.percent(one.most),
        )
        for one in last
        if one is not None
    ]  # fmt: skip
    return [*to_beat, words("policy.break_even_told" if to_beat else "policy.break_even")]


def _year(said: str, words: Words) -> str:
    """A year as the source gives it; "1990s", "before 2011" and "undated" in the reader's language."""
    if said == "undated":
        return words("outside.undated")
    if said.startswith("before "):
        return words("outside.before", year=said.removeprefix("before "))
    return words("outside.decade", year=said.removesuffix("s")) if said.endswith("s") else said


def elsewhere(study: Study, words: Words) -> WordedTable:
    """What other countries' sources say of roads outside the formal system: where, when, how sure."""
    order = {topic: n for n, topic in enumerate(TOPICS)}
    found = sorted(study.data.tables.references, key=lambda one: order[one.topic])
    rows = [
        (
            words(f"outside_topic.{one.topic}"),
            one.place.text_in(words.language),
            _year(one.year, words),
            one.value.text_in(words.language),
            words(f"evidence.confidence_{one.confidence}"),
            one.source,
        )
        for one in found
    ]
    keys = ("table.about", "table.where", "table.year", "table.value", "table.evidence", "table.sources")
    cited = tuple(dict.fromkeys(one.source for one in found))
    return WordedTable(
        "outside", words("policy.outside"), tuple(words(key) for key in keys), tuple(rows), cited
    )
