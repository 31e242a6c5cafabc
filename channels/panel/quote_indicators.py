"""What the quotes' panel says of each question over time: Ibis expressions, the same on every engine.

A question is a corridor, a currency and an amount. A way is a provider's service, how the money is paid in
and how it is handed over. Percentages are of the amount; `worth` is what arrives for one unit of what the
sender hands over, fee included, in the recipient's currency. Prices that were taken back and promotions
count nowhere.

No figure depends on the order of rows or on which of two equal ones comes first: so every engine comes to the
same, however it parts the work.
"""

from typing import Any

import ibis
from ibis.expr.types import BooleanValue, DateValue, NumericValue, StringValue, Table

from channels.panel.indicators import SMART_OF, Row, rows_of
from channels.terms import BAND_MINUTES, Answer, Evidence, SpeedBand

QUESTION = ("corridor", "currency", "amount")
WAY = ("provider", "service", "pay_in", "disbursement")
WITHIN_FIVE_DAYS = BAND_MINUTES[SpeedBand.THREE_TO_FIVE_DAYS]
NEAR = 1e-9
"""Two ways of which one leaves less than this part more are equally good."""
A_WEEK = ibis.interval(days=7)
OFFICIAL = {"day": "date", "currency": "string", "pays": "string", "rate": "float64"}
"""The columns of a table of official rates: what one unit of `currency` is worth in `pays` on a day."""


def last_words(found: Table) -> Table:
    """Each price once, by the last word on it; of two of one moment, that of the lesser digest."""
    last = ibis.window(group_by=found.id, order_by=[found.appended.desc(), found.digest])
    numbered = found.mutate(word=ibis.row_number().over(last))
    return numbered.filter(numbered.word == 0).drop("word")


def priced(quotes: Table, official: Table | None = None) -> Table:
    """Every price that was shown, in the terms of this module; one row a price.

    `quotes` has each price once, in the columns of `channels.panel.quotes.SCHEMA`. `official` (`OFFICIAL`)
    turns a told rate into a margin; without it the margin is known where it was told itself. A survey's
    names stand for provider and service where the data have none. Columns: those of a question and a way,
    pays, day, quarter, week (its Monday), evidence, minutes, fee_percent, margin, total, arrives, worth.
    """
    told = quotes.filter(
        quotes.shown, quotes.answer == Answer.OBSERVED.value, ~quotes.promotion.fill_null(False),
        quotes.amount.notnull() & (quotes.amount > 0), quotes.currency.notnull(),
    )  # fmt: skip
    amount, fee = _float(told.amount), _float(told.fee)
    plain = told.select(
        "corridor", "currency", "pays", "day", "evidence", "pay_in", "disbursement",
        provider=ibis.coalesce(told.provider, told.firm), service=ibis.coalesce(told.service, told.product),
        amount=amount, outlay=amount + fee, quarter=quarter_of(told.day), week=_monday(told.day),
        minutes=told.minutes_most, fee_percent=fee / amount * 100, told_margin=_float(told.margin_percent),
        told_rate=_float(told.rate), arrives=_arrives(told, amount),
    )  # fmt: skip
    known = plain.mutate(official=_official(plain, ibis.null("float64")))
    if official is not None:
        by_day = official.select(*("day", "currency", "pays"), listed=official.rate)
        joined = plain.left_join(by_day, ["day", "currency", "pays"])
        joined = joined.select(*plain.columns, "listed")
        known = joined.mutate(official=_official(joined, joined.listed)).drop("listed")
    margin = ibis.coalesce(known.told_margin, (1 - known.told_rate / known.official) * 100)
    known = known.mutate(margin=margin, worth=known.arrives / known.outlay)
    return known.mutate(total=known.fee_percent + known.margin).drop("told_margin", "told_rate", "official")


