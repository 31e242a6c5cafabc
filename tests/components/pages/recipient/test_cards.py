"""The cards: what each says, what it leaves out, and who says so."""

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from channels.compare.comparison import compare
from channels.dataset.dataset import Dataset
from channels.dataset.tables import Tables
from channels.pricing.fx import Rates
from channels.pricing.informal import AskedPrice
from channels.pricing.reader_quote import ReaderQuote
from channels.pricing.routes import Route
from channels.records.base import Source
from channels.records.informal import GroupRange
from channels.records.policy import Rule
from channels.terms import Channel, DisbursementMethod, InformalKind, Status
from components.i18n import LANGUAGES, words
from components.pages.recipient import cards
from components.widgets import choices, citations
from components.widgets.theme import JOINER, SYMBOLS
from components.words import offers as offer_words
from components.words.answer_rows import row
from components.words.answer_view import answer_view
from tests.support.builders import (
    DAY,
    a_board,
    a_corridor,
    a_coverage,
    a_limit,
    a_market,
    a_payout,
    a_provider,
    a_road,
    a_route,
    a_service,
    a_tariff,
    a_transfer,
    an_observation,
    charge,
    dec,
    licence,
    no_price,
    standing,
    taken_on_receipt,
)
from tests.support.lanes import sampled

EN = words("en")
CITED = (
    "a_tariff_sheet",
    "a_notice",
    "the_register",
    "a_counter_notice",
    "a_list_of_countries",
    "a_limit_notice",
    "a_study",
    "a_board",
    "central_bank",
)


def a_source(name="a_tariff_sheet", **fields):
    """A page that was read on the day asked."""
    plain = {
        "id": name,
        "title": f"Title of {name}",
        "publisher": "Publisher",
        "url": f"https://example.org/{name}",
        "retrieved": DAY,
        "confidence": "primary",
    }
    return Source(**(plain | fields))


def a_dataset(*routes, sources=(), roads=(), rules=(), boards=(), market=None):
    """A market of the routes given, from Russia to Azerbaijan unless they say otherwise."""
    named = {source.id: source for source in (*(a_source(name) for name in CITED), *sources)}
    market = market or a_market(*boards)
    tables = Tables(
        sources=tuple(named.values()),
        corridors=tuple({r.corridor.key: r.corridor for r in routes}.values()) or (a_corridor(),),
        providers=tuple({r.provider.id: r.provider for r in routes}.values()),
        boards=tuple(boards),
        roads=tuple(roads),
        rules=tuple(rules),
    )
    by_corridor: dict[str, list[Route]] = {}
    for route in routes:
        by_corridor.setdefault(route.corridor.key, []).append(route)
    found = {key: tuple(found) for key, found in by_corridor.items()}
    assert isinstance(market.rates, Rates)
    return Dataset(tables, market.rates, found)


def a_business(name, **fields):
    """A provider with a name that people read."""
    return a_provider(name, id=name.lower().replace(" ", "_"), **fields)


def a_named_route(name, *tariffs, channel=Channel.BANK, **service):
    """A road of a provider of this name."""
    made = a_service(*(tariffs or (a_tariff(),)), **service)
    return a_route(service=made, provider=a_business(name, channel=channel, services=(made,)))


def call(function, *args, **more):
    function(*args, **more)


def drawn(function, *args, **more):
    """A page on which one function of the cards draws."""
    page = AppTest.from_function(call, args=(function, *args), kwargs=more, default_timeout=30).run()
    assert not page.exception
    return page


def bare(text):
    """Markdown without the marks that keep a text as it is."""
    return text.replace("\\", "").replace(JOINER, "")


def said(page):
    """Every text on the page, in its order."""
    return [bare(element.value) for element in [*page.markdown, *page.caption]]


def whole(page):
    return "\n".join(said(page))


# The answer


def test_a_current_price_is_one_number_with_its_cost_time_place_and_age():
    data = a_dataset(a_named_route("Bank", a_tariff(charge(flat=100), verified=DAY - timedelta(days=3))))
    found = compare(data, a_transfer(), DAY)
    page = drawn(cards.answer, answer_view(found, data, EN), EN)
    assert [header.value for header in page.header] == ["198 manat"]
    assert EN("answer.most_here", provider="Bank") in said(page)
    place = offer_words.place(found.headline, data, EN)
    assert EN("answer.line", cost="100 roubles", time="up to 10 minutes", place=place) in said(page)
    assert EN.count("age.days", 3) in whole(page)
    write, told_price = page.button
    assert EN("answer.write") in write.label
    assert EN("answer.told") in told_price.label


