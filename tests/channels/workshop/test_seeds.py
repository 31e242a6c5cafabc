"""Chance that two rooms share: written on a board, the same on every machine."""

import subprocess
import sys
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.workshop import seeds

SEEDS = st.text(seeds.SIGNS, min_size=seeds.LENGTH, max_size=seeds.LENGTH)


def test_the_order_is_that_of_sha_256_as_it_is_written_down():
    digests = {name: sha256(f"pulyolu:1:K7MT:chance:{name}".encode()).hexdigest() for name in "abcde"}
    assert seeds.laid("K7MT", "chance", "abcde") == sorted("abcde", key=digests.__getitem__)
    assert "".join(seeds.laid("K7MT", "chance", "abcdefgh")) == "chafdebg"


def test_another_process_with_other_hashes_deals_the_same():
    code = "from channels.workshop import seeds; print(''.join(seeds.laid('K7MT', 'chance', 'abcdefgh')))"
    dealt = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": salt},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for salt in ("1", "2")
    }
    assert dealt == {"".join(seeds.laid("K7MT", "chance", "abcdefgh"))}


@given(SEEDS, st.sets(st.text("abcdef", min_size=1, max_size=3), min_size=2))
def test_an_item_that_is_taken_away_leaves_the_order_of_the_others(seed, names):
    order = seeds.laid(seed, "x", sorted(names))
    gone = order[0]
    assert sorted(order) == sorted(names)
    assert seeds.laid(seed, "x", sorted(names - {gone})) == order[1:]


def test_the_seed_and_the_purpose_change_the_order():
    orders = {tuple(seeds.laid(seeds.made(n), "x", range(6))) for n in range(40)}
    assert len(orders) > 30
    assert seeds.laid("K7MT", "x", range(9)) != seeds.laid("K7MT", "y", range(9))


def test_both_sides_of_the_coin_come_up():
    assert {seeds.tossed(seeds.made(n), "rate") for n in range(30)} == {True, False}


@pytest.mark.parametrize("typed", ["K7MT", "k7mt", " K7MT ", "К7МТ", "к7мт"])
def test_a_seed_is_read_in_both_alphabets(typed):
    assert seeds.read(typed) == "K7MT"


@pytest.mark.parametrize("typed", ["", "K7M", "K7MTT", "K7M0", "K7MO", "K7M1", "KİMT", "K7 M", "Ж7МТ"])
def test_what_is_no_seed_is_not_read(typed):
    assert seeds.read(typed) is None


@given(st.integers(min_value=0, max_value=10**9))
def test_every_number_makes_a_seed_that_is_read_back(number):
    seed = seeds.made(number)
    assert seeds.read(seed) == seed
    assert seeds.made(number + len(seeds.SIGNS) ** seeds.LENGTH) == seed
