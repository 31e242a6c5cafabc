"""Rates asked for beside the pages: a steward presses, nobody waits, a failure is told."""

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from channels.clock import today
from channels.store import price_entries
from channels.store.engine import open_store
from components.i18n import LANGUAGES, words
from components.pages.steward.rates import WHAT
from components.words.refresh import RefreshOutcome, outcome
from server.data_cache import shelf
from server.refresh_jobs import RefreshJobs
from tests.support.lanes import sampled
from tests.support.publishers import Outside as Other
from tests.support.publishers import by_path, comparison, hangs, nobody, outside, quote, says, sheet
from tests.support.workbooks import a_service, write_workbook

ROOT = Path(__file__).parents[2]
EN = words("en")


@pytest.fixture
def other(tmp_path, monkeypatch) -> Iterator[Other]:
    """The Central Bank and Wise, on this machine."""
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    for name in ("DATABASE_URL", "PULYOLU_DATA"):
        monkeypatch.delenv(name, raising=False)
    with outside() as found:
        monkeypatch.setenv("PULYOLU_CBAR_URL", found.address)
        monkeypatch.setenv("PULYOLU_CONTACT", "keeper@example.org")
        monkeypatch.setenv("PULYOLU_FRANKFURTER_URL", nobody())
        monkeypatch.setenv("PULYOLU_WISE_URL", found.address)
        yield found


def done(asked: RefreshJobs) -> RefreshOutcome:
    """What came of it, once it is there."""
    for _ in range(2_000):
        last = asked.last()
        if last is not None and last.ended is not None:
            return last
        time.sleep(0.01)
    raise AssertionError("no answer")


def shown(asked: RefreshJobs, roles: str = "enter check publish", name: str = "Aysel") -> AppTest:
    """The part on rates, with what asks outside."""

    def script(asked: "RefreshJobs", roles: str, name: str) -> None:
        import os  # noqa: PLC0415

        import streamlit as st  # noqa: PLC0415

        from channels import clock  # noqa: PLC0415
        from channels.collect.stewards import Role, Steward  # noqa: PLC0415
        from channels.dataset import locations  # noqa: PLC0415
        from components.i18n import words  # noqa: PLC0415
        from components.pages.steward import page as steward  # noqa: PLC0415
        from components.pages.steward.desk import Desk  # noqa: PLC0415
        from server.data_cache import shelf, store  # noqa: PLC0415

        def page() -> None:
            desk = Desk(
                shelf(every=0).dataset("real"), store(),
                locations.real(os.environ), locations.var(os.environ), clock.today(), clock.now, asked,
            )  # fmt: skip
            who = Steward(name or None, frozenset(Role(role) for role in roles.split()))
            steward.page(desk, who, words("en"))

        other = st.Page(lambda: None, title="Comparison", url_path="compare")
        st.navigation([other, st.Page(page, title="x", url_path="steward", default=True)]).run()

    found = AppTest.from_function(script, args=(asked, roles, name), default_timeout=120)
    found.query_params["desk"] = "rates"
    found.run()
    assert not found.exception
    return found


def texts(page: AppTest) -> str:
    return " ".join(e.value.replace("\\", "") for e in [*page.markdown, *page.caption, *page.info])


def buttons(page: AppTest) -> dict[str, bool]:
    return {b.key: b.disabled for b in page.button if (b.key or "").startswith("refresh.")}


def test_a_press_brings_todays_rates_to_the_readers_and_says_how_many(other, tmp_path):
    other.play(says(sheet(today())))
    asked = RefreshJobs()
    page = shown(asked)
    assert other.asked == []
    page.button(key="refresh.cbar").click()
    page.run()
    assert not page.exception
    last = done(asked)
    page.run()
    assert outcome(last, EN)[0] in texts(page)
    assert EN.day(today()) in texts(page)
    assert max(rate.day for rate in shelf(every=0).dataset("real").tables.rates) == today()
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    (line,) = price_entries.history(store)
    store.dispose()
    assert (line.who, line.what) == ("Aysel", "refresh.cbar")


