"""Rows of an answer: no old price is a winner, no current one is in doubt, and what denies one is said."""

from datetime import date, timedelta

import pytest

from channels.commands.comparing import text_lines
from channels.compare.comparison import compare
from channels.pricing.informal import AskedPrice
from channels.records.base import LocalText
from channels.records.providers import Standing
from channels.terms import Status
from components.i18n import LANGUAGES, words
from components.light.page import page
from components.paper.sheets import sheet_text
from components.words import answer_rows
from components.words.answer_view import answer_view
from components.words.links import message
from components.words.sender_text import sender_text
from tests.components.pages.recipient.test_cards import a_business, a_dataset, a_named_route
from tests.components.words.test_offers import ask, real, teaching
from tests.support.builders import (
    DAY,
    a_market,
    a_rate,
    a_road,
    a_route,
    a_service,
    a_tariff,
    a_transfer,
    an_observation,
    charge,
    standing,
)

EN = words("en")
EACH = pytest.mark.parametrize("language", LANGUAGES)
YEARS_AGO = date(2021, 12, 1)


def rows_of(*routes, market=None, language="en", **more):
    data = a_dataset(*routes, market=market, **more)
    return answer_view(compare(data, a_transfer(), DAY), data, words(language)).first_rows


def seen(day, **fields):
    """A free tariff that takes 100 roubles, last seen on a day."""
    return a_named_route("Bank", a_tariff(charge(flat=100), since=day, verified=day, margin=2), **fields)


@EACH
@pytest.mark.parametrize(("days", "wins"), [(0, True), (365, True), (366, False), (1_800, False)])
def test_a_price_older_than_a_year_wears_no_badge_of_a_winner(language, days, wins):
    say = words(language)
    (row,) = rows_of(seen(DAY - timedelta(days=days)), language=language)
    assert (say("offer.best") in [badge.text for badge in row.badges]) is wins


def test_a_price_older_than_a_year_says_what_it_cost_in_the_senders_money_and_no_manat():
    (row,) = rows_of(seen(YEARS_AGO))
    # 100 roubles are the fee, 2 percent of 9,900 are 198.
    assert row.amount == EN("offer.cost_then", cost="298 roubles")
    assert row.cost == EN(
        "offer.parts_here", fee="100 roubles", hidden="198 roubles", receipt=EN("unknown.short")
    )
    assert "manat" not in row.amount + row.cost


def test_nothing_is_held_against_an_old_price():
    dear = a_named_route("Dear", a_tariff(charge(flat=500), since=YEARS_AGO, verified=YEARS_AGO))
    rows = rows_of(seen(YEARS_AGO), dear)
    assert len(rows) == 2
    assert all(badge.kind != "less" for row in rows for badge in row.badges)


def test_a_price_of_an_undated_list_is_old():
    (row,) = rows_of(a_named_route("Bank", a_tariff(since=None, verified=None)))
    assert not any(badge.kind == "good" for badge in row.badges)


@EACH
def test_beside_a_checked_price_nobody_is_said_not_to_confirm_the_service(language):
    say = words(language)
    doubt = Standing(state=Status.NOT_CONFIRMED, day=DAY, source="a_notice")
    service = a_service(a_tariff(), status=(doubt,))
    route = a_route(service=service, provider=a_business("Bank", services=(service,), status=(doubt,)))
    (row,) = rows_of(route, language=language)
    told = (*(badge.text for badge in row.badges), row.status, row.status_short, *row.details)
    assert say("status.not_confirmed") not in told
    assert say("status.not_confirmed_on", day=say.day(DAY)) not in told


def test_an_old_price_of_a_service_that_nobody_confirms_says_so_with_what_denies_it():
    note = {"en": "A list of 2025 has no sending from Russia."}
    doubt = Standing(state=Status.NOT_CONFIRMED, day=date(2025, 5, 1), source="a_notice", note=note)
    tariff = a_tariff(since=YEARS_AGO, verified=YEARS_AGO)
    service = a_service(tariff, status=())
    route = a_route(service=service, provider=a_business("Bank", services=(service,), status=(doubt,)))
    (row,) = rows_of(route)
    assert row.denied == (note["en"],)
    assert note["en"] not in row.details
    assert EN("status.not_confirmed") in [badge.text for badge in row.badges]


def test_the_note_of_a_service_that_works_stays_among_its_details():
    note = {"en": "It works again."}
    works = Standing(state=Status.OPERATING, day=DAY, source="a_notice", note=note)
    service = a_service(a_tariff(), status=(works,))
    (row,) = rows_of(a_route(service=service, provider=a_business("Bank", services=(service,))))
    assert row.denied == () and note["en"] in row.details


