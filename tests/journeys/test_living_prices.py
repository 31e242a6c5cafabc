"""Two days of a keeper's machine, with all who are asked played on this one: rates and prices come and go.

On the first day an empty folder fills itself and a steward looks up one licence. On the second one price has
changed, one calculator answers in another shape, and one official rate is a hundred times off.
"""

import html
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener
from xml.etree import ElementTree

import pytest
from playwright.sync_api import expect

from channels import clock
from channels.store import calculators
from channels.store.engine import open_store
from tests.journeys.test_from_price_to_answer import EN, desk, pressed
from tests.journeys.test_steward import Window
from tests.support import calculators as played
from tests.support import central_banks as banks
from tests.support.asgi_server import started
from tests.support.dashboard import settled
from tests.support.publishers import Behaviour, Talk, outside, sheet

pytestmark = [pytest.mark.browser, pytest.mark.whole]

ROOT = Path(__file__).parents[2]
FIRST, SECOND = "2026-12-01", "2026-12-02"
QUESTION = "sending=DE&receiving=AZ&send=200&currency=EUR"
PATIENCE = 60
"""Seconds that a slow machine may take; on a quiet one a round begins two seconds after the start."""
ATOM = "{http://www.w3.org/2005/Atom}"


def everybody(found: Any, day: str, euro: str, **make: Any) -> Behaviour:
    """The central banks with a day's sheet and the calculators, at one address."""
    rates = {"USD": ("1", "1.7"), "EUR": ("1", euro), "RUB": ("100", "2.1034")}
    of_day = date.fromisoformat(day)
    official, prices = banks.banks(of_day, sheet(of_day, rates)), played.calculators(found, make)

    def play(talk: Talk) -> None:
        path = talk.line.split(" ")[1]
        (official if path.startswith(tuple(banks.ADDRESSES.values())) else prices)(talk)

    return play


def wise(rate: str) -> Callable[[Decimal, str], Any]:
    return lambda amount, currency: played.wise(amount, currency=currency, rate=Decimal(rate))


def light(address: str) -> str:
    """What the light page says, as one line of words."""
    return html.unescape(re.sub(r"(<[^>]+>|\s)+", " ", fetched(address, f"/l?{QUESTION}&lang=en")))


def fetched(address: str, path: str) -> str:
    with build_opener(ProxyHandler({})).open(f"{address}{path}", timeout=60) as answer:
        return answer.read().decode()


def shows(address: str, text: str) -> str:
    """The light page once it says so."""
    began = time.monotonic()
    while text not in (shown := light(address)):
        assert time.monotonic() - began < PATIENCE, shown
        time.sleep(0.2)
    return shown


def collect(settings: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "channels", "collect", "--corridor=DE-AZ"],
        cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    return done.stdout + done.stderr


def changes(address: str) -> list[str]:
    """The titles of the feed's entries."""
    feed = ElementTree.fromstring(fetched(address, "/feed/DE-AZ.atom?send=200&currency=EUR&lang=en"))
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def answer(address: str) -> dict[str, Any]:
    return json.loads(fetched(address, f"/api/v1/compare?{QUESTION}"))


def released(chrome, address: str) -> None:
    """The first prices of both calculators, compared with their pages by a steward and let through."""
    with desk(chrome, address, "Aysel", "calculators") as window:
        for _ in range(2):
            window.page.get_by_text(EN("calculator.looked")).first.click()
            settled(window.page)
            button = window.page.get_by_role("button", name=EN.count("calculator.release", 11)).first
            expect(button).to_be_enabled()
            window.send(button)
            expect(window.page.get_by_text(EN("calculator.released")).first).to_be_visible()
            settled(window.page)


def licence_found(chrome, address: str) -> None:
    """Wise stands in a register: found by one steward, confirmed and published by another."""
    with desk(chrome, address, "Aysel", "providers", firm="wise") as window:
        window.write(EN("provider_check.title"), "A register, made up")
        window.write(EN("provider_check.publisher"), "A supervisor, made up")
        window.write(EN("provider_check.url"), "https://example.org/register")
        pressed(window, EN("steward.save"), EN("provider_check.saved"))
    with desk(chrome, address, "Murad", "providers", firm="wise") as window:
        pressed(window, EN("steward.confirm"), EN("provider_check.confirmed"))
        pressed(window, EN.count("provider_check.publish", 1), EN.count("provider_check.published", 1))


