"""Which cells of a table stay hidden, so that nobody can work out a cell of few answers from those shown."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

LEAST = 30
"""Answers behind a figure that may be shown."""

Cell = tuple[str, ...]
Total = tuple[Cell, tuple[Cell, ...]]
"""A cell and the cells that it is the sum of."""
Line = dict[Cell, Fraction]


def hidden(counts: Mapping[Cell, int], totals: Sequence[Total], least: int = LEAST) -> frozenset[Cell]:
    """The cells that are not to be shown.

    Every count under `least` is hidden, an empty cell too. So is every cell without which one of these
    could be computed, or is left over by a total and its shown parts, or follows because no count is
    negative. The source of the rule is the statistics office's secondary suppression; the cells hidden
    beside are the smallest that do.
    """
    found = {cell for cell, count in counts.items() if count < least}
    small = frozenset(found)
    while len(found) < len(counts):
        more = _left_over(counts, totals, found, least)
        if not more:
            sure = _derivable(counts, totals, found) & small
            more = {_beside(min(sure), counts, totals, found)} if sure else set()
        if not more:
            break
        found |= more
    return frozenset(found)


def _left_over(
    counts: Mapping[Cell, int], totals: Sequence[Total], found: set[Cell], least: int
) -> set[Cell]:
    """Where a shown total leaves too little for its hidden parts, the smallest shown part."""
    more = set()
    for total, parts in totals:
        gone = [part for part in parts if part in found]
        shown = [part for part in parts if part not in found]
        if total not in found and gone and shown and sum(counts[part] for part in gone) < least:
            more.add(_smallest(shown, counts))
    return more


def _beside(cell: Cell, counts: Mapping[Cell, int], totals: Sequence[Total], found: set[Cell]) -> Cell:
    """A shown cell to hide so that another cannot be computed: the smallest that does, sums last."""
    sums = {total for total, _ in totals}
    shown = sorted(counts.keys() - found, key=lambda other: (other in sums, counts[other], other))
    for other in shown:
        if cell not in _derivable(counts, totals, found | {other}):
            return other
    return shown[0]


def _smallest(cells: Iterable[Cell], counts: Mapping[Cell, int]) -> Cell:
    return min(cells, key=lambda cell: (counts[cell], cell))


def _derivable(counts: Mapping[Cell, int], totals: Sequence[Total], found: set[Cell]) -> set[Cell]:
    """The hidden cells that the shown ones determine.

    What is known of the hidden cells are the sums, and that no count is negative. A cell above 0 may be
    more or less than it is; an empty one may only be more, together with the empty sums that it is part of.
    """
    movable = {cell for cell in found if counts[cell] > 0}
    lines: list[Line] = []
    for total, parts in totals:
        line = {part: Fraction(1) for part in parts if part in found}
        if total in found:
            line[total] = Fraction(-1)
        lines.append(line)
    solved, rest = _solve(lines, movable)
    sure = {cell for cell, line in solved.items() if len(_of(line, movable)) == 1}
    for cell in {cell for line in rest for cell in line}:
        with_it = _above(cell, totals)
        _, left = _solve((_of(line, {cell, *with_it}) for line in rest), with_it)
        if any(cell in line for line in left):
            sure.add(cell)
    return sure


def _above(cell: Cell, totals: Sequence[Total]) -> set[Cell]:
    """The sums that a cell is part of, directly or through another sum."""
    above: set[Cell] = set()
    near = {cell}
    while near:
        near = {total for total, parts in totals if near.intersection(parts)} - above
        above |= near
    return above


def _of(line: Line, cells: set[Cell]) -> Line:
    return {cell: factor for cell, factor in line.items() if cell in cells}


def _solve(lines: Iterable[Line], cells: set[Cell]) -> tuple[dict[Cell, Line], list[Line]]:
    """Gauss and Jordan over some of the cells: a line for each that it is solved for, and what is left over.

    What is left over holds none of these cells: each such line alone fixes the others in it.
    """
    solved: dict[Cell, Line] = {}
    rest: list[Line] = []
    for given in lines:
        line = dict(given)
        for cell, known in solved.items():
            _take(line, known, cell)
        pivot = min(_of(line, cells), default=None)
        if pivot is None:
            rest += [line] if line else []
            continue
        factor = line[pivot]
        line = {cell: value / factor for cell, value in line.items()}
        for known in solved.values():
            _take(known, line, pivot)
        solved[pivot] = line
    return solved, rest


def _take(line: Line, known: Line, cell: Cell) -> None:
    """Take as much of a known line from another as leaves nothing of a cell in it."""
    factor = line.get(cell)
    if factor is None:
        return
    for other, value in known.items():
        left = line.get(other, Fraction(0)) - factor * value
        if left:
            line[other] = left
        else:
            line.pop(other, None)
