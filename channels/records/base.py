"""What every record is made of: figures, days, codes and texts; with sources and corridors."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from channels.terms import Confidence

ANY = "any"
"""A receiving country that stands for every country abroad."""
OUTSIDE_BAKU = "outside_baku"
"""The whole country but its capital: the finest division that some figures have."""
EVERYWHERE = "all"
"""Among the regions in which money can be collected: the whole country."""
MAIN_CITIES = "main_cities"
"""Among the regions in which money can be collected: only its main cities, nobody says which."""
PLAIN_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?([eE][+-]?[0-9]{1,4})?")
PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PLAIN_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}")


def _plain_number(value: object) -> object:
    """Figures as a clerk writes them; pydantic alone would also read 1_7, other scripts and true."""
    if isinstance(value, bool) or (isinstance(value, str) and not PLAIN_NUMBER.fullmatch(value)):
        raise PydanticCustomError("decimal_parsing", "not a number")
    return value


def _plain_day(value: object) -> object:
    """A day as 2026-11-21; pydantic alone would take a bare number for seconds since 1970."""
    written = isinstance(value, str) and PLAIN_DAY.fullmatch(value)
    if isinstance(value, datetime) or not (written or isinstance(value, date)):
        raise PydanticCustomError("date_type", "not a day")
    return value


def _plain_moment(value: object) -> object:
    """A moment in ISO 8601; pydantic alone would take a bare number for seconds since 1970."""
    if not isinstance(value, datetime) and not (isinstance(value, str) and PLAIN_MOMENT.match(value)):
        raise PydanticCustomError("datetime_type", "not a moment")
    return value


def _with_zone(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise PydanticCustomError("timezone_aware", "a moment without its zone")
    return value


def parted(value: object) -> object:
    """A list as it stands in one cell of a file, its codes parted by spaces."""
    return tuple(value.split()) if isinstance(value, str) else value


Number = Annotated[Decimal, BeforeValidator(_plain_number)]
Whole = Annotated[int, BeforeValidator(_plain_number)]
Day = Annotated[date, BeforeValidator(_plain_day)]
Moment = Annotated[datetime, BeforeValidator(_plain_moment), AfterValidator(_with_zone)]
"""A time with its zone, as 2026-11-30T09:14:00+04:00."""
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Destination = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|any)$")]
CorridorKey = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-([A-Z]{2}|any)$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=80)]
Period = Annotated[str, StringConstraints(pattern=r"^(19|20)[0-9]{2}-Q[1-4]$")]
Span = Annotated[str, StringConstraints(pattern=r"^(19|20)[0-9]{2}(-(Q[1-4]|H[12]|M0[1-9]|M1[0-2]))?$")]
"""A year, a quarter, a half year, or the months from January to the one named: 2024, 2024-H1, 2023-M09."""
Place = Annotated[str, StringConstraints(pattern=r"^([A-Z]{2}|[a-z]+(_[a-z]+)*)$")]
Letter = Annotated[str, StringConstraints(pattern=r"^[a-i]$")]
Mark = Annotated[
    str, StringConstraints(pattern=r"^(rounded|model|unit_corrected|parts_do_not_add|legacy|boundary)$")
]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=600, strip_whitespace=True)]
Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=400)]
Percent = Annotated[Number, Field(ge=0, le=100)]
Amount = Annotated[Number, Field(ge=0, le=Decimal(1_000_000_000))]
Minutes = Annotated[Whole, Field(ge=0, le=525_600)]
Margin = Annotated[Number, Field(ge=-60, le=60)]
Price = Annotated[Number, Field(ge=Decimal("1E-9"), le=Decimal(1_000_000_000))]
"""A rate between two currencies."""


class Record(BaseModel):
    """Immutable, and a misspelt field is an error, not a silent default.

    What checks a record is built when the first one is checked: a start that reads kept data checks none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class LocalText(Record):
    """One text in the three languages of the page; `az` and `ru` fall back to English where equal."""

    en: Text
    az: Text | None = None
    ru: Text | None = None

    def text_in(self, language: str) -> str:
        """The text in a language, in English where that language has no other."""
        return {"az": self.az, "ru": self.ru}.get(language) or self.en


class Source(Record):
    """Who says so. `published` is None for a page that prints no date.

    Where not the publisher's own page was read but a copy, `copy_by` says who keeps it and `copy_url` where;
    both None = the page itself was read. `title_az` and `title_ru` None = the title stays as it is, and so
    with the publisher's name.
    """

    id: Id
    title: Text
    title_az: Text | None = None
    title_ru: Text | None = None
    publisher: Text
    publisher_az: Text | None = None
    publisher_ru: Text | None = None
    url: Url | None = None
    copy_by: Text | None = None
    copy_url: Url | None = None
    published: Day | None = None
    retrieved: Day
    confidence: Confidence
    licence: Text = "not stated"

    @property
    def address(self) -> str | None:
        """Where it can be read: the publisher's page, else the copy; None where neither is known."""
        return self.url or self.copy_url

    def title_in(self, language: str) -> str:
        """The title in a language, as it was written where that language has no other."""
        return {"az": self.title_az, "ru": self.title_ru}.get(language) or self.title

    def publisher_in(self, language: str) -> str:
        """The publisher in a language, as it calls itself where that language has no other name."""
        return {"az": self.publisher_az, "ru": self.publisher_ru}.get(language) or self.publisher


class Corridor(Record):
    """A sending and a receiving country, with the currencies usual at both ends."""

    sending: Country
    receiving: Destination
    sends: Currency
    receives: Currency | None = None
    usual: Annotated[Whole, Field(ge=1, le=20)] | None = None
    source: Id

    @property
    def key(self) -> str:
        """The corridor as one code, such as `RU-AZ`."""
        return f"{self.sending}-{self.receiving}"


def span_end(span: str) -> date:
    """The last day of a year, half year, quarter, or of the months from January to the one named."""
    year, part = int(span[:4]), span[5:]
    month = 12 if not part else int(part[1:]) * {"Q": 3, "H": 6, "M": 1}[part[0]]
    return date(year, month, monthrange(year, month)[1])


def quarter_end(period: str) -> date:
    """The last day of a quarter written as `2021-Q4`."""
    return span_end(period)


def quarter_of(day: date) -> str:
    """The quarter of a day, written as `2021-Q4`."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def with_inner(record: Record) -> Iterator[Record]:
    """A record and every record inside it."""
    yield record
    for name in _may_hold(type(record)):
        value = getattr(record, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Record):
                yield from with_inner(item)


@cache
def named_fields(model: type[Record], names: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some fields that a record has: asking pydantic for one that is not there is slow."""
    return tuple(name for name in names if name in model.model_fields)


@cache
def _may_hold(model: type[Record]) -> tuple[str, ...]:
    """The fields of a record that may hold others: of the thousands of flat ones nothing need be asked."""
    return tuple(name for name, field in model.model_fields.items() if _holds(field.annotation))


def _holds(annotation: object) -> bool:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return True
    return any(_holds(part) for part in get_args(annotation))
