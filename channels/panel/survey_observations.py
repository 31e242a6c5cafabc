"""Surveyed prices of an imported workbook that belong to services the data know, as observations."""

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pandas as pd
from pydantic import ValidationError

from channels.dataset.dataset import Dataset
from channels.money import plain
from channels.panel.storage import StoredPanel
from channels.records.base import Source
from channels.records.observations import Observation
from channels.records.providers import Provider, Service
from channels.terms import BAND_MINUTES, Confidence, Evidence, SpeedBand

LEGAL = frozenset({"ag", "gmbh", "ltd", "limited", "llc", "inc", "plc", "sa", "spa", "jsc", "ojsc", "cjsc"})
"""What stands behind a firm's name in one list and not in another."""
PAID_OUT = {
    "cash": "cash",
    "bank account": "account",
    "own/partner bank account": "account",
    "debit card": "card",
    "card": "card",
    "mobile wallet": "wallet",
    "mobile money": "wallet",
}
POINTS = (("amount", "fee", "fx_margin", 200), ("amount_500", "fee_500", "fx_margin_500", 500))
COLUMNS = (
    "provider", "service", "corridor", "evidence", "observed", "period", "amount", "currency", "dollars",
    "fee", "margin_percent", "minutes_least", "minutes_most", "promotion", "source",
)  # fmt: skip
QUARTERS = ("I", "II", "III", "IV")
"""How a quarter is written in Azerbaijani and Russian."""
SIX_FIGURES = Decimal("0.000001")

Row = Mapping[str, Any]
Key = tuple[str, str, str, str]
"""A provider's id, a corridor, how the money is paid in, how it is paid out."""


@dataclass(frozen=True, slots=True)
class SurveyedQuarter:
    """What a quarter's rows come to: the observations with their source, and how many rows were left out.

    `left`: rows of known providers on known corridors that fit no service, or several at different prices.
    """

    quarter: str
    source: Source
    observations: tuple[Observation, ...]
    left: int

    @property
    def name(self) -> str:
        """How the file of its observations is called, as those in data/."""
        return f"rpw_{self.quarter[:4]}q{self.quarter[-1]}"

    def as_csv(self) -> bytes:
        """The observations as a file of data/observations has them."""
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(COLUMNS)
        for row in self.observations:
            writer.writerow([_cell(getattr(row, name)) for name in COLUMNS])
        return lines.getvalue().encode()


def newest_quarter(
    panel: StoredPanel, data: Dataset, *, file: str, url: str, today: date
) -> SurveyedQuarter | None:
    """The panel's newest quarter as observations; None where the data have a survey of it or a later one.

    `file` and `url`: the workbook, for the source. Raises OSError and ValueError where the panel's file
    cannot be read.
    """
    quarters = panel.quarters("services")
    known = max((seen.period for _, seen in data.tables.observations if seen.period), default="")
    if not quarters or quarters[-1] <= known:
        return None
    quarter = quarters[-1]
    table = pd.read_parquet(panel.paths("services")[-1])
    rows = [{str(name): cell for name, cell in row.items()} for row in table.to_dict("records")]
    return surveyed(rows, data, quarter=quarter, file=file, url=url, today=today)