def test_while_an_answer_is_awaited_the_page_is_there_and_nobody_asks_twice(other):
    other.play(hangs)
    asked = RefreshJobs()
    assert asked.ask("cbar")
    page = shown(asked)
    last = asked.last()
    assert last is not None
    assert last.ended is None
    assert EN("steward.asking") in texts(page)
    assert set(buttons(page).values()) == {True}
    assert not asked.ask("wise")


@pytest.mark.parametrize("what", sampled(["cbar", "wise"]))
def test_a_failure_changes_nothing_and_is_one_sentence(other, what, tmp_path):
    before = shelf(every=0).dataset("real")
    other.play(says("down", "400 Bad Request"))
    asked = RefreshJobs()
    assert asked.ask(what)
    last = done(asked)
    for language in LANGUAGES:
        assert words(language)(f"refresh.who_{what}") in " ".join(outcome(last, words(language)))
    assert shelf(every=0).dataset("real") is before
    assert not (tmp_path / "published").exists()
    assert "400" in texts(shown(asked))


def test_an_unforeseen_failure_is_told_too_and_the_next_question_may_be_put(other, monkeypatch):
    def broken(_what: str) -> None:
        raise ZeroDivisionError

    asked = RefreshJobs()
    monkeypatch.setattr("server.refresh_jobs.answered", broken)
    monkeypatch.setattr("threading.excepthook", lambda _: None)
    for what in WHAT:
        assert asked.ask(what)
        assert outcome(done(asked), EN)


def test_wise_and_the_packaged_history_are_told_in_every_language(other):
    other.play(says(comparison(quote())))
    asked = RefreshJobs()
    for what in ("wise", "ecb"):
        assert asked.ask(what)
        last = done(asked)
        assert last.fault is None
        for language in LANGUAGES:
            assert all(outcome(last, words(language)))


def test_the_newest_workbook_is_taken_in_by_a_press_and_told_in_every_language(other, tmp_path, monkeypatch):
    """The World Bank's catalogue and its file; made up."""
    book = write_workbook(tmp_path / "x.xlsx", [a_service(id=1)]).read_bytes()
    resource = {"resource_unique_id": "DR1", "url": f"{other.address}/files/rpw_dataset_2011_2021_q4.xlsx"}
    listed = json.dumps({"modified_on": "2026-05-06", "resources": [resource]})
    other.play(by_path({"/datasets/": says(listed)}, says(book)))
    monkeypatch.setenv("PULYOLU_RPW_URL", f"{other.address}/datasets/0037898")
    for new in (True, False):
        asked = RefreshJobs()
        assert asked.ask("rpw")
        last = done(asked)
        assert (last.fault, last.unreadable, last.found.done is not None) == (None, None, new)
        for language in LANGUAGES:
            assert "rpw_dataset_2011_2021_q4.xlsx" in outcome(last, words(language))[0]
    other.play(by_path({"/datasets/": says(listed.replace("05-06", "08-01"))}, says(b"<html>captcha")))
    assert asked.ask("rpw")
    last = done(asked)
    assert last.unreadable is not None
    assert all(outcome(last, words(language)) for language in LANGUAGES)


def test_who_may_not_publish_or_gave_no_name_asks_nobody(other):
    for page in (shown(RefreshJobs(), roles="enter check"), shown(RefreshJobs(), name="")):
        assert set(buttons(page)) == {f"refresh.{what}" for what in WHAT}
        assert set(buttons(page).values()) == {True}


def test_no_page_asks_outside_by_itself(other, tmp_path):
    """Official rates of a year ago: every page would have reason to."""
    shown(RefreshJobs())
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for place in ({"sending": "RU", "send": "20000"}, {"open": "told", "lang": "en"}):
        for name, code in place.items():
            app.query_params[name] = code
        app.run()
        assert not app.exception
    assert max(rate.day for rate in shelf(every=0).dataset("real").tables.rates) < today() - timedelta(days=7)
    assert other.asked == []
