"""Wise's comparison: what it says becomes prices marked as chosen by a provider, and nothing else does."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.readers.failed import Failed
from channels.readers.wise import WiseQuestion, read
from tests.support.publishers import comparison, quote

ASKED = WiseQuestion("DE", "AZ", Decimal(170), "EUR", "AZN")
NOW = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
SHA = "0" * 64


def taken(text, question=ASKED):
    body = text.encode() if isinstance(text, str) else text
    return read(body, question, answered=NOW, sha256=SHA).quotes


def refused(text) -> str:
    with pytest.raises(Failed) as raised:
        taken(text)
    return raised.value.code


def test_a_question_in_the_apis_words():
    assert ASKED.parameters() == {
        "sourceCurrency": "EUR",
        "targetCurrency": "AZN",
        "sendAmount": "170",
        "sourceCountry": "DE",
        "targetCountry": "AZ",
    }
    assert WiseQuestion("DE", "AZ", Decimal("1E+3"), "EUR", "AZN").parameters()["sendAmount"] == "1000"
    assert WiseQuestion.of(ASKED.written()) == ASKED


def test_a_price_is_exact_and_bears_both_clocks_and_who_chose_it():
    (found,) = taken(comparison(quote(receivedAmount=326.55)))
    assert (found.rate, found.fee, found.received) == (Decimal("1.96125"), Decimal("3.5"), Decimal("326.55"))
    assert (found.alias, found.name, found.partner) == ("example-sender", "Example Sender", False)
    assert (found.minutes_least, found.minutes_most) == (30, 1_561)
    assert found.collected == datetime(2026, 11, 20, 21, 30, tzinfo=UTC)
    assert found.day == date(2026, 11, 21)
    assert (found.answered, found.sha256, found.chosen_by) == (NOW, SHA, "wise")
    assert (found.corridor, found.currency, found.pays) == ("DE-AZ", "EUR", "AZN")


def test_what_it_says_stands_by_the_names_of_a_collected_price():
    facts = taken(comparison(quote()))[0].facts()
    assert facts == {
        "corridor": "DE-AZ",
        "provider": "example_sender",
        "amount": Decimal("166.5"),
        "currency": "EUR",
        "fee": Decimal("3.5"),
        "rate": Decimal("1.96125"),
        "pays": "AZN",
        "minutes_least": 30,
        "minutes_most": 1_561,
        "method": "api",
        "organisation": "Wise",
        "of_provider": True,
        "collected": date(2026, 11, 21),
        "quoted": date(2026, 11, 21),
        "evidence": SHA,
    }


def odd(text, question=ASKED):
    found = read(text.encode(), question, answered=NOW, sha256=SHA)
    return len(found.quotes), [(one.name, one.fault.value) for one in found.odd]


@pytest.mark.parametrize(
    "changed",
    [{"fee": 170}, {"fee": 250}, {"receivedAmount": 999}, {"receivedAmount": 0}, {"receivedAmount": 327}],
)
def test_what_contradicts_itself_is_told_and_no_price(changed):
    assert odd(comparison(quote(**changed))) == (0, [("Example Sender", "contradiction")])
    assert odd(comparison(quote(**changed), quote())) == (1, [("Example Sender", "contradiction")])


@pytest.mark.parametrize("received", [326.54, 326.55, 326.56, 326.3])
def test_what_arrives_may_be_off_by_a_coin_or_a_thousandth(received):
    assert odd(comparison(quote(receivedAmount=received))) == (1, [])


@pytest.mark.parametrize(
    "bad",
    [
        {"name": "Odd", "alias": "odd", "quotes": None},
        {"name": "Odd", "alias": "odd", "quotes": [quote(rate=None)]},
        {"name": "Odd", "alias": "odd", "quotes": [quote(dateCollected=None)]},
        {"name": "Odd", "alias": "odd", "quotes": [quote(dateCollected="1970-01-01T00:00:00Z")]},
        {"name": "Odd", "alias": "odd", "quotes": [quote(fee=-1)]},
        {"name": "Odd", "quotes": [quote()]},
    ],
)
def test_one_odd_provider_loses_none_of_the_others(bad):
    answer = json.loads(comparison(quote()))
    for providers in ([bad, *answer["providers"]], [*answer["providers"], bad]):
        assert odd(json.dumps(answer | {"providers": providers})) == (1, [("Odd", "unreadable")])


def test_no_provider_is_a_result():
    assert taken(comparison()) == ()


def test_a_price_for_another_country_is_no_price_for_this_one():
    far = comparison(quote(sourceCountry="FR"), quote(targetCountry="TR"), quote(sourceCountry=None))
    assert len(taken(far)) == 1


@pytest.mark.parametrize(
    ("duration", "minutes"),
    [
        (None, (None, None)),
        ({"min": None, "max": None}, (None, None)),
        ({"min": "PT0S", "max": None}, (0, None)),
        ({"min": None, "max": "PT25H7M33.5S"}, (None, 1_508)),
        ({"min": "P2D", "max": "P1D"}, (None, None)),
        ({"min": "PT1H", "max": "P4000D"}, (60, None)),
    ],
)
def test_a_wait_is_whole_minutes_or_not_known(duration, minutes):
    (found,) = taken(comparison(quote(deliveryEstimation={"duration": duration})))
    assert (found.minutes_least, found.minutes_most) == minutes


@pytest.mark.parametrize("part", ["deliveryEstimation", "receivedAmount", "sendAmount"])
def test_what_wise_leaves_open_is_not_known(part):
    assert taken(comparison(quote(**{part: None})))


GOOD = comparison(quote())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        "{}",
        "<html></html>",
        GOOD[:-40],
        GOOD.replace("1.96125", "NaN"),
        GOOD.replace("1.96125", "1e400"),
        GOOD.replace("1.96125", "0"),
        GOOD.replace("1.96125", "-1"),
        GOOD.replace("1.96125", "true"),
        GOOD.replace("1.96125", "9" * 5_000),
        GOOD.replace("1.96125", '"1_9"'),
        GOOD.replace('"fee": 3.5', '"fee": -3.5'),
        GOOD.replace('"fee": 3.5', '"fees": 3.5'),
        comparison(quote(), currency="USD"),
        comparison(quote(), pays="TRY"),
        comparison(quote(), providers=None),
        comparison(quote(dateCollected="yesterday")),
        comparison(quote(dateCollected="9999-12-31T23:59:59Z")),
        comparison(quote(dateCollected="1970-01-01T00:00:00Z")),
        comparison(quote(deliveryEstimation={"duration": {"min": "soon", "max": None}})),
        "[" * 200_000,
        '{"providers":' * 50_000,
    ],
    ids=range(24),
)
def test_anything_but_an_answer_to_the_question_is_refused(text):
    assert refused(text) == "not_an_answer"


def test_letters_that_cannot_be_read_are_refused():
    assert refused(GOOD.encode("utf-16")) == "not_utf8"


def test_a_time_without_a_zone_is_utc():
    (found,) = taken(comparison(quote(dateCollected="2026-11-20T21:30:00")))
    assert found.collected == datetime(2026, 11, 20, 21, 30, tzinfo=UTC)


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*quote(), "x"]), inner),
    max_leaves=8,
)


@given(json_values)
def test_whatever_stands_in_place_of_a_quote_is_read_or_refused(value):
    text = json.dumps(json.loads(GOOD) | {"providers": [{"alias": "a", "name": "A", "quotes": [value]}]})
    try:
        found = taken(text)
    except Failed as fault:
        assert fault.code == "not_an_answer"
    else:
        assert all(one.rate > 0 and one.fee >= 0 for one in found)


@given(
    rate=st.decimals(min_value="0.000001", max_value="100000", places=9),
    fee=st.decimals(min_value=0, max_value=169, places=2),
)
def test_figures_come_out_as_they_went_in(rate, fee):
    text = GOOD.replace("1.96125", str(rate)).replace('"fee": 3.5', f'"fee": {fee}')
    (found,) = taken(text)
    assert (found.rate, found.fee) == (rate, fee)
