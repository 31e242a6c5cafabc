"""Official rates and outside prices, taken in while the program runs; a failure changes nothing."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from channels import files
from channels.clock import now
from channels.compare.usual_amount import usual_amount
from channels.dataset import locations
from channels.dataset.dataset import Dataset, DatasetError
from channels.dataset.loading import load
from channels.dataset.locations import DataFolders
from channels.pricing.rate_guard import JudgedRate, judge_sheet
from channels.readers import cbar, ecb, wise
from channels.readers.failed import Failed
from channels.readers.fetching import FetchedAnswer, Limits, fetch
from channels.records.base import Corridor
from channels.records.official_rates import OfficialRate
from channels.refresh import fetch_log
from channels.refresh.fetch_log import LoggedImport
from channels.refresh.publishing import publish_rates
from channels.terms import BAKU

HOME = "AZ"
LOOK_BACK = 8
"""Days asked for, from today back, where a day has no sheet at all."""
LONGEST_REST = timedelta(days=1)
"""A server that asks for a longer rest is asked again after this one."""
"""The amount of the World Bank's price surveys."""
NOT_ANSWERED = frozenset({"400", "404", "422"})
"""How an API says that a question itself is none for it."""
ORDINARY = Limits()


@dataclass(frozen=True, slots=True)
class IntakeSetting:
    """Where the data and what is added to it lie, who is asked under which address, and how long."""

    place: DataFolders
    var: Path
    cbar_url: str = cbar.ADDRESS
    wise_url: str = wise.ADDRESS
    limits: Limits = ORDINARY
    now: Callable[[], datetime] = now

    @classmethod
    def of(cls, environ: Mapping[str, str], limits: Limits = ORDINARY) -> "IntakeSetting":
        """As the environment says: PULYOLU_DATA, PULYOLU_VAR, PULYOLU_CBAR_URL, PULYOLU_WISE_URL."""
        return cls(
            locations.real(environ),
            locations.var(environ),
            environ.get("PULYOLU_CBAR_URL") or cbar.ADDRESS,
            environ.get("PULYOLU_WISE_URL") or wise.ADDRESS,
            limits,
        )

    def today(self) -> date:
        """Today in Baku."""
        return self.now().astimezone(BAKU).date()


@dataclass(frozen=True, slots=True)
class RateSheet:
    """A sheet that was read: of which day, how many rates it has, how many are new, which are held back.

    `releasable`: those held back that a second person may let through, as the sheet has them. `odd`: codes of
    lines that cannot be read.
    """

    day: date
    rates: int
    added: int
    taken: LoggedImport
    held: tuple[JudgedRate, ...] = ()
    releasable: tuple[OfficialRate, ...] = ()
    odd: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WiseAnswer:
    """A question to Wise with its prices, or why there are none. `new`: the answer was not known before.

    `odd`: prices of the answer that were not taken.
    """

    question: wise.WiseQuestion
    quotes: tuple[wise.ProviderQuote, ...] = ()
    new: bool = False
    taken: LoggedImport | None = None
    fault: Failed | None = None
    odd: tuple[wise.OddQuote, ...] = ()


def refresh_cbar(setting: IntakeSetting, day: date | None = None) -> RateSheet:
    """Take in the sheet of a day, else the latest, and lay its rates over the data.

    What the guard of official rates holds back is told and not laid over the data. The same sheet twice
    adds nothing. No page is to wait for it. Raises `Failed`, and has then changed nothing.
    """
    answer, asked = _sheet(setting, day)
    sheet = cbar.read(answer.body, url=answer.url, retrieved=setting.today(), latest=asked)
    taken = LoggedImport.of("cbar", {"sheet": sheet.day.isoformat()}, answer)
    try:
        with files.alone(fetch_log.folder(setting.var)):
            scratch = fetch_log.folder(setting.var)
            known = load(setting.place.folder, setting.place.over)
            judged = judge_sheet(sheet.rates, known.rates, second=second_source, twice=sheet.twice)
            accepted = [rate for rate, found in zip(sheet.rates, judged, strict=True) if found.accepted]
            added = publish_rates(setting.place, sheet.source, accepted, known=known, scratch=scratch)
            fetch_log.note(setting.var, taken)
    except DatasetError:
        raise Failed("data_faulty") from None
    except OSError:
        raise _not_written(setting) from None
    held = tuple(found for found in judged if not found.accepted)
    releasable = tuple(
        OfficialRate(day=rate.day, currency=rate.currency, nominal=rate.nominal, value=rate.value)
        for rate, found in zip(sheet.rates, judged, strict=True)
        if not found.accepted and found.may_be_released
    )
    return RateSheet(sheet.day, len(sheet.rates), added, taken, held, releasable, sheet.odd)


