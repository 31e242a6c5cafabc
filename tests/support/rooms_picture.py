"""The picture of the rooms in docs/architecture.md, made from the imports.

`python -m tests.support.rooms_picture` draws it anew.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from tests.support.trees import every_node

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "architecture.md"
BEGIN, END = "<!-- rooms -->", "<!-- /rooms -->"
TOPS = ("server", "components", "channels")
BESIDE = {"server": "around the pages", "components": "i18n", "channels": "terms, money, clock, files"}
"""What the modules are called that stand beside the rooms of a folder."""


def imports() -> dict[str, frozenset[str]]:
    """For each room, as `channels/pricing`, the rooms that its modules import; a folder's name alone stands
    for the modules that lie in no room of it. The command line's words are left out: it is a second root."""
    found: dict[str, set[str]] = defaultdict(set)
    for top in TOPS:
        for path in sorted((ROOT / top).rglob("*.py")):
            here = _room(path.relative_to(ROOT).with_suffix("").as_posix())
            if here == "channels/commands" or path.name == "__main__.py":
                continue
            found[here] |= {room for room in map(_room, _modules(path)) if room != here}
    return {room: frozenset(others - {""}) for room, others in found.items()}


def reduced(graph: Mapping[str, Set[str]]) -> dict[str, frozenset[str]]:
    """The same without the arrows that follow from others."""

    def reached(room: str) -> set[str]:
        return {far for near in graph.get(room, ()) for far in {near, *reached(near)}}

    return {
        room: frozenset(other for other in others if not any(other in reached(near) for near in others))
        for room, others in graph.items()
    }


def picture() -> str:
    """The picture as Mermaid text, which GitHub draws."""
    graph = reduced(imports())
    lines = ["```mermaid", "flowchart TD"]
    for top in TOPS:
        lines.append(f'  subgraph {top}_["{top}/"]')
        for room in sorted(room for room in graph if room.split("/")[0] == top):
            lines.append(f'    {_id(room)}["{room.partition("/")[2] or BESIDE[top]}"]')
        lines.append("  end")
    lines += [f"  {_id(room)} --> {_id(other)}" for room in sorted(graph) for other in sorted(graph[room])]
    return "\n".join([*lines, "```"])


def drawn(text: str) -> str:
    """A document with the picture of now between its two marks. Raises ValueError where they are missing."""
    before, middle, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not middle or not end:
        raise ValueError(f"{BEGIN} or {END} is missing")
    return f"{before}{BEGIN}\n{picture()}\n{END}{after}"


def _modules(path: Path) -> Iterator[str]:
    for node in every_node(path):
        if isinstance(node, ast.Import):
            yield from (alias.name.replace(".", "/") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}".replace(".", "/") for alias in node.names)


def _room(place: str) -> str:
    """The room in which a module or a name of it stands; empty for what is not ours."""
    top, *inner = place.split("/")
    if top not in TOPS:
        return ""
    return f"{top}/{inner[0]}" if inner and (ROOT / top / inner[0]).is_dir() else top


def _id(room: str) -> str:
    return room.replace("/", "_")


if __name__ == "__main__":
    DOCUMENT.write_text(drawn(DOCUMENT.read_text("utf-8")), "utf-8")
