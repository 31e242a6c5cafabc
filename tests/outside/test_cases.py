"""Inputs on which the product, or another tool of its kind, once went wrong: each stands for a kind of fault.

What was wrong with each is told beside it. The files are made here, and their figures are invented.
"""

import asyncio
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import httpx
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from channels.__main__ import app
from channels.amounts import Misread
from channels.compare.query import InvalidQuery, Options, question
from channels.dataset.loading import load
from channels.dataset.locations import ROOT
from channels.money import plain
from channels.records.replies import Group, Reply, Sex
from channels.store import official_rates, price_entries, replies
from channels.store.engine import address, open_store
from channels.terms import Stage
from components.i18n import LANGUAGES, words
from components.light import first_answer
from components.light import form as light_form
from components.light import page as light_page
from server.middleware.rate_limit import Bucket
from server.routes.api import api
from tests.channels.readers.test_kobo import a_row, told_by
from tests.components.widgets.test_inputs import app as opened
from tests.components.widgets.test_inputs import form
from tests.support.examples import costly
from tests.support.lanes import sampled
from tests.support.publishers import comparison, nobody, outside, quote, says, sheet
from tests.support.submissions import as_csv, as_xlsx, labelled, submitted

DATA = load(ROOT / "data")
TODAY = date(2026, 11, 30)
NOW = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)
EACH = pytest.mark.parametrize("language", sampled(["ru", "az", "en"]))


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("PULYOLU_NOW", "2026-11-30T12:00")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


def run(*arguments: str, code: int | None = 0) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert code is None or done.exit_code == code, done.output
    return done.output


def asked(query: str) -> tuple[int, dict]:
    """What the JSON route answers."""
    route = api(lambda name: DATA, lambda: TODAY, Bucket(0))

    async def ask():
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=route), base_url="http://x") as client:
            return await client.get(f"/compare?{query}")

    answer = asyncio.run(ask())
    return answer.status_code, answer.json()


# One reader of amounts


WRITTEN = [
    "20000", "20 000", "20.000", "20,000", "1,234", "1.234", "1.234,5", "1,234.5", "50 00", "2 0000", "2e2",
    "20 000 ₽", "20000 руб", "200 manat", "$500", "\u200e20\u00a0000\u200b", "20.000,50", "0.5", "-5", "0",
    "1e30", "abc", "20 000.000", "20²", "1.234.567", "999999999999", "0,001",
]  # fmt: skip


def light(language: str, text: str) -> object:
    address = {"sending": "RU", "send": text, "currency": "RUB"}
    return light_form.read(address, DATA, words(language), TODAY).amount


def command(language: str, text: str) -> object:
    options = Options("RU", "AZ", send=text)
    try:
        return question(options, DATA, TODAY, words(language)).transfer.send
    except InvalidQuery as fault:
        return fault


@EACH
@pytest.mark.parametrize("text", WRITTEN, ids=ascii)
def test_every_place_reads_an_amount_the_same_or_asks_it_back(language, text):
    # 5, 8, 10, 17: three readers of amounts, whose answers differed.
    page, typed = light(language, text), command(language, text)
    if isinstance(page, Misread):
        assert isinstance(typed, InvalidQuery)
        assert (typed.code == "ambiguous_amount") is (page.fault == "ambiguous")
    else:
        assert typed == page
    query = httpx.QueryParams({"sending": "RU", "receiving": "AZ", "send": text, "language": language})
    status, answer = asked(str(query))
    assert status == (400 if isinstance(page, Misread) else 200)
    if status == 200:
        assert Decimal(answer["transfer"]["send"]) == page


@EACH
def test_a_field_of_the_dashboard_reads_what_every_place_reads(language):
    page = opened(form, "real", language)
    for text in WRITTEN:
        page.text_input[0].set_value(text).run()
        assert not page.exception
        typed, read = command(language, text), page.session_state["result"]
        if isinstance(typed, InvalidQuery):
            assert read is None, text
            assert page.warning, text
        else:
            assert read.transfer.send == typed, text


def links_in(markup: str) -> list[dict[str, str]]:
    """What stands in every link of a page behind its question mark."""
    found = re.findall(r'href="([^"]*)"', markup)
    return [dict(parse_qsl(unescape(link).partition("?")[2])) for link in found]


