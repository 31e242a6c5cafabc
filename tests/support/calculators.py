"""Providers' calculators as played by a server of this machine.

Every answer here is made up, in the shape that others' programs read: the interfaces were never called, and
no answer with a price to Azerbaijan was found anywhere.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from channels.readers.calculators import CalculatorQuestion
from channels.readers.fetching import FetchedAnswer
from channels.records.asked_prices import CalculatorPrice
from tests.support.publishers import Behaviour, Outside, Talk, says

MADE_UP = "made up: this interface was never called"
NOW = datetime(2026, 9, 5, 5, 14, tzinfo=UTC)
"""A day on which the official rates of data/ are fresh; 09:14 in Baku."""
RATE = Decimal("1.95")
CAPTCHA = (
    "<!DOCTYPE html><html><head><title>Just a moment...</title></head>"
    "<body>Checking that you are a person</body></html>"
)
ASKED = CalculatorQuestion("DE", "AZ", Decimal(100), "EUR", "AZN")


def heard(body: Any, *, at: datetime = NOW) -> FetchedAnswer:
    """An answer as if it had been fetched."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return FetchedAnswer("http://127.0.0.1/", content, at, at)


def cents(amount: Decimal) -> float:
    """An amount to two places, as JSON has it."""
    return float(amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN))


def wise_option(
    amount: Decimal, rate: Decimal, fee: Decimal, *, off: Decimal = Decimal(0), **changed: Any
) -> dict[str, Any]:
    """One way of paying in."""
    return {
        "disabled": False,
        "estimatedDelivery": "2026-09-05T07:14:00Z",
        "fee": {"transferwise": cents(fee), "payIn": 0, "discount": cents(off), "total": cents(fee)},
        "sourceAmount": cents(amount),
        "targetAmount": cents((amount - fee) * rate),
        "sourceCurrency": "EUR",
        "targetCurrency": "AZN",
        "payIn": "BANK_TRANSFER",
        "payOut": "BANK_TRANSFER",
    } | changed


def wise(
    amount: Decimal = Decimal(100),
    *,
    rate: Decimal = RATE,
    fee: Decimal = Decimal("1.5"),
    currency: str = "EUR",
    options: list[Any] | None = None,
    **changed: Any,
) -> dict[str, Any]:
    """A quote of Wise: by bank, and dearer by card."""
    ways = [
        wise_option(amount, rate, fee, sourceCurrency=currency),
        wise_option(amount, rate, fee * 2, sourceCurrency=currency, payIn="DEBIT"),
        wise_option(amount, rate, fee, disabled=True, payIn="BALANCE", targetAmount=None),
    ]
    return {
        "note": MADE_UP,
        "sourceCurrency": currency,
        "targetCurrency": "AZN",
        "sourceAmount": cents(amount),
        "rate": float(rate),
        "createdTime": "2026-09-05T05:14:00Z",
        "expirationTime": "2026-09-05T05:44:00Z",
        "paymentOptions": ways if options is None else options,
    } | changed


def paysend(*, rate: Any = "1.94", fee: Any = 1.5, served: bool = True, **changed: Any) -> dict[str, Any]:
    """An answer of Paysend's calculator, with its list of countries."""
    return {
        "note": MADE_UP,
        "countries": [
            {"id": 31, "code": "az", "seo": "azerbaijan", "canBeTo": served},
            {"id": 792, "code": "tr", "seo": "turkey", "canBeTo": True},
        ],
        "calculator": {"transaction": {"conversionRate": rate, "commissionAmount": fee} | changed},
    }


def transfergo_option(
    amount: Decimal = Decimal(100),
    *,
    rate: Decimal = RATE,
    fee: Decimal = Decimal("0.99"),
    received: Decimal | None = None,
    **changed: Any,
) -> dict[str, Any]:
    """One option of TransferGo's calculator, the fee inside the amount."""
    arrives = (amount - fee) * rate if received is None else received
    return {
        "code": "bank-iban",
        "availability": {"isAvailable": True, "reason": None},
        "promotion": {"isApplied": False},
        "fee": {"value": str(fee), "valueBeforeDiscount": str(fee), "currency": "EUR"},
        "rate": {"value": str(rate)},
        "sendingAmount": {"value": str(amount), "currency": "EUR"},
        "receivingAmount": {"value": str(cents(arrives)), "currency": "AZN"},
        "payIn": {"code": "bank"},
        "payOut": {"code": "bank"},
    } | changed


def transfergo(*options: Mapping[str, Any]) -> dict[str, Any]:
    """An answer of TransferGo's calculator."""
    return {"note": MADE_UP, "options": list(options)}


