"""The first second: the slow line, the first run and the rerun, the first visit after a start.

Run by `make bench`; it prints one line for each figure, beside its limit and, where `PULYOLU_PEER` names a
folder with a Streamlit program of the same kind, beside that. The peer's own code is not in this project.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.benchmarks.measure import say, serving
from tests.benchmarks.slow_line import slow_line
from tests.support.browser import chromium
from tests.support.server import ROOT, _stop, _wait, free_port

PAIRS, STARTS = 5, 3
QUESTION = "lang=az&sending=DE"
PHONE = {"width": 390, "height": 844}
USABLE = ".st-key-after .stButton"
"""The last thing that the comparison draws."""
DRAWN = "[data-testid=stApp][data-test-script-state=notRunning] [data-testid=stMain]"
PEER_USABLE = f"{DRAWN} [data-testid=stElementContainer]"
PATIENCE = 300_000
SEEN = """
window.moved = 0;
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.moved += entry.value;
}).observe({type: 'layout-shift', buffered: true});
const look = () => {
  const answer = document.querySelector('#first h1, main h1');
  if (answer && !window.readable) window.readable = performance.now();
  requestAnimationFrame(look);
};
look();
"""
RUN = """
import sys, time
from streamlit.testing.v1 import AppTest
began = time.perf_counter()
app = AppTest.from_file(sys.argv[1], default_timeout=120)
app.run()
assert not app.exception, app.exception
first, again = time.perf_counter() - began, []
for _ in range(5):
    began = time.perf_counter()
    app.run()
    again.append(time.perf_counter() - began)
print(first, sorted(again)[2])
"""


def visit(context: BrowserContext, address: str, usable: str) -> tuple[Page, float]:
    """A page opened at an address until it can be used, and the seconds that took."""
    page = context.new_page()
    page.add_init_script(SEEN)
    began = time.perf_counter()
    page.goto(address, wait_until="commit", timeout=PATIENCE)
    page.wait_for_selector(usable, timeout=PATIENCE, state="attached")
    return page, time.perf_counter() - began


def slow_visits(browser: Browser, server: str, name: str, path: str, usable: str, limits: list[str]) -> None:
    """A first and a second visit over the slow line, with one cache of the browser."""
    with slow_line(server) as line:
        context = browser.new_context(viewport=PHONE)
        for which, limit in zip(("first visit", "second visit"), limits, strict=True):
            line.received = 0
            asked: list[str] = []
            context.on("request", lambda request, asked=asked: asked.append(request.url))
            page, took = visit(context, line.address + path, usable)
            page.wait_for_load_state("networkidle", timeout=PATIENCE)
            page.wait_for_timeout(3_000)
            entry = page.evaluate("performance.getEntriesByType('navigation')[0].responseStart / 1000")
            seen = page.evaluate("window.readable / 1000")
            moved = page.evaluate("window.moved")
            read = f"readable {seen:.1f} s, " if seen else ""
            sent = page.evaluate(
                "performance.getEntriesByType('resource').filter(one => one.transferSize).length + 1"
            )
            say(
                f"slow line, {name}, {which}",
                f"first byte {entry:.1f} s, {read}usable {took:.1f} s ({limit}), "
                f"{line.received / 1_000:.0f} kB, {sent} requests, moved {moved:.2f}",
            )
            page.close()
        context.close()


@contextmanager
def peer_serving(folder: Path) -> Iterator[str]:
    """The address of the peer, served by Streamlit as it comes."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    command += ["--server.port", str(port), "--server.address", "127.0.0.1"]
    with tempfile.TemporaryFile("w+") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, text=True)
        try:
            _wait(address, process, log)
            yield address
        finally:
            _stop(process)


def runs(folders: dict[str, Path]) -> None:
    """The first run in a fresh process and a rerun in Streamlit's test harness, by turns.

    Our server was started once before: what it keeps for the next start is there.
    """
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in folders}
    with tempfile.TemporaryDirectory() as var:
        with serving(Path(var)):
            pass
        for _ in range(PAIRS):
            for name, folder in folders.items():
                done = subprocess.run(
                    [sys.executable, "-c", RUN, str(folder / "app.py")],
                    cwd=folder,
                    env=os.environ | {"PULYOLU_VAR": var, "PULYOLU_REFRESH": "off"},
                    capture_output=True,
                    text=True,
                    check=True,
                )
                first, again = map(float, done.stdout.split()[-2:])
                found[name].append((first, again))
    for name, pairs in found.items():
        firsts, reruns = zip(*pairs, strict=True)
        each = " ".join(f"{first:.2f}" for first in firsts)
        say(f"first run in a fresh process, {name} (0.7 s)", f"{statistics.median(firsts):.2f} s of {each}")
        say(f"rerun, {name}", f"{1_000 * statistics.median(reruns):.0f} ms")


def starts(browser: Browser) -> None:
    """The first visit after a start of the server and the next, each with an empty cache of the browser.

    What the second takes is the browser's own work; the difference is what the server loads for the first.
    """
    found: dict[str, list[tuple[float, float]]] = {"first": [], "second": []}
    with tempfile.TemporaryDirectory() as var:
        for _ in range(STARTS):
            with serving(Path(var)) as (address, _process):
                for took in found.values():
                    context = browser.new_context(viewport=PHONE)
                    page, usable = visit(context, f"{address}/?{QUESTION}", USABLE)
                    took.append((page.evaluate("window.readable / 1000"), usable))
                    context.close()
    for which, took in found.items():
        readable, drawn = map(list, zip(*took, strict=True))
        each = " ".join(f"{seconds:.2f}" for seconds in drawn)
        say(
            f"{which} visitor after a start in Chromium (0.8 s)",
            f"readable {statistics.median(readable):.2f}, usable {statistics.median(drawn):.2f} s of {each}",
        )


def main() -> None:
    """Measure all of it."""
    named = os.environ.get("PULYOLU_PEER")
    peer = None if named is None else Path(named)
    say("load of the machine", " ".join(f"{load:.1f}" for load in os.getloadavg()))
    runs({"ours": ROOT} | ({} if peer is None else {"the peer": peer}))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        starts(browser)
        with serving() as (address, _):
            # The server's own first time is measured above.
            visit(browser.new_context(viewport=PHONE), f"{address}/?{QUESTION}", USABLE)[0].close()
            limits = ["9 s, readable 1.5 s", "1.5 s"]
            slow_visits(browser, address, "dashboard", f"/?{QUESTION}", USABLE, limits)
            slow_visits(browser, address, "light page", f"/l?{QUESTION}", "#a", ["1.5 s", "1.5 s"])
        if peer is not None:
            with peer_serving(peer) as address:
                visit(browser.new_context(viewport=PHONE), address, PEER_USABLE)[0].close()
                slow_visits(browser, address, "the peer", "/", PEER_USABLE, ["–", "–"])
        browser.close()


if __name__ == "__main__":
    main()
