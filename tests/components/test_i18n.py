"""Words and figures in three languages: what the page writes is read back, and nothing typed breaks it."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from channels.amounts import LONGEST_AMOUNT, AmountFault, Misread, read_amount
from channels.money import MOST
from components import i18n
from components.i18n import (
    DEFAULT_LANGUAGE,
    LANGUAGE_NAMES,
    LANGUAGES,
    LOCALES,
    Words,
    first_language,
    read_catalogue,
    words,
)

SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
EACH = pytest.mark.parametrize("language", LANGUAGES)
MONEY = st.decimals(min_value="0.01", max_value=MOST, places=2)


MESSAGES = {
    "az": {
        "coin.AZN": ("{n} qəpik", "{n} qəpik"),
        "money.AZN": ("{n} manat", "{n} manat"),
        "money.RUB": ("{n} rubl", "{n} rubl"),
        "money.USD": ("{n} dollar", "{n} dollar"),
        "money.EUR": ("{n} avro", "{n} avro"),
        "form.percent": ("{number}%",),
        "form.period": ("{year}, {first}–{last}",),
        "time.unknown": ("?",),
        "time.minutes": ("{n} dəqiqə", "{n} dəqiqə"),
        "time.hours": ("{n} saat", "{n} saat"),
        "time.days": ("{n} gün", "{n} gün"),
        "time.up_to_minutes": ("<= {n} dəqiqə", "<= {n} dəqiqə"),
        "time.up_to_hours": ("<= {n} saat", "<= {n} saat"),
        "time.up_to_days": ("<= {n} gün", "<= {n} gün"),
        "time.from_minutes": (">= {n} dəqiqə", ">= {n} dəqiqə"),
        "time.from_hours": (">= {n} saat", ">= {n} saat"),
        "time.from_days": (">= {n} gün", ">= {n} gün"),
    },
    "ru": {
        "coin.AZN": ("{n} гяпик", "{n} гяпика", "{n} гяпиков"),
        "money.AZN": ("{n} манат", "{n} маната", "{n} манатов"),
        "money.RUB": ("{n} рубль", "{n} рубля", "{n} рублей"),
        "money.USD": ("{n} доллар", "{n} доллара", "{n} долларов"),
        "money.EUR": ("{n} евро", "{n} евро", "{n} евро"),
        "form.percent": ("{number} %",),
        "form.period": ("{year}, {first}–{last}",),
        "time.unknown": ("?",),
        "time.minutes": ("{n} минута", "{n} минуты", "{n} минут"),
        "time.hours": ("{n} час", "{n} часа", "{n} часов"),
        "time.days": ("{n} день", "{n} дня", "{n} дней"),
        "time.up_to_minutes": ("<= {n} минуты", "<= {n} минут", "<= {n} минут"),
        "time.up_to_hours": ("<= {n} часа", "<= {n} часов", "<= {n} часов"),
        "time.up_to_days": ("<= {n} дня", "<= {n} дней", "<= {n} дней"),
        "time.from_minutes": (">= {n} минута", ">= {n} минуты", ">= {n} минут"),
        "time.from_hours": (">= {n} час", ">= {n} часа", ">= {n} часов"),
        "time.from_days": (">= {n} день", ">= {n} дня", ">= {n} дней"),
    },
    "en": {
        "coin.AZN": ("{n} qapik", "{n} qapiks"),
        "money.AZN": ("{n} manat", "{n} manat"),
        "money.RUB": ("{n} rouble", "{n} roubles"),
        "money.USD": ("{n} dollar", "{n} dollars"),
        "money.EUR": ("{n} euro", "{n} euros"),
        "form.percent": ("{number}%",),
        "form.period": ("{year}, {first}–{last}",),
        "time.unknown": ("?",),
        "time.minutes": ("{n} minute", "{n} minutes"),
        "time.hours": ("{n} hour", "{n} hours"),
        "time.days": ("{n} day", "{n} days"),
        "time.up_to_minutes": ("<= {n} minute", "<= {n} minutes"),
        "time.up_to_hours": ("<= {n} hour", "<= {n} hours"),
        "time.up_to_days": ("<= {n} day", "<= {n} days"),
        "time.from_minutes": (">= {n} minute", ">= {n} minutes"),
        "time.from_hours": (">= {n} hour", ">= {n} hours"),
        "time.from_days": (">= {n} day", ">= {n} days"),
    },
}
"""Messages of the tests' own, so that a translator may word the real ones better."""


