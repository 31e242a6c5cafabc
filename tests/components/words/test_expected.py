"""What to expect, in words: for every worked example, in three languages, and never as a price."""

import pytest

from channels.compare.expected import Expected
from channels.compare.expected_marks import ExpectedKind
from components.i18n import LANGUAGES, words
from components.words import expected as expected_words
from tests.test_examples import EXAMPLES, asked, read

EN = words("en")
EACH = pytest.mark.parametrize("language", LANGUAGES)
FOUND = [(example.name, asked(example.given)) for example in read(EXAMPLES / "expected.toml")]


def said_of(found, language="en") -> list[str]:
    assert isinstance(found.expected, Expected)
    return expected_words.sentences(found.expected, found.transfer, words(language))


@EACH
def test_every_example_is_said_in_whole_sentences(language):
    told = [(name, said_of(found, language)) for name, found in FOUND if found.expected is not None]
    assert len(told) > 10
    for name, lines in told:
        assert lines, name
        assert all(line.endswith(".") and "None" not in line for line in lines), (name, lines)


@pytest.mark.parametrize("kind", list(ExpectedKind))
def test_what_it_rests_on_is_said(kind):
    found = [f for _, f in FOUND if f.expected is not None and f.expected.kind is kind]
    assert found
    for one in found:
        reason = one.expected.reason
        basis = {
            ExpectedKind.ELSEWHERE: "Not checked for Azerbaijan.",
            ExpectedKind.TARIFF: EN("expected.tariff"),
            ExpectedKind.EXCHANGE: "Date of the bank rates",
            ExpectedKind.ESTIMATE: "an estimate from a price checked lately",
            ExpectedKind.HISTORY: "Much has changed since.",
        }.get(kind) or EN(f"expected.none_{reason}")
        assert basis in " ".join(said_of(one))


def test_good_and_usual_are_said_only_where_enough_providers_are_known():
    for _, found in FOUND:
        if found.expected is not None:
            told = any("good offer" in line for line in said_of(found))
            assert told is (found.expected.marks is not None)


def test_one_provider_is_one_amount_and_several_are_a_range():
    _, found = FOUND[0]
    assert said_of(found)[0] == EN("expected.arrives_one", amount="475 manat")
