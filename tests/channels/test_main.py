"""The command line: every key of the JSON, exact sums, and one clear sentence for every bad input."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal, localcontext
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from channels import __main__ as command
from channels import clock
from channels.commands import terminal
from channels.dataset.dataset import Dataset
from channels.dataset.loading import LARGEST_FILE, load
from channels.terms import (
    Basis,
    Channel,
    DisbursementMethod,
    Evidence,
    Grade,
    InformalKind,
    PaymentInstrument,
    Status,
)
from components.i18n import LANGUAGES, words
from tests.support.datasets import shipped
from tests.support.lanes import sampled, spread

ROOT = Path(__file__).parents[2]
DATA = {"real": ROOT / "data", "teaching": ROOT / "data" / "teaching"}
DAY = "2026-11-21"
TOLD = "--told=fee=200,rate=0.0192"

# The keys as the brief of the commands lists them
TOP = {"transfer", "reference", "headline", "offers", "told", "informal", "not_offered"}
REFERENCE = {"base", "quote", "rate", "day", "source", "fresh"}
TEXTS = {
    "provider",
    "service",
    "payout",
    "channel",
    "status",
    "evidence",
    "grade",
    "basis",
    "period",
    "observed",
    "received_currency",
}
AMOUNTS = {
    "outlay",
    "unspent",
    "principal",
    "fee",
    "hidden_in_rate",
    "receipt_charges",
    "paid_out",
    "received",
    "received_most",
    "total_cost",
    "total_cost_percent",
    "rpw_cost_percent",
    "rpw_cost_percent_500",
    "less_than_best",
}
FLAGS = {"complete", "recommended", "promotion"}
MINUTES = {"minutes_least", "minutes_most"}
INFORMAL = {
    "kind",
    "received",
    "received_most",
    "difference",
    "break_even",
    "minutes_least",
    "minutes_most",
    "sources",
}
REFUSAL = {"provider", "service", "reason", "day", "source"}
REASONS = {
    "above_limit",
    "below_minimum",
    "other_payout",
    "too_slow",
    "stopped",
    "suspended",
    "not_published",
    "no_rate",
}
"""The codes that the design gives."""

runner = CliRunner()


@pytest.fixture(autouse=True)
def _day_and_var(monkeypatch, tmp_path):
    """The day is fixed, nothing published here lies over the data, and the two sets are read once."""
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 30))
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "var"))
    monkeypatch.setattr(terminal, "load", _load)


@cache
def data(name: str) -> Dataset:
    return shipped(name)


def _load(folder: Path, over: Path | None) -> Dataset:
    for name, place in DATA.items():
        if folder == place and (over is None or not over.exists()):
            return data(name)
    return load(folder, over)


def run(*arguments: str) -> Result:
    result = runner.invoke(command.app, list(arguments))
    crashed = result.exception is not None and not isinstance(result.exception, SystemExit)
    assert not crashed, result.exception
    return result


def compare(*arguments: str) -> dict[str, Any]:
    result = run("compare", *arguments, "--format=json")
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return json.loads(result.stdout)


def refused(*arguments: str) -> str:
    """The one sentence with which bad input is refused."""
    result = run("compare", *arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    sentence = result.stderr
    assert sentence.endswith("\n")
    assert sentence.count("\n") == 1
    assert len(sentence) < 400
    assert "Traceback" not in sentence
    assert all(character.isprintable() for character in sentence[:-1])
    return sentence[:-1]


def amount(value: Any) -> Decimal | None:
    """An amount as the JSON writes it: plain figures as text, or null."""
    if value is None:
        return None
    assert isinstance(value, str)
    assert re.fullmatch(r"-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?", value), value
    assert value != "-0"
    return Decimal(value)


def check_offer(row: dict[str, Any], reference: dict[str, Any] | None, *, told: bool = False) -> None:
    """Every key of an offer, of the right kind, with parts that sum exactly."""
    assert TEXTS | AMOUNTS | FLAGS | MINUTES | {"sources"} <= set(row)
    for name in TEXTS:
        assert row[name] is None or isinstance(row[name], str)
    for name in FLAGS:
        assert isinstance(row[name], bool)
    for name in MINUTES:
        assert row[name] is None or (type(row[name]) is int and row[name] >= 0)
    assert isinstance(row["sources"], list)
    assert row["evidence"] in list(Evidence)
    assert row["grade"] in list(Grade)
    assert row["basis"] in list(Basis)
    if told:
        assert row["evidence"] == "told"
    else:
        assert row["channel"] in ("bank", "post_office", "transfer_system", "digital")
        assert row["status"] in ("operating", "not_confirmed")
        assert row["sources"]
    for name in ("observed", "day"):
        if row.get(name) is not None:
            assert date.fromisoformat(row[name])
    if row["period"] is not None:
        assert re.fullmatch(r"\d{4}-Q[1-4]", row["period"])
    figures = {name: amount(row[name]) for name in AMOUNTS}
    if not row["complete"]:
        assert figures["received"] is None
        assert figures["total_cost"] is None
        assert not row["recommended"]
        return
    with localcontext(prec=80):
        parts = figures["fee"] + figures["hidden_in_rate"] + figures["receipt_charges"]
        assert parts == figures["total_cost"]
        if reference is not None and row["received_currency"] == reference["quote"]:
            spent = figures["outlay"] - figures["unspent"]
            assert spent * Decimal(reference["rate"]) - figures["received"] == figures["total_cost"]
    assert figures["received"] <= figures["received_most"]


def check_document(document: dict[str, Any]) -> None:
    """Every section of the answer, as the commands' brief describes it."""
    assert set(document) >= TOP
    used = document["reference"]
    if used is not None:
        assert set(used) >= REFERENCE
        assert amount(used["rate"]) > 0
        assert isinstance(used["fresh"], bool)
        assert date.fromisoformat(used["day"])
    for row in document["offers"]:
        check_offer(row, used)
    for row in document["told"]:
        check_offer(row, used, told=True)
    if document["headline"] is not None:
        assert document["headline"] in document["offers"]
        assert document["headline"]["recommended"]
    for row in document["informal"]:
        assert set(row) >= INFORMAL
        assert row["kind"] in ("carried", "unlicensed")
        for name in ("received", "received_most", "difference", "break_even"):
            amount(row[name])
        assert isinstance(row["sources"], list)
    for row in document["not_offered"]:
        assert set(row) >= REFUSAL
        assert row["source"]
        assert row["day"] is None or date.fromisoformat(row["day"])


