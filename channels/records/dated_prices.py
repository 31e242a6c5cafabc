"""A price, or that none was told, as the quotes' panel keeps it for ever: with its id and its origin."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

from channels.records.asked_prices import OWN_SERVICE, AskedState, JudgedPrice
from channels.records.in_force import is_in_force
from channels.records.observations import NoPrice, Observation
from channels.terms import Evidence, Method, Ordered

Said = Observation | NoPrice
"""What was learnt of a service on a day: its price, or that it told none."""
OF_CALCULATOR = ("provider", "corridor", "asked", "amount", "currency", "pay_in", "disbursement", "promotion")
"""What tells one answer of a calculator from every other, wherever it is read from."""
NOT_TOLD = frozenset({"source", "superseded", "checked", "collected", "evidence_sha256"})
"""What may be written differently of the same price where it is read twice."""


class QuoteOrigin(Ordered):
    """From where a price came."""

    DESK = "desk"
    FORM = "form"
    CALCULATOR = "calculator"
    SURVEY = "survey"


@dataclass(frozen=True, slots=True)
class KeptQuote:
    """One price with its id; `shown`: readers see it or saw it, and nobody has taken it back."""

    id: str
    origin: QuoteOrigin
    said: Said
    shown: bool

    @property
    def day(self) -> date:
        """The day of the price; the last one of a survey's quarter."""
        return day_of(self.said)


def day_of(said: Said) -> date:
    """The day on which something was learnt; the last one of a survey's quarter."""
    return said.last_day if isinstance(said, Observation) else said.day


def kept(said: Said, *, of_form: bool = False, shown: bool | None = None) -> KeptQuote:
    """What is said as the panel keeps it. The same price has the same id, from whichever file it was read.

    `shown` None = as long as nothing has taken its place.
    """
    seen = is_in_force(said) if shown is None else shown
    return KeptQuote(quote_id(said), _origin(said, of_form=of_form), said, seen)


def of_judged(judged: JudgedPrice, *, released: bool) -> KeptQuote | None:
    """What a calculator told, as the panel keeps it; None for "not offered" without a service.

    A price that has been replaced was shown if it was let through, at once or by a steward (`released`).
    """
    named = judged if judged.service is not None else replace(judged, service=OWN_SERVICE)
    said: Said | None = named.observation() or named.no_price()
    if said is None:
        return None
    was_seen = judged.state is AskedState.REPLACED and (judged.reason is None or released)
    return kept(said, shown=judged.state is AskedState.PUBLISHED or was_seen)


def quote_id(said: Said) -> str:
    """The id of a price: the same for the same price, from whichever file it was read."""
    fields = type(said).model_fields
    is_asked = isinstance(said, Observation) and said.asked is not None
    names = OF_CALCULATOR if is_asked else sorted(set(fields) - NOT_TOLD)
    text = "|".join(f"{name}={_plain(getattr(said, name))}" for name in names)
    return hashlib.sha256(f"{type(said).__name__}|{text}".encode()).hexdigest()[:32]


def last_words(found: Iterable[KeptQuote]) -> tuple[KeptQuote, ...]:
    """One of each id, the last one, oldest price first."""
    last = {one.id: one for one in found}
    return tuple(sorted(last.values(), key=lambda one: (one.day, _moment(one.said), one.id)))


def _origin(said: Said, *, of_form: bool) -> QuoteOrigin:
    asked = said.asked is not None if isinstance(said, Observation) else said.method is Method.API
    if asked:
        return QuoteOrigin.CALCULATOR
    if isinstance(said, Observation) and said.evidence is Evidence.SURVEYED:
        return QuoteOrigin.SURVEY
    return QuoteOrigin.FORM if of_form else QuoteOrigin.DESK


def _moment(said: Said) -> str:
    asked = said.asked if isinstance(said, Observation) else None
    return "" if asked is None else asked.astimezone(UTC).isoformat()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        # 200 and 200.00 are one amount.
        return f"{value.normalize():f}"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return " ".join(value) if isinstance(value, tuple) else str(value)
