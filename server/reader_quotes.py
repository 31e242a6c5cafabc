"""Prices that readers were told, taken for the stewards: a few a minute from one address."""

from functools import cache

from sqlalchemy.exc import SQLAlchemyError

from channels import clock
from channels.records.entries import EntryFault, Lead
from channels.store import price_entries
from channels.store.faults import StoreError
from server.data_cache import store
from server.middleware.rate_limit import Bucket
from server.shared_limits import shared_limits

A_MINUTE = 4
HERE = "127.0.0.1"
"""The address of a reader at this machine, for whom Streamlit names none."""


def tell(lead: Lead, address: str) -> EntryFault | None:
    """Keep a price that was told at an address; why not, where it is not kept. The address is not kept."""
    if _bucket().wait(address):
        return EntryFault.FULL
    try:
        price_entries.tell(store(), lead, now=clock.now())
    except (StoreError, SQLAlchemyError, price_entries.StepRefused):
        return EntryFault.FULL
    return None


@cache
def _bucket() -> Bucket:
    """One for the process. Not in Streamlit's cache: any reader's browser may have that emptied."""
    return shared_limits().bucket("told prices", A_MINUTE)
