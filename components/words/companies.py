"""The companies to ask where no current price is known: one row a company, what it took nearby, its page."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from channels.compare.comparison import Comparison
from channels.compare.expected import Expected
from channels.compare.expected_marks import ByProvider, ExpectedKind
from channels.dataset.dataset import Dataset
from channels.pricing.offers import Offer
from channels.pricing.routes import NotOffered
from channels.records.base import Source
from channels.terms import Channel
from components.i18n import Words
from components.words import offer_layout
from components.words import offers as offer_words

FIRST, TO_TRY = 4, 3
"""Companies that are shown at once, and those that a message to the sender names."""
LISTED_DAYS = 2 * 365
"""How long the word that a company serves a way is a reason to try it."""
NEARBY = (ExpectedKind.ELSEWHERE, ExpectedKind.ESTIMATE, ExpectedKind.HISTORY)
"""What a company took that says something of the company: not a tariff, and no board of a bank."""


@dataclass(frozen=True, slots=True)
class WayView:
    """One way of a company of which only a part of the cost is known.

    `amount` is None where it stands as the company's figure.
    """

    said: str
    amount: str | None


@dataclass(frozen=True, slots=True)
class CompanyView:
    """One company to ask. `figure` is what it would leave or cost, `took` what it took nearby, in percent.

    Both and `time` are None where nothing is known of them; then `lines` say so, and when it was asked.
    `ways` are those of which only a part of the cost is known. `link` opens its own page.
    """

    kind: Channel
    name: str
    figure: str | None
    took: str | None
    time: str | None
    lines: tuple[str, ...]
    ways: tuple[WayView, ...]
    link: str | None
    sources: tuple[Source, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """What stands under the name, without the link."""
        known = tuple(said for said in (self.took, self.time) if said is not None)
        return (*known, *self.lines)


@dataclass(frozen=True, slots=True)
class CompaniesView:
    """The list of companies to ask, each once.

    `note` says what its figures are, None beside old prices, which say that themselves; `link_label` names a
    link.

    `first` are shown at once, so many fewer as others with an old price stand there; `more` opens the `rest`
    and the sources. `to_try` are the names of the three to try first, of whom nothing speaks against it and
    something of the last two years, or without a day, speaks for it.
    """

    title: str
    note: str | None
    link_label: str
    more: str
    first: tuple[CompanyView, ...]
    rest: tuple[CompanyView, ...]
    to_try: tuple[str, ...]

    @property
    def rows(self) -> tuple[CompanyView, ...]:
        """All companies in their order."""
        return (*self.first, *self.rest)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of all rows, each once."""
        return tuple({source.id: source for row in self.rows for source in row.sources}.values())


def companies(comparison: Comparison, data: Dataset, words: Words) -> CompaniesView | None:
    """Whom to ask, those with a figure first; None where every company that is known has a price."""
    nearby = {one.provider: one for one in _nearby(comparison)}
    partly: dict[str, list[Offer]] = {}
    for offer in offer_layout.without_figure(comparison):
        partly.setdefault(offer.provider, []).append(offer)
    listed = {item.route.provider.id: item for item in offer_layout.listed(comparison)}
    names = [name for name in dict.fromkeys((*nearby, *partly, *listed)) if name in data.providers]
    rows = [
        _company(name, nearby.get(name), partly.get(name, []), listed.get(name), comparison, data, words)
        for name in names
    ]
    stale = {
        data.providers[name].name.text_in(words.language)
        for name, item in listed.items()
        if name in names and name not in nearby and name not in partly and _is_long_ago(item, comparison)
    }
    return _list(rows, comparison, words, nearby=bool(nearby), untried=stale)


def _company(
    name: str,
    near: ByProvider | None,
    some: Sequence[Offer],
    item: NotOffered | None,
    comparison: Comparison,
    data: Dataset,
    words: Words,
) -> CompanyView:
    """One company, by what it took nearby, its ways of which a part is known, and its place in a list."""
    known = data.providers[name]
    lines: list[str] = []
    cited: list[Source] = []
    if item is not None:
        lines, cited = offer_layout.listed_lines(item, comparison.day, data, words)
    return CompanyView(
        kind=known.channel,
        name=known.name.text_in(words.language),
        figure=_partly(some, comparison, words) if near is None else _figure(near, comparison, words),
        took=None if near is None else _took(near, words),
        time=None if near is None else _time(near, words),
        lines=(*_seen(near, some, comparison, words), *lines),
        ways=tuple(
            _way(offer, comparison, data, words, told=near is None and offer is some[0]) for offer in some
        ),
        link=known.website,
        sources=(*cited, *_sources(some, data), *_of_nearby(comparison, name, data)),
    )