@EACH
@pytest.mark.parametrize("wants", ["send", "receive"])
def test_every_link_of_a_page_is_read_in_every_language_as_it_is_meant(language, wants):
    """Also where the amount was not read: then a link has none, or one of the two that are offered."""
    for text in WRITTEN:
        asked = {"sending": "RU", wants: text, "lang": language}
        read = light_form.read(asked, DATA, words(language), TODAY).amount
        meant = set(read.choices) if isinstance(read, Misread) else {read}
        pages = light_page.page(asked, DATA, words(language), TODAY, facts=DATA)
        pages += first_answer.markup(asked, DATA, words(language), TODAY, facts=DATA)
        written = [link[wants] for link in links_in(pages) if link.get("sending") == "RU" and wants in link]
        for amount in written:
            for other in LANGUAGES:
                again = light_form.read({"sending": "RU", wants: amount}, DATA, words(other), TODAY).amount
                assert again in meant, (text, amount, other)
        assert written or isinstance(read, Misread), text


SIGNS = "0123456789.,  '-+eE₽$₼" + "\u00a0\u200b\u2212"


@given(
    text=st.text(SIGNS, max_size=40) | st.text(max_size=12),
    language=st.sampled_from(LANGUAGES),
    send=st.decimals("0.01", "999999999", places=2),
)
@costly()
def test_whatever_is_written_two_places_never_read_two_amounts(text, language, send):
    page, typed = light(language, text), command(language, text)
    assert typed == page or (isinstance(page, Misread) and isinstance(typed, InvalidQuery))
    # And what the page writes, in a field, beside a currency or in a link, every place reads as the same.
    say = words(language)
    for written in (say.number(send), say.field(send), f"{say.number(send)} RUB", f"{send:f}", plain(send)):
        assert light(language, written) == command(language, written) == send


def test_a_page_of_another_site_may_ask_the_json_route_and_nothing_else():
    # Partners' pages got no answer: there was no Access-Control-Allow-Origin.
    async def ask(method: str, path: str):
        route = api(lambda name: DATA, lambda: TODAY, Bucket(0))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=route), base_url="http://x") as client:
            return await client.request(method, path)

    for path in ("/compare?sending=RU&receiving=AZ&send=200", "/compare?send=x", "/openapi.json", "/none"):
        assert asyncio.run(ask("GET", path)).headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-origin" not in asyncio.run(ask("POST", "/compare")).headers


def dashboard(**address: str) -> AppTest:
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, code in address.items():
        page.query_params[name] = code
    page.run()
    assert not page.exception
    return page


def held(page: AppTest, name: str) -> str | None:
    found = page.query_params.get(name)
    return found[0] if isinstance(found, list) else found


@pytest.mark.parametrize(("language", "text"), [("ru", "50 000 ₽"), ("ru", "50 000"), ("az", "50.000")])
def test_the_dashboard_reads_its_address_as_its_fields(language, text):
    # 10: the default 20 000 stood in the field and was written into the address.
    page = dashboard(lang=language, sending="RU", send=text)
    assert held(page, "send") == "50000"
    assert page.text_input(key=f"send.RUB.{language}").value == words(language).number(Decimal(50_000))


def test_an_amount_that_was_not_understood_is_asked_back_and_written_nowhere():
    # 6: the light page asked "50 or 50 000?", and its own link to the full page said 50.
    page = dashboard(lang="ru", sending="RU", send="50.000")
    assert held(page, "send") is None
    assert words("ru")("amount.ambiguous") in [warning.value for warning in page.warning]
    page = dashboard(lang="ru", sending="RU", receive="50.000")
    assert (held(page, "receive"), held(page, "ask")) == (None, "receive")


def test_both_readings_are_named_where_nobody_can_be_asked():
    # 5: 20 roubles without a word.
    done = CliRunner().invoke(app, ["compare", "RU", "AZ", "--send", "20.000"])
    assert done.exit_code == 2
    assert "20.000 can be read as 20 or as 20000" in done.stderr
    status, answer = asked("sending=RU&receiving=AZ&send=20.000")
    assert (status, answer["code"]) == (400, "ambiguous_amount")
    assert "20 or as 20000" in answer["error"]


# Codes in an address


@EACH
@pytest.mark.parametrize("code", sampled(["BY", "UK", "zz", "<b>"], kept=2))
def test_a_country_that_a_link_names_in_vain_is_said_and_its_amount_left(language, code):
    # 9: 200 pounds became 200 roubles.
    page = dashboard(lang=language, sending=code, send="200")
    said = [warning.value for warning in page.warning]
    if code == "UK":
        assert held(page, "sending") == "GB"
        return
    assert any(code.strip("<>") in line for line in said), said
    assert held(page, "send") == "20000"
    page.selectbox(key="sending").set_value("TR").run()
    assert not [warning for warning in page.warning if code in warning.value]