def averages(prices: Table) -> Table:
    """What a question costs in a quarter, as RPW averages: every way of a provider counts once.

    A way's figure is the mean of its prices in the quarter. Columns: those of a question, quarter, services,
    disclosed (those whose margin is known), mean, median, smart, smart_services, fee, fx_margin. `mean`,
    `median`, `fee` and `fx_margin` are over the disclosed ones, None where there is none; `smart` is the
    mean of the three cheapest of them that arrive within five days.
    """
    keys = [*QUESTION, "quarter"]
    dated = prices.filter(prices.evidence.isin([Evidence.OBSERVED.value, Evidence.SURVEYED.value]))
    known = dated.total.notnull()
    ways = dated.group_by([*keys, *WAY]).aggregate(
        total=dated.total.mean(), fee_percent=dated.fee_percent.mean(where=known),
        margin=dated.margin.mean(where=known), minutes=dated.minutes.max(),
    )  # fmt: skip
    disclosed = ways.total.notnull()
    fit = disclosed & (ways.minutes <= WITHIN_FIVE_DAYS).fill_null(False)
    ranked = ways.mutate(disclosed=disclosed, fit=fit)
    place = ibis.row_number().over(group_by=[*keys, "fit"], order_by="total")
    ranked = ranked.mutate(cheapest=ranked.fit & (place < SMART_OF))
    return ranked.group_by(keys).aggregate(
        services=ranked.count(), disclosed=ranked.count(where=ranked.disclosed),
        mean=ranked.total.mean(), median=ranked.total.median(),
        smart=ranked.total.mean(where=ranked.cheapest), smart_services=ranked.count(where=ranked.cheapest),
        fee=ranked.fee_percent.mean(where=ranked.disclosed), fx_margin=ranked.margin.mean(),
    )  # fmt: skip


def history(prices: Table) -> Table:
    """What each provider's best way left on each day on which somebody saw its price.

    A way's figure is the mean of its prices of the day. A survey of a quarter is no price of a day. Columns:
    those of a question, pays, day, provider, ways, prices, arrives (the most, in `pays`), worth (the most),
    cost (the least, in percent). None where no rate or no fee is known.
    """
    keys = [*QUESTION, "pays", "day", "provider"]
    seen = prices.filter(prices.evidence == Evidence.OBSERVED.value)
    ways = seen.group_by([*keys, "service", "pay_in", "disbursement"]).aggregate(
        prices=seen.count(), arrives=seen.arrives.mean(), worth=seen.worth.mean(), total=seen.total.mean()
    )
    return ways.group_by(keys).aggregate(
        ways=ways.count(), prices=ways.prices.sum(), arrives=ways.arrives.max(), worth=ways.worth.max(),
        cost=ways.total.min(),
    )  # fmt: skip


def cheapest_shares(prices: Table) -> Table:
    """On which share of the days each provider left the most, of those on which another was seen too.

    Columns: those of a question, quarter, provider, days, first (days on which none left more), share. Who
    was never seen beside another has no row; equally good ones are both first.
    """
    keys = [*QUESTION, "quarter", "provider"]
    days = _known_days(prices)
    days = days.mutate(quarter=quarter_of(days.day))
    best = days.group_by([*QUESTION, "pays", "day"]).aggregate(best=days.worth.max(), seen=days.count())
    both = days.inner_join(best, [*QUESTION, "pays", "day"])
    both = both.select(*keys, "worth", "best", "seen")
    both = both.filter(both.seen > 1).mutate(first=lambda t: t.worth >= t.best * (1 - NEAR))
    found = both.group_by(keys).aggregate(days=both.count(), first=both.count(where=both.first))
    return found.mutate(share=_float(found["first"]) / found["days"])


def weekly_movement(prices: Table) -> Table:
    """How what a provider leaves has moved from one week to the next.

    Columns: those of a question, pays, provider, week (its Monday), days with a price, worth (the mean over
    them), before (the week before; None without a price in it), change (in percent of `before`).
    """
    keys = [*QUESTION, "pays", "provider"]
    days = _known_days(prices)
    days = days.mutate(week=_monday(days.day))
    weeks = days.group_by([*keys, "week"]).aggregate(days=days.count(), worth=days.worth.mean())
    earlier = weeks.select(*keys, week=(weeks.week + A_WEEK).cast("date"), before=weeks.worth)
    both = weeks.left_join(earlier, [*keys, "week"])
    both = both.select(*keys, "week", "days", "worth", "before")
    return both.mutate(change=(both.worth / both.before - 1) * 100)


