import re

import pytest

from channels.export.cells import as_sheets
from channels.readers.xforms import NoForm, as_xform
from channels.records.forms import LANGUAGES, sheets
from tests.support.submissions import XFORMS, forms, xform

BOTH = pytest.mark.parametrize("name", ["price", "survey"])


@BOTH
def test_pyxform_takes_the_form_without_a_warning(name):
    assert "<h:html" in as_xform(as_sheets(sheets(forms()[name])))


@BOTH
def test_the_phone_gets_every_text_in_three_languages(name):
    found = xform(name).findall(f".//{XFORMS}translation")
    assert [node.get("lang") for node in found] == list(LANGUAGES.values())
    texts = [{text.get("id"): "".join(text.itertext()) for text in node} for node in found]
    assert texts[0].keys() == texts[1].keys() == texts[2].keys()
    assert len(texts[0]) > 100
    assert all(said.strip() for language in texts for said in language.values())


def test_a_survey_phone_notes_nothing_of_itself_its_owner_its_place_or_the_hour():
    root = xform("survey")
    binds = root.findall(f".//{XFORMS}bind")
    assert len(binds) > 25
    preloads = {value for bind in binds for key, value in bind.attrib.items() if key.endswith("preload")}
    # An instance has a random name, without which nothing can be sent twice safely.
    assert preloads <= {"uid"}
    kinds = {bind.get("type") for bind in binds}
    assert kinds <= {"string", "int", "decimal", "date", "select1", "select", None}
    assert not {bind.get("nodeset") for bind in binds if bind.get("type") == "string"} - {
        "/data/welcome/about",
        "/data/welcome/thanks",
        *(f"/data/{s.id}/{q.id}" for s, q in forms()["survey"].questions() if q.kind.chooses),
        "/data/meta/instanceID",
    }


def test_the_phone_refers_to_a_photo_only_after_the_tick():
    binds = {bind.get("nodeset").split("/")[-1]: bind for bind in xform("price").findall(f".//{XFORMS}bind")}
    assert re.fullmatch(r"\s*/data/proof/covered\s*=\s*'OK'", binds["photo"].get("relevant"))


@pytest.mark.parametrize(
    ("column", "value"),
    [("relevant", "${no_such} = 1"), ("type", "select_one no_such_list"), ("type", "riddle")],
)
def test_a_broken_form_is_refused_in_pyxforms_words(column, value):
    tables = sheets(forms()["price"])
    tables["survey"][2][tables["survey"][0].index(column)] = value
    with pytest.raises(NoForm) as stop:
        as_xform(as_sheets(tables))
    assert all(stop.value.faults)


def test_a_warning_refuses_too():
    tables = sheets(forms()["price"])
    at = tables["survey"][0].index(f"label::{LANGUAGES['ru']}")
    for row in tables["survey"]:
        del row[at]
    with pytest.raises(NoForm) as stop:
        as_xform(as_sheets(tables))
    assert "ru" in stop.value.faults[0]