def plain(language: str) -> Words:
    return Words(language, MESSAGES[language])


def dec(figures: str) -> tuple[Decimal, ...]:
    return tuple(Decimal(figure) for figure in figures.split())


def fault(text: str, language: str = "az", **how) -> AmountFault:
    found = read_amount(text, language, **how)
    assert isinstance(found, Misread), f"{text!r} was read as {found}"
    return found.fault


# Amounts as people type them


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        # the same text in Azerbaijani, Russian and English; "?" is asked back
        ("20000", "20000 20000 20000"),
        ("20 000", "20000 20000 20000"),
        ("20\N{NO-BREAK SPACE}000", "20000 20000 20000"),
        ("20\N{NARROW NO-BREAK SPACE}000", "20000 20000 20000"),
        ("20\N{THIN SPACE}000", "20000 20000 20000"),
        ("20'000", "20000 20000 20000"),
        ("20.000", "20000 ? ?"),
        ("20,000", "? ? 20000"),
        ("1,5", "1.5 1.5 1.5"),
        ("1.5", "1.5 1.5 1.5"),
        ("387,16", "387.16 387.16 387.16"),
        ("387.16", "387.16 387.16 387.16"),
        ("1.234,5", "1234.5 1234.5 1234.5"),
        ("1,234.5", "1234.5 1234.5 1234.5"),
        ("1 234,56", "1234.56 1234.56 1234.56"),
        ("1.234.567", "1234567 1234567 1234567"),
        ("1,234,567", "1234567 1234567 1234567"),
        ("1.234.567,89", "1234567.89 1234567.89 1234567.89"),
        ("1,234,567.89", "1234567.89 1234567.89 1234567.89"),
        (",5", "0.5 0.5 0.5"),
        (".5", "0.5 0.5 0.5"),
        ("0.5", "0.5 0.5 0.5"),
        ("  400  ", "400 400 400"),
        ("+400", "400 400 400"),
        ("００４００", "400 400 400"),
        ("1000000000", "1000000000 1000000000 1000000000"),
        ("1 000 000 000", "1000000000 1000000000 1000000000"),
        ("0,01", "0.01 0.01 0.01"),
        ("007", "7 7 7"),
        ("1,234", "? ? 1234"),
        ("1.234", "1234 ? ?"),
        ("20 000.000", "? ? ?"),
        ("5\u200b0", "50 50 50"),
        ("\u200e20\u00a0000\u200f", "20000 20000 20000"),
    ],
)
def test_an_amount_is_read_as_people_of_each_language_type_it(text, amounts):
    for language, expected in zip(LANGUAGES, amounts.split(), strict=True):
        found = read_amount(text, language)
        if expected == "?":
            assert isinstance(found, Misread), language
            assert found.fault is AmountFault.AMBIGUOUS
        else:
            assert found == Decimal(expected), language


@pytest.mark.parametrize(
    ("language", "text", "amount"),
    [
        ("az", "20 min", 20_000),
        ("az", "20min.", 20_000),
        ("az", "1,5 min", 1_500),
        ("az", "2 mln", 2_000_000),
        ("ru", "20 тыс", 20_000),
        ("ru", "20 тыс.", 20_000),
        ("ru", "20 ТЫСЯЧ", 20_000),
        ("ru", "1,5 млн", 1_500_000),
        ("en", "20k", 20_000),
        ("en", "20 K", 20_000),
        ("en", "20 thousand", 20_000),
        ("en", "1.5 m", 1_500_000),
    ],
)
def test_thousands_and_millions_are_read_in_words(language, text, amount):
    assert read_amount(text, language) == amount


