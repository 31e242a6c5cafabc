"""The recipient's page as a whole: every road and every language, on the shipped sets of data."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from channels.compare.comparison import compare
from channels.compare.serialise import cited
from channels.pricing.routes import Transfer
from channels.terms import DisbursementMethod, Reason, Status
from components.i18n import LANGUAGES, words
from components.pages.recipient import page as recipient
from components.widgets import remembered
from components.words import offers as offer_words
from components.words.answer_headline import headline_view
from components.words.companies import companies
from tests.support.datasets import with_ecb
from tests.support.lanes import sampled, spread

DATA = Path(__file__).parents[4] / "data"
DAY = date(2026, 11, 21)
SETS = ("real", "teaching")
FORBIDDEN = ("marja", "tranzaksiya", "benefisiar", "konvertasiya", "kanal", "havala")


@cache
def market(name):
    """A shipped set of data as the dashboard reads it."""
    return with_ecb(name)


EACH_LANGUAGE = pytest.mark.parametrize("language", sampled(LANGUAGES))
ROADS = [(name, corridor) for name in SETS for corridor in market(name).tables.corridors]
EACH_ROAD = pytest.mark.parametrize(
    ("name", "corridor"), spread(ROADS), ids=lambda end: end if isinstance(end, str) else end.key
)
IN_EACH_LANGUAGE = pytest.mark.parametrize(
    ("name", "corridor", "language"),
    spread([(*road, language) for road in ROADS for language in LANGUAGES]),
    ids=lambda end: end if isinstance(end, str) else end.key,
)
"""One of five in `make test`: every language, and every fifth road."""


def show(name, language):
    senders = (words("az"), words("ru"))
    recipient.page(market(name), words(language), DAY, senders=senders, facts=market("real"))


def call(function, *args):
    function(*args)


def opened(name="teaching", language="en", **address):
    """The page, opened with what stands in the address."""
    page = AppTest.from_function(call, args=(show, name, language), default_timeout=30)
    for key, code in address.items():
        page.query_params[key] = code
    page.run()
    assert not page.exception
    return page


@cache
def asked(name, corridor, language):
    """The page as it first answers a question of 700 units on a corridor. To be read, not to be used."""
    return opened(name, language, send="700", **places(corridor))


def bare(text):
    """Markdown as it is read: without the marks that keep a text as it is, a space for each blank."""
    return " ".join(str(text).replace("\\", "").split())


def texts(page):
    """Every text, heading, label and option on the page, the folded ones with it."""
    found = [*page.title, *page.header, *page.subheader, *page.markdown, *page.caption, *page.warning]
    found += [*page.info, *page.code]
    labelled = [*page.button, *page.expander, *page.text_input, *page.selectbox, *page.toggle]
    options = [option for entry in page.selectbox for option in entry.options]
    return [bare(text) for text in [*(e.value for e in found), *(e.label for e in labelled), *options]]


def read(page):
    """All of it as one text."""
    return "\n".join(texts(page))


def answer(name, corridor, *, send=None, receive=None, **wishes):
    """What the domain says to a question in the corridor's own currency."""
    asked = Transfer(corridor=corridor, currency=corridor.sends, send=send, receive=receive, **wishes)
    return compare(market(name), asked, DAY)


def places(corridor):
    """The two ends of a corridor as the address names them."""
    return {"sending": corridor.sending, "receiving": corridor.receiving}


def headings(page):
    return [bare(entry.value) for entry in page.header]


# Every road


@IN_EACH_LANGUAGE
def test_every_road_is_answered_by_what_the_comparison_gives(name, corridor, language):
    spoken = words(language)
    page = asked(name, corridor, language)
    found = answer(name, corridor, send=Decimal(700))
    leaves = found.transfer.corridor.receiving != "AZ"
    assert page.title[0].value == spoken("recipient.title_there" if leaves else "recipient.title")
    if found.headline is None:
        assert headings(page) == []
        assert page.subheader[0].value == spoken("answer.none")
        for said in headline_view(found, market(name), spoken).said:
            assert bare(said) in read(page)
    else:
        assert headings(page) == [bare(offer_words.answer_number(found, found.headline, spoken))]
        assert bare(offer_words.answer_label(found, found.headline, market(name), spoken)) in texts(page)
    amounts = Counter(f"**{bare(offer_words.amount_of(found, offer, spoken))}**" for offer in found.offers)
    shown = Counter(text for text in (bare(e.value) for e in page.markdown) if text in amounts)
    assert shown == amounts


