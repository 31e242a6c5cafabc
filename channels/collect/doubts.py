"""What makes an entered price doubtful: far from the official rate, from the last price, or a high fee."""

from datetime import date
from decimal import ROUND_CEILING, Decimal

from channels.dataset.dataset import Dataset
from channels.money import HUNDRED, ZERO, minor_unit
from channels.pricing.fx import margin_percent, reference
from channels.records.entries import Entry
from channels.records.in_force import is_in_force
from channels.records.observations import Observation
from channels.terms import Ordered

RATE_OFF = Decimal(10)
FEE_HIGH = Decimal(30)


class Doubt(Ordered):
    """What is unusual about an entry, so that the person who enters it is asked whether it is right."""

    RATE_OFF = "rate_off"
    RATE_MOVED = "rate_moved"
    FEE_HIGH = "fee_high"
    CHARGE_HIGH = "charge_high"
    TOO_MUCH = "too_much"
    TOO_LITTLE = "too_little"


def last_price(data: Dataset, entry: Entry) -> Observation | None:
    """The last price that readers see of the entry's service in its currency; None without any."""
    of = (entry.corridor, entry.provider, entry.service, entry.currency)
    found = [
        seen
        for _, seen in data.tables.observations
        if (seen.corridor, seen.provider, seen.service, seen.currency) == of and is_in_force(seen)
    ]
    # Of one day's prices, the one of the amount nearest.
    near = entry.amount or ZERO
    return max(found, key=lambda seen: (seen.last_day, -abs(seen.amount - near)), default=None)


def doubts(data: Dataset, entry: Entry, day: date) -> tuple[Doubt, ...]:
    """What is unusual about an entry; nothing where there is nothing to hold it against.

    A rate more than 10 % off the reference or the last price, a fee above 30 % of the amount, a charge on
    receipt above 30 % of what is paid out, more received than the rate allows, less than the rate gives.
    """
    found = []
    rate = entry.paid_rate
    official = None
    if entry.pays is not None:
        official = reference(data.rates, entry.quoted or day, base=entry.currency, quote=entry.pays)
    if rate is not None and official is not None:
        if abs(margin_percent(rate, official.rate)) > RATE_OFF:
            found.append(Doubt.RATE_OFF)
        before = last_price(data, entry)
        known = None if before is None else _rate_then(before, entry.pays, official.rate)
        if known is not None and abs(margin_percent(rate, known)) > RATE_OFF:
            found.append(Doubt.RATE_MOVED)
    if entry.fee is not None and entry.amount and entry.fee * HUNDRED / entry.amount > FEE_HIGH:
        found.append(Doubt.FEE_HIGH)
    paid_out = None if rate is None or entry.amount is None else entry.amount * rate
    charge = entry.receipt_charge
    if charge is not None and paid_out is not None and charge * HUNDRED / paid_out > FEE_HIGH:
        found.append(Doubt.CHARGE_HIGH)
    # An official rate that is too old to judge by does not say what may arrive.
    allows = entry.rate if entry.rate is not None or official is None or not official.fresh else official.rate
    if entry.received is not None and entry.amount is not None and allows is not None:
        # The payer may round the last coin up.
        whole = (entry.amount * allows).quantize(minor_unit(entry.pays or ""), rounding=ROUND_CEILING)
        if entry.received + (entry.receipt_charge or ZERO) > whole:
            found.append(Doubt.TOO_MUCH)
        elif entry.rate is not None and entry.paid_rate != entry.rate:
            found.append(Doubt.TOO_LITTLE)
    return tuple(found)


def _rate_then(before: Observation, pays: str | None, official: Decimal) -> Decimal | None:
    """The last price's rate; where only its margin is known, what that would give today."""
    if before.rate is not None:
        return before.rate if before.pays == pays else None
    return None if before.margin_percent is None else official * (1 - before.margin_percent / HUNDRED)
