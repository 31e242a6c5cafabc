"""Further attacks of our own: each of the first ones went wrong here, and is told beside its test."""

import gzip
import json
import random
import sqlite3
import zipfile
from contextlib import closing, suppress
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import httpx
import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from typer.testing import CliRunner

import asgi
from channels.__main__ import app as command
from channels.dataset.locations import DataFolders
from channels.export.data_package import as_package
from channels.export.package_changes import BadPackage, as_csv, compare_packages
from channels.panel import quotes
from channels.panel.faults import BrokenPanel
from channels.panel.price_history import known_prices, quotes_folder
from channels.readers import calculators, fetching, wise
from channels.readers.failed import Failed
from channels.readers.fetching import Limits
from channels.readers.providers import paysend, profee, transfergo
from channels.readers.providers import wise as wise_own
from channels.records.dated_prices import kept
from channels.refresh import asking_calculators
from channels.store import price_entries, publishing
from channels.store.backup import restore
from channels.store.engine import open_store
from channels.store.faults import StoreError
from components.i18n import words
from components.words.links import FEED_PATH
from server import desk_key
from server.data_cache import shelf
from server.metrics import Measures
from server.middleware.access_log import quiet
from server.middleware.rate_limit import Bucket
from server.middleware.security_headers import HostCheck, is_foreign
from server.routes.feed import feeds
from server.settings import Settings
from tests.channels.dataset.test_loading import small
from tests.outside.test_hostile_backups import published
from tests.support import calculators as played
from tests.support.asgi_server import answered
from tests.support.builders import an_entry
from tests.support.datasets import real
from tests.support.lanes import sampled
from tests.support.writers import NOW

EN = words("en")
NO_DAY = "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"
"""A day whose year no computer counts."""
OF_ANOTHER_AGE = ("0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-23:59")
"""Moments that have no day in another zone."""


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('attacks') / 'store.sqlite3'}")
    yield asgi.ours(Settings(a_minute=0), shelf(), lambda: store, Measures(shelf(), lambda: store))
    store.dispose()


# What a browser says of itself


@pytest.mark.parametrize(
    "origin", ["http://[", "http://[::1", "http://a]b", "null", "", "http://\udcff"], ids=ascii
)
def test_an_origin_that_is_no_address_is_foreign(app, origin):
    # An error of the server's for every form, and for every websocket.
    sent = origin.encode(errors="surrogateescape")
    assert is_foreign(Headers(raw=[(b"host", b"a"), (b"origin", sent)]))
    for path in ("/l?send=20000", "/l/arrived", "/v/BCHK"):
        status, _, _ = answered(app, path, method="POST", host="127.0.0.1", origin=sent)
        assert status < 500, path


@pytest.mark.parametrize("host", ["[", "[::1", "a]b", "::::", "", "[v1.a]:1", "localhost."])
def test_a_host_that_is_no_name_is_turned_away_in_a_workshop(host):
    async def given(_request):
        return PlainTextResponse("ok")

    site = Starlette(routes=[Route("/", given)], middleware=[Middleware(HostCheck, names=["localhost"])])
    assert answered(site, "/", host=host)[0] == 400


@pytest.mark.parametrize(
    "since", [NO_DAY, "x" * 5_000, "Mon, 01 Jan 2027 00:00:00 +9999", "\udcff"], ids=ascii
)
def test_a_feed_is_sent_whatever_a_reader_says_of_its_copy(tmp_path, since):
    site = Starlette(
        routes=[Route(f"{FEED_PATH}/{{name}}", feeds(shelf(), _no_store, lambda: tmp_path, Bucket(0)))]
    )
    sent = since.encode(errors="surrogateescape")
    path = f"{FEED_PATH}/RU-AZ.atom?send=20000&lang=en"
    status, _, body = answered(site, path, if_modified_since=sent)
    assert status == 200
    Xml.fromstring(body)


def _no_store():
    raise StoreError("unusable", "nowhere")


def test_the_desks_key_stands_in_no_log_and_opens_by_no_other_spelling(app, caplog):
    quiet()
    key = desk_key.key()
    with caplog.at_level(0):
        for path in (
            f"/desk/{key}/",
            f"/desk//{key}",
            f"/desk/{key}%00",
            f"/desk/{key[:-1]}",
            f"/desk/?key={key}",
        ):
            status, headers, _ = answered(app, path)
            assert "set-cookie" not in headers, path
            assert status in (307, 404), path
        status, headers, _ = answered(app, f"/desk/{key}?next=//example.org")
    assert (status, headers["location"]) == (303, "/")
    assert "samesite=strict" in headers["set-cookie"].lower()
    assert key not in caplog.text


# Answers of providers


def test_a_rest_until_a_day_that_there_is_not_is_no_rest():
    # It came out of the fetch as an error of its own and ended every other question.
    answer = httpx.Response(429, headers={"retry-after": NO_DAY})
    with pytest.raises(Failed, match="busy") as stop:
        fetching.judge(answer, Limits(), NOW)
    assert stop.value.until is None


