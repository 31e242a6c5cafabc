"""Paysend's public calculator, which it describes nowhere: read in others' programs, never asked here.

Its answer names rate and fee. The fee is taken to come on top of the amount, unless the answer tells what
arrives and that says otherwise.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from channels.readers import calculators
from channels.readers.calculators import (
    Calculator,
    CalculatorQuestion,
    CalculatorReading,
    CalculatorRequest,
)
from channels.terms import DisbursementMethod, PaymentInstrument

if TYPE_CHECKING:
    from channels.readers.fetching import FetchedAnswer

TRANSACTION = "calculator.transaction"
DEEPEST = 12
"""How deep the list of countries is looked for."""


def ask(question: CalculatorQuestion, address: str, way: str | None = None) -> CalculatorRequest:
    """The question as the calculator takes it."""
    country, target = question.sending.lower(), question.receiving.lower()
    return CalculatorRequest(
        address,
        {
            "lang": "en",
            "country": country,
            "operation": "send",
            "amount": f"{question.amount:f}",
            "sourceCountry": country,
            "targetCountry": target,
            "sourceCurrency": question.currency.lower(),
            "targetCurrency": question.pays.lower(),
        },
    )


def read(answer: "FetchedAnswer", question: CalculatorQuestion, way: str | None = None) -> CalculatorReading:
    """The price of an answer, or "not offered" where it says that no money goes there. Raises `Failed`."""
    said = calculators.parsed(answer.body)
    if _goes_to(said, question.receiving) is False:
        return CalculatorReading((calculators.not_offered(CALCULATOR, answer, question),))
    for ends in (TRANSACTION, "calculator"):
        calculators.currencies(said, question, sent=f"{ends}.sourceCurrency", paid=f"{ends}.targetCurrency")
    rate = calculators.number(said, f"{TRANSACTION}.conversionRate")
    fee = calculators.number(said, f"{TRANSACTION}.commissionAmount")
    received = calculators.maybe_number(said, f"{TRANSACTION}.targetAmount")
    principal, outlay = calculators.placed(question.amount, fee, rate, received, question.pays, on_top=True)
    usual = calculators.maybe_number(said, f"{TRANSACTION}.commissionAmountWithoutPromo")
    promoted = bool(calculators.maybe(said, f"{TRANSACTION}.promo")) or (usual is not None and usual > fee)
    found = calculators.price(
        CALCULATOR, answer, question,
        outlay=outlay, principal=principal, fee=fee, rate=rate, received=received,
        pay_in=PaymentInstrument.CARD, disbursement=DisbursementMethod.CARD,
        promotion=promoted, usual_fee=usual if promoted else None,
    )  # fmt: skip
    return CalculatorReading((found,))


def _goes_to(said: Any, receiving: str) -> bool | None:
    """What the entry of a country says under `canBeTo`; None where no entry of it is there."""
    for entry in _entries(said, DEEPEST):
        names = {str(value).lower() for value in entry.values() if isinstance(value, str)}
        if receiving.lower() in names:
            return bool(entry["canBeTo"])
    return None


def _entries(value: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """Every entry of an answer that says whether money can go to it."""
    if depth and isinstance(value, Mapping):
        if "canBeTo" in value:
            yield value
        for inner in value.values():
            yield from _entries(inner, depth - 1)
    elif depth and isinstance(value, list):
        for inner in value:
            yield from _entries(inner, depth - 1)


CALCULATOR = Calculator(
    provider="paysend",
    name="Paysend",
    documented=False,
    page="https://paysend.com/",
    address="https://paysend.com/api/calculator",
    variable="PULYOLU_PAYSEND_URL",
    services=("transfer_listed", "transfer"),
    ask=ask,
    read=read,
    tells_coverage=True,
)