@pytest.mark.parametrize(("days", "large"), [(0, True), (90, True), (91, False), (400, False)])
def test_only_a_price_of_the_last_ninety_days_is_set_large(days, large):
    seen = DAY - timedelta(days=days)
    data = a_dataset(a_named_route("Bank", a_tariff(since=date(2024, 1, 1), verified=seen)))
    page = drawn(cards.answer, answer_view(compare(data, a_transfer(), DAY), data, EN), EN)
    assert bool(page.header) is large
    assert (EN("answer.none") in [entry.value for entry in page.subheader]) is not large


@pytest.mark.parametrize(("days", "large"), [(7, True), (8, False)])
def test_an_old_official_rate_makes_no_large_number(days, large):
    data = a_dataset(a_named_route("Bank"), market=a_market(day=DAY - timedelta(days=days)))
    page = drawn(cards.answer, answer_view(compare(data, a_transfer(), DAY), data, EN), EN)
    assert bool(page.header) is large


def test_a_price_of_a_service_that_nobody_confirms_is_not_set_large():
    service = a_service(a_tariff(), status=(standing(Status.NOT_CONFIRMED),))
    provider = a_business("Bank", services=(service,), status=(standing(Status.NOT_CONFIRMED),))
    data = a_dataset(a_route(service=service, provider=provider))
    page = drawn(cards.answer, answer_view(compare(data, a_transfer(), DAY), data, EN), EN)
    assert not page.header
    assert page.subheader[0].value == EN("answer.incomplete")
    assert EN("missing.status") in whole(page)


def test_without_any_price_the_answer_asks_three_questions():
    data = a_dataset(a_named_route("Bank", a_tariff(verified=None, since=None)))
    found = compare(data, a_transfer(), DAY)
    page = drawn(cards.answer, answer_view(found, data, EN), EN)
    text = whole(page)
    for key in ("question.fee", "question.rate", "question.receipt_here"):
        assert EN(key) in text


def test_what_must_arrive_is_answered_by_the_outlay():
    data = a_dataset(a_named_route("Bank", a_tariff(charge(flat=100))))
    page = drawn(cards.answer, answer_view(compare(data, a_transfer(receive=200), DAY), data, EN), EN)
    assert [header.value for header in page.header] == ["10,100 roubles"]
    assert EN("answer.least", provider="Bank") in said(page)


# Roads


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_a_road_says_where_and_with_what_it_is_collected_as_told_with_its_price(language):
    say = words(language)
    told = {"regions": ("all",), "documents": ("passport",), "source": "a_study"}
    seen = an_observation(observed=DAY - timedelta(days=2), **told)
    data = a_dataset(a_route(observations=(seen,), payout=a_payout(documents=("id_card",))))
    found = compare(data, a_transfer(), DAY)
    page = drawn(cards.road, row(found.offers[0], found, data, say), say)
    assert say("bring.documents", things=say("document.passport")) in said(page)
    assert say("document.id_card") not in whole(page)
    details = bare(page.expander[0].markdown[0].value)
    assert say("bring.where_all") in details
    for label in ("steward.where", "steward.documents"):
        assert say("bring.seen", what=say(label), day=say.day(DAY - timedelta(days=2))) in details
    assert "https://example.org/a_study" in bare(page.expander[0].caption[0].value)


def test_a_road_says_its_money_its_parts_its_counter_and_its_age():
    counter = a_payout(
        documents=("id_card",),
        know=("control_number",),
        tariffs=(a_tariff(taken_on_receipt(flat=1), currency="AZN"),),
    )
    partner = a_business("Post")
    service = a_service(a_tariff(charge(flat=100), margin=2))
    data = a_dataset(a_route(service=service, payout=counter, partner=partner))
    found = compare(data, a_transfer(), DAY)
    page = drawn(cards.road, row(found.offers[0], found, data, EN), EN)
    # 9,900 roubles at 0.02 less 2 percent are 194.04 manat, of which 1 is taken at the counter.
    assert "**193 manat**" in said(page)
    assert EN("place.known", partner="Post", form=EN("form_of.cash")) in said(page)
    taken = EN("offer.taken_both", cost="50 roubles", amount="1 manat")
    assert EN("offer.parts_here", fee="100 roubles", hidden="198 roubles", receipt=taken) in said(page)
    assert EN("bring.documents", things=EN("document.id_card")) in said(page)
    assert EN("bring.know", things=EN("know.control_number")) in said(page)
    assert EN("offer.best") in whole(page)
    details = page.expander[0]
    assert details.label == EN("road.details")
    exact = bare(details.markdown[0].value)
    assert all(figure in exact for figure in ("193.04 manat", "100 roubles", "198 roubles", "50 roubles"))
    assert EN("status.operating_on", day=EN.day(DAY)) in exact
    assert EN("road.seen", when=EN.day(DAY)) in exact
    cited = bare(details.caption[0].value)
    assert "https://example.org/a_tariff_sheet" in cited
    assert "https://example.org/a_notice" in cited


