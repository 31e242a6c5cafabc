"""Writers killed at their steps: `python -m tests.support.kills FOLDER MOST SEED NAME ...` tries them out.

A step is a statement, a commit, or whatever changes a file of the project's. A child of this process writes
and is killed just before one of them; what it left is then looked at, the next start is made, and the work
done to its end. One line of JSON for each writer says which steps were tried and what was wrong.
"""

import json
import os
import random
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PIL import Image
from sqlalchemy import Engine, event, select

from channels.clock import VARIABLE
from channels.dataset.dataset import DatasetError
from channels.dataset.loading import load
from channels.dataset.locations import DataFolders
from channels.panel import importing, quotes, storage
from channels.panel.price_history import quotes_folder
from channels.readers import wise
from channels.readers.fetching import FetchedAnswer
from channels.records.asked_prices import AskedState, CalculatorPrice, JudgedPrice
from channels.records.official_rates import OfficialRate
from channels.records.replies import Group, Reply
from channels.refresh import fetch_log, hosts, intake
from channels.refresh.setting import IntakeSetting
from channels.store import (
    arrivals,
    asked_prices,
    asked_publishing,
    calculators,
    discussions,
    official_rates,
    price_entries,
    provider_checks,
    publishing,
    quote_keeping,
    receipts,
    replies,
    rooms,
)
from channels.store.backup import backup, restore
from channels.store.engine import open_store, reading
from channels.store.mending import mend
from channels.store.tables import LOG, METADATA
from tests.channels.dataset.test_loading import small
from tests.support.builders import a_discussion, a_lead, a_provider_check, an_arrival, an_entry, dec
from tests.support.publishers import comparison, quote, sheet
from tests.support.writers import NOW

DAY = NOW.date()
OWN = {"service": "account"}
"""What the smallest data have."""
NAMES = {
    "entry", "id", "lead", "code", "room", "voter", "supersedes", "subject", "provider_check", "discussion",
    "official_rate",
}  # fmt: skip
"""Columns whose values are drawn by chance."""
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod", "os.utime"}
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT
PUBLISHED = "published"


@dataclass
class Place:
    """A folder with data, a store, what is published and what else a writer keeps."""

    root: Path

    @property
    def var(self) -> Path:
        """What is added while the program runs."""
        return self.root / "var"

    @property
    def folders(self) -> DataFolders:
        """The data with what was published over them."""
        return DataFolders(self.root / "data", self.var / "published")

    @property
    def over(self) -> Path:
        """The published files."""
        return self.var / "published"

    @contextmanager
    def store(self) -> Iterator[Engine]:
        """The store, as long as the block lasts."""
        found = open_store(f"sqlite:///{self.var / 'store.sqlite3'}")
        try:
            yield found
        finally:
            found.dispose()


Act = Callable[[Place], object]


@dataclass(frozen=True)
class Writer:
    """What is there before, and writes one after the other of which each is done whole or not at all.

    `repeatable`: all of them are done again after a kill, and nothing is there twice. `varies`: how far it
    is it tells by the clock, so that it may end before a step at which it was to be killed.
    """

    acts: Sequence[Act]
    before: Sequence[Act] = ()
    repeatable: bool = False
    seen: Callable[[Place], object] | None = None
    varies: bool = False


def _in_store(work: Callable[..., object], *given: object, **named: object) -> Act:
    def act(place: Place) -> object:
        with place.store() as store:
            return work(store, *given, **{"now": NOW} | named)

    return act


def _each(kept: Callable[[Engine], Sequence[Any]], work: Callable[..., object]) -> Act:
    """The same with the ids of everything that a table has."""

    def act(place: Place) -> object:
        with place.store() as store:
            return work(store, place, sorted(one.id for one in kept(store)))

    return act


def _closed(place: Place) -> object:
    with place.store() as store:
        ids = [k.id for k in price_entries.kept(store) if k.stage == "confirmed"]
        return publishing.close(store, place.folders, ids, by="bob", now=NOW)


def _rate() -> OfficialRate:
    return OfficialRate(day=DAY, currency="RUB", nominal=100, value=dec("2.03"))


def _answer(body: str) -> FetchedAnswer:
    return FetchedAnswer("https://example.org/x", body.encode(), NOW, NOW)


