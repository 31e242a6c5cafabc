"""The worker beside the server: a round of questions a few seconds after the start, then every six hours."""

import logging
import os
import random
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread

from channels.refresh.permission import RefreshMode

LOG = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[1]
COMMAND = (sys.executable, "-m", "server.refresh_run")
FIRST = 2.0
"""Seconds after the start: the first page goes first."""
EVERY = 6 * 3_600.0
JITTER = 0.1
"""By which part a pause is longer or shorter, so that not all programs of the world ask at once."""
DEADLINE = 2 * 3_600.0
"""Seconds after which a round that has not ended is ended."""
LETS_GO = 3.0
"""Seconds that a round has to end by itself when the server does."""


class RefreshWorker:
    """Starts a process for each round, and ends it with the server. Nobody waits for what it does."""

    def __init__(
        self, command: Sequence[str] = COMMAND, *, first: float = FIRST, every: float = EVERY,
        deadline: float = DEADLINE,
    ) -> None:  # fmt: skip
        self._command, self._first, self._every, self._deadline = command, first, every, deadline
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._live, name="refresh worker", daemon=True)

    def start(self) -> None:
        """Begin to wait for the first round."""
        self._thread.start()

    def stop(self) -> None:
        """End the round that runs, and begin no other; returns when that is done."""
        self._over.set()
        self._thread.join()

    def _live(self) -> None:
        pause = self._first
        while not self._over.wait(pause):
            self._round()
            pause = self._every * random.uniform(1 - JITTER, 1 + JITTER)

    def _round(self) -> None:
        surroundings = os.environ | {"PYTHONPATH": str(ROOT)}
        try:
            process = subprocess.Popen(
                self._command, cwd=ROOT, env=surroundings, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
            )
        except OSError as error:
            LOG.error("nothing is asked by itself: %s", error)
            return
        with process:
            watch = threading.Thread(target=process.wait, daemon=True)
            watch.start()
            self._await(watch)
            if process.poll() is None:
                process.terminate()
                watch.join(LETS_GO)
                process.kill()

    def _await(self, watch: threading.Thread) -> None:
        """Wait for the end of a round, of its time, or of the server."""
        left = self._deadline
        while watch.is_alive() and left > 0 and not self._over.is_set():
            watch.join(min(0.2, left))
            left -= 0.2


@asynccontextmanager
async def asking(mode: RefreshMode) -> AsyncIterator[None]:
    """Ask by itself as long as the block lasts, where the mode is not off."""
    if mode is RefreshMode.OFF:
        yield
        return
    worker = RefreshWorker()
    worker.start()
    try:
        yield
    finally:
        await to_thread.run_sync(worker.stop)
