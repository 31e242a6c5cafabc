"""A secret of this server, by which it knows the cookies that it gave; it outlives a start."""

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from functools import cache
from os import environ
from pathlib import Path

from channels.dataset import locations

FILE = "server.key"
BYTES = 32


def signature(text: str) -> str:
    """What only this server can write under a text: 22 letters and figures."""
    whole = hmac.new(_secret(locations.var(environ) / FILE), text.encode(), hashlib.sha256).digest()
    return urlsafe_b64encode(whole[:16]).decode().rstrip("=")


def is_signed(text: str, said: str) -> bool:
    """Whether this server wrote a signature under a text."""
    return hmac.compare_digest(signature(text).encode(), said.encode(errors="replace"))


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