@pytest.mark.parametrize(
    ("language", "text", "choices"),
    [
        ("az", "20,000", "20 20000"),
        ("az", "1,500", "1.5 1500"),
        ("ru", "20.000", "20 20000"),
        ("ru", "20,000", "20 20000"),
        ("en", "20.000", "20 20000"),
        ("en", "999.990", "999.99 999990"),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_back_with_both(language, text, choices):
    found = read_amount(text, language)
    assert found == Misread(AmountFault.AMBIGUOUS, dec(choices))


def test_the_thousand_that_was_typed_in_words_is_not_lost_when_asking_back():
    assert read_amount("1,500 min", "az") == Misread(AmountFault.AMBIGUOUS, dec("1500 1500000"))
    assert read_amount("1.500 k", "en") == Misread(AmountFault.AMBIGUOUS, dec("1500 1500000"))


@EACH
def test_below_zero_is_below_zero_however_it_is_written(language):
    for text in ("-5", "-1.5", f"{MINUS}5", "- 5", "-1.234.567", "-20.000", "-20,000"):
        assert fault(text, language) is AmountFault.NEGATIVE


@pytest.mark.parametrize("text", ["0.500", "0,500", "1234,567", "1234.567", ",500"])
def test_what_can_be_read_in_one_way_only_is_not_asked_back(text):
    for language in LANGUAGES:
        found = read_amount(text, language)
        assert not isinstance(found, Misread) or found.fault is not AmountFault.AMBIGUOUS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", AmountFault.EMPTY),
        ("   ", AmountFault.EMPTY),
        ("\N{NO-BREAK SPACE}\n\t", AmountFault.EMPTY),
        ("abc", AmountFault.NOT_A_NUMBER),
        ("12a", AmountFault.NOT_A_NUMBER),
        ("nan", AmountFault.NOT_A_NUMBER),
        ("inf", AmountFault.NOT_A_NUMBER),
        ("-inf", AmountFault.NOT_A_NUMBER),
        ("--5", AmountFault.NOT_A_NUMBER),
        ("5-", AmountFault.NOT_A_NUMBER),
        ("..", AmountFault.NOT_A_NUMBER),
        (",", AmountFault.NOT_A_NUMBER),
        ("1..5", AmountFault.NOT_A_NUMBER),
        ("1.23.4", AmountFault.NOT_A_NUMBER),
        ("1,2,3", AmountFault.NOT_A_NUMBER),
        ("1.234,56.7", AmountFault.NOT_A_NUMBER),
        ("1234.567,8", AmountFault.NOT_A_NUMBER),
        ("0x10", AmountFault.NOT_A_NUMBER),
        ("1/2", AmountFault.NOT_A_NUMBER),
        ("½", AmountFault.NOT_A_NUMBER),
        ("٢٠٠", AmountFault.NOT_A_NUMBER),
        ("二十", AmountFault.NOT_A_NUMBER),
        ("Ⅻ", AmountFault.NOT_A_NUMBER),
        ("=1+1", AmountFault.NOT_A_NUMBER),
        ("<b>5</b>", AmountFault.NOT_A_NUMBER),
        ("5\x00", AmountFault.NOT_A_NUMBER),
        ("5\u202e0", AmountFault.NOT_A_NUMBER),
        ("20²", AmountFault.NOT_A_NUMBER),
        ("50 00", AmountFault.ODD_GROUPS),
        ("2 0000", AmountFault.ODD_GROUPS),
        ("20'00", AmountFault.ODD_GROUPS),
        ("a" * 100_000, AmountFault.NOT_A_NUMBER),
        ("1e3", AmountFault.NOT_A_NUMBER),
        ("1e30", AmountFault.TOO_LARGE),
        ("1E400", AmountFault.TOO_LARGE),
        ("1000000000,01", AmountFault.TOO_LARGE),
        ("1 000 000 001", AmountFault.TOO_LARGE),
        ("9" * 100_000, AmountFault.TOO_LARGE),
        ("0", AmountFault.ZERO),
        ("-0", AmountFault.ZERO),
        ("0,00", AmountFault.ZERO),
        ("1,2345", AmountFault.TOO_FINE),
        ("0.001", AmountFault.TOO_FINE),
        ("1,23456789", AmountFault.TOO_FINE),
    ],
    ids=lambda v: ascii(v)[:30],
)
def test_what_is_no_amount_is_told_by_a_code(text, expected):
    for language in LANGUAGES:
        assert fault(text, language) is expected


def test_zero_is_an_amount_where_it_is_an_answer():
    for language in LANGUAGES:
        assert read_amount("0", language, zero=True) == 0
        assert fault("0", language) is AmountFault.ZERO


