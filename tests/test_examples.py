"""The worked examples under data/examples: every question is asked, every figure compared."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import Field

from channels.compare.comparison import Comparison, compare
from channels.compare.door_to_door import Visit
from channels.compare.follow_ups import More, Wanted, more
from channels.compare.second_benchmark import NoSecond
from channels.dataset.dataset import Dataset
from channels.dataset.tables import Tables
from channels.money import Money
from channels.pricing.fx import EcbCross, Rates
from channels.pricing.informal import AskedPrice, Informal
from channels.pricing.offers import Offer
from channels.pricing.ranking import known_cost
from channels.pricing.reader_quote import ReaderQuote
from channels.pricing.routes import NotOffered, Route, Transfer
from channels.records.base import Corridor, Record, Source
from channels.records.informal import OutsideRoad
from channels.records.observations import Board, Observation, Rate
from channels.records.policy import Region
from channels.records.providers import (
    Coverage,
    LicenceCheck,
    Payout,
    Provider,
    Service,
    Speed,
    Standing,
    Tariff,
)
from channels.terms import Benchmark, DisbursementMethod, PaymentInstrument, band
from tests.support.builders import told_by
from tests.support.expected_figures import expected_figures

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
DAY = date(2026, 11, 21)
NOT_KNOWN = "not known"
SAYS = {"source": "an_example"}
CURRENCIES = {
    "AZ": "AZN", "RU": "RUB", "DE": "EUR", "AT": "EUR", "MD": "MDL", "RS": "RSD", "UA": "UAH", "TR": "TRY",
    "any": None,
}  # fmt: skip

DEFINITIONS = [
    # the reference rate
    "reference",
    "cross_rounded",
    "same_currency",
    "ecb_stand_in",
    "second_benchmark",
    "no_second_benchmark",
    "rate_age_floating",
    "rate_age_dollar",
    # the fee and the budget
    "budget",
    "principal",
    "band_edge",
    "unspent",
    "fee_in_another_currency",
    "fee_bounds",
    "unknown_fee",
    # what is received and what it costs
    "paid_out_half_even",
    "received_through_a_board",
    "unknown_board",
    "senders_board",
    "paid_out_abroad",
    "total_cost",
    "negative_part",
    "percent_of_what_is_paid",
    "unknown_rate",
    "range",
    "rpw_cost",
    "rpw_cost_at_home",
    "no_rate_for_the_pair",
    # observed amounts
    "at_the_point",
    "between_the_points",
    "beyond_the_points",
    "survey_in_dollars",
    "old_quote_on_a_new_day",
    "zero_margin",
    # the other way round, and speed
    "the_other_way_round",
    "order_by_outlay",
    "speed_bands",
    # the order
    "order",
    "range_by_its_worse_end",
    "incomplete_below_complete",
    "estimates_below_prices",
    "unknown_fit_below_known",
    "named_country_before_any",
    "promotions_last",
    "headline",
    # why not offered
    "above_limit",
    "below_minimum",
    "other_payout",
    "too_slow",
    "stopped",
    "suspended",
    "unlicensed",
    "not_published",
    "no_rate",
    # what is incomplete, and what stands in
    "incomplete_order",
    "stand_in_board",
    "no_stand_in_of_another_currency",
    # what to expect
    "expected_elsewhere",
    "expected_median",
    "expected_middle_half",
    "expected_good",
    "expected_good_capped",
    "expected_few_providers",
    "expected_left_out",
    "expected_same_currency",
    "expected_old_rate",
    "expected_outlay",
    "expected_exchange_alone",
    "expected_tariff",
    "expected_estimate",
    "expected_history",
    "expected_none",
    "expected_channels",
    "current_price_takes_its_place",
    # how old
    "grade_current",
    "grade_ageing",
    "grade_historical",
    "grade_undated",
    "survey_age",
    "never_better_than_its_rate",
    # what was told
    "told_fee_and_rate",
    "told_fee_and_received",
    "told_rate_and_received",
    "told_better_than_official",
    "told_order",
    "told_too_little",
    # further questions
    "in_parts",
    "limit_parts",
    "over_a_year",
    "door_to_door",
    "beside_the_second_benchmark",
    "one_percent_off",
    # outside the formal system
    "carried_after_the_board",
    "no_board_no_amount",
    "counter_rate",
    "unlicensed_price",
    "break_even",
    "break_even_not_positive",
    "break_even_range_crosses",
    "break_even_no_current_offer",
]
"""Every definition of a price, of its order and of what stands beside it."""


class Road(Record):
    """One way to send, in the words of the providers' files."""

    name: str = "a_bank"
    corridor: str | None = None
    channel: str = "bank"
    tariff: dict[str, Any] | None = None
    quotes: tuple[dict[str, Any], ...] = ()
    service: dict[str, Any] = Field(default_factory=dict)
    counter: dict[str, Any] | None = None
    status: tuple[dict[str, Any], ...] = ()
    licence: tuple[dict[str, Any], ...] = ()


