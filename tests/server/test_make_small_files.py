"""The small files: nothing that is drawn is missing from a font, and what does not fit is not sent."""

import json
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from fontTools.ttLib import TTFont

from components.i18n import LANGUAGES, words
from server import make_small_files
from server.announced import drawn_first
from server.middleware import small_files

DRAWN = (
    "school",
    "error",
    "expand_more",
    "help",
    "check",
    "block",
    "menu",
    "open_in_new",
    "smartphone",
    "storefront",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("small")
    make_small_files.make(folder)
    return folder


@pytest.mark.whole
def test_a_small_font_has_every_letter_of_the_words_and_every_symbol(made):
    small = small_files.small_files(made)
    fonts = {
        path: TTFont(BytesIO(content)) for path, content in small.plain.items() if path.endswith("woff2")
    }
    (symbols,) = (font for path, font in fonts.items() if small_files.SYMBOLS in path)
    (letters,) = (font for path, font in fonts.items() if small_files.LETTERS in path)
    told = json.loads((made / small_files.LIST).read_text())
    assert set(DRAWN) <= set(told["symbols"])
    assert small_files.symbols() & set(told["known"]) <= set(make_small_files.signs_by_name(symbols))
    texts = "".join(words(code)("light.open") for code in LANGUAGES) + "ƏəĞğİıÖöŞşÜüÇç ЁёЯя 0123456789"
    assert {ord(letter) for letter in texts} - set(letters.getBestCmap()) == set()
    assert sum(map(len, small.plain.values())) < 100_000


@pytest.mark.whole
def test_the_scripts_are_packed_and_the_stylesheet_names_the_small_fonts(made):
    small = small_files.small_files(made)
    for path in drawn_first():
        assert brotli.decompress(small.packed[path]) == small_files.static(path).read_bytes()
    old, new = small.sheet
    sheet = small.plain[new].decode()
    assert small_files.static(old).is_file()
    fonts = [Path(path).name for path in small.plain if path.endswith("woff2")]
    assert [name for name in fonts if f"media/{name}" not in sheet] == []
    assert "unicode-range:" in sheet


@pytest.mark.whole
@pytest.mark.parametrize("change", [{"version": "0-1.0"}, {"symbols": ["school"]}])
def test_files_of_another_version_or_without_a_symbol_are_not_sent(made, tmp_path, change):
    told = json.loads((made / small_files.LIST).read_text())
    for place in made.iterdir():
        (tmp_path / place.name).write_bytes(place.read_bytes())
    (tmp_path / small_files.LIST).write_text(json.dumps(told | change))
    assert small_files.small_files(tmp_path) == small_files.SmallFiles()


def test_where_none_were_made_there_are_none(tmp_path):
    assert small_files.small_files(tmp_path) == small_files.SmallFiles()


def test_a_file_that_is_not_what_was_made_is_not_sent(tmp_path):
    known = sorted(small_files.symbols())
    told = {
        "version": small_files.version(),
        "known": known,
        "symbols": known,
        "sheet": ["/static/css/a.css", "/static/css/b.css"],
        "packed": {},
        "plain": {"/static/css/b.css": ["b.css", "0" * 64]},
    }
    (tmp_path / "b.css").write_text("body{}")
    (tmp_path / small_files.LIST).write_text(json.dumps(told))
    assert small_files.small_files(tmp_path) == small_files.SmallFiles()


def test_the_symbols_are_those_that_the_sources_name():
    assert set(DRAWN) <= small_files.symbols()
