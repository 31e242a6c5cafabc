"""Stewards sign in through Streamlit's own login, with a real provider of identities on this machine."""

import json
from pathlib import Path

import httpx
import pytest
from joserfc.jwk import RSAKey
from playwright.sync_api import expect
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from channels.store import price_entries
from channels.store.engine import open_store
from components.i18n import words
from components.widgets.theme import plain
from tests.support.asgi_server import serving
from tests.support.identity import CLIENT_SECRET, COOKIE_SECRET, provider, written
from tests.support.lanes import sampled
from tests.support.server import free_port
from tests.support.two_networks import KEY, QUERY, entered
from tests.support.websocket import Shown, sent_again, stream

pytestmark = pytest.mark.browser

EN = words("en")
TOKEN, USER = "_streamlit_xsrf", "_streamlit_user"
LISTED = {"email": "Aysel@Example.org", "email_verified": True}
STEWARDS = {"aysel@example.org": ["enter"], "murad@example.org": ["check", "publish"]}


@pytest.fixture(scope="module")
def var(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


@pytest.fixture(scope="module")
def identities():
    with provider() as found:
        yield found


@pytest.fixture(scope="module")
def address(var, identities):
    port = free_port()
    written(var / "home", identities, port, STEWARDS)
    with serving(var=var, settings={"HOME": str(var / "home")}, port=port) as (found, _):
        yield found


@pytest.fixture
def reader(address):
    """A browser's cookies, with the token that Streamlit gives every browser."""
    with httpx.Client(base_url=address, trust_env=False) as found:
        found.get("/_stcore/health")
        yield found


def writers(var: Path) -> set[str]:
    """Who is named in the log of a server's store."""
    store = open_store(f"sqlite:///{var / 'store.sqlite3'}")
    try:
        return {line.who for line in price_entries.history(store)}
    finally:
        store.dispose()


def headers(reader: httpx.Client) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in reader.cookies.items())}


def ask(address: str, reader: httpx.Client, query: str = QUERY) -> Shown:
    """The steward's page as a reader with these cookies sees it."""
    with stream(address, headers(reader), token=reader.cookies[TOKEN]) as page:
        return page.ask("steward", query)


def pressed(address: str, reader: httpx.Client, button: str) -> httpx.Response:
    """Where a button that signs in or out leads, over every redirect."""
    with stream(address, headers(reader), token=reader.cookies[TOKEN]) as page:
        widget = page.ask("steward", QUERY).widgets[button]
        found = page.ask("steward", QUERY, press=widget)
    return reader.get(found.sent_to, follow_redirects=True)


def writes(seen: Shown) -> bool:
    return "organisation" in seen.widgets


@pytest.mark.whole
def test_who_is_on_the_list_signs_in_and_has_no_more_than_the_roles_that_stand_there(
    address, identities, reader, var
):
    identities.person = LISTED
    first = ask(address, reader)
    assert EN("steward.sign_in_first") in first.texts
    assert not writes(first)
    assert pressed(address, reader, "sign_in").url == f"{address}/"
    assert identities.asked[-3:] == ["/known", "/token", "/jwks"]
    with stream(address, headers(reader), token=reader.cookies[TOKEN]) as page:
        widgets = page.ask("steward", QUERY).widgets
        texts = {widgets["organisation"]: "Centre", widgets[KEY + "fee0.en"]: "150"}
        page.ask("steward", QUERY, texts=texts, press=widgets["save.1"])
        message = page.asked[-1]
    assert "steward_name" not in widgets
    assert entered(var) == 1
    assert writers(var) == {"aysel@example.org"}
    for part in ("check", "publish"):
        assert EN(f"steward.may_not_{part}") in ask(address, reader, f"lang=en&desk={part}").texts
    # The same message without the cookie, and from a page that does not know the token.
    assert not writes(sent_again(address, [message]))
    assert not writes(sent_again(address, [message], headers(reader)))
    assert entered(var) == 1


@pytest.mark.parametrize(
    "person",
    sampled(
        [
            {"email": "eve@example.org", "email_verified": True},
            {"email": "aysel@example.org", "email_verified": False},
            {"email": "aysel@example.org", "email_verified": "true"},
            {"email": "aysel@example.org"},
            {"email_verified": True},
            {"email": "aysel@example.org.evil.example", "email_verified": True},
        ]
    ),
    ids=str,
)
def test_who_is_not_on_the_list_or_has_an_address_that_nobody_verified_writes_nothing(
    address, identities, reader, person
):
    identities.person = person
    pressed(address, reader, "sign_in")
    seen = ask(address, reader)
    assert EN("steward.not_listed") in seen.texts
    assert not writes(seen)


