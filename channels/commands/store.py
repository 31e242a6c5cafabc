"""`backup`, `restore`, `export observations`: what was collected, in one file and back, or for a commit."""

from collections.abc import Callable, Mapping
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from channels import clock
from channels.commands.terminal import Language, refuse, speaking
from channels.dataset import locations
from channels.dataset.dataset import DatasetError
from channels.store.faults import StoreError, StoreFault
from components.i18n import words

if TYPE_CHECKING:
    from sqlalchemy import Engine


def backup_command(
    file: Annotated[Path, typer.Argument(help="the file to write; an older backup is replaced")],
    language: Language = "en",
) -> None:
    """Write every collected price and its way into one file; votes and receipts stay out."""
    from channels.store.backup import backup  # noqa: PLC0415  loaded only when used

    def told(store: "Engine") -> str:
        done = _counted("cli.backed_up", language, file, backup(store, file))
        return f"{done}\n{words(language)('cli.backup_leaves_out')}"

    _in_store(language, file, told)


def restore_command(
    file: Annotated[Path, typer.Argument(help="a file that backup wrote")],
    replace: Annotated[bool, typer.Option("--replace", help="delete first what the store holds")] = False,
    language: Language = "en",
) -> None:
    """Fill an empty store from a backup, and give readers the rounds that it holds."""
    from channels.store.backup import restore  # noqa: PLC0415  loaded only when used
    from channels.store.publishing import write  # noqa: PLC0415  loaded only when used

    place = locations.real(environ)
    over = place.over
    assert over is not None

    def told(store: "Engine") -> str:
        if file.is_file():
            typer.echo(words(language)("cli.restore_leaves_out"))
        try:
            counts = restore(store, file, now=clock.now(), replace=replace, place=place)
        except DatasetError as error:
            found = error.issues[0]
            said = words(language).fault(found.code, found.note)
            refuse(speaking(language)("cli.restore_unfit", file=str(file), where=found.where, fault=said))
        write(store, over)
        return _counted("cli.restored", language, file, counts)

    _in_store(language, over, told)


def export_observations(
    folder: Annotated[Path, typer.Argument(help="the folder to write into, laid out as data/")],
    language: Language = "en",
) -> None:
    """Lay every published round into a folder like data/: prices, answers without one, sources, ranges."""
    from channels.store.publishing import export  # noqa: PLC0415  loaded only when used

    def told(store: "Engine") -> str:
        return words(language).count("cli.rounds_written", export(store, folder), folder=str(folder))

    _in_store(language, folder, told)


def _counted(done: str, language: str, file: Path, counts: Mapping[str, int]) -> str:
    """What was done with how much of the store."""
    return words(language)(done, file=str(file), entries=counts["entries"], leads=counts["leads"])


def _in_store(language: str, place: Path, work: "Callable[[Engine], str]") -> None:
    """Do something with the store that the environment names, and say what came of it."""
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415  loaded only when used

    from channels.store.engine import address, open_store  # noqa: PLC0415  as above

    say = speaking(language)
    try:
        store = open_store(address(environ))
        try:
            done = work(store)
        finally:
            store.dispose()
    except StoreError as stop:
        refuse(say(f"cli.store_{stop.fault}", place=stop.place))
    except SQLAlchemyError:
        refuse(say(f"cli.store_{StoreFault.UNUSABLE}", place=store.url.render_as_string()))
    except OSError:
        refuse(say("cli.not_written", file=str(place)))
    typer.echo(done)
