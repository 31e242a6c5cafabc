"""A restore rehearsed: a backup read into an empty store that goes again, and what it would not bring."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.exc import SQLAlchemyError

from channels.dataset.dataset import DatasetError
from channels.dataset.locations import DataFolders
from channels.store.backup import restore
from channels.store.engine import FILE, address, open_store, versions
from channels.store.faults import StoreError, StoreFault
from channels.upkeep.findings import Elsewhere, Found, UpkeepFinding, Urgency
from channels.upkeep.store_state import counted, receipts_kept


def rehearse(
    file: Path, environ: Mapping[str, str], place: DataFolders, var: Path, now: datetime
) -> Iterator[UpkeepFinding]:
    """Whether a backup can be restored and fits the data; what the store of now has beyond it."""
    with TemporaryDirectory() as scratch:
        empty = DataFolders(place.folder, Path(scratch) / "published")
        try:
            store = open_store(f"sqlite:///{scratch}/{FILE}")
            try:
                brought = restore(store, file, now=now, place=empty)
            finally:
                store.dispose()
        except StoreError as stop:
            yield UpkeepFinding(Urgency.HAND, Elsewhere.STORE, {"place": stop.place}, stop.fault)
            return
        except DatasetError as error:
            yield UpkeepFinding(
                Urgency.HAND, Found.REHEARSED_UNFIT, {"file": str(file), "number": len(error.issues)}
            )
            return
        except (SQLAlchemyError, OSError):
            yield UpkeepFinding(Urgency.HAND, Elsewhere.STORE, {"place": str(file)}, StoreFault.BROKEN_BACKUP)
            return
    holes: dict[str, object] = {"file": str(file), "entries": brought["entries"], "leads": brought["leads"]}
    yield UpkeepFinding(Urgency.WELL, Found.REHEARSED, holes)
    yield from _left(environ, var, brought)


def _left(environ: Mapping[str, str], var: Path, brought: Mapping[str, int]) -> Iterator[UpkeepFinding]:
    """What is here and not in the backup."""
    here = {"entries": 0, "rooms": 0, "votes": 0, "receipts": 0}
    try:
        url = address(environ)
        found, newest = versions(url)
        if found == newest:
            store = open_store(url)
            try:
                here = counted(store)
            finally:
                store.dispose()
    except (StoreError, SQLAlchemyError, OSError):
        # The store's own finding says what is wrong; what it holds is not known.
        yield UpkeepFinding(Urgency.NOTE, Found.STORE_NONE, {"place": FILE})
        return
    more = here["entries"] - brought["entries"]
    if more > 0:
        yield UpkeepFinding(Urgency.NOTE, Found.REHEARSED_BEHIND, {"number": more})
    left: dict[str, object] = {
        "rooms": here["rooms"], "votes": here["votes"], "receipts": here["receipts"] + receipts_kept(var)
    }  # fmt: skip
    yield UpkeepFinding(Urgency.NOTE, Found.REHEARSED_LEAVES, left)
