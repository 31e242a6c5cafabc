"""Frankfurter's copy of the Central Bank's sheet, for days when the bank's own address is down."""

from datetime import date
from decimal import Decimal

from channels.dataset.dataset import Dataset
from channels.money import plain
from channels.readers import cbar
from channels.readers.failed import Failed
from channels.readers.fetching import FetchedAnswer
from channels.readers.foreign_sheets import DOLLAR, MANAT
from channels.records.observations import Rate
from channels.records.official_rates import SheetRead, sheet_source
from channels.refresh.second_sources import STAND_IN, passed_on
from channels.refresh.setting import IntakeSetting

FIGURES = 6
"""Figures of a rate that is kept: a cross over the dollar has more, which nobody published."""


def sheet(setting: IntakeSetting, day: date, known: Dataset) -> tuple[cbar.Sheet, FetchedAnswer]:
    """The copy's rates of currencies that have none of that day in the data yet, and the answer.

    It has rates of the bank's last sheet not after the day. Raises `Failed`, also where nothing is new.
    """
    wanted = known.rates.currencies - {MANAT}
    found, answer = passed_on(setting, "cbar", day, (MANAT, *sorted(wanted - {DOLLAR})))
    name = f"{STAND_IN}_cbar_{found.day:%Y_%m_%d}"
    rates = []
    for currency in sorted(wanted):
        last, manat = known.rates.official(currency, found.day), found.manat(currency)
        if manat is not None and (last is None or last.day < found.day):
            rates.append(_rate(known, currency, found.day, manat, name))
    if not rates:
        raise Failed("not_a_sheet")
    source = sheet_source(
        name,
        found.day,
        SheetRead.PASSED_ON,
        url=cbar.sheet_url(found.day, setting.cbar_url),
        retrieved=setting.today(),
        copy=("Frankfurter", answer.url),
    )
    return cbar.Sheet(found.day, source, tuple(rates)), answer


def _rate(known: Dataset, currency: str, day: date, manat: Decimal, source: str) -> Rate:
    """A rate for as many units as the bank names, in the last sheet that the data have."""
    nominals = {rate.day: rate.nominal for rate in known.tables.rates if rate.currency == currency}
    nominal = nominals[max(nominals)] if nominals else 1
    value = Decimal(f"{manat * nominal:.{FIGURES}g}")
    return Rate.model_validate(
        {"day": day.isoformat(), "currency": currency, "nominal": str(nominal), "value": plain(value),
         "source": source}
    )  # fmt: skip
