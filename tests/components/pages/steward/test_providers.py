"""Providers on the desk: found by one, confirmed by another, published; readers see it, and the way back."""

import os
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from channels.clock import now, today
from channels.collect.provider_checks import register
from channels.compare.comparison import Comparison, compare
from channels.pricing.routes import Transfer, licence_on
from channels.store import price_entries, provider_checks
from channels.store.engine import address, open_store
from channels.terms import Licence, Stage
from components.i18n import LANGUAGES, words
from components.words.offers import refusal
from server.data_cache import shelf
from tests.support.builders import a_provider_check, dec
from tests.support.lanes import sampled
from tests.support.price_desk import again, named, press, shown, texts

SPOKEN = pytest.mark.parametrize("language", sampled(LANGUAGES))
ROOT = Path(__file__).parents[4]
EN = words("en")
FIRM = "zolotaya_korona"


@pytest.fixture(autouse=True)
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("PULYOLU_DATA", raising=False)
    return tmp_path


@pytest.fixture
def store(var):
    found = open_store(address(os.environ))
    yield found
    found.dispose()


def desk(name: str = "", language: str = "en", firm: str = FIRM, **more: str) -> AppTest:
    page = shown("providers", language, **({"firm": firm} if firm else {}), **more)
    return named(page, name) if name else page


def fill(page: AppTest, kind: str, nth: int = 1, **texts: str) -> AppTest:
    """The form with a licence or a status chosen and its source typed."""
    key = f"found{nth}.{FIRM}."
    page.selectbox(key=key + "what").set_value(kind)
    page = again(page)
    for name in ("licence", "status", "service", "country"):
        if name in texts:
            page.selectbox(key=key + name).set_value(texts.pop(name))
    page = again(page)
    source = {"title": "A notice", "publisher": "The firm", "url": "https://example.org/notice"}
    for name, text in {**source, **texts}.items():
        where = name if name == "number" else f"{kind}.{name}"
        page.text_input(key=key + where).set_value(text)
    return again(page)


def hand_in(page: AppTest, number: int = 1) -> AppTest:
    page.button(key=f"found.{number}").click()
    return again(page)


def compared() -> Comparison:
    data = shelf(every=0).dataset("real")
    return compare(data, Transfer(data.corridor("RU", "AZ"), "RUB", send=dec(17_000)), today())


def published(language: str, by: str = "Murad") -> str:
    """What the page says after another person has confirmed and published."""
    page = press(desk(by, language), "confirm")
    assert words(language)("provider_check.confirmed") in texts(page)
    return texts(press(desk(by, language), "publish"))


@SPOKEN
def test_a_provider_marked_stopped_is_refused_with_the_reason_and_is_back_once_it_works(language, store):
    say = words(language)
    assert FIRM in {offer.provider for offer in compared().offers}
    page = hand_in(fill(desk("Aysel", language), "status", status="stopped"))
    assert say("provider_check.saved") in texts(page)
    own = desk(" AYSEL ", language)
    assert say("steward.own") in texts(own)
    assert not [b for b in own.button if (b.key or "").startswith(("confirm", "publish", "return"))]
    assert FIRM in {offer.provider for offer in compared().offers}
    assert say.count("provider_check.published", 1) in published(language)
    answer = compared()
    assert FIRM not in {offer.provider for offer in answer.offers}
    (gone,) = [no for no in answer.not_offered if no.route.key[:2] == (FIRM, "transfer")]
    assert refusal(gone, say) == say("reason.stopped_on", day=say.day(today()))
    assert shelf(every=0).dataset("real").sources[gone.source].url == "https://example.org/notice"
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["lang"], app.query_params["sending"] = language, "RU"
    assert refusal(gone, say) in texts(again(app))
    hand_in(fill(desk("Murad", language), "status", status="operating"))
    assert say.count("provider_check.published", 1) in published(language, by="Aysel")
    assert FIRM in {offer.provider for offer in compared().offers}
    assert {line.what for line in price_entries.history(store)} == {
        "provider_check.entered", "provider_check.confirmed", "provider_check.published",
    }  # fmt: skip


@SPOKEN
def test_every_finding_of_a_licence_is_shown_and_only_a_warning_bars_the_provider(language):
    say = words(language)
    for licence, is_offered in (("licensed", True), ("not_found", True), ("unlicensed", False)):
        more = {"number": "17"} if licence == "licensed" else {}
        hand_in(fill(desk("Aysel", language), "licence", licence=licence, **more))
        published(language)
        data = shelf(every=0).dataset("real")
        assert licence_on(data.providers[FIRM], today()) == licence
        assert (FIRM in {offer.provider for offer in compared().offers}) is is_offered
        assert say(f"evidence.licence_{licence}") in texts(desk("Aysel", language))