def _refreshed(place: Place, *, what: str) -> object:
    answers = {"cbar": sheet(DAY), "wise": comparison(quote())}
    setting = IntakeSetting(place.folders, place.var, now=lambda: NOW, contact="keeper@example.org")
    with patch.object(hosts, "fetch", lambda *_, **__: _answer(answers[what])):
        if what == "cbar":
            return intake.refresh_cbar(setting, DAY)
        asked = wise.WiseQuestion("DE", "AZ", dec(170), "EUR", "AZN")
        return [one.fault for one in intake.refresh_wise(setting, [asked])]


CORRIDORS = "Sending Code,Receiving Code,Series Code,2019Q4 [YR2019Q4],2020Q1 [YR2020Q1]\n"


def _imported(place: Place, *, figures: str) -> object:
    path = place.root / "corridors.csv"
    path.write_text(f"{CORRIDORS}DEU,AZE,TC,{figures}\n", encoding="utf-8")
    return importing.import_file("published", path, place.var / "panel")


def _picture() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "PNG")
    return drawn.getvalue()


def _room(place: Place) -> object:
    with place.store() as store:
        return rooms.open_room(store, language="az", now=NOW, leader="a leader")


def _leading(work: Callable[[Engine, str, str], object]) -> Act:
    def act(place: Place) -> object:
        with place.store() as store, reading(store) as connection:
            (code,) = connection.scalars(select(METADATA.tables["rooms"].c.code)).all()
        with place.store() as store:
            return work(store, code, rooms.lead_of("a leader", code))

    return act


def _restored(place: Place) -> object:
    with place.store() as store:
        done = restore(store, place.root / "kept.gz", now=NOW, replace=True, place=place.folders)
        publishing.write(store, place.over)
    return done


def _some_prices(place: Place) -> None:
    with place.store() as store:
        for fee in (1, 2):
            one = price_entries.add(store, an_entry(fee=dec(fee), **OWN), by="ann", now=NOW)
            price_entries.confirm(store, one.id, by="bob", now=NOW)


def _backed_up(place: Place) -> object:
    with place.store() as store:
        return backup(store, place.root / "kept.gz")


def _emptied(place: Place) -> None:
    (place.var / "store.sqlite3").unlink()
    shutil.rmtree(place.over)


def _bad_line(place: Place) -> None:
    (place.over / "rates.csv").write_text("day,currency,nominal,value,source\n2026-11-20,USD,1,dear,sheet\n")


def _mended(place: Place) -> object:
    with place.store() as store:
        return mend(store, place.folders, now=NOW)


def _set_aside(place: Place) -> object:
    """Whether the data hold, what readers see, and what was set aside."""
    aside = {
        path.name: path.read_bytes() for path in (place.var / "set_aside").rglob("[!.]*") if path.is_file()
    }
    try:
        shown = load(place.folders.folder, place.over).tables.observations
    except DatasetError as error:
        return [issue.code for issue in error.issues]
    return len(shown), aside


def _packed(place: Place) -> object:
    """How much the backup holds, read back into a store of its own."""
    with open_to(place.root / "read_back") as store:
        return restore(store, place.root / "kept.gz", now=NOW)


@contextmanager
def open_to(folder: Path) -> Iterator[Engine]:
    """An empty store, gone with the block."""
    shutil.rmtree(folder, ignore_errors=True)
    store = open_store(f"sqlite:///{folder / 'store.sqlite3'}")
    try:
        yield store
    finally:
        store.dispose()
        shutil.rmtree(folder)


def _answered(state: AskedState, **changed: Any) -> Act:
    """A calculator's answer, published or to be looked at first."""
    given: dict[str, Any] = {
        "provider": "a_bank", "corridor": "RU-AZ", "asked_amount": dec(20_000), "currency": "RUB",
        "outlay": dec(20_000), "principal": dec(19_998), "fee": dec(2), "rate": dec("0.02"), "pays": "AZN",
        "asked": NOW, "answered": NOW, "sha256": "0" * 64, "documented": True,
    }  # fmt: skip
    one = JudgedPrice(CalculatorPrice(**given | changed), state, "account")

    def act(place: Place) -> object:
        with place.store() as store:
            return asked_publishing.publish(store, place.folders, [one], now=NOW)

    return act


def _withdrawn(place: Place) -> None:
    with place.store() as store:
        asked_publishing.withdraw(store, place.over, "a_bank", "RU-AZ", reason="wrong", by="bob", now=NOW)


def _caught_up(place: Place) -> object:
    with place.store() as store:
        facts = load(place.folders.folder, place.over)
        return quote_keeping.catch_up(store, facts, place.var, NOW)


