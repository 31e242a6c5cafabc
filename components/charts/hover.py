"""What is read over a mark of a drawing: whose it is, its value, where and when, and who says so."""

from collections.abc import Mapping
from textwrap import wrap

from components.charts.drawings import Drawing, Level, SeriesRow, told
from components.charts.drawings import figure as figure_of
from components.charts.frame import safe
from components.i18n import Words

LETTERS = 46
"""Letters that stand beside each other over a mark, on a phone too."""
MOST_SOURCES = 3
Publishers = Mapping[str, str]
"""Who published each source, in the reader's language."""


def over_row(drawing: Drawing, row: SeriesRow, n: int, words: Words, known: Publishers) -> str:
    """Over the mark of a row's value of series `n`."""
    if drawing.self_told or row.fields:
        value = told(drawing, row, words)
    elif len(drawing.series) > 1:
        value = f"{drawing.series[n]}: {figure_of(drawing, row.values[n], words)}"
    else:
        value = figure_of(drawing, row.values[n], words)
    detail = "" if drawing.self_told else row.detail
    return lines(row.label, value, detail, drawing.scope, said_by(drawing, row, known))


def over_field(drawing: Drawing, row: SeriesRow, n: int, known: Publishers) -> str:
    """Over a field of a grid or a tile."""
    value = f"{drawing.series[n]}: {row.fields[n].text}"
    # Of what nobody looked at, nobody says anything.
    silent = row.fields[n].level is Level.UNKNOWN and not row.detail
    source = "" if silent else said_by(drawing, row, known)
    return lines(row.label, value, row.detail, drawing.scope, source)


def said_by(drawing: Drawing, row: SeriesRow, known: Publishers) -> str:
    """Who says so: the row's own sources, else the drawing's, each publisher once."""
    names = drawing.sources if row.sources is None else row.sources
    return ", ".join(list(dict.fromkeys(known[name] for name in names if name in known))[:MOST_SOURCES])


def lines(first: str, *others: str) -> str:
    """Some texts below each other, the first in bold, folded for a phone; empty ones are left out."""
    folded = [part for text in others if text for part in wrap(text, LETTERS)]
    return "<br>".join([f"<b>{safe(first)}</b>", *(safe(part) for part in folded)])
