"""An empty cell, filled from a phone: form out, submission in, checked by another, published, compared."""

from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from typer.testing import CliRunner

from channels.__main__ import app
from channels.clock import today
from channels.collect.grid import CellState, grid
from channels.readers.xforms import as_xform
from channels.records.entries import Entry
from channels.records.forms import BETWEEN
from channels.store import price_entries
from channels.store.engine import address, open_store
from components.i18n import words
from server.data_cache import shelf
from tests.components.pages.steward.test_page import named, press, shown, texts
from tests.support.builders import dec
from tests.support.lanes import sampled
from tests.support.submissions import as_csv, as_xlsx, labelled, submitted, xform

ROOT = Path(__file__).parents[1]
EN = words("en")
ROAD = {"corridor": "RU-AZ", "provider": "zolotaya_korona", "service": "cash_kapital_bank"}


@pytest.fixture(autouse=True)
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / "var"))
    for name in ("DATABASE_URL", "PULYOLU_DATA", "PULYOLU_STEWARDS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "var"


def run(*arguments: str) -> str:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 0, (done.output, done.exception)
    return done.output


def compared(**choices: str) -> AppTest:
    """The recipient's comparison on the whole dashboard."""
    found = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, code in {"lang": "en", **choices}.items():
        found.query_params[key] = code
    found.run()
    assert not found.exception
    return found


def state() -> set[CellState]:
    """What the grid says of our service at 200 dollars."""
    cells = grid(shelf(every=0).dataset("real"), (), today())
    of = (ROAD["corridor"], f"{ROAD['provider']}.{ROAD['service']}", 200)
    return {cell.state for cell in cells if (cell.corridor, cell.road, cell.dollars) == of}


@pytest.mark.parametrize("kind", sampled(["csv", "xlsx"]))
def test_a_price_from_a_phone_fills_an_empty_cell_and_is_seen_with_its_day_and_source(tmp_path, var, kind):
    run("export", "xlsform", "price", "--dir", str(tmp_path))
    form = as_xform((tmp_path / "pulyolu_price.xlsx").read_bytes())
    assert all(
        f"/{node.tag.rpartition('}')[2]}" in form for node in xform("price").iter() if node.tag == "fee"
    )
    day = today() - timedelta(days=1)
    told = {
        **ROAD, "service": ROAD["provider"] + BETWEEN + ROAD["service"], "answer": "observed",
        "amount": 17_000, "currency": "RUB", "fee": 150, "received": 320, "pays": "AZN", "receipt_charge": 2,
        "minutes_least": 5, "minutes_most": 60, "regions": ("baku",), "documents": ("passport",),
        "promotion": "no", "of_provider": "no", "method": "mystery_shopping", "organisation": "Centre",
        "collected": day, "collector": "leyla@example.org", "covered": "OK", "photo": "receipt.jpg",
    }  # fmt: skip
    row = submitted("price", told)
    back = tmp_path / f"round.{kind}"
    # One of the two as KoboToolbox exports it with labels instead of names.
    back.write_bytes(as_csv([row]) if kind == "csv" else as_xlsx([labelled("price", row, "az")]))
    assert state() == {CellState.NEVER}
    said = run("import", "kobo", str(back))
    assert "New: 1. Already present: 0. Rejected: 0." in said
    assert "Photos that stay in KoboToolbox: 1." in said
    assert state() == {CellState.NEVER}, "what nobody checked is not seen"

    assert EN("steward.own") in texts(named(shown("check"), "leyla@example.org"))
    check = named(shown("check"), "Murad")
    assert "320 manat" in texts(check)
    press(check, "confirm")
    publish = press(named(shown("publish"), "Murad"), "publish")
    assert EN.count("steward.published", 1) in texts(publish)
    assert state() == {CellState.CURRENT}

    page = texts(compared(sending="RU", send="17150"))
    assert "320 manat" in page
    assert EN.day(day) in page
    assert f"Prices collected: {EN.day(day)}, each checked" in page
    assert EN("bring.documents", things=EN("document.passport")) in page
    assert EN("bring.where", places="Baku") in page
    assert EN("bring.seen", what=EN("steward.where"), day=EN.day(day)) in page
    store = open_store(address({"PULYOLU_VAR": str(var)}))
    (kept,) = price_entries.kept(store)
    store.dispose()
    assert (kept.by, kept.checked_by) == ("leyla@example.org", "Murad")
    assert kept.entry == Entry(
        **ROAD, amount=17_000, currency="RUB", fee=150, received=320, pays="AZN", receipt_charge=2,
        minutes_least=5, minutes_most=60, regions=("baku",), documents=("passport",), collected=day,
        method="mystery_shopping", organisation="Centre",
    )  # fmt: skip
    (seen,) = [
        o for _, o in shelf(every=0).dataset("real").tables.observations if o.service == ROAD["service"]
        and o.provider == ROAD["provider"]
    ]  # fmt: skip
    assert (seen.rate, seen.receipt_charge, seen.checked) == (dec("0.0189411765"), 2, True)
    assert (seen.regions, seen.documents) == (("baku",), ("passport",))
