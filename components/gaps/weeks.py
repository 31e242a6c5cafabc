"""What sending cost week by week, provider by provider, by the prices that were seen from day to day."""

from datetime import date
from decimal import Decimal

from channels.compare.history import History, cheapest_changes, weekly_costs
from channels.dataset.dataset import Dataset
from components.charts.drawings import Drawing, DrawingForm, SeriesRow
from components.gaps.price import PRICE_PLACES, cost
from components.i18n import Words
from components.words import offers as offer_words

MOST = 4
"""Providers whose lines can be told apart."""
LEAST_WEEKS = 2
"""One week alone is no movement."""


def costs(found: History, data: Dataset, words: Words) -> Drawing | None:
    """A line for each provider over the weeks; None where fewer than two weeks have a known cost.

    A week without a price is a gap.
    """
    seen = weekly_costs(found)
    weeks = sorted({one.monday for one in seen})
    if len(weeks) < LEAST_WEEKS:
        return None
    known = {(one.monday, one.provider): one.cost for one in seen}
    names = sorted({one.provider for one in seen}, key=lambda name: _mean(name, known))[:MOST]
    shown = [value for (_, name), value in known.items() if name in names]
    rows = [
        SeriesRow(
            words.day(monday), tuple(known.get((monday, name)) for name in names), tick=words.day(monday)
        )
        for monday in weeks
    ]
    days = [words.day(change.day) for change in cheapest_changes(found)]
    changed = (words("policy.weeks_changed", days=words.listed(days)),) if days else ()
    return Drawing(
        id="weeks",
        places=PRICE_PLACES,
        shape=DrawingForm.LINES,
        title=words("find.weeks", least=cost(min(shown), words), most=cost(max(shown), words)),
        rows_name=words("table.week"),
        series=tuple(offer_words.provider(name, data, words) for name in names),
        rows=tuple(rows),
        sources=tuple(dict.fromkeys(source for one in found.prices for source in one.sources)),
        notes=(words("policy.weeks_note"), *changed),
        gapped=True,
    )


def _mean(name: str, known: dict[tuple[date, str], Decimal]) -> tuple[Decimal, str]:
    """Where a provider stands among the lines: the one that cost least on average comes first."""
    own = [value for (_, provider), value in known.items() if provider == name]
    return sum(own, Decimal(0)) / len(own), name
