"""What the tool says about an offer, in whole sentences, for page, paper and terminal."""

from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal

from channels.compare.comparison import Comparison
from channels.dataset.dataset import Dataset
from channels.pricing.fx import Reference
from channels.pricing.offers import Offer
from channels.pricing.routes import NotOffered
from channels.records.base import Source
from channels.terms import BAKU, Basis, DisbursementMethod, Evidence, Grade, Reason, Status
from components.i18n import Words
from components.words import costs
from components.words.costs import HUNDRED_CURRENCIES, ONE


def provider(name: str, data: Dataset, words: Words) -> str:
    """A provider's name in the page's language; a told price's own name stays as typed."""
    known = data.providers.get(name)
    return known.name.text_in(words.language) if known is not None else name


def rate_unit(currency: str) -> int:
    """How many units of a currency people name when they speak of its rate."""
    return 100 if currency in HUNDRED_CURRENCIES else 1


def is_outbound(comparison: Comparison) -> bool:
    """Whether the reader is the one who sends: the money leaves Azerbaijan."""
    return comparison.transfer.corridor.receiving != "AZ"


def answer_label(comparison: Comparison, offer: Offer, data: Dataset, words: Words) -> str:
    """The sentence over the one large number; "most" only where none of the prices below it gives more."""
    who = provider(offer.provider, data, words)
    if any(_gives_more(other, offer, comparison) for other in comparison.offers):
        return words("answer.best_confirmed", provider=who)
    if comparison.transfer.send is None:
        return words("answer.least", provider=who)
    return words("answer.most_there" if is_outbound(comparison) else "answer.most_here", provider=who)


def _gives_more(other: Offer, top: Offer, comparison: Comparison) -> bool:
    """Whether by another whole price, shown as an amount, more arrives or less is paid."""
    if other.promotion or not other.complete or is_old(other):
        return False
    if comparison.transfer.send is None:
        return other.outlay is not None and top.outlay is not None and other.outlay < top.outlay
    if other.received is None or top.received is None or other.currency != top.currency:
        return False
    return other.received > top.received


def answer_number(comparison: Comparison, offer: Offer, words: Words) -> str:
    """The one large number: what arrives, or the outlay where that was asked."""
    if comparison.transfer.send is None and offer.outlay is not None:
        return words.money(offer.outlay, comparison.transfer.currency, whole=True)
    return received(offer, words)


def answer_line(offer: Offer, data: Dataset, words: Words) -> str:
    """What stands under the one large number: the cost, the time, the place."""
    cost = costs.total(offer, words) or ""
    return words("answer.line", cost=cost, time=duration(offer, words), place=place(offer, data, words))


def received(offer: Offer, words: Words) -> str:
    """What arrives, in whole units; a range by both ends; "not known" where it is not."""
    if offer.received is None or offer.received_most is None:
        return words("offer.unknown_amount")
    least = words.money(offer.received, offer.currency, whole=True)
    most = words.money(offer.received_most, offer.currency, whole=True)
    if least == most:
        return least
    low = words.number(offer.received.quantize(ONE, rounding=ROUND_HALF_EVEN), 0)
    return words("form.range", low=low, high=most)


def amount_of(comparison: Comparison, offer: Offer, words: Words) -> str:
    """The figure at a card's right side: what arrives, the outlay, or the least that it costs.

    Of a price that nobody saw within a year it is what it cost.
    """
    if is_old(offer) and offer.complete and (cost := costs.total(offer, words)) is not None:
        return words("offer.cost_then", cost=cost)
    if comparison.transfer.send is None:
        if offer.outlay is None:
            return words("offer.unknown_amount")
        return words.money(offer.outlay, comparison.transfer.currency, whole=True)
    if offer.complete:
        return received(offer, words)
    least = costs.least(offer, words)
    return words("offer.unknown_amount") if least is None else words("offer.at_least", cost=least)


def whole(amount: Decimal) -> Decimal:
    """An amount to the whole unit, half to even."""
    return amount.quantize(ONE, rounding=ROUND_HALF_EVEN)


def cost_line(comparison: Comparison, offer: Offer, words: Words) -> str:
    """Who pays what, in the sender's currency: taken from the sender, lost in the rate, taken on receipt.

    What is taken on receipt stands in the currency received beside it, for in that it is paid.
    """
    cost = costs.shown(offer)
    if cost is None:
        return _floor_line(offer, words)
    key = "offer.parts_there" if is_outbound(comparison) else "offer.parts_here"
    if cost.hidden < 0:
        key += "_better"
    return words(
        key,
        fee=costs.text(cost.fee, cost.currency, words),
        hidden=costs.text(abs(cost.hidden), cost.currency, words),
        receipt=_taken(offer, cost, words),
    )