@IN_EACH_LANGUAGE
def test_money_comes_before_percent(name, corridor, language):
    page = asked(name, corridor, language)
    large = [*page.title, *page.header, *page.subheader]
    cards = [e for e in page.markdown if e.value.startswith("**")]
    assert "%" not in "".join(e.value for e in [*large, *cards])


@EACH_ROAD
def test_what_must_arrive_is_answered_by_the_smallest_outlay(name, corridor):
    spoken = words("en")
    page = opened(name, receive="300", ask="receive", **places(corridor))
    if corridor.receives is None:
        assert page.segmented_control(key="ask").value == "send"
        return
    found = answer(name, corridor, receive=Decimal(300))
    if found.headline is not None:
        assert found.headline.received >= 300
        assert headings(page) == [spoken.money(found.headline.outlay, corridor.sends, whole=True)]
    for offer in found.offers:
        assert f"**{offer_words.amount_of(found, offer, spoken)}**" in texts(page)


@IN_EACH_LANGUAGE
def test_the_words_of_the_trade_and_codes_are_not_on_the_page(name, corridor, language):
    shown = re.sub(r"\]\([^)]*\)", "]", read(asked(name, corridor, language)))
    titles = {bare(source.title) for source in market("real").sources.values()}
    for title in sorted(titles, key=len, reverse=True):
        shown = shown.replace(title, "")
    assert re.findall(r"\b(?:AZN|RUB|USD|EUR|TRY|GEL|KZT)\b|₼", shown) == []
    assert [word for word in FORBIDDEN if re.search(rf"\b{word}", shown, re.IGNORECASE)] == []


# Wishes


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("form", ["cash", "card", "account"])
def test_the_way_of_collecting_filters_the_roads(name, form):
    page = opened(name, pay_out=form)
    wanted = DisbursementMethod(form)
    found = answer(name, market(name).corridor("RU", "AZ"), send=Decimal(20_000), pay_out=wanted)
    details = words("en")("road.details")
    if found.headline is not None:
        assert sum(entry.label == details for entry in page.expander) == len(found.offers)
    amounts = {f"**{bare(offer_words.amount_of(found, offer, words('en')))}**" for offer in found.offers}
    assert amounts <= set(texts(page))
    assert {offer.form for offer in found.offers} <= {wanted, None}


def test_a_promotion_is_marked_and_stays_out_of_the_order_unless_asked_for():
    spoken = words("en")
    data = market("teaching")
    corridor = data.corridor("RU", "AZ")
    assert spoken("offer.promotion") in read(opened())
    plain = answer("teaching", corridor, send=Decimal(20_000))
    counted = answer("teaching", corridor, send=Decimal(20_000), promotions=True)
    assert not plain.headline.promotion
    page = opened(promotions="1")
    assert headings(page) == [offer_words.answer_number(counted, counted.headline, spoken)]
    assert counted.best.received > plain.best.received


def test_a_wish_that_nobody_can_meet_says_so_instead_of_an_empty_page():
    page = opened("real", sending="IL", within="1h", pay_out="card")
    assert page.subheader[0].value == words("en")("answer.none")
    assert words("en")("question.fee") in read(page)


# Not offered, sources, and what carries no amount


@IN_EACH_LANGUAGE
def test_every_road_that_is_not_offered_is_listed_with_its_reason(name, corridor, language):
    spoken = words(language)
    page = asked(name, corridor, language)
    found = answer(name, corridor, send=Decimal(700))
    # Who has no price at all stands among those to ask, who has one by another way among these.
    refused = [item for item in found.not_offered if item.reason is not Reason.NOT_PUBLISHED]
    title = spoken.count("refused.title", len(refused))
    folded = [entry for entry in page.expander if entry.label == title]
    assert len(folded) == bool(refused)
    if not refused:
        return
    lines = [bare(element.value) for element in folded[0].markdown]
    for item, line in zip(refused, lines, strict=True):
        assert item.route.provider.name.text_in(language) in line
        assert line.endswith(bare(offer_words.refusal(item, spoken)))
        if item.reason.is_closed:
            assert spoken.day(item.day) in line
            assert spoken.currency(corridor.receives or corridor.sends) not in line


