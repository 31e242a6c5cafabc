"""Once a day: by household and thing, forgotten the next day, never more memory than its places."""

from datetime import date, timedelta
from threading import Thread

from server.middleware import rate_limit
from server.middleware.rate_limit import OncePerDay

DAY = date(2026, 11, 21)


def test_an_address_does_a_thing_once_a_day_and_another_thing_too():
    once = OncePerDay()
    assert once.take("192.0.2.1", "a", DAY)
    assert not once.take("192.0.2.1", "a", DAY)
    assert once.take("192.0.2.1", "b", DAY)
    assert once.take("192.0.2.2", "a", DAY)
    assert once.take("192.0.2.1", "a", DAY + timedelta(days=1))


def test_a_household_is_one_however_many_addresses_it_has():
    once = OncePerDay()
    assert once.take("2001:db8:1:2::1", "a", DAY)
    assert not once.take("2001:db8:1:2:ffff::9", "a", DAY)
    assert once.take("2001:db8:1:3::1", "a", DAY)


def test_what_came_to_nothing_may_be_done_again():
    once = OncePerDay()
    once.give_back("192.0.2.1", "a")
    assert once.take("192.0.2.1", "a", DAY)
    once.give_back("192.0.2.1", "a")
    assert once.take("192.0.2.1", "a", DAY)


def test_memory_stays_small(monkeypatch):
    monkeypatch.setattr(rate_limit, "MOST_ADDRESSES", 3)
    once = OncePerDay()
    for number in range(5):
        assert once.take(f"192.0.2.{number}", "a", DAY)
    assert not once.take("192.0.2.4", "a", DAY)
    assert once.take("192.0.2.0", "a", DAY)


def test_of_many_at_once_one_does_it():
    once, taken = OncePerDay(), []
    threads = [Thread(target=lambda: taken.append(once.take("192.0.2.1", "a", DAY))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert taken.count(True) == 1
