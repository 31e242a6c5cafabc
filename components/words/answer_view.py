"""One view of an answer: all that is said of a comparison, built once and only drawn by pages and papers."""

from dataclasses import dataclass

from channels.compare.comparison import Comparison
from channels.compare.serialise import cited
from channels.dataset.dataset import Dataset
from channels.pricing.routes import Transfer
from channels.records.base import Source
from components.i18n import Words
from components.words import answer_rows, offer_layout
from components.words import expected as expected_words
from components.words import offers as offer_words
from components.words.answer_headline import HeadlineView, headline_view
from components.words.answer_rows import GroupView, OutsideView, RefusalView, RowView, ToldView
from components.words.channel_lines import LineView, channel_lines, minimum_fee
from components.words.companies import CompaniesView, companies


@dataclass(frozen=True, slots=True)
class AnswerView:
    """Everything that is said of a comparison, in one language.

    `first` are the rows shown at once, `rest` those one tap away under `more`; `roads_title` is None where
    there is none. `remarks` are of the official rate, `ask_rate` the one of them that asks the reader to type
    today's, or None. `rate` is the official rate with its day, None without one. `lines` say what to expect
    of each kind of service, `minimum_fee` under which amount a bank is dear, None where not known, and
    `companies` whom to ask, None where there is nobody. `outbound`: the reader sends. `wish` is the amount
    asked and `keep_asking` that below which to ask others too, as sentences for the sender. `sources` are
    those of everything shown.
    """

    headline: HeadlineView
    outbound: bool
    invented: bool
    remarks: tuple[str, ...]
    ask_rate: str | None
    rate: str | None
    roads_title: str | None
    first: tuple[GroupView, ...]
    more: str | None
    rest: tuple[GroupView, ...]
    told: tuple[ToldView, ...]
    told_faults: tuple[str, ...]
    outside_title: str
    outside: tuple[OutsideView, ...]
    lines_title: str
    lines: tuple[LineView, ...]
    minimum_fee: str | None
    companies: CompaniesView | None
    refused_title: str
    refused: tuple[RefusalView, ...]
    wish: str | None
    keep_asking: str | None
    sources: tuple[Source, ...]

    @property
    def first_rows(self) -> tuple[RowView, ...]:
        """The rows shown at once, whatever their heading."""
        return tuple(row for group in self.first for row in group.rows)

    @property
    def rows(self) -> tuple[RowView, ...]:
        """All rows in the reader's order, whether shown at once or not, each with its variants behind it."""
        heads = (*self.first_rows, *(row for group in self.rest for row in group.rows))
        in_order = sorted(heads, key=lambda row: row.rank)
        return tuple(row for head in in_order for row in (head, *head.variants))


def title(view: AnswerView | None, words: Words) -> str:
    """The page's question: of who receives, or of who sends from here; the former where nothing is asked."""
    return words("recipient.title_there" if view is not None and view.outbound else "recipient.title")


def answer_view(
    comparison: Comparison, data: Dataset, words: Words, *, facts: Dataset | None = None
) -> AnswerView:
    """The view of a comparison; `facts` has the sources of what holds whatever market is shown."""
    first, rest = offer_layout.first(comparison)
    remarks = tuple(offer_words.remarks(comparison, words))
    refused = offer_layout.refused(comparison)
    known = data if facts is None else facts
    return AnswerView(
        headline=headline_view(comparison, data, words),
        outbound=offer_words.is_outbound(comparison),
        invented=comparison.invented,
        remarks=remarks,
        ask_rate=words("rate.old") if words("rate.old") in remarks else None,
        rate=_rate(comparison, words),
        roads_title=offer_layout.roads_title(comparison, words) if first else None,
        first=answer_rows.groups(first, comparison, data, words),
        more=words.count("roads.more", len(rest)) if rest else None,
        rest=answer_rows.groups(rest, comparison, data, words),
        told=tuple(answer_rows.told(offer, comparison, words) for offer in comparison.told),
        told_faults=tuple(words(f"told_fault.{f}", name=asked.name) for asked, f in comparison.told_faults),
        outside_title=words("informal.title"),
        outside=tuple(answer_rows.outside(road, comparison, known, words) for road in comparison.informal),
        lines_title=words("line.title"),
        lines=channel_lines(comparison, data, words),
        minimum_fee=minimum_fee(comparison, words),
        companies=companies(comparison, data, words),
        refused_title=words.count("refused.title", len(refused)),
        refused=tuple(answer_rows.refusal(item, data, words) for item in refused),
        wish=_wish(comparison.transfer, words, there=offer_words.is_outbound(comparison)),
        keep_asking=expected_words.keep_asking(comparison.expected, comparison.transfer, words),
        sources=_sources(comparison, data, words),
    )


def _rate(comparison: Comparison, words: Words) -> str | None:
    """The official rate with its day, or that none is known; None where nothing is changed."""
    used = comparison.reference
    if used is None:
        return words("rate.none")
    return None if used.base == used.quote else offer_words.reference_line(used, words)


def _wish(transfer: Transfer, words: Words, *, there: bool) -> str | None:
    if transfer.send is not None:
        return words("sender.send", send=words.money(transfer.send, transfer.currency, whole=True))
    if transfer.receive is None or transfer.corridor.receives is None:
        return None
    need = words.money(transfer.receive, transfer.corridor.receives, whole=True)
    return words("sender.need_there" if there else "sender.need", receive=need)


def _sources(comparison: Comparison, data: Dataset, words: Words) -> tuple[Source, ...]:
    """Every source that the comparison rests on, and those of providers that are only listed."""
    found = {name: data.sources[name] for name in cited(comparison) if name in data.sources}
    for item in offer_layout.listed(comparison):
        _, cites = offer_layout.listed_lines(item, comparison.day, data, words)
        found |= {source.id: source for source in cites}
    return tuple(found.values())
