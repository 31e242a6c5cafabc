"""Provider checks: what goes in comes out, another person checks, what is published is all or nothing."""

import os
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from channels.dataset.dataset import DatasetError
from channels.dataset.loading import load
from channels.dataset.locations import DataFolders
from channels.pricing.routes import licence_on, standing_on
from channels.records.entries import EntryFault
from channels.records.provider_checks import FOUND_LICENCES, FOUND_STATUSES, ProviderCheck
from channels.store import price_entries, provider_checks, publishing
from channels.store.engine import open_store
from channels.store.price_entries import StepRefused
from channels.store.provider_checks import add, confirm, kept, publish, send_back, withdraw
from channels.store.published_files import is_shared, turn
from channels.terms import Licence, Stage, Status
from tests.support.builders import DAY, a_provider_check
from tests.support.examples import costly
from tests.support.writers import NOW

ROOT = Path(__file__).parents[3]
FIRM = "paysend"


@pytest.fixture
def store(url):
    found = open_store(url)
    yield found
    found.dispose()


@pytest.fixture
def place(tmp_path):
    return DataFolders(ROOT / "data", tmp_path / "published")


def refused(work, *arguments, by="bob", **more) -> EntryFault:
    with pytest.raises(StepRefused) as error:
        work(*arguments, by=by, now=NOW, **more)
    return error.value.fault


def confirmed(store, **fields) -> str:
    found = add(store, a_provider_check(**{"provider": FIRM, **fields}), by="Ann", now=NOW)
    return confirm(store, found.id, by="bob", now=NOW).id


texts = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=40)
of_licences = st.builds(
    ProviderCheck, provider=st.just(FIRM), service=st.none(), country=st.none(), status=st.none(),
    licence=st.sampled_from(FOUND_LICENCES), number=st.none(), day=st.dates(date(2000, 1, 1), DAY),
    looked=st.just(DAY), title=texts, publisher=texts, url=st.just("https://example.org/a?b=c"),
)  # fmt: skip
of_statuses = st.builds(
    ProviderCheck, provider=st.just(FIRM), service=st.sampled_from([None, "transfer"]),
    country=st.sampled_from([None, "RU", "TR"]), status=st.sampled_from(FOUND_STATUSES),
    licence=st.none(), number=st.none(), day=st.dates(date(2000, 1, 1), DAY), looked=st.just(DAY),
    title=texts, publisher=texts, url=st.just("https://example.org/a?b=c"),
)  # fmt: skip
anything = of_licences | of_statuses


