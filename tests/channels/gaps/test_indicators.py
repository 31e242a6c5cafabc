"""What surveys and statistics come to: by hand, as laws, and against the evidence."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.dataset.dataset import Dataset
from channels.dataset.tables import Tables
from channels.gaps import averages, corridor_figures, indicators, surveyed_prices
from channels.gaps.surveyed_prices import Share, Smart, Surveyed
from channels.policy_terms import Measure, Whom
from channels.pricing.fx import Rates
from channels.records.policy import Statistic, Survey
from channels.terms import Digital, DisbursementMethod, PaymentInstrument, RspType
from tests.support.builders import a_corridor, a_provider, a_service, an_observation
from tests.support.datasets import real

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)
BANDS = {
    "Less than one hour": 60,
    "Same day": 1_440,
    "Next day": 2_880,
    "2 days": 4_320,
    "3-5 days": 8_640,
    "6 days or more": None,
}
PERCENT = st.decimals(min_value=-20, max_value=60, places=2)
CARD, CASH = PaymentInstrument.CARD, PaymentInstrument.CASH


@cache
def data() -> Dataset:
    return real()


def row(total: str | None = "2", **fields) -> Surveyed:
    """One surveyed service: a fee alone, within a day, from card to account."""
    plain = {
        "corridor": "RU-AZ",
        "provider": "a",
        "service": "s",
        "rsp_type": RspType.BANK,
        "pay_in": CARD,
        "disbursement": DisbursementMethod.ACCOUNT,
        "digital": None,
        "quarter": "2025-Q3",
        "day": DAY,
        "fee": Decimal(total or 0),
        "margin": None if total is None else Decimal(0),
        "total": None if total is None else Decimal(total),
        "minutes_least": 60,
        "minutes_most": 1_440,
        "zero_margin": False,
        "source": "x",
    }
    return Surveyed(**(plain | fields))


# SmaRT, by the examples that tables and records share

EXAMPLES = tomllib.loads((ROOT / "data" / "examples" / "smart.toml").read_text("utf-8"), parse_float=Decimal)


@pytest.mark.parametrize("example", EXAMPLES["example"], ids=lambda e: e["name"])
def test_smart_is_as_the_example_computes_by_hand(example):
    services = [
        (s.get("total") if s["transparent"] else None, BANDS[s["speed"]] if "speed" in s else None)
        for s in example["given"]["services"]
    ]
    found = surveyed_prices.smart(services)
    expected = example["expected"]
    assert found.services == expected["smart_services"]
    if expected["smart"] == "not known":
        assert found.value is None
    else:
        assert found.value == expected["smart"]


def test_the_examples_of_smart_were_found():
    assert len(EXAMPLES["example"]) >= 5


@pytest.mark.parametrize(
    ("found", "met"),
    [
        (Smart(Decimal("4.9"), 3), True),
        (Smart(Decimal(5), 3), True),
        (Smart(Decimal("5.01"), 3), False),
        (Smart(Decimal(1), 2), None),
        (Smart(Decimal(9), 1), None),
        (Smart(None, 0), None),
    ],
)
def test_one_or_two_services_cannot_show_that_the_target_is_met(found, met):
    assert found.meets(Decimal(5)) is met


# Laws


@given(st.lists(PERCENT, min_size=1, max_size=12))
def test_a_mean_lies_between_the_least_and_the_greatest(values):
    mean, middle = averages.simple_mean(values), averages.median(values)
    slack = Decimal("1E-20")
    assert min(values) - slack <= mean <= max(values) + slack
    assert min(values) <= middle <= max(values)


@given(st.lists(st.tuples(PERCENT, st.sampled_from([*BANDS.values(), 0])), max_size=12))
def test_smart_is_never_above_the_mean_of_those_that_qualify(services):
    found = surveyed_prices.smart(services)
    qualifying = [t for t, most in services if most is not None and most <= surveyed_prices.SMART_MINUTES]
    assert found.services == min(3, len(qualifying))
    assert (found.value is None) is (not qualifying)
    if found.value is not None:
        assert found.value <= averages.simple_mean(qualifying) + Decimal("1E-20")


@given(
    st.lists(st.tuples(PERCENT, st.decimals(min_value=1, max_value=100, places=1)), min_size=1, max_size=8)
)
def test_a_weighted_mean_lies_between_the_ends_and_is_the_simple_one_for_equal_weights(values):
    mean = averages.weighted_mean(values)
    slack = Decimal("1E-20")
    assert min(v for v, _ in values) - slack <= mean <= max(v for v, _ in values) + slack
    alike = averages.weighted_mean([(v, Decimal(2)) for v, _ in values])
    assert abs(alike - averages.simple_mean([v for v, _ in values])) < slack


def test_of_nothing_nothing_is_known():
    assert averages.simple_mean([]) is None
    assert averages.median([]) is None
    assert averages.weighted_mean([]) is None
    assert averages.weighted_mean([(Decimal(1), Decimal(0))]) is None
    assert surveyed_prices.within([], 60) is None


WAITS = st.sampled_from([None, 0, 60, 1_440, 2_880])


@given(st.lists(st.tuples(WAITS, WAITS), min_size=1, max_size=9), st.sampled_from([60, 1_440, 2_880]))
def test_a_share_has_its_least_below_its_most_and_grows_with_the_time_allowed(waits, minutes):
    rows = [row(minutes_least=a, minutes_most=b) for a, b in waits if a is None or b is None or a <= b]
    share = surveyed_prices.within(rows, minutes)
    if share is None:
        assert not rows
        return
    assert 0 <= share.least <= share.most <= 100
    later = surveyed_prices.within(rows, minutes * 10)
    assert later.least >= share.least
    assert later.most >= share.most


# Shares by hand


def test_a_service_of_an_hour_counts_and_one_of_unknown_wait_may_count():
    rows = [
        row(minutes_least=0, minutes_most=60),
        row(minutes_least=60, minutes_most=1_440),
        row(minutes_least=0, minutes_most=1_440),
        row(minutes_least=None, minutes_most=None),
    ]
    assert surveyed_prices.within(rows, 60) == Share(Decimal(25), Decimal(75), 4)


def test_a_digital_share_counts_both_ends_alone():
    rows = [
        row(digital=Digital.BOTH),
        row(digital=Digital.SENDING_ONLY),
        row(digital=Digital.NONE),
        row(digital=None),
    ]
    assert surveyed_prices.digital_share(rows) == Share(Decimal(25), Decimal(50), 4)


def test_each_end_has_a_share_of_its_own():
    rows = [
        row(),
        row(pay_in=CASH, disbursement=DisbursementMethod.CASH),
        row(pay_in=None, disbursement=None),
    ]
    third = Decimal(100) / 3
    assert surveyed_prices.into_account(rows) == Share(third, Decimal(200) / 3, 3)
    assert surveyed_prices.without_cash(rows) == Share(third, Decimal(200) / 3, 3)


def test_cash_is_matched_with_an_account_of_the_same_provider_paid_alike():
    cash = {"disbursement": DisbursementMethod.CASH}
    rows = [
        row("5", **cash),
        row("3", **cash),
        row("2.5"),
        row("9", provider="b", **cash),
        row("9", pay_in=CASH, **cash),
        row(None),
    ]
    found = surveyed_prices.cash_premium(rows)
    assert [(m.provider, m.cash, m.account, m.premium) for m in found] == [
        ("a", Decimal(4), Decimal("2.5"), Decimal("1.5"))
    ]


def test_a_margin_of_nothing_is_no_side_of_a_pair():
    cash = {"disbursement": DisbursementMethod.CASH}
    assert surveyed_prices.cash_premium([row("5", **cash), row("2.5", zero_margin=True)]) == ()


# Records into rows


def market(*seen, services=(), providers=None):
    """A dataset of one corridor."""
    service = a_service(disbursement="cash", pay_in=None, access_point=None)
    provider = a_provider(services=tuple(services) or (service,))
    tables = Tables(
        corridors=[a_corridor()],
        providers=providers or [provider],
        observations=[(f"line {n}", one) for n, one in enumerate(seen)],
    )
    return Dataset(tables, Rates(()))


def surveyed(**fields):
    plain = {"evidence": "surveyed", "period": "2025-Q3", "pays": None, "dollars": 200}
    return an_observation(**(plain | fields))


def test_the_survey_price_is_fee_in_percent_and_margin():
    (found,) = surveyed_prices.surveyed(market(surveyed(amount=140, fee=7, margin_percent=2)))
    assert (found.fee, found.margin, found.total) == (Decimal(5), Decimal(2), Decimal(7))
    assert (found.transparent, found.zero_margin, found.quarter) == (True, False, "2025-Q3")


def test_an_undisclosed_rate_has_no_total_and_a_zero_is_marked():
    hidden, zero = surveyed_prices.surveyed(
        market(surveyed(margin_percent=None), surveyed(margin_percent=0, amount=9_000))
    )
    assert (hidden.total, hidden.transparent) == (None, False)
    assert zero.zero_margin
    assert zero.total == zero.fee


def test_a_quote_of_the_day_a_promotion_and_what_was_wrong_are_no_survey():
    told = [
        an_observation(),
        surveyed(promotion=True),
        surveyed(superseded="the page says 3"),
        surveyed(dollars=500),
        surveyed(fee=None),
    ]
    assert surveyed_prices.surveyed(market(*told)) == ()


def test_rows_that_are_alike_stay_and_are_listed_once():
    same = surveyed(amount=140, fee=7, margin_percent=2)
    (found,) = corridor_figures.computed(market(same, same))
    assert (found.services, found.listed) == (2, 1)
    assert found.smart == Smart(None, 0)


def test_paid_out_in_cash_no_service_is_digital_at_both_ends():
    (found,) = surveyed_prices.surveyed(market(surveyed()))
    assert found.digital is Digital.SENDING_ONLY
    inside = a_service(disbursement="card", pay_in="card", access_point=None)
    (found,) = surveyed_prices.surveyed(market(surveyed(), services=[inside]))
    assert found.digital is None


# The evidence


@pytest.mark.parametrize(
    ("corridor", "services", "mean", "smart"),
    [
        ("RU-AZ", 4, "1.765", "1.33"),
        ("DE-MD", 13, "4.657", "2.77"),
        ("IT-AL", 17, "13.055", "2.136"),
        ("AT-RS", 17, "5.305", "3.678"),
        ("US-AM", 15, "6.977", "4.505"),
        ("CH-AL", 7, "7.111", "5.661"),
    ],
)
def test_the_corridors_come_to_what_their_services_come_to_by_hand(corridor, services, mean, smart):
    found = next(f for f in corridor_figures.computed(data()) if f.corridor == corridor)
    assert found.services == services
    assert round(found.mean, 3) == Decimal(mean)
    assert round(found.smart.value, 3) == Decimal(smart)
    assert found.smart.services == 3
    assert found.least <= found.median <= found.most
    assert abs(found.fee + found.margin - found.mean) < Decimal("1E-20")


def test_the_survey_of_the_neighbours_is_whole():
    rows = surveyed_prices.surveyed(data(), quarter="2025-Q3")
    assert len(rows) == 210
    assert len({r.corridor for r in rows}) == 14
    assert len(surveyed_prices.surveyed(data(), quarter="2025-Q3", dollars=Decimal(500))) == 210
    assert {r.day for r in rows} >= {date(2025, 8, 8), date(2025, 9, 5)}
    zero = {f.corridor: (f.zero_margins, f.services) for f in corridor_figures.computed(data())}
    assert zero["DE-MK"] == (7, 7)
    assert zero["DE-RS"] == (15, 17)
    assert zero["IT-AL"] == (15, 17)
    assert zero["IT-MD"] == (12, 17)


def test_the_russian_survey_within_hour_and_day_is_a_range():
    found = next(f for f in corridor_figures.computed(data()) if f.corridor == "RU-AZ")
    assert found.within_hour == Share(Decimal(0), Decimal(25), 4)
    assert found.within_day == Share(Decimal(50), Decimal(50), 4)


def test_half_of_the_inflow_was_never_surveyed_and_none_since_2021():
    assert round(indicators.never_surveyed(data()), 1) == Decimal("49.4")
    assert indicators.unsurveyed_since(data(), "2021-Q4") == 100
    assert round(indicators.unsurveyed_since(data(), "2021-Q3"), 1) == Decimal("49.4")
    assert indicators.ever_surveyed(data()) == {"RU": "2021-Q4"}
    flows = indicators.inflow(data())
    assert (flows.period, flows.total) == ("2024-H1", Decimal("567.8"))
    shares = {country: round(share, 1) for country, share in flows.shares.items()}
    assert shares == {
        c: Decimal(s)
        for c, s in zip(["RU", "TR", "US", "GE", "GB"], ["50.6", "14.5", "5.4", "3.1", "2.8"], strict=True)
    }


def test_the_least_fees_for_sending_out_are_ten_to_thirty_percent_of_200_dollars():
    found = indicators.least_fees_out(data())
    assert {provider for provider, _, _ in found} == {
        "azerpost",
        "bank_btb",
        "yapi_kredi_azerbaijan",
        "azer_turk_bank",
        "turanbank",
    }
    assert (found[0][1], found[-1][1]) == (10, 30)
    assert [fee for _, fee, _ in found] == sorted(fee for _, fee, _ in found)


def test_a_series_takes_the_published_figure_where_there_are_two():
    found = {f.quarter: f for f in corridor_figures.series(data(), "RU-AZ")}
    assert len(found) == 40
    assert list(found) == sorted(found)
    assert (found["2011-Q1"].mean, found["2011-Q1"].published) == (Decimal("2.19"), True)
    assert found["2020-Q3"].published
    assert (found["2021-Q3"].mean, found["2021-Q3"].published) == (Decimal("1.614"), False)
    assert found["2021-Q4"].mean == Decimal("1.765")


def test_what_was_recomputed_stands_beside_what_was_published():
    pairs = corridor_figures.deviations(data())
    assert len(pairs) == 486
    assert all(a.published and not b.published and a.quarter == b.quarter for a, b in pairs)
    near = sum(abs(a.mean - b.mean) <= Decimal("0.01") for a, b in pairs)
    assert round(near * 100 / len(pairs)) == 64


def test_neighbours_stand_beside_azerbaijan_and_another_quarter_is_told():
    found = corridor_figures.neighbours(data(), "2025-Q3")
    assert found[0].corridor == "RU-AZ"
    assert {f.receiving for f in found} >= {"AZ", "GE", "AM", "MD", "AL", "UA", "RS", "KG", "UZ"}
    assert len({f.corridor for f in found}) == len(found) == 36
    same = {f.corridor for f in found if f.quarter == "2025-Q3"}
    assert "DE-MD" in same
    assert "RU-AZ" not in same
    assert next(f for f in found if f.corridor == "RU-AZ").quarter == "2021-Q4"
    assert all(f.quarter <= "2020-Q1" for f in corridor_figures.neighbours(data(), "2020-Q1"))


def test_what_comes_from_elsewhere_goes_before_what_is_shipped():
    mine = next(f for f in corridor_figures.computed(data()) if f.corridor == "DE-MD")
    newer = next(f for f in corridor_figures.neighbours(data(), more=[mine]) if f.corridor == "DE-MD")
    assert newer is mine


def test_the_inflow_a_year_is_a_range_of_part_years():
    least, most, sources = indicators.yearly_inflow(data())
    assert (least, most) == (Decimal("918.0"), Decimal(1176))
    assert "trend_flows_2025" in sources


# Statistics


@pytest.mark.parametrize(
    ("measure", "whom", "period", "value"),
    [
        (Measure.ACCOUNT, Whom.ALL, "2024", "56.3"),
        (Measure.ACCOUNT, Whom.WOMEN, "2024", "46.2"),
        (Measure.ACCOUNT, Whom.MEN, "2024", "67.0"),
        (Measure.ACCOUNT, Whom.RURAL, "2024", "51.4"),
        (Measure.ACCOUNT, Whom.AGE_15_24, "2024", "31.7"),
        (Measure.ACCOUNT, Whom.POOREST_40, "2024", "41.2"),
        (Measure.BILLS_ONLINE, Whom.WOMEN, "2024", "17.7"),
        (Measure.ACCOUNT, Whom.ALL, "2011", "14.9"),
        (Measure.NO_ACCOUNT_MONEY, Whom.ALL, "2024", "26.3"),
        (Measure.POST_OFFICES, Whom.ALL, "2024", "1442"),
        (Measure.INFLOW_CENTRAL_BANK, Whom.ALL, "2024-H1", "567.8"),
        (Measure.POPULATION, Whom.ALL, "2023", "10180770"),
        (Measure.BORN_HERE_ABROAD, Whom.ALL, "2017", "1215260"),
    ],
)
def test_a_figure_is_as_the_evidence_gives_it(measure, whom, period, value):
    assert indicators.figure(data(), measure, whom=whom, period=period).value == Decimal(value)


def test_rural_and_urban_are_told_apart_in_2024_alone():
    years = {
        s.period for s in data().tables.statistics if s.measure is Measure.ACCOUNT and s.whom is Whom.RURAL
    }
    assert years == {"2024"}


def test_reasons_can_be_told_of_those_without_an_account():
    account = indicators.figure(data(), Measure.ACCOUNT).value
    money = indicators.figure(data(), Measure.NO_ACCOUNT_MONEY).value
    assert round(money * 100 / (100 - account)) == 60


def a_figure(value, **fields):
    plain = {"measure": "account", "period": "2024", "unit": "percent", "source": "x"}
    return Statistic(**(plain | {"value": value} | fields))


def with_survey(**fields):
    survey = Survey(id="s", name={"en": "S"}, measures=["account"], source="x", **fields)
    return Dataset(Tables(surveys=[survey]), Rates(()))


def test_a_difference_under_some_six_points_is_not_clear():
    found = with_survey(sample=1000)
    near = indicators.difference(found, a_figure(53), a_figure(47.1))
    assert not near.clear
    assert round(near.margin, 1) == Decimal("6.2")
    assert indicators.difference(found, a_figure(53), a_figure(46)).clear


def test_a_design_effect_makes_less_of_a_difference_clear():
    plain, clustered = with_survey(sample=1000), with_survey(sample=1000, design_effect=2)
    assert indicators.difference(plain, a_figure(55), a_figure(47)).clear
    assert not indicators.difference(clustered, a_figure(55), a_figure(47)).clear


@pytest.mark.parametrize("found", [with_survey(), Dataset(Tables(), Rates(()))])
def test_without_a_sample_nobody_can_tell(found):
    told = indicators.difference(found, a_figure(90), a_figure(10))
    assert (told.points, told.margin, told.clear) == (80, None, None)


@given(st.decimals(0, 100, places=1), st.decimals(0, 100, places=1))
def test_a_difference_is_as_clear_one_way_as_the_other(a, b):
    found = with_survey(sample=1000)
    one = indicators.difference(found, a_figure(a), a_figure(b))
    other = indicators.difference(found, a_figure(b), a_figure(a))
    assert one.points == -other.points
    assert one.clear == other.clear
    assert a != b or not one.clear


def test_places_are_counted_for_100_000_people():
    assert round(indicators.per_100_000(data(), Measure.ATMS, "baku", "2023"), 1) == Decimal("69.1")
    assert round(indicators.per_100_000(data(), Measure.ATMS, "outside_baku", "2023"), 1) == Decimal("19.0")
    assert round(indicators.per_100_000(data(), Measure.POST_OFFICES), 1) == Decimal("14.1")
    assert indicators.per_100_000(data(), Measure.ATMS, "lankaran_astara") is None


def test_coverage_has_a_line_for_every_corridor_into_the_country():
    found = indicators.coverage(data())
    assert found[0].corridor == "RU-AZ"
    assert round(found[0].share, 1) == Decimal("50.6")
    assert found[0].day == date(2021, 12, 31)
    into = {c.key for c in data().tables.corridors if c.receiving == "AZ" and c.sending != "AZ"}
    assert {cell.corridor for cell in found} == into
    assert all(cell.priced <= cell.services for cell in found)


def test_without_flows_and_surveys_nothing_is_invented():
    empty = Dataset(Tables(), Rates(()))
    assert indicators.inflow(empty) is None
    assert indicators.never_surveyed(empty) is None
    assert indicators.unsurveyed_since(empty, "2021-Q4") is None
    assert indicators.hidden_by(empty, ["RU"]) is None
    assert indicators.yearly_inflow(empty) is None
    assert indicators.manat_for_dollar(empty, DAY) is None
    assert (
        corridor_figures.computed(empty)
        == corridor_figures.neighbours(empty)
        == indicators.coverage(empty)
        == ()
    )
