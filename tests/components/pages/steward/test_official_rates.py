"""Official rates on the desk: typed by one, released by another, held for all readers."""

from datetime import timedelta

import pytest

from channels.clock import today
from channels.pricing.fx import reference
from channels.store import official_rates
from channels.terms import Stage
from components.i18n import LANGUAGES, words
from server.data_cache import shelf
from tests.support.builders import dec
from tests.support.lanes import sampled
from tests.support.price_desk import again, named, press, shown, texts

SPOKEN = pytest.mark.parametrize("language", sampled(LANGUAGES))
EN = words("en")


def known():
    return reference(shelf(every=0).dataset("real").rates, today(), base="RUB", quote="AZN")


def typed(value: str, name: str = "Aysel", language: str = "en"):
    page = named(shown("rates", language), name)
    page.selectbox(key="official1.currency").set_value("RUB")
    page = again(page)
    page.text_input(key=f"official1.RUB.{language}").set_value(value)
    return again(page)


def test_a_rate_of_today_holds_for_all_readers_once_a_second_person_confirms_it(store):
    page = press(typed("1.98"), "official.")
    assert EN("official.saved") in texts(page)
    assert not known().fresh
    own = named(shown("check"), "Aysel")
    assert EN("steward.own") in texts(own)
    assert not [b for b in own.button if (b.key or "").startswith("release")]
    check = named(shown("check"), "Murad")
    assert "100 roubles = 1.98 manat" in texts(check)
    assert "1.9579 manat" in texts(check)
    page = press(check, "release")
    assert EN("official.released") in texts(page)
    used = known()
    assert (used.rate, used.day, used.fresh) == (dec("0.0198"), today(), True)
    source = shelf(every=0).dataset("real").sources[used.sources[0]]
    assert source.url == f"https://www.cbar.az/currencies/{today():%d.%m.%Y}.xml"
    assert source.published == today()


@SPOKEN
def test_a_rate_far_off_is_held_back_with_both_values_until_somebody_releases_it(store, language):
    spoken = words(language)
    value = "19.8" if language == "en" else "19,8"
    page = press(typed(value, language=language), "official.")
    assert spoken("official.saved") in texts(page)
    check = named(shown("check", language), "Murad")
    said = texts(check)
    units, last = spoken.money(dec(100), "RUB", whole=True), spoken.money_exact(dec("1.9579"), "AZN")
    assert f"{units} = {spoken.money_exact(dec('19.8'), 'AZN')}" in said
    assert last in said
    assert any(last in warning.value.replace("\\", "") for warning in check.warning)
    (button,) = [b for b in check.button if (b.key or "").startswith("release")]
    assert spoken("official.release") in button.label.replace("\\", "")


def test_a_held_back_rate_may_be_refused_with_a_reason(store):
    press(typed("19.8"), "official.")
    page = press(named(shown("check"), "Murad"), "return")
    assert EN("entry_fault.no_reason") in texts(page)
    next(t for t in page.text_input if (t.key or "").startswith("why")).set_value("a point too far")
    page = press(again(page), "return")
    assert EN("official.refused") in texts(page)
    (one,) = official_rates.kept(store)
    assert (one.stage, one.steps[-1].reason) == (Stage.RETURNED, "a point too far")
    assert known().rate == dec("0.019579")


def test_a_day_whose_rate_is_known_takes_no_second_one(store):
    press(typed("1.98"), "official.")
    page = named(shown("rates"), "Leyla")
    page.text_input(key="official1.RUB.en").set_value("1.97")
    page = press(again(page), "official.")
    assert EN("official.waits_already") in texts(page)
    press(named(shown("check"), "Murad"), "release")
    page = press(typed("1.97", "Leyla"), "official.")
    assert EN("official.known", rate="100 roubles = 1.98 manat") in texts(page)
    assert len(official_rates.kept(store)) == 1


def test_an_empty_field_is_said(store):
    page = press(named(shown("rates"), "Aysel"), "official.")
    assert EN("official.missing") in texts(page)
    assert official_rates.kept(store) == ()


def test_a_published_rate_can_be_withdrawn_and_readers_have_the_last_one_again(store):
    press(typed("1.98"), "official.")
    press(named(shown("check"), "Murad"), "release")
    page = named(shown("rates"), "Murad")
    next(t for t in page.text_input if (t.key or "").startswith("back.")).set_value("of another day")
    page = press(again(page), "withdraw")
    assert EN("official.withdrawn") in texts(page)
    assert known().rate == dec("0.019579")


def test_only_who_may_check_and_publish_releases_a_rate(store):
    press(typed("1.98"), "official.")
    page = named(shown("check", roles="enter check"), "Murad")
    assert EN("official.may_not") in texts(page)
    assert not [b for b in page.button if (b.key or "").startswith(("release", "return"))]


def test_the_field_asks_for_what_is_stale_and_a_later_day_is_no_choice(store):
    page = named(shown("rates"), "Aysel")
    assert page.selectbox(key="official1.currency").value == "RUB"
    assert page.date_input(key="official1.day").max == today()
    assert (
        today() - timedelta(days=7)
        > reference(shelf(every=0).dataset("real").rates, today(), base="RUB", quote="AZN").day
    )


def field(page, start: str):
    return next(text for text in page.text_input if (text.key or "").startswith(start))


@pytest.mark.parametrize("where", ["rates", "check"])
def test_a_lone_steward_takes_a_mistyped_rate_back_and_types_it_anew(store, where):
    press(typed("19.8"), "official.")
    page = press(named(shown(where), "Aysel"), "mine.")
    assert EN("entry_fault.no_reason") in texts(page)
    field(page, "mine_why.").set_value("a point too far")
    page = press(again(page), "mine.")
    assert EN("steward.taken_back") in texts(page)
    (one,) = official_rates.kept(store)
    assert (one.stage, one.steps[-1].reason) == (Stage.SUPERSEDED, "a point too far")
    press(typed("1.98"), "official.")
    assert {one.stage for one in official_rates.kept(store)} == {Stage.SUPERSEDED, Stage.ENTERED}


def test_a_rate_that_is_held_back_is_released_for_a_reason_that_is_shown(store):
    press(typed("19.8"), "official.")
    page = press(named(shown("check"), "Murad"), "release.")
    assert EN("entry_fault.no_reason") in texts(page)
    field(page, "release_why.").set_value("seen on the page twice")
    page = press(again(page), "release.")
    assert EN("official.released") in texts(page)
    assert EN("entry.reason", text="seen on the page twice") in texts(named(shown("rates"), "Leyla"))


@pytest.mark.parametrize("name", ["\u0410ys\u0435l", "AYSƏL", "Ay sel", "Aysel."])
def test_a_name_that_reads_alike_is_no_second_person(store, name):
    press(typed("1.98"), "official.")
    page = named(shown("check"), name)
    assert EN("steward.own") in texts(page)
    assert not [button for button in page.button if (button.key or "").startswith("release")]
