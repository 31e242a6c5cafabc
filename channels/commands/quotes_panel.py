"""`quotes`: what the kept prices say over time, computed by the engine that an address names."""

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from os import environ
from typing import Annotated, Any

import typer

from channels.commands.terminal import Form, Language, answering, opened, refuse, speaking, var
from channels.compare.query import one_of
from channels.panel.faults import ON_FILES, BrokenPanel, NoDatabase, NoPanel, NoSpark
from channels.panel.price_history import quotes_folder
from components.i18n import Words

Row = dict[str, Any]
Engine = Annotated[
    str | None,
    typer.Option(
        "--database",
        help="postgresql://, spark:// or sc://; PULYOLU_PANEL_URL if left out",
        show_default=False,
    ),
]
KINDS = ("averages", "history", "cheapest", "weekly", "coverage")

quotes_app = typer.Typer(no_args_is_help=True, help="What the kept prices say over time.")


@quotes_app.command("show")
def show_quotes(
    kind: Annotated[str, typer.Argument(help="averages, history, cheapest, weekly or coverage")],
    corridor: Annotated[str | None, typer.Option(help="such as RU-AZ; all if left out")] = None,
    since: Annotated[str | None, typer.Option(help="prices from a day on; all if left out")] = None,
    database: Engine = None,
    form: Form = "text",
    language: Language = "en",
) -> None:
    """Averages, what arrived by day, who was cheapest, the change from week to week, or coverage: as CSV."""
    say = speaking(language, form)
    with answering(say):
        one_of("kind", kind, KINDS)
    first = _day(since, say)
    from channels.panel import quote_indicators, quotes_engine  # noqa: PLC0415  loaded only when used

    folder, url = quotes_folder(var()), address(database)
    asked = quotes_engine.opened_with_rates(folder, url, corridor=corridor, since=first)
    with refusing(say), asked as (quotes, official):
        found = quote_indicators.rows(kind, quotes, official)
    if form == "json":
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2, default=str))
    elif not found:
        typer.echo(say("cli.no_services"))
    else:
        _table(found)


@quotes_app.command("arrange")
def arrange_quotes(database: Engine = None, form: Form = "text", language: Language = "en") -> None:
    """Arrange the kept prices by corridor, to read millions fast; copy them where a database is named."""
    say = speaking(language, form)
    from channels.panel import arranged, official_days, quotes_engine  # noqa: PLC0415  loaded only when used

    folder, url = quotes_folder(var()), address(database)
    with answering(say):
        data = opened()
    with refusing(say):
        if not arranged.by_year(folder):
            raise NoPanel(quotes_engine.NAME)
        done = arranged.arrange(folder)
        official_days.write(folder, data.rates)
        if url is not None and not url.startswith(ON_FILES):
            quotes_engine.copy(folder, url)
    if form == "json":
        typer.echo(json.dumps({"prices": done}, indent=2))
    else:
        typer.echo(say("cli.arranged", number=say.number(sum(done.values()))))


def address(database: str | None) -> str | None:
    """The engine that was asked for; None for DuckDB on the files under var/."""
    return database or environ.get("PULYOLU_PANEL_URL") or None


@contextmanager
def refusing(say: Words) -> Iterator[None]:
    """End a command whose panel or engine is not there with one sentence."""
    try:
        yield
    except NoPanel:
        refuse(say("cli.no_quotes"), 1)
    except NoSpark:
        refuse(say("cli.no_spark"), 1)
    except NoDatabase:
        refuse(say("cli.no_database"), 1)
    except (BrokenPanel, OSError):
        refuse(say("cli.broken_quotes", folder=str(quotes_folder(var()))), 1)


def _day(written: str | None, say: Words) -> date | None:
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        refuse(say("cli.bad_day", value=written[:40]))


def _table(found: list[Row]) -> None:
    """Rows as CSV on standard output; what is not known is empty."""
    writer = csv.DictWriter(sys.stdout, list(found[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(found)
