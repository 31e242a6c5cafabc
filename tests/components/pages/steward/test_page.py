"""The steward's page: entered by one, checked by another, published; in three languages, for nobody else."""

import io
import os
import sqlite3
from datetime import date, timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import make_url
from streamlit.testing.v1 import AppTest

from channels.clock import now, today
from channels.compare.comparison import compare
from channels.dataset import locations
from channels.pricing.routes import Transfer
from channels.records.entries import Entry
from channels.store import engine, price_entries
from channels.store.engine import address
from channels.terms import InformalKind, Stage
from components.i18n import LANGUAGES, words
from components.pages.steward.leads import MOST_LEADS
from components.pages.steward.page import PARTS
from components.words.entries import moment
from components.words.informal import note
from server.data_cache import shelf
from tests.support.builders import a_lead, an_entry, dec
from tests.support.lanes import sampled
from tests.support.price_desk import KEY, ROAD, a_form, again, filled, named, press, shown, texts

SPOKEN = pytest.mark.parametrize("language", sampled(LANGUAGES))
ROOT = Path(__file__).parents[4]
EN = words("en")


@SPOKEN
@pytest.mark.parametrize("part", PARTS)
def test_every_part_is_there_in_every_language(part, language):
    page = shown(part, language)
    assert page.title[0].value == words(language)("steward.title")
    assert words(language)("steward.no_login") in texts(page)


def test_the_list_of_what_is_missing_leads_to_the_form():
    page = named(shown(), "Aysel")
    assert len([b for b in page.button if (b.key or "").startswith("next")]) == 10
    page.button(key="next0").click()
    again(page)
    assert page.selectbox(key="way").value == "RU-AZ"
    assert page.selectbox(key="road").value == "vtb.transfer"


def test_entered_by_one_checked_by_another_published_and_seen_by_readers(store):
    page = filled(a_form(), fee0="150", fee1="300", rate="2.0")
    page = press(page, "save")
    assert EN.count("steward.saved", 2) in texts(page)
    check = named(shown("check"), " AYSEL ")
    assert not [b for b in check.button if (b.key or "").startswith("confirm")]
    assert EN("steward.own") in texts(check)
    check = named(check, "Murad")
    press(check, "confirm")
    known = shelf(every=0).dataset("real").tables.observations
    assert ROAD.split(".")[1] not in {o.service for _, o in known}
    publish = press(named(shown("publish"), "Murad"), "publish")
    assert "2 prices are published." in texts(publish)
    found = [
        o for _, o in shelf(every=0).dataset("real").tables.observations if o.service == "cash_kapital_bank"
    ]
    assert {(o.amount, o.fee, o.rate) for o in found if o.provider == "zolotaya_korona"} == {
        (19_850, 150, dec("0.02")), (42_700, 300, dec("0.02")),
    }  # fmt: skip
    assert {line.who for line in price_entries.history(store)} == {"Aysel", "Murad"}


def test_an_unusual_figure_needs_a_reason_and_is_never_mended(store):
    page = press(filled(a_form(), fee0="9000", rate="1.0"), "save")
    assert EN("doubt.fee_high") in texts(page)
    assert EN("doubt.rate_off") in texts(page)
    assert EN("steward.why_needed") in texts(page)
    assert price_entries.kept(store) == ()
    page.text_input(key=KEY + "remark").set_value("on the board")
    press(again(page), "save")
    (found,) = price_entries.kept(store)
    assert (found.entry.fee, found.entry.rate, found.entry.remark) == (9_000, dec("0.01"), "on the board")


@SPOKEN
@pytest.mark.parametrize("remark", [None, "on the board"])
def test_the_checker_reads_what_is_unusual_whichever_way_it_came(store, language, remark):
    provider, service = ROAD.split(".")
    way = {"provider": provider, "service": service, "remark": remark}
    price_entries.add(store, an_entry(fee=9_000, **way), by="leyla", now=now(), origin="a phone")
    page = named(shown("check", language), "Murad")
    told = [warning.value.replace("\\", "") for warning in page.warning]
    assert told == [words(language)("doubt.fee_high")]


