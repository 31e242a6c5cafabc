"""What is passed on: short enough, dated, without what should stay with the reader; links that lead back."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from channels.clock import today
from channels.compare.comparison import Comparison, compare
from channels.dataset.dataset import Dataset
from channels.pricing.informal import AskedPrice
from channels.pricing.reader_quote import ReaderQuote
from channels.pricing.routes import Transfer
from components.i18n import LANGUAGES, words
from components.light import form
from components.words import links
from components.words import offers as offer_words
from tests.support.builders import changed_offer
from tests.support.datasets import teaching, with_ecb
from tests.support.lanes import sampled, spread

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)
ADDRESS = "https://pulyolu.example.az/"
EACH = pytest.mark.parametrize("language", sampled(LANGUAGES))


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
    aside = {key: more.pop(key) for key in ("told", "asked") if key in more}
    plain = {
        "corridor": found,
        "currency": found.sends,
        "send": None if send is None else Decimal(send),
        "receive": None if send is not None else Decimal(400),
    }
    return compare(dataset(name), Transfer(**(plain | more)), DAY, **aside)


def message(found: Comparison, language: str = "az", **more: Any) -> str:
    name = "teaching" if found.invented else "real"
    return links.message(
        found, dataset(name), words(language), **({"amounts": True, "address": ADDRESS} | more)
    )


def sms(found: Comparison, language: str = "az", *, amounts: bool = True) -> str:
    name = "teaching" if found.invented else "real"
    return links.sms(found, dataset(name), words(language), amounts=amounts)


def codes(link: str) -> dict[str, str]:
    return {key: value for key, (value,) in parse_qs(urlsplit(link).query, strict_parsing=True).items()}


EVERY = [(name, c.key) for name in ("real", "teaching") for c in dataset(name).tables.corridors]


# The text for a plain telephone


@EACH
@pytest.mark.parametrize("amounts", [True, False])
def test_a_text_for_a_plain_telephone_has_at_most_160_characters(language, amounts):
    for name, corridor in EVERY:
        for send in ("20000", "999999999.99", None):
            if send is None and dataset(name).corridor(*corridor.split("-")).receives is None:
                continue
            text = sms(ask(name, corridor, send), language, amounts=amounts)
            assert 20 < len(text) <= 160, text
            assert "\n" not in text


@settings(deadline=None)
@given(st.text(max_size=300), st.sampled_from(LANGUAGES), st.booleans())
def test_a_name_of_any_length_leaves_at_most_160_characters(name, language, amounts):
    found = ask()
    top = changed_offer(found.headline, provider=name)
    text = sms(replace(found, headline=top), language, amounts=amounts)
    assert len(text) <= 160
    assert text.startswith(words(language)("share.sms_invented"))


@EACH
def test_a_short_text_says_the_day_and_the_road_and_asks(language):
    found, say = ask(), words(language)
    text = sms(found, language, amounts=False)
    assert say.day(DAY) in text
    assert offer_words.provider(found.headline.provider, dataset("teaching"), say) in text
    assert say("share.sms_ask") not in text
    assert say.money(Decimal(20_000), "RUB", whole=True) not in text
    told = sms(found, language, amounts=True)
    assert offer_words.received(found.headline, say) in told
    none = sms(ask("real"), language)
    assert say("share.sms_ask") in none
    assert say("share.sms_code") in none


def test_an_english_text_fits_one_message_of_a_plain_telephone():
    for name, corridor in EVERY:
        if name == "teaching":
            # The alphabet of a short message has the letter of Türkiye.
            text = sms(ask(name, corridor), "en").replace("\N{EN DASH}", "-").replace("ü", "u")
            assert text.isascii(), text


# The message


@EACH
def test_a_message_says_the_answer_with_its_day_the_questions_and_the_link(language):
    found, say = ask(), words(language)
    text = message(found, language)
    assert say.day(DAY) in text
    assert offer_words.received(found.headline, say) in text
    assert say("safety.code") in text
    assert say("sender.invented") in text
    assert links.link(found, ADDRESS, language, amounts=True) in text
    without = message(found, language, amounts=False)
    assert not re.search("20.?000|385", without)
    assert ADDRESS not in message(found, language, address=None)


@EACH
def test_a_message_without_a_checked_price_says_so(language):
    text = message(ask("real"), language)
    assert words(language)("share.none") in text


def test_what_was_told_and_what_stands_outside_is_passed_on_to_nobody():
    told = ReaderQuote(name="Tanış", fee=Decimal(200), rate=Decimal("0.0192"))
    beside = ask(told=[told], asked=AskedPrice(percent=Decimal(3)))
    assert beside.told
    assert beside.informal
    assert message(beside) == message(ask())
    assert sms(beside) == sms(ask())


# Links


def test_a_link_is_made_of_codes_and_has_an_amount_only_if_asked_for():
    found = ask("real", pay_out="cash", within=60, region="lankaran_astara", pay_in="card", promotions=True)
    wishes = {
        "lang": "ru", "sending": "RU", "pay_out": "cash", "within": "1h",
        "region": "lankaran_astara", "pay_in": "card", "promotions": "1",
    }  # fmt: skip
    assert codes(links.link(found, ADDRESS, "ru", amounts=False)) == wishes
    assert codes(links.link(found, ADDRESS, "ru", amounts=True)) == wishes | {"send": "20000"}


def test_a_link_says_what_must_arrive_the_set_and_another_currency():
    receive = codes(links.link(ask(send=None), ADDRESS, "az", amounts=True))
    assert receive == {"lang": "az", "set": "teaching", "sending": "RU", "ask": "receive", "receive": "400"}
    held = codes(links.link(ask("real", "AZ-TR", "0.50", currency="USD"), ADDRESS, "az", amounts=True))
    assert held == {"lang": "az", "sending": "AZ", "receiving": "TR", "currency": "USD", "send": "0.5"}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("https://pulyolu.az", "https://pulyolu.az/"),
        (" http://10.0.0.5:8501/compare?send=20000#x ", "http://10.0.0.5:8501/compare"),
        ("https://user:secret@pulyolu.az/", "https://pulyolu.az/"),
        ("http://[::1]:8501/", "http://[::1]:8501/"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("pulyolu.az", None),
        ("http://[", None),
        ("http://a:99999/", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_a_web_address_without_query_or_user(typed, read):
    assert links.base_address(typed) == read
    assert links.base_address(typed, ADDRESS) == (read or ADDRESS)


def test_a_files_name_never_holds_an_amount():
    corridor = ask().transfer.corridor
    name = links.file_name("sheet", corridor, DAY, "pdf", invented=True, more=("az", "a4"))
    assert name == "pulyolu-sheet-teaching-ru-az-2026-11-21-az-a4.pdf"


def test_a_corridor_inside_the_country_or_to_anywhere_has_a_name():
    for language in LANGUAGES:
        for name, key in EVERY:
            corridor = dataset(name).corridor(*key.split("-"))
            shown = links.corridor_name(corridor, words(language))
            assert shown
            assert "any" not in shown.split()
            assert "{" not in shown


# A link of each kind opens in the dashboard as what it was made from


@EACH
@pytest.mark.parametrize("amounts", [True, False])
def test_a_link_opens_the_same_question(language, amounts, monkeypatch, tmp_path):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    monkeypatch.setenv("PULYOLU_ADDRESS", ADDRESS)
    found = ask(send="12345", pay_out="cash", within=1_440)
    link = links.link(found, ADDRESS, language, amounts=amounts)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in codes(link).items():
        app.query_params[key] = value
    app.query_params["open"] = "write"
    app.run()
    assert not app.exception
    say = words(language)
    field = app.text_input(key=f"send.RUB.{language}")
    assert (field.value == say.number(Decimal(12_345))) is amounts
    files = {button.proto.label for button in app.get("download_button")}
    assert files == {say(f"paper.{key}") for key in ("sheet_a4", "sheet_a5", "poster", "csv", "json", "xlsx")}
    texts = [code.value for code in app.code]
    shared = next(text for text in texts if ADDRESS in text)
    address = next(word for word in shared.split() if word.startswith(ADDRESS))
    again = codes(address)
    assert again == {key: value for key, value in codes(link).items() if key != "send"}
    assert any(len(text) <= 160 and say("share.sms_invented") in text for text in texts)


KINDS = {
    "what is sent": {},
    "in another currency": {"currency": "USD", "send": "300"},
    "what must arrive": {"send": None},
    "every wish": {
        "pay_in": "cash", "pay_out": "cash", "within": 1_440, "region": "baku", "promotions": True,
    },
    "out of the country": {"corridor": "AZ-TR", "send": "500"},
    "inside the country": {"corridor": "AZ-AZ", "send": "50.5", "name": "real"},
    "between neighbours": {"corridor": "DE-MD", "send": "200", "name": "real"},
}  # fmt: skip


@EACH
@pytest.mark.parametrize("kind", spread(KINDS, each=3))
def test_a_link_of_each_kind_opens_in_each_language_on_both_pages(kind, language, monkeypatch, tmp_path):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    found, say = ask(**KINDS[kind]), words(language)
    known = dataset("teaching" if found.invented else "real")
    linked = codes(links.link(found, ADDRESS, language, amounts=True))
    assert form.read(linked, known, say, DAY).transfer == found.transfer
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in linked.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    now = compare(known, found.transfer, today())
    shown = " ".join(e.value.replace("\\", "") for e in [*app.header, *app.subheader, *app.markdown])
    if now.headline is not None:
        assert offer_words.answer_number(now, now.headline, say) in shown
    for offer in now.offers:
        assert offer_words.amount_of(now, offer, say) in shown
    # Without its amount it opens as the same question about the usual one.
    bare = codes(links.link(found, ADDRESS, language, amounts=False))
    usual = form.read(bare, known, say, DAY).transfer
    assert replace(usual, send=None, receive=None) == replace(found.transfer, send=None, receive=None)
    assert (usual.send is None) is (found.transfer.send is None)
