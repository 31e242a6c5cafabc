"""TransferGo's public calculator, which it describes nowhere: read in others' programs, never asked here.

What it tells a visitor may be the price of a first transfer: its rate without the promotion is not told,
so such a price stands apart.
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
from channels.readers.failed import Failed
from channels.records.asked_prices import CalculatorPrice
from channels.terms import DisbursementMethod, PaymentInstrument

if TYPE_CHECKING:
    from channels.readers.fetching import FetchedAnswer

PAY_IN = {
    "bank": PaymentInstrument.ACCOUNT,
    "bankTransfer": PaymentInstrument.ACCOUNT,
    "card": PaymentInstrument.CARD,
    "debitCard": PaymentInstrument.CARD,
    "creditCard": PaymentInstrument.CARD,
}
PAY_OUT = {
    "bank": DisbursementMethod.ACCOUNT,
    "bankTransfer": DisbursementMethod.ACCOUNT,
    "card": DisbursementMethod.CARD,
    "cash": DisbursementMethod.CASH,
    "cashPickup": DisbursementMethod.CASH,
    "mobileWallet": DisbursementMethod.WALLET,
}


def ask(question: CalculatorQuestion, address: str, way: str | None = None) -> CalculatorRequest:
    """The question as the calculator takes it."""
    return CalculatorRequest(
        address,
        {
            "fromCurrencyCode": question.currency,
            "toCurrencyCode": question.pays,
            "fromCountryCode": question.sending,
            "toCountryCode": question.receiving,
            "amount": f"{question.amount:f}",
            "calculationBase": "sendAmount",
            "business": "0",
        },
    )


def read(answer: "FetchedAnswer", question: CalculatorQuestion, way: str | None = None) -> CalculatorReading:
    """The prices of an answer, one for each option that is open; "not offered" where none is.

    An option that cannot be read loses none of the others. Raises `Failed`.
    """
    said = calculators.parsed(answer.body)
    options = calculators.each(said, "options")
    found = calculators.readings(_options(answer, question, options))
    if found.prices:
        return found
    if found.odd:
        raise Failed("field_missing", field=found.odd[0])
    return CalculatorReading((calculators.not_offered(CALCULATOR, answer, question, amount=question.amount),))


def _options(
    answer: "FetchedAnswer", question: CalculatorQuestion, options: list[Any]
) -> Iterator[CalculatorPrice | str]:
    for option in options:
        if isinstance(option, Mapping) and calculators.maybe(option, "availability.isAvailable") is False:
            continue
        try:
            yield _price(answer, question, option)
        except Failed as fault:
            yield f"options.{fault.holes.get('field', fault.code)}"


def _price(answer: "FetchedAnswer", question: CalculatorQuestion, option: Any) -> CalculatorPrice:
    calculators.currencies(option, question, sent="fee.currency", paid="receivingAmount.currency")
    fee = calculators.number(option, "fee.value")
    rate = calculators.number(option, "rate.value")
    received = _amount(option, "receivingAmount")
    if received is None:
        raise Failed("field_missing", field="receivingAmount")
    principal, outlay = calculators.placed(question.amount, fee, rate, received, question.pays, on_top=False)
    usual = calculators.maybe_number(option, "fee.valueBeforeDiscount")
    promoted = calculators.maybe(option, "promotion.isApplied") is True or (usual is not None and usual > fee)
    return calculators.price(
        CALCULATOR, answer, question,
        outlay=outlay, principal=principal, fee=fee, rate=rate, received=received,
        pay_in=PAY_IN.get(str(calculators.maybe(option, "payIn.code"))),
        disbursement=PAY_OUT.get(str(calculators.maybe(option, "payOut.code"))),
        promotion=promoted, usual_fee=usual if promoted else None,
    )  # fmt: skip


def _amount(option: Any, path: str) -> Any:
    """An amount that stands as a figure, or as one beside its currency."""
    plain = calculators.maybe_number(option, path)
    return plain if plain is not None else calculators.maybe_number(option, f"{path}.value")


CALCULATOR = Calculator(
    provider="transfergo",
    name="TransferGo",
    documented=False,
    page="https://www.transfergo.com/",
    address="https://my.transfergo.com/api/booking/quotes",
    variable="PULYOLU_TRANSFERGO_URL",
    services=("transfer",),
    terms="https://www.transfergo.com/en/terms-and-conditions",
    ask=ask,
    read=read,
)
