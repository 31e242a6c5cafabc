"""What the quotes' panel says of a question, by hand and by law; `make test-spark` runs it on a cluster."""

from collections import defaultdict
from datetime import date, timedelta
from statistics import fmean, median

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.panel import engines, quote_indicators
from channels.panel.quote_indicators import COVERAGE, KEYS, KINDS, last_words
from channels.panel.quotes_engine import NAME, opened
from tests.support.examples import costly
from tests.support.panel_engine import address, as_table, assert_same
from tests.support.quote_tables import DAY, a_quote, by_lot, table

NEAR = 1e-9


def rows(kind: str, *given: dict, rates: pa.Table | None = None) -> list[dict]:
    listed = None if rates is None else as_table(rates)
    return quote_indicators.rows(kind, as_table(table(given)), listed)


def one(kind: str, *given: dict, **more) -> dict:
    (found,) = rows(kind, *given, **more)
    return found


# Averages


def test_a_way_counts_once_however_often_it_was_asked():
    found = one(
        "averages",
        a_quote(fee="100"), a_quote(fee="300"), a_quote(fee="200"),
        a_quote(provider="beta", fee="0", margin_percent="3"),
        a_quote(provider="gamma", margin_percent=None),
    )  # fmt: skip
    assert found == {
        "corridor": "RU-AZ", "currency": "RUB", "amount": 10_000.0, "quarter": "2026-Q4", "services": 3,
        "disclosed": 2, "mean": 3.5, "median": 3.5, "smart": 3.5, "smart_services": 2, "fee": 1.0,
        "fx_margin": 2.5,
    }  # fmt: skip


def test_smart_takes_the_three_cheapest_that_arrive_within_five_days():
    speeds = {"alfa": 8_640, "beta": 8_641, "gamma": None, "delta": 60, "eta": 60, "zeta": 60}
    given = [
        a_quote(provider=name, fee="0", margin_percent=str(at), minutes_most=most)
        for at, (name, most) in enumerate(speeds.items(), 1)
    ]
    found = one("averages", *given)
    assert (found["services"], found["smart_services"]) == (6, 3)
    assert found["smart"] == pytest.approx((1 + 4 + 5) / 3, abs=NEAR)


def test_each_question_and_quarter_stands_apart():
    found = rows(
        "averages", a_quote(), a_quote(amount="20000"), a_quote(corridor="TR-AZ", currency="TRY"),
        a_quote(day=date(2026, 9, 30)),
    )  # fmt: skip
    assert [(row["corridor"], row["amount"], row["quarter"]) for row in found] == [
        ("RU-AZ", 10_000, "2026-Q3"), ("RU-AZ", 10_000, "2026-Q4"), ("RU-AZ", 20_000, "2026-Q4"),
        ("TR-AZ", 10_000, "2026-Q4"),
    ]  # fmt: skip


def test_what_was_taken_back_a_promotion_and_hearsay_count_nowhere():
    left_out = [a_quote(shown=False), a_quote(promotion=True), a_quote(evidence="told")]
    assert rows("averages", *left_out) == []
    assert rows("history", *left_out) == []
    assert one("averages", a_quote(promotion=None))["services"] == 1


def test_where_nothing_is_disclosed_nothing_is_averaged():
    found = one("averages", a_quote(margin_percent=None), a_quote(provider="b", fee=None))
    assert [found[name] for name in ("services", "disclosed", "mean", "median", "smart", "fee")] == [
        2, 0, None, None, None, None,
    ]  # fmt: skip
    assert found["smart_services"] == 0


def test_a_told_rate_is_a_margin_beside_the_official_one_of_its_day():
    rates = pa.table(
        {
            "day": pa.array([DAY], pa.date32()), "currency": ["RUB"], "pays": ["AZN"],
            "rate": pa.array([0.02], pa.float64()),
        }
    )  # fmt: skip
    told = a_quote(margin_percent=None, rate="0.0195", pays="AZN")
    later = a_quote(margin_percent=None, rate="0.0195", pays="AZN", day=DAY + timedelta(days=1), provider="b")
    found = one("averages", told, later, rates=rates)
    assert (found["services"], found["disclosed"]) == (2, 1)
    assert found["fx_margin"] == pytest.approx(2.5, abs=NEAR)
    same = a_quote(margin_percent=None, rate="0.99", pays="RUB")
    assert one("averages", same)["fx_margin"] == pytest.approx(1.0, abs=NEAR)


