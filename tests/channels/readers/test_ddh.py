"""The World Bank's catalogue: which workbook is the newest, and that it lies at the bank. Made up."""

import json

import pytest

from channels.readers.ddh import ADDRESS, newest
from channels.readers.failed import Failed

FILES = "https://datacatalogfiles.worldbank.org/ddh-published/0037898/DR0095523"


def resource(file="rpw_dataset_2011_2025_q3.xlsx", *, at=FILES, **changed):
    return {
        "resource_unique_id": "DR0095523", "name": "Remittance Prices Worldwide (Complete Dataset)",
        "url": f"{at}/{file}", "format": "EXCEL",
    } | changed  # fmt: skip


OTHERS = [
    {"resource_unique_id": "DR0095524", "name": "(Sending Countries)", "url": None, "format": "DATABANK"},
    resource("RPW_main_report_and_annex_Q325.pdf", format="PDF"),
    "no resource",
]


def catalogue(*resources, **changed) -> bytes:
    answer = {
        "dataset_id": "0037898", "modified_on": "2026-05-06T14:46:56+00:00", "resources": list(resources),
    }  # fmt: skip
    return json.dumps(answer | changed).encode()


def refused(body, **more) -> str:
    with pytest.raises(Failed) as raised:
        newest(body, **more)
    return raised.value.code


def test_the_workbook_is_found_among_the_rest_with_both_its_addresses():
    found = newest(catalogue(*OTHERS, resource()))
    assert (found.file, found.modified) == ("rpw_dataset_2011_2025_q3.xlsx", "2026-05-06T14:46:56+00:00")
    assert found.urls == (
        f"{FILES}/rpw_dataset_2011_2025_q3.xlsx",
        "https://ddh-openapi.worldbank.org/resources/DR0095523/download",
    )


def test_of_several_the_one_of_the_last_quarter_is_the_newest():
    names = ("2011_2025_q3", "2011_2026_q1", "2011_2025_q4")
    books = [resource(f"rpw_dataset_{name}.xlsx") for name in names]
    assert newest(catalogue(*books)).file == "rpw_dataset_2011_2026_q1.xlsx"


@pytest.mark.parametrize(
    "one",
    [
        resource(at="http://datacatalogfiles.worldbank.org/x"),
        resource(at="https://worldbank.org.example.com/x"),
        resource(at="https://example.com/worldbank.org"),
        resource(at="https://eviworldbank.org"),
        resource(at="file:///etc"),
        resource("rpw_dataset_.xlsx.exe"),
        resource("..%2frpw_dataset_1.xlsx"),
        resource("rpw_dataset_" + "a" * 200 + ".xlsx"),
        resource(url=7),
        resource(url="https://[::1"),
    ],
)
def test_what_lies_elsewhere_or_is_no_workbook_is_passed_over(one):
    assert refused(catalogue(*OTHERS, one)) == "no_workbook"


def test_where_another_plays_the_catalogue_the_file_lies_there_too():
    here = "http://127.0.0.1:9/datasets/0037898"
    found = newest(catalogue(resource(at="http://127.0.0.1:9/files")), here)
    assert found.urls[1] == "http://127.0.0.1:9/resources/DR0095523/download"
    assert refused(catalogue(resource()), catalogue=here) == "no_workbook"
    assert refused(catalogue(resource(at="http://127.0.0.1:10")), catalogue=here) == "no_workbook"


def test_an_odd_resource_id_leads_nowhere():
    for id in (None, 7, "../x", ""):
        assert len(newest(catalogue(resource(resource_unique_id=id))).urls) == 1


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b"null", b'{"resources": {}}', b"\xff\xfe", b"[" * 100_000]
)
def test_what_is_no_catalogue_is_refused(body):
    assert refused(body) == "not_a_catalogue"


def test_the_address_is_the_banks_own():
    assert ADDRESS.startswith("https://ddh-openapi.worldbank.org/")
