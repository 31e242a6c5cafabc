"""The steward's form for one service: what it asks, what it makes of that, what is wrong with it still."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st
from pydantic import ValidationError

from channels.collect.doubts import doubts, last_price
from channels.collect.grid import collectable, corridors
from channels.dataset.dataset import Dataset
from channels.pricing.conversion import counter_matters
from channels.pricing.routes import NotOffered, closed_on, status_of
from channels.records.base import Corridor
from channels.records.entries import Entry, Kept
from channels.records.providers import Service
from channels.terms import Answer, DisbursementMethod, Reason, Stage
from components.i18n import Words
from components.pages.steward.calculators import page_of
from components.pages.steward.price_questions import (
    LONGEST_REMARK,
    begin_with,
    collecting,
    details,
    of_price,
    receipt_picture,
)
from components.widgets import choices, completed_actions, fields, state
from components.widgets.theme import plain
from components.words import entries as entry_words

NO_CORRECTION = "none"
LONGEST_LINKED = 60
"""Characters of what a link names in vain that are repeated."""
VAIN = "vain_link"
"""Where the window notes what its link named in vain."""
CORRECTED = (Stage.RETURNED, Stage.CONFIRMED, Stage.PUBLISHED)
"""What anybody may correct who enters prices."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in the form: the entries that it makes, and what is wrong with it still, in words.

    `corrects`: the entry that this one takes the place of, for a `reason`. `receipt`: the picture that is
    to be kept, None without one.
    """

    entries: tuple[Entry, ...]
    faults: tuple[str, ...]
    corrects: str | None = None
    reason: str = ""
    receipt: bytes | None = None


def form(
    data: Dataset, known: tuple[Kept, ...], words: Words, today: date, *, who: str | None
) -> Entered | None:
    """The form, as far as it is filled by `who`; None where no service can be chosen."""
    with st.container(horizontal=True, gap="xsmall"):
        asked = _road(data, words, today)
        if asked is None:
            st.info(words("steward.no_road"))
            return None
        corridor, provider, service = asked
        page_of(provider, corridor.key, f"page.{corridor.key}.{provider}", words)
        key = f"enter{completed_actions.form('save')}.{corridor.key}.{provider}.{service.id}."
        answer = fields.pick(
            words("steward.answer"), key + "answer", list(Answer), lambda c: words(f"entry_answer.{c}"),
            default=Answer.OBSERVED, width=230,
        )  # fmt: skip
    corrects, reason = _correction(known, (corridor.key, provider, service.id), who, key, words)
    if state.noted(key + "corrects") != corrects:
        state.note(key + "corrects", corrects)
        for kept in known:
            if kept.id == corrects:
                begin_with(kept.entry, key, words)
    faults: list[str] = []
    rows: list[dict[str, Any]] = [{}]
    common: dict[str, Any] = {"currency": corridor.sends}
    if answer == Answer.OBSERVED:
        rows, common = of_price(data, corridor, service, key, words, today, faults)
    common |= collecting(key, words, today, faults)
    base = {**common, "corridor": corridor.key, "provider": provider, "service": service.id, "answer": answer}
    with st.container(gap="xsmall"):
        st.markdown("**" + words("steward.q8") + "**")
        if answer == Answer.OBSERVED:
            base["promotion"] = fields.tick(words("steward.promotion"), key + "promotion")
            form_of = common["disbursement"]
            form_of = None if form_of is None else DisbursementMethod(form_of)
            counter = counter_matters(form_of, common["pays"], corridor.receives)
            base |= details(data, provider, service, key, words, today, counter=counter)
        receipt = receipt_picture(key, words)
    if not rows:
        faults.append(words("steward.no_figure"))
    sent = [row["amount"] for row in rows if row.get("amount") is not None]
    in_all = [row["amount"] + (row["fee"] or 0) for row in rows if row.get("amount") is not None]
    if min(len(set(sent)), len(set(in_all))) < len(sent):
        # Of two prices of one amount readers would see one.
        faults.append(words("steward.same_amount"))
    if corrects is not None and len(rows) > 1:
        faults.append(words("steward.one_correction"))
    if corrects is not None and not reason:
        faults.append(words("entry_fault.no_reason"))
    made = [_made({**base, **row}) for row in rows]
    if any(entry is None for entry in made):
        faults.append(words("steward.contradiction"))
    entries = tuple(entry for entry in made if entry is not None)
    entries, odd = _unusual(data, entries, key, words, today)
    if odd:
        faults.append(words("steward.why_needed"))
    return Entered(entries, tuple(faults), corrects, reason, receipt)


def _road(data: Dataset, words: Words, today: date) -> tuple[Corridor, str, Service] | None:
    ways = {c.key: c for c in corridors(data)}
    linked_way, linked_road = state.linked("way"), state.linked("road")
    way = choices.choose(
        words("steward.corridor"), "way", list(ways), lambda c: entry_words.way(c, words),
        default=next(iter(ways)), always=True, width=222,
    )  # fmt: skip
    routes = {f"{r.provider.id}.{r.service.id}": r for r in collectable(data, ways[way], today)}
    wanted = state.chosen("road")
    closed = None if wanted in routes else _closed(data, ways[way], wanted, today)
    if closed is not None and closed.reason is not Reason.UNLICENSED:
        routes[str(wanted)] = closed.route
    if not routes:
        return None
    _note_vain(ways, linked_way, None if linked_way not in (None, way) else linked_road, routes)
    road = choices.choose(
        words("steward.service"), "road", list(routes),
        lambda c: entry_words.road(*_parts(c), data, words), default=next(iter(routes)), always=True,
        width=460,
    )  # fmt: skip
    if closed is not None:
        named = entry_words.road(*closed.route.key[:2], data, words)
        if closed.reason is Reason.UNLICENSED:
            st.warning(plain(words("steward.road_unlicensed", road=named)), icon=":material/block:")
        elif road == wanted:
            st.warning(plain(words("steward.road_closed", road=named)), icon=":material/visibility_off:")
    _say_vain(way, road, data, words)
    return ways[way], routes[road].provider.id, routes[road].service


def _note_vain(
    ways: Mapping[str, Corridor], way: str | None, road: str | None, routes: Iterable[str]
) -> None:
    """Note what the link that opened the form named in vain: a corridor, or a service that is not on it."""
    vain_way = way[:LONGEST_LINKED] if way is not None and way not in ways else None
    vain_road = road[:LONGEST_LINKED] if road is not None and road not in routes else None
    if vain_way is not None or vain_road is not None:
        state.note(VAIN, (vain_way, vain_road, None))


def _say_vain(way: str, road: str, data: Dataset, words: Words) -> None:
    """Say what the link named in vain, until another corridor or service is chosen."""
    vain_way, vain_road, first = state.noted(VAIN) or (None, None, None)
    if first not in (None, (way, road)):
        state.note(VAIN, None)
        return
    if vain_way is not None:
        said = words("steward.link_way", way=entry_words.linked_way(vain_way, words))
    elif vain_road is not None:
        said = words("steward.link_road", road=entry_words.road(*_parts(vain_road), data, words))
    else:
        return
    state.note(VAIN, (vain_way, vain_road, (way, road)))
    st.warning(plain(said), icon=":material/help:")


def _closed(data: Dataset, corridor: Corridor, road: str | None, today: date) -> NotOffered | None:
    """Why the service of an address is refused to readers; None where it is not, or goes elsewhere."""
    for route in data.routes(corridor):
        if road == f"{route.provider.id}.{route.service.id}":
            return closed_on(route, today, status_of(route, today, invented=data.invented))
    return None


def _parts(road: str) -> tuple[str, str]:
    provider, _, service = road.partition(".")
    return provider, service


def _correction(
    known: tuple[Kept, ...], road: tuple[str, str, str], who: str | None, key: str, words: Words
) -> tuple[str | None, str]:
    """Which entry this one takes the place of, and why; one that still waits is mended by its own writer."""
    corrected = {kept.supersedes for kept in known}
    mine = {
        kept.id: kept
        for kept in known
        if (kept.entry.corridor, kept.entry.provider, kept.entry.service) == road
        and (kept.stage in CORRECTED or (kept.stage is Stage.ENTERED and kept.is_own_of(who or "")))
        and kept.id not in corrected
    }
    if not mine:
        return None, ""
    for kept in mine.values():
        if kept.stage is Stage.RETURNED:
            last, what = kept.steps[-1], entry_words.told(kept.entry, words)
            said = words("steward.returned", reason=last.reason or "", who=last.who, what=what)
            st.warning(plain(said), icon=":material/undo:")

    def wording(code: str) -> str:
        if code == NO_CORRECTION:
            return words("steward.correct_none")
        kept = mine[code]
        parts = [words.day(kept.entry.collected), *entry_words.figures(kept.entry, words)]
        if kept.stage in (Stage.ENTERED, Stage.CONFIRMED):
            parts.append(words("cell_mark.waits"))
        return " · ".join(parts)

    chosen = fields.pick(
        words("steward.correct"), key + "corrects", [NO_CORRECTION, *mine], wording, default=NO_CORRECTION
    )
    if chosen == NO_CORRECTION:
        return None, ""
    return chosen, fields.text(words("steward.reason"), key + "reason", most=LONGEST_REMARK)


def _unusual(
    data: Dataset, entries: tuple[Entry, ...], key: str, words: Words, today: date
) -> tuple[tuple[Entry, ...], bool]:
    """The entries with the reason for what is unusual, and whether that reason is still to be given."""
    found = dict.fromkeys(doubt for entry in entries for doubt in doubts(data, entry, today))
    before = last_price(data, entries[0]) if entries else None
    if before is not None:
        st.caption(
            plain(
                words("entry.before", day=words.day(before.last_day), price=entry_words.price(before, words))
            )
        )
    for doubt in found:
        st.warning(words(f"doubt.{doubt}"), icon=":material/help:")
    remark = fields.text(
        words("steward.why" if found else "steward.remark"), key + "remark", most=LONGEST_REMARK
    )
    if remark:
        entries = tuple(entry.model_copy(update={"remark": remark}) for entry in entries)
    return entries, bool(found) and not remark


def _made(values: Mapping[str, Any]) -> Entry | None:
    """The entry, or None for figures that contradict each other."""
    try:
        return Entry(**values)
    except ValidationError:
        return None
