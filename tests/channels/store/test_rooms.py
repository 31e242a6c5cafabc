"""Rooms and votes: one phone one vote, none lost and none double, gone after a day."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st
from sqlalchemy import event, select

from channels.store import rooms
from channels.store.engine import open_store, reading, writing
from channels.store.rooms import MOST_OF_ONE, MOST_ROOMS, MOST_VOTES, UNUSED_AFTER, NoRoom
from channels.store.tables import BALLOTS, ROOMS, VOTES
from channels.workshop.room import KEPT_FOR, Ballot, Voted, read_code
from tests.support.examples import costly
from tests.support.writers import NOW, writers

LATER = NOW + timedelta(hours=1)
NEXT_DAY = NOW + KEPT_FOR


@pytest.fixture
def store(url):
    found = open_store(url)
    yield found
    found.dispose()


@pytest.fixture
def opened(store):
    """A room, and the code that leads it, with one thing asked."""
    room, lead = rooms.open_room(store, language="az", story="lankaran", now=NOW)
    rooms.ask(store, lead, "guess", choices=3, now=NOW)
    return room.code, lead


def everything(store) -> str:
    with reading(store) as connection:
        return str([connection.execute(select(table)).all() for table in (ROOMS, BALLOTS, VOTES)])


# The room


@pytest.mark.smoke
def test_a_room_is_as_it_was_opened(store):
    room, lead = rooms.open_room(store, language="ru", story="lankaran", now=NOW)
    assert read_code(room.code) == room.code
    assert (room.language, room.story, room.ballot, room.over) == ("ru", "lankaran", None, False)
    assert room.opened == NOW
    assert rooms.room(store, room.code, now=LATER) == rooms.led(store, lead, now=LATER) == room


def test_what_the_presenter_left_is_there_after_a_restart(store, url, opened):
    code, lead = opened
    rooms.vote(store, code, "guess", "a phone", 1, now=NOW)
    rooms.show(store, lead, language="en", story="istanbul", now=NOW)
    rooms.ask(store, lead, "quiz.before.q17", choices=4, now=NOW)
    store.dispose()
    again = open_store(url)
    room = rooms.led(again, lead, now=LATER)
    assert (room.code, room.language, room.story) == (code, "en", "istanbul")
    assert room.ballot == Ballot("quiz.before.q17", 4, open=True)
    assert rooms.tally(again, code) == {"guess": (0, 1, 0), "quiz.before.q17": (0, 0, 0, 0)}
    again.dispose()


def test_a_leaders_secret_leads_each_of_its_rooms_and_no_other(store):
    first, lead = rooms.open_room(store, language="ru", now=NOW, leader="secret")
    second, other = rooms.open_room(store, language="az", now=NOW, leader="secret")
    assert rooms.lead_of("secret", first.code) == lead != other == rooms.lead_of("secret", second.code)
    assert rooms.led(store, lead, now=LATER) == first
    assert rooms.led(store, rooms.lead_of("another", first.code), now=LATER) is None
    assert "secret" not in everything(store)
    assert lead not in everything(store)


def test_the_code_of_the_room_leads_nothing(store, opened):
    code, lead = opened
    for no_lead in (code, "", lead[:-1], lead.lower(), lead + " "):
        assert rooms.led(store, no_lead, now=NOW) is None
        assert rooms.ask(store, no_lead, "other", choices=2, now=NOW) is None
        assert rooms.show(store, no_lead, language="ru", now=NOW) is None
        assert rooms.close(store, no_lead, now=NOW) is None
        assert rooms.clear(store, no_lead, now=NOW) is None
        assert rooms.end(store, no_lead, now=NOW) is None
    assert rooms.room(store, code, now=NOW).ballot == Ballot("guess", 3, open=True)


def test_neither_the_leading_code_nor_a_phones_cookie_is_kept(store, opened):
    code, lead = opened
    rooms.vote(store, code, "guess", "the phone's cookie", 1, now=NOW)
    assert code in everything(store)
    assert lead not in everything(store)
    assert "the phone's cookie" not in everything(store)


def test_one_phone_has_another_name_in_another_room(store, opened):
    other, lead = rooms.open_room(store, language="az", now=NOW)
    rooms.ask(store, lead, "guess", choices=3, now=NOW)
    for code in (opened[0], other.code):
        rooms.vote(store, code, "guess", "a phone", 1, now=NOW)
    with reading(store) as connection:
        assert len(set(connection.scalars(select(VOTES.c.voter)))) == 2


def filled(store, number: int) -> None:
    """So many rooms of others, opened now, in which nobody votes."""
    with writing(store) as connection:
        for n in range(number):
            values = {"code": f"x{n}", "lead": str(n), "language": "az", "opened": NOW}
            connection.execute(ROOMS.insert().values(values))


def codes(store) -> set[str]:
    with reading(store) as connection:
        return set(connection.scalars(select(ROOMS.c.code)))


def test_there_is_an_end_to_the_rooms_until_one_has_stood_unused(store):
    filled(store, MOST_ROOMS - 1)
    unused = NOW + UNUSED_AFTER
    early = unused - timedelta(seconds=1)
    young, _ = rooms.open_room(store, language="az", now=early)
    with pytest.raises(NoRoom):
        rooms.open_room(store, language="az", now=early)
    room, _ = rooms.open_room(store, language="az", now=unused)
    assert {room.code, young.code} <= codes(store)
    assert len(codes(store)) == MOST_ROOMS
    room, _ = rooms.open_room(store, language="az", now=NEXT_DAY)
    assert rooms.room(store, room.code, now=NEXT_DAY) == room


def test_a_room_with_a_vote_gives_way_to_none(store, opened):
    code, lead = opened
    rooms.vote(store, code, "guess", "a phone", 1, now=NOW)
    filled(store, MOST_ROOMS - 1)
    for _ in range(3):
        rooms.open_room(store, language="az", now=LATER)
    assert rooms.led(store, lead, now=LATER).code == code
    assert rooms.counts(store, code, "guess") == (0, 1, 0)


def test_of_one_leaders_rooms_the_oldest_gives_way(store, opened):
    times = [NOW + timedelta(minutes=n) for n in range(MOST_OF_ONE + 1)]
    found = [rooms.open_room(store, language="az", now=now, leader="secret")[0].code for now in times]
    assert codes(store) == {opened[0], *found[1:]}


@pytest.mark.whole
def test_forty_who_play_at_leading_leave_the_trainer_a_room(store):
    filled(store, MOST_ROOMS // 2)
    for _ in range(MOST_OF_ONE + 1):
        for phone in range(40):
            rooms.open_room(store, language="az", now=NOW, leader=f"phone {phone}")
    assert len(codes(store)) == MOST_ROOMS // 2 + 40 * MOST_OF_ONE < MOST_ROOMS
    assert rooms.open_room(store, language="az", now=NOW, leader="the trainer")


def test_who_leads_a_room_can_open_another_though_no_place_is_left(store):
    for _ in range(MOST_OF_ONE):
        rooms.open_room(store, language="az", now=NOW, leader="secret")
    filled(store, MOST_ROOMS - MOST_OF_ONE)
    room, lead = rooms.open_room(store, language="az", now=NOW, leader="secret")
    assert rooms.led(store, lead, now=NOW) == room


def test_rooms_opened_at_once_are_different_rooms(store):
    with ThreadPoolExecutor(20) as pool:
        found = list(pool.map(lambda _: rooms.open_room(store, language="az", now=NOW), range(60)))
    assert len({room.code for room, _ in found}) == len({lead for _, lead in found}) == 60


# What is asked


@pytest.mark.smoke
def test_one_thing_is_asked_at_a_time(store, opened):
    code, lead = opened
    rooms.ask(store, lead, "other", choices=2, now=NOW)
    assert rooms.vote(store, code, "guess", "a phone", 1, now=NOW) is Voted.CLOSED
    assert rooms.vote(store, code, "other", "a phone", 1, now=NOW) is Voted.KEPT


def test_what_is_asked_again_keeps_its_votes(store, opened):
    code, lead = opened
    rooms.vote(store, code, "guess", "a phone", 1, now=NOW)
    rooms.ask(store, lead, "other", choices=2, now=NOW)
    assert rooms.ask(store, lead, "guess", choices=3, now=NOW).ballot.open
    assert rooms.counts(store, code, "guess") == (0, 1, 0)
    rooms.ask(store, lead, "guess", choices=2, now=NOW)
    assert rooms.counts(store, code, "guess") == (0, 0)


def test_nothing_is_counted_after_the_close(store, opened):
    code, lead = opened
    rooms.vote(store, code, "guess", "a phone", 1, now=NOW)
    assert rooms.close(store, lead, now=NOW).ballot == Ballot("guess", 3, open=False)
    assert rooms.vote(store, code, "guess", "a phone", 2, now=NOW) is Voted.CLOSED
    assert rooms.vote(store, code, "guess", "another", 2, now=NOW) is Voted.CLOSED
    assert rooms.counts(store, code, "guess") == (0, 1, 0)
    assert rooms.choice(store, code, "guess", "a phone") == 1


def test_the_close_waits_for_a_vote_that_is_on_its_way(store, opened):
    code, lead = opened
    begun, go_on = threading.Event(), threading.Event()

    def hold(_connection, _cursor, statement, *_):
        if statement.startswith("INSERT INTO votes"):
            begun.set()
            go_on.wait(20)

    def close():
        rooms.close(store, lead, now=NOW)
        return rooms.counts(store, code, "guess")

    event.listen(store, "before_cursor_execute", hold)
    with ThreadPoolExecutor(2) as pool:
        voting = pool.submit(rooms.vote, store, code, "guess", "a phone", 0, now=NOW)
        assert begun.wait(20)
        closing = pool.submit(close)
        # Time enough for a close that does not wait to have counted without the vote.
        early, _ = wait([closing], timeout=0.3)
        go_on.set()
        assert voting.result() is Voted.KEPT
        assert closing.result() == (1, 0, 0)
        assert not early
    assert rooms.vote(store, code, "guess", "another", 0, now=NOW) is Voted.CLOSED


@pytest.mark.parametrize(
    ("key", "choices"), [("guess", 1), ("guess", 5), ("", 2), ("Guess!", 2), ("a" * 81, 2)]
)
def test_what_no_phone_can_show_is_not_asked(store, opened, key, choices):
    with pytest.raises(ValueError, match=str(choices)):
        rooms.ask(store, opened[1], key, choices=choices, now=NOW)


def test_votes_are_cleared_for_one_thing_or_for_all(store, opened):
    code, lead = opened
    rooms.vote(store, code, "guess", "a phone", 1, now=NOW)
    rooms.ask(store, lead, "other", choices=2, now=NOW)
    rooms.vote(store, code, "other", "a phone", 1, now=NOW)
    assert rooms.clear(store, lead, key="guess", now=NOW).ballot.key == "other"
    assert rooms.tally(store, code) == {"guess": (0, 0, 0), "other": (0, 1)}
    assert rooms.clear(store, lead, now=NOW).ballot is None
    assert rooms.tally(store, code) == {}


# Votes


@pytest.mark.parametrize(("key", "choice"), [("other", 0), ("guess", 3), ("guess", -1)])
def test_a_vote_for_what_was_not_asked_is_not_counted(store, opened, key, choice):
    assert rooms.vote(store, opened[0], key, "a phone", choice, now=NOW) is Voted.UNKNOWN
    assert rooms.counts(store, opened[0], "guess") == (0, 0, 0)


def test_a_room_has_an_end_but_who_voted_may_change(store, opened):
    code, _ = opened
    with writing(store) as connection:
        for n in range(MOST_VOTES - 1):
            values = {"room": code, "key": "guess", "voter": str(n), "choice": 0}
            connection.execute(VOTES.insert().values(values))
    assert rooms.vote(store, code, "guess", "the last", 1, now=NOW) is Voted.KEPT
    assert rooms.vote(store, code, "guess", "too many", 1, now=NOW) is Voted.FULL
    assert rooms.vote(store, code, "guess", "the last", 2, now=NOW) is Voted.KEPT
    assert rooms.counts(store, code, "guess") == (MOST_VOTES - 1, 0, 1)


@costly(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=20))
def test_each_phone_counts_once_with_its_last_choice(store, cast):
    room, lead = rooms.open_room(store, language="az", now=NOW)
    rooms.ask(store, lead, "guess", choices=3, now=NOW)
    for phone, choice in cast:
        assert rooms.vote(store, room.code, "guess", str(phone), choice, now=NOW) is Voted.KEPT
    last = dict(cast)
    counted = Counter(last.values())
    assert rooms.counts(store, room.code, "guess") == tuple(counted[n] for n in range(3))
    assert {p: rooms.choice(store, room.code, "guess", str(p)) for p in last} == last
    assert rooms.choice(store, room.code, "guess", "nobody") is None
    rooms.purge(store, now=NEXT_DAY)


@pytest.mark.whole
def test_twenty_that_vote_at_once_lose_none_and_double_none(store, url, opened):
    with writers(4, "votes", url, opened[0], "guess") as children:
        assert [child.communicate(timeout=120)[0] for child in children] == ["done\n"] * 4
    # Ten votes each, the tenth for the first choice: twenty phones of their own and five shared.
    assert rooms.counts(store, opened[0], "guess") == (25, 0, 0)


# After the meeting


def test_a_room_that_is_over_keeps_its_counts_for_the_day(store, opened):
    code, lead = opened
    rooms.vote(store, code, "guess", "a phone", 1, now=NOW)
    assert rooms.end(store, lead, now=NOW).over
    assert rooms.vote(store, code, "guess", "a phone", 2, now=NOW) is Voted.CLOSED
    assert rooms.ask(store, lead, "other", choices=2, now=NOW) is None
    assert rooms.led(store, lead, now=LATER).over
    assert rooms.tally(store, code) == {"guess": (0, 1, 0)}


def test_after_a_day_a_room_is_gone_and_the_purge_deletes_all_of_it(store, opened):
    code, lead = opened
    rooms.vote(store, code, "guess", "a phone", 1, now=NOW)
    young, _ = rooms.open_room(store, language="az", now=LATER)
    assert rooms.purge(store, now=NEXT_DAY - timedelta(seconds=1)) == 0
    assert rooms.room(store, code, now=NEXT_DAY) is None
    assert rooms.led(store, lead, now=NEXT_DAY) is None
    assert rooms.vote(store, code, "guess", "a phone", 1, now=NEXT_DAY) is Voted.UNKNOWN
    assert rooms.purge(store, now=NEXT_DAY) == 1
    assert rooms.room(store, young.code, now=NEXT_DAY) == young
    with reading(store) as connection:
        assert connection.execute(BALLOTS.select()).all() == connection.execute(VOTES.select()).all() == []


def test_opening_a_room_deletes_what_is_older_than_a_day(store, opened):
    rooms.open_room(store, language="az", now=NEXT_DAY)
    with reading(store) as connection:
        assert len(connection.execute(ROOMS.select()).all()) == 1
