"""How the quotes' panel grows: `python -m tests.benchmarks.scale ENGINE MILLIONS...`; `make bench-scale`.

For each number of rows the panel is made by lot into a temporary folder, arranged, and asked every indicator
and the history of single questions. Each step is a process of its own, so that its peak of memory is its own.
One line of a Markdown table a step; run on a quiet machine, one engine at a time.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from channels import clock
from tests.benchmarks import quotes_by_lot
from tests.support.spark import VARIABLE, cluster

ROOT = Path(__file__).parents[2]
KINDS = ("averages", "history", "cheapest", "weekly", "coverage")
QUESTIONS = 60
A_YEAR = 365
LONGEST = 1_800
"""Seconds until a step is given up."""
Told = dict[str, Any]


def make(folder: Path, rows: str) -> Told:
    """Write the months' files."""
    return {"rows": quotes_by_lot.write(folder, int(rows)), "bytes": _bytes(folder.glob("*.parquet"))}


def arrange(folder: Path) -> Told:
    """Arrange them by corridor and year."""
    from channels.panel import arranged  # noqa: PLC0415  each step loads what it needs

    done = arranged.arrange(folder)
    return {"rows": sum(done.values()), "bytes": _bytes((folder / arranged.FOLDER).rglob("*.parquet"))}