def test_what_stopped_or_was_suspended_has_no_card():
    page = opened("teaching")
    stopped = [p for p in market("teaching").tables.providers if p.id in ("system_s", "system_u")]
    assert len(stopped) == 2
    names = {f"**{provider.name.text_in('en')}**" for provider in stopped}
    cards = [bare(e.value) for e in page.markdown]
    lines = [text for text in cards if any(name in text for name in names)]
    assert len(lines) == 2
    assert all(": " in line for line in lines)
    assert {market("teaching").providers[p.id].status[-1].state for p in stopped} == {
        Status.STOPPED,
        Status.SUSPENDED,
    }


@IN_EACH_LANGUAGE
def test_every_card_carries_the_sources_of_what_it_shows(name, corridor, language):
    spoken, data = words(language), market(name)
    page = asked(name, corridor, language)
    found = answer(name, corridor, send=Decimal(700))
    details = [entry for entry in page.expander if entry.label == spoken("road.details")]
    if found.headline is None:
        view = companies(found, data, spoken)
        details = [] if view is None else [entry for entry in page.expander if entry.label == view.more]
        assert len(details) == (1 if found.offers else len(details))
    else:
        assert len(details) == len(found.offers)
    shown = [bare("\n".join(element.value for element in entry.caption)) for entry in details]
    for offer in found.offers:
        lines = [bare(offer_words.source_line(data.sources[source], spoken)) for source in offer.sources]
        assert lines
        assert any(all(line in text for line in lines) for text in shown)
    named = {source for source in cited(found) if source in data.sources}
    label = spoken.count("sources.all", len(named))
    assert sum(entry.label == label for entry in page.expander) == bool(named)


@EACH_LANGUAGE
@pytest.mark.parametrize("name", SETS)
def test_the_law_the_help_and_the_warning_stand_on_every_page(name, language):
    spoken = words(language)
    page = opened(name, language)
    shown = read(page)
    for rule in market("real").tables.rules:
        if rule.topic in ("law", "help", "border", "sending"):
            assert bare(rule.text.text_in(language)) in shown
    for key in ("safety.code", "recipient.not_an_offer", "late.step_1", "informal.title", "form.clear"):
        assert spoken(key) in shown


# The panels


@EACH_LANGUAGE
def test_a_told_price_is_judged_on_day_one_without_any_price_of_ours(language):
    spoken = words(language)
    page = opened("real", language, sending="IL", send="1000", open="told")
    mark = "." if language == "en" else ","
    page.text_input(key=f"rate.ILS.{language}").set_value(f"0{mark}57")
    page.text_input(key=f"told.1.fee.{language}").set_value("20")
    page.text_input(key=f"told.1.rate.{language}").set_value(f"0{mark}55").run()
    assert not page.exception
    # 1,000 shekels at 0.57 are 570 manat; 980 at 0.55 are 539.
    worth, less = (spoken.money(Decimal(n), "AZN", whole=True) for n in (570, 31))
    assert bare(spoken("told.official", worth=worth, less=less)) in read(page)


def test_a_told_price_under_an_old_rate_asks_for_todays():
    page = opened("real", open="told")
    page.text_input(key="told.1.fee.en").set_value("200")
    page.text_input(key="told.1.rate.en").set_value("1.92").run()
    spoken, found = words("en"), answer("real", market("real").corridor("RU", "AZ"), send=Decimal(20_000))
    assert spoken("told.old_rate", day=spoken.day(found.reference.day)) in read(page)
    labels = [entry.label for entry in page.text_input]
    assert any(label.startswith(words("en")("rate.ask", units="100 roubles")) for label in labels)


@pytest.mark.parametrize("currency", ["RUB", "EUR"])
def test_todays_rate_settles_a_told_price_in_every_currency_that_can_be_sent(currency):
    page = opened("real", open="told", currency=currency, send="1000")
    field = next(entry for entry in page.text_input if entry.key.startswith("rate."))
    field.set_value({"RUB": "1.96", "EUR": "1.98"}[currency]).run()
    page.text_input(key="told.1.fee.en").set_value("10")
    page.text_input(key="told.1.received.en").set_value({"RUB": "19", "EUR": "1950"}[currency]).run()
    assert not page.exception
    assert not re.search("old rate", read(page))


