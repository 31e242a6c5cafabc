"""The light page for what arrived through the real server: a form, an answer, nothing lost, nothing kept."""

import asyncio
import os
import re
from urllib.parse import urlencode

import httpx
import pytest

from asgi import ours
from channels.clock import now, today
from channels.store import arrivals as kept
from channels.store.engine import address, open_store
from components.i18n import LANGUAGES, words
from components.light import arrivals as light
from components.words.links import ARRIVALS_PATH
from server import arrivals
from server.data_cache import shelf, store
from server.metrics import Measures
from server.routes.arrivals import LONGEST_FORM
from server.settings import Settings
from tests.support.builders import an_arrival, dec
from tests.support.lanes import sampled

PAGE = f"{ARRIVALS_PATH}?lang=az&sending=RU"
FORM = {"provider": "paysend", "promised": "400", "received": "390", "currency": "AZN", "days": "2"}
SAY = words("az")


@pytest.fixture
def known(tmp_path, monkeypatch):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    arrivals._limits.cache_clear()
    found = open_store(address(os.environ))
    yield found
    found.dispose()
    arrivals._limits.cache_clear()


class Reader:
    """A plain browser of one reader, in front of what the server answers itself."""

    def __init__(self) -> None:
        self._app = ours(Settings(), shelf(every=0), store, Measures(shelf(), store))

    def ask(self, method, path, **more):
        async def asked():
            across = httpx.ASGITransport(self._app, client=("192.0.2.1", 1))
            async with httpx.AsyncClient(
                transport=across, base_url="http://localhost", follow_redirects=True
            ) as client:
                return await client.request(method, path, **more)

        return asyncio.run(asked())

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, **more):
        return self.ask("POST", path, **more)


@pytest.fixture
def reader(known):
    return Reader()


def reports(known):
    return kept.kept(known, today=today())


def form_of(markup):
    """What a browser would send of the form as it stands, and where to."""
    fields = dict(re.findall(r'<input [^>]*name="(\w+)" value="([^"]*)"', markup))
    for name, inner in re.findall(r'<select name="(\w+)"[^>]*>(.*?)</select>', markup, re.S):
        chosen = re.search(r'<option value="(\w*)" selected', inner)
        fields[name] = chosen.group(1) if chosen else re.search(r'value="(\w*)"', inner).group(1)
    action = re.search(r'<form method="post" action="([^"]+)"', markup).group(1)
    return fields, action.replace("&amp;", "&")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_sent_without_script_and_thanked_for(reader, known, language):
    say = words(language)
    fields, action = form_of(reader.get(f"{ARRIVALS_PATH}?lang={language}&sending=RU").text)
    assert set(fields) == set(light.FIELDS)
    answer = reader.post(action, data={**fields, **FORM})
    assert reports(known) == (an_arrival(received=dec(390), day=today()),)
    assert answer.history[0].status_code == 303
    assert say("arrival.thanks") in answer.text
    assert say("arrival.less") in answer.text
    assert "390" not in str(answer.url)
    assert answer.headers["cache-control"] == "no-store"


def test_what_was_promised_is_thanked_for_without_a_complaint(reader):
    answer = reader.post(PAGE, data={**FORM, "received": "400"})
    assert SAY("arrival.full") in answer.text
    assert SAY("late.step_3") not in answer.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"promised": "0"}, {"promised": ""}, {"promised": "20000 rubl"}, {"promised": "-1"},
        {"received": "0"}, {"received": "9999999999999"}, {"received": "<script>"}, {"received": "4000"},
        {"days": "61"}, {"days": "-1"}, {"days": "1,5"}, {"days": ""},
        {"provider": ""}, {"provider": "../../etc"},
    ],
    ids=str,
)  # fmt: skip
def test_what_cannot_be_meant_comes_back_as_it_was_typed(reader, known, wrong):
    answer = reader.post(PAGE, data={**FORM, **wrong})
    assert answer.status_code == 200
    assert reports(known) == ()
    assert SAY("arrival.check") in answer.text
    fields, _ = form_of(answer.text)
    kept_fields = {name: text for name, text in {**FORM, **wrong}.items() if name != "provider"}
    for name, text in kept_fields.items():
        assert fields[name] == text.replace("<", "&lt;").replace(">", "&gt;"), name


def test_all_empty_is_a_form_to_fill_in(reader, known):
    answer = reader.post(PAGE, data=dict.fromkeys(light.FIELDS, ""))
    assert answer.status_code == 200
    assert SAY("arrival.need_provider") in answer.text


def test_a_second_report_of_the_day_from_one_address_is_told_apart_and_kept_back(reader, known):
    reader.post(PAGE, data=FORM)
    answer = reader.post(PAGE, data={**FORM, "received": "380"})
    assert answer.status_code == 429
    assert SAY("arrival.again") in answer.text
    assert form_of(answer.text)[0]["received"] == "380"
    assert len(reports(known)) == 1


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://elsewhere.example"}, {"origin": "null"}, {"content-type": "text/plain"}],
    ids=str,
)
def test_another_sites_form_and_what_is_no_form_are_not_taken(reader, known, headers):
    usual = {"content-type": "application/x-www-form-urlencoded"}
    answer = reader.post(PAGE, content=urlencode(FORM), headers=usual | headers)
    assert answer.status_code == 429
    assert reports(known) == ()


@pytest.mark.parametrize(
    "body",
    sampled(
        [
            "a" * LONGEST_FORM * 2,
            "provider=paysend&provider=contact",
            "&".join("a=1" for _ in range(20)),
            "\xff",
            "%",
        ]
    ),
    ids=["long", "twice", "many", "bytes", "cut"],
)
def test_a_hostile_body_is_not_taken(reader, known, body):
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = reader.post(PAGE, content=body.encode("latin-1"), headers=headers)
    assert answer.status_code in (200, 429)
    assert reports(known) == ()


def test_the_longest_figures_of_other_letters_still_come_back(reader):
    sent = {**FORM, **dict.fromkeys(("promised", "received", "days"), "я" * 40)}
    answer = reader.post(PAGE, data=sent)
    assert answer.status_code == 200
    assert form_of(answer.text)[0]["days"] == "я" * 40


def test_the_policy_allows_the_pages_own_style_and_no_script(reader):
    answer = reader.get(PAGE)
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert '<meta name="referrer" content="same-origin">' in answer.text


@pytest.mark.parametrize(
    "path", ["/l?sending=RU", "/api/v1/compare?sending=RU&receiving=AZ&send=20000", PAGE], ids=str
)
def test_reports_change_no_answer(reader, known, path):
    before = reader.get(path).text
    for number in range(12):
        kept.tell(known, an_arrival(received=dec(123 + number), day=today()), now=now())
    assert reader.get(path).text == before
