"""A comparison on one sheet of paper, and a poster for a corridor, as PDF."""

import io
from datetime import date
from decimal import Decimal
from typing import Any

import segno

from channels.compare.comparison import Comparison
from channels.dataset.dataset import Dataset
from channels.pricing.offers import Offer
from channels.pricing.ranking import first_of_forms
from channels.records.base import Corridor
from components.i18n import Words
from components.paper.typeset import printed
from components.words import counter as counter_words
from components.words import offer_layout
from components.words import offers as offer_words
from components.words.links import WITHIN, base_address, corridor_link, corridor_name, link

PAPERS = ("a4", "a5")
ROADS = 3
MOST_LISTED = 8
MOST_SOURCES = 5


def sheet(
    comparison: Comparison, data: Dataset, words: Words, *, paper: str = "a4", address: str | None = None
) -> bytes:
    """The answer on one page of A4 or A5. Without the page's address it has no QR code.

    The same comparison, words and address give the same bytes.
    """
    return printed("sheet", sheet_text(comparison, data, words, paper=paper, address=address), comparison.day)


def poster(
    corridor: Corridor,
    words: Words,
    day: date,
    *,
    invented: bool = False,
    paper: str = "a4",
    address: str | None = None,
) -> bytes:
    """The three questions in large type for a wall, without amounts or names, on one page."""
    return printed(
        "poster", poster_text(corridor, words, day, invented=invented, paper=paper, address=address), day
    )


def parts_picture() -> bytes:
    """The three parts of a cost as a PNG picture, without figures and without words."""
    return printed("parts", {}, date(2000, 1, 1), "png")


def sheet_text(
    comparison: Comparison, data: Dataset, words: Words, *, paper: str, address: str | None
) -> dict[str, Any]:
    """Everything that stands on the sheet, as plain texts and shares of a bar."""
    there = offer_words.is_outbound(comparison)
    roads = first_of_forms(comparison.offers, ROADS)
    bars = _bars(roads)
    base = base_address(address)
    whole = None if base is None else link(comparison, base, words.language, amounts=True)
    shown, hidden = _sources(comparison, roads, data, words)
    more = [words.count("sheet.sources_more", hidden)] if hidden else []
    return {
        **_head(comparison.transfer.corridor, words, paper=paper, invented=comparison.invented),
        **_code(whole, base),
        **_answer(comparison, data, words),
        "asked": _asked(comparison, data, words),
        "remarks": _remarks(comparison, words),
        "roads_title": offer_layout.roads_title(comparison, words),
        "roads": [_road(offer, bar, comparison, data, words) for offer, bar in zip(roads, bars, strict=True)],
        "bar_title": words("sheet.bar"),
        "parts": [words(f"sheet.part_{part}") for part in ("fee", "hidden", "receipt")] if any(bars) else [],
        "listed_title": words("listed.title"),
        "listed": _listed(comparison, words),
        "questions_title": words("sheet.questions"),
        "questions": offer_words.three_questions(there, words),
        "late_title": words("late.title"),
        "late": [words(f"late.step_{n}") for n in range(1, 4)],
        "code": words("safety.code"),
        "scan": words("sheet.scan"),
        "day": words("sheet.day", day=words.day(comparison.day)),
        "not_an_offer": words("recipient.not_an_offer"),
        "sources_title": words("sources.title"),
        "sources": [*shown, *more],
    }


def poster_text(
    corridor: Corridor, words: Words, day: date, *, invented: bool, paper: str, address: str | None
) -> dict[str, Any]:
    """Everything that stands on the poster, as plain texts."""
    base = base_address(address)
    whole = None if base is None else corridor_link(corridor, base, words.language, invented=invented)
    return {
        **_head(corridor, words, paper=paper, invented=invented),
        **_code(whole, base),
        "ask": words("poster.ask"),
        "questions": offer_words.three_questions(corridor.receiving != "AZ", words),
        "code": words("safety.code"),
        "compare": words("poster.compare"),
        "scan": words("poster.free"),
        "day": words.day(day) + ".",
        "not_an_offer": words("recipient.not_an_offer"),
    }


def _head(corridor: Corridor, words: Words, *, paper: str, invented: bool) -> dict[str, Any]:
    if paper not in PAPERS:
        raise ValueError(f"no such paper: {paper}")
    where = corridor_name(corridor, words)
    return {
        "paper": paper,
        "lang": words.language,
        "title": f"Pulyolu: {where}",
        "corridor": where,
        "banner": words("teaching.banner") if invented else None,
    }


def _code(whole: str | None, base: str | None) -> dict[str, Any]:
    """The link, its QR code as a drawing, and the address that a person can type; None without one."""
    if whole is None or base is None:
        return {"qr": None, "link": None, "address": None}
    drawing = io.BytesIO()
    segno.make_qr(whole, error="m").save(drawing, kind="svg", xmldecl=False, border=2, light="#fff")
    return {"qr": drawing.getvalue().decode(), "link": whole, "address": base.partition("//")[2].rstrip("/")}


