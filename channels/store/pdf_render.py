"""A PDF drawn as one picture, by a process of its own: what it tells or does beside its pages stays behind.

What the pages do not show is not in the picture: names of makers, scripts, attachments, older versions,
text under a patch that was laid over it.
"""

import io
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

START = b"%PDF-"
MOST_PAGES = 4
WIDE, TALLEST = 1_200, 2_400
"""Pixels of a page: small letters can be read, and a page of a mile is not drawn as one."""
SECONDS = 20
BYTES = 2_000_000_000
"""What drawing may take: a broken file ends the process that draws it, and no other."""
LONG = 3


class NoPicture(ValueError):
    """A PDF that cannot be drawn; `code` says why: `no_picture`, `long`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def picture(content: bytes) -> bytes:
    """The pages of a PDF one under another, as JPEG. Raises `NoPicture`."""
    command = [sys.executable, "-I", str(Path(__file__))]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise NoPicture("no_picture") from None
    if done.returncode != 0 or not done.stdout:
        raise NoPicture("long" if done.returncode == LONG else "no_picture")
    return done.stdout


def _limit() -> None:
    """Where the system knows how, take no more memory and time than a few pages need."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def _draw(content: bytes) -> int:
    """Write the picture to standard output; the exit code."""
    from PIL import Image  # noqa: PLC0415  needed by the process that draws alone
    from pypdfium2 import PdfDocument  # noqa: PLC0415  as above

    document = PdfDocument(content)
    if len(document) > MOST_PAGES:
        return LONG
    drawn = []
    for page in document:
        width, height = page.get_size()
        drawn.append(page.render(scale=min(WIDE / width, TALLEST / height)).to_pil().convert("RGB"))
    whole = Image.new("RGB", (max(p.width for p in drawn), sum(p.height for p in drawn)), "white")
    down = 0
    for page in drawn:
        whole.paste(page, (0, down))
        down += page.height
    out = io.BytesIO()
    whole.save(out, "JPEG", quality=85)
    sys.stdout.buffer.write(out.getvalue())
    return 0


if __name__ == "__main__":
    _limit()
    sys.exit(_draw(sys.stdin.buffer.read()))