@pytest.mark.parametrize(("code", "known"), [("tr", "TR"), ("uk", "GB"), ("UK", "GB"), (" de ", "DE")])
def test_codes_are_taken_however_they_are_written(code, known):
    assert held(dashboard(lang="en", sending=code, send="200"), "sending") == known
    assert light_form.read({"sending": code}, DATA, words("en"), TODAY).corridor.sending == known
    status, answer = asked(str(httpx.QueryParams({"sending": code, "receiving": "AZ", "send": "200"})))
    assert (status, answer["transfer"]["sending"]) == (200, known)


def test_a_currency_that_a_link_names_in_vain_is_said():
    page = dashboard(lang="en", sending="RU", currency="GBP", send="200")
    said = [warning.value.replace("\\", "") for warning in page.warning]
    assert words("en")("link.unknown_currency", code="GBP") in said
    assert held(page, "send") == "20000"


# Tables as people save them


def price(uuid: str = "1", **more: str) -> dict[str, str]:
    return a_row(uuid) | more


def taken(file: Path) -> dict:
    return json.loads(run("import", "kobo", str(file), "--format", "json"))


def saved(folder: Path, content: bytes, name: str = "saved.csv") -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("cell", ["20.000", "20,000"])
def test_an_amount_with_two_readings_in_a_file_is_refused_by_its_cell(folder, cell):
    # 7: taken as 20 roubles.
    found = taken(saved(folder, as_csv([price(**{"price/amount": cell})])))
    assert (found["added"], found["refused"]) == (
        0, [{"row": 2, "faults": [{"where": "amount", "code": "ambiguous_number", "note": cell}]}],
    )  # fmt: skip


@EACH
def test_an_amount_finer_than_its_coin_or_with_an_exponent_is_refused_by_its_row_alone(folder, language):
    # 20000.999 and 1e2 were taken, on the phone and here.
    rows = [price(str(n), **{"price/amount": cell}) for n, cell in enumerate(("20000.999", "1e2", "20000"))]
    file, say = saved(folder, as_csv(rows)), words(language)
    told = run("import", "kobo", str(file), "--language", language)
    for row, code, note in ((2, "too_fine", "20000.999"), (3, "not_a_number", "1e2")):
        assert say("cli.kobo_cell", row=row, where="amount", why=say.fault(code, note)) in told
    assert taken(file)["known"] == 1


@pytest.mark.parametrize("delimiter", sampled([";", ",", "\t"]))
@pytest.mark.parametrize("first", ["", "sep={}\r\n", "A title\r\n\r\n", "A title{}{}\r\nof 20 November\r\n"])
def test_a_table_is_read_however_it_was_saved(folder, delimiter, first):
    # 14: a line `sep=;` or a title lost the whole file.
    text = as_csv([price()], delimiter).decode("utf-8-sig")
    above = first.replace("{}", delimiter)
    for bom in ("", "\ufeff"):
        found = taken(saved(folder, (bom + above + text).encode()))
        assert found["added"] + found["known"] == 1
        assert not found["refused"]


@pytest.mark.parametrize("before", sampled([19, 0, 1]))
def test_the_heads_are_looked_for_in_the_first_twenty_rows_of_every_sheet(folder, before):
    row = price()
    file = folder / "titled.xlsx"
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("Read me").write(0, 0, "What this is")
        sheet = book.add_worksheet("answers")
        for above in range(before):
            sheet.write(above, 0, "A title")
        sheet.write_row(before, 0, list(row))
        sheet.write_row(before + 1, 0, list(row.values()))
    assert taken(file)["added"] == 1


def test_of_two_sheets_with_answers_none_is_lost_without_a_word(folder):
    file = folder / "two.xlsx"
    with xlsxwriter.Workbook(file) as book:
        for number in ("1", "2"):
            sheet = book.add_worksheet(number)
            sheet.write_row(0, 0, list(price()))
            sheet.write_row(1, 0, list(price(number).values()))
    assert "more than one sheet" in CliRunner().invoke(app, ["import", "kobo", str(file)]).stderr