def test_three_roads_are_shown_and_the_others_are_one_tap_away():
    made = [a_named_route(f"Bank {n}", a_tariff(charge(flat=n * 100))) for n in range(1, 6)]
    data = a_dataset(*made)
    page = drawn(cards.roads, answer_view(compare(data, a_transfer(), DAY), data, EN), EN)
    folded = [entry for entry in page.expander if entry.label == EN.count("roads.more", 2)]
    assert len(folded) == 1
    inside = [bare(element.value) for element in folded[0].markdown]
    names = [text for text in said(page) if text.endswith("**") and "Bank" in text]
    assert [text.split("**")[1] for text in names] == [f"Bank {n}" for n in range(1, 6)]
    assert [text.split("**")[1] for text in inside if "Bank" in text] == ["Bank 4", "Bank 5"]


def test_each_form_of_pay_out_has_its_best_road_among_the_first_three():
    cash = [a_named_route(f"Bank {n}", a_tariff(charge(flat=n))) for n in range(1, 5)]
    card = a_named_route("App", a_tariff(charge(flat=2_000)), disbursement="card", channel=Channel.DIGITAL)
    data = a_dataset(*cash, card)
    page = drawn(cards.roads, answer_view(compare(data, a_transfer(), DAY), data, EN), EN)
    folded = next(entry for entry in page.expander if entry.label == EN.count("roads.more", 2))
    assert "App" not in "".join(bare(element.value) for element in folded.markdown)
    headings = {bare(element.value) for element in page.caption} & {"**In cash**", "**To a card**"}
    assert headings == {f"**{EN('group.cash')}**", f"**{EN('group.card')}**"}


def test_no_heading_parts_the_forms_when_the_reader_chose_one():
    made = [a_named_route("Bank"), a_named_route("App", disbursement="card")]
    data = a_dataset(*made)
    asked = a_transfer(pay_out=DisbursementMethod.CASH)
    page = drawn(cards.roads, answer_view(compare(data, asked, DAY), data, EN), EN)
    assert f"**{EN('group.cash')}**" not in said(page)


def test_a_dearer_road_says_how_much_less_arrives():
    made = [a_named_route("Bank"), a_named_route("Dear", a_tariff(charge(flat=500)))]
    data = a_dataset(*made)
    text = whole(drawn(cards.roads, answer_view(compare(data, a_transfer(), DAY), data, EN), EN))
    assert EN("offer.less", amount="10 manat") in text
    by_outlay = whole(
        drawn(cards.roads, answer_view(compare(data, a_transfer(receive=200), DAY), data, EN), EN)
    )
    assert EN("offer.dearer", amount="500 roubles") in by_outlay


def test_doubts_are_said_on_the_card():
    service = a_service(a_tariff(), pay_in="cash", speed=None, status=(standing(Status.NOT_CONFIRMED),))
    provider = a_business("Bank", services=(service,), status=(standing(Status.NOT_CONFIRMED),))
    data = a_dataset(a_route(service=service, provider=provider))
    found = compare(data, a_transfer(within=60), DAY)
    text = whole(drawn(cards.road, row(found.offers[0], found, data, EN), EN))
    assert EN("status.not_confirmed") not in text, "a price that was checked today says more"
    assert EN("fit.within") in text
    assert EN("time.unknown") in text


def test_a_road_whose_rate_nobody_knows_says_what_it_costs_at_least():
    data = a_dataset(a_named_route("Bank", a_tariff(charge(flat=100), margin=None)))
    found = compare(data, a_transfer(), DAY)
    page = drawn(cards.road, row(found.offers[0], found, data, EN), EN)
    assert f"**{EN('offer.at_least', cost='100 roubles')}**" in said(page)
    assert EN("note.rate_unknown") in said(page)


@pytest.mark.parametrize("kind", [*Channel])
def test_a_road_has_the_symbol_of_its_channel(kind):
    data = a_dataset(a_named_route("Bank", channel=kind))
    found = compare(data, a_transfer(), DAY)
    assert SYMBOLS[kind] in whole(drawn(cards.road, row(found.offers[0], found, data, EN), EN))


