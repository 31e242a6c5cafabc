"""What the further questions come to, in words: the finding is what the figures say, in every language."""

from decimal import Decimal

import pytest

from channels.compare.comparison import compare
from channels.compare.door_to_door import Visit
from channels.compare.follow_ups import Wanted, more
from channels.compare.second_benchmark import NoSecond
from channels.terms import Benchmark
from components.i18n import LANGUAGES, words
from components.words.follow_ups import MOST_ROWS, Finding, findings
from tests.channels.compare.test_amount_curves import asked, teaching
from tests.channels.compare.test_second_benchmark import GERMANY, by_both
from tests.support.builders import (
    DAY,
    a_dataset,
    a_limit,
    a_provider,
    a_route,
    a_service,
    a_tariff,
    a_transfer,
    charge,
    dec,
)

EN = words("en")
ALL = Wanted(3, 12, Visit(Decimal(4), 60, 30), Benchmark.ECB, True)


def road(name, *charges, form="cash", **fields):
    tariff = a_tariff(*charges, **fields)
    return a_route(service=a_service(tariff, disbursement=form), provider=a_provider(name))


def told(wanted, *routes, send=10_000, **wishes) -> Finding:
    data = a_dataset(*routes)
    found = more(data, compare(data, a_transfer(send, **wishes), DAY), wanted)
    (finding,) = findings(found, data, EN)
    return finding


PARTS = Wanted(parts=3)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sending", ["RU", "TR", "DE", "AZ"])
@pytest.mark.parametrize("send", [1, 700, 100_000])
def test_every_question_is_answered_in_every_language(language, sending, send):
    comparison, spoken = asked(send, sending), words(language)
    found = findings(more(teaching(), comparison, ALL), teaching(), spoken)
    assert len(found) == 5
    for finding in found:
        assert finding.title and "{" not in finding.title
        assert len(finding.rows) <= MOST_ROWS
        assert len({tuple(row) for row in finding.rows}) <= 1
        names = [next(iter(row.values())) for row in finding.rows]
        assert len(set(names)) == len(names)
        assert set(finding.sources) <= set(teaching().sources)
        assert bool(finding.rows) <= bool(finding.sources)


def test_one_transfer_is_best_where_each_part_pays_its_fee():
    found = told(PARTS, road("a_bank", charge(flat=100)))
    assert found.title == EN("parts.one_best", number=3, provider="a_bank", amount="4 manat")
    assert EN(
        "parts.anew", road="a_bank (cash, pick-up point not known)", fee="100 roubles"
    ) in found.said or (any("100 roubles" in line for line in found.said))
    assert list(found.rows[0].values())[1:] == ["198", "196", "194"]


def test_a_percentage_makes_no_difference():
    assert told(PARTS, road("a_bank", charge(percent=1))).title == EN(
        "parts.same", number=3, provider="a_bank"
    )


def test_a_limit_is_told_with_the_parts_that_it_makes_necessary():
    service = a_service(a_tariff(), limits=(a_limit(5_000),), limits_source="a_sheet")
    found = told(PARTS, a_route(service=service))
    assert found.title == EN("parts.needed", number=2, provider="a_bank", amount="200 manat")
    assert any("5,000 roubles" in line and line.endswith("2.") for line in found.said)
    assert list(found.rows[0].values())[1:] == ["limit 5,000", "200", "200"]


def test_parts_that_bring_more_are_told():
    jumps = road("a_bank", charge(flat=1, up_to=5_000), charge(flat=500, above=5_000))
    found = told(PARTS, jumps, road("other", charge(flat=400)))
    assert found.title == EN("parts.several", number=2, provider="a_bank", amount="8 manat")


def test_a_road_that_takes_no_small_part_says_so():
    found = told(PARTS, road("a_bank", least=4_000))
    assert found.title == EN("parts.one")
    assert any("4,000 roubles" in line for line in found.said)
    assert list(found.rows[0].values())[1:] == ["200", "200", EN("table.not_sent")]


def test_a_year_names_the_best_and_the_dearest():
    roads = (road("best"), road("middle", margin=1), road("worst", margin=2))
    found = told(Wanted(times=12), *roads)
    assert found.title == EN("year.gain", provider="best", other="worst", amount="48 manat")
    assert [list(row.values())[1:] for row in found.rows] == [
        ["0 roubles", "0 manat"],
        ["1,200 roubles", "24 manat"],
        ["2,400 roubles", "48 manat"],
    ]
    alone = told(Wanted(times=12), road("worst", margin=2))
    assert alone.title == EN("year.one", provider="worst", amount="2,400 roubles")


