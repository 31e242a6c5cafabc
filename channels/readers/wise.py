"""The prices of several providers as Wise's comparison tells them: chosen by Wise, a provider itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, Field, StringConstraints, ValidationError

from channels.money import HUNDRED, minor_unit
from channels.readers.exact_json import exact
from channels.readers.failed import Failed
from channels.records.base import Amount, Price, Text
from channels.terms import BAKU, Ordered

ADDRESS = "https://api.wise.com/v4/comparisons"
CHOSEN_BY = "wise"
"""The provider that picks which prices are told, and that stands among them."""
METHOD = "api"
ORGANISATION = "Wise"
NAMES = ("sending", "receiving", "currency", "pays")
MOST_MINUTES = 525_600
LONGEST_NAME = 80
HOLDS_TOGETHER = Decimal("0.1")
"""Percent by which what arrives may be off what fee and rate leave."""
OLDEST = datetime(2015, 1, 1, tzinfo=UTC)
"""Wise compares no prices from before."""

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Land = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Seconds = Annotated[timedelta, Field(ge=timedelta(0))]


class _Duration(BaseModel):
    min: Seconds | None = None
    max: Seconds | None = None


class _Delivery(BaseModel):
    duration: _Duration | None = None


class _WiseQuote(BaseModel):
    rate: Price
    fee: Amount
    dateCollected: datetime  # noqa: N815  the name in the answer
    sourceCountry: Land | None = None  # noqa: N815
    targetCountry: Land | None = None  # noqa: N815
    receivedAmount: Amount | None = None  # noqa: N815
    deliveryEstimation: _Delivery | None = None  # noqa: N815


class _WiseProvider(BaseModel):
    alias: Annotated[Text, Field(max_length=80)]
    name: Text
    type: Text | None = None
    partner: bool | None = None
    quotes: tuple[Any, ...] = ()
    """Each is read by itself: one that is odd does not take the others with it."""


class _WiseComparison(BaseModel):
    sourceCurrency: Code  # noqa: N815
    targetCurrency: Code  # noqa: N815
    providers: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class WiseQuestion:
    """What is asked of Wise: a whole outlay in one country and currency, for another."""

    sending: str
    receiving: str
    amount: Decimal
    currency: str
    pays: str

    @property
    def corridor(self) -> str:
        """The corridor as one code, such as `DE-AZ`."""
        return f"{self.sending}-{self.receiving}"

    @classmethod
    def of(cls, written: Mapping[str, str]) -> "WiseQuestion":
        """The question that was written down so. Raises KeyError for another thing."""
        return cls(**{name: written[name] for name in NAMES}, amount=Decimal(written["amount"]))

    def written(self) -> dict[str, str]:
        """The question as text, by the names of its parts."""
        return {**{name: getattr(self, name) for name in NAMES}, "amount": f"{self.amount:f}"}

    def parameters(self) -> dict[str, str]:
        """The question as the address of the API takes it. Source: Wise, comparisons, version 4."""
        return {
            "sourceCurrency": self.currency,
            "targetCurrency": self.pays,
            "sendAmount": f"{self.amount:f}",
            "sourceCountry": self.sending,
            "targetCountry": self.receiving,
        }


@dataclass(frozen=True, slots=True)
class ProviderQuote:
    """One price that Wise told for one provider. It is not an observation before a steward makes it one.

    `amount` is the whole outlay, fee included, and `fee` is in its currency. `received`, in `pays`, is None
    where Wise gives none; so are the minutes. `collected` is Wise's clock, `answered` ours. `sha256` is
    that of the answer it stood in.
    """

    alias: str
    name: str
    kind: str | None
    partner: bool | None
    corridor: str
    amount: Decimal
    currency: str
    pays: str
    rate: Decimal
    fee: Decimal
    received: Decimal | None
    minutes_least: int | None
    minutes_most: int | None
    collected: datetime
    answered: datetime
    sha256: str
    chosen_by: str = CHOSEN_BY

    @property
    def day(self) -> date:
        """The day in Baku on which Wise says it collected the price."""
        return self.collected.astimezone(BAKU).date()

    @property
    def principal(self) -> Decimal | None:
        """What is sent without the fee; None where the fee leaves nothing."""
        return self.amount - self.fee if self.amount > self.fee else None

    def facts(self) -> Mapping[str, Any]:
        """What it says, by the names of the record of a collected price.

        Service, ways in and out and what is charged on receipt are not in it: a steward adds what is known.
        `of_provider`: Wise is a provider, so the price counts neither for coverage nor as independent.
        """
        ours = self.answered.astimezone(BAKU).date()
        return {
            "corridor": self.corridor,
            "provider": self.alias.lower().replace("-", "_"),
            "amount": self.principal,
            "currency": self.currency,
            "fee": self.fee,
            "rate": self.rate,
            "pays": self.pays,
            "minutes_least": self.minutes_least,
            "minutes_most": self.minutes_most,
            "method": METHOD,
            "organisation": ORGANISATION,
            "of_provider": True,
            "collected": ours,
            "quoted": self.day if self.day <= ours else None,
            "evidence": self.sha256,
        }


class OddFault(Ordered):
    """Why one price of an answer is not taken."""

    UNREADABLE = "unreadable"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class OddQuote:
    """A price of an answer that was not taken, by its provider's name, and why."""

    name: str
    fault: OddFault


