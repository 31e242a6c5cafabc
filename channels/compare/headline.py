"""The one state of an answer: priced, incomplete, for something else only, or without a current price."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from channels.compare.comparison import Comparison
from channels.money import EXACT, ZERO, Money
from channels.pricing.fx import grade
from channels.pricing.offers import Offer
from channels.pricing.quotes import last_round
from channels.pricing.routes import NotOffered, Route
from channels.records.in_force import in_force
from channels.terms import Basis, Evidence, Grade, Licence, Ordered, Reason, Status


class AnswerState(Ordered):
    """What a comparison can say, best first; a comparison has exactly one of these states."""

    PRICED = "priced"
    INCOMPLETE = "incomplete"
    ELSEWHERE = "elsewhere"
    NONE = "none"


class MissingPiece(Ordered):
    """The piece that keeps a current price from being the answer; the last five make it one for elsewhere."""

    OFFICIAL_RATE = "official_rate"
    OFFICIAL_RATE_THEN = "official_rate_then"
    NO_REFERENCE = "no_reference"
    FEE = "fee"
    EXCHANGE_RATE = "exchange_rate"
    PAYING_PARTNER = "paying_partner"
    BOARD_HERE = "board_here"
    BOARD_SENDER = "board_sender"
    BOARD_OLD = "board_old"
    RECEIPT_OLD = "receipt_old"
    EXPIRED = "expired"
    STATUS = "status"
    PAY_OUT = "pay_out"
    PAY_IN = "pay_in"
    REGION = "region"
    WITHIN = "within"
    OTHER_AMOUNT = "other_amount"
    OTHER_FORM = "other_form"
    OTHER_REGION = "other_region"
    OTHER_SPEED = "other_speed"
    FIRST_TRANSFER = "first_transfer"

    @property
    def state(self) -> AnswerState:
        """The state of an answer in which this piece is missing."""
        elsewhere = self.rank >= MissingPiece.OTHER_AMOUNT.rank
        return AnswerState.ELSEWHERE if elsewhere else AnswerState.INCOMPLETE


class Caution(Ordered):
    """What the reader must be told beside a current price; no caution keeps it from being the answer."""

    LICENCE_NOT_CHECKED = "licence_not_checked"
    LICENCE_NOT_FOUND = "licence_not_found"
    RECEIPT_UNKNOWN = "receipt_unknown"


@dataclass(frozen=True, slots=True)
class Headline:
    """The state of an answer and what it rests on.

    `offer` is the current price, or None where its service is not offered (`refusal`) or where nothing is
    current. `missing` is None exactly where the state is `priced` or `none`. `seen` is the
    last day on which somebody saw the price; None where nothing is current or the day is not known. Where it
    was seen for another amount, `amounts` are those, each as all that a sender hands over, least first.
    """

    state: AnswerState
    offer: Offer | None = None
    refusal: NotOffered | None = None
    missing: MissingPiece | None = None
    cautions: tuple[Caution, ...] = ()
    seen: date | None = None
    amounts: tuple[Money, ...] = ()


NOTED = {
    "fee_unknown": MissingPiece.FEE,
    "no_partner": MissingPiece.PAYING_PARTNER,
    "no_board_here": MissingPiece.BOARD_HERE,
    "no_board_sender": MissingPiece.BOARD_SENDER,
    "rate_old": MissingPiece.OFFICIAL_RATE,
    "rate_then_old": MissingPiece.OFFICIAL_RATE_THEN,
    "board_old": MissingPiece.BOARD_OLD,
    "receipt_old": MissingPiece.RECEIPT_OLD,
    "expired": MissingPiece.EXPIRED,
}
"""The piece that is missing, by the note that an offer bears."""


def answer_state(comparison: Comparison) -> Headline:
    """The one state of a comparison: the headline's price, else the nearest current one, else none.

    A price is current where somebody saw it within 90 days, however old the official rate is.
    """
    top = comparison.headline
    if top is not None:
        return Headline(AnswerState.PRICED, top, None, None, cautions(top, comparison), top.seen)
    promoted = comparison.transfer.promotions
    current = [offer for offer in comparison.offers if offer.price_grade is Grade.CURRENT]
    lacking = [(missing_piece(offer, promotions=promoted), offer) for offer in current]
    refused = _refused(comparison)
    for state in (AnswerState.INCOMPLETE, AnswerState.ELSEWHERE):
        for missing, offer in lacking:
            if missing.state is state:
                said, amounts = cautions(offer, comparison), _amounts(missing, offer.route, comparison.day)
                return Headline(state, offer, None, missing, said, offer.seen, amounts)
        for found in refused:
            if found.state is state:
                return found
    return Headline(AnswerState.NONE)


def _refused(comparison: Comparison) -> list[Headline]:
    """Services with a current price that are not offered for want of a rate, or because they do not fit."""
    found = []
    for refusal in comparison.not_offered:
        piece, seen = _other(refusal, comparison), last_seen(refusal.route, comparison.day)
        if piece is not None and (comparison.invented or grade(seen, comparison.day) is Grade.CURRENT):
            amounts = _amounts(piece, refusal.route, comparison.day)
            if not amounts and refusal.reason is Reason.ABOVE_LIMIT and refusal.limit is not None:
                amounts = (refusal.limit,)
            found.append(Headline(piece.state, None, refusal, piece, (), seen, amounts))
    return found


def _amounts(missing: MissingPiece, route: Route | None, day: date) -> tuple[Money, ...]:
    """The amounts, fee included, for which somebody saw the price of a route that is not known for this one.

    Nothing of a survey, whose dollars no sender hands over.
    """
    if missing is not MissingPiece.OTHER_AMOUNT or route is None:
        return ()
    points = [p for p in last_round(route.observations, day) if p.evidence is not Evidence.SURVEYED]
    found = {(p.currency, EXACT.add(p.amount, p.fee or ZERO)) for p in points}
    return tuple(Money(amount, currency) for currency, amount in sorted(found))


def closed(comparison: Comparison) -> tuple[NotOffered, ...]:
    """What has stopped, was suspended or is named as unlicensed, though a price of the last 90 days is known.

    A reader may have been told that price before; each provider stands there once for each reason. Nobody
    was ever told an invented one.
    """
    found: dict[tuple[str, Reason], NotOffered] = {}
    for refusal in () if comparison.invented else comparison.not_offered:
        if refusal.reason.is_closed and _is_current(refusal.route, comparison.day):
            found.setdefault((refusal.route.provider.id, refusal.reason), refusal)
    return tuple(found.values())


def _is_current(route: Route, day: date) -> bool:
    return grade(last_seen(route, day), day) is Grade.CURRENT


def missing_piece(offer: Offer, *, promotions: bool = False) -> MissingPiece:
    """The piece that keeps a current price from being the headline: of several the one named first.

    `promotions`: the reader counts first-transfer offers.
    """
    if offer.promotion and not promotions:
        return MissingPiece.FIRST_TRANSFER
    if offer.stand_in is not None:
        return MissingPiece.BOARD_SENDER
    noted = [NOTED[note] for note in offer.notes if note in NOTED]
    if noted:
        return min(noted, key=lambda piece: piece.rank)
    if not offer.complete:
        return _unknown_rate(offer)
    if offer.status.state is not Status.OPERATING:
        return MissingPiece.STATUS
    if offer.basis is Basis.ESTIMATE:
        return MissingPiece.OTHER_AMOUNT
    wishes = [MissingPiece(wish) for wish in offer.unknown_fits]
    return min(wishes, key=lambda piece: piece.rank, default=MissingPiece.EXPIRED)


def _unknown_rate(offer: Offer) -> MissingPiece:
    """Which rate is not known: the provider's own, or the official one that it would be judged by."""
    if "zero_margin" in offer.notes or not has_own_rate(offer):
        return MissingPiece.EXCHANGE_RATE
    known = offer.reference is not None and not offer.reference.worth_only
    return MissingPiece.OFFICIAL_RATE_THEN if known else MissingPiece.NO_REFERENCE