# Sources


def test_a_source_is_a_link_that_its_own_address_cannot_break():
    link = citations.source_link(a_source(url="https://example.org/a_(b)", title="On [x](http://y) *z*"), EN)
    assert re.fullmatch(r"\[.*\]\(https://example\.org/a_%28b%29\)", link)
    assert "\\[x\\]\\(http\\:\N{WORD JOINER}//y\\) \\*z\\*" in link


def test_a_source_without_an_address_is_no_link():
    assert "](" not in citations.source_link(a_source(url=None), EN)


def test_every_source_of_the_answer_is_one_tap_away():
    data = a_dataset(a_named_route("Bank"))
    found = compare(data, a_transfer(), DAY)
    page = drawn(citations.all_sources, answer_view(found, data, EN).sources, EN)
    text = bare(page.expander[0].caption[0].value)
    assert page.expander[0].label == EN.count("sources.all", len(text.splitlines()))
    assert "https://example.org/a_tariff_sheet" in text
    assert "https://example.org/central_bank" in text


# Not offered


def not_offered(*routes, **transfer):
    data = a_dataset(*routes)
    found = compare(data, a_transfer(**transfer), DAY)
    assert found.offers == ()
    return drawn(cards.refused, answer_view(found, data, EN), EN)


@pytest.mark.parametrize(
    ("state_", "key"), [(Status.STOPPED, "reason.stopped_on"), (Status.SUSPENDED, "reason.suspended_on")]
)
def test_what_has_stopped_is_listed_with_its_day_and_source_and_without_an_amount(state_, key):
    service = a_service(a_tariff(charge(flat=100)))
    provider = a_business("Bank", services=(service,), status=(standing(state_, date(2024, 2, 21)),))
    page = not_offered(a_route(service=service, provider=provider))
    assert page.expander[0].label == EN.count("refused.title", 1)
    text = whole(page)
    assert EN(key, day=EN.day(date(2024, 2, 21))) in text
    assert "https://example.org/a_notice" in text
    assert "manat" not in text and "rouble" not in text


def test_a_provider_named_as_unlicensed_is_not_called_suspended():
    service, day = a_service(a_tariff()), date(2026, 3, 1)
    provider = a_business("Bank", services=(service,), licence=(licence("unlicensed", day),))
    text = whole(not_offered(a_route(service=service, provider=provider)))
    assert EN("reason.unlicensed_on", day=EN.day(day)) in text
    assert EN("reason.suspended") not in text
    assert "https://example.org/the_register" in text


def test_a_limit_that_is_passed_is_named():
    service = a_service(a_tariff(), limits=(a_limit(5_000),), limits_source="a_limit_notice")
    page = not_offered(a_route(service=service))
    assert EN("reason.above_limit_of", limit="5,000 roubles") in whole(page)
    assert "https://example.org/" in whole(page)


@pytest.mark.parametrize(
    ("wish", "key"),
    [
        ({"pay_out": DisbursementMethod.CARD}, "reason.other_payout"),
        ({"within": 5}, "reason.too_slow"),
    ],
)
def test_a_wish_that_is_known_not_to_be_met_is_the_reason(wish, key):
    assert EN(key) in whole(not_offered(a_named_route("Bank"), **wish))


def test_nothing_is_drawn_where_nothing_is_refused():
    data = a_dataset(a_named_route("Bank"))
    page = drawn(cards.refused, answer_view(compare(data, a_transfer(), DAY), data, EN), EN)
    assert not page.expander
    assert said(page) == []


def test_who_lists_the_destination_without_a_price_is_named_with_day_and_source():
    service = a_service(coverage=(a_coverage(date(2026, 10, 2)),))
    data = a_dataset(a_route(service=service, provider=a_business("Bank", services=(service,))))
    found = compare(data, a_transfer(), DAY)
    page = drawn(cards.companies, answer_view(found, data, EN), EN)
    assert page.subheader[0].value == EN("companies.title")
    text = whole(page)
    assert EN("companies.unknown") in text
    assert "Bank" in text
    assert EN.day(date(2026, 10, 2)) in text
    assert "https://example.org/a_list_of_countries" in text


