"""`refresh cbar|ecb|wise`: what it tells, how it ends, and that the comparison then uses the newer rate."""

import json
import os
import signal
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner, Result

from channels import __main__ as command
from channels import clock
from channels.commands import refresh
from components.i18n import LANGUAGES, words
from tests.support.lanes import sampled, spread
from tests.support.publishers import (
    breaks_off,
    busy,
    by_path,
    comparison,
    garbage,
    nobody,
    outside,
    quote,
    says,
    sheet,
)

ROOT = Path(__file__).parents[3]
TODAY = clock.today()
runner = CliRunner()


@pytest.fixture
def server(monkeypatch, tmp_path):
    """Both sides played by one server, and an empty folder for what is taken in."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.delenv("PULYOLU_DATA", raising=False)
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "var"))
    with outside() as found:
        monkeypatch.setenv("PULYOLU_CBAR_URL", found.address)
        monkeypatch.setenv("PULYOLU_CONTACT", "keeper@example.org")
        monkeypatch.setenv("PULYOLU_FRANKFURTER_URL", nobody())
        monkeypatch.setenv("PULYOLU_WISE_URL", f"{found.address}/v4/comparisons")
        yield found


def run(*arguments: str) -> Result:
    result = runner.invoke(command.app, list(arguments))
    crashed = result.exception is not None and not isinstance(result.exception, SystemExit)
    assert not crashed, result.exception
    return result


def refreshed(*arguments: str) -> Result:
    return run("refresh", *arguments, *([] if arguments[0] == "ecb" else ["--deadline=2"]))


def one_sentence(result: Result, code: int = 1) -> str:
    assert result.exit_code == code
    assert result.stderr.endswith("\n")
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr
    return result.stderr.strip()


# The Central Bank


def test_after_a_refresh_the_comparison_uses_the_newer_rate(server):
    question = ("compare", "RU", "AZ", "--send=20000", "--format=json", f"--day={TODAY}")
    before = json.loads(run(*question).stdout)["reference"]
    assert (before["day"], before["fresh"]) == ("2026-09-04", False)
    server.play(says(sheet(TODAY)))
    result = refreshed("cbar")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == f"Official rates of {words('en').day(TODAY)}: 4 new rates.\n"
    after = json.loads(run(*question).stdout)["reference"]
    assert (after["day"], after["rate"], after["fresh"]) == (TODAY.isoformat(), "0.021034", True)
    assert after["source"] == f"cbar_sheet_{TODAY:%Y_%m_%d}"
    teaching = json.loads(run(*question, "--set=teaching").stdout)["reference"]
    assert teaching["source"] == "invented"


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_it_tells_in_three_languages_what_is_new_and_what_is_known(server, language):
    server.play(says(sheet(TODAY)))
    say = words(language)
    first, second = (refreshed("cbar", f"--language={language}").stdout.strip() for _ in range(2))
    assert first == say.count("refresh.cbar_added", 4, day=say.day(TODAY))
    assert second == say.count("refresh.cbar_known", 4, day=say.day(TODAY))


def test_json_has_hash_clocks_and_counts(server):
    server.play(says(sheet(date(2021, 12, 31))))
    result = refreshed("cbar", "--day=2021-12-31", "--format=json")
    told = json.loads(result.stdout)
    assert set(told) == {
        "what", "url", "sha256", "size", "asked", "answered", "sheet", "rates", "added", "held",
        "odd", "fault",
    }  # fmt: skip
    assert (told["what"], told["sheet"], told["rates"]) == ("cbar", "2021-12-31", 4)
    # Of an old day the guard holds back what is far from the rates that are known.
    assert told["added"] + len(told["held"]) == 4
    assert told["url"] == f"{server.address}/31.12.2021.xml"
    assert datetime.fromisoformat(told["asked"]) <= datetime.fromisoformat(told["answered"])
    assert told["fault"] is None


FAULTS = {
    "server_error": says(b"", "502 Bad Gateway"),
    "refused": says(b"", "404 Not Found"),  # 403 is a rest as well
    "redirected": says(b"", "302 Found", location="http://203.0.113.1/"),
    "empty": says(b""),
    "not_a_sheet": says("<html>maintenance</html>"),
    "not_utf8": says("ə".encode("utf-16")),
    "doctype": says("<!DOCTYPE a><a/>"),
    "future_sheet": says(sheet(TODAY + timedelta(days=9))),
    "packed": says(b"x", content_encoding="br"),
    "too_large": garbage(),
    "broken_off": breaks_off,
}


@pytest.mark.parametrize("code", spread(FAULTS, each=6))
def test_a_failure_is_one_sentence_and_changes_nothing(server, tmp_path, code):
    server.play(FAULTS[code])
    sentences = set()
    for language in LANGUAGES:
        result = refreshed("cbar", f"--language={language}")
        sentences.add(one_sentence(result))
        assert result.stdout == ""
    assert len(sentences) == 3
    told = json.loads(refreshed("cbar", "--format=json").stdout)
    assert (told["what"], told["fault"]["code"]) == ("cbar", code)
    assert not (tmp_path / "var" / "published").exists()


def test_a_rest_is_told_with_its_end_in_baku(server):
    server.play(busy("7200", "503 Service Unavailable"))
    sentence = one_sentence(refreshed("cbar"))
    end = clock.now() + timedelta(hours=2)
    assert words("en").day(end.date()) in sentence
    told = json.loads(refreshed("cbar", "--format=json").stdout)["fault"]
    assert abs(datetime.fromisoformat(told["until"]) - end) < timedelta(minutes=5)
    assert len(server.asked) == 1


def test_a_hang_ends_with_the_deadline(server):
    server.play(lambda talk: talk.over.wait(30))
    result = run("refresh", "cbar", "--deadline=0.1")
    assert "in time" in one_sentence(result)


@pytest.mark.parametrize(
    "arguments",
    spread(
        [
            ["cbar", "--every=6"],
            ["cbar", "--every=14m"],
            ["cbar", "--every=31d"],
            ["cbar", "--every=-6h"],
            ["ecb", "--every=6 h"],
            ["cbar", "--day=today"],
            ["cbar", "--format=csv"],
            ["wise", "--language=de"],
            ["wise", "DE"],
            ["wise", "DE", "XX"],
            ["wise", "CL", "PE"],
            ["wise", "DE", "AZ", "--send=-1"],
            ["wise", "DE", "AZ", "--send=1e3"],
            ["wise", "DE", "AZ", "--currency=EURO"],
            ["wise", "UA", "AZ"],
            ["wise", "AZ", "any", "--send=100"],
        ],
        each=4,
    ),
)
def test_what_makes_no_sense_is_refused_in_one_sentence_and_nobody_asked(server, arguments):
    server.play(breaks_off)
    assert one_sentence(run("refresh", *arguments), code=2)
    assert server.asked == []


# The European Central Bank


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_the_history_in_the_package_is_told_with_its_last_day(server, language):
    from channels.readers.ecb_history import _history  # noqa: PLC0415

    last = _history().bounds["USD"].last_date
    told = json.loads(refreshed("ecb", "--format=json").stdout)
    assert (told["first"], told["last"]) == ("1999-01-04", last.isoformat())
    assert told["currencies"] > 30
    result = refreshed("ecb", f"--language={language}")
    assert result.exit_code == 0
    assert words(language).day(last) in result.stdout
    assert server.asked == []


# Wise


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_prices_of_wise_are_told_as_chosen_by_a_provider(server, language):
    server.play(says(comparison(quote())))
    say = words(language)
    result = refreshed("wise", "DE", "AZ", "--send=170", f"--language={language}")
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Wise" in result.stdout
    assert say.country("DE") in result.stdout
    again = refreshed("wise", "DE", "AZ", f"--language={language}")
    assert again.exit_code == 0
    assert again.stdout != result.stdout
    row = json.loads(refreshed("wise", "de", "az", "--format=json").stdout)
    assert row["chosen_by"] == "wise"
    assert [(one["corridor"], one["amount"], one["quotes"], one["new"]) for one in row["asked"]] == [
        ("DE-AZ", "200", 1, False)
    ]


def test_without_a_road_every_road_is_asked_about_and_no_price_is_said_so(server):
    answers = {
        f"sourceCurrency={code}&": says(comparison(currency=code))
        for code in ("RUB", "TRY", "USD", "GEL", "GBP", "EUR", "ILS", "KZT", "AED")
    }
    server.play(by_path(answers, breaks_off))
    result = refreshed("wise")
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert len(lines) == len(server.asked) > 10
    assert all("Wise has no price for this corridor (manat)" in line for line in lines)


def test_a_failure_of_wise_is_told_once_after_what_came(server):
    server.play(says(b"", "404 Not Found"), says(b"", "500 Internal Server Error"))
    result = refreshed("wise")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == len(result.stderr.splitlines()) == 2
    assert result.stderr.splitlines()[-1].startswith("Wise: server error (500)")


# Again and again


def test_again_and_again_until_somebody_stops_it(server, monkeypatch):
    server.play(says(b"", "500 Internal Server Error"), says(b"x"), says(b"x"), says(sheet(TODAY)))
    slept = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) >= 3:
            raise KeyboardInterrupt

    # Threads that other tests left must not be counted, so the clock of all stays as it is.
    monkeypatch.setattr(refresh, "time", SimpleNamespace(sleep=sleep))
    result = refreshed("cbar", "--every=6h")
    assert result.exit_code == 0
    assert slept == [21_600] * 3
    assert len(result.stderr.splitlines()) == 2
    assert result.stdout.count("4 rates are known") + result.stdout.count("4 new rates") == 1


@pytest.mark.whole
def test_a_process_that_waits_ends_on_a_signal_without_a_word(server, tmp_path):
    server.play(says(sheet(TODAY)))
    # A shell starts what runs in its background deaf to this signal; the command here is to hear it.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "channels", "refresh", "cbar", "--every", "6h"],
            cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, before)
    try:
        assert "4 new rates" in process.stdout.readline()
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert (process.returncode, out, err) == (0, "", "")


def test_the_other_commands_load_no_network_library():
    code = (
        "import sys; from channels import __main__; "
        "print(sorted({'httpx', 'stamina', 'requests', 'cbar_currency_rates'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
