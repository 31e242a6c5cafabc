"""Writers as processes of their own, which tests kill: `python -m tests.support.writers opens URL ...`."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event

from channels.dataset.locations import DataFolders
from channels.store import price_entries, publishing, rooms
from channels.store.engine import open_store
from tests.support.builders import an_entry

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 21, 12, tzinfo=ZoneInfo("Asia/Baku"))


@contextmanager
def writers(number: int, *command: str) -> Iterator[list["subprocess.Popen[str]"]]:
    """Processes that all began with the same command; those still running at the end are killed."""
    found = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.support.writers", command[0], command[1], str(n), *command[2:]],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for n in range(number)
    ]  # fmt: skip
    try:
        yield found
    finally:
        for child in found:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    pipe.close()


def _say(*words: str) -> None:
    print(*words, flush=True)


def opens(url: str, _number: str) -> None:
    """Open the store when told to, and say so."""
    _say("ready")
    sys.stdin.readline()
    open_store(url).dispose()
    _say("open")


def collects(url: str, number: str) -> None:
    """Enter, check, publish and correct prices until killed; say the id of each as soon as it is kept."""
    store = open_store(url)
    for n in count():
        _a_round(store, n, number)


def dies(url: str, number: str) -> None:
    """Begin the same round again and again, killed at its first statement, its second, and so to its end."""
    for last in count(1):
        child = os.fork()
        if not child:
            store, left = open_store(url), count(last - 1, -1)

            def statement(*_: object, left: Iterator[int] = left) -> None:
                if not next(left):
                    os.kill(os.getpid(), signal.SIGKILL)

            event.listen(store, "before_cursor_execute", statement)
            event.listen(store, "commit", statement)
            _a_round(store, last, number)
            os._exit(0)
        if not os.waitpid(child, 0)[1]:
            _say("done")
            return


def closes(url: str, _number: str, folder: str, *ids: str) -> None:
    """Close a round of one price after the other, killed at its first step, its second, and so to its end.

    A step is a statement, a commit, or a file that takes its place. Waits for a line after each.
    """
    place = DataFolders(ROOT / "data", Path(folder))
    replace = Path.replace
    for last, id in enumerate(ids):
        child = os.fork()
        if not child:
            store, left = open_store(url), count(last, -1)

            def step(*_: object, left: Iterator[int] = left) -> None:
                if not next(left):
                    os.kill(os.getpid(), signal.SIGKILL)

            def counted(path: Path, target: Path) -> Path:
                step()
                return replace(path, target)

            event.listen(store, "before_cursor_execute", step)
            event.listen(store, "commit", step)
            # Files of the trial are nobody's.
            publishing.attempt = lambda *_: None
            with patch.object(Path, "replace", counted):
                publishing.close(store, place, [id], by="bob", now=NOW + timedelta(minutes=last))
            os._exit(0)
        _say(id, "killed" if os.waitpid(child, 0)[1] else "closed")
        sys.stdin.readline()


def _a_round(store: Engine, n: int, number: str) -> None:
    """One price that is entered, checked, published, corrected; said as soon as it is kept."""
    first = price_entries.add(store, an_entry(amount=n + 1), by=f"ann {number}", now=NOW)
    _say(first.id)
    price_entries.confirm(store, first.id, by="bob", now=NOW)
    price_entries.publish(store, [first.id], by="bob", now=NOW)
    _say(first.id, "published")
    right = price_entries.supersede(
        store, first.id, an_entry(amount=n + 2), reason="misread", by="ann", now=NOW
    )
    _say(right.id)
    price_entries.confirm(store, right.id, by="bob", now=NOW)
    price_entries.publish(store, [right.id], by="bob", now=NOW)
    _say(right.id, "published")


def adds(url: str, number: str, each: str) -> None:
    """Five writers: each adds entries of its own, and the same rows of a file as all the others."""
    store = open_store(url)

    def writer(of: int) -> None:
        for n in range(int(each)):
            price_entries.add(store, an_entry(), by="ann", now=NOW, origin=f"own {number} {of} {n}")
            price_entries.add(store, an_entry(), by="ann", now=NOW, origin=f"file {n}")

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(writer, range(5)))
    _say("done")


def votes(url: str, number: str, code: str, key: str) -> None:
    """Five phones of this process and five that all processes share, each changing its mind often."""
    store: Engine = open_store(url)

    def voter(phone: str) -> None:
        for n in range(10):
            assert rooms.vote(store, code, key, phone, n % 3, now=NOW) == "kept"

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(voter, [f"own {number} {n}" for n in range(5)] + [f"shared {n}" for n in range(5)]))
    _say("done")


if __name__ == "__main__":
    {"opens": opens, "collects": collects, "dies": dies, "adds": adds, "votes": votes, "closes": closes}[
        sys.argv[1]
    ](*sys.argv[2:])
