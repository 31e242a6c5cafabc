"""Paper: one page with every letter, a code that leads to the page, and text that stays text."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from pypdf import PageObject, PdfReader

from channels.compare.comparison import Comparison, compare
from channels.compare.serialise import as_workbook
from channels.dataset.dataset import Dataset
from channels.pricing.informal import AskedPrice
from channels.pricing.ranking import first_of_forms
from channels.pricing.reader_quote import ReaderQuote
from channels.pricing.routes import Transfer
from channels.terms import Channel, InformalKind
from components.i18n import LANGUAGES, words
from components.paper import sheets, typeset
from components.widgets import downloads
from components.words import costs, links
from components.words import offers as offer_words
from components.words.answer_view import answer_view
from tests.support.builders import changed_offer
from tests.support.datasets import teaching, with_ecb
from tests.support.lanes import sampled, spread

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)
ADDRESS = "https://pulyolu.example.az/"
SIZES = {"a4": (210, 297), "a5": (148, 210)}
EACH = pytest.mark.parametrize("language", sampled(LANGUAGES))
HOSTILE = [
    '#import "@preview/tablex:0.0.1": *',
    "$x^2$ #sys.inputs.data",
    "= *A* _b_ `c` <d> @e // f /* g */ ~ -- \\ ]",
    '{"a": 1}, #{ panic() }',
]


@cache
def dataset(name: str) -> Dataset:
    if name == "teaching":
        return teaching()
    return with_ecb("real")


def ask(
    name: str = "teaching", corridor: str = "RU-AZ", send: str | None = "20000", **more: Any
) -> Comparison:
    found = dataset(name).corridor(*corridor.split("-"))
    assert found is not None
    asked = {key: more.pop(key) for key in ("told", "asked") if key in more}
    transfer = Transfer(
        corridor=found,
        currency=found.sends,
        send=None if send is None else Decimal(send),
        receive=None if send is not None else Decimal(400),
        **more,
    )
    return compare(dataset(name), transfer, DAY, **asked)


def sheet(found: Comparison, language: str = "az", **more: Any) -> bytes:
    name = "teaching" if found.invented else "real"
    return sheets.sheet(found, dataset(name), words(language), **({"address": ADDRESS} | more))


def text_of(found: Comparison, language: str = "az", address: str | None = ADDRESS) -> dict[str, Any]:
    name = "teaching" if found.invented else "real"
    return sheets.sheet_text(found, dataset(name), words(language), paper="a4", address=address)


def only_page(pdf: bytes) -> PageObject:
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert len(pages) == 1
    return pages[0]


def bare(text: str) -> str:
    """Letters and signs alone: where a line or a word was broken is no matter."""
    return re.sub(r"[\s\u200b\u00a0\u202f]+", "", text)


def read(pdf: bytes) -> str:
    return bare(only_page(pdf).extract_text())


def decoded(template: str, texts: dict[str, Any]) -> str:
    """What a camera reads from the page, drawn at the resolution of an office printer's worst."""
    picture = typeset.printed(template, typeset._clean(texts), DAY, "png")
    seen = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    return cv2.QRCodeDetector().detectAndDecode(seen)[0]


def named(found: Comparison, *names: str) -> Comparison:
    """The same comparison with other names on its first offers."""
    offers = tuple(
        changed_offer(offer, provider=names[n]) if n < len(names) else offer
        for n, offer in enumerate(found.offers)
    )
    first = found.offers.index(found.headline) if found.headline is not None else None
    return replace(found, offers=offers, headline=None if first is None else offers[first])


EVERY = [(name, c.key) for name in ("real", "teaching") for c in dataset(name).tables.corridors]


@EACH
@pytest.mark.parametrize(("name", "corridor"), spread(EVERY))
def test_every_answer_stands_on_one_page_of_either_size(name, corridor, language):
    found = ask(name, corridor)
    for paper, (wide, high) in SIZES.items():
        if paper == "a4" and language != "ru":
            continue  # Of the same shape: one language is enough, the one with the longest words.
        page = only_page(sheet(found, language, paper=paper))
        assert (round(page.mediabox.width / 72 * 25.4), round(page.mediabox.height / 72 * 25.4)) == (
            wide,
            high,
        )


@EACH
@pytest.mark.parametrize("paper", sampled(SIZES))
def test_a_poster_stands_on_one_page_for_every_corridor(paper, language):
    for name, key in EVERY if language == "ru" else EVERY[::6]:
        corridor = dataset(name).corridor(*key.split("-"))
        pdf = sheets.poster(
            corridor, words(language), DAY, invented=name == "teaching", paper=paper, address=ADDRESS
        )
        assert round(only_page(pdf).mediabox.width / 72 * 25.4) == SIZES[paper][0]


