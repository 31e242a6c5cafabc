"""`doctor`: one line a finding, exit code 1 where something needs a hand, nothing changed."""

import os

import pytest
from typer.testing import CliRunner

from channels import clock
from channels.__main__ import app
from channels.store.backup import backup
from channels.store.engine import FILE, open_store
from channels.upkeep import checks
from channels.upkeep.findings import Found, UpkeepFinding, Urgency
from components.i18n import LANGUAGES, words
from components.words.upkeep import line, mark
from tests.channels.store.test_backup import fill


@pytest.fixture
def run(tmp_path, monkeypatch):
    for name in ("DATABASE_URL", "PULYOLU_DATA", "PULYOLU_BACKUPS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("PULYOLU_REFRESH", "off")

    def run(*arguments: object):
        return CliRunner().invoke(app, ["doctor", *map(str, arguments)])

    return run


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_has_its_mark_and_the_last_line_counts(run, tmp_path, language):
    say = words(language)
    done = run("--language", language, "--certificate", tmp_path / "none.pem")
    lines = done.stdout.splitlines()
    hands = [one for one in lines if one.startswith(mark(Urgency.HAND, say))]
    assert all(one.startswith(tuple(f"{mark(urgency, say)}  " for urgency in Urgency)) for one in lines[:-1])
    assert lines[-1] == say("cli.doctor_hands", number=len(hands))
    assert done.exit_code == 1
    assert (
        line(
            UpkeepFinding(Urgency.NOTE, Found.STORE_NONE, {"place": f"sqlite:///{tmp_path}/var/{FILE}"}), say
        )
        in lines
    )
    assert not (tmp_path / "var").exists()


def test_where_nothing_needs_a_hand_the_exit_code_says_so(run, monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "of_rates", lambda *_: [])
    monkeypatch.setattr(checks, "of_prices", lambda *_: [])
    monkeypatch.setattr(checks, "of_clock", lambda *_: UpkeepFinding(Urgency.WELL, Found.DATA_WELL))
    monkeypatch.setattr("channels.upkeep.login.secrets", dict)
    done = run()
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, words("en")("cli.doctor_none"))


def test_the_newest_backup_is_rehearsed_or_the_one_that_is_named(run, tmp_path, monkeypatch):
    assert run("--rehearse").exit_code == 2
    store = open_store(f"sqlite:///{tmp_path / FILE}")
    fill(store)
    backup(store, tmp_path / "new.gz")
    store.dispose()
    (tmp_path / "old.gz").write_bytes(b"broken")
    for name, age in (("old.gz", 9e6), ("new.gz", 60)):
        os.utime(tmp_path / name, (clock.now().timestamp() - age,) * 2)
    monkeypatch.setenv("PULYOLU_BACKUPS", str(tmp_path))
    say = words("en")
    told = say("cli.doctor_rehearsed", file=tmp_path / "new.gz", entries=5, leads=2)
    assert told in run("--rehearse").stdout
    assert told in run(tmp_path / "new.gz").stdout
    broken = run("--rehearse", tmp_path / "old.gz")
    assert broken.exit_code == 1
    assert say("cli.store_broken_backup", place=tmp_path / "old.gz") in broken.stdout
