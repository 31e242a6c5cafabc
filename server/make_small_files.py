"""Makes Streamlit's files small: its fonts without what is never drawn, its scripts packed by Brotli."""

import json
import re
from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import brotli
from fontTools import subset
from fontTools.ttLib import TTFont
from streamlit.file_util import get_static_dir

from channels.dataset.loading import read
from channels.dataset.locations import ROOT, real, teaching
from channels.files import replace
from server.announced import drawn_first
from server.middleware.small_files import (
    FOLDER,
    LETTERS,
    LIST,
    NAMED,
    SYMBOLS,
    small_files,
    static,
    symbols,
    version,
)

FACE = re.compile(r"@font-face\{[^}]*\}")
ALPHABETS = (
    "".join(map(chr, range(0x20, 0x7F))) + "ƏəĞğIıİiÖöŞşÜüÇç" + "".join(map(chr, range(0x410, 0x450))) + "Ёё"
)
BEST = 11
"""Brotli's strongest packing: the files are made once."""


def make(folder: Path) -> None:
    """Write the files and their list into a folder; the list last, so that half of them count as nothing.

    Does nothing where Streamlit's stylesheet is made in another way than is known here. Raises OSError.
    """
    sheets = sorted(Path(get_static_dir()).glob("static/css/index.*.css"))
    if len(sheets) != 1:
        return
    old = f"/static/css/{sheets[0].name}"
    css = sheets[0].read_text(encoding="utf-8")
    drawn, known, font = symbol_font(_face_file(css, SYMBOLS))
    letters, letter_font = text_font(_face_file(css, LETTERS))
    symbol_path, letter_path = _named(SYMBOLS, font, "woff2"), _named(LETTERS, letter_font, "woff2")
    changed = _with_faces(css, symbol_path, letter_path, letters).encode()
    new = _named("index", changed, "css", folder="css")
    plain = {symbol_path: font, letter_path: letter_font, new: changed}
    packed = {path: brotli.compress(static(path).read_bytes(), quality=BEST) for path in drawn_first()}
    packed[new] = brotli.compress(changed, quality=BEST)
    told = {
        "version": version(),
        "known": sorted(known),
        "symbols": sorted(drawn),
        "sheet": [old, new],
        "packed": {path: _write(folder, content, path, ".br") for path, content in packed.items()},
        "plain": {path: _write(folder, content, path) for path, content in plain.items()},
    }
    replace(folder / LIST, json.dumps(told).encode())


def symbol_font(source: Path) -> tuple[set[str], set[str], bytes]:
    """Which symbols are drawn, which the font knows, and the font with those that are drawn.

    A symbol is written as its name, which the font draws as one sign: the letters of names stay.
    """
    font = TTFont(source)
    signs = signs_by_name(font)
    known = set(signs)
    drawn = known & (symbols() | _streamlits_own())
    options = subset.Options(flavor="woff2", layout_features=["*"], layout_closure=False, notdef_outline=True)
    cut = subset.Subsetter(options)
    cut.populate(
        unicodes=[ord(letter) for letter in set("".join(drawn))],
        glyphs=sorted({signs[name] for name in drawn}),
    )
    return drawn, known, _cut(font, cut)


def signs_by_name(font: TTFont) -> dict[str, str]:
    """Which glyph a font draws for a name that is written out; two names may have one."""
    letters = {glyph: chr(code) for code, glyph in font.getBestCmap().items()}
    found: dict[str, str] = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            for first, ligatures in getattr(getattr(table, "ExtSubTable", table), "ligatures", {}).items():
                for one in ligatures:
                    parts = [letters.get(glyph, "") for glyph in (first, *one.Component)]
                    found["".join(parts)] = one.LigGlyph
    return found


def text_font(source: Path) -> tuple[list[int], bytes]:
    """The letters, as numbers, that the program's words and data use, and the font with these."""
    font = TTFont(source)
    has = set(font.getBestCmap())
    letters = sorted({ord(letter) for letter in ALPHABETS + "".join(_texts())} & has)
    cut = subset.Subsetter(subset.Options(flavor="woff2"))
    cut.populate(unicodes=letters)
    return letters, _cut(font, cut)


def _cut(font: TTFont, cut: subset.Subsetter) -> bytes:
    cut.subset(font)
    font.flavor = "woff2"
    written = BytesIO()
    font.save(written)
    return written.getvalue()


def _texts() -> Iterable[str]:
    """Everything that a reader may see of what the program has: its words and its data."""
    for files in ("*.po", "*.py"):
        yield from (place.read_text(encoding="utf-8") for place in (ROOT / "components").rglob(files))
    for place in (real({}), teaching()):
        tables, _ = read(place.folder)
        yield str(tables)


def _streamlits_own() -> set[str]:
    found: set[str] = set()
    for script in Path(get_static_dir()).glob("static/js/*.js"):
        found |= set(NAMED.findall(script.read_text(encoding="utf-8")))
    return found


def _face_file(css: str, name: str) -> Path:
    """The file of a font that the stylesheet names. Raises LookupError."""
    for found in re.finditer(r"url\(\.\./media/([^)]+\.woff2)\)", css):
        if found[1].startswith(name):
            return static(f"/static/media/{found[1]}")
    raise LookupError(name)


def _with_faces(css: str, symbol_path: str, letter_path: str, letters: list[int]) -> str:
    """The stylesheet with the small fonts. A letter that they lack is drawn by Streamlit's whole font."""

    def changed(face: re.Match[str]) -> str:
        text = face[0]
        if SYMBOLS in text:
            return _pointed(text, symbol_path)
        if LETTERS in text:
            return text + _pointed(text, letter_path)[:-1] + f";unicode-range:{_ranges(letters)}}}"
        return text

    return FACE.sub(changed, css)


def _pointed(face: str, path: str) -> str:
    return re.sub(r"url\([^)]*\)", f"url(../media/{Path(path).name})", face)


def _ranges(letters: list[int]) -> str:
    """The letters as a stylesheet names them: U+20-7E,U+A0."""
    parts: list[list[int]] = []
    for letter in letters:
        if parts and letter == parts[-1][1] + 1:
            parts[-1][1] = letter
        else:
            parts.append([letter, letter])
    return ",".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in parts)


def _named(name: str, content: bytes, ending: str, folder: str = "media") -> str:
    return f"/static/{folder}/{name}.{sha256(content).hexdigest()[:8]}.{ending}"


def _write(folder: Path, content: bytes, path: str, ending: str = "") -> tuple[str, str]:
    """Keep a file; its name in the folder, and what it must be when it is read."""
    name = Path(path).name + ending
    replace(folder / name, content)
    return name, sha256(content).hexdigest()


if __name__ == "__main__" and not small_files().plain:
    make(FOLDER)
