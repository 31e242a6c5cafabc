"""Inverse pricing: the smallest send amount that delivers a required amount."""

from collections.abc import Callable
from decimal import ROUND_CEILING, Decimal

from channels.money import floor_minor, minor_unit
from channels.pricing.conversion import Path, carry, net_of
from channels.pricing.fees import due, principal
from channels.pricing.quotes import Terms
from channels.pricing.routes import Transfer

DOUBLINGS = 60


def smallest_outlay(terms: Terms, transfer: Transfer, path: Path) -> Decimal | None:
    """The smallest budget in the sending currency whose received amount is at least what must arrive.

    None where what arrives is not known, or nothing delivers that much. Inside a stretch without a
    band's edge both what arrives and what it costs rise with the principal, so each stretch has one
    best principal: the smallest that delivers enough.
    """
    target, home = transfer.receive, transfer.corridor.receives
    if target is None or terms.worst is None or path.in_rate is None or path.out_rate is None:
        return None
    if home is not None and path.received_currency != home:
        return None
    unit = minor_unit(terms.currency)

    def delivers(steps: int) -> bool:
        net = net_of(carry(steps * unit, terms, path, worst=True), path)
        return net is not None and net >= target

    candidates = []
    edges = _edges(terms, path, unit)
    for low, high in zip(edges, [*edges[1:], None], strict=True):
        steps = _first(delivers, low + 1, high)
        if steps is not None:
            # Where a fee falls faster than the amount grows, the end of the stretch costs least.
            ends = {steps, steps if high is None else high}
            candidates += [s * unit + due(terms.worst, s * unit) for s in ends]
    held = minor_unit(transfer.currency)
    for cost in sorted(candidates):
        payable = cost.quantize(unit, rounding=ROUND_CEILING)
        outlay = (payable * path.in_rate).quantize(held, rounding=ROUND_CEILING)
        # The budget may reach into a later band, of which less arrives: then it is not this one.
        amount = principal(terms.worst, floor_minor(outlay / path.in_rate, terms.currency), unit)
        if amount is not None and delivers(int(amount / unit)):
            return outlay
    return None


def edge_outlays(terms: Terms, transfer: Transfer, path: Path) -> tuple[Decimal, ...]:
    """The budgets, in the sending currency, at which a price takes another form, and the last before each.

    Empty where the fee, or the rate at which the sender's money is changed, is not known.
    """
    if terms.worst is None or path.in_rate is None:
        return ()
    unit, held = minor_unit(terms.currency), minor_unit(transfer.currency)
    found: set[Decimal] = set()
    for edge in _edges(terms, path, unit):
        for amount in (edge * unit, (edge + 1) * unit):
            payable = (amount + due(terms.worst, amount)).quantize(unit, rounding=ROUND_CEILING)
            outlay = (payable * path.in_rate).quantize(held, rounding=ROUND_CEILING)
            found |= {outlay, outlay - held}
    return tuple(sorted(outlay for outlay in found if outlay > 0))


def _edges(terms: Terms, path: Path, unit: Decimal) -> list[int]:
    """The principals, in minor units, where a fee, a margin or a charge on receipt changes its form."""
    assert terms.worst is not None
    cuts = {piece.above for piece in terms.worst} | set(terms.steps)
    plain = sorted({int(cut / unit) for cut in cuts} | {0})
    found = set(plain)
    for piece in path.receipt_worst:
        if not piece.above:
            continue

        def reaches(steps: int, edge: Decimal = piece.above) -> bool:
            paid = carry(steps * unit, terms, path, worst=True).paid
            return paid is not None and paid > edge

        for low, high in zip(plain, [*plain[1:], None], strict=True):
            first = _first(reaches, low + 1, high)
            found |= set() if first is None else {first - 1}
    return sorted(found)


def _first(good: Callable[[int], bool], low: int, high: int | None) -> int | None:
    """The smallest whole number from `low` up to and with `high` that is good, as all after it are."""
    if high is None:
        high = low
        for _ in range(DOUBLINGS):
            if good(high):
                break
            high *= 2
    if low > high or not good(high):
        return None
    while low < high:
        middle = (low + high) // 2
        if good(middle):
            high = middle
        else:
            low = middle + 1
    return low
