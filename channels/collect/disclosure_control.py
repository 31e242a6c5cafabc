"""Which cells of a table stay hidden, so that nobody can work out a cell of few answers from those shown."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from channels.records.entries import LEAST

TOTAL = "total"
"""The column with the sum of a row."""
Cell = tuple[str, str]
"""A row and a column, or a row and `TOTAL`."""
Rows = Mapping[str, Mapping[str, int]]
Swap = tuple[str, str]
"""Two columns whose sums are hidden: the first may be one more where the second is one less."""
Want = Callable[[set[Cell]], bool]
"""Whether what is wanted holds for the cells that are hidden."""


def hidden_in_line(counts: Mapping[str, int], least: int = LEAST) -> frozenset[str]:
    """The counts of one line that are not to be shown where their sum is.

    Every count under `least` is hidden, nothing at all too; and so many more, the smallest first, that
    what is left over by the sum and the shown counts is never a small number nor a single one.
    """
    gone = {name for name, count in counts.items() if count < least}
    shown = sorted(counts.keys() - gone, key=lambda name: (counts[name], name))
    while gone and shown and (len(gone) < 2 or sum(counts[name] for name in gone) < least):
        gone.add(shown.pop(0))
    return frozenset(gone)


def hidden_of_parts(
    whole: Mapping[str, int], parts: Mapping[str, Rows], least: int = LEAST
) -> tuple[frozenset[str], dict[str, frozenset[Cell]]]:
    """The counts of a whole that are not to be shown beside their sum, and the cells of its parts.

    `whole` counts by column; each of `parts` divides the same people by row, in its own way. Swaps are
    allowed: two suppressed totals may each change by one without altering any published cell.
    """
    gone = hidden_in_line(whole, least)
    largest = sorted(gone, key=lambda name: (-whole[name], name))[:2]
    few = [name for name in sorted(gone) if whole[name] < least]
    swaps = tuple((name, next(other for other in largest if other != name)) for name in few if len(gone) > 1)
    return gone, {name: hidden(rows, least, swaps) for name, rows in parts.items()}


def hidden(rows: Rows, least: int = LEAST, swaps: Sequence[Swap] = ()) -> frozenset[Cell]:
    """The cells and row sums of a table that are not to be shown where the sum of each column may be known.

    Every count under `least` is hidden, nothing at all too. So is each further cell without which one of
    these could be computed: by the sums of rows and columns, and because no count is negative. No shown sum
    leaves a small number over for its hidden parts. This is the statistics offices' secondary suppression.
    `swaps` are to stay possible, whatever else is shown.
    """
    counts = {(row, column): count for row, line in rows.items() for column, count in line.items()}
    counts |= {(row, TOTAL): sum(line.values()) for row, line in rows.items()}
    small = frozenset(cell for cell, count in counts.items() if count < least)
    wanted: list[Want] = [partial(_free, cell, counts, swaps) for cell in sorted(small)]
    wanted += [partial(_swaps, *swap, counts) for swap in swaps]
    gone = set(small)
    while len(gone) < len(counts):
        more = next(_left_over(counts, gone, least), None)
        if more is None:
            unmet = next((want for want in wanted if not want(gone)), None)
            more = None if unmet is None else _beside(unmet, counts, gone)
        if more is None:
            break
        gone.add(more)
    return frozenset(gone)


def _left_over(counts: Mapping[Cell, int], gone: set[Cell], least: int) -> Iterator[Cell]:
    """Where a sum leaves too little for its hidden parts, the smallest of the shown ones."""
    rows, columns = ({cell[n] for cell in counts} for n in (0, 1))
    lines = [[(row, column) for column in columns - {TOTAL}] for row in rows if (row, TOTAL) not in gone]
    lines += [[(row, column) for row in rows] for column in columns]
    for line in lines:
        shown = [cell for cell in line if cell not in gone]
        left = [counts[cell] for cell in line if cell in gone]
        if left and shown and sum(left) < least:
            yield _smallest(shown, counts)


def _beside(want: Want, counts: Mapping[Cell, int], gone: set[Cell]) -> Cell:
    """A shown cell to hide so that something cannot be computed: the smallest that does it, sums last."""
    shown = sorted(counts.keys() - gone, key=lambda other: (other[1] == TOTAL, counts[other], other))
    return next((other for other in shown if want(gone | {other})), shown[0])


def _smallest(cells: Iterable[Cell], counts: Mapping[Cell, int]) -> Cell:
    return min(cells, key=lambda cell: (counts[cell], cell))


def _free(cell: Cell, counts: Mapping[Cell, int], swaps: Sequence[Swap], gone: set[Cell]) -> bool:
    """Whether a hidden cell could have another count, for all that is shown.

    One more in a cell is one step from its row to its column, one less a step back, and of nothing there
    is no less; in the sums of rows it is the other way round. The sums hold where the steps come round,
    and so a cell is free if some way leads round through it. A swap is a step between two columns.
    """
    steps = _steps(counts, gone - {cell})
    for more, less in swaps:
        steps.setdefault(f"column {more}", set()).add(f"column {less}")
    begin, end = _ends(cell)
    return _leads(steps, end, begin) or (counts[cell] > 0 and _leads(steps, begin, end))


def _swaps(more: str, less: str, counts: Mapping[Cell, int], gone: set[Cell]) -> bool:
    """Whether one column could have one more and another one less, for all that is shown."""
    return _leads(_steps(counts, gone), f"column {less}", f"column {more}")


def _steps(counts: Mapping[Cell, int], cells: Iterable[Cell]) -> dict[str, set[str]]:
    steps: dict[str, set[str]] = {}
    for cell in cells:
        begin, end = _ends(cell)
        steps.setdefault(begin, set()).add(end)
        if counts[cell] > 0:
            steps.setdefault(end, set()).add(begin)
    return steps


def _ends(cell: Cell) -> tuple[str, str]:
    """Where the step of one more in a cell begins and ends."""
    row, column = f"row {cell[0]}", f"column {cell[1]}"
    return (column, row) if cell[1] == TOTAL else (row, column)


def _leads(steps: Mapping[str, set[str]], begin: str, end: str) -> bool:
    """Whether a way of steps leads from one place to another."""
    seen, waiting = {begin}, [begin]
    while waiting:
        new = steps.get(waiting.pop(), set()) - seen
        seen |= new
        waiting += new
    return end in seen
