"""From an empty store to a reader's large number: desk, phone form, a second person, one press, and a stop.

The five most wanted cells of Russia to Azerbaijan are filled on the day of the run. What a reader must read
is taken from the catalogues. Zolotaya Korona at Kapital Bank has the best price, and is then marked stopped.
"""

import io
import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.request import ProxyHandler, build_opener

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from typer.testing import CliRunner

from channels.__main__ import app
from channels.clock import today
from channels.collect.grid import grid, next_to_collect
from channels.collect.provider_checks import CheckKind
from channels.compare.headline import Caution
from channels.dataset.loading import load
from channels.records.forms import BETWEEN
from channels.terms import DisbursementMethod, Reason, Status
from components.i18n import words
from tests.journeys.test_policymaker import saved
from tests.journeys.test_steward import Window, name
from tests.support.asgi_server import serving
from tests.support.dashboard import settled
from tests.support.server import ROOT
from tests.support.submissions import as_csv, submitted

pytestmark = pytest.mark.browser

EN, AZ = words("en"), words("az")
WAY = "RU-AZ"
SEND = 20_000
KORONA, VTB, PAYSEND = "zolotaya_korona.cash_kapital_bank", "vtb.transfer", "paysend.transfer"
WANTED = {(VTB, 200), (VTB, 500), (KORONA, 200), (KORONA, 500), (PAYSEND, 200)}
SOON = 10
"""Seconds from the press until every reader reads it."""
BEST = "384 manat"
"""(20,000 - 99) roubles at 1.93 manat for 100."""


@dataclass
class Seen:
    """What a reader reads in five places.

    `after`: seconds until the JSON and the light page had answered. The dashboard, with the text and sheet
    made on it, reads the same data; how soon a browser has drawn it is the machine's matter.
    """

    dashboard: str
    light: str
    paper: str
    sender: str
    json: dict[str, Any]
    after: float

    @property
    def texts(self) -> dict[str, str]:
        return {"dashboard": self.dashboard, "light": self.light, "paper": self.paper, "sender": self.sender}


def bare(text: str) -> str:
    """Letters and signs alone: where a line was broken, or which space stands in it, is no matter."""
    return re.sub(r"[\s\u200b]+", "", text)


@contextmanager
def desk(chrome, address: str, who: str, part: str, **more: str) -> Iterator[Window]:
    """A part of the desk in a window of its own for one person."""
    codes = "".join(f"&{key}={code}" for key, code in more.items())
    window = Window(chrome, f"{address}/steward?lang=en&desk={part}{codes}")
    name(window, who)
    yield window
    window.page.context.close()


def pressed(window: Window, label: str, said: str) -> None:
    settled(window.page)
    window.send(window.page.get_by_role("button", name=label, exact=True))
    expect(window.page.get_by_text(said).first).to_be_visible()


def entered(chrome, address: str, road: str, rows: int, fee: str, rate: str, charge: str | None) -> None:
    """One visit at the desk: the amounts that stand in the fields in grey, each with its fee."""
    with desk(chrome, address, "Aysel", "enter", way=WAY, road=road) as window:
        for number in range(rows):
            window.write(EN("steward.fee"), fee, number)
        window.write(EN("told.rate", units=EN.money(Decimal(100), "RUB", whole=True)), rate)
        if charge is not None:
            window.write(EN("steward.on_receipt", currency=EN.currency("AZN")), charge)
        window.write(EN("steward.organisation"), "Training centre")
        pressed(window, EN("steward.save"), EN.count("steward.saved", rows))


def from_phones(folder: Path, var: Path) -> None:
    """Two prices that somebody took with the phone form, loaded as KoboToolbox exported them."""

    def row(road: str, uuid: str, **told: Any) -> dict[str, str]:
        provider, service = road.split(".")
        told |= {
            "corridor": WAY, "provider": provider, "service": provider + BETWEEN + service, "currency": "RUB",
            "answer": "observed", "pays": "AZN", "promotion": "no", "of_provider": "no",
            "method": "mystery_shopping", "organisation": "Training centre", "collected": today(),
            "collector": "leyla@example.org",
        }  # fmt: skip
        return submitted("price", told, uuid)

    rows = [
        row(KORONA, "1", amount=43_000, fee=99, received=829, receipt_charge=0),
        row(PAYSEND, "2", amount=20_000, fee=199, received=381),
    ]
    file = folder / "round.csv"
    file.write_bytes(as_csv(rows))
    done = CliRunner().invoke(
        app, ["import", "kobo", str(file), "--by", "aysel"], env={"PULYOLU_VAR": str(var)}
    )
    assert done.exit_code == 0, (done.output, done.exception)
    assert "New: 2. Already present: 0. Rejected: 0." in done.output


def official_rate(chrome, address: str) -> None:
    """Today's rate from the Central Bank's page, 1.96 manat for 100 roubles."""
    with desk(chrome, address, "Aysel", "rates") as window:
        window.write(EN("official.value", units=EN.money(Decimal(100), "RUB", whole=True)), "1.96")
        pressed(window, EN("steward.save"), EN("official.saved"))


def checked_by_another(chrome, address: str) -> None:
    """Every card of the part that checks is confirmed: prices by visit, then the official rate."""
    labels = (EN("steward.confirm"), EN.count("steward.confirm_all", 2), EN("official.confirm"))
    ways = re.compile("|".join(f"^{re.escape(label)}$" for label in labels))
    with desk(chrome, address, "Murad", "check") as window:
        buttons = window.page.get_by_role("button", name=ways).filter(visible=True)
        for left in (5, 4, 3, 2, 1):
            settled(window.page)
            expect(buttons).to_have_count(left)
            window.send(buttons.first)
            expect(buttons).to_have_count(left - 1)