def test_every_field_of_the_record_is_on_the_page_and_shown_to_the_checker(store):
    page = filled(a_form(), amount0="20000", fee0="150", received0="380", charge="4", rate="1.92",
                  least="5", most="60")  # fmt: skip
    page.text_input(key=KEY + "remark").set_value("on the board")
    for name, code in {
        "pay_in": "card", "access": "mobile", "disbursement": "cash", "where": "regions",
        "method": "phone", "payout": "zolotaya_korona_kapital_bank",
    }.items():  # fmt: skip
        page.selectbox(key=KEY + name).set_value(code)
    page = again(page)
    page.button_group(key=KEY + "regions").set_value(["lankaran_astara", "baku"])
    page.button_group(key=KEY + "documents").set_value(["passport", "id_card"])
    page.date_input(key=KEY + "collected").set_value(date(2026, 11, 3))
    page.date_input(key=KEY + "quoted").set_value(date(2026, 11, 2))
    page.date_input(key=KEY + "source_updated").set_value(date(2026, 10, 1))
    page.date_input(key=KEY + "valid_until").set_value(date(2026, 12, 31))
    page.checkbox(key=KEY + "promotion").check()
    page.checkbox(key=KEY + "of_provider").check()
    press(again(page), "save")
    (found,) = price_entries.kept(store)
    provider, service = ROAD.split(".")
    expected = Entry(
        corridor="RU-AZ", provider=provider, service=service, pay_in="card", access_point="mobile",
        disbursement="cash", payout="zolotaya_korona_kapital_bank", amount=19_850, currency="RUB", fee=150,
        rate=dec("0.0192"), received=380, pays="AZN", receipt_charge=4, minutes_least=5, minutes_most=60,
        regions=("baku", "lankaran_astara"), documents=("id_card", "passport"), promotion=True,
        method="phone", organisation="Training centre", of_provider=True, collected=date(2026, 11, 3),
        quoted=date(2026, 11, 2), source_updated=date(2026, 10, 1), valid_until=date(2026, 12, 31),
        remark="on the board",
    )  # fmt: skip
    assert {*Entry.model_fields} - expected.model_fields_set == {"answer", "evidence"}
    assert dict(found.entry) == {**dict(expected), "regions": found.entry.regions}
    assert set(found.entry.regions) == set(expected.regions)
    said = texts(named(shown("check"), "Murad"))
    for part in (
        "20,000 roubles in all", "19,850 roubles sent", "fee 150 roubles", "100 roubles = 1.92 manat",
        "380 manat", "4 manat", EN("form.pay_in_card"), EN("access.mobile"),
        "Baku",
        "Lankaran-Astara", "passport", "2 November 2026", "3 November 2026", "1 October 2026",
        "31 December 2026", "on the board", EN("offer.promotion"), EN("entry.of_provider"),
    ):  # fmt: skip
        assert part.lower() in said.lower(), part


def test_a_database_that_does_not_answer_is_said_and_what_was_typed_stays(store, monkeypatch):
    """Another program holds the file for longer than we wait."""
    monkeypatch.setattr(engine, "WAITS", 0.1)
    page = filled(a_form(), amount0="20000", fee0="150", received0="380")
    held = sqlite3.connect(make_url(address(os.environ)).database, isolation_level=None)
    held.execute("BEGIN IMMEDIATE")
    press(page, "save")
    assert EN("steward.no_answer") in texts(page)
    held.execute("ROLLBACK")
    held.close()
    assert not price_entries.kept(store)
    press(page, "save")
    assert [kept.entry.received for kept in price_entries.kept(store)] == [380]


def test_a_rate_alone_is_the_price_of_the_amounts_typed(store):
    press(filled(a_form(), amount0="20000", amount2="50000", rate="1.92"), "save")
    assert {(k.entry.amount, k.entry.rate, k.entry.fee) for k in price_entries.kept(store)} == {
        (20_000, dec("0.0192"), None), (50_000, dec("0.0192"), None),
    }  # fmt: skip


def test_days_that_contradict_each_other_are_said_and_lose_nothing(store):
    page = filled(a_form(), fee0="150", rate="1.92")
    page.date_input(key=KEY + "quoted").set_value(today())
    page.date_input(key=KEY + "collected").set_value(date(2026, 11, 3))
    page = press(again(page), "save")
    assert EN("steward.contradiction") in texts(page)
    assert page.text_input(key=KEY + "fee0.en").value == "150"
    assert price_entries.kept(store) == ()


def test_an_answer_without_a_price_asks_for_nothing_more(store):
    page = a_form()
    page.selectbox(key=KEY + "answer").set_value("refused")
    page = again(page)
    assert [field.key for field in page.text_input if (field.key or "").startswith(KEY)] == [KEY + "remark"]
    page.text_input(key="organisation").set_value("Training centre")
    press(again(page), "save")
    (found,) = price_entries.kept(store)
    assert (found.entry.answer, found.entry.amount) == ("refused", None)


