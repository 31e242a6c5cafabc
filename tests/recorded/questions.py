"""A hundred questions to an invented market that never changes, and what of each answer is recorded.

`python -m tests.recorded.questions` writes the record anew: only where a definition has changed on purpose.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from channels.compare.comparison import Comparison
from channels.compare.query import Options, answer
from channels.compare.serialise import as_document
from channels.dataset.dataset import Dataset
from channels.dataset.loading import load
from components.i18n import words

FOLDER = Path(__file__).parent
RECORD = FOLDER / "answers.csv"
DAY = date(2026, 11, 30)
AMOUNTS = {
    ("RU", "AZ"): (100, 5_000, 17_000, 20_000, 150_000),
    ("TR", "AZ"): (50, 1_500, 5_000, 40_000),
    ("DE", "AZ"): (10, 200, 500, 3_000),
    ("AZ", "TR"): (20, 100, 500, 2_000),
    ("AZ", "RU"): (20, 100, 500, 2_000),
    ("AZ", "AZ"): (20, 100, 500, 2_000),
}
WISHES: tuple[Mapping[str, Any], ...] = ({}, {"pay_out": "cash"}, {"within": "1d", "promotions": True})
NUMBERS = (
    "outlay", "unspent", "principal", "fee", "hidden_in_rate", "receipt_charges", "paid_out",
    "paid_out_currency", "received", "received_most", "total_cost", "total_cost_percent",
    "rpw_cost_percent", "rpw_cost_percent_500", "less_than_best", "outlay_above_best", "minutes_least",
    "minutes_most", "reference_rate",
)  # fmt: skip
NAMED = ("provider", "service", "payout", "complete", "basis", *NUMBERS)


def questions() -> Iterator[Options]:
    """A hundred: every corridor, small and large, sent and wanted, with and without a wish."""
    for ((sending, receiving), amounts), wish in product(AMOUNTS.items(), WISHES):
        for amount in amounts:
            yield Options(sending, receiving, send=str(amount), **wish)
    for sending, wanted in product(("RU", "TR", "DE"), (20, 150, 400, 1_000, 5_000)):
        yield Options(sending, "AZ", receive=str(wanted))
    for sending, paid in product(("RU", "TR", "DE"), ("cash", "card")):
        yield Options(sending, "AZ", send="1000", pay_in=paid, region="lankaran_astara")
    yield Options("RU", "AZ", send="20000", official="0.0196", told=("name=Bank,fee=200,rate=0.0192",))
    yield Options("RU", "AZ", send="20000", official="0.0196", told=("name=App,received=385,rate=0.0194",))
    yield Options("DE", "AZ", send="200", told=("name=Bank,fee=5,received=370",))
    yield Options("RU", "AZ", send="20000", asked="2%")


@cache
def market() -> Dataset:
    """The invented market as it was when the answers were recorded."""
    return load(FOLDER / "market")


def answered(asked: Options) -> Comparison:
    """The answer to a question, on the day of the record."""
    return answer(asked, market(), DAY, words("en"))


def numbers(number: int, found: Comparison) -> list[list[str]]:
    """Every figure of an answer, one row an offer, a told price and a refusal, as text to the last digit."""
    document = as_document(found)
    headline = document["headline"]
    best = headline and (headline["provider"], headline["service"], headline["payout"])
    rows = [[str(number), "headline", *(str(part) for part in best or ())]]
    for kind in ("offers", "told"):
        for offer in document[kind]:
            rows.append([str(number), kind, *("" if offer[n] is None else str(offer[n]) for n in NAMED)])
    for refused in document["not_offered"]:
        rows.append([str(number), "not_offered", refused["provider"], refused["service"], refused["reason"]])
    return rows


def recorded() -> str:
    """The record as it would be written today."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["question", "kind", *NAMED])
    for number, asked in enumerate(questions()):
        writer.writerows(numbers(number, answered(asked)))
    return file.getvalue()


if __name__ == "__main__":
    RECORD.write_text(recorded(), encoding="utf-8")
