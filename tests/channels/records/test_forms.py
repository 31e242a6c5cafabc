import dataclasses
import io
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from channels.collect.doubts import FEE_HIGH
from channels.collect.grid import collectable, corridors
from channels.dataset.checks import faults as data_faults
from channels.dataset.loading import read
from channels.export.cells import as_sheets
from channels.records.base import LocalText
from channels.records.forms import (
    COVERED,
    FROM_DATA,
    NO_ANSWER,
    Choice,
    Form,
    FormQuestion,
    Frame,
    Kind,
    Section,
    faults,
    sheets,
)
from channels.records.providers import LicenceCheck
from components.words.form_lists import lists
from tests.support.submissions import DATA, accepted, forms, holds, real

TODAY = date(2026, 11, 20)


def question(form: Form, name: str) -> FormQuestion:
    return next(found for _, found in form.questions() if found.id == name)


def told(form: Form) -> list[Section | FormQuestion]:
    """Everything in a form that a reader is told."""
    return [*form.sections, *(found for _, found in form.questions())]


def changed(form: Form, name: str, **fields) -> Form:
    """A form with one question changed."""

    def own(section: Section) -> Section:
        found = (q.model_copy(update=fields) if q.id == name else q for q in section.questions)
        return section.model_copy(update={"questions": tuple(found)})

    return form.model_copy(update={"sections": tuple(own(section) for section in form.sections)})


# The forms that are shipped


@pytest.mark.parametrize("name", ["price", "survey"])
def test_the_shipped_form_has_no_fault(name):
    assert list(faults(forms()[name])) == []


@pytest.mark.parametrize("name", ["price", "survey"])
def test_nothing_in_a_form_is_called_as_a_phones_metadata_are(name):
    names = {record.id for record in told(forms()[name])}
    assert not names & {"start", "end", "today", "deviceid", "username", "phonenumber", "audit", "meta"}


@pytest.mark.parametrize("name", ["price", "survey"])
def test_every_text_stands_in_three_languages(name):
    for record in told(forms()[name]):
        for text in (record.label, getattr(record, "hint", None), getattr(record, "message", None)):
            if text is not None:
                assert text.az, record.id
                assert text.ru, record.id


def test_the_survey_begins_with_consent_and_goes_no_further_without_it():
    form = forms()["survey"]
    first, *rest = form.sections
    assert [q.id for q in first.questions][:3] == ["about", "consent", "adult"]
    assert len(rest) > 3
    for consent, adult in ((None, None), ("no", None), ("yes", None), ("yes", "no"), (None, "yes")):
        said = {name: value for name, value in (("consent", consent), ("adult", adult)) if value}
        for section in rest:
            assert not holds(section.relevant, said, None, TODAY), section.id
    for section in rest:
        assert holds(section.relevant, {"consent": "yes", "adult": "yes"}, None, TODAY)


def test_every_question_of_the_survey_may_be_skipped():
    assert list(accepted("survey", {"consent": "yes", "adult": "yes"}, TODAY)) == []
    assert list(accepted("survey", {}, TODAY)) == ["consent"]
    for section, found in forms()["survey"].questions():
        if section.id == "welcome":
            continue
        assert found.needed is None, found.id
        if found.kind.chooses and found.choices not in FROM_DATA:
            codes = [choice.code for choice in forms()["survey"].lists[found.choices]]
            assert codes[-1] == NO_ANSWER, found.id


def test_the_survey_takes_no_text_no_picture_and_no_hour():
    kinds = {found.kind for _, found in forms()["survey"].questions()}
    assert kinds == {
        Kind.NOTE, Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.INTEGER, Kind.DECIMAL, Kind.DATE,
    }  # fmt: skip


def test_the_survey_asks_of_roads_outside_the_banks_without_naming_one():
    form = forms()["survey"]
    assert [choice.code for choice in form.lists["channel"]][-2:] == ["another_way", NO_ANSWER]
    outside = question(form, "of_ten")
    for language, general in (("en", "not about you"), ("az", "Sizi yox"), ("ru", "не о вас")):
        assert general in outside.hint.text_in(language)


def test_a_photo_is_asked_for_only_after_the_tick():
    photo = question(forms()["price"], "photo")
    assert photo.kind is Kind.IMAGE
    assert not holds(photo.relevant, {}, None, TODAY)
    assert holds(photo.relevant, {"covered": COVERED}, None, TODAY)


@pytest.mark.parametrize("of", ["amount", "fee"])
def test_a_fee_that_the_page_doubts_wants_a_remark_on_the_phone_too(of):
    wanted = question(forms()["price"], "remark").needed
    edge = 1_000 * FEE_HIGH / 100
    assert holds(wanted, {"amount": 1_000, "fee": edge + 1}, None, TODAY)
    assert not holds(wanted, {"amount": 1_000, "fee": edge}, None, TODAY)
    assert not holds(wanted, {of: 1_000}, None, TODAY)


def test_the_lists_of_the_price_form_lead_from_corridor_to_provider_to_service():
    named = forms()["price"].lists
    corridors = {choice.code for choice in named["corridor"]}
    assert "RU-AZ" in corridors
    assert "DE-RS" not in corridors
    providers = {choice.code: choice.only["corridors"].split() for choice in named["provider"]}
    for code, runs in providers.items():
        assert set(runs) <= corridors
        for corridor in runs:
            of = [c for c in named["service"] if c.only["provider"] == code]
            assert any(corridor in c.only["corridors"].split() for c in of), (code, corridor)
    for service in named["service"]:
        provider, _, name = service.code.partition("__")
        assert name in {found.id for found in real().providers[provider].services}


