"""An official rate that a steward read on the Central Bank's page, and its way; the sheet as a source."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Annotated

from pydantic import Field

from channels.records.base import Currency, Day, Price, Record, Source, Whole
from channels.records.entries import EntryStep, OnItsWay
from channels.records.written_days import Language, written_day
from channels.terms import Confidence

CENTRAL_BANK = "https://www.cbar.az/currencies"
"""Where the bank's sheets lie, each under its day."""


class OfficialRate(Record):
    """What somebody read on the Central Bank's page: `value` manat for `nominal` units, from a day on."""

    day: Day
    currency: Currency
    nominal: Annotated[Whole, Field(gt=0, le=1_000_000)]
    value: Price

    @property
    def per_unit(self) -> Decimal:
        """Manat for one unit."""
        return self.value / self.nominal


@dataclass(frozen=True, slots=True)
class KeptRate(OnItsWay):
    """An official rate with its way so far."""

    id: str
    rate: OfficialRate
    steps: tuple[EntryStep, ...]


class SheetRead(Enum):
    """How the rates of a sheet came here: read by the program, by two people, or from another's copy."""

    BY_PROGRAM = "by_program"
    BY_PEOPLE = "by_people"
    PASSED_ON = "passed_on"

    def title(self, day: date, language: Language) -> str:
        """The title of the sheet of a day, which says how it was read."""
        return TITLES[self][language].format(day=written_day(day, language))


TITLES: Mapping[SheetRead, Mapping[Language, str]] = {
    SheetRead.BY_PROGRAM: {
        "en": "Official exchange rates of {day}",
        "az": "{day} rəsmi məzənnələri",
        "ru": "Официальные курсы на {day} года",
    },
    SheetRead.BY_PEOPLE: {
        "en": "Official exchange rates of {day}, read by one person, checked by another",
        "az": "{day} rəsmi məzənnələri, bir nəfər oxuyub, başqası yoxlayıb",
        "ru": "Официальные курсы на {day} года, один прочитал, другой проверил",
    },
    SheetRead.PASSED_ON: {
        "en": "Official exchange rates of {day}, passed on by Frankfurter",
        "az": "{day} rəsmi məzənnələri, Frankfurter ötürüb",
        "ru": "Официальные курсы на {day} года, переданные проектом Frankfurter",
    },
}


def sheet_source(
    name: str,
    day: date,
    read: SheetRead,
    *,
    url: str,
    retrieved: date,
    licence: str = "not stated",
    copy: tuple[str, str] | None = None,
) -> Source:
    """The Central Bank's sheet of a day as a source, named in every language of the pages.

    `copy`: who passes it on, and where; then it is second hand. Raises `ValidationError` for a bad address.
    """
    return Source(
        id=name,
        title=read.title(day, "en"),
        title_az=read.title(day, "az"),
        title_ru=read.title(day, "ru"),
        publisher="Central Bank of the Republic of Azerbaijan",
        publisher_az="Azərbaycan Mərkəzi Bankı",
        publisher_ru="Центральный банк Азербайджана",
        url=url,
        copy_by=None if copy is None else copy[0],
        copy_url=None if copy is None else copy[1],
        published=day,
        retrieved=retrieved,
        confidence=Confidence.PRIMARY if copy is None else Confidence.SECONDARY,
        licence=licence,
    )
