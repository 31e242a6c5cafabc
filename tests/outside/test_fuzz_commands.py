"""Drawn arguments to every command: a sentence and an exit code of 0, 1 or 2, and never a breakdown.

The folder in which a command runs is a test's own, and no drawn path leads out of it.
"""

import gzip
import random
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from channels.__main__ import app
from channels.commands import refresh
from channels.panel import newest
from channels.readers import fetching
from channels.readers.failed import Failed
from channels.refresh import hosts
from tests.channels.dataset.test_loading import small
from tests.support import fuzz
from tests.support.lanes import sampled
from tests.support.writers import NOW

ROUNDS = sampled(range(60), kept=1)
EACH = 8
"""Commands of a round."""
FILES = {
    "empty.csv": b"",
    "table.csv": b"a;b\n1;2\n",
    "binary.csv": bytes(range(256)) * 8,
    "nul.xlsx": b"PK\x03\x04" + bytes(200),
    "letters.csv": "провайдер;сумма\n1;2\n".encode("cp1251"),
    "b.gz": gzip.compress(b'{"kind": "pulyolu backup", "version": "0002"}\n{"end": {}}\n'),
    "half.gz": gzip.compress(b'{"kind": "pulyolu backup", "version": "0002"}\n')[:-4],
    "text.gz": b"no packing",
}
PLACES = (
    *FILES,
    "none.csv",
    "a_folder",
    "out",
    "new.gz",
    "empty.csv/x",
    "x" * 300,
    "\u202e.csv",
    "a b ü.csv",
)
WORDS = (
    *(
        "RU",
        "AZ",
        "TR",
        "price",
        "survey",
        "cbar",
        "ecb",
        "teaching",
        "text",
        "json",
        "csv",
        "az",
        "ru",
        "en",
    ),
    *("1", "12", "20000", "2026-11-21", "2023-Q3", "firm_type", "a4", "branch", "mother_lankaran", "BCHK"),
)


def commands(found: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    """Every command with its parameters."""
    if hasattr(found, "commands"):
        for name, below in found.commands.items():
            yield from commands(below, (*path, name))
    else:
        yield path, list(found.params)


EVERY = list(commands(get_command(app)))


@pytest.fixture
def runner(tmp_path, monkeypatch) -> CliRunner:
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "a_folder").mkdir()
    monkeypatch.chdir(tmp_path)
    for name, value in {
        "PULYOLU_VAR": str(tmp_path / "var"), "PULYOLU_NOW": NOW.isoformat(),
        "PULYOLU_DATA": str(small(tmp_path / "data")), "TMPDIR": str(tmp_path),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def nobody(*_: object, **__: object) -> None:
        raise Failed("unreachable")

    def once(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(hosts, "fetch", nobody)
    monkeypatch.setattr(newest, "download", nobody)
    monkeypatch.setattr(fetching, "fetch", nobody)
    monkeypatch.setattr(refresh, "time", SimpleNamespace(sleep=once))
    return CliRunner()


def value(chance: random.Random, name: str) -> str:
    """A value for a parameter: right, nearly right, or hostile; a path stays where it is."""
    if name in ("file", "folder", "dir", "out"):
        return chance.choice(PLACES)
    if name == "data":
        return chance.choice(("data", "a_folder", "none", "empty.csv"))
    if name == "database":
        return chance.choice(("postgresql://127.0.0.1:1/x", "sqlite://", "", "x"))
    if name in ("send", "receive", "official", "fare"):
        return fuzz.amount(chance)
    if name in fuzz.RIGHT and chance.random() < 0.5:
        return chance.choice(fuzz.RIGHT[name])
    return chance.choice((*WORDS, *fuzz.HOSTILE))


def drawn(chance: random.Random, path: tuple[str, ...], parameters: list[Any]) -> list[str]:
    """A line of a command, most often with what it needs."""
    line = list(path)
    for parameter in parameters:
        flags = [name for name in getattr(parameter, "opts", ()) if name.startswith("--")]
        if "--help" in flags:
            continue
        if not flags:
            if chance.random() < 0.95:
                line.append(value(chance, parameter.name))
        elif chance.random() < 0.3:
            line.append(flags[0])
            if not getattr(parameter, "is_flag", False):
                line.append(value(chance, parameter.name))
    return line


@pytest.mark.parametrize("seed", ROUNDS)
def test_no_arguments_break_a_command(runner, seed, tmp_path):
    chance = random.Random(f"commands {seed}")
    before = sorted(path.name for path in tmp_path.parent.iterdir())
    for number in range(EACH):
        line = drawn(chance, *EVERY[(seed * EACH + number) % len(EVERY)])
        done = runner.invoke(app, line)
        known = done.exception is None or isinstance(done.exception, SystemExit)
        assert known, (line, repr(done.exception))
        assert done.exit_code in (0, 1, 2), line
        assert "Traceback" not in done.output, line
        assert done.exit_code == 0 or done.output.strip(), (line, "says nothing")
    assert sorted(path.name for path in tmp_path.parent.iterdir()) == before


def test_every_command_is_drawn():
    assert len(EVERY) > 20
    assert {path[0] for path, _ in EVERY} >= {
        "compare",
        "import",
        "print",
        "refresh",
        "restore",
        "backup",
        "export",
    }
