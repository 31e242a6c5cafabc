"""Everything the policymaker page shows for a date, computed once and shared."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from channels.dataset.dataset import Dataset
from channels.gaps.corridor_figures import CorridorFigures, deviations, neighbours, published, series
from channels.gaps.gap import Gap
from channels.gaps.gap_list import digital_services, gaps, last_surveyed
from channels.gaps.indicators import CorridorEvidence, coverage, inflow
from channels.gaps.requirements import Requirement, requirements
from channels.gaps.surveyed_prices import Share
from channels.gaps.transparency import ProviderDisclosure, disclosures

Pair = tuple[Decimal, Decimal]
"""A published figure and the one recomputed from its rows, both in percent."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an imported workbook says, in the terms of the shipped figures.

    `figures` are those of every corridor's last quarter; `pairs` the figures of a published series that was
    imported too, each with what was recomputed. `means`: by corridor and quarter over all services, as
    the published averages are; `world`: the world's average by quarter. `name` and `digest` tell which
    file it was.
    """

    name: str
    digest: str
    figures: tuple[CorridorFigures, ...]
    pairs: tuple[Pair, ...]
    means: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    world: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class World:
    """The world's average price for USD 200 in a quarter: recomputed, and as published; percent."""

    quarter: str
    mean: Decimal
    published: Decimal | None


@dataclass(frozen=True, slots=True)
class Study:
    """The gaps and what stands behind them; `imported` None = the shipped indicators alone.

    `corridors` are each corridor's last prices, the imported ones first; `shipped` those of the data
    alone, which also tell speed and form. `recounted` is the workbook out of which `pairs` were
    recomputed, None where they are of the shipped data.
    """

    data: Dataset
    day: date
    gaps: tuple[Gap, ...]
    requirements: tuple[Requirement, ...]
    disclosures: tuple[ProviderDisclosure, ...]
    coverage: tuple[CorridorEvidence, ...]
    corridors: tuple[CorridorFigures, ...]
    shipped: tuple[CorridorFigures, ...]
    last: CorridorFigures | None
    history: tuple[CorridorFigures, ...]
    digital: Share | None
    pairs: tuple[Pair, ...]
    flow_sources: tuple[str, ...]
    world: tuple[World, ...]
    imported: Imported | None = None
    recounted: Imported | None = None


def studied(data: Dataset, day: date, imported: Imported | None = None) -> Study:
    """Everything that the page shows of a day, with an imported workbook's figures before the shipped."""
    last, flows = last_surveyed(data), inflow(data)
    recounted = () if imported is None else imported.pairs or _recounted(data, imported)
    return Study(
        data=data,
        day=day,
        gaps=gaps(data, day),
        requirements=requirements(data, day),
        disclosures=disclosures(data, day),
        coverage=coverage(data),
        corridors=neighbours(data, more=() if imported is None else imported.figures),
        shipped=neighbours(data),
        last=last,
        history=() if last is None else series(data, last.corridor),
        digital=digital_services(data, day),
        pairs=recounted or _shipped(data),
        flow_sources=() if flows is None else flows.sources,
        world=_world(data, {} if imported is None else imported.world),
        imported=imported,
        recounted=imported if recounted else None,
    )


def _shipped(data: Dataset) -> tuple[Pair, ...]:
    known = ((one.mean, other.mean) for one, other in deviations(data))
    return tuple((one, other) for one, other in known if one is not None and other is not None)


def _recounted(data: Dataset, imported: Imported) -> tuple[Pair, ...]:
    told = published(data)
    return tuple((told[key], imported.means[key]) for key in sorted(told.keys() & imported.means.keys()))


def _world(data: Dataset, means: Mapping[str, Decimal]) -> tuple[World, ...]:
    """Every quarter of the shipped series, and those that an imported workbook has beyond them."""
    rows = {row.quarter: row for row in data.tables.global_quarters}
    shipped = {quarter: row.mean_without_russia for quarter, row in rows.items()}
    return tuple(
        World(quarter, mean, rows[quarter].published if quarter in rows else None)
        for quarter, mean in sorted({**shipped, **means}.items())
    )
