"""Where the country falls short: every gap with its distance, its evidence and who decides."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.dataset.dataset import Dataset
from channels.gaps import catalogue, gap_list, requirements, rule_weights, transparency
from channels.gaps.catalogue import GapKind, Weight
from channels.gaps.gap import Gap, ranked
from channels.gaps.indicators import hidden_by
from channels.gaps.transparency import Disclosed
from channels.policy_terms import Lens, Principle, Theme, Whom
from channels.records.informal import GroupRange
from channels.records.policy import PriceDatabase, Rule, Survey, Threshold
from channels.records.providers import DisclosureCheck
from channels.terms import Disclosure, DisclosureItem
from tests.support.builders import a_provider, a_route, a_service, an_observation
from tests.support.datasets import shipped

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)


@cache
def data(name: str = "real") -> Dataset:
    return shipped(name)


@cache
def found() -> dict[str, Gap]:
    return {gap.id: gap for gap in gap_list.gaps(data(), DAY)}


def test_standing_comes_first_with_its_three_figures():
    first = list(found().values())[:3]
    assert {gap.indicator for gap in first} == {"never_surveyed", "none_since", "least_fee_out"}
    assert round(found()["never_surveyed"].value, 1) == Decimal("49.4")
    none = found()["none_since"]
    assert (none.value, none.since, none.hides) == (100, "2021-Q4", 100)
    fee = found()["least_fee_out"]
    assert (fee.value, fee.value_most, fee.aim, fee.distance) == (10, 30, 5, 25)
    assert "historical" in fee.notes


def test_what_a_price_of_today_confirms_is_not_called_unconfirmed():
    assert "none_confirmed" in found()["services_left"].notes
    taken = an_observation(provider="paysend", service="transfer", observed=DAY, rate="0.0191")
    known = data().tables
    wider = data().with_tables(replace(known, observations=(*known.observations, (taken.source, taken))))
    (gap,) = [gap for gap in gap_list.gaps(wider, DAY) if gap.indicator == "services_left"]
    assert (gap.value, gap.notes) == (found()["services_left"].value, ("historical",))


def test_every_theme_of_the_page_has_a_gap():
    assert {gap.nature.theme for gap in found().values()} == set(Theme)
    assert len(found()) == len(gap_list.gaps(data(), DAY)) > 40


def test_every_gap_says_for_whom_who_decides_and_on_which_source():
    for gap in found().values():
        assert gap.whom
        assert gap.nature.decides
        assert gap.sources, gap.id
        assert len(set(gap.sources)) == len(gap.sources)
        assert set(gap.sources) <= set(data().sources), gap.id
        assert isinstance(gap.nature.principle, Principle)
        assert set(gap.nature.letters) <= set("abcdefghi")
        assert gap.day is None or gap.day <= DAY


def test_what_falls_short_has_a_distance_and_what_is_unknown_has_none():
    for gap in found().values():
        if gap.kind in (GapKind.SHORT, GapKind.NOT_CLEAR):
            assert gap.value is not None
            assert gap.distance > 0
            assert 0 < gap.size <= 1
            assert gap.evidence is not None
        elif gap.kind is GapKind.UNKNOWN:
            assert gap.distance is None
            assert gap.evidence is None
            assert gap.value is None or gap.value != gap.value_most
        else:
            assert gap.rule is not None


def test_only_rpw_cost_meets_the_lines_of_three_and_five_percent():
    lines = {"cost_world", "cost_corridor", "no_corridor_above"}
    held = {gap.indicator for gap in found().values() if gap.target is not None and gap.target.id in lines}
    assert held == {"least_fee_out"}
    assert "fee_alone" in found()["least_fee_out"].notes


@pytest.mark.parametrize(
    ("name", "value", "distance"),
    [
        ("account.women", "46.2", "43.8"),
        ("account.rural", "51.4", "38.6"),
        ("account.poorest_40", "41.2", "48.8"),
        ("account.age_15_24", "31.7", "58.3"),
        ("account_gap.women", "20.8", "20.8"),
        ("account_gap.rural", "12.1", "12.1"),
        ("bills_gap.women", "17.4", "17.4"),
        ("post_offices", "1442", "56"),
        ("services_left", "2", "1"),
        ("spread", "2.07", "2.07"),
        ("within_hour", "0", "75"),
        ("within_day", "50", "50"),
    ],
)
def test_a_gap_has_the_figures_of_the_evidence(name, value, distance):
    gap = found()[name]
    assert (gap.value, gap.distance) == (Decimal(value), Decimal(distance))


def test_a_gap_of_women_is_seen_with_the_lens_of_gender():
    for name in ("account.women", "account_gap.women", "bills_gap.women"):
        assert found()[name].nature.lens is Lens.GENDER
        assert "h" in found()[name].nature.letters
    assert found()["account.rural"].nature.lens is Lens.SOCIAL


def test_the_target_says_what_is_unconfirmed_and_what_only_stands_near_it():
    assert {"proxy", "unconfirmed_target"} <= set(found()["account.women"].notes)
    assert {"proxy", "services_not_payments"} <= set(found()["within_hour"].notes)


def test_the_unknown_is_ordered_by_the_flow_that_it_hides():
    unknown = [gap for gap in found().values() if gap.kind is GapKind.UNKNOWN]
    assert [gap.size for gap in unknown] == sorted((gap.size for gap in unknown), reverse=True)
    assert {"really_paid", "cost_in_manat", "informal_share", "informal_loss"} <= {
        g.indicator for g in unknown
    }
    in_manat = found()["cost_in_manat"]
    assert round(in_manat.hides, 1) == Decimal("50.6")
    assert "zero_margin" in in_manat.notes


def test_every_rule_that_hinders_is_a_gap_with_its_own_words():
    rules = {gap.rule.id: gap for gap in found().values() if gap.kind is GapKind.RULE}
    assert set(rules) == {rule.id for rule in data().tables.rules if rule.hinders}
    assert {"monthly_limit", "wallet_without_name", "no_link_abroad", "payment_law", "levy_abroad"} <= set(
        rules
    )
    assert "not_known_today" in rules["levy_abroad"].notes
    limit = rules["monthly_limit"].rule.thresholds[0]
    assert (limit.amount, limit.currency, limit.each) == (20_000, "USD", "month")


def test_a_rule_with_a_threshold_or_a_penalty_is_a_gap_and_one_that_gives_a_right_is_none():
    rules = {gap.rule.id: gap for gap in found().values() if gap.kind is GapKind.RULE}
    assert {rule.id for rule in data().tables.rules if rule.thresholds} <= set(rules)
    penalties = {"offsetting_offence", "offsetting_crime", "unlicensed_advertising", "undeclared_cash"}
    assert penalties | {"cash_export", "institutions_decision"} <= set(rules)
    assert not {"receiving_without_account", "instant_between_systems"} & set(rules)
    assert rules["offsetting_offence"].nature == rules["offsetting_crime"].nature
    for not_known in ("offsetting_offence", "cash_export", "institutions_decision"):
        assert "not_known_today" in rules[not_known].notes


def test_the_heaviest_rules_are_in_force_and_touch_everyday_transfers():
    rules = [gap for gap in gap_list.gaps(data(), DAY) if gap.kind is GapKind.RULE]
    by_weight = {weight: [g.rule.id for g in rules if g.weight is weight] for weight in Weight}
    assert by_weight[Weight.EVERYDAY] == [
        "no_link_abroad", "wallet_without_name", "unlicensed_advertising", "payment_law",
    ]  # fmt: skip
    assert {"monthly_limit", "cash_reports", "undeclared_cash"} <= set(by_weight[Weight.SELDOM])
    assert {"levy_abroad", "land_borders", "offsetting_crime"} <= set(by_weight[Weight.UNCLEAR])
    assert [g.rule.id for g in rules] == [name for names in by_weight.values() for name in names]
    for weight in Weight:
        first = [g.whom[0].rank for g in rules if g.weight is weight]
        assert first == sorted(first)


def a_rule(**changes: object) -> Rule:
    """One that holds and hinders, with what is changed in it."""
    rule = next(rule for rule in data().tables.rules if rule.id == "wallet_without_name")
    return rule.model_copy(update=changes)


@pytest.mark.parametrize(
    ("amount", "currency", "dollar", "weight"),
    [
        (500, "USD", None, Weight.EVERYDAY),
        (501, "USD", None, Weight.SELDOM),
        (850, "AZN", "1.7", Weight.EVERYDAY),
        (851, "AZN", "1.7", Weight.SELDOM),
        # Whatever cannot be told in dollars is not known to be large.
        (40_000, "AZN", None, Weight.EVERYDAY),
        (40_000, "EUR", "1.7", Weight.EVERYDAY),
    ],
)
def test_a_rule_that_begins_above_500_dollars_touches_no_everyday_transfer(amount, currency, dollar, weight):
    threshold = Threshold(amount=Decimal(amount), currency=currency)
    rate = None if dollar is None else Decimal(dollar)
    assert rule_weights.weight(a_rule(thresholds=(threshold,)), rate) is weight


def test_a_rule_that_is_not_clear_weighs_least_and_one_that_hinders_nobody_nothing():
    unclear = a_rule().hinders.model_copy(update={"unknown": True})
    assert rule_weights.weight(a_rule(hinders=unclear), None) is Weight.UNCLEAR
    assert rule_weights.weight(a_rule(hinders=None), None) is None
    assert rule_weights.weight(a_rule(thresholds=(), topic="border"), None) is Weight.SELDOM


# The order

GAP = st.builds(
    lambda name, kind, size: Gap(name, kind, catalogue.INDICATORS[name], size=size),
    st.sampled_from(sorted(catalogue.INDICATORS)),
    st.sampled_from(GapKind),
    st.decimals(0, 1, places=2),
)


@given(st.lists(GAP, max_size=12))
def test_the_order_is_total_and_keeps_every_gap(some):
    one, other = ranked(some), ranked(some[::-1])
    assert sorted(map(id, one)) == sorted(map(id, some))
    assert [(g.indicator, g.kind, g.size) for g in one if g.nature.theme is not Theme.STANDING] == [
        (g.indicator, g.kind, g.size) for g in other if g.nature.theme is not Theme.STANDING
    ]
    themes = [g.nature.theme is Theme.STANDING for g in one]
    assert themes == sorted(themes, reverse=True)
    rest = [(g.kind.rank, -g.size) for g in one if g.nature.theme is not Theme.STANDING]
    assert rest == sorted(rest)


def test_the_ends_of_a_range_are_judged_by_the_worse():
    fee = found()["least_fee_out"]
    assert fee.distance == max(fee.value, fee.value_most) - fee.aim
    hour = found()["within_hour"]
    assert hour.distance == hour.aim - min(hour.value, hour.value_most)


# Thin data


def test_the_invented_market_has_no_gaps():
    assert gap_list.gaps(data("teaching"), DAY) == ()


def test_without_indicators_and_targets_no_distance_is_invented():
    tables = replace(
        data().tables, statistics=(), targets=(), surveys=(), corridor_quarters=(), rules=(), observations=()
    )
    thin = gap_list.gaps(data().with_tables(tables), DAY)
    assert not [gap for gap in thin if gap.target is not None]
    assert all(gap.kind is GapKind.UNKNOWN for gap in thin)


def test_a_small_sample_makes_a_difference_unclear_and_moves_it_down():
    asked = Survey(
        id="findex", name={"en": "S"}, sample=100, measures=["account", "bills_online"], source="findex_2025"
    )
    thin = gap_list.gaps(data().with_tables(replace(data().tables, surveys=(asked,))), DAY)
    unclear = [gap for gap in thin if gap.kind is GapKind.NOT_CLEAR]
    assert {gap.id for gap in unclear} >= {"account_gap.rural", "bills_gap.age_15_24"}
    assert all("not_clear" in gap.notes for gap in unclear)
    assert tuple(thin[-len(unclear) :]) == tuple(unclear)


def test_a_target_that_is_met_is_no_gap():
    lower = [
        target.model_copy(update={"value": Decimal(30)}) if target.id == "access" else target
        for target in data().tables.targets
    ]
    easy = {g.id for g in gap_list.gaps(data().with_tables(replace(data().tables, targets=lower)), DAY)}
    assert not {name for name in easy if name.startswith("account.")}
    assert "account_gap.women" in easy


# What is told, and the twelve requirements


def test_what_each_provider_publishes_is_known_item_by_item_and_no_firm_is_closed_because_nobody_looked():
    rows = {row.provider: row for row in transparency.disclosures(data(), DAY)}
    assert rows["paysend"].said[DisclosureItem.TOTAL_COST].state is Disclosure.PUBLISHED
    assert rows["zolotaya_korona"].publishes(DisclosureItem.TIME)
    rate = rows["zolotaya_korona"].said[DisclosureItem.RATE]
    assert rate.state is Disclosure.NOT_LOOKED, "a surveyed margin of nothing is no rate"
    assert rows["wise"].said[DisclosureItem.TOTAL_COST] == Disclosed(Disclosure.NOT_LOOKED)
    states = {said.state for row in rows.values() for said in row.said.values()}
    assert Disclosure.NOT_PUBLISHED not in states
    assert not {"ria", "moneygram", "contact"} & set(rows), "what stopped is not counted"


def test_a_share_of_providers_is_a_range_until_somebody_looked_at_each():
    rows = transparency.disclosures(data(), DAY)
    least, most = transparency.share_published(rows, DisclosureItem.TOTAL_COST)
    assert 0 < least < most == 100
    gap = found()["total_cost_told"]
    assert (gap.kind, gap.value, gap.value_most) == (GapKind.UNKNOWN, least, most)
    assert transparency.share_published((), DisclosureItem.TIME) is None


def looked(day, *, published):
    """A market of one provider at which somebody looked for the whole cost on a day."""
    check = DisclosureCheck(item="total_cost", published=published, day=day, source="a_visit")
    route = a_route(service=a_service(), provider=a_provider(disclosures=(check,)))
    tables = replace(
        data().tables, observations=(), corridors=(route.corridor,), payouts=(),
        providers=(route.provider.model_copy(update={"services": (route.service,)}),),
    )  # fmt: skip
    return data().with_tables(tables)


@pytest.mark.parametrize(("published", "state"), [(True, "published"), (False, "not_published")])
def test_who_looked_and_did_not_find_it_says_so_with_the_day(published, state):
    seen = DAY - timedelta(days=3)
    (row,) = transparency.disclosures(looked(seen, published=published), DAY)
    said = row.said[DisclosureItem.TOTAL_COST]
    assert (said.state, said.day) == (state, seen)
    assert row.said[DisclosureItem.TRACKING] == Disclosed(Disclosure.NOT_LOOKED)
    (before,) = transparency.disclosures(looked(DAY + timedelta(days=1), published=published), DAY)
    assert before.said[DisclosureItem.TOTAL_COST].state is Disclosure.NOT_LOOKED
    share = transparency.share_published((row,), DisclosureItem.TOTAL_COST)
    assert share == ((100, 100) if published else (0, 0))


@pytest.mark.parametrize(
    ("method", "state"),
    [
        ("mystery_shopping", "not_looked"),
        ("phone", "not_looked"),
        ("website", "published"),
        ("api", "published"),
    ],
)
def test_a_price_is_published_only_where_the_provider_itself_shows_it(method, state):
    market = looked(DAY, published=True)
    (provider,) = market.tables.providers
    bare = provider.model_copy(update={"disclosures": ()})
    seen = an_observation(
        provider=bare.id, service=bare.services[0].id, rate="0.0192", pays="AZN", method=method
    )
    tables = replace(market.tables, providers=(bare,), observations=(("a_visit", seen),))
    (row,) = transparency.disclosures(market.with_tables(tables), DAY)
    assert row.said[DisclosureItem.TOTAL_COST].state == state


def test_the_twelve_requirements_are_tested_on_the_tools_own_data():
    tested = requirements.requirements(data(), DAY)
    assert [one.number for one in tested] == list(range(1, 13))
    assert [one.number for one in tested if one.met] == [10, 12]
    assert [one.number for one in tested if one.met is None] == [8, 9, 11]
    assert all(one.done <= one.of for one in tested)
    assert tested[0].done == 2
    assert found()["requirements"].value == 2


def test_links_to_others_count_only_where_one_says_it_is_approved():
    def last(*databases: PriceDatabase) -> requirements.Requirement:
        return requirements.requirements(
            data().with_tables(replace(data().tables, databases=databases)), DAY
        )[-1]

    shipped = data().tables.databases
    assert last(*shipped).met
    assert not last(*(one for one in shipped if not one.approved)).met
    assert last().number == 12
    assert not last().met


COLLECTED = {
    "provider": "zolotaya_korona", "service": "cash_kapital_bank", "corridor": "RU-AZ", "amount": 17_000,
    "margin_percent": None, "method": "mystery_shopping", "checked": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "independent", "shopped"),
    [
        ([{}], (True, 1, 1), (True, 1, 1)),
        ([{}, {"method": "phone"}], (True, 2, 2), (None, 1, 2)),
        ([{"method": "website"}], (True, 1, 1), (False, 0, 1)),
        ([{"checked": False}], (True, 1, 1), (False, 0, 1)),
        ([{}, {"of_provider": True}], (False, 1, 2), (True, 2, 2)),
        ([{"superseded": "a slip"}], (None, 0, 0), (None, 0, 0)),
        ([{"valid_until": DAY - timedelta(days=1)}], (None, 0, 0), (None, 0, 0)),
        ([{"observed": DAY - timedelta(days=91)}], (None, 0, 0), (None, 0, 0)),
        ([{"observed": DAY + timedelta(days=1)}], (None, 0, 0), (None, 0, 0)),
        ([{"corridor": "AZ-RU"}], (None, 0, 0), (None, 0, 0)),
        ([{"evidence": "surveyed"}], (None, 0, 0), (None, 0, 0)),
    ],
)
def test_who_told_and_who_checked_is_read_off_the_current_prices(rows, independent, shopped):
    prices = [("made", an_observation(**(COLLECTED | row))) for row in rows]
    tables = replace(data().tables, observations=(*data().tables.observations, *prices))
    tested = {one.number: one for one in requirements.requirements(data().with_tables(tables), DAY)}
    assert (tested[8].met, tested[8].done, tested[8].of) == independent
    assert (tested[9].met, tested[9].done, tested[9].of) == shopped


def test_coverage_is_not_met_where_a_corridor_has_no_price_and_unknown_where_all_have():
    known = data()
    assert [(one.met, one.done) for one in requirements.requirements(known, DAY) if one.number == 7] == [
        (False, 0)
    ]
    prices = [
        ("made", an_observation(**(COLLECTED | {
            "corridor": c.key, "provider": r.provider.id, "service": r.service.id,
        })))
        for c in known.tables.corridors if c.receiving == "AZ" != c.sending
        for r in known.routes(c)[:1]
    ]  # fmt: skip

    def covered(found):
        tables = replace(known.tables, observations=(*known.tables.observations, *found))
        return next(
            one for one in requirements.requirements(known.with_tables(tables), DAY) if one.number == 7
        )

    assert covered(prices).met is None
    assert covered(prices).done > 0
    assert covered(prices[1:]).met is False
    staff = [("made", prices[0][1].model_copy(update={"of_provider": True})), *prices[1:]]
    assert covered(staff).met is False


def test_what_groups_said_is_told_as_a_range_that_no_target_is_held_against():
    told = GroupRange(
        corridor="RU-AZ", since=DAY, day=DAY, groups=3, people=31, least=1, most=3, source="a_talk"
    )
    known = data().with_tables(replace(data().tables, ranges=(told,)))
    gap = next(gap for gap in gap_list.gaps(known, DAY) if gap.indicator == "informal_price")
    assert (gap.value, gap.value_most, gap.seen, gap.sources[0]) == (1, 3, DAY, "a_talk")
    assert gap.hides == 100 - hidden_by(known, ["RU"])
    assert (gap.kind, gap.aim, gap.distance) == (catalogue.GapKind.UNKNOWN, None, None)


def test_a_complete_market_meets_more_of_them():
    tested = {one.number: one for one in requirements.requirements(data("teaching"), DAY)}
    assert tested[2].done > 5
    assert tested[2].done <= tested[2].of


def test_digital_services_are_a_range_of_shares():
    share = gap_list.digital_services(data(), DAY)
    assert 0 <= share.least < share.most <= 100
    assert found()["digital_both"].value_most == share.most


def test_a_gap_stands_for_a_group_where_it_has_one():
    assert found()["account.women"].whom == (Whom.WOMEN,)
    assert found()["account_gap.women"].beside is Whom.MEN