@EACH
@pytest.mark.parametrize("name", ["real", "teaching"])
def test_everything_that_is_said_can_be_read_on_the_page(name, language):
    found = ask(name)
    texts = text_of(found, language)
    shown = read(sheet(found, language))
    said = [texts["label"], texts["corridor"], texts["code"], texts["day"], texts["not_an_offer"]]
    said += [*texts["asked"], *texts["last"], *texts["remarks"], *texts["questions"], *texts["late"]]
    said += texts["sources"]
    for road in texts["roads"]:
        said += [road["name"], road["amount"], road["place"], road["time"], road["cost"], road["age"]]
        said += road["counter"]
    if name == "teaching":
        said += [texts["number"], texts["line"], words(language)("teaching.banner"), *texts["parts"]]
    for line in said:
        assert bare(line) in shown, line


@pytest.mark.parametrize("letters", ["əğıİöşüçƏĞIÖŞÜÇ", "АЁЖЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"])
def test_every_letter_of_the_languages_is_drawn_and_read_back(letters):
    found = named(ask(), letters, letters, letters)
    assert bare(letters) in read(sheet(found))


def test_the_letters_come_from_the_font_that_is_part_of_the_program():
    fonts = only_page(sheet(ask()))["/Resources"]["/Font"]
    names = {font.get_object()["/BaseFont"] for font in fonts.values()}
    assert names
    assert all("Libertinus" in name for name in names)


def test_the_answer_is_the_one_that_the_page_gives():
    found = ask()
    texts = text_of(found)
    assert found.headline is not None
    assert texts["number"] == offer_words.answer_number(found, found.headline, words("az"))
    assert len(texts["roads"]) == 3
    assert len(texts["questions"]) == len(texts["late"]) == 3


@EACH
def test_without_a_checked_price_it_says_so_and_what_to_expect(language):
    texts = text_of(ask("real"), language)
    assert texts["number"] is None
    assert texts["label"] == words(language)("answer.none")
    assert texts["last"] == list(answer_view(ask("real"), dataset("real"), words(language)).headline.said)


def test_who_serves_without_a_known_price_is_named_where_there_are_few_prices():
    shown = text_of(ask("real", "US-AZ"))
    assert any("Remitly" in line for line in shown["companies"])
    assert [line.partition(":")[0] for line in shown["lines"]] == [
        words("az")(f"line.{kind}") for kind in (*Channel, InformalKind.CARRIED)
    ]
    assert text_of(ask("teaching"))["companies"] == text_of(ask("teaching"))["lines"] == []


@EACH
@pytest.mark.whole
def test_the_code_leads_to_the_page(language):
    for name, corridor in (("teaching", "RU-AZ"), ("real", "AZ-RU"), ("real", "DE-AZ")):
        found = ask(name, corridor, region="lankaran_astara" if name == "real" else None)
        texts = text_of(found, language)
        wanted = links.link(found, ADDRESS, language, amounts=True)
        for paper in SIZES:
            assert decoded("sheet", texts | {"paper": paper}) == wanted
        texts = sheets.poster_text(
            found.transfer.corridor,
            words(language),
            DAY,
            invented=found.invented,
            paper="a5",
            address=ADDRESS,
        )
        link = decoded("poster", texts)
        assert link == links.corridor_link(
            found.transfer.corridor, ADDRESS, language, invented=found.invented
        )
        assert "send=" not in link


def test_without_an_address_there_is_no_code_and_the_rest_stands():
    texts = text_of(ask(), address=None)
    assert texts["qr"] is None
    assert bare(texts["number"]) in read(sheet(ask(), address=None))


@pytest.mark.parametrize("name", spread(HOSTILE, each=3))
def test_a_name_that_looks_like_markup_stays_text(name):
    found = named(ask(), name, name)
    shown = read(sheet(found))
    assert shown.count(bare(name)) >= 2


@pytest.mark.parametrize(
    "name", spread(["W" * 500, "wo rd " * 100, "\u202eevil\x00\x1b[2J\nline", "🦊" * 60, "اسم"], each=2)
)
def test_a_name_of_any_length_and_any_signs_leaves_one_page(name):
    found = named(ask(), name, name, name)
    for paper in SIZES:
        shown = only_page(sheet(found, paper=paper)).extract_text()
        assert "\u202e" not in shown
        assert "\x1b" not in shown