def _taken(offer: Offer, cost: costs.ShownCost, words: Words) -> str:
    """The charge on receipt, in both currencies where they differ."""
    if not offer.receipt_known:
        return words("unknown.short")
    taken = costs.text(cost.receipt, cost.currency, words)
    if not offer.receipt or offer.currency == cost.currency:
        return taken
    return words("offer.taken_both", cost=taken, amount=costs.alone(offer.receipt, offer.currency, words))


def _floor_line(offer: Offer, words: Words) -> str:
    for note in ("zero_margin", "no_partner", "no_board_here", "no_board_sender", "fee_unknown"):
        if note == "zero_margin" and note in offer.notes and _pays_abroad(offer):
            return words("note.zero_margin_abroad")
        if note in offer.notes:
            return words(f"note.{note}")
    return words("note.rate_unknown")


def _pays_abroad(offer: Offer) -> bool:
    return offer.route is not None and offer.route.corridor.receiving != "AZ"


def less_line(comparison: Comparison, offer: Offer, words: Words) -> str | None:
    """How much less arrives than by the best that fits; None for the best itself or where not known.

    Nothing is held against a price that nobody saw within a year, nor is such a price.
    """
    if is_old(offer) or comparison.best is None or is_old(comparison.best):
        return None
    less = comparison.less(offer)
    if less is not None and less > 0:
        key = "offer.less_there" if is_outbound(comparison) else "offer.less"
        return words(key, amount=words.money(less, offer.currency, whole=True))
    dearer = comparison.dearer(offer)
    if dearer is not None and dearer > 0:
        currency = comparison.transfer.currency
        return words("offer.dearer", amount=words.money(dearer, currency, whole=True))
    return None


def is_best(comparison: Comparison, offer: Offer) -> bool:
    """Whether this is the best that fits, and so carries the mark: no price older than a year does."""
    top = comparison.best
    return top is not None and top.key == offer.key and offer.complete and not is_old(offer)


def is_old(offer: Offer) -> bool:
    """Whether nobody saw the price within a year; a price that was quoted to the reader is never old."""
    return offer.price_grade is Grade.HISTORICAL and offer.evidence is not Evidence.TOLD


def place(offer: Offer, data: Dataset, words: Words) -> str:
    """Where the money is collected: partner and form, or that nobody knows, with the service's own name."""
    partner = offer.route.partner if offer.route is not None else None
    if partner is not None:
        form = "" if offer.form is None else words(f"form_of.{offer.form}")
        return words("place.known", partner=partner.name.text_in(words.language), form=form)
    where = unknown_place(offer.form, words, bank="no_partner" in offer.notes)
    name = None if offer.route is None else offer.route.service.name
    return where if name is None else words("place.named", place=where, service=name.text_in(words.language))


def unknown_place(form: DisbursementMethod | None, words: Words, *, bank: bool = False) -> str:
    """A form of pay-out of which nobody knows who pays, which is said only where it matters.

    It does of what is picked up, and, with `bank`, where the bank's board turns the money into manat.
    """
    if form is None:
        return words("place.unknown")
    said = words(f"form_of.{form}")
    if form.is_picked_up:
        return words("place.form_only", form=said)
    return words("place.form_bank", form=said) if bank else said


def road_name(offer: Offer, data: Dataset, words: Words) -> str:
    """A road in a few words: the provider, and where the money is collected."""
    who = provider(offer.provider, data, words)
    return words("road.name", provider=who, place=place(offer, data, words))


def duration(offer: Offer, words: Words) -> str:
    """How long it takes."""
    return words.duration(offer.minutes_least, offer.minutes_most)


def seen(offer: Offer, words: Words) -> str:
    """When somebody last saw the price in force."""
    if offer.period is not None:
        return words.period(offer.period)
    if offer.observed is None:
        return words("seen.undated")
    return words.day(offer.observed)


def age_badge(comparison: Comparison, offer: Offer, words: Words) -> str:
    """How fresh the price is, in two or three words."""
    if comparison.invented:
        return words("age.invented")
    if Grade.CURRENT in (offer.grade, offer.price_grade) and offer.observed is not None:
        if offer.asked is not None:
            return asked(offer.asked, words)
        days = (comparison.day - offer.observed).days
        if days <= 0:
            return words("age.today")
        return words.count("age.days", days)
    return words("age.seen", when=seen(offer, words))


