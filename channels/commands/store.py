"""`backup`, `restore`, `export observations`: what was collected, in one file and back, or for a commit."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from channels.commands.terminal import Language, refuse, speaking
from channels.store.faults import StoreError
from components.i18n import words

if TYPE_CHECKING:
    from sqlalchemy import Engine


def backup_command(
    file: Annotated[Path, typer.Argument(help="the file to write; an older backup is replaced")],
    language: Language = "en",
) -> None:
    """Write every collected price and its way into one file; votes and receipts stay out."""
    from channels.store.backup import backup  # noqa: PLC0415  loaded only when used

    _stored("cli.backed_up", language, file, lambda store: backup(store, file))


def restore_command(
    file: Annotated[Path, typer.Argument(help="a file that backup wrote")],
    replace: Annotated[bool, typer.Option("--replace", help="delete first what the store holds")] = False,
    language: Language = "en",
) -> None:
    """Fill an empty store from a backup."""
    from channels.store.backup import restore  # noqa: PLC0415  loaded only when used

    now = datetime.now(UTC)
    _stored("cli.restored", language, file, lambda store: restore(store, file, now=now, replace=replace))


def export_observations(
    folder: Annotated[Path, typer.Argument(help="the folder to write into, laid out as data/")],
    language: Language = "en",
) -> None:
    """Write every published round as files for data/: observations/round_*.csv and their sources.toml."""
    from channels.store.rounds import export  # noqa: PLC0415  loaded only when used

    def told(store: "Engine") -> str:
        return words(language).count("cli.rounds_written", export(store, folder), folder=str(folder))

    _in_store(language, folder, told)


def _stored(done: str, language: str, file: Path, work: "Callable[[Engine], Mapping[str, int]]") -> None:
    """Do something with the store that the environment names, and tell how much."""

    def told(store: "Engine") -> str:
        counts = work(store)
        return words(language)(done, file=str(file), entries=counts["entries"], leads=counts["leads"])

    _in_store(language, file, told)


def _in_store(language: str, place: Path, work: "Callable[[Engine], str]") -> None:
    """Do something with the store that the environment names, and say what came of it."""
    from channels.store.engine import address, open_store  # noqa: PLC0415  loaded only when used

    say = speaking(language)
    try:
        store = open_store(address(environ))
        try:
            done = work(store)
        finally:
            store.dispose()
    except StoreError as stop:
        refuse(say(f"cli.store_{stop.fault}", place=stop.place))
    except OSError:
        refuse(say("cli.not_written", file=str(place)))
    typer.echo(done)
