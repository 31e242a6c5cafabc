"""A round of collecting: what is missing, what looks odd, what is due again, and what a round comes to."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from zoneinfo import ZoneInfo

from channels.dataset import Dataset
from channels.disclosure import LEAST
from channels.entries import Entry, Kept, KeptDiscussion, OnItsWay, one_line
from channels.fees import HUNDRED, ZERO
from channels.fx import grade, margin_percent, price_grade, reference
from channels.indicators import HOME, hidden_by
from channels.quotes import seen_on
from channels.records import Corridor, GroupRange, NoPrice, Observation, Source
from channels.routes import Route, licence_on, status_of
from channels.terms import Answer, Confidence, Grade, Licence, Ordered, Stage, Status

BAKU = ZoneInfo("Asia/Baku")
DOLLARS = (Decimal(200), Decimal(500))
"""The two price points of each corridor. Source: the World Bank's minimum requirements, number 1."""
NEAR = Decimal("0.25")
"""A price of an amount within a quarter of a price point counts for it."""
AGAIN = timedelta(days=14)
"""A doubtful price is collected again within two weeks, as RPW does."""
REFUSED_FOR = timedelta(days=90)
"""Whoever gave no price is asked again after a quarter."""
NEXT = 10
RATE_OFF = Decimal(10)
FEE_HIGH = Decimal(30)
STAFF = "_by_staff"
"""How the source of a round's prices ends that providers' own staff told."""
OWN = re.compile(rf"(round|ranges)_\d{{4}}_\d\d_\d\d(_\d+)?({STAFF})?")
"""What rounds, published ranges and their sources are named, and nothing else is."""


class CellState(Ordered):
    """What is known of one service at one amount, best first."""

    CURRENT = "current"
    AGEING = "ageing"
    HISTORICAL = "historical"
    REFUSED = "refused"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Cell:
    """One service on one corridor at one price point.

    `amount` is the price point in the corridor's sending currency, None where no rate is known. `seen`:
    when a price was last seen, else when somebody asked in vain. `hides`: percent of the inflow that comes
    by this corridor, None where that is not known. `waits`: a price is entered and not yet published.
    `due`: the day by which a returned price is collected again. `independent`: the price that counts was
    not told by a provider's own staff.
    """

    corridor: str
    provider: str
    service: str
    dollars: Decimal
    amount: Decimal | None
    currency: str
    state: CellState
    seen: date | None = None
    hides: Decimal | None = None
    waits: bool = False
    due: date | None = None
    independent: bool = False

    @property
    def road(self) -> str:
        """Provider and service as one code."""
        return f"{self.provider}.{self.service}"


@dataclass(frozen=True, slots=True)
class Covered:
    """How many of the listed services of a corridor have a current price that no provider's staff told."""

    corridor: str
    hides: Decimal | None
    done: int
    of: int


class Doubt(Ordered):
    """What is unusual about an entry, so that whoever enters it is asked whether it is right."""

    RATE_OFF = "rate_off"
    RATE_MOVED = "rate_moved"
    FEE_HIGH = "fee_high"
    TOO_MUCH = "too_much"


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
class Gathered:
    """What the checked group discussions of a corridor come to, not yet seen by readers.

    `enough`: so many people spoke that nobody's words can be told from the range.
    """

    corridor: str
    discussions: tuple[KeptDiscussion, ...]
    people: int
    least: Decimal
    most: Decimal

    @property
    def enough(self) -> bool:
        """Whether the range may be published."""
        return self.people >= LEAST


@dataclass(frozen=True, slots=True)
class Ranges:
    """The ranges that were published at one moment, with their source."""

    at: datetime
    rows: tuple[GroupRange, ...]
    source: Source


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


def collectable(data: Dataset, corridor: Corridor, day: date) -> tuple[Route, ...]:
    """The services whose prices are collected: not stopped, and never of an unlicensed provider."""
    found: dict[tuple[str, str], Route] = {}
    for route in data.routes(corridor):
        stopped = status_of(route, day, invented=data.invented).state in (Status.STOPPED, Status.SUSPENDED)
        barred = licence_on(route.provider, day) in (Licence.SUSPENDED, Licence.UNLICENSED)
        if not stopped and not barred:
            found.setdefault((route.provider.id, route.service.id), route)
    return tuple(found.values())


def corridors(data: Dataset) -> tuple[Corridor, ...]:
    """Those with an end in the country, the largest known inflow first."""
    own = [c for c in data.tables.corridors if HOME in (c.sending, c.receiving)]
    return tuple(sorted(own, key=lambda c: (-(flow(data, c) or ZERO), c.usual or 99)))


