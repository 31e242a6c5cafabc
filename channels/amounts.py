"""The one reader of amounts: what a page, an address, a command, the JSON route or a file says is a figure.

A language is that of the words and marks in which somebody wrote: `az`, `ru` or `en`. None stands for a file
that is in nobody's language: there every mark with exactly three figures behind it is ambiguous.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from channels.money import MOST, is_payable

LONGEST_AMOUNT = 40
MONEY_PLACES = 2
"""Decimals of an amount of money; with more a figure is a rate."""


class AmountFault(StrEnum):
    """Why a typed amount was not read."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    AMBIGUOUS = "ambiguous"
    ODD_GROUPS = "odd_groups"
    OTHER_CURRENCY = "other_currency"
    NEGATIVE = "negative"
    ZERO = "zero"
    TOO_LARGE = "too_large"
    TOO_FINE = "too_fine"


@dataclass(frozen=True, slots=True)
class Misread:
    """A typed amount that was not read, with the readings between which the reader must choose."""

    fault: AmountFault
    choices: tuple[Decimal, ...] = ()

    def payable(self, places: int = MONEY_PLACES) -> tuple[Decimal, ...]:
        """The readings with no more decimals than make sense: what may be offered to choose from."""
        return tuple(choice for choice in self.choices if choice == round(choice, places))


_DECIMAL_MARK = {"az": ",", "ru": ",", "en": "."}
_GROUP_MARK = {"az": ".", "en": ","}
"""The marks that part thousands where they are no spaces."""
_MANY_THOUSANDS = {
    "az": {"min": 1_000, "mln": 1_000_000},
    "ru": {"тыс": 1_000, "тысяч": 1_000, "тысячи": 1_000, "млн": 1_000_000},
    "en": {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "mln": 1_000_000},
}
_DOLLARS = "$ us$ dollar dollars dol доллар доллара долларов долл"
_WRITTEN = {
    "AZN": "₼ manat manatı man манат маната манатов",
    "RUB": "₽ rubl rubles ruble rouble roubles руб рубль рубля рублей р",
    "USD": _DOLLARS,
    "AUD": "a$ " + _DOLLARS,
    "CAD": "c$ " + _DOLLARS,
    "EUR": "€ avro euro euros евро",
    "GBP": "£ funt pound pounds фунт фунта фунтов",
    "TRY": "₺ tl lirə lira лира лиры лир",
    "GEL": "₾ lari лари",
    "KZT": "₸ tenge təngə тенге",
    "UAH": "₴ qrivna hryvnia hryvnias гривна гривны гривен грн",
    "KGS": "som сом сома сомов",
    "UZS": "sum so'm сум сума сумов",
    "AED": "dirham dirhams dirhəm дирхам дирхама дирхамов",
    "PLN": "zł zloty злотый злотых",
    "ILS": "₪ shekel shekels şekel шекель шекелей",
    "KRW": "₩ won вон",
    "CNY": "¥ yuan юань юаней",
    "JPY": "¥ yen иена иен",
    "CHF": "fr franc francs frank франк франков",
    "INR": "₹ rupee rupees rupi рупия рупий",
    "TMT": "manat manatı манат маната манатов",
}
_NAMES = {code: (code.lower(), *names.split()) for code, names in _WRITTEN.items()}
"""How a currency is written beside an amount, in small letters, its code first."""

_GROUPING = re.compile(r"[\s'’`_]+")
_ROUND_MARKS = re.compile(r"\s*([.,])\s*")
_FIGURES = re.compile(r"[0-9]+([.,][0-9]+)*|[.,][0-9]+")
_EXPONENT = re.compile(r"[0-9]+(?:[.,][0-9]+)?e\+?0*([0-9]+)")
_TURNS = frozenset("\u202d\u202e")
"""Marks that show figures in another order than that in which they stand."""


