"""What readers will see once confirmed prices are published: the headline, or the piece that is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from channels.compare.comparison import Comparison, compare
from channels.dataset.dataset import Dataset
from channels.money import EXACT, ZERO
from channels.pricing.fx import CURRENT_DAYS
from channels.pricing.offers import Offer
from channels.pricing.routes import NotOffered, Transfer
from channels.records.entries import Entry
from channels.records.observations import Observation
from channels.terms import Basis, Grade, Ordered, Reason, Status

SOURCE = "preview"
"""The source that an entry has while it is laid over the data for a look."""
Service = tuple[str, str]
"""Provider and service."""


class Obstacle(Ordered):
    """What keeps a price from being the answer in large type, the first to be mended first."""

    SUSPENDED = "suspended"
    STOPPED = "stopped"
    LIMIT = "limit"
    NO_RATE = "no_rate"
    OLD_RATE = "old_rate"
    RATE_THEN = "rate_then"
    FEE = "fee"
    EXCHANGE = "exchange"
    COUNTER = "counter"
    BOARD = "board"
    OLD_PRICE = "old_price"
    STATUS = "status"
    AMOUNT = "amount"
    PROMOTION = "promotion"
    UNKNOWN = "unknown"


REFUSED = {
    Reason.SUSPENDED: Obstacle.SUSPENDED,
    Reason.STOPPED: Obstacle.STOPPED,
    Reason.ABOVE_LIMIT: Obstacle.LIMIT,
    Reason.BELOW_MINIMUM: Obstacle.LIMIT,
    Reason.NO_RATE: Obstacle.NO_RATE,
}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a reader will see who asks about `send`, all that the sender hands over, on a corridor.

    `headline` is the answer in large type, None without one. `own`: the best offer of the prices that are
    looked at, None where they make none. `missing`: the piece for want of which that offer is no answer;
    None where it could be.
    """

    comparison: Comparison
    send: Decimal
    headline: Offer | None
    own: Offer | None
    missing: Obstacle | None

    @property
    def corridor(self) -> str:
        """The corridor's key."""
        return self.comparison.transfer.corridor.key

    @property
    def beaten(self) -> bool:
        """Whether the answer in large type is another price than those that are looked at."""
        return self.headline is not None and (self.own is None or self.own.key != self.headline.key)


def preview(
    data: Dataset, entries: Iterable[Entry], day: date, *, corrected: Iterable[Entry] = ()
) -> tuple[Preview, ...]:
    """What readers will see on a day once these prices are published, by corridor and amount.

    An amount is asked as all that the sender hands over for it, the fee included. `corrected` are the
    published prices that these take the place of. Answers without a price have nothing to be seen.
    """
    wanted = tuple(entry for entry in entries if entry.observation(SOURCE) is not None)
    over = laid_over(data, wanted, corrected)
    asked: dict[tuple[str, str, Decimal], list[Entry]] = {}
    for entry in wanted:
        asked.setdefault((entry.corridor, entry.currency, outlay(entry)), []).append(entry)
    found = []
    for (key, currency, send), same in sorted(asked.items()):
        corridor = over.corridor(*key.split("-"))
        if corridor is not None:
            seen = compare(over, Transfer(corridor, currency, send=send), day)
            found.append(_preview(seen, send, same, day))
    return tuple(found)


def outlay(entry: Entry) -> Decimal:
    """All that the sender hands over for a price: its amount with the fee, as far as it is known."""
    return EXACT.add(entry.amount or ZERO, entry.fee or ZERO)


def laid_over(data: Dataset, entries: Sequence[Entry], corrected: Iterable[Entry] = ()) -> Dataset:
    """The data as they will be with these prices published, and without those that they correct."""
    gone = [_told(entry.observation(SOURCE)) for entry in corrected]
    new = [entry.observation(SOURCE, checked=True) for entry in entries]
    kept = [placed for placed in data.tables.observations if not gone or _told(placed[1]) not in gone]
    placed = (*kept, *((SOURCE, price) for price in new if price is not None))
    return data.with_tables(replace(data.tables, observations=placed))


def _told(price: Observation | None) -> tuple[object, ...]:
    """What tells a price from every other: its service, its day and its figures."""
    if price is None:
        return ()
    of = (price.provider, price.service, price.corridor, price.payout, price.observed, price.collected)
    return (*of, price.amount, price.currency, price.fee, price.rate, price.received)


def _preview(seen: Comparison, send: Decimal, entries: Sequence[Entry], day: date) -> Preview:
    services = {(entry.provider, entry.service) for entry in entries}
    own = next((offer for offer in seen.offers if (offer.provider, offer.service) in services), None)
    missing = _refusal(seen, services) if own is None else _missing(seen, own, entries, day)
    return Preview(seen, send, seen.headline, own, missing)


def _refusal(seen: Comparison, services: set[Service]) -> Obstacle:
    """Why none of the services is offered."""
    own = [no for no in seen.not_offered if _service(no) in services]
    return min((REFUSED.get(no.reason, Obstacle.UNKNOWN) for no in own), default=Obstacle.UNKNOWN, key=_rank)


def _service(refusal: NotOffered) -> Service:
    return refusal.route.provider.id, refusal.route.service.id


def _rank(missing: Obstacle) -> int:
    return missing.rank


def _missing(seen: Comparison, own: Offer, entries: Sequence[Entry], day: date) -> Obstacle | None:
    """The first piece for want of which an offer is not the answer; None where it could be."""
    rate = _missing_rate(seen)
    if rate is not None:
        return rate
    if not own.complete:
        return _incomplete(own, entries)
    if own.grade is not Grade.CURRENT:
        taken = own.observed
        is_old = taken is None or (day - taken).days > CURRENT_DAYS or _ended(own, day)
        return Obstacle.OLD_PRICE if is_old else Obstacle.RATE_THEN
    if own.status.state is not Status.OPERATING:
        return Obstacle.STATUS
    if own.basis is Basis.ESTIMATE:
        return Obstacle.AMOUNT
    if own.promotion:
        return Obstacle.PROMOTION
    return None if own.recommended else Obstacle.UNKNOWN


def _missing_rate(seen: Comparison) -> Obstacle | None:
    """What the official rate of the day lacks: it is not known, or too old to judge a price by."""
    used, transfer = seen.reference, seen.transfer
    if used is None:
        across = transfer.corridor.receives not in (None, transfer.currency)
        return Obstacle.NO_RATE if across else None
    return None if used.fresh else Obstacle.OLD_RATE


def _incomplete(own: Offer, entries: Sequence[Entry]) -> Obstacle:
    """Which piece an offer lacks."""
    if own.fee is None or "fee_unknown" in own.notes:
        return Obstacle.FEE
    if "no_partner" in own.notes:
        return Obstacle.COUNTER
    if own.notes & {"no_board_here", "no_board_sender"}:
        return Obstacle.BOARD
    # A rate that was told and yet is not known: nothing official was near to measure it by.
    told = all(entry.paid_rate is not None for entry in entries)
    return Obstacle.RATE_THEN if told else Obstacle.EXCHANGE


def _ended(own: Offer, day: date) -> bool:
    """Whether the day until which a price was to hold is over."""
    prices = () if own.route is None else own.route.observations
    return any(one.valid_until is not None and one.valid_until < day for one in prices)