def _history(place: Place) -> object:
    """The history of prices: each by its last word."""
    return quotes.read(quotes_folder(place.var))


_ask = _leading(lambda store, _code, lead: rooms.ask(store, lead, "guess", choices=2, now=NOW))
_vote = _leading(lambda store, code, _lead: rooms.vote(store, code, "guess", "a phone", 1, now=NOW))
_published = [_some_prices, _closed]
_confirmed = _each(
    provider_checks.kept,
    lambda store, _place, ids: [provider_checks.confirm(store, id, by="bob", now=NOW) for id in ids],
)

WRITERS: Mapping[str, Writer] = {
    "entries": Writer(
        [
            _in_store(price_entries.enter, [an_entry(fee=dec(n)) for n in (1, 2)], by="ann"),
            _each(
                price_entries.kept,
                lambda store, _, ids: price_entries.confirm_all(store, ids, by="bob", now=NOW),
            ),
            _each(
                price_entries.kept,
                lambda store, _, ids: price_entries.send_back_all(
                    store, ids, reason="odd", by="bob", now=NOW
                ),
            ),
        ]
    ),
    "leads": Writer(
        [
            _in_store(price_entries.tell, a_lead()),
            _each(
                price_entries.leads,
                lambda store, _, ids: price_entries.settle(store, ids[0], by="ann", now=NOW),
            ),
        ]
    ),
    "rooms": Writer(
        [_room, _ask, _vote, _leading(lambda store, _, lead: rooms.end(store, lead, now=NOW))],
    ),
    "votes": Writer([_vote], [_room, _ask], repeatable=True),
    "arrivals": Writer([_in_store(arrivals.tell, an_arrival())]),
    "replies": Writer(
        [
            _in_store(
                replies.add, {str(n): Reply(group=Group.RECIPIENT, country="RU") for n in range(3)}, by="ann"
            )
        ],
        repeatable=True,
    ),
    "held rates": Writer([_in_store(official_rates.hold, [_rate()])], repeatable=True),
    "released rate": Writer(
        [
            _each(
                official_rates.kept,
                lambda store, place, ids: publishing.release_rate(
                    store, place.folders, ids[0], by="bob", now=NOW
                ),
            )
        ],
        [_in_store(official_rates.add, _rate(), by="ann")],
    ),
    "provider checks": Writer(
        [
            _confirmed,
            _each(
                provider_checks.kept,
                lambda store, place, ids: publishing.close_checks(
                    store, place.folders, ids, by="bob", now=NOW
                ),
            ),
            _each(
                provider_checks.kept,
                lambda store, place, ids: publishing.withdraw_check(
                    store, place.over, ids[0], reason="wrong", by="bob", now=NOW
                ),
            ),
        ],
        [_in_store(provider_checks.add, a_provider_check(), by="ann")],
    ),
    "published prices": Writer([_closed], [_some_prices]),
    "published ranges": Writer(
        [
            _each(
                discussions.kept,
                lambda store, place, ids: publishing.close_ranges(
                    store, place.folders, ids, by="bob", now=NOW
                ),
            )
        ],
        [
            *(_in_store(discussions.add, a_discussion(people=15), by="ann") for _ in range(3)),
            _each(
                discussions.kept,
                lambda store, _, ids: [discussions.confirm(store, id, by="bob", now=NOW) for id in ids],
            ),
        ],
    ),
    "corrections": Writer(
        [
            _each(
                price_entries.kept,
                lambda store, _, ids: price_entries.supersede(
                    store, ids[0], an_entry(fee=dec(5), **OWN), reason="a slip", by="ann", now=NOW
                ),
            ),
            _in_store(replies.correct, {"1": Reply(group=Group.RECIPIENT, country="TR")}, by="ann"),
        ],
        [
            _in_store(price_entries.add, an_entry(**OWN), by="ann"),
            _in_store(replies.add, {"1": Reply(group=Group.RECIPIENT, country="RU")}, by="ann"),
        ],
    ),
    "asked prices": Writer(
        [
            _answered(AskedState.WAITING),
            _each(
                asked_prices.waiting,
                lambda store, place, ids: asked_publishing.release(
                    store, place.folders, ids, by="bob", now=NOW
                ),
            ),
            _answered(AskedState.PUBLISHED, fee=dec(3), principal=dec(19_997)),
            _withdrawn,
        ],
    ),
    "calculators": Writer(
        [
            _in_store(calculators.switch, "wise", True, read=DAY, by="ann"),
            _in_store(calculators.prohibit, "wise", True, read=DAY, by="ann"),
        ],
    ),
    "history": Writer(
        [_caught_up], [*_published, _answered(AskedState.WAITING)], repeatable=True, seen=_history
    ),
    "refresh cbar": Writer([partial(_refreshed, what="cbar")], repeatable=True),
    "refresh wise": Writer([partial(_refreshed, what="wise")], repeatable=True),
    "rest": Writer(
        [lambda place: fetch_log.note_rest(place.var, "wise", NOW)],
        [lambda place: fetch_log.note_rest(place.var, "cbar", NOW)],
        repeatable=True,
    ),
    "panel": Writer(
        [partial(_imported, figures="2.5,2.6")],
        [partial(_imported, figures="3.5,..")],
        repeatable=True,
        varies=True,
    ),
    "receipt": Writer([lambda place: receipts.keep(place.var, _picture(), now=NOW)], repeatable=True),
    "backup": Writer([_backed_up], [_some_prices, _backed_up, _closed], repeatable=True, seen=_packed),
    "restore": Writer([_restored], [*_published, _backed_up, _emptied, _some_prices], repeatable=True),
    "mending": Writer([_mended], [*_published, _bad_line], repeatable=True, seen=_set_aside),
}