# History


def test_a_day_shows_the_best_way_of_each_provider():
    found = rows(
        "history",
        a_quote(rate="0.0190", pays="AZN", margin_percent=None),
        a_quote(rate="0.0194", pays="AZN", margin_percent=None),
        a_quote(rate="0.0200", pays="AZN", margin_percent=None, disbursement="account"),
        a_quote(provider="beta", received="190", receipt_charge="1", pays="AZN", margin_percent=None),
        a_quote(evidence="surveyed"),
    )
    assert [(row["provider"], row["ways"], row["prices"], row["arrives"]) for row in found] == [
        ("alfa", 2, 3, 200.0), ("beta", 1, 1, 190.0),
    ]  # fmt: skip
    assert found[0]["worth"] == pytest.approx(200 / 10_100, abs=NEAR)
    assert found[0]["day"] == DAY
    assert found[0]["cost"] is None


def test_a_known_charge_on_receipt_is_taken_off_a_told_rate():
    found = one("history", a_quote(rate="0.02", receipt_charge="2", pays="AZN", margin_percent=None))
    assert found["arrives"] == pytest.approx(198, abs=NEAR)


def test_without_a_fee_or_a_rate_nothing_is_known_of_what_a_unit_is_worth():
    found = rows("history", a_quote(), a_quote(provider="beta", fee=None, rate="0.02", pays="AZN"))
    assert [(row["arrives"], row["worth"]) for row in found] == [(None, None), (200.0, None)]


# The share of the cheapest


def priced(provider: str, rate: str, ago: int = 0) -> dict:
    day = DAY + timedelta(days=ago)
    return a_quote(provider=provider, rate=rate, pays="AZN", margin_percent=None, day=day)


def test_the_share_is_of_the_days_on_which_another_was_seen_too():
    found = rows(
        "cheapest",
        priced("alfa", "0.020", 0), priced("beta", "0.019", 0),
        priced("alfa", "0.020", 1), priced("beta", "0.021", 1),
        priced("alfa", "0.020", 2), priced("beta", "0.020", 2),
        priced("alfa", "0.020", 3),
        priced("gamma", "0.030", 4),
    )  # fmt: skip
    assert [(row["provider"], row["days"], row["first"]) for row in found] == [
        ("alfa", 3, 2), ("beta", 3, 2),
    ]  # fmt: skip
    assert found[0]["share"] == pytest.approx(2 / 3, abs=NEAR)


# From week to week


def test_a_week_is_set_beside_the_one_before_it_and_no_other():
    found = rows(
        "weekly",
        priced("alfa", "0.0200", 0), priced("alfa", "0.0202", 6),
        priced("alfa", "0.0211", 7),
        priced("alfa", "0.0200", 21),
    )  # fmt: skip
    assert [(row["week"], row["days"]) for row in found] == [
        (DAY, 2), (DAY + timedelta(days=7), 1), (DAY + timedelta(days=21), 1),
    ]  # fmt: skip
    assert [row["before"] is None for row in found] == [True, False, True]
    assert found[1]["change"] == pytest.approx((211 / 201 - 1) * 100, abs=1e-7)
    assert found[2]["change"] is None


# Coverage


def test_coverage_counts_what_was_told_denied_and_taken_back():
    found = one(
        COVERAGE,
        a_quote(), a_quote(service="card", margin_percent=None),
        a_quote(provider="beta", day=DAY - timedelta(1)),
        a_quote(provider=None, firm="A Firm", service=None, product=None, margin_percent=None),
        a_quote(answer="no_service", provider="gamma", amount=None), a_quote(shown=False, provider="delta"),
    )  # fmt: skip
    assert found == {
        "corridor": "RU-AZ", "quarter": "2026-Q4", "prices": 4, "without_price": 1, "taken_back": 1,
        "providers": 3, "services": 4, "days": 2, "disclosed": 2, "last_day": DAY,
    }  # fmt: skip


