"""What is taken in lies over the data; the same twice adds nothing, a failure changes nothing."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from channels.dataset.loading import load
from channels.dataset.locations import DataFolders
from channels.pricing.fx import reference
from channels.pricing.rate_guard import RateFault
from channels.readers.failed import Failed
from channels.readers.fetching import Limits
from channels.readers.wise import WiseQuestion
from channels.refresh import fetch_log, intake
from channels.refresh.intake import questions, quotes, refresh_cbar
from channels.refresh.setting import IntakeSetting
from tests.channels.dataset.test_loading import RATES as KNOWN
from tests.channels.dataset.test_loading import small
from tests.support.lanes import spread
from tests.support.publishers import (
    RATES,
    breaks_off,
    busy,
    by_path,
    comparison,
    drips,
    garbage,
    hangs,
    http_date,
    outside,
    quote,
    says,
    sheet,
)

DAY = date(2026, 11, 23)
"""A Monday."""
NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
ASKED = WiseQuestion("DE", "AZ", Decimal(170), "EUR", "AZN")
ALL = len(RATES) - 1
"""All but the drawing rights."""


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
    limits = Limits(seconds=0.8, tries=2, patience=0.9)
    address = server.address
    return IntakeSetting(
        place, tmp_path / "var", f"{address}/currencies", f"{address}/v4", limits, lambda: NOW,
        frankfurter_url=f"{address}/v2/rates",
    )  # fmt: skip


def refresh_wise(setting, asked):
    """Ask Wise, by a keeper who has named a contact."""
    return intake.refresh_wise(replace(setting, contact="keeper@example.org"), asked)


def everything(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, with its bytes, but locks and what tells who was asked when."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in (".lock", "rests.jsonl", "asked.jsonl")
    }


def now(setting):
    return load(setting.place.folder, setting.place.over)


# The Central Bank


def test_the_latest_sheet_is_asked_for_and_lies_over_the_data(server, setting):
    server.play(says(sheet(DAY)))
    before = reference(now(setting).rates, DAY, base="RUB", quote="AZN")
    found = refresh_cbar(setting)
    assert server.paths == ["/currencies/23.11.2026.xml"]
    assert (found.day, found.rates, found.added) == (DAY, ALL, ALL)
    data = now(setting)
    used = reference(data.rates, DAY, base="RUB", quote="AZN")
    assert (before.day, before.rate) == (date(2026, 11, 20), Decimal("0.020001"))
    assert (used.day, used.rate, used.sources) == (DAY, Decimal("0.021034"), ("cbar_sheet_2026_11_23",))
    source = data.sources["cbar_sheet_2026_11_23"]
    assert source.url == f"{server.address}/currencies/23.11.2026.xml"
    assert (source.published, source.retrieved) == (DAY, DAY)
    old = reference(data.rates, date(2026, 11, 22), base="RUB", quote="AZN")
    assert old == replace(before, fresh=old.fresh)


def test_an_import_keeps_the_hash_of_the_answer_and_its_clocks(server, setting):
    body = sheet(DAY).encode()
    server.play(says(body))
    taken = refresh_cbar(setting).taken
    assert fetch_log.imports(setting.var) == (taken,)
    assert taken.sha256 == hashlib.sha256(body).hexdigest()
    assert (taken.size, taken.asked, taken.answered) == (len(body), NOW, NOW)
    assert (taken.what, taken.about) == ("cbar", {"sheet": "2026-11-23"})
    assert taken.url.endswith("/currencies/23.11.2026.xml")


def test_the_same_sheet_twice_adds_nothing(server, setting):
    server.play(says(sheet(DAY)))
    assert refresh_cbar(setting).added == ALL
    before = everything(setting.var), setting.place.stamp()
    assert refresh_cbar(setting).added == 0
    assert (everything(setting.var), setting.place.stamp()) == before


def test_on_a_weekend_the_sheet_of_friday_comes_with_its_own_day(server, setting):
    friday = DAY - timedelta(days=3)
    server.play(says(sheet(friday)))
    saturday, sunday = (replace(setting, now=lambda n=n: NOW - timedelta(days=n)) for n in (2, 1))
    assert refresh_cbar(saturday).day == friday
    before = everything(setting.var)
    assert refresh_cbar(sunday).added == 0
    assert server.paths == ["/currencies/21.11.2026.xml", "/currencies/22.11.2026.xml"]
    assert everything(setting.var) == before
    assert {rate.day for rate in now(setting).tables.rates} == {friday}


def test_a_day_in_baku_begins_before_that_of_utc(server, setting):
    server.play(says(sheet(DAY)))
    refresh_cbar(replace(setting, now=lambda: datetime(2026, 11, 22, 20, 30, tzinfo=UTC)))
    assert server.paths == ["/currencies/23.11.2026.xml"]


def test_the_sheet_of_an_old_day_is_not_judged_by_what_is_known_of_later_days(server, setting):
    old = date(2021, 12, 31)
    then = {
        "USD": ("1", "1.7"), "EUR": ("1", "1.9265"), "GBP": ("1", "2.2925"), "RUB": ("100", "2.2885"),
        "KZT": ("100", "0.3936"),
    }  # fmt: skip
    server.play(says(sheet(DAY, RATES | {"KZT": ("100", "0.2")})))
    refresh_cbar(setting)
    server.play(says(sheet(old, then)))
    found = refresh_cbar(setting, old)
    assert (found.day, found.held, found.added) == (old, (), len(then))
    assert now(setting).rates.official("RUB", old).per_unit == Decimal("0.022885")


def test_of_an_old_day_the_second_official_source_of_that_very_day_decides(server, setting):
    old = date(2021, 12, 31)
    server.play(says(sheet(old, {"USD": ("1", "1.7"), "EUR": ("1", "1.9712"), "KZT": ("100", "0.3936")})))
    (held,) = refresh_cbar(setting, old).held
    assert (held.currency, held.fault, held.held_against[1]) == ("EUR", RateFault.SECOND_DIFFERS, old)


def test_a_rate_far_off_is_told_and_not_laid_over_the_data(server, setting):
    server.play(says(sheet(DAY, RATES | {"RUB": ("100", "21.034")})))
    found = refresh_cbar(setting)
    (held,) = found.held
    assert (held.currency, held.fault, held.value) == ("RUB", RateFault.FAR_OFF, Decimal("0.21034"))
    assert held.held_against == (Decimal("0.020001"), date(2026, 11, 20))
    assert (found.added, found.rates) == (ALL - 1, ALL)
    used = reference(now(setting).rates, DAY, base="RUB", quote="AZN")
    assert (used.rate, used.day) == (Decimal("0.020001"), date(2026, 11, 20))


def test_a_currency_twice_in_a_sheet_is_told_and_not_taken(server, setting):
    twice = "<Valute Code='RUB'><Nominal>100</Nominal><Name>x</Name><Value>2.1</Value></Valute>"
    server.play(says(sheet(DAY, more=twice)))
    found = refresh_cbar(setting)
    assert [(one.currency, one.fault) for one in found.held] == [("RUB", RateFault.TWICE)]
    assert found.added == ALL - 1


def test_the_sheet_of_an_old_manat_is_not_taken(server, setting):
    server.play(says(sheet(date(2005, 12, 30))))
    found = refresh_cbar(setting, date(2005, 12, 30))
    assert (found.added, {one.fault for one in found.held}) == (0, {RateFault.OLD_MANAT})


@pytest.mark.parametrize(("dollars", "added"), [("0.1", ALL), ("0.0119", ALL - 1)])
def test_a_second_official_source_of_the_day_releases_or_holds_back(
    server, setting, monkeypatch, dollars, added
):
    """The ECB's sheet of the day says what a rouble is worth, at the Central Bank's dollar."""
    server.play(says(sheet(DAY, RATES | {"RUB": ("100", "17.0")})))
    cross = {"RUB": (DAY, Decimal(dollars))}
    monkeypatch.setattr("channels.readers.ecb_history.dollars", lambda currency, _: cross.get(currency))
    found = refresh_cbar(setting)
    assert found.added == added
    assert [one.fault for one in found.held] == [RateFault.SECOND_DIFFERS] * (ALL - added)


def test_what_the_data_know_already_is_not_written_again(server, setting):
    # 100 roubles at 2.0001 manat stand in the data; one at 0.020001 is the same rate.
    server.play(says(sheet(date(2026, 11, 20), RATES | {"RUB": ("1", "0.020001")})))
    assert refresh_cbar(setting).added == ALL - 1
    assert "RUB" not in (setting.place.over / "rates.csv").read_text()
    rouble = [rate for rate in now(setting).tables.rates if rate.currency == "RUB"]
    assert [(rate.nominal, rate.source) for rate in rouble] == [(100, "sheet")]


def test_later_sheets_are_put_behind_earlier_ones(server, setting):
    for day in (DAY - timedelta(days=1), DAY):
        server.play(says(sheet(day)))
        before = everything(setting.place.over) if setting.place.over.is_dir() else {}
        refresh_cbar(setting)
        after = everything(setting.place.over)
        assert all(after[name].startswith(content) for name, content in before.items())
    assert len(now(setting).tables.rates) == 1 + 2 * ALL
    assert [taken.about["sheet"] for taken in fetch_log.imports(setting.var)] == ["2026-11-22", "2026-11-23"]


def test_a_sheet_that_was_mended_counts_and_the_first_stays_to_be_seen(server, setting):
    server.play(says(sheet(DAY)), says(sheet(DAY, RATES | {"EUR": ("1", "1.9812")})))
    refresh_cbar(setting)
    assert refresh_cbar(setting).added == 1
    assert now(setting).rates.quote("EUR", DAY).per_unit == Decimal("1.9812")
    lines = (setting.place.over / "rates.csv").read_text().splitlines()
    assert [line for line in lines if ",EUR," in line] == [
        "2026-11-23,EUR,1,1.9712,cbar_sheet_2026_11_23",
        "2026-11-23,EUR,1,1.9812,cbar_sheet_2026_11_23",
    ]
    assert len(fetch_log.imports(setting.var)) == 2


def test_the_sheet_of_a_day_can_be_asked_for(server, setting):
    server.play(says(sheet(date(2021, 12, 31))))
    assert refresh_cbar(setting, date(2021, 12, 31)).day == date(2021, 12, 31)
    assert server.paths == ["/currencies/31.12.2021.xml"]


def test_a_day_without_any_sheet_leads_to_the_day_before(server, setting):
    missing = says(b"none", "404 Not Found")
    server.play(by_path({"21.11.2026": says(sheet(date(2026, 11, 20)))}, missing))
    assert refresh_cbar(setting).day == date(2026, 11, 20)
    assert len(server.asked) == 3
    with pytest.raises(Failed) as raised:
        refresh_cbar(setting, DAY)
    assert (raised.value.code, len(server.asked)) == ("refused", 4)
    server.play(missing)
    with pytest.raises(Failed):
        refresh_cbar(setting)
    assert len(server.asked) == 12


GOOD = sheet(DAY)
BAD = [
    (says(b"", "500 Internal Server Error"), "server_error"),
    (says(b"", "403 Forbidden"), "refused"),
    (says(b""), "empty"),
    (says(GOOD[: len(GOOD) // 2]), "not_a_sheet"),
    (says(GOOD[: len(GOOD) // 2], length=len(GOOD)), "broken_off"),
    (says(GOOD.encode("utf-16")), "not_utf8"),
    (says("<html>maintenance</html>"), "not_a_sheet"),
    (says(sheet(DAY, RATES | {"USD": ("1", "")})), "not_a_sheet"),
    (says(sheet(DAY + timedelta(days=1))), "future_sheet"),
    (says('<!DOCTYPE a [<!ENTITY b "c">]>' + GOOD.partition("?>")[2]), "doctype"),
    (says(b"", "302 Found", location="http://203.0.113.1/"), "redirected"),
    (garbage(), "too_large"),
    (hangs, "too_slow"),
    (drips(b"HTTP/1.1 200 OK\r\n\r\n", GOOD.encode()), "too_slow"),
    (breaks_off, "broken_off"),
    (busy(), "busy"),
]


@pytest.mark.parametrize(
    ("play", "code"), spread(BAD, each=4), ids=[f"{n}-{code}" for n, (_, code) in enumerate(BAD)]
)
@pytest.mark.parametrize("known", [False, True])
def test_a_failure_changes_nothing(server, setting, play, code, known):
    if known:
        server.play(says(sheet(DAY - timedelta(days=3))))
        refresh_cbar(setting)
    before = everything(setting.var), setting.place.stamp()
    server.play(play)
    with pytest.raises(Failed) as raised:
        refresh_cbar(setting)
    assert raised.value.code == code
    assert (everything(setting.var), setting.place.stamp()) == before


def test_data_with_a_fault_take_nothing_in(server, setting):
    small(setting.place.folder, rates_dot_csv=KNOWN + "2026-11-20,RUB,100,two,sheet\n")
    server.play(says(GOOD))
    with pytest.raises(Failed) as raised:
        refresh_cbar(setting)
    assert raised.value.code == "data_faulty"
    assert everything(setting.var) == {}


def test_a_table_of_rates_that_somebody_spoilt_is_left_alone(server, setting):
    setting.place.over.mkdir(parents=True)
    (setting.place.over / "rates.csv").write_text("value,day\n1.7,2026-11-20\n")
    before = everything(setting.var)
    server.play(says(GOOD))
    with pytest.raises(Failed) as raised:
        refresh_cbar(setting)
    assert raised.value.code == "data_faulty"
    assert everything(setting.var) == before


def test_rates_that_would_break_the_data_are_not_laid_over_them(server, setting):
    # A clerk put the columns in another order: whole as it is, but not with our lines behind it.
    setting.place.over.mkdir(parents=True)
    rows = "currency,day,nominal,value,source\nUSD,2026-11-20,1,1.7,sheet\n"
    (setting.place.over / "rates.csv").write_text(rows)
    known = now(setting).tables
    server.play(says(GOOD))
    with pytest.raises(Failed) as raised:
        refresh_cbar(setting)
    assert raised.value.code == "data_faulty"
    assert everything(setting.var) == {"published/rates.csv": rows.encode()}
    assert now(setting).tables == known


def test_a_folder_that_cannot_be_written_is_told(server, setting, tmp_path):
    (tmp_path / "file").write_text("no folder")
    server.play(says(GOOD))
    with pytest.raises(Failed) as raised:
        refresh_cbar(replace(setting, var=tmp_path / "file"))
    assert (raised.value.code, raised.value.holes) == ("not_written", {"folder": str(tmp_path / "file")})


def test_a_crash_between_two_files_leaves_whole_data_and_the_next_time_mends_it(server, setting, monkeypatch):
    server.play(says(GOOD))
    from channels import files  # noqa: PLC0415

    kept, written = files.replace, []

    def breaks(path, content):
        if path.parent == setting.place.over and path.name == "rates.csv":
            raise OSError("the plug was pulled")
        written.append(path)
        kept(path, content)

    monkeypatch.setattr(files, "replace", breaks)
    with pytest.raises(Failed):
        refresh_cbar(setting)
    monkeypatch.undo()
    assert (setting.place.over / "sources.toml").is_file()
    assert len(now(setting).tables.rates) == 1
    assert refresh_cbar(setting).added == ALL
    assert list(now(setting).sources).count("cbar_sheet_2026_11_23") == 1


def test_many_at_once_add_a_sheet_once(server, setting):
    server.play(says(GOOD))
    patient = replace(setting, limits=Limits(seconds=20))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: refresh_cbar(patient).added, range(8)))
    assert sorted(found) == [0] * 7 + [ALL]
    assert len((setting.place.over / "rates.csv").read_text().splitlines()) == 1 + ALL
    assert len(fetch_log.imports(setting.var)) == 1


# A rest that was asked for


@pytest.mark.parametrize("after", ["7200", http_date((NOW + timedelta(hours=2)).timestamp())])
def test_who_asked_for_a_rest_is_left_alone_until_it_is_over(server, setting, after):
    server.play(busy(after, "503 Service Unavailable"), says(GOOD))
    for _ in range(2):
        with pytest.raises(Failed) as raised:
            refresh_cbar(setting)
        assert (raised.value.code, raised.value.until) == ("busy", NOW + timedelta(hours=2))
    assert len(server.asked) == 1
    assert not setting.place.over.exists()
    later = replace(setting, now=lambda: NOW + timedelta(hours=2, seconds=1))
    assert refresh_cbar(later).added == ALL


def test_a_rest_of_a_year_is_told_and_kept_for_a_day(server, setting):
    server.play(busy("31536000", "503 Service Unavailable"), says(GOOD))
    with pytest.raises(Failed) as raised:
        refresh_cbar(setting)
    assert raised.value.until == NOW + timedelta(days=365)
    assert refresh_cbar(replace(setting, now=lambda: NOW + timedelta(days=1))).added == ALL


def test_one_side_may_rest_while_the_other_is_asked(server, setting):
    server.play(by_path({"/v4": busy("7200")}, says(GOOD)))
    setting = replace(setting, wise_url=setting.wise_url.replace("127.0.0.1", "localhost"))
    assert refresh_wise(setting, [ASKED])[0].fault.code == "busy"
    assert refresh_cbar(setting).added == ALL


# Wise


def test_an_answer_is_kept_as_it_came_and_its_prices_are_told(server, setting):
    body = comparison(quote(), quote(rate=1.95, fee=0)).encode()
    server.play(says(body))
    (done,) = refresh_wise(setting, [ASKED])
    assert len(done.quotes) == 2
    assert done.new
    assert done.fault is None
    (kept,) = (setting.var / "quotes" / "wise").iterdir()
    assert kept.read_bytes() == body
    assert kept.name == f"{hashlib.sha256(body).hexdigest()}.json"
    assert quotes(setting.var) == done.quotes
    assert fetch_log.imports(setting.var) == (done.taken,)
    assert done.taken.about == ASKED.written()
    assert "sourceCurrency=EUR&targetCurrency=AZN&sendAmount=170" in server.paths[0]


def test_prices_of_wise_never_reach_the_data(server, setting):
    server.play(says(comparison(quote())))
    before = now(setting).tables
    refresh_wise(setting, [ASKED])
    assert now(setting).tables == before
    assert not setting.place.over.exists()


def test_no_price_is_a_result_that_is_kept(server, setting):
    server.play(says(comparison()))
    (done,) = refresh_wise(setting, [ASKED])
    assert (done.quotes, done.new, done.fault) == ((), True, None)
    assert len(fetch_log.imports(setting.var)) == 1
    assert quotes(setting.var) == ()


def test_the_same_answer_twice_is_kept_once(server, setting):
    server.play(says(comparison(quote())))
    refresh_wise(setting, [ASKED])
    before = everything(setting.var)
    (again,) = refresh_wise(replace(setting, now=lambda: NOW + timedelta(hours=6)), [ASKED])
    assert (again.new, len(again.quotes)) == (False, 1)
    assert everything(setting.var) == before
    assert quotes(setting.var)[0].answered == NOW


def test_a_question_that_wise_does_not_take_does_not_stop_the_others(server, setting):
    server.play(says(b'{"errors": []}', "422 Unprocessable Entity"), says(comparison(quote())))
    done = refresh_wise(setting, [ASKED, ASKED])
    assert [one.fault.code if one.fault else None for one in done] == ["refused", None]


@pytest.mark.parametrize(
    ("play", "code"),
    spread(
        [
            (says(b"", "500 Internal Server Error"), "server_error"),
            (says(b"", "401 Unauthorized"), "refused"),
            (says("<html>"), "not_an_answer"),
            (says(comparison(quote())[:-30]), "not_an_answer"),
            (says(comparison(quote(), pays="USD")), "not_an_answer"),
            (garbage(), "too_large"),
            (hangs, "too_slow"),
            (busy("7200"), "busy"),
        ],
        each=4,
    ),
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_what_came_before_a_failure_stays_and_nothing_more_is_asked(server, setting, play, code):
    server.play(says(comparison(quote())), play)
    done = refresh_wise(setting, [ASKED, replace(ASKED, sending="FR"), replace(ASKED, sending="IT")])
    assert [one.fault.code if one.fault else None for one in done] == [None, code]
    assert quotes(setting.var) == done[0].quotes
    assert len(list((setting.var / "quotes" / "wise").iterdir())) == 1


def test_an_answer_that_somebody_changed_is_not_told(server, setting):
    server.play(says(comparison(quote())))
    refresh_wise(setting, [ASKED])
    (kept,) = (setting.var / "quotes" / "wise").iterdir()
    kept.write_text(kept.read_text().replace("3.5", "0.5"))
    assert quotes(setting.var) == ()
    kept.unlink()
    assert quotes(setting.var) == ()
    assert quotes(setting.var / "nothing") == ()


def test_a_line_of_the_ledger_that_is_none_is_passed_over_and_kept(server, setting):
    server.play(says(comparison(quote())), says(comparison(quote(fee=1))))
    refresh_wise(setting, [ASKED])
    path = setting.var / "refresh" / "ledger.jsonl"
    path.write_text(path.read_text() + "by hand: look at this\n")
    refresh_wise(setting, [ASKED])
    assert [one.fee for one in quotes(setting.var)] == [Decimal("3.5"), Decimal(1)]
    lines = path.read_text().splitlines()
    assert lines[1] == "by hand: look at this"
    assert json.loads(lines[2])["what"] == "wise"


# What is asked of Wise


def test_about_200_dollars_are_asked_about_on_every_road_into_azerbaijan():
    data = load(Path(__file__).parents[3] / "data")
    asked = questions(data, date(2026, 11, 21))
    corridors = {c.key for c in data.tables.corridors if c.receiving == "AZ" and c.sending != "AZ"}
    assert len(asked) > 10
    # The hryvnia has no rate yet.
    assert {one.corridor for one in asked} == corridors - {"UA-AZ"}
    assert {one.pays for one in asked} == {"AZN"}
    by_currency = {one.currency: one.amount for one in asked}
    assert (by_currency["USD"], by_currency["EUR"], by_currency["RUB"]) == (200, 200, 20_000)


def test_one_road_can_be_asked_about():
    data = load(Path(__file__).parents[3] / "data")
    here, anywhere = data.corridor("DE", "AZ"), data.corridor("AZ", "any")
    assert here and anywhere
    (asked,) = questions(data, date(2026, 11, 21), [here])
    # Readers from Germany begin with 200 euros.
    assert asked == replace(ASKED, amount=Decimal(200))
    assert questions(data, date(2026, 11, 21), [anywhere]) == ()
