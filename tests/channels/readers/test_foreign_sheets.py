"""Sheets of other central banks: figures as each writes them, and what they say of the manat."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.readers import cbr, ecb_daily, frankfurter, nbg, nbk
from channels.readers.failed import Failed
from channels.readers.foreign_sheets import MOST_RATES, ForeignSheet, line, sheet
from tests.support import central_banks as made_up

DAY = date(2026, 11, 24)
DOLLAR = Decimal("1.7")
READERS = {
    "cbr": (cbr.read, made_up.cbr),
    "nbg": (nbg.read, made_up.nbg),
    "nbk": (nbk.read, made_up.nbk),
    "ecb": (ecb_daily.read, made_up.ecb),
    "frankfurter": (
        lambda body, latest: frankfurter.read(body, base="USD", latest=latest),
        made_up.frankfurter,
    ),
}


def taken(bank, body, latest=DAY) -> ForeignSheet:
    return READERS[bank][0](body, latest=latest)


def refused(bank, body, latest=DAY) -> str:
    with pytest.raises(Failed) as raised:
        taken(bank, body, latest)
    return raised.value.code


def per_unit(worth: Decimal | None) -> str:
    assert worth is not None
    return f"{worth:.6f}"


# What each bank says


def test_the_address_of_a_day_at_each_bank():
    assert cbr.question(DAY) == (cbr.ADDRESS, {"date_req": "24/11/2026"})
    assert nbg.question(DAY, "http://x/") == ("http://x/", {"date": "2026-11-24"})
    assert nbk.question(DAY) == (nbk.ADDRESS, {"fdate": "24.11.2026"})
    assert ecb_daily.question(DAY) == (ecb_daily.ADDRESS, {})
    url, asked = frankfurter.question(DAY, "cbar", "USD", ("AZN", "RUB"), "http://x")
    assert url == "http://x"
    assert asked == {"date": "2026-11-24", "base": "USD", "quotes": "AZN,RUB", "providers": "CBAR"}


@pytest.mark.parametrize(
    ("bank", "currency", "manat"),
    [
        ("cbr", "RUB", "0.021034"),
        ("cbr", "KZT", "0.003218"),
        ("cbr", "UZS", "0.000142"),
        ("nbg", "GEL", "0.630001"),
        ("nbg", "RUB", "0.021034"),
        ("nbk", "KZT", "0.003218"),
        ("ecb", "EUR", "1.971150"),
        ("ecb", "TRY", "0.040097"),
        ("frankfurter", "RUB", "0.021034"),
        ("frankfurter", "USD", "1.700000"),
    ],
)
def test_a_currency_in_manat_by_each_bank(bank, currency, manat):
    """The Bank of Russia and the two national banks quote the manat; the ECB is crossed over the dollar."""
    found = taken(bank, READERS[bank][1](DAY))
    assert found.day == DAY
    assert per_unit(found.manat(currency, DOLLAR)) == manat


@pytest.mark.parametrize("nominal", [1, 10, 100, 1000])
@pytest.mark.parametrize("bank", ["cbr", "nbg", "nbk"])
def test_a_nominal_changes_how_a_rate_is_written_and_not_what_it_is(bank, nominal):
    figure = Decimal("0.5") * nominal
    if bank == "nbg":
        body = made_up.nbg(DAY, {"AZN": (1, 2), "KGS": (nominal, float(figure))})
    else:
        text = f"{figure}".replace(".", ",") if bank == "cbr" else f"{figure}"
        body = READERS[bank][1](DAY, {"AZN": ("1", "2"), "KGS": (str(nominal), text)})
    assert taken(bank, body).manat("KGS") == Decimal("0.25")


def test_on_a_weekend_the_sheet_names_its_own_day():
    saturday, sunday = date(2026, 11, 28), date(2026, 11, 29)
    for bank, (_, written) in READERS.items():
        assert taken(bank, written(saturday), sunday).day == saturday


# Doubt


@pytest.mark.parametrize("bank", ["cbr", "nbk"])
def test_of_a_currency_that_stands_twice_nobody_knows_which_line_holds(bank):
    body = READERS[bank][1](DAY)
    tag = b"Valute" if bank == "cbr" else b"item"
    first = body[body.index(b"<" + tag) : body.index(b"</" + tag + b">") + len(tag) + 3]
    found = taken(bank, body.replace(first, first + first))
    assert "AZN" not in found.rates
    assert "USD" in found.rates


def test_money_of_before_the_new_manat_and_the_new_lira_says_nothing():
    old = taken("cbr", made_up.cbr(date(2005, 12, 31)), date(2005, 12, 31))
    assert old.manat("RUB", DOLLAR) is None
    older = taken("cbr", made_up.cbr(date(2004, 12, 31), {"AZN": ("1", "5"), "TRY": ("1", "9")}))
    assert older.manat("TRY", DOLLAR) is None
    new = taken("cbr", made_up.cbr(DAY, {"AZN": ("1", "47"), "TRL": ("1000000", "1,9")}))
    assert new.manat("TRL", DOLLAR) is None


def test_a_bank_without_the_manat_needs_the_dollar_and_says_nothing_of_it():
    found = taken("ecb", made_up.ecb(DAY))
    assert found.manat("EUR") is None
    assert found.manat("USD", DOLLAR) is None
    assert found.manat("AED", DOLLAR) is None
    assert taken("ecb", made_up.ecb(DAY, {"GBP": "0.88"})).manat("EUR", DOLLAR) is None


@pytest.mark.parametrize("bank", READERS)
def test_a_sheet_of_a_day_to_come_is_refused(bank):
    assert refused(bank, READERS[bank][1](DAY), date(2026, 11, 23)) == "future_sheet"


@pytest.mark.parametrize("bank", READERS)
@pytest.mark.parametrize(
    "spoil",
    [
        lambda body: b"<html><body>maintenance</body></html>",
        lambda body: b'{"error": "captcha"}',
        lambda body: b"[]",
        lambda body: b"null",
        lambda body: body[: len(body) // 2],
        lambda body: body[:-12],
        lambda body: b" ",
        lambda body: b"<a/>",
        lambda body: b"[" * 100_000,
    ],
    ids=["html", "captcha", "empty list", "null", "half", "end gone", "blank", "other xml", "deep"],
)
def test_what_is_no_whole_sheet_is_refused(bank, spoil):
    assert refused(bank, spoil(READERS[bank][1](DAY))) in ("not_a_sheet", "not_utf8")


@pytest.mark.parametrize("bank", READERS)
def test_utf_16_is_refused_and_so_is_what_could_name_files(bank):
    text = READERS[bank][1](DAY).decode("cp1251" if bank == "cbr" else "utf-8")
    assert refused(bank, text.encode("utf-16-le")) in ("not_utf8", "not_a_sheet")
    if bank in ("cbr", "nbk", "ecb"):
        assert refused(bank, b'<!DOCTYPE a [<!ENTITY b "c">]>' + text.encode()) == "doctype"


@pytest.mark.parametrize("declared", ["windows-1251", "utf-8", "no-such-encoding"])
def test_a_wrong_word_of_a_sheet_on_its_encoding_loses_no_figure(declared):
    found = taken("cbr", made_up.cbr(DAY, declared=declared))
    assert per_unit(found.manat("RUB")) == "0.021034"
    text = made_up.cbr(DAY, declared=declared).decode("cp1251")
    assert taken("cbr", text.encode("utf-8-sig")).rates == found.rates


@pytest.mark.parametrize(
    ("code", "nominal", "value"),
    [
        ("USD", "0", "1"),
        ("USD", "1 000", "1"),
        ("USD", "1.5", "1"),
        ("USD", "10000000", "1"),
        ("USD", True, "1"),
        ("USD", None, "1"),
        ("USD", "1", ""),
        ("USD", "1", "0"),
        ("USD", "1", "-1"),
        ("USD", "1", "1.234,5"),
        ("USD", "1", "1e3"),
        ("USD", "1", Decimal("NaN")),
        ("USD", "1", Decimal("1e999999")),
        ("USD", "1", 10**30),
        ("USD", "1", [1]),
        ("usd", "1", "1"),
        ("US", "1", "1"),
        (None, "1", "1"),
        ("٣٣٣", "1", "1"),
        ("USD", "١", "1"),
    ],
)
def test_a_line_that_cannot_be_read_is_none(code, nominal, value):
    assert line(code, nominal, value) is None


def test_one_odd_line_loses_none_of_the_others():
    found = taken("cbr", made_up.cbr(DAY, {**made_up.CBR, "XXX": ("0", "1"), "YYY": ("1", "half")}))
    assert set(found.rates) == set(made_up.CBR)


def test_a_sheet_without_a_line_or_with_more_than_any_bank_has_is_refused():
    for lines in ([], [("USD", Decimal(1))] * (MOST_RATES + 1)):
        with pytest.raises(Failed):
            sheet(DAY, "RUB", lines)


def test_frankfurters_rows_are_of_one_base_and_the_newest_day():
    assert refused("frankfurter", made_up.frankfurter(DAY, base="EUR")) == "not_a_sheet"
    old = made_up.frankfurter(date(2026, 11, 20), {"TRY": 41.0})
    both = made_up.frankfurter(DAY, {"AZN": 1.7})[:-1] + b"," + old[1:]
    assert set(taken("frankfurter", both).rates) == {"AZN"}


@pytest.mark.parametrize("bank", READERS)
@given(body=st.binary(max_size=300), at=st.integers(0, 400))
def test_whatever_comes_is_read_or_refused(bank, body, at):
    good = READERS[bank][1](DAY)
    for tried in (body, good[:at] + body + good[at:]):
        try:
            found = taken(bank, tried)
        except Failed:
            continue
        assert found.day <= DAY
        assert all(worth > 0 for worth in found.rates.values())
