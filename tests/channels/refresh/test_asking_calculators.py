"""Calculators asked on loopback: right answers and every bad one; none takes the others with it."""

import gzip
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from channels.collect import asked_prices
from channels.collect.asked_prices import Known
from channels.dataset.locations import DataFolders
from channels.readers.failed import Failed
from channels.readers.fetching import Limits
from channels.records.asked_prices import AskedReason, AskedState
from channels.records.calculators import CalculatorState
from channels.refresh import asking_calculators
from channels.refresh.last_asked import last_asked
from channels.refresh.setting import IntakeSetting
from tests.support import calculators as played
from tests.support.calculators import CAPTCHA, NOW, RATE, addresses, market
from tests.support.publishers import breaks_off, busy, drips, garbage, hangs, outside, says

WAY = ("DE-AZ",)
FEW = 4
"""Amounts that are asked about here: 51, 170, 430 and 510 euros."""


@dataclass
class Memory:
    """A keeper that lets everything be asked and remembers what it was told."""

    on: tuple[str, ...] = ("wise", "paysend", "transfergo", "profee")
    released: bool = True
    kept: list[object] = field(default_factory=list)
    said: dict[str, str | None] = field(default_factory=dict)

    def may_ask(self, calculator):
        return CalculatorState(calculator.provider, on=calculator.provider in self.on).may_ask(
            documented=False
        )

    def known(self, provider, corridor):
        return Known(released=self.released)

    def publish(self, found, now):
        self.kept += found
        return tuple(found)

    def told(self, provider, asked, answered, fault):
        self.said[provider] = None if fault is None else fault.code