def test_an_old_price_says_its_day():
    old = road("a_bank", verified=DAY.replace(year=2025))
    for wanted in (PARTS, Wanted(times=12), Wanted(visit=Visit(Decimal(1)))):
        found = told(wanted, old)
        assert EN("more.seen", provider="a_bank", when="21 November 2025") in found.notes
        assert not [n for n in told(wanted, road("a_bank")).notes if "a_bank" in n]


def test_the_way_to_the_counter_in_words():
    visit = Wanted(visit=Visit(Decimal(3), 60, 30))
    turned = told(visit, road("counter", charge(flat=50)), road("card", charge(flat=100), form="card"))
    assert turned.title == EN("door.first_changes", provider="card", other="counter", amount="198 manat")
    assert [list(row.values())[1:] for row in turned.rows] == [
        ["198", "up to 10 minutes"],
        ["196", "up to 2 hours"],
    ]
    same = told(visit, road("counter", charge(flat=50)), road("other", charge(flat=100)))
    assert same.title == EN("door.same", provider="counter", amount="196 manat")
    below = told(
        visit,
        road("card", form="card"),
        road("counter", charge(flat=50)),
        road("c", charge(flat=60), form="card"),
    )
    assert below.title == EN("door.rest_changes", provider="card", amount="200 manat")
    nobody = told(visit, road("a_bank", form=None))
    assert nobody.title == EN("door.unknown") and not nobody.rows


def test_a_rate_that_is_off_in_words():
    off = Wanted(off=True)
    near = told(off, road("first"), road("second", margin="0.5"))
    assert near.title == EN("steady.first_changes", provider="first", other="second")
    assert [list(row.values())[1:] for row in near.rows] == [["2", "1", "1"], ["2", "2", "1"]]
    assert len(near.said) == 1
    assert told(off, road("first"), road("second", margin=3)).title == EN("steady.stays")
    rest = told(off, road("first"), road("second", margin=3), road("third", margin="3.5"))
    assert rest.title == EN("steady.first_stays", provider="first")
    assert rest.said == [EN("steady.no_risers")]
    assert told(off, road("alone")).title == EN("more.none")


def by_european_rate(*tariffs) -> Finding:
    data, _ = by_both(*tariffs)
    comparison = compare(data, a_transfer(100, corridor=GERMANY, currency="EUR"), DAY)
    (finding,) = findings(more(data, comparison, Wanted(benchmark=Benchmark.ECB)), data, EN)
    return finding


def test_the_european_rate_in_words():
    same = by_european_rate(a_tariff(rate="1.96"))
    assert same.title == EN("second_benchmark.same", provider="number_0", cost="3.92 euros", before="2 euros")
    assert list(same.rows[0].values())[1:] == ["2 euros (rank 1)", "3.92 euros (rank 1)"]
    assert len(same.said) == 2 and any("2.04" in line for line in same.said)
    turned = by_european_rate(a_tariff(rate="1.985"), a_tariff(margin=1))
    assert turned.title == EN("second_benchmark.first_changes", provider="number_1", other="number_0")
    rest = by_european_rate(a_tariff(margin=0), a_tariff(rate="1.96"), a_tariff(margin=dec("2.5")))
    assert rest.title == EN(
        "second_benchmark.rest_changes", provider="number_0", cost="0 euros", before="0 euros"
    )


def test_without_a_second_rate_one_sentence_says_why():
    assert told(Wanted(benchmark=Benchmark.ECB), road("a_bank")).title == EN(
        "second_benchmark.not_quoted", currency=EN.currency("RUB")
    )
    for language in LANGUAGES:
        titles = [words(language)(f"second_benchmark.{why}", currency="x") for why in NoSecond]
        assert len(set(titles)) == len(titles)


def test_what_must_arrive_says_for_which_outlay_it_is_computed():
    comparison = asked(None, receive=Decimal(400))
    outlay = EN.money(comparison.headline.outlay, "RUB", whole=True)
    for finding in findings(more(teaching(), comparison, ALL), teaching(), EN):
        assert not finding.rows or finding.notes[0] == EN("more.outlay", send=outlay)
