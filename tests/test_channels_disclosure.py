import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from channels.disclosure import hidden

LEAST = 3


def table(rows):
    """The counts of a table with its sums, and which cell is the sum of which."""
    height, width = len(rows), len(rows[0])
    counts = {(f"r{r}", f"c{c}"): rows[r][c] for r in range(height) for c in range(width)}
    down, across = [f"r{r}" for r in range(height)], [f"c{c}" for c in range(width)]
    counts |= {(r, "all"): sum(counts[r, c] for c in across) for r in down}
    counts |= {("all", c): sum(counts[r, c] for r in down) for c in across}
    counts["all", "all"] = sum(map(sum, rows))
    totals = [((r, "all"), tuple((r, c) for c in across)) for r in (*down, "all")]
    totals += [(("all", c), tuple((r, c) for r in down)) for c in (*across, "all")]
    return counts, totals


def worlds(rows, counts, gone, most):
    """Every table of whole numbers that agrees with all that is shown."""
    width = len(rows[0])
    across = [f"c{c}" for c in range(width)]
    lines = []
    for r in [f"r{r}" for r in range(len(rows))]:
        choices = [range(most + 1) if (r, c) in gone else (counts[r, c],) for c in across]
        fits = itertools.product(*choices)
        lines.append([line for line in fits if (r, "all") in gone or sum(line) == counts[r, "all"]])
    for inner in itertools.product(*lines):
        world, _ = table(inner)
        if all(world[cell] == counts[cell] for cell in counts if cell not in gone):
            yield world


counted = st.sampled_from([0, 0, 1, 2, 3, 4])
lines = {n: st.lists(counted, min_size=n, max_size=n).filter(any) for n in (2, 3)}
small_tables = st.integers(2, 3).flatmap(lambda n: st.lists(lines[n], min_size=1, max_size=2))


@given(small_tables)
@settings(max_examples=50, deadline=None)
def test_no_small_count_can_be_worked_out_from_what_is_shown(rows):
    counts, totals = table(rows)
    gone = hidden(counts, totals, LEAST)
    small = {cell for cell, count in counts.items() if count < LEAST}
    assert small <= gone
    unsure = set()
    for world in worlds(rows, counts, gone, 5):
        unsure |= {cell for cell in small if world[cell] != counts[cell]}
        if unsure == small:
            break
    assert unsure == small, (rows, sorted(gone))


big_line = st.lists(st.integers(0, 90), min_size=6, max_size=6).filter(any)
big_tables = st.lists(big_line, min_size=2, max_size=8)


@given(big_tables)
@settings(max_examples=60, deadline=None)
def test_what_a_shown_sum_leaves_over_is_never_a_small_number(rows):
    counts, totals = table(rows)
    gone = hidden(counts, totals)
    for total, parts in totals:
        left = [part for part in parts if part in gone]
        if total not in gone and left:
            assert sum(counts[part] for part in left) >= 30
            assert len(left) > 1 or counts[left[0]] >= 30


@given(big_tables)
@settings(max_examples=30, deadline=None)
def test_what_is_hidden_depends_on_the_counts_alone_and_not_on_their_order(rows):
    counts, totals = table(rows)
    mixed = dict(reversed(counts.items()))
    turned = [(total, tuple(reversed(parts))) for total, parts in reversed(totals)]
    assert hidden(mixed, turned) == hidden(counts, totals)


def test_a_table_of_many_answers_is_shown_whole():
    counts, totals = table([[50, 60], [70, 80]])
    assert hidden(counts, totals) == frozenset()


def test_one_small_cell_takes_three_others_with_it():
    counts, totals = table([[5, 60, 90], [70, 40, 95]])
    assert hidden(counts, totals) == {("r0", "c0"), ("r0", "c1"), ("r1", "c0"), ("r1", "c1")}


def test_an_empty_cell_is_hidden_like_a_small_one():
    counts, totals = table([[0, 60, 90], [70, 40, 95]])
    gone = hidden(counts, totals)
    assert ("r0", "c0") in gone
    assert len(gone) == 4


def test_a_road_that_nobody_took_is_not_told():
    counts, totals = table([[0, 60, 90], [0, 40, 95]])
    gone = hidden(counts, totals)
    assert {("r0", "c0"), ("r1", "c0"), ("all", "c0")} <= gone
    # Else the shown roads would add up to everybody.
    assert all(any((row, c) in gone for c in ("c1", "c2")) for row in ("r0", "r1", "all"))


def test_where_all_is_small_nothing_is_shown():
    counts, totals = table([[1, 2], [3, 4]])
    assert hidden(counts, totals) == counts.keys()
