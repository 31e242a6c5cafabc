"""Writers of the quotes' panel, forked from a process that has loaded everything, killed one after another.

Run as `python -m tests.support.killed_quotes FOLDER KILLS SEED`; prints how many rows there are at the end.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

from channels.clock import now
from channels.panel import quotes
from channels.records.dated_prices import kept
from tests.support.builders import an_observation

AT_ONCE = 3


def write(folder: Path, number: int, out: int) -> None:
    """Append prices of the amounts from a number on, three at a time, and tell the next number."""
    while True:
        quotes.append(folder, [kept(an_observation(amount=number + n)) for n in range(AT_ONCE)], now())
        number += AT_ONCE
        os.write(out, f"{number}\n".encode())


def main(folder: Path, kills: int, seed: int) -> int:
    """Kill so many writers; how many rows are there. Raises AssertionError for one that is lost or double."""
    dice, number = random.Random(seed), 1
    for _ in range(kills):
        reader, out = os.pipe()
        child = os.fork()
        if not child:
            os.close(reader)
            write(folder, number, out)
        os.close(out)
        with os.fdopen(reader) as told:
            said = [told.readline()]
            time.sleep(dice.uniform(0, 0.05))
            os.kill(child, signal.SIGKILL)
            said += told.readlines()
        os.waitpid(child, 0)
        found = sorted(int(one.said.amount) for one in quotes.read(folder))
        assert found == list(range(1, len(found) + 1)) and len(found) % AT_ONCE == 0
        assert len(found) + 1 >= max(int(line) for line in said if line.endswith("\n"))
        number = len(found) + 1
    return number - 1


if __name__ == "__main__":
    print(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