def _list(
    rows: Sequence[CompanyView],
    comparison: Comparison,
    words: Words,
    *,
    nearby: bool,
    untried: Collection[str],
) -> CompaniesView | None:
    heads, others = offer_layout.first(comparison)
    if comparison.headline is not None:
        heads, others = [], []
    if not rows and not heads:
        return None
    at_once = _at_once(rows, max(FIRST - len(heads), 0), priced_below=bool(others))
    hidden = max(len(rows) - at_once, 0) + len(others)
    key = "companies.note_nearby" if nearby else "companies.note"
    return CompaniesView(
        title=words("companies.title"),
        note=None if heads else words(key),
        link_label=words("companies.site"),
        more=words.count("companies.more", hidden) if hidden else words("companies.sources"),
        first=tuple(rows[:at_once]),
        rest=tuple(rows[at_once:]),
        to_try=tuple(
            name for name in _to_try(rows, (*heads, *others), comparison, words) if name not in untried
        )[:TO_TRY],
    )


def _at_once(rows: Sequence[CompanyView], most: int, *, priced_below: bool) -> int:
    """How many rows are shown at once: none without a figure above a price that is one tap away."""
    if not priced_below:
        return most
    without = next((n for n, row in enumerate(rows) if row.figure is None), len(rows))
    return min(most, without)


def _is_long_ago(item: NotOffered, comparison: Comparison) -> bool:
    """Whether the last word that a company serves the way is older than two years."""
    return item.day is not None and item.day < comparison.day - timedelta(days=LISTED_DAYS)


def _to_try(
    rows: Sequence[CompanyView], heads: Sequence[Offer], comparison: Comparison, words: Words
) -> list[str]:
    """Names in the order of the list, without those of whom a source says that they may not work."""
    doubted = {
        o.route.provider.name.text_in(words.language) for o in comparison.offers if o.route and _denied(o)
    }
    names = [o.route.provider.name.text_in(words.language) for o in heads if o.route is not None]
    names += [row.name for row in rows]
    return [name for name in dict.fromkeys(names) if name not in doubted]


def _denied(offer: Offer) -> bool:
    standing = offer.status.standing
    return standing is not None and standing.note is not None and not offer_words.is_confirmed(offer)


def _nearby(comparison: Comparison) -> Sequence[ByProvider]:
    """What companies took, of whom no whole price is known on the corridor itself."""
    found: Expected | None = comparison.expected
    if found is None or found.kind not in NEARBY:
        return ()
    priced = {offer.provider for offer in comparison.offers if offer.complete}
    return [one for one in found.providers if one.provider not in priced]


def _figure(one: ByProvider, comparison: Comparison, words: Words) -> str | None:
    """What would arrive, or what must be paid for it; under an old official rate what it would cost."""
    found, median = comparison.expected, one.median
    assert found is not None
    if comparison.transfer.send is None:
        if median.outlay is not None:
            return words.money(median.outlay, found.currency, whole=True)
    elif median.arrives is not None and found.received_currency is not None:
        return words.money(median.arrives, found.received_currency, whole=True)
    if median.cost is None:
        return None
    return words("companies.cost", cost=words.money(median.cost, found.currency, whole=True))


def _took(one: ByProvider, words: Words) -> str | None:
    """The cheapest and the dearest row in percent of what the sender pays."""
    if one.best.cost_percent is None or one.worst.cost_percent is None:
        return None
    share = offer_words.percent_range(one.best.cost_percent, one.worst.cost_percent, words)
    return words("companies.took", share=share)


def _time(one: ByProvider, words: Words) -> str | None:
    if one.minutes_least is None and one.minutes_most is None:
        return None
    return words.duration(one.minutes_least, one.minutes_most)


def _partly(offers: Sequence[Offer], comparison: Comparison, words: Words) -> str | None:
    """What the first of a company's ways costs at least."""
    return offer_words.amount_of(comparison, offers[0], words) if offers else None


def _seen(
    near: ByProvider | None, offers: Sequence[Offer], comparison: Comparison, words: Words
) -> tuple[str, ...]:
    """When a part of the cost was seen, or that none is known; nothing beside what it took nearby."""
    if near is not None:
        return ()
    return (offer_words.age_badge(comparison, offers[0], words) if offers else words("companies.unknown"),)


def _way(offer: Offer, comparison: Comparison, data: Dataset, words: Words, *, told: bool) -> WayView:
    """One way of a company, with what speaks against it; `told`: its amount is the company's figure."""
    said = [offer_words.place(offer, data, words), offer_words.age_badge(comparison, offer, words)]
    standing = offer.status.standing
    if standing is not None and standing.note is not None and _denied(offer):
        said.append(standing.note.text_in(words.language))
    return WayView(" · ".join(said), None if told else offer_words.amount_of(comparison, offer, words))


def _sources(offers: Sequence[Offer], data: Dataset) -> list[Source]:
    return [source for offer in offers for source in offer_layout.sources_of(offer, data)]


def _of_nearby(comparison: Comparison, provider: str, data: Dataset) -> list[Source]:
    if comparison.expected is None or comparison.expected.kind not in NEARBY:
        return []
    cited = [s for row in comparison.expected.rows if row.provider == provider for s in row.sources]
    return [data.sources[name] for name in dict.fromkeys(cited) if name in data.sources]