def talk(page: AppTest, people: str, least: str, most: str, number: int = 1) -> AppTest:
    for name, text in {
        "people.en": people,
        "least.en": least,
        "most.en": most,
        "organisation": "Centre",
    }.items():
        page.text_input(key=f"talk{number}.{name}").set_value(text)
    return press(again(page), f"talk.{number}")


@pytest.mark.whole
def test_what_groups_said_is_checked_and_shown_in_its_own_section_once_thirty_have_spoken(store):
    page = talk(a_form(), "20", "1", "3")
    assert EN("talk.saved") in texts(page)
    assert EN("talk.missing") in texts(talk(page, "20", "4", "3", 2))
    press(named(shown("check"), "Murad"), "confirm")
    publish = named(shown("publish"), "Murad")
    assert EN("talk.too_few", people="30") in texts(publish)
    assert not [b for b in publish.button if (b.key or "").startswith("range.")]
    talk(a_form(), "15", "2", "5.5")
    own = named(shown("check"), "aysel")
    assert EN("steward.own") in texts(own)
    press(named(shown("check"), "Murad"), "confirm")
    publish = press(named(shown("publish"), "Murad"), "range.")
    assert EN("talk.published") in texts(publish)
    data = shelf(every=0).dataset("real")
    transfer = Transfer(data.corridor("RU", "AZ"), "RUB", send=dec(17_000))
    compared = compare(data, transfer, data.tables.ranges[0].day)
    (road,) = [road for road in compared.informal if road.kind is InformalKind.UNLICENSED]
    assert (road.received, road.told.least, road.told.most, road.told.people) == (None, 1, dec("5.5"), 35)
    assert road.told.source in data.sources
    assert "1%–5.5%" in note(road, compared, EN)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["lang"] = "en"
    app.query_params["sending"] = "RU"
    assert "1%–5.5%" in texts(again(app))
    assert "Group discussions on roads outside the formal system" in texts(app)
    field = next(t for t in publish.text_input if (t.key or "").startswith("back."))
    field.set_value("counted twice")
    publish = press(again(publish), "withdraw")
    assert EN("talk.withdrawn") in texts(publish)
    assert compare(shelf(every=0).dataset("real"), transfer, compared.day).informal[-1].told is None


def test_the_list_is_narrowed_to_a_corridor_and_says_when_nothing_is_due(store):
    page = shown("todo", only="UA-AZ")
    assert len([b for b in page.button if (b.key or "").startswith("next")]) == 1
    (button,) = [b for b in page.button if (b.key or "").startswith("next")]
    button.click()
    road = again(page).selectbox(key="road").value
    provider, service = road.split(".")
    way = {"corridor": "UA-AZ", "provider": provider, "service": service, "answer": "refused"}
    none = {"amount": None, "fee": None, "rate": None, "pays": None, "currency": "UAH"}
    kept = price_entries.add(store, an_entry(**way, **none, collected=today()), by="ann", now=now())
    price_entries.confirm(store, kept.id, by="bob", now=now())
    page = shown("todo", only="UA-AZ")
    assert EN("steward.nothing_to_collect") in texts(page)
    page = shown("grid", only="UA-AZ")
    cells = " ".join(cell for table in page.table for cell in table.value.to_numpy().ravel())
    assert EN("cell_mark.refused") in cells


def test_what_readers_told_is_on_the_list_and_leads_to_their_prices(store):
    assert "leads_wait" not in [b.key for b in shown().button]
    price_entries.tell(store, a_lead(charged=True, provider="paysend"), now=now())
    assert "leads_wait" not in [b.key for b in shown("todo", only="TR-AZ").button]
    page = shown("todo", only="RU-AZ")
    assert page.button(key="leads_wait").label == EN.count("steward.leads_wait", 1)
    page.button(key="leads_wait").click()
    assert EN("lead.charged") in texts(again(page))
    press(page, "lead.")
    assert page.selectbox(key="road").value.startswith("paysend.")


