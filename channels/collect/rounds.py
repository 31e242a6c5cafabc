"""A round of collecting: how far each entry has come, what closing the round changes, what it publishes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from channels.collect.doubts import last_price
from channels.collect.source_titles import collected_titles
from channels.dataset.dataset import Dataset
from channels.records.asked_prices import OWN_SOURCE
from channels.records.base import Source
from channels.records.entries import Entry, Kept, OnItsWay, one_line
from channels.records.observations import NoPrice, Observation
from channels.terms import BAKU, Answer, Confidence, Stage

STAFF = "_by_staff"
"""How the source of a round's prices ends that providers' own staff told."""
BY_DAY = rf"(round|ranges|provider_checks|official_rates)_\d{{4}}_\d\d_\d\d(_\d+)?({STAFF})?"
OWN = re.compile(rf"{BY_DAY}|{OWN_SOURCE}(_[a-z0-9]+)*")
"""How the names of what was published here begin, and of its sources; nothing else is named so."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What closing a round would do: prices new, changed, the same; answers without one; what was returned.

    A price is new where its service had none in that currency.
    """

    new: int
    changed: int
    same: int
    no_price: int
    returned: int


@dataclass(frozen=True, slots=True)
class Round:
    """The entries that were published at one moment, with the name and the sources of their files.

    `rows` are the prices, `answers` what was got where none was told.
    """

    name: str
    at: datetime
    rows: tuple[Observation, ...]
    answers: tuple[NoPrice, ...]
    sources: tuple[Source, ...]


def stages(entries: Iterable[Kept]) -> Mapping[Stage, tuple[Kept, ...]]:
    """Entries by how far they have come; every stage is there."""
    found: dict[Stage, list[Kept]] = {stage: [] for stage in Stage}
    for kept in entries:
        found[kept.stage].append(kept)
    return {stage: tuple(rows) for stage, rows in found.items()}


def summary(data: Dataset, entries: Iterable[Kept]) -> Summary:
    """What publishing the confirmed entries would change for readers, and how many were returned."""
    counts: dict[str, int] = defaultdict(int)
    for kept in entries:
        if kept.stage is Stage.RETURNED:
            counts["returned"] += 1
        elif kept.stage is Stage.CONFIRMED:
            counts[_change(data, kept.entry)] += 1
    return Summary(*(counts[name] for name in ("new", "changed", "same", "no_price", "returned")))


def _change(data: Dataset, entry: Entry) -> str:
    if entry.answer is not Answer.OBSERVED:
        return "no_price"
    before = last_price(data, entry)
    if before is None:
        return "new"
    now = entry.observation("none")
    assert now is not None
    same = (before.amount, before.fee, before.rate) == (now.amount, now.fee, now.rate)
    return "same" if same else "changed"


def rounds(entries: Iterable[Kept]) -> tuple[Round, ...]:
    """What was published so far as data/ keeps it, with its sources, a round each, oldest first.

    The same entries always give the same rounds. Prices that providers' own staff told have a source of
    their own, which says so. Names of staff are not in it.
    """
    at: dict[datetime, list[Kept]] = defaultdict(list)
    for kept in entries:
        at[next(step.at for step in kept.steps if step.stage is Stage.PUBLISHED)].append(kept)
    names = names_by_moment("round", at)
    return tuple(_round(names[moment], moment, at[moment]) for moment in sorted(at))


def names_by_moment(kind: str, moments: Iterable[datetime]) -> dict[datetime, str]:
    """A name for each moment by its day here, with a number for the second of a day and those after it."""
    days: dict[date, int] = defaultdict(int)
    found = {}
    for moment in sorted(moments):
        day = moment.astimezone(BAKU).date()
        days[day] += 1
        found[moment] = f"{kind}_{day:%Y_%m_%d}" + (f"_{days[day]}" if days[day] > 1 else "")
    return found


def _round(name: str, at: datetime, entries: Sequence[Kept]) -> Round:
    rows: list[Observation] = []
    answers: list[NoPrice] = []
    sources = []
    for of_provider in (False, True):
        source = name + (STAFF if of_provider else "")
        mine = [kept for kept in entries if kept.entry.of_provider is of_provider]
        for kept in mine:
            why = why_superseded(kept)
            checked = kept.checked_by is not None and not kept.is_own_of(kept.checked_by)
            price = kept.entry.observation(source, superseded=why, checked=checked)
            answer = kept.entry.no_price(source, superseded=why, checked=checked)
            rows += [price] if price is not None else []
            answers += [answer] if answer is not None else []
        if mine:
            published = at.astimezone(BAKU).date()
            sources.append(_source(source, published, [k.entry for k in mine], of_provider=of_provider))
    return Round(name, at, tuple(rows), tuple(answers), tuple(sources))


def why_superseded(kept: OnItsWay) -> str | None:
    """Why a published price does not hold any more; None while it does."""
    last = kept.steps[-1]
    if last.stage is not Stage.SUPERSEDED:
        return None
    return one_line(last.reason or "") or "corrected"


def _source(name: str, published: date, entries: Sequence[Entry], *, of_provider: bool) -> Source:
    days = sorted(entry.collected for entry in entries)
    got = frozenset(entry.answer is Answer.OBSERVED for entry in entries)
    titles = collected_titles(days[0], days[-1], got, of_provider=of_provider)
    return Source(
        id=name,
        title=titles["en"],
        title_az=titles["az"],
        title_ru=titles["ru"],
        publisher=", ".join(sorted({entry.organisation for entry in entries}))[:600],
        published=published,
        retrieved=days[-1],
        confidence=Confidence.WEAK if of_provider else Confidence.PRIMARY,
    )
