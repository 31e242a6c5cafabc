"""A comparison on one sheet of paper, and a poster for a corridor, as PDF."""

import io
import json
import unicodedata
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

import segno
import typst

from channels.comparison import Comparison
from channels.dataset import Dataset
from channels.pricing import Offer
from channels.ranking import first_of_forms
from channels.records import Corridor
from components import layout, phrases
from components.i18n import Words
from components.sharing import WITHIN, base_address, corridor_link, corridor_name, link

PAPERS = ("a4", "a5")
TEMPLATES = Path(__file__).parent / "paper"
ROADS = 3
MOST_LISTED = 8
MOST_SOURCES = 5
LONGEST_LINE = 160
LONGEST_WORD = 24
"""A longer word is given places to break: Typst would let it run over the edge."""


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
    there = phrases.is_outbound(comparison)
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
        "roads_title": layout.roads_title(comparison, words),
        "roads": [_road(offer, bar, comparison, data, words) for offer, bar in zip(roads, bars, strict=True)],
        "bar_title": words("sheet.bar"),
        "parts": [words(f"sheet.part_{part}") for part in ("fee", "hidden", "receipt")] if any(bars) else [],
        "listed_title": words("listed.title"),
        "listed": _listed(comparison, words),
        "questions_title": words("sheet.questions"),
        "questions": phrases.three_questions(there, words),
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
        "questions": phrases.three_questions(corridor.receiving != "AZ", words),
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
        last = phrases.last_checked(comparison, words)
        return {"label": words("answer.none"), "number": None, "line": None, "last": last}
    return {
        "label": phrases.answer_label(comparison, top, data, words),
        "number": phrases.answer_number(comparison, top, words),
        "line": phrases.answer_line(top, data, words),
        "last": [],
    }


def _asked(comparison: Comparison, data: Dataset, words: Words) -> list[str]:
    """The question that the sheet answers, with the reader's wishes."""
    transfer = comparison.transfer
    said = []
    if transfer.send is not None:
        key = "sheet.asked_send_there" if phrases.is_outbound(comparison) else "sheet.asked_send"
        said.append(words(key, send=words.money(transfer.send, transfer.currency)))
    elif transfer.receive is not None:
        wanted = words.money(transfer.receive, transfer.corridor.receives or transfer.currency)
        said.append(words("sheet.asked_receive", receive=wanted))
    if transfer.pay_in is not None:
        said.append(words(f"form.pay_in_{transfer.pay_in}"))
    if transfer.pay_out is not None:
        said.append(phrases.form_heading(transfer.pay_out, words))
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
        said.append(phrases.reference_line(used, words))
        said += [] if used.fresh else [words("sheet.rate_old")]
    receives = comparison.transfer.corridor.receives
    if phrases.is_outbound(comparison) and any(o.currency != receives for o in comparison.offers):
        said.append(words("note.abroad"))
    return said


def _road(
    offer: Offer, bar: list[int] | None, comparison: Comparison, data: Dataset, words: Words
) -> dict[str, Any]:
    return {
        "name": phrases.provider(offer.provider, data, words),
        "amount": phrases.amount_of(comparison, offer, words),
        "place": phrases.place(offer, data, words),
        "time": phrases.duration(offer, words),
        "marks": " · ".join(mark for _, mark in layout.marks(offer, comparison, words)),
        "cost": phrases.cost_line(comparison, offer, words),
        "bar": bar,
        "counter": phrases.at_the_counter(offer, comparison, words),
        "age": phrases.age_line(comparison, offer, words),
    }


def _bars(roads: list[Offer]) -> list[list[int] | None]:
    """Each road's fee, hidden part and charge on receipt, in thousandths of the dearest road's cost.

    None where a part is not known; none at all where the roads' costs are in different currencies.
    """
    split = [phrases.whole_parts(offer) if offer.receipt_known else None for offer in roads]
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
    names = [item.route.provider.name.text_in(words.language) for item in layout.listed(comparison)]
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
    lines = list(dict.fromkeys(phrases.source_line(source, words) for source in found))
    return lines[:MOST_SOURCES], max(0, len(lines) - MOST_SOURCES)


def printed(
    template: str,
    texts: dict[str, Any],
    day: date,
    form: Literal["pdf", "png"] = "pdf",
    *,
    longest: int = LONGEST_LINE,
) -> bytes:
    """The filled template from embedded fonts alone, dated by the day asked, and offline.

    A text of more than `longest` signs is cut. As PNG it must have one page.
    """
    compiler = typst.Compiler(
        input=(TEMPLATES / f"{template}.typ").read_bytes(),
        root=str(TEMPLATES),
        font_paths=[],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(_clean(texts, longest=longest), ensure_ascii=False)},
    )
    at = datetime.combine(day, time(), tzinfo=UTC)
    printed = compiler.compile(format=form, timestamp=int(at.timestamp()))
    assert isinstance(printed, bytes)
    return printed


def _clean(value: Any, name: str = "", *, longest: int = LONGEST_LINE) -> Any:
    """The same texts without control signs, no longer than a line or two, each word short enough to break."""
    if isinstance(value, dict):
        return {key: _clean(item, key, longest=longest) for key, item in value.items()}
    if isinstance(value, list):
        return [_clean(item, longest=longest) for item in value]
    if not isinstance(value, str) or name in ("qr", "link"):
        return value
    shown = "".join(" " if c in "\t\r\n" else c for c in value)
    shown = "".join(c for c in shown if not unicodedata.category(c).startswith("C"))
    if len(shown) > longest:
        shown = shown[: longest - 1] + "…"
    return " ".join(_breakable(word) for word in shown.split(" ") if word)


def _breakable(word: str) -> str:
    pieces = [word[n : n + LONGEST_WORD] for n in range(0, len(word), LONGEST_WORD)]
    return "\N{ZERO WIDTH SPACE}".join(pieces)