class Given(Record):
    """A question with everything that is known."""

    day: date = DAY
    corridor: str = "RU-AZ"
    holds: str | None = None
    send: Decimal | None = None
    receive: Decimal | None = None
    pay_in: PaymentInstrument | None = None
    pay_out: DisbursementMethod | None = None
    within: int | None = None
    region: str | None = None
    promotions: bool = False
    benchmark: Benchmark = Benchmark.CBAR
    official: dict[str, Decimal] = Field(default_factory=dict)
    sheets: tuple[dict[str, Any], ...] = ()
    ecb: tuple[dict[str, Any], ...] = ()
    boards: tuple[dict[str, Any], ...] = ()
    banks: dict[str, str] = Field(default_factory=dict)
    road: Road | None = None
    roads: tuple[Road, ...] = ()
    told: tuple[dict[str, Any], ...] = ()
    outside: dict[str, Any] | None = None
    asked: dict[str, Any] | None = None
    counter_rate: Decimal | None = None
    parts: int | None = None
    times_a_year: int | None = None
    fare: Decimal | None = None
    travel: int = 0
    waiting: int = 0
    beside: Benchmark | None = None
    one_percent: bool = False


class Example(Record):
    """A question and its answer."""

    name: str
    definition: str
    given: Given
    expected: dict[str, Any]


def read(path: Path) -> list[Example]:
    """The examples of one file."""
    content = tomllib.loads(path.read_text("utf-8"), parse_float=Decimal)
    assert list(content) == ["example"]
    return [Example.model_validate(example) for example in content["example"]]


def a_corridor(key: str) -> Corridor:
    """A corridor with the currencies usual at both ends."""
    sending, receiving = key.split("-")
    ends = {"sends": CURRENCIES[sending], "receives": CURRENCIES[receiving]}
    return Corridor(sending=sending, receiving=receiving, **ends, **SAYS)


def a_route(road: Road, given: Given, held: str) -> Route:
    """A road as the library knows it. Only names, sources and the sender's currency are filled in."""
    corridor = a_corridor(road.corridor or given.corridor)
    fields = dict(road.service)
    if "speed" in fields:
        fields["speed"] = Speed(**SAYS | fields["speed"])
    if "limits" in fields:
        fields["limits_source"] = SAYS["source"]
    fields["coverage"] = [Coverage(**SAYS | listed) for listed in fields.get("coverage", ())]
    tariffs = () if road.tariff is None else (Tariff(**SAYS | {"currency": held} | road.tariff),)
    service = Service(id="a_service", corridors=(corridor.key,), tariffs=tariffs, **fields)
    known = {"provider": road.name, "service": service.id, "corridor": corridor.key, "currency": held}
    counter = None
    if road.counter is not None:
        counter = Payout(**{"id": "a_counter", "system": road.name, "form": "cash"} | SAYS | road.counter)
    provider = a_provider(road.name, status=road.status, licence=road.licence, channel=road.channel)
    partner = None if counter is None or counter.partner is None else a_provider(counter.partner)
    quotes = tuple(Observation(**known | SAYS | quote) for quote in road.quotes)
    return Route(provider, service, corridor, counter, partner, quotes)


def a_provider(
    name: str, status: Any = (), licence: Any = (), channel: str = "bank", country: str = "AZ"
) -> Provider:
    """A business of which only this is known."""
    return Provider(
        id=name,
        name={"en": name},
        channel=channel,
        rsp_type="bank",
        country=country,
        status=tuple(Standing(**SAYS | said) for said in status),
        licence=tuple(LicenceCheck(**SAYS | said) for said in licence),
    )


