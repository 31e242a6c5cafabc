"""What becomes of a receipt's picture once its price is checked."""

from datetime import timedelta

from channels.collect.rounds import stages
from channels.records.entries import Kept
from channels.store import price_entries as store
from channels.store import shared_receipts
from channels.terms import Stage
from components.pages.steward.desk import Desk

LOST_AFTER = timedelta(hours=1)
"""A receipt that no price names by then belongs to one that was never kept."""


def forget(desk: Desk, kept: Kept, name: str) -> None:
    """Delete a receipt once nothing that waits for its check rests on it; its hash stays in the entry."""
    receipt = kept.entry.evidence
    wanted = {other.entry.evidence or "" for other in stages(store.kept(desk.engine))[Stage.ENTERED]}
    if (
        receipt is not None
        and receipt not in wanted
        and shared_receipts.delete(desk.engine, desk.var, receipt)
    ):
        store.note(desk.engine, "receipt.deleted", by=name, now=desk.now(), subject=kept.id)
    shared_receipts.tidy(desk.engine, desk.var, wanted, before=desk.now() - LOST_AFTER)