# Laws


@costly()
@given(seed=st.integers(0, 10**6), number=st.integers(1, 60))
def test_averages_are_those_of_plain_python(seed, number):
    given = list(by_lot(number, seed))
    ways = defaultdict(list)
    for row in given:
        counts = row["shown"] and row["answer"] == "observed" and not row["promotion"]
        if counts and row["evidence"] in ("observed", "surveyed"):
            quarter = f"{row['day'].year}-Q{(row['day'].month + 2) // 3}"
            question = (row["corridor"], row["currency"], float(row["amount"]), quarter)
            own = (
                row["provider"] or row["firm"],
                row["service"] or row["product"],
                row["pay_in"],
                row["disbursement"],
            )
            ways[question, own].append(row)
    found = rows("averages", *given)
    wanted = defaultdict(list)
    for (question, _), prices in ways.items():
        fees = [r for r in prices if r["fee"] is not None and r["margin_percent"] is not None]
        totals = [float(r["fee"]) / float(r["amount"]) * 100 + float(r["margin_percent"]) for r in fees]
        wanted[question].append(fmean(totals) if totals else None)
    assert len(found) == len(wanted)
    for row in found:
        costs = wanted[tuple(row[key] for key in KEYS["averages"])]
        known = [cost for cost in costs if cost is not None]
        assert (row["services"], row["disclosed"]) == (len(costs), len(known))
        assert row["mean"] == (pytest.approx(fmean(known), abs=NEAR) if known else None)
        assert row["median"] == (pytest.approx(median(known), abs=NEAR) if known else None)
        assert row["smart"] is None or row["smart_services"] <= min(3, len(known))


@costly()
@given(seed=st.integers(0, 10**6), number=st.integers(1, 60))
def test_somebody_is_first_on_each_day_and_shares_keep_within_one(seed, number):
    given = list(by_lot(number, seed))
    shares = rows("cheapest", *given)
    assert all(0 <= row["share"] <= 1 and row["first"] <= row["days"] for row in shares)
    days = defaultdict(set)
    for row in rows("history", *given):
        if row["worth"] is not None:
            days[row["corridor"], row["currency"], row["amount"], row["pays"], row["day"]].add(
                row["provider"]
            )
    assert sum(row["first"] for row in shares) >= sum(len(seen) > 1 for seen in days.values())


# The same on every engine


@pytest.fixture(scope="module")
def made():
    return table(by_lot(3_000))


@pytest.mark.parametrize("kind", KINDS)
def test_every_expression_is_said_in_the_words_of_each_engine(kind, made):
    """Without a server: what an engine cannot say fails here, in every run."""
    found = quote_indicators.asked(kind, ibis.table(made.schema.remove_metadata(), name="quotes"))
    for dialect in ("duckdb", "postgres"):
        assert "SELECT" in ibis.to_sql(found, dialect=dialect)


def test_the_last_word_is_the_same_on_files_and_on_the_engine(tmp_path):
    words = [
        a_quote(id="1", fee="1"), a_quote(id="1", fee="2", appended=a_quote()["appended"] + timedelta(1)),
        a_quote(id="2", fee="3", digest="b"), a_quote(id="2", fee="4", digest="a"),
    ]  # fmt: skip
    pq.write_table(table(words), tmp_path / "2026-11.parquet")
    with opened(tmp_path, address()) as found:
        table_of_both = engines.as_arrow(found.order_by("id").select("fee"))
    assert [float(fee) for fee in table_of_both["fee"].to_pylist()] == [2.0, 4.0]


def test_the_same_figures_on_a_real_postgresql(made, tmp_path, postgres_database):
    from channels.panel.postgres import copy_files  # noqa: PLC0415  a large library

    pq.write_table(made, tmp_path / "2026-11.parquet")
    copy_files({NAME: [tmp_path / "2026-11.parquet"]}, postgres_database)
    with engines.opened({NAME: []}, postgres_database) as tables:
        for kind in KINDS:
            here = quote_indicators.rows(kind, last_words(ibis.memtable(made)))
            assert_same(here, quote_indicators.rows(kind, last_words(tables[NAME])))
