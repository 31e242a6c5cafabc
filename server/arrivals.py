"""Reports of what arrived, taken for the stewards: few a minute, one a day of a provider from one address."""

from functools import cache

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from channels import clock
from channels.records.arrivals import Arrival, ArrivalFault
from channels.store import arrivals
from channels.store.engine import one_step
from channels.store.faults import StoreError
from channels.store.price_entries import StepRefused
from channels.store.published_files import is_shared
from server.data_cache import store
from server.middleware.rate_limit import Bucket, OncePerDay
from server.reader_quotes import A_MINUTE
from server.shared_limits import once, shared_limits


def tell(arrival: Arrival, address: str) -> ArrivalFault | None:
    """Keep a report from an address; why not, where it is not kept. The address is not kept."""
    bucket, told = _limits()
    if bucket.wait(address):
        return ArrivalFault.BUSY
    try:
        engine = store()
        if is_shared(engine):
            return _tell_once(engine, arrival, address)
    except (StoreError, SQLAlchemyError, StepRefused):
        return ArrivalFault.BUSY
    if not told.take(address, arrival.provider, arrival.day):
        return ArrivalFault.AGAIN
    try:
        arrivals.tell(engine, arrival, now=clock.now())
    except (StoreError, SQLAlchemyError, StepRefused):
        told.give_back(address, arrival.provider)
        return ArrivalFault.BUSY
    return None


def _tell_once(engine: Engine, arrival: Arrival, address: str) -> ArrivalFault | None:
    """Keep a report in a store that other servers share, and note there who has told: both or none."""
    with one_step(engine):
        if not once(engine, address, f"arrival {arrival.provider}", arrival.day):
            return ArrivalFault.AGAIN
        arrivals.tell(engine, arrival, now=clock.now())
    return None


@cache
def _limits() -> tuple[Bucket, OncePerDay]:
    """One pair for the process. Not in Streamlit's cache: any reader's browser may have that emptied."""
    return shared_limits().bucket("arrivals", A_MINUTE), OncePerDay()
