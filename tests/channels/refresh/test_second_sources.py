"""A second word on official rates: it agrees and releases, or differs and holds back; or it stays away."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from channels.dataset.loading import load
from channels.dataset.locations import DataFolders
from channels.pricing.rate_guard import RateFault
from channels.readers.failed import Failed
from channels.readers.fetching import Limits
from channels.refresh.banks import BANKS, banks
from channels.refresh.intake import refresh_cbar
from channels.refresh.last_asked import last_asked
from channels.refresh.setting import IntakeSetting
from tests.channels.dataset.test_loading import RATES as KNOWN
from tests.channels.dataset.test_loading import small
from tests.support import central_banks as made_up
from tests.support.lanes import spread
from tests.support.publishers import RATES, breaks_off, busy, drips, garbage, hangs, outside, says, sheet

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
ALL = len(RATES) - 1
JUMPED = sheet(DAY, RATES | {"RUB": ("100", "2.6034")})
"""The rouble a quarter up: more than the guard takes alone."""
AGREES = {**made_up.CBR, "AZN": ("1", "38,4113")}


@pytest.fixture
def server(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with outside() as found:
        yield found


@pytest.fixture
def setting(server, tmp_path):
    place = DataFolders(small(tmp_path / "data"), tmp_path / "var" / "published")
    named = made_up.settings(server.address)
    return IntakeSetting(
        place, tmp_path / "var", named["PULYOLU_CBAR_URL"], limits=Limits(seconds=0.8, tries=2, patience=0.2),
        now=lambda: NOW, banks=banks(named), frankfurter_url=named["PULYOLU_FRANKFURTER_URL"],
    )  # fmt: skip


def known(setting):
    return load(setting.place.folder, setting.place.over)


def faults(found) -> list[tuple[str, RateFault]]:
    return [(one.currency, one.fault) for one in found.held]


def test_every_bank_is_asked_once_for_the_day_of_the_sheet(server, setting):
    server.play(made_up.banks(DAY, sheet(DAY)))
    found = refresh_cbar(setting)
    assert (found.added, found.held, found.own_fault) == (ALL, (), None)
    first, *others = server.paths
    assert first == "/cbar/23.11.2026.xml"
    assert sorted(others) == [
        "/cbr?date_req=23%2F11%2F2026", "/ecb", "/nbg?date=2026-11-23", "/nbk?fdate=23.11.2026",
    ]  # fmt: skip
    assert {one.what for one in last_asked(setting.var)} == {"cbar", *(bank.code for bank in BANKS)}
    assert all(one.failed is None and one.answered == NOW for one in last_asked(setting.var))


def test_a_bank_that_agrees_lets_a_jump_through(server, setting):
    server.play(made_up.banks(DAY, JUMPED, cbr=says(made_up.cbr(DAY, AGREES))))
    assert refresh_cbar(setting).held == ()
    assert known(setting).rates.official("RUB", DAY).per_unit == Decimal("0.026034")


def test_a_bank_that_differs_holds_back_what_the_guard_alone_would_take(server, setting):
    server.play(made_up.banks(DAY, sheet(DAY), cbr=says(made_up.cbr(DAY, AGREES))))
    (held,) = refresh_cbar(setting).held
    assert (held.currency, held.fault, held.held_against[1]) == ("RUB", RateFault.SECOND_DIFFERS, DAY)


def test_the_euros_set_is_judged_over_the_dollar(server, setting):
    server.play(made_up.banks(DAY, sheet(DAY), ecb=says(made_up.ecb(DAY, {"USD": "1.10", "TRY": "46.63"}))))
    assert faults(refresh_cbar(setting)) == [("EUR", RateFault.SECOND_DIFFERS)]


BAD = [
    says(b"no", "403 Forbidden"), busy("3600"), says("<html>maintenance</html>"), says(made_up.cbr(DAY)[:90]),
    says(b""), hangs, drips(b"HTTP/1.1 200 OK\r\n\r\n", made_up.cbr(DAY)), garbage(), breaks_off,
    says(made_up.cbr(DAY - timedelta(days=2))), says(made_up.cbr(DAY, {"UZS": ("1", "0,1")})),
    says(made_up.cbr(DAY).decode("cp1251").encode("utf-16")),
]  # fmt: skip
NAMES = [
    "403",
    "429",
    "html",
    "truncated",
    "empty",
    "hangs",
    "drips",
    "200MB",
    "breaks_off",
    "weekend",
    "other",
    "utf16",
]


@pytest.mark.parametrize("play", spread(BAD, each=3), ids=NAMES)
def test_a_bank_that_says_nothing_of_the_day_decides_nothing(server, setting, play):
    server.play(made_up.banks(DAY, JUMPED, cbr=play))
    found = refresh_cbar(setting)
    assert faults(found) == [("RUB", RateFault.FAR_OFF)]
    assert found.added == ALL - 1


def test_with_no_bank_allowed_the_central_bank_alone_is_asked(server, setting):
    server.play(made_up.banks(DAY, sheet(DAY)))
    refresh_cbar(replace(setting, banks=()))
    assert len(server.asked) == 1


# Frankfurter stands in


DOWN = says(b"", "500 Internal Server Error")


@pytest.fixture
def named(setting):
    small(setting.place.folder, rates_dot_csv=KNOWN + "2026-11-20,USD,1,1.7,sheet\n")
    return replace(setting, contact="keeper@example.org")


def test_frankfurter_is_asked_only_in_a_keepers_name(server, setting):
    server.play(made_up.banks(DAY, sheet(DAY), cbar=DOWN))
    with pytest.raises(Failed) as raised:
        refresh_cbar(setting)
    assert raised.value.code == "server_error"
    assert not any("frankfurter" in path for path in server.paths)


def test_a_copy_stands_in_marked_and_is_replaced_by_the_banks_own_rate(server, named):
    server.play(made_up.banks(DAY, sheet(DAY), cbar=DOWN))
    found = refresh_cbar(named)
    assert (found.own_fault.code, found.added, found.held) == ("server_error", 2, ())
    data = known(named)
    rouble = data.rates.official("RUB", DAY)
    assert (rouble.per_unit, rouble.sources) == (Decimal("0.021034"), ("frankfurter_cbar_2026_11_23",))
    source = data.sources["frankfurter_cbar_2026_11_23"]
    assert (source.copy_by, source.confidence) == ("Frankfurter", "secondary")
    assert any("keeper@example.org" in head["user-agent"] for head in server.heads)
    assert {one.what: one.fault for one in last_asked(named.var)}["cbar"] == "server_error"
    server.play(made_up.banks(DAY, sheet(DAY)))
    assert refresh_cbar(named).added == ALL
    own = known(named).rates.official("RUB", DAY)
    assert (own.per_unit, own.sources) == (Decimal("0.021034"), ("cbar_sheet_2026_11_23",))


def test_a_copy_never_takes_the_place_of_the_banks_own_rate(server, named):
    server.play(made_up.banks(DAY, sheet(DAY)))
    refresh_cbar(named)
    server.play(
        made_up.banks(
            DAY, "", cbar=DOWN, frankfurter=says(made_up.frankfurter(DAY, {"AZN": 1.7, "RUB": 79.0}))
        )
    )
    with pytest.raises(Failed):
        refresh_cbar(named)
    assert known(named).rates.official("RUB", DAY).sources == ("cbar_sheet_2026_11_23",)


def test_a_copy_is_guarded_like_the_bank_itself(server, named):
    far = made_up.frankfurter(DAY, {"AZN": 1.7, "RUB": 8.08})
    server.play(made_up.banks(DAY, "", cbar=DOWN, cbr=DOWN, frankfurter=says(far)))
    found = refresh_cbar(named)
    assert faults(found) == [("RUB", RateFault.FAR_OFF)]
    assert known(named).rates.official("RUB", DAY).day == date(2026, 11, 20)


def test_a_copy_of_another_banks_sheet_is_a_second_word_too(server, named):
    copy = made_up.frankfurter(DAY, {"AZN": 1.7, "RUB": 65.3})
    server.play(made_up.banks(DAY, JUMPED, cbr=DOWN, frankfurter=says(copy)))
    assert refresh_cbar(named).held == ()


def test_where_everybody_is_down_nothing_changes_and_all_is_told(server, named):
    server.play(DOWN)
    with pytest.raises(Failed):
        refresh_cbar(named)
    assert not named.place.over.exists()
    assert {one.what: one.fault for one in last_asked(named.var)} == {
        "cbar": "server_error", "frankfurter": "server_error",
    }  # fmt: skip