def read_amount(
    text: str,
    language: str | None,
    *,
    currency: str | None = None,
    places: int = MONEY_PLACES,
    most: Decimal = MOST,
    zero: bool = False,
) -> Decimal | Misread:
    """An amount as people write it: "20 000", "20.000", "1,5", "20 min", "200 ₼" where manat are asked for.

    A mark with exactly three figures behind it parts thousands if the language uses it so, and is asked
    back otherwise. `places` is the most decimals that make sense, fewer where the `currency` has fewer;
    with more than two, as in a rate, a mark that the language does not group with is for decimals.
    `zero`: 0 is an answer.
    """
    if _TURNS & set(text) or any(unicodedata.category(sign) == "No" for sign in text[:1_000]):
        # NFKC would make 202 of 20 with a small raised 2.
        return Misread(AmountFault.NOT_A_NUMBER)
    cleaned = unicodedata.normalize("NFKC", _visible(text)).strip().replace("İ", "i").lower()
    if not cleaned:
        return Misread(AmountFault.EMPTY)
    if len(cleaned) > LONGEST_AMOUNT:
        return Misread(AmountFault.TOO_LARGE if cleaned.isdigit() else AmountFault.NOT_A_NUMBER)
    bare = _without_currency(cleaned, currency)
    if bare is None:
        return Misread(AmountFault.OTHER_CURRENCY)
    bare, factor = _without_thousands(bare, language)
    bare = bare.replace("\N{MINUS SIGN}", "-")
    negative, figures = bare.startswith("-"), bare[1:].strip() if bare[:1] in ("-", "+") else bare
    fine = places > MONEY_PLACES
    number = _number(_ROUND_MARKS.sub(r"\1", figures), language, fine=fine)
    if isinstance(number, Misread):
        if negative and number.fault is AmountFault.AMBIGUOUS:
            return Misread(AmountFault.NEGATIVE)
        return Misread(number.fault, tuple(choice * factor for choice in number.choices))
    if negative and number:
        return Misread(AmountFault.NEGATIVE)
    number *= factor
    if number > most:
        return Misread(AmountFault.TOO_LARGE)
    if number != round(number, places) or (
        currency is not None and not fine and not is_payable(number, currency)
    ):
        return Misread(AmountFault.TOO_FINE)
    return number if number or zero else Misread(AmountFault.ZERO)


def _visible(text: str) -> str:
    """A text without the marks that chats and web pages put in unseen."""
    return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")


def _without_currency(text: str, currency: str | None) -> str | None:
    """The text without the name or sign of the currency that is asked for; None where it names another."""
    if currency is None:
        return text
    own = _NAMES.get(currency, (currency.lower(),))
    if (bare := _stripped(text, own)) is not None:
        return bare
    others = (name for names in _NAMES.values() for name in names)
    return text if _stripped(text, tuple(others)) is None else None


def _stripped(text: str, names: Sequence[str]) -> str | None:
    """The text without the longest of some names before or behind it; None where none stands there."""
    for name in sorted(names, key=len, reverse=True):
        word = name[-1].isalpha()
        plain = text.removesuffix(".").rstrip() if word else text
        if plain.endswith(name):
            rest = plain.removesuffix(name)
            if not (word and rest[-1:].isalpha()):
                return rest.strip()
        if text.startswith(name):
            rest = text.removeprefix(name)
            if not (word and rest[:1].isalpha()):
                return rest.removeprefix(".").strip() if word and rest.startswith(". ") else rest.strip()
    return None


def _without_thousands(text: str, language: str | None) -> tuple[str, int]:
    """The text without a word for thousands or millions, and how many units that word stands for."""
    bare = text.rstrip(".").rstrip()
    for word, times in _MANY_THOUSANDS.get(language or "", {}).items():
        if bare.endswith(word):
            return bare.removesuffix(word).strip(), times
    return text, 1


def _number(figures: str, language: str | None, *, fine: bool) -> Decimal | Misread:
    parts = _GROUPING.split(figures)
    if len(parts) > 1:
        return _spaced(parts, fine=fine)
    if not _FIGURES.fullmatch(figures):
        exponent = _EXPONENT.fullmatch(figures)
        beyond = exponent is not None and int(exponent[1]) > MOST.adjusted()
        return Misread(AmountFault.TOO_LARGE if beyond else AmountFault.NOT_A_NUMBER)
    marks = [character for character in figures if character in ".,"]
    if not marks:
        return Decimal(figures)
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
    if len(tail) != 3 or not head.strip("0") or len(head) > 3:
        return as_decimal
    groups_so = _GROUP_MARK.get(language or "") == mark
    as_thousands = Decimal(head + tail)
    if fine:
        # Rates have three decimals; only what the language itself writes for thousands may be either.
        return Misread(AmountFault.AMBIGUOUS, (as_decimal, as_thousands)) if groups_so else as_decimal
    return as_thousands if groups_so else Misread(AmountFault.AMBIGUOUS, (as_decimal, as_thousands))


def _spaced(parts: Sequence[str], *, fine: bool) -> Decimal | Misread:
    """A number whose groups are parted by spaces or the like."""
    found = re.fullmatch(r"([0-9]+)(?:[.,]([0-9]+))?", parts[-1])
    if found is None or not all(re.fullmatch("[0-9]+", part) for part in parts[:-1]):
        return Misread(AmountFault.NOT_A_NUMBER)
    groups, tail = [*parts[:-1], found[1]], found[2] or ""
    if not _thousands(groups):
        return Misread(AmountFault.ODD_GROUPS)
    whole = "".join(groups)
    as_decimal = Decimal(f"{whole}.{tail or 0}")
    if len(tail) == 3 and not fine:
        return Misread(AmountFault.AMBIGUOUS, (as_decimal, Decimal(whole + tail)))
    return as_decimal if tail else Decimal(whole)


def _thousands(groups: Sequence[str]) -> bool:
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
