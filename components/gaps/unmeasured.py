"""What is not measured: a list, the largest part of the money first."""

from channels.export.spreadsheets import WordedTable
from channels.gaps.overview import Study
from channels.policy_terms import Whom
from components.gaps import gap_list
from components.i18n import Words
from components.words import gaps as gap_words


def title(study: Study, words: Words, whom: Whom = Whom.ALL) -> str:
    """How many things are not measured."""
    return words.count("find.unknown", len(gap_list.not_measured(study, whom)))


def lines(study: Study, words: Words, whom: Whom = Whom.ALL) -> list[tuple[str, str]]:
    """Each thing that is not measured, and who could have it measured."""
    return [
        (gap_words.title(gap, words).rstrip("."), gap_words.decides(gap, words))
        for gap in gap_list.not_measured(study, whom)
    ]


def table(study: Study, words: Words) -> WordedTable:
    """The same list with the part of the inflow behind each, and what is to be known of it."""
    rows = [
        (
            gap_words.title(gap, words),
            gap.hides,
            gap_words.deciders(gap.nature.decides, words),
            gap_list.measure(gap, words),
            " ".join(gap_words.notes(gap, words)),
            " ".join(gap.sources),
        )
        for gap in gap_list.not_measured(study)
    ]
    keys = (
        "table.gap", "table.hides", "table.decides", "table.measure", "table.note", "table.sources",
    )  # fmt: skip
    cited = tuple(dict.fromkeys(source for gap in gap_list.not_measured(study) for source in gap.sources))
    return WordedTable(
        "unmeasured", words("gaps.part_data"), tuple(words(key) for key in keys), tuple(rows), cited
    )