def methods(*, available: bool = True, account: str = "WBANK") -> dict[str, Any]:
    """The methods by which Profee serves a direction."""
    method = {"methodId": "m-1", "sender": {"account": "CARD"}, "recipient": {"account": account}}
    return {"note": MADE_UP, "body": [{**method, "isAvailable": available}]}


def profee(*, rate: Any = 1.93, fee: Any = 2, kind: str | None = None) -> dict[str, Any]:
    """An answer of Profee's calculator."""
    return {
        "note": MADE_UP,
        "body": {"currencyRate": {"rate": rate}, "feeSum": {"amount": fee, "type": kind}},
    }


def calculators(found: Outside, make: Mapping[str, Callable[[Decimal, str], Any]] | None = None) -> Behaviour:
    """All four at one address, each with the price that `make` gives for an amount and its currency."""
    own: dict[str, Callable[[Decimal, str], Any]] = {
        "wise": lambda amount, currency: wise(amount, currency=currency),
        "paysend": lambda amount, currency: paysend(),
        "transfergo": lambda amount, currency: transfergo(transfergo_option(amount)),
        "methods": lambda amount, currency: methods(),
        "profee": lambda amount, currency: profee(),
    }
    own |= make or {}

    def play(talk: Talk) -> None:
        path = talk.line.split(" ")[1]
        asked = {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
        body = json.loads(found.bodies[-1] or b"{}")
        if "/v3/quotes" in path:
            answer = own["wise"](Decimal(str(body["sourceAmount"])), body["sourceCurrency"])
        elif "/api/calculator" in path:
            answer = own["paysend"](Decimal(asked["amount"]), asked["sourceCurrency"].upper())
        elif "/booking/quotes" in path:
            answer = own["transfergo"](Decimal(asked["amount"]), asked["fromCurrencyCode"])
        elif "/methods" in path:
            answer = own["methods"](Decimal(0), "")
        else:
            answer = own["profee"](Decimal(str(body["from"]["amount"])), body["from"]["currency"])
        behaviour = answer if callable(answer) else says(json.dumps(answer), content_type="application/json")
        behaviour(talk)

    return play


def addresses(place: str) -> dict[str, str]:
    """The settings by which the program asks this server and no other."""
    names = ("PULYOLU_WISE_QUOTE_URL", "PULYOLU_PAYSEND_URL", "PULYOLU_TRANSFERGO_URL", "PULYOLU_PROFEE_URL")
    return {**dict.fromkeys(names, place), "PULYOLU_ASK_PAUSE": "0"}


def a_price(**changed: Any) -> CalculatorPrice:
    """A made-up price of Wise from Germany that holds together, with the named parts changed."""
    given = {
        "provider": "wise", "corridor": "DE-AZ", "asked_amount": Decimal(100), "currency": "EUR",
        "outlay": Decimal(100), "principal": Decimal("98.50"), "fee": Decimal("1.50"), "rate": RATE,
        "received": Decimal("192.08"), "pays": "AZN", "pay_in": "account", "disbursement": "account",
        "asked": NOW, "answered": NOW, "sha256": "a" * 64, "documented": True,
    }  # fmt: skip
    return CalculatorPrice(**{**given, **changed})


SOURCES = """
[[sources]]
id = "made_up"
title = "Made up"
publisher = "Nobody"
retrieved = 2026-09-01
confidence = "weak"
"""
CORRIDORS = """
[[corridors]]
sending = "DE"
receiving = "AZ"
sends = "EUR"
receives = "AZN"
source = "made_up"
"""
RATES = """day,currency,nominal,value,source
2026-09-04,USD,1,1.7000,made_up
2026-09-04,EUR,1,1.9765,made_up
"""
PROVIDER = """
name.en = "{name}"
channel = "digital"
rsp_type = "money_transfer_operator"
country = "GB"
website = "https://example.org/"

[[status]]
state = "not_confirmed"
day = 2026-09-01
source = "made_up"
"""
SERVICE = """
[[services]]
id = "transfer"
corridors = ["DE-AZ"]
"""


def market(folder: Path) -> Path:
    """A folder like data/ with one direction and the four providers, of whom nobody lists Profee there."""
    files = {"sources.toml": SOURCES, "corridors.toml": CORRIDORS, "rates.csv": RATES}
    for provider in ("wise", "paysend", "transfergo", "profee"):
        text = PROVIDER.format(name=provider.capitalize())
        files[f"providers/{provider}.toml"] = text + (SERVICE if provider != "profee" else "")
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