def flow(data: Dataset, corridor: Corridor) -> Decimal | None:
    """Percent of the inflow that comes by a corridor; None for the other direction and where nobody knows."""
    return None if corridor.sending == HOME else hidden_by(data, [corridor.sending])


def grid(data: Dataset, entries: Iterable[Kept], day: date) -> tuple[Cell, ...]:
    """Every service at every price point, what hides the most inflow first, then the worst known."""
    by_road: dict[tuple[str, str, str], list[Kept]] = defaultdict(list)
    for kept in entries:
        by_road[kept.entry.corridor, kept.entry.provider, kept.entry.service].append(kept)
    in_vain: dict[tuple[str, str, str], list[NoPrice]] = defaultdict(list)
    for _, said in data.tables.answers:
        if said.superseded is None and said.day <= day:
            in_vain[said.corridor, said.provider, said.service].append(said)
    found = []
    for corridor in corridors(data):
        hides = flow(data, corridor)
        for route in collectable(data, corridor, day):
            road = corridor.key, route.provider.id, route.service.id
            own, told = by_road[road], in_vain[road]
            found += [_cell(data, route, corridor, dollars, own, told, day, hides) for dollars in DOLLARS]
    return tuple(sorted(found, key=_order))


def _order(cell: Cell) -> tuple[object, ...]:
    return -(cell.hides or ZERO), -cell.state.rank, cell.corridor, cell.road, cell.dollars


def _cell(
    data: Dataset, route: Route, corridor: Corridor, dollars: Decimal, own: Sequence[Kept],
    in_vain: Sequence[NoPrice], day: date, hides: Decimal | None,
) -> Cell:  # fmt: skip
    mine = [kept for kept in own if _is_about(data, kept.entry, dollars, day)]
    # Of a price that two saw, the later look counts, and of one day's the independent one.
    looks = sorted(_looks(data, route, dollars, day), key=lambda look: (look[0], look[1], -look[2].rank))
    seen, independent, known = looks[-1] if looks else (None, False, Grade.HISTORICAL)
    days = [_asked_in_vain(kept) or date.min for kept in mine]
    days += [said.day for said in in_vain if _is_about(data, said, dollars, day)]
    asked = max(days, default=date.min)
    if asked > (seen or date.min):
        state, seen, independent = CellState.REFUSED, asked, False
    elif looks:
        state = CellState(known)
        seen = None if seen == date.min else seen
    else:
        state = CellState.NEVER
    returned = [kept for kept in mine if kept.stage is Stage.RETURNED]
    due = [kept.steps[-1].at.astimezone(BAKU).date() + AGAIN for kept in returned]
    return Cell(
        corridor.key, route.provider.id, route.service.id, dollars,
        price_point(data, dollars, corridor.sends, day), corridor.sends, state, seen, hides,
        waits=any(kept.stage in (Stage.DRAFT, Stage.ENTERED, Stage.CONFIRMED) for kept in mine),
        due=max((on for on in due if seen is None or on - AGAIN >= seen), default=None),
        independent=independent,
    )  # fmt: skip


def _looks(data: Dataset, route: Route, dollars: Decimal, day: date) -> list[tuple[date, bool, Grade]]:
    """When a price was seen, whether independently, how old it is; `date.min` for no day."""
    found = [
        (seen.last_day, not seen.of_provider, price_grade(seen, day))
        for seen in route.observations
        if seen.superseded is None and seen.last_day <= day and _is_near(data, seen, dollars, day)
    ]
    for tariff in route.service.tariffs:
        if tariff.superseded is None and tariff.charges is not None:
            last = seen_on(tariff, day)
            found.append((last or date.min, True, grade(last, day)))
    return found


def _is_near(data: Dataset, seen: Observation, dollars: Decimal, day: date) -> bool:
    if seen.survey_dollars is not None:
        return _near(seen.survey_dollars, dollars)
    return _near(_worth(data, seen.amount, seen.currency, day), dollars)


def _is_about(data: Dataset, said: Entry | NoPrice, dollars: Decimal, day: date) -> bool:
    """Whether an entry or an answer speaks of a price point; one without an amount speaks of all."""
    if said.amount is None or said.currency is None:
        return True
    return _near(_worth(data, said.amount, said.currency, day), dollars)


def _near(worth: Decimal | None, dollars: Decimal) -> bool:
    return worth is not None and abs(worth / dollars - 1) <= NEAR


def _worth(data: Dataset, amount: Decimal, currency: str, day: date) -> Decimal | None:
    found = reference(data.rates, day, base=currency, quote="USD")
    return None if found is None else amount * found.rate