# What is there


def seen(place: Place) -> object:
    """Everything that is kept, without what is drawn by chance. Raises what cannot be read raises."""
    load(place.folders.folder, place.over if place.over.is_dir() else None)
    rows: dict[str, list[str]] = {}
    with place.store() as store, reading(store) as connection:
        assert publishing.damaged(store) == ()
        for table in METADATA.sorted_tables:
            columns = [c for c in table.c if c.name not in NAMES and c is not LOG.c.number]
            rows[table.name] = sorted(map(repr, connection.execute(select(*columns))))
    taken = fetch_log.imports(place.var)
    logged = {one.sha256 for one in taken}
    files = {
        path.relative_to(place.var).as_posix(): path.read_bytes()
        for path in sorted(place.var.rglob("*"))
        if path.is_file() and _counts(path.relative_to(place.var), logged)
    }
    panel = storage.read(place.var / "panel")
    shown = [pq_rows(path) for table in storage.TABLES for path in panel.paths(table)]
    return rows, files, shown, taken, fetch_log.rests(place.var)


def _counts(path: Path, logged: Container[str]) -> bool:
    """Whether a file is one that is kept; no draft, no database, nothing that the log does not name."""
    if path.name.startswith("store.sqlite3") or any(part.startswith(".") for part in path.parts):
        return False
    if path.parts[0] == "quotes":
        return path.stem in logged
    return path.parts[0] != "panel" and not path.name.endswith("-import.json")


def pq_rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a file of the panel."""
    import pyarrow.parquet as pq  # noqa: PLC0415  only one writer needs it

    return list(pq.read_table(path).to_pylist())


def next_start(place: Place) -> None:
    """What the server does when it starts: what was published stands in the readers' files."""
    with place.store() as store:
        if not publishing.is_written(store, place.over):
            publishing.write(store, place.over)


# Steps


@dataclass
class Steps:
    """Counts the steps of this process, and kills it just before one of them."""

    root: Path
    last: int | None = None
    names: list[str] = field(default_factory=list)
    on: bool = False

    def watch(self) -> None:
        """From now on every step of this process counts while `on`."""
        sys.addaudithook(self._heard)
        event.listen(Engine, "before_cursor_execute", lambda *given: self.step(f"sql {given[2].split()[0]}"))
        event.listen(Engine, "commit", lambda *_: self.step("commit"))
        flush = os.fsync

        def fsync(fd: Any) -> None:
            self.step("fsync")
            flush(fd)

        os.fsync = fsync

    def step(self, name: str) -> None:
        """One step more, or the end."""
        if self.on:
            self.names.append(name)
            if len(self.names) == self.last:
                os.kill(os.getpid(), signal.SIGKILL)

    def _heard(self, what: str, given: tuple[Any, ...]) -> None:
        if not self.on or not (what in CHANGES or what == "open"):
            return
        path = given[0]
        if not isinstance(path, (str, bytes, Path)) or not os.fsdecode(path).startswith(str(self.root)):
            return
        if what != "open" or (isinstance(given[2], int) and given[2] & WRITES):
            self.step(f"{what} {Path(os.fsdecode(path)).parent.name}")


