"""The World Bank's imported prices in the quotes' panel: rows of firms as the survey names them.

Those of corridors from or to the country and its neighbours alone: the panel of the workbook has them all.
"""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from channels.panel import quotes
from channels.records.base import quarter_end
from channels.records.dated_prices import QuoteOrigin
from channels.terms import HOME, Answer, Evidence

NEAR = (HOME, "AM", "GE", "IR", "KZ", "RU", "TM", "TR")
"""The country and its neighbours by land and over the Caspian Sea."""
SOURCE = "rpw_workbook"
AMOUNTS = {200: ("amount", "fee", "fx_margin"), 500: ("amount_500", "fee_500", "fx_margin_500")}
"""In which columns of a service its two prices stand, by the survey's amount in dollars."""
PLACES = 10

Row = dict[str, Any]


def append(files: Iterable[Path], folder: Path, now: datetime) -> int:
    """Append the prices of imported quarters to the quotes' panel; how many rows are new.

    Raises OSError and `BrokenPanel`.
    """
    return sum(quotes.append_rows(folder, list(_rows(path)), now) for path in files)


def _rows(path: Path) -> Iterator[Row]:
    table = pq.read_table(path)
    near = pc.or_(
        *(pc.is_in(table[end], value_set=pa.array(NEAR, table[end].type)) for end in ("sending", "receiving"))
    )
    for service in table.filter(near).to_pylist():
        for dollars, columns in AMOUNTS.items():
            amount, fee, margin = (_figure(service[name]) for name in columns)
            if amount is not None and fee is not None:
                yield _row(service, dollars, amount, fee, margin)


def _row(service: Row, dollars: int, amount: Decimal, fee: Decimal, margin: Decimal | None) -> Row:
    """One price of a service. Its margin may be unknown."""
    quarter = service["quarter"]
    name = f"rpw|{quarter}|{service['id']}|{dollars}"
    empty = dict.fromkeys(quotes.NAMES)
    return empty | {
        "id": hashlib.sha256(name.encode()).hexdigest()[:32], "origin": QuoteOrigin.SURVEY.value,
        "shown": True, "answer": Answer.OBSERVED.value, "day": quarter_end(quarter),
        "sending": service["sending"], "receiving": service["receiving"],
        "corridor": f"{service['sending']}-{service['receiving']}",
        "firm": service["firm"], "product": service["product"], "evidence": Evidence.SURVEYED.value,
        "period": quarter, "observed": service["day"], "amount": amount, "currency": service["currency"],
        "dollars": dollars, "fee": fee, "margin_percent": margin, "source": SOURCE,
    }  # fmt: skip


def _figure(value: float | None) -> Decimal | None:
    """A float of the panel as the decimal that it stands for; None where there is none."""
    return None if value is None or value != value else Decimal(str(round(value, PLACES)))