def _asked_in_vain(kept: Kept) -> date | None:
    """The day on which somebody asked and got no price, once a second person confirmed it."""
    counts = kept.stage in (Stage.CONFIRMED, Stage.PUBLISHED) and kept.entry.answer is not Answer.OBSERVED
    return kept.entry.collected if counts else None


def price_point(data: Dataset, dollars: Decimal, currency: str, day: date) -> Decimal | None:
    """What so many dollars are worth, to two figures; None where no rate is known."""
    found = reference(data.rates, day, base="USD", quote=currency)
    if found is None:
        return None
    worth = dollars * found.rate
    step = Decimal(10) ** (worth.adjusted() - 1)
    return (worth / step).quantize(Decimal(1), rounding=ROUND_HALF_EVEN) * step


def next_to_collect(cells: Sequence[Cell], day: date, most: int = NEXT) -> tuple[tuple[Cell, ...], ...]:
    """What to collect now, a service's cells together: what is due again first, then in the grid's order.

    Nothing that waits or is fresh; who gave no price is asked again after 90 days.
    """

    def is_wanted(cell: Cell) -> bool:
        rests = cell.state is CellState.REFUSED and cell.seen is not None and day - cell.seen < REFUSED_FOR
        return not cell.waits and (cell.due is not None or not (cell.state is CellState.CURRENT or rests))

    wanted = [cell for cell in cells if is_wanted(cell)]
    services: dict[tuple[str, str], list[Cell]] = {}
    for cell in sorted(wanted, key=lambda cell: (cell.due is None, cell.due or day)):
        services.setdefault((cell.corridor, cell.road), []).append(cell)
    return tuple(tuple(cells) for cells in services.values())[:most]


def covered(cells: Iterable[Cell]) -> tuple[Covered, ...]:
    """Services with a current, independent price at every price point, by corridor in the grid's order.

    The requirement is 60 percent of the market: that needs market shares, which no source gives. This
    counts services alike.
    """
    found: dict[str, dict[str, list[bool]]] = {}
    hides = {}
    for cell in cells:
        hides[cell.corridor] = cell.hides
        is_good = cell.state is CellState.CURRENT and cell.independent
        found.setdefault(cell.corridor, {}).setdefault(cell.road, []).append(is_good)
    return tuple(
        Covered(corridor, hides[corridor], sum(all(road) for road in roads.values()), len(roads))
        for corridor, roads in found.items()
    )


def last_price(data: Dataset, entry: Entry) -> Observation | None:
    """The last price that readers see of the entry's service in its currency; None without any."""
    of = (entry.corridor, entry.provider, entry.service, entry.currency)
    found = [
        seen
        for _, seen in data.tables.observations
        if (seen.corridor, seen.provider, seen.service, seen.currency) == of and seen.superseded is None
    ]
    # Of one day's prices, the one of the amount nearest.
    near = entry.amount or ZERO
    return max(found, key=lambda seen: (seen.last_day, -abs(seen.amount - near)), default=None)


def doubts(data: Dataset, entry: Entry, day: date) -> tuple[Doubt, ...]:
    """What is unusual: a rate more than 10 % off the reference or the last price, a fee above 30 % of the
    amount, more received than the rate allows. Nothing where there is nothing to hold it against.
    """
    found = []
    rate = entry.paid_rate
    official = None
    if entry.pays is not None:
        official = reference(data.rates, entry.quoted or day, base=entry.currency, quote=entry.pays)
    if rate is not None and official is not None:
        if abs(margin_percent(rate, official.rate)) > RATE_OFF:
            found.append(Doubt.RATE_OFF)
        before = last_price(data, entry)
        known = None if before is None else _rate_then(before, entry.pays, official.rate)
        if known is not None and abs(margin_percent(rate, known)) > RATE_OFF:
            found.append(Doubt.RATE_MOVED)
    if entry.fee is not None and entry.amount and entry.fee * HUNDRED / entry.amount > FEE_HIGH:
        found.append(Doubt.FEE_HIGH)
    allows = entry.rate if entry.rate is not None else None if official is None else official.rate
    if entry.received is not None and entry.amount is not None and allows is not None:
        whole = (entry.amount * allows).quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN)
        if entry.received + (entry.receipt_charge or ZERO) > whole:
            found.append(Doubt.TOO_MUCH)
    return tuple(found)


def _rate_then(before: Observation, pays: str | None, official: Decimal) -> Decimal | None:
    """The last price's rate; where only its margin is known, what that would give today."""
    if before.rate is not None:
        return before.rate if before.pays == pays else None
    return None if before.margin_percent is None else official * (1 - before.margin_percent / HUNDRED)


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
    names = _names("round", at)
    return tuple(_round(names[moment], moment, at[moment]) for moment in sorted(at))


