"""From a calculator to the reader: asked, released once by a steward, then published by itself."""

import gzip
from datetime import date, timedelta
from decimal import Decimal

import pytest

from channels.collect import asked_prices as judging
from channels.compare.comparison import compare
from channels.compare.headline import AnswerState, answer_state
from channels.dataset.loading import load
from channels.dataset.locations import DataFolders
from channels.panel import quotes
from channels.panel.price_history import quotes_folder
from channels.pricing.routes import Transfer
from channels.readers.fetching import Limits
from channels.records.asked_prices import AskedState
from channels.records.observations import NoPrice, Observation
from channels.refresh.setting import IntakeSetting
from channels.store import asked_prices, asked_publishing, calculators, publishing
from channels.store.asking_calculators import collect_all
from channels.store.backup import backup, restore
from channels.store.engine import open_store
from channels.store.price_entries import StepRefused
from channels.terms import Method
from tests.support import calculators as played
from tests.support.calculators import NOW, addresses, market
from tests.support.publishers import outside, says


@pytest.fixture
def server(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with outside() as found:
        found.play(played.calculators(found))
        yield found


@pytest.fixture
def store(tmp_path):
    found = open_store(f"sqlite:///{tmp_path / 'var' / 'store.sqlite3'}")
    yield found
    found.dispose()


@pytest.fixture
def place(tmp_path):
    return DataFolders(market(tmp_path / "data"), tmp_path / "var" / "published")


@pytest.fixture
def run(store, place, server, monkeypatch):
    monkeypatch.setattr(judging, "MANATS", (Decimal(100), Decimal(1_000)))

    def collect(*, later=timedelta(0), providers=("wise",)):
        setting = IntakeSetting(
            place, place.over.parent, limits=Limits(seconds=2, tries=1), now=lambda: NOW + later,
            contact="keeper@example.org",
        )  # fmt: skip
        asked = {"providers": providers, "corridors": ["DE-AZ"], "environ": addresses(server.address)}
        return {one.provider: one for one in collect_all(setting, store, **asked)}

    return collect


def release(store, place):
    ids = [one.id for one in asked_prices.waiting(store)]
    return asked_publishing.release(store, place, ids, by="Bob", now=NOW)


TODAY = NOW.date()
FEW = 4
"""Amounts that are asked about here: 51, 170, 430 and 510 euros."""


def headline(place, day=TODAY):
    data = load(place.folder, place.over)
    found = compare(data, Transfer(data.corridor("DE", "AZ"), "EUR", send=Decimal(200)), day)
    return answer_state(found)


@pytest.mark.smoke
def test_the_first_price_waits_a_steward_releases_it_and_the_next_publishes_itself(store, place, run):
    assert run()["wise"].count(AskedState.WAITING) == FEW
    assert headline(place).state is not AnswerState.PRICED
    assert len(release(store, place)) == FEW
    found = headline(place)
    assert (found.state, found.offer.provider) == (AnswerState.PRICED, "wise")
    assert found.offer.asked == NOW and found.seen == NOW.date()
    later = timedelta(hours=20)
    assert run(later=later)["wise"].count(AskedState.PUBLISHED) == FEW
    assert headline(place, day=NOW.date() + timedelta(days=1)).offer.asked == NOW + later
    seen = [o for _, o in load(place.folder, place.over).tables.observations if o.asked is not None]
    assert len(seen) == FEW, "a new price takes the place of the old one of its amount"
    assert {(o.method, o.checked, o.independent) for o in seen} == {(Method.API, False, False)}


def test_what_a_steward_lets_through_or_takes_back_is_in_the_history_at_once(store, place, run):
    def seen():
        return sum(one.shown for one in quotes.read(quotes_folder(place.over.parent)))

    run()
    assert seen() == 0
    release(store, place)
    assert seen() == FEW
    run(later=timedelta(hours=20))
    assert seen() == 2 * FEW, "what was replaced had been seen"
    asked_publishing.withdraw(store, place.over, "wise", "DE-AZ", reason="another fee", by="Bob", now=NOW)
    assert seen() == FEW


def test_what_readers_see_follows_from_the_store_alone(store, place, run):
    run()
    release(store, place)
    before = (place.over / "observations" / "asked.csv").read_bytes()
    assert publishing.is_written(store, place.over)
    (place.over / "observations" / "asked.csv").unlink()
    assert not publishing.is_written(store, place.over)
    publishing.write(store, place.over)
    assert (place.over / "observations" / "asked.csv").read_bytes() == before


def test_a_calculator_that_changes_its_shape_is_told_and_the_old_prices_stay_with_their_age(
    store, place, run, server
):
    run()
    release(store, place)
    server.play(played.calculators(server, {"wise": lambda a, c: {"note": "made up", "price": 1}}))
    later = timedelta(days=1)
    assert run(later=later)["wise"].found == ()
    state = calculators.states(store)["wise"]
    assert (state.fault, state.fault_holes) == ("field_missing", {"field": "rate"})
    assert state.fault_since == NOW + later
    found = headline(place, day=NOW.date() + later)
    assert (found.offer.provider, found.seen) == ("wise", NOW.date())
    run(later=timedelta(days=1, hours=6))
    assert calculators.states(store)["wise"].fault_since == NOW + later
    server.play(played.calculators(server))
    run(later=timedelta(days=2))
    assert calculators.states(store)["wise"].fault is None


def test_a_price_far_off_the_last_one_waits_and_readers_keep_the_old_one(store, place, run, server):
    run()
    release(store, place)

    def dear(amount, currency):
        return played.wise(amount, currency=currency, fee=amount * Decimal("0.3"))

    server.play(played.calculators(server, {"wise": dear}))
    assert run(later=timedelta(days=1))["wise"].count(AskedState.WAITING) == FEW
    assert headline(place, day=NOW.date() + timedelta(days=1)).offer.asked == NOW
    run(later=timedelta(days=2))
    assert len(asked_prices.waiting(store)) == FEW, "what waits is replaced by what comes"


def test_what_is_not_offered_any_more_is_told_with_its_day_and_ends_with_a_price(store, place, run, server):
    calculators.switch(store, "paysend", True, read=date(2026, 9, 4), by="Ann", now=NOW)
    closed = {"paysend": lambda amount, currency: played.paysend(served=False)}
    server.play(played.calculators(server, closed))
    assert run(providers=["paysend"])["paysend"].count(AskedState.PUBLISHED) == 1
    answers = [a for _, a in load(place.folder, place.over).tables.answers if a.source == "asked_paysend"]
    assert [(a.provider, a.answer, a.day) for a in answers] == [("paysend", "no_service", NOW.date())]
    server.play(played.calculators(server))
    run(providers=["paysend"])
    release(store, place)
    assert not [a for _, a in load(place.folder, place.over).tables.answers if a.source == "asked_paysend"]


def test_where_it_is_not_offered_any_more_the_old_price_is_no_answer_but_stays_in_the_history(
    store, place, run, server
):
    run()
    release(store, place)
    assert headline(place).state is AnswerState.PRICED

    def closed_above(amount):
        server.play(
            played.calculators(
                server,
                {
                    "wise": lambda asked, currency: played.wise(
                        asked, currency=currency, options=[] if asked > amount else None
                    )
                },
            )
        )

    closed_above(500)
    run(later=timedelta(hours=20))
    tomorrow = TODAY + timedelta(days=1)
    shown = [one.judged.price for one in asked_prices.published(store)]
    assert sorted(one.asked_amount for one in shown if one.is_price) == [51, 170, 430]
    assert headline(place, day=tomorrow).state is AnswerState.PRICED
    closed_above(0)
    run(later=timedelta(hours=21))
    assert headline(place, day=tomorrow).state is not AnswerState.PRICED
    kept = quotes.read(quotes_folder(place.over.parent))
    assert sum(one.shown and isinstance(one.said, Observation) for one in kept) == FEW + 3
    closed_above(9_999)
    assert run(later=timedelta(hours=44))["wise"].count(AskedState.PUBLISHED) == FEW
    assert headline(place, day=TODAY + timedelta(days=2)).state is AnswerState.PRICED


def test_what_no_service_lists_becomes_one_when_a_steward_lets_it_through(store, place, run):
    calculators.switch(store, "profee", True, read=date(2026, 9, 4), by="Ann", now=NOW)
    assert run(providers=["profee"])["profee"].count(AskedState.WAITING) == 1
    assert load(place.folder, place.over).providers["profee"].services == ()
    release(store, place)
    (service,) = load(place.folder, place.over).providers["profee"].services
    assert (service.id, service.corridors) == ("calculator", ("DE-AZ",))
    assert run(providers=["profee"])["profee"].count(AskedState.PUBLISHED) == FEW
    asked_publishing.withdraw(store, place.over, "profee", "DE-AZ", reason="wrong page", by="Bob", now=NOW)
    assert load(place.folder, place.over).providers["profee"].services == ()
    assert run(providers=["profee"])["profee"].count(AskedState.WAITING) == 1


def test_a_service_that_only_its_price_named_is_not_offered_any_more_and_the_data_hold(
    store, place, run, server
):
    calculators.switch(store, "profee", True, read=date(2026, 9, 4), by="Ann", now=NOW)
    run(providers=["profee"])
    release(store, place)
    assert headline(place).offer.provider == "profee"
    server.play(played.calculators(server, {"methods": lambda *_: played.methods(available=False)}))
    run(providers=["profee"], later=timedelta(hours=20))
    assert headline(place, day=TODAY + timedelta(days=1)).state is not AnswerState.PRICED
    last = quotes.read(quotes_folder(place.over.parent))[-1]
    assert last.shown and isinstance(last.said, NoPrice), "the history and the feed tell it"
    server.play(played.calculators(server))
    for hours in (21, 44):
        run(providers=["profee"], later=timedelta(hours=hours))
    assert headline(place, day=TODAY + timedelta(days=2)).offer.provider == "profee"


def test_one_row_with_which_the_data_do_not_hold_waits_and_loses_none_of_the_others(store, place, run):
    run()
    release(store, place)
    good = [one.judged for one in asked_prices.published(store)]
    bad = played.a_price(asked_amount=Decimal(4_000), provider="wise")
    odd = type(good[0])(bad, AskedState.PUBLISHED, "no_such_service")
    kept = asked_publishing.publish(store, place, [*good[:2], odd], now=NOW)
    states = [one.judged.state for one in kept]
    assert states == [AskedState.PUBLISHED, AskedState.PUBLISHED, AskedState.WAITING]
    load(place.folder, place.over)


def test_a_refusal_needs_a_reason_and_takes_them_off_the_desk(store, place, run):
    run()
    ids = [one.id for one in asked_prices.waiting(store)]
    with pytest.raises(StepRefused):
        asked_prices.refuse(store, ids, reason=" ", by="Bob", now=NOW)
    assert asked_prices.refuse(store, ids, reason="a test", by="Bob", now=NOW) == FEW
    assert asked_prices.waiting(store) == ()
    with pytest.raises(StepRefused):
        asked_prices.release(store, ids, by="Bob", now=NOW)


def test_everything_ever_asked_stays_and_a_backup_brings_it_back(store, place, run, tmp_path):
    run()
    release(store, place)
    run(later=timedelta(days=1))
    everything = asked_prices.since(store)
    assert len(everything) == 4 * FEW
    assert asked_prices.since(store, NOW + timedelta(hours=1)) == everything[2 * FEW :]
    backup(store, tmp_path / "backup.gz")
    with gzip.open(tmp_path / "backup.gz") as packed:
        assert b"made up" not in packed.read(), "raw answers stay outside"
    other = open_store(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    try:
        restore(other, tmp_path / "backup.gz", now=NOW, place=place)
        assert asked_prices.since(other) == everything
        assert calculators.states(other) == calculators.states(store)
    finally:
        other.dispose()


def test_a_server_that_forbids_it_changes_nothing(store, place, run, server):
    server.play(says(b"no", "403 Forbidden"))
    assert run()["wise"].fault.code == "refused"
    assert asked_prices.since(store) == () and not (place.over / "observations").exists()
