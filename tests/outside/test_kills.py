"""Every writer, killed at any step: nothing is lost, nothing is there twice, and all of it can be read.

Quickly one of each kind is killed at a step drawn by a seed, and between the store and the readers' files;
slowly all of them at every step.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from channels.clock import today
from tests.support.kills import WRITERS
from tests.support.lanes import sampled

ROOT = Path(__file__).parents[2]
ALL = 400
QUICKLY = ("entries", "published prices", "refresh cbar")
"""One writer of each kind."""
WITH_FILES = {"published prices"}
"""Writers whose store is written first, and readers' files after it."""


def tried(folder: Path, most: int, *names: str) -> dict[str, dict]:
    """What came of each writer."""
    command = [sys.executable, "-m", "tests.support.kills", str(folder), str(most), str(today()), *names]
    surroundings = os.environ | {"TMPDIR": str(folder), "PULYOLU_VAR": str(folder / "var")}
    surroundings.pop("DATABASE_URL", None)
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=True, timeout=900
    )
    found = {said.pop("name"): said for said in map(json.loads, done.stdout.splitlines())}
    assert set(found) == set(names), done.stderr
    return found


def test_a_writer_of_each_kind_killed_at_some_step_leaves_all_or_nothing(tmp_path):
    found = tried(tmp_path, 1, *QUICKLY)
    assert {name: said["fault"] for name, said in found.items() if "fault" in said} == {}
    assert {said["killed"] for said in found.values()} == {1}
    assert {name for name in WITH_FILES if not found[name]["between"]} == set()


@pytest.mark.parametrize("name", sampled(WRITERS, kept=0))
def test_a_writer_killed_at_any_step_leaves_all_or_nothing(tmp_path, name):
    said = tried(tmp_path, ALL, name)[name]
    assert "fault" not in said, said
    assert said["killed"] == said["steps"] > 0
