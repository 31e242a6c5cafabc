"""Forms out, answers in, results: as a clerk types it, on a database of its own."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from channels.__main__ import app
from channels.readers.kobo import read
from channels.readers.xforms import as_xform
from channels.records.entries import Clash
from channels.records.people import identity
from channels.records.replies import Reply
from channels.store import price_entries, replies
from channels.store.engine import address, open_store
from channels.terms import Stage
from components.i18n import LANGUAGES, words
from tests.channels.readers.test_kobo import a_price, a_row, told_by
from tests.support.lanes import sampled
from tests.support.submissions import DATA, as_csv, as_xlsx, forms, labelled, submitted

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


def run(*arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == code, (done.output, done.exception)
    return done.output if code == 0 else done.stderr


def the_store(room: Path):
    return open_store(address({"PULYOLU_VAR": str(room / "var")}))


def a_file(room: Path, rows, name: str = "round.csv") -> str:
    file = room / name
    file.write_bytes(as_xlsx(rows) if name.endswith("x") else as_csv(rows))
    return str(file)


# Forms out


@pytest.mark.parametrize("name", sampled(["price", "survey"]))
def test_a_form_is_written_that_phones_understand(room, name):
    for language in LANGUAGES:
        told = run("export", "xlsform", name, "--dir", str(room / "new" / "folder"), "--language", language)
        assert str(room / "new" / "folder" / f"pulyolu_{name}.xlsx") in told
    assert "<h:html" in as_xform((room / "new" / "folder" / f"pulyolu_{name}.xlsx").read_bytes())


def test_a_form_that_there_is_not_is_refused_with_those_that_there_are():
    assert run("export", "xlsform", "riddle", code=2).strip() == (
        "There is no form riddle. Known: price, survey."
    )


def test_a_form_that_a_clerk_broke_is_refused_and_nothing_is_written(room):
    folder = room / "data"
    folder.mkdir()
    for path in DATA.iterdir():
        if path.name != "forms":
            (folder / path.name).symlink_to(path)
    (folder / "forms").mkdir()
    for path in (DATA / "forms").iterdir():
        broken = path.read_text().replace('relevant = "${covered} =', 'relevant = "${covered =')
        (folder / "forms" / path.name).write_text(broken)
    told = run("export", "xlsform", "price", "--dir", str(room), "--data", str(folder), code=1)
    assert told.startswith("The form price was not written: ")
    assert not list(room.glob("*.xlsx"))


def test_a_folder_that_cannot_be_is_refused(room):
    (room / "file").write_text("")
    assert "Choose another folder" in run("export", "xlsform", "price", "--dir", str(room / "file"), code=2)


# Prices in


def test_a_price_typed_on_a_phone_comes_to_the_reader_once(room):
    file = a_file(room, [a_row("1"), a_row("2") | {"price/fee": "about 5"}])
    told = run("import", "kobo", file)
    assert told.splitlines()[:2] == [
        "round.csv (Price of a transfer): 2 rows. New: 1. Already present: 0. Rejected: 1.",
        "  row 3, fee: This is not a number: about 5. Write it as 1234.56, without spaces.",
    ]
    assert "New: 0. Already present: 1. Rejected: 1." in run("import", "kobo", file)
    again = a_file(room, [labelled("price", a_row("1"), "az")], "again.xlsx")
    assert "New: 0. Already present: 1. Rejected: 0." in run("import", "kobo", again)
    store = the_store(room)
    (kept,) = price_entries.kept(store)
    assert kept.entry == a_price()
    assert kept.by == "leyla@example.org"
    with pytest.raises(price_entries.StepRefused):
        price_entries.confirm(store, kept.id, by="leyla@example.org", now=NOW)
    price_entries.confirm(store, kept.id, by="other@example.org", now=NOW)
    (done,) = price_entries.publish(store, [kept.id], by="other@example.org", now=NOW)
    assert done.stage is Stage.PUBLISHED
    seen = done.entry.observation("a_round")
    assert (seen.provider, seen.observed, str(seen.rate)) == ("paysend", date(2026, 11, 20), "0.0192")
    assert "Already present: 1" in run("import", "kobo", file)
    store.dispose()


def test_neither_the_collector_nor_who_loads_the_file_checks_a_price(room):
    file = a_file(room, [a_row("1", collector="Leyla")])
    run("import", "kobo", file, "--by", "Leyla@Example.org")
    store = the_store(room)
    (kept,) = price_entries.kept(store)
    assert (kept.by, kept.own_of, kept.stage) == (
        "Leyla",
        (identity("Leyla"), "leyla@example.org"),
        Stage.ENTERED,
    )
    for own in kept.own_of:
        with pytest.raises(price_entries.StepRefused) as stop:
            price_entries.confirm(store, kept.id, by=own, now=NOW)
        assert stop.value.fault == "own"
    assert price_entries.confirm(store, kept.id, by="murad@example.org", now=NOW).stage is Stage.CONFIRMED
    said = {(line.who, line.what) for line in price_entries.history(store)}
    assert {("Leyla", "entry.draft"), ("Leyla@Example.org", "entry.entered")} <= said
    store.dispose()


@pytest.mark.whole
def test_a_submission_that_was_changed_since_is_named(room):
    run("import", "kobo", a_file(room, [a_row("1")]))
    told = run("import", "kobo", a_file(room, [a_row("1") | {"price/fee": "5"}]))
    assert "row 2: This record was imported before with different answers." in told
    store = the_store(room)
    assert [kept.entry.fee for kept in price_entries.kept(store)] == [99]
    store.dispose()


UNUSUAL = {"fee": "fee_high", "received": "too_much", "rate": "rate_off"}


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_an_unusual_price_is_taken_only_with_a_remark_that_says_why(room, language):
    dear = {"price/fee": "9000", "price/received": "900"}
    rows = [a_row("1") | dear, a_row("2") | dear | {"proof/remark": "it stands on the board"}]
    told = run("import", "kobo", a_file(room, rows), "--language", language).splitlines()
    say = words(language)
    # What arrives says another rate than the one told: that is unusual too.
    why = {name: say.fault(code) for name, code in UNUSUAL.items()}
    assert set(told[1:]) == {
        "  " + say("cli.kobo_cell", row=2, where=where, why=said) for where, said in why.items()
    }
    store = the_store(room)
    assert [kept.entry.remark for kept in price_entries.kept(store)] == ["it stands on the board"]
    store.dispose()


def test_a_rate_far_off_is_told_beside_the_question_that_gave_it(room):
    rows = [
        a_row("1") | {"price/rate": "0.05"},
        a_row("2") | {"price/rate": "", "price/received": "1000"},
    ]
    told = run("import", "kobo", a_file(room, rows))
    assert "row 2, rate: The rate is more than 10 percent off the official rate" in told
    assert "row 3, received: The rate is more than 10 percent off the official rate" in told
    assert "New: 0. Already present: 0. Rejected: 2." in told


def test_what_was_taken_once_is_not_asked_about_again(room):
    file = Path(a_file(room, [a_row("1") | {"price/fee": "9000"}]))
    (line,) = read(file, [*forms().values()]).filled
    store = the_store(room)
    price_entries.add(store, a_price(fee=9_000), by="leyla@example.org", now=NOW, origin=line.origin)
    store.dispose()
    assert "New: 0. Already present: 1. Rejected: 0." in run("import", "kobo", str(file))


@pytest.mark.whole
def test_a_day_to_come_and_a_name_without_end_are_named(room):
    rows = [
        a_row("1") | {"visit/collected": "2099-01-01"},
        a_row("2") | {"visit/collector": "x" * 300},
        a_row("3", covered="OK", photo="a.jpg") | {"Odd": "=1+1"},
    ]
    told = run("import", "kobo", a_file(room, rows))
    assert "row 2, collected: This day has not come yet: 2099-01-01" in told
    assert "row 3, collector: This text is too long." in told
    assert "Columns not in the form, ignored: Odd" in told
    assert "Photos that stay in KoboToolbox: 1." in told


def test_the_same_as_json_for_a_script(room):
    file = a_file(room, [a_row("1"), a_row("2") | {"road/corridor": "XX"}])
    found = json.loads(run("import", "kobo", file, "--format", "json"))
    assert {name: found[name] for name in ("form", "rows", "added", "known")} == {
        "form": "price", "rows": 2, "added": 1, "known": 0,
    }  # fmt: skip
    assert found["refused"][0]["row"] == 3
    assert found["refused"][0]["faults"][0] == {"where": "corridor", "code": "unknown_choice", "note": "XX"}


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_every_reason_is_told_in_three_languages(room, language):
    rows = [a_row("1") | {"road/corridor": "XX", "receipt/regions": "?"}, a_row("1") | {"price/fee": "x"}]
    told = run("import", "kobo", a_file(room, rows), "--language", language)
    assert len(told.splitlines()) == 4


CLASHES = [
    ("pays_missing", {"price/pays": ""}),
    ("amount_missing", {"price/amount": "", "price/received": "380"}),
    ("no_figure", {"price/amount": ""}),
    ("no_price", {"road/answer": "refused"}),
    ("minutes_order", {"receipt/minutes_least": "9", "receipt/minutes_most": "5"}),
    ("said_later", {"days/quoted": "2026-11-21"}),
    ("rate_impossible", {"price/rate": "", "price/amount": "1000000000", "price/received": "0.01"}),
    ("days_order", {"days/quoted": "2026-11-20", "days/valid_until": "2026-11-19"}),
]


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_figures_that_do_not_fit_are_told_in_the_readers_language(room, language):
    assert {code for code, _ in CLASHES} == set(Clash)
    rows = [a_row(str(number)) | changes for number, (_, changes) in enumerate(CLASHES)]
    told = run("import", "kobo", a_file(room, rows), "--language", language).splitlines()
    say = words(language)
    assert told[1:] == [
        "  " + say("cli.kobo_row", row=row, why=say.fault(code))
        for row, (code, _) in enumerate(CLASHES, start=2)
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"a;b\r\n1;2\r\n", "the columns do not match any known form"), (b"", "the file is empty")],
)
def test_a_file_of_another_kind_is_refused(room, content, said):
    (room / "a.csv").write_bytes(content)
    assert said in run("import", "kobo", str(room / "a.csv"), code=1)


def test_a_setting_is_for_the_survey_alone(room):
    file = a_file(room, [a_row("1")])
    assert "--setting is for the survey" in run("import", "kobo", file, "--setting", "branch", code=2)
    assert "--setting: somewhere is not known" in run(
        "import", "kobo", file, "--setting", "somewhere", code=2
    )
    assert "--frame: x is not known" in run("import", "kobo", file, "--frame", "x", code=2)


def test_a_database_that_cannot_be_used_is_told(room, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "riddle://x")
    assert "DATABASE_URL" in run("import", "kobo", a_file(room, [a_row("1")]), code=2)
    assert "DATABASE_URL" in run("survey", code=2)


# The survey


def answers(number: int, **fields) -> list[dict[str, str]]:
    plain = {
        "group": "recipient", "setting": "household", "day": date(2026, 9, 4), "country": "RU",
        "channel": "bank", "amount": 10_000, "currency": "RUB", "fee": 100, "received": 195, "pays": "AZN",
        "of_ten": 3, "sex": "woman", "region": "baku",
    }  # fmt: skip
    reply = Reply(**(plain | fields))
    return [submitted("survey", told_by(reply), f"{fields}{n}") for n in range(number)]


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_without_answers_nothing_is_shown(language):
    assert len(run("survey", "--language", language).splitlines()) == 1


def test_the_survey_from_the_phones_to_its_results(room):
    rows = [row for way in ("bank", "post_office", "transfer_system", "digital", "another_way")
            for sex in ("woman", "man") for row in answers(40, channel=way, sex=sex)]  # fmt: skip
    rows.append(submitted("survey", {"consent": "no"}, "no"))
    file = a_file(room, rows)
    told = run("import", "kobo", file)
    assert "401 rows. New: 400. Already present: 0. Rejected: 1." in told
    assert "row 402, consent: No consent was given" in told
    assert "New: 0. Already present: 400. Rejected: 1." in run("import", "kobo", file)
    said = run("survey")
    assert "People in Azerbaijan who get money from abroad: of those asked" in said
    assert "Woman (answers: 200): Bank 20.0%; Post 20.0%;" in said
    assert "30.0% move money outside banks" in said
    assert "Russia to Azerbaijan: people paid" in said
    assert "Listed prices:" in said or "no listed price" in said
    found = json.loads(run("survey", "--format", "json"))
    assert found["kept"] == 400
    assert found["roads"][0]["rows"][0]["shares"]["another_way"] == "20.0000"
    assert found["outside"][0]["share"] == "30.0000"
    for language in LANGUAGES:
        assert len(run("survey", "--language", language).splitlines()) == len(said.splitlines())


@pytest.mark.whole
def test_a_round_from_a_branch_says_nothing_of_roads(room):
    rows = answers(60)
    run("import", "kobo", a_file(room, rows), "--setting", "branch", "--by", "Leyla")
    found = json.loads(run("survey", "--format", "json"))
    assert (found["roads"], found["outside"]) == ([], [])
    assert found["elsewhere"]
    assert found["realised"][0]["corridor"] == "RU-AZ"
    store = the_store(room)
    assert {reply.setting for reply in replies.kept(store)} == {"branch"}
    assert price_entries.history(store)[0].who == "Leyla"
    store.dispose()
    told = run("import", "kobo", a_file(room, rows))
    assert "Rejected: 60" in told
