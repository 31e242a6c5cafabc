"""The server under load and in a browser: requests a second, seconds to the answer, bytes, memory.

Run by `make bench`; it prints one line for each figure. The server has one core to itself, its
clients have the other.
"""

import asyncio
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from playwright.sync_api import Browser, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from channels.compare.query import SETS
from components.i18n import words
from tests.support.browser import chromium
from tests.support.server import ROOT, _stop, _wait, free_port

AT_ONCE, REQUESTS, ROUND = 8, 4_200, 500
DASHBOARDS, ENTERS = 90, 31
SUBPROTOCOL = Subprotocol("streamlit")
LEAST_PARTS = 50
"""Elements of which a whole dashboard surely has more."""
QUESTION = "sending=RU&receiving=AZ&set={name}&send={send}"
PATHS = {
    "light page": "/l?lang=az&" + QUESTION,
    "JSON route": "/api/v1/compare?" + QUESTION,
}


def say(what: str, figure: str) -> None:
    """One line of the result."""
    print(f"{what:<68} {figure}", flush=True)


@contextmanager
def serving(var: Path | None = None) -> Iterator[tuple[str, int]]:
    """The address and the process of a server as `make run` starts it, on the first core alone.

    `var`: its PULYOLU_VAR where it goes on with what an earlier one left; None = a new folder.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log: IO[str]
    with tempfile.TemporaryDirectory() as new, tempfile.TemporaryFile("w+") as log:
        settings = {
            "PULYOLU_VAR": str(var or new),
            "PULYOLU_PORT": str(port),
            "PULYOLU_BROWSER": "0",
            "PULYOLU_LIMIT": "0",
            "PULYOLU_REFRESH": "off",
        }
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, cores[:1])
        process = subprocess.Popen(
            [sys.executable, "asgi.py"],
            cwd=ROOT,
            env=os.environ | settings,
            stdout=log,
            stderr=log,
            text=True,
        )
        os.sched_setaffinity(0, cores[1:] or cores)
        try:
            _wait(address, process, log)
            yield address, process.pid
        finally:
            _stop(process)
            os.sched_setaffinity(0, cores)


async def _ask(address: str, paths: list[str], took: list[float]) -> None:
    """Ask for one path after another over one connection."""
    place = urlsplit(address)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    while paths:
        request = f"GET {paths.pop()} HTTP/1.1\r\nHost: {place.netloc}\r\nAccept-Encoding: gzip\r\n\r\n"
        before = time.perf_counter()
        writer.write(request.encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        length = re.search(rb"content-length: (\d+)", head, re.I)
        assert length is not None
        await reader.readexactly(int(length[1]))
        took.append(time.perf_counter() - before)
    writer.close()


async def _load(address: str, paths: list[str]) -> list[float]:
    """The seconds that each answer took."""
    took: list[float] = []
    waiting = list(paths)
    await asyncio.gather(*(_ask(address, waiting, took) for _ in range(AT_ONCE)))
    return took


def requests(address: str, process: int) -> None:
    """Requests a second of the core's own time, with eight readers who ask as soon as they are answered.

    By the time that the processor gave to the server, so that other work on the machine does not count;
    the 95 % are those of the quickest round.
    """
    for route, path in PATHS.items():
        for name in SETS:
            for asked, step in (("the same question", 0), ("each another question", 1)):
                paths = [path.format(name=name, send=20_000 + step * n) for n in range(REQUESTS)]
                asyncio.run(_load(address, paths[:200]))
                spent, slowest = 0.0, []
                for first in range(200, REQUESTS, ROUND):
                    before = _processor(process)
                    took = asyncio.run(_load(address, paths[first : first + ROUND]))
                    spent += _processor(process) - before
                    slowest.append(statistics.quantiles(took, n=20)[-1] * 1_000)
                rate = (REQUESTS - 200) / spent
                figure = f"{rate:.0f} requests a second, 95 % within {min(slowest):.1f} ms"
                say(f"{route}, {name}, {asked}", figure)


def _processor(process: int) -> float:
    """Seconds of processor time that a process has had."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def enter(browser: Browser, address: str) -> None:
    """From Enter in the field of the amount to the new answer on the screen."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}/?lang=en&set=teaching")
    field = page.get_by_role("textbox", name=words("en")("form.send"), exact=True)
    field.wait_for()
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    took = []
    for number in range(ENTERS):
        field.fill(str(20_000 + 1_000 * (number + 1)))
        page.evaluate(UNTIL_ANSWERED)
        field.press("Enter")
        took.append(page.evaluate("window.answered"))
        page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    say(
        "from Enter to the new answer, median",
        f"{statistics.median(took):.0f} ms, longest {max(took):.0f} ms",
    )
    page.close()


UNTIL_ANSWERED = """
() => {
  const number = () => document.querySelector('[data-testid=stMain] h2').innerText;
  const before = number();
  window.answered = new Promise(done => {
    document.addEventListener('keydown', pressed => {
      const start = performance.now();
      const look = () => number() !== before ? done(performance.now() - start) : requestAnimationFrame(look);
      look();
    }, {once: true, capture: true});
  });
}
"""


def memory(address: str, process: int) -> None:
    """What a hundred open dashboards add to the server's memory."""
    stream = address.replace("http", "ws") + "/_stcore/stream"
    with ExitStack() as stack:

        def open_one() -> None:
            made = connect(stream, origin=address, subprotocols=[SUBPROTOCOL], max_size=None)
            socket = stack.enter_context(made)
            asked, told, parts = BackMsg(), ForwardMsg(), 0
            asked.rerun_script.query_string = "lang=az&set=teaching"
            socket.send(asked.SerializeToString())
            while told.WhichOneof("type") != "script_finished":
                told.ParseFromString(socket.recv(timeout=30))
                parts += told.WhichOneof("type") == "delta"
            assert told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
            assert parts > LEAST_PARTS

        idle = _resident(process)
        open_one()
        first = _resident(process)
        for _ in range(DASHBOARDS):
            open_one()
        last = _resident(process)
    say("memory of the server before any dashboard", f"{idle:.0f} MB")
    say("memory with one dashboard open", f"{first:.0f} MB")
    say(f"memory of {DASHBOARDS} more", f"{last - first:.0f} MB")


def _resident(process: int) -> float:
    text = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    found = re.search(r"VmRSS:\s+(\d+) kB", text)
    assert found is not None
    return int(found[1]) / 1_000


def main() -> None:
    """Measure all of it."""
    with serving() as (address, process):
        memory(address, process)
        requests(address, process)
    with serving() as (address, _), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        enter(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