def surveyed(
    rows: Iterable[Row], data: Dataset, *, quarter: str, file: str, url: str, today: date
) -> SurveyedQuarter:
    """The rows of a quarter that belong to a service of the data, on a corridor that this service lists.

    A row belongs to the one service of its firm that is paid in and out as it says. Where several rows or
    several services are alike, they are taken if all have one price, and else left out: nobody could say
    which is which.
    """
    roman = QUARTERS[int(quarter[-1]) - 1]
    source = Source(
        id=f"rpw_services_{quarter[:4]}q{quarter[-1]}",
        title=f"Remittance Prices Worldwide, services of {quarter[:4]} {quarter[-2:]}, {file}",
        title_az=f"Dünya üzrə köçürmə qiymətləri, {quarter[:4]}, {roman} rüb, {file}",
        title_ru=f"Цены переводов в мире, {roman} квартал {quarter[:4]} года, {file}",
        publisher="World Bank",
        publisher_az="Dünya Bankı",
        publisher_ru="Всемирный банк",
        url=url,
        retrieved=today,
        confidence=Confidence.PRIMARY,
        licence="CC BY 4.0; the workbook's own Terms tab is stricter",
    )
    services, firms = _services(data), _firms(data.tables.providers)
    corridors = {key for provider in data.tables.providers for s in provider.services for key in s.corridors}
    found: list[Observation] = []
    left, grouped = 0, defaultdict[Key, list[Row]](list)
    for row in rows:
        provider, corridor = firms.get(_plain(row.get("firm"))), f"{row['sending']}-{row['receiving']}"
        if provider is None or corridor not in corridors:
            continue
        paid_out = PAID_OUT.get(_text(row.get("pickup_method")).casefold(), "")
        grouped[provider, corridor, _text(row.get("instrument")), paid_out].append(row)
    for key, alike in grouped.items():
        fitting = services.get(key, [])
        one_price = len({_price(row) for row in alike}) == 1
        made = [
            one
            for service in fitting
            for one in _observed(alike[0], key, service, quarter, source.id)
            if one_price
        ]
        found += made
        left += 0 if made else len(alike)
    order = sorted(found, key=lambda one: (one.provider, one.service, one.corridor, one.amount))
    return SurveyedQuarter(quarter, source, tuple(order), left)


def _services(data: Dataset) -> Mapping[Key, list[Service]]:
    found = defaultdict[Key, list[Service]](list)
    for provider in data.tables.providers:
        for service in provider.services:
            if service.pay_in is not None and service.disbursement is not None:
                for corridor in service.corridors:
                    found[provider.id, corridor, service.pay_in, service.disbursement].append(service)
    return found


def _firms(providers: Sequence[Provider]) -> Mapping[str, str]:
    """The provider of each name that only one has."""
    named = defaultdict[str, set[str]](set)
    for provider in providers:
        for name in (provider.name.en, provider.id.replace("_", " ")):
            named[_plain(name)].add(provider.id)
    return {name: ids.pop() for name, ids in named.items() if len(ids) == 1}


def _observed(row: Row, key: Key, service: Service, quarter: str, source: str) -> list[Observation]:
    """The two amounts of a row; only those that hold."""
    provider, corridor = key[:2]
    least, most = _minutes(row.get("speed"))
    day = row.get("day")
    found = []
    for amount, fee, margin, dollars in POINTS:
        written = {
            "provider": provider, "service": service.id, "corridor": corridor,
            "evidence": Evidence.SURVEYED, "observed": day if isinstance(day, date) else None,
            "period": quarter, "amount": _figure(row.get(amount)), "currency": _text(row.get("currency")),
            "dollars": dollars, "fee": _figure(row.get(fee)), "margin_percent": _figure(row.get(margin)),
            "minutes_least": least, "minutes_most": most, "source": source,
        }  # fmt: skip
        try:
            found.append(Observation.model_validate(written))
        except ValidationError:
            # The survey's day may lie outside its quarter; without it the quarter alone dates the price.
            found += _undated(written)
    return found


def _undated(written: Mapping[str, Any]) -> list[Observation]:
    try:
        return [Observation.model_validate({**written, "observed": None})]
    except ValidationError:
        return []


def _price(row: Row) -> tuple[str, ...]:
    return tuple(str(row.get(name)) for point in POINTS for name in point[:3])


def _minutes(speed: object) -> tuple[int | None, int | None]:
    """The least and most minutes of a band; None for what is not known."""
    bands = list(SpeedBand)
    if speed not in {band.value for band in bands}:
        return None, None
    at = bands.index(SpeedBand(str(speed)))
    return BAND_MINUTES[bands[at - 1]] if at else 0, BAND_MINUTES.get(bands[at])


def _figure(value: object) -> Decimal | None:
    """A binary fraction of the workbook as the figure that was typed; None where there is none."""
    if not isinstance(value, (int, float)) or isinstance(value, bool) or value != value:
        return None
    typed = Decimal(str(value)).quantize(SIX_FIGURES)
    return Decimal(plain(typed) or "0")


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _plain(name: object) -> str:
    """A firm's name without what one list writes and another does not."""
    words = re.findall(r"\w+", _text(name).casefold())
    return "".join(word for word in words if word not in LEGAL)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
