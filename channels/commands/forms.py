"""`export xlsform`, `import kobo`: forms to the enumerators' phones, and their answers back."""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from getpass import getuser
from os import environ
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Annotated, Any

import typer

from channels import clock
from channels.collect.submissions import Priced, priced, replied, unusual
from channels.commands.terminal import Data, Form, Language, answering, opened, option, put, refuse, speaking
from channels.compare.query import one_of, shown
from channels.dataset.dataset import Dataset
from channels.dataset.tables import Issue
from channels.export.cells import as_sheets
from channels.readers.workbooks import Unreadable
from channels.records.entries import EntryFault
from channels.records.forms import sheets
from channels.records.replies import Reply, Setting
from channels.store.faults import StoreError, StoreFault
from components.i18n import Words
from components.words.form_lists import lists

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from channels.readers.kobo import Filled, Returned


def export_xlsform(
    form: Annotated[str, typer.Argument(help="price or survey")],
    dir: Annotated[Path, typer.Option(help="the folder for the file; made if there is none")] = Path(),
    data: Data = None,
    language: Language = "en",
) -> None:
    """Write a form for KoboToolbox or ODK, in three languages, as an XLSForm."""
    from channels.readers.xforms import NoForm, as_xform  # noqa: PLC0415  loaded only when used

    say, dataset = asked(data, language)
    known = {found.id: found for found in dataset.tables.forms}
    if form not in known:
        refuse(say("cli.no_form", form=form[:40], known=", ".join(known)))
    workbook = as_sheets(sheets(known[form].filled(lists(dataset, clock.today()))))
    try:
        as_xform(workbook)
    except NoForm as stop:
        refuse(say("cli.form_refused", form=form, note="; ".join(stop.faults)), 1)
    except OSError:
        # What tries the form writes a file of its own.
        refuse(say("cli.no_folder", value=gettempdir()))
    file = dir / f"pulyolu_{form}.xlsx"
    try:
        dir.mkdir(parents=True, exist_ok=True)
        put(file, workbook)
    except OSError:
        refuse(say("cli.no_folder", value=str(dir)[:80]))
    typer.echo(say("cli.written", file=str(file)))


