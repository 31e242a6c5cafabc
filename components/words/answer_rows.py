"""The rows of an answer, each as the texts that a page, a sheet or a terminal only draws."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from channels.compare.comparison import Comparison
from channels.compare.history import week_change
from channels.dataset.dataset import Dataset
from channels.pricing.informal import Informal
from channels.pricing.offers import Offer
from channels.pricing.routes import NotOffered, Route
from channels.records.base import Source
from channels.terms import Channel, InformalKind
from components.i18n import Words
from components.words import changes as change_words
from components.words import costs, offer_layout
from components.words import counter as counter_words
from components.words import informal as informal_words
from components.words import offers as offer_words
from components.words import reader_quote as quote_words
from components.words.exact_figures import exact_figures


@dataclass(frozen=True, slots=True)
class Badge:
    """What is to be seen of a row at a glance; `kind` is good, less, doubt or news."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class RowView:
    """One formal route. `denied` is what speaks against it, and stands where its amount does.

    `where` names the regions, None where not known; `where_of_counter`: they are the counter's own, the same
    for all its routes. `status` is None where nothing is to be said of it; `status_short` is it without its
    day. `parts` are fee, hidden part and charge on receipt in the sender's currency; None where one of
    them is not known. `variants` are the other ways of the same company, where it stands there once. `rank`
    is its place among all offers.
    """

    kind: Channel | None
    name: str
    amount: str
    place: str
    time: str
    badges: tuple[Badge, ...]
    denied: tuple[str, ...]
    cost: str
    age: str
    counter: tuple[str, ...]
    where: str | None
    where_of_counter: bool
    age_badge: str
    status_short: str | None
    status: str | None
    doubts: tuple[str, ...]
    tell_details: Callable[[], tuple[str, ...]] = field(repr=False, compare=False)
    parts: tuple[Decimal, Decimal, Decimal] | None
    sources: tuple[Source, ...]
    rank: int
    variants: tuple["RowView", ...] = ()

    @property
    def details(self) -> tuple[str, ...]:
        """The exact figures, days and notes: put into words when asked for, by the dashboard alone."""
        return self.tell_details()


@dataclass(frozen=True, slots=True)
class GroupView:
    """Rows of one form of pay-out; `heading` is None where the reader chose the form or there is but one."""

    heading: str | None
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class ToldView:
    """A price that was quoted to the reader; `cost` is None where the official rate is not known."""

    name: str
    amount: str
    cost: str | None
    verdict: str


@dataclass(frozen=True, slots=True)
class OutsideView:
    """A route outside the formal system; `amount` is None where it may not be shown.

    `line` sets it beside the best checked formal price, `measured` always follows that. `need_rate` asks for
    the official rate without which a typed price says nothing.
    """

    kind: InformalKind
    name: str
    amount: str | None
    note: str
    line: str | None
    measured: str | None
    need_rate: str | None
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class RefusalView:
    """A service that is not offered, with the reason; `where` tells which of its provider's ways it is."""

    kind: Channel
    name: str
    where: str | None
    why: str
    note: str | None
    sources: tuple[Source, ...]


def groups(
    offers: Sequence[Offer], comparison: Comparison, data: Dataset, words: Words
) -> tuple[GroupView, ...]:
    """Offers as rows, under a heading for each form of pay-out."""
    return tuple(
        GroupView(
            offer_words.form_heading(form, words) if headed else None,
            tuple(_with_variants(offer, comparison, data, words) for offer in group),
        )
        for form, headed, group in offer_layout.grouped(offers, comparison)
    )


def _with_variants(offer: Offer, comparison: Comparison, data: Dataset, words: Words) -> RowView:
    others = offer_layout.variants(offer, comparison)
    found = row(offer, comparison, data, words)
    return replace(found, variants=tuple(row(other, comparison, data, words) for other in others))


