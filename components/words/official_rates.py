"""An official rate, and what the guard says of it, in words."""

from decimal import Decimal

from channels.pricing.fx import MANAT
from channels.pricing.rate_guard import JudgedRate
from channels.records.official_rates import OfficialRate
from components.i18n import Words
from components.words.offers import rate_unit


def rate(currency: str, nominal: int, value: Decimal, words: Words) -> str:
    """A rate as the Central Bank quotes it: so many units, so many manat."""
    units = words.money(Decimal(nominal), currency, whole=True)
    return words("official.rate", units=units, value=words.money_exact(value, MANAT))


def dated(entered: OfficialRate, words: Words) -> str:
    """A rate with its day, as it was typed."""
    said = rate(entered.currency, entered.nominal, entered.value, words)
    return words("official.dated", rate=said, day=words.day(entered.day))


def last(judged: JudgedRate, words: Words) -> str | None:
    """The last accepted rate with its day, and by how many percent the new one is off; None without one."""
    if judged.last is None or judged.last_day is None or judged.off is None:
        return None
    unit = rate_unit(judged.currency)
    said = rate(judged.currency, unit, judged.last * unit, words)
    return words(
        "official.last", rate=said, day=words.day(judged.last_day), percent=words.percent(abs(judged.off))
    )


def fault(judged: JudgedRate, words: Words) -> str:
    """Why the guard holds a rate back or refuses it, with both values."""
    unit = rate_unit(judged.currency)
    known, day = judged.held_against or (judged.value, judged.day)
    return words(
        f"official.{judged.fault}", units=words.money(Decimal(unit), judged.currency, whole=True),
        value=words.money_exact(judged.value * unit, MANAT), known=words.money_exact(known * unit, MANAT),
        day=words.day(day),
    )  # fmt: skip


def asked_back(judged: JudgedRate, unit: int, words: Words) -> str:
    """The question to a reader whether a typed rate is right, with the one that speaks against it."""
    known, day = judged.held_against or (judged.value, judged.day)
    return words(
        "rate.far_off", units=words.money(Decimal(unit), judged.currency, whole=True),
        typed=words.money_exact(judged.value * unit, MANAT), known=words.money_exact(known * unit, MANAT),
        day=words.day(day),
    )  # fmt: skip
