"""The three states of transparency: every provider counts once for each thing that a sender should know."""

from datetime import date
from decimal import Decimal

import pytest

from channels.gaps.overview import studied
from channels.terms import DisclosureItem
from components.charts.drawings import Level
from components.gaps import transparency
from components.i18n import LANGUAGES, words
from tests.support.datasets import real
from tests.support.lanes import sampled


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_the_states_of_a_thing_add_up_to_all_providers_and_are_those_of_the_grid(language):
    study, spoken = studied(real(), date(2026, 11, 21)), words(language)
    bars, grid = transparency.states(study, spoken), transparency.found_of(study, spoken)
    assert bars is not None and grid is not None
    for n, row in enumerate(bars.rows):
        levels = [provider.fields[n].level for provider in grid.rows]
        wanted = [levels.count(level) for level in (Level.FULL, Level.NONE, Level.UNKNOWN)]
        assert row.values == tuple(Decimal(number) for number in wanted)
        assert sum(row.values) == len(study.disclosures) == bars.most
        assert all(name in row.detail for name in bars.series)
    assert len(bars.rows) == len(DisclosureItem)