def test_in_a_rate_a_mark_is_for_decimals_unless_the_language_parts_thousands_with_it():
    asked_back = Misread(AmountFault.AMBIGUOUS, dec("1.958 1958"))
    for language, comma, point in (("az", None, asked_back), ("ru", None, None), ("en", asked_back, None)):
        assert read_amount("1,958", language, places=6) == (comma or Decimal("1.958"))
        assert read_amount("1.958", language, places=6) == (point or Decimal("1.958"))
    for language in LANGUAGES:
        assert read_amount("0,019579", language, places=6) == Decimal("0.019579")
        assert fault("0,0195791", language, places=6) is AmountFault.TOO_FINE


def test_an_amount_may_be_bounded_lower():
    assert fault("101", "az", most=Decimal(100)) is AmountFault.TOO_LARGE
    assert read_amount("100", "az", most=Decimal(100)) == 100


@given(amount=MONEY, language=st.sampled_from(LANGUAGES))
def test_what_the_page_writes_in_a_language_is_read_back_the_same(amount, language):
    spoken = words(language)
    assert spoken.amount(spoken.number(amount)) == amount
    assert spoken.amount(spoken.number(amount, 2)) == amount
    assert spoken.amount(spoken.number(amount).replace(SPACE, " ")) == amount
    assert spoken.amount(f"{amount:f}".rstrip("0").rstrip(".")) in (
        amount,
        Misread(AmountFault.AMBIGUOUS, (amount, amount * 1000)),
    )


@given(amount=MONEY, languages=st.permutations(LANGUAGES))
def test_an_amount_written_in_one_language_is_never_read_as_another_in_the_next(amount, languages):
    written, read, _ = languages
    found = read_amount(words(written).number(amount), read)
    if isinstance(found, Misread):
        assert found.fault is AmountFault.AMBIGUOUS
        assert amount in found.choices
    else:
        assert found == amount


@given(
    amount=st.decimals("0.000001", MOST, places=6),
    language=st.sampled_from(LANGUAGES),
    places=st.integers(0, 8),
)
def test_what_a_field_holds_is_read_back_the_same(amount, language, places):
    spoken, figure = words(language), round(amount, min(places, 6))
    assert spoken.amount(spoken.field(figure, places), places=places, zero=True) == figure


@given(amount=MONEY, language=st.sampled_from(LANGUAGES), currency=st.sampled_from(("AZN", "RUB", "USD")))
def test_an_amount_with_its_currency_in_words_is_read_back_the_same(amount, language, currency):
    spoken = words(language)
    assert spoken.amount(f"{spoken.number(amount)} {spoken.currency(currency)}", currency=currency) == amount
    assert spoken.amount(f"{currency} {spoken.number(amount)}", currency=currency) == amount


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("20000 руб", "RUB", 20_000),
        ("20 000 ₽", "RUB", 20_000),
        ("20 000 руб.", "RUB", 20_000),
        ("200 manat", "AZN", 200),
        ("200₼", "AZN", 200),
        ("$500", "USD", 500),
        ("200 AZN", "AZN", 200),
        ("azn 200", "AZN", 200),
        ("US$ 1,500.50", "USD", Decimal("1500.50")),
        ("200 MANAT", "AZN", 200),
    ],
)
def test_the_name_or_sign_of_the_currency_asked_for_may_stand_beside_the_figures(text, currency, amount):
    for language in LANGUAGES:
        assert read_amount(text, language, currency=currency) == amount
    assert fault(text, currency="KZT") is AmountFault.OTHER_CURRENCY
    assert fault(text) is AmountFault.NOT_A_NUMBER


def test_thousands_in_words_stand_before_the_name_of_the_currency():
    assert read_amount("20 min manat", "az", currency="AZN") == 20_000
    assert read_amount("20 тыс. руб.", "ru", currency="RUB") == 20_000
    assert read_amount("20k usd", "en", currency="USD") == 20_000


def test_no_coin_smaller_than_the_currency_has_is_an_amount():
    assert fault("10,5", currency="JPY") is AmountFault.TOO_FINE
    assert read_amount("10,5", "az", currency="USD") == Decimal("10.5")


def test_a_file_is_in_no_language_and_every_mark_before_three_figures_is_ambiguous():
    for text in ("20.000", "20,000"):
        assert read_amount(text, None) == Misread(AmountFault.AMBIGUOUS, dec("20 20000"))
    assert read_amount("1.958", None, places=6) == Decimal("1.958")


