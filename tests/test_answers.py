"""`docs/answers.md`: what is answered to every question, each with a figure or with what to do."""

import pytest

from components.i18n import LANGUAGES, words
from components.words.answer_view import answer_view
from tests.support.answers import FILE, evidence, first_words, has_figure, questions, table, written_day

HOW = "run `python -m tests.support.answers`, and read in `git diff docs/answers.md` whether that is meant"


def test_the_table_of_answers_is_as_the_evidence_gives_it():
    before, now = FILE.read_text(encoding="utf-8").splitlines(), table(written_day()).splitlines()
    changed = [line for line in now if line not in set(before)]
    assert changed == [], HOW
    assert now == before, HOW


def test_every_direction_is_asked_at_three_amounts():
    rows = [line for line in FILE.read_text(encoding="utf-8").splitlines() if " → " in line]
    asked = [
        row.split("|")[1].rpartition(" → ")[0].strip() + row.split(" → ")[1].partition(",")[0] for row in rows
    ]
    assert len(rows) == 60
    assert {asked.count(one) for one in asked} == {3}
    assert sum(row.startswith("| Azerbaijan → ") for row in rows) == 18


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_first_screen_has_a_figure_or_one_sentence_why_there_is_none_and_whom_to_ask(language):
    spoken = words(language)
    for found, _, _ in questions(written_day()):
        view = answer_view(found, evidence(), spoken)
        if has_figure(view):
            continue
        assert found.expected is not None and found.expected.reason is not None
        assert spoken(f"expected.none_{found.expected.reason}") in first_words(view)
        assert view.companies is not None and view.companies.to_try
