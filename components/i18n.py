"""Words, numbers, money, days and country names in Azerbaijani, Russian and English."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.lists import format_list
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, get_currency_name

from channels.money import MOST, minor_unit

LANGUAGES = ("az", "ru", "en")
DEFAULT_LANGUAGE = "az"
LANGUAGE_NAMES = {"az": "Azərbaycanca", "ru": "Русский", "en": "English"}
LOCALES = Path(__file__).parent / "locales"
LONGEST_AMOUNT = 40

_FORM_OF_CATEGORY = {"az": {"one": 0}, "en": {"one": 0}, "ru": {"one": 0, "few": 1, "many": 2}}
_MANY_THOUSANDS = {
    "az": {"min": 1_000, "mln": 1_000_000},
    "ru": {"тыс": 1_000, "тысяч": 1_000, "млн": 1_000_000},
    "en": {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mln": 1_000_000},
}
_ALPHABET = {
    c: n for n, c in enumerate(" abcçdeəfgğhxıijkqlmnoöprsştuüvwyzабвгдеёжзийклмнопрстуфхцчшщъыьэюя")
}
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})
"""Codes of CLDR that are groups, pseudo-locales or "unknown"."""
_NO_CURRENCY = frozenset({"XXX", "XTS"})
_SPACES = re.compile(r"[\s'’_]")


class AmountFault(StrEnum):
    """Why a typed amount was not read."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS = "ambiguous"
    NEGATIVE = "negative"
    ZERO = "zero"
    TOO_LARGE = "too_large"
    TOO_FINE = "too_fine"


@dataclass(frozen=True, slots=True)
class Misread:
    """A typed amount that was not read, with the readings between which the reader must choose."""

    fault: AmountFault
    choices: tuple[Decimal, ...] = ()


