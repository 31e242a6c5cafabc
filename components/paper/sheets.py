"""A comparison on one sheet of paper, and a poster for a corridor, as PDF."""

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from channels.compare.comparison import Comparison
from channels.dataset.dataset import Dataset
from channels.records.base import Corridor
from components.i18n import Words
from components.paper.typeset import printed
from components.words import offers as offer_words
from components.words.answer_rows import RowView
from components.words.answer_view import AnswerView, answer_view
from components.words.links import WITHIN, base_address, corridor_link, corridor_name, link

PAPERS = ("a4", "a5")
ROADS = 3
MOST_COMPANIES = 8
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
    view = answer_view(comparison, data, words)
    bars = _bars(view.first_rows)
    base = base_address(address)
    whole = None if base is None else link(comparison, base, words.language, amounts=True)
    shown, hidden = _sources(comparison, view, words)
    more = [words.count("sheet.sources_more", hidden)] if hidden else []
    return {
        **_head(comparison.transfer.corridor, words, paper=paper, invented=comparison.invented),
        **_code(whole, base),
        **_answer(view),
        "asked": _asked(comparison, data, words),
        "remarks": _remarks(comparison, view, words),
        "roads_title": view.roads_title or "",
        "roads": [_road(row, bar) for row, bar in zip(view.first_rows, bars, strict=True)],
        "bar_title": words("sheet.bar"),
        "parts": [words(f"sheet.part_{part}") for part in ("fee", "hidden", "receipt")] if any(bars) else [],
        "lines_title": view.lines_title,
        "lines": _lines(view),
        "companies_title": "" if view.companies is None else view.companies.title,
        "companies": _companies(view),
        "questions_title": words("sheet.questions"),
        "questions": offer_words.three_questions(view.outbound, words),
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
    import segno  # noqa: PLC0415  loaded only when used

    segno.make_qr(whole, error="m").save(drawing, kind="svg", xmldecl=False, border=2, light="#fff")
    return {"qr": drawing.getvalue().decode(), "link": whole, "address": base.partition("//")[2].rstrip("/")}


def _answer(view: AnswerView) -> dict[str, Any]:
    found = view.headline
    return {
        "label": found.label,
        "number": found.number,
        "line": found.line,
        "checked": found.checked,
        "last": [] if found.number is not None else list(found.said),
        "cautions": [*(caution.written for caution in found.cautions), *found.closed],
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


def _remarks(comparison: Comparison, view: AnswerView, words: Words) -> list[str]:
    """The official rate with its day, and what must be known of it."""
    used = comparison.reference
    said = [] if view.rate is None else [view.rate]
    if used is not None and used.base != used.quote and not used.fresh:
        said.append(words("sheet.rate_old"))
    return said + [remark for remark in view.remarks if remark == words("note.abroad")]


def _road(row: RowView, bar: list[int] | None) -> dict[str, Any]:
    return {
        "name": row.name,
        "amount": row.amount,
        "place": row.place,
        "time": row.time,
        "marks": " · ".join(badge.text for badge in row.badges),
        "denied": list(row.denied),
        "cost": row.cost,
        "bar": bar,
        "counter": list(row.counter),
        "age": row.age,
    }


def _bars(rows: Sequence[RowView]) -> list[list[int] | None]:
    """Each road's fee, hidden part and charge on receipt, in thousandths of the dearest road's cost.

    None where a part is not known.
    """
    known = [[max(part, Decimal(0)) for part in row.parts] for row in rows if row.parts is not None]
    longest = max((sum(parts, Decimal(0)) for parts in known), default=Decimal(0))
    if not longest:
        return [None] * len(rows)
    return [
        None if row.parts is None else [int(max(part, Decimal(0)) * 1_000 / longest) for part in row.parts]
        for row in rows
    ]


def _lines(view: AnswerView) -> list[str]:
    """What to expect of each kind of service; only where fewer than three roads have a price."""
    if len(view.first_rows) >= ROADS:
        return []
    said = [f"{line.name}: {' · '.join(s for s in (line.said, line.time) if s)}" for line in view.lines]
    return said + ([] if view.minimum_fee is None else [view.minimum_fee])


def _companies(view: AnswerView) -> list[str]:
    """Whom to ask, with what is known of them; only where fewer than three roads have a price."""
    if view.companies is None or len(view.first_rows) >= ROADS:
        return []
    rows = view.companies.rows[:MOST_COMPANIES]
    return [" · ".join(s for s in (row.name, row.figure, row.took, row.time) if s) for row in rows]


def _sources(comparison: Comparison, view: AnswerView, words: Words) -> tuple[list[str], int]:
    """The sources of what the sheet shows, and how many more there are than have room."""
    ids = {source.id for row in view.first_rows for source in row.sources}
    ids |= set(comparison.reference.sources if comparison.reference is not None else ())
    found = [source for row in view.first_rows for source in row.sources]
    found += [source for source in view.sources if source.id in ids | view.headline.cites]
    lines = list(dict.fromkeys(offer_words.source_line(source, words) for source in found))
    return lines[:MOST_SOURCES], max(0, len(lines) - MOST_SOURCES)
