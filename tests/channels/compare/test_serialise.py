"""A comparison as JSON, CSV and a workbook: every key, exact amounts, sources beside them, safe to open."""

import csv
import io
import json
import shutil
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.compare.comparison import Comparison, compare
from channels.compare.serialise import as_csv, as_document, as_json, as_workbook, cited, rows
from channels.dataset.dataset import Dataset
from channels.dataset.loading import load
from channels.pricing.reader_quote import ReaderQuote
from channels.pricing.routes import Transfer
from channels.records.base import LocalText
from channels.records.policy import Register
from tests.components.pages.recipient.test_cards import a_business, a_dataset
from tests.support.builders import DAY as MADE_ON
from tests.support.builders import SOURCE, a_route, a_service, a_transfer, an_observation
from tests.support.datasets import teaching, with_ecb
from tests.support.examples import costly

ROOT = Path(__file__).parents[3]
TEACHING = ROOT / "data" / "teaching"
DAY = date(2026, 11, 21)
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULA = "=cmd|' /C calc'!A0"
FORMULAS = (FORMULA, "+1+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0")

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


@cache
def real() -> Dataset:
    return with_ecb("real")


def ask(data: Dataset, corridor: str = "RU-AZ", send: str | None = "20000", **more) -> Comparison:
    found = data.corridor(*corridor.split("-"))
    receive = more.pop("receive", None)
    transfer = Transfer(
        corridor=found,
        currency=found.sends,
        send=None if send is None else Decimal(send),
        receive=None if receive is None else Decimal(receive),
    )
    return compare(data, transfer, DAY, **more)


def whole() -> Comparison:
    """An answer with every kind of row: offers, told prices, roads outside, roads not offered."""
    return ask(teaching(), told=[ReaderQuote("Bank X", Decimal(200), Decimal("0.0192"))])