def rates(given: Given) -> Rates:
    """The official rates, and the European ones behind them."""
    sheets = [{"day": given.day, "currency": c, "manat": manat} for c, manat in given.official.items()]
    central_bank = [
        Rate(
            day=sheet["day"],
            currency=sheet["currency"],
            nominal=1,
            value=sheet["manat"],
            source="central_bank",
        )
        for sheet in (*given.sheets, *sheets)
    ]
    return Rates(central_bank, european(given))


def european(given: Given) -> EcbCross:
    """The European Central Bank's rates as the library asks for them."""

    def cross(currency: str, day: date) -> tuple[date, Decimal] | None:
        known = [(s["day"], s["dollars"]) for s in given.ecb if s["currency"] == currency and s["day"] <= day]
        return max(known, default=None)

    return cross


def known_of(given: Given) -> tuple[Dataset, Transfer]:
    """All that is known, and the question of it."""
    corridor = a_corridor(given.corridor)
    held = given.holds or corridor.sends
    roads = given.roads or ((given.road,) if given.road is not None else ())
    routes: dict[str, tuple[Route, ...]] = {}
    for route in (a_route(road, given, held) for road in roads):
        routes[route.corridor.key] = (*routes.get(route.corridor.key, ()), route)
    boards = [Board(**{"day": given.day, "kind": "cash"} | SAYS | board) for board in given.boards]
    outside = []
    if given.outside is not None:
        plain = {"id": "outside", "name": {"en": "outside"}, "corridors": (corridor.key,)}
        outside = [OutsideRoad(**plain | SAYS | given.outside)]
    known = {route.provider.id: route.provider for some in routes.values() for route in some}
    known |= {name: a_provider(name, country=country) for name, country in given.banks.items()}
    corridors = {c.key: c for c in (corridor, *(r.corridor for some in routes.values() for r in some))}
    tables = Tables(
        sources=tuple(a_source(name) for name in (SAYS["source"], "central_bank")),
        corridors=tuple(corridors.values()),
        providers=tuple(known.values()),
        boards=boards,
        roads=outside,
        regions=tuple(Region(id=name, name={"en": name}, **SAYS) for name in ("baku", "ganja")),
    )
    data = Dataset(tables, rates(given), routes)
    wishes = {k: getattr(given, k) for k in ("pay_in", "pay_out", "within", "region", "promotions")}
    transfer = Transfer(
        corridor, held, send=given.send, receive=given.receive, benchmark=given.benchmark, **wishes
    )
    return data, transfer


def a_source(name: str) -> Source:
    """A page that says what an example gives."""
    address = f"https://example.org/{name}"
    told = {"title": name, "publisher": "An example", "confidence": "primary"}
    return Source(id=name, url=address, retrieved=DAY, **told)


def asked(given: Given) -> Comparison:
    """The question, put to the library."""
    data, transfer = known_of(given)
    return compare(
        data,
        transfer,
        given.day,
        told=[ReaderQuote(**told) for told in given.told],
        asked=None if given.asked is None else AskedPrice(**given.asked),
        counter_rate=given.counter_rate,
    )


def ask(given: Given) -> tuple[Comparison, More]:
    """The question and the further questions, put to the library."""
    data, found = known_of(given)[0], asked(given)
    visit = None if given.fare is None else Visit(given.fare, given.travel, given.waiting)
    wanted = Wanted(given.parts, given.times_a_year, visit, given.beside, given.one_percent)
    return found, more(data, found, wanted)


def answers(given: Given) -> dict[str, Any]:
    """Everything that an example may expect, by the name it goes under."""
    found, beyond = ask(given)
    names = {"order": found.offers, "told_order": found.told}
    answer: dict[str, Any] = {name: [o.provider for o in offers] for name, offers in names.items()}
    answer["headline"] = found.headline and found.headline.provider
    answer["best"] = found.best and found.best.provider
    others = [offer for offer in found.offers if offer != found.best]
    answer["less"] = {o.provider: found.less(o) for o in others}
    answer["more_outlay"] = {o.provider: found.dearer(o) for o in others}
    used = found.reference
    answer["reference"] = used and used.rate
    if used is not None:
        source = used.sources[0] if used.sources else None
        answer |= {"reference_day": used.day, "reference_source": source, "judges": used.fresh}
    for _, fault in found.told_faults:
        answer["told_fault"] = fault
    for refusal in found.not_offered:
        answer |= refused(refusal)
    answer["known_cost"] = {o.provider: known(known_cost(o)) for o in found.offers}
    answer["board_of"] = {o.provider: known(o.stand_in and o.stand_in.provider) for o in found.offers}
    answer |= expected_figures(found.expected)
    for only in (found.offers, found.told, found.informal):
        if len(only) == 1:
            answer |= figures(only[0])
    return answer | further(beyond)


