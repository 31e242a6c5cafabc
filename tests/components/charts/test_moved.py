"""The picture of what has moved: gaps stay gaps, the official rate is a line, hostile names are only text."""

from datetime import timedelta

import pytest

from channels.compare.history import history
from components.charts import moved
from components.charts.palette import DARK, LIGHT
from components.i18n import LANGUAGES, words
from tests.channels.compare.test_history import DAY, SINCE, data, seen
from tests.support.builders import a_transfer

TOLD = (seen(9, 100), seen(8, 90), seen(3, 50), seen(3, 20, "b_bank"), seen(2, 60, "b_bank"))


def found():
    return history(data(*TOLD), a_transfer(), TOLD, SINCE, DAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_breaks_where_a_day_has_no_price(language):
    figure = moved.moved(found(), data(*TOLD), words(language), LIGHT)
    lines = {trace.name: trace for trace in figure.data}
    assert len(lines) == 3
    first = next(trace for trace in figure.data if len(trace.x) == 4)
    day = DAY.toordinal()
    assert list(first.x) == [day - 9, day - 8, day - 7, day - 3]
    assert [y is None for y in first.y] == [False, False, True, False]
    assert not any(trace.connectgaps for trace in figure.data)
    assert set(lines[words(language)("history.official")].y) == {200.0}


def test_caption_table_notes_and_sources_tell_the_same(language="en"):
    say, facts = words(language), data(*TOLD)
    caption = moved.caption(found(), facts, say)
    last = found().of(found().providers[0])[-1]
    assert say.money(last.received, "AZN", whole=True) in caption.title
    assert caption.title in caption.alt
    assert len(moved.table(found(), facts, say)) == 5
    assert len(moved.notes(found(), say)) == 2
    assert moved.cited(found())


def test_it_is_drawn_in_both_themes_and_without_official_rates():
    facts = data(*TOLD)
    bare = history(facts, a_transfer(), TOLD, DAY - timedelta(days=9), DAY)
    assert moved.moved(bare, facts, words("az"), DARK).data
