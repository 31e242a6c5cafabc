"""Rounds of questions that are killed at any moment, from a process that has loaded all there is to load.

Run as `python -m tests.support.killed_rounds KILLS SEED`: each round is of another day, and after each the
files are looked at. It prints how many rounds were killed before their end, and how many rates there are.
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
from channels.refresh import fetch_log
from channels.refresh.last_asked import last_asked
from server import refresh_run

FIRST = date(2026, 12, 1)
LATEST = 1.2
"""How much later than a round lasts it may be killed, as a part of that."""


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
    """Let one round end, kill so many, and let another end."""
    chance = random.Random(seed)
    before, cut, lasts = b"", 0, 0.0
    for number in range(kills + 2):
        os.environ["PULYOLU_NOW"] = f"{FIRST + timedelta(days=number)}T09:00"
        # The first tells how long a round lasts, the last that all goes on.
        is_killed = 0 < number <= kills
        began = time.monotonic()
        child = os.fork()
        if not child:
            os._exit(refresh_run.run(os.environ))
        if is_killed:
            time.sleep(chance.uniform(0, LATEST * lasts))
            os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
        lasts = lasts or time.monotonic() - began
        cut += os.WIFSIGNALED(status)
        before = looked_at(before)
    assert status == 0, "the last round did not end well"
    print(cut, len(before.splitlines()) - 1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
