"""What readers may know of a corridor's past: the data's own prices, and those that the panel kept."""

import logging
from datetime import date
from functools import lru_cache
from pathlib import Path

from channels.compare.history import History, ends, history
from channels.dataset.dataset import Dataset
from channels.panel.faults import BrokenPanel
from channels.panel.folders import ARRANGED
from channels.pricing.routes import Transfer
from channels.records.base import ANY, Corridor
from channels.records.dated_prices import KeptQuote, Said, day_of, kept, last_words

FOLDER = "quotes"
"""How the folder of the quotes' panel in var/ is called."""
LOG = logging.getLogger(__name__)


def quotes_folder(var: Path) -> Path:
    """Where the quotes' panel lies under the folder of what is added; it need not exist."""
    return var / FOLDER


def known_prices(data: Dataset, corridor: Corridor, folder: Path | None, since: date) -> tuple[Said, ...]:
    """What is known of a corridor from a day on, oldest first, each price once; what was taken back never.

    `folder` is the quotes' panel's; None, or one that is not there or broken = the data alone. Of the
    invented market the data alone are known.
    """
    keys = (corridor.key, f"{corridor.sending}-{ANY}")
    tables = data.tables
    own: list[Said] = [one for _, one in tables.observations if one.corridor in keys]
    own += [one for _, one in tables.answers if one.corridor in keys]
    found = (
        [] if folder is None or data.invented else [one for key in keys for one in _kept(folder, key, since)]
    )
    # What stands in the data now is the last word on it.
    found += [kept(one) for one in own if day_of(one) >= since]
    return tuple(one.said for one in last_words(found) if one.shown)


def past(
    data: Dataset, transfer: Transfer, folder: Path | None, since: date, until: date, *, week: bool = False
) -> History:
    """The history of an amount, computed once for the data and the panel as they are.

    `week`: no more of it than a comparison of the last prices with those of a week ago needs.
    """
    memo = data.market.memo
    key = ("past", transfer, since, until, week, "" if folder is None else stamp(folder))
    found = memo.get(key)
    if found is None:
        # Another reader may empty the memo at any moment, so nothing is read back from it.
        said = known_prices(data, transfer.corridor, folder, since)
        found = memo[key] = history(data, transfer, ends(said) if week else said, since, until)
    assert isinstance(found, History)
    return found


def stamp(folder: Path) -> str:
    """What tells the panel as it is from how it was before."""
    seen = []
    for path in sorted(folder.glob("????-??.parquet")):
        try:
            found = path.stat()
        except OSError:
            continue
        seen.append(f"{path.name}:{found.st_mtime_ns}:{found.st_size}:{found.st_ino}")
    return "|".join(seen)


def _kept(folder: Path, corridor: str, since: date) -> tuple[KeptQuote, ...]:
    of = stamp(folder)
    if not of:
        return ()
    try:
        return _read(folder, corridor, since, of)
    except BrokenPanel:
        LOG.warning("the quotes' panel cannot be read")
        return ()


@lru_cache(maxsize=32)
def _read(folder: Path, corridor: str, since: date, of: str) -> tuple[KeptQuote, ...]:
    # Loaded only where there is a panel: the libraries take longer to start than the page.
    if (folder / ARRANGED).is_dir():
        from channels.panel.question_history import corridor_prices  # noqa: PLC0415

        return corridor_prices(folder, corridor, since)
    from channels.panel import quotes  # noqa: PLC0415

    return quotes.read(folder, corridor=corridor, since=since)
