"""What-ifs: what a lever that the country holds would bring families, as a range with its assumptions."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from channels.dataset.dataset import Dataset
from channels.gaps.corridor_figures import computed
from channels.gaps.gap_list import last_surveyed
from channels.gaps.indicators import hidden_by, manat_for_dollar, yearly_inflow
from channels.gaps.surveyed_prices import Surveyed, cash_premium, surveyed
from channels.money import HUNDRED, ZERO
from channels.records.in_force import in_force
from channels.records.observations import Observation
from channels.records.providers import Charge, Service, Standing, Tariff
from channels.terms import HOME, DisbursementMethod, Evidence, Ordered, PaymentInstrument, Status

MILLION = 1_000_000
POST = "azerpost"
WHAT_IF_SERVICE = "scenario"
"""The service that a what-if adds; it stands in no file."""


class Lever(Ordered):
    """What the country can do about the price, the doubtful last."""

    CARD_PAYOUT = "card_payout"
    POST_PRICE = "post_price"
    COST_NOTICE = "cost_notice"
    NON_BANKS = "non_banks"
    NO_EXCLUSIVITY = "no_exclusivity"
    FEE_CAP = "fee_cap"
    MARGIN_CAP = "margin_cap"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the reader sets; percent. `inflow` in million dollars a year, None = as the sources say.

    `share`: the part of the inflow that a lever moves. `post_price`: what the post would take of USD
    200. `cap`: the most that the fee, or the loss in the rate, may be.
    """

    inflow: tuple[Decimal, Decimal] | None = None
    share: tuple[Decimal, Decimal] = (Decimal(10), Decimal(30))
    post_price: Decimal = Decimal(1)
    cap: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Assumption:
    """A code of what a result takes for granted, with the figures that its sentence names."""

    code: str
    figures: Mapping[str, Decimal | int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Result:
    """What a lever brings families, in manat a year, at least and at most; below 0 they would pay more.

    `off`: the code of the survey that would be needed; then there is no figure. `warnings` are codes of
    what the lever may break. `data`: the market as it would be, where the lever changes prices.
    """

    lever: Lever
    least: Decimal | None = None
    most: Decimal | None = None
    off: str | None = None
    assumptions: tuple[Assumption, ...] = ()
    warnings: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    data: Dataset | None = field(default=None, repr=False)


def levers(data: Dataset, inputs: Inputs, day: date) -> tuple[Result, ...]:
    """Every lever's result with the same inputs, in the order of `Lever`."""
    return tuple(result(lever, data, inputs, day) for lever in Lever)


def result(lever: Lever, data: Dataset, inputs: Inputs, day: date) -> Result:
    """What one lever brings; switched off where it rests on a survey or a price that does not exist."""
    if lever is Lever.NON_BANKS:
        return Result(lever, off="needs_wallet_survey")
    if lever is Lever.NO_EXCLUSIVITY:
        return Result(lever, off="needs_contract_survey")
    money = _money(data, inputs, day)
    rows = _last_rows(data)
    if money is None or not rows:
        return Result(lever, off="needs_prices")
    made = {
        Lever.CARD_PAYOUT: _card_payout,
        Lever.POST_PRICE: _post_price,
        Lever.COST_NOTICE: _cost_notice,
        Lever.FEE_CAP: _cap,
        Lever.MARGIN_CAP: _cap,
    }[lever]
    return made(_Case(lever, data, inputs, day, money, rows))


@dataclass(frozen=True, slots=True)
class _YearlyManat:
    """Manat a year that come in, least and most, with what that takes for granted."""

    least: Decimal
    most: Decimal
    assumptions: tuple[Assumption, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    lever: Lever
    data: Dataset
    inputs: Inputs
    day: date
    money: _YearlyManat
    rows: tuple[Surveyed, ...]

    def found(
        self,
        low: Decimal,
        high: Decimal,
        *assumptions: Assumption,
        warnings: tuple[str, ...] = (),
        sources: tuple[str, ...] = (),
        share: bool = True,
        data: Dataset | None = None,
    ) -> Result:
        """The range of saving `low` to `high` percent on the part of the inflow that is moved.

        Every end is tried, because a loss is largest where most is moved.
        """
        moved = self.inputs.share if share else (HUNDRED, HUNDRED)
        said = (Assumption("share", {"least": moved[0], "most": moved[1]}),) if share else ()
        ends = [
            money * part / HUNDRED * percent / HUNDRED
            for money in (self.money.least, self.money.most)
            for part in moved
            for percent in (low, high)
        ]
        cited = tuple(dict.fromkeys((*self.money.sources, *sources)))
        return Result(
            self.lever,
            min(ends),
            max(ends),
            assumptions=(*self.money.assumptions, *said, *assumptions),
            warnings=warnings,
            sources=cited,
            data=data,
        )


def _money(data: Dataset, inputs: Inputs, day: date) -> _YearlyManat | None:
    dollar = manat_for_dollar(data, day)
    told = yearly_inflow(data)
    if dollar is None or (inputs.inflow is None and told is None):
        return None
    rate, cited = dollar
    if inputs.inflow is not None:
        least, most = inputs.inflow
        said = Assumption("inflow_typed", {"least": least, "most": most})
    else:
        assert told is not None
        least, most, sources = told
        cited = (*cited, *sources)
        said = Assumption("inflow_told", {"least": least, "most": most})
    at_rate = Assumption("rate", {"rate": rate})
    return _YearlyManat(
        least * rate * MILLION, most * rate * MILLION, (said, at_rate), tuple(dict.fromkeys(cited))
    )


def _last_rows(data: Dataset) -> tuple[Surveyed, ...]:
    last = last_surveyed(data)
    return () if last is None else surveyed(data, corridor=last.corridor, quarter=last.quarter)


def _historical(rows: tuple[Surveyed, ...]) -> Assumption:
    return Assumption("last_survey", {"corridor": rows[0].corridor, "quarter": rows[0].quarter})


def _totals(rows: tuple[Surveyed, ...]) -> list[Decimal]:
    return [row.total for row in rows if row.total is not None]


def _card_payout(case: _Case) -> Result:
    """Cash becomes card: the premium of cash elsewhere, less what drawing it as cash costs here."""
    matched = [pair for found in _quarters(case.data) for pair in cash_premium(found)]
    if not matched:
        return Result(case.lever, off="needs_prices")
    by_corridor: dict[str, list[Decimal]] = {}
    for pair in matched:
        by_corridor.setdefault(pair.corridor, []).append(pair.premium)
    means = [sum(values, ZERO) / len(values) for values in by_corridor.values()]
    taken = _drawing_cash(case.data)
    low = min(means) - (taken[1] if taken else ZERO)
    said = [
        Assumption(
            "premium_elsewhere",
            {"pairs": len(matched), "corridors": len(means), "least": min(means), "most": max(means)},
        )
    ]
    if taken:
        said.append(Assumption("drawn_as_cash", {"least": taken[0], "most": taken[1]}))
    cited = tuple(dict.fromkeys(row.source for rows in _quarters(case.data) for row in rows))
    return case.found(low, max(means), *said, warnings=("cards_in_villages",), sources=cited)


def _quarters(data: Dataset) -> list[tuple[Surveyed, ...]]:
    """The services of every surveyed corridor and quarter outside the country."""
    return [
        surveyed(data, corridor=found.corridor, quarter=found.quarter)
        for found in computed(data)
        if found.receiving != HOME
    ]


def _drawing_cash(data: Dataset) -> tuple[Decimal, Decimal] | None:
    """What the banks' lists here take, in percent, for drawing money in cash that came without it."""
    percents = [
        charge.percent
        for payout in data.tables.payouts
        if payout.form is not DisbursementMethod.CASH
        for tariff in in_force(payout.tariffs)
        if tariff.currency == "AZN"
        for charge in tariff.charges or ()
        if charge.percent
    ]
    return (min(percents), max(percents)) if percents else None


def _post_price(case: _Case) -> Result:
    """The post takes a set price: what the services of the last survey took more, or less."""
    totals = _totals(case.rows)
    price = case.inputs.post_price
    return case.found(
        min(totals) - price,
        max(totals) - price,
        _historical(case.rows),
        Assumption("spread_of_survey", {"least": min(totals), "most": max(totals)}),
        Assumption("post_price", {"price": price}),
        warnings=("post_cash", "post_rate"),
        sources=tuple(dict.fromkeys(row.source for row in case.rows)),
        data=with_post_price(case.data, price, case.day),
    )


def _cost_notice(case: _Case) -> Result:
    """Who sees the whole cost may choose the cheapest: the mean less the cheapest at most, or nothing."""
    totals = _totals(case.rows)
    mean = sum(totals, ZERO) / len(totals)
    return case.found(
        ZERO,
        mean - min(totals),
        _historical(case.rows),
        Assumption("mean_stands_in", {"mean": mean, "cheapest": min(totals)}),
        share=False,
        warnings=("notice_needs_check",),
        sources=tuple(dict.fromkeys(row.source for row in case.rows)),
    )


def _cap(case: _Case) -> Result:
    """No service takes more than a cap of fee, or of loss in the rate; nobody leaves, at least, and some do.

    A surveyed margin of exactly 0 is not known: at least nothing is saved on it, at most what the dearest
    known one loses.
    """
    cap, of_fee = case.inputs.cap, case.lever is Lever.FEE_CAP
    low, high = [], []
    known = [row.margin for row in case.rows if row.margin is not None and not row.zero_margin]
    dearest = max(known, default=ZERO)
    for row in case.rows:
        if of_fee:
            low.append(max(row.fee - cap, ZERO))
            high.append(low[-1])
        else:
            unknown = row.zero_margin or row.margin is None
            low.append(ZERO if unknown else max((row.margin or ZERO) - cap, ZERO))
            high.append(max(dearest - cap, ZERO) if unknown else low[-1])
    over = sum(saving > 0 for saving in high)
    if not over:
        return Result(case.lever, off="nothing_above_cap")
    weight = hidden_by(case.data, [case.rows[0].corridor.split("-")[0]]) or ZERO
    said = [_historical(case.rows), Assumption("cap", {"cap": cap, "over": over, "of": len(case.rows)})]
    said.append(Assumption("only_corridor", {"corridor": case.rows[0].corridor, "part": weight}))
    # Least: only the surveyed corridor gains, and as much as its services on average; most: every road does.
    least = sum(low, ZERO) / len(low) * weight / HUNDRED
    most = sum(high, ZERO) / len(high)
    return case.found(
        least,
        most,
        *said,
        share=False,
        warnings=("cap_villages", "cap_moves"),
        sources=tuple(dict.fromkeys(row.source for row in case.rows)),
        data=with_cap(case.data, cap, fee=of_fee),
    )


def with_post_price(data: Dataset, percent: Decimal, day: date) -> Dataset:
    """The same market with the post taking a percentage from every country, in cash, at the official rate.

    The service is called `scenario` and is a promotion of nobody: its source is that of the post's own
    list, and it counts as not confirmed.
    """
    post = data.providers.get(POST)
    if post is None:
        return data
    keys = [c for c in data.tables.corridors if c.receiving == HOME and c.sending != HOME]
    source = post.services[0].tariffs[0].source
    tariffs = tuple(
        Tariff(
            since=day,
            source=source,
            evidence=Evidence.ESTIMATE,
            currency=currency,
            charges=(Charge(percent=percent),),
            margin=ZERO,
            pays=("AZN",),
        )
        for currency in dict.fromkeys(c.sends for c in keys)
    )
    service = Service(
        id=WHAT_IF_SERVICE,
        corridors=tuple(c.key for c in keys),
        pay_in=PaymentInstrument.CASH,
        disbursement=DisbursementMethod.CASH,
        tariffs=tariffs,
        status=(Standing(state=Status.NOT_CONFIRMED, day=day, source=source),),
    )
    providers = [
        p if p.id != POST else p.model_copy(update={"services": (*p.services, service)})
        for p in data.tables.providers
    ]
    return data.with_tables(replace(data.tables, providers=providers))


def with_cap(data: Dataset, percent: Decimal, *, fee: bool) -> Dataset:
    """The same market with no surveyed price into the country over a cap of fee, or of loss in the rate."""

    def capped(seen: Observation) -> Observation:
        if not seen.corridor.endswith(f"-{HOME}"):
            return seen
        if fee:
            most = seen.amount * percent / HUNDRED
            return seen if seen.fee is None else seen.model_copy(update={"fee": min(seen.fee, most)})
        margin = seen.margin_percent
        return seen if margin is None else seen.model_copy(update={"margin_percent": min(margin, percent)})

    observations = [(where, capped(seen)) for where, seen in data.tables.observations]
    return data.with_tables(replace(data.tables, observations=observations))


@dataclass(frozen=True, slots=True)
class OnTheTable:
    """What families would pay in a year at the last survey's prices, in manat, each at least and at most.

    `fee` and `margin` add up to the whole; `left` is what the three cheapest services would save of it.
    What is really paid is not known: the simple mean stands in.
    """

    fee: tuple[Decimal, Decimal]
    margin: tuple[Decimal, Decimal]
    left: tuple[Decimal, Decimal]
    assumptions: tuple[Assumption, ...]
    sources: tuple[str, ...]

    @property
    def whole(self) -> tuple[Decimal, Decimal]:
        """Fee and loss in the rate together."""
        return self.fee[0] + self.margin[0], self.fee[1] + self.margin[1]

    @property
    def rest(self) -> tuple[Decimal, Decimal]:
        """What would still be paid at the three cheapest services."""
        return self.whole[0] - self.left[0], self.whole[1] - self.left[1]


def on_the_table(data: Dataset, inputs: Inputs, day: date) -> OnTheTable | None:
    """The year's cost and what could be left of it; None without flows, or without a price and SmaRT."""
    last, money = last_surveyed(data), _money(data, inputs, day)
    if last is None or money is None or last.smart is None or last.smart.value is None:
        return None
    if last.fee is None or last.margin is None or last.mean is None:
        return None

    def of(percent: Decimal) -> tuple[Decimal, Decimal]:
        return money.least * percent / HUNDRED, money.most * percent / HUNDRED

    said = (
        *money.assumptions,
        Assumption("last_survey", {"corridor": last.corridor, "quarter": last.quarter}),
        Assumption("smart_stands_in", {"mean": last.mean, "smart": last.smart.value}),
    )
    cited = tuple(dict.fromkeys((*money.sources, *last.sources)))
    return OnTheTable(of(last.fee), of(last.margin), of(last.mean - last.smart.value), said, cited)