def _answer(comparison: Comparison, data: Dataset, words: Words) -> dict[str, Any]:
    top = comparison.headline
    if top is None:
        last = offer_words.last_checked(comparison, words)
        return {"label": words("answer.none"), "number": None, "line": None, "last": last}
    return {
        "label": offer_words.answer_label(comparison, top, data, words),
        "number": offer_words.answer_number(comparison, top, words),
        "line": offer_words.answer_line(top, data, words),
        "last": [],
    }


def _asked(comparison: Comparison, data: Dataset, words: Words) -> list[str]:
    """The question that the sheet answers, with the reader's wishes."""
    transfer = comparison.transfer
    said = []
    if transfer.send is not None:
        key = "sheet.asked_send_there" if offer_words.is_outbound(comparison) else "sheet.asked_send"
        said.append(words(key, send=words.money(transfer.send, transfer.currency)))
    elif transfer.receive is not None:
        wanted = words.money(transfer.receive, transfer.corridor.receives or transfer.currency)
        said.append(words("sheet.asked_receive", receive=wanted))
    if transfer.pay_in is not None:
        said.append(words(f"form.pay_in_{transfer.pay_in}"))
    if transfer.pay_out is not None:
        said.append(offer_words.form_heading(transfer.pay_out, words))
    if transfer.within in WITHIN:
        said.append(words(f"form.within_{WITHIN[transfer.within]}"))
    said += [r.name.text_in(words.language) for r in data.tables.regions if r.id == transfer.region]
    if transfer.promotions:
        said.append(words("form.promotions"))
    return said


def _remarks(comparison: Comparison, words: Words) -> list[str]:
    """The official rate with its day, and what must be known of it."""
    used = comparison.reference
    said = []
    if used is None:
        said.append(words("rate.none"))
    elif used.base != used.quote:
        said.append(offer_words.reference_line(used, words))
        said += [] if used.fresh else [words("sheet.rate_old")]
    receives = comparison.transfer.corridor.receives
    if offer_words.is_outbound(comparison) and any(o.currency != receives for o in comparison.offers):
        said.append(words("note.abroad"))
    return said


def _road(
    offer: Offer, bar: list[int] | None, comparison: Comparison, data: Dataset, words: Words
) -> dict[str, Any]:
    return {
        "name": offer_words.provider(offer.provider, data, words),
        "amount": offer_words.amount_of(comparison, offer, words),
        "place": offer_words.place(offer, data, words),
        "time": offer_words.duration(offer, words),
        "marks": " · ".join(mark for _, mark in offer_layout.marks(offer, comparison, words)),
        "cost": offer_words.cost_line(comparison, offer, words),
        "bar": bar,
        "counter": counter_words.at_the_counter(offer, comparison, words),
        "age": offer_words.age_line(comparison, offer, data, words),
    }


def _bars(roads: list[Offer]) -> list[list[int] | None]:
    """Each road's fee, hidden part and charge on receipt, in thousandths of the dearest road's cost.

    None where a part is not known; none at all where the roads' costs are in different currencies.
    """
    split = [offer_words.whole_parts(offer) if offer.receipt_known else None for offer in roads]
    known = [[max(part, Decimal(0)) for part in parts] for parts in split if parts is not None]
    longest = max((sum(parts, Decimal(0)) for parts in known), default=Decimal(0))
    currencies = {offer.currency for offer, parts in zip(roads, split, strict=True) if parts is not None}
    if not longest or len(currencies) > 1:
        return [None] * len(roads)
    return [
        None if parts is None else [int(max(part, Decimal(0)) * 1_000 / longest) for part in parts]
        for parts in split
    ]


def _listed(comparison: Comparison, words: Words) -> list[str]:
    """Who says that they serve the corridor without a price; only where fewer than three roads have one."""
    if len(comparison.offers) >= ROADS:
        return []
    names = [item.route.provider.name.text_in(words.language) for item in offer_layout.listed(comparison)]
    return names[:MOST_LISTED]


def _sources(
    comparison: Comparison, roads: list[Offer], data: Dataset, words: Words
) -> tuple[list[str], int]:
    """The sources of what the sheet shows, and how many more there are than have room."""
    ids = [name for offer in roads for name in offer.sources]
    ids += [offer.status.source for offer in roads if offer.status.source is not None]
    ids += comparison.reference.sources if comparison.reference is not None else ()
    if comparison.headline is None and comparison.last_checked is not None:
        ids += comparison.last_checked.sources
    found = [data.sources[name] for name in dict.fromkeys(ids) if name in data.sources]
    lines = list(dict.fromkeys(offer_words.source_line(source, words) for source in found))
    return lines[:MOST_SOURCES], max(0, len(lines) - MOST_SOURCES)
