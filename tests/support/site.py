"""The server that all tests of a worker share which only read, or write what is theirs alone."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from channels.store.engine import FILE, open_store
from tests.support.asgi_server import serving
from tests.support.server import ROOT

RATES_UNTIL = "2026-09-04"
NAME = "pulyolu.example"
"""A name to which the server answers beside this machine's own."""


@dataclass(frozen=True)
class Site:
    """A running server: its address, what reads its log, its data and its store."""

    address: str
    log: Callable[[], str]
    data: Path
    store: Engine


@contextmanager
def running(folder: Path) -> Iterator[Site]:
    """A server that runs until the block ends and keeps its data and what is sent to it under `folder`.

    It shows the shipped evidence with the official rates of 4 September 2026 and earlier, so that no price
    for money from abroad is current, whenever the tests run.
    """
    data, var = folder / "data", folder / "var"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("teaching"))
    lines = (data / "rates.csv").read_text(encoding="utf-8").splitlines()
    old = [line for line in lines if line[:10] <= RATES_UNTIL or line.startswith("day")]
    assert 1 < len(old) <= len(lines)
    (data / "rates.csv").write_text("\n".join(old) + "\n", encoding="utf-8")
    var.mkdir()
    settings = {"PULYOLU_DATA": str(data), "PULYOLU_HOSTS": NAME, "PULYOLU_LIMIT": "0"}
    with serving(var=var, settings=settings) as (address, log):
        store = open_store(f"sqlite:///{var / FILE}")
        try:
            yield Site(address, log, data, store)
        finally:
            store.dispose()