def coverage(quotes: Table) -> Table:
    """How well a corridor is covered in a quarter, of everything that the panel keeps of it.

    Columns: corridor, quarter, prices, without_price (answers that told none), taken_back, providers,
    services, days with a price, disclosed (prices with a told rate or margin), last_day. A promotion is a
    price here.
    """
    observed = quotes.shown & (quotes.answer == Answer.OBSERVED.value)
    provider = ibis.coalesce(quotes.provider, quotes.firm)
    service = ibis.coalesce(quotes.service, quotes["product"], ibis.literal(""))
    plain = quotes.select(
        "corridor", "day", observed=observed, shown=quotes.shown, quarter=quarter_of(quotes.day),
        provider=provider, service=provider + ibis.literal("|") + service,
        disclosed=observed & (quotes.rate.notnull() | quotes.margin_percent.notnull()),
    )  # fmt: skip
    return plain.group_by(["corridor", "quarter"]).aggregate(
        prices=plain.count(where=plain.observed),
        without_price=plain.count(where=plain.shown & ~plain.observed),
        taken_back=plain.count(where=~plain.shown), providers=plain.provider.nunique(where=plain.observed),
        services=plain.service.nunique(where=plain.observed), days=plain.day.nunique(where=plain.observed),
        disclosed=plain.count(where=plain.disclosed), last_day=plain.day.max(where=plain.observed),
    )  # fmt: skip


EACH = {
    "averages": averages,
    "history": history,
    "cheapest": cheapest_shares,
    "weekly": weekly_movement,
}
"""The indicators that are computed from prices, by their names on the command line."""
COVERAGE = "coverage"
KINDS = (*EACH, COVERAGE)
KEYS = {
    "averages": (*QUESTION, "quarter"),
    "history": (*QUESTION, "pays", "day", "provider"),
    "cheapest": (*QUESTION, "quarter", "provider"),
    "weekly": (*QUESTION, "pays", "provider", "week"),
    COVERAGE: ("corridor", "quarter"),
}
"""What tells the rows of an indicator apart, in the order in which they are told."""


def asked(kind: str, quotes: Table, official: Table | None = None) -> Table:
    """The expression of an indicator of `KINDS`. Raises KeyError for another."""
    return coverage(quotes) if kind == COVERAGE else EACH[kind](priced(quotes, official))


def rows(kind: str, quotes: Table, official: Table | None = None) -> list[Row]:
    """The rows of an indicator of `KINDS`, in the order of its keys; floats to ten decimals."""
    return rows_of(asked(kind, quotes, official), KEYS[kind])


def quarter_of(day: DateValue) -> StringValue:
    """A day's quarter as text, such as 2026-Q4."""
    return day.year().cast("string") + ibis.literal("-Q") + day.quarter().cast("string")


def _known_days(prices: Table) -> Table:
    days = history(prices)
    return days.filter(days.worth.notnull())


def _arrives(told: Table, amount: NumericValue) -> NumericValue:
    """What arrived as it was told, else by the told rate; a charge on receipt that is not known stays on."""
    charge = ibis.coalesce(_float(told.receipt_charge), ibis.literal(0.0))
    return ibis.coalesce(_float(told.received), amount * _float(told.rate) - charge)


def _official(prices: Table, listed: Any) -> NumericValue:
    """The official rate of a price's day; one where both ends have the same currency."""
    return _same(prices).ifelse(ibis.literal(1.0), listed)


def _same(prices: Table) -> BooleanValue:
    return (prices.currency == prices.pays).fill_null(False)


def _monday(day: DateValue) -> DateValue:
    return day.truncate("W").cast("date")


def _float(number: NumericValue) -> NumericValue:
    return number.cast("float64")
