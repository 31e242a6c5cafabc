"""`print sheet`, `poster`, `brief`, and `print STORY`: paper from the same numbers as the pages."""

from collections.abc import Callable
from datetime import date
from os import environ
from pathlib import Path
from typing import Annotated

import typer

from channels import clock
from channels.commands.comparing import (
    Currency,
    PayIn,
    PayOut,
    Promotions,
    Receiving,
    Region,
    Send,
    Sending,
    Within,
)
from channels.commands.handouts import STORY, StoryOrSheet, print_story
from channels.commands.terminal import (
    Data,
    Day,
    Language,
    Out,
    Which,
    answering,
    opened,
    refuse,
    speaking,
    var,
    write,
)
from channels.compare.query import Options, answer, asked_day, one_of, question
from channels.dataset.dataset import Dataset
from channels.gaps.overview import studied
from channels.panel.imported import imported
from channels.records.base import Corridor
from components.gaps.brief import brief
from components.gaps.contents import Chosen, file_name
from components.i18n import Words
from components.paper import sheets
from components.words import links

print_app = typer.Typer(
    no_args_is_help=True,
    cls=StoryOrSheet,
    help="Print a sheet, a poster, or all that a story needs: print STORY.",
)
print_app.command(STORY)(print_story)

Paper = Annotated[str, typer.Option(help="a4 or a5")]
Address = Annotated[str | None, typer.Option(help="the page's address; PULYOLU_ADDRESS if left out")]
Printed = tuple[Corridor, date, bytes]


@print_app.command("sheet")
def print_sheet(
    sending: Sending,
    receiving: Receiving,
    send: Send = None,
    receive: Annotated[str | None, typer.Option(help="the amount to receive")] = None,
    currency: Currency = None,
    pay_in: PayIn = None,
    pay_out: PayOut = None,
    within: Within = None,
    region: Region = None,
    promotions: Promotions = False,
    day: Day = None,
    which: Which = "real",
    data: Data = None,
    language: Language = "en",
    out: Out = Path(),
    paper: Paper = "a4",
    address: Address = None,
) -> None:
    """Print the answer to a transfer on one page."""
    options = Options(
        sending,
        receiving,
        send=send,
        receive=receive,
        currency=currency,
        pay_in=pay_in,
        pay_out=pay_out,
        within=within,
        region=region,
        promotions=promotions,
        day=day,
    )

    def made(say: Words, dataset: Dataset, base: str | None) -> Printed:
        found = answer(options, dataset, clock.today(), say)
        pdf = sheets.sheet(found, dataset, say, paper=paper, address=base)
        return found.transfer.corridor, found.day, pdf

    _print("sheet", made, which, data, language, out, paper, address)


@print_app.command("poster")
def print_poster(
    sending: Sending,
    receiving: Receiving,
    day: Annotated[str | None, typer.Option(help="the day on it; today if left out")] = None,
    which: Which = "real",
    data: Data = None,
    language: Language = "en",
    out: Out = Path(),
    paper: Paper = "a4",
    address: Address = None,
) -> None:
    """Print the three questions for a wall, without any amount."""
    # A poster names no amount: one unit stands in, so that the places and the day are read as ever.
    options = Options(sending, receiving, send="1", day=day)

    def made(say: Words, dataset: Dataset, base: str | None) -> Printed:
        asked = question(options, dataset, clock.today(), say)
        corridor, invented = asked.transfer.corridor, dataset.invented
        pdf = sheets.poster(corridor, say, asked.day, invented=invented, paper=paper, address=base)
        return corridor, asked.day, pdf

    _print("poster", made, which, data, language, out, paper, address)


@print_app.command("brief")
def print_brief(
    day: Day = None,
    which: Which = "real",
    data: Data = None,
    language: Language = "en",
    out: Out = Path(),
) -> None:
    """Print the brief for policymakers: the five largest gaps, what to do, method and sources."""
    say = speaking(language)
    with answering(say):
        on = asked_day(day, clock.today())
        dataset = opened(which, data)
    found = studied(dataset, on, imported(var() / "panel"))
    if not found.gaps:
        refuse(say("cli.gaps_none"))
    file = out / file_name("brief", found, say, "pdf")
    write(file, brief(found, Chosen(), say), say)
    typer.echo(str(file))


def _print(
    kind: str,
    made: Callable[[Words, Dataset, str | None], Printed],
    which: str,
    data: Path | None,
    language: str,
    out: Path,
    paper: str,
    address: str | None,
) -> None:
    """Write one PDF into a folder and tell its name; refuse what `compare` refuses, in its words."""
    say = speaking(language)
    base = links.base_address(environ.get("PULYOLU_ADDRESS") if address is None else address)
    with answering(say):
        one_of("paper", paper, list(sheets.PAPERS))
        if address is not None and base is None:
            refuse(say("cli.bad_address", value=address[:80]))
        dataset = opened(which, data)
        corridor, on, printed = made(say, dataset, base)
    more = (language, paper)
    file = out / links.file_name(kind, corridor, on, "pdf", invented=dataset.invented, more=more)
    write(file, printed, say)
    if base is None:
        typer.echo(say("cli.no_address"), err=True)
    typer.echo(str(file))
