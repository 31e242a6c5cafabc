"""The other way round: the smallest outlay of which enough arrives."""

from collections.abc import Callable
from decimal import ROUND_CEILING, Decimal

from channels.fees import HUNDRED, ZERO, due, principal
from channels.money import floor_minor, minor_unit
from channels.paths import Path, carry, net_of
from channels.quotes import Terms
from channels.routes import Transfer

DOUBLINGS = 60
NUDGES = 3


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

    costs = []
    edges = _edges(terms, path, unit)
    for low, high in zip(edges, [*edges[1:], None], strict=True):
        steps = _first(delivers, low + 1, high)
        if steps is not None:
            costs.append((steps * unit + due(terms.worst, steps * unit)) * path.in_rate)
    if not costs:
        return None
    held = minor_unit(transfer.currency)
    outlay = min(costs).quantize(held, rounding=ROUND_CEILING)
    for _ in range(NUDGES):
        budget = floor_minor(outlay / path.in_rate, terms.currency)
        amount = principal(terms.worst, budget, unit)
        if amount is not None and delivers(int(amount / unit)):
            return outlay
        outlay += held
    return None


def _edges(terms: Terms, path: Path, unit: Decimal) -> list[int]:
    """The principals, in minor units, where a fee, a margin or a charge on receipt changes its form."""
    assert terms.worst is not None
    cuts = {piece.above for piece in terms.worst} | set(terms.steps)
    for piece in terms.receipt_worst:
        margin = ZERO if path.same else terms.margin(piece.above)
        if margin is not None and piece.above and path.mid is not None:
            cuts.add(piece.above / (path.mid.rate * (1 - margin / HUNDRED)))
    near = {int(cut / unit) for cut in cuts}
    # What is paid out is rounded, so a charge on receipt may change a step before or after its edge.
    return sorted({max(0, n + step) for n in near for step in (-1, 0, 1)})


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
