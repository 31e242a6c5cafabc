"""The lanes of the tests, and what a run says at its end: a plugin of pytest.

`make test` leaves out what bears the mark `whole`; `make test-rest` runs that, and the laws with more
examples. Tests in Chromium come first and stay together, so that one worker has one Chromium for them all.
"""

import ctypes
import gc
import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from channels import clock
from channels.store.engine import close_shared

MOST = 700
"""Megabytes that a worker may come to hold."""
PEAKS = pytest.StashKey[dict[str, int]]()


def sampled(values: Iterable[Any], *, kept: int = 1) -> list[Any]:
    """Values of a parameter: `make test` takes the first ones, only `make test-all` the others."""
    return [value if number < kept else _whole(value) for number, value in enumerate(values)]


def spread(values: Iterable[Any], *, each: int = 5) -> list[Any]:
    """Values of a parameter: `make test` takes one of so many, only `make test-all` the others."""
    return [_whole(value) if number % each else value for number, value in enumerate(values)]


def _whole(value: Any) -> Any:
    return pytest.param(*(value if isinstance(value, tuple) else [value]), marks=pytest.mark.whole)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One worker more than processors: the one in Chromium waits as long as it works. Four at most."""
    return min((os.cpu_count() or 1) + 1, 4)


def pytest_configure(config: pytest.Config) -> None:
    """The whole run, its servers included, stands at the moment at which it began."""
    # What is collected is kept; looking for garbage in it takes longer than what it finds.
    gc.disable()
    os.environ.setdefault(clock.VARIABLE, clock.now().isoformat())
    # Nothing that a test starts asks anybody by itself.
    os.environ["PULYOLU_REFRESH"] = "off"
    config.stash[PEAKS] = {}


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Mark what the lanes go by; when tests were left out and mixed, put those in Chromium first."""
    for item in items:
        if item.get_closest_marker("browser"):
            # A second try, which the summary names; see docs/decisions/0023.
            item.add_marker(pytest.mark.flaky(reruns=1))
        if _asks_postgresql(item) and not item.get_closest_marker("smoke"):
            item.add_marker(pytest.mark.whole)
    yield
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


def _asks_postgresql(item: pytest.Item) -> bool:
    called = getattr(item, "callspec", None)
    kind = None if called is None else called.params.get("url")
    return kind == "postgresql" or "postgres_database" in getattr(item, "fixturenames", ())


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: Python need not look through it for garbage.

    Streamlit's loggers tell the root what they are told: pytest hangs its handlers on each that does not,
    six times a test.
    """
    for name in [name for name in logging.root.manager.loggerDict if name.startswith("streamlit")]:
        logging.getLogger(name).propagate = True
    gc.collect()
    gc.freeze()
    gc.enable()
    # By what it finds now, nearly nothing, Python judges when so much is new that a whole sweep is due.
    gc.collect()


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """What a module's tests remember for each other, and the stores that they opened, go with the module."""
    module = getattr(item, "module", None)
    if module is None or getattr(nextitem, "module", None) is module:
        return
    for kept in vars(module).values():
        if getattr(kept, "__module__", None) == module.__name__ and hasattr(kept, "cache_clear"):
            kept.cache_clear()
    close_shared()
    _give_back()


def _give_back() -> None:
    """Give the system the memory that nothing uses; a C library without such a call keeps it."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _peak() -> int:
    """Megabytes that this process held at most; 0 where the system does not tell."""
    told = Path("/proc/self/status")
    lines = told.read_text(encoding="ascii").splitlines() if told.exists() else []
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Tell how much memory this process held: a worker to the process that leads it."""
    gc.unfreeze()
    told = getattr(session.config, "workeroutput", None)
    if told is None:
        session.config.stash[PEAKS]["this process"] = _peak()
    else:
        told["peak"] = _peak()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Keep what a worker told."""
    node.config.stash[PEAKS][node.gateway.id] = getattr(node, "workeroutput", {}).get("peak", 0)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Why a test needed a second try, and the memory of every process."""
    for report in terminalreporter.stats.get("rerun", []):
        cause = getattr(getattr(report.longrepr, "reprcrash", None), "message", str(report.longrepr))
        terminalreporter.write_line(f"second try: {report.nodeid}: {' '.join(cause.split())[:500]}")
    for name, megabytes in sorted(config.stash[PEAKS].items()):
        more = f", more than {MOST}" if megabytes > MOST else ""
        terminalreporter.write_line(f"memory: {name} held {megabytes} MB{more}")
