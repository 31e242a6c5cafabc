"""What to expect: never a price, the same for any order of its rows, and silent where a price is current."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.collect.practices_survey import listed
from channels.compare.comparison import Comparison, compare
from channels.compare.expected import Expected, NoFigure
from channels.compare.expected_marks import ExpectedKind, Marks, NoMarks, Verdict
from channels.compare.expected_rows import MOST_DAYS, Figure
from channels.compare.serialise import as_document
from channels.dataset.dataset import Dataset
from channels.dataset.tables import Tables
from channels.gaps.corridor_figures import computed, neighbours
from channels.gaps.gap_list import gaps
from channels.gaps.indicators import least_fees_out
from channels.gaps.surveyed_prices import surveyed
from channels.money import plain
from channels.pricing.fees import USD_200, USD_500
from channels.pricing.fx import Rates
from channels.pricing.reader_quote import ReaderQuote
from channels.pricing.routes import Route, Transfer
from channels.records.observations import Board, Observation, Rate
from channels.records.providers import Provider
from channels.terms import Channel, DisbursementMethod, Evidence, InformalKind, PaymentInstrument, Status
from tests.support.builders import (
    DAY,
    a_board,
    a_corridor,
    a_dataset,
    a_provider,
    a_rate,
    a_road,
    a_route,
    a_service,
    a_tariff,
    a_transfer,
    an_observation,
    dec,
    licence,
    standing,
)
from tests.support.datasets import real
from tests.support.examples import costly
from tests.support.lanes import spread

ROOT = Path(__file__).parents[3]
COUNTRIES = {"MD": "MDL", "RS": "RSD", "UA": "UAH", "TJ": "TJS"}
EURO = Decimal(2)
CHECKED_ON = date(2026, 11, 30)


def between(key: str = "DE-AZ") -> Any:
    """A corridor whose ends use their own money."""
    sends = {"DE": "EUR", "AT": "EUR", "AZ": "AZN", "TR": "TRY", "US": "USD"}
    sending, receiving = key.split("-")
    receives = {**sends, **COUNTRIES}.get(receiving)
    return a_corridor(key, sends[sending], receives)


def taken(fee: object = 0, margin: object = 2, **fields: Any) -> Observation:
    """A surveyed price for 250 euros."""
    plain_fields: dict[str, Any] = {
        "provider": "a_company",
        "service": "transfer",
        "corridor": "DE-MD",
        "evidence": Evidence.SURVEYED,
        "amount": 250,
        "currency": "EUR",
        "fee": fee,
        "margin_percent": margin,
        "source": "a_survey",
    }
    dated = {} if "observed" in fields else {"period": "2025-Q3"}
    return Observation(**(plain_fields | dated | fields))


def company(name: str = "a_company", **fields: Any) -> Provider:
    """A company that operates, licensed or not."""
    known: dict[str, Any] = {"channel": Channel.DIGITAL, "country": "DE", "status": (), "licence": ()}
    return a_provider(name, **(known | fields))


def listing(provider: Provider, key: str = "DE-AZ", *tariffs: Any, **fields: Any) -> Route:
    """A service that names the corridor and has no price, unless a tariff is given."""
    known: dict[str, Any] = {"id": "transfer", "corridors": (key,), "pay_in": None, "disbursement": None}
    service = a_service(*tariffs, **(known | {"speed": None} | fields))
    return Route(provider, service, between(key))


def nearby(provider: Provider, *seen: Observation, key: str = "DE-MD", **fields: Any) -> Route:
    """A service of the provider elsewhere, with the prices once taken."""
    own = tuple(o.model_copy(update={"provider": provider.id, "corridor": key}) for o in seen)
    return replace(listing(provider, key, **fields), observations=own)


def world(
    *routes: Route, boards: Sequence[Board] = (), banks: Iterable[Provider] = (), **tables: Any
) -> Dataset:
    """Everything that is known: these services, with a euro at 2 manat and a dollar at 1.70."""
    by_corridor: dict[str, tuple[Route, ...]] = {}
    for route in routes:
        by_corridor[route.corridor.key] = (*by_corridor.get(route.corridor.key, ()), route)
    providers = {route.provider.id: route.provider for route in routes} | {bank.id: bank for bank in banks}
    rates = [a_rate("EUR", EURO), a_rate("USD", "1.7"), a_rate("TRY", "0.05")]
    known = Tables(providers=tuple(providers.values()), boards=tuple(boards), **tables)
    return Dataset(known, Rates(rates), by_corridor)


def ask(data: Dataset, key: str = "DE-AZ", send: object = 250, **wishes: Any) -> Comparison:
    """The whole answer for 250 euros."""
    corridor = between(key)
    amounts = {"send": None if send is None else dec(str(send))}
    return compare(data, Transfer(corridor, corridor.sends, **(amounts | wishes)), DAY)


def expect(data: Dataset, key: str = "DE-AZ", send: object = 250, **wishes: Any) -> Expected:
    """What is expected; fails where a current price takes its place."""
    found = ask(data, key, send, **wishes).expected
    assert found is not None
    return found


# Laws


@st.composite
def some_rows(draw: st.DrawFn) -> tuple[Route, ...]:
    """One to nine companies with prices to some countries, at one or two amounts."""
    routes = []
    for n in range(draw(st.integers(1, 9))):
        one = company(f"company_{n}")
        routes.append(listing(one))
        for country in sorted(draw(st.sets(st.sampled_from(sorted(COUNTRIES)), min_size=1))):
            amounts = sorted(draw(st.sets(st.sampled_from([100, 140, 345, 500]), min_size=1, max_size=2)))
            seen = [
                taken(
                    draw(st.integers(0, 20)),
                    Decimal(draw(st.integers(1, 400))) / 100,
                    amount=amount,
                    minutes_most=draw(st.sampled_from([None, 60, 1440])),
                )
                for amount in amounts
            ]
            routes.append(nearby(one, *seen, key=f"DE-{country}"))
    return tuple(routes)


AMOUNTS = st.sampled_from([50, 250, 1000])


@costly()
@given(some_rows(), AMOUNTS)
def test_the_range_lies_within_its_rows_and_the_middle_half_within_the_range(routes, send):
    found = expect(world(*routes), send=send)
    span = found.span
    costs = [row.figure.cost for row in found.rows]
    left = [row.figure.arrives for row in found.rows]
    assert min(costs) <= span.best.cost <= span.worst.cost <= max(costs)
    assert min(left) <= span.worst.arrives <= span.best.arrives <= max(left)
    assert (span.middle_best is None) == (len(found.providers) < 8)
    if span.middle_best is not None:
        order = (span.best, span.middle_best, span.middle_worst, span.worst)
        assert [f.cost for f in order] == sorted(f.cost for f in order)
    for line in found.lines:
        if line.span is not None:
            assert min(costs) <= line.span.best.cost <= line.span.worst.cost <= max(costs)


@costly()
@given(some_rows(), AMOUNTS, st.randoms())
def test_the_order_of_the_rows_changes_nothing(routes, send, chance):
    other = list(routes)
    chance.shuffle(other)
    assert expect(world(*routes), send=send) == expect(world(*other), send=send)


@costly()
@given(some_rows(), AMOUNTS)
def test_good_is_a_quarter_and_never_above_five_percent(routes, send):
    found = expect(world(*routes), send=send)
    if len(found.providers) < 5:
        assert (found.marks, found.no_marks) == (None, NoMarks.FEW_PROVIDERS)
        return
    marks = found.marks
    costs = [one.median.cost for one in found.providers]
    assert marks.good.cost <= marks.usual.cost
    assert marks.good.cost_percent <= 5
    assert sum(cost <= marks.usual.cost for cost in costs) * 4 >= len(costs) * 3
    if not marks.capped:
        assert sum(cost <= marks.good.cost for cost in costs) * 4 >= len(costs)
        assert marks.good in [one.median for one in found.providers]


def added() -> dict[str, tuple[Route, ...]]:
    """What must change nothing, by its name."""
    old = (DAY - timedelta(days=MOST_DAYS + 1)).isoformat()
    stopped = company("stopped", status=(standing(Status.STOPPED),))
    suspended = company("suspended", status=(standing(Status.SUSPENDED),))
    unlicensed = company("unlicensed", licence=(licence("unlicensed"),))
    here = company("company_0")
    return {
        "a promotion": (nearby(here, taken(0, "0.5", promotion=True), key="DE-KG"),),
        "a margin of exactly 0": (nearby(here, taken(0, 0), key="DE-KG"),),
        "a rate that is the official one": (
            nearby(
                here, taken(0, None, rate="2", pays="AZN", observed=DAY, evidence="observed"), key="DE-KG"
            ),
        ),
        "a margin that is not known": (nearby(here, taken(0, None), key="DE-KG"),),
        "a fee that is not known": (nearby(here, taken(None, 1), key="DE-KG"),),
        "a price that was taken back": (nearby(here, taken(0, 1, superseded="a slip"), key="DE-KG"),),
        "a row older than two years": (
            nearby(here, taken(0, "0.5", observed=old, evidence="observed"), key="DE-KG"),
        ),
        "a price that somebody was told": (nearby(here, taken(0, "0.5", evidence="told"), key="DE-KG"),),
        "a price in other money": (
            nearby(here, taken(0, "0.5", currency="USD", observed=DAY, evidence="observed"), key="DE-KG"),
        ),
        "a stopped provider": (listing(stopped), nearby(stopped, taken(0, "0.5"))),
        "a suspended provider": (listing(suspended), nearby(suspended, taken(0, "0.5"))),
        "one named as unlicensed": (listing(unlicensed), nearby(unlicensed, taken(0, "0.5"))),
        "a service that stopped there": (
            nearby(here, taken(0, "0.5"), key="DE-KG", status=(standing(Status.STOPPED),)),
        ),
        "a provider that does not list the corridor": (nearby(company("elsewhere"), taken(0, "0.5")),),
        "another country's price in the same money": (nearby(here, taken(0, "0.5"), key="AT-RS"),),
    }


@pytest.mark.parametrize("what", spread(added(), each=3))
@costly()
@given(some_rows(), AMOUNTS)
def test_it_changes_nothing(what, routes, send):
    COUNTRIES["KG"] = "KGS"
    try:
        before, after = (expect(world(*more), send=send) for more in (routes, (*routes, *added()[what])))
    finally:
        del COUNTRIES["KG"]
    assert before == replace(after, lines=before.lines)
    for old, new in zip(before.lines, after.lines, strict=True):
        assert (old.span, old.kind) == (new.span, new.kind)


@costly()
@given(some_rows(), AMOUNTS)
def test_a_current_price_takes_its_place(routes, send):
    tariff = a_tariff(currency="EUR", margin=1)
    known = listing(company("priced"), "DE-AZ", tariff)
    assert ask(world(*routes, known), send=send).expected is None
    old = listing(company("priced"), "DE-AZ", tariff.model_copy(update={"verified": None}))
    assert expect(world(*routes, old), send=send).kind is ExpectedKind.ELSEWHERE


def test_a_current_promotion_takes_its_place_only_where_it_is_asked_for():
    tariff = a_tariff(currency="EUR", margin=1, promotion=True)
    one = company()
    data = world(listing(one), nearby(one, taken()), listing(company("priced"), "DE-AZ", tariff))
    assert expect(data).kind is ExpectedKind.ELSEWHERE
    assert ask(data, promotions=True).expected is None


# Kinds and where they come from


def test_a_quoted_rate_counts_by_its_margin_on_its_own_day():
    one = company()
    seen = taken(0, None, rate="1.94", pays="AZN", observed=DAY, evidence="observed", receipt_charge=1)
    found = expect(world(listing(one), nearby(one, seen)))
    assert [row.figure.arrives for row in found.rows] == [485]
    assert found.days == (DAY,)
    assert found.quarters == ()


def test_a_price_exactly_two_years_old_counts():
    one = company()
    seen = taken(0, 2, observed=DAY - timedelta(days=MOST_DAYS), evidence="observed")
    assert len(expect(world(listing(one), nearby(one, seen))).rows) == 1


def test_older_rows_of_the_same_companies_are_history_where_nothing_else_is():
    one = company()
    found = expect(world(listing(one), nearby(one, taken(period="2021-Q4"))))
    assert (found.kind, found.no_marks) == (ExpectedKind.HISTORY, NoMarks.NOT_ELSEWHERE)
    assert found.quarters == ("2021-Q4",)


def test_a_current_price_carried_to_another_amount_is_an_estimate_and_an_old_one_is_history():
    data = a_dataset(a_route(observations=[an_observation(), an_observation(amount=5_000)]))
    found = compare(data, a_transfer(20_000), DAY)
    assert (found.headline, found.expected.kind) == (None, ExpectedKind.ESTIMATE)
    told = as_document(found)["expected"]
    kinds = {told["kind"], *(row["kind"] for row in told["rows"])}
    kinds |= {line["kind"] for line in told["lines"] if line["worst"] is not None}
    assert kinds == {"estimate"}
    old = compare(data, a_transfer(20_000), DAY + timedelta(days=91))
    assert old.expected.kind is ExpectedKind.HISTORY
    assert "estimate" not in str(as_document(old)["expected"]["kind"])


def test_what_is_seen_of_late_and_what_is_old_never_share_a_line():
    late = a_route(provider=a_provider("late"), observations=[an_observation(provider="late")])
    seen = an_observation(provider="old", observed=DAY - timedelta(days=100))
    old = a_route(provider=a_provider("old"), observations=[seen])
    found = compare(a_dataset(late, old), a_transfer(50_000), DAY).expected
    (line,) = [line for line in found.lines if line.channel is Channel.BANK]
    assert line.kind is ExpectedKind.ESTIMATE
    assert {row.provider for row in found.rows} == {"late"}


def test_the_way_in_is_asked_of_the_rows_too():
    one = company()
    cash = nearby(one, taken(0, 1), pay_in=PaymentInstrument.CASH)
    card = nearby(one, taken(0, 3), key="DE-RS", pay_in=PaymentInstrument.CARD)
    assert [row.pay_in for row in expect(world(listing(one), cash, card), pay_in="cash").rows] == ["cash"]
    assert expect(world(listing(one), card), pay_in=PaymentInstrument.CASH).reason is NoFigure.NO_PRICE


def test_a_wish_that_the_corridors_own_service_cannot_meet_leaves_its_company_out():
    one = company()
    own = listing(one, disbursement=DisbursementMethod.CASH)
    found = expect(world(own, nearby(one, taken())), pay_out=DisbursementMethod.ACCOUNT)
    assert found.reason is NoFigure.NOT_FITTING
    slow = nearby(one, taken(minutes_least=2880, minutes_most=4320))
    assert expect(world(listing(one), slow), within=60).reason is NoFigure.NOT_FITTING


def test_the_exchange_alone_asks_the_boards_of_both_ends():
    there = company("there", country="TR", channel=Channel.BANK)
    here = company("here", country="AZ", channel=Channel.BANK)
    boards = [
        a_board("USD", "1.666", "1.72", "here"),
        Board(
            day=DAY, provider="there", kind="cash", currency="USD", priced_in="TRY", buy=48, sell=50,
            official=49, source="a_board",
        ),
    ]  # fmt: skip
    one = company("system", channel=Channel.TRANSFER_SYSTEM)
    data = world(listing(one, "TR-AZ"), boards=boards, banks=(there, here))
    found = expect(data, "TR-AZ", 10_000)
    assert (found.kind, found.span.best.arrives, found.span.best.cost) == (
        ExpectedKind.EXCHANGE,
        Decimal("480.20"),
        Decimal(396),
    )
    assert [(row.provider, row.partner, row.day) for row in found.rows] == [("there", "here", DAY)]
    other = company("there", country="GE", channel=Channel.BANK)
    assert (
        expect(world(listing(one, "TR-AZ"), boards=boards, banks=(other, here)), "TR-AZ", 10_000).span is None
    )
    needed = expect(data, "TR-AZ", None, receive=Decimal("480.20"))
    assert needed.span.best.outlay == 10_000


def test_turkish_boards_of_a_november_day_leave_487_to_493_of_500_manat():
    banks = [company(b, country="TR", channel=Channel.BANK) for b in ("ziraat", "isbank", "akbank")]
    banks += [company(b, country="AZ", channel=Channel.BANK) for b in ("abb", "kapital_bank")]
    day = date(2026, 11, 13)
    sold = {"ziraat": ("50.8919", "50.283"), "isbank": ("50.8412", "50.2595"), "akbank": ("51.493", "50.283")}
    boards = [
        Board(
            day=day, provider=bank, kind="cash", currency="USD", priced_in="TRY", buy="48", sell=sell,
            official=official, source="a_board",
        )
        for bank, (sell, official) in sold.items()
    ]  # fmt: skip
    boards += [a_board("USD", "1.697", "1.702", "abb", day=day)]
    boards += [a_board("USD", "1.695", "1.702", "kapital_bank", day=day)]
    data = world(listing(company("system"), "TR-AZ"), boards=boards, banks=banks)
    rates = Rates([a_rate("USD", "1.7", date(2026, 9, 4)), a_rate("TRY", "0.05")])
    found = expect(Dataset(data.tables, rates, data._routes), "TR-AZ", 10_000)
    assert (round(found.span.worst.arrives), round(found.span.best.arrives)) == (487, 493)
    assert len(found.rows) == 6


def test_carried_cash_stands_with_its_amount_or_its_reason():
    one = company()
    road = a_road("carried", corridors=("DE-AZ",))
    data = world(listing(one), nearby(one, taken()), roads=(road,))
    carried = expect(data).lines[-1]
    assert (carried.channel, carried.reason) == (InformalKind.CARRIED, NoFigure.NO_BOARD)
    transfer = Transfer(between(), "EUR", send=Decimal(250))
    told = compare(data, transfer, DAY, counter_rate=Decimal("1.9")).expected.lines[-1]
    assert (told.span.best.arrives, told.span.best.cost) == (475, Decimal("12.5"))
    assert expect(data, send=None, receive=Decimal(400)).lines[-1].reason is NoFigure.NO_OUTLAY


def test_offers_that_pay_out_several_currencies_are_set_side_by_side_in_the_senders_money_alone():
    dollars = a_tariff(currency="USD", margin=0, pays=("USD",), verified=None)
    euros = a_tariff(currency="EUR", margin=0, pays=("EUR",), verified=None)
    routes = [listing(company(n), "AZ-TR", t) for n, t in (("one", dollars), ("two", euros))]
    boards = [a_board("USD", "1.69", "1.71", "here"), a_board("EUR", "1.9", "2.1", "here")]
    found = expect(world(*routes, boards=boards), "AZ-TR", 300)
    assert found.received_currency is None
    assert found.span.best.arrives is None
    assert {row.currency for row in found.rows} == {"USD", "EUR"}
    assert all(row.stand_in.provider == "here" for row in found.rows)


# Good, usual, dear


def test_a_told_price_is_judged_by_its_cost_beside_the_marks():
    companies = [company(f"company_{n}") for n in range(1, 6)]
    routes = [r for n, one in enumerate(companies, 1) for r in (listing(one), nearby(one, taken(0, n)))]
    data, transfer = world(*routes), Transfer(between(), "EUR", send=Decimal(250))
    told = [ReaderQuote(name, received=Decimal(received), fee=Decimal(0)) for name, received in
            (("a", 495), ("b", 490), ("c", 489), ("d", 480), ("e", 479))]  # fmt: skip
    found = compare(data, transfer, DAY, told=told)
    said = {offer.provider: found.expected.verdict(offer) for offer in found.told}
    good, usual, dear = Verdict.GOOD, Verdict.USUAL, Verdict.DEAR
    assert said == {"a": good, "b": good, "c": usual, "d": usual, "e": dear}
    few = compare(world(*routes[:4]), transfer, DAY, told=told)
    assert {few.expected.verdict(offer) for offer in few.told} == {None}


def test_the_marks_judge_by_cost():
    def figure(cost: int) -> Figure:
        return Figure(Decimal(cost), None, None, None)

    marks = Marks(figure(5), figure(10), capped=False)
    assert [marks.verdict(Decimal(cost)) for cost in (-1, 5, 6, 10, 11)] == [
        Verdict.GOOD, Verdict.GOOD, Verdict.USUAL, Verdict.USUAL, Verdict.DEAR,
    ]  # fmt: skip


def test_for_what_must_arrive_the_smallest_outlay_is_told_and_the_cap_is_one_too():
    companies = [company(f"company_{n}") for n in range(1, 6)]
    routes = [r for n, one in enumerate(companies, 1) for r in (listing(one), nearby(one, taken(n + 20, 1)))]
    found = expect(world(*routes), send=None, receive=Decimal(190))
    assert found.marks.capped
    assert (found.marks.good.outlay, found.marks.good.cost) == (100, 5)
    assert found.span.best.outlay == min(row.figure.outlay for row in found.rows)
    assert all(row.figure.arrives >= 190 for row in found.rows)


# The evidence itself


def of_500_manat(key: str) -> Expected:
    """500 manat's worth at EUR 1.8992 and USD 1.70, on a day before any later price can be there."""
    data, corridor = real(), real().corridor(*key.split("-"))
    official = {"EUR": Decimal("1.8992"), "USD": Decimal("1.7")}[corridor.sends]
    rate = Rate(day=CHECKED_ON, currency=corridor.sends, nominal=1, value=official, source="told_by_reader")
    send = round(500 / official, 2)
    found = compare(data.with_rate(rate), Transfer(corridor, corridor.sends, send=send), CHECKED_ON)
    assert found.expected is not None
    return found.expected


