"""`refresh cbar`, `ecb`, `wise`: official rates and outside prices, once or again and again."""

import json
import re
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from os import environ
from typing import TYPE_CHECKING, Annotated, Any

import typer

from channels import clock
from channels.commands.terminal import Form, Language, option, refuse, speaking
from channels.compare import query
from channels.compare.query import InvalidQuery, Options, shown
from channels.dataset.dataset import DatasetError
from channels.dataset.loading import load
from components.i18n import Words
from components.words import refresh as refresh_words
from components.words.refusals import misasked

if TYPE_CHECKING:
    from channels.pricing.rate_guard import JudgedRate
    from channels.readers.failed import Failed
    from channels.readers.wise import WiseQuestion
    from channels.records.official_rates import OfficialRate
    from channels.refresh.intake import WiseAnswer
    from channels.refresh.setting import IntakeSetting

UNITS = {"m": 60, "h": 3_600, "d": 86_400}
SHORTEST, LONGEST = 900, 30 * 86_400
"""Seconds between two times: nobody is asked more often, and a longer pause is a slip of the finger."""

refresh_app = typer.Typer(no_args_is_help=True, help="Take in official rates, or prices that others publish.")

Every = Annotated[str | None, typer.Option(help="again and again: 30m, 6h or 1d; once if left out")]
Deadline = Annotated[float, typer.Option(help="seconds until an answer is there whole", min=0.05, max=300)]
Row = dict[str, Any]


@refresh_app.command("cbar")
def refresh_cbar(
    day: Annotated[str | None, typer.Option(help="the sheet of a day; the latest if left out")] = None,
    every: Every = None,
    deadline: Deadline = 10.0,
    form: Form = "text",
    language: Language = "en",
) -> None:
    """Take in the Central Bank's official rates."""
    say = speaking(language, form)
    pause, asked = _pause(every, say), _day(day, say)
    from channels.readers.failed import Failed  # noqa: PLC0415  as above
    from channels.refresh import intake  # noqa: PLC0415  a network library: loaded only when used

    def once() -> bool:
        try:
            found = intake.refresh_cbar(_setting(deadline), asked)
        except Failed as fault:
            _tell({"what": "cbar", "fault": _fault(fault)}, [], form)
            _told(fault, "cbar", say)
            return False
        row: Row = {"sheet": found.day.isoformat(), "rates": found.rates, "added": found.added, "fault": None}
        row["odd"] = list(found.odd)
        row["held"] = [_held_row(judged) for judged in found.held]
        taken = found.taken.model_dump(mode="json", exclude={"about"})
        _tell({**taken, **row}, refresh_words.sheet(found, say), form)
        return not found.releasable or _stand_on_desk(found.releasable, say)

    _repeat(once, pause)


@refresh_app.command("ecb")
def refresh_ecb(every: Every = None, form: Form = "text", language: Language = "en") -> None:
    """Tell which rates of the European Central Bank the program holds; later ones come with a package."""
    say = speaking(language, form)
    pause = _pause(every, say)
    from channels.readers.ecb_history import held  # noqa: PLC0415  a long history: loaded only when used

    def once() -> bool:
        found = held()
        row = {"currencies": found.currencies, "first": str(found.first), "last": str(found.last)}
        line = refresh_words.history(found, say)
        _tell({"what": "ecb", **row, "release": found.release, "fault": None}, [line], form)
        return True

    _repeat(once, pause)


@refresh_app.command("wise")
def refresh_wise(
    sending: Annotated[str | None, typer.Argument(help="sending country; all if left out")] = None,
    receiving: Annotated[str | None, typer.Argument(help="receiving country")] = None,
    send: Annotated[str | None, typer.Option(help="the outlay asked about; about 200 dollars else")] = None,
    currency: Annotated[str | None, typer.Option(help="the sender's currency")] = None,
    every: Every = None,
    deadline: Deadline = 10.0,
    form: Form = "text",
    language: Language = "en",
) -> None:
    """Keep the prices of several providers that Wise tells, for stewards to look at."""
    say = speaking(language, form)
    pause = _pause(every, say)
    if sending is not None and receiving is None:
        refuse(say("cli.missing", option="RECEIVING"))
    from channels.readers.failed import Failed  # noqa: PLC0415  as above
    from channels.refresh import intake  # noqa: PLC0415  a network library: loaded only when used

    def once() -> bool:
        setting = _setting(deadline)
        try:
            asked = _questions(setting, sending, receiving, send, currency, say)
        except DatasetError:
            _tell({"what": "wise", "fault": {"code": "data_faulty"}}, [], form)
            _told(Failed("data_faulty"), "wise", say)
            return False
        done = intake.refresh_wise(setting, asked)
        rows = [_asked_row(asked) for asked in done]
        _tell(
            {"what": "wise", "chosen_by": "wise", "asked": rows},
            [line for one in done for line in (refresh_words.answer(one, say), *refresh_words.odd(one, say))],
            form,
        )
        faults = [asked.fault for asked in done if asked.fault is not None]
        for fault in faults:
            _told(fault, "wise", say)
        return not faults

    _repeat(once, pause)


