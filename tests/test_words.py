"""Words that may not come back: each has a plain word of the field that says the same."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
GONE = {
    "amongst": "among",
    "aught": "anything",
    "betwixt": "between",
    "deeds?": "an action, a completed action",
    "feign(?:s|ed|ing)?": "pretend",
    "hence": "so",
    "henceforth": "from now on",
    "hitherto": "until now",
    "naught": "nothing",
    "nought": "zero",
    "reckon(?:s|ed|ings?)?": "compute",
    "thereby": "so",
    "thereof": "of it",
    "therein": "in it",
    "upon": "on",
    "whence": "from where",
    "wherein": "in which",
    "whereupon": "and then",
    "whilst": "while",
    "whoever": "the one who, anyone who",
    "whomever": "anyone whom",
}
"""The word as a pattern, and what is written instead."""
WORD = re.compile(rf"(?<![a-z])({'|'.join(GONE)})(?![a-z])")
"""A word by itself and as a part of a name: `_` and a figure end it, a letter does not."""
KINDS = frozenset({".html", ".md", ".po", ".py", ".toml", ".typ", ".yaml", ".yml"})
FOLDERS = ("channels", "components", "server", "tests", "docs", ".ci", ".github")
OTHERS_WORDS = frozenset(
    {
        "components/locales/az.po",  # another language
        "docs/licences.md",  # the licences' own words
        "tests/test_words.py",  # the list itself
    }
)


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def written() -> tuple[Path, ...]:
    """The files in which we write English: code with its help, documents, messages, settings."""
    files = [*ROOT.iterdir(), *(path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))]
    ours = (path for path in files if path.suffix in KINDS and path.is_file())
    return tuple(sorted(path for path in ours if name(path) not in OTHERS_WORDS))


def words_gone(text: str) -> list[str]:
    """The words in a text that have a plainer one."""
    return [found.group(1) for found in WORD.finditer(text.lower())]


def test_the_files_were_found():
    names = {name(path) for path in written()}
    assert {"README.md", "app.py", "channels/commands/terminal.py", "components/locales/en.po"} <= names
    assert len(names) > 700


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("What is left is reckoned.", ["reckoned"]),
        ("def test_whoever_asks_is_answered(): ...", ["whoever"]),
        ("NOUGHT = 0", ["nought"]),
        ("indeed, sentence, hundred, coupon", []),
    ],
)
def test_a_word_is_found_by_itself_and_in_a_name(text, found):
    assert words_gone(text) == found


def test_no_word_has_come_back():
    found = {name(path): words_gone(path.read_text(encoding="utf-8")) for path in written()}
    assert {file: words for file, words in found.items() if words} == {}
