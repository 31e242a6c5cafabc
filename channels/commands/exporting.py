"""`export package`, `export moodle`: the whole data, and the quiz, for the programs of others."""

from pathlib import Path
from typing import Annotated

import typer

from channels.commands.terminal import Data, Language, Which, answering, opened, put, refuse, speaking
from channels.export.data_package import as_package
from components.paper import moodle


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
