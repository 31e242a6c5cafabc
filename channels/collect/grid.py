"""The grid of services and amounts: what was collected, what is due, what to collect next."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from channels.compare.usual_amount import is_near, rounded, usual_amount
from channels.dataset.dataset import Dataset
from channels.gaps.indicators import hidden_by
from channels.money import ZERO
from channels.pricing.fees import USD_200, USD_500
from channels.pricing.fx import grade, price_grade, worth
from channels.pricing.quotes import seen_on
from channels.pricing.routes import Route, is_closed
from channels.records.base import Corridor
from channels.records.entries import Entry, Kept
from channels.records.in_force import in_force, is_in_force
from channels.records.observations import NoPrice, Observation
from channels.terms import BAKU, HOME, Answer, Grade, Ordered, Stage

DOLLARS = (USD_200, USD_500)
"""The two price points of each corridor. Source: the World Bank's minimum requirements, number 1."""
AGAIN = timedelta(days=14)
"""A doubtful price is collected again within two weeks, as RPW does."""
REFUSED_FOR = timedelta(days=90)
"""A provider that gave no price is asked again after a quarter."""
NEXT = 10


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


def collectable(data: Dataset, corridor: Corridor, day: date) -> tuple[Route, ...]:
    """The services whose prices are collected: not stopped, and never of an unlicensed provider."""
    found: dict[tuple[str, str], Route] = {}
    for route in data.routes(corridor):
        if not is_closed(route, day, invented=data.invented):
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
        if is_in_force(said, day):
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
        (seen.last_day, seen.independent, price_grade(seen, day))
        for seen in in_force(route.observations, day)
        if _is_near(data, seen, dollars, day)
    ]
    for tariff in in_force(route.service.tariffs):
        if tariff.charges is not None:
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


def _near(seen: Decimal | None, dollars: Decimal) -> bool:
    return seen is not None and is_near(seen, dollars)


def _worth(data: Dataset, amount: Decimal, currency: str, day: date) -> Decimal | None:
    return worth(data.rates, day, amount, base=currency, quote="USD")


def _asked_in_vain(kept: Kept) -> date | None:
    """The day on which somebody asked and got no price, once a second person confirmed it."""
    counts = kept.stage in (Stage.CONFIRMED, Stage.PUBLISHED) and kept.entry.answer is not Answer.OBSERVED
    return kept.entry.collected if counts else None


def price_point(data: Dataset, dollars: Decimal, currency: str, day: date) -> Decimal | None:
    """What so many dollars are worth: of 200 the amount with which readers begin, else to two figures.

    None where no rate is known.
    """
    if dollars == USD_200:
        return usual_amount(data, currency, day)
    exact = worth(data.rates, day, dollars, base="USD", quote=currency)
    return None if exact is None else rounded(exact, 2)


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
