"""What the readers of providers' calculators share: the question, the reading of an answer, what each is."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from channels.money import agrees, to_minor
from channels.readers.exact_json import exact
from channels.readers.failed import Failed
from channels.records.asked_prices import CalculatorPrice
from channels.terms import Answer

if TYPE_CHECKING:
    from channels.readers.fetching import FetchedAnswer

LONGEST_NUMBER = 20
"""Figures before or behind the point; what has more is no amount and no rate."""

MOST_ENTRIES = 200
"""Options of one answer; each becomes a row of the store, whatever becomes of it."""
EARLIEST, LATEST = 2000, 2999
"""Years of which a calculator may speak."""


@dataclass(frozen=True, slots=True)
class CalculatorQuestion:
    """What a calculator is asked: an amount of the sender's currency, for a currency in another country."""

    sending: str
    receiving: str
    amount: Decimal
    currency: str
    pays: str

    @property
    def corridor(self) -> str:
        """The corridor as one code, such as `DE-AZ`."""
        return f"{self.sending}-{self.receiving}"


@dataclass(frozen=True, slots=True)
class CalculatorRequest:
    """How a question is put: a GET with parameters, or a POST of `json_body` where that is given."""

    url: str
    parameters: Mapping[str, str] | None = None
    json_body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class CalculatorReading:
    """What an answer says: its prices or "not offered", and the entries that could not be read, by name."""

    prices: tuple[CalculatorPrice, ...] = ()
    odd: tuple[str, ...] = ()


Ask = Callable[[CalculatorQuestion, str, str | None], CalculatorRequest]
"""What to ask: the question, the calculator's address, and the way that the coverage named, if it did."""
Read = Callable[["FetchedAnswer", CalculatorQuestion, str | None], CalculatorReading]
"""What the bytes say, for the question and the same way. Raises `Failed`."""
AskCoverage = Callable[[CalculatorQuestion, str], CalculatorRequest]
ReadCoverage = Callable[["FetchedAnswer", CalculatorQuestion], "ServedWay"]


@dataclass(frozen=True, slots=True)
class ServedWay:
    """Whether a provider serves a direction, and by which way of its own it is then to be asked."""

    served: bool
    way: str | None = None


@dataclass(frozen=True, slots=True)
class Calculator:
    """A provider's calculator, and what is known of whether a program may ask it.

    `documented`: the provider itself describes the interface for others. `terms`: the address of its terms of
    use; None = not known. `terms_read`: the day on which somebody read them; None = nobody has.
    `prohibited`: they forbid a program to ask, so that nobody can switch it on. `services`: the services in
    data/ that its prices belong to, the first that lists the corridor. `tells_coverage`: its answer
    says itself whether it serves a direction, so that it is asked where no service lists that too. `page`:
    where a person finds the calculator. `variable`: the setting that names another address, for tests.
    """

    provider: str
    name: str
    documented: bool
    page: str
    address: str
    variable: str
    services: tuple[str, ...]
    ask: Ask
    read: Read
    tells_coverage: bool = False
    terms: str | None = None
    terms_read: date | None = None
    prohibited: bool = False
    coverage_address: str | None = None
    ask_coverage: AskCoverage | None = None
    read_coverage: ReadCoverage | None = None

    def at(self, environ: Mapping[str, str]) -> "Calculator":
        """The same calculator, under the address that the environment names instead of its own."""
        other = environ.get(self.variable)
        if not other:
            return self
        place = other.rstrip("/")
        return replace(
            self,
            address=place + _path(self.address),
            coverage_address=None if self.coverage_address is None else place + _path(self.coverage_address),
        )