@pytest.mark.parametrize(
    ("key", "medians"),
    [
        (
            "DE-AZ",
            {
                "transfergo": 490,
                "paysend": 489,
                "remitly": 486,
                "western_union": 485,
                "wise": 484,
                "xoom": 479,
            },
        ),
        ("IT-AZ", {"paysend": 490, "remitly": 486, "wise": 485, "western_union": 478}),
        ("US-AZ", {"xoom": 449}),
    ],
)
def test_the_evidence_leaves_what_was_worked_out_apart(key, medians):
    found = of_500_manat(key)
    rounded = {one.provider: round(one.median.arrives) for one in found.providers}
    assert rounded == medians
    assert list(rounded) == sorted(rounded, key=lambda name: -rounded[name])
    assert found.quarters == ("2025-Q3",)


@pytest.mark.parametrize(
    ("key", "currency", "official", "ends"),
    [
        ("TR-AZ", "TRY", "0.034", (487, 493)),
        ("KZ-AZ", "KZT", "0.004", (493, 493)),
        ("GE-AZ", "GEL", "0.64", (492, 493)),
    ],
)
def test_the_boards_of_november_2026_leave_at_most_so_much_of_500_manat(key, currency, official, ends):
    data, rate = real(), Decimal(official)
    told = Rate(day=CHECKED_ON, currency=currency, nominal=1, value=rate, source="told_by_reader")
    asked = Transfer(data.corridor(*key.split("-")), currency, send=round(500 / rate, 2))
    found = compare(data.with_rate(told), asked, CHECKED_ON).expected
    assert found.kind is ExpectedKind.EXCHANGE
    assert (round(found.span.worst.arrives), round(found.span.best.arrives)) == ends
    assert found.days == (date(2026, 11, 13),)