@pytest.mark.parametrize("moment", OF_ANOTHER_AGE)
def test_a_moment_of_another_age_in_an_answer_is_not_known(moment):
    # The price was taken, and broke what kept it: with it went all prices of the round.
    assert calculators.moment(moment) is None
    answer = played.heard(played.wise(createdTime=moment, expirationTime=moment))
    for one in wise_own.read(answer, played.ASKED).prices:
        assert (one.quoted, one.valid_until) == (None, None)


READERS = {
    "wise": wise_own.read,
    "paysend": paysend.read,
    "transfergo": transfergo.read,
    "profee": profee.read,
}
TWICE = {
    "wise": lambda: json.dumps(played.wise()).replace('"rate": 1.95', '"rate": 0.0195, "rate": 1.95'),
    "paysend": lambda: json.dumps(played.paysend()).replace(
        '"commissionAmount": 1.5', '"commissionAmount": 150, "commissionAmount": 1.5'
    ),
}


@pytest.mark.parametrize("provider", TWICE)
def test_an_answer_with_two_values_of_one_figure_is_no_answer(provider):
    # The last one counted, without a word.
    body = TWICE[provider]()
    assert body.count("0.0195") + body.count("150") == 1
    with pytest.raises(Failed, match="not_an_answer"):
        READERS[provider](played.heard(body.encode()), played.ASKED)


def test_a_figure_that_no_number_holds_is_no_answer():
    # Wise's comparison: an error of arithmetic, and the whole refresh was over.
    asked = wise.WiseQuestion("DE", "AZ", Decimal(170), "EUR", "AZN")
    for body in (b'{"a": 1e99999999999999999999}', b'{"sourceCurrency": "EUR", "sourceCurrency": "USD"}'):
        with pytest.raises(Failed, match="not_an_answer"):
            wise.read(body, asked, answered=NOW, sha256="0" * 64)


def test_an_answer_with_options_without_end_fills_no_store():
    # Each option becomes a row: one answer of a megabyte was 3,000 of them, for each amount and day.
    options = [played.wise_option(Decimal(100), Decimal("1.95"), Decimal(1))] * (calculators.MOST_ENTRIES + 1)
    with pytest.raises(Failed, match="too_large"):
        wise_own.read(played.heard(played.wise(options=options)), played.ASKED)


def mangled(chance: random.Random, value: object) -> object:
    """An answer with something in it changed for something that does not belong there."""
    if chance.random() < 0.15:
        odd: tuple[Any, ...] = (
            None,
            True,
            -1,
            0,
            1e308,
            "1e999",
            "x" * 300,
            [],
            {},
            [[]],
            "NaN",
            "\udcff",
            10**30,
            "9999-12-31T23:59:59Z",
        )
        return chance.choice(odd)
    if isinstance(value, dict):
        return {name: mangled(chance, inner) for name, inner in value.items() if chance.random() > 0.03}
    if isinstance(value, list):
        return [mangled(chance, inner) for inner in value]
    return value


@pytest.mark.parametrize("seed", sampled(range(8), kept=1))
def test_whatever_a_calculator_answers_its_reader_says_so(seed):
    chance = random.Random(f"answers {seed}")
    whole = {
        "wise": played.wise, "paysend": played.paysend,
        "transfergo": lambda: {"options": [played.transfergo_option()]}, "profee": played.profee,
    }  # fmt: skip
    for provider, reader in READERS.items():
        for _ in range(100):
            body = json.dumps(mangled(chance, whole[provider]())).encode()
            try:
                found = reader(played.heard(body), played.ASKED)
            except Failed as stop:
                assert stop.code
            else:
                for one in found.prices:
                    assert not one.is_price or one.rate > 0


# What is kept of prices


def asked_panel(folder: Path, seed: int) -> Path:
    """A panel of real prices with some bytes of its largest month changed."""
    own = [kept(one) for _, one in real().tables.observations][:60]
    quotes.append(folder, own, NOW)
    path = max(folder.glob("*.parquet"), key=lambda found: found.stat().st_size)
    chance, changed = random.Random(seed), bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 6)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    path.write_bytes(changed)
    return path


@pytest.mark.parametrize("seed", [66, *sampled(range(60), kept=2)])
def test_a_damaged_panel_is_told_and_the_data_are_read(tmp_path, seed):
    # A letter that is none, as in the first seed, was an error for every reader of the weeks and of a feed.
    asked_panel(tmp_path, seed)
    facts = real()
    corridor = facts.corridor("RU", "AZ")
    assert known_prices(facts, corridor, tmp_path, NOW.date() - timedelta(days=2_000))
    with suppress(BrokenPanel):
        quotes.append(tmp_path, [kept(one) for _, one in facts.tables.observations][:60], NOW)


def test_a_round_is_published_though_the_panel_is_damaged(tmp_path, caplog):
    place = DataFolders(small(tmp_path / "data"), tmp_path / "var" / "published")
    store = open_store(f"sqlite:///{tmp_path / 'var' / 'store.sqlite3'}")
    try:
        one = price_entries.add(store, an_entry(service="account"), by="ann", now=NOW)
        price_entries.confirm(store, one.id, by="bob", now=NOW)
        folder = quotes_folder(tmp_path / "var")
        folder.mkdir(parents=True)
        (folder / f"{an_entry().collected:%Y-%m}.parquet").write_bytes(b"PAR1 broken")
        publishing.close(store, place, [one.id], by="bob", now=NOW)
        assert publishing.is_written(store, place.over)
    finally:
        store.dispose()


