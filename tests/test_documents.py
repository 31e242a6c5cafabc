"""The documents name places that exist: paths, modules and links in README, CONTRIBUTING, docs and data."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.support import rooms_picture

ROOT = Path(__file__).parents[1]
DOCUMENTS = [
    ROOT / "README.md",
    *(ROOT / f"{name}.md" for name in ("CONTRIBUTING", "SECURITY", "CODE_OF_CONDUCT")),
    ROOT / "deploy" / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "data").rglob("README.md")),
]
PACKAGES = ("channels", "components", "server", "tests")
FOLDERS = (*PACKAGES, "assets", "data", "deploy", "docs", ".ci", ".streamlit")
NOT_SHIPPED = {
    ".streamlit/secrets.toml",  # the operator writes it
    "data/answers/",  # made by the first round with an answer
    "data/frames.toml",
    "data/ranges.csv",
    "server.key",  # made at the first start, in PULYOLU_VAR
}
"""Paths that a document may name although a fresh clone has none of them."""
NO_PLACE = {"server.allowedHosts"}
"""What only looks like a place: a setting of Streamlit's."""

FENCED = re.compile(r"```.*?```", re.S)
QUOTED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PATH = re.compile(rf"(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./*<>-]*")
FILE = re.compile(r"[\w/.]+\.(?:py|typ|html)")
MODULE = re.compile(rf"(?:{'|'.join(PACKAGES)})(?:\.\w+)+")


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def words_of(text: str) -> Iterator[str]:
    """What stands in backticks and in blocks of code, word by word."""
    for block in FENCED.findall(text):
        yield from block.split()
    for quoted in QUOTED.findall(FENCED.sub("", text)):
        yield from (word.rstrip(".,:;") for word in quoted.split())


def is_there(path: str) -> bool:
    """Whether a file, or a folder with a file in it, is there; `*` and `<id>` stand for any name."""
    places = ROOT.glob(re.sub(r"<\w+>", "*", path).rstrip("/"))
    return any(p.is_file() and p.suffix != ".pyc" for place in places for p in [place, *place.rglob("*")])


@cache
def files() -> tuple[str, ...]:
    """Every file of the repository, as a path from its root behind a slash."""
    below = [p for folder in FOLDERS for p in (ROOT / folder).rglob("*")]
    return tuple(f"/{name(p)}" for p in [*ROOT.iterdir(), *below] if p.is_file())


def is_module(dotted: str) -> bool:
    """Whether a dotted name is a module, a room, or something that a module has."""
    parts = dotted.split(".")
    for end in range(len(parts), 1, -1):
        path = "/".join(parts[:end])
        if is_there(f"{path}.py"):
            text = (ROOT / f"{path}.py").read_text("utf-8")
            return all(re.search(rf"\b{part}\b", text) for part in parts[end:])
    return is_there("/".join(parts))


def missing(text: str) -> set[str]:
    """The paths and modules that a text names and the repository lacks."""
    found = set()
    for word in words_of(text):
        if PATH.fullmatch(word):
            there = is_there(word)
        elif FILE.fullmatch(word):
            there = any(file.endswith(f"/{word}") for file in files())
        else:
            there = not MODULE.fullmatch(word) or is_module(word)
        if not there:
            found.add(word)
    return found - NOT_SHIPPED - NO_PLACE


def anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", path.read_text("utf-8")), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_documents_were_found():
    assert len(DOCUMENTS) > 25
    assert sum(len(list(words_of(path.read_text("utf-8")))) for path in DOCUMENTS) > 1000


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_path_and_module_that_a_document_names_exists(path):
    assert missing(path.read_text("utf-8")) == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=name)
def test_every_link_to_a_place_in_the_repository_leads_there(path):
    for link in LINK.findall(path.read_text("utf-8")):
        if link.startswith(("http://", "https://")):
            continue
        target, _, anchor = link.partition("#")
        place = (path.parent / target).resolve() if target else path
        assert place.exists(), link
        if anchor:
            assert anchor in anchors(place), link


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("`channels/fees.py` and `channels/pricing/fees.py`", {"channels/fees.py"}),
        ("`phrases.py`, `offers.py`", {"phrases.py"}),
        ("```sh\npytest tests/test_channels_fees.py\n```", {"tests/test_channels_fees.py"}),
        ("`channels.keeping.alone`, `channels.files.alone`", {"channels.keeping.alone"}),
        ("`channels.files.nothing_of_the_kind`", {"channels.files.nothing_of_the_kind"}),
        ("`components/policy/`, `data/providers/<id>.toml`, `data/stories/*.toml`", {"components/policy/"}),
    ],
)
def test_a_place_that_is_gone_is_found(text, lacks):
    assert missing(text) == lacks


TEXTS = {".py", ".md", ".toml", ".txt", ".lock", ".po", ".csv", ".css", ".js", ".html", ".yml", ".yaml", ""}


def test_no_file_holds_two_versions_of_a_line():
    """What a merge left undone: such a file may still be read, by a person or in part."""
    texts = [ROOT / file[1:] for file in files() if Path(file).suffix in TEXTS and "__pycache__" not in file]
    assert {"requirements.txt", "Makefile", "README.md", "az.po"} <= {path.name for path in texts}
    marks = re.compile(rb"^(<{7}|>{7})( |$)", re.M)
    assert [name(path) for path in texts if marks.search(path.read_bytes())] == []


def test_the_readme_is_read_in_ten_minutes():
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) < 120


def test_the_picture_of_the_rooms_is_current():
    text = rooms_picture.DOCUMENT.read_text("utf-8")
    assert rooms_picture.drawn(text) == text, "python -m tests.support.rooms_picture draws it anew"
    graph = rooms_picture.imports()
    assert "channels/records" in graph["channels/pricing"]
    assert rooms_picture.reduced({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == {
        "a": {"b"},
        "b": {"c"},
        "c": set(),
    }


def test_the_hosted_checks_call_what_the_makefile_has():
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8")
    made = set(re.findall(r"^([a-z-]+)(?: [a-z-]+)*:", (ROOT / "Makefile").read_text("utf-8"), re.M))
    (targets,) = re.findall(r"target: \[(.+)\]", workflow)
    called = {word for target in targets.split(", ") for word in target.split()}
    assert {"lint", "check", "test", "test-second-day"} == called
    assert called - made <= {"test-second-day"}


def test_there_is_one_line_for_each_room():
    rooms = {name(path.parent) + "/" for top in PACKAGES[:3] for path in (ROOT / top).glob("*/__init__.py")}
    assert len(rooms) > 20
    rows = re.findall(r"^\| ([^|]+) \|", rooms_picture.DOCUMENT.read_text("utf-8"), re.M)
    named = [place for row in rows for place in QUOTED.findall(row)]
    assert {room for room in rooms if named.count(room) != 1} == set()


def test_every_decision_stands_in_the_index_with_its_title():
    folder = ROOT / "docs" / "decisions"
    index = re.findall(
        r"^\| \[(\d{4})\]\((\S+)\) \| (.+?) \| \d{4}-\d\d-\d\d \| (?:in force|replaced)",
        (folder / "README.md").read_text("utf-8"),
        re.M,
    )
    pages = sorted(folder.glob("[0-9]*.md"))
    titles = [path.read_text("utf-8").partition("\n")[0] for path in pages]
    assert [file for _, file, _ in index] == [path.name for path in pages]
    assert [f"# {int(number)}. {title}" for number, _, title in index] == titles
    assert [number for number, _, _ in index] == [path.name[:4] for path in pages]
