"""What the commands share: their options, where things lie, and how a question is refused."""

from collections.abc import Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from channels import files
from channels.compare.query import SETS, InvalidQuery, one_of, shown
from channels.dataset import locations
from channels.dataset.dataset import Dataset, DatasetError
from channels.dataset.loading import load
from channels.readers.ecb_history import dollars
from components.i18n import LANGUAGES, Words, words
from components.words.refusals import misasked

FORMS = ("text", "json")

Which = Annotated[str, typer.Option("--set", help="real or teaching")]
Data = Annotated[Path | None, typer.Option(help="another folder of the same layout", show_default=False)]
Day = Annotated[str | None, typer.Option(help="the day asked; today if left out", show_default=False)]
Form = Annotated[str, typer.Option("--format", help="text or json")]
Language = Annotated[str, typer.Option(help="az, ru or en")]
Out = Annotated[Path, typer.Option(help="the folder for the file; made if there is none")]


def var() -> Path:
    """The folder for what is added while the program runs; it need not exist."""
    return locations.var(environ)


def opened(which: str = "real", folder: Path | None = None) -> Dataset:
    """A set of data with the European Central Bank's rates. Over another folder nothing is laid.

    Raises `DatasetError`, and `InvalidQuery` for a set that there is not.
    """
    one_of("set", which, SETS)
    if folder is not None:
        place = locations.DataFolders(folder)
    else:
        place = locations.real(environ) if which == "real" else locations.teaching()
    return load(place.folder, place.over).with_ecb(dollars)


def speaking(language: str, form: str = "text") -> Words:
    """The words of a command; a language or a form of answer that there is not ends it with a sentence."""
    say = words(language)
    with answering(say):
        one_of("language", language, LANGUAGES)
        one_of("format", form, FORMS)
    return say


@contextmanager
def answering(say: Words) -> Iterator[None]:
    """End a command that was misasked with one sentence, or tell every fault of broken data."""
    try:
        yield
    except InvalidQuery as stop:
        refuse(misasked(stop, say, named=option))
    except DatasetError as error:
        for fault in error.issues:
            typer.echo(shown(f"{fault.where}: {say.fault(fault.code, fault.note)}"), err=True)
        raise typer.Exit(1) from None


def write(file: Path, content: bytes, say: Words) -> None:
    """Write a file into its folder, made if there is none; where that cannot be, say so."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        put(file, content)
    except OSError:
        refuse(say("cli.no_folder", value=str(file.parent)[:80]))


def put(file: Path, content: bytes) -> None:
    """Write a file whole or not at all, into a folder that is there; a pipe or a device as it comes.

    Raises OSError.
    """
    place = file.resolve()
    if place.exists() and not place.is_file():
        place.write_bytes(content)
    elif place.parent.is_dir():
        files.replace(place, content)
    else:
        raise FileNotFoundError(place.parent)


def refuse(sentence: str, code: int = 2) -> NoReturn:
    """One line on standard error. What was typed is shown without signs that a terminal would obey."""
    typer.echo(shown(sentence), err=True)
    raise typer.Exit(code)


def option(name: str) -> str:
    """An option as it is typed in a terminal."""
    return "--" + name.replace("_", "-")
