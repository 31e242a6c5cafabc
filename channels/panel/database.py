"""Where the panel's tables are computed with: on their files, or in a database to which they were copied."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ibis.expr.types import Table

from channels.panel import engines
from channels.panel.faults import NoPanel
from channels.panel.storage import NAMES, TABLES, StoredPanel


@dataclass(frozen=True)
class Panel:
    """The tables of the panel as Ibis expressions, on whatever they lie; None for one that is not there.

    Their columns are those of `channels.panel.check`.
    """

    services: Table | None
    published: Table | None

    def table(self, name: str) -> Table:
        """A table by its name. Raises `NoPanel` if it is not there."""
        found: Table | None = getattr(self, name)
        if found is None:
            raise NoPanel(name)
        return found


@contextmanager
def opened(shelf: StoredPanel, url: str | None = None) -> Iterator[Panel]:
    """The panel, open while the block runs: the files of a shelf, or what an address computes on.

    Raises `NoDatabase` if that cannot be reached, or fails within the block; `BrokenPanel` for files.
    """
    files = {NAMES[name]: shelf.paths(name) for name in TABLES}
    with engines.opened(files, url) as tables:
        yield Panel(**{name: tables[NAMES[name]] for name in TABLES})
