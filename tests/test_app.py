"""The dashboard whole: which data it shows, in which language, and what it says when the data are broken."""

import os
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from channels import clock
from channels.dataset import locations
from channels.records.base import Source
from channels.records.observations import Rate
from channels.refresh.publishing import publish_rates
from components.i18n import LANGUAGES, words
from tests.support.datasets import shipped, teaching
from tests.support.lanes import sampled
from tests.support.server import TOUCHED, _guard

ROOT = Path(__file__).parents[1]
AZ = words("az")


@pytest.fixture(autouse=True)
def var(tmp_path, monkeypatch):
    """A folder of what was published while the dashboard runs, empty at first."""
    folder = tmp_path / "var"
    monkeypatch.setenv("PULYOLU_VAR", str(folder))
    monkeypatch.delenv("PULYOLU_DATA", raising=False)
    return folder


@pytest.fixture
def data(tmp_path, monkeypatch):
    """A copy of the shipped evidence, which the dashboard then shows."""
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data", folder, ignore=shutil.ignore_patterns("teaching"))
    monkeypatch.setenv("PULYOLU_DATA", str(folder))
    return folder


def opened(**address):
    """The dashboard, opened with what stands in the address."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, code in address.items():
        app.query_params[name] = code
    return again(app)


def again(app):
    app.run()
    assert not app.exception
    return app


def address(app):
    """The codes that stand in the address."""
    codes = {}
    for name, code in app.query_params.items():
        codes[name] = code[-1] if isinstance(code, list) else code
    return codes


def read(app):
    """All texts and labels on the page."""
    found = [*app.title, *app.header, *app.subheader, *app.markdown, *app.caption, *app.warning, *app.info]
    labels = [e.label for e in [*app.button, *app.expander, *app.text_input, *app.selectbox]]
    return " ".join("\n".join([*(e.value.replace("\\", "") for e in found), *labels]).split())


def today():
    return clock.today()


# Languages


def test_the_first_page_is_the_comparison_in_azerbaijani():
    app = opened()
    assert app.title[0].value == AZ("recipient.title")
    assert address(app) == {"lang": "az", "send": "20000"}


@pytest.mark.parametrize("language", sampled(LANGUAGES))
@pytest.mark.parametrize("chosen", ["", "teaching"])
def test_every_language_shows_both_sets(language, chosen):
    app = opened(lang=language, set=chosen)
    spoken = words(language)
    assert app.title[0].value == spoken("recipient.title")
    assert (spoken("teaching.banner") in read(app)) == bool(chosen)
    assert f"documentElement.lang = '{language}'" in app.get("html")[0].value


def test_every_choice_survives_a_change_of_language():
    choices = {
        "set": "teaching",
        "sending": "TR",
        "send": "7500.5",
        "currency": "USD",
        "pay_out": "card",
        "within": "3d",
        "region": "baku",
        "pay_in": "card",
        "promotions": "1",
        "open": "write",
    }
    app = opened(lang="az", **choices)
    for language in ("ru", "en", "az", "ru"):
        app.segmented_control(key="lang").set_value(language)
        again(app)
        assert app.title[0].value == words(language)("recipient.title")
        kept = {name: code for name, code in address(app).items() if name != "text_lang"}
        assert kept == {"lang": language, **choices}
        assert app.text_input[0].value == words(language).number(Decimal(choices["send"]))


def test_a_link_means_the_same_in_every_language():
    shown = set()
    for language in LANGUAGES:
        app = opened(lang=language, set="teaching", sending="DE", send="350", pay_out="account")
        shown.add(tuple(char for char in app.header[0].value if char.isdigit()))
        assert app.selectbox(key="sending").value == "DE"
    assert len(shown) == 1


def test_a_tampered_link_opens_the_first_page():
    nonsense = {
        "lang": "zz",
        "sending": "XX",
        "send": "1e30",
        "currency": "QQQ",
        "pay_out": "<script>alert(1)</script>",
        "region": "../../etc",
        "within": "9h",
        "pay_in": "gold",
        "promotions": "2",
        "ask": "nothing",
        "set": "both",
        "open": "everything",
    }
    said = AZ("link.unknown_country", code="XX")
    assert " ".join(read(opened(**nonsense)).replace(said, "").split()) == " ".join(read(opened()).split())


# The two sets


def test_the_teaching_set_is_switched_on_and_off_and_is_never_mixed_in():
    app = opened(lang="en")
    real = {p.name.text_in("en") for p in shipped("real").tables.providers}
    invented = {p.name.text_in("en") for p in teaching().tables.providers}
    assert real & invented == set()

    def named():
        cards = [e.value.replace("\\", "") for e in app.markdown if ":material/" in e.value]
        assert cards
        return {name for name in real | invented if any(f"**{name}**" in card for card in cards)}

    assert named() and named() <= real
    app.toggle(key="teaching").set_value(True)
    again(app)
    assert words("en")("teaching.banner") in [warning.value for warning in app.warning]
    assert named() and named() <= invented
    app.toggle(key="teaching").set_value(False)
    again(app)
    assert words("en")("teaching.banner") not in [warning.value for warning in app.warning]
    assert named() <= real


def test_two_readers_do_not_share_a_choice():
    one, other = opened(lang="ru", set="teaching", sending="TR"), opened()
    again(one)
    again(other)
    assert address(one)["sending"] == "TR"
    assert "sending" not in address(other)
    assert other.title[0].value == AZ("recipient.title")


# Data that change or are broken


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_a_broken_folder_is_a_page_that_names_its_faults(data, language):
    (data / "corridors.toml").write_text("[[corridors]\n", encoding="utf-8")
    (data / "providers" / "wise.toml").write_text("name.en = 3\n", encoding="utf-8")
    app = opened(lang=language)
    assert app.title[0].value == words(language)("faults.title")
    shown = read(app)
    assert "corridors.toml" in shown
    assert "providers/wise.toml" in shown
    assert words(language)("faults.what") in shown
    assert app.button_group[0].options == list(LANGUAGES), "the language can still be changed"


def test_a_folder_that_is_not_there_is_said_so(tmp_path, monkeypatch):
    monkeypatch.setenv("PULYOLU_DATA", str(tmp_path / "nowhere"))
    shown = read(opened())
    assert AZ("faults.title") in shown
    assert AZ.fault("missing_folder") in shown


def test_a_file_that_is_mended_is_read_again_without_a_restart(data):
    path = data / "corridors.toml"
    text = path.read_text(encoding="utf-8")
    app = opened()
    assert app.title[0].value == AZ("recipient.title")
    path.write_text(text + "\n[[corridors]\n", encoding="utf-8")
    assert again(app).title[0].value == AZ("faults.title")
    path.write_text(text, encoding="utf-8")
    assert again(app).title[0].value == AZ("recipient.title")


@pytest.mark.parametrize("name", sampled(["providers/wise.toml", "rates.csv"]))
def test_a_file_that_is_taken_away_is_noticed_without_a_restart(data, name):
    app = opened(lang="en", sending="DE")
    assert "Wise" in read(app)
    (data / name).unlink()
    again(app)
    if name == "rates.csv":
        assert app.title[0].value == words("en")("faults.title")
        assert "rates.csv" in read(app)
    else:
        assert "Wise" not in read(app)


HEADER = (
    "provider,service,corridor,evidence,observed,period,amount,currency,fee,margin_percent,rate,pays,"
    "minutes_least,minutes_most,promotion,source,superseded"
)


def test_what_was_published_while_it_runs_is_laid_over_the_evidence(data, var):
    app = opened(lang="en", send="20000")
    assert words("en")("age.today") not in read(app)
    folder = var / "published" / "observations"
    folder.mkdir(parents=True)
    row = f"paysend,transfer,RU-AZ,observed,{today()},,20000,RUB,99,1.5,,AZN,1,60,false,rpw_workbook,"
    (folder / "today.csv").write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    shown = read(again(app))
    assert "Paysend" in shown
    assert words("en")("age.today") in shown
    teaching = opened(lang="en", set="teaching")
    assert "Paysend" not in read(teaching)


def test_a_rate_that_was_taken_in_while_it_runs_is_the_reference_at_once(var, tmp_path):
    app = opened(lang="en", send="20000")
    assert "cbar.az/currencies/x.xml" not in read(app)
    source = Source(
        id="cbar_sheet_x", title="A sheet", publisher="Central Bank", url="https://cbar.az/currencies/x.xml",
        published=today(), retrieved=today(), confidence="primary",
    )  # fmt: skip
    row = Rate(day=today(), currency="RUB", nominal=100, value="2.1034", source=source.id)
    assert publish_rates(locations.real(os.environ), source, [row], scratch=tmp_path) == 1
    shown = read(again(app))
    assert "https://cbar.az/currencies/x.xml" in shown
    assert words("en").day(today()) in shown
    assert "cbar.az/currencies/x.xml" not in read(opened(lang="en", set="teaching"))


def test_a_fault_in_what_was_published_is_named(var):
    folder = var / "published" / "observations"
    folder.mkdir(parents=True)
    (folder / "today.csv").write_text(f"{HEADER}\nnobody,transfer\n", encoding="utf-8")
    shown = read(opened())
    assert AZ("faults.title") not in shown, "readers are served what is good"
    assert "observations/today.csv" in shown.replace("\\", "")


def test_the_dashboard_writes_nothing_beside_its_data(data, var):
    before = {path: path.stat().st_mtime_ns for path in data.rglob("*")}
    opened(set="teaching")
    opened(lang="ru", open="told")
    assert {path: path.stat().st_mtime_ns for path in data.rglob("*")} == before
    assert not var.exists()


# The guard around the server of the browser's tests


@pytest.mark.parametrize(
    ("event", "parts"),
    [
        ("socket.getaddrinfo", ("example.org", 443, 0, 0, 0)),
        ("socket.connect", (None, ("192.0.2.1", 443))),
        ("socket.sendto", (None, ("192.0.2.1", 53))),
    ],
)
def test_the_servers_guard_refuses_whatever_leaves_this_machine(event, parts, capsys):
    with pytest.raises(ConnectionRefusedError):
        _guard(event, parts)
    assert TOUCHED in capsys.readouterr().err
    _guard("socket.connect", (None, ("127.0.0.1", 8501)))
    _guard("socket.getaddrinfo", (None, 8501, 0, 0, 0))
    _guard("socket.connect", (None, "/run/a.socket"))
    assert capsys.readouterr().err == ""
