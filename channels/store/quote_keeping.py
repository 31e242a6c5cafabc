"""Prices of the store and of the data, appended to the quotes' panel: at once, and what was missed later."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from channels.collect.rounds import Round
from channels.dataset.dataset import Dataset
from channels.panel.faults import BrokenPanel
from channels.panel.price_history import quotes_folder
from channels.records.asked_prices import JudgedPrice
from channels.records.dated_prices import KeptQuote, Said, kept, of_judged, quote_id
from channels.store import asked_prices, price_entries

LOG = logging.getLogger(__name__)
LOOKED_BACK = timedelta(days=45)
"""How far back the catching up looks at calculators' answers: what became of one may have changed since."""


def catch_up(engine: Engine | None, data: Dataset, var: Path, now: datetime) -> int:
    """Append whatever the data and the store know and the panel does not; how many rows that were.

    What is there already is not appended again, so it may be run, killed and run again at any time. Without
    a store the data alone are looked at. Raises OSError and `BrokenPanel`.
    """
    from channels.panel import quotes  # noqa: PLC0415  a large library: loaded only when used

    place = quotes_folder(var)
    since = now - LOOKED_BACK if quotes.month_files(place) else None
    tables = data.tables
    forms = frozenset[str]() if engine is None else form_ids(engine)
    own: list[Said] = [*(said for _, said in tables.observations), *(said for _, said in tables.answers)]
    found = {one.id: one for one in _kept(own, forms)}
    if engine is not None:
        # What the store says of a calculator's answer counts more than a file that was laid out from it.
        told = asked_prices.since(engine, since)
        asked = (of_judged(one.judged, released=one.released_by is not None) for one in told)
        found |= {one.id: one for one in asked if one is not None}
    return quotes.append(place, found.values(), now)


def note_round(engine: Engine, var: Path, closed: Sequence[Round], now: datetime) -> None:
    """Append the prices of closed rounds at once; what cannot be is told in the log and caught up later."""
    forms = form_ids(engine)
    said: list[Said] = []
    for each in closed:
        said += [*each.rows, *each.answers]
    _note(var, list(_kept(said, forms)), now)


def note_asked(var: Path, found: Iterable[JudgedPrice], now: datetime) -> None:
    """Append what calculators told at once, as `note_round` does."""
    asked = (of_judged(one, released=False) for one in found)
    _note(var, [one for one in asked if one is not None], now)


def note_steps(engine: Engine, var: Path, provider: str, corridor: str, now: datetime) -> None:
    """Append at once what a steward made of a calculator's prices: let through to readers, or taken back."""
    told = [(one, one.judged.price) for one in asked_prices.since(engine, now - LOOKED_BACK)]
    of = [one for one, price in told if (price.provider, price.corridor) == (provider, corridor)]
    said = (of_judged(one.judged, released=one.released_by is not None) for one in of)
    _note(var, [one for one in said if one is not None], now)


def form_ids(engine: Engine) -> frozenset[str]:
    """The ids of the prices that enumerators brought back on forms."""
    said = (
        one
        for chain in price_entries.by_origin(engine).values()
        for each in chain
        for one in (each.entry.observation("form"), each.entry.no_price("form"))
    )
    return frozenset(quote_id(one) for one in said if one is not None)


def _kept(said: Iterable[Said], forms: frozenset[str]) -> Iterable[KeptQuote]:
    return (kept(one, of_form=quote_id(one) in forms) for one in said)


def _note(var: Path, found: Sequence[KeptQuote], now: datetime) -> None:
    from channels.panel import quotes  # noqa: PLC0415  a large library: loaded only when used

    try:
        quotes.append(quotes_folder(var), found, now)
    except (OSError, BrokenPanel) as error:
        LOG.warning("the quotes' panel waits for %d prices: %s", len(found), error)
