"""The exhibit of prices week by week, where somebody saw prices from day to day."""

from datetime import timedelta
from os import environ

from channels.dataset import locations
from channels.gaps.overview import Study
from channels.panel.price_history import FOLDER, past
from channels.pricing.fees import USD_200
from channels.pricing.fx import worth
from channels.pricing.routes import Transfer
from components.gaps import weeks
from components.i18n import Words
from components.pages.policymaker import exhibits

DAYS = 182
"""Half a year."""


def part(study: Study, words: Words) -> None:
    """The exhibit of the country's own corridor; nothing where prices of fewer than two weeks are known."""
    if study.last is None:
        return
    corridor = study.data.corridor(study.last.sending, study.last.receiving)
    if corridor is None:
        return
    amount = worth(study.data.rates, study.day, USD_200, base="USD", quote=corridor.sends)
    if amount is None:
        return
    transfer = Transfer(corridor, corridor.sends, send=amount.quantize(1))
    since = study.day - timedelta(days=DAYS)
    found = past(study.data, transfer, locations.var(environ) / FOLDER, since, study.day)
    drawing = weeks.costs(found, study.data, words)
    if drawing is not None:
        exhibits.show(drawing, study.data.sources, words)
