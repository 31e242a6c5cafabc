"""Official rates and outside prices, taken in while the program runs; a failure changes nothing."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from channels import files
from channels.compare.usual_amount import usual_amount
from channels.dataset.dataset import Dataset, DatasetError
from channels.dataset.loading import load
from channels.pricing.rate_guard import JudgedRate, judge_sheet
from channels.readers import cbar, wise
from channels.readers.failed import Failed
from channels.readers.fetching import FetchedAnswer
from channels.records.base import Corridor
from channels.records.official_rates import OfficialRate
from channels.refresh import fetch_log, second_sources, stand_in
from channels.refresh.fetch_log import LoggedImport
from channels.refresh.last_asked import noted
from channels.refresh.publishing import publish_rates
from channels.refresh.second_sources import STAND_IN
from channels.refresh.setting import IntakeSetting

HOME = "AZ"
CBAR = "cbar"
LOOK_BACK = 8
"""Days asked for, from today back, where a day has no sheet at all."""
NOT_ANSWERED = frozenset({"400", "404", "422"})
"""How an API says that a question itself is none for it."""


@dataclass(frozen=True, slots=True)
class RateSheet:
    """A sheet that was read: of which day, how many rates it has, how many are new, which are held back.

    `releasable`: those held back that a second person may let through, as the sheet has them. `odd`: codes of
    lines that cannot be read. `own_fault`: why the Central Bank itself gave none, where a copy stands in.
    """

    day: date
    rates: int
    added: int
    taken: LoggedImport
    held: tuple[JudgedRate, ...] = ()
    releasable: tuple[OfficialRate, ...] = ()
    odd: tuple[str, ...] = ()
    own_fault: Failed | None = None


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

    Where the Central Bank itself cannot be had, and the keeper has named a contact, Frankfurter's copy of its
    sheet stands in, for currencies that have no rate of that day. What the guard of official rates holds
    back, with what other central banks say, is told and not laid over the data. The same sheet twice adds
    nothing. No page is to wait for it. Raises `Failed`, and has then changed nothing.
    """
    try:
        with noted(setting.var, CBAR, setting.now):
            answer, asked = _sheet(setting, day)
            sheet = cbar.read(answer.body, url=answer.url, retrieved=setting.today(), latest=asked)
    except Failed as fault:
        passed_on = _stand_in(setting, day or setting.today()) if setting.may_ask_others else None
        if passed_on is None:
            raise
        return replace(passed_on, own_fault=fault)
    return _taken(setting, sheet, LoggedImport.of(CBAR, {"sheet": sheet.day.isoformat()}, answer))


def _stand_in(setting: IntakeSetting, day: date) -> RateSheet | None:
    """What Frankfurter passes on of the Central Bank's sheet; None where it does not, or may not be asked."""
    try:
        known = load(setting.place.folder, setting.place.over)
        sheet, answer = stand_in.sheet(setting, day, known)
        return _taken(setting, sheet, LoggedImport.of(STAND_IN, {"sheet": sheet.day.isoformat()}, answer))
    except (Failed, DatasetError):
        return None


def _taken(setting: IntakeSetting, sheet: cbar.Sheet, taken: LoggedImport) -> RateSheet:
    """Judge a sheet and lay what the guard lets through over the data. Raises `Failed`."""
    # A copy is not vouched for by another copy of the same hand.
    asking = replace(setting, contact=None) if taken.what == STAND_IN else setting
    second = second_sources.judging(second_sources.asked(asking, sheet.day))
    try:
        with setting.publishing() as place:
            scratch = fetch_log.folder(setting.var)
            known = load(place.folder, place.over)
            judged = judge_sheet(sheet.rates, known.rates, second=second, twice=sheet.twice)
            accepted = [rate for rate, found in zip(sheet.rates, judged, strict=True) if found.accepted]
            added = publish_rates(place, sheet.source, accepted, known=known, scratch=scratch)
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
    be had at all, none: the last of the list then says why. Nobody is asked without the keeper's contact. No
    page is to wait for it.
    """
    done = []
    for question in asked:
        try:
            if not setting.may_ask_others:
                raise Failed("no_contact")
            with noted(setting.var, "wise", setting.now):
                answer = setting.asked(setting.wise_url, question.parameters())
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
            return setting.asked(cbar.sheet_url(asked, setting.cbar_url)), asked
        except Failed as fault:
            if fault.holes.get("status") != "404" or asked == days[-1]:
                raise
    raise AssertionError("the last day has raised")


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
