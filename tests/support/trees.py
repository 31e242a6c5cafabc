"""The syntax trees of the product's modules, read once a process: for rules about the code itself."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path


@cache
def tree(path: Path) -> ast.Module:
    """The tree of a module; kept, so it is for the product's files and not for the tests'."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def every_node(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a module's tree that stands for something written; kept as the tree is."""
    return tuple(under(tree(path)))


def under(node: ast.AST) -> Iterator[ast.AST]:
    """A node and all within it, in the order of the text, without what only says load or store.

    `ast.walk` looks into every field by name, which takes three times as long.
    """
    waiting = [node]
    while waiting:
        found = waiting.pop()
        yield found
        inner: list[ast.AST] = []
        for value in vars(found).values():
            inner.extend(_nodes(value if isinstance(value, list) else (value,)))
        waiting.extend(reversed(inner))


def _nodes(values: Iterable[object]) -> list[ast.AST]:
    return [one for one in values if isinstance(one, ast.AST) and not isinstance(one, ast.expr_context)]
