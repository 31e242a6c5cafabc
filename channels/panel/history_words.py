"""The history of the quotes' panel in DuckDB's own words: to say them takes longer than to answer them."""

from functools import cache
from pathlib import Path

import ibis

from channels.panel import quote_indicators, quotes
from channels.panel.quote_indicators import last_words

QUOTES = "quotes_of_question"
"""The table of prices that the words are about."""


@cache
def history_words(*, once: bool) -> str:
    """The expression of `quote_indicators.history`; `once`: each price stands in the table once already."""
    table = ibis.table(ibis.Schema.from_pyarrow(quotes.SCHEMA), name=QUOTES)
    found = quote_indicators.asked("history", table if once else last_words(table))
    return str(ibis.to_sql(found, dialect="duckdb"))


def quoted(text: str | Path) -> str:
    """A text in DuckDB's quotes."""
    return "'" + str(text).replace("'", "''") + "'"
