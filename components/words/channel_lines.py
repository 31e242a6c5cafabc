"""A line for bank, post, system, digital and carried cash: what to expect of it, or why nothing is said."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal

from channels.compare.comparison import Comparison
from channels.compare.expected import Expected, Line
from channels.compare.expected_marks import ExpectedKind
from channels.dataset.dataset import Dataset
from channels.pricing.routes import NotOffered
from channels.records.providers import Standing
from channels.terms import HOME, Channel, InformalKind, Status
from components.i18n import Words

ENDED = (Status.STOPPED, Status.SUSPENDED)


@dataclass(frozen=True, slots=True)
class LineView:
    """One kind of service: its figure, or the reason why there is none; `time` is None where not known.

    `last` is what was last known of a post office that nobody prices.
    """

    kind: Channel | InformalKind
    name: str
    said: str
    time: str | None = None
    last: str | None = None


def channel_lines(comparison: Comparison, data: Dataset, words: Words) -> tuple[LineView, ...]:
    """A line for each kind of service, in their order; empty where a current price takes their place."""
    found = comparison.expected
    if found is None:
        return ()
    return tuple(_view(line, found, comparison, data, words) for line in found.lines)


def _view(line: Line, found: Expected, comparison: Comparison, data: Dataset, words: Words) -> LineView:
    said = _figure(line, found, comparison, words)
    timed = line.minutes_least is not None or line.minutes_most is not None
    last = None
    if said is None and line.channel is Channel.POST_OFFICE:
        last = _last_of_post(comparison, data, words)
    return LineView(
        kind=line.channel,
        name=words(f"line.{line.channel}"),
        said=said if said is not None else words(f"line.none_{line.reason or 'no_price'}"),
        time=words.duration(line.minutes_least, line.minutes_most) if timed and said is not None else None,
        last=last,
    )


def _figure(line: Line, found: Expected, comparison: Comparison, words: Words) -> str | None:
    """From least to most, with what it rests on where no company took it lately; None without a figure."""
    if line.span is None:
        return None
    ends = (line.span.worst, line.span.best)
    carried = line.channel is InformalKind.CARRIED
    currency = found.received_currency if found.kind is line.kind else None
    if carried or currency is None:
        currency = comparison.transfer.corridor.receives
    if comparison.transfer.send is None:
        shown = _range([end.outlay for end in ends], found.currency, words)
        key = "outlay"
    else:
        shown = None if currency is None else _range([end.arrives for end in ends], currency, words)
        key = "arrives"
    if shown is None or (line.kind is ExpectedKind.TARIFF and currency is None):
        shown, key = _range([end.cost for end in ends], found.currency, words), "cost"
    if shown is None:
        return None
    unmarked = carried or line.kind is ExpectedKind.ELSEWHERE
    basis = ExpectedKind.ELSEWHERE if unmarked else line.kind
    if key == "outlay":
        return words(f"line.outlay_{basis}", amount=shown)
    if key == "cost":
        return words(f"line.cost_{basis}", amount=shown)
    return shown if basis is ExpectedKind.ELSEWHERE else words(f"line.arrives_{basis}", amount=shown)


def _range(ends: list[Decimal | None], currency: str, words: Words) -> str | None:
    """Two amounts in whole units, or one where both read alike; None where one is not known."""
    known = sorted(end for end in ends if end is not None)
    if len(known) < len(ends):
        return None
    low, high = (end.quantize(Decimal(1), rounding=ROUND_HALF_EVEN) for end in (known[0], known[-1]))
    most = words.money(known[-1], currency, whole=True)
    return most if low == high else words("form.range", low=words.number(low, 0), high=most)


def minimum_fee(comparison: Comparison, words: Words) -> str | None:
    """Under which amount the least fee of the banks is more than five percent; None where not known."""
    found = comparison.minimum_fee
    if found is None:
        return None
    return words(
        "line.minimum_fee",
        fee=words.money(found.fee.amount, found.fee.currency, whole=found.fee.amount < 1),
        under=words.money(found.under, comparison.transfer.currency, whole=True),
    )


# What was last known of a post office


def _last_of_post(comparison: Comparison, data: Dataset, words: Words) -> str | None:
    """The last dated fact on a post office of this corridor, else of those that pay out here."""
    own = [item for item in comparison.not_offered if item.route.provider.channel is Channel.POST_OFFICE]
    dated = [item for item in own if item.day is not None]
    if dated:
        return _of_refusal(max(dated, key=lambda item: (item.day, item.route.key)), words)
    if comparison.transfer.corridor.receiving != HOME:
        return None
    found = [
        (standing.day, post.name.text_in(words.language), system.name.text_in(words.language))
        for counter in data.tables.payouts
        if counter.partner is not None
        and (post := data.providers[counter.partner]).channel is Channel.POST_OFFICE
        and (system := data.providers[counter.system]) is not post
        and (standing := _ended(system.status)) is not None
    ]
    if not found:
        return None
    day, post_name, system_name = max(found)
    return words("line.post_last", post=post_name, system=system_name, day=words.day(day))


def _of_refusal(item: NotOffered, words: Words) -> str | None:
    assert item.day is not None
    name = item.route.provider.name.text_in(words.language)
    if item.standing is not None and item.standing.note is not None:
        return words("line.post_said", post=name, note=item.standing.note.text_in(words.language))
    return words("line.post_listed", post=name, day=words.day(item.day))


def _ended(standings: tuple[Standing, ...]) -> Standing | None:
    """The latest word on a system, where that is its end; None where it is not known to have ended."""
    latest = max(standings, key=lambda s: s.day, default=None)
    return latest if latest is not None and latest.state in ENDED else None