def test_two_days_of_living_prices(chrome, tmp_path, monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with outside() as others:
        settings = {
            **banks.settings(others.address), **played.addresses(others.address),
            "PULYOLU_CONTACT": "keeper@example.org", "PULYOLU_VAR": str(tmp_path),
        }  # fmt: skip
        of_server = {**settings, "PULYOLU_REFRESH": "official"}
        paysend = lambda amount, currency: played.paysend(rate="1.90")  # noqa: E731
        others.play(everybody(others, FIRST, "1.9711", wise=wise("1.95"), paysend=paysend))
        monkeypatch.setenv("PULYOLU_NOW", f"{FIRST}T09:14+04:00")
        with started(var=tmp_path, settings={**of_server, "PULYOLU_NOW": f"{FIRST}T09:14+04:00"}) as server:
            first_day(chrome, server.address, tmp_path, settings)
        broken = lambda amount, currency: {"note": played.MADE_UP, "calculator": {}}  # noqa: E731
        others.play(everybody(others, SECOND, "197.11", wise=wise("1.92"), paysend=broken))
        monkeypatch.setenv("PULYOLU_NOW", f"{SECOND}T09:14+04:00")
        with started(var=tmp_path, settings={**of_server, "PULYOLU_NOW": f"{SECOND}T09:14+04:00"}) as server:
            second_day(chrome, server.address, settings)


def first_day(chrome, address: str, var: Path, settings: dict[str, str]) -> None:
    """Today's official rate without a hand; then what the calculators say, once a steward has looked."""
    shows(address, EN.day(date.fromisoformat(FIRST)))
    store = open_store(f"sqlite:///{var / 'store.sqlite3'}")
    moment = clock.now()
    calculators.switch(store, "paysend", True, read=clock.today(), by="Aysel", now=moment)
    store.dispose()
    told = collect(settings)
    assert told.count(EN.count("calculator.waiting", 11)) == 2, told
    assert "own calculator" not in light(address)
    released(chrome, address)
    licence_found(chrome, address)
    shown = shows(address, "asked at the provider's own calculator, 1 December 2026, 09:14")
    # (200 - 1.50) x 1.95
    assert "387" in shown
    found = answer(address)
    assert (found["headline"]["provider"], found["headline"]["received"]) == ("wise", "387.08")
    assert found["reference"]["day"] == FIRST
    assert "licence_not_checked" not in found["cautions"]


def second_day(chrome, address: str, settings: dict[str, str]) -> None:
    """What moved is shown, what broke keeps its old price and day, and what is absurd is held back."""
    shows(address, "Wise")
    told = collect(settings)
    assert EN.count("calculator.published", 11) in told, told
    assert EN("refresh.fault_field_missing", who="Paysend", field="conversionRate").split(":")[0] in told, (
        told
    )
    # (200 - 1.50) x 1.92
    shown = shows(address, "2 December 2026, 09:14")
    assert "381" in shown
    assert "asked at the provider's own calculator, 1 December 2026, 09:14" in shown, "Paysend, with its day"
    found = answer(address)
    assert (found["headline"]["provider"], found["headline"]["received"]) == ("wise", "381.12")
    assert found["reference"]["day"] == FIRST, "the rate that is a hundred times off is nobody's reference"
    less = EN("feed.less", provider="Wise", amount=EN.money(Decimal("5.96"), "AZN"))
    held, began = EN("feed.held", currency=EN.currency("EUR")), time.monotonic()
    # The server asks the banks by itself, beside us.
    while held not in (told_changes := changes(address)):
        assert time.monotonic() - began < PATIENCE, told_changes
        time.sleep(0.2)
    assert set(told_changes) == {less, held}
    page = Window(chrome, f"{address}/?{QUESTION}&lang=en&picture=1&chart=moved").page
    moved = EN(
        "history.title", provider="Wise",
        first=EN.money(Decimal(387), "AZN", whole=True), since=EN.day(date.fromisoformat(FIRST)),
        last=EN.money(Decimal(381), "AZN", whole=True), until=EN.day(date.fromisoformat(SECOND)),
    )  # fmt: skip
    expect(page.get_by_text(moved).first).to_be_visible()
    with desk(chrome, address, "Aysel", "calculators") as window:
        field = "calculator.transaction.conversionRate"
        broken = EN("refresh.fault_field_missing", who="Paysend", field=field)
        expect(window.page.get_by_text(broken)).to_be_visible()
    with desk(chrome, address, "Aysel", "check") as window:
        for value in ("1 euro = 197.11 manat", "1 euro = 1.9711 manat"):
            expect(window.page.get_by_text(value).first).to_be_visible()
        expect(window.page.get_by_role("button", name=EN("official.release"))).to_be_visible()
