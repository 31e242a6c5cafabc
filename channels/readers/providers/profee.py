"""Profee's public calculator, which it describes nowhere: read in others' programs, never asked here.

A first question tells whether it serves a direction, and by which methods; the price is asked of one.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from channels.readers import calculators
from channels.readers.calculators import (
    Calculator,
    CalculatorQuestion,
    CalculatorReading,
    CalculatorRequest,
    ServedWay,
)
from channels.readers.failed import Failed
from channels.terms import DisbursementMethod, PaymentInstrument

if TYPE_CHECKING:
    from channels.readers.fetching import FetchedAnswer

NUMERIC = {
    "AE": 784, "AT": 40, "AZ": 31, "DE": 276, "FR": 250, "GB": 826, "GE": 268, "IL": 376, "IT": 380,
    "KZ": 398, "NL": 528, "RU": 643, "TR": 792, "UA": 804, "US": 840,
}  # fmt: skip
"""Countries by their number of ISO 3166-1."""
PREFERRED = ("WBANK", "BANK", "CARD", "CASH")
"""Of several ways of handing the money over, the one that is asked."""
PAY_OUT = {
    "WBANK": DisbursementMethod.ACCOUNT,
    "BANK": DisbursementMethod.ACCOUNT,
    "CARD": DisbursementMethod.CARD,
    "CASH": DisbursementMethod.CASH,
    "WALLET": DisbursementMethod.WALLET,
}
PROMOTION = "PROMO"


def ask_coverage(question: CalculatorQuestion, address: str) -> CalculatorRequest:
    """The question whether a direction is served, and how."""
    direction = f"{question.sending}-{question.receiving}".lower()
    return CalculatorRequest(f"{address}/{direction}/methods")


def read_coverage(answer: "FetchedAnswer", question: CalculatorQuestion) -> ServedWay:
    """Whether a direction is served; the way is a method's id and its account. Raises `Failed`."""
    methods = calculators.each(calculators.parsed(answer.body), "body")
    open_ones: dict[str, str] = {}
    for method in methods:
        if isinstance(method, Mapping) and method.get("isAvailable") is True:
            account = str(calculators.at(method, "recipient.account")).upper()
            open_ones.setdefault(account, f"{calculators.at(method, 'methodId')}|{account}")
    chosen = next((open_ones[name] for name in PREFERRED if name in open_ones), None)
    return ServedWay(bool(open_ones), chosen or next(iter(open_ones.values()), None))


def ask(question: CalculatorQuestion, address: str, way: str | None = None) -> CalculatorRequest:
    """The question as the calculator takes it. Raises `Failed` for a country whose number is not known."""
    sending, receiving = NUMERIC.get(question.sending), NUMERIC.get(question.receiving)
    if sending is None or receiving is None:
        raise Failed("no_question")
    amount: Any = int(question.amount) if question.amount == int(question.amount) else float(question.amount)
    body: dict[str, Any] = {
        "from": {"currency": question.currency, "amount": amount, "country": sending},
        "to": {"currency": question.pays, "amount": None, "country": receiving},
        "skipLimitValidation": False,
    }
    if way is not None:
        body["methodId"] = way.partition("|")[0]
    return CalculatorRequest(address, json_body=body)


def read(answer: "FetchedAnswer", question: CalculatorQuestion, way: str | None = None) -> CalculatorReading:
    """The price of an answer. Raises `Failed`."""
    said = calculators.parsed(answer.body)
    calculators.currencies(said, question, sent="body.from.currency", paid="body.to.currency")
    rate = calculators.number(said, "body.currencyRate.rate")
    fee = calculators.number(said, "body.feeSum.amount")
    received = calculators.maybe_number(said, "body.to.amount")
    principal, outlay = calculators.placed(question.amount, fee, rate, received, question.pays, on_top=True)
    found = calculators.price(
        CALCULATOR, answer, question,
        outlay=outlay, principal=principal, fee=fee, rate=rate, received=received,
        pay_in=PaymentInstrument.CARD,
        disbursement=None if way is None else PAY_OUT.get(way.partition("|")[2]),
        promotion=str(calculators.maybe(said, "body.feeSum.type")).upper() == PROMOTION,
    )  # fmt: skip
    return CalculatorReading((found,))


CALCULATOR = Calculator(
    provider="profee",
    name="Profee",
    documented=False,
    page="https://www.profee.com/",
    address="https://terminal.profee.com/api/v2/transfer/terminal/calculation",
    variable="PULYOLU_PROFEE_URL",
    services=("transfer",),
    ask=ask,
    read=read,
    tells_coverage=True,
    coverage_address="https://www.profee.com/api/corridors",
    ask_coverage=ask_coverage,
    read_coverage=read_coverage,
)
