"""Writes the pages that nginx shows while no server answers. Run as `python -m server.make_away_pages`."""

from pathlib import Path

from channels.files import replace
from components.i18n import LANGUAGES, words
from components.light import away

FOLDER = Path(__file__).resolve().parents[1] / "deploy" / "nginx" / "away"


def make(folder: Path) -> None:
    """Write the page of each language into a folder. Raises OSError."""
    for language in LANGUAGES:
        replace(folder / f"{language}.html", away.page(words(language)).encode())


if __name__ == "__main__":
    make(FOLDER)
