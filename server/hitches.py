"""What does not work for one run of the server, said at its start."""

from collections.abc import Iterator

from channels.stewards import login_fault
from channels.store.faults import StoreError
from components.i18n import Words
from server.secrets import known_secrets
from server.shelf import store


def hitches(words: Words) -> Iterator[str]:
    """A sentence for each: no store, or no sign-in for stewards. Prices are compared all the same."""
    try:
        store()
    except StoreError as error:
        yield words(f"cli.store_{error.fault}", place=error.place)
    slip = login_fault(known_secrets())
    if slip is not None:
        yield words(f"cli.login_{slip}")