def row(offer: Offer, comparison: Comparison, data: Dataset, words: Words) -> RowView:
    """One formal route: the money, its cost, time, counter, what to bring, and who says so."""
    payout, parts = offer.route.payout if offer.route is not None else None, costs.shown(offer)
    key = offer.key
    return RowView(
        kind=offer.channel,
        name=offer_words.provider(offer.provider, data, words),
        amount=offer_words.amount_of(comparison, offer, words),
        place=offer_words.place(offer, data, words),
        time=offer_words.duration(offer, words),
        badges=tuple(Badge(kind, text) for kind, text in offer_layout.marks(offer, comparison, words)),
        denied=_denied(offer, words),
        cost=offer_words.cost_line(comparison, offer, words),
        age=offer_words.age_line(comparison, offer, data, words),
        counter=tuple(counter_words.at_the_counter(offer, comparison, words)),
        where=counter_words.where(offer, comparison, data, words),
        where_of_counter=payout is not None and payout.regions == offer.regions.codes,
        age_badge=offer_words.age_badge(comparison, offer, words),
        status_short=words(f"status.{offer.status.state}") if _is_told(offer) else None,
        status=_status(offer, words),
        doubts=tuple(offer_words.unknown_fits(offer, words)),
        tell_details=lambda: _details(offer, comparison, data, words),
        parts=parts.parts if parts is not None and offer.receipt_known else None,
        sources=tuple(offer_layout.sources_of(offer, data)),
        rank=next(n for n, one in enumerate(comparison.offers) if one.key == key),
    )


def _denied(offer: Offer, words: Words) -> tuple[str, ...]:
    """What a source says against a route that is not known to work."""
    standing = offer.status.standing
    if standing is None or standing.note is None or offer_words.is_confirmed(offer):
        return ()
    return (standing.note.text_in(words.language),)


def _status(offer: Offer, words: Words) -> str | None:
    return offer_words.status(offer, words) if _is_told(offer) else None


def _is_told(offer: Offer) -> bool:
    """Whether the status is told: not that nobody confirms it beside a price of the last 90 days."""
    return offer_words.is_confirmed(offer) or offer_words.is_in_doubt(offer)


def _details(offer: Offer, comparison: Comparison, data: Dataset, words: Words) -> tuple[str, ...]:
    """The exact figures, the days on which each was seen, and notes."""
    status, place = _status(offer, words), counter_words.where(offer, comparison, data, words)
    lines = [status, words("road.seen", when=offer_words.seen(offer, words))]
    lines += [*exact_figures(offer, comparison, words), place]
    lines += counter_words.told_on(offer, comparison, words)
    lines.append(_week(offer, comparison, words))
    standing, payout = offer.status.standing, offer.route.payout if offer.route is not None else None
    if standing is not None and standing.note is not None and offer_words.is_confirmed(offer):
        lines.append(standing.note.text_in(words.language))
    if payout is not None and payout.note is not None:
        lines.append(payout.note.text_in(words.language))
    return tuple(line for line in lines if line is not None)


def _week(offer: Offer, comparison: Comparison, words: Words) -> str | None:
    """How the price stands against a week ago; None where it was not seen then."""
    if comparison.past is None:
        return None
    change = week_change(comparison.past, offer.key)
    return None if change is None or change.day != offer.seen else change_words.week(change, words)


def told(offer: Offer, comparison: Comparison, words: Words) -> ToldView:
    """What a quoted price comes to, and how it stands beside the official rate and the known ones."""
    judged = offer.reference is not None
    return ToldView(
        offer.provider,
        offer_words.amount_of(comparison, offer, words),
        offer_words.cost_line(comparison, offer, words) if judged else None,
        " ".join(quote_words.verdict(offer, comparison, words)),
    )


def outside(road: Informal, comparison: Comparison, facts: Dataset, words: Words) -> OutsideView:
    """One route outside the formal system, with its amount where that may be shown."""
    shown = road.may_show_price
    line = informal_words.line(road, comparison, words) if shown else None
    return OutsideView(
        kind=road.kind,
        name=road.road.name.text_in(words.language),
        amount=informal_words.amount(road, words) if shown else None,
        note=informal_words.note(road, comparison, words),
        line=line,
        measured=None if line is None else words("informal.nobody_measured"),
        need_rate=words("told.need_rate") if road.asked and road.received is None else None,
        sources=() if road.told is None else _known((road.told.source,), facts),
    )


def refusal(item: NotOffered, data: Dataset, words: Words) -> RefusalView:
    """Why a service is not offered, with its day, note and source."""
    route, standing = item.route, item.standing
    note = None if standing is None else standing.note
    return RefusalView(
        kind=route.provider.channel,
        name=route.provider.name.text_in(words.language),
        where=_which(route, words),
        why=offer_words.refusal(item, words),
        note=None if note is None else note.text_in(words.language),
        sources=() if item.source is None else _known((item.source,), data),
    )


def _which(route: Route, words: Words) -> str | None:
    """Which of a provider's ways is meant: who pays out, else the service's own name; None without either."""
    name = route.service.name if route.partner is None else route.partner.name
    return None if name is None else name.text_in(words.language)


def _known(names: Sequence[str], data: Dataset) -> tuple[Source, ...]:
    return tuple(data.sources[name] for name in names if name in data.sources)
