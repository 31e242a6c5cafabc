"""Every calculator that a program may ask, and where a person reads those that none may."""

from collections.abc import Iterable, Mapping
from datetime import date

from channels.readers.calculators import Calculator
from channels.readers.providers import paysend, profee, transfergo, wise
from channels.records.asked_prices import OWN_SOURCE, JudgedPrice
from channels.records.base import Source
from channels.terms import Confidence

CALCULATORS: tuple[Calculator, ...] = (
    wise.CALCULATOR,
    paysend.CALCULATOR,
    transfergo.CALCULATOR,
    profee.CALCULATOR,
)
"""Documented ones first."""
BY_HAND: Mapping[str, str] = {
    "koronapay_europe": "https://koronapay.com/transfers/europe/en/",
    "moneygram": "https://www.moneygram.com/",
    "remitly": "https://www.remitly.com/",
    "ria": "https://www.riamoneytransfer.com/",
    "western_union": "https://www.westernunion.com/",
    "xoom": "https://www.xoom.com/",
    "zolotaya_korona": "https://koronapay.com/",
}
"""Providers whose calculator answers only their own programs, with its page: a person reads and types."""
OF_CORRIDOR: Mapping[tuple[str, str], str] = {
    ("wise", "US-AZ"): "https://wise.com/us/send-money/send-money-to-azerbaijan",
    ("western_union", "DE-AZ"): "https://westernunion.com/de/de/send-money-to-azerbaijan.html",
}
"""Pages of a single direction, where one is known."""


def calculators(environ: Mapping[str, str]) -> tuple[Calculator, ...]:
    """Every calculator, under the addresses that an environment names."""
    return tuple(one.at(environ) for one in CALCULATORS)


def calculator(provider: str) -> Calculator | None:
    """The calculator of a provider; None where no program may ask it."""
    return next((one for one in CALCULATORS if one.provider == provider), None)


def sources(asked: Iterable[JudgedPrice]) -> tuple[Source, ...]:
    """The sources of published answers, one for each provider, with the latest day of each."""
    latest: dict[str, date] = {}
    for one in asked:
        if one.service is not None:
            latest[one.price.provider] = max(one.price.day, latest.get(one.price.provider, one.price.day))
    return tuple(_source(provider, latest[provider]) for provider in sorted(latest))


def _source(provider: str, latest: date) -> Source:
    known = calculator(provider)
    return Source(
        id=f"{OWN_SOURCE}_{provider}",
        title="What its own calculator told this program, each price with its hour",
        title_az="Öz kalkulyatorunun bu proqrama dediyi qiymətlər, hər biri öz saatı ilə",
        title_ru="Что его калькулятор ответил этой программе, каждая цена со своим часом",
        publisher=provider if known is None else known.name,
        url=None if known is None else known.page,
        retrieved=latest,
        confidence=Confidence.PRIMARY,
    )


def by_hand(provider: str, corridor: str | None = None) -> str | None:
    """The page on which a person reads a provider's price of a direction; None where none is known."""
    own = OF_CORRIDOR.get((provider, corridor or ""))
    known = {one.provider: one.page for one in CALCULATORS}
    return own or BY_HAND.get(provider) or known.get(provider)
