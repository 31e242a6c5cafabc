"""What a table of the panel must look like before it is stored."""

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from channels.readers.workbooks import Unreadable
from channels.terms import SpeedBand

_QUARTER = pa.Check.str_matches(r"^20\d\d-Q[1-4]$")
_COUNTRY = pa.Check.str_matches(r"^[A-Z]{2}$")
_FINITE = pa.Check(lambda values: values.abs() < float("inf"), name="finite")


def _text(*checks: pa.Check, nullable: bool = True) -> pa.Column:
    return pa.Column("str", list(checks), nullable=nullable)


def _number() -> pa.Column:
    return pa.Column("float64", _FINITE, nullable=True)


SERVICES = pa.DataFrameSchema(
    {
        "quarter": _text(_QUARTER, nullable=False),
        "sending": _text(_COUNTRY, nullable=False),
        "receiving": _text(_COUNTRY, nullable=False),
        "id": _text(pa.Check.str_length(min_value=1), nullable=False),
        "firm_type": _text(),
        "instrument": _text(),
        "speed": _text(pa.Check.isin([band.value for band in SpeedBand])),
        "transparent": pa.Column("boolean", nullable=True),
        "day": pa.Column(nullable=True),
        **{
            name: _text()
            for name in (
                "firm",
                "product",
                "access_point",
                "coverage",
                "pickup_location",
                "pickup_method",
                "currency",
            )
        },
        **{
            name: _number()
            for name in (
                "amount",
                "fee",
                "fx_margin",
                "total",
                "amount_500",
                "fee_500",
                "fx_margin_500",
                "total_500",
                "fee_percent",
            )
        },
        "marks": _text(nullable=False),
        "sheet": _text(nullable=False),
        "row": pa.Column("int64", pa.Check.ge(2)),
    },
    strict=True,
    ordered=True,
    unique=["quarter", "id"],
)
"""One service of one quarter. Percentages are of the amount sent; `row` is Excel's own number."""

PUBLISHED = pa.DataFrameSchema(
    {
        "quarter": _text(_QUARTER, nullable=False),
        "sending": _text(_COUNTRY, nullable=False),
        "receiving": _text(_COUNTRY, nullable=False),
        "series": _text(nullable=False),
        "value": pa.Column("float64", _FINITE),
        "row": pa.Column("int64", pa.Check.ge(2)),
    },
    strict=True,
    ordered=True,
    unique=["quarter", "sending", "receiving", "series"],
)
"""One published figure of a corridor and quarter, in percent of the amount sent."""


def checked(table: pd.DataFrame, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """The table, if it is as the schema says. Raises `Unreadable` with the column that is not."""
    try:
        return schema.validate(table, lazy=True)
    except SchemaErrors as error:
        first = error.failure_cases.iloc[0]
        raise Unreadable("failed_check", column=str(first["column"]), check=str(first["check"])) from error
