from decimal import Decimal

import pytest

from channels.readers.exact_json import exact


def test_figures_are_exact_and_a_name_may_stand_twice_with_one_value():
    assert exact('{"a": 0.1, "b": [1, {"c": null}], "a": 0.10}') == {
        "a": Decimal("0.1"), "b": [1, {"c": None}],
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        '{"rate": 1.95, "rate": 0.0195}',
        '{"a": [{"b": 1, "b": 2}]}',
        "NaN",
        "[Infinity]",
        "[1e99999999999999999999]",
        "[" * 100_000,
        "9" * 10_000,
        "",
        "{",
    ],
    ids=lambda text: text[:20],
)
def test_what_contradicts_itself_or_cannot_be_read_is_none(text):
    with pytest.raises(ValueError):
        exact(text)
