"""One person's answers: what fits together, and what may be counted."""

from datetime import date

import pytest
from pydantic import ValidationError

from channels.records.replies import MEETS_EVERYBODY, Reply, Setting

DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    "fields",
    [
        {"of_ten": 11},
        {"of_ten": -1},
        {"of_ten": 3, "lost_of_ten": 4},
        {"lost_of_ten": 1},
        {"day": DAY, "sent": date(2026, 11, 21)},
        {"amount": 0},
        {"amount": "NaN"},
        {"fee": -1},
        {"country": "Russia"},
        {"channel": "hawala"},
        {"name": "Leyla"},
        {"age": "17"},
    ],
)
def test_what_cannot_be_is_refused(fields):
    with pytest.raises(ValidationError):
        Reply(**fields)


def test_everything_may_be_skipped():
    assert set(dict(Reply()).values()) == {None, ()}


@pytest.mark.parametrize(
    ("group", "country", "corridor"),
    [
        ("recipient", "RU", "RU-AZ"),
        ("migrant_abroad", "RU", "RU-AZ"),
        ("migrant_here", "RU", "AZ-RU"),
        (None, "RU", None),
        ("recipient", None, None),
    ],
)
def test_the_corridor_is_the_way_of_the_money(group, country, corridor):
    assert Reply(group=group, country=country).corridor == corridor


def test_in_a_branch_and_behind_a_link_not_everybody_is_met():
    met = {setting for setting in Setting if Reply(setting=setting).meets_everybody}
    assert met == MEETS_EVERYBODY == set(Setting) - {Setting.BRANCH, Setting.OPEN_LINK}
    assert not Reply().meets_everybody
