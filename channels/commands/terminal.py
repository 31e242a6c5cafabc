"""What the commands share: where things lie, and how a question is refused."""

from os import environ
from pathlib import Path
from typing import NoReturn

import typer

from channels import places
from channels.asking import shown

ROOT = places.ROOT


def var() -> Path:
    """The folder for what is added while the program runs; it need not exist."""
    return places.var(environ)


def refuse(sentence: str, code: int = 2) -> NoReturn:
    """One line on standard error. What was typed is shown without signs that a terminal would obey."""
    typer.echo(shown(sentence), err=True)
    raise typer.Exit(code)


def option(name: str) -> str:
    """An option as it is typed in a terminal."""
    return "--" + name.replace("_", "-")