def _pause(every: str | None, say: Words) -> int | None:
    """The seconds between two times; None for once."""
    if every is None:
        return None
    written = re.fullmatch(r"([0-9]{1,4})([mhd])", every)
    seconds = int(written[1]) * UNITS[written[2]] if written else 0
    if not SHORTEST <= seconds <= LONGEST:
        refuse(say("refresh.bad_every", value=every[:40]))
    return seconds


def _day(written: str | None, say: Words) -> date | None:
    try:
        return None if written is None else date.fromisoformat(written)
    except ValueError:
        refuse(say("cli.bad_day", value=written[:40] if written else ""))


def _setting(deadline: float) -> "IntakeSetting":
    from channels.readers.fetching import Limits  # noqa: PLC0415  a network library: loaded only when used
    from channels.refresh.setting import IntakeSetting  # noqa: PLC0415  as above
    from channels.store.published_files import turn_of  # noqa: PLC0415  as above

    return IntakeSetting.of(environ, Limits(seconds=deadline), turn_of(environ))


def _repeat(once: Callable[[], bool], pause: int | None) -> None:
    """Do it once and end with exit code 1 if it failed, or again and again until somebody stops it."""
    if pause is None:
        raise typer.Exit(0 if once() else 1)
    asked = False

    def stop(*_: object) -> None:
        nonlocal asked
        asked = True
        raise KeyboardInterrupt

    # An interrupt that comes while Python clears away is printed and forgotten; what is noted is not.
    before = signal.signal(signal.SIGINT, stop)
    try:
        with suppress(KeyboardInterrupt):
            while not asked:
                once()
                if not asked:
                    time.sleep(pause)
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
    raise typer.Exit(0)


def _tell(row: Row, lines: Sequence[str], form: str) -> None:
    if form == "json":
        lines = [json.dumps(row, ensure_ascii=False, indent=2)]
    for line in lines:
        typer.echo(shown(line) if form == "text" else line)


def _told(fault: "Failed", what: str, say: Words) -> None:
    """One sentence on standard error."""
    typer.echo(shown(refresh_words.failure(fault, what, say)), err=True)


def _stand_on_desk(rates: "Sequence[OfficialRate]", say: Words) -> bool:
    """Hand in what was held back, for a second person to release; what keeps it from that is told."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415  loaded only when used

    from channels.store.engine import address, open_store  # noqa: PLC0415  as above
    from channels.store.faults import StoreError  # noqa: PLC0415  as above
    from channels.store.official_rates import hold  # noqa: PLC0415  as above

    try:
        store = open_store(address(environ))
        try:
            hold(store, rates, now=clock.now())
        finally:
            store.dispose()
    except StoreError as stop:
        typer.echo(shown(say(f"cli.store_{stop.fault}", place=stop.place)), err=True)
        return False
    except SQLAlchemyError:
        typer.echo(say("steward.no_answer"), err=True)
        return False
    return True


def _held_row(judged: "JudgedRate") -> Row:
    """A rate that was held back, in manat for one unit, with the one that speaks against it."""
    against = judged.held_against
    return {
        "currency": judged.currency, "value": f"{judged.value:f}", "fault": judged.fault,
        "known": None if against is None else f"{against[0]:f}",
        "known_day": None if against is None else against[1].isoformat(),
    }  # fmt: skip


def _fault(fault: "Failed | None") -> Row | None:
    if fault is None:
        return None
    until = fault.until.isoformat() if fault.until is not None else None
    return {"code": fault.code, "until": until, **fault.holes}


def _questions(
    setting: "IntakeSetting",
    sending: str | None,
    receiving: str | None,
    send: str | None,
    currency: str | None,
    say: Words,
) -> "tuple[WiseQuestion, ...]":
    """What Wise is to be asked. Refuses what makes no question; raises `DatasetError`."""
    from channels.readers.wise import WiseQuestion  # noqa: PLC0415  a network library: loaded only when used
    from channels.refresh.intake import questions  # noqa: PLC0415  as above

    try:
        data = load(setting.place.folder, setting.place.over)
        if sending is None or receiving is None:
            return questions(data, setting.today())
        # Without an amount one unit stands in, so that the places are read as ever.
        written = Options(sending, receiving, send=send or "1", currency=currency)
        found = query.question(written, data, setting.today(), say).transfer
    except InvalidQuery as stop:
        refuse(misasked(stop, say, named=option))
    corridor = found.corridor.model_copy(update={"sends": found.currency})
    if send is None:
        asked = questions(data, setting.today(), [corridor])
    elif corridor.receives is None or found.send is None:
        asked = ()
    else:
        ends = (corridor.sending, corridor.receiving)
        asked = (WiseQuestion(*ends, found.send, found.currency, corridor.receives),)
    if not asked:
        refuse(say("refresh.no_question"))
    return asked


def _asked_row(asked: "WiseAnswer") -> Row:
    question, taken = asked.question, asked.taken
    return {
        "corridor": question.corridor,
        "amount": f"{question.amount:f}",
        "currency": question.currency,
        "pays": question.pays,
        "quotes": len(asked.quotes),
        "odd": [{"name": one.name, "fault": one.fault.value} for one in asked.odd],
        "new": asked.new,
        "import": taken.model_dump(mode="json", exclude={"what", "about"}) if taken else None,
        "fault": _fault(asked.fault),
    }
