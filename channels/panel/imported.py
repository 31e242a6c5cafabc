"""What an imported workbook of the World Bank says, for the page of policymakers; nothing where none is.

What was reckoned from a panel is kept beside it, so that a later start needs no engine: `reckoned.json`,
which holds for the very files that it was reckoned from.
"""

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from channels import keeping
from channels.indicators import USD_200, CorridorFigures, Smart
from channels.panel import shelf
from channels.panel.faults import BrokenPanel, NoPanel
from channels.study import Imported

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]
SOURCE = "rpw_workbook"
SERVICES = "services"
RECKONED = "reckoned.json"
PARTS = ("figures", "told", "means", "world")
FORM = "1"
"""Another number, as soon as something is reckoned in another way: what was kept counts no more."""


def imported(folder: Path) -> Imported | None:
    """The figures of the panel in a folder, read again when another was imported; None without any."""
    try:
        return _read(folder, (folder / shelf.LIST).stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=2)
def _read(folder: Path, newest: int) -> Imported | None:
    try:
        found = shelf.read(folder)
        rows = _rows(found)
    except (ValueError, NoPanel, BrokenPanel):
        return None
    # A file's name ends with the beginning of the digest of what it was imported from.
    newest_file = found.files[SERVICES][found.quarters(SERVICES)[-1]]
    last = next((one for digest, one in found.imports.items() if digest[:12] in newest_file), {})
    return Imported(
        name=str(last.get("file", shelf.LIST)),
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


def _rows(found: shelf.Shelf) -> Rows:
    """What the panel says, kept from an earlier start or reckoned now.

    Raises `NoPanel`, `BrokenPanel` and OSError.
    """
    path, mark = found.folder / RECKONED, _mark(found)
    with suppress(OSError, ValueError, TypeError, KeyError):
        known = json.loads(path.read_text(encoding="utf-8"))
        if known["of"] == mark:
            return {name: list(known["rows"][name]) for name in PARTS}
    rows = _reckoned(found)
    # A folder that cannot be written makes the next start slower, and nothing else.
    with suppress(OSError):
        keeping.replace(path, json.dumps({"of": mark, "rows": rows}).encode())
    return rows


def _mark(found: shelf.Shelf) -> str:
    """Another one for other files. Raises OSError where one is gone."""
    seen = hashlib.sha256(FORM.encode())
    for table in shelf.TABLES:
        for path in found.paths(table):
            state = path.stat()
            seen.update(f"{table}|{path.name}|{state.st_size}|{state.st_mtime_ns}\n".encode())
    return seen.hexdigest()


def _reckoned(found: shelf.Shelf) -> Rows:
    # Loaded only where something was imported: the engine takes longer to start than the page.
    from channels.panel.database import opened  # noqa: PLC0415
    from channels.panel.indicators import (  # noqa: PLC0415
        all_means,
        corridor_quarters,
        deviations,
        global_quarters,
    )

    with opened(found) as panel:
        services = panel.table(SERVICES)
        return {
            "figures": corridor_quarters(services),
            "told": [] if panel.published is None else deviations(services, panel.published),
            "means": all_means(services),
            "world": global_quarters(services),
        }


def _figures(row: Row) -> CorridorFigures:
    smart = row["smart"]
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
        smart=Smart(_known(smart), int(row["smart_services"] or 0)),
    )


def _known(value: float | None) -> Decimal | None:
    return None if value is None else _exact(value)


def _exact(value: float) -> Decimal:
    return Decimal(str(value))
