"""The rows of a picture: texts that fold without a dangling dot, one scale with its ticks."""

from decimal import Decimal

from components.charts.drawings import Drawing, DrawingForm, Level, SeriesRow
from components.charts.lanes import LANE, LOW_LANE, folded, lane
from components.charts.palette import LIGHT
from components.charts.plots import plot
from components.i18n import words


def test_what_is_joined_by_dots_folds_into_lines_of_its_own_without_them():
    assert folded("46% · 67%", 13) == ["46% · 67%"]
    assert folded("1.33% · 1.77%, 2021", 13) == ["1.33%", "1.77%, 2021"]
    for text in ("Austria – Serbia · Remitly · From an account", "a · b · c · d · e · f"):
        assert not any(line.startswith("·") or line.endswith("·") for line in folded(text, 10))


def test_many_rows_are_low_and_a_row_of_several_lines_has_room_for_them():
    assert lane(1, 5) == LANE
    assert lane(1, 10) == LOW_LANE
    assert lane(3, 10) > lane(2, 10) > LANE


def test_ways_on_one_scale_have_its_ticks_and_two_percent_of_five_is_no_full_bar():
    rows = (SeriesRow("Bank", (Decimal(2), Decimal(2)), end=Decimal(5)),)
    drawing = Drawing(
        "ways", DrawingForm.BULLETS, "Ways", "Way", ("at least", "at most"), rows, (), most=Decimal(5)
    )
    figure = plot(drawing, words("en"), LIGHT)
    assert (figure.data[0].x[0], figure.layout.xaxis.range[1]) == (2.0, 5.0)
    assert list(figure.layout.xaxis.ticktext)[:2] == ["0%", "2%"]


def test_the_parts_of_a_bar_have_the_colours_of_their_levels():
    rows = (SeriesRow("rate", (Decimal(1), Decimal(2), Decimal(3)), said="1 of 6"),)
    drawing = Drawing(
        "states", DrawingForm.BARS, "States", "What", ("yes", "no", "?"), rows, (),
        levels=(Level.FULL, Level.NONE, Level.UNKNOWN),
    )  # fmt: skip
    fills = [trace.marker.color[0] for trace in plot(drawing, words("en"), LIGHT).data]
    assert fills == [LIGHT.accent, LIGHT.ink, LIGHT.grid]
