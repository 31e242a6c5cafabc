"""The official rate of each day and pair of currencies that the quotes' panel names, as one Parquet file.

Beside it a told rate is a margin on every engine: what pricing looks up rate by rate is a table there. It is
made anew with each arrangement, and holds no rate that is too old to judge a price by.
"""

import io
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from channels import files
from channels.panel.arranged import FOLDER
from channels.panel.engines import as_pattern
from channels.panel.faults import BrokenPanel
from channels.panel.quotes import month_files
from channels.pricing.fx import Rates, reference

FILE = "official.parquet"
SCHEMA = pa.schema(
    [("day", pa.date32()), ("currency", pa.string()), ("pays", pa.string()), ("rate", pa.float64())]
)
"""The columns of `quote_indicators.OFFICIAL`: what one unit of `currency` is worth in `pays` on a day."""
PAIRS = """
SELECT currency, pays, min(day), max(day) FROM read_parquet($paths, union_by_name = true)
WHERE currency <> pays AND rate IS NOT NULL GROUP BY ALL ORDER BY ALL
"""


def write(folder: Path, rates: Rates) -> int:
    """Write the rates that the panel's prices need; how many there are.

    Raises OSError, and `BrokenPanel` for a month's file that cannot be read.
    """
    found = [
        {"day": day, "currency": currency, "pays": pays, "rate": float(known.rate)}
        for currency, pays, first, last in _pairs(folder)
        for day in (first + timedelta(days=at) for at in range((last - first).days + 1))
        for known in [reference(rates, day, base=currency, quote=pays)]
        if known is not None and known.fresh
    ]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(found, schema=SCHEMA), out, compression="zstd")
    files.replace(folder / FOLDER / FILE, out.getvalue())
    return len(found)


def path(folder: Path) -> list[Path]:
    """The file of a panel, in a list that is empty where there is none."""
    found = folder / FOLDER / FILE
    return [found] if found.is_file() else []


def _pairs(folder: Path) -> list[tuple[str, str, date, date]]:
    """Each pair of currencies that has a told rate, with its first and last day."""
    paths = [as_pattern(month) for month in month_files(folder)]
    if not paths:
        return []
    try:
        with duckdb.connect() as engine:
            return list(engine.execute(PAIRS, {"paths": paths}).fetchall())
    except duckdb.Error as error:
        raise BrokenPanel from error