@given(amount=MONEY, language=st.sampled_from(LANGUAGES))
def test_both_readings_of_an_ambiguous_amount_can_be_typed_plainly(amount, language):
    text = f"{amount.quantize(Decimal('0.001')) % 1000:f}"
    for mark in ".,":
        found = read_amount(text.replace(".", mark), language)
        if isinstance(found, Misread) and found.fault is AmountFault.AMBIGUOUS:
            small, large = found.choices
            assert large in found.payable()
            assert large == small * 1000
            assert read_amount(words(language).number(large), language) == large


HOSTILE = st.one_of(
    st.text(max_size=60),
    st.text("0123456789.,-+ '’_eE%\N{MINUS SIGN}\N{NO-BREAK SPACE}\u0660\uff10²½kmминтысmln", max_size=45),
    st.integers().map(str),
    st.floats(allow_nan=True, allow_infinity=True).map(str),
)


@given(
    text=HOSTILE,
    language=st.sampled_from(LANGUAGES),
    places=st.integers(0, 8),
    zero=st.booleans(),
)
def test_whatever_is_typed_it_is_an_amount_within_bounds_or_a_code(text, language, places, zero):
    found = read_amount(text, language, places=places, zero=zero)
    if isinstance(found, Misread):
        assert found.fault in AmountFault
        assert bool(found.choices) is (found.fault is AmountFault.AMBIGUOUS)
    else:
        assert found >= 0
        assert found or zero
        assert found <= MOST
        assert found == round(found, places)
        assert len(unicodedata.normalize("NFKC", text).strip()) <= LONGEST_AMOUNT


# Money


MONEY_IN_WORDS = [
    # amount, currency, whole, az, ru, en
    ("387", "AZN", True, "387 manat", "387 манатов", "387 manat"),
    ("387.16", "AZN", True, "387 manat", "387 манатов", "387 manat"),
    ("387.16", "AZN", False, "387,16 manat", "387,16 маната", "387.16 manat"),
    ("387.10", "AZN", False, "387,10 manat", "387,10 маната", "387.10 manat"),
    ("387.00", "AZN", False, "387 manat", "387 манатов", "387 manat"),
    ("1", "AZN", True, "1 manat", "1 манат", "1 manat"),
    ("2", "AZN", True, "2 manat", "2 маната", "2 manat"),
    ("0", "AZN", True, "0 manat", "0 манатов", "0 manat"),
    ("0.5", "AZN", True, "50 qəpik", "50 гяпиков", "50 qapiks"),
    ("0.01", "AZN", True, "1 qəpik", "1 гяпик", "1 qapik"),
    ("0.22", "AZN", True, "22 qəpik", "22 гяпика", "22 qapiks"),
    ("0.51", "AZN", True, "51 qəpik", "51 гяпик", "51 qapiks"),
    ("0.996", "AZN", True, "1 manat", "1 манат", "1 manat"),
    ("1.5", "AZN", True, "2 manat", "2 маната", "2 manat"),
    ("2.5", "AZN", True, "2 manat", "2 маната", "2 manat"),
    ("-5", "AZN", True, f"{MINUS}5 manat", f"{MINUS}5 манатов", f"{MINUS}5 manat"),
    ("-0.3", "AZN", True, f"{MINUS}30 qəpik", f"{MINUS}30 гяпиков", f"{MINUS}30 qapiks"),
    ("20000", "RUB", True, "20.000 rubl", f"20{SPACE}000 рублей", "20,000 roubles"),
    ("1", "RUB", True, "1 rubl", "1 рубль", "1 rouble"),
    ("3", "RUB", True, "3 rubl", "3 рубля", "3 roubles"),
    ("5", "RUB", True, "5 rubl", "5 рублей", "5 roubles"),
    ("11", "RUB", True, "11 rubl", "11 рублей", "11 roubles"),
    ("12", "RUB", True, "12 rubl", "12 рублей", "12 roubles"),
    ("21", "RUB", True, "21 rubl", "21 рубль", "21 roubles"),
    ("22", "RUB", True, "22 rubl", "22 рубля", "22 roubles"),
    ("111", "RUB", True, "111 rubl", "111 рублей", "111 roubles"),
    ("101", "USD", True, "101 dollar", "101 доллар", "101 dollars"),
    ("1.5", "USD", False, "1,50 dollar", "1,50 доллара", "1.50 dollars"),
    ("1000000", "EUR", True, "1.000.000 avro", f"1{SPACE}000{SPACE}000 евро", "1,000,000 euros"),
    ("1234.5", "JPY", False, "1.234 Yaponiya yeni", f"1{SPACE}234 японские иены", "1,234 Japanese yen"),
    ("12.00", "CHF", False, "12 İsveçrə frankı", "12 швейцарских франков", "12 Swiss francs"),
]


