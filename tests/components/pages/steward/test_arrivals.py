"""What arrived, for stewards: counts by provider from ten reports on; below that not even a name."""

import pytest

from channels.clock import now, today
from channels.collect.arrivals import LEAST, summary
from channels.store import arrivals
from components.i18n import LANGUAGES, words
from components.words.arrivals import summary_lines
from tests.support.builders import an_arrival, dec
from tests.support.datasets import real
from tests.support.lanes import sampled
from tests.support.price_desk import shown, texts

EN = words("en")
DATA = real()


def told(store, provider, number, **fields):
    found = [an_arrival(provider=provider, day=today(), **fields)] * number
    for one in found:
        arrivals.tell(store, one, now=now())
    return found


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_below_ten_there_is_no_name_and_no_number(store, language):
    say = words(language)
    told(store, "paysend", LEAST - 1)
    page = texts(shown("leads", language))
    assert say("steward.arrivals_none", least=LEAST) in page
    assert DATA.providers["paysend"].name.text_in(language) not in page
    assert "9" not in page.replace(say("steward.leads_how"), "")


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_from_ten_on_there_are_counts_and_of_the_others_still_no_name(store, language):
    say = words(language)
    found = told(store, "paysend", 9) + told(store, "paysend", 3, received=dec(380))
    told(store, "contact", LEAST - 1)
    page = texts(shown("leads", language))
    for line in summary_lines(summary("paysend", found, today()), DATA, say):
        assert line in page
    assert say("steward.arrivals_few", least=LEAST) in page
    assert DATA.providers["contact"].name.text_in(language) not in page


def test_a_report_is_no_task_and_no_price_to_enter(store):
    told(store, "paysend", 12)
    assert "leads_wait" not in [button.key for button in shown().button]
    page = shown("leads")
    assert EN("steward.no_leads") in texts(page)
    assert not [button for button in page.button if (button.key or "").startswith(("lead.", "settle."))]