def test_what_waits_for_another_person_is_told_where_the_day_begins(store):
    waits = {"check_wait", "publish_wait"}
    assert not waits & {b.key for b in shown().button}
    first, _ = (price_entries.add(store, an_entry(fee=dec(fee)), by="aysel", now=now()) for fee in (99, 150))
    price_entries.confirm(store, first.id, by="murad", now=now())
    page = shown()
    assert page.button(key="check_wait").label == EN.count("steward.check_waits", 1)
    assert page.button(key="publish_wait").label == EN.count("steward.publish_waits", 1)
    page.button(key="publish_wait").click()
    said = texts(again(page))
    assert EN("entry.checked_by", who="murad", when=moment(now(), EN)) in said
    # What there is none of is no line of the summary.
    assert EN.count("steward.sum_new", 1) in said
    assert EN.count("steward.sum_returned", 0) not in said


def test_a_press_meant_for_another_list_publishes_nothing(store):
    """In another window a further price was confirmed after the button was drawn."""
    way = dict(zip(("provider", "service"), ROAD.split("."), strict=True))
    first, second = (
        price_entries.add(store, an_entry(fee=dec(fee), **way), by="aysel", now=now()) for fee in (99, 150)
    )
    price_entries.confirm(store, first.id, by="murad", now=now())
    page = named(shown("publish"), "Murad")
    price_entries.confirm(store, second.id, by="murad", now=now())
    page = press(page, "publish.")
    assert price_entries.published(store) == ()
    press(page, "publish.")
    assert {kept.id for kept in price_entries.published(store)} == {first.id, second.id}


def test_what_was_chosen_is_there_still_after_a_look_at_another_part(store):
    page = filled(a_form(), fee0="150")
    page.selectbox(key=KEY + "pay_in").set_value("card")
    page.checkbox(key=KEY + "promotion").check()
    page.date_input(key=KEY + "collected").set_value(date(2026, 11, 3))
    again(page).button_group(key="desk").set_value("check")
    assert not [field for field in again(page).text_input if field.key == KEY + "fee0.en"]
    page.button_group(key="desk").set_value("enter")
    page = again(page)
    assert page.text_input(key=KEY + "fee0.en").value == "150"
    assert page.selectbox(key=KEY + "pay_in").value == "card"
    assert page.checkbox(key=KEY + "promotion").value is True
    assert page.date_input(key=KEY + "collected").value == date(2026, 11, 3)


@pytest.mark.parametrize(
    "name", sampled(["\N{ZERO WIDTH SPACE}\N{RIGHT-TO-LEFT MARK}", "\ufdfa" * 60]), ids=["unseen", "long"]
)
def test_a_name_that_is_none_writes_nothing_and_is_said(name):
    for part in PARTS:
        page = named(shown(part, way="RU-AZ", road=ROAD), name)
        assert EN("steward.name_first") in texts(page)


@SPOKEN
def test_every_state_of_a_cell_is_a_word_beside_its_colour_and_the_twelve_are_tested(language):
    say = words(language)
    cells, covered = (
        " ".join(cell for table in shown(part, language).table for cell in table.value.to_numpy().ravel())
        for part in ("grid", "coverage")
    )
    for state in ("historical", "never"):
        assert say(f"cell_mark.{state}") in cells
    page = shown("requirements", language)
    assert say("steward.requirements") in [head.value for head in page.subheader]
    assert say("requirement.12") in texts(page)
    assert say("steward.none_covered") in covered


def test_nothing_is_written_without_a_name_nor_lost_for_a_misread_figure(store):
    page = shown("enter", way="RU-AZ", road=ROAD)
    assert page.button(key="save.1").disabled
    page = press(filled(named(page, "Aysel"), fee0="abc", rate="2.0"), "save")
    assert EN("amount.not_a_number") in texts(page)
    assert page.text_input(key=KEY + "fee0.en").value == "abc"
    assert price_entries.kept(store) == ()


def test_a_return_needs_a_reason_which_the_other_person_then_reads(store):
    price_entries.add(
        store, an_entry(provider="zolotaya_korona", service="cash_kapital_bank"), by="aysel", now=now()
    )
    page = press(named(shown("check"), "Murad"), "return")
    assert EN("entry_fault.no_reason") in texts(page)
    field = next(t for t in page.text_input if (t.key or "").startswith("why"))
    field.set_value("the fee is missing a zero")
    press(again(page), "return")
    (found,) = price_entries.kept(store)
    assert found.stage is Stage.RETURNED
    what = "20,099 roubles in all: 20,000 roubles sent, fee 99 roubles · rate: 100 roubles = 1.92 manat"
    assert EN("steward.returned", who="Murad", what=what, reason="the fee is missing a zero") in texts(
        a_form()
    )