def read(page: Page, address: str) -> Seen:
    """What is read by somebody who asks for 20,000 roubles in Azerbaijani, on pages that are loaded anew."""
    began, question = time.monotonic(), f"lang=az&sending=RU&send={SEND}"
    ask = build_opener(ProxyHandler({})).open
    with ask(f"{address}/api/v1/compare?language=az&sending=RU&receiving=AZ&send={SEND}") as found:
        document = json.load(found)
    light = page.context.new_page()
    light.goto(f"{address}/l?{question}")
    shown = light.inner_text("main")
    after = time.monotonic() - began
    light.close()
    page.goto(f"{address}/?{question}&open=write")
    settled(page)
    text = page.get_by_test_id("stCode").first
    expect(text).to_contain_text(re.compile(r"20\D?000"))
    sender = text.inner_text()
    page.get_by_text(AZ("paper.title")).click()
    _, pdf = saved(page, AZ("paper.sheet_a4"))
    paper = " ".join(part.extract_text() for part in PdfReader(io.BytesIO(pdf)).pages)
    return Seen(page.get_by_role("main").inner_text(), shown, paper, sender, document, after)


def is_the_answer(seen: Seen) -> None:
    """The amount with its day, counter, form of pay-out and caution, in all five."""
    day = AZ.day(today())
    for where, text in seen.texts.items():
        found = bare(text)
        for part in (BEST, "Zolotaya Korona", "Kapital Bank", AZ("form_of.cash"), day):
            assert bare(part) in found, (where, part, text)
        assert bare(AZ("caution.licence_not_checked_bare")) in found, (where, text)
        assert bare(AZ("answer.none")) not in found, where
    top = seen.json["headline"]
    assert (top["provider"], top["observed"]) == ("zolotaya_korona", today().isoformat())
    assert (top["payout"], top["pay_out"]) == ("zolotaya_korona_kapital_bank", DisbursementMethod.CASH)
    assert round(Decimal(top["received"])) == 384
    assert seen.json["state"] == "priced" and Caution.LICENCE_NOT_CHECKED in seen.json["cautions"]


def is_gone(seen: Seen) -> None:
    """The amount stands nowhere, and every place says that the provider has stopped, and since when."""
    why = AZ("answer.refused", road="Zolotaya Korona", why=AZ("reason.stopped_on", day=AZ.day(today())))
    for where, text in seen.texts.items():
        assert bare(BEST) not in bare(text), (where, text)
        assert bare(why) in bare(text), (where, text)
    assert seen.json["headline"]["provider"] == "vtb"
    assert "zolotaya_korona" not in {offer["provider"] for offer in seen.json["offers"]}
    refused = {(no["provider"], no["reason"], no["day"]) for no in seen.json["not_offered"]}
    assert ("zolotaya_korona", Reason.STOPPED, today().isoformat()) in refused


def stopped(chrome, address: str) -> None:
    """The provider is marked as stopped by one, confirmed and published by another."""
    firm = {"firm": "zolotaya_korona"}
    with desk(chrome, address, "Aysel", "providers", **firm) as window:
        window.choose(EN("provider_check.what"), EN(f"provider_check.what_{CheckKind.STATUS}"))
        window.choose(EN("provider_check.found"), EN(f"provider_check.found_{Status.STOPPED}"))
        window.write(EN("provider_check.title"), "Notice to customers")
        window.write(EN("provider_check.publisher"), "Zolotaya Korona")
        window.write(EN("provider_check.url"), "https://example.org/notice")
        pressed(window, EN("steward.save"), EN("provider_check.saved"))
    with desk(chrome, address, "Murad", "providers", **firm) as window:
        pressed(window, EN("steward.confirm"), EN("provider_check.confirmed"))
        pressed(window, EN.count("provider_check.publish", 1), EN.count("provider_check.published", 1))


def large(page: Page, text: str) -> float:
    """The height of the letters of a heading, in pixels."""
    heading = page.get_by_role("main").get_by_role("heading", name=text, exact=True)
    expect(heading).to_be_visible()
    return float(heading.evaluate("e => parseFloat(getComputedStyle(e).fontSize)"))


@pytest.mark.whole
def test_the_five_wanted_cells_become_the_answer_everywhere_and_a_stop_takes_it_away(chrome, tmp_path):
    cells = [c for c in grid(load(ROOT / "data"), (), today()) if c.corridor == WAY]
    wanted = [cell for service in next_to_collect(cells, today()) for cell in service]
    assert {(cell.road, int(cell.dollars)) for cell in wanted[:5]} == WANTED
    with serving(var=tmp_path) as (address, _):
        official_rate(chrome, address)
        entered(chrome, address, VTB, rows=2, fee="100", rate="1.90", charge=None)
        entered(chrome, address, KORONA, rows=1, fee="99", rate="1.93", charge="0")
        from_phones(tmp_path, tmp_path)
        checked_by_another(chrome, address)
        reader = Window(chrome, f"{address}/?lang=az&sending=RU&send={SEND}").page
        expect(reader.get_by_role("heading", name=AZ("answer.none"))).to_be_visible()
        with desk(chrome, address, "Murad", "publish") as publisher:
            expect(
                publisher.page.get_by_test_id("stMain").get_by_text(re.compile(BEST)).first
            ).to_be_visible()
            pressed(publisher, EN.count("steward.publish", 5), EN.count("steward.published", 5))
        seen = read(reader, address)
        assert seen.after < SOON
        is_the_answer(seen)
        assert large(reader, AZ.money(Decimal(384), "AZN", whole=True)) >= 28
        assert reader.evaluate("document.documentElement.scrollWidth") <= 390
        stopped(chrome, address)
        seen = read(reader, address)
        assert seen.after < SOON
        is_gone(seen)