def test_nobody_is_sent_to_an_unlicensed_business():
    tables = real().tables
    bad = LicenceCheck(state="unlicensed", day=TODAY, source=tables.sources[0].id)
    wise = real().providers["wise"].model_copy(update={"licence": (bad,)})
    others = tuple(provider for provider in tables.providers if provider.id != "wise")
    without = real().with_tables(dataclasses.replace(tables, providers=(*others, wise)))
    assert "wise" in {choice.code for choice in lists(real(), TODAY)["provider"]}
    assert "wise" not in {choice.code for choice in lists(without, TODAY)["provider"]}
    assert not any(choice.code.startswith("wise__") for choice in lists(without, TODAY)["service"])


def test_the_phone_lists_the_services_that_the_page_lists():
    named = lists(real(), TODAY)["service"]
    found = {(c.code, way) for c in named for way in c.only["corridors"].split()}
    page = {
        (f"{route.provider.id}__{route.service.id}", corridor.key)
        for corridor in corridors(real())
        for route in collectable(real(), corridor, TODAY)
        if corridor.key in route.service.corridors
    }
    assert found == page
    withheld = {choice.code for choice in lists(real())["service"]} - {choice.code for choice in named}
    assert any(code.startswith("unistream__") for code in withheld)


# Faults that a clerk may make


@pytest.mark.parametrize(
    ("name", "fields", "expected"),
    [
        ("fee", {"relevant": "${no_such} = 1"}, ("price.fee", "unknown_question", "no_such")),
        ("fee", {"choices": "yes_no"}, ("price.fee", "contradiction", "choices")),
        ("pay_in", {"choices": "no_such"}, ("road.pay_in", "unknown_list", "no_such")),
        ("pay_in", {"choices": "disbursement"}, ("pay_in", "not_one_of", "account, card, cash, wallet")),
        ("fee", {"id": "feee"}, ("fee", "missing_question", "fee")),
        ("fee", {"id": "rate"}, ("price.rate", "duplicate", "rate")),
    ],
)
def test_a_fault_in_a_form_is_told_with_its_place(name, fields, expected):
    assert expected in list(faults(changed(forms()["price"], name, **fields)))


def test_two_questions_of_one_wording_are_a_fault():
    label = question(forms()["price"], "fee").label
    found = list(faults(changed(forms()["price"], "rate", label=label)))
    assert found == [(language, "duplicate", label.text_in(language)) for language in ("az", "ru", "en")]


def test_a_form_of_another_name_is_a_fault():
    odd = forms()["price"].model_copy(update={"id": "riddle"})
    assert list(faults(odd)) == [("riddle", "unknown_form", "price, survey")]


def test_the_check_of_the_data_tells_the_faults_of_forms_and_frames():
    tables, issues = read(DATA)
    assert issues == []
    frame = Frame(
        id="a", name=LocalText(en="A"), strata=({"region": "atlantis", "people": 5},), source="no_such"
    )
    spoilt = dataclasses.replace(
        tables, forms=(changed(forms()["price"], "fee", choices="yes_no"),), frames=(frame, frame)
    )
    found = {(issue.where, issue.code) for issue in data_faults(spoilt)}
    assert {
        ("forms/price.toml: price.fee", "contradiction"),
        ("frames.toml: a", "unknown_region"),
        ("frames.toml: a", "unknown_source"),
        ("frames.toml", "duplicate"),
    } <= found


# The workbook


def test_a_name_that_begins_a_formula_stays_text():
    evil = "=cmd|' /C calc'!A0"
    form = forms()["price"]
    choices = (Choice(code="evil", label=LocalText(en=evil, az=evil, ru=evil), only={"corridors": "RU-AZ"}),)
    workbook = as_sheets(sheets(form.filled({**form.lists, "provider": choices})))
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    assert book.sheet_names == ["survey", "choices", "settings"]
    cells = [cell for row in book.get_sheet_by_name("choices").to_python() for cell in row]
    assert cells.count(evil) == 3
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        for part in parts.namelist():
            if part.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in parts.read(part)


def test_the_version_changes_with_the_form_and_only_with_it():
    form = forms()["price"]
    one, same = sheets(form)["settings"], sheets(form)["settings"]
    other = sheets(changed(form, "fee", label=LocalText(en="Fee?")))["settings"]
    assert one == same
    assert one[1][2] != other[1][2]
    assert one[1][1] == "pulyolu_price"


def test_a_section_stands_on_one_screen_of_its_own():
    rows = sheets(forms()["price"])["survey"]
    at = rows[0].index("appearance")
    begun = [row for row in rows if row[0] == "begin_group"]
    assert [row[1] for row in begun] == [section.id for section in forms()["price"].sections]
    assert {row[at] for row in begun} == {"field-list"}
    assert sum(row[0] == "end_group" for row in rows) == len(begun)


def test_an_empty_section_cannot_be():
    with pytest.raises(ValueError, match="at least 1"):
        Section(id="a", label=LocalText(en="A"), questions=())
