"""What an imported workbook of the World Bank says, for the page of policymakers; nothing where none is."""

from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from channels.indicators import USD_200, CorridorFigures, Smart
from channels.panel.faults import BrokenPanel, NoPanel
from channels.study import Imported

Row = dict[str, Any]
SOURCE = "rpw_workbook"
SERVICES, LIST = "services", "panel.json"


def imported(folder: Path) -> Imported | None:
    """The figures of the panel in a folder, read again when another was imported; None without any."""
    try:
        return _read(folder, (folder / LIST).stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=2)
def _read(folder: Path, newest: int) -> Imported | None:
    # Loaded only where something was imported: the engine takes longer to start than the page.
    from channels.panel import shelf  # noqa: PLC0415
    from channels.panel.database import opened  # noqa: PLC0415
    from channels.panel.indicators import (  # noqa: PLC0415
        all_means,
        corridor_quarters,
        deviations,
        global_quarters,
    )

    try:
        found = shelf.read(folder)
        with opened(found) as panel:
            services = panel.table(SERVICES)
            figures = tuple(_figures(row) for row in corridor_quarters(services))
            told = [] if panel.published is None else deviations(services, panel.published)
            means, world = all_means(services), global_quarters(services)
    except (ValueError, NoPanel, BrokenPanel):
        return None
    # A file's name ends with the beginning of the digest of what it was imported from.
    newest_file = found.files[SERVICES][found.quarters(SERVICES)[-1]]
    last = next((one for digest, one in found.imports.items() if digest[:12] in newest_file), {})
    pairs = tuple(
        (_exact(row["published"]), _exact(row["mean"]))
        for row in told
        if row["published"] is not None and row["mean"] is not None
    )
    return Imported(
        name=str(last.get("file", LIST)),
        digest=str(last.get("sha256", "")),
        figures=figures,
        pairs=pairs,
        means={
            (f"{row['sending']}-{row['receiving']}", row["quarter"]): _exact(row["mean"])
            for row in means
            if row["mean"] is not None
        },
        world={
            row["quarter"]: _exact(row["global_average"])
            for row in world
            if row["global_average"] is not None
        },
    )


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