@costly(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(anything)
def test_what_goes_in_comes_out(store, check):
    found = add(store, check, by="ann", now=NOW)
    read = next(one for one in kept(store) if one.id == found.id)
    assert (read, read.check) == (found, check)


@pytest.mark.smoke
def test_another_person_checks_and_every_step_is_in_the_log(store):
    found = add(store, a_provider_check(), by="Ann", now=NOW)
    assert refused(confirm, store, found.id, by=" ANN ") is EntryFault.OWN
    assert refused(send_back, store, found.id, by="ann", reason="no") is EntryFault.OWN
    assert refused(publish, store, [found.id]) is EntryFault.WRONG_STAGE
    assert refused(send_back, store, found.id, reason="") is EntryFault.NO_REASON
    assert send_back(store, found.id, reason="another firm", by="bob", now=NOW).stage is Stage.RETURNED
    assert refused(confirm, store, found.id) is EntryFault.WRONG_STAGE
    assert [(line.what, line.who) for line in price_entries.history(store)] == [
        ("provider_check.returned", "bob"), ("provider_check.entered", "Ann"),
    ]  # fmt: skip


def test_checks_are_published_all_together_or_none_of_them(store):
    ready, waiting = confirmed(store), add(store, a_provider_check(), by="ann", now=NOW)
    assert refused(publish, store, [ready, waiting.id]) is EntryFault.WRONG_STAGE
    assert refused(publish, store, [ready, "nothing"]) is EntryFault.UNKNOWN
    assert refused(publish, store, []) is EntryFault.UNKNOWN
    assert not any(one.published for one in kept(store))
    (done,) = publish(store, [ready], by="bob", now=NOW)
    assert done.stage is Stage.PUBLISHED
    assert refused(withdraw, store, ready, reason="") is EntryFault.NO_REASON
    assert refused(withdraw, store, waiting.id, reason="why") is EntryFault.UNKNOWN
    assert withdraw(store, ready, reason="misread", by="ann", now=NOW).stage is Stage.SUPERSEDED


def test_a_day_to_come_is_refused(store):
    later = DAY + timedelta(days=3)
    assert refused(add, store, a_provider_check(looked=later, day=later)) is EntryFault.FUTURE
    assert kept(store) == ()


# Published


def of(data, name=FIRM):
    """What readers know of a provider: its licence and its status."""
    provider = data.providers[name]
    return licence_on(provider, DAY), standing_on(provider.status, DAY).state


def test_what_was_confirmed_is_laid_over_the_data_with_its_source_and_can_be_taken_back(store, place):
    ids = [confirmed(store, licence="not_found"), confirmed(store, status="stopped")]
    before = of(load(place.folder, place.over))
    publishing.close_checks(store, place, ids, by="bob", now=NOW)
    data = load(place.folder, place.over)
    assert of(data) == (Licence.NOT_FOUND, Status.STOPPED)
    cited = data.providers[FIRM].licence[-1].source
    assert cited == data.providers[FIRM].status[-1].source == "provider_checks_2026_11_21"
    source = data.sources[cited]
    assert (source.title, source.url, source.retrieved) == (
        "Register of banks", "https://example.org/register", DAY,
    )  # fmt: skip
    assert publishing.is_written(store, place.over)
    publishing.withdraw_check(store, place.over, ids[1], reason="another\nfirm", by="ann", now=NOW)
    assert of(load(place.folder, place.over)) == (Licence.NOT_FOUND, before[1])
    assert "another firm" in (place.over / "standings.csv").read_text()
    assert publishing.is_written(store, place.over)
    assert not [name for name in ("ann", "bob") if name in (place.over / "sources.toml").read_text()]


@pytest.mark.whole
def test_one_service_in_one_country_is_stopped_and_works_again_on_the_same_day(store, place):
    where = {"service": "transfer", "country": "RU"}
    publishing.close_checks(store, place, [confirmed(store, status="stopped", **where)], by="bob", now=NOW)
    service = next(s for s in load(place.folder, place.over).providers[FIRM].services if s.id == "transfer")
    assert (service.status[-1].state, service.status[-1].country) == (Status.STOPPED, "RU")
    # Nobody waits for the clock, which may stand still or have been set back.
    again = confirmed(store, status="operating", **where)
    publishing.close_checks(store, place, [again], by="bob", now=NOW - timedelta(hours=1))
    service = next(s for s in load(place.folder, place.over).providers[FIRM].services if s.id == "transfer")
    assert standing_on(service.status, DAY).state is Status.OPERATING


def test_a_check_with_which_the_data_would_not_hold_changes_nothing(store, place):
    id = confirmed(store, provider="nobody")
    with pytest.raises(DatasetError) as error:
        publishing.close_checks(store, place, [id], by="bob", now=NOW)
    assert [(issue.where, issue.code) for issue in error.value.issues] == [
        ("licences.csv: line 2", "unknown_provider")
    ]
    assert kept(store)[0].stage is Stage.CONFIRMED
    assert not place.over.exists()


@pytest.mark.whole
def test_two_findings_that_cannot_be_told_apart_are_not_published_together(store, place):
    ids = [confirmed(store, status=status) for status in ("stopped", "operating")]
    with pytest.raises(DatasetError) as error:
        publishing.close_checks(store, place, ids, by="bob", now=NOW)
    assert [(issue.where, issue.code) for issue in error.value.issues] == [
        ("standings.csv: line 2", "duplicate"), ("standings.csv: line 3", "duplicate"),
    ]  # fmt: skip
    for id in ids:
        publishing.close_checks(store, place, [id], by="bob", now=NOW)
    assert of(load(place.folder, place.over))[1] is Status.OPERATING


def test_lost_files_are_written_again_and_a_clerks_own_rows_stay(store, place):
    publishing.close_checks(store, place, [confirmed(store)], by="bob", now=NOW)
    rows = (place.over / "licences.csv").read_text()
    own = "m10,not_found,2026-11-20,cbar_register,,\n"
    with turn(store, place.over) as staged:
        (staged / "licences.csv").write_text(rows + own)
    publishing.write(store, place.over)
    assert own in (place.over / "licences.csv").read_text()
    (place.over / "licences.csv").unlink()
    assert not publishing.is_written(store, place.over)
    publishing.write(store, place.over)
    # On SQLite the folder alone has what is not the store's.
    assert (own in (place.over / "licences.csv").read_text()) == is_shared(store)


def test_the_export_for_a_commit_counts_once_beside_what_was_published(store, place, tmp_path):
    ids = [confirmed(store, number="=1+1"), confirmed(store, status="suspended", country="RU")]
    publishing.close_checks(store, place, ids, by="bob", now=NOW)
    out = tmp_path / "out"
    publishing.export(store, out)
    for name in ("licences.csv", "standings.csv", "sources.toml"):
        assert (out / name).read_bytes() == (place.over / name).read_bytes()
    publishing.export(store, out)
    assert (out / "licences.csv").read_bytes() == (place.over / "licences.csv").read_bytes()
    # What is committed already and what lies over it are the same rows.
    once = load(place.folder, place.over).providers[FIRM]
    layered = tmp_path / "layered"
    _copy(ROOT / "data", layered)
    for name in ("licences.csv", "standings.csv"):
        (layered / name).write_bytes((out / name).read_bytes())
    with (layered / "sources.toml").open("a", encoding="utf-8") as file:
        file.write("\n" + (out / "sources.toml").read_text(encoding="utf-8"))
    for over in (None, place.over):
        provider = load(layered, over).providers[FIRM]
        assert (provider.licence, provider.status) == (once.licence, once.status)
    assert once.licence[-1].number == "'=1+1"


def _copy(folder: Path, to: Path) -> None:
    """The data, all but its two large folders by a link."""
    to.mkdir()
    for path in folder.iterdir():
        if path.name == "sources.toml":
            (to / path.name).write_bytes(path.read_bytes())
        else:
            (to / path.name).symlink_to(path)


class Killed(BaseException):
    """The machine went down."""


@pytest.mark.whole
def test_a_publishing_that_is_cut_off_at_any_step_leaves_all_or_nothing(store, place, monkeypatch):
    """Readers see both findings or none at every moment; store and files agree after the next start."""
    replace, outcomes = Path.replace, set()
    monkeypatch.setattr(publishing, "attempt", lambda *_: None)
    for last in count():
        ids = [
            confirmed(store, licence="licensed", number=str(last)),
            confirmed(store, status="operating", title=f"Notice {last}"),
        ]
        left = count(last, -1)

        def step(path: Path, target: Path, left=left) -> Path:
            if not next(left):
                raise Killed
            return replace(path, target)

        monkeypatch.setattr(Path, "replace", step)
        try:
            publishing.close_checks(store, place, ids, by="bob", now=NOW + timedelta(minutes=last))
            done = True
        except Killed:
            done = False
        monkeypatch.setattr(Path, "replace", replace)
        load(place.folder, place.over)
        shown = {one.id for one in kept(store) if one.published}
        outcomes.add((done, publishing.is_written(store, place.over)))
        if is_shared(store) and not shown & set(ids):
            assert not done
            continue
        assert shown >= set(ids), "the store takes its step before the files"
        publishing.write(store, place.over)
        assert publishing.is_written(store, place.over)
        assert load(place.folder, place.over).providers[FIRM].licence[-1].number == str(last)
        if done:
            break
    # Where store and files are one step, that may have come to nothing.
    assert outcomes == {(False, False), (True, True)} | ({(False, True)} if is_shared(store) else set())


def test_a_store_that_fails_leaves_nothing(store, place, monkeypatch):
    ids = [confirmed(store), confirmed(store, status="stopped")]

    def fails(*_: object, **__: object) -> None:
        raise OSError(os.strerror(28))

    monkeypatch.setattr(provider_checks, "write_log", fails)
    with pytest.raises(OSError):
        publishing.close_checks(store, place, ids, by="bob", now=NOW)
    assert {one.stage for one in kept(store)} == {Stage.CONFIRMED}
    assert not place.over.exists()
