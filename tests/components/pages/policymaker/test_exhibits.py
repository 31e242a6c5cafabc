"""Pictures in two columns: both end at about the same height, and the first stands first."""

from hypothesis import given
from hypothesis import strategies as st

from components.pages.policymaker.exhibits import columns


@given(st.lists(st.integers(min_value=1, max_value=2_000), min_size=1, max_size=12))
def test_neither_column_ends_below_the_other_by_more_than_one_picture(heights):
    sides = columns(heights)
    ends = [sum(h for h, side in zip(heights, sides, strict=True) if side == one) for one in (0, 1)]
    assert sides[0] == 0
    assert abs(ends[0] - ends[1]) <= max(heights)


def test_two_pictures_stand_beside_each_other_and_the_tall_one_beside_two_low_ones():
    assert columns([300, 400]) == [0, 1]
    assert columns([290, 240, 490]) == [0, 0, 1]
