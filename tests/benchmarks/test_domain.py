"""One comparison, one load of all data, one light page, one answer of the JSON route: without any server."""

import json
from itertools import count

import pytest

from channels.compare.comparison import compare
from channels.compare.query import Options, answer
from channels.compare.serialise import as_document
from channels.dataset.loading import load
from channels.readers.ecb_history import dollars
from components.i18n import LANGUAGES, words
from components.light import page as light
from tests.benchmarks.market import DAY, TEACHING, again, crowded
from tests.support.datasets import teaching
from tests.support.server import ROOT

EVIDENCE = ROOT / "data"


@pytest.mark.parametrize("offers", [7, 1_000])
def test_one_comparison(benchmark, offers):
    data, transfer = crowded(offers)
    numbers = count()
    found = benchmark(lambda: compare(data, again(transfer, next(numbers)), DAY))
    assert len(found.offers) == offers


@pytest.mark.parametrize("offers", [7, 1_000])
def test_the_first_comparison_of_a_day(benchmark, offers):
    data, transfer = crowded(offers)

    def forget():
        data.market.memo.clear()

    found = benchmark.pedantic(lambda: compare(data, transfer, DAY), setup=forget, rounds=30)
    assert len(found.offers) == offers


@pytest.mark.parametrize("folder", [EVIDENCE, TEACHING], ids=["evidence", "teaching"])
def test_load_and_check_of_all_data(benchmark, folder):
    found = benchmark.pedantic(lambda: load(folder), rounds=15)
    assert found.tables.providers


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["real", "teaching"])
def test_one_light_page(benchmark, name, language):
    facts = load(EVIDENCE).with_ecb(dollars)
    data, spoken, numbers = facts if name == "real" else teaching(), words(language), count(20_000)

    def page():
        return light.page({"send": str(next(numbers))}, data, spoken, DAY, facts=facts)

    assert len(benchmark(page)) > 5_000


@pytest.mark.parametrize("name", ["real", "teaching"])
def test_one_answer_of_the_json_route(benchmark, name):
    data = load(EVIDENCE).with_ecb(dollars) if name == "real" else teaching()
    spoken, numbers = words("en"), count(20_000)

    def said():
        asked = Options(sending="RU", receiving="AZ", send=str(next(numbers)))
        return json.dumps(as_document(answer(asked, data, DAY, spoken)), ensure_ascii=False)

    assert benchmark(said).startswith("{")
