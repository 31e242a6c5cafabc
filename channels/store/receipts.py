"""Photos of receipts: stripped of all but the picture, kept for the check, then deleted."""

import hashlib
import io
import os
import re
import struct
import warnings
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from channels import files
from channels.store import pdf_render

MOST_BYTES = 10_000_000
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 2_000
FORMATS = ("JPEG", "PNG", "WEBP")
HASH = re.compile(r"[0-9a-f]{64}")


class BadReceipt(ValueError):
    """A file that is not taken; `code` says why: `large`, `no_picture`, `long`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def folder(var: Path) -> Path:
    """Where receipts lie until their check: in no export and no backup."""
    return var / "receipts"


def keep(var: Path, content: bytes, *, now: datetime) -> str:
    """The SHA-256 of a receipt, stripped and kept from a moment on. Raises `BadReceipt` and OSError."""
    stripped = strip(content)
    name = hashlib.sha256(stripped).hexdigest()
    path = folder(var) / name
    files.replace(path, stripped)
    path.chmod(0o600)
    os.utime(path, (now.timestamp(), now.timestamp()))
    return name


def read(var: Path, name: str) -> bytes | None:
    """A receipt that is still there; None after its check. Raises OSError."""
    return files.read(folder(var) / name) if HASH.fullmatch(name) else None


def delete(var: Path, name: str) -> bool:
    """Whether there was such a receipt; it is gone. Raises OSError."""
    path = folder(var) / name
    found = HASH.fullmatch(name) is not None and path.is_file()
    if found:
        path.unlink(missing_ok=True)
    return found


def tidy(var: Path, wanted: Collection[str], *, before: datetime) -> int:
    """Delete what was kept before a moment and no price waits for any more; how many. Raises OSError.

    A process that ended between the receipt and its price left one behind.
    """
    gone = 0
    for path in folder(var).iterdir() if folder(var).is_dir() else ():
        if path.name not in wanted and path.stat().st_mtime < before.timestamp():
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def strip(content: bytes) -> bytes:
    """A picture drawn anew without what the camera wrote beside it; of a PDF, a picture of its pages.

    Raises `BadReceipt`.
    """
    if len(content) > MOST_BYTES:
        raise BadReceipt("large")
    if content.startswith(pdf_render.START):
        try:
            return pdf_render.picture(content)
        except pdf_render.NoPicture as error:
            raise BadReceipt(error.code) from None
    try:
        with warnings.catch_warnings():
            # Of broken metadata, which go anyway, nobody needs to hear.
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=FORMATS) as found:
                if found.width * found.height > MOST_PIXELS:
                    raise BadReceipt("large")
                upright = _upright(found).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise BadReceipt("large") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, BadReceipt):
            raise
        raise BadReceipt("no_picture") from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    # A new picture of the same pixels: whatever was attached to the old one stays behind.
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=85)
    return out.getvalue()


def _upright(found: Image.Image) -> Image.Image:
    """A picture turned as its camera was held; as it is where what the camera wrote is broken."""
    try:
        return ImageOps.exif_transpose(found)
    except (struct.error, ArithmeticError, AttributeError, LookupError, TypeError):
        return found
