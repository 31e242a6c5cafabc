"""The first answer: the sentences and figures of the answer's one view, whatever is asked."""

import html
import re
from urllib.parse import parse_qsl

import pytest

from channels.compare.comparison import compare
from components.i18n import LANGUAGES, words
from components.light import first_answer
from components.light import form as light_form
from components.words.answer_view import answer_view
from tests.components.light.test_page import DAY, data, texts

ASKED = [
    {},
    {"set": "teaching"},
    {"sending": "DE", "send": "263"},
    {"sending": "TR", "receive": "400"},
    {"sending": "AZ", "receiving": "RU", "send": "500"},
    {"sending": "RU", "send": "20000", "official.RUB": "1.9", "sure": "1.9"},
]


def markup(language: str, asked: dict[str, str]) -> str:
    name = "teaching" if asked.get("set") else "real"
    return first_answer.markup(asked, data(name), words(language), DAY, facts=data("real"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_it_says_what_the_answer_of_the_page_says(language, asked):
    say, known = words(language), data("teaching" if asked.get("set") else "real")
    form = light_form.read(asked, known, say, DAY)
    rate = None if form.official is None else form.official.rate
    used = known if rate is None else known.with_rate(rate)
    view = answer_view(compare(used, form.transfer, DAY), used, say, facts=data("real"))
    head, shown = view.headline, texts(markup(language, asked))
    for said in (head.label, head.number, head.line, head.age, *([] if head.number else head.said)):
        assert said is None or " ".join(said.split()) in shown
    for line in view.lines:
        assert " ".join(line.said.split()) in shown


def test_an_amount_that_cannot_be_read_is_said_and_shows_no_figure_in_its_place():
    shown = markup("en", {"send": "<b>1</b>"})
    assert words("en")("amount.not_a_number") in texts(shown)
    assert "<b>1</b>" not in shown and html.escape("<b>1</b>") in shown


def test_everything_in_it_is_styled_under_its_own_name():
    rules = re.findall(r"([^{}]+)\{[^{}]*\}", re.search("<style>(.*?)</style>", markup("az", {}), re.S)[1])
    assert rules
    assert all("#first" in rule or "#root" in rule for rule in rules)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_country_that_is_not_known_is_said_and_never_silently_another(language):
    asked = {"sending": "ZZ", "send": "500"}
    unknown = light_form.read(asked, data("real"), words(language), DAY).unknown
    assert unknown
    assert all(" ".join(said.split()) in texts(markup(language, asked)) for said in unknown)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("asked", ASKED, ids=str)
def test_its_form_sends_the_same_question_to_one_plain_address(language, asked):
    say, known = words(language), data("teaching" if asked.get("set") else "real")
    form = light_form.read(asked, known, say, DAY)
    shown = markup(language, asked)
    fields = dict(re.findall(r'<input [^>]*name="([^"]+)" value="([^"]*)"', shown))
    lists = re.findall(r'<select name="([^"]+)">.*?value="([^"]+)" selected', shown, re.S)
    sent = {name: html.unescape(value) for name, value in fields.items()} | dict(lists)
    again = light_form.read(sent, known, say, DAY)
    assert again.transfer == form.transfer
    address = light_form.sent_link(again, known, say)
    assert address == light_form.full_link(form, known, say)
    assert light_form.WAS not in dict(parse_qsl(address))


def test_an_amount_of_another_currency_is_no_amount_of_the_new_country():
    sent = {"sending": "DE", "currency": "RUB", "send": "20000", light_form.WAS: "RUB 20000"}
    form = light_form.read(sent, data("real"), words("en"), DAY)
    assert (form.currency, form.typed == "20000") == ("EUR", False)


def test_an_amount_that_cannot_be_read_goes_along_as_it_was_typed():
    form = light_form.read({"send": "a lot", light_form.WAS: "RUB 5"}, data("real"), words("en"), DAY)
    assert dict(parse_qsl(light_form.sent_link(form, data("real"), words("en"))[2:]))["send"] == "a lot"


def test_an_amount_of_two_readings_offers_both():
    asked = {"sending": "RU", "send": "1,234"}
    say, known = words("ru"), data("real")
    meant = light_form.shown(light_form.read(asked, known, say, DAY), known, say)["amount"]["fault"]["meant"]
    shown = markup("ru", asked)
    assert meant
    for one in meant:
        assert html.escape(one["href"]) in shown
        assert " ".join(one["label"].split()) in texts(shown)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_is_asked_its_currency_and_the_other_languages_are_named(language):
    shown = markup(language, {"sending": "AZ", "receiving": "RU", "receive": "400"})
    assert words(language).currency("RUB") in texts(shown)
    assert all(f'hreflang="{other}"' in shown for other in LANGUAGES if other != language)
