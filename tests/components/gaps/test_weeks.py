"""The policymakers' exhibit of weeks: a line a provider, a gap where nobody saw a price."""

from channels.compare.history import history
from components.charts.drawings import alt, table
from components.charts.palette import LIGHT
from components.charts.plots import plot
from components.gaps import weeks
from components.i18n import words
from tests.channels.compare.test_history import DAY, SINCE, data, seen
from tests.support.builders import a_transfer

TOLD = (seen(22, 100), seen(22, 90, "b_bank"), seen(15, 80, "b_bank"), seen(1, 50), seen(1, 95, "b_bank"))


def drawing(*told):
    facts = data(*told)
    return weeks.costs(history(facts, a_transfer(), told, SINCE, DAY), facts, words("en"))


def test_a_week_without_a_price_is_a_gap():
    found = drawing(*TOLD)
    assert len(found.rows) == 3 and len(found.series) == 2 and found.gapped
    assert sorted(sum(value is None for value in row.values) for row in found.rows) == [0, 0, 1]
    figure = plot(found, words("en"), LIGHT)
    assert not any(trace.connectgaps for trace in figure.data if len(trace.x) == 3)
    assert alt(found, words("en")) and table(found).rows
    assert len(found.notes) == 2


def test_one_week_alone_is_no_movement():
    assert drawing(seen(1), seen(1, 50, "b_bank")) is None
    assert drawing() is None