def asked(moment: datetime, words: Words) -> str:
    """When a provider's own calculator told its price to this program."""
    here = moment.astimezone(BAKU)
    return words("age.asked", day=words.day(here.date()), time=f"{here:%H:%M}")


def age_line(comparison: Comparison, offer: Offer, data: Dataset, words: Words) -> str:
    """How fresh the price is, and whether it was computed from others or by another bank's board."""
    line = age_badge(comparison, offer, words)
    if offer.basis is Basis.EXACT:
        return line
    basis = words(f"basis.{offer.basis}")
    if offer.stand_in is not None:
        bank = provider(offer.stand_in.provider, data, words)
        basis = words("basis.stand_in", bank=bank, day=words.day(offer.stand_in.day))
    return words("age.computed", age=line, basis=basis)


def status(offer: Offer, words: Words) -> str:
    """Whether the road works, with the day of the word."""
    if offer.status.day is None:
        return words(f"status.{offer.status.state}")
    return words(f"status.{offer.status.state}_on", day=words.day(offer.status.day))


def unknown_fits(offer: Offer, words: Words) -> list[str]:
    """The wishes that nobody knows the road to meet, each as a sentence."""
    return [words(f"fit.{wish}") for wish in sorted(offer.unknown_fits)]


def source_line(source: Source, words: Words) -> str:
    """A source in one line: publisher, title and day."""
    title, publisher = source.title_in(words.language), source.publisher_in(words.language)
    if source.published is not None:
        return words("source.dated", publisher=publisher, title=title, day=words.day(source.published))
    return words("source.undated", publisher=publisher, title=title, day=words.day(source.retrieved))


def questions(comparison: Comparison, words: Words) -> list[str]:
    """The three questions for the counter."""
    return three_questions(is_outbound(comparison), words)


def three_questions(there: bool, words: Words) -> list[str]:
    """The three questions; `there` where the money is collected abroad."""
    last = "question.receipt_there" if there else "question.receipt_here"
    return [words("question.fee"), words("question.rate"), words(last)]


def reference_line(used: Reference, words: Words) -> str:
    """The official rate with its day, and whether the ECB's cross stands in."""
    unit = rate_unit(used.base)
    holes = {
        "units": words.money(Decimal(unit), used.base, whole=True),
        "rate": words.money_exact(used.rate * unit, used.quote),
        "day": words.day(used.day),
    }
    return words("rate.ecb" if used.stood_in or used.benchmark == "ecb" else "rate.official", **holes)


def remarks(comparison: Comparison, words: Words) -> list[str]:
    """What must be known of the rates behind the answer: old, missing, or not counted abroad."""
    transfer, used = comparison.transfer, comparison.reference
    said = []
    if used is None:
        said.append(words("rate.none"))
    elif used.base != used.quote and not used.fresh:
        said += [reference_line(used, words), words("rate.old")]
    elif used.base != used.quote and used.stood_in:
        said.append(reference_line(used, words))
    if is_outbound(comparison) and any(o.currency != transfer.corridor.receives for o in comparison.offers):
        said.append(words("note.abroad"))
    return said


def refusal(answer: NotOffered, words: Words) -> str:
    """Why a road is not offered, with the day of the fact where it has one."""
    if answer.limit is not None and answer.reason in (Reason.ABOVE_LIMIT, Reason.BELOW_MINIMUM):
        limit = words.money(answer.limit.amount, answer.limit.currency, whole=True)
        return words(f"reason.{answer.reason}_of", limit=limit)
    if answer.reason.is_closed and answer.day is not None:
        return words(f"reason.{answer.reason}_on", day=words.day(answer.day))
    return words(f"reason.{answer.reason}")


def percent_range(least: Decimal, most: Decimal, words: Words) -> str:
    """A percentage, or two where they differ."""
    low, high = (
        words.percent(share, 0 if share == share.to_integral_value() else 1) for share in (least, most)
    )
    return low if low == high else words("form.range", low=low, high=high)


def form_heading(form: DisbursementMethod | None, words: Words) -> str:
    """The heading over the roads of one form of pay-out."""
    return words(f"group.{form or 'unknown'}")


def is_confirmed(offer: Offer) -> bool:
    """Whether the road is known to work."""
    return offer.status.state is Status.OPERATING


def is_in_doubt(offer: Offer) -> bool:
    """Whether nobody confirms that the road works: never said beside a price of the last 90 days."""
    return not is_confirmed(offer) and offer.price_grade is not Grade.CURRENT
