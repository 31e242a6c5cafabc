"""Streamlit's files that the comparison will need, announced in its page so that they come side by side."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from streamlit.file_util import get_static_dir

ELEMENTS = ("Html", "Checkbox", "ButtonGroup", "Selectbox", "TextInput", "PageLink", "Button")
"""What the recipient's page draws at first: each is a file of its own that is asked for when it is met."""
NAMES = re.compile(r"m\.f=\[([^\]]*)\]")
NAMED = re.compile(r'"\./(static/js/[^"]+\.js)"')
NEEDED = re.compile(r"import\(`\./(\w+)\.[^`]+`\)[^_]{0,40},__vite__mapDeps\(\[([0-9,]*)\]")


@cache
def links() -> str:
    """The links that announce them, without those that Streamlit's page announces itself.

    Empty where Streamlit's files are made in another way than is known here: then they come later.
    """
    page = _page()
    found = dict.fromkeys(name for name in _needed(Path(get_static_dir())) if name not in page)
    return "".join(f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in found)


def drawn_first() -> list[str]:
    """The addresses of all scripts that the comparison needs, those that Streamlit's page names first."""
    return [f"/{path}" for path in NAMED.findall(_page() + links())]


def _page() -> str:
    return (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")


def _needed(folder: Path) -> Iterator[str]:
    """The files of the elements, each with those that it needs."""
    for script in folder.glob("static/js/index.*.js"):
        text = script.read_text(encoding="utf-8")
        named = NAMES.search(text)
        names = [] if named is None else [name.strip('"').removeprefix("./") for name in named[1].split(",")]
        for element, places in NEEDED.findall(text):
            if element in ELEMENTS:
                yield from (names[int(place)] for place in places.split(",") if int(place) < len(names))
