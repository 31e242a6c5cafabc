"""Providers' own calculators asked for their prices, one question after the other, each answer kept."""

import gzip
import hashlib
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from channels import files
from channels.collect import asked_prices
from channels.collect.asked_prices import Known
from channels.dataset.dataset import Dataset, DatasetError
from channels.dataset.loading import load
from channels.readers import calculators
from channels.readers.calculators import Calculator, CalculatorQuestion, CalculatorReading, CalculatorRequest
from channels.readers.failed import Failed
from channels.readers.fetching import FetchedAnswer
from channels.readers.providers import catalogue
from channels.records.asked_prices import AskedState, JudgedPrice
from channels.records.base import Corridor
from channels.refresh import hosts, last_asked
from channels.refresh.setting import IntakeSetting

PAUSE = 2.0
"""Seconds for which a host is left in peace behind each answer."""
KEPT = timedelta(days=365)
"""How long a raw answer is kept."""
NOT_THIS_QUESTION = frozenset({"400", "404", "422"})
"""How an interface says that a question itself is none for it: the next one is put."""
ENDS_A_PROVIDER = frozenset(
    {"unreachable", "refused", "redirected", "server_error", "busy", "too_slow", "too_large", "not_written"}
)
"""After these a provider is not asked again in this round; nor after a second answer that cannot be read."""
MOST_UNREADABLE = 2


class Keeper(Protocol):
    """Where answers are kept and published, and where the switches stand."""

    def may_ask(self, calculator: Calculator) -> bool:
        """Whether somebody lets the program ask it."""

    def known(self, provider: str, corridor: str) -> Known:
        """What readers see of it on a corridor, and whether its first price was let through."""

    def publish(self, found: Sequence[JudgedPrice], now: datetime) -> tuple[JudgedPrice, ...]:
        """Keep answers and publish those that may be; as what each was kept."""

    def told(self, provider: str, asked: datetime, answered: datetime | None, fault: Failed | None) -> None:
        """Put down how a question went."""


@dataclass(frozen=True, slots=True)
class CalculatorInquiry:
    """A calculator, a corridor, and the amounts that it is to be asked about there."""

    calculator: Calculator
    corridor: Corridor
    amounts: tuple[Decimal, ...]

    @property
    def questions(self) -> tuple[CalculatorQuestion, ...]:
        """One question an amount."""
        ends = self.corridor.sending, self.corridor.receiving
        pays = self.corridor.receives
        assert pays is not None
        return tuple(CalculatorQuestion(*ends, a, self.corridor.sends, pays) for a in self.amounts)


@dataclass(frozen=True, slots=True)
class Collected:
    """What came of one calculator on one corridor: its judged answers, and why there are no more.

    `odd` are entries of answers that could not be read, by the field that is missing.
    """

    provider: str
    corridor: str
    found: tuple[JudgedPrice, ...] = ()
    fault: Failed | None = None
    odd: tuple[str, ...] = ()

    def count(self, state: AskedState) -> int:
        """How many answers have come to a state."""
        return sum(one.state is state for one in self.found)


@dataclass(frozen=True, slots=True)
class CollectPlan:
    """What is to be asked: which calculators, and of how many questions each."""

    inquiries: tuple[CalculatorInquiry, ...]
    off: tuple[str, ...] = ()

    @property
    def steps(self) -> int:
        """How many questions there are."""
        return sum(len(one.amounts) for one in self.inquiries)


@dataclass
class _Round:
    """One run over a plan."""

    setting: IntakeSetting
    keeper: Keeper
    data: Dataset
    pause: float
    step: Callable[[int], None]
    ended: set[str] = field(default_factory=set)
    faults: dict[str, Failed] = field(default_factory=dict)
    unreadable: dict[str, int] = field(default_factory=dict)