@pytest.mark.parametrize(
    "claims",
    sampled([{"aud": "another"}, {"iss": "https://example.org"}, {"exp": 1}, {"nonce": "another"}]),
    ids=str,
)
def test_an_identity_that_is_not_for_us_signs_nobody_in(address, identities, reader, claims):
    identities.person = {**LISTED, **claims}
    pressed(address, reader, "sign_in")
    assert EN("steward.sign_in_first") in ask(address, reader).texts
    assert USER not in reader.cookies


@pytest.mark.whole
def test_an_identity_that_another_swore_signs_nobody_in(address, identities, reader, monkeypatch):
    identities.person = LISTED
    monkeypatch.setattr(identities, "shown", RSAKey.generate_key(2048, {"kid": "one"}))
    pressed(address, reader, "sign_in")
    assert EN("steward.sign_in_first") in ask(address, reader).texts
    assert USER not in reader.cookies


@pytest.mark.parametrize("secret", sampled(["", "secret", CLIENT_SECRET, "pulyolu"]))
def test_a_forged_cookie_signs_nobody_in(address, reader, secret):
    known = {"is_logged_in": True, "origin": address, "provider": "default", **LISTED}
    forged = create_signed_value(secret, USER, json.dumps(known)).decode()
    reader.cookies.set(USER, forged, domain="127.0.0.1")
    seen = ask(address, reader)
    assert EN("steward.sign_in_first") in seen.texts
    assert not writes(seen)


@pytest.mark.whole
def test_the_forger_who_knows_the_secret_would_be_let_in(address, reader):
    """Else the others would prove nothing."""
    known = {"is_logged_in": True, "origin": address, "provider": "default", **LISTED}
    right = create_signed_value(COOKIE_SECRET, USER, json.dumps(known)).decode()
    reader.cookies.set(USER, right, domain="127.0.0.1")
    assert writes(ask(address, reader))


def test_who_is_taken_off_the_list_writes_nothing_more_with_the_page_open(address, identities, reader, var):
    identities.person = LISTED
    pressed(address, reader, "sign_in")
    file = var / "home" / ".streamlit" / "secrets.toml"
    listed = file.read_text()
    before = entered(var)
    try:
        with stream(address, headers(reader), token=reader.cookies[TOKEN]) as page:
            widgets = page.ask("steward", QUERY).widgets
            texts = {widgets["organisation"]: "Centre", widgets[KEY + "fee0.en"]: "150"}
            file.write_text(listed.replace('"aysel@example.org"', '"nigar@example.org"'))
            seen = page.ask("steward", QUERY, texts=texts, press=widgets["save.1"])
            assert EN("steward.not_listed") in seen.texts
            assert entered(var) == before
            file.write_text(listed)
            assert writes(page.ask("steward", QUERY))
    finally:
        file.write_text(listed)


def test_a_steward_signs_in_and_out_in_a_real_browser(address, identities, chrome):
    # As the page writes an address, so that it becomes no mail link.
    shown = plain("murad@example.org").replace("\\", "")
    identities.person = {"email": "murad@example.org", "email_verified": True}
    context = chrome.new_context(viewport={"width": 390, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/steward?lang=en&desk=check")
    page.get_by_role("button", name=EN("steward.sign_in")).click()
    page.wait_for_url(f"{address}/**")
    expect(page.get_by_text(EN("recipient.title")).first).to_be_visible()
    page.goto(f"{address}/steward?lang=en&desk=check")
    expect(page.get_by_text(shown)).to_be_visible()
    expect(page.get_by_text(EN("steward.check_how"))).to_be_visible()
    page.get_by_role("button", name=EN("steward.sign_out")).click()
    expect(page.get_by_text(EN("recipient.title")).first).to_be_visible()
    assert "/end" in identities.asked
    page.goto(f"{address}/steward?lang=en")
    expect(page.get_by_role("button", name=EN("steward.sign_in"))).to_be_visible()
    expect(page.get_by_text(shown)).to_have_count(0)
    context.close()
