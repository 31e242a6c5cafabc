"""The folder of all answers: small pages that link to each other, with the numbers of the JSON route."""

import json
import posixpath
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest

from channels.collect.asked_prices import MANATS
from components.i18n import LANGUAGES, Words, words
from components.light import page as light
from components.light import site
from server.middleware.rate_limit import Bucket
from server.routes.api import api
from tests.components.light.test_page import squeezed, texts
from tests.support.asgi_server import answered
from tests.support.datasets import with_ecb
from tests.support.lanes import sampled

DAY = date(2026, 11, 21)
MOST_BYTES = 20_000
SETS = sampled(["teaching", "real"])
ANSWER = re.compile(r'<section class="a" id="a">.*</main>', re.S)


class Links(HTMLParser):
    """The links of a page, and the names to which they may lead in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.names: set[str] = set()
        self.tags: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Note what a tag names and where it leads."""
        known = dict(attrs)
        self.tags.add(tag)
        self.names |= {known["id"]} if "id" in known else set()
        self.links += [known[name] for name in ("href", "src", "action") if name in known]


@cache
def built(name: str) -> dict[str, str]:
    return dict(site.pages(with_ecb(name), DAY, facts=with_ecb("real")))


def questions(name: str) -> Iterable[site.SiteQuestion]:
    return [one for found in site.directions(with_ecb(name), DAY).values() for one in found]


@pytest.mark.parametrize("name", SETS)
def test_every_direction_has_nine_amounts_in_three_languages(name):
    found = site.directions(with_ecb(name), DAY)
    assert found.keys() == {corridor.key for corridor in with_ecb(name).tables.corridors}
    for asked in found.values():
        assert [one.manats for one in asked] in ([*MANATS], [None])
    assert len(built(name)) == 1 + len(LANGUAGES) * (1 + len(list(questions(name))))


def test_a_direction_without_a_rate_has_one_page():
    (only,) = site.directions(with_ecb("real"), DAY)["UA-AZ"]
    assert (only.amount, only.file) == (Decimal(1_000), "ua-az.html")


@pytest.mark.parametrize("name", SETS)
def test_every_page_is_small_has_its_day_and_needs_nothing_of_a_server(name):
    for path, page in built(name).items():
        assert len(page.encode()) < MOST_BYTES, path
        language = path.partition("/")[0] if "/" in path else "az"
        assert words(language).day(DAY) in texts(page), path
        assert not {"script", "form", "input", "img", "iframe"} & Links(page).tags, path


@pytest.mark.parametrize("name", SETS)
def test_every_link_resolves_in_the_folder(name):
    pages, reached = built(name), {site.INDEX}
    for path, page in pages.items():
        found = Links(page)
        for link in found.links:
            if link == "data:," or link.startswith(("https://", "http://")):
                continue
            place, _, part = link.partition("#")
            if place:
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), place))
                assert target in pages, (path, link)
                reached.add(target)
            else:
                assert part in found.names, (path, link)
    assert reached == pages.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SETS)
def test_every_number_is_the_json_routes(name, language):
    data, say = with_ecb(name), words(language)
    route = api(with_ecb, lambda: DAY, Bucket(0))
    for question in questions(name):
        asked = urlencode({**question.codes, "set": name})
        status, _, body = answered(route, f"/compare?{asked}")
        assert status == 200, body
        document, page = json.loads(body), texts(built(name)[f"{language}/{question.file}"])
        assert squeezed(say.money(question.amount, question.corridor.sends)) in page
        for row in document["offers"]:
            assert data.providers[row["provider"]].name.text_in(language) in page, (question, row)
            assert any(squeezed(figure) in page for figure in figures(row, document, say)), (question, row)
        top = document["headline"]
        if document["state"] == "priced":
            assert any(squeezed(figure) in page for figure in figures(top, document, say))


def figures(row: dict, document: dict, say: Words) -> list[str]:
    """How a page may show a row of the JSON route: what arrives, what it cost, or that it is not known."""
    held, shown = document["transfer"]["currency"], []
    if row["received"] is not None:
        shown.append(say.money(Decimal(row["received_most"]), row["received_currency"], whole=True))
    if row["known_cost"] is not None:
        # A small cost is shown to the coin, as on the dashboard.
        shown += [say.money(Decimal(row["known_cost"]), held, whole=whole) for whole in (True, False)]
    return shown or [say("offer.unknown_amount")]


@pytest.mark.parametrize("name", SETS)
def test_an_answer_is_the_light_pages_word_for_word(name):
    language, data = "az", with_ecb(name)
    for question in questions(name):
        own = built(name)[f"{language}/{question.file}"]
        address = question.codes | ({"set": "teaching"} if name == "teaching" else {})
        other = light.page(address, data, words(language), DAY, facts=with_ecb("real"))
        known = set(texts(ANSWER.search(other)[0]).split())
        assert set(texts(ANSWER.search(own)[0]).split()) <= known, question