@SPOKEN
def test_the_list_begins_with_what_is_due_and_leads_to_one_provider(language):
    say = words(language)
    page = desk("Aysel", language, firm="")
    assert say("provider_check.how") in texts(page)
    assert say("provider_check.due_licence") in texts(page)
    page = press(page, "firm.")
    assert say("provider_check.enter") in [head.value for head in page.subheader]
    chosen = page.selectbox(key="firm").value
    assert page.subheader[0].value.replace("\\", "") == (
        shelf(every=0).dataset("real").providers[chosen].name.text_in(language)
    )


def test_the_list_of_things_to_do_says_what_is_due_and_what_waits(store):
    assert "providers_waits" not in [b.key for b in shown().button]
    provider_checks.add(store, a_provider_check(provider=FIRM), by="ann", now=now())
    page = shown()
    assert page.button(key="providers_waits").label == EN.count("provider_check.waits", 1)
    page.button(key="providers_due").click()
    page = again(page)
    assert page.selectbox(key="firm").value == "every"
    assert EN("provider_check.to_check") in [head.value for head in page.subheader]


def test_a_return_needs_a_reason_which_its_author_then_reads(store):
    provider_checks.add(store, a_provider_check(provider=FIRM), by="aysel", now=now())
    page = press(desk("Murad"), "return")
    assert EN("entry_fault.no_reason") in texts(page)
    next(t for t in page.text_input if (t.key or "").startswith("why.")).set_value("another firm")
    assert EN("provider_check.sent_back") in texts(press(again(page), "return"))
    assert "another firm" in texts(desk("Aysel"))
    assert {one.stage for one in provider_checks.kept(store)} == {Stage.RETURNED}


@pytest.mark.whole
def test_a_published_finding_that_was_wrong_is_taken_back(store):
    hand_in(fill(desk("Aysel"), "licence", licence="unlicensed"))
    published("en")
    page = desk("Murad")
    page = press(page, "withdraw")
    assert EN("entry_fault.no_reason") in texts(page)
    field = next(t for t in page.text_input if (t.key or "").startswith("back."))
    field.set_value("another firm of that name")
    assert EN("provider_check.withdrawn") in texts(press(again(page), "withdraw"))
    known = shelf(every=0).dataset("real").providers[FIRM]
    assert licence_on(known, today()) is Licence.NOT_CHECKED
    assert FIRM in {offer.provider for offer in compared().offers}


@pytest.mark.parametrize(
    "wrong", sampled([{"title": ""}, {"publisher": ""}, {"url": ""}, {"url": "http://example.org"}])
)
def test_a_finding_without_its_source_is_not_taken_and_nothing_typed_is_lost(store, wrong):
    page = hand_in(fill(desk("Aysel"), "status", **wrong))
    assert EN("provider_check.missing") in texts(page)
    assert provider_checks.kept(store) == ()
    name = "publisher" if "title" in wrong else "title"
    assert page.text_input(key=f"found1.{FIRM}.status.{name}").value


def test_the_register_of_this_country_stands_there_already():
    page = desk("Aysel", firm="kapital_bank")
    data = shelf(every=0).dataset("real")
    known = register(data, data.providers["kapital_bank"])
    assert known is not None
    key = "found1.kapital_bank.licence."
    assert page.text_input(key=key + "url").value == known.url
    assert page.text_input(key=key + "publisher").value == known.publisher


def test_what_readers_would_not_see_is_said_before_it_is_handed_in(store):
    check = a_provider_check(
        provider=FIRM, status="stopped", day=today(), looked=today(), title="Later notice"
    )
    found = provider_checks.add(store, check, by="ann", now=now())
    provider_checks.confirm(store, found.id, by="bob", now=now())
    press(desk("bob"), "publish")
    page = desk("Aysel")
    page = fill(page, "status", status="operating", service="transfer")
    day = EN.day(today())
    said = EN("provider_check.outweighed", state=EN("status.stopped"), day=day)
    assert said in texts(hand_in(page))
    assert len(provider_checks.kept(store)) == 1


def test_a_role_that_is_missing_is_said_and_nothing_is_written_without_a_name(store):
    provider_checks.add(store, a_provider_check(provider=FIRM), by="ann", now=now())
    assert EN("steward.may_not_enter") in texts(desk("Murad", roles="check publish"))
    assert EN("steward.may_not_check") in texts(desk("Murad", roles="enter publish"))
    page = desk()
    assert page.button(key="found.1").disabled
    assert not [b for b in page.button if (b.key or "").startswith("confirm")]
