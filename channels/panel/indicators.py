"""What the panel says of the world and of each corridor: Ibis expressions, the same on every engine.

Percentages are of the amount sent, for USD 200. A service whose rate is not disclosed counts as a service
and enters no average. The definitions are RPW's; `docs/method.md` tells where this tool had to choose.
"""

from collections.abc import Sequence
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.compute as pc
from ibis.expr.types import BooleanValue, Table

from channels.panel.engines import as_arrow
from channels.terms import SpeedBand

WITHIN_FIVE_DAYS = [band.value for band in SpeedBand if band.rank <= SpeedBand.THREE_TO_FIVE_DAYS.rank]
LEFT_OUT = "RU"
"""The published Global Average leaves out the corridors from there: inferred from its figures."""
GROUPS = ("firm_type", "instrument")
"""By what corridors may be parted further: RPW's class of provider, what may be paid with."""
SMART_OF = 3
PLACES = 10
"""Decimals that are kept: what is beyond differs with the order in which an engine adds up."""

Row = dict[str, Any]


def global_quarters(services: Table) -> list[Row]:
    """One row a quarter: quarter, services, disclosed, mean_disclosed, global_average and how that is known.

    `disclosed` counts the services whose rate is. `global_average` is the simple mean over those outside
    the corridors from Russia; None where there is none.
    """
    disclosed = _disclosed(services)
    found = services.group_by("quarter").aggregate(
        services=services.count(),
        disclosed=disclosed.sum(),
        mean_disclosed=services.total.mean(where=disclosed),
        global_average=services.total.mean(where=disclosed & (services.sending != LEFT_OUT)),
    )
    return [row | {"global_average_basis": "inferred"} for row in rows_of(found, ["quarter"])]


def corridor_quarters(
    services: Table,
    *,
    quarter: str | None = None,
    sending: str | None = None,
    receiving: str | None = None,
    by: Sequence[str] = (),
) -> list[Row]:
    """One row a corridor and quarter, or a part of one: what it has, and what it costs in percent.

    Keys: sending, receiving, quarter, those of `by` (`GROUPS`), services, mean, smart, smart_services,
    median, fee, fx_margin. `mean`, `median`, `fee` and `fx_margin` are over the disclosed services, None
    where there is none; `fee` is in percent of the amount.
    """
    for column, wanted in (("quarter", quarter), ("sending", sending), ("receiving", receiving)):
        if wanted is not None:
            services = services.filter(services[column] == wanted)
    keys = ["sending", "receiving", "quarter", *by]
    disclosed = _disclosed(services)
    qualifies = disclosed & services.total.notnull() & services.speed.isin(WITHIN_FIVE_DAYS)
    ranked = services.mutate(disclosed=disclosed, qualifies=qualifies.fill_null(False))
    place = ibis.row_number().over(group_by=[*keys, "qualifies"], order_by="total")
    ranked = ranked.mutate(cheapest=ranked.qualifies & (place < SMART_OF))
    # Not every engine takes a condition beside a median.
    found = ranked.group_by(keys).aggregate(
        services=ranked.count(),
        mean=ranked.total.mean(where=ranked.disclosed),
        smart=ranked.total.mean(where=ranked.cheapest),
        smart_services=ranked.count(where=ranked.cheapest),
        median=ranked.disclosed.ifelse(ranked.total, None).median(),
        fee=ranked.fee_percent.mean(where=ranked.disclosed),
        fx_margin=ranked.fx_margin.mean(where=ranked.disclosed),
    )
    return rows_of(found, keys)


def deviations(services: Table, published: Table) -> list[Row]:
    """Our mean over all services of a corridor beside the World Bank's published one, where both are there.

    Keys: sending, receiving, quarter, series, mean, published, difference. The published averages take in
    services whose rate is not disclosed, so this mean does too.
    """
    keys = ["sending", "receiving", "quarter"]
    both = _means(services).inner_join(published, keys)
    found = both.select(
        *keys, "series", "mean", published=both["value"], difference=both["mean"] - both["value"]
    )
    return rows_of(found, [*keys, "series"])


def all_means(services: Table) -> list[Row]:
    """The mean over all services of each corridor and quarter: sending, receiving, quarter, mean."""
    return rows_of(_means(services), ["sending", "receiving", "quarter"])


def _means(services: Table) -> Table:
    return services.group_by(["sending", "receiving", "quarter"]).aggregate(mean=services.total.mean())


def _disclosed(services: Table) -> BooleanValue:
    """Whether a service's rate is known to be disclosed."""
    return services.transparent.fill_null(False)


def rows_of(found: Table, keys: Sequence[str]) -> list[Row]:
    """The rows of an expression in the order of some of its columns, floats to `PLACES` decimals."""
    table = as_arrow(found)
    order = [(key, "ascending", "at_start") for key in keys]
    table = table.take(pc.sort_indices(table, sort_keys=order))
    columns = [
        [cell if cell is None else round(cell, PLACES) for cell in column.to_pylist()]
        if pa.types.is_floating(column.type)
        else column.to_pylist()
        for column in table.columns
    ]
    return [dict(zip(table.column_names, cells, strict=True)) for cells in zip(*columns, strict=True)]
