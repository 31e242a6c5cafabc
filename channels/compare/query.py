"""Parse a query (CLI options or URL parameters) into a Transfer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, TypeVar

from channels.amounts import MONEY_PLACES, AmountFault, read_amount
from channels.compare.comparison import Comparison, compare
from channels.compare.door_to_door import MOST_MINUTES, Visit
from channels.compare.follow_ups import More, Wanted, more
from channels.compare.split_transfers import MOST_PARTS
from channels.compare.yearly_cost import MOST_TIMES
from channels.dataset.dataset import Dataset
from channels.money import HUNDRED, MOST, plain
from channels.pricing.fx import TOLD_SOURCE, reference
from channels.pricing.informal import AskedPrice
from channels.pricing.rate_guard import judge
from channels.pricing.reader_quote import ReaderQuote, is_near
from channels.pricing.routes import Transfer
from channels.records.base import ANY
from channels.records.observations import Rate
from channels.terms import Benchmark, DisbursementMethod, PaymentInstrument

WITHIN = {"1h": 60, "1d": 1_440, "3d": 4_320}
SETS = ("real", "teaching")
SECOND = (Benchmark.ECB.value,)
"""The benchmarks that can be set beside the first."""
LONGEST_SHOWN = 40
RATE_PLACES = 10
MOST_RATE = Decimal("9999.9999999999")
OTHER_CODES = {"UK": "GB", "EL": "GR"}
"""Codes that people and the European Union write, and ISO 3166-1 does not."""

E = TypeVar("E", bound=StrEnum)


class Speaker(Protocol):
    """Who has the messages of a language, and knows the codes of ISO 3166-1 and ISO 4217."""

    language: str

    def __call__(self, key: str, **holes: object) -> str:
        """The message of a key, its holes filled."""

    def is_country(self, code: str) -> bool:
        """Whether a code is a country."""

    def is_currency(self, code: str) -> bool:
        """Whether a code is a currency."""


class InvalidQuery(Exception):
    """A question that cannot be read: a code for a message, and what fills its holes.

    The hole `option` is an option's bare name, such as `pay_in`.
    """

    def __init__(self, code: str, /, **holes: str) -> None:
        super().__init__(code, holes)
        self.code = code
        self.holes = holes


@dataclass(frozen=True, slots=True)
class Options:
    """A question as it was written. None = left out; `day` and the rest are text, not yet read."""

    sending: str
    receiving: str
    send: str | None = None
    receive: str | None = None
    currency: str | None = None
    pay_in: str | None = None
    pay_out: str | None = None
    within: str | None = None
    region: str | None = None
    promotions: bool = False
    day: str | None = None
    reference: str = Benchmark.CBAR.value
    official: str | None = None
    told: tuple[str, ...] = ()
    asked: str | None = None
    counter_rate: str | None = None


@dataclass(frozen=True, slots=True)
class Further:
    """The further questions as they were written. None = left out, and not asked.

    `parts` is in up to how many; `fare` is in the currency received, `travel` and `waiting` are
    minutes; `benchmark` is the one to set beside the first.
    """

    parts: str | None = None
    times_a_year: str | None = None
    fare: str | None = None
    travel: str | None = None
    waiting: str | None = None
    benchmark: str | None = None
    one_percent: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A question that was read, and the data with the official rate that the reader typed, if any."""

    data: Dataset
    transfer: Transfer
    day: date
    told: tuple[ReaderQuote, ...]
    asked: AskedPrice | None
    counter_rate: Decimal | None = None


def answer(options: Options, data: Dataset, today: date, say: Speaker) -> Comparison:
    """The comparison for a written question. Raises `InvalidQuery` for the first fault in it."""
    return answer_all(options, Further(), data, today, say)[0]


def answer_all(
    options: Options, further: Further, data: Dataset, today: date, say: Speaker
) -> tuple[Comparison, More | None]:
    """The comparison, and the further answers or None if none was asked. Raises `InvalidQuery`."""
    beyond = wanted(further, say)
    asked = question(options, data, today, say)
    found = compare(
        asked.data,
        asked.transfer,
        asked.day,
        told=asked.told,
        asked=asked.asked,
        counter_rate=asked.counter_rate,
    )
    if found.reference is None and asked.transfer.benchmark is Benchmark.ECB:
        # Without the first benchmark amounts are worth only; without the second there is no answer.
        transfer = asked.transfer
        quote = transfer.received_currency
        raise InvalidQuery("no_ecb", base=transfer.currency, quote=quote, day=asked.day.isoformat())
    return found, more(asked.data, found, beyond) if beyond else None


