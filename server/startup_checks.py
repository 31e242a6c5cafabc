"""Start-up checks: report a missing store or login, and finish an interrupted publish."""

from collections.abc import Iterator
from os import environ

from sqlalchemy.exc import SQLAlchemyError

from channels.collect.stewards import login_fault
from channels.dataset import locations
from channels.refresh.permission import RefreshMode, contact, mode
from channels.store import mending
from channels.store.faults import StoreError, StoreFault
from components.i18n import Words
from server import server_secret
from server.data_cache import address_shown, store
from server.secrets import known_secrets


def hitches(words: Words) -> Iterator[str]:
    """A sentence for each: no store, or no sign-in for stewards. Prices are compared all the same."""
    over = locations.real(environ).over
    try:
        if over is not None:
            # The closing of a round was cut off between the store and the readers' files, or was another's.
            server_secret.share(store())
            mending.settle(store(), over)
    except StoreError as error:
        yield words(f"cli.store_{error.fault}", place=error.place)
    except SQLAlchemyError:
        yield words(f"cli.store_{StoreFault.UNUSABLE}", place=address_shown())
    except OSError:
        yield words("cli.not_written", file=str(over))
    if mode(environ) is RefreshMode.ALL and contact(environ) is None:
        yield words("cli.no_contact")
    slip = login_fault(known_secrets())
    if slip is not None:
        yield words(f"cli.login_{slip}")