def test_a_current_price_under_an_old_official_rate_is_said_to_be_checked_today():
    market = a_market(rates=[a_rate("RUB", "0.02", DAY - timedelta(days=30))])
    (row,) = rows_of(a_route(observations=(an_observation(rate="0.0192"),)), market=market)
    assert row.age_badge == EN("age.today")


@pytest.mark.parametrize(("asked", "shown"), [(None, False), (AskedPrice(percent=2), True)])
def test_an_unlicensed_service_has_an_amount_only_where_the_reader_typed_its_price(asked, shown):
    road = a_road("unlicensed", charges=({"percent": 1},), margin=0, day=DAY)
    data = a_dataset(a_named_route("Bank"), roads=(road,))
    found = compare(data, a_transfer(), DAY, asked=asked)
    assert found.informal[0].may_show_price is shown
    view = answer_rows.outside(found.informal[0], found, data, EN)
    assert (view.amount is not None) is shown
    assert (view.line is not None) is shown is (view.measured is not None)


def test_a_typed_price_that_no_rate_judges_asks_for_the_official_rate():
    road, old = a_road("unlicensed"), a_market(rates=[a_rate("RUB", "0.02", YEARS_AGO)])
    data = a_dataset(a_named_route("Bank"), roads=(road,), market=old)
    found = compare(data, a_transfer(), DAY, asked=AskedPrice(percent=2))
    assert answer_rows.outside(found.informal[0], found, data, EN).need_rate == EN("told.need_rate")


def test_a_stopped_service_is_refused_with_its_note():
    service = a_service(a_tariff())
    stopped = a_business("Bank", services=(service,), status=(standing(Status.STOPPED),))
    data = a_dataset(a_route(service=service, provider=stopped))
    (refused,) = answer_view(compare(data, a_transfer(), DAY), data, EN).refused
    assert refused.name == "Bank"
    assert refused.why == EN("reason.stopped_on", day=EN.day(DAY))


@EACH
@pytest.mark.parametrize("form", ["card", "account", "wallet"])
def test_of_a_whole_price_to_a_card_in_manat_no_bank_is_missed_wherever_it_is_read(language, form):
    say = words(language)
    service = a_service(disbursement=form)
    price = an_observation(rate="0.0192", pays="AZN", receipt_charge=0)
    bank = a_business("Bank", services=(service,))
    data = a_dataset(a_route(service=service, provider=bank, observations=[price]))
    found = compare(data, a_transfer(10_100), DAY)
    view = answer_view(found, data, say)
    assert view.headline.number is not None
    (row,) = view.first_rows
    where = say(f"form_of.{form}")
    assert (row.place, view.headline.place) == (where, where)
    missed = say("place.form_bank", form="").strip(" ,")
    everywhere = [str(view), *text_lines(view, say), sender_text(view, say, amounts=True)]
    everywhere += [message(found, data, say, amounts=True, address=None)]
    everywhere += [str(sheet_text(found, data, say, paper="a4", address=None))]
    everywhere += [page({"send": "10100"}, data, say, DAY, facts=data)]
    assert [text for text in everywhere if missed in text] == []


@pytest.mark.parametrize(("corridor", "send"), [("DE-AZ", "263"), ("RU-AZ", "20000"), ("AZ-TR", "100")])
def test_no_provider_is_told_to_have_no_price_beside_its_own_price(corridor, send):
    view = answer_view(ask(real(), corridor, send), real(), EN)
    assert not any(item.why == EN("reason.not_published") for item in view.refused)
    if view.companies is not None:
        names = [row.name for row in view.companies.rows]
        assert len(names) == len(set(names))


def test_a_service_that_is_not_offered_is_named_where_it_has_a_name():
    service = a_service(a_tariff(), name=LocalText(en="By its own card"))
    provider = a_business("Bank", services=(service,), status=(standing(Status.STOPPED),))
    data = a_dataset(a_route(service=service, provider=provider))
    (refused,) = answer_view(compare(data, a_transfer(), DAY), data, EN).refused
    assert refused.where == "By its own card"


@pytest.mark.parametrize("corridor", [c.key for c in teaching().tables.corridors])
def test_where_nothing_is_a_tap_away_every_row_stands_in_the_readers_order(corridor):
    found = ask(teaching(), corridor, "500")
    rows = answer_view(found, teaching(), EN).rows
    assert [row.rank for row in rows] == list(range(len(found.offers)))
    names = [teaching().providers[offer.provider].name.text_in("en") for offer in found.offers]
    assert [row.name for row in rows] == names
