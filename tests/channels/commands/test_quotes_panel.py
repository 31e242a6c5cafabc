"""`quotes show` and `quotes arrange`, as they are typed."""

import csv
import io
import json
from datetime import timedelta

import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from channels.__main__ import app
from channels.panel import spark
from tests.support.quote_tables import DAY, a_quote, table


@pytest.fixture
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    monkeypatch.delenv("PULYOLU_PANEL_URL", raising=False)
    return tmp_path


@pytest.fixture
def kept(var):
    """A panel of two days of one question."""
    (var / "quotes").mkdir()
    rows = [
        a_quote(provider=name, day=DAY + timedelta(days=at), rate=rate, pays="AZN", margin_percent=None)
        for at in range(2)
        for name, rate in (("alfa", "0.0190"), ("beta", "0.0195"))
    ]
    pq.write_table(table(rows), var / "quotes" / "2026-11.parquet")
    return var


def run(*words, code=0):
    done = CliRunner().invoke(app, ["quotes", *words])
    assert done.exit_code == code, (done.output, done.stderr)
    return done


@pytest.mark.parametrize(
    ("kind", "number"), [("averages", 1), ("history", 4), ("cheapest", 2), ("weekly", 2), ("coverage", 1)]
)
def test_each_kind_is_told_as_csv_and_as_json(kind, number, kept):
    told = list(csv.DictReader(io.StringIO(run("show", kind).stdout)))
    found = json.loads(run("show", kind, "--format=json").stdout)
    assert len(told) == len(found) == number
    assert list(told[0]) == list(found[0])


def test_a_corridor_and_a_time_can_be_asked_for(kept):
    found = json.loads(
        run("show", "history", "--corridor=RU-AZ", "--since=2026-11-03", "--format=json").stdout
    )
    assert [(row["provider"], row["day"]) for row in found] == [
        ("alfa", "2026-11-03"),
        ("beta", "2026-11-03"),
    ]
    assert json.loads(run("show", "history", "--corridor=TR-AZ", "--format=json").stdout) == []
    assert run("show", "history", "--corridor=TR-AZ").stdout.strip()


def test_what_is_arranged_is_told_and_says_the_same(kept):
    before = run("show", "cheapest").stdout
    assert json.loads(run("arrange", "--format=json").stdout) == {"prices": {"2026": 4}}
    assert run("show", "cheapest").stdout == before
    assert "0" in run("arrange").stdout


def test_the_quotes_may_lie_in_postgresql(kept, postgres_database):
    here = json.loads(run("show", "cheapest", "--format=json").stdout)
    run("arrange", "--database", postgres_database)
    (kept / "quotes" / "2026-11.parquet").unlink()
    assert (
        json.loads(run("show", "cheapest", "--format=json", "--database", postgres_database).stdout) == here
    )


@pytest.mark.parametrize("language", ["az", "ru", "en"])
def test_what_is_not_there_is_told_in_one_sentence(language, kept, monkeypatch):
    say = ("--language", language)
    assert run("show", "prices", *say, code=2).stderr.count("\n") == 1
    assert run("show", "history", "--since=today", *say, code=2).stderr.count("\n") == 1
    monkeypatch.setattr(spark, "find_spec", lambda _: None)
    assert "make spark" in run("show", "history", "--database=sc://127.0.0.1:1", *say, code=1).stderr
    (kept / "quotes" / "2026-11.parquet").write_bytes(b"PAR1 broken")
    assert str(kept) in run("show", "history", *say, code=1).stderr
    (kept / "quotes" / "2026-11.parquet").unlink()
    assert run("show", "history", *say, code=1).stderr.count("\n") == 1