def test_decimal_commas_and_dotted_days_are_read_where_the_file_makes_them_plain(folder):
    row = price(**{"price/fee": "99,50", "price/rate": "0,0192", "visit/collected": "20.11.2026"})
    assert taken(saved(folder, as_csv([row], ";")))["added"] == 1
    store = open_store(address({"PULYOLU_VAR": str(folder / "var")}))
    (kept,) = price_entries.kept(store)
    assert (kept.entry.fee, kept.entry.rate) == (Decimal("99.5"), Decimal("0.0192"))
    assert kept.entry.collected == date(2026, 11, 20)
    store.dispose()
    found = taken(saved(folder, as_csv([row | {"_uuid": "other"}], ",")))
    assert {fault["where"] for fault in found["refused"][0]["faults"]} >= {"fee", "rate", "collected"}


# A person counts once


@pytest.mark.parametrize("root", sampled([True, False]))
def test_an_edited_price_is_a_correction(folder, root):
    # 1: an edited submission became a second price.
    before = price(_uuid="u1", _id="501") | ({"meta/rootUuid": "uuid:u1"} if root else {})
    after = before | {"_uuid": "u2", "price/fee": "120"}
    first, second = saved(folder, as_csv([before])), saved(folder, as_csv([after]), "after.csv")
    counts = ("added", "known", "corrected")
    expected = [(first, (1, 0, 0)), (second, (0, 0, 1)), (second, (0, 1, 0)), (first, (0, 1, 0))]
    for file, numbers in expected:
        found = taken(file)
        assert tuple(found[name] for name in counts) == numbers
    store = open_store(address({"PULYOLU_VAR": str(folder / "var")}))
    old, new = sorted(price_entries.kept(store), key=lambda one: one.supersedes is not None)
    assert (old.stage, new.stage, new.supersedes) == (Stage.SUPERSEDED, Stage.ENTERED, old.id)
    assert new.entry.fee == 120
    store.dispose()
    # Edited back: another correction, and no price of before.
    again = before | {"_uuid": "u3", "price/fee": "121"}
    assert taken(saved(folder, as_csv([again])))["corrected"] == 1


@pytest.mark.parametrize("root", sampled([True, False]))
def test_an_edited_answer_to_the_survey_counts_one_person(folder, root):
    said = told_by(Reply(group=Group.RECIPIENT, country="RU", sex=Sex.WOMAN))
    before = submitted("survey", said, "1") | {"_uuid": "u1"} | ({"meta/rootUuid": "u1"} if root else {})
    sex = next(name for name in before if name.rpartition("/")[2] == "sex")
    after = before | {"_uuid": "u2", sex: "man"}
    first, second = saved(folder, as_csv([before])), saved(folder, as_csv([after]), "after.csv")
    assert taken(first)["added"] == 1
    assert taken(second)["corrected"] == 1
    assert taken(second)["known"] == 1
    store = open_store(address({"PULYOLU_VAR": str(folder / "var")}))
    assert [reply.sex for reply in replies.kept(store)] == ["man"]
    store.dispose()


COUNTS = ("added", "known", "corrected")


def counted(file: Path) -> tuple[int, ...]:
    found = taken(file)
    assert found["refused"] == []
    return tuple(found[name] for name in COUNTS)


def test_an_export_that_comes_again_or_in_parts_counts_nobody_twice(folder):
    rows = [price(str(number)) for number in range(4)]
    for number, row in enumerate(rows):
        row["price/fee"] = str(100 + number)
    assert counted(saved(folder, as_csv(rows[:2]), "part1.csv")) == (2, 0, 0)
    assert counted(saved(folder, as_csv(rows[1:]), "part2.csv")) == (2, 1, 0)
    assert counted(saved(folder, as_xlsx(rows), "whole.xlsx")) == (0, 4, 0)
    assert counted(saved(folder, as_csv([labelled("price", row, "az") for row in rows], ","))) == (0, 4, 0)


@pytest.mark.parametrize("moment", sampled([None, "2026-11-20T06:21:00", "2026-11-20 06:21:00"]))
def test_an_edit_is_known_by_its_number_also_in_a_workbook(folder, moment):
    # A workbook keeps the moment of sending as a day and an hour: the edit was a second price.
    before = price(_uuid="u1", _id="501")
    after = before | {"_uuid": "u2", "price/fee": "120"}
    assert counted(saved(folder, as_csv([before]))) == (1, 0, 0)
    file = folder / "after.xlsx"
    with xlsxwriter.Workbook(file, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, list(after))
        for column, (name, cell) in enumerate(after.items()):
            if name != "_submission_time" or moment:
                page.write(1, column, moment if name == "_submission_time" else cell)
            else:
                page.write_datetime(1, column, datetime.fromisoformat(cell))
    assert counted(file) == (0, 0, 1)
    assert counted(file) == (0, 1, 0)


