"""Every writer, killed at any step: nothing is lost, nothing is there twice, and all of it can be read.

Quickly one of each kind is killed at a step drawn by a seed, and between the store and the readers' files;
slowly every writer: a short one at each of its steps, a long one at many spread over all of them, others on
another day. `python -m tests.support.kills FOLDER 400 SEED` takes every step of all.
"""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from channels.clock import today
from channels.store import asked_prices, publishing
from tests.support.kills import WRITERS, _copied, _empty, _spread
from tests.support.lanes import sampled
from tests.support.writers import NOW

ROOT = Path(__file__).parents[2]
MANY = 60
"""Steps at which a writer is killed: each of two thirds of the writers, at least a third of every other's."""
DEAR = {"panel": 8, "restore": 30}
"""Fewer where each kill costs other processes, or a store built anew."""
GROUPS = 6
"""Writers of a group share a process, whose start costs more than many kills."""
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


def test_steps_are_drawn_out_of_every_part():
    chance = random.Random("steps")
    assert list(_spread(5, 60, chance)) == [1, 2, 3, 4, 5]
    for steps in range(1, 200):
        drawn = list(_spread(steps, 60, chance))
        assert drawn == sorted(set(drawn))
        assert len(drawn) == min(60, steps)
        assert 1 <= drawn[0] <= drawn[-1] <= steps
        assert (
            max(later - before for before, later in zip([0, *drawn], [*drawn, steps + 1], strict=True)) <= 8
        )


@pytest.mark.parametrize("group", sampled(range(GROUPS), kept=0))
def test_writers_killed_at_steps_spread_over_all_of_them_leave_all_or_nothing(tmp_path, group):
    names = [name for name in [*WRITERS][group::GROUPS] if name not in DEAR]
    found = tried(tmp_path, MANY, *names)
    assert {name: said["fault"] for name, said in found.items() if "fault" in said} == {}
    assert {name for name, said in found.items() if said["killed"] < min(MANY, said["steps"])} == set()


@pytest.mark.parametrize(("name", "most"), sampled(DEAR.items(), kept=0))
def test_a_writer_whose_kills_cost_much_leaves_all_or_nothing_too(tmp_path, name, most):
    said = tried(tmp_path, most, name)[name]
    assert "fault" not in said, said["fault"]
    assert most * 3 // 4 <= said["killed"] <= most


def test_what_was_taken_back_last_of_all_is_taken_from_the_readers_too(tmp_path):
    """Killed between store and files it stayed with them: a store with nothing published was left alone."""
    place = _copied(_empty(tmp_path), tmp_path / "work")
    writer = WRITERS["asked prices"]
    for act in writer.acts[:-1]:
        act(place)
    seen = (place.over / "observations" / "asked.csv").read_bytes()
    with place.store() as store:
        assert publishing.is_written(store, place.over)
        asked_prices.withdraw(store, "a_bank", "RU-AZ", reason="wrong", by="bob", now=NOW)
        assert not publishing.is_written(store, place.over)
        publishing.write(store, place.over)
        assert publishing.is_written(store, place.over)
    assert seen
    assert not (place.over / "observations" / "asked.csv").exists()


def test_a_store_that_never_published_takes_nothing_away_that_others_did(tmp_path):
    place = _copied(_empty(tmp_path), tmp_path / "work")
    (place.over / "observations").mkdir(parents=True)
    (place.over / "observations" / "round_2026_11_20.csv").write_text("provider\n")
    with place.store() as store:
        assert publishing.is_written(store, place.over)
