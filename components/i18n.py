"""Words, numbers, money, days and country names in Azerbaijani, Russian and English."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.lists import format_list
from babel.numbers import NumberPattern, get_currency_name, parse_pattern

from channels.amounts import MONEY_PLACES, Misread, read_amount
from channels.money import minor_unit

LANGUAGES = ("az", "ru", "en")
DEFAULT_LANGUAGE = "az"
LANGUAGE_NAMES = {"az": "Azərbaycanca", "ru": "Русский", "en": "English"}
LOCALES = Path(__file__).parent / "locales"
MESSAGE = re.compile(r'(?P<what>msgid|msgid_plural|msgstr)(?:\[\d\])? "(?P<text>(?:[^"\\]|\\")*)"')
"""A line of a catalogue: a key, its plural, a text or one of its forms. Only a quotation mark is escaped."""

_FORM_OF_CATEGORY = {"az": {"one": 0}, "en": {"one": 0}, "ru": {"one": 0, "few": 1, "many": 2}}
_ALPHABET = {
    c: n for n, c in enumerate(" abcçdeəfgğhxıijkqlmnoöprsştuüvwyzабвгдеёжзийклмнопрстуфхцчшщъыьэюя")
}
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ", "QO"})
"""Codes of CLDR that are groups, pseudo-locales or "unknown"."""
_NO_CURRENCY = frozenset({"XXX", "XTS"})


class Words:
    """The messages of one language, and its ways of writing figures. Immutable."""

    def __init__(self, language: str, messages: Mapping[str, tuple[str, ...]]) -> None:
        self.language = language
        self.locale = _locale(language)
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
            if amount and abs(amount) < 1 and self.has(small):
                coins = (amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
                if 0 < abs(coins) < 100:
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
        # 12.00 would take the form of a fraction.
        count = abs(int(amount)) if amount == amount.to_integral_value() else abs(amount)
        if self.has(key):
            return self.count(key, count, shown=shown)
        return f"{shown} {get_currency_name(currency, count=count, locale=self.locale)}"

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

    def amount(
        self, text: str, *, currency: str | None = None, places: int = MONEY_PLACES, zero: bool = False
    ) -> Decimal | Misread:
        """An amount typed in this language (`read_amount`)."""
        return read_amount(text, self.language, currency=currency, places=places, zero=zero)

    def field(self, number: Decimal, places: int = MONEY_PLACES) -> str:
        """A figure as a field holds it that is read with so many decimals: `amount` reads it back the same.

        A rate's thousands are not parted, because in a rate the mark between them could be for decimals.
        """
        if places > MONEY_PLACES:
            return _number_text(number, "0.##########", self.language)
        return self.number(number).replace("\N{NO-BREAK SPACE}", " ")

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


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


@cache
def _pattern(pattern: str) -> NumberPattern:
    return parse_pattern(pattern)


@lru_cache(maxsize=8_192)
def _number_text(number: Decimal | int, pattern: str, language: str) -> str:
    return str(_pattern(pattern).apply(number, _locale(language))).replace("-", "\N{MINUS SIGN}")


@lru_cache(maxsize=8_192)
def _plural_form(number: str, language: str) -> str:
    """CLDR's category for a number. Asked by its text, because 1 and 1.0 are equal and yet not alike here."""
    return str(_locale(language).plural_form(Decimal(number)))


@lru_cache(maxsize=2_048)
def _day_text(day: date, language: str) -> str:
    return format_date(day, "d MMMM y", locale=_locale(language))


@lru_cache(maxsize=4_096)
def _sort_key(name: str) -> tuple[int, ...]:
    return tuple(_ALPHABET.get(c, 1_000 + ord(c)) for c in _lower(name))


@cache
def words(language: str) -> Words:
    """The words of a language; Azerbaijani for one that is not spoken here. Read once."""
    known = language if language in LANGUAGES else DEFAULT_LANGUAGE
    return Words(known, read_catalogue(known))


def read_catalogue(language: str) -> dict[str, tuple[str, ...]]:
    """Every message of a language's gettext catalogue: one form, or one for each plural.

    Babel's reader takes ten times as long. Raises ValueError for a line that is written in another way.
    """
    messages: dict[str, tuple[str, ...]] = {}
    key = ""
    for line in (LOCALES / f"{language}.po").read_text(encoding="utf-8").splitlines():
        read = MESSAGE.fullmatch(line)
        if read is None:
            # Only the head, which has no key, goes over several lines.
            if key and line.strip() and not line.startswith("#"):
                raise ValueError(f"{language}.po: {line}")
        elif read["what"] == "msgid":
            key = read["text"]
        elif key and read["what"] == "msgstr":
            messages[key] = (*messages.get(key, ()), read["text"].replace('\\"', '"'))
    return messages


def first_language(locale: str | None) -> str:
    """The page's language for a browser's locale such as `ru-RU`; Azerbaijani where it is none of ours."""
    spoken = (locale or "").split("-")[0].lower()
    return spoken if spoken in LANGUAGES else DEFAULT_LANGUAGE


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