def plan(
    setting: IntakeSetting,
    keeper: Keeper,
    data: Dataset,
    *,
    providers: Iterable[str] = (),
    corridors: Iterable[str] = (),
    environ: Mapping[str, str] = os.environ,
) -> CollectPlan:
    """What is to be asked today; of some providers and corridors alone where they are named.

    A calculator that is switched off, or a provider that is stopped, suspended or named as unlicensed, is
    not asked. `off` names those switched off.
    """
    wanted, ways, day = set(providers), set(corridors), setting.today()
    found, off = [], []
    for calculator in catalogue.calculators(environ):
        if wanted and calculator.provider not in wanted:
            continue
        if calculator.provider not in data.providers:
            continue
        if not keeper.may_ask(calculator):
            off.append(calculator.provider)
            continue
        anywhere = calculator.tells_coverage
        for corridor in asked_prices.corridors_of(data, calculator.provider, day, anywhere=anywhere):
            amounts = asked_prices.amounts_for(data, calculator.provider, corridor, day)
            if amounts and (not ways or corridor.key in ways):
                found.append(CalculatorInquiry(calculator, corridor, amounts))
    return CollectPlan(tuple(found), tuple(off))


def collect(
    setting: IntakeSetting,
    keeper: Keeper,
    *,
    providers: Iterable[str] = (),
    corridors: Iterable[str] = (),
    pause: float | None = None,
    step: Callable[[int], None] = lambda _: None,
    environ: Mapping[str, str] = os.environ,
) -> Iterator[Collected]:
    """Ask every calculator that may be asked; each corridor is published as soon as it is whole.

    One that is odd, broken or silent keeps none of the others back. `pause`: seconds between two questions to
    a host, `PAUSE` unless the environment's PULYOLU_ASK_PAUSE says another. `step` is told how many questions
    are behind. Raises `Failed`: `no_contact` where nobody named one, `data_faulty` where the data cannot be
    read.
    """
    if not setting.may_ask_others:
        raise Failed("no_contact")
    data = loaded(setting)
    todo = plan(setting, keeper, data, providers=providers, corridors=corridors, environ=environ)
    rest = pause if pause is not None else pause_of(environ)
    going = _Round(setting, keeper, data, rest, step)
    clear_raw(setting)
    # One corridor of each provider after the other: no host is asked in a burst.
    for inquiry in sorted(todo.inquiries, key=lambda one: (one.corridor.usual or 99, one.corridor.key)):
        if inquiry.calculator.provider in going.ended:
            step(len(inquiry.amounts))
            continue
        yield _corridor(going, inquiry)


def pause_of(environ: Mapping[str, str]) -> float:
    """Seconds between two questions to a host, as PULYOLU_ASK_PAUSE says; `PAUSE` where it says none."""
    try:
        return min(max(float(environ.get("PULYOLU_ASK_PAUSE", "")), 0.0), 600.0)
    except ValueError:
        return PAUSE


def loaded(setting: IntakeSetting) -> Dataset:
    """The data as readers see them, without the European Central Bank's rates. Raises `Failed`."""
    try:
        return load(setting.place.folder, setting.place.over)
    except (DatasetError, OSError):
        raise Failed("data_faulty") from None


def _corridor(going: _Round, inquiry: CalculatorInquiry) -> Collected:
    """Ask about every amount of a corridor, and publish what came of it."""
    calculator, setting = inquiry.calculator, going.setting
    provider, corridor = calculator.provider, inquiry.corridor.key
    found: list[JudgedPrice] = []
    odd: list[str] = []
    faults: list[Failed] = []
    known = going.keeper.known(provider, corridor)
    asked = setting.now()
    for reading in _readings(going, inquiry, faults):
        odd += reading.odd
        found += asked_prices.judged(reading.prices, going.data, setting.today(), calculator.services, known)
    answered = max((one.price.answered for one in found), default=None)
    kept: tuple[JudgedPrice, ...] = ()
    try:
        kept = going.keeper.publish(found, setting.now()) if found else ()
    except Failed as stop:
        faults.append(stop)
    if odd:
        faults.append(Failed("field_missing", field=odd[0]))
    if faults:
        going.faults.setdefault(provider, faults[0])
    # What was wrong on one corridor is not made good by another.
    fault = going.faults.get(provider)
    going.keeper.told(provider, asked, answered, fault)
    last_asked.note(setting.var, f"{last_asked.CALCULATOR}{provider}", asked, answered, fault)
    return Collected(provider, corridor, kept, faults[0] if faults else None, tuple(dict.fromkeys(odd)))


