"""The two shipped sets of data, read once in a process: a dataset never changes, so all tests share it."""

from functools import cache
from pathlib import Path

from channels.dataset.dataset import Dataset
from channels.dataset.loading import load
from channels.readers.ecb_history import dollars

DATA = Path(__file__).parents[2] / "data"
FOLDERS = {"real": DATA, "teaching": DATA / "teaching"}
"""The folders of the two sets by the names that tests give them."""


@cache
def shipped(name: str) -> Dataset:
    """The set of that name, `real` or `teaching`, with no rate but its own."""
    return load(FOLDERS[name])


@cache
def with_ecb(name: str) -> Dataset:
    """The same with the European Central Bank's rates behind its own, as the server holds it."""
    return shipped(name).with_ecb(dollars)


def real() -> Dataset:
    """The real data."""
    return shipped("real")


def teaching() -> Dataset:
    """The invented teaching market."""
    return shipped("teaching")