def has_own_rate(offer: Offer) -> bool:
    """Whether the price names the provider's own rate, and not only how far it is off the official one."""
    if offer.route is None:
        return False
    prices = ((o.last_day, o.rate) for o in in_force(offer.route.observations))
    lists = ((t.verified, t.rate) for t in in_force(offer.route.service.tariffs))
    return any(day == offer.seen and rate is not None for day, rate in (*prices, *lists))


def cautions(offer: Offer, comparison: Comparison) -> tuple[Caution, ...]:
    """What must be told beside a current price; of an invented one no licence is to be looked up."""
    unlicensed = {
        Licence.NOT_CHECKED: Caution.LICENCE_NOT_CHECKED,
        Licence.NOT_FOUND: Caution.LICENCE_NOT_FOUND,
    }
    found = []
    if offer.licence in unlicensed and not comparison.invented:
        found.append(unlicensed[offer.licence])
    if offer.complete and not offer.receipt_known:
        found.append(Caution.RECEIPT_UNKNOWN)
    return tuple(found)


def _other(refusal: NotOffered, comparison: Comparison) -> MissingPiece | None:
    """What keeps a price of a service from being offered; None where the service itself is refused."""
    corridor = comparison.transfer.corridor
    if refusal.reason is Reason.NO_RATE and corridor.sending != corridor.receiving:
        return MissingPiece.NO_REFERENCE
    if refusal.reason in (Reason.ABOVE_LIMIT, Reason.BELOW_MINIMUM):
        return MissingPiece.OTHER_AMOUNT
    if refusal.reason is Reason.TOO_SLOW:
        return MissingPiece.OTHER_SPEED
    if refusal.reason is not Reason.OTHER_PAYOUT:
        return None
    wanted = comparison.transfer.pay_out
    fits = wanted is None or refusal.route.form in (None, wanted)
    return MissingPiece.OTHER_REGION if fits else MissingPiece.OTHER_FORM


def last_seen(route: Route, day: date) -> date | None:
    """The last day, not after another, on which somebody saw a price of a route; None where nobody did."""
    prices = (o.last_day for o in in_force(route.observations))
    lists = (t.verified for t in in_force(route.service.tariffs) if t.verified is not None)
    return max(_until(day, (*prices, *lists)), default=None)


def _until(day: date, days: Iterable[date]) -> Iterable[date]:
    return (one for one in days if one <= day)
