"""`collect`: what it tells, how it ends, and that it asks nobody whom nobody lets it ask."""

import json
import os

import pytest
from typer.testing import CliRunner, Result

from channels import __main__ as command
from channels.collect import asked_prices
from channels.store.asked_prices import waiting
from channels.store.engine import address, open_store
from components.i18n import LANGUAGES, words
from tests.support import calculators as played
from tests.support.builders import dec
from tests.support.calculators import NOW, addresses, market
from tests.support.lanes import sampled
from tests.support.publishers import outside, says

runner = CliRunner()
EN = words("en")


@pytest.fixture
def server(monkeypatch, tmp_path):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.setenv("PULYOLU_DATA", str(market(tmp_path / "data")))
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("PULYOLU_NOW", NOW.isoformat())
    monkeypatch.setenv("PULYOLU_CONTACT", "keeper@example.org")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(asked_prices, "MANATS", (dec(100),))
    with outside() as found:
        for name, value in addresses(found.address).items():
            monkeypatch.setenv(name, value)
        found.play(played.calculators(found))
        yield found


def run(*arguments: str) -> Result:
    result = runner.invoke(command.app, ["collect", *arguments])
    crashed = result.exception is not None and not isinstance(result.exception, SystemExit)
    assert not crashed, result.exception
    return result


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_what_came_of_each_corridor_is_told_and_the_first_prices_wait(language, server):
    say = words(language)
    result = run("--corridor=DE-AZ", f"--language={language}")
    assert result.exit_code == 0
    assert say.count("calculator.waiting", 3) in result.stdout
    assert say("calculator.is_off", provider="Paysend") in result.stdout
    store = open_store(address(os.environ))
    assert len(waiting(store)) == 3
    store.dispose()


def test_a_dry_run_asks_nobody_and_needs_no_address(server, monkeypatch):
    monkeypatch.delenv("PULYOLU_CONTACT")
    result = run("--dry-run", "--format=json")
    found = json.loads(result.stdout)
    assert (result.exit_code, server.asked) == (0, [])
    assert [(one["provider"], one["corridor"]) for one in found["asked"]] == [("wise", "DE-AZ")]
    assert found["off"] == ["paysend", "transfergo", "profee"]
    assert "Wise" in run("--dry-run").stdout


def test_without_an_address_for_questions_one_sentence_and_nothing_is_asked(server, monkeypatch):
    monkeypatch.delenv("PULYOLU_CONTACT")
    result = run()
    assert (result.exit_code, result.stderr.strip(), server.asked) == (2, EN("calculator.no_contact"), [])


def test_a_calculator_that_is_off_is_named_and_not_asked(server):
    result = run("--provider=paysend")
    assert result.exit_code == 1 and server.asked == []
    assert EN("calculator.none_on") in result.stdout


def test_as_json_each_answer_stands_with_its_state_and_digest(server):
    (found,) = json.loads(run("--format=json").stdout)
    assert (found["provider"], found["corridor"], found["fault"]) == ("wise", "DE-AZ", None)
    assert {one["state"] for one in found["answers"]} == {"waiting", "apart"}
    assert all(len(one["sha256"]) == 64 for one in found["answers"])


def test_a_fault_is_told_in_a_sentence_and_ends_with_1(server):
    server.play(says("{}"))
    result = run()
    assert result.exit_code == 1
    assert EN("refresh.fault_field_missing", who="Wise", field="rate") in result.stdout
