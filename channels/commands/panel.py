"""`import rpw`, `import rpw-corridors`, `indicators`: take in the World Bank's prices, compute from them."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from os import environ
from pathlib import Path
from typing import Annotated, Any

import typer

from channels.commands.terminal import Form, Language, answering, refuse, speaking, var
from channels.compare.query import one_of
from channels.panel import importing, storage
from channels.panel.faults import ON_FILES, BrokenPanel, NoDatabase, NoPanel, NoSpark
from channels.readers.workbooks import Unreadable
from components.i18n import Words
from components.words import imports as import_words

Row = dict[str, Any]
Rows = Callable[[Any], list[Row]]
File = Annotated[Path, typer.Argument(help="the file", show_default=False)]
Database = Annotated[
    str | None,
    typer.Option(help="postgresql://, spark:// or sc://; PULYOLU_PANEL_URL if left out", show_default=False),
]
TOLD = (*("file", "sha256", "rows", "accepted", "quarantined", "marks", "quarters", "corridors", "seconds"),)
"""What an import tells as JSON."""
PARTS = ("firm_type", "instrument")

import_app = typer.Typer(no_args_is_help=True, help="Take a file of others into var/.")
indicators_app = typer.Typer(no_args_is_help=True, help="What the imported prices say.")


@import_app.command("rpw")
def import_rpw(
    file: Annotated[Path | None, typer.Argument(help="the file", show_default=False)] = None,
    latest: Annotated[bool, typer.Option("--latest", help="the newest one, from the World Bank")] = False,
    database: Database = None,
    form: Form = "text",
    language: Language = "en",
) -> None:
    """Take in the World Bank's workbook of prices (Remittance Prices Worldwide)."""
    if latest and file is None:
        _import_latest(database, form, language)
    elif file is not None and not latest:
        _import("services", file, database, form, language)
    else:
        refuse(speaking(language, form)("cli.file_or_latest"))


@import_app.command("rpw-corridors")
def import_corridors(
    file: File, database: Database = None, form: Form = "text", language: Language = "en"
) -> None:
    """Take in the averages of corridors that the World Bank's DataBank exports as CSV."""
    _import("published", file, database, form, language)


@indicators_app.command("global")
def show_global(database: Database = None, form: Form = "text", language: Language = "en") -> None:
    """The world's average price, quarter by quarter."""
    say = speaking(language, form)
    from channels.panel.indicators import global_quarters  # noqa: PLC0415  loaded only when used

    title = say("cli.global_title")
    _show(lambda panel: global_quarters(panel.table("services")), _global_line, database, form, say, title)


@indicators_app.command("corridors")
def show_corridors(
    quarter: Annotated[str | None, typer.Option(help="such as 2023-Q3; all if left out")] = None,
    sending: Annotated[str | None, typer.Option(help="sending country, two letters")] = None,
    receiving: Annotated[str | None, typer.Option(help="receiving country, two letters")] = None,
    by: Annotated[list[str] | None, typer.Option(help="firm_type or instrument: each apart")] = None,
    database: Database = None,
    form: Form = "text",
    language: Language = "en",
) -> None:
    """The price of each corridor in each quarter."""
    say = speaking(language, form)
    with answering(say):
        parts = list(dict.fromkeys(one_of("by", part, PARTS) for part in by or ()))
    if quarter is not None and not re.fullmatch(r"[0-9]{4}-Q[1-4]", quarter):
        refuse(say("cli.bad_quarter", value=quarter[:40]))
    for country in (sending, receiving):
        if country is not None and not say.is_country(country):
            refuse(say("cli.unknown_country", code=country[:40]))
    from channels.panel.indicators import corridor_quarters  # noqa: PLC0415  loaded only when used

    def asked(panel: Any) -> list[Row]:
        services = panel.table("services")
        return corridor_quarters(services, quarter=quarter, sending=sending, receiving=receiving, by=parts)

    _show(asked, lambda row, say: _corridor_line(row, parts, say), database, form, say)


def _import(table: str, file: Path, database: str | None, form: str, language: str) -> None:
    say = speaking(language, form)
    folder = var() / "panel"
    try:
        with _progress(say("cli.import_reading", file=file.name)) as told:
            done = importing.import_file(table, file, folder, told)
    except Unreadable as fault:
        refuse(import_words.refusal(fault, file.name, say), 1)
    _imported(done, folder, database, form, say)


