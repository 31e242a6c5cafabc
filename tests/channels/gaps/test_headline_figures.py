"""The six figures over the policymakers' page: the same indicators as the gaps', None where not measured."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache

import pytest

from channels.gaps.headline_figures import FigureChange, Topic, headline_figures, is_old
from channels.gaps.overview import Study, studied
from channels.policy_terms import Whom
from channels.terms import Disclosure, DisclosureItem
from tests.support.datasets import real

DAY = date(2026, 11, 21)


@cache
def study() -> Study:
    return studied(real(), DAY)


def found(of: Study | None = None) -> dict:
    return {one.topic: one for one in headline_figures(of or study())}


def test_there_are_six_in_their_order_and_each_is_the_indicator_of_a_gap():
    assert [one.topic for one in headline_figures(study())] == list(Topic)
    six, gaps = found(), {gap.id: gap for gap in study().gaps}
    assert six[Topic.COST].value == study().last.mean
    hour = gaps["within_hour"]
    assert (six[Topic.WITHIN_HOUR].value, six[Topic.WITHIN_HOUR].value_most) == (hour.value, hour.value_most)
    assert six[Topic.WITHIN_HOUR].aims == (hour.aim,)
    women = gaps[f"account.{Whom.WOMEN}"]
    assert (six[Topic.WOMEN].value, six[Topic.WOMEN].aims) == (women.value, (women.aim,))
    outside = gaps["pos_outside"]
    assert (six[Topic.OUTSIDE_BAKU].value, six[Topic.OUTSIDE_BAKU].beside) == (outside.value, outside.aim)
    told = gaps["total_cost_told"]
    assert (six[Topic.WHOLE_COST].value, six[Topic.WHOLE_COST].value_most) == (told.value, told.value_most)


def test_a_price_is_compared_only_with_one_that_noted_the_loss_in_the_rate_too():
    cost = found()[Topic.COST]
    assert cost.change == FigureChange("2021-Q3", Decimal("0.151"))
    assert cost.history[-1] == (study().last.quarter, study().last.mean)
    without = replace(study(), history=tuple(one for one in study().history if one.quarter != "2021-Q3"))
    assert found(without)[Topic.COST].change is None


def test_the_change_of_a_survey_says_whether_chance_may_have_done_it():
    change = found()[Topic.WOMEN].change
    assert (change.since, change.points, change.clear) == ("2022", Decimal("7.4"), True)


def test_what_nobody_measured_is_none_and_never_nothing():
    empty = replace(study(), last=None, history=(), coverage=(), disclosures=())
    six = found(empty)
    for topic in (Topic.COST, Topic.WITHIN_HOUR, Topic.WHOLE_COST, Topic.DIRECTIONS):
        assert six[topic].value is None


def test_providers_at_which_nobody_looked_are_told_apart():
    whole = found()[Topic.WHOLE_COST]
    states = [row.said[DisclosureItem.TOTAL_COST].state for row in study().disclosures]
    assert whole.part == states.count(Disclosure.PUBLISHED)
    assert whole.open == states.count(Disclosure.NOT_LOOKED)
    assert whole.of == len(states)


@pytest.mark.parametrize(
    ("period", "day", "old"),
    [
        ("2021-Q4", None, True),
        ("2026-Q1", None, False),
        ("2024", None, False),
        ("2021", None, True),
        (None, date(2025, 11, 20), True),
        (None, date(2025, 11, 22), False),
        (None, None, False),
    ],
)
def test_a_price_is_old_after_a_year_and_a_wave_of_a_survey_after_three(period, day, old):
    assert is_old(period, day, DAY) is old