def question(options: Options, data: Dataset, today: date, say: Speaker) -> Query:
    """A written question as domain values; `today` is the day unless one is given. Raises `InvalidQuery`."""
    day = asked_day(options.day, today)
    transfer = _transfer(options, data, say)
    not_before(day, data)
    if options.official is not None:
        value = _per_unit("official", options.official, say)
        data = data.with_rate(_guarded(value, transfer.currency, day, data))
    told = tuple(_told(price, number, say) for number, price in enumerate(options.told, start=1))
    counter = (
        None if options.counter_rate is None else _counter(options.counter_rate, transfer, day, data, say)
    )
    return Query(data, transfer, day, told, _asked(options.asked, say), counter)


def wanted(further: Further, say: Speaker) -> Wanted:
    """The further questions as domain values. Raises `InvalidQuery` for the first fault in them."""
    fare = None if further.fare is None else _figure("fare", further.fare, say, "bad_fare", zero=True)
    travel = _count("travel", further.travel, 0, MOST_MINUTES)
    waiting = _count("waiting", further.waiting, 0, MOST_MINUTES)
    visited = any(part is not None for part in (fare, travel, waiting))
    benchmark = None if further.benchmark is None else one_of("benchmark", further.benchmark, SECOND)
    return Wanted(
        parts=_count("parts", further.parts, 2, MOST_PARTS),
        times=_count("times_a_year", further.times_a_year, 1, MOST_TIMES),
        visit=Visit(fare or Decimal(0), travel or 0, waiting or 0) if visited else None,
        benchmark=None if benchmark is None else Benchmark(benchmark),
        off=further.one_percent,
    )


def one_of(option: str, value: str, known: Sequence[str]) -> str:
    """The value, if it is one of the known. Raises `InvalidQuery` if it is none of them."""
    if value not in known:
        raise InvalidQuery("bad_choice", option=option, value=value[:LONGEST_SHOWN], known=", ".join(known))
    return value


def shown(text: str) -> str:
    """A text without signs that a terminal would obey."""
    return "".join(c if c.isprintable() else "?" for c in text)


def _transfer(options: Options, data: Dataset, say: Speaker) -> Transfer:
    sending, receiving = country_code(options.sending), country_code(options.receiving)
    for code in (sending, receiving):
        if code != ANY and not say.is_country(code):
            raise InvalidQuery("unknown_country", code=code)
    corridor = data.corridor(sending, receiving)
    if corridor is None:
        known = " ".join(c.key for c in data.tables.corridors)
        raise InvalidQuery("no_corridor", sending=sending, receiving=receiving, known=known)
    if (options.send is None) == (options.receive is None):
        raise InvalidQuery("one_amount", send="send", receive="receive")
    held = corridor.sends if options.currency is None else currency_code(options.currency)
    if not say.is_currency(held):
        raise InvalidQuery("unknown_currency", code=held)
    if options.receive is not None and corridor.receives is None:
        raise InvalidQuery("no_own_currency", receiving=receiving)
    home = corridor.receives or held
    return Transfer(
        corridor=corridor,
        currency=held,
        send=None if options.send is None else _amount("send", options.send, held, say),
        receive=None if options.receive is None else _amount("receive", options.receive, home, say),
        pay_in=_member("pay_in", options.pay_in, PaymentInstrument),
        pay_out=_member("pay_out", options.pay_out, DisbursementMethod),
        within=None if options.within is None else WITHIN[one_of("within", options.within, list(WITHIN))],
        region=None if options.region is None else one_of("region", options.region, list(data.regions)),
        promotions=options.promotions,
        benchmark=Benchmark(one_of("reference", options.reference, [b.value for b in Benchmark])),
    )


def country_code(written: str) -> str:
    """A country's code as it is known here, however it was written: `tr` is TR, and UK is GB."""
    code = currency_code(written)
    return code.lower() if code.lower() == ANY else OTHER_CODES.get(code, code)


def currency_code(written: str) -> str:
    """A code in capitals, if it is one: capitals of other scripts' letters can look like ours."""
    code = written.strip()
    return code.upper() if code.isascii() else code


def _amount(option: str, written: str, currency: str, say: Speaker) -> Decimal:
    return _figure(option, written, say, "bad_amount", currency=currency)


def _per_unit(option: str, written: str, say: Speaker) -> Decimal:
    return _figure(option, written, say, "bad_official", places=RATE_PLACES, most=MOST_RATE)


