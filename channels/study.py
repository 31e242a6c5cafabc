"""What the page for policymakers reads out of the data on a day, reckoned once for all its readers."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from channels.dataset import Dataset
from channels.gaps import Gap, Requirement, Told, digital_services, gaps, last_surveyed, requirements, told
from channels.indicators import (
    Cell,
    CorridorFigures,
    Share,
    coverage,
    deviations,
    inflow,
    neighbours,
    series,
)

Pair = tuple[Decimal, Decimal]
"""A published figure and the one recomputed from its rows, both in percent."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an imported workbook says, in the terms of the shipped figures.

    `figures` are those of every corridor's quarters; `pairs` the published series' figures, each with
    what was recomputed. `name` and `digest` tell which file it was.
    """

    name: str
    digest: str
    figures: tuple[CorridorFigures, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Study:
    """The gaps and what stands behind them; `imported` None = the shipped indicators alone.

    `corridors` are each corridor's last prices, the imported ones first; `shipped` those of the data
    alone, which also tell speed and form.
    """

    data: Dataset
    day: date
    gaps: tuple[Gap, ...]
    requirements: tuple[Requirement, ...]
    told: tuple[Told, ...]
    coverage: tuple[Cell, ...]
    corridors: tuple[CorridorFigures, ...]
    shipped: tuple[CorridorFigures, ...]
    last: CorridorFigures | None
    history: tuple[CorridorFigures, ...]
    digital: Share | None
    pairs: tuple[Pair, ...]
    flow_sources: tuple[str, ...]
    imported: Imported | None = None

    @property
    def recounted(self) -> Imported | None:
        """The workbook out of which `pairs` were recomputed; None where they are of the shipped data."""
        return self.imported if self.imported is not None and self.imported.pairs else None


def studied(data: Dataset, day: date, imported: Imported | None = None) -> Study:
    """Everything that the page shows of a day, with an imported workbook's figures before the shipped."""
    last, flows = last_surveyed(data), inflow(data)
    known = ((one.mean, other.mean) for one, other in deviations(data))
    shipped = tuple((one, other) for one, other in known if one is not None and other is not None)
    return Study(
        data=data,
        day=day,
        gaps=gaps(data, day),
        requirements=requirements(data, day),
        told=told(data, day),
        coverage=coverage(data),
        corridors=neighbours(data, more=() if imported is None else imported.figures),
        shipped=neighbours(data),
        last=last,
        history=() if last is None else series(data, last.corridor),
        digital=digital_services(data, day),
        pairs=imported.pairs if imported is not None and imported.pairs else shipped,
        flow_sources=() if flows is None else flows.sources,
        imported=imported,
    )