def parsed(body: bytes) -> Any:
    """An answer as JSON, its figures exact. Raises `Failed` for another thing, such as a page for people."""
    try:
        return exact(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Failed("not_utf8") from None
    except ValueError:
        if body[:400].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            raise Failed("web_page") from None
        raise Failed("not_an_answer") from None


def at(value: Any, path: str) -> Any:
    """What stands under a path such as `calculator.transaction.rate`. Raises `Failed` naming it."""
    found = value
    for name in path.split("."):
        if not isinstance(found, Mapping) or found.get(name) is None:
            raise Failed("field_missing", field=path)
        found = found[name]
    return found


def maybe(value: Any, path: str) -> Any:
    """What stands under a path; None where it does not."""
    try:
        return at(value, path)
    except Failed:
        return None


def number(value: Any, path: str) -> Decimal:
    """The figure under a path, whether it stands as a number or as a text. Raises `Failed` for none."""
    found = at(value, path)
    if isinstance(found, bool) or not isinstance(found, (int, Decimal, str)):
        raise Failed("field_missing", field=path)
    text = str(found)
    try:
        figure = Decimal(text) if len(text) <= 2 * LONGEST_NUMBER and text.isascii() else Decimal("nan")
    except InvalidOperation:
        figure = Decimal("nan")
    if not figure.is_finite() or not -LONGEST_NUMBER < figure.adjusted() < LONGEST_NUMBER:
        raise Failed("field_missing", field=path)
    return figure


def maybe_number(value: Any, path: str) -> Decimal | None:
    """The figure under a path; None where there is none."""
    try:
        return number(value, path)
    except Failed:
        return None


def each(value: Any, path: str) -> list[Any]:
    """The list under a path. Raises `Failed` naming it where there is no list, or one without end."""
    found = at(value, path) if path else value
    if not isinstance(found, list):
        raise Failed("field_missing", field=path or "[]")
    if len(found) > MOST_ENTRIES:
        raise Failed("too_large")
    return found


def moment(value: Any) -> datetime | None:
    """A time in ISO 8601, in UTC where it names no zone; None for what is none, or of another age."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        return None
    # In the first or the last year of all a moment has no day in another zone.
    if not EARLIEST <= found.year <= LATEST:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


def currencies(said: Any, question: CalculatorQuestion, *, sent: str, paid: str) -> None:
    """Raise `Failed` where an answer names other currencies than were asked for, under these two paths."""
    for path, asked in ((sent, question.currency), (paid, question.pays)):
        named = maybe(said, path)
        if named is not None and str(named).upper() != asked:
            raise Failed("other_currency", field=path, asked=asked, told=str(named)[:8])


def placed(
    asked: Decimal, fee: Decimal, rate: Decimal, received: Decimal | None, pays: str, *, on_top: bool
) -> tuple[Decimal, Decimal]:
    """Principal and outlay of an amount asked about: whether the fee is inside it or comes on top.

    What arrives decides; where that fits both, fits neither or was not told, `on_top` does.
    """
    inside, top = (asked - fee, asked), (asked, asked + fee)
    usual, other = (top, inside) if on_top else (inside, top)
    if received is None or agrees(usual[0], rate, received, pays):
        return usual
    return other if agrees(other[0], rate, received, pays) else usual


def price(
    calculator: Calculator, answer: "FetchedAnswer", question: CalculatorQuestion, **figures: Any
) -> CalculatorPrice:
    """The price that an answer tells. Raises `Failed` for figures that no price has."""
    fee, outlay, principal = (figures[name] for name in ("fee", "outlay", "principal"))
    figures["fee"] = to_minor(fee, question.currency)
    figures["outlay"], figures["principal"] = (to_minor(x, question.currency) for x in (outlay, principal))
    try:
        return CalculatorPrice(
            provider=calculator.provider,
            corridor=question.corridor,
            asked_amount=question.amount,
            currency=question.currency,
            pays=question.pays,
            **figures,
            **_clocks(calculator, answer),
        )
    except ValidationError as error:
        named = error.errors(include_url=False)[0]["loc"]
        raise Failed("impossible_figure", field=".".join(map(str, named)) or "price") from None


def not_offered(
    calculator: Calculator,
    answer: "FetchedAnswer",
    question: CalculatorQuestion,
    *,
    amount: Decimal | None = None,
) -> CalculatorPrice:
    """The answer that a direction, or an amount of it, is not served."""
    return CalculatorPrice(
        provider=calculator.provider,
        corridor=question.corridor,
        answer=Answer.NO_SERVICE,
        asked_amount=amount,
        currency=question.currency,
        pays=question.pays,
        **_clocks(calculator, answer),
    )


def readings(entries: Iterator[CalculatorPrice | str]) -> CalculatorReading:
    """Prices and the names of odd entries, each in its own place."""
    found = list(entries)
    return CalculatorReading(
        tuple(one for one in found if isinstance(one, CalculatorPrice)),
        tuple(one for one in found if isinstance(one, str)),
    )


def _clocks(calculator: Calculator, answer: "FetchedAnswer") -> dict[str, Any]:
    return {
        "asked": answer.asked, "answered": answer.answered, "sha256": answer.sha256,
        "documented": calculator.documented,
    }  # fmt: skip


def _path(address: str) -> str:
    """What stands behind the host of an address."""
    host = address.split("://", 1)[-1]
    return host[host.index("/") :] if "/" in host else ""