QUESTIONS = [
    (name, corridor.sending, corridor.receiving, option)
    for name in DATA
    for corridor in data(name).tables.corridors
    for option in ("--send=1000", "--receive=400")
    if option.startswith("--send") or corridor.receives is not None
]


# The JSON


@pytest.mark.parametrize(
    ("name", "sending", "receiving", "option"), spread(QUESTIONS, each=6), ids=lambda v: str(v).strip("-")
)
def test_every_question_to_both_sets_is_answered_with_every_key(name, sending, receiving, option):
    document = compare(sending, receiving, option, f"--set={name}", f"--day={DAY}", "--told=fee=2,rate=1.69")
    check_document(document)
    transfer = document["transfer"]
    assert (transfer["sending"], transfer["receiving"]) == (sending, receiving)
    assert transfer["currency"] == data(name).corridor(sending, receiving).sends
    assert transfer["day"] == DAY


@pytest.mark.parametrize(
    ("name", "sending", "receiving", "option"), spread(QUESTIONS, each=6), ids=lambda v: str(v).strip("-")
)
def test_the_reason_why_a_road_is_not_offered_is_a_code_of_the_design(name, sending, receiving, option):
    document = compare(sending, receiving, option, f"--set={name}", f"--day={DAY}")
    assert {row["reason"] for row in document["not_offered"]} <= REASONS


@pytest.mark.parametrize(
    "wishes",
    [
        ("--pay-out=cash",),
        ("--within=1h",),
        ("--region=nakhchivan",),
        ("--pay-in=cash",),
        ("--pay-in=card", "--pay-out=card", "--within=1d", "--region=baku"),
    ],
)
def test_a_wish_is_answered_with_codes_of_the_design(wishes):
    document = compare("RU", "AZ", "--send=20000", "--set=teaching", f"--day={DAY}", *wishes)
    check_document(document)
    assert {row["reason"] for row in document["not_offered"]} <= REASONS


def test_the_worked_example_of_the_brief():
    document = compare(
        "RU", "AZ", "--send=20000", "--currency=RUB", "--pay-out=cash", "--within=1d", f"--day={DAY}", TOLD
    )
    check_document(document)
    assert document["headline"] is None
    assert document["reference"] | {"source": None} == {
        "base": "RUB",
        "quote": "AZN",
        "rate": "0.019579",
        "day": "2026-09-04",
        "source": None,
        "fresh": False,
        "benchmark": "cbar",
        "stood_in": False,
    }
    assert document["told"][0]["received"] == "380.16"
    assert document["told"][0]["total_cost"] == "11.42"
    assert {row["kind"] for row in document["informal"]} == {"carried", "unlicensed"}


def test_the_teaching_set_has_a_headline():
    document = compare("RU", "AZ", "--send=20000", "--set=teaching", f"--day={DAY}")
    assert document["headline"]["provider"] == "app_e"
    assert document["headline"]["received"] == "384.58"
    assert document["headline"]["less_than_best"] == "0"


def test_the_currency_is_the_sending_countrys_unless_another_is_named():
    usual = compare("RU", "AZ", "--send=20000", f"--day={DAY}")
    named = compare("ru", "az", "--send=20000", "--currency=rub", f"--day={DAY}")
    assert usual == named
    dollars = compare("RU", "AZ", "--send=200", "--currency=USD", f"--day={DAY}")
    assert dollars["transfer"]["currency"] == "USD"
    assert dollars["reference"]["base"] == "USD"


def test_what_must_arrive_is_asked_in_the_recipients_currency():
    document = compare("RU", "AZ", "--receive=400", "--set=teaching", f"--day={DAY}")
    assert document["transfer"]["receive"] == "400"
    assert document["transfer"]["receive_currency"] == "AZN"
    assert document["transfer"]["send"] is None
    assert document["headline"]["outlay"] == "20797.86"


def test_without_a_day_the_question_is_about_today():
    assert compare("RU", "AZ", "--send=20000")["transfer"]["day"] == clock.today().isoformat()


def test_amounts_are_read_as_plain_figures():
    for written, read in (("20000", "20000"), ("20000.50", "20000.5"), ("00020", "20"), ("0.01", "0.01")):
        document = compare("RU", "AZ", f"--send={written}", f"--day={DAY}")
        assert document["transfer"]["send"] == read


