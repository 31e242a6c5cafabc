"""A backup from a stranger: one sentence, exit code 2, nothing written, in little memory."""

import gzip
import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from channels.clock import now
from channels.dataset.locations import ROOT
from channels.store import price_entries
from channels.store.backup import backup
from channels.store.engine import open_store
from components.i18n import words
from tests.support.builders import an_entry
from tests.support.lanes import spread

EN = words("en")
HEAD = '{"kind": "pulyolu backup", "version": "0001"}\n'
MOST_MEMORY = 600 * 2**20


def restored(file: Path, var: Path) -> "subprocess.CompletedProcess[str]":
    """Run `restore` with as much memory as is allowed."""
    surroundings = {**os.environ, "PULYOLU_VAR": str(var), "OPENBLAS_NUM_THREADS": "1"}
    surroundings.pop("DATABASE_URL", None)

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (MOST_MEMORY, MOST_MEMORY))

    return subprocess.run(
        [sys.executable, "-m", "channels", "restore", str(file)],
        cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False, timeout=60,
        preexec_fn=limit if sys.platform == "linux" else None,
    )  # fmt: skip


def published(folder: Path) -> list[str]:
    """The lines of a backup of one published price."""
    engine = open_store(f"sqlite:///{folder / 'source.sqlite3'}")
    entry = an_entry(provider="zolotaya_korona", service="cash_kapital_bank")
    kept = price_entries.add(engine, entry, by="Aysel", now=now())
    price_entries.confirm(engine, kept.id, by="Leyla", now=now())
    price_entries.publish(engine, [kept.id], by="Leyla", now=now())
    backup(engine, folder / "whole.gz")
    engine.dispose()
    return gzip.decompress((folder / "whole.gz").read_bytes()).decode().splitlines()


@pytest.mark.parametrize(
    ("head", "piece", "times", "tail"),
    spread(
        [
            ("", "[", 100_000, ""),
            (HEAD, "[", 100_000, ""),
            (HEAD, "\n", 5_000_000, ""),
            (HEAD, '{"table": "log", "row": {}}\n', 1_000_000, ""),
            (HEAD + '{"table": "log", "row": {"note": "', "x", 50_000_000, '"}}\n'),
            (HEAD, '["end"]\n', 1, ""),
            (HEAD, '{"end": 5}\n', 1, ""),
        ],
        each=7,
    ),
    ids=["deep head", "deep row", "empty lines", "empty rows", "long row", "list", "end"],
)
def test_what_is_no_whole_backup_is_one_sentence(head, piece, times, tail, tmp_path):
    file, var = tmp_path / "file.gz", tmp_path / "var"
    file.write_bytes(gzip.compress((head + piece * times + tail).encode(), 9))
    done = restored(file, var)
    assert (done.returncode, done.stderr) == (2, EN("cli.store_broken_backup", place=str(file)) + "\n")
    assert not (var / "published").exists()


def changed(lines: list[str], **fields: object) -> str:
    """A backup whose price says something else."""
    found = []
    for line in lines:
        said = json.loads(line)
        if said.get("table") == "entries":
            said["row"] |= fields
        found.append(json.dumps(said))
    return "\n".join(found)


def test_a_price_of_an_unknown_provider_is_refused_before_anything_is_written(tmp_path):
    """It stood in the store and in the readers' files, and every reader got an error."""
    file, var = tmp_path / "file.gz", tmp_path / "var"
    file.write_bytes(gzip.compress(changed(published(tmp_path), provider="nobody").encode()))
    done = restored(file, var)
    assert done.returncode == 2
    assert "nobody" in done.stderr
    assert done.stderr.endswith("Nothing was changed.\n")
    assert not (var / "published").exists()
    engine = open_store(f"sqlite:///{var / 'store.sqlite3'}")
    assert price_entries.kept(engine) == ()
    engine.dispose()


@pytest.mark.whole
def test_a_figure_of_a_million_places_is_refused(tmp_path):
    file = tmp_path / "file.gz"
    file.write_bytes(gzip.compress(changed(published(tmp_path), fee="1E+999999999").encode()))
    assert restored(file, tmp_path / "var").returncode == 2


@pytest.mark.whole
def test_the_same_backup_unchanged_is_restored(tmp_path):
    """Else the others would prove nothing."""
    published(tmp_path)
    done = restored(tmp_path / "whole.gz", tmp_path / "var")
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "var" / "published" / "observations").glob("*.csv"))
