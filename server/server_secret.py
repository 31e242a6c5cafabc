"""A secret of this server, or of all that share a store, by which they know their cookies; it is kept."""

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from functools import cache
from os import environ
from pathlib import Path

from sqlalchemy import Engine

from channels import files
from channels.dataset import locations
from channels.store.published_files import is_shared
from channels.store.shared_secrets import shared_secret

FILE = "server.key"
BYTES = 32


def signature(text: str) -> str:
    """What only this server can write under a text: 22 letters and figures."""
    whole = hmac.new(_secret(locations.var(environ) / FILE), text.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(whole[:16]).decode().rstrip("=")


def is_signed(text: str, said: str) -> bool:
    """Whether this server wrote a signature under a text."""
    return hmac.compare_digest(signature(text).encode(), said.encode(errors="replace"))


def share(engine: Engine) -> None:
    """Sign from now on as all servers of a store that others share do; the first of them gives its secret.

    It is kept in this server's file too, for a start without the store. Raises SQLAlchemyError and OSError.
    """
    if not is_shared(engine):
        return
    file = locations.var(environ) / FILE
    own = _secret(file)
    found = shared_secret(engine, FILE, own)
    if found != own and len(found) == BYTES:
        files.replace(file, found, mode=0o600)
        _secret.cache_clear()


@cache
def _secret(file: Path) -> bytes:
    """The secret in a file that only its owner may read, made at the first time; a passing one without it."""
    new = secrets.token_bytes(BYTES)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.exists():
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as made:
                made.write(new)
        found = file.read_bytes()
    except OSError:
        return new
    return found if len(found) == BYTES else new