def test_a_submission_is_one_in_exports_of_both_versions_of_a_form(folder):
    """The form before had no questions of these; KoboToolbox heads them in every export of all versions."""
    now = price("1")
    before = {head: cell for head, cell in now.items() if cell or head.startswith("_")}
    assert len(before) < len(now)
    assert counted(saved(folder, as_csv([before | {"__version__": "v1"}]))) == (1, 0, 0)
    assert counted(saved(folder, as_csv([now | {"__version__": "v2"}]), "all.csv")) == (0, 1, 0)


def test_a_submission_that_stands_twice_in_a_file_is_told(folder):
    rows = [price(_uuid="u1", _id="7"), price(**{"_uuid": "u2", "_id": "7", "price/fee": "120"})]
    found = taken(saved(folder, as_csv(rows)))
    assert (found["added"], found["refused"][0]["faults"][0]["code"]) == (1, "duplicate")


# One odd row never loses the good ones


@pytest.mark.parametrize(
    "odd", [{"rate": None}, {"dateCollected": None}, {"receivedAmount": 999}, {"fee": 250}]
)
def test_an_odd_price_of_another_firm_is_told_by_name_and_loses_no_other(folder, monkeypatch, odd):
    # 16: one odd provider lost all the others' prices, or was kept without a mark.
    answer = json.loads(comparison(quote()))
    other = {"alias": "odd", "name": "Odd Sender", "quotes": [quote(**odd)]}
    answer["providers"].append(other)
    with outside() as found:
        found.play(says(json.dumps(answer)))
        monkeypatch.setenv("PULYOLU_CONTACT", "keeper@example.org")
        monkeypatch.setenv("PULYOLU_FRANKFURTER_URL", nobody())
        monkeypatch.setenv("PULYOLU_WISE_URL", f"{found.address}/v4/comparisons")
        said = run("refresh", "wise", "DE", "AZ", "--send", "200")
    assert "1 price" in said
    assert "Not taken: Odd Sender." in said


# A rate from outside: one rule


def test_a_rate_that_is_typed_is_judged_by_one_rule_in_every_place():
    # 11: 38,515 manat and "fresh" for a point in the wrong place; both pages refused it.
    held = {}
    for value in ("0.0196", "0.0192", "0.0176", "0.021", "0.025", "0.03", "0.1", "1.96", "0.000196"):
        per_hundred = plain(Decimal(value) * 100)
        page = light_form.read({"sending": "RU", "official.RUB": per_hundred}, DATA, words("en"), TODAY)
        assert page.official is not None
        try:
            question(Options("RU", "AZ", send="20000", official=value), DATA, TODAY, words("en"))
        except InvalidQuery as fault:
            assert fault.code == "far_official"
            held[value] = fault.code
        status, answer = asked(f"sending=RU&receiving=AZ&send=20000&official={value}")
        assert (status, answer.get("code")) == ((400, held[value]) if value in held else (200, None))
        assert (page.official.rate is None) is (value in held), value
    assert {"1.96", "0.000196", "0.1"} <= set(held)
    assert "0.0196" not in held
    done = CliRunner().invoke(app, ["compare", "RU", "AZ", "--send", "20000", "--official", "1.96"])
    assert (done.exit_code, "1.96" in done.stderr) == (2, True)


# A rate from outside stands on the desk


def test_a_rate_that_was_held_back_waits_for_a_second_person_once(folder, monkeypatch):
    # 2: "100 roubles = 195.79 manat", fresh, and 38,474 manat arrived.
    far = sheet(TODAY, {"USD": ("1", "1.7"), "RUB": ("1", "1.9579")})
    with outside() as found:
        found.play(says(far))
        monkeypatch.setenv("PULYOLU_CBAR_URL", found.address)
        for _ in range(2):
            assert "RUB" in run("refresh", "cbar", "--format", "json")
    store = open_store(address({"PULYOLU_VAR": str(folder / "var")}))
    (waits,) = official_rates.kept(store)
    assert (waits.rate.currency, waits.rate.value, waits.stage) == ("RUB", Decimal("1.9579"), Stage.ENTERED)
    assert not waits.is_own_of("leyla@example.org")
    official_rates.send_back(store, waits.id, reason="a point was lost", by="leyla", now=NOW)
    store.dispose()