@cache
def _empty(folder: Path) -> Path:
    """The smallest data, and a store with nothing in it."""
    place = Place(folder / "empty")
    small(place.root / "data")
    with place.store():
        return place.root


def _copied(prepared: Path, to: Path) -> Place:
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(prepared, to)
    return Place(to)


def _forked(work: Callable[[], None]) -> int:
    """How a child that did something ended: 0, or the signal."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(3)
    os._exit(0)


def tried(name: str, folder: Path, most: int, chance: random.Random, steps: Steps) -> dict[str, Any]:
    """What came of killing a writer at so many of its steps, at most all. Raises AssertionError."""
    writer = WRITERS[name]
    look = writer.seen or seen
    prepared = _copied(_empty(folder), folder / "prepared")
    for act in writer.before:
        act(prepared)
    whole = _copied(prepared.root, folder / "work")
    steps.names, steps.last = [], None
    allowed = [look(whole)]
    for act in writer.acts:
        steps.on = True
        act(whole)
        steps.on = False
        allowed.append(look(whole))
    known = list(steps.names)
    chosen = set(_spread(len(known), most, chance))
    # The moment between the store and the readers' files is never left to chance.
    between = _after_commit(known)
    for at in sorted(chosen | set(between[-1:])):
        place = _copied(prepared.root, folder / "work")

        def work(at: int = at, place: Place = place) -> None:
            steps.names, steps.last, steps.on = [], at, True
            for act in writer.acts:
                act(place)

        ended = _forked(work)
        if ended == 0 and writer.varies:
            chosen.discard(at)
            continue
        try:
            assert ended == signal.SIGKILL, f"ended with {ended}"
            _check(writer, place, look, allowed)
        except Exception as error:
            error.add_note(f"killed before {known[at - 1]}, step {at} of {len(known)}")
            raise
    return {"steps": len(known), "between": len(between), "killed": len(chosen)}


def _spread(steps: int, most: int, chance: random.Random) -> Iterator[int]:
    """So many of some steps, one drawn out of each equal part of them; all where there are no more."""
    parts = min(most, steps)
    for part in range(parts):
        yield chance.randint(part * steps // parts + 1, (part + 1) * steps // parts)


def _after_commit(known: Sequence[str]) -> list[int]:
    """The steps at which a published file is touched for the first time after a commit."""
    found, waits = [], False
    for number, name in enumerate(known, start=1):
        if name == "commit":
            waits = True
        elif waits and name in (f"open {PUBLISHED}", f"os.mkdir {PUBLISHED}"):
            waits = False
            found.append(number)
    return found


def _check(writer: Writer, place: Place, look: Callable[[Place], object], allowed: list[object]) -> None:
    """Look at what a killed writer left, and at what is there when its work was done again."""
    if writer.seen is None:
        # As a reader sees it, before anybody starts anything.
        load(place.folders.folder, place.over if place.over.is_dir() else None)
    next_start(place)
    found = look(place)
    # Of what is done again anyway a source may stand there before its rates.
    assert writer.repeatable or found in allowed, f"neither before nor after: {_difference(found, allowed)}"
    for act in writer.acts if writer.repeatable else writer.acts[allowed.index(found) :]:
        act(place)
    found = look(place)
    assert found == allowed[-1], f"done again it is otherwise: {_difference(found, allowed[-1:])}"


def _difference(found: object, allowed: Sequence[object]) -> str:
    shown = []
    for one in allowed:
        if isinstance(one, tuple) and isinstance(found, tuple):
            shown.append([(str(a)[:600], str(b)[:600]) for a, b in zip(found, one, strict=True) if a != b])
    return str(shown or found)[:2_000]


def main(folder: str, most: str, seed: str, *names: str) -> int:
    """Try writers, each killed at so many steps."""
    os.environ[VARIABLE] = NOW.isoformat()
    # The first who asks for it tries it out with a file, which is no step of a writer.
    tempfile.gettempdir()
    steps = Steps(Path(folder))
    steps.watch()
    for name in names or WRITERS:
        try:
            said = tried(name, Path(folder), int(most), random.Random(f"{seed} {name}"), steps)
        except Exception as error:
            steps.on = False
            said = {"fault": "".join(traceback.format_exception(error))[-3_000:]}
        print(json.dumps({"name": name, **said}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