def _readings(going: _Round, inquiry: CalculatorInquiry, faults: list[Failed]) -> Iterator[CalculatorReading]:
    """What each answer on a corridor says; `faults` is told why there are no more."""
    calculator, left = inquiry.calculator, len(inquiry.amounts)
    try:
        way = None
        if calculator.ask_coverage is not None:
            served, way = _covered(going, inquiry)
            if served is not None:
                yield served
                return
        for question in inquiry.questions:
            try:
                reading = _read(going, calculator, question, way)
            except Failed as stop:
                faults.append(stop)
                if _ends(going, calculator.provider, stop):
                    return
            else:
                yield reading
                if any(not one.is_price and one.asked_amount is None for one in reading.prices):
                    return
            finally:
                left -= 1
                going.step(1)
    except Failed as stop:
        faults.append(stop)
        _ends(going, calculator.provider, stop)
    finally:
        going.step(left)


def _read(
    going: _Round, calculator: Calculator, question: CalculatorQuestion, way: str | None
) -> CalculatorReading:
    """What an answer says, which is kept as it came, readable or not. Raises `Failed`."""
    answer = _answer(going, calculator.ask(question, calculator.address, way))
    _keep_raw(going.setting, answer)
    try:
        return calculator.read(answer, question, way)
    except (ArithmeticError, ValueError, TypeError, LookupError):
        # Whatever else an answer holds, it takes nothing down with it.
        raise Failed("not_an_answer") from None


def _covered(going: _Round, inquiry: CalculatorInquiry) -> tuple[CalculatorReading | None, str | None]:
    """The answer that a direction is not served, None where it is; and by which way the price is to be asked.

    Raises `Failed`.
    """
    calculator, question = inquiry.calculator, inquiry.questions[0]
    assert calculator.ask_coverage is not None and calculator.read_coverage is not None
    address = calculator.coverage_address or calculator.address
    answer = _answer(going, calculator.ask_coverage(question, address))
    _keep_raw(going.setting, answer)
    said = calculator.read_coverage(answer, question)
    if said.served:
        return None, said.way
    return CalculatorReading((calculators.not_offered(calculator, answer, question),)), None


def _ends(going: _Round, provider: str, fault: Failed) -> bool:
    """Whether a provider is let alone for the rest of the round."""
    if fault.holes.get("status") in NOT_THIS_QUESTION or fault.code == "no_question":
        return False
    if fault.code in ENDS_A_PROVIDER:
        going.ended.add(provider)
        return True
    going.unreadable[provider] = going.unreadable.get(provider, 0) + 1
    if going.unreadable[provider] < MOST_UNREADABLE:
        return False
    going.ended.add(provider)
    return True


def _answer(going: _Round, request: CalculatorRequest) -> FetchedAnswer:
    setting = going.setting
    return hosts.ask(
        setting.var, request.url, request.parameters, json_body=request.json_body, contact=setting.contact,
        limits=replace(setting.limits, tries=1), pause=going.pause, now=setting.now,
    )  # fmt: skip


def raw_folder(var: Path) -> Path:
    """Where raw answers lie, a folder a day; no export and no backup takes them."""
    return var / "quotes" / "raw"


def raw(var: Path, day: date, sha256: str) -> bytes | None:
    """An answer as it came; None where it is gone or was changed."""
    body = files.read(raw_folder(var) / day.isoformat() / f"{sha256}.gz")
    if body is None:
        return None
    with suppress(OSError, EOFError, zlib.error):
        unpacked = gzip.decompress(body)
        return unpacked if hashlib.sha256(unpacked).hexdigest() == sha256 else None
    return None


def clear_raw(setting: IntakeSetting) -> int:
    """Take away raw answers that are older than a year; how many days went."""
    before, gone = (setting.today() - KEPT).isoformat(), 0
    for folder in sorted(raw_folder(setting.var).glob("????-??-??")):
        if folder.name < before:
            for path in folder.iterdir():
                path.unlink(missing_ok=True)
            folder.rmdir()
            gone += 1
    return gone


def _keep_raw(setting: IntakeSetting, answer: FetchedAnswer) -> None:
    """Keep an answer as it came, packed. Raises `Failed` where nothing can be written."""
    day = answer.answered.astimezone(UTC).date()
    path = raw_folder(setting.var) / day.isoformat() / f"{answer.sha256}.gz"
    try:
        if not path.is_file():
            files.replace(path, gzip.compress(answer.body, mtime=0))
    except OSError:
        raise Failed("not_written", folder=str(setting.var)) from None
