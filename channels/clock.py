"""The clock: the only module that reads the time, which tests and rehearsals set by `PULYOLU_NOW`."""

from datetime import date, datetime
from os import environ

from channels.terms import BAKU

VARIABLE = "PULYOLU_NOW"


def now() -> datetime:
    """The moment, in Baku's zone; the one that `PULYOLU_NOW` names in ISO 8601, where it is set.

    A moment without a zone is Baku's. Raises ValueError for a text that is no moment.
    """
    named = environ.get(VARIABLE)
    if not named:
        return datetime.now(BAKU)
    moment = datetime.fromisoformat(named)
    return moment.astimezone(BAKU) if moment.tzinfo else moment.replace(tzinfo=BAKU)


def today() -> date:
    """Today in Baku."""
    return now().date()