@pytest.mark.parametrize("send", sampled(["1000000000", "0.01", "999999999.99"]))
@EACH
def test_amounts_of_any_size_leave_one_page(send, language):
    for key in ("RU-AZ", "AZ-RU"):
        only_page(sheet(ask("teaching", key, send), language, paper="a5"))


@EACH
def test_what_must_arrive_and_every_wish_stand_on_the_sheet(language):
    say = words(language)
    found = ask("real", "RU-AZ", None, pay_out="cash", within=1_440, region="lankaran_astara")
    asked = text_of(found, language)["asked"]
    assert asked[0] == say("sheet.asked_receive", receive=say.money(Decimal(400), "AZN"))
    assert say("form.within_1d") in asked
    assert len(asked) == 4
    only_page(sheet(found, language, paper="a5"))


def test_the_same_question_gives_the_same_bytes():
    assert sheet(ask()) == sheet(ask())
    corridor = ask().transfer.corridor
    assert sheets.poster(corridor, words("ru"), DAY) == sheets.poster(corridor, words("ru"), DAY)


def test_what_was_told_and_what_stands_outside_is_never_on_paper():
    told = ReaderQuote(name="Tanış", fee=Decimal(200), rate=Decimal("0.0192"))
    asked = ask(told=[told], asked=AskedPrice(percent=Decimal(3)))
    assert asked.told
    assert asked.informal
    assert sheet(asked) == sheet(ask())


def test_a_poster_has_no_amount_and_no_name():
    found = ask()
    for language in LANGUAGES:
        pdf = sheets.poster(found.transfer.corridor, words(language), DAY, address=ADDRESS)
        shown = only_page(pdf).extract_text().replace(words(language).day(DAY), "")
        assert sorted(re.findall(r"\d+", shown)) == ["1", "2", "3"]
        for provider in dataset("teaching").providers.values():
            assert provider.name.text_in(language) not in shown


def test_the_bars_are_the_costs_of_the_roads():
    found = ask()
    texts = text_of(found)
    roads = first_of_forms(found.offers, 3)
    parts = [costs.shown(offer).parts for offer in roads]
    dearest = max(sum(part) for part in parts)
    for road, split in zip(texts["roads"], parts, strict=True):
        assert road["bar"] == [int(part * 1_000 / dearest) for part in split]
    assert 997 <= max(sum(road["bar"]) for road in texts["roads"]) <= 1_000


def test_costs_of_roads_that_pay_in_different_currencies_are_drawn_in_the_senders():
    texts = text_of(ask("teaching", "AZ-TR"))
    assert len({road["amount"].split()[-1] for road in texts["roads"]}) > 1
    assert any(road["bar"] is not None for road in texts["roads"])
    assert all("manat" in road["cost"] for road in texts["roads"] if road["bar"] is not None)


def test_a_cost_of_which_a_part_is_not_known_is_not_drawn():
    texts = text_of(ask("real"))
    assert texts["roads"]
    assert all(road["bar"] is None for road in texts["roads"])


def test_the_templates_ask_for_nothing_from_elsewhere():
    templates = list(typeset.TEMPLATES.glob("*.typ"))
    assert {path.stem for path in templates} >= {"parts", "poster", "sheet"}
    for template in templates:
        text = template.read_text(encoding="utf-8")
        assert "#import" not in text
        assert "#include" not in text
        assert "@preview" not in text
        assert "eval(" not in text


def test_another_paper_is_an_error():
    with pytest.raises(ValueError, match="no such paper"):
        sheet(ask(), paper="a3")


# The tables that the page offers

FORMULA = '=HYPERLINK("http://evil","open")'


def test_a_table_from_the_page_never_opens_as_a_formula():
    told = ReaderQuote(name=FORMULA, fee=Decimal(200), rate=Decimal("0.0192"))
    found = ask(told=[told])
    table = downloads.csv_bytes(found, dataset("teaching"))
    assert table.startswith(b"\xef\xbb\xbf")
    assert b"HYPERLINK" in table
    assert not re.search(rb'(^|[,\n])"?\s*[=@]', table.removeprefix(b"\xef\xbb\xbf"))
    with zipfile.ZipFile(io.BytesIO(as_workbook(found, dataset("teaching").sources))) as book:
        pages = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
        assert len(pages) == 2
        assert all(b"<f>" not in book.read(page) for page in pages)
        assert b"HYPERLINK" in book.read("xl/sharedStrings.xml")