@dataclass
class _RowOutcome:
    """What became of the rows of a file."""

    added: int = 0
    known: int = 0
    corrected: int = 0
    photos: int = 0
    refused: list[tuple[int, tuple[Issue, ...]]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.added + self.known + self.corrected + len(self.refused)


def import_kobo(
    file: Annotated[Path, typer.Argument(help="what KoboToolbox exported, CSV or XLSX", show_default=False)],
    setting: Annotated[
        str | None, typer.Option(help="survey: how all of them were met, such as branch", show_default=False)
    ] = None,
    frame: Annotated[
        str | None, typer.Option(help="survey: the sampling frame, from frames.toml", show_default=False)
    ] = None,
    by: Annotated[
        str | None, typer.Option(help="who loads it: may not check what comes in", show_default=False)
    ] = None,
    data: Data = None,
    form: Form = "text",
    language: Language = "en",
) -> None:
    """Take in the prices or survey answers that came back; every row is taken or named with its reason."""
    from channels.readers.kobo import read  # noqa: PLC0415  loaded only when used

    say, dataset = asked(data, language, form)
    with answering(say):
        if setting is not None:
            one_of("setting", setting, [member.value for member in Setting])
        if frame is not None:
            one_of("frame", frame, [known.id for known in dataset.tables.frames])
    named = lists(dataset)
    try:
        back = read(file, [known.filled(named) for known in dataset.tables.forms])
    except Unreadable as fault:
        refuse(say(f"cli.file_{fault.code}", **{"file": file.name, **fault.holes}), 1)
    if back.form.id != "survey" and (setting or frame):
        refuse(say("cli.kobo_only_survey", option=option("setting" if setting else "frame")))
    now = clock.now()
    with stored(say) as store:
        if back.form.id == "survey":
            done = _take_replies(store, back, setting, frame, by or getuser(), now)
        else:
            done = _take_prices(store, back, dataset, by or getuser(), now)
    done.refused.sort(key=lambda item: item[0])
    if form == "json":
        typer.echo(json.dumps(_document(file, back, done), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(shown(line) for line in _lines(file, back, done, say)))


def asked(data: Path | None, language: str, form: str = "text") -> tuple[Words, Dataset]:
    """The words and the data for a command; a fault in either ends it with a sentence."""
    say = speaking(language, form)
    with answering(say):
        return say, opened(folder=data)


@contextmanager
def stored(say: Words) -> Iterator["Engine"]:
    """The store that the environment names; a fault of it ends the command with a sentence."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415  loaded only when used

    from channels.store.engine import address, open_store  # noqa: PLC0415  as above

    try:
        store = open_store(address(environ))
    except StoreError as stop:
        refuse(say(f"cli.store_{stop.fault}", place=stop.place))
    try:
        yield store
    except SQLAlchemyError:
        # Full, or gone, since it was opened; what is there already is known when the file comes again.
        refuse(say(f"cli.store_{StoreFault.UNUSABLE}", place=store.url.render_as_string()))
    finally:
        store.dispose()


class _TakenBefore:
    """What was taken out of files before, found again by any of the names that a submission goes by."""

    def __init__(self, origins: Iterable[str]) -> None:
        from channels.readers.kobo import known_by  # noqa: PLC0415  loaded only when used

        self._by_name = {name: origin for origin in origins for name in known_by(origin)}
        self._known_by = known_by

    def origin(self, line: "Filled") -> str | None:
        """Under which origin a submission was taken, by its last edit where that was; None for a new one."""
        names = (line.version, *line.names)
        return next((self._by_name[name] for name in names if name in self._by_name), None)

    def is_edit(self, line: "Filled", origin: str) -> bool:
        """Whether a submission is another version than what was taken under an origin."""
        return line.version not in self._known_by(origin)


REASON = "KoboToolbox"
"""Why a price is corrected that was edited there."""


def _take_prices(store: "Engine", back: "Returned", dataset: Dataset, by: str, now: datetime) -> _RowOutcome:
    from channels.store import price_entries  # noqa: PLC0415  loaded only when used

    done = _RowOutcome(refused=[(line.row, line.faults) for line in back.refused])
    taken = price_entries.by_origin(store)
    before = _TakenBefore(taken)
    for line in back.filled:
        found = priced(line.answers, dataset)
        if not isinstance(found, Priced):
            done.refused.append((line.row, found))
            continue
        origin = before.origin(line)
        versions = () if origin is None else taken[origin]
        if any(kept.entry == found.entry for kept in versions):
            # What was taken once is there already, whatever would be asked about it today.
            done.known += 1
            continue
        if origin is not None and not (versions and before.is_edit(line, origin)):
            done.refused.append((line.row, (Issue("", "changed"),)))
            continue
        if odd := unusual(found.entry, dataset):
            done.refused.append((line.row, odd))
            continue
        who: dict[str, Any] = {"by": found.collector, "loaded_by": by, "now": now}
        try:
            if origin is None:
                kept = price_entries.add(store, found.entry, origin=line.origin, **who)
            else:
                kept = price_entries.supersede(
                    store, versions[-1].id, found.entry, reason=REASON, origin=line.version, **who
                )
        except price_entries.StepRefused as stop:
            future = stop.fault is EntryFault.FUTURE
            why = (
                Issue("collected", "future_day", str(found.entry.collected))
                if future
                else Issue("", "changed")
            )
            done.refused.append((line.row, (why,)))
        except ValueError:
            done.refused.append((line.row, (Issue("collector", "too_long"),)))
        else:
            # Somebody else may have loaded the same file meanwhile.
            if kept.entry != found.entry:
                done.refused.append((line.row, (Issue("", "changed"),)))
                continue
            done.added += origin is None
            done.corrected += origin is not None
            done.photos += found.photo
    return done


def _take_replies(
    store: "Engine", back: "Returned", setting: str | None, frame: str | None, by: str, now: datetime
) -> _RowOutcome:
    from channels.store import replies  # noqa: PLC0415  loaded only when used

    done = _RowOutcome(refused=[(line.row, line.faults) for line in back.refused])
    before = _TakenBefore(replies.origins(store))
    new: dict[str, Reply] = {}
    lines: dict[str, Filled] = {}
    edited: dict[str, Reply] = {}
    for line in back.filled:
        found = replied(line.answers, setting=setting, frame=frame)
        if not isinstance(found, Reply):
            done.refused.append((line.row, found))
            continue
        origin = before.origin(line) or line.origin
        new[origin], lines[origin] = found, line
        if before.origin(line) is not None and before.is_edit(line, origin):
            edited[origin] = found
    for origin, there in replies.add(store, new, by=by, now=now).items():
        if before.origin(lines[origin]) is None:
            done.added += 1
        elif there == new[origin]:
            done.known += 1
        elif origin in edited:
            done.corrected += 1
        else:
            done.refused.append((lines[origin].row, (Issue("", "changed"),)))
            continue
        if there == new[origin]:
            edited.pop(origin, None)
    replies.correct(store, edited, by=by, now=now)
    return done


def _document(file: Path, back: "Returned", done: _RowOutcome) -> dict[str, Any]:
    return {
        "file": file.name,
        "form": back.form.id,
        "rows": done.rows,
        "added": done.added,
        "known": done.known,
        "corrected": done.corrected,
        "refused": [
            {"row": row, "faults": [{"where": i.where, "code": i.code, "note": i.note} for i in faults]}
            for row, faults in done.refused
        ],
        "columns_left_out": list(back.strange),
    }


def _lines(file: Path, back: "Returned", done: _RowOutcome, say: Words) -> Iterator[str]:
    counts = {"rows": done.rows, "added": done.added, "known": done.known, "refused": len(done.refused)}
    title = back.form.title.text_in(say.language)
    yield say("cli.kobo_rows", file=file.name, form=title, **{k: say.number(n) for k, n in counts.items()})
    if done.corrected:
        yield say("cli.kobo_corrected", number=say.number(done.corrected))
    for row, faults in done.refused:
        for fault in faults:
            why = say.fault(fault.code, fault.note)
            if fault.where:
                yield "  " + say("cli.kobo_cell", row=row, where=fault.where, why=why)
            else:
                yield "  " + say("cli.kobo_row", row=row, why=why)
    if back.strange:
        yield say("cli.kobo_strange", columns=_short(back.strange))
    if done.photos:
        yield say("cli.kobo_photos", number=say.number(done.photos))


def _short(names: Sequence[str]) -> str:
    return ", ".join(name[:40] for name in names[:20])
