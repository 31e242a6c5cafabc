"""The World Bank's newest workbook: found, downloaded once, taken in where it is new. All of it made up."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from channels.dataset.locations import DataFolders
from channels.panel import storage
from channels.panel.newest import take_newest
from channels.readers.downloading import DownloadLimits
from channels.readers.failed import Failed
from channels.readers.fetching import Limits
from channels.readers.workbooks import Unreadable
from channels.refresh import fetch_log
from channels.refresh.last_asked import last_asked
from channels.refresh.setting import IntakeSetting
from tests.support.publishers import by_path, outside, says
from tests.support.workbooks import a_service, write_workbook

NOW = datetime(2026, 11, 30, 6, 30, tzinfo=UTC)
QUICK = DownloadLimits(size=10_000_000, seconds=2.0, tries=2, pause=0.01)
FILE = "rpw_dataset_2011_2026_q1.xlsx"


@pytest.fixture
def server(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with outside() as found:
        yield found


@pytest.fixture
def setting(server, tmp_path):
    place = DataFolders(tmp_path / "data", tmp_path / "var" / "published")
    return IntakeSetting(
        place, tmp_path / "var", limits=Limits(seconds=2.0, tries=1), now=lambda: NOW,
        rpw_url=f"{server.address}/datasets/0037898",
    )  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory) -> bytes:
    rows = [a_service(id=1, period="2026_1Q"), a_service(id=2, period="2026_1Q")]
    return write_workbook(tmp_path_factory.mktemp("book") / "x.xlsx", rows).read_bytes()


def catalogue(server, file=FILE, modified="2026-05-06T14:46:56+00:00") -> bytes:
    resource = {"resource_unique_id": "DR0095523", "url": f"{server.address}/files/{file}", "format": "EXCEL"}
    return json.dumps({"modified_on": modified, "resources": [resource]}).encode()


def played(server, book, *, file=None, **changed):
    """A catalogue that lists a workbook, which lies beside it."""
    answers = {"/datasets/": says(catalogue(server, **changed)), "/files/": file or says(book, etag='"a"')}
    server.play(by_path(answers, says(b"no", "404 Not Found")))


def test_the_newest_workbook_is_taken_in_and_its_copy_goes(server, setting, book):
    told: list[Any] = []
    played(server, book)
    found = take_newest(setting, told.append, QUICK)
    assert found.done.result["accepted"] == 2
    assert found.done.result["sha256"] == hashlib.sha256(book).hexdigest()
    assert storage.read(setting.var / "panel").quarters("services") == ["2026-Q1"]
    assert server.paths == ["/datasets/0037898", f"/files/{FILE}"]
    assert told == sorted(told)
    assert 0 < told[0] < 1
    assert list((setting.var / "refresh" / "rpw").iterdir()) == []
    (taken,) = fetch_log.imports(setting.var)
    assert (taken.what, taken.about["file"], taken.size) == ("rpw", FILE, len(book))
    assert [(one.what, one.failed) for one in last_asked(setting.var)] == [("rpw", None)]


@pytest.mark.whole
def test_what_was_taken_in_is_not_downloaded_again(server, setting, book):
    played(server, book)
    take_newest(setting, limits=QUICK)
    assert take_newest(setting, limits=QUICK).done is None
    assert len(server.asked) == 3
    played(server, book, modified="2026-08-01T00:00:00+00:00")
    assert take_newest(setting, limits=QUICK).done.known
    played(server, book, file=None)
    assert take_newest(setting, limits=QUICK).workbook.file == FILE


@pytest.mark.whole
def test_a_panel_that_was_thrown_away_is_filled_again(server, setting, book):
    played(server, book)
    take_newest(setting, limits=QUICK)
    (setting.var / "panel" / storage.LIST).unlink()
    assert not take_newest(setting, limits=QUICK).done.known


@pytest.mark.whole
def test_where_the_file_is_gone_the_catalogues_own_way_is_tried(server, setting, book):
    answers = {"/datasets/": says(catalogue(server)), "/resources/DR0095523/download": says(book)}
    server.play(by_path(answers, says(b"no", "404 Not Found")))
    assert take_newest(setting, limits=QUICK).done.result["accepted"] == 2


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"/datasets/": says(b"<html>")}, "not_a_catalogue"),
        ({"/datasets/": says(b"", "502 Bad Gateway")}, "server_error"),
        ({"/datasets/": says(b'{"resources": []}')}, "no_workbook"),
    ],
)
def test_without_an_answer_nothing_changes_and_that_is_told(server, setting, answers, code):
    server.play(by_path(answers, says(b"no", "404 Not Found")))
    with pytest.raises(Failed) as raised:
        take_newest(setting, limits=QUICK)
    assert raised.value.code == code
    assert not (setting.var / "panel").exists()
    assert last_asked(setting.var)[0].fault == code


@pytest.mark.whole
def test_a_break_is_gone_on_from_the_next_time(server, setting, book):
    half = len(book) // 2
    played(server, book, file=says(book[:half], length=len(book), etag='"a"'))
    with pytest.raises(Failed):
        take_newest(setting, limits=QUICK)
    rest = {"content_range": f"bytes {half}-{len(book) - 1}/{len(book)}"}
    played(server, book, file=says(book[half:], "206 Partial Content", **rest))
    assert take_newest(setting, limits=QUICK).done.result["accepted"] == 2
    assert server.heads[-1]["range"] == f"bytes={half}-"


def test_what_is_no_workbook_is_refused_and_the_panel_stays(server, setting):
    played(server, b"<html>captcha</html>")
    with pytest.raises(Unreadable):
        take_newest(setting, limits=QUICK)
    assert storage.read(setting.var / "panel").quarters("services") == []
    assert list((setting.var / "refresh" / "rpw").iterdir()) == []