@pytest.mark.parametrize("name", SETS)
def test_the_text_for_the_sender_names_no_road_outside_the_formal_system(name):
    page = opened(name, "ru", open="write")
    for box in (box for box in page.checkbox if box.key == "text_amounts"):
        box.check().run()
    text = page.code[0].value
    assert text.startswith(words("ru")("sender.hello"))
    for road in market(name).tables.roads:
        for language in LANGUAGES:
            assert road.name.text_in(language) not in text


@pytest.mark.parametrize("panel", ["told", "write"])
@EACH_ROAD
def test_the_panels_open_on_every_road(name, corridor, panel):
    page = opened(name, "ru", open=panel, **places(corridor))
    shown = page.code if panel == "write" else [e for e in page.text_input if e.key.startswith("told.1.")]
    # For the sender: the ready text, the message with the link, and the one for a plain telephone.
    assert len(shown) == (3 if panel == "write" else 4)


# What cannot be read


@EACH_LANGUAGE
def test_an_amount_that_cannot_be_read_leaves_help_and_the_form(language):
    spoken = words(language)
    page = opened("teaching", language)
    page.text_input[0].set_value("1e30").run()
    assert not page.exception
    assert [entry.value for entry in page.warning] == [spoken("amount.too_large")]
    assert headings(page) == []
    assert spoken("late.title") in [entry.label for entry in page.expander]
    page.text_input[0].set_value("20 000").run()
    assert len(headings(page)) == 1


def test_nonsense_in_the_address_shows_the_first_question():
    nonsense = {"sending": "XX", "send": "1e30", "pay_out": "<script>", "currency": "QQQ", "within": "9h"}
    said = words("en")("link.unknown_country", code="XX")
    assert [text for text in texts(opened("real", **nonsense)) if text != said] == texts(opened("real"))


def test_the_clear_button_brings_back_the_first_question():
    page = opened("teaching", sending="TR", send="5000", pay_out="card", open="write")
    before = texts(page)
    button = next(entry for entry in page.button if entry.label == words("en")("form.clear"))
    button.click().run()
    assert not page.exception
    assert texts(page) != before
    # In this run alone the browser is told to forget the kept answers.
    assert [text for text in texts(page) if text != remembered.forgetting_picture()] == texts(
        opened("teaching")
    )
    assert remembered.forgetting_picture() in texts(page)
    assert remembered.forgetting_picture() not in texts(page.run())


def test_the_real_page_offers_the_teaching_set_only_while_no_price_is_current():
    offer = words("en")("teaching.try")
    for corridor in market("real").tables.corridors[::6]:
        page = asked("real", corridor, "en")
        found = answer("real", corridor, send=Decimal(700))
        assert (offer in [entry.label for entry in page.button]) == (found.headline is None)
    assert offer not in [entry.label for entry in opened("teaching").button]


# An account number, and the exchange counter's rate

NUMBER = "AZ21NABZ00000000137010001944"


def test_an_account_number_is_checked_where_money_goes_to_an_account_and_stays_out_of_the_address():
    spoken = words("en")
    page = opened("real", sending="DE", send="263", pay_out="account", open="write")
    assert spoken("account.kept_nowhere") in read(page)
    page.text_input(key="account_number").set_value(NUMBER).run()
    assert [bare(shown.value) for shown in page.success] == [spoken("account.right")]
    page.text_input(key="account_number").set_value(NUMBER[:-1] + "5").run()
    assert spoken("account.digits") in [bare(shown.value) for shown in page.warning]
    assert not any(NUMBER[4:12] in str(value) for value in page.query_params.values())
    assert NUMBER[4:12] not in "".join(code.value for code in page.code)


@pytest.mark.parametrize("wishes", [{"pay_out": "cash"}, {"receiving": "TR", "sending": "AZ"}, {}])
def test_where_no_money_goes_to_an_account_here_no_number_is_asked_for(wishes):
    page = opened("real", open="write", **{"sending": "DE", "send": "263", **wishes})
    assert not [entry for entry in page.text_input if entry.key == "account_number"]


def test_the_exchange_counters_rate_gives_carried_cash_an_amount():
    spoken = words("en")
    page = opened("real", sending="DE", send="200", currency="EUR")
    lines = f"**{spoken('line.carried')}**: "
    assert any(text.endswith(lines + spoken("line.none_no_board")) for text in texts(page))
    page.text_input(key=next(e.key for e in page.text_input if "counter.EUR" in e.key)).set_value("1.9").run()
    assert any(text.endswith(lines + "380 manat") for text in texts(page))
