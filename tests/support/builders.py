"""Small builders in the field's words: a tariff, a service, a road, a market, a transfer.

Every builder gives a whole and plain thing, of which a test names only what it is about. Figures are
whole numbers or text, never floats, because money is exact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from channels.dataset.dataset import Dataset
from channels.dataset.tables import Tables
from channels.money import Money
from channels.pricing.fees import FREE, Schedule, schedule
from channels.pricing.fx import EcbCross, Rates
from channels.pricing.offer_parts import Cost, KnownPrice, KnownWay
from channels.pricing.offers import Offer, price
from channels.pricing.quotes import Terms
from channels.pricing.routes import Market, NotOffered, OnDay, Route, Transfer
from channels.records.arrivals import Arrival
from channels.records.base import Corridor
from channels.records.entries import Entry, Lead
from channels.records.informal import Discussion, OutsideRoad
from channels.records.observations import Board, NoPrice, Observation, Rate
from channels.records.provider_checks import ProviderCheck
from channels.records.providers import (
    Charge,
    Coverage,
    LicenceCheck,
    Limit,
    Payout,
    Provider,
    Service,
    Speed,
    Standing,
    Tariff,
)
from channels.terms import (
    Basis,
    Channel,
    DisbursementMethod,
    Evidence,
    Grade,
    Payer,
    Status,
)

Figure = Decimal | int | str

DAY = date(2026, 11, 21)
"""The day asked, unless a test is about days."""
SOURCE = "a_tariff_sheet"
AS_READ = {"total": "total_cost", "percent": "total_cost_percent"}
"""How an offer calls what its cost calls otherwise."""
MANAT_PER_UNIT: Mapping[str, Figure] = {"RUB": "0.02", "USD": "1.70", "EUR": "2", "TRY": "0.04"}


def dec(figure: Figure) -> Decimal:
    """A figure as an exact decimal number."""
    return Decimal(figure)


def charge(**parts: Any) -> Charge:
    """One line of a tariff."""
    return Charge(**parts)


def taken_on_receipt(**parts: Any) -> Charge:
    """One line of a tariff that the recipient pays."""
    return Charge(payer=Payer.RECIPIENT, **parts)


def steps(*lines: Charge, payer: Payer = Payer.SENDER, most: bool = True) -> Schedule:
    """The charges of one payer as one function of the amount."""
    pieces = schedule(lines, payer, most=most)
    assert pieces is not None
    return pieces


def a_tariff(*charges: Charge, **fields: Any) -> Tariff:
    """A tariff in roubles seen today that pays out manat at the official rate; no charges = free."""
    plain = {
        "since": date(2026, 1, 1),
        "verified": DAY,
        "source": SOURCE,
        "currency": "RUB",
        "charges": charges,
        "margin": None if "rate" in fields else 0,
        "pays": ("AZN",),
    }
    return Tariff(**(plain | fields))


def an_observation(**fields: Any) -> Observation:
    """A quote taken today for 10,000 roubles: a fee of 100, one percent in the rate, manat paid out."""
    plain = {
        "provider": "a_bank",
        "service": "cash_to_cash",
        "corridor": "RU-AZ",
        "evidence": Evidence.OBSERVED,
        "observed": None if "period" in fields else DAY,
        "amount": 10_000,
        "currency": "RUB",
        "fee": 100,
        "margin_percent": None if "rate" in fields else 1,
        "pays": "AZN",
        "source": SOURCE,
    }
    return Observation(**(plain | fields))


def no_price(**fields: Any) -> NoPrice:
    """What somebody got who asked today and was told no price."""
    plain = {
        "provider": "a_bank",
        "service": "cash_to_cash",
        "corridor": "RU-AZ",
        "answer": "refused",
        "day": DAY,
        "source": SOURCE,
    }
    return NoPrice(**(plain | fields))


def standing(state: Status = Status.OPERATING, day: date = DAY) -> Standing:
    """What a source said of the status on a day."""
    return Standing(state=state, day=day, source="a_notice")


def licence(state: str = "licensed", day: date = DAY) -> LicenceCheck:
    """What the register said of the licence on a day."""
    return LicenceCheck(state=state, day=day, source="the_register")


def a_service(*tariffs: Tariff, **fields: Any) -> Service:
    """A service from cash to cash that takes ten minutes at most."""
    plain = {
        "id": "cash_to_cash",
        "corridors": ("RU-AZ",),
        "pay_in": "cash",
        "access_point": "branch",
        "disbursement": "cash",
        "speed": Speed(least=5, most=10, source=SOURCE, day=DAY),
        "tariffs": tariffs,
    }
    return Service(**(plain | fields))


def a_provider(name: str = "a_bank", **fields: Any) -> Provider:
    """A licensed bank that operates today."""
    plain = {
        "id": name,
        "name": {"en": name},
        "channel": Channel.BANK,
        "rsp_type": "bank",
        "country": "RU",
        "licence": (licence(),),
        "status": (standing(),),
    }
    return Provider(**(plain | fields))


def a_payout(**fields: Any) -> Payout:
    """A cash counter of a bank in Azerbaijan that pays out manat."""
    plain = {
        "id": "a_counter",
        "system": "a_bank",
        "form": DisbursementMethod.CASH,
        "currencies": ("AZN",),
        "day": DAY,
        "source": "a_counter_notice",
    }
    return Payout(**(plain | fields))


def a_corridor(key: str = "RU-AZ", sends: str = "RUB", receives: str | None = "AZN") -> Corridor:
    """A sending and a receiving country with their usual currencies."""
    sending, receiving = key.split("-")
    return Corridor(sending=sending, receiving=receiving, sends=sends, receives=receives, source=SOURCE)


def a_route(
    *tariffs: Tariff,
    service: Service | None = None,
    provider: Provider | None = None,
    payout: Payout | None = None,
    partner: Provider | None = None,
    corridor: Corridor | None = None,
    observations: Sequence[Observation] = (),
) -> Route:
    """One way through the data, from Russia to Azerbaijan; a free one when nothing is named."""
    corridor = corridor or a_corridor()
    if service is None:
        plain = () if observations else (a_tariff(),)
        service = a_service(*(tariffs or plain), corridors=(corridor.key,))
    provider = provider or a_provider(services=(service,))
    return Route(provider, service, corridor, payout, partner, tuple(observations))


def a_rate(currency: str, value: Figure, day: date = DAY, nominal: int = 1) -> Rate:
    """The Central Bank's rate: manat for some units of a currency, from a day on."""
    return Rate(day=day, currency=currency, nominal=nominal, value=value, source="central_bank")