class Words:
    """The messages of one language, and its ways of writing figures. Immutable."""

    def __init__(self, language: str, messages: Mapping[str, tuple[str, ...]]) -> None:
        self.language = language
        self.locale = Locale.parse(language)
        self._messages = messages

    def __call__(self, key: str, **holes: object) -> str:
        """The message of a key, its holes filled. Raises KeyError for a key without message."""
        return self._messages[key][0].format(**holes)

    def count(self, key: str, number: Decimal | int, *, shown: str | None = None, **holes: object) -> str:
        """The plural form of a message for a number, which fills the hole `n`."""
        category = _plural_form(str(number), self.language)
        # Russian fractions take the form of "few": 2,5 маната.
        last = 1
        form = _FORM_OF_CATEGORY[self.language].get(category, last)
        text = self._messages[key][form]
        return text.format(n=self.number(number) if shown is None else shown, **holes)

    def has(self, key: str) -> bool:
        """Whether there is a message for a key."""
        return key in self._messages

    def fault(self, code: str, note: str = "") -> str:
        """A fault in the data as a sentence that helps; its note, where it has one, in the hole `note`."""
        return self(f"fault.{code}", note=note or "?")

    def number(self, number: Decimal | int, places: int | None = None) -> str:
        """A number as the language writes it, with a fixed number of decimals where given."""
        pattern = "#,##0.##########" if places is None else "#,##0" + ("." + "0" * places if places else "")
        return _number_text(number or 0, pattern, self.language)

    def money(self, amount: Decimal, currency: str, *, whole: bool = False) -> str:
        """An amount in words: 387 manat; below one whole unit in small coin where that has a name."""
        if whole:
            rounded = amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
            small = f"coin.{currency}"
            if not rounded and amount and self.has(small):
                coins = (amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
                if coins:
                    return self.count(small, abs(coins), shown=self.number(coins))
            return self._in_words(rounded, currency, self.number(rounded, 0))
        places = max(0, -int(minor_unit(currency).as_tuple().exponent))
        rounded = amount.quantize(minor_unit(currency), rounding=ROUND_HALF_EVEN)
        if rounded == rounded.to_integral_value():
            return self._in_words(rounded, currency, self.number(rounded, 0))
        return self._in_words(rounded, currency, self.number(rounded, places))

    def money_exact(self, amount: Decimal, currency: str) -> str:
        """A rate's amount with its decimals, four from one unit on and six below: 1,9579 manat."""
        step = Decimal("1E-4") if abs(amount) >= 1 else Decimal("1E-6")
        rounded = amount.quantize(step, rounding=ROUND_HALF_EVEN)
        return self._in_words(rounded, currency, self.number(rounded))

    def _in_words(self, amount: Decimal, currency: str, shown: str) -> str:
        key = f"money.{currency}"
        if not amount:
            # No minus before nothing.
            amount, shown = abs(amount), self.number(abs(amount), 0)
        if self.has(key):
            whole = amount == amount.to_integral_value()
            return self.count(key, abs(int(amount)) if whole else abs(amount), shown=shown)
        return f"{shown} {get_currency_name(currency, count=abs(amount), locale=self.locale)}"

    def currency(self, code: str) -> str:
        """A currency's everyday name, as after a number: manat, rubl."""
        key = f"currency.{code}"
        return self(key) if self.has(key) else get_currency_name(code, locale=self.locale)

    def percent(self, number: Decimal, places: int = 1) -> str:
        """A percentage, the number given in percent."""
        return self("form.percent", number=self.number(number, places))

    def day(self, day: date) -> str:
        """A day in full: 21 noyabr 2026."""
        return _day_text(day, self.language)

    def period(self, period: str) -> str:
        """A quarter by its months: 2021, oktyabr–dekabr."""
        first = int(period[-1]) * 3 - 2
        months = get_month_names("wide", context="stand-alone", locale=self.locale)
        return self("form.period", year=period[:4], first=months[first], last=months[first + 2])

    def country(self, code: str) -> str:
        """A country's name; "another country" for any."""
        key = f"country.{code}"
        return self(key) if self.has(key) else str(self.locale.territories.get(code, code))

    def is_country(self, code: str) -> bool:
        """Whether a code is a country of ISO 3166-1."""
        return (
            len(code) == 2 and code.isalpha() and code in self.locale.territories and code not in _NO_COUNTRY
        )

    def is_currency(self, code: str) -> bool:
        """Whether a code is a currency of ISO 4217."""
        return code in self.locale.currencies and code not in _NO_CURRENCY

    def listed(self, items: Sequence[str]) -> str:
        """Things in a row, as the language joins them."""
        return format_list(list(items), style="standard", locale=self.locale)

    def amount(self, text: str, *, places: int = 2, zero: bool = False) -> Decimal | Misread:
        """An amount typed in this language (`read_amount`)."""
        return read_amount(text, self.language, places=places, zero=zero)

    def sort_key(self, name: str) -> tuple[int, ...]:
        """Where a name stands in the language's alphabet: Azerbaijani has ə after e and x after h."""
        return _sort_key(name)

    def duration(self, least: int | None, most: int | None) -> str:
        """How long a transfer takes, by the longest wait where that is known."""
        if most is None:
            if least is None:
                return self("time.unknown")
            number, unit = _in_units(least, up=False)
            return self.count(f"time.from_{unit}", number)
        number, unit = _in_units(most, up=True)
        exact = least == most
        return self.count(f"time.{unit}" if exact else f"time.up_to_{unit}", number)


def _in_units(minutes: int, *, up: bool) -> tuple[int, str]:
    """Minutes, hours or days, rounded up for the longest wait and down for the shortest."""
    for size, unit in ((1_440, "days"), (60, "hours")):
        if minutes >= size:
            return (-(-minutes // size) if up else minutes // size), unit
    return minutes, "minutes"


def _lower(text: str) -> str:
    """Lower case, with the two Azerbaijani i's kept apart."""
    return text.replace("I", "ı").replace("İ", "i").lower()


@lru_cache(maxsize=8_192)
def _number_text(number: Decimal | int, pattern: str, language: str) -> str:
    return format_decimal(number, format=pattern, locale=language).replace("-", "\N{MINUS SIGN}")


@lru_cache(maxsize=8_192)
def _plural_form(number: str, language: str) -> str:
    """CLDR's category for a number. Asked by its text, because 1 and 1.0 are equal and yet not alike here."""
    return str(Locale.parse(language).plural_form(Decimal(number)))


@lru_cache(maxsize=2_048)
def _day_text(day: date, language: str) -> str:
    return format_date(day, "d MMMM y", locale=language)


@lru_cache(maxsize=4_096)
def _sort_key(name: str) -> tuple[int, ...]:
    return tuple(_ALPHABET.get(c, 1_000 + ord(c)) for c in _lower(name))


@cache
def words(language: str) -> Words:
    """The words of a language; Azerbaijani for one that is not spoken here. Read once."""
    known = language if language in LANGUAGES else DEFAULT_LANGUAGE
    return Words(known, read_catalogue(known))


def read_catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """Every message of a language's gettext catalogue: one form, or one for each plural."""
    with (LOCALES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    messages = {}
    for message in catalogue:
        if not message.id:
            continue
        key = message.id[0] if isinstance(message.id, (tuple, list)) else message.id
        forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
        messages[str(key)] = tuple(str(form) for form in forms)
    return messages


def first_language(locale: str | None) -> str:
    """The page's language for a browser's locale such as `ru-RU`; Azerbaijani where it is none of ours."""
    spoken = (locale or "").split("-")[0].lower()
    return spoken if spoken in LANGUAGES else DEFAULT_LANGUAGE


def read_amount(
    text: str, language: str, *, places: int = 2, most: Decimal = MOST, zero: bool = False
) -> Decimal | Misread:
    """An amount as people type it: "20 000", "20.000", "1,5", "20 min".

    A mark with exactly three figures behind it parts thousands if the language uses it so, and is
    asked back if the language uses it for decimals. `places` is the most decimals that make sense;
    with more than two, as in a rate, a single mark is always for decimals. `zero`: 0 is an answer.
    """
    cleaned = unicodedata.normalize("NFKC", text).strip().lower()
    if not cleaned:
        return Misread(AmountFault.EMPTY)
    if len(cleaned) > LONGEST_AMOUNT:
        return Misread(AmountFault.TOO_LARGE if cleaned.isdigit() else AmountFault.NOT_A_NUMBER)
    factor = 1
    for word, times in _MANY_THOUSANDS[language].items():
        if cleaned.rstrip(".").endswith(word):
            cleaned, factor = cleaned.rstrip(".").removesuffix(word), times
            break
    cleaned = _SPACES.sub("", cleaned).replace("\N{MINUS SIGN}", "-")
    negative = cleaned.startswith("-")
    figures = cleaned.removeprefix("-").removeprefix("+")
    if not re.fullmatch(r"[0-9]+([.,][0-9]+)*|[.,][0-9]+", figures):
        exponent = re.fullmatch(r"[0-9]+([.,][0-9]+)?e\+?[0-9]+", figures)
        return Misread(AmountFault.TOO_LARGE if exponent else AmountFault.NOT_A_NUMBER)
    if negative and figures.strip("0.,"):
        return Misread(AmountFault.NEGATIVE)
    number = _number(figures, language, fine=places > 2)
    if isinstance(number, Misread):
        return Misread(number.fault, tuple(choice * factor for choice in number.choices))
    number *= factor
    if number > most:
        return Misread(AmountFault.TOO_LARGE)
    if number != round(number, places):
        return Misread(AmountFault.TOO_FINE)
    return number if number or zero else Misread(AmountFault.ZERO)


def _number(figures: str, language: str, *, fine: bool) -> Decimal | Misread:
    marks = [character for character in figures if character in ".,"]
    if not marks:
        return Decimal(figures)
    decimal = "." if language == "en" else ","
    head, mark, tail = figures.rpartition(marks[-1])
    if len(set(marks)) == 2:
        # Both marks stand in it: the last one is for decimals, the others part thousands.
        groups = re.split(r"[.,]", head)
        if marks.count(mark) > 1 or not _thousands(groups):
            return Misread(AmountFault.NOT_A_NUMBER)
        return Decimal("".join(groups) + "." + tail)
    if len(marks) > 1:
        groups = figures.split(mark)
        return Decimal("".join(groups)) if _thousands(groups) else Misread(AmountFault.NOT_A_NUMBER)
    as_decimal = Decimal(f"{head or '0'}.{tail}")
    if fine or len(tail) != 3 or not head or len(head) > 3 or head == "0":
        return as_decimal
    as_thousands = Decimal(head + tail)
    # Nobody pays a thousandth: 1,234 can only be thousands, and 1,230 may be either.
    if as_decimal == round(as_decimal, 2) and (mark == decimal or language == "ru"):
        return Misread(AmountFault.AMBIGUOUS, (as_decimal, as_thousands))
    return as_thousands


def _thousands(groups: Sequence[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])


LONGEST_HEADER = 200


def spoken(address: Mapping[str, str], accepted: str | None) -> Words:
    """The words of the language in the address, else of the first of ours that the browser accepts."""
    asked = address.get("lang", "")
    if asked in LANGUAGES:
        return words(asked)
    wishes = []
    for place, part in enumerate((accepted or "")[:LONGEST_HEADER].split(",")):
        tag, _, weight = part.partition(";q=")
        code = tag.strip().split("-")[0].lower()
        if code in LANGUAGES and weight.strip() not in ("0", "0.0", "0.00", "0.000"):
            # A weight is "0." and digits or missing, so that text sorts as the number does.
            wishes.append((weight.strip() or "1", -place, code))
    return words(max(wishes)[2] if wishes else DEFAULT_LANGUAGE)
