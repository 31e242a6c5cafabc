"""What an imported workbook of the World Bank says, for the page of policymakers; nothing where none is.

What was computed from a panel is kept beside it, so that a later start needs no engine. It holds for the
very files that it was computed from, and for the formulas as they stood in the code.
"""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from channels.gaps.corridor_figures import CorridorFigures
from channels.gaps.overview import Imported
from channels.gaps.surveyed_prices import Smart
from channels.panel import storage
from channels.panel.faults import BrokenPanel, NoPanel
from channels.pricing.fees import USD_200

Row = Mapping[str, Any]
Rows = Mapping[str, Sequence[Row]]
SOURCE = "rpw_workbook"
SERVICES = "services"
CODE = Path(__file__).parent
FORMULAS = (
    *(CODE / f"{part}.py" for part in ("imported", "indicators", "database", "engines")),
    CODE.parent / "terms.py",
)
"""The code that says what is computed, and how."""
CORRIDOR = ("sending", "receiving")
TEXTS = frozenset({*CORRIDOR, "quarter", "series", "global_average_basis"})
"""What is no number in a row."""
_COUNTRY = re.compile(r"[A-Z]{2}")
_QUARTER = re.compile(r"20\d\d-Q[1-4]")
LARGEST = 10**12
"""No percentage and no count that is kept lies beyond."""


def imported(folder: Path) -> Imported | None:
    """The figures of the panel in a folder, read again when another was imported; None without any."""
    try:
        return _read(folder, (folder / storage.LIST).stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=2)
def _read(folder: Path, newest: int) -> Imported | None:
    try:
        found = storage.read(folder)
        of = storage.mark(found, FORMULAS)
        # Whatever is wrong with what was kept, the panel itself stands beside it.
        with suppress(ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError):
            rows = storage.computed(found, of)
            if rows is not None:
                _check(rows)
                return _said(found, rows)
        rows = _computed(found)
    except (ValueError, NoPanel, BrokenPanel):
        return None
    # Where nothing can be written, or a figure is no number, the next start is slower, and nothing else.
    with suppress(OSError, ValueError):
        storage.keep(found, of, rows)
    return _said(found, rows)


def _computed(found: storage.StoredPanel) -> Rows:
    """What the panel says, by the engine. Raises `NoPanel`, `BrokenPanel`."""
    # Loaded only where nothing was kept: the engine takes longer to start than the page.
    from channels.panel.database import opened  # noqa: PLC0415
    from channels.panel.indicators import all_means, corridor_quarters, deviations, global_quarters  # noqa: PLC0415

    with opened(found) as panel:
        services = panel.table(SERVICES)
        return {
            "figures": _last(corridor_quarters(services)),
            "told": [] if panel.published is None else deviations(services, panel.published),
            "means": all_means(services),
            "world": global_quarters(services),
        }


def _last(rows: Sequence[Row]) -> list[Row]:
    """Each corridor's last quarter, of rows in the order of quarters."""
    return list({(row["sending"], row["receiving"]): row for row in rows}.values())


def _said(found: storage.StoredPanel, rows: Rows) -> Imported:
    """The figures in the terms of the page."""
    # A file's name ends with the beginning of the digest of what it was imported from.
    newest_file = found.files[SERVICES][found.quarters(SERVICES)[-1]]
    last = next((one for digest, one in found.imports.items() if digest[:12] in newest_file), {})
    return Imported(
        name=str(last.get("file", storage.LIST)),
        digest=str(last.get("sha256", "")),
        figures=tuple(_figures(row) for row in rows["figures"]),
        pairs=tuple(
            (_exact(row["published"]), _exact(row["mean"]))
            for row in rows["told"]
            if row["published"] is not None and row["mean"] is not None
        ),
        means={
            (f"{row['sending']}-{row['receiving']}", row["quarter"]): _exact(row["mean"])
            for row in rows["means"]
            if row["mean"] is not None
        },
        world={
            row["quarter"]: _exact(row["global_average"])
            for row in rows["world"]
            if row["global_average"] is not None
        },
    )


def _check(rows: Rows) -> None:
    """Raises ValueError for a code that is no country's or no quarter's, and for a figure beyond all bounds.

    A row that is none of ours raises TypeError, KeyError or AttributeError.
    """
    by_corridor = [*rows["figures"], *rows["means"]]
    countries = {row[end] for row in by_corridor for end in CORRIDOR}
    quarters = {row["quarter"] for row in [*by_corridor, *rows["world"]]}
    if not all(map(_COUNTRY.fullmatch, countries)) or not all(map(_QUARTER.fullmatch, quarters)):
        raise ValueError("a code is unknown")
    if not all(isinstance(rows[part], list) for part in ("figures", "told", "means", "world")):
        raise TypeError
    for row in (row for part in rows.values() for row in part):
        for key, value in row.items():
            if value is None or key in TEXTS:
                continue
            if not isinstance(value, (int, Decimal)) or not -LARGEST < value < LARGEST:
                raise ValueError(key)


def _figures(row: Row) -> CorridorFigures:
    return CorridorFigures(
        sending=row["sending"],
        receiving=row["receiving"],
        quarter=row["quarter"],
        amount=USD_200,
        services=row["services"],
        mean=_known(row["mean"]),
        sources=(SOURCE,),
        published=False,
        median=_known(row["median"]),
        fee=_known(row["fee"]),
        margin=_known(row["fx_margin"]),
        smart=Smart(_known(row["smart"]), int(row["smart_services"] or 0)),
    )


def _known(value: float | Decimal | None) -> Decimal | None:
    return None if value is None else _exact(value)


def _exact(value: float | Decimal) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))
