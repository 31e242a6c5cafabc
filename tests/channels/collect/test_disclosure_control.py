import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from channels.collect.disclosure_control import TOTAL, hidden, hidden_in_line, hidden_of_parts
from tests.support.examples import costly

LEAST = 3
COLUMNS = ("a", "b", "c")


def named(table):
    """Rows of numbers as a table: rows r0, r1 ..., columns a, b ..."""
    return {f"r{n}": dict(zip("abcdef", line, strict=False)) for n, line in enumerate(table)}


def down(rows):
    """The sum of each column."""
    return {column: sum(line[column] for line in rows.values()) for column in rows["r0"]}


def worlds(rows, gone, most):
    """Every table of whole numbers that agrees with the shown cells and row sums."""
    lines = []
    for row, line in rows.items():
        choices = [range(most + 1) if (row, column) in gone else (line[column],) for column in line]
        fits = itertools.product(*choices)
        lines.append([fit for fit in fits if (row, TOTAL) in gone or sum(fit) == sum(line.values())])
    for inner in itertools.product(*lines):
        yield {row: dict(zip(rows[row], line, strict=True)) for row, line in zip(rows, inner, strict=True)}


def cells(rows):
    found = {(row, column): count for row, line in rows.items() for column, count in line.items()}
    return found | {(row, TOTAL): sum(line.values()) for row, line in rows.items()}


counted = st.sampled_from([0, 0, 1, 2, 3, 4])
small_tables = st.integers(2, 3).flatmap(
    lambda width: st.lists(
        st.lists(counted, min_size=width, max_size=width).filter(any), min_size=1, max_size=2
    ).map(named)
)


@given(small_tables)
def test_no_small_count_can_be_worked_out_even_by_who_knows_the_sum_of_each_column(rows):
    gone = hidden(rows, LEAST)
    small = {cell for cell, count in cells(rows).items() if count < LEAST}
    assert small <= gone
    if len(gone) == len(cells(rows)):
        return
    unsure = set()
    for world in worlds(rows, gone, 6):
        if down(world) == down(rows):
            unsure |= {cell for cell in small if cells(world)[cell] != cells(rows)[cell]}
    assert unsure == small, (rows, sorted(gone))


one_person = st.tuples(st.sampled_from("aaabbc"), st.sampled_from("xy"), st.sampled_from("pq"))


@given(st.lists(one_person, min_size=LEAST, max_size=14))
def test_no_small_count_can_be_worked_out_from_a_whole_and_two_ways_of_dividing_it(people):
    whole = {column: sum(one[0] == column for one in people) for column in COLUMNS}
    parts = {name: divided(people, place) for name, place in (("left", 1), ("right", 2))}
    gone, gone_of = hidden_of_parts(whole, parts, LEAST)
    if any((row, TOTAL) in gone_of[name] for name, rows in parts.items() for row in rows):
        # Too many worlds to look at, and nothing but the whole is shown.
        assert any(len(gone_of[name]) == len(cells(parts[name])) for name in parts)
        return
    possible: dict[str, dict[Any, Any]] = {name: {} for name in parts}
    for name, rows in parts.items():
        for world in worlds(rows, gone_of[name], len(people)):
            sums = down(world)
            if all(sums[column] == whole[column] for column in COLUMNS if column not in gone):
                possible[name].setdefault(tuple(sums.values()), []).append([*cells(world).values()])
    together = possible["left"].keys() & possible["right"].keys()
    for place, count in enumerate(whole.values()):
        assert count >= LEAST or len({sums[place] for sums in together}) > 1, (whole, place)
    for name, rows in parts.items():
        kept = [world for sums in together for world in possible[name][sums]]
        for place, (cell, count) in enumerate(cells(rows).items()):
            assert count >= LEAST or len({world[place] for world in kept}) > 1, (rows, cell)


def divided(people, place):
    """How many of each row stand in each column, the rows named r0 and r1."""
    values = sorted({one[place] for one in people})
    return {
        f"r{n}": {
            column: sum((one[0], one[place]) == (column, value) for one in people) for column in COLUMNS
        }
        for n, value in enumerate(values)
    }


big_line = st.lists(st.integers(0, 90), min_size=6, max_size=6).filter(any)
big_tables = st.lists(big_line, min_size=2, max_size=8).map(named)


@given(big_tables)
def test_what_a_shown_sum_leaves_over_is_never_a_small_number(rows):
    gone = hidden(rows)
    counts = cells(rows)
    lines = [[(row, column) for column in rows[row]] for row in rows if (row, TOTAL) not in gone]
    lines += [[(row, column) for row in rows] for column in (*rows["r0"], TOTAL)]
    for line in lines:
        left = [counts[cell] for cell in line if cell in gone]
        assert sum(left) >= 30 or len(left) in (0, len(line))


@given(big_tables)
@costly()
def test_what_is_hidden_depends_on_the_counts_alone_and_not_on_their_order(rows):
    turned = {row: dict(reversed(line.items())) for row, line in reversed(rows.items())}
    assert hidden(turned) == hidden(rows)


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 90), min_size=1))
def test_a_line_leaves_no_small_number_and_no_single_one_over(counts):
    gone = hidden_in_line(counts)
    assert all(name in gone for name, count in counts.items() if count < 30)
    left = [counts[name] for name in gone]
    assert not left or len(gone) == len(counts) or (len(left) > 1 and sum(left) >= 30)


def test_a_table_of_many_answers_is_shown_whole():
    assert hidden(named([[50, 60], [70, 80]])) == frozenset()
    assert hidden_in_line({"a": 30, "b": 31}) == frozenset()


def test_one_small_cell_takes_three_others_with_it():
    square = {("r0", "a"), ("r0", "b"), ("r1", "a"), ("r1", "b")}
    assert hidden(named([[5, 60, 90], [70, 40, 95]])) == square
    # Nobody is a number too.
    assert hidden(named([[0, 60, 90], [70, 40, 95]])) == square


def test_a_road_that_nobody_took_is_not_told():
    gone, gone_of = hidden_of_parts({"a": 0, "b": 100, "c": 185}, {"sex": named([[0, 60, 90], [0, 40, 95]])})
    assert gone == {"a", "b"}
    # Else the shown roads would add up to everybody.
    for row in ("r0", "r1"):
        assert {(row, "a"), (row, "b")} <= gone_of["sex"]
        assert (row, TOTAL) not in gone_of["sex"]


def test_what_is_hidden_in_the_whole_does_not_come_out_of_one_of_its_parts():
    sexes, places = named([[27, 94, 1, 2], [2, 2, 94, 72]]), named([[0, 33, 90, 41], [29, 63, 5, 33]])
    assert down(sexes) == down(places) == {"a": 29, "b": 96, "c": 95, "d": 74}
    gone, gone_of = hidden_of_parts(down(sexes), {"sex": sexes, "region": places})
    assert gone == {"a", "d"}
    # Else the two of column d would add up to it, and column a would be what is left of the whole.
    assert any((row, "d") in gone_of["region"] for row in places)


def test_places_with_one_road_each_are_told_apart_no_more_than_needed():
    gone = hidden(named([[0, 100], [100, 0]]))
    assert gone == {(row, column) for row in ("r0", "r1") for column in ("a", "b")}


def test_where_all_is_small_nothing_is_shown():
    rows = named([[1, 2], [3, 4]])
    assert hidden(rows) == cells(rows).keys()
