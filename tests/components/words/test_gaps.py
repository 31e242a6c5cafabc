"""Gaps and what-ifs in words: whole sentences in three languages, from the catalogues alone."""

import re
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from channels.dataset.dataset import Dataset
from channels.gaps import corridor_figures, gap_list, requirements, what_if
from channels.gaps.gap import Gap
from channels.gaps.surveyed_prices import Share, Smart
from channels.policy_terms import Unit
from channels.terms import RspType
from components.i18n import LANGUAGES, words
from components.words import gaps as gap_words
from tests.support.datasets import real

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)
SPOKEN = pytest.mark.parametrize("language", LANGUAGES)


@cache
def data() -> Dataset:
    return real()


@cache
def found() -> dict[str, Gap]:
    return {gap.id: gap for gap in gap_list.gaps(data(), DAY)}


@SPOKEN
def test_every_gap_is_told_in_whole_sentences(language):
    say = words(language)
    titles = set()
    for gap in found().values():
        title = gap_words.title(gap, say)
        titles.add(title)
        texts = [title, gap_words.value(gap, say), gap_words.when(gap, say), gap_words.kind(gap, say)]
        texts += [gap_words.decides(gap, say), gap_words.whom(gap.whom, say), gap_words.theme(gap, say)]
        texts += [*gap_words.belongs(gap, say), *gap_words.notes(gap, say)]
        texts += [gap_words.known_by(gap.evidence, say), gap_words.name(gap.indicator, say)]
        texts += [gap_words.meaning(gap.indicator, say), gap_words.place(gap.where, say)]
        texts += [text for text in (gap_words.distance(gap, say), gap_words.hides(gap, say)) if text]
        for text in texts:
            assert text
            assert "{" not in text
            assert "None" not in text
    assert len(titles) == len(found())


def test_the_finding_says_the_figure():
    say = words("en")
    assert "49.4%" in gap_words.title(found()["never_surveyed"], say)
    assert "10%–30%" in gap_words.title(found()["least_fee_out"], say)
    assert "October–December 2021" in gap_words.title(found()["none_since"], say)
    assert gap_words.distance(found()["account.women"], say) == "Distance to target: 43.8 points"
    assert gap_words.distance(found()["account_gap.women"], say) == "Difference: 20.8 points"
    assert gap_words.value(found()["really_paid"], say) == "not known"


def test_a_survey_says_how_many_were_asked_and_what_is_assumed():
    said = " ".join(gap_words.notes(found()["account_gap.women"], words("en")))
    assert "1,000" in said
    assert "6 points" in said
    assert "design effect" in said


@SPOKEN
def test_every_lever_is_a_range_in_manat_or_says_why_it_is_off(language):
    say = words(language)
    for result in what_if.levers(data(), what_if.Inputs(), DAY):
        shown = gap_words.outcome(result, say)
        assert gap_words.lever(result, say)
        if result.off is None:
            assert len(re.findall(r"(?:manat|манат)", shown)) == 2, shown
            assert gap_words.assumptions(result, say)
            assert gap_words.warnings(result, say)
        else:
            assert not re.search("manat|манат", shown)


@pytest.mark.parametrize(
    ("least", "most", "start"), [(1, 2, "Families save"), (-2, 1, "Families may"), (-2, -1, "Families lose")]
)
def test_a_loss_is_never_told_as_a_gain(least, most, start):
    made = what_if.Result(what_if.Lever.POST_PRICE, Decimal(least) * 1_234_567, Decimal(most) * 1_234_567)
    shown = gap_words.outcome(made, words("en"))
    assert shown.startswith(start)
    assert "1,200,000 manat" in shown


@SPOKEN
def test_every_statistic_and_requirement_has_a_line(language):
    say = words(language)
    for said in data().tables.statistics:
        line = gap_words.statistic(said, data(), say)
        assert "{" not in line
        assert "_" not in line
    for one in requirements.requirements(data(), DAY):
        assert gap_words.requirement(one, say)
    assert all(gap_words.provider_type(kind, say) for kind in RspType)


@pytest.mark.parametrize(
    ("number", "unit", "shown"),
    [
        (None, Unit.PERCENT, "not known"),
        ("49.4452", Unit.PERCENT, "49.4%"),
        ("100", Unit.PERCENT, "100%"),
        ("20.80", Unit.POINTS, "20.8 points"),
        ("1442", Unit.PLACES, "1,442"),
    ],
)
def test_a_figure_stands_in_its_unit(number, unit, shown):
    assert gap_words.amount(None if number is None else Decimal(number), unit, words("en")) == shown


def test_shares_and_smart_say_what_they_cannot_show():
    say = words("en")
    assert gap_words.share(None, say) == "not known"
    assert gap_words.share(Share(Decimal(0), Decimal(25), 4), say) == "0%–25%"
    assert gap_words.share(Share(Decimal(50), Decimal(50), 4), say) == "50%"
    assert gap_words.smart(Smart(None, 0), Decimal(5), say) == "not known"
    assert "too few to show" in gap_words.smart(Smart(Decimal(1), 2), Decimal(5), say)
    assert "met" in gap_words.smart(Smart(Decimal("1.33"), 3), Decimal(5), say)
    assert gap_words.smart(Smart(Decimal(9), 3), Decimal(5), say) == "9%"


@SPOKEN
@pytest.mark.parametrize("period", ["2024", "2024-H1", "2024-Q1", "2023-M09"])
def test_a_period_names_its_year(language, period):
    assert period[:4] in gap_words.span(period, words(language))


@SPOKEN
def test_every_figure_of_a_corridor_has_a_name(language):
    fields = {"mean", "median", "smart", "services", "fee", "margin", "within_hour", "within_day", "digital"}
    fields |= {"into_account", "without_cash", "premium"}
    assert fields <= set(corridor_figures.CorridorFigures.__slots__)
    assert all(gap_words.name(field, words(language)) for field in fields)