def test_wishes_reach_the_answer():
    wishes = ("--pay-in=cash", "--pay-out=cash", "--within=3d", "--region=lankaran_astara", "--promotions")
    transfer = compare("RU", "AZ", "--send=20000", "--set=teaching", *wishes)["transfer"]
    assert transfer["pay_in"] == "cash"
    assert transfer["pay_out"] == "cash"
    assert transfer["within_minutes"] == 4_320
    assert transfer["region"] == "lankaran_astara"


def test_every_way_of_paying_in_and_out_can_be_asked_for():
    for option, kind in (("pay-in", PaymentInstrument), ("pay-out", DisbursementMethod)):
        for member in kind:
            check_document(compare("RU", "AZ", "--send=20000", "--set=teaching", f"--{option}={member}"))


def test_several_told_prices_with_names_rank_against_each_other():
    document = compare(
        "RU",
        "AZ",
        "--send=20000",
        f"--day={DAY}",
        "--told=name=Dear,fee=500,rate=0.0190",
        "--told=name=Cheap,fee=100,received=386",
        "--told=name=Slip,fee=100,received=38600",
    )
    assert [row["provider"] for row in document["told"]] == ["Cheap", "Dear"]
    assert document["told_faults"] == [{"name": "Slip", "fault": "rate_absurd"}]


def test_todays_official_rate_can_be_given():
    document = compare("RU", "AZ", "--send=20000", f"--day={DAY}", "--official=0.0196", "--asked=2%")
    assert document["reference"]["rate"] == "0.0196"
    assert document["reference"]["fresh"] is True
    unlicensed = next(row for row in document["informal"] if row["kind"] == "unlicensed")
    assert unlicensed["received"] == "384.16"
    assert unlicensed["break_even"] is None


def test_a_price_asked_in_money_is_taken_from_what_arrives():
    document = compare("RU", "AZ", "--send=20000", "--set=teaching", f"--day={DAY}", "--asked=12")
    assert {row["received"] for row in document["informal"] if row["kind"] == "unlicensed"} == {"378"}


def test_the_european_benchmark_is_used_where_there_is_one():
    document = compare("DE", "AZ", "--send=200", f"--day={DAY}", "--reference=ecb")
    assert document["reference"]["benchmark"] == "ecb"
    assert "ecb_reference_rates" in document["reference"]["source"]


