"""What readers will see once confirmed prices are published: the headline, or the piece that is missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from channels.compare.comparison import Comparison, compare
from channels.compare.headline import Headline, MissingPiece, answer_state
from channels.compare.usual_amount import first_amount
from channels.dataset.dataset import Dataset
from channels.money import EXACT, ZERO
from channels.pricing.offers import Offer
from channels.pricing.quotes import last_round
from channels.pricing.ranking import headline
from channels.pricing.routes import NotOffered, Route, Transfer
from channels.records.entries import Entry
from channels.records.observations import Observation

SOURCE = "preview"
"""The source that an entry has while it is laid over the data for a look."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a reader will see who asks about `send`, all that the sender hands over, on a corridor.

    `own` is the comparison as it would be with nothing but the services whose prices are looked at, and
    `answer` the state of it: the very one that readers are told where no other price is the answer.
    `unseen`: one of these prices is not shown at all, because a later one of the same amount is.
    """

    comparison: Comparison
    send: Decimal
    own: Comparison
    answer: Headline
    unseen: bool = False

    @property
    def headline(self) -> Offer | None:
        """The answer in large type; None without one."""
        return self.comparison.headline

    @property
    def offer(self) -> Offer | None:
        """What the prices that are looked at come to; None where their services are not offered."""
        return self.answer.offer or next(iter(self.own.offers), None)

    @property
    def missing(self) -> MissingPiece | None:
        """The piece for want of which they are no answer; None where they could be, or are not current."""
        return self.answer.missing

    @property
    def refusal(self) -> NotOffered | None:
        """Why their services are not offered at all; None where one is."""
        refused = self.answer.refusal or next(iter(self.own.not_offered), None)
        return None if self.own.offers else refused

    @property
    def corridor(self) -> str:
        """The corridor's key."""
        return self.comparison.transfer.corridor.key

    @property
    def beaten(self) -> bool:
        """Whether the answer in large type is another price than those that are looked at."""
        top, mine = self.headline, self.own.headline
        return top is not None and (mine is None or mine.key != top.key)


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
            unseen = not all(_is_shown(entry, over.routes(corridor), day) for entry in same)
            found.append(replace(_preview(seen, send, same), unseen=unseen))
    return tuple(found)


def _is_shown(entry: Entry, routes: Sequence[Route], day: date) -> bool:
    """Whether a price is among those on which its service's answer rests."""
    price = entry.observation(SOURCE, checked=True)
    own = (route for route in routes if route.key[:2] == (entry.provider, entry.service))
    return any(price in last_round(route.observations, day) for route in own)


def first_not_covered(
    data: Dataset, entries: Iterable[Entry], day: date, *, corrected: Iterable[Entry] = ()
) -> tuple[Preview, ...]:
    """What readers will see at first, by corridor, where these prices do not cover the amount in the form.

    Nothing where they cover it, or where for another reason than the amount they are no answer.
    """
    wanted = tuple(entry for entry in entries if entry.observation(SOURCE) is not None)
    over = laid_over(data, wanted, corrected)
    asked: dict[str, list[Entry]] = {}
    for entry in wanted:
        asked.setdefault(entry.corridor, []).append(entry)
    found = []
    for key, same in sorted(asked.items()):
        corridor = over.corridor(*key.split("-"))
        if corridor is not None:
            send = first_amount(over, corridor.sends, day)
            seen = compare(over, Transfer(corridor, corridor.sends, send=send), day)
            look = _preview(seen, send, same)
            found += [look] if look.missing is MissingPiece.OTHER_AMOUNT else []
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


def _preview(seen: Comparison, send: Decimal, entries: Sequence[Entry]) -> Preview:
    services = {(entry.provider, entry.service) for entry in entries}
    offers = tuple(offer for offer in seen.offers if (offer.provider, offer.service) in services)
    refused = tuple(no for no in seen.not_offered if no.route.key[:2] in services)
    own = replace(seen, headline=headline(offers), offers=offers, not_offered=refused)
    return Preview(seen, send, own, answer_state(own))
