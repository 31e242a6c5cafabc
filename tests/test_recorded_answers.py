"""The numbers of a hundred answers stay as they were recorded, in every form in which an answer is given."""

import csv
import io
import json
import re
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from pypdf import PdfReader

from channels.compare.comparison import Comparison
from channels.compare.query import Options
from channels.compare.serialise import as_csv, as_json
from components.i18n import LANGUAGES, words
from components.light.page import page
from components.paper.sheets import sheet
from tests.recorded.questions import DAY, RECORD, answered, market, questions, recorded
from tests.support.lanes import sampled

QUESTIONS = list(questions())
ALL = pytest.mark.parametrize("number", range(100))
WITHOUT_TOLD = [number for number, asked in enumerate(QUESTIONS) if not asked.told and not asked.asked]


def then() -> list[list[str]]:
    return list(csv.reader(io.StringIO(RECORD.read_text(encoding="utf-8"))))


def offers(number: int) -> list[dict[str, str]]:
    """The recorded offers of a question, in their order."""
    head, *rows = then()
    return [dict(zip(head, row, strict=True)) for row in rows if row[:2] == [str(number), "offers"]]


def unit(amount: str, places: str = "1") -> Decimal:
    return Decimal(amount).quantize(Decimal(places), rounding=ROUND_HALF_EVEN)


def figures(text: str) -> list[Decimal]:
    """The numbers in an English text, its groups of thousands joined."""
    return [Decimal(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)]


def said(asked: Options, found: Comparison) -> list[Decimal]:
    """What each complete offer leaves (or asks for) in whole units, in the order of the answer."""
    least = "received" if asked.send else "outlay"
    document = json.loads(as_json(found))
    return [unit(offer[least]) for offer in document["offers"] if offer["complete"]]


def test_there_are_a_hundred_questions_and_each_is_recorded():
    assert len(QUESTIONS) == 100
    assert {row[0] for row in then()[1:]} == {str(number) for number in range(100)}
    assert sum(row[1] == "offers" for row in then()) > 300


def test_every_number_is_as_it_was_recorded_to_the_last_digit():
    now, before = recorded().splitlines(), RECORD.read_text(encoding="utf-8").splitlines()
    assert [line for line in now if line not in set(before)] == []
    assert now == before


@ALL
def test_json_and_csv_have_the_recorded_figures(number):
    found = answered(QUESTIONS[number])
    by_json = json.loads(as_json(found))["offers"]
    rows = csv.DictReader(io.StringIO(as_csv(found, market().sources)))
    by_csv = [row for row in rows if row["section"] == "offers"]
    kept = offers(number)
    for what in ("principal", "fee", "hidden_in_rate", "receipt_charges", "received", "total_cost"):
        expected = [row[what] for row in kept]
        assert [offer[what] or "" for offer in by_json] == expected
        assert [row[what] for row in by_csv] == expected


@pytest.mark.parametrize("number", WITHOUT_TOLD)
def test_the_light_page_shows_the_recorded_figures(number):
    asked = QUESTIONS[number]
    corridor = market().corridor(asked.sending, asked.receiving)
    address = {
        "set": "teaching", "sending": asked.sending, "receiving": asked.receiving,
        "ask": "send" if asked.send else "receive", "send": asked.send, "receive": asked.receive,
        "currency": corridor.sends, "pay_out": asked.pay_out, "pay_in": asked.pay_in,
        "region": asked.region, "within": asked.within, "promotions": "1" if asked.promotions else None,
    }  # fmt: skip
    written = {name: value for name, value in address.items() if value}
    shown = page(written, market(), words("en"), DAY, facts=market())
    assert set(said(asked, answered(asked))) <= set(figures(shown))


@pytest.mark.parametrize("number", sampled(range(0, 100, 10), kept=3))
@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_the_sheet_shows_the_best_recorded_figure(number, language):
    asked = QUESTIONS[number]
    pdf = sheet(answered(asked), market(), words(language), paper="a4", address=None)
    text = "".join(part.extract_text() for part in PdfReader(io.BytesIO(pdf)).pages)
    best = said(asked, answered(asked))[:1]
    assert best
    digits = re.sub(r"(?<=\d)[\s.,\u00a0\u202f](?=\d{3})", "", text)
    assert str(best[0]) in re.findall(r"\d+", digits)