def test_another_folder_of_the_same_layout_can_be_asked(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(DATA["teaching"], folder)
    other = compare("RU", "AZ", "--send=20000", f"--day={DAY}", f"--data={folder}")
    assert other == compare("RU", "AZ", "--send=20000", f"--day={DAY}", "--set=teaching")


def test_what_was_published_lies_over_the_evidence(tmp_path):
    observations = tmp_path / "var" / "published" / "observations"
    observations.mkdir(parents=True)
    (observations / "november.csv").write_text(
        "provider,service,corridor,evidence,observed,amount,currency,fee,margin_percent,pays,source\n"
        "paysend,transfer,RU-AZ,observed,2026-11-20,20000,RUB,100,1.0,AZN,rpw_workbook\n"
    )
    rows = compare("RU", "AZ", "--send=20100", f"--day={DAY}")["offers"]
    paysend = next(row for row in rows if row["provider"] == "paysend")
    assert (paysend["observed"], paysend["fee"]) == ("2026-11-20", "1.9579")
    teaching = compare("RU", "AZ", "--send=20100", f"--day={DAY}", "--set=teaching")
    assert "paysend" not in {row["provider"] for row in teaching["offers"]}


# The other two formats


@pytest.mark.parametrize("name", DATA)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_says_the_same_in_three_languages(name, language):
    result = run(
        "compare", "RU", "AZ", "--send=20000", f"--set={name}", f"--language={language}", f"--day={DAY}", TOLD
    )
    assert result.exit_code == 0
    say = words(language)
    assert say("informal.title") in result.stdout
    assert (say("teaching.banner") in result.stdout) is (name == "teaching")
    assert (say("answer.none") in result.stdout) is (name == "real")
    assert say("status.operating" if name == "teaching" else "status.not_confirmed") in result.stdout
    assert "None" not in result.stdout
    assert "{" not in result.stdout


def test_the_text_says_a_slip_in_a_told_price_and_a_rate_that_is_missing():
    say = words("en")
    slip = run(
        "compare", "RU", "AZ", "--send=20000", "--told=name=Bank X,fee=20000,rate=0.02", f"--day={DAY}"
    )
    assert say("told_fault.fee_eats_all", name="Bank X") in slip.stdout
    missing = run("compare", "UA", "AZ", "--send=1000", f"--day={DAY}")
    assert say("rate.none") in missing.stdout
    inside = run("compare", "AZ", "AZ", "--send=100", f"--day={DAY}")
    assert say("rate.none") not in inside.stdout


def test_the_text_gives_a_told_price_without_a_name_a_name():
    for figures in ("fee=200,rate=0.0192", "fee=20000,rate=0.0192"):
        arguments = ("--set=teaching", "--language=en", f"--day={DAY}", f"--told={figures}")
        result = run("compare", "RU", "AZ", "--send=20000", *arguments)
        assert not any(line.startswith(":") for line in result.stdout.splitlines())


def test_a_told_name_sends_no_control_characters_to_the_terminal():
    told = "--told=name=\x1b[31mBank\x07\u202e X,fee=200,rate=0.0192"
    result = run("compare", "RU", "AZ", "--send=20000", "--set=teaching", f"--day={DAY}", told)
    assert "Bank" in result.stdout
    assert all(c.isprintable() or c == "\n" for c in result.stdout)


FURTHER = (
    "--parts=3", "--times-a-year=12", "--fare=4", "--travel=60", "--waiting=30", "--benchmark=ecb",
    "--one-percent",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_text_ends_with_the_answers_to_the_further_questions(language):
    asked = ("RU", "AZ", "--send=20000", "--set=teaching", f"--day={DAY}", f"--language={language}")
    without = run("compare", *asked).stdout
    said = run("compare", *asked, *FURTHER).stdout
    assert said.startswith(without.rstrip("\n"))
    spoken, rest = words(language), said[len(without) :]
    titles = [block.split("\n")[0] for block in rest.strip("\n").split("\n\n")]
    assert len(titles) == 5
    assert titles[3] == spoken("second_benchmark.invented")
    assert f": {spoken('parts.at_once')}: 385 · " in rest


def test_the_json_and_the_csv_carry_the_further_answers():
    found = compare("RU", "AZ", "--send=20000", "--set=teaching", f"--day={DAY}", *FURTHER)["more"]
    assert found["asked"]["parts"] == 3 and found["asked"]["fare"] == "4"
    assert all(found[name] for name in ("parts", "year", "door", "stability"))
    assert (found["benchmark"], found["no_benchmark"]) == (None, "invented")
    assert "more" not in compare("RU", "AZ", "--send=20000", "--set=teaching", f"--day={DAY}")
    text = run("compare", "RU", "AZ", "--send=20000", "--set=teaching", "--parts=2", "--format=csv").stdout
    assert text.count("\nparts,") > 10 and "\nyear," not in text


def test_the_text_of_a_transfer_with_nothing_outside_has_no_such_section():
    result = run("compare", "AZ", "TR", "--send=500", "--set=teaching", "--language=en", f"--day={DAY}")
    assert words("en")("informal.title") not in result.stdout


def test_the_text_puts_no_road_outside_the_formal_system_above_a_formal_one():
    result = run("compare", "RU", "AZ", "--send=20000", "--set=teaching", "--language=en", f"--day={DAY}")
    lines = result.stdout.splitlines()
    title = lines.index(words("en")("informal.title"))
    for outside in ("Relative", "Driver", "Hawala H"):
        assert min(n for n, line in enumerate(lines) if line.startswith(outside)) > title
    assert max(n for n, line in enumerate(lines) if line.startswith(("App E", "Bank A", "Post"))) < title


def test_the_csv_has_the_figures_of_the_json_and_its_sources():
    arguments = ("RU", "AZ", "--send=20000", "--set=teaching", f"--day={DAY}", TOLD)
    document = compare(*arguments)
    result = run("compare", *arguments, "--format=csv")
    assert result.exit_code == 0
    lines = list(csv.reader(io.StringIO(result.stdout)))
    gap = lines.index([])
    rows = [dict(zip(lines[0], line, strict=True)) for line in lines[1:gap]]
    offers = [row for row in rows if row["section"] == "offers"]
    assert [row["received"] for row in offers] == [row["received"] or "" for row in document["offers"]]
    assert [line[0] for line in lines[gap + 1 :]] == ["source", "invented"]


def test_a_told_name_that_begins_like_a_formula_stays_text_in_the_csv():
    told = "--told=name==cmd|' /C calc'!A0,fee=200,rate=0.0192"
    result = run(
        "compare", "RU", "AZ", "--send=20000", "--set=teaching", f"--day={DAY}", told, "--format=csv"
    )
    cells = [cell for line in csv.reader(io.StringIO(result.stdout)) for cell in line]
    assert not any(cell.startswith("=") for cell in cells)
    assert any(cell.startswith("'=cmd|") for cell in cells)


# Bad input

AMOUNTS_REFUSED = [
    "",
    " ",
    "0",
    "-0",
    "0.00",
    "-5",
    "1e3",
    "1e30",
    "1E400",
    "nan",
    "NaN",
    "inf",
    "-inf",
    "Infinity",
    "0x10",
    "1000000001",
    "1000000000.01",
    "9" * 400,
    "0.001",
    "20.555",
    "..",
    "-",
    "--",
    "1.2.3",
    "٢٠٠٠٠",
    "²",
    "½",
    "twenty",
    "=1+1",
    "a" * 500,
    "50 00",
    "20.000",
    "20000 GEL",
]


@pytest.mark.parametrize("value", spread(AMOUNTS_REFUSED, each=4), ids=lambda v: ascii(v)[:24])
@pytest.mark.parametrize("option", ["--send", "--receive"])
def test_an_amount_that_is_none_is_refused_in_one_sentence(option, value):
    sentence = refused("RU", "AZ", f"{option}={value}", f"--day={DAY}")
    assert sentence.startswith(f"{option}: {value[:40]}")


@pytest.mark.parametrize(
    "value", ["1 000", "1,000", "1_000", "+1000", "１０００", "1000 RUB", "1000 ₽", "1000\n"]
)
def test_an_amount_is_read_as_the_pages_read_it(value):
    found = json.loads(run("compare", "RU", "AZ", f"--send={value}", f"--day={DAY}", "--format=json").stdout)
    assert found["transfer"]["send"] == "1000"


@pytest.mark.parametrize("value", ["2\n0", "\x00", "\x1b[31m20", "\u2028", "2\u202e0", "\x7f"])
def test_control_characters_in_an_amount_never_reach_the_terminal(value):
    refused("RU", "AZ", f"--send={value}", f"--day={DAY}")


@pytest.mark.parametrize("value", ["R\n", "R\x00", "\x1b[", "\u202eR"])
def test_control_characters_in_a_country_or_currency_never_reach_the_terminal(value):
    refused(value, "AZ", "--send=20000", f"--day={DAY}")
    refused("RU", value, "--send=20000", f"--day={DAY}")
    refused("RU", "AZ", "--send=20000", f"--currency={value}", f"--day={DAY}")


BAD = [
    (("XX", "AZ", "--send=1"), "XX"),
    (("RU", "XX", "--send=1"), "XX"),
    (("R", "AZ", "--send=1"), "R"),
    (("RUS", "AZ", "--send=1"), "RUS"),
    (("", "AZ", "--send=1"), "country"),
    (("ЯЯ", "AZ", "--send=1"), "ЯЯ"),
    (("EU", "AZ", "--send=1"), "EU"),
    (("ZZ", "AZ", "--send=1"), "ZZ"),
    (("12", "AZ", "--send=1"), "12"),
    (("BR", "AZ", "--send=1"), "BR"),
    (("any", "AZ", "--send=1"), "AZ"),
    (("RU", "RU", "--send=1"), "RU"),
    (("DE", "PL", "--send=1"), "PL"),
    (("RU", "AZ", "--send=1", "--currency=XXX"), "XXX"),
    (("RU", "AZ", "--send=1", "--currency=ABC"), "ABC"),
    (("RU", "AZ", "--send=1", "--currency=RU"), "RU"),
    (("RU", "AZ", "--send=1", "--currency=BTC"), "BTC"),
    (("RU", "AZ", "--send=1", "--currency=₽"), "₽"),
    (("RU", "AZ"), "--send"),
    (("RU", "AZ", "--send=1", "--receive=1"), "--receive"),
    (("AZ", "BR", "--receive=1"), "BR"),
    (("RU", "AZ", "--send=1", "--day=1990-01-01"), "2021-12-31"),
    (("RU", "AZ", "--send=1", "--day=2021-12-30"), "2021-12-31"),
    (("RU", "AZ", "--send=1", "--day=0001-01-01"), "2021-12-31"),
    (("RU", "AZ", "--send=1", "--set=teaching", "--day=2025-09-30"), "2025-10-01"),
    (("RU", "AZ", "--send=1", "--day="), "date"),
    (("RU", "AZ", "--send=1", "--day=2026-13-01"), "2026-13-01"),
    (("RU", "AZ", "--send=1", "--day=2026-02-30"), "2026-02-30"),
    (("RU", "AZ", "--send=1", "--day=tomorrow"), "tomorrow"),
    (("RU", "AZ", "--send=1", "--day=21.11.2026"), "21.11.2026"),
    (("RU", "AZ", "--send=1", "--day=２０２６-11-21"), "date"),
    (("RU", "AZ", "--send=1", "--reference=ecb"), "RUB"),
    (("GE", "AZ", "--send=1", "--reference=ecb"), "GEL"),
    (("KZ", "AZ", "--send=1", "--reference=ecb"), "KZT"),
    (("AE", "AZ", "--send=1", "--reference=ecb"), "AED"),
    (("AZ", "RU", "--send=1", "--reference=ecb"), "RUB"),
    (("UA", "AZ", "--send=1", "--reference=ecb"), "UAH"),
    (("RU", "AZ", "--send=1", "--set=teaching", "--reference=ecb"), "RUB"),
    (("RU", "AZ", "--send=1", "--reference=fed"), "cbar, ecb"),
    (("RU", "AZ", "--send=1", "--pay-in=cheque"), "cash, account, card, wallet"),
    (("RU", "AZ", "--send=1", "--pay-out=gold"), "home_delivery"),
    (("RU", "AZ", "--send=1", "--within=2h"), "1h, 1d, 3d"),
    (("RU", "AZ", "--send=1", "--within="), "1h, 1d, 3d"),
    (("RU", "AZ", "--send=1", "--region=atlantis"), "lankaran_astara"),
    (("RU", "AZ", "--send=1", "--set=both"), "real, teaching"),
    (("RU", "AZ", "--send=1", "--format=xml"), "text, json, csv"),
    (("RU", "AZ", "--send=1", "--language=fr"), "az, ru, en"),
    (("RU", "AZ", "--send=1", "--told="), "--told"),
    (("RU", "AZ", "--send=1", "--told=fee=200"), "fee=200"),
    (("RU", "AZ", "--send=1", "--told=fee=200,fee=300"), "fee=200"),
    (("RU", "AZ", "--send=1", "--told=fee=x,rate=1"), "fee=x"),
    (("RU", "AZ", "--send=1", "--told=fee=-1,rate=1"), "fee=-1"),
    (("RU", "AZ", "--send=1", "--told=fee=1,rate=0"), "rate=0"),
    (("RU", "AZ", "--send=1", "--told=fee=1,rate=1e-3"), "rate=1e-3"),
    (("RU", "AZ", "--send=1", "--told=fee=1,rate=nan"), "rate=nan"),
    (("RU", "AZ", "--send=1", "--told=fee=1,received=1000000001"), "received"),
    (("RU", "AZ", "--send=1", "--told=bogus=1,rate=1,fee=2"), "bogus"),
    (("RU", "AZ", "--send=1", "--told=fee=٢,rate=1"), "--told"),
    (("RU", "AZ", "--send=1", "--asked="), "--asked"),
    (("RU", "AZ", "--send=1", "--asked=%"), "--asked"),
    (("RU", "AZ", "--send=1", "--asked=-1"), "-1"),
    (("RU", "AZ", "--send=1", "--asked=100%"), "100%"),
    (("RU", "AZ", "--send=1", "--asked=1e9"), "1e9"),
    (("RU", "AZ", "--send=1", "--asked=1000000001"), "1000000001"),
    (("RU", "AZ", "--send=1", "--official=0"), "--official 0"),
    (("RU", "AZ", "--send=1", "--official=-1"), "-1"),
    (("RU", "AZ", "--send=1", "--official=x"), "x"),
    (("RU", "AZ", "--send=1", "--official=10000"), "10000"),
    (("RU", "AZ", "--send=1", "--parts=1"), "--parts: 1"),
    (("RU", "AZ", "--send=1", "--times-a-year=0"), "--times-a-year: 0"),
    (("RU", "AZ", "--send=1", "--fare=x"), "--fare: x"),
    (("RU", "AZ", "--send=1", "--travel=-1"), "--travel: -1"),
    (("RU", "AZ", "--send=1", "--waiting=1.5"), "--waiting: 1.5"),
    (("RU", "AZ", "--send=1", "--benchmark=imf"), "--benchmark: imf"),
]


@pytest.mark.parametrize(("arguments", "said"), spread(BAD, each=4), ids=lambda v: ascii(" ".join(v))[:60])
def test_bad_input_is_refused_in_one_clear_sentence(arguments, said):
    days = () if any(a.startswith("--day") for a in arguments) else (f"--day={DAY}",)
    assert said in refused(*arguments, *days)


@pytest.mark.parametrize("language", LANGUAGES)
def test_bad_input_is_refused_in_the_language_asked_for(language):
    sentence = refused("RU", "AZ", "--send=x", f"--language={language}")
    assert sentence == words(language)("cli.bad_amount", option="--send", value="x")


def test_an_empty_currency_is_as_unknown_as_any_other():
    refused("RU", "AZ", "--send=20000", "--currency=", f"--day={DAY}")


def test_a_letter_that_only_looks_like_a_currency_is_unknown():
    refused("RU", "AZ", "--send=20000", "--currency=ſEK", f"--day={DAY}")


@pytest.mark.parametrize(
    ("option", "told", "fault"),
    [
        ("--send=20000", "fee=1,rate=0.0000001", "rate_absurd"),
        ("--send=20000", "rate=0.0001,received=9", "disagree"),
        ("--receive=400", "fee=1,rate=1000000", "rate_absurd"),
    ],
    ids=["nothing arrives", "other than what arrives", "nothing need be sent"],
)
def test_a_told_rate_that_cannot_be_is_named_with_its_fault_and_changes_nothing_else(option, told, fault):
    asked = ("RU", "AZ", option, f"--day={DAY}")
    found = compare(*asked, f"--told={told}")
    name = words("en")("told.nameless", number=1)
    assert found["told_faults"] == [{"name": name, "fault": fault}]
    assert found | {"told_faults": []} == compare(*asked)
    text = run("compare", *asked, f"--told={told}").stdout
    assert words("en")(f"told_fault.{fault}", name=name) in text


def test_a_told_rate_of_more_places_than_any_rate_has_is_refused():
    told = "fee=1,rate=0." + "0" * 45 + "1"
    assert "write two of fee, rate, received" in refused(
        "RU", "AZ", "--send=20000", f"--told={told}", f"--day={DAY}"
    )


@pytest.mark.parametrize("official", ["0.000000000001", "0." + "0" * 40 + "1"])
@pytest.mark.parametrize("option", ["--send=20000", "--receive=400"])
def test_an_absurd_official_rate_is_refused_and_not_a_crash(option, official):
    refused("RU", "AZ", option, f"--day={DAY}", f"--official={official}")


def test_an_option_that_is_not_there_is_refused_without_a_traceback():
    for arguments in (("compare", "RU", "AZ", "--sendd=1"), ("compare", "RU"), ("compare",), ("destroy",)):
        result = run(*arguments)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr


def test_without_a_command_the_help_is_shown():
    result = run("--help")
    assert result.exit_code == 0
    assert "check" in result.stdout
    assert "compare" in result.stdout


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    option=st.sampled_from(["--send", "--currency", "--day", "--told", "--asked", "--official", "--region"]),
    value=st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        st.text("0123456789.,-+eE%=_ \u0660\uff10feratcivd", max_size=20),
    ),
)
def test_whatever_an_option_holds_the_command_answers_or_refuses(option, value):
    usual = {"--send": "20000", "--day": DAY} | {option: value}
    result = run("compare", "RU", "AZ", "--set=teaching", *(f"{k}={v}" for k, v in usual.items()))
    assert result.exit_code in (0, 2)
    assert bool(result.stdout) is (result.exit_code == 0)
    assert bool(result.stderr) is (result.exit_code == 2)