@pytest.mark.parametrize(("amount", "currency", "whole", "az", "ru", "en"), MONEY_IN_WORDS)
def test_money_is_written_in_words(amount, currency, whole, az, ru, en):
    shown = [plain(language).money(Decimal(amount), currency, whole=whole) for language in LANGUAGES]
    assert shown == [az, ru, en]


def test_manat_and_roubles_are_said_in_words():
    assert words("az").money(Decimal(387), "AZN", whole=True) == "387 manat"
    assert words("az").money(Decimal(20_000), "RUB", whole=True) == "20.000 rubl"
    assert words("ru").money(Decimal(22), "RUB", whole=True) == "22 рубля"


@EACH
@pytest.mark.parametrize(
    "currency", ["AZN", "RUB", "USD", "EUR", "GBP", "TRY", "GEL", "KZT", "UAH", "AED", "ILS", "PLN", "CNY"]
)
def test_the_money_of_the_usual_countries_has_a_word_and_never_a_code_or_sign(language, currency):
    spoken = words(language)
    for amount in (0, 1, 2, 5, 11, 21, 100, 20_000):
        shown = spoken.money(Decimal(amount), currency)
        assert currency not in shown
        assert not set(shown) & set("₼₽$€£₺₸₴₾₪")
        assert shown.startswith(spoken.number(amount))
    assert currency not in spoken.currency(currency)


@EACH
def test_a_currency_without_a_word_of_ours_has_its_name_from_cldr(language):
    assert words(language).money(Decimal(5), "SEK") != "5 SEK"
    assert words(language).currency("SEK") != "SEK"


@given(
    amount=st.decimals(min_value=-(10**6), max_value=10**6, places=4),
    currency=st.sampled_from(["AZN", "RUB", "USD", "JPY", "BHD", "SEK"]),
    whole=st.booleans(),
    language=st.sampled_from(LANGUAGES),
)
def test_money_is_never_written_as_less_than_nothing_when_it_is_nothing(amount, currency, whole, language):
    shown = words(language).money(amount, currency, whole=whole)
    if shown.startswith(MINUS):
        assert amount < 0
        assert any(figure in shown for figure in "123456789"), shown


def test_a_rate_keeps_four_decimals_from_one_unit_on_and_six_below():
    for language, dear, cheap in (
        ("az", "1,9579 manat", "0,019579 manat"),
        ("ru", "1,9579 маната", "0,019579 маната"),
        ("en", "1.9579 manat", "0.019579 manat"),
    ):
        assert plain(language).money_exact(Decimal("1.95790"), "AZN") == dear
        assert plain(language).money_exact(Decimal("0.0195790"), "AZN") == cheap
        assert plain(language).money_exact(Decimal("1.70000"), "AZN").split()[0] in ("1,7", "1.7")


# Numbers, days, periods, durations, names


def test_numbers_are_written_as_each_language_does():
    number = Decimal("1234567.89")
    written = [words(language).number(number) for language in LANGUAGES]
    assert written == ["1.234.567,89", f"1{SPACE}234{SPACE}567,89", "1,234,567.89"]
    assert [words(language).number(Decimal("-1.5")) for language in LANGUAGES] == [
        f"{MINUS}1,5",
        f"{MINUS}1,5",
        f"{MINUS}1.5",
    ]
    assert [words(language).number(5, 2) for language in LANGUAGES] == ["5,00", "5,00", "5.00"]
    assert words("az").number(Decimal("1E+3")) == "1.000"


def test_percentages_are_written_as_each_language_does():
    shown = [plain(language).percent(Decimal("1.75"), 2).replace(SPACE, " ") for language in LANGUAGES]
    assert shown == ["1,75%", "1,75 %", "1.75%"]


def test_a_day_is_written_in_full():
    day = date(2026, 11, 21)
    shown = [words(language).day(day) for language in LANGUAGES]
    assert shown == ["21 noyabr 2026", "21 ноября 2026", "21 November 2026"]


