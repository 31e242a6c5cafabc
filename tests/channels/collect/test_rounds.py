"""A round: what is missing, what looks odd, what is due again, what it comes to."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from channels.collect.doubts import Doubt, doubts
from channels.collect.grid import CellState, covered, grid, next_to_collect, price_point
from channels.collect.group_ranges import gathered, ranges
from channels.collect.rounds import STAFF, rounds, summary
from channels.records.entries import EntryStep, Kept, KeptDiscussion
from channels.records.informal import GroupRange
from channels.records.observations import Rate
from channels.terms import Answer, Confidence, Licence, Stage, Status
from tests.support.builders import DAY, a_discussion, an_entry, an_observation, dec, no_price
from tests.support.datasets import real

ROOT = Path(__file__).parents[3]
DATA = real()
ROAD = {"provider": "zolotaya_korona", "service": "cash_kapital_bank"}
AT = datetime.combine(DAY, time(9), UTC)
WAY = (Stage.ENTERED, Stage.CONFIRMED, Stage.PUBLISHED, Stage.SUPERSEDED)


def kept(stage: Stage, name: str = "one", at: datetime = AT, **fields: object) -> Kept:
    """An entry of a service of which no price is known, gone as far as a stage."""
    way = (Stage.ENTERED, Stage.RETURNED) if stage is Stage.RETURNED else WAY[: WAY.index(stage) + 1]
    steps = tuple(EntryStep(each, "ann", at, "why" if each is stage else None) for each in way)
    return Kept(name, an_entry(**({**ROAD, "amount": dec(17_000)} | fields)), steps)


def cell(*entries: Kept, dollars: int = 200, data=DATA, day=DAY):
    cells = grid(data, entries, day)
    return next(
        c
        for c in cells
        if c.corridor == "RU-AZ" and c.road == ".".join(ROAD.values()) and c.dollars == dollars
    )


def with_prices(*prices):
    """The shipped data with more observations."""
    tables = replace(DATA.tables, observations=(*DATA.tables.observations, *(("made", p) for p in prices)))
    return DATA.with_tables(tables)


def a_price(**fields: object):
    plain = {**ROAD, "amount": 17_000, "margin_percent": None, "rate": dec("0.0192"), "fee": 100}
    return an_observation(**(plain | fields))


def test_a_cell_of_which_nothing_is_known_says_so():
    found = cell()
    assert (found.state, found.seen, found.waits, found.due) == (CellState.NEVER, None, False, None)


@pytest.mark.parametrize(
    ("days", "state"),
    [(90, CellState.CURRENT), (91, CellState.AGEING), (365, CellState.AGEING), (366, CellState.HISTORICAL)],
)
def test_a_price_ages(days, state):
    seen = DAY - timedelta(days=days)
    found = cell(data=with_prices(a_price(observed=seen)))
    assert (found.state, found.seen) == (state, seen)
    assert cell(data=with_prices(a_price(observed=seen)), dollars=500).state is CellState.NEVER


def test_a_price_that_was_to_hold_until_yesterday_is_collected_again():
    over = {"observed": DAY - timedelta(days=5), "valid_until": DAY - timedelta(days=1)}
    found = cell(data=with_prices(a_price(**over)))
    assert (found.state, next_to_collect((found,), DAY)) == (CellState.AGEING, ((found,),))
    assert cell(data=with_prices(a_price(**over | {"valid_until": DAY}))).state is CellState.CURRENT
    old = a_price(observed=DAY - timedelta(days=400), valid_until=DAY - timedelta(days=390))
    assert cell(data=with_prices(old)).state is CellState.HISTORICAL


def test_who_was_asked_in_vain_counts_once_it_was_confirmed_and_is_asked_again_after_a_quarter():
    refusal = {"answer": Answer.REFUSED, "amount": None, "fee": None, "rate": None, "pays": None}
    assert cell(kept(Stage.ENTERED, **refusal)).state is CellState.NEVER
    asked = kept(Stage.PUBLISHED, **refusal)
    assert cell(asked).state is CellState.REFUSED
    assert cell(asked).seen == DAY
    for days, wanted in ((89, False), (90, True)):
        day = DAY + timedelta(days=days)
        found = cell(asked, day=day)
        assert next_to_collect((found,), day) == (((found,),) if wanted else ())


def test_a_price_under_way_is_not_collected_twice():
    found = cell(kept(Stage.ENTERED))
    assert found.waits
    assert next_to_collect((found,), DAY) == ()


def test_a_returned_price_is_due_again_in_two_weeks_before_all_else():
    cells = grid(DATA, [kept(Stage.RETURNED)], DAY)
    first, *rest = next_to_collect(cells, DAY)
    assert first[0].due == DAY + timedelta(days=14)
    assert len(rest) == 9
    assert all(cell.due is None for service in rest for cell in service)
    assert [len(service) for service in (first, *rest)] == [2] * 10


def test_the_grid_puts_first_what_hides_the_most_and_leaves_out_what_cannot_be_collected():
    cells = grid(DATA, (), DAY)
    flows = [each.hides or 0 for each in cells]
    assert flows == sorted(flows, reverse=True)
    assert cells[0].corridor == "RU-AZ"
    for corridor in DATA.tables.corridors:
        for route in DATA.routes(corridor):
            stopped = any(s.state in (Status.STOPPED, Status.SUSPENDED) for s in route.service.status)
            barred = any(check.state is Licence.UNLICENSED for check in route.provider.licence)
            if barred or (
                stopped and len(route.service.status) == 1 and route.service.status[0].country is None
            ):
                mine = (corridor.key, route.provider.id, route.service.id)
                assert all((c.corridor, c.provider, c.service) != mine for c in cells)


def test_only_independent_current_prices_at_both_amounts_cover_a_service():
    def done(*staff: bool) -> int:
        prices = [a_price(amount=a, of_provider=s) for a, s in zip((17_000, 43_000), staff, strict=False)]
        return next(c.done for c in covered(grid(with_prices(*prices), (), DAY)) if c.corridor == "RU-AZ")

    assert done(False) == 0
    assert done(False, False) == 1
    assert done(False, True) == 0


def test_a_price_point_is_the_worth_of_so_many_dollars():
    assert price_point(DATA, dec(200), "AZN", DAY) == 300
    assert price_point(DATA, dec(200), "XXX", DAY) is None


REFERENCE = dec("0.0192")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, ()),
        ({"rate": dec("0.0150")}, (Doubt.RATE_OFF,)),
        ({"rate": None, "received": dec(10_000)}, (Doubt.RATE_OFF, Doubt.TOO_MUCH)),
        ({"fee": dec(5_100)}, ()),
        ({"fee": dec("5100.01")}, (Doubt.FEE_HIGH,)),
        ({"receipt_charge": dec("97.92")}, ()),
        ({"receipt_charge": dec("97.93")}, (Doubt.CHARGE_HIGH,)),
        ({"received": dec("326.40")}, ()),
        ({"received": dec("326.41")}, (Doubt.TOO_MUCH,)),
        ({"rate": dec("0.019175"), "amount": dec(17_002), "received": dec("326.02")}, ()),
        ({"rate": dec("0.019175"), "amount": dec(17_002), "received": dec("326.03")}, (Doubt.TOO_MUCH,)),
        ({"received": dec("326.40"), "receipt_charge": dec(1)}, (Doubt.TOO_MUCH,)),
        ({"received": dec("326.10")}, ()),
        ({"received": dec(320)}, (Doubt.TOO_LITTLE,)),
        ({"received": dec(320), "receipt_charge": dec("6.40")}, ()),
    ],
)
def test_what_is_unusual_is_asked_about(fields, expected):
    entry = an_entry(**({**ROAD, "amount": dec(17_000), "rate": REFERENCE} | fields))
    market = DATA.with_rate(a_rate())
    assert doubts(market, entry, DAY) == expected


@pytest.mark.parametrize(("age", "expected"), [(7, (Doubt.TOO_MUCH,)), (8, ())])
def test_an_official_rate_that_is_too_old_does_not_say_what_may_arrive(age, expected):
    entry = an_entry(**ROAD, amount=dec(17_000), rate=None, received=dec(330))
    rate = a_rate().model_copy(update={"day": DAY - timedelta(days=age)})
    assert doubts(DATA.with_rate(rate), entry, DAY) == expected


def a_rate():
    return Rate(day=DAY, currency="RUB", nominal=100, value=dec("1.92"), source="told")


def test_a_rate_is_held_against_the_last_price():
    data = with_prices(a_price(rate=dec("0.0250"))).with_rate(a_rate())
    assert doubts(data, entry := an_entry(**ROAD, rate=REFERENCE), DAY) == (Doubt.RATE_MOVED,)
    assert doubts(DATA.with_rate(a_rate()), entry, DAY) == ()


def test_the_summary_counts_each_entry_once():
    data = with_prices(a_price())
    entries = [
        kept(Stage.CONFIRMED, fee=dec(100)),
        kept(Stage.CONFIRMED, fee=dec(50)),
        kept(Stage.CONFIRMED, currency="USD", amount=dec(200), rate=dec("1.6")),
        kept(Stage.CONFIRMED, answer=Answer.REFUSED, amount=None, fee=None, rate=None, pays=None),
        kept(Stage.RETURNED),
        kept(Stage.ENTERED),
    ]
    found = summary(data, entries)
    assert (found.new, found.changed, found.same, found.no_price, found.returned) == (1, 1, 1, 1, 1)


def test_a_round_names_no_staff_and_gives_what_providers_own_staff_told_its_own_source():
    entries = [kept(Stage.PUBLISHED), kept(Stage.PUBLISHED, "two", of_provider=True)]
    (found,) = rounds(entries)
    assert found.name == "round_2026_11_21"
    assert [row.source for row in found.rows] == [found.name, found.name + STAFF]
    assert [s.confidence for s in found.sources] == [Confidence.PRIMARY, Confidence.WEAK]
    assert [row.of_provider for row in found.rows] == [False, True]
    assert "ann" not in str(found.rows) + str(found.sources)


def test_two_rounds_of_a_day_have_two_names_and_a_corrected_price_says_why():
    later = AT + timedelta(hours=1)
    first, second = rounds([kept(Stage.PUBLISHED, "two", at=later), kept(Stage.SUPERSEDED)])
    assert (first.name, second.name) == ("round_2026_11_21", "round_2026_11_21_2")
    assert first.rows[0].superseded == "why"
    assert second.rows[0].superseded is None


REFUSAL = {"answer": Answer.REFUSED, "amount": None, "fee": None, "rate": None, "pays": None}


def test_an_answer_without_a_price_is_a_line_of_its_own_and_never_a_price():
    first, second = rounds(
        [
            kept(Stage.PUBLISHED, "1", **REFUSAL),
            kept(Stage.PUBLISHED, "2", **REFUSAL, of_provider=True),
            kept(Stage.PUBLISHED, "3"),
            kept(Stage.SUPERSEDED, "4", at=AT + timedelta(hours=1), **REFUSAL | {"amount": dec(17_000)}),
        ]
    )
    asked = {**ROAD, "method": "mystery_shopping", "organisation": "Training centre"}
    plain, by_staff = first.answers
    assert plain == no_price(**asked, source=first.name)
    assert by_staff == no_price(**asked, source=first.name + STAFF, of_provider=True)
    assert [row.fee for row in first.rows] == [99]
    assert [source.title.partition(":")[0] for source in (*first.sources, *second.sources)] == [
        "Prices and answers without a price collected", "Answers without a price collected",
        "Answers without a price collected",
    ]  # fmt: skip
    assert second.rows == ()
    (corrected,) = second.answers
    assert (corrected.amount, corrected.currency, corrected.superseded) == (17_000, "RUB", "why")
    assert "ann" not in str((first, second))


def with_answers(*answers):
    """The shipped data with answers without a price, as a folder without a store has them."""
    return DATA.with_tables(replace(DATA.tables, answers=tuple(("made", said) for said in answers)))


def test_the_grid_knows_who_was_asked_in_vain_from_the_data_alone():
    before = DAY - timedelta(days=1)
    found = cell(data=with_answers(no_price(**ROAD, day=before), no_price(**ROAD, day=before.replace(day=1))))
    assert (found.state, found.seen, found.independent) == (CellState.REFUSED, before, False)
    assert next_to_collect((found,), DAY) == ()
    assert not any(row.done for row in covered((found,)))
    for other in ({"superseded": "a slip"}, {"day": DAY + timedelta(days=1)}, {"service": "transfer"}):
        assert cell(data=with_answers(no_price(**ROAD | other))).state is CellState.NEVER
    at_200 = with_answers(no_price(**ROAD, amount=17_000, currency="RUB"))
    assert [cell(data=at_200, dollars=point).state for point in (200, 500)] == [
        CellState.REFUSED, CellState.NEVER,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("later", "state"),
    [(0, CellState.CURRENT), (-1, CellState.CURRENT), (1, CellState.REFUSED)],
)
def test_of_a_price_and_an_answer_without_one_the_later_look_counts(later, state):
    seen = DAY - timedelta(days=3)
    data = with_prices(a_price(observed=seen))
    asked = no_price(**ROAD, day=seen + timedelta(days=later))
    found = cell(data=data.with_tables(replace(data.tables, answers=(("made", asked),))))
    assert (found.state, found.seen) == (state, max(seen, asked.day))


def test_the_grid_says_the_same_with_the_store_and_with_what_was_published_of_it():
    entries = [
        kept(Stage.PUBLISHED, "1", **REFUSAL, collected=DAY - timedelta(days=5)),
        kept(Stage.PUBLISHED, "2", **REFUSAL | {"amount": dec(42_000), "answer": Answer.BLOCKED}),
        kept(Stage.SUPERSEDED, "3", **REFUSAL, collected=DAY - timedelta(days=1)),
    ]
    (written,) = rounds(entries)
    assert grid(with_answers(*written.answers), (), DAY) == grid(DATA, entries, DAY)
    assert grid(with_answers(*written.answers), entries, DAY) == grid(DATA, entries, DAY)


# Unlicensed services: what groups said


def said(stage: Stage, name: str, at: datetime = AT, **fields: object) -> KeptDiscussion:
    way = (Stage.ENTERED, Stage.RETURNED) if stage is Stage.RETURNED else WAY[: WAY.index(stage) + 1]
    steps = tuple(EntryStep(each, "ann", at, "why" if each is stage else None) for each in way)
    return KeptDiscussion(name, a_discussion(**fields), steps)


def test_a_range_stands_once_thirty_people_have_spoken_and_only_confirmed_words_count():
    few = [said(Stage.CONFIRMED, "1", people=17, least=2, most=4), said(Stage.ENTERED, "2", people=40)]
    (found,) = gathered([*few, said(Stage.RETURNED, "3", people=40), said(Stage.PUBLISHED, "4", people=40)])
    assert (found.people, found.enough, found.least, found.most) == (17, False, 2, 4)
    (found,) = gathered([*few, said(Stage.CONFIRMED, "5", people=13, least=1, most=3)])
    assert (found.people, found.enough, found.least, found.most) == (30, True, 1, 4)
    other = said(Stage.CONFIRMED, "6", people=13, corridor="TR-AZ")
    assert [one.enough for one in gathered([*few, other])] == [False, False]


def test_what_groups_said_becomes_a_line_with_day_source_and_number_of_people():
    kept_ones = [
        said(Stage.PUBLISHED, "1", people=20, day=DAY - timedelta(days=9)),
        said(Stage.PUBLISHED, "2", people=15, least=dec("0.5"), most=dec(2)),
        said(Stage.SUPERSEDED, "3", people=31, at=AT + timedelta(hours=1)),
        said(Stage.CONFIRMED, "4", people=99),
    ]
    first, second = ranges(kept_ones)
    assert first.rows == (
        GroupRange(
            corridor="RU-AZ", since=DAY - timedelta(days=9), day=DAY, groups=2, people=35, least=dec("0.5"),
            most=dec(3), source="ranges_2026_11_21",
        ),
    )  # fmt: skip
    assert (first.source.id, first.source.confidence) == ("ranges_2026_11_21", Confidence.WEAK)
    assert second.source.id == "ranges_2026_11_21_2"
    assert [row.superseded for row in second.rows] == ["why"]
    assert "ann" not in str(first) + str(second)