def a_board(
    currency: str = "USD",
    buy: Figure = "1.69",
    sell: Figure = "1.71",
    provider: str = "a_bank",
    kind: str = "cash",
    day: date = DAY,
    **fields: Any,
) -> Board:
    """A bank's exchange board for one currency, in manat unless `priced_in` says otherwise."""
    plain = {"day": day, "provider": provider, "kind": kind, "currency": currency, "source": "a_board"}
    return Board(**plain, buy=buy, sell=sell, **fields)


def a_market(
    *boards: Board,
    per_unit: Mapping[str, Figure] = MANAT_PER_UNIT,
    day: date = DAY,
    rates: Sequence[Rate] | None = None,
    ecb: EcbCross | None = None,
    invented: bool = False,
) -> Market:
    """The official rates of a day, in manat for one unit, and the banks' boards."""
    if rates is None:
        rates = [a_rate(currency, value, day) for currency, value in per_unit.items()]
    return Market(Rates(rates, ecb, always_fresh=invented), boards, invented=invented)


def a_dataset(*routes: Route, market: Market | None = None) -> Dataset:
    """Everything that is known, where nothing but these roads and the market's rates and boards is."""
    known = market or a_market()
    by_corridor: dict[str, tuple[Route, ...]] = {}
    for route in routes:
        by_corridor[route.corridor.key] = (*by_corridor.get(route.corridor.key, ()), route)
    return Dataset(Tables(boards=known.boards), known.rates, by_corridor)


