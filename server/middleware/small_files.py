"""Streamlit's files as small as they can be sent: its fonts with the letters and symbols that are drawn.

`python -m server.make_small_files` makes them once from the Streamlit that is installed (`make run` does so),
beside the packages of the environment; the server sends them where they fit, else Streamlit's own.
"""

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

from streamlit.file_util import get_static_dir
from streamlit.version import STREAMLIT_VERSION_STRING

from channels.dataset.locations import ROOT

FOLDER = Path(sys.prefix) / "pulyolu-files"
LIST = "files.json"
STATIC = "/static/"
SYMBOLS, LETTERS = "MaterialSymbols-Rounded", "SourceSansVF-Upright"
NAMED = re.compile(r":material/([a-z0-9_]+)")
CHOSEN = ":material/{"
"""Stands where a symbol is chosen: its name is then one of the file's own words."""
WORD = re.compile(r"""["']([a-z][a-z0-9_]*)["']""")
FORM = 2
"""Raised where the files are made in another way."""
KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}


@dataclass(frozen=True, slots=True)
class SmallFiles:
    """What was made, by address.

    `packed`: Streamlit's scripts and our stylesheet packed by Brotli; `plain`:
    our stylesheet and fonts as they are; `sheet`: the addresses of Streamlit's stylesheet and of ours.
    """

    packed: dict[str, bytes] = field(default_factory=dict)
    plain: dict[str, bytes] = field(default_factory=dict)
    sheet: tuple[str, str] | None = None


def kind(path: str) -> str:
    """The content type of a file by its address. Raises KeyError for one that is none of ours."""
    return KINDS[path[path.rindex(".") :]]


def symbols() -> frozenset[str]:
    """The words of the program's sources that may name a symbol; Streamlit's own are not among them."""
    found: set[str] = set()
    for text in _sources():
        found |= set(NAMED.findall(text))
        if CHOSEN in text:
            found |= set(WORD.findall(text))
    return frozenset(found)


def _sources() -> Iterable[str]:
    places = [ROOT / "app.py", *(ROOT / "components").rglob("*.py"), *(ROOT / "server").rglob("*.py")]
    return (place.read_text(encoding="utf-8") for place in places)


@cache
def small_files(folder: Path = FOLDER) -> SmallFiles:
    """What was made for the Streamlit that is installed and the symbols that are drawn; else nothing.

    Kept in memory (about 1 MB), so that what is made anew meanwhile does not mix with it.
    """
    try:
        told = json.loads((folder / LIST).read_text(encoding="utf-8"))
        if told["version"] != version() or not symbols() & set(told["known"]) <= set(told["symbols"]):
            return SmallFiles()
        packed = {path: _read(folder, name, digest) for path, (name, digest) in told["packed"].items()}
        plain = {path: _read(folder, name, digest) for path, (name, digest) in told["plain"].items()}
    except (OSError, ValueError, KeyError):
        return SmallFiles()
    old, new = told["sheet"]
    return SmallFiles(packed, plain, (old, new))


def _read(folder: Path, name: str, digest: str) -> bytes:
    content = (folder / name).read_bytes()
    if sha256(content).hexdigest() != digest:
        raise ValueError(name)
    return content


def version() -> str:
    """Of which Streamlit and in which way the files are made."""
    return f"{FORM}-{STREAMLIT_VERSION_STRING}"


def static(path: str) -> Path:
    """Where Streamlit's own file of an address lies."""
    return Path(get_static_dir()) / path.lstrip("/")