def test_a_raw_answer_that_was_damaged_is_gone(tmp_path):
    place = asking_calculators.raw_folder(tmp_path) / NOW.date().isoformat()
    place.mkdir(parents=True)
    whole = gzip.compress(b"an answer" * 100)
    for content in (whole[:-9] + b"x" * 9, whole[:20] + b"\xff" * 30 + whole[50:], whole[:15], b"x", b""):
        (place / f"{'0' * 64}.gz").write_bytes(content)
        assert asking_calculators.raw(tmp_path, NOW.date(), "0" * 64) is None


@pytest.mark.parametrize("moment", sampled(OF_ANOTHER_AGE))
def test_a_backup_with_a_moment_of_another_age_is_refused(tmp_path, moment):
    # A traceback, with the prices in and no reader served afterwards.
    lines = [json.loads(line) for line in published(tmp_path)]
    for said in lines:
        if said.get("table") == "steps":
            said["row"]["at"] = moment
    (tmp_path / "b.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    try:
        with pytest.raises(StoreError, match="broken_backup"):
            restore(store, tmp_path / "b.gz", now=NOW)
        assert price_entries.kept(store) == ()
    finally:
        store.dispose()


def test_a_row_with_a_moment_of_another_age_is_told_and_the_others_are_read(tmp_path):
    # The server did not start.
    file = tmp_path / "store.sqlite3"
    store = open_store(f"sqlite:///{file}")
    for organisation in ("Centre", "Bank"):
        price_entries.add(store, an_entry(organisation=organisation), by="Aysel", now=NOW)
    store.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "UPDATE steps SET at = '9999-12-31 23:59:59.000000' WHERE entry IN "
            "(SELECT id FROM entries WHERE organisation = 'Bank')"
        )
        connection.commit()
    store = open_store(f"sqlite:///{file}")
    try:
        assert publishing.damaged(store)
        assert [one.entry.organisation for one in price_entries.kept(store)] == ["Centre"]
    finally:
        store.dispose()


# Data packages of others


def locked(content: bytes) -> bytes:
    """A package whose parts say that they are locked with a password."""
    found = bytearray(content)
    for mark, flag in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(mark)
        while at >= 0:
            found[at + flag] |= 1
            at = content.find(mark, at + 4)
    return bytes(found)


def packed(path: Path, observations_csv: str, kind: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", kind) as archive:
        archive.writestr("datapackage.json", '{"version": "2026-11-30"}')
        archive.writestr("data/observations.csv", observations_csv)
        for name in ("tariffs", "charges"):
            archive.writestr(f"data/{name}.csv", "provider\n")
    return path


def test_a_package_that_is_locked_cut_or_damaged_is_one_sentence(tmp_path):
    # Six kinds of error came out as a traceback.
    good = tmp_path / "good.zip"
    good.write_bytes(as_package(real()))
    bad = tmp_path / "bad.zip"
    bad.write_bytes(locked(good.read_bytes()))
    done = CliRunner().invoke(command, ["export", "changes", str(good), str(bad)])
    assert (done.exit_code, done.stderr) == (1, EN("cli.bad_package", file="bad.zip") + "\n")
    chance = random.Random("packages")
    for kind in (zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2):
        small_one = packed(good, "provider,fee\n" + "a,1\n" * 300, kind).read_bytes()
        for _ in range(60):
            changed = bytearray(small_one)
            for _ in range(chance.randint(1, 4)):
                changed[chance.randrange(len(changed))] = chance.randrange(256)
            bad.write_bytes(changed)
            try:
                compare_packages(good, bad)
            except BadPackage as refused:
                assert str(refused) == "bad.zip"


@pytest.mark.whole
@pytest.mark.parametrize(
    "table",
    [
        "provider,fee\n" + "a,1\n" * 250_000,
        ",".join(f"c{n}" for n in range(5_000)) + "\n",
        "provider\n" + "x" * 70_000_000,
    ],
    ids=["rows", "columns", "bytes"],
)
def test_a_package_that_would_take_the_memory_is_refused(tmp_path, table):
    good, bad = packed(tmp_path / "good.zip", "provider\n"), packed(tmp_path / "bad.zip", table)
    with pytest.raises(BadPackage):
        compare_packages(good, bad)


def test_no_cell_of_anothers_package_is_a_formula(tmp_path):
    # The list of changes is opened in a spreadsheet, and took cells as they were.
    good = packed(tmp_path / "good.zip", "provider,fee\n")
    bad = packed(
        tmp_path / "bad.zip", 'provider,service,fee\n"=HYPERLINK(""https://example.org"")","@SUM(A1)",1\n'
    )
    (line,) = as_csv(compare_packages(good, bad)).splitlines()[1:]
    assert line.startswith("added,\"'=HYPERLINK(")
    assert ",'@SUM(A1)," in line