# The check


@pytest.mark.parametrize("name", DATA)
def test_whole_data_ends_with_exit_0_and_the_counts(name):
    result = run("check", f"--data={DATA[name]}")
    assert result.exit_code == 0
    tables = data(name).tables
    last = result.stdout.splitlines()[-1]
    services = [service for provider in tables.providers for service in provider.services]
    tariffs = sum(len(s.tariffs) for s in services) + sum(len(p.tariffs) for p in tables.payouts)
    counts = [len(tables.providers), len(services), tariffs, len(tables.observations)]
    counts += [len(tables.rates), len(tables.sources)]
    assert [int(n) for n in re.findall(r"\d+", last)] == counts


def test_without_a_folder_the_evidence_is_checked():
    assert run("check").stdout == run("check", f"--data={DATA['real']}").stdout


def test_what_is_only_worth_a_look_is_told_and_is_no_fault():
    result = run("check", "--language=en")
    assert result.exit_code == 0
    assert result.stdout.count(words("en").fault("undated_tariff")) > 10


def broken(folder: Path) -> Path:
    """A copy of the teaching set with a slip of every kind."""
    shutil.copytree(DATA["teaching"], folder)

    def change(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    change("providers/bank_a.toml", 'channel = "bank"', 'chanel = "bank"')
    change("providers/app_f.toml", 'country = "RU"', 'country = "RU')
    change("outside.toml", 'kind = "carried"', 'kind = "flown"')
    change("rates.csv", "2026-01-01,USD,1,1.7000,invented", "2026-01-01,USD,1,1.7000")
    change("boards.csv", "day,provider", "day,bank")
    (folder / "regions.toml").write_bytes(b"\xff\xfe")
    (folder / "corridors.toml").write_text("#" * (LARGEST_FILE + 1))
    (folder / "observations" / "new.csv").write_text("provider,service\n")
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_broken_data_ends_with_exit_1_and_every_fault_in_a_sentence_that_helps(tmp_path, language):
    result = run("check", f"--data={broken(tmp_path / 'data')}", f"--language={language}")
    say = words(language)
    assert result.exit_code == 1
    assert "Traceback" not in result.stdout + result.stderr
    said = result.stdout
    for place, sentence in (
        ("providers/bank_a.toml: chanel", say.fault("unknown_field", "channel")),
        ("providers/bank_a.toml: channel", say.fault("missing_field")),
        ("outside.toml: roads.relative.kind", say.fault("not_one_of", "'carried' or 'unlicensed'")),
        ("rates.csv: line 7", say.fault("wrong_columns", "4 / 5")),
        ("boards.csv: line 1, bank", say.fault("unknown_field", "")),
        ("boards.csv: line 2, provider", say.fault("missing_field")),
        ("regions.toml", say.fault("not_utf8", "byte 0")),
        ("corridors.toml", say.fault("too_large")),
    ):
        assert f"{place}: {sentence}" in said
    assert "providers/app_f.toml: " in said
    assert said.splitlines()[0].startswith(str(len(said.splitlines()) - 1))


def test_faults_across_records_are_told_with_their_place(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(DATA["teaching"], folder)
    path = folder / "providers" / "app_e.toml"
    path.write_text(
        path.read_text().replace(
            'source = "invented"\ncurrency = "EUR"', 'source = "hearsay"\ncurrency = "EUR"', 1
        )
    )
    rates = folder / "rates.csv"
    rates.write_text(rates.read_text() + "2027-01-01,USD,1,1.7,invented\n2026-01-01,USD,1,1.8,invented\n")
    result = run("check", f"--data={folder}")
    assert result.exit_code == 1
    say = words("en")
    for place, sentence in (
        ("providers/app_e.toml", say.fault("unknown_source", "hearsay")),
        ("rates.csv: 2027-01-01 USD", say.fault("future_day", "day 2027-01-01")),
        ("rates.csv", say.fault("duplicate", "2026-01-01 USD")),
    ):
        assert f"{place}: {sentence}" in result.stdout


def test_a_folder_that_is_not_there_is_a_fault_of_its_own(tmp_path):
    file = tmp_path / "file"
    file.write_text("")
    for place in (tmp_path / "nowhere", file):
        checked = run("check", f"--data={place}")
        assert checked.exit_code == 1
        assert f"{place.name}: {words('en').fault('missing_folder')}" in checked.stdout
        asked = run("compare", "RU", "AZ", "--send=1", f"--data={place}")
        assert asked.exit_code == 1
        assert asked.stdout == ""
        assert asked.stderr == f"{place.name}: {words('en').fault('missing_folder')}\n"


def test_a_comparison_over_broken_data_says_all_its_faults_and_no_amount(tmp_path):
    folder = broken(tmp_path / "data")
    asked = run("compare", "RU", "AZ", "--send=20000", f"--data={folder}", "--format=json")
    assert asked.exit_code == 1
    assert asked.stdout == ""
    assert "Traceback" not in asked.stderr
    checked = run("check", f"--data={folder}")
    assert sorted(asked.stderr.splitlines()) == sorted(
        line.strip() for line in checked.stdout.splitlines()[1:]
    )


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("sources.toml", b"[[sources", "broken_toml"),
        ("sources.toml", b"\xff", "not_utf8"),
        ("sources.toml", b"x" * 10_000_000, "too_large"),
        ("rates.csv", b"x" * 10_000_000, "too_large"),
        ("rates.csv", b"", "empty_file"),
        ("rates.csv", b'day,currency,nominal,value,source\n"', "broken_csv"),
        ("rates.csv", b"day;currency;nominal;value;source\n", "unknown_field"),
        ("boards.csv", b"a,b\n1,2,3\n", "wrong_columns"),
        ("payouts.toml", b"payouts = 5", "not_a_list"),
        ("regions.toml", b'[[region]]\nid = "x"', "unknown_field"),
    ],
)
def test_one_broken_file_is_named_by_both_commands(tmp_path, name, content, code):
    folder = tmp_path / "data"
    shutil.copytree(DATA["teaching"], folder)
    (folder / name).write_bytes(content)
    known = words("en").fault(code, "{note}").split("{note}")[0]
    for result in (
        run("check", f"--data={folder}"),
        run("compare", "RU", "AZ", "--send=1", f"--data={folder}"),
    ):
        assert result.exit_code == 1
        said = result.stdout + result.stderr
        assert any(name in line and known in line for line in said.splitlines())


