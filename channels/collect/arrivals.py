"""What readers' reports of arrived transfers come to by provider, once there are enough of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from channels.records.arrivals import Arrival

LEAST = 10
"""Reports on one provider below which nothing is said of it, not even its name."""
LEAST_SHORT = 3
"""Reports of a shortfall below which none is called usual: it would be the figure of one or two people."""
COUNTED_FOR = timedelta(days=365)
"""How long a report counts."""


@dataclass(frozen=True, slots=True)
class ArrivalSummary:
    """What at least ten reports on one provider come to.

    `short_percent`: the median of what is missing where less was received than promised, in percent of the
    promised amount; None where that is reported fewer than three times. `days`: the median of days taken.
    `first` and `last` are the days of the oldest and the newest report.
    """

    provider: str
    reports: int
    in_full: int
    short_percent: Decimal | None
    days: Decimal
    first: date
    last: date

    @property
    def full_percent(self) -> Decimal:
        """Reports of the promised amount or more, in percent of all."""
        return Decimal(100 * self.in_full) / self.reports


def since(today: date) -> date:
    """The oldest day whose reports count."""
    return today - COUNTED_FOR


def summary(provider: str, arrivals: Iterable[Arrival], today: date) -> ArrivalSummary | None:
    """What the reports on one provider come to; None where fewer than ten count."""
    found = [
        arrival
        for arrival in arrivals
        if arrival.provider == provider and since(today) <= arrival.day <= today
    ]
    if len(found) < LEAST:
        return None
    short = [arrival.short_percent for arrival in found if arrival.short_percent is not None]
    return ArrivalSummary(
        provider=provider,
        reports=len(found),
        in_full=len(found) - len(short),
        short_percent=median(short) if len(short) >= LEAST_SHORT else None,
        days=median(Decimal(arrival.days) for arrival in found),
        first=min(arrival.day for arrival in found),
        last=max(arrival.day for arrival in found),
    )


def summaries(arrivals: Iterable[Arrival], today: date) -> tuple[ArrivalSummary, ...]:
    """The providers on which at least ten reports count, those with most reports first."""
    by_provider: dict[str, list[Arrival]] = defaultdict(list)
    for arrival in arrivals:
        by_provider[arrival.provider].append(arrival)
    found = (summary(provider, own, today) for provider, own in by_provider.items())
    return tuple(
        sorted((one for one in found if one is not None), key=lambda one: (-one.reports, one.provider))
    )
