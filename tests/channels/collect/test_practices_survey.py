import random
from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.collect.practices_survey import ALL, findings, listed, paid_percent
from channels.compare.comparison import compare
from channels.pricing.fx import Rates
from channels.pricing.routes import Transfer
from channels.records.base import LocalText
from channels.records.forms import Frame
from channels.records.observations import Rate
from channels.records.replies import Group, Reply, Sex, Way
from tests.support.datasets import shipped
from tests.support.examples import costly

DAY = date(2026, 11, 20)
RATES = Rates([Rate(day=DAY, currency="RUB", nominal=100, value=Decimal(2), source="a_sheet")])


def a_reply(**fields) -> Reply:
    """A woman in Baku who gets money from Russia by bank, met at home; a fee of 1 % and 1 % in the rate."""
    plain = {
        "group": "recipient",
        "setting": "household",
        "day": DAY,
        "country": "RU",
        "channel": "bank",
        "amount": 10_000,
        "currency": "RUB",
        "fee": 100,
        "received": 198,
        "pays": "AZN",
        "of_ten": 3,
        "lost_of_ten": 1,
        "sex": "woman",
        "region": "baku",
    }
    return Reply(**(plain | fields))


def row_of(found, part, value=None, number=0):
    return next(r for r in found.roads[number].rows if (r.part, r.value) == (part, value))


def shown(found, part=ALL, value=None):
    return {
        way.value: None if share is None else round(share, 2)
        for way, share in row_of(found, part, value).shares.items()
    }


BASE = (
    [a_reply()] * 60
    + [a_reply(channel="transfer_system")] * 40
    + [a_reply(sex="man", channel="bank")] * 40
    + [a_reply(sex="man", channel="transfer_system")] * 60
    + [a_reply(channel="digital", region="absheron_khizi")] * 50
    + [a_reply(channel="digital", sex="man", region="absheron_khizi")] * 50
    + [
        a_reply(channel=way, sex=sex)
        for way in ("post_office", "another_way")
        for sex in Sex
        for _ in range(40)
    ]
)


# Shares


def test_the_shares_are_of_those_asked():
    found = findings(BASE, RATES, {})
    assert found.roads[0].frame is None
    assert row_of(found, ALL).answers == 460
    assert shown(found) == {
        "bank": Decimal("21.74"),
        "post_office": Decimal("17.39"),
        "transfer_system": Decimal("21.74"),
        "digital": Decimal("21.74"),
        "another_way": Decimal("17.39"),
    }
    assert row_of(found, "sex", "woman").answers == 230
    assert shown(found, "sex", "woman")["bank"] == Decimal("26.09")
    assert round(sum(row_of(found, ALL).shares.values()), 20) == 100


def test_fewer_than_thirty_answers_are_not_shown_whatever_is_asked():
    assert findings(BASE[:29], RATES, {}) == findings([], RATES, {})
    assert findings(BASE[:29], RATES, {}).kept is None
    assert findings(BASE[:30], RATES, {}).kept == 30


def test_an_answer_from_a_branch_or_a_link_or_nowhere_never_feeds_the_roads_or_the_roads_outside():
    for setting in ("branch", "open_link", None):
        more = [a_reply(channel="another_way", of_ten=10, setting=setting)] * 500
        found = findings([*BASE, *more], RATES, {})
        without = findings(BASE, RATES, {})
        assert (found.roads, found.outside) == (without.roads, without.outside)
        assert found.elsewhere
        assert not without.elsewhere
        assert findings(more, RATES, {}).outside == ()


def test_the_groups_are_never_added_up():
    found = findings([*BASE, *(r.model_copy(update={"group": Group.MIGRANT_HERE}) for r in BASE)], RATES, {})
    assert [roads.group for roads in found.roads] == [Group.RECIPIENT, Group.MIGRANT_HERE]
    assert found.roads[0].rows == found.roads[1].rows
    assert findings([r.model_copy(update={"group": None}) for r in BASE], RATES, {}).roads == ()


def test_the_roads_outside_are_what_people_say_of_the_families_they_know():
    found = findings(
        [*[a_reply(of_ten=2, lost_of_ten=1)] * 35, *[a_reply(of_ten=4, lost_of_ten=0)] * 30], RATES, {}
    )
    (outside,) = found.outside
    assert (outside.answers, round(outside.share, 4)) == (60, Decimal("29.2308"))
    assert round(outside.lost, 4) == round(Decimal(3500) / (70 + 120), 4)
    (few,) = findings([a_reply(lost_of_ten=None)] * 50 + [a_reply()] * 20, RATES, {}).outside
    assert few.lost is None


# Weights


FRAME = Frame(
    id="households",
    name=LocalText(en="Households of two regions"),
    strata=({"region": "baku", "people": 900}, {"region": "absheron_khizi", "people": 100}),
    source="a_list",
)


def test_a_frame_weights_each_place_by_its_people():
    replies = [a_reply(frame="households")] * 40
    replies += [a_reply(frame="households", channel="digital", region="absheron_khizi")] * 160
    found = findings(replies, RATES, {"households": FRAME})
    assert found.roads[0].frame == "households"
    (outside,) = findings(
        [a_reply(frame="households", of_ten=10)] * 40
        + [a_reply(frame="households", of_ten=0, lost_of_ten=None, region="absheron_khizi")] * 160,
        RATES,
        {"households": FRAME},
    ).outside
    assert outside.share == 90
    flat = findings([r.model_copy(update={"frame": None}) for r in replies], RATES, {"households": FRAME})
    assert flat.roads[0].frame is None
    # Nobody used the other roads, so that all shares would tell it.
    assert {row.answers for row in found.roads[0].rows} == {row.answers for row in flat.roads[0].rows}


