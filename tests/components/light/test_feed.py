"""The feed as Atom: valid by the rules of RFC 4287, in three languages, whatever a provider is called."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from xml.etree import ElementTree as Xml

import pytest

from channels.compare.changes import ChangeKind, CorridorChange
from channels.records.base import LocalText
from components.i18n import LANGUAGES, words
from components.light.feed import ATOM, FeedPlace, feed
from tests.support.builders import a_dataset, a_provider, a_route, a_transfer

DAY = date(2026, 11, 30)
SINCE = date(2026, 10, 31)
PLACE = FeedPlace("https://pul.example/", "https://pul.example/feed/RU-AZ.atom?send=10000&lang=az")
NAMES = {"a": ATOM}
HOSTILE = 'Bank <script>alert("&")</script> \x00\ud800 ]]>'
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
EVERY = (
    CorridorChange(
        ChangeKind.BEST, DAY, provider="a_bank", key=("a_bank", "cash", ""), was="b_bank",
        received=Decimal("391.20"), before=Decimal(380), currency="AZN",
        moment=datetime(2026, 11, 30, 5, 14, tzinfo=UTC),
    ),
    CorridorChange(ChangeKind.PASSES, DAY, provider="a_bank", received=Decimal(400), currency="AZN"),
    CorridorChange(
        ChangeKind.MOVED, DAY, provider="a_bank", key=("a_bank", "cash", ""), received=Decimal(391),
        before=Decimal(402), currency="AZN",
    ),
    CorridorChange(ChangeKind.STOPPED, DAY, provider="a_bank"),
    CorridorChange(ChangeKind.STARTED, DAY, provider="a_bank"),
    CorridorChange(ChangeKind.HELD, DAY, currency="RUB", rate=Decimal(2), known=Decimal("0.02")),
    CorridorChange(ChangeKind.HELD, DAY, currency="RUB", rate=Decimal(3), known=Decimal("0.02")),
)  # fmt: skip


def market(name="A Bank"):
    provider = a_provider().model_copy(update={"name": LocalText.model_construct(en=name, az=None, ru=None)})
    route = a_route(provider=provider)
    facts = a_dataset(route)
    return replace(facts, tables=replace(facts.tables, providers=(provider,)))


def made(*told, language="az", place=PLACE, name="A Bank"):
    return feed(told, a_transfer(), market(name), words(language), place, since=SINCE)


def is_valid(root: Xml.Element) -> None:
    """What RFC 4287 asks of a feed and of each entry."""
    for one in (root, *root.findall("a:entry", NAMES)):
        for name in ("id", "title", "updated"):
            found = one.findall(f"a:{name}", NAMES)
            assert len(found) == 1 and found[0].text, name
        assert STAMP.fullmatch(one.findtext("a:updated", "", NAMES))
        assert re.fullmatch(r"tag:[a-z.]+,\d{4}:[!-~]+", one.findtext("a:id", "", NAMES))
    assert root.tag == f"{{{ATOM}}}feed" and root.findtext("a:author/a:name", "", NAMES)
    assert [link.get("href") for link in root.findall("a:link[@rel='self']", NAMES)] == [PLACE.own]
    ids = [one.text for one in root.iter(f"{{{ATOM}}}id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_change_is_a_valid_entry_in_every_language(language):
    found = made(*EVERY, language=language)
    root = Xml.fromstring(found.content)
    is_valid(root)
    entries = root.findall("a:entry", NAMES)
    assert len(entries) == len(EVERY)
    assert all(one.findtext("a:content", "", NAMES) for one in entries)
    assert root.findtext("a:updated", "", NAMES) == "2026-11-30T05:14:00Z"
    assert (
        entries[0].find("a:link", NAMES).get("href")
        == f"https://pul.example/?lang={language}&sending=RU&send=10000"
    )


def test_an_empty_feed_is_valid_and_as_old_as_its_first_day():
    root = Xml.fromstring(made().content)
    is_valid(root)
    assert root.findtext("a:updated", "", NAMES) == "2026-10-30T20:00:00Z"


def test_a_hostile_name_is_only_text():
    content = made(*EVERY, name=HOSTILE).content
    root = Xml.fromstring(content)
    is_valid(root)
    assert b"<script" not in content
    assert 'Bank <script>alert("&")</script>' in root.findtext("a:entry/a:title", "", NAMES)
    assert {element.tag.rpartition("}")[2] for element in root.iter()} == {
        "feed", "id", "title", "subtitle", "updated", "author", "name", "link", "entry", "content"
    }  # fmt: skip


def test_ids_stay_the_same_wherever_and_in_whichever_language_the_feed_is_served():
    def ids(found):
        return [one.text for one in Xml.fromstring(found.content).iter(f"{{{ATOM}}}id")]

    assert ids(made(*EVERY)) == ids(made(*EVERY, language="ru", place=replace(PLACE, page="http://other/")))
    asked = made(*EVERY, place=replace(PLACE, passes=Decimal(400)))
    assert not set(ids(asked)) & set(ids(made(*EVERY)))


def test_a_price_that_moved_says_by_how_much():
    root = Xml.fromstring(made(EVERY[2], language="en").content)
    assert root.findtext("a:entry/a:title", "", NAMES) == "A Bank: 11 manat less is received."