@SPOKEN
def test_a_wrong_price_is_stopped_between_the_check_and_the_readers(store, language):
    way = dict(zip(("provider", "service"), ROAD.split("."), strict=True))
    kept = price_entries.add(store, an_entry(**way), by="aysel", now=now())
    price_entries.confirm(store, kept.id, by="murad", now=now())
    own = named(shown("publish", language), "Aysel")
    assert words(language)("steward.own_ready") in texts(own)
    assert not [b for b in own.button if (b.key or "").startswith("return")]
    page = press(named(shown("publish", language), "Nigar"), "return")
    assert words(language)("entry_fault.no_reason") in texts(page)
    field = next(t for t in page.text_input if (t.key or "").startswith("why"))
    field.set_value("the fee is of another day")
    page = press(again(page), "return")
    (found,) = price_entries.kept(store)
    assert (found.stage, found.steps[-1].who) == (Stage.RETURNED, "Nigar")
    assert words(language)("steward.nothing_to_publish") in texts(page)
    assert not [b for b in page.button if b.key == "publish"]


def choices_of_correction(name: str) -> list[str]:
    found = [box.options for box in a_form(name).selectbox if box.key == KEY + "corrects"]
    return found[0] if found else []


@pytest.mark.whole
def test_who_sees_an_own_slip_mends_it_before_anybody_checked_it(store):
    way = dict(zip(("provider", "service"), ROAD.split("."), strict=True))
    first = price_entries.add(store, an_entry(fee=990, **way), by="aysel", now=now() - timedelta(minutes=5))
    assert choices_of_correction("Murad") == []
    assert len(choices_of_correction(" AYSEL ")) == 2
    page = filled(a_form(), amount0="20000", fee0="99", rate="1.92")
    page.selectbox(key=KEY + "corrects").set_value(first.id)
    again(page).text_input(key=KEY + "reason").set_value("a zero too many")
    press(again(page), "save")
    old, new = price_entries.kept(store)
    assert (old.stage, new.stage, new.supersedes) == (Stage.SUPERSEDED, Stage.ENTERED, first.id)
    assert (new.entry.fee, new.steps[0].reason) == (99, "a zero too many")


def test_anybody_who_enters_prices_may_correct_a_confirmed_one(store):
    way = dict(zip(("provider", "service"), ROAD.split("."), strict=True))
    kept = price_entries.add(store, an_entry(**way), by="aysel", now=now())
    price_entries.confirm(store, kept.id, by="murad", now=now())
    for name in ("Aysel", "Nigar"):
        _, offered = choices_of_correction(name)
        assert EN("cell_mark.waits") in offered


def test_a_receipt_is_taken_only_once_covered_and_gone_after_the_check(store, var):
    page = filled(a_form(), fee0="150", rate="2.0")
    assert not page.get("file_uploader")
    page.checkbox(key=KEY + "covered").check()
    again(page)
    out = io.BytesIO()
    Image.new("RGB", (30, 30)).save(out, "PNG")
    page.file_uploader(key=KEY + "receipt").set_value(("receipt.png", out.getvalue(), "image/png"))
    press(again(page), "save")
    (found,) = price_entries.kept(store)
    assert [path.name for path in (var / "receipts").iterdir()] == [found.entry.evidence]
    press(named(shown("check"), "Murad"), "confirm")
    assert list((var / "receipts").iterdir()) == []
    (checked,) = price_entries.kept(store)
    assert checked.entry.evidence == found.entry.evidence
    assert "receipt.deleted" in {line.what for line in price_entries.history(store)}


@pytest.mark.parametrize("part", sampled(["enter", "check", "publish"]))
def test_a_person_without_the_role_gets_a_sentence_and_no_button(part):
    others = " ".join({"enter", "check", "publish"} - {part})
    page = named(shown(part, roles=others), "Aysel")
    assert EN(f"steward.may_not_{part}") in texts(page)
    assert not [b for b in page.button if b.key]


def test_the_folder_of_the_readers_is_the_one_that_is_published_into(var):
    assert locations.real(os.environ).over == Path(var) / "published"


def test_a_reader_who_was_charged_stands_first_and_the_screen_has_an_end(store):
    for number in range(25):
        price_entries.tell(store, a_lead(fee=dec(100 + number), charged=number == 24), now=now())
    page = shown("leads")
    settle = [button for button in page.button if (button.key or "").startswith("settle")]
    assert len(settle) == MOST_LEADS == 20
    assert EN.count("steward.more_leads", 5) in texts(page)
    first = next(text.value for text in page.markdown if EN("lead.charged") in text.value)
    assert "124" in first