def test_the_weighted_shares_are_those_of_the_people():
    weighted = [r.model_copy(update={"frame": "households"}) for r in BASE]
    found = findings(weighted, RATES, {"households": FRAME})
    baku, khizi = Decimal(900) / 360, Decimal(100) / 100
    assert round(row_of(found, ALL).shares[Way.DIGITAL], 6) == round(100 * khizi * 100 / 1000, 6)
    assert round(row_of(found, ALL).shares[Way.BANK], 6) == round(100 * baku * 100 / 1000, 6)


def test_a_frame_that_nobody_knows_weights_nothing():
    odd = [r.model_copy(update={"frame": "lost"}) for r in BASE]
    assert findings(odd, RATES, {}) == findings(BASE, RATES, {})


def test_who_has_no_place_in_the_frame_is_left_out():
    other = [a_reply(frame="households", region="nakhchivan", channel="another_way")] * 90
    weighted = [r.model_copy(update={"frame": "households"}) for r in BASE]
    frames = {"households": FRAME}
    assert findings([*weighted, *other], RATES, frames).roads == findings(weighted, RATES, frames).roads


# Nothing is given away


@given(st.integers(0, 10_000), st.integers(30, 900))
@costly()
def test_what_is_shown_leaves_no_road_of_few_answers_over(seed, size):
    chance = random.Random(seed)
    ways = chance.sample([way.value for way in Way], k=chance.randint(2, 5))
    replies = [
        a_reply(
            channel=chance.choice([*ways, None]) if chance.random() < 0.9 else None,
            sex=chance.choice(["woman", "woman", "man", None]),
            region=chance.choice(["baku", "baku", "nakhchivan", "absheron_khizi", None]),
        )
        for _ in range(size)
    ]
    for roads in findings(replies, RATES, {}).roads:
        for row in roads.rows:
            told = [share for share in row.shares.values() if share is not None]
            if row.answers is None:
                assert not told
                continue
            assert row.answers >= 30
            counts = [round(share * row.answers / 100) for share in told]
            assert all(count >= 30 for count in counts)
            left = row.answers - sum(counts)
            assert len(told) == len(Way) or left >= 30
        for part in ("sex", "region"):
            rows = [row for row in roads.rows if row.part == part]
            whole = next(row for row in roads.rows if row.part == ALL)
            hidden_rows = [row for row in rows if row.answers is None]
            if whole.answers is not None and hidden_rows:
                assert len(hidden_rows) > 1
                assert whole.answers - sum(row.answers or 0 for row in rows) >= 30


@given(st.permutations(range(40)))
@costly()
def test_the_order_of_the_answers_makes_no_difference(order):
    pool = [*BASE[:20], *BASE[150:170]]
    mixed = [pool[n] for n in order]
    assert Counter(mixed) == Counter(pool)
    assert findings(mixed * 4, RATES, {}) == findings(pool * 4, RATES, {})


# What was paid


def test_the_cost_is_the_fee_and_what_the_rate_took():
    assert paid_percent(a_reply(), RATES) == Decimal("2.00")
    assert paid_percent(a_reply(received=200), RATES) == 1
    assert paid_percent(a_reply(received=204), RATES) == -1


@pytest.mark.parametrize(
    "fields",
    [
        {"amount": None},
        {"fee": None},
        {"received": None},
        {"pays": None},
        {"currency": None},
        {"day": None},
        {"channel": None},
        {"channel": "another_way"},
        {"received": 20_000},
        {"fee": 10_001},
        {"sent": date(2026, 11, 1)},
        {"currency": "TRY"},
    ],
)
def test_a_cost_that_is_not_known_is_none_and_no_guess(fields):
    assert paid_percent(a_reply(**fields), RATES) is None


def test_in_one_currency_nothing_hides_in_the_rate():
    assert paid_percent(a_reply(pays="RUB", received=9_000), RATES) == 1


def test_what_people_paid_stands_by_corridor_and_only_for_many():
    replies = [a_reply()] * 30 + [a_reply(fee=300, setting="branch")] * 15 + [a_reply(country="TR")] * 29
    (paid,) = findings(replies, RATES, {}).realised
    assert paid.corridor == "RU-AZ"
    assert paid.answers == 40
    assert round(paid.mean, 4) == Decimal("2.6667")
    assert paid.median == 2
    here = [a_reply(group="migrant_here")] * 30
    assert [found.corridor for found in findings(here, RATES, {}).realised] == ["AZ-RU"]


def test_beside_it_stand_the_prices_that_providers_tell():
    teaching = shipped("teaching")
    transfer = Transfer(corridor=teaching.corridor("RU", "AZ"), currency="RUB", send=Decimal(20_000))
    costs = {
        (offer.provider, offer.service): offer.rpw_cost_percent
        for offer in compare(teaching, transfer, date(2026, 11, 21)).offers
        if offer.rpw_cost_percent is not None and not offer.promotion
    }
    found = listed(teaching, "RU-AZ", date(2026, 11, 21))
    assert found.services == len(costs) > 5
    assert round(found.mean, 20) == round(sum(costs.values()) / len(costs), 20)
    assert found.sources == ("invented",)
    assert listed(teaching, "XX-YY", DAY) is None
