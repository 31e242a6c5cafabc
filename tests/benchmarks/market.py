"""A crowded market: the teaching set's roads again and again, each with a provider of its own."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from channels.compare.comparison import compare
from channels.dataset.dataset import Dataset
from channels.pricing.routes import Transfer
from tests.support.datasets import teaching
from tests.support.server import ROOT

DAY = date(2026, 11, 21)
TEACHING = ROOT / "data" / "teaching"


def crowded(offers: int) -> tuple[Dataset, Transfer]:
    """A dataset in which a transfer from Russia has so many offers, and that transfer."""
    taught = teaching()
    corridor = taught.corridor("RU", "AZ")
    assert corridor is not None
    transfer = Transfer(corridor=corridor, currency="RUB", send=Decimal(20_000))
    kinds = [offer.route for offer in compare(taught, transfer, DAY).offers if offer.route is not None]
    roads = []
    for number in range(offers):
        kind = kinds[number % len(kinds)]
        names = {"id": f"{kind.provider.id}_{number}"}
        roads.append(replace(kind, provider=kind.provider.model_copy(update=names)))
    found = Dataset(taught.tables, taught.rates, {corridor.key: tuple(roads)})
    assert len(compare(found, transfer, DAY).offers) == offers
    return found, transfer


def again(transfer: Transfer, number: int) -> Transfer:
    """The same transfer of another amount, so that no answer is one that was given before."""
    return replace(transfer, send=Decimal(20_000 + number % 5_000))