def table(text: str) -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The rows and the sources of a CSV, as a spreadsheet would read them."""
    lines = list(csv.reader(io.StringIO(text)))
    gap = lines.index([])
    offers, sources = lines[:gap], lines[gap + 1 :]
    return (
        [dict(zip(offers[0], line, strict=True)) for line in offers[1:]],
        [dict(zip(sources[0], line, strict=True)) for line in sources[1:]],
    )


def sheets(book: bytes) -> dict[str, list[list[str]]]:
    """Every sheet of a workbook as text, read without the library that wrote it."""
    with zipfile.ZipFile(io.BytesIO(book)) as file:
        assert file.testzip() is None
        parts = {name: file.read(name) for name in file.namelist()}
    strings = [
        "".join(t.text or "" for t in item.iter(f"{SHEET}t"))
        for item in ElementTree.fromstring(parts["xl/sharedStrings.xml"]).iter(f"{SHEET}si")
    ]
    names = [s.attrib["name"] for s in ElementTree.fromstring(parts["xl/workbook.xml"]).iter(f"{SHEET}sheet")]
    found = {}
    for number, name in enumerate(names, 1):
        root = ElementTree.fromstring(parts[f"xl/worksheets/sheet{number}.xml"])
        lines = []
        for row in root.iter(f"{SHEET}row"):
            cells = list(row.iter(f"{SHEET}c"))
            assert all(cell.get("t") == "s" for cell in cells), "every cell is text"
            lines.append([strings[int(cell.find(f"{SHEET}v").text)] for cell in cells])
        assert not list(root.iter(f"{SHEET}f")), "no formula"
        assert not list(root.iter(f"{SHEET}hyperlink")), "no link that opens by itself"
        found[name] = lines
    return found


# JSON


def test_the_json_is_the_document_written_down():
    found = whole()
    assert json.loads(as_json(found)) == as_document(found)
    assert as_json(found) == as_json(found)


def test_letters_of_all_three_languages_stand_as_themselves():
    found = ask(teaching(), told=[ReaderQuote("Kənd Банк", Decimal(1), Decimal("0.0192"))])
    assert '"Kənd Банк"' in as_json(found)


def test_where_and_with_what_an_offer_is_collected_stands_with_its_day_and_source():
    rows_of = {(row["provider"], row["payout"]): row for row in as_document(ask(teaching()))["offers"]}
    row = rows_of["system_c", "system_c_bank_a"]
    assert row["documents"] == ["id_card", "passport", "residence_permit"]
    assert row["regions"][:2] == ["baku", "absheron_khizi"]
    counter = next(p for p in teaching().tables.payouts if p.id == "system_c_bank_a")
    for name in ("regions", "documents"):
        assert (row[f"{name}_day"], row[f"{name}_source"]) == (counter.day.isoformat(), "invented")
    silent = rows_of["app_e", "app_e_card"]
    assert (silent["documents"], silent["documents_day"], silent["documents_source"]) == ([], None, None)
    flat, _ = table(as_csv(ask(teaching()), teaching().sources))
    assert "id_card passport residence_permit" in {line["documents"] for line in flat}


@pytest.mark.parametrize("section", ["offers", "told"])
def test_every_amount_is_plain_text_or_null_and_never_a_float(section):
    for row in as_document(whole())[section]:
        for name in AMOUNTS:
            value = row[name]
            assert value is None or isinstance(value, str)
            if value is not None:
                assert "E" not in value.upper()
                assert value == "0" or not value.startswith("-0") or value.startswith("-0.")
                assert Decimal(value).is_finite()


def test_what_is_not_known_is_null_and_never_zero():
    row = next(o for o in as_document(whole())["offers"] if not o["complete"])
    for name in ("hidden_in_rate", "receipt_charges", "received", "received_most", "total_cost", "paid_out"):
        assert row[name] is None


def test_figures_have_no_idle_zeros():
    row = next(o for o in as_document(whole())["offers"] if o["payout"] == "app_e_card")
    shown = [row[name] for name in ("outlay", "unspent", "principal", "fee", "received", "receipt_charges")]
    assert shown == ["20000", "0", "19901", "1.9305", "384.58", "0"]


def test_a_round_amount_is_written_without_exponent():
    document = as_document(ask(teaching(), send="1E+5"))
    assert document["transfer"]["send"] == "100000"


def test_every_answer_without_headline_says_what_it_cost_when_last_checked():
    document = as_document(ask(real()))
    assert document["headline"] is None
    assert document["last_checked"] == {
        "least_percent": "1",
        "most_percent": "3.07",
        "period": "2021-Q4",
        "day": "2021-12-31",
        "at_least": True,
        "sources": ["rpw_workbook"],
    }
    assert as_document(ask(real(), "DE-AZ", "200"))["last_checked"]["day"] == "2023-06-25"
    assert as_document(ask(real(), "TR-AZ", "10000"))["last_checked"] is None


def test_a_told_price_that_makes_no_offer_is_listed_with_its_code():
    found = ask(teaching(), told=[ReaderQuote("Bank X", Decimal(200))])
    document = as_document(found)
    assert document["told"] == []
    assert document["told_faults"] == [{"name": "Bank X", "fault": "need_two"}]


def with_licence(*checks, registers=()):
    """The document of one current price whose provider has these checks of its licence."""
    service = a_service(pay_in=None, access_point=None)
    price = an_observation(rate="0.0192", pays="AZN", receipt_charge=0, pay_in="cash", access_point="agent")
    bank = a_business("Bank", services=(service,), licence=checks)
    made = a_dataset(a_route(service=service, provider=bank, observations=(price,)))
    data = made.with_tables(replace(made.tables, registers=registers))
    shown = replace(data, _routes=made._routes)
    return as_document(compare(shown, a_transfer(10_100), MADE_ON))


def test_a_caution_on_a_licence_goes_with_the_register_as_far_as_it_is_known():
    name = LocalText(en="The Keeper", az="Reyestr")
    kept = Register(id="kept", countries=("RU",), authority=name, url="https://example.org/r", source=SOURCE)
    found = with_licence(registers=(kept,))
    assert found["cautions"] == ["licence_not_checked"]
    authority = {"en": "The Keeper", "az": "Reyestr", "ru": "The Keeper"}
    assert found["licence_register"] == {"authority": authority, "url": "https://example.org/r"}
    bare = with_licence(registers=(kept.model_copy(update={"url": None}),))
    assert bare["licence_register"] == {"authority": authority, "url": None}
    assert with_licence()["licence_register"] is None


def test_without_a_caution_on_a_licence_no_register_is_named():
    assert as_document(ask(teaching()))["licence_register"] is None


def test_an_offer_says_how_and_where_the_sender_pays():
    (row,) = with_licence()["offers"]
    assert (row["pay_in"], row["access_point"]) == ("cash", "agent")


def test_a_refusal_for_a_limit_says_the_limit():
    refused = {row["payout"]: row for row in as_document(ask(teaching(), send="160000"))["not_offered"]}
    assert refused["bank_b_card"]["limit"] == "150000"
    assert refused["bank_b_card"]["limit_currency"] == "RUB"
    assert refused["system_s_post"]["limit"] is None


# Sources travel with the figures


@pytest.mark.parametrize("corridor", [c.key for c in real().tables.corridors])
def test_every_source_of_a_real_answer_is_in_the_data_and_in_every_export(corridor):
    data = real()
    found = ask(data, corridor, "1000")
    names = set(cited(found))
    assert names <= set(data.sources)
    document = as_document(found)
    in_rows = {name for row in document["offers"] + document["told"] for name in row["sources"]}
    in_rows |= {name for road in document["informal"] for name in road["sources"]}
    in_rows |= {row["source"] for row in document["not_offered"] if row["source"]}
    assert in_rows <= names
    _, sources = table(as_csv(found, data.sources))
    assert {row["source"] for row in sources} == names
    assert {row[0] for row in sheets(as_workbook(found, data.sources))["sources"][1:]} == names


def test_every_offer_and_refusal_of_the_evidence_names_a_source():
    data = real()
    for corridor in data.tables.corridors:
        document = as_document(ask(data, corridor.key, "1000"))
        assert all(row["sources"] for row in document["offers"])
        assert all(row["source"] for row in document["not_offered"])
        assert all(road["sources"] for road in document["informal"])


def test_a_source_line_has_publisher_address_and_days():
    _, sources = table(as_csv(ask(real()), real().sources))
    survey = next(row for row in sources if row["source"] == "rpw_workbook")
    assert survey["publisher"] == "World Bank"
    assert survey["url"].startswith("http")
    assert survey["published"] == ""
    assert survey["retrieved"] == "2026-11-21"
    assert survey["confidence"] == "primary"


def test_a_source_that_is_not_in_the_data_is_still_named():
    found = whole()
    _, sources = table(as_csv(found, {}))
    assert [row["source"] for row in sources] == ["invented"]
    assert sources[0]["title"] == ""


# CSV


def test_the_csv_has_a_row_for_every_road_and_the_same_figures_as_the_json():
    found = whole()
    lines, _ = table(as_csv(found, teaching().sources))
    document = as_document(found)
    sections = [line["section"] for line in lines]
    for section in ("offers", "told", "informal", "not_offered"):
        assert sections.count(section) == len(document[section]) > 0
    for line, row in zip(lines, document["offers"], strict=False):
        for name in AMOUNTS:
            assert line[name] == (row[name] or "")


def test_no_road_outside_the_formal_system_stands_above_a_formal_one():
    sections = [row["section"] for row in rows(whole())]
    assert sections == sorted(sections, key=["offers", "told", "informal", "not_offered"].index)


def test_an_answer_without_any_road_is_still_a_table():
    data = real()
    found = ask(data, "AZ-GE", "0.01")
    text = as_csv(found, data.sources)
    assert text.splitlines()[0].startswith("section")
    assert sheets(as_workbook(found, data.sources))["offers"][0][0] == "section"


def test_negative_figures_stay_figures():
    found = ask(teaching(), told=[ReaderQuote("x", Decimal(0), Decimal("0.02"))])
    lines, _ = table(as_csv(found, teaching().sources))
    row = next(line for line in lines if line["section"] == "told")
    assert row["total_cost"] == "-10"


# Safe to open


@pytest.mark.parametrize("name", [*FORMULAS, "\t=1+1", '=HYPERLINK("http://x")'])
def test_a_name_that_begins_like_a_formula_stays_text_in_the_csv(name):
    found = ask(teaching(), told=[ReaderQuote(name, Decimal(200), Decimal("0.0192"))])
    lines, _ = table(as_csv(found, teaching().sources))
    shown = next(line for line in lines if line["section"] == "told")["provider"]
    assert shown[0] == "'"
    assert shown[1:].split() == name.split()


@pytest.mark.parametrize("name", ["x\r=1+1", "\r=1+1", "x\n=1+1", "x\r\n=1+1", 'x"\n=1+1'])
def test_a_line_break_in_a_name_opens_no_new_line_in_which_a_formula_could_stand(name):
    found = ask(teaching(), told=[ReaderQuote(name, Decimal(200), Decimal("0.0192"))])
    lines, sources = table(as_csv(found, teaching().sources))
    assert len(lines) == len(rows(found))
    assert len(sources) == 1
    assert sheets(as_workbook(found, teaching().sources))["offers"][len(found.offers) + 1][0] == "told"


def hostile(folder: Path) -> Dataset:
    """The teaching set with a provider, a road and a source that are named like formulas."""
    shutil.copytree(TEACHING, folder)
    for name, old in (
        ("providers/app_e.toml", 'en = "App E"'),
        ("outside.toml", 'en = "Relative"'),
        ("sources.toml", 'title = "Invented for teaching"'),
        ("sources.toml", 'publisher = "Pulyolu"'),
    ):
        path = folder / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, f'{old.split(" = ")[0]} = "{FORMULA}"', 1))
    return load(folder)


def test_a_provider_and_a_source_named_like_a_formula_stay_text_everywhere(tmp_path):
    data = hostile(tmp_path / "data")
    assert data.providers["app_e"].name.en == FORMULA
    found = ask(data, told=[ReaderQuote(FORMULA, Decimal(200), Decimal("0.0192"))])
    text = as_csv(found, data.sources)
    for line in csv.reader(io.StringIO(text)):
        for cell in line:
            assert not cell.startswith(("=", "+", "@", "\t", "\r"))
            assert not cell.startswith("-") or Decimal(cell).is_finite()
    _, sources = table(text)
    assert sources[0]["title"] == "'" + FORMULA
    book = sheets(as_workbook(found, data.sources))
    assert book["sources"][1][1] == FORMULA
    assert FORMULA in {cell for line in book["offers"] for cell in line}


def test_a_workbook_has_the_rows_and_the_sources_as_text():
    found = whole()
    book = sheets(as_workbook(found, teaching().sources))
    assert list(book) == ["offers", "sources"]
    head, *lines = book["offers"]
    assert head[0] == "section"
    assert len(lines) == len(rows(found))
    assert lines[0][0] == "offers"
    assert "384.58" in lines[0]
    assert book["sources"][0] == [
        "source",
        "title",
        "publisher",
        "url",
        "published",
        "retrieved",
        "confidence",
    ]
    assert book["sources"][1][:3] == ["invented", "Invented for teaching", "Pulyolu"]


NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=30)


@given(name=NAMES)
def test_whatever_a_reader_types_as_a_name_no_cell_is_a_formula(name):
    found = ask(teaching(), told=[ReaderQuote(name, Decimal(200), Decimal("0.0192"))])
    text = as_csv(found, teaching().sources)
    for line in csv.reader(io.StringIO(text)):
        for cell in line:
            assert not cell.startswith(("=", "@", "+", "\t", "\r"))
            assert not cell.startswith("-") or cell[1:].replace(".", "", 1).isdigit()
    assert json.loads(as_json(found))["told"][0]["provider"] == name


@costly()
@given(name=NAMES)
def test_whatever_a_reader_types_as_a_name_the_workbook_opens(name):
    found = ask(teaching(), told=[ReaderQuote(name, Decimal(200), Decimal("0.0192"))])
    book = sheets(as_workbook(found, teaching().sources))
    assert len(book["offers"]) == len(rows(found)) + 1


# What to expect

EXPECTED_AMOUNTS = ("expected_cost", "expected_cost_percent", "expected_arrives", "expected_outlay")


def test_what_to_expect_is_a_key_of_its_own_and_none_beside_a_current_price():
    found = as_document(ask(real(), "DE-AZ", "250"))["expected"]
    assert found["kind"] == "elsewhere"
    assert found["reason"] is None
    assert found["worst"].keys() == {"cost", "cost_percent", "arrives", "outlay"}
    assert Decimal(found["best"]["cost"]) < Decimal(found["good"]["cost"]) < Decimal(found["worst"]["cost"])
    assert {row["kind"] for row in found["rows"]} == {"elsewhere"}
    assert [line["channel"] for line in found["lines"]][-1] == "carried"
    assert as_document(ask(teaching()))["expected"] is None


def test_the_rows_of_what_to_expect_are_a_section_of_the_csv_and_none_of_the_offers():
    found = ask(real(), "DE-AZ", "250")
    flat, sources = table(as_csv(found, real().sources))
    own = [row for row in flat if row["section"] == "expected"]
    assert len(own) == len(found.expected.rows)
    assert not any(row.get(name) for row in own for name in ("received", "total_cost", "outlay", "principal"))
    assert all(row["expected_cost"] for row in own)
    assert all(row[name] == "" for row in flat if row["section"] != "expected" for name in EXPECTED_AMOUNTS)
    assert {source for row in own for source in row["sources"].split()} <= {row["source"] for row in sources}
    assert set(found.expected.sources) <= set(cited(found))


def test_a_board_that_stands_in_is_named_with_its_day():
    offers = as_document(ask(real(), "AZ-TR", "500"))["offers"]
    named = [offer for offer in offers if offer["stand_in_provider"]]
    assert named
    assert all(offer["basis"] == offer["evidence"] == "estimate" for offer in named)
    assert {offer["stand_in_day"] for offer in named} == {"2026-11-13"}


def test_the_known_cost_of_an_incomplete_offer_is_in_the_senders_money():
    offers = as_document(ask(real(), "AZ-RU", "500"))["offers"]
    known = [Decimal(offer["known_cost"]) for offer in offers if not offer["complete"]]
    assert known
    assert known == sorted(known)
    assert max(known) < 500
