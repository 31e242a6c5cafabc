"""What changed on a corridor, as a title and a text for a feed; how a price stands against a week ago."""

from dataclasses import dataclass

from channels.compare.changes import ChangeKind, CorridorChange
from channels.compare.history import WeekChange
from channels.dataset.dataset import Dataset
from channels.pricing.fx import MANAT
from channels.pricing.routes import Transfer
from components.i18n import Words
from components.words import links
from components.words import offers as offer_words


@dataclass(frozen=True, slots=True)
class ChangeText:
    """A change in one language."""

    title: str
    text: str


def said(change: CorridorChange, data: Dataset, words: Words) -> ChangeText:
    """A change as a title and the sentences below it."""
    told = {
        ChangeKind.BEST: _best,
        ChangeKind.PASSES: _passes,
        ChangeKind.MOVED: _moved,
        ChangeKind.STOPPED: _stopped,
        ChangeKind.STARTED: _started,
        ChangeKind.HELD: _held,
    }
    title, *rest = told[change.kind](change, data, words)
    day = words("feed.day", day=words.day(change.day))
    return ChangeText(title, " ".join([*rest, day, words("feed.ask")]))


def feed_title(transfer: Transfer, words: Words) -> str:
    """What a feed is of: the corridor and the amount."""
    where = links.corridor_name(transfer.corridor, words)
    assert transfer.send is not None
    return words(
        "feed.title", corridor=where, amount=words.money(transfer.send, transfer.currency, whole=True)
    )


def week(change: WeekChange, words: Words) -> str:
    """How what arrives stands against a week ago, in one sentence."""
    whole = change.difference.quantize(1)
    day = words.day(change.before)
    if not whole:
        return words("history.week_same", day=day)
    key = "history.week_more" if whole > 0 else "history.week_less"
    return words(key, amount=words.money(abs(whole), change.currency, whole=True), day=day)


def _best(change: CorridorChange, data: Dataset, words: Words) -> list[str]:
    title = words("feed.best", provider=_provider(change.provider, data, words))
    arrives = [] if change.received is None else [words("figure.received", amount=_amount(change, words))]
    return [title, *arrives, words("feed.best_was", provider=_provider(change.was, data, words))]


def _passes(change: CorridorChange, data: Dataset, words: Words) -> list[str]:
    provider = _provider(change.provider, data, words)
    return [words("feed.passes", amount=_amount(change, words), provider=provider)]


def _moved(change: CorridorChange, data: Dataset, words: Words) -> list[str]:
    assert change.received is not None and change.before is not None and change.currency is not None
    apart = change.received - change.before
    key = "feed.more" if apart > 0 else "feed.less"
    amount = words.money(abs(apart), change.currency)
    title = words(key, provider=_provider(change.provider, data, words), amount=amount)
    before = words.money(change.before, change.currency)
    return [
        title,
        words("figure.received", amount=_amount(change, words)),
        words("feed.before", amount=before),
    ]


def _stopped(change: CorridorChange, data: Dataset, words: Words) -> list[str]:
    return [words("feed.stopped", provider=_provider(change.provider, data, words))]


def _started(change: CorridorChange, data: Dataset, words: Words) -> list[str]:
    return [words("feed.started", provider=_provider(change.provider, data, words))]


def _held(change: CorridorChange, data: Dataset, words: Words) -> list[str]:
    assert change.currency is not None and change.rate is not None
    lines = [words("feed.held", currency=words.currency(change.currency))]
    lines.append(words("feed.held_rate", rate=words.money_exact(change.rate, MANAT)))
    if change.known is not None:
        lines.append(words("feed.held_known", rate=words.money_exact(change.known, MANAT)))
    return lines


def _amount(change: CorridorChange, words: Words) -> str:
    assert change.received is not None and change.currency is not None
    return words.money(change.received, change.currency)


def _provider(name: str | None, data: Dataset, words: Words) -> str:
    return "" if name is None else offer_words.provider(name, data, words)