@pytest.fixture
def server(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with outside() as found:
        found.play(played.calculators(found))
        yield found


@pytest.fixture
def setting(tmp_path, monkeypatch):
    monkeypatch.setattr(asked_prices, "MANATS", (Decimal(100), Decimal(1_000)))
    place = DataFolders(market(tmp_path / "data"), tmp_path / "var" / "published")
    limits = Limits(seconds=0.8, tries=1, patience=0.5, size=200_000)
    return IntakeSetting(
        place, tmp_path / "var", limits=limits, now=lambda: NOW, contact="keeper@example.org"
    )


def collect(setting, keeper, server, **more):
    asked = {"corridors": WAY, "environ": addresses(server.address)} | more
    return {one.provider: one for one in asking_calculators.collect(setting, keeper, **asked)}


def test_every_calculator_is_asked_in_turn_named_and_with_the_keeper_s_address(setting, server):
    keeper = Memory()
    done = collect(setting, keeper, server)
    assert set(done) == {"wise", "paysend", "transfergo", "profee"}
    assert all(one.fault is None and one.count(AskedState.PUBLISHED) >= 1 for one in done.values())
    assert done["wise"].count(AskedState.PUBLISHED) == FEW
    assert done["wise"].count(AskedState.APART) == FEW
    assert keeper.said == dict.fromkeys(done)
    told = {one.what: (one.answered, one.fault) for one in last_asked(setting.var)}
    assert told == {f"calculator_{provider}": (NOW, None) for provider in done}
    assert {head["user-agent"].count("keeper@example.org") for head in server.heads} == {1}
    assert not any("cookie" in head or "authorization" in head for head in server.heads)


def test_nobody_is_asked_without_an_address_for_questions(setting, server):
    with pytest.raises(Failed) as stop:
        collect(replace(setting, contact=None), Memory(), server)
    assert stop.value.code == "no_contact" and server.asked == []


def test_only_what_is_switched_on_named_and_listed_is_asked(setting, server):
    data = asking_calculators.loaded(setting)
    keeper = Memory(on=("wise", "transfergo"))
    plan = asking_calculators.plan(setting, keeper, data, environ={})
    assert {one.calculator.provider for one in plan.inquiries} == {"wise", "transfergo"}
    assert plan.off == ("paysend", "profee")
    assert plan.steps == sum(len(one.amounts) for one in plan.inquiries)
    one = asking_calculators.plan(setting, keeper, data, providers=["wise"], corridors=WAY, environ={})
    assert [(i.calculator.provider, i.corridor.key) for i in one.inquiries] == [("wise", "DE-AZ")]
    assert collect(setting, keeper, server, providers=["paysend"]) == {}
    assert server.asked == []


def test_each_raw_answer_is_kept_packed_for_a_year_by_its_hash(setting, server):
    done = collect(setting, Memory(), server, providers=["wise"])
    price = done["wise"].found[0].price
    kept = asking_calculators.raw(setting.var, price.answered.date(), price.sha256)
    assert kept is not None and b"made up" in kept
    files = list(asking_calculators.raw_folder(setting.var).rglob("*.gz"))
    assert len(files) == FEW and all(gzip.decompress(path.read_bytes()) for path in files)
    assert asking_calculators.clear_raw(replace(setting, now=lambda: NOW + timedelta(days=365))) == 0
    assert asking_calculators.clear_raw(replace(setting, now=lambda: NOW + timedelta(days=366))) == 1
    assert asking_calculators.raw(setting.var, price.answered.date(), price.sha256) is None


BAD = {
    "403": (says(b"forbidden", "403 Forbidden"), "refused", 1),
    "429": (busy(), "busy", 1),
    "429 with a time": (busy("3600"), "busy", 1),
    "captcha page": (says(CAPTCHA, content_type="text/html"), "web_page", 2),
    "HTML for JSON": (says("<html>new site</html>"), "web_page", 2),
    "empty": (says(b""), "empty", 2),
    "empty object": (says("{}"), "field_missing", 2),
    "truncated": (says('{"rate": 1.9, "paymentOp'), "not_an_answer", 2),
    "shorter than it says": (says('{"rate"', length=900), "broken_off", 2),
    "200 MB": (garbage(), "too_large", 1),
    "hang": (hangs, "too_slow", 1),
    "drip": (drips(b"HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n", b" " * 900), "too_slow", 1),
    "breaks off": (breaks_off, "broken_off", 2),
    "moved away": (says(b"", "302 Found", location="http://127.0.0.1:9/"), "redirected", 1),
    "server error": (says(b"no", "500 Internal Server Error"), "server_error", 1),
}


@pytest.mark.parametrize("name", BAD)
def test_whatever_one_calculator_answers_is_told_and_loses_nothing_of_the_others(name, setting, server):
    behaviour, code, questions = BAD[name]
    server.play(played.calculators(server, {"wise": lambda amount, currency: behaviour}))
    keeper = Memory(on=("wise", "transfergo"))
    # Each has a host of its own: one that forbids is left alone for a day.
    wise_alone = {
        **addresses(server.address),
        "PULYOLU_WISE_QUOTE_URL": server.address.replace("127.0.0.1", "localhost"),
    }
    done = collect(setting, keeper, server, environ=wise_alone)
    assert done["wise"].found == () and keeper.said["wise"] == code
    assert sum("/v3/quotes" in path for path in server.paths) == questions
    assert done["transfergo"].count(AskedState.PUBLISHED) == FEW and keeper.said["transfergo"] is None


def test_a_host_that_forbade_it_is_left_alone_for_a_day(setting, server):
    keeper = Memory(on=("wise",))
    server.play(says(b"no", "403 Forbidden"))
    collect(setting, keeper, server)
    collect(setting, keeper, server)
    assert len(server.asked) == 1 and keeper.said["wise"] == "busy"
    (told,) = last_asked(setting.var)
    assert (told.what, told.failed.until) == ("calculator_wise", NOW + timedelta(hours=24))
    server.play(played.calculators(server))
    done = collect(replace(setting, now=lambda: NOW + timedelta(hours=25)), keeper, server)
    assert done["wise"].count(AskedState.PUBLISHED) == FEW


def test_a_question_that_is_none_for_it_does_not_stop_the_others(setting, server):
    small = says(b"{}", "422 Unprocessable Entity")

    def play(amount, currency):
        return small if amount < 100 else played.wise(amount, currency=currency)

    server.play(played.calculators(server, {"wise": play}))
    keeper = Memory(on=("wise",))
    done = collect(setting, keeper, server)
    assert done["wise"].count(AskedState.PUBLISHED) == FEW - 1
    assert keeper.said["wise"] == "refused"


@pytest.mark.parametrize(
    ("changed", "state", "reason"),
    [
        ({"rate": Decimal("0.5128")}, AskedState.DROPPED, AskedReason.UPSIDE_DOWN),
        ({"rate": RATE * 2}, AskedState.WAITING, AskedReason.RATE_OFF),
    ],
)
def test_a_rate_that_cannot_be_never_reaches_readers(changed, state, reason, setting, server):
    def play(amount, currency):
        return played.wise(amount, currency=currency, **changed)

    server.play(played.calculators(server, {"wise": play}))
    found = collect(setting, Memory(on=("wise",)), server)["wise"].found
    told = {(one.state, one.reason) for one in found if one.reason is not AskedReason.OTHER_WAY}
    assert told == {(state, reason)}


def test_one_odd_option_in_each_answer_is_told_with_its_field_and_loses_no_price(setting, server):
    def play(amount, currency):
        answer = played.wise(amount, currency=currency)
        return answer | {"paymentOptions": [{"payIn": "CARD", "fee": {}}, *answer["paymentOptions"]]}

    server.play(played.calculators(server, {"wise": play}))
    keeper = Memory(on=("wise",))
    done = collect(setting, keeper, server)["wise"]
    assert done.count(AskedState.PUBLISHED) == FEW
    assert done.odd == ("paymentOptions.fee.total",) and keeper.said["wise"] == "field_missing"


def test_a_direction_that_is_not_served_costs_one_question_and_is_an_answer(setting, server):
    closed = {
        "paysend": lambda amount, currency: played.paysend(served=False),
        "methods": lambda amount, currency: played.methods(available=False),
    }
    server.play(played.calculators(server, closed))
    done = collect(setting, Memory(on=("paysend", "profee")), server)
    assert len(server.asked) == 2
    (paysend,), (profee,) = done["paysend"].found, done["profee"].found
    assert (paysend.state, paysend.price.is_price) == (AskedState.PUBLISHED, False)
    assert (profee.state, profee.reason) == (AskedState.APART, AskedReason.NOT_LISTED)


def test_the_host_is_left_in_peace_between_two_questions(setting, server):
    collect(setting, Memory(on=("transfergo",)), server, pause=0.1)
    waits = [later - earlier for earlier, later in zip(server.times, server.times[1:], strict=False)]
    assert len(waits) == FEW - 1 and min(waits) >= 0.1


@pytest.mark.parametrize(
    ("written", "seconds"), [("0", 0.0), ("2.5", 2.5), ("", 2.0), ("soon", 2.0), ("-3", 0.0), ("1e9", 600.0)]
)
def test_the_pause_is_what_the_keeper_says_within_reason(written, seconds):
    assert asking_calculators.pause_of({"PULYOLU_ASK_PAUSE": written}) == seconds


def test_progress_is_told_to_the_last_question_whatever_is_skipped(setting, server):
    server.play(played.calculators(server, {"wise": lambda amount, currency: says(b"no", "403 Forbidden")}))
    keeper = Memory(on=("wise", "profee"))
    steps: list[Any] = []
    plan = asking_calculators.plan(
        setting, keeper, asking_calculators.loaded(setting), corridors=WAY, environ=addresses(server.address)
    )
    collect(setting, keeper, server, step=steps.append)
    assert sum(steps) == plan.steps