def test_from_germany_489_is_a_good_offer():
    marks = of_500_manat("DE-AZ").marks
    assert (round(marks.good.arrives), round(marks.usual.arrives)) == (489, 484)


# The policymakers' figures


def averages(data: Dataset) -> list[Any]:
    """Every figure that the policymakers read of prices, and the list price that a survey is set beside."""
    surveys = [computed(data, USD_200), computed(data, USD_500), neighbours(data), surveyed(data)]
    mean = [listed(data, corridor.key, CHECKED_ON) for corridor in data.tables.corridors]
    return [*surveys, least_fees_out(data), gaps(data, CHECKED_ON), mean]


def test_no_average_of_the_policymakers_holds_any_of_it():
    data = real()
    before = averages(data)
    for corridor in data.tables.corridors:
        compare(data, Transfer(corridor, corridor.sends, send=Decimal(500)), CHECKED_ON)
    assert averages(data) == before
    # Without a board nothing stands in for one, and of most outgoing money nothing is expected.
    without = data.with_tables(replace(data.tables, boards=()))
    assert averages(without)[:-1] == before[:-1]
    means, then = averages(without)[-1], before[-1]
    assert [one and one.mean for one in means] == [one and one.mean for one in then]


def test_what_is_expected_is_no_offer():
    one = company()
    found = ask(world(listing(one), nearby(one, taken())))
    assert (found.offers, found.headline, found.best, found.last_checked) == ((), None, None, None)
    assert plain(found.expected.span.best.arrives) == "490"
