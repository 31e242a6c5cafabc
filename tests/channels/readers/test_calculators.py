"""What the readers of calculators share: figures out of JSON, where the fee stands, other addresses."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.money import agrees
from channels.readers import calculators
from channels.readers.failed import Failed
from channels.readers.providers.catalogue import CALCULATORS
from tests.support.calculators import ASKED, CAPTCHA


def code(work, *args, **more):
    with pytest.raises(Failed) as stop:
        work(*args, **more)
    return stop.value.code


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (CAPTCHA.encode(), "web_page"),
        (b"\n <html>blocked</html>", "web_page"),
        (b"", "not_an_answer"),
        (b'{"rate": 1.9', "not_an_answer"),
        (b'{"rate": NaN}', "not_an_answer"),
        (b"[" * 100_000, "not_an_answer"),
        (b"\xff\xfe\x00", "not_utf8"),
        (b'{"rate": ' + b"9" * 5_000 + b"}", "not_an_answer"),
    ],
    ids=["captcha", "html", "empty", "truncated", "nan", "deep", "not utf-8", "endless figure"],
)
def test_what_is_no_json_is_told_as_what_it_is(body, expected):
    assert code(calculators.parsed, body) == expected


@pytest.mark.parametrize("value", [True, None, "", "1,5", "abc", "1e999", "-", "९", "1" * 60, [], {}])
def test_what_is_no_figure_is_a_missing_field_with_its_name(value):
    with pytest.raises(Failed) as stop:
        calculators.number({"a": {"rate": value}}, "a.rate")
    assert (stop.value.code, stop.value.holes) == ("field_missing", {"field": "a.rate"})
    assert calculators.maybe_number({"a": {"rate": value}}, "a.rate") is None


@pytest.mark.parametrize(("value", "figure"), [("1.95", "1.95"), (2, "2"), (Decimal("0.0190"), "0.0190")])
def test_a_figure_is_exact_as_a_number_or_as_a_text(value, figure):
    assert str(calculators.number({"rate": value}, "rate")) == figure


def test_another_currency_than_asked_is_refused_by_name():
    with pytest.raises(Failed) as stop:
        calculators.currencies({"from": "USD", "to": "AZN"}, ASKED, sent="from", paid="to")
    assert stop.value.code == "other_currency"
    assert stop.value.holes["told"] == "USD"
    calculators.currencies({"from": "eur"}, ASKED, sent="from", paid="to")


@given(
    asked=st.decimals("10", "5000", places=2),
    fee=st.decimals("0.5", "9", places=2),
    rate=st.decimals("0.01", "300", places=4),
    inside=st.booleans(),
    usual=st.booleans(),
)
def test_what_arrives_tells_whether_the_fee_is_inside_or_on_top(asked, fee, rate, inside, usual):
    principal = asked - fee if inside else asked
    received = (principal * rate).quantize(Decimal("0.01"))
    found, outlay = calculators.placed(asked, fee, rate, received, "AZN", on_top=usual)
    assert outlay - found == fee
    assert agrees(found, rate, received, "AZN")


def test_where_what_arrives_is_not_told_or_fits_nothing_the_provider_s_own_custom_stands():
    figures = Decimal(100), Decimal(2), Decimal("1.9")
    assert calculators.placed(*figures, None, "AZN", on_top=True) == (100, 102)
    assert calculators.placed(*figures, None, "AZN", on_top=False) == (98, 100)
    assert calculators.placed(*figures, Decimal(150), "AZN", on_top=False) == (98, 100)


def test_another_address_takes_the_place_of_the_host_alone():
    for one in CALCULATORS:
        moved = one.at({one.variable: "http://127.0.0.1:9/"})
        assert moved.address == "http://127.0.0.1:9/" + one.address.split("/", 3)[3]
        assert one.at({}) is one
