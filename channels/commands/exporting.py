"""`export package`, `site`, `moodle`: the whole data, all answers as pages, the quiz."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from channels import clock, files
from channels.commands.terminal import (
    Data,
    Day,
    Form,
    Language,
    Which,
    answering,
    opened,
    put,
    refuse,
    speaking,
    write,
)
from channels.compare.query import asked_day, not_before, shown
from channels.export.data_package import as_package
from channels.export.package_changes import (
    COLUMNS,
    BadPackage,
    PackageChanges,
    PriceChangeKind,
    as_csv,
    compare_packages,
)
from components.i18n import Words
from components.light import site
from components.paper import moodle

WIDEST = 60
"""Letters of a column on the terminal; a longer cell pushes the rest of its row on."""


def export_package(
    file: Annotated[Path, typer.Argument(help="the ZIP file to write")],
    which: Which = "real",
    data: Data = None,
    language: Language = "en",
) -> None:
    """Write the whole data as one Frictionless data package: tables with a description of every column."""
    say = speaking(language)
    with answering(say):
        packed = as_package(opened(which, data))
    try:
        put(file, packed)
    except OSError:
        refuse(say("cli.not_written", file=str(file)))
    typer.echo(say("cli.written", file=str(file)))


def export_changes(
    older: Annotated[Path, typer.Argument(help="the older data package", show_default=False)],
    newer: Annotated[Path, typer.Argument(help="the newer data package", show_default=False)],
    file: Annotated[
        Path | None, typer.Option("--csv", help="a CSV file to write too", show_default=False)
    ] = None,
    form: Form = "text",
    language: Language = "en",
) -> None:
    """Tell which prices were added, superseded, changed or taken out between two data packages."""
    say = speaking(language, form)
    try:
        found = compare_packages(older, newer)
    except BadPackage as fault:
        refuse(say("cli.bad_package", file=str(fault)[:80]), 1)
    except OSError as fault:
        refuse(say("cli.bad_package", file=Path(str(fault.filename)).name[:80]), 1)
    if file is not None:
        write(file, as_csv(found).encode("utf-8-sig"), say)
    if form == "json":
        rows = [dict(zip(COLUMNS, one.cells, strict=True)) for one in found.changes]
        told = {"before": found.before, "after": found.after, "changes": rows}
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for line in _table(found, say):
        typer.echo(shown(line))


def _table(found: PackageChanges, say: Words) -> Iterator[str]:
    """The changes as columns, the number of each kind below."""
    kinds = {
        PriceChangeKind.ADDED: say("cli.change_added"),
        PriceChangeKind.SUPERSEDED: say("cli.change_superseded"),
        PriceChangeKind.CHANGED: say("cli.change_changed"),
        PriceChangeKind.GONE: say("cli.change_gone"),
    }
    yield f"{found.before} → {found.after}"
    rows = [
        (
            kinds[one.kind], one.provider, one.service or one.payout, one.corridor,
            f"{one.amount} {one.currency}".strip(), one.before, one.after, one.day, one.source,
        )
        for one in found.changes
    ]  # fmt: skip
    widths = [min(WIDEST, max(map(len, column))) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
    yield say("cli.changes_found", **{kind.value: found.count(kind) for kind in PriceChangeKind})


def export_moodle(
    out: Annotated[Path, typer.Option(help="the folder to write into")] = Path(),
    language: Annotated[str, typer.Option(help="az, ru or en, for what this command says")] = "en",
) -> None:
    """Write the quiz as a question bank that Moodle imports, in three languages: pulyolu-quiz.xml."""
    say = speaking(language)
    file = out / "pulyolu-quiz.xml"
    with answering(say):
        bank = moodle.as_moodle(opened())
    try:
        out.mkdir(parents=True, exist_ok=True)
        put(file, bank)
    except OSError:
        refuse(say("cli.not_written", file=str(file)))
    typer.echo(say("cli.written", file=str(file)))


def export_site(
    folder: Annotated[Path, typer.Argument(help="a new or empty folder")],
    day: Day = None,
    which: Which = "real",
    data: Data = None,
    language: Annotated[str, typer.Option(help="az, ru or en, for what this command says")] = "en",
) -> None:
    """Write every direction and amount in three languages as plain pages that need no server."""
    say = speaking(language)
    with answering(say):
        on = asked_day(day, clock.today())
        dataset = opened(which, data)
        not_before(on, dataset)
        facts = opened() if dataset.invented else dataset
    pages = site.pages(dataset, on, facts=facts)
    try:
        number = files.fill(folder, ((name, page.encode()) for name, page in pages))
    except FileExistsError:
        refuse(say("cli.folder_not_empty", folder=str(folder)[:80]))
    except OSError:
        refuse(say("cli.no_folder", value=str(folder)[:80]))
    typer.echo(say("cli.pages_written", folder=str(folder), number=number))
