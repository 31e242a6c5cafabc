"""The feed of a corridor and an amount as Atom (RFC 4287)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from xml.etree import ElementTree as Xml

from channels.compare.changes import CorridorChange
from channels.dataset.dataset import Dataset
from channels.money import plain
from channels.pricing.routes import Transfer
from channels.terms import BAKU
from components.i18n import Words
from components.words import changes as change_words
from components.words import links

ATOM = "http://www.w3.org/2005/Atom"
XML = "http://www.w3.org/XML/1998/namespace"
OWNER = "tag:pulyolu,2026:feed"
"""How every id begins (RFC 4151): it names the thing, wherever the feed is served."""
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, however it is escaped."""

Xml.register_namespace("", ATOM)


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as bytes, and when it was last changed."""

    content: bytes
    updated: datetime


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """Where a feed is served: the page's address and the feed's own.

    `passes`: it tells only of days on which that much came to arrive.
    """

    page: str
    own: str
    passes: Decimal | None = None


def feed(
    told: Sequence[CorridorChange],
    transfer: Transfer,
    data: Dataset,
    words: Words,
    place: FeedPlace,
    *,
    since: date,
) -> Feed:
    """The feed of an amount on a corridor, its changes in their order. `since` is its first day."""
    own_id = _id(transfer, place)
    updated = max([moment(one) for one in told], default=_midnight(since))
    root = Xml.Element(_name("feed"), {f"{{{XML}}}lang": words.language})
    _add(root, "id", own_id)
    _add(root, "title", change_words.feed_title(transfer, words))
    _add(root, "subtitle", words("feed.subtitle"))
    _add(root, "updated", _stamp(updated))
    _add(_add(root, "author"), "name", "Pulyolu")
    _add(root, "link", rel="self", href=place.own, type="application/atom+xml")
    page = links.question_link(transfer, place.page, words.language)
    _add(root, "link", rel="alternate", href=page, type="text/html", hreflang=words.language)
    for one in told:
        _entry(root, own_id, one, data, words, page)
    content = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return Feed(content, updated)


def moment(change: CorridorChange) -> datetime:
    """When a change was: the moment that a calculator told it, else the beginning of its day here."""
    return change.moment or _midnight(change.day)


def _entry(
    root: Xml.Element, own_id: str, one: CorridorChange, data: Dataset, words: Words, page: str
) -> None:
    said = change_words.said(one, data, words)
    entry = _add(root, "entry")
    of = one.provider or one.currency or ""
    service = "" if one.key is None else f"/{one.key[1]}"
    # A sheet that was mended may be held back again: each of its rates is an entry.
    rate = "" if one.rate is None else f"/{plain(one.rate)}"
    _add(entry, "id", f"{own_id}/{one.kind}/{one.day.isoformat()}/{of}{service}{rate}")
    _add(entry, "title", said.title)
    _add(entry, "updated", _stamp(moment(one)))
    _add(entry, "link", rel="alternate", href=page, type="text/html", hreflang=words.language)
    _add(entry, "content", said.text, type="text")


def _id(transfer: Transfer, place: FeedPlace) -> str:
    """What names a feed: its corridor, amount and pay-out, in no language; and what must arrive, if asked."""
    amount = f"{plain(transfer.send)}-{transfer.currency}"
    passes = "" if place.passes is None else f"passes-{plain(place.passes)}"
    parts: Iterable[str] = (OWNER, transfer.corridor.key, amount, transfer.pay_out or "", passes)
    return "/".join(part for part in parts if part)


def _add(parent: Xml.Element, name: str, text: str | None = None, **attributes: str) -> Xml.Element:
    found = Xml.SubElement(parent, _name(name), {key: _clean(value) for key, value in attributes.items()})
    if text is not None:
        found.text = _clean(text)
    return found


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _clean(text: str) -> str:
    return NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), BAKU)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