def append(folder: Path) -> Told:
    """Append one hour's answers to the last month but one, which is whole."""
    from channels.panel import quotes  # noqa: PLC0415  as above

    month = quotes.month_files(folder)[-2:][0]
    hour = quotes._table(month).slice(0, quotes_by_lot.A_DAY // quotes_by_lot.HOURS).to_pylist()
    new = [row | {"id": f"new{at}", "digest": ""} for at, row in enumerate(hour)]
    began = time.perf_counter()
    number = quotes.append_rows(folder, new, datetime(2026, 12, 1, tzinfo=UTC))
    return {"rows": number, "seconds": round(time.perf_counter() - began, 2)}


def indicator(folder: Path, kind: str) -> Told:
    """One indicator of the whole panel, by the engine that the surroundings name."""
    from channels.panel import engines, quote_indicators, quotes_engine  # noqa: PLC0415  as above

    with quotes_engine.opened(folder, os.environ.get(VARIABLE)) as quotes:
        began = time.perf_counter()
        found = engines.as_arrow(quote_indicators.asked(kind, quotes))
        return {"rows": found.num_rows, "seconds": round(time.perf_counter() - began, 2)}


def questions(folder: Path) -> Told:
    """A year of one question after another, of other corridors and amounts, where a server is loaded."""
    import asgi  # noqa: PLC0415  what a server holds before the first question
    from channels.panel import quotes  # noqa: PLC0415  as above
    from channels.panel.question_history import question_history  # noqa: PLC0415  as above

    assert asgi
    last = quotes_by_lot.last_day(quotes.month_files(folder)[-1])
    since = last - timedelta(days=A_YEAR)
    before, took, rows = _peak(), [], 0
    for at in range(QUESTIONS):
        country = quotes_by_lot.ABROAD[at % len(quotes_by_lot.ABROAD)]
        amount = Decimal(quotes_by_lot.AMOUNTS[at // 3 % len(quotes_by_lot.AMOUNTS)])
        currency = quotes_by_lot.CURRENCIES.get(country, "EUR")
        began = time.perf_counter()
        rows = max(rows, len(question_history(folder, f"{country}-AZ", currency, amount, since)))
        took.append((time.perf_counter() - began) * 1000)
    return {"rows": rows} | _times(took) | {"before_mb": before}


def prices(folder: Path) -> Told:
    """Thirty days of one corridor after another, every amount, as the records that a page prices."""
    import asgi  # noqa: PLC0415  what a server holds before the first question
    from channels.panel import quotes  # noqa: PLC0415  as above
    from channels.panel.question_history import corridor_prices  # noqa: PLC0415  as above

    assert asgi
    last = quotes_by_lot.last_day(quotes.month_files(folder)[-1])
    took, rows = [], 0
    for country in quotes_by_lot.ABROAD:
        began = time.perf_counter()
        rows = max(rows, len(corridor_prices(folder, f"{country}-AZ", last - timedelta(days=30))))
        took.append((time.perf_counter() - began) * 1000)
    return {"rows": rows} | _times(took)


STEPS: dict[str, Callable[..., Told]] = {
    one.__name__: one for one in (make, arrange, append, indicator, questions, prices)
}


def step(name: str, folder: Path, *words: str, more: dict[str, str] | None = None) -> Told:
    """Run a step in a process of its own; what it told, its seconds and its peak of memory in megabytes."""
    command = [sys.executable, "-m", "tests.benchmarks.scale", "step", name, str(folder), *words]
    began = time.perf_counter()
    done = subprocess.run(
        command, cwd=ROOT, env={**os.environ, **(more or {})}, text=True, stdout=subprocess.PIPE,
        timeout=LONGEST, check=True,
    )  # fmt: skip
    told: Told = json.loads(done.stdout.splitlines()[-1])
    return {"process_seconds": round(time.perf_counter() - began, 2)} | told


def on_duckdb(folder: Path, rows: int) -> None:
    """Every step on DuckDB."""
    say(rows, "make", step("make", folder, str(rows)))
    say(rows, "arrange", step("arrange", folder))
    for kind in KINDS:
        say(rows, f"indicator {kind}", step("indicator", folder, kind))
    say(rows, "questions", step("questions", folder))
    say(rows, "prices", step("prices", folder))
    if rows >= 10_000_000:
        say(rows, "append an hour", step("append", folder))


def on_spark(folder: Path, rows: int) -> None:
    """Every indicator on a cluster on this machine: a master, two workers of one core and 2 GB each."""
    say(rows, "make", step("make", folder, str(rows)))
    say(rows, "arrange", step("arrange", folder))
    with cluster(memory="2g", driver="1g", java="-XX:+UseParallelGC") as running:
        for kind in KINDS:
            more = {**running.surroundings, VARIABLE: running.classic}
            say(rows, f"indicator {kind}", step("indicator", folder, kind, more=more))
        print(f"memory of the cluster's own processes at their peaks: {running.peak()} MB", flush=True)


def say(rows: int, what: str, told: Told) -> None:
    """One line of the table."""
    cells = ", ".join(f"{name} {value:,}" for name, value in told.items())
    print(f"| {rows:,} | {what} | {cells} |", flush=True)


def main(engine: str, millions: list[str]) -> None:
    """Measure one engine at each number of rows."""
    print(f"{clock.now():%Y-%m-%d}, {engine}, load {os.getloadavg()[0]:.1f}", flush=True)
    for number in millions:
        with tempfile.TemporaryDirectory(prefix="quotes") as folder:
            {"duckdb": on_duckdb, "spark": on_spark}[engine](Path(folder), round(float(number) * 1_000_000))
        print(f"load {os.getloadavg()[0]:.1f}", flush=True)


def _times(took: list[float]) -> Told:
    """Milliseconds: the first, which loads what is needed, then of the others."""
    later = sorted(took[1:])
    median, p95 = statistics.median(later), later[int(len(later) * 0.95)]
    return {
        "first_ms": round(took[0]), "median_ms": round(median, 1), "p95_ms": round(p95, 1),
        "longest_ms": round(later[-1], 1),
    }  # fmt: skip


def _bytes(paths: Any) -> int:
    return sum(path.stat().st_size for path in paths)


def _peak() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


if __name__ == "__main__":
    if sys.argv[1] == "step":
        found = STEPS[sys.argv[2]](Path(sys.argv[3]), *sys.argv[4:])
        print(json.dumps(found | {"peak_mb": _peak()}))
    else:
        main(sys.argv[1], sys.argv[2:])
