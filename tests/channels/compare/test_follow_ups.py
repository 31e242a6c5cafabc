"""Further questions together: only what was asked is answered, in words, JSON and CSV alike."""

import json
from decimal import Decimal
from functools import cache

import pytest

from channels.compare.comparison import compare
from channels.compare.door_to_door import MOST_MINUTES, Visit
from channels.compare.follow_up_rows import SECTIONS, document
from channels.compare.follow_ups import More, Wanted, more
from channels.compare.query import Further, InvalidQuery, wanted
from channels.compare.second_benchmark import NoSecond
from channels.compare.serialise import as_csv, as_document, as_json, rows
from channels.compare.split_transfers import MOST_PARTS
from channels.compare.yearly_cost import MOST_TIMES
from channels.terms import Benchmark
from components.i18n import words
from tests.channels.compare.test_amount_curves import asked, teaching
from tests.support.builders import DAY, a_dataset, a_route, a_tariff, a_transfer

SAY = words("en")
ALL = Wanted(3, 12, Visit(Decimal("2.50"), 60, 30), Benchmark.ECB, True)
ONE_EACH = {
    "parts": Wanted(parts=3),
    "year": Wanted(times=12),
    "door": Wanted(visit=Visit(Decimal(2))),
    "benchmark": Wanted(benchmark=Benchmark.ECB),
    "stability": Wanted(off=True),
}


@cache
def everything() -> More:
    return more(teaching(), asked(), ALL)


def test_nothing_asked_is_nothing():
    assert not Wanted() and all(ONE_EACH.values())
    found = more(teaching(), asked(), Wanted())
    assert (found.parts, found.year, found.door, found.second, found.stability) == (None,) * 5


@pytest.mark.parametrize("name", ONE_EACH)
def test_only_what_was_asked_is_answered(name):
    found = document(more(teaching(), asked(), ONE_EACH[name]))
    answered = {section for section in SECTIONS if found[section] is not None}
    expected = set() if name == "benchmark" else {name}
    assert answered == expected
    assert (found["no_benchmark"] == NoSecond.INVENTED) is (name == "benchmark")


def test_what_must_arrive_is_computed_for_the_best_roads_outlay():
    comparison = asked(None, receive=Decimal(400))
    found = more(teaching(), comparison, ALL)
    assert found.computed and not everything().computed
    assert found.whole.transfer.send == comparison.headline.outlay
    assert document(found)["outlay"] == str(comparison.headline.outlay)
    assert found.parts and found.year and found.door and found.stability


def test_where_nothing_is_priced_every_answer_is_empty():
    data = a_dataset(a_route(a_tariff(charges=None)))
    found = more(data, compare(data, a_transfer(receive=100), DAY), ALL)
    assert not found.computed
    assert (found.parts, found.year, found.door, found.stability) == ((), (), (), None)


def test_the_json_has_one_more_key_and_is_the_same_otherwise():
    plain, both = json.loads(as_json(asked())), json.loads(as_json(asked(), everything()))
    assert both.pop("more") == json.loads(json.dumps(document(everything())))
    assert both == plain == as_document(asked())


def test_the_figures_are_those_of_the_answers():
    found = document(everything())
    assert found["asked"] == {
        "parts": 3,
        "times_a_year": 12,
        "fare": "2.5",
        "travel_minutes": 60,
        "waiting_minutes": 30,
        "benchmark": "ecb",
        "one_percent": True,
    }
    assert [Decimal(row["cost"]) for row in found["year"]] == [road.cost for road in everything().year]
    assert [row["left"] and Decimal(row["left"]) for row in found["door"]] == [
        road.left for road in everything().door
    ]
    assert len(found["parts"]) == sum(len({*r.splits, r.least}) for r in everything().parts)
    for row in found["parts"]:
        assert (row["received"] is None) is (row["reason"] is not None)
    assert [row["place"] for row in found["stability"]] == list(range(1, len(found["stability"]) + 1))


def test_the_csv_has_a_row_for_each_and_cites_what_it_rests_on():
    flat = rows(asked(), everything())
    sections = {row["section"] for row in flat}
    assert {"parts", "year", "door", "stability", "offers"} <= sections
    assert len(flat) == len(rows(asked())) + sum(len(document(everything())[s] or ()) for s in SECTIONS)
    text = as_csv(asked(), teaching().sources, everything())
    assert text.splitlines()[0].startswith("section,")
    for row in flat:
        for name in str(row.get("sources") or "").split():
            assert f"\n{name}," in text


# As it is written


def test_what_is_written_is_read():
    assert wanted(Further(), SAY) == Wanted()
    assert wanted(Further("3", "12", "2.50", "60", "30", "ecb", True), SAY) == ALL
    assert wanted(Further(travel="60"), SAY) == Wanted(visit=Visit(Decimal(0), 60, 0))
    assert wanted(Further(fare="0"), SAY) == Wanted(visit=Visit())


@pytest.mark.parametrize(
    ("further", "code"),
    [
        *(
            (Further(parts=value), "bad_count")
            for value in ("1", str(MOST_PARTS + 1), "", "x", "2.5", "-3", "٣")
        ),
        *((Further(times_a_year=value), "bad_count") for value in ("0", str(MOST_TIMES + 1), "1e2")),
        *((Further(travel=value), "bad_count") for value in ("-1", str(MOST_MINUTES + 1), "9" * 30)),
        (Further(waiting="x"), "bad_count"),
        *((Further(fare=value), "bad_fare") for value in ("-1", "x", "", "1e3", "0.001", "1000000001")),
        (Further(benchmark="cbar"), "bad_choice"),
        (Further(benchmark="imf"), "bad_choice"),
    ],
    ids=repr,
)
def test_what_cannot_be_read_is_refused(further, code):
    with pytest.raises(InvalidQuery) as stop:
        wanted(further, SAY)
    assert stop.value.code == code