@EACH
def test_every_month_of_a_day_has_a_name_without_figures(language):
    for month in range(1, 13):
        first, name, year = words(language).day(date(2024, month, 1)).split()
        assert (first, year) == ("1", "2024")
        assert name.isalpha()


def test_a_quarter_is_named_by_its_months():
    shown = [plain(language).period("2021-Q4") for language in LANGUAGES]
    assert shown == ["2021, oktyabr–dekabr", "2021, октябрь–декабрь", "2021, October–December"]
    assert [plain("az").period(f"2025-Q{n}") for n in (1, 2, 3)] == [
        "2025, yanvar–mart",
        "2025, aprel–iyun",
        "2025, iyul–sentyabr",
    ]


@pytest.mark.parametrize(
    ("least", "most", "az", "ru", "en"),
    [
        (None, None, "?", "?", "?"),
        (None, 60, "<= 1 saat", "<= 1 часа", "<= 1 hour"),
        (10, 60, "<= 1 saat", "<= 1 часа", "<= 1 hour"),
        (1, 10, "<= 10 dəqiqə", "<= 10 минут", "<= 10 minutes"),
        (1, 1, "1 dəqiqə", "1 минута", "1 minute"),
        (10, 10, "10 dəqiqə", "10 минут", "10 minutes"),
        (None, 21, "<= 21 dəqiqə", "<= 21 минуты", "<= 21 minutes"),
        (None, 61, "<= 2 saat", "<= 2 часов", "<= 2 hours"),
        (None, 1_439, "<= 24 saat", "<= 24 часов", "<= 24 hours"),
        (None, 1_440, "<= 1 gün", "<= 1 дня", "<= 1 day"),
        (1_440, 4_320, "<= 3 gün", "<= 3 дней", "<= 3 days"),
        (1_440, 1_440, "1 gün", "1 день", "1 day"),
        (5, None, ">= 5 dəqiqə", ">= 5 минут", ">= 5 minutes"),
        (120, None, ">= 2 saat", ">= 2 часа", ">= 2 hours"),
        (2_880, None, ">= 2 gün", ">= 2 дня", ">= 2 days"),
    ],
)
def test_a_wait_is_told_by_the_longest_where_that_is_known(least, most, az, ru, en):
    assert [plain(language).duration(least, most) for language in LANGUAGES] == [az, ru, en]


@EACH
def test_a_wait_that_nobody_knows_is_said_to_be_unknown(language):
    assert words(language).duration(None, None) == words(language)("time.unknown")


@given(minutes=st.integers(1, 525_600))
def test_the_longest_wait_is_never_told_as_shorter_than_it_is(minutes):
    number, unit = plain("en").duration(None, minutes).removeprefix("<= ").replace(",", "").split()
    length = {"minute": 1, "hour": 60, "day": 1_440}[unit.rstrip("s")]
    assert int(number) * length >= minutes


@given(minutes=st.integers(1, 525_600))
def test_the_shortest_wait_is_never_told_as_longer_than_it_is(minutes):
    number, unit = plain("en").duration(minutes, None).removeprefix(">= ").replace(",", "").split()
    length = {"minute": 1, "hour": 60, "day": 1_440}[unit.rstrip("s")]
    assert int(number) * length <= minutes


def test_russian_has_three_forms_and_takes_few_for_fractions():
    spoken = plain("ru")
    counted = {n: spoken.count("time.days", n) for n in (1, 2, 5, 11, 21, 22, 25, 100, 101, 0)}
    assert counted == {
        1: "1 день",
        2: "2 дня",
        5: "5 дней",
        11: "11 дней",
        21: "21 день",
        22: "22 дня",
        25: "25 дней",
        100: "100 дней",
        101: "101 день",
        0: "0 дней",
    }
    assert spoken.count("time.days", Decimal("2.5")) == "2,5 дня"


def test_countries_have_everyday_names():
    assert [words(language).country("RU") for language in LANGUAGES] == ["Rusiya", "Россия", "Russia"]
    for language in LANGUAGES:
        assert words(language).country("any") == words(language)("country.any")
        assert words(language).country("TR") != "TR"
        assert words(language).country("QQ") == "QQ"