def _names(kind: str, moments: Iterable[datetime]) -> dict[datetime, str]:
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
            why, checked = _why_not(kept), kept.checked_by not in (None, *kept.own_of)
            price = kept.entry.observation(source, superseded=why, checked=checked)
            answer = kept.entry.no_price(source, superseded=why, checked=checked)
            rows += [price] if price is not None else []
            answers += [answer] if answer is not None else []
        if mine:
            published = at.astimezone(BAKU).date()
            sources.append(_source(source, published, [k.entry for k in mine], of_provider=of_provider))
    return Round(name, at, tuple(rows), tuple(answers), tuple(sources))


def _why_not(kept: OnItsWay) -> str | None:
    """Why a published price does not hold any more; None while it does."""
    last = kept.steps[-1]
    if last.stage is not Stage.SUPERSEDED:
        return None
    return one_line(last.reason or "") or "corrected"


def _source(name: str, published: date, entries: Sequence[Entry], *, of_provider: bool) -> Source:
    days = sorted(entry.collected for entry in entries)
    who = "told by the providers' own staff" if of_provider else "each checked by a second person"
    got = {entry.answer is Answer.OBSERVED for entry in entries}
    what = {True: "Prices", False: "Answers without a price"}
    title = " and ".join(what[priced] for priced in (True, False) if priced in got).capitalize()
    return Source(
        id=name,
        title=f"{title} collected from {days[0]} to {days[-1]}, {who}",
        publisher=", ".join(sorted({entry.organisation for entry in entries}))[:600],
        published=published,
        retrieved=days[-1],
        confidence=Confidence.WEAK if of_provider else Confidence.PRIMARY,
    )


def gathered(kept: Iterable[KeptDiscussion]) -> tuple[Gathered, ...]:
    """The confirmed discussions of each corridor taken together, by corridor."""
    found: dict[str, list[KeptDiscussion]] = defaultdict(list)
    for one in kept:
        if one.stage is Stage.CONFIRMED:
            found[one.discussion.corridor].append(one)
    return tuple(_together(corridor, mine) for corridor, mine in sorted(found.items()))


def _together(corridor: str, kept: Sequence[KeptDiscussion]) -> Gathered:
    said = [one.discussion for one in kept]
    return Gathered(
        corridor, tuple(kept), sum(one.people for one in said),
        min(one.least for one in said), max(one.most for one in said),
    )  # fmt: skip


def ranges(kept: Iterable[KeptDiscussion]) -> tuple[Ranges, ...]:
    """What group discussions said, as data/ranges.csv has it: a row a corridor and moment of publishing.

    Oldest first, always the same for the same discussions. Each discussion stands in one row alone, so
    that no two rows can be subtracted.
    """
    at: dict[datetime, dict[str, list[KeptDiscussion]]] = defaultdict(lambda: defaultdict(list))
    for one in kept:
        moment = next((step.at for step in one.steps if step.stage is Stage.PUBLISHED), None)
        if moment is not None:
            at[moment][one.discussion.corridor].append(one)
    names = _names("ranges", at)
    return tuple(_ranges(names[moment], moment, at[moment]) for moment in sorted(at))


def _ranges(name: str, at: datetime, kept: Mapping[str, Sequence[KeptDiscussion]]) -> Ranges:
    rows = []
    for corridor, mine in sorted(kept.items()):
        days = [one.discussion.day for one in mine]
        all_told = _together(corridor, mine)
        why = next((_why_not(one) for one in mine if _why_not(one) is not None), None)
        rows.append(
            GroupRange(
                corridor=corridor, since=min(days), day=max(days), groups=len(mine), people=all_told.people,
                least=all_told.least, most=all_told.most, source=name, superseded=why,
            )
        )  # fmt: skip
    everyone = [one.discussion for mine in kept.values() for one in mine]
    last = max(one.day for one in everyone)
    source = Source(
        id=name,
        title=f"Group discussions on roads outside the formal system, "
        f"{min(one.day for one in everyone)} to {last}; told, not measured",
        publisher=", ".join(sorted({one.organisation for one in everyone}))[:600],
        published=at.astimezone(BAKU).date(),
        retrieved=last,
        confidence=Confidence.WEAK,
    )
    return Ranges(at, tuple(rows), source)


def stages(entries: Iterable[Kept]) -> Mapping[Stage, tuple[Kept, ...]]:
    """Entries by how far they have come; every stage is there."""
    found: dict[Stage, list[Kept]] = {stage: [] for stage in Stage}
    for kept in entries:
        found[kept.stage].append(kept)
    return {stage: tuple(rows) for stage, rows in found.items()}
