"""Whom to ask: each company once, what it took nearby, and never a row of nothing but a source."""

from decimal import Decimal

import pytest

from components.i18n import LANGUAGES, words
from components.words import offers as offer_words
from components.words.answer_view import answer_view
from components.words.companies import FIRST, TO_TRY
from components.words.sender_text import sender_text
from tests.components.words.test_offers import ask, real, teaching

EACH = pytest.mark.parametrize("language", LANGUAGES)
INBOUND = [c for c in real().tables.corridors if c.receiving == "AZ" and c.sending != "AZ"]


def seen(corridor, language="en", data=None, **amount):
    """The view of an answer, by default of the evidence."""
    known = data or real()
    return answer_view(ask(known, corridor, **(amount or {"send": "300"})), known, words(language))


@EACH
def test_each_company_stands_once_and_with_a_figure_or_the_word_that_none_is_known(language):
    spoken = words(language)
    for corridor in INBOUND:
        view = seen(corridor.key, language)
        names = [
            row.name
            for row in (*view.companies.rows, *(r for g in (*view.first, *view.rest) for r in g.rows))
        ]
        assert len(names) == len(set(names)), corridor.key
        for row in view.companies.rows:
            assert row.facts
            assert row.figure or spoken("companies.unknown") in row.lines
            assert row.sources


def test_germany_has_six_companies_with_what_they_took_elsewhere_cheapest_first():
    found = ask(real(), "DE-AZ", "263")
    view = answer_view(found, real(), words("en"))
    rows = [row for row in view.companies.rows if row.took is not None]
    assert len(rows) == 6
    assert [row.name for row in rows] == [
        offer_words.provider(one.provider, real(), words("en")) for one in found.expected.providers
    ]
    assert all(row.figure and row.time and row.link.startswith("https://") for row in rows)
    assert len(view.companies.first) == FIRST
    assert view.roads_title is None


def test_a_way_of_which_only_a_part_is_known_stands_with_its_company():
    (wise,) = [row for row in seen("DE-AZ").companies.rows if row.name == "Wise"]
    assert [bool(way.amount) for way in wise.ways] == [True]
    (wise,) = [row for row in seen("AE-AZ").companies.rows if row.name == "Wise"]
    assert wise.figure and [way.amount for way in wise.ways] == [None]


def test_a_bank_with_several_ways_stands_once_with_its_ways_inside():
    view = seen("AZ-AZ")
    heads = [row for group in (*view.first, *view.rest) for row in group.rows]
    assert len({row.name for row in heads}) == len(heads) < len(view.rows)
    assert sum(len(row.variants) for row in heads) == len(view.rows) - len(heads)


def test_beside_a_current_price_only_those_without_one_are_listed():
    found = ask(teaching())
    view = answer_view(found, teaching(), words("en"))
    priced = {row.name for row in view.rows}
    assert view.companies is None or not priced & {row.name for row in view.companies.rows}
    assert not any(row.variants for row in view.rows)


@EACH
def test_the_text_for_the_sender_names_three_companies_and_the_amount_below_which_to_keep_asking(language):
    spoken = words(language)
    found = ask(real(), "DE-AZ", "263")
    view = answer_view(found, real(), spoken)
    assert len(view.companies.to_try) == TO_TRY
    plain, full = (sender_text(view, spoken, amounts=amounts) for amounts in (False, True))
    assert all(name in plain for name in view.companies.to_try)
    least = found.expected.marks.usual
    assert view.keep_asking in full and view.keep_asking in plain
    assert spoken.money(least.cost, "EUR", whole=True) in view.keep_asking


def test_with_a_fresh_rate_the_amount_to_keep_asking_below_is_what_arrives():
    found = ask(real(), "US-AZ", "294")
    view = answer_view(found, real(), words("en"))
    worst = found.expected.span.worst
    assert worst.arrives > Decimal(400)
    assert words("en").money(worst.arrives, "AZN", whole=True) in view.keep_asking


def test_whom_a_source_says_not_to_work_is_not_named_to_the_sender():
    view = seen("RU-AZ", send="20000")
    assert "Paysend" not in view.companies.to_try
    # All that is known of VTB is a list of July 2022: nobody is sent there, only the questions stand.
    assert view.companies.to_try == ()
    assert "VTB" in {row.name for row in view.companies.rows}
    text = sender_text(view, words("en"), amounts=False)
    assert "VTB" not in text
    assert words("en")("question.fee") in text
    assert seen("TR-AZ").keep_asking is None


def test_a_company_without_a_figure_does_not_stand_above_a_price_that_is_one_tap_away():
    view = seen("AZ-TR", send="100")
    assert view.rest
    assert [row.name for row in view.companies.first if row.figure is None] == []
    assert "Kapital Bank" in {row.name for row in view.companies.rest}