@dataclass(frozen=True, slots=True)
class WiseReading:
    """The prices of an answer, and those that are odd."""

    quotes: tuple[ProviderQuote, ...] = ()
    odd: tuple[OddQuote, ...] = ()


def read(body: bytes, question: WiseQuestion, *, answered: datetime, sha256: str) -> WiseReading:
    """The prices in an answer's bytes; none where Wise knows none for the question.

    Prices for another country than asked are left out. One that cannot be read, or whose fee, rate and amount
    received contradict each other, is told by name and loses none of the others. Raises `Failed` for anything
    but an answer to the question, and where nothing in it can be read.
    """
    try:
        found = _WiseComparison.model_validate(exact(body.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise Failed("not_utf8") from None
    except (ValidationError, ValueError):
        raise Failed("not_an_answer") from None
    if (found.sourceCurrency, found.targetCurrency) != (question.currency, question.pays):
        raise Failed("not_an_answer")
    each = list(_quotes(found, question, answered, sha256))
    odd = tuple(one for one in each if isinstance(one, OddQuote))
    if odd and len(odd) == len(each) and all(one.fault is OddFault.UNREADABLE for one in odd):
        raise Failed("not_an_answer")
    return WiseReading(tuple(one for one in each if isinstance(one, ProviderQuote)), odd)


def _name(provider: Any) -> str:
    """What a provider that cannot be read calls itself, as far as that can be shown."""
    name = provider.get("name") if isinstance(provider, dict) else None
    return "".join(c for c in name if c.isprintable())[:LONGEST_NAME] if isinstance(name, str) else "?"


def _quotes(
    found: _WiseComparison, question: WiseQuestion, answered: datetime, sha256: str
) -> Iterator[ProviderQuote | OddQuote]:
    for written in found.providers:
        try:
            provider = _WiseProvider.model_validate(written)
        except ValidationError:
            yield OddQuote(_name(written), OddFault.UNREADABLE)
            continue
        for each in provider.quotes:
            try:
                quote = _WiseQuote.model_validate(each)
            except ValidationError:
                yield OddQuote(provider.name, OddFault.UNREADABLE)
                continue
            if quote.sourceCountry not in (None, question.sending):
                continue
            if quote.targetCountry not in (None, question.receiving):
                continue
            said = quote.dateCollected
            said = said if said.tzinfo is not None else said.replace(tzinfo=UTC)
            if not OLDEST <= said <= answered + timedelta(days=1):
                yield OddQuote(provider.name, OddFault.UNREADABLE)
            elif _contradicts(quote, question):
                yield OddQuote(provider.name, OddFault.CONTRADICTION)
            else:
                yield _quote(provider, quote, question, said, answered, sha256)


def _contradicts(quote: _WiseQuote, question: WiseQuestion) -> bool:
    """Whether the fee takes all, or what arrives is not what they leave, to the coin or 0.1 percent."""
    if quote.fee >= question.amount:
        return True
    if quote.receivedAmount is None:
        return False
    left = (question.amount - quote.fee) * quote.rate
    apart = abs(quote.receivedAmount - left)
    return apart > max(minor_unit(question.pays), left * HOLDS_TOGETHER / HUNDRED)


def _quote(
    provider: _WiseProvider,
    quote: _WiseQuote,
    question: WiseQuestion,
    said: datetime,
    answered: datetime,
    sha256: str,
) -> ProviderQuote:
    least, most = _wait(quote.deliveryEstimation)
    return ProviderQuote(
        alias=provider.alias,
        name=provider.name,
        kind=provider.type,
        partner=provider.partner,
        corridor=question.corridor,
        amount=question.amount,
        currency=question.currency,
        pays=question.pays,
        rate=quote.rate,
        fee=quote.fee,
        received=quote.receivedAmount,
        minutes_least=least,
        minutes_most=most,
        collected=said,
        answered=answered,
        sha256=sha256,
    )


def _wait(delivery: _Delivery | None) -> tuple[int | None, int | None]:
    """Least and most minutes; None where Wise does not say, or says more than a year or nonsense."""
    wait = delivery.duration if delivery is not None else None
    if wait is None or (wait.min is not None and wait.max is not None and wait.min > wait.max):
        return None, None
    return _minutes(wait.min, up=False), _minutes(wait.max, up=True)


def _minutes(wait: timedelta | None, *, up: bool) -> int | None:
    if wait is None:
        return None
    minutes = -(-wait // timedelta(minutes=1)) if up else wait // timedelta(minutes=1)
    return minutes if minutes <= MOST_MINUTES else None