def second_source(currency: str, day: date, dollar: Decimal | None) -> Decimal | None:
    """Manat for one unit by the ECB's sheet of that very day, at the Central Bank's dollar; None without."""
    found = None if dollar is None or currency == "USD" else ecb.dollars(currency, day)
    return found[1] * dollar if found is not None and dollar is not None and found[0] == day else None


def questions(
    data: Dataset, day: date, corridors: Iterable[Corridor] | None = None
) -> tuple[wise.WiseQuestion, ...]:
    """What Wise is to be asked: about 200 dollars on each corridor, or on all into Azerbaijan.

    A corridor whose currencies or their rate are not known is left out.
    """
    asked = []
    if corridors is None:
        corridors = [c for c in data.tables.corridors if c.receiving == HOME != c.sending]
    for corridor in corridors:
        sent = usual_amount(data, corridor.sends, day)
        if sent is not None and corridor.receives is not None:
            asked.append(
                wise.WiseQuestion(
                    corridor.sending, corridor.receiving, sent, corridor.sends, corridor.receives
                )
            )
    return tuple(asked)


def refresh_wise(setting: IntakeSetting, asked: Sequence[wise.WiseQuestion]) -> tuple[WiseAnswer, ...]:
    """Ask Wise one question after the other and keep each answer with its hash and clocks.

    What was answered stays kept. Where Wise does not take a question, the next is put; once Wise cannot
    be had at all, none: the last of the list then says why. No page is to wait for it.
    """
    done = []
    for question in asked:
        try:
            answer = _fetch(setting, "wise", setting.wise_url, question.parameters())
            done.append(_keep(setting, question, answer))
        except Failed as fault:
            done.append(WiseAnswer(question, fault=fault))
            if fault.holes.get("status") not in NOT_ANSWERED:
                break
    return tuple(done)


def quotes(var: Path) -> tuple[wise.ProviderQuote, ...]:
    """Every price that Wise told, oldest answer first. An answer that is gone or was changed is left out.

    Raises OSError where the files cannot be read.
    """
    found: list[wise.ProviderQuote] = []
    for taken in fetch_log.imports(var):
        body = files.read(_raw(var, taken.sha256)) if taken.what == "wise" else None
        if body is not None and hashlib.sha256(body).hexdigest() == taken.sha256:
            question = wise.WiseQuestion.of(taken.about)
            found += wise.read(body, question, answered=taken.answered, sha256=taken.sha256).quotes
    return tuple(found)


def _sheet(setting: IntakeSetting, day: date | None) -> tuple[FetchedAnswer, date]:
    """The answer for a day with that day; without a day, the first that has a sheet, from today back."""
    days = [day] if day is not None else [setting.today() - timedelta(days=n) for n in range(LOOK_BACK)]
    for asked in days:
        try:
            return _fetch(setting, "cbar", cbar.sheet_url(asked, setting.cbar_url)), asked
        except Failed as fault:
            if fault.holes.get("status") != "404" or asked == days[-1]:
                raise
    raise AssertionError("the last day has raised")


def _fetch(
    setting: IntakeSetting, what: str, url: str, parameters: Mapping[str, str] | None = None
) -> FetchedAnswer:
    """An answer, unless a rest that was asked for is not over; one asked for now is written down."""
    try:
        until = fetch_log.rests(setting.var).get(what)
        if until is not None and until > setting.now():
            raise Failed("busy", until=until)
        try:
            return fetch(url, parameters, limits=setting.limits, now=setting.now)
        except Failed as fault:
            if fault.until is not None:
                fetch_log.note_rest(setting.var, what, min(fault.until, setting.now() + LONGEST_REST))
            raise
    except OSError:
        raise _not_written(setting) from None


def _keep(setting: IntakeSetting, question: wise.WiseQuestion, answer: FetchedAnswer) -> WiseAnswer:
    """Keep an answer of Wise as it came, once."""
    found = wise.read(answer.body, question, answered=answer.answered, sha256=answer.sha256)
    taken = LoggedImport.of("wise", question.written(), answer)
    try:
        with files.alone(fetch_log.folder(setting.var)):
            path = _raw(setting.var, answer.sha256)
            if not path.is_file():
                files.replace(path, answer.body)
            new = fetch_log.note(setting.var, taken)
    except OSError:
        raise _not_written(setting) from None
    return WiseAnswer(question, found.quotes, new, taken, odd=found.odd)


def _not_written(setting: IntakeSetting) -> Failed:
    return Failed("not_written", folder=str(setting.var))


def _raw(var: Path, sha256: str) -> Path:
    return var / "quotes" / "wise" / f"{sha256}.json"