@pytest.mark.parametrize(
    ("answer", "key"), [("refused", "listed.asked"), ("no_service", "listed.not_offered")]
)
def test_a_provider_asked_in_vain_says_so_with_day_and_source_where_no_price_is_known(answer, key):
    asked_on = date(2026, 11, 5)
    service = a_service(coverage=(a_coverage(date(2026, 10, 2)),))
    data = a_dataset(a_route(service=service, provider=a_business("Bank", services=(service,))))
    (route,) = data.routes(data.corridor("RU", "AZ"))
    said = no_price(provider=route.provider.id, service=service.id, day=asked_on, answer=answer)
    data = replace(data, tables=replace(data.tables, answers=(("made", said),)))
    found = compare(data, a_transfer(), DAY)
    assert f"https://example.org/{said.source}" in whole(
        drawn(citations.all_sources, answer_view(found, data, EN).sources, EN)
    )
    text = whole(drawn(cards.companies, answer_view(found, data, EN), EN))
    assert EN("listed.seen", day=EN.day(date(2026, 10, 2))) in text
    assert EN(key, day=EN.day(asked_on)) in text
    assert all(f"https://example.org/{source}" in text for source in ("a_list_of_countries", said.source))
    text = whole(
        drawn(cards.companies, answer_view(compare(data, a_transfer(), date(2026, 11, 4)), data, EN), EN)
    )
    assert EN.day(asked_on) not in text


# Outside the formal system


def outside(road, *, asked=None, boards=(), ranges=()):
    data = a_dataset(a_named_route("Bank", a_tariff(charge(flat=500))), roads=(road,), boards=boards)
    data = data.with_tables(replace(data.tables, ranges=ranges))
    found = compare(data, a_transfer(), DAY, asked=asked)
    return drawn(cards.outside, answer_view(found, data, EN).outside[0], EN)


def test_carried_cash_says_what_the_exchange_hands_over_and_what_may_be_lost():
    boards = (a_board("RUB", buy="0.0196", sell="0.0204"),)
    page = outside(a_road("carried"), boards=boards)
    # 10,000 roubles over the board are 196 manat; the bank hands over 190.
    assert "196 manat" in said(page)
    assert EN("informal.more", amount="6 manat") in said(page)
    assert EN("informal.nobody_measured") in said(page)
    assert SYMBOLS[InformalKind.CARRIED] in whole(page)


def test_carried_cash_without_a_board_has_no_amount():
    page = outside(a_road("carried"))
    assert EN("offer.unknown_amount") in said(page)
    assert EN("informal.nobody_measured") not in said(page)


def test_an_unlicensed_service_has_an_amount_only_when_the_reader_was_asked_a_price():
    road = a_road("unlicensed", charges=({"percent": 1},), margin=0, day=DAY)
    silent = whole(outside(road))
    assert "manat" not in silent
    assert EN("informal.unlicensed_note") in silent
    asked = outside(road, asked=AskedPrice(percent=Decimal(2)))
    assert "196 manat" in said(asked)
    assert EN("informal.more", amount="6 manat") in said(asked)
    assert EN("informal.nobody_measured") in said(asked)


def test_what_groups_said_stands_as_a_range_with_its_people_day_and_source_and_never_as_an_amount():
    told = {"corridor": "RU-AZ", "since": DAY, "day": DAY, "groups": 3, "people": 31, "source": CITED[0]}
    said_once = (GroupRange(**told, least=1, most="5.5"),)
    page = whole(outside(a_road("unlicensed"), ranges=said_once))
    assert EN("informal.told", range="1%–5.5%", people="31", day=EN.day(DAY)) in page
    assert f"Title of {CITED[0]}" in page
    assert "manat" not in page
    assert "5.5" not in whole(outside(a_road("carried"), ranges=said_once))
    for gone in ({"superseded": "a slip"}, {"corridor": "TR-AZ"}, {"day": DAY + timedelta(days=1)}):
        assert "5.5" not in whole(
            outside(a_road("unlicensed"), ranges=(said_once[0].model_copy(update=gone),))
        )


def test_a_dearer_road_outside_is_said_to_hand_over_less():
    page = outside(a_road("unlicensed"), asked=AskedPrice(amount=Decimal(30)))
    assert EN("informal.less", amount="20 manat") in said(page)


# Told prices


def told(*prices):
    data = a_dataset(a_named_route("Bank", a_tariff(charge(flat=500))))
    return drawn(cards.told, answer_view(compare(data, a_transfer(), DAY, told=prices), data, EN))


