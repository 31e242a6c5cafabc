"""A template of Typst, set as PDF from data alone."""

import json
import unicodedata
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Literal

TEMPLATES = Path(__file__).parent
LONGEST_LINE = 160
LONGEST_WORD = 24
"""A longer word is given places to break: Typst would let it run over the edge."""


def printed(
    template: str,
    texts: dict[str, Any],
    day: date,
    form: Literal["pdf", "png"] = "pdf",
    *,
    longest: int = LONGEST_LINE,
) -> bytes:
    """The filled template from embedded fonts alone, dated by the day asked, and offline.

    A text of more than `longest` signs is cut. As PNG it must have one page.
    """
    import typst  # noqa: PLC0415  a large library: loaded only when used

    compiler = typst.Compiler(
        input=(TEMPLATES / f"{template}.typ").read_bytes(),
        root=str(TEMPLATES),
        font_paths=[],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_clean(texts, longest=longest), ensure_ascii=False)},
    )
    at = datetime.combine(day, time(), tzinfo=UTC)
    printed = compiler.compile(format=form, timestamp=int(at.timestamp()))
    assert isinstance(printed, bytes)
    return printed


def _clean(value: Any, name: str = "", *, longest: int = LONGEST_LINE) -> Any:
    """The same texts without control signs, no longer than a line or two, each word short enough to break."""
    if isinstance(value, dict):
        return {key: _clean(item, key, longest=longest) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item, longest=longest) for item in value]
    if not isinstance(value, str) or name in ("qr", "link"):
        return value
    shown = "".join(" " if c in "\t\r\n" else c for c in value)
    shown = "".join(c for c in shown if not unicodedata.category(c).startswith("C"))
    if len(shown) > longest:
        shown = shown[: longest - 1] + "…"
    return " ".join(_breakable(word) for word in shown.split(" ") if word)


def _breakable(word: str) -> str:
    pieces = [word[n : n + LONGEST_WORD] for n in range(0, len(word), LONGEST_WORD)]
    return "\N{ZERO WIDTH SPACE}".join(pieces)
