"""Every command of README and docs is taken by the program; those that need nothing from outside are run."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup
from typer.testing import CliRunner

from channels.__main__ import app
from channels.export.data_package import as_package
from tests.support.datasets import shipped
from tests.test_documents import DOCUMENTS, FENCED, name

START = "python -m channels "
OUTSIDE = ("import", "indicators", "quotes", "refresh", "collect", "survey", "doctor")
"""What asks the network, reads a file that is not shipped, or finds something old: run in
tests/channels/commands/ against servers and files of the tests' own."""


def commands() -> Iterator[tuple[str, list[str]]]:
    """Where a command stands in a block of code, and its words without the settings before it."""
    for path in DOCUMENTS:
        for block in FENCED.findall(path.read_text("utf-8")):
            for line in block.splitlines():
                if START in line and not line.lstrip().startswith("#"):
                    yield name(path), shlex.split(line.split(START, 1)[1], comments=True)


COMMANDS = list(commands())
RUN = [(place, words) for place, words in COMMANDS if words[0] not in OUTSIDE]


def test_the_commands_were_found():
    assert len(COMMANDS) > 30
    assert {words[0] for _, words in COMMANDS} > {"check", "compare", "print", "export", "backup", *OUTSIDE}


@pytest.mark.parametrize(("place", "words"), COMMANDS, ids=[" ".join(words)[:60] for _, words in COMMANDS])
def test_a_command_of_the_documents_is_one_that_there_is(place, words):
    """Its name and every option are known; what they hold is read where it is run."""
    group = typer.main.get_command(app)
    left = list(words)
    while isinstance(group, TyperGroup):
        found, below, left = group.resolve_command(group.context_class(group), left)
        assert found and below, place
        group = below
    options = {option for parameter in group.params for option in parameter.opts}
    asked = {word.partition("=")[0] for word in left if re.match(r"--?[a-z]", word)}
    assert asked <= options, place


@pytest.mark.whole
def test_a_newcomer_types_them_one_after_the_other(tmp_path, monkeypatch):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    data = Path(__file__).parents[1] / "data"
    (tmp_path / "data").symlink_to(data)
    for month in ("october", "november"):
        (tmp_path / f"prices-{month}.zip").write_bytes(as_package(shipped("real")))
    for place, words in RUN:
        if words[:2] == ["export", "package"]:
            (tmp_path / words[2]).unlink()
        done = CliRunner().invoke(app, words)
        assert done.exit_code == 0, (place, words, done.output)
