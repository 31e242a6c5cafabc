"""Rounds of questions that are killed at any moment, from a process that has loaded all there is to load.

Run as `python -m tests.support.killed_rounds KILLS SEED`: each round is of another day, and after each the
files are looked at. It prints one line with how many rounds were killed before their end.
"""

import os
import random
import signal
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from channels.dataset import locations
from channels.dataset.loading import load
from channels.refresh import fetch_log, intake
from channels.refresh.last_asked import last_asked
from server import refresh_run

FIRST = date(2026, 12, 1)
LONGEST = 1.2
"""Seconds of a round that is let end."""


def looked_at(before: bytes) -> bytes:
    """The published rates; what stood there before stands there still, and all of it holds."""
    place, var = locations.real(os.environ), locations.var(os.environ)
    rates = Path(place.over or "") / "rates.csv"
    now = rates.read_bytes() if rates.exists() else b""
    assert now.startswith(before), "a rate was lost"
    load(place.folder, place.over)
    last_asked(var)
    fetch_log.imports(var)
    return now


def main(kills: int, seed: int) -> None:
    """Kill so many rounds, and let one end."""
    chance = random.Random(seed)
    before, cut = b"", 0
    for number in range(kills + 1):
        os.environ["PULYOLU_NOW"] = f"{FIRST + timedelta(days=number)}T09:00"
        child = os.fork()
        if not child:
            os._exit(refresh_run.run(os.environ))
        if number < kills:
            time.sleep(chance.uniform(0, LONGEST))
            os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        cut += os.WIFSIGNALED(status)
        before = looked_at(before)
    assert status == 0, "the last round did not end well"
    print(f"{cut} {len(before.splitlines()) - 1} {intake.__name__}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
