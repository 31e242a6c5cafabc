"""A child process in which a foreign file is read: what a hostile one takes or breaks ends with the child.

The child says each step as one JSON line on its standard output, last `done` or `fault`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import Any

from channels.readers.workbooks import Unreadable

ROOT = Path(__file__).resolve().parents[2]
LONGEST_STEP = 32 * 2**20
"""Characters of one line that the child may say."""

Step = dict[str, Any]


def steps(module: str, *arguments: str, seconds: float) -> Iterator[Step]:
    """What a module says that reads a file apart, until it is done; the last step has its `done`.

    Raises `Unreadable`: what the child says is wrong with the file, or that it broke down, took too much
    memory, or more than some seconds.
    """
    surroundings = os.environ | {
        "PYTHONPATH": str(ROOT),
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "OMP_NUM_THREADS": "1",
    }
    last: Step = {}
    with subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
    ) as process:
        alarm = Timer(seconds, process.kill)
        alarm.start()
        try:
            assert process.stdout is not None
            while line := process.stdout.readline(LONGEST_STEP):
                last = _step(line)
                if "fault" not in last:
                    yield last
        finally:
            alarm.cancel()
            if process.poll() is None and "done" not in last and "fault" not in last:
                process.kill()
    if "fault" in last:
        raise Unreadable(last["fault"], **last["holes"])
    if process.returncode or "done" not in last:
        raise Unreadable("too_heavy")


def limit_memory(most: int) -> None:
    """Let this process, the child, take no more bytes of memory than that."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def say(**step: Any) -> None:
    """Tell the parent a step."""
    sys.stdout.write(json.dumps(step) + "\n")
    sys.stdout.flush()


def _step(line: str) -> Step:
    try:
        found = json.loads(line)
    except ValueError:
        # Cut off where the child broke down.
        return {}
    return found if isinstance(found, dict) else {}