def a_transfer(send: Figure | None = 10_000, receive: Figure | None = None, **fields: Any) -> Transfer:
    """A sender in Russia with 10,000 roubles for somebody in Azerbaijan."""
    plain = {"corridor": a_corridor(), "currency": fields.get("corridor", a_corridor()).sends}
    return Transfer(
        send=None if send is None or receive is not None else dec(send),
        receive=None if receive is None else dec(receive),
        **(plain | fields),
    )


def priced(
    route: Route,
    transfer: Transfer | None = None,
    market: Market | None = None,
    day: date = DAY,
) -> Offer:
    """The offer that a road makes; fails where it makes none."""
    answer = price(route, transfer or a_transfer(), day, market or a_market())
    assert isinstance(answer, Offer), answer
    return answer


def refused(
    route: Route,
    transfer: Transfer | None = None,
    market: Market | None = None,
    day: date = DAY,
) -> NotOffered:
    """Why a road makes no offer; fails where it makes one."""
    answer = price(route, transfer or a_transfer(), day, market or a_market())
    assert isinstance(answer, NotOffered), answer
    return answer


def offer_of(**given: Any) -> Offer:
    """An offer of fields by their own names, each in its part; without a whole cost only its fee is kept.

    Where something arrives and no total is told, nothing but the fee was taken.
    """
    in_part = {read: name for name, read in AS_READ.items()}
    named = {in_part.get(name, name): value for name, value in given.items()}
    whole, recommended = named.pop("complete", True), named.pop("recommended", False)
    parts = []
    for part in (KnownWay, KnownPrice, Cost):
        names = {own.name for own in fields(part)} & set(named)
        parts.append({name: named.pop(name) for name in names})
    assert not named, f"no part of an offer has {set(named)}"
    way, known, amounts = parts
    if not whole or amounts.get("received") is None:
        for name in ("hidden", "receipt", "received", "received_most", "total", "percent"):
            amounts.pop(name, None)
    else:
        taken = {name: amounts.get(name) or dec(0) for name in ("fee", "hidden", "receipt")}
        amounts |= taken | {"total": amounts.get("total") or sum(taken.values())}
        amounts["hidden"] = amounts["total"] - amounts["fee"] - amounts["receipt"]
        amounts["percent"] = amounts.get("percent") or dec(0)
        amounts["received_most"] = amounts.get("received_most") or amounts["received"]
    return Offer(KnownWay(**way), KnownPrice(**known), Cost(**amounts), recommended)


def told_by(offer: Offer) -> dict[str, Any]:
    """Everything that an offer says, by the names under which it is read."""
    names = {own.name for part in (KnownWay, KnownPrice) for own in fields(part)}
    names |= {AS_READ.get(own.name, own.name) for own in fields(Cost)}
    return {name: getattr(offer, name) for name in (*names, "complete", "recommended")}


def changed_offer(offer: Offer, **values: Any) -> Offer:
    """An offer with other values of some fields, by the rules of `offer_of`."""
    return offer_of(**({name: told for name, told in told_by(offer).items() if name != "complete"} | values))


def an_offer(name: str = "a_bank", received: Figure | None = 190, **given: Any) -> Offer:
    """An offer by a name and the manat that arrive; incomplete when these are not known."""
    amount = None if received is None else dec(received)
    plain = {
        "provider": name,
        "service": "cash_to_cash",
        "channel": Channel.BANK,
        "form": DisbursementMethod.CASH,
        "status": OnDay(Status.OPERATING, DAY, SOURCE),
        "evidence": Evidence.PUBLISHED,
        "grade": Grade.CURRENT,
        "currency": "AZN",
        "outlay": dec(10_000),
        "received": amount,
        "received_most": amount,
        "paid_out": None if amount is None else Money(amount, "AZN"),
    }
    return offer_of(**(plain | given))


