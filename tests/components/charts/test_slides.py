"""The bars of slides: parts on one scale, figures where there is room, votes with the right answer marked."""

from xml.etree import ElementTree

import pytest

from components.charts import slides
from components.charts.palette import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"


def widths(drawn: str) -> list[float]:
    return [float(box.get("width")) for box in ElementTree.fromstring(drawn).iter(f"{SVG}rect")]


def figures(drawn: str) -> list[str | None]:
    return [text.text for text in ElementTree.fromstring(drawn).iter(f"{SVG}text")]


@pytest.mark.parametrize("palette", [LIGHT, DARK])
def test_a_part_is_as_long_as_it_is_large_and_its_figure_stands_in_it_where_there_is_room(palette):
    drawn = slides.losses([(8.0, "8"), (0.2, "0"), (2.0, "2")], 16.0, palette)
    assert widths(drawn) == [slides.WIDTH, slides.WIDTH / 2, slides.WIDTH / 80, slides.WIDTH / 8]
    assert figures(drawn) == ["8", "2"]


def test_a_rate_better_than_the_official_one_takes_no_room_and_no_scale_is_no_fault():
    assert widths(slides.losses([(5.0, "5"), (-3.0, "3")], 10.0, LIGHT)) == [slides.WIDTH, slides.WIDTH / 2]
    assert widths(slides.losses([(0.0, "0")], 0.0, LIGHT)) == [slides.WIDTH]


def test_the_four_parts_have_four_colours():
    for palette in (LIGHT, DARK):
        assert len({slides.swatch(number, palette) for number in range(4)}) == 4


def test_the_right_answer_has_the_colour_of_the_page_and_each_bar_its_number():
    right, wrong = (slides.votes(31, 31, LIGHT, right=one) for one in (True, False))
    assert LIGHT.accent in right and LIGHT.accent not in wrong
    assert figures(right) == ["31"]
    (full,), (none,) = widths(right), widths(slides.votes(0, 0, LIGHT, right=False))
    assert full < slides.VOTES and none > 0
