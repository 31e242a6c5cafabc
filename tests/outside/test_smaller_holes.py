"""Smaller holes: many addresses of one customer, one phone as a room, headers, hostile remarks."""

import io
import re
from functools import partial

import pytest
from python_calamine import load_workbook
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from channels.export.cells import LONGEST_TEXT, as_sheets
from channels.store.engine import open_store
from server import server_secret
from server.middleware.closed_paths import CLOSED, ClosedPaths
from server.middleware.rate_limit import WIDER, Bucket, OpenCount
from server.middleware.security_headers import Guard, is_foreign
from server.routes import phone_pages
from server.routes.phone_pages import NEW_PHONES, phones
from tests.support.asgi_server import answered


def test_one_customers_many_networks_share_a_limit():
    """A /48 has 65,536 households: each had the whole limit for itself."""
    bucket = Bucket(10, lambda: 0.0)
    asked = [bucket.wait(f"2001:db8:1:{number:x}::1") for number in range(1_000)]
    assert asked.count(0) == 10 * WIDER
    assert bucket.wait("2001:db8:2::1") == 0, "another customer"
    held = OpenCount(10, 1_000)
    assert sum(held.take(f"2001:db8:1:{number:x}::1") for number in range(1_000)) == 10 * WIDER
    for number in range(10 * WIDER):
        held.give_back(f"2001:db8:1:{number:x}::1")
    assert held.take("2001:db8:1::1")


def test_one_phone_does_not_fill_a_room(tmp_path, monkeypatch):
    monkeypatch.setattr(phone_pages, "Bucket", partial(Bucket, clock=lambda: 0.0))
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    app = Starlette(routes=phones(lambda: store, Bucket(100_000)))
    found = [answered(app, "/v/BCHK")[0] for _ in range(NEW_PHONES * 3)]
    assert (found.count(404), found.count(429)) == (NEW_PHONES, NEW_PHONES * 2)
    store.dispose()


def test_a_phones_cookie_is_known_by_this_servers_signature():
    assert server_secret.is_signed("a", server_secret.signature("a"))
    assert not server_secret.is_signed("b", server_secret.signature("a"))
    assert not server_secret.is_signed("a", "x" * 22)


def test_servers_of_one_store_know_each_others_cookies(postgres_database, tmp_path, monkeypatch):
    """A phone that came to the other server had a new cookie there, and a second vote."""
    store = open_store(postgres_database.replace("postgresql://", "postgresql+psycopg://"))
    said = []
    for name in ("a", "b", "a"):
        monkeypatch.setenv("PULYOLU_VAR", str(tmp_path / name))
        server_secret.share(store)
        said.append(server_secret.signature("phone"))
        file = tmp_path / name / server_secret.FILE
        assert file.stat().st_mode & 0o777 == 0o600
    assert len(set(said)) == 1
    store.dispose()


def test_only_its_owner_reads_the_store(tmp_path):
    file = tmp_path / "store.sqlite3"
    for before in (None, 0o644):
        if before is not None:
            file.chmod(before)
        open_store(f"sqlite:///{file}").dispose()
        assert file.stat().st_mode & 0o777 == 0o600


async def given(_request: Request) -> Response:
    answer = PlainTextResponse("ok")
    answer.set_cookie("streamlits", "own")
    return answer


def test_over_tls_browsers_are_told_to_stay_there_and_cookies_are_secure():
    app = Starlette(routes=[Route("/", given)], middleware=[Middleware(Guard, policy="x")])

    async def over_tls(scope, receive, send):
        await app({**scope, "scheme": "https"}, receive, send)

    _, headers, _ = answered(over_tls, "/")
    assert headers["strict-transport-security"] == "max-age=31536000"
    assert headers["set-cookie"].endswith("; Secure")
    _, headers, _ = answered(app, "/")
    assert "strict-transport-security" not in headers
    assert "Secure" not in headers["set-cookie"]


@pytest.mark.parametrize(
    ("site", "foreign"), [("cross-site", 1), ("same-site", 1), ("same-origin", 0), ("none", 0)]
)
def test_what_a_browser_says_of_who_asks_is_believed(site, foreign):
    assert is_foreign(Headers({"host": "a", "sec-fetch-site": site})) == bool(foreign)


@pytest.mark.parametrize("path", [*CLOSED, "/_stcore/metrics/", "/_stcore/agent/interact"])
def test_streamlits_own_figures_are_not_public(path):
    app = Starlette(routes=[Route("/{any:path}", given)], middleware=[Middleware(ClosedPaths)])
    assert answered(app, path)[0] == 404
    assert answered(app, "/_stcore/health")[0] == 200


HOSTILE = [
    "=HYPERLINK(\"https://example.org\")", "+1", "-1", "@SUM(A1)", "https://example.org", "mailto:a@b.c",
    "\ud800 half a letter", "x" * 40_000, "_x0041_", "{=1+1}", "<b>&amp;</b>", "a\nb", "\u202e", "ü ə",
]  # fmt: skip


def test_hostile_remarks_are_read_back_as_they_are_and_as_text():
    content = as_sheets({"Remarks": [["remark"], *([text] for text in HOSTILE)]})
    rows = load_workbook(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    for text, (cell,) in zip(HOSTILE, rows[1:], strict=True):
        assert isinstance(cell, str)
        if len(text) > LONGEST_TEXT:
            assert (len(cell), cell[-1]) == (LONGEST_TEXT, "…")
        elif "\ud800" in text:
            assert cell == "\ufffd half a letter"
        else:
            assert cell == text
    import zipfile  # noqa: PLC0415

    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert not re.search("<f>|<hyperlink", sheet)
