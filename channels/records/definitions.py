"""The definitions in plain words, each with a worked example that the tests run."""

import string
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from channels.records.base import Id, LocalText, Record, Text

TOPICS = ("price", "rates", "time", "order", "told", "outside")

Value = Decimal | int | date | str


class Example(Record):
    """A question and its answer, small enough to check on paper: `data/examples/README.md`."""

    name: Text
    definition: Id
    given: dict[str, Any]
    expected: Annotated[dict[str, Any], Field(min_length=1)]

    def figures(self) -> dict[str, Value]:
        """Every figure by its path: `send`, `road_tariff_charges_0_flat`; what is expected goes first."""
        return dict(_flat("", self.given)) | dict(_flat("", self.expected))

    def lines(self) -> tuple[list[str], list[str]]:
        """What is given and what is expected, a line a figure, in the words of the file."""
        given, expected = (_flat("", part, joint=".") for part in (self.given, self.expected))
        return [f"{k} = {v}" for k, v in given], [f"{k} = {v}" for k, v in expected]


class Definition(Record):
    """A definition in plain words. `worked` tells its example, with the example's figures as holes."""

    id: Id
    topic: Annotated[str, StringConstraints(pattern=f"^({'|'.join(TOPICS)})$")]
    title: LocalText
    text: LocalText
    worked: LocalText

    def holes(self) -> set[str]:
        """The figures of the example that `worked` names, in any language."""
        texts = (self.worked.en, self.worked.az or "", self.worked.ru or "")
        return {hole for text in texts for _, hole, _, _ in string.Formatter().parse(text) if hole}


def _flat(path: str, value: Any, joint: str = "_") -> Iterator[tuple[str, Value]]:
    inner: Iterator[tuple[object, Any]] | None = None
    if isinstance(value, dict):
        inner = iter(value.items())
    elif isinstance(value, list):
        inner = iter(enumerate(value))
        if not value:
            yield path, "[]"
    if inner is None:
        yield path, value
        return
    for name, part in inner:
        yield from _flat(f"{path}{joint}{name}" if path else str(name), part, joint)