def _figure(
    option: str,
    written: str,
    say: Speaker,
    code: str,
    *,
    currency: str | None = None,
    places: int = MONEY_PLACES,
    most: Decimal = MOST,
    zero: bool = False,
) -> Decimal:
    """A figure as the language writes it. Raises `InvalidQuery`, with both readings where there are two."""
    read = read_amount(written, say.language, currency=currency, places=places, most=most, zero=zero)
    if isinstance(read, Decimal):
        return read
    value = shown(written)[:LONGEST_SHOWN]
    if read.fault is AmountFault.AMBIGUOUS:
        one, other = (plain(choice) or "" for choice in read.choices)
        raise InvalidQuery("ambiguous_amount", option=option, value=value, one=one, other=other)
    raise InvalidQuery(code, option=option, value=value)


def _guarded(value: Decimal, currency: str, day: date, data: Dataset) -> Rate:
    """The official rate that was given. Raises `InvalidQuery` with both values where it is held back."""
    second = data.rates.second(currency, day)
    judged = judge(value, currency, day, data.rates, second)
    if not (judged.accepted or data.invented):
        held = judged.held_against
        known, since = (value, day) if held is None else held
        holes = {"value": f"{value:f}", "known": f"{known:f}", "day": since.isoformat()}
        raise InvalidQuery("far_official", option="official", **holes)
    return Rate(day=day, currency=currency, nominal=1, value=value, source=TOLD_SOURCE)


def _counter(written: str, transfer: Transfer, day: date, data: Dataset, say: Speaker) -> Decimal:
    """What an exchange counter gives. Raises `InvalidQuery` where it is too far from the official rate."""
    rate = _per_unit("counter_rate", written, say)
    official = reference(data.rates, day, base=transfer.currency, quote=transfer.received_currency)
    if official is not None and not is_near(rate, official):
        holes = {"value": f"{rate:f}", "known": f"{official.rate:f}", "day": official.day.isoformat()}
        raise InvalidQuery("far_counter", option="counter_rate", **holes)
    return rate


def asked_day(value: str | None, today: date) -> date:
    """The day that an option names; today where it names none. Raises `InvalidQuery` for what is no day."""
    if value is None:
        return today
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InvalidQuery("bad_day", value=value[:LONGEST_SHOWN]) from None


def not_before(day: date, data: Dataset) -> None:
    """Raises `InvalidQuery` for a day before the first on which any price or rate is known."""
    first = data.first_day
    if first is not None and day < first:
        raise InvalidQuery("too_early", day=day.isoformat(), first=first.isoformat())


def _member(option: str, value: str | None, kind: type[E]) -> E | None:
    return None if value is None else kind(one_of(option, value, [m.value for m in kind]))


def _count(option: str, value: str | None, least: int, most: int) -> int | None:
    if value is None:
        return None
    if not (value.isascii() and value.isdigit() and len(value) <= 9 and least <= int(value) <= most):
        holes = {"least": str(least), "most": str(most)}
        raise InvalidQuery("bad_count", option=option, value=value[:LONGEST_SHOWN], **holes)
    return int(value)


def _told(value: str, number: int, say: Speaker) -> ReaderQuote:
    parts: dict[str, str] = {}
    for pair in value.split(","):
        name, _, figure = pair.partition("=")
        if name.strip() in parts:
            # Which of two is meant nobody can tell.
            raise InvalidQuery("bad_told", option="told", value=value[:80])
        parts[name.strip()] = figure.strip()
    written = {name: text for name, text in parts.items() if name != "name"}
    if not set(written) <= {"fee", "rate", "received"} or len(written) < 2:
        raise InvalidQuery("bad_told", option="told", value=value[:80])
    figures = {}
    for name, text in written.items():
        places = RATE_PLACES if name == "rate" else MONEY_PLACES
        try:
            figures[name] = _figure("told", text, say, "bad_told", places=places, zero=name == "fee")
        except InvalidQuery as fault:
            fault.holes["value"] = value[:80]
            raise
    name = shown(parts.get("name", "")) or say("told.nameless", number=number)
    return ReaderQuote(name=name, **figures)


def _asked(value: str | None, say: Speaker) -> AskedPrice | None:
    if value is None:
        return None
    figure = _figure("asked", value.strip().removesuffix("%"), say, "bad_asked", zero=True)
    if value.strip().endswith("%"):
        if figure >= HUNDRED:
            raise InvalidQuery("bad_asked", option="asked", value=value[:LONGEST_SHOWN])
        return AskedPrice(percent=figure)
    return AskedPrice(amount=figure)
