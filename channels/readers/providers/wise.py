"""Wise's own price: the quote that its documentation gives anybody, without a token, for illustration.

Source: docs.wise.com, "Types of quotes", unauthenticated quote, read on 30 November 2026. It was never
asked for manat here: whether Wise answers for Azerbaijan is not known.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from channels.readers import calculators
from channels.readers.calculators import (
    Calculator,
    CalculatorQuestion,
    CalculatorReading,
    CalculatorRequest,
)
from channels.readers.failed import Failed
from channels.records.asked_prices import CalculatorPrice
from channels.terms import DisbursementMethod, PaymentInstrument

if TYPE_CHECKING:
    from channels.readers.fetching import FetchedAnswer

PAY_IN = {
    "BANK_TRANSFER": PaymentInstrument.ACCOUNT,
    "SWIFT": PaymentInstrument.ACCOUNT,
    "DEBIT": PaymentInstrument.CARD,
    "CREDIT": PaymentInstrument.CARD,
    "CARD": PaymentInstrument.CARD,
    "VISA_DEBIT_OR_PREPAID": PaymentInstrument.CARD,
    "BALANCE": PaymentInstrument.WALLET,
}
PAY_OUT = {
    "BANK_TRANSFER": DisbursementMethod.ACCOUNT,
    "SWIFT": DisbursementMethod.ACCOUNT,
    "BALANCE": DisbursementMethod.WALLET,
}
MOST_MINUTES = 525_600


def ask(question: CalculatorQuestion, address: str, way: str | None = None) -> CalculatorRequest:
    """The question as the interface takes it: the whole outlay, fee included."""
    return CalculatorRequest(
        address,
        json_body={
            "sourceCurrency": question.currency,
            "targetCurrency": question.pays,
            "sourceAmount": float(question.amount),
            "targetAmount": None,
            "sourceCountry": question.sending,
            "targetCountry": question.receiving,
        },
    )


def read(answer: "FetchedAnswer", question: CalculatorQuestion, way: str | None = None) -> CalculatorReading:
    """The prices of an answer, one for each way of paying in that is open; "not offered" where none is.

    An option that cannot be read loses none of the others. Raises `Failed`.
    """
    said = calculators.parsed(answer.body)
    calculators.currencies(said, question, sent="sourceCurrency", paid="targetCurrency")
    rate = calculators.number(said, "rate")
    options = calculators.each(said, "paymentOptions")
    found = calculators.readings(_options(answer, question, said, rate, options))
    if found.prices or not found.odd:
        nothing = (calculators.not_offered(CALCULATOR, answer, question, amount=question.amount),)
        return found if found.prices else CalculatorReading(nothing)
    raise Failed("field_missing", field=found.odd[0])


def _options(
    answer: "FetchedAnswer", question: CalculatorQuestion, said: Any, rate: Decimal, options: list[Any]
) -> Iterator[CalculatorPrice | str]:
    for option in options:
        if isinstance(option, Mapping) and option.get("disabled") is True:
            continue
        try:
            yield _price(answer, question, said, rate, option)
        except Failed as fault:
            yield f"paymentOptions.{fault.holes.get('field', fault.code)}"


def _price(
    answer: "FetchedAnswer", question: CalculatorQuestion, said: Any, rate: Decimal, option: Any
) -> CalculatorPrice:
    calculators.currencies(option, question, sent="sourceCurrency", paid="targetCurrency")
    fee = calculators.number(option, "fee.total")
    off = calculators.maybe_number(option, "fee.discount") or Decimal(0)
    received = calculators.number(option, "targetAmount")
    told = calculators.maybe_number(option, "sourceAmount")
    principal, outlay = calculators.placed(
        told or question.amount, fee, rate, received, question.pays, on_top=False
    )
    created = calculators.moment(calculators.maybe(said, "createdTime"))
    return calculators.price(
        CALCULATOR, answer, question,
        outlay=outlay, principal=principal, fee=fee, rate=rate, received=received,
        pay_in=PAY_IN.get(str(calculators.maybe(option, "payIn"))),
        disbursement=PAY_OUT.get(str(calculators.maybe(option, "payOut"))),
        minutes_most=_minutes(created or answer.answered, calculators.maybe(option, "estimatedDelivery")),
        promotion=off > 0, usual_fee=fee + off if off > 0 else None, usual_rate=rate if off > 0 else None,
        quoted=created, valid_until=calculators.moment(calculators.maybe(said, "expirationTime")),
    )  # fmt: skip


def _minutes(since: datetime, delivery: Any) -> int | None:
    """Minutes until it is there, rounded up; None where Wise does not say or says nonsense."""
    until = calculators.moment(delivery)
    if until is None or until < since:
        return None
    minutes = -(-int((until - since).total_seconds()) // 60)
    return minutes if minutes <= MOST_MINUTES else None


CALCULATOR = Calculator(
    provider="wise",
    name="Wise",
    documented=True,
    page="https://wise.com/",
    address="https://api.wise.com/v3/quotes",
    variable="PULYOLU_WISE_QUOTE_URL",
    services=("transfer",),
    ask=ask,
    read=read,
    terms="https://docs.wise.com/api-reference/quote/types-of-quotes",
)