def further(found: More) -> dict[str, Any]:
    """What the further questions come to, a figure for each road where there may be several."""
    answer: dict[str, Any] = {}
    for road in found.parts or ():
        last = road.splits[-1]
        answer["in_parts"] = {str(s.count): known(s.received) for s in road.splits}
        answer["shares"] = list(last.outlays)
        answer["fee_for_each"] = last.anew and last.anew.amount
        answer["fewest_parts"] = road.least.count
    years, doors, off = found.year or (), found.door or (), found.stability
    answer["cost_of_a_year"] = {y.offer.provider: y.cost for y in years}
    answer["best_leaves"] = {y.offer.provider: y.kept for y in years}
    answer["left"] = {d.offer.provider: known(d.left) for d in doors}
    answer["minutes_to_the_door"] = {d.offer.provider: known(d.minutes) for d in doors}
    answer["door_order"] = [d.offer.provider for d in doors]
    if isinstance(found.second, NoSecond):
        answer["no_second"] = found.second
    elif found.second is not None:
        roads = found.second.roads
        answer["cost_by_the_second"] = {r.offer.provider: r.other and r.other.total_cost for r in roads}
        answer["places"] = {r.offer.provider: r.place for r in roads}
        answer["places_by_the_second"] = {r.offer.provider: r.other_place for r in roads}
    if off is not None:
        answer["places"] = {r.offer.provider: r.place for r in off.roads}
        answer["places_if_worse"] = {r.offer.provider: r.worse for r in off.roads}
        answer["places_if_better"] = {r.offer.provider: r.better for r in off.roads}
    return answer


def known(figure: Any) -> Any:
    """A figure, or that it is not known."""
    return NOT_KNOWN if figure is None else figure


def refused(refusal: NotOffered) -> dict[str, Any]:
    """Why a road is not offered."""
    limit = refusal.limit and refusal.limit.amount
    return {"not_offered": refusal.reason, "not_offered_day": refusal.day, "limit": limit}


def figures(of: Offer | Informal) -> dict[str, Any]:
    """The figures of the only offer, of the only told price, or of the road outside the formal system."""
    told = told_by(of) if isinstance(of, Offer) else {name: getattr(of, name) for name in type(of).__slots__}
    found = {name: said for name, said in told.items() if name not in ("route", "reference")}
    if isinstance(of, Offer):
        paid = of.paid_out if isinstance(of.paid_out, Money) else None
        found |= {"paid_out": paid and paid.amount, "paid_out_currency": paid and paid.currency}
        found["band"] = band(of.minutes_most)
    return found


ELSEWHERE = {"answer_states", "smart", "stories"}
"""Asked of tables, of stories or of every page, and not of one comparison alone."""
FILES = sorted(path for path in EXAMPLES.glob("*.toml") if path.stem not in ELSEWHERE)
ALL = [(path.stem, example) for path in FILES for example in read(path)]


@pytest.mark.parametrize("example", [e for _, e in ALL], ids=[f"{f}: {e.name}" for f, e in ALL])
def test_the_program_computes_as_the_example_does_by_hand(example):
    found = answers(example.given)
    assert example.expected
    assert {name: NOT_KNOWN if found[name] is None else found[name] for name in example.expected} == (
        example.expected
    )


@pytest.mark.parametrize("definition", DEFINITIONS)
def test_every_definition_has_an_example(definition):
    assert [example.name for _, example in ALL if example.definition == definition]


def test_no_example_shows_a_definition_that_is_not_on_the_list():
    assert {example.definition for _, example in ALL} == set(DEFINITIONS)
    assert len(DEFINITIONS) == len(set(DEFINITIONS))


def test_every_file_has_examples_and_no_two_have_one_name():
    assert {file for file, _ in ALL} == {path.stem for path in FILES}
    names = [example.name for _, example in ALL]
    assert len(names) == len(set(names))