def a_road(kind: str = "carried", **fields: Any) -> OutsideRoad:
    """A road outside the formal system; its price is not known unless it is given."""
    plain = {
        "id": "a_road",
        "kind": kind,
        "name": {"en": "a road"},
        "corridors": ("RU-AZ",),
        "source": "a_study",
    }
    return OutsideRoad(**(plain | fields))


def some_terms(**fields: Any) -> Terms:
    """A price in force that is free, at the official rate, from roubles to manat."""
    plain = {
        "currency": "RUB",
        "pays": ("AZN",),
        "evidence": Evidence.PUBLISHED,
        "seen": DAY,
        "period": None,
        "sources": (SOURCE,),
        "worst": FREE,
        "best": FREE,
        "margin": lambda _: Decimal(0),
        "margin_best": lambda _: Decimal(0),
        "basis": lambda _: Basis.EXACT,
    }
    return Terms(**(plain | fields))


def ecb_cross(**dollars: tuple[date, Figure]) -> EcbCross:
    """The ECB's cross rates: US dollars for one unit of a currency, each from a day on."""

    def cross(currency: str, day: date) -> tuple[date, Decimal] | None:
        known = dollars.get(currency)
        return (known[0], dec(known[1])) if known is not None and known[0] <= day else None

    return cross


def a_limit(amount: Figure, currency: str = "RUB") -> Limit:
    """The most that one transfer can carry."""
    return Limit(amount=amount, currency=currency)


def a_coverage(day: date | None = DAY) -> Coverage:
    """A list of destinations that names Azerbaijan without a price."""
    return Coverage(day=day, source="a_list_of_countries")


def an_entry(**fields: Any) -> Entry:
    """What a collector was told, in roubles for manat."""
    usual: dict[str, Any] = {
        "corridor": "RU-AZ",
        "provider": "a_bank",
        "service": "transfer",
        "amount": dec(20_000),
        "currency": "RUB",
        "fee": dec(99),
        "rate": dec("0.0192"),
        "pays": "AZN",
        "method": "mystery_shopping",
        "organisation": "Training centre",
        "collected": DAY,
    }
    return Entry(**usual | fields)


def a_lead(**fields: Any) -> Lead:
    """What a reader was told, in roubles for manat."""
    usual: dict[str, Any] = {"corridor": "RU-AZ", "currency": "RUB", "fee": dec(150), "day": DAY}
    return Lead(**usual | fields)


def an_arrival(**fields: Any) -> Arrival:
    """A transfer that arrived from Russia as it was promised, in two days."""
    usual: dict[str, Any] = {
        "provider": "paysend",
        "corridor": "RU-AZ",
        "promised": dec(400),
        "received": dec(400),
        "currency": "AZN",
        "days": 2,
        "day": DAY,
    }
    return Arrival(**usual | fields)


def a_discussion(**fields: Any) -> Discussion:
    """What twelve people said that unlicensed services take."""
    usual: dict[str, Any] = {
        "corridor": "RU-AZ",
        "day": DAY,
        "people": 12,
        "least": dec(1),
        "most": dec(3),
        "organisation": "Training centre",
    }
    return Discussion(**usual | fields)


def a_provider_check(**fields: Any) -> ProviderCheck:
    """What the register said today of the licence of a bank; its status where `status` is named."""
    usual: dict[str, Any] = {
        "provider": "a_bank",
        "licence": None if "status" in fields else "licensed",
        "day": DAY,
        "looked": DAY,
        "title": "Register of banks",
        "publisher": "Central Bank",
        "url": "https://example.org/register",
    }
    return ProviderCheck(**usual | fields)
