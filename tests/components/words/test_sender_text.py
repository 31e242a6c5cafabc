"""The message for the sender: a whole price with its amounts, else the questions and no amount unasked."""

import re
from decimal import Decimal

import pytest

from channels.compare.comparison import Comparison, compare
from channels.dataset.dataset import Dataset
from channels.pricing.informal import AskedPrice
from components.i18n import LANGUAGES, Words, words
from components.words import offers as offer_words
from components.words.answer_view import answer_view
from components.words.sender_text import sender_text
from tests.components.words.test_offers import ask, real, teaching
from tests.support.builders import DAY, a_dataset, a_provider, a_route, a_transfer, an_observation

EACH = pytest.mark.parametrize("language", LANGUAGES)


def written(found: Comparison, data: Dataset, spoken: Words, *, amounts: bool = True) -> str:
    return sender_text(answer_view(found, data, spoken), spoken, amounts=amounts)


@EACH
def test_the_text_for_the_sender_has_no_amount_unless_ticked(language):
    for data, corridor in ((real(), "RU-AZ"), (real(), "TR-AZ")):
        for amount in ({"send": "54321"}, {"send": None, "receive": "432"}):
            found = ask(data, corridor, **amount)
            text = written(found, data, words(language), amounts=False)
            figures = {int(n) for n in re.findall(r"\d+", re.sub(r"(?<=\d)[.,\s](?=\d{3})", "", text))}
            assert figures <= {1, 2, 3}


@EACH
def test_the_text_for_the_sender_has_the_amounts_when_ticked(language):
    spoken = words(language)
    for data in (teaching(), real()):
        sent = written(ask(data, send="20000"), data, spoken)
        assert spoken.money(Decimal(20_000), "RUB", whole=True) in sent
        needed = written(ask(data, send=None, receive="400"), data, spoken)
        assert spoken.money(Decimal(400), "AZN", whole=True) in needed


@EACH
def test_the_text_for_the_sender_asks_three_questions_and_warns_of_the_code(language):
    spoken = words(language)
    found = ask(real())
    lines = written(found, real(), spoken, amounts=False).splitlines()
    assert lines[0] == spoken("sender.hello")
    for number, question in enumerate(offer_words.questions(found, spoken), 1):
        assert spoken("sender.question", number=number, question=question) in lines
    assert spoken("sender.receipt") in lines


@EACH
@pytest.mark.parametrize("amounts", [True, False])
def test_of_a_whole_price_of_today_amount_way_and_day_are_told_and_nothing_is_asked(language, amounts):
    spoken = words(language)
    seen = an_observation(rate="0.0192", pays="AZN", receipt_charge=0)
    data = a_dataset(a_route(provider=a_provider(), observations=[seen]))
    found = compare(data, a_transfer(10_100), DAY)
    text = written(found, data, spoken, amounts=amounts)
    assert spoken.money(Decimal(10_100), "RUB", whole=True) in text
    assert spoken.money(Decimal(192), "AZN", whole=True) in text
    assert spoken("answer.checked", day=spoken.day(DAY)) in text
    assert "a_bank" in text
    assert "?" not in text
    assert spoken("sender.ask") not in text
    assert spoken("sender.receipt") in text


@EACH
def test_of_a_whole_price_only_what_it_leaves_open_is_asked(language):
    spoken = words(language)
    seen = an_observation(rate="0.0192", pays="AZN")
    data = a_dataset(a_route(provider=a_provider(), observations=[seen]))
    text = written(compare(data, a_transfer(10_100), DAY), data, spoken)
    assert spoken("sender.question", number=1, question=spoken("question.receipt_here")) in text
    assert text.count("?") == 1
    assert spoken("question.fee") not in text


def test_the_text_for_the_sender_names_the_best_road_and_never_one_outside_the_formal_system():
    found = ask(teaching(), asked=AskedPrice(percent=Decimal(0)))
    for language in LANGUAGES:
        spoken = words(language)
        text = written(found, teaching(), spoken)
        assert offer_words.provider("app_e", teaching(), spoken) in text
        for road in found.informal:
            assert road.road.name.text_in(language) not in text
        assert spoken("sender.invented") in text
        assert spoken("sender.invented") not in written(ask(real()), real(), spoken)


@EACH
def test_where_one_piece_is_missing_the_text_has_the_cautions_of_the_card(language):
    spoken = words(language)
    seen = an_observation(rate="0.0192", pays="AZN", fee=None)
    data = a_dataset(a_route(provider=a_provider(licence=()), observations=[seen]))
    found = compare(data, a_transfer(10_100), DAY)
    cautions = answer_view(found, data, spoken).headline.cautions
    assert cautions
    text = written(found, data, spoken)
    assert all(caution.written in text for caution in cautions)
