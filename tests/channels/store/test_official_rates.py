"""Official rates in the store: one enters, another releases; files and backup carry them."""

from datetime import date, timedelta

import pytest

from channels.collect.official_rates import waiting
from channels.dataset.loading import load
from channels.dataset.locations import DataFolders
from channels.records.official_rates import OfficialRate
from channels.refresh.publishing import publish_rates
from channels.store import official_rates, price_entries, publishing
from channels.store.backup import backup, restore
from channels.store.engine import open_store
from channels.store.price_entries import StepRefused
from channels.store.published_files import turn
from channels.terms import Stage
from tests.channels.dataset.test_loading import small
from tests.support.builders import dec
from tests.support.writers import NOW

DAY = NOW.date()
RATE = OfficialRate(day=DAY, currency="RUB", nominal=100, value=dec("2.03"))


@pytest.fixture
def engine(url):
    found = open_store(url)
    yield found
    found.dispose()


@pytest.fixture
def place(tmp_path):
    return DataFolders(small(tmp_path / "data"), tmp_path / "var" / "published")


def rates(place):
    return {(r.day, r.currency): r for r in load(place.folder, place.over).tables.rates}


def released(engine, place, rate=RATE):
    one = official_rates.add(engine, rate, by="aysel", now=NOW)
    return publishing.release_rate(engine, place, one.id, by="murad", now=NOW)


@pytest.mark.smoke
def test_one_enters_another_releases_and_readers_have_it(engine, place):
    one = official_rates.add(engine, RATE, by="Aysel", now=NOW)
    assert (DAY, "RUB") not in rates(place)
    with pytest.raises(StepRefused, match="own"):
        publishing.release_rate(engine, place, one.id, by=" AYSEL", now=NOW)
    done = publishing.release_rate(engine, place, one.id, by="murad", now=NOW)
    assert [step.stage for step in done.steps] == [Stage.ENTERED, Stage.CONFIRMED, Stage.PUBLISHED]
    found = rates(place)[DAY, "RUB"]
    assert (found.value, found.source) == (dec("2.03"), "official_rates_2026_11_21")
    assert load(place.folder, place.over).sources[found.source].url.endswith("21.11.2026.xml")
    assert publishing.is_written(engine, place.over)


def test_a_rate_of_tomorrow_and_one_that_is_not_there_are_refused(engine, place):
    with pytest.raises(StepRefused, match="future"):
        official_rates.add(engine, RATE.model_copy(update={"day": date(2026, 11, 23)}), by="a", now=NOW)
    with pytest.raises(StepRefused, match="unknown"):
        publishing.release_rate(engine, place, "none", by="murad", now=NOW)


def test_what_was_refused_is_never_released(engine, place):
    one = official_rates.add(engine, RATE, by="aysel", now=NOW)
    with pytest.raises(StepRefused, match="no_reason"):
        official_rates.send_back(engine, one.id, reason="", by="murad", now=NOW)
    official_rates.send_back(engine, one.id, reason="a slip", by="murad", now=NOW)
    with pytest.raises(StepRefused, match="wrong_stage"):
        publishing.release_rate(engine, place, one.id, by="murad", now=NOW)
    assert not (place.over / "rates.csv").exists()


def test_a_withdrawn_rate_is_gone_with_its_source_and_other_rates_stay(engine, place, tmp_path):
    sheet = load(place.folder, None).tables.sources[0]
    other = {"day": DAY - timedelta(days=2), "value": dec("2.02")}
    row = next(iter(rates(place).values())).model_copy(update=other)
    publish_rates(place, sheet, [row], scratch=tmp_path)
    before = (place.over / "rates.csv").read_bytes()
    one = released(engine, place)
    assert publishing.is_written(engine, place.over)
    with pytest.raises(StepRefused, match="no_reason"):
        publishing.withdraw_rate(engine, place.over, one.id, reason="", by="murad", now=NOW)
    publishing.withdraw_rate(engine, place.over, one.id, reason="of another day", by="murad", now=NOW)
    assert (place.over / "rates.csv").read_bytes() == before
    assert not (place.over / "sources.toml").exists()


def test_a_sheet_that_comes_later_stands_behind_and_counts(engine, place, tmp_path):
    released(engine, place)
    sheet = load(place.folder, None).tables.sources[0]
    row = next(iter(load(place.folder, None).tables.rates))
    row = row.model_copy(update={"day": DAY, "currency": "RUB", "nominal": 100, "value": dec("2.04")})
    with turn(engine, place.over) as staged:
        publish_rates(DataFolders(place.folder, staged), sheet, [row], scratch=tmp_path)
    assert rates(place)[DAY, "RUB"].value == dec("2.04")
    assert publishing.is_written(engine, place.over)
    publishing.write(engine, place.over)
    assert rates(place)[DAY, "RUB"].value == dec("2.04")


def test_the_export_and_the_backup_have_it(engine, place, tmp_path):
    released(engine, place)
    publishing.export(engine, tmp_path / "out")
    assert "official_rates_2026_11_21" in (tmp_path / "out" / "rates.csv").read_text()
    assert "official_rates_2026_11_21" in (tmp_path / "out" / "sources.toml").read_text()
    counts = backup(engine, tmp_path / "all.gz")
    assert (counts["official_rates"], counts["official_rate_steps"]) == (1, 3)
    before = official_rates.kept(engine)
    restore(engine, tmp_path / "all.gz", now=NOW, replace=True)
    assert official_rates.kept(engine) == before


FAR = OfficialRate(day=DAY, currency="RUB", nominal=100, value=dec("20.3"))


def test_who_entered_a_waiting_rate_takes_it_back_alone_and_nobody_else_does(engine, place):
    one = official_rates.add(engine, FAR, by="Aysel", now=NOW)
    with pytest.raises(StepRefused, match="not_own"):
        official_rates.take_back(engine, one.id, reason="a slip", by="murad", now=NOW)
    with pytest.raises(StepRefused, match="no_reason"):
        official_rates.take_back(engine, one.id, reason="", by="aysel", now=NOW)
    done = official_rates.take_back(engine, one.id, reason="a slip", by="aysel", now=NOW)
    assert (done.stage, done.steps[-1].reason, done.published) == (Stage.SUPERSEDED, "a slip", False)
    assert waiting(official_rates.kept(engine)) == ()
    for last in (official_rates.take_back, official_rates.send_back):
        with pytest.raises(StepRefused, match="wrong_stage"):
            last(engine, one.id, reason="again", by="aysel", now=NOW)
    with pytest.raises(StepRefused, match="wrong_stage"):
        publishing.release_rate(engine, place, one.id, by="murad", now=NOW, reason="it is right")
    assert (DAY, "RUB") not in rates(place)


def test_a_rate_that_is_held_back_is_released_for_a_reason_that_stays_in_the_log(engine, place):
    one = official_rates.add(engine, FAR, by="aysel", now=NOW)
    with pytest.raises(StepRefused, match="no_reason"):
        publishing.release_rate(engine, place, one.id, by="murad", now=NOW)
    assert (DAY, "RUB") not in rates(place)
    done = publishing.release_rate(engine, place, one.id, by="murad", now=NOW, reason="seen on the page")
    assert [step.reason for step in done.steps][1:] == ["seen on the page"] * 2
    assert "seen on the page" in [line.note for line in price_entries.history(engine)]
    assert rates(place)[DAY, "RUB"].value == dec("20.3")
