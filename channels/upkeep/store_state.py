"""The state of the store: its version, its rows, what readers see of it. Nothing is migrated or made."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sqlalchemy import Engine, func, make_url, select
from sqlalchemy.exc import SQLAlchemyError

from channels.collect.official_rates import waiting
from channels.store import official_rates, publishing, receipts
from channels.store.engine import address, open_store, reading, versions
from channels.store.faults import StoreError, StoreFault
from channels.store.tables import ENTRIES, RECEIPTS, ROOMS, VOTES
from channels.upkeep.findings import Elsewhere, Found, UpkeepFinding, Urgency


def of_store(environ: Mapping[str, str], over: Path) -> Iterator[UpkeepFinding]:
    """What is wrong with the store that an environment names, and what waits in it."""
    place = ""
    try:
        url = address(environ)
        place = make_url(url).render_as_string()
        found, newest = versions(url)
        if found is None:
            yield UpkeepFinding(Urgency.NOTE, Found.STORE_NONE, {"place": place})
        elif found != newest:
            holes: dict[str, object] = {"found": found, "newest": newest}
            yield UpkeepFinding(Urgency.NOTE, Found.STORE_OLDER, holes)
        else:
            yield from _of_current(url, newest, over)
    except StoreError as stop:
        yield UpkeepFinding(Urgency.HAND, Elsewhere.STORE, {"place": stop.place}, stop.fault)
    except (SQLAlchemyError, OSError):
        yield UpkeepFinding(Urgency.HAND, Elsewhere.STORE, {"place": place}, StoreFault.UNUSABLE)


def counted(engine: Engine) -> dict[str, int]:
    """How many entries, rooms, votes and pictures of receipts a store holds."""
    with reading(engine) as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (ENTRIES, ROOMS, VOTES, RECEIPTS)
        }


def receipts_kept(var: Path) -> int:
    """How many pictures of receipts wait for their check in the folder."""
    folder = receipts.folder(var)
    return sum(1 for file in folder.iterdir() if file.is_file()) if folder.is_dir() else 0


def _of_current(url: str, newest: str, over: Path) -> Iterable[UpkeepFinding]:
    engine = open_store(url)
    try:
        damaged = publishing.damaged(engine)
        if damaged:
            return [UpkeepFinding(Urgency.HAND, Found.STORE_ROWS, {"rows": ", ".join(damaged[:5])})]
        found = [
            UpkeepFinding(
                Urgency.WELL, Found.STORE_WELL, {"version": newest, "number": counted(engine)["entries"]}
            )
        ]
        if not publishing.is_written(engine, over):
            found.append(UpkeepFinding(Urgency.HAND, Found.STORE_READERS))
        held = len(waiting(official_rates.kept(engine)))
        if held:
            found.append(UpkeepFinding(Urgency.HAND, Found.RATES_HELD, {"number": held}))
        return found
    finally:
        engine.dispose()
