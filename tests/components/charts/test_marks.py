"""The small marks of the tiles: well-formed, without words, told apart without colour."""

from xml.etree import ElementTree

from components.charts import marks
from components.charts.palette import DARK, LIGHT

SVG = "{http://www.w3.org/2000/svg}"


def shapes(drawn: str) -> list[str]:
    return [part.tag.removeprefix(SVG) for part in ElementTree.fromstring(drawn)]


def test_a_line_has_its_targets_and_a_dot_at_its_end():
    drawn = marks.line([2.0, 1.0, 1.7], [3.0, 5.0], LIGHT)
    assert shapes(drawn) == ["line", "line", "polyline", "circle"]
    assert LIGHT.accent in drawn


def test_a_bullet_is_hollow_where_it_is_old_hatched_where_it_is_a_range_and_dashed_where_nothing_is_known():
    assert LIGHT.paper not in marks.bullet(40, None, 90, 100, LIGHT, old=False).split("</defs>")[1]
    assert f'fill="{LIGHT.paper}"' in marks.bullet(40, None, 90, 100, LIGHT, old=True).split("</defs>")[1]
    assert "url(#h)" in marks.bullet(0, 25, 75, 100, DARK, old=False)
    empty = marks.bullet(None, None, 75, 100, LIGHT, old=False)
    assert "stroke-dasharray" in empty
    assert shapes(empty) == ["defs", "rect", "line"]


def test_two_groups_are_a_dot_and_a_square():
    assert shapes(marks.dumbbell(46.2, 67.0, 90.0, 100.0, LIGHT)) == [
        "line",
        "line",
        "rect",
        "circle",
        "line",
    ]