@EACH
def test_countries_and_currencies_are_those_of_iso(language):
    spoken = words(language)
    assert all(spoken.is_country(code) for code in ("RU", "AZ", "GB", "MD", "IL", "AE"))
    assert not any(spoken.is_country(code) for code in ("XX", "EU", "UN", "ZZ", "ru", "RUS", "", "1A", "001"))
    assert all(spoken.is_currency(code) for code in ("RUB", "AZN", "GEL", "KZT", "MDL"))
    assert not any(spoken.is_currency(code) for code in ("XXX", "XTS", "rub", "RU", "", "ABC"))


def test_things_in_a_row_are_joined_as_the_language_does():
    things = ["a", "b", "c"]
    assert [words(language).listed(things) for language in LANGUAGES] == [
        "a, b və c",
        "a, b и c",
        "a, b, and c",
    ]
    assert words("az").listed(["a"]) == "a"
    assert words("az").listed([]) == ""


def test_names_stand_in_the_order_of_the_azerbaijani_alphabet():
    names = [
        "Zaqatala",
        "Çin",
        "Cəbrayıl",
        "Əfqanıstan",
        "Fransa",
        "İran",
        "Iğdır",
        "Xaçmaz",
        "İtaliya",
        "Hindistan",
    ]
    assert sorted(names, key=words("az").sort_key) == [
        "Cəbrayıl",
        "Çin",
        "Əfqanıstan",
        "Fransa",
        "Hindistan",
        "Xaçmaz",
        "Iğdır",
        "İran",
        "İtaliya",
        "Zaqatala",
    ]
    assert sorted(["Россия", "Ёлка", "Евро", "Жуков"], key=words("ru").sort_key)[:3] == [
        "Евро",
        "Ёлка",
        "Жуков",
    ]


# Messages and languages


def test_a_key_without_a_message_is_an_error_and_not_a_blank():
    for language in LANGUAGES:
        with pytest.raises(KeyError):
            words(language)("no.such_key")
        with pytest.raises(KeyError):
            words(language).count("no.such_key", 1)
        assert not words(language).has("no.such_key")


def test_a_missing_hole_is_an_error_and_braces_in_what_fills_one_are_shown():
    spoken = Words("en", {"a.key": ("Hello {name}",)})
    with pytest.raises(KeyError):
        spoken("a.key")
    assert spoken("a.key", name="{x} {0}") == "Hello {x} {0}"


def test_every_fault_has_a_sentence_with_or_without_a_note():
    for language in LANGUAGES:
        assert words(language).fault("empty_file")
        assert "nominal" in words(language).fault("unknown_field", "nominal")
        assert "{" not in words(language).fault("unknown_field")


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("ru-RU", "ru"),
        ("ru", "ru"),
        ("RU", "ru"),
        ("en-GB", "en"),
        ("az-Latn-AZ", "az"),
        ("tr-TR", "az"),
        ("de", "az"),
        ("", "az"),
        (None, "az"),
        ("../../etc", "az"),
    ],
)
def test_the_first_language_is_the_browsers_else_azerbaijani(locale, language):
    assert first_language(locale) == language


def test_a_language_that_is_not_spoken_here_is_answered_in_azerbaijani():
    assert words("fr").language == DEFAULT_LANGUAGE == "az"
    assert words("").language == "az"


def test_each_language_is_named_in_itself():
    assert LANGUAGES == ("az", "ru", "en")
    assert set(LANGUAGE_NAMES) == set(LANGUAGES)
    assert LANGUAGE_NAMES["az"] == "Azərbaycanca"
    assert LANGUAGE_NAMES["ru"] == "Русский"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_read_as_babel_reads_it(language):
    with (LOCALES / f"{language}.po").open("rb") as file:
        known = {}
        for message in read_po(file, locale=language):
            several = isinstance(message.id, (tuple, list))
            known[message.id[0] if several else message.id] = message.string if several else (message.string,)
    assert read_catalogue(language) == {key: forms for key, forms in known.items() if key}


@pytest.mark.parametrize("line", ['msgstr "a \\n b"', '"on the next line"', 'msgctxt "x"', "msgstr none"])
def test_a_catalogue_with_a_line_of_another_kind_is_refused(tmp_path, monkeypatch, line):
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    (tmp_path / "en.po").write_text(f'msgid "a"\n{line}\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"en\.po"):
        read_catalogue("en")