def _import_latest(database: str | None, form: str, language: str) -> None:
    """Ask the World Bank for the newest workbook, and take it in where it is new."""
    say = speaking(language, form)
    from channels.panel.newest import RPW, take_newest  # noqa: PLC0415  a network library: loaded only when used
    from channels.readers.failed import Failed  # noqa: PLC0415  as above
    from channels.refresh.permission import BadRefreshSetting  # noqa: PLC0415  as above
    from channels.refresh.setting import IntakeSetting  # noqa: PLC0415  as above
    from channels.store.published_files import turn_of  # noqa: PLC0415  as above
    from components.words import refresh as refresh_words  # noqa: PLC0415  as above

    try:
        with _bar(say("cli.latest")) as told:
            setting = IntakeSetting.of({**environ, "PULYOLU_VAR": str(var())}, turn=turn_of(environ))
            found = take_newest(setting, told)
    except Failed as fault:
        refuse(refresh_words.failure(fault, RPW, say), 1)
    except Unreadable as unreadable:
        refuse(import_words.refusal(unreadable, "rpw", say), 1)
    except BadRefreshSetting as bad:
        refuse(str(bad))
    if found.done is None:
        new = {"file": found.workbook.file, "modified": found.workbook.modified, "new": False}
        typer.echo(json.dumps(new) if form == "json" else say("cli.import_known", file=found.workbook.file))
    else:
        _imported(found.done, var() / "panel", database, form, say)
        if form != "json":
            typer.echo("".join(f"{line}\n" for line in refresh_words.surveyed(found, say)), nl=False)


def _imported(done: importing.PanelImport, folder: Path, database: str | None, form: str, say: Words) -> None:
    """Copy the panel where a database is named, and tell what the import came to."""
    url = _url(database)
    # A cluster reads the panel's own files.
    if url is not None and not url.startswith(ON_FILES):
        from channels.panel.postgres import copy  # noqa: PLC0415  loaded only when used

        try:
            copy(storage.read(folder), url)
        except NoDatabase:
            refuse(say("cli.no_database"), 1)
    if form == "json":
        typer.echo(json.dumps({name: done.result[name] for name in TOLD}, ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_import_lines(done, say)))


def _url(database: str | None) -> str | None:
    """The engine that was asked for; None for DuckDB on the files under var/."""
    return database or environ.get("PULYOLU_PANEL_URL") or None


def _import_lines(done: importing.PanelImport, say: Words) -> Iterator[str]:
    result = done.result
    if done.known:
        yield say("cli.import_known", file=result["file"])
    yield from import_words.found(result, say)
    yield from (f"  {line}" for line in import_words.marks(result, say))
    if result["quarantined"]:
        yield say("cli.import_quarantine", file=str(done.quarantine))
        yield from (f"  {line}" for line in import_words.reasons(result, say))


@contextmanager
def _progress(label: str) -> Iterator[importing.Told]:
    """A bar on the terminal for the steps of an import, as `_bar`."""
    with _bar(label) as told:
        yield lambda step: told(step.share)


@contextmanager
def _bar(label: str) -> Iterator[Callable[[float], None]]:
    """A bar on the terminal for a share of the work; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with typer.progressbar(length=100, label=label, file=sys.stderr) as bar:
        yield lambda share: bar.update(max(0, round(share * 100) - bar.pos))


def _show(
    rows: Rows,
    line: Callable[[Row, Words], str],
    database: str | None,
    form: str,
    say: Words,
    title: str = "",
) -> None:
    """Compute on the panel, and print."""
    from channels.panel.database import opened  # noqa: PLC0415  loaded only when used

    try:
        with opened(storage.read(var() / "panel"), _url(database)) as panel:
            found = rows(panel)
    except NoPanel:
        refuse(say("cli.no_panel"), 1)
    except NoSpark:
        refuse(say("cli.no_spark"), 1)
    except NoDatabase:
        refuse(say("cli.no_database"), 1)
    except (BrokenPanel, OSError, ValueError):
        refuse(say("cli.file_broken_panel", folder=str(var() / "panel")), 1)
    if form == "json":
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        lines = [line(row, say) for row in found] or [say("cli.no_services")]
        typer.echo("\n".join([title, *lines] if title else lines))


def _global_line(row: Row, say: Words) -> str:
    holes = {name: say.number(row[name]) for name in ("services", "disclosed")}
    return say(
        "cli.global_line",
        quarter=row["quarter"],
        average=_percent(row["global_average"], say),
        mean=_percent(row["mean_disclosed"], say),
        **holes,
    )


def _corridor_line(row: Row, parts: list[str], say: Words) -> str:
    line = say(
        "cli.corridor_line",
        sending=say.country(row["sending"]),
        receiving=say.country(row["receiving"]),
        quarter=row["quarter"],
        services=say.number(row["services"]),
        mean=_percent(row["mean"], say),
        smart=_percent(row["smart"], say),
        number=say.number(row["smart_services"]),
        fee=_percent(row["fee"], say),
        rate=_percent(row["fx_margin"], say),
    )
    apart = " · ".join(row[part] or say("cli.not_known") for part in parts)
    return f"{line} [{apart}]" if apart else line


def _percent(number: float | None, say: Words) -> str:
    return say("cli.not_known") if number is None else say.percent(Decimal(str(number)), 2)
