"""The Central Bank's sheet: its own day, its nominals, no metals; anything but a whole sheet is refused."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.readers.cbar import MOST_RATES, read, sheet_url
from channels.readers.failed import Failed
from tests.support.publishers import RATES, sheet

DAY = date(2026, 11, 20)
URL = "https://www.cbar.az/currencies/20.11.2026.xml"


def taken(text, latest=DAY):
    body = text.encode() if isinstance(text, str) else text
    return read(body, url=URL, retrieved=date(2026, 11, 21), latest=latest)


def refused(text, latest=DAY) -> str:
    with pytest.raises(Failed) as raised:
        taken(text, latest)
    return raised.value.code


def test_the_address_of_a_days_sheet():
    assert sheet_url(DAY) == URL
    assert sheet_url(date(2026, 9, 4), "http://127.0.0.1:1/x/") == "http://127.0.0.1:1/x/04.09.2026.xml"


def test_currencies_are_taken_and_metals_and_drawing_rights_left():
    found = taken(sheet(DAY))
    assert {rate.currency for rate in found.rates} == set(RATES) - {"SDR"}
    assert {rate.day for rate in found.rates} == {DAY}
    assert {rate.source for rate in found.rates} == {found.source.id}


def test_the_sheet_is_its_own_source():
    source = taken(sheet(DAY)).source
    assert source.id == "cbar_sheet_2026_11_20"
    assert source.title == "Official exchange rates of 20 November 2026"
    assert source.publisher == "Central Bank of the Republic of Azerbaijan"
    assert (source.url, source.published, source.retrieved) == (URL, DAY, date(2026, 11, 21))
    assert source.confidence == "primary"


@pytest.mark.parametrize(
    ("nominal", "value", "per_unit"), [("100", "2.1034", "0.021034"), ("1", "0.02", "0.02")]
)
def test_a_value_is_for_its_nominal(nominal, value, per_unit):
    found = taken(sheet(DAY, RATES | {"RUB": (nominal, value)}))
    rouble = next(rate for rate in found.rates if rate.currency == "RUB")
    assert (rouble.nominal, rouble.value, rouble.per_unit) == (
        int(nominal),
        Decimal(value),
        Decimal(per_unit),
    )


def test_the_sheets_own_day_counts_as_on_a_weekend():
    sunday = DAY + timedelta(days=2)
    assert taken(sheet(DAY), latest=sunday).day == DAY


def test_a_sheet_of_a_later_day_than_asked_is_refused():
    assert refused(sheet(DAY + timedelta(days=1))) == "future_sheet"


def test_a_decimal_comma_and_a_mark_of_order_are_read():
    found = taken("\ufeff" + sheet(DAY, {"USD": ("1", "1,7")}))
    assert [rate.value for rate in found.rates] == [Decimal("1.7")]


GOOD = sheet(DAY)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_a_sheet"),
        ("<html><body>Saytda texniki işlər aparılır</body></html>", "not_a_sheet"),
        ('{"USD": 1.7}', "not_a_sheet"),
        (GOOD[: len(GOOD) // 2], "not_a_sheet"),
        (GOOD.replace(' Date="20.11.2026"', ""), "not_a_sheet"),
        (GOOD.replace("20.11.2026", "2026-11-20"), "not_a_sheet"),
        (GOOD.replace("20.11.2026", "31.02.2026"), "not_a_sheet"),
        (GOOD.replace("Xarici valyutalar", "Başqa"), "not_a_sheet"),
        (GOOD.encode("utf-16"), "not_utf8"),
        (GOOD.encode("ascii", "ignore").decode().encode("utf-16-le"), "not_utf8"),
        (GOOD.replace("ə", "e").encode("cp1254"), "not_utf8"),
        (GOOD.encode("utf-8")[:-1] + b"\xff", "not_utf8"),
        (f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>{GOOD.partition("?>")[2]}', "doctype"),
        ('<!DOCTYPE x SYSTEM "file:///etc/passwd">' + GOOD.partition("?>")[2], "doctype"),
        pytest.param("<a>" * 300_000, "not_a_sheet", marks=pytest.mark.whole),
        pytest.param("<a>" * 100_000 + "</a>" * 100_000, "not_a_sheet", marks=pytest.mark.whole),
    ],
)
def test_anything_but_a_sheet_is_refused(text, code):
    assert refused(text) == code


@pytest.mark.parametrize(
    ("nominal", "value"),
    [
        ("1", ""),
        ("1", "0"),
        ("1", "-1.7"),
        ("1", "NaN"),
        ("1", "Infinity"),
        ("1", "1E999999999"),
        ("1", "1E-999999999"),
        ("1", "1E5000"),
        ("1", "1.7.1"),
        ("1", "1." + "7" * 30),
        ("1", "9" * 40),
        ("1", "bir"),
        ("1", "99999999999"),
        ("0", "1.7"),
        ("1 000", "1.7"),
        ("1.5", "1.7"),
        ("1 t.u.", "1.7"),
        ("١", "1.7"),
        ("", "1.7"),
        ("9" * 30, "1.7"),
        ("-1", "1.7"),
    ],
)
def test_a_rate_that_cannot_be_is_named_and_loses_none_of_the_others(nominal, value):
    found = taken(sheet(DAY, RATES | {"EUR": (nominal, value)}))
    assert found.odd == ("EUR",)
    assert {rate.currency for rate in found.rates} == RATES.keys() - {"EUR", "SDR"}
    assert refused(sheet(DAY, RATES | {"USD": (nominal, value)})) == "not_a_sheet"


def test_a_sheet_without_the_dollar_is_refused_and_a_code_that_is_none_is_named():
    assert refused(sheet(DAY, {"EUR": ("1", "1.97")})) == "not_a_sheet"
    for code in ("EURO", "E1R", "=C", "../"):
        found = taken(sheet(DAY, RATES | {code: ("1", "1.97")}))
        assert (found.odd, len(found.rates)) == ((code,), len(RATES.keys() - {"SDR"}))


def test_a_sheet_with_far_too_many_rates_is_refused():
    many = {f"{chr(65 + n // 26)}{chr(65 + n % 26)}X": ("1", "1.5") for n in range(MOST_RATES)}
    assert refused(sheet(DAY, RATES | many)) == "not_a_sheet"


@given(st.binary(max_size=400))
def test_whatever_comes_is_a_sheet_or_refused(body):
    with pytest.raises(Failed):
        taken(body)


@given(
    value=st.decimals(min_value="0.00001", max_value="100000", places=5),
    nominal=st.sampled_from([1, 10, 100, 1000]),
)
def test_what_goes_in_comes_out_exactly(value, nominal):
    found = taken(sheet(DAY, {"USD": (str(nominal), str(value))}))
    assert [(rate.nominal, rate.value) for rate in found.rates] == [(nominal, value)]
