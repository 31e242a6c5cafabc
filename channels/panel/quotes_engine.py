"""The quotes' panel as one table of an engine: each price once, by the last word on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import ibis
from ibis.expr.types import Table

from channels.panel import engines, official_days, quotes
from channels.panel.arranged import paths
from channels.panel.faults import NoPanel
from channels.panel.quote_indicators import last_words

NAME = "quotes"
ARRANGED = "quotes_arranged"
OFFICIAL = "quotes_official"


@contextmanager
def opened(
    folder: Path, url: str | None = None, *, corridor: str | None = None, since: date | None = None
) -> Iterator[Table]:
    """The quotes as an Ibis table, open while the block runs; its columns are `quotes.SCHEMA`.

    On the files of the folder, or on what an address computes on (`engines.opened`); of one corridor, and
    from a day on, where these are given, so that no file is read that holds nothing else. Raises `NoPanel`
    where nothing was ever appended, `BrokenPanel` where a file cannot be read, `NoDatabase` and `NoSpark`.
    """
    with opened_with_rates(folder, url, corridor=corridor, since=since) as (found, _):
        yield found


@contextmanager
def opened_with_rates(
    folder: Path, url: str | None = None, *, corridor: str | None = None, since: date | None = None
) -> Iterator[tuple[Table, Table | None]]:
    """The quotes as `opened` has them, and the official rates of their days; None where none were written."""
    first = "" if since is None else f"{since:%Y-%m}"
    read, months = paths(folder, corridor, first)
    files = {ARRANGED: read, NAME: months, OFFICIAL: official_days.path(folder)}
    with engines.opened(files, url) as tables:
        found = joined(tables[ARRANGED], tables[NAME])
        if corridor is not None:
            found = found.filter(found.corridor == corridor)
        yield found if since is None else found.filter(found.day >= since), tables[OFFICIAL]


def copy(folder: Path, url: str) -> None:
    """Put the quotes into PostgreSQL, in place of what stood there. Raises `NoDatabase` and OSError."""
    from channels.panel.postgres import copy_files  # noqa: PLC0415  loaded only when used

    # The database takes the months as they are: the last word on a price is found there.
    copy_files({NAME: quotes.month_files(folder), OFFICIAL: official_days.path(folder)}, url)


def joined(arranged: Table | None, months: Table | None) -> Table:
    """What is arranged and the months that are not, as one table. Raises `NoPanel` where there is neither."""
    parts = [arranged, None if months is None else last_words(months)]
    there = [part.select(*quotes.NAMES) for part in parts if part is not None]
    if not there:
        raise NoPanel(NAME)
    return there[0] if len(there) == 1 else ibis.union(*there, distinct=False)