# As a real process


def process(*arguments: str, cwd: Path = ROOT, **surroundings: str) -> "subprocess.CompletedProcess[bytes]":
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PULYOLU", "LC_", "LANG"))
    }
    return subprocess.run(
        [sys.executable, "-m", "channels", *arguments],
        cwd=cwd,
        env=kept | {"PYTHONPATH": str(ROOT)} | surroundings,
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_as_a_process_from_any_folder_it_says_the_same(tmp_path):
    arguments = ("compare", "RU", "AZ", "--send=20000", "--set=teaching", f"--day={DAY}", "--format=json")
    done = process(*arguments, cwd=tmp_path, PULYOLU_VAR=str(tmp_path))
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == compare(*arguments[1:-1])
    assert list(tmp_path.iterdir()) == []


def test_as_a_process_it_refuses_with_exit_2_and_one_line(tmp_path):
    done = process("compare", "RU", "AZ", "--send=1e30", PULYOLU_VAR=str(tmp_path))
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1
    assert b"Traceback" not in done.stderr


@pytest.mark.whole
def test_as_a_process_it_checks_with_exit_0_or_1(tmp_path):
    assert process("check", f"--data={DATA['teaching']}").returncode == 0
    done = process("check", f"--data={broken(tmp_path / 'data')}")
    assert done.returncode == 1
    assert b"Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("encoding", sampled(["ascii", "cp1252", "cp1251"]))
def test_a_terminal_that_lacks_our_letters_gets_no_traceback(tmp_path, encoding):
    surroundings = {"PYTHONIOENCODING": encoding, "PULYOLU_VAR": str(tmp_path)}
    arguments = ("compare", "RU", "AZ", "--send=20000", "--set=teaching", f"--day={DAY}", "--language=az")
    done = process(*arguments, **surroundings)
    assert done.returncode == 0
    assert b"384" in done.stdout
    assert done.stderr == b""


def test_the_codes_of_the_answer_are_the_designs():
    assert list(Channel) == ["bank", "post_office", "transfer_system", "digital"]
    assert list(InformalKind) == ["carried", "unlicensed"]
    assert list(Basis) == ["exact", "interpolated", "estimate"]
    assert list(Grade) == ["current", "ageing", "historical"]
    assert list(Status) == ["operating", "not_confirmed", "stopped", "suspended"]
    assert list(Evidence) == ["observed", "published", "surveyed", "told", "estimate"]


# Gaps


def test_the_gaps_are_told_in_their_order_with_who_decides():
    result = run("gaps", "--day=2026-11-21", "--language=en")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert "2021" in lines[0]
    assert "49.4%" in result.stdout
    assert all("Decision-maker" in line for line in lines[1::2])


def test_the_gaps_as_json_carry_exact_figures_and_every_source_that_they_cite():
    found = json.loads(run("gaps", "--format=json", "--day=2026-11-21").stdout)
    assert found["day"] == "2026-11-21"
    by_id = {gap["id"]: gap for gap in found["gaps"]}
    assert by_id["least_fee_out"]["value_most"] == "30"
    assert by_id["account_gap.women"]["distance"] == "20.8"
    assert by_id["account_gap.women"]["sample"] == 1000
    assert by_id["account_gap.women"]["design_effect"] is None
    assert by_id["really_paid"]["value"] is None
    assert len(found["requirements"]) == 12
    rule = by_id["rule.monthly_limit"]
    assert (rule["since"], rule["day"]) == ("2023-08-09", "2023-08-09")
    assert by_id["rule.levy_abroad"]["since"] is None
    cited = {source for gap in found["gaps"] for source in gap["sources"]}
    assert cited == {source["id"] for source in found["sources"]}


def test_the_invented_market_has_no_gaps_and_bad_words_are_refused():
    assert json.loads(run("gaps", "--set=teaching", "--format=json").stdout)["gaps"] == []
    assert "invented" in run("gaps", "--set=teaching", "--language=en").stdout
    for option in ("--format=xml", "--language=tr", "--day=tomorrow", "--set=both"):
        assert run("gaps", option).exit_code == 2