def test_a_told_price_is_judged_by_the_official_rate_and_the_best_known_road():
    page = told(ReaderQuote(name="Kassa", fee=dec(100), rate=dec("0.019")))
    # 9,900 roubles at 0.019 are 188.10 manat of 200; the bank hands over 190.
    assert "**188 manat**" in said(page)
    text = whole(page)
    assert EN("told.official", worth="200 manat", less="12 manat") in text
    assert EN("told.below_known", amount="2 manat") in text
    assert EN("told.ask_rate") in text


def test_told_prices_stand_best_first():
    page = told(
        ReaderQuote(name="Worse", fee=dec(100), rate=dec("0.019")),
        ReaderQuote(name="Better", fee=dec(0), received=dec(195)),
    )
    names = [text for text in said(page) if text in ("**Worse**", "**Better**")]
    assert names == ["**Better**", "**Worse**"]


def test_a_told_price_that_makes_no_sense_is_asked_back():
    page = told(ReaderQuote(name="Kassa", fee=dec(100)))
    assert [bare(warning.value) for warning in page.warning] == [EN("told_fault.need_two", name="Kassa")]


def test_a_told_name_is_shown_letter_by_letter():
    name = "**x** [y](http://z) <b>"
    page = told(ReaderQuote(name=name, fee=dec(0), received=dec(195)), ReaderQuote(name=name, fee=dec(0)))
    drawn_name = page.markdown[0].value
    assert bare(drawn_name) == f"**{name}**"
    assert "\\*\\*x\\*\\* \\[y\\]\\(http\\://z\\) \\<b\\>" in drawn_name.replace(JOINER, "")
    assert "\\*\\*x\\*\\*" in page.warning[0].value


# The text for the sender


def write(found, data, language="en"):
    choices.choose("Language", "lang", ("az", "ru", "en"), str, default=language)
    view_in = partial(answer_view, found, data)
    cards.write(view_in, words(language), languages=(words("az"), words("ru")))
    st.session_state["drawn"] = True


@pytest.mark.parametrize(("language", "reader"), [("en", "az"), ("az", "az"), ("ru", "ru")])
def test_the_text_is_in_the_senders_language_and_tells_a_whole_price_with_its_amounts(language, reader):
    data = a_dataset(a_named_route("Bank", a_tariff(charge(flat=100))))
    page = drawn(write, compare(data, a_transfer(), DAY), data, language)
    spoken = words(reader)
    text = page.code[0].value
    assert text.startswith(spoken("sender.hello"))
    assert "Bank" in text
    assert spoken.day(DAY) in text
    assert spoken.money(dec(198), "AZN", whole=True) in text
    assert spoken.money(dec(10_000), "RUB", whole=True) in text
    assert not page.checkbox
    other = {"az": "ru", "ru": "az"}[reader]
    page.segmented_control(key="text_lang").set_value(other).run()
    assert page.code[0].value.startswith(words(other)("sender.hello"))


# Help and rules


def a_rule(topic, text="A rule.", **fields):
    plain = {"id": f"rule_{topic}", "topic": topic, "text": {"en": text}, "source": "a_notice"}
    return Rule(**(plain | fields))


def test_the_law_is_in_view_with_its_source():
    page = drawn(citations.law, a_dataset(rules=(a_rule("law", "Running one is an offence."),)), EN)
    assert not page.expander
    assert "Running one is an offence." in whole(page)
    assert "https://example.org/a_notice" in whole(page)


def test_help_and_the_warning_on_the_code_stand_together():
    link = "https://example.org/complain"
    page = drawn(cards.help_when_late, a_dataset(rules=(a_rule("help", "Complain here.", url=link),)), EN)
    folded = page.expander[0]
    assert folded.label == EN("late.title")
    text = "\n".join(bare(element.value) for element in [*folded.markdown, *folded.caption])
    for number in range(1, 4):
        assert EN(f"late.step_{number}") in text
    assert "Complain here." in text and f"]({link})" in text
    assert "https://example.org/a_notice" in text
    assert [info.value for info in page.info] == [EN("safety.code")]


def test_rules_for_a_family_are_one_tap_away_each_with_its_source():
    made = (
        a_rule("border", "Declare it."),
        a_rule("sending", "A monthly limit."),
        a_rule("law", "Not here."),
    )
    page = drawn(citations.rules, a_dataset(rules=made), EN)
    assert page.expander[0].label == EN("rules.title")
    text = whole(page)
    assert "Declare it." in text and "A monthly limit." in text and "Not here." not in text
    assert text.count("https://example.org/a_notice") == 2


def test_without_rules_there_is_nothing_to_open():
    assert not drawn(citations.rules, a_dataset(), EN).expander
