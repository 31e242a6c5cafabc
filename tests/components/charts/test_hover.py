"""What is read over a mark: whose it is, of when, and who says so of just that mark."""

import re
from datetime import date
from decimal import Decimal

import pytest

from channels.compare.beside_informal import beside_informal
from channels.gaps.overview import Study, studied
from components.charts.drawings import Drawing, DrawingForm, Field, Level, SeriesRow
from components.charts.hover import over_field, over_row
from components.charts.palette import LIGHT
from components.charts.plots import plot
from components.gaps import beside_informal as beside
from components.gaps.contents import Chosen, drawings
from components.i18n import LANGUAGES, words
from tests.support.datasets import real
from tests.support.lanes import sampled

DAY = date(2026, 11, 21)
YEAR = re.compile(r"\d{4}")


def every_drawing(study: Study, language: str) -> list[Drawing]:
    spoken = words(language)
    corridor = study.data.corridor("RU", "AZ")
    assert corridor is not None
    ways = beside_informal(study.data, corridor, DAY, assumed=Decimal(1))
    scope = spoken("policy.computed_on", day=spoken.day(DAY))
    return [*drawings(study, Chosen(), spoken), beside.drawing(ways, study.data, spoken, scope=scope)]


def letters(text: str) -> str:
    return re.sub(r"<br>|\W", "", text)


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_every_mark_tells_when_and_who_says_so(language):
    study, spoken = studied(real(), DAY), words(language)
    undated = (
        spoken("evidence.undated"),
        spoken("transparency.not_looked"),
        spoken("transparency.published"),
    )
    publishers = {name: one.publisher_in(language) for name, one in study.data.sources.items()}
    for drawing in every_drawing(study, language):
        marks = [
            text
            for trace in plot(drawing, spoken, LIGHT, publishers).data
            if trace.customdata is not None
            for text in trace.customdata
        ]
        assert marks, drawing.id
        cited = {letters(publishers[name]) for name in drawing.sources}
        cited |= {letters(publishers[name]) for row in drawing.rows for name in row.sources or ()}
        for text in marks:
            assert YEAR.search(text) or any(letters(one) in letters(text) for one in undated), text
            quiet = any(letters(one) in letters(text) for one in (spoken("beside.known_assumed"), undated[1]))
            quiet = quiet or (drawing.id == "told" and letters(undated[2]) in letters(text))
            quiet = quiet or f": {spoken('policy.unknown_mark')}" in text
            assert quiet or any(one in letters(text) for one in cited), text


def test_a_mark_names_the_sources_of_its_own_row_and_nobody_for_what_nobody_looked_at():
    spoken = words("en")
    row = SeriesRow("Here", (Decimal(2),), sources=("survey",))
    drawing = Drawing("x", DrawingForm.BARS, "X", "Where", ("value",), (row,), ("survey", "list"))
    known = {"survey": "World Bank", "list": "Post"}
    assert over_row(drawing, row, 0, spoken, known) == "<b>Here</b><br>2%<br>World Bank"
    fields = (Field("yes", Level.FULL), Field("not looked yet", Level.UNKNOWN))
    grid = SeriesRow("A <bank>", fields=fields)
    asked = Drawing("y", DrawingForm.GRID, "Y", "Who", ("rate", "time"), (grid,), ("list",))
    assert over_field(asked, grid, 0, known) == "<b>A &lt;bank&gt;</b><br>rate: yes<br>Post"
    assert over_field(asked, grid, 1, known) == "<b>A &lt;bank&gt;</b><br>time: not looked yet"
