"""Every calculator that a program may ask, and where a person reads those that none may."""

from collections.abc import Mapping

from channels.readers.calculators import Calculator
from channels.readers.providers import paysend, profee, transfergo, wise

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
    ("western_union", "DE-AZ"): "https://westernunion.com/de/de/send-money-to-azerbaijan.html",
}
"""Pages of a single direction, where one is known."""


def calculators(environ: Mapping[str, str]) -> tuple[Calculator, ...]:
    """Every calculator, under the addresses that an environment names."""
    return tuple(one.at(environ) for one in CALCULATORS)


def by_hand(provider: str, corridor: str | None = None) -> str | None:
    """The page on which a person reads a provider's price of a direction; None where none is known."""
    own = OF_CORRIDOR.get((provider, corridor or ""))
    known = {one.provider: one.page for one in CALCULATORS}
    return own or BY_HAND.get(provider) or known.get(provider)
