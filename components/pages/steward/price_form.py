"""The steward's form: the eight questions about one service on one screen."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import streamlit as st
from pydantic import ValidationError
from streamlit.delta_generator import DeltaGenerator

from channels.collect.doubts import doubts, last_price
from channels.collect.grid import DOLLARS, collectable, corridors, price_point
from channels.dataset.dataset import Dataset
from channels.records.base import EVERYWHERE, MAIN_CITIES, Corridor
from channels.records.entries import Entry, Kept
from channels.records.providers import Service
from channels.terms import (
    AccessPoint,
    Answer,
    DisbursementMethod,
    Document,
    Method,
    PaymentInstrument,
    Stage,
)
from components.i18n import AmountFault, Words
from components.widgets import inputs, state
from components.widgets.theme import plain
from components.words import entries as entry_words
from components.words.form_lists import lists
from components.words.form_options import currencies, regions
from components.words.offers import rate_unit

UNKNOWN = "unknown"
LONGEST_REMARK = 300
LARGEST_RECEIPT = 10
"""Megabytes."""
REGIONS = "regions"
PLACES = (UNKNOWN, EVERYWHERE, MAIN_CITIES, REGIONS)
NO_CORRECTION = "none"
CORRECTED = (Stage.RETURNED, Stage.CONFIRMED, Stage.PUBLISHED)
"""What anybody may correct who enters prices."""
LONG, HALF, THIRD, QUARTER = 460, 334, 104, 160
"""Widths in pixels by which questions stand side by side on a desk and one under another on a phone."""


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in the form: the entries that it makes, and what is wrong with it still, in words.

    `unusual`: something looks odd, and no reason is given yet. `corrects`: the entry that this one takes
    the place of, and why. `receipt`: the picture that is to be kept, None without one.
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
        key = f"enter{state.form('save')}.{corridor.key}.{provider}.{service.id}."
        answer = state.pick(
            words("steward.answer"), key + "answer", list(Answer), lambda c: words(f"entry_answer.{c}"),
            default=Answer.OBSERVED, width=230,
        )  # fmt: skip
    corrects, reason = _correction(known, (corridor.key, provider, service.id), who, key, words)
    faults: list[str] = []
    rows: list[dict[str, Any]] = [{}]
    common: dict[str, Any] = {"currency": corridor.sends}
    if answer == Answer.OBSERVED:
        rows, common = _questions(data, corridor, service, key, words, today, faults)
    common |= _collecting(key, words, today, faults)
    base = {**common, "corridor": corridor.key, "provider": provider, "service": service.id, "answer": answer}
    with st.container(gap="xsmall"):
        st.markdown("**" + words("steward.q8") + "**")
        if answer == Answer.OBSERVED:
            base["promotion"] = state.tick(words("steward.promotion"), key + "promotion")
            base |= _more(data, provider, service, key, words, today)
        receipt = _receipt(key, words)
    if not rows:
        faults.append(words("steward.no_figure"))
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
    way = state.choose(
        words("steward.corridor"), "way", list(ways), lambda c: entry_words.way(c, words),
        default=next(iter(ways)), always=True, width=222,
    )  # fmt: skip
    routes = {f"{r.provider.id}.{r.service.id}": r for r in collectable(data, ways[way], today)}
    if not routes:
        return None
    road = state.choose(
        words("steward.service"), "road", list(routes),
        lambda c: entry_words.road(*_parts(c), data, words), default=next(iter(routes)), always=True,
        width=LONG,
    )  # fmt: skip
    return ways[way], routes[road].provider.id, routes[road].service


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
        and (kept.stage in CORRECTED or (kept.stage is Stage.ENTERED and who in kept.own_of))
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

    chosen = state.pick(
        words("steward.correct"), key + "corrects", [NO_CORRECTION, *mine], wording, default=NO_CORRECTION
    )
    if chosen == NO_CORRECTION:
        return None, ""
    return chosen, state.text(words("steward.reason"), key + "reason", most=LONGEST_REMARK)


def _questions(
    data: Dataset, corridor: Corridor, service: Service, key: str, words: Words, today: date,
    faults: list[str],
) -> tuple[list[dict[str, Any]], dict[str, Any]]:  # fmt: skip
    """Questions one to seven, side by side where there is room: rows of the price, and what they share."""
    with st.container(horizontal=True, gap="medium"):
        with st.container(width=HALF, gap="xsmall"):
            st.markdown("**" + words("steward.q1") + "**")
            currency, pays, rows, named = _amounts(data, corridor, key, words, today, faults)
        with st.container(width=HALF, gap="xsmall"):
            rate = _rate(currency, pays, key, words, faults)
            common = _time(key, words, faults)
            common |= _sent(service, key, words)
    if rate is not None and not rows:
        # A rate alone is the price of the amounts that were typed, else of the first.
        rows = named
    with st.container(horizontal=True, gap="medium"):
        with st.container(width=HALF, gap="xsmall"):
            common |= _collected(data, service, key, words)
        with st.container(width=HALF, gap="xsmall"):
            st.markdown("**" + words("steward.q7") + "**")
            common["receipt_charge"] = _figure(
                words("steward.on_receipt", currency=words.currency(pays)), key + "charge", words, faults,
                zero=True, width=HALF,
            )  # fmt: skip
    return [{**row, "rate": rate, "pays": pays} for row in rows], {**common, "currency": currency}


def _amounts(
    data: Dataset, corridor: Corridor, key: str, words: Words, today: date, faults: list[str]
) -> tuple[str, str, list[dict[str, Any]], list[dict[str, Any]]]:
    """The first question: what each of three amounts costs, in which currencies; and the amounts alone."""
    held = currencies(corridor)
    with st.container(horizontal=True, gap="xsmall"):
        currency = state.pick(
            words("form.currency"), key + "currency", held, words.currency, default=held[0], width=QUARTER
        )
        usual = corridor.receives or "AZN"
        paid = list(dict.fromkeys((usual, "AZN", "USD", "EUR", currency)))
        pays = state.pick(
            words("steward.pays"), key + "pays", paid, words.currency, default=usual, width=QUARTER
        )
    rows, every, typed = [], [], []
    for number, dollars in enumerate((*DOLLARS, Decimal(1_000))):
        point = price_point(data, dollars, currency, today)
        # One line of labels over three lines of figures; who listens to the page hears it before each.
        look: dict[str, Any] = {"width": THIRD, "label_visibility": "visible" if not number else "collapsed"}
        fields = st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall")
        look["said"] = st.container(gap="xsmall")
        with fields:
            row = {
                "amount": _figure(
                    words("steward.amount"), f"{key}amount{number}", words, faults,
                    hint="" if point is None else words.number(point), **look,
                ),
                "fee": _figure(
                    words("steward.fee"), f"{key}fee{number}", words, faults, zero=True, hint="", **look,
                ),
                "received": _figure(
                    words("steward.hand"), f"{key}received{number}", words, faults, hint="", **look,
                ),
            }  # fmt: skip
        every.append(row)
        if row["amount"] is not None:
            typed.append(row)
        else:
            # The amount that stands in the empty field in grey is the one meant.
            row["amount"] = point
        if row["fee"] is not None or row["received"] is not None:
            rows.append(row)
    return currency, pays, rows, typed or every[:1]


def _rate(currency: str, pays: str, key: str, words: Words, faults: list[str]) -> Decimal | None:
    """The second question: the rate for one unit, if sent now."""
    if pays == currency:
        return None
    st.markdown("**" + words("steward.q2") + "**")
    unit = rate_unit(currency)
    label = words("told.rate", units=words.money(Decimal(unit), currency, whole=True))
    typed = _figure(label, key + "rate", words, faults, places=6, width=QUARTER)
    return None if typed is None else typed / unit


def _time(key: str, words: Words, faults: list[str]) -> dict[str, Any]:
    st.markdown("**" + words("steward.q3") + "**")
    with st.container(horizontal=True, gap="xsmall"):
        least = _figure(words("steward.least"), key + "least", words, faults, places=0, zero=True)
        most = _figure(words("steward.most"), key + "most", words, faults, places=0, zero=True)
    return {
        "minutes_least": None if least is None else int(least),
        "minutes_most": None if most is None else int(most),
    }


def _sent(service: Service, key: str, words: Words) -> dict[str, Any]:
    """The fourth question; what is known of the service stands in the fields already."""
    st.markdown("**" + words("steward.q4") + "**")
    with st.container(horizontal=True, gap="xsmall"):
        pay_in = _code(
            words("form.pay_in"), key + "pay_in", PaymentInstrument, lambda c: words(f"form.pay_in_{c}"),
            service.pay_in, words, width=QUARTER,
        )  # fmt: skip
        access = _code(
            words("steward.access"), key + "access", AccessPoint, lambda c: words(f"access.{c}"),
            service.access_point, words, width=QUARTER,
        )  # fmt: skip
    return {"pay_in": pay_in, "access_point": access}


def _collected(data: Dataset, service: Service, key: str, words: Words) -> dict[str, Any]:
    """The fifth and the sixth question: how the money is collected, and where."""
    st.markdown("**" + words("steward.q5") + "**")
    disbursement = _code(
        words("form.pay_out"), key + "disbursement", DisbursementMethod, lambda c: words(f"group.{c}"),
        service.disbursement, words, label_visibility="collapsed",
    )  # fmt: skip
    st.markdown("**" + words("steward.q6") + "**")
    place = state.pick(
        words("steward.where"), key + "where", PLACES, lambda c: words(f"steward.where_{c}"),
        default=UNKNOWN, width=HALF, label_visibility="collapsed",
    )  # fmt: skip
    chosen: tuple[str, ...] = () if place == UNKNOWN else (place,)
    if place == REGIONS:
        names = regions(data, words)
        chosen = state.some(words("steward.regions"), key + "regions", list(names), names.__getitem__)
    return {"disbursement": disbursement, "regions": chosen}


def _more(
    data: Dataset, provider: str, service: Service, key: str, words: Words, today: date
) -> dict[str, Any]:
    """What few prices need, one tap away: the counter, the documents, the other three clocks."""
    known = {payout.id: payout for payout in data.tables.payouts}
    own = [name for name in service.payouts if name in known]
    own += [name for name, payout in known.items() if payout.system == provider and name not in own]
    names = {choice.code: choice.label for choice in lists(data)["payout"] if choice.code in own}
    found: dict[str, Any] = {}
    with st.expander(words("steward.more"), type="compact"):
        if own:
            found["payout"] = _code(
                words("steward.counter"), key + "payout", own,
                lambda c: names[c].text_in(words.language), own[0] if len(own) == 1 else None, words,
            )  # fmt: skip
        found["documents"] = state.some(
            words("steward.documents"), key + "documents", list(Document), lambda c: words(f"document.{c}")
        )
        with st.container(horizontal=True, gap="xsmall"):
            latest_of = {"quoted": today, "source_updated": today, "valid_until": None}
            for clock, latest in latest_of.items():
                found[clock] = state.perhaps_day(
                    words(f"steward.{clock}"), key + clock, latest=latest, width=222
                )
    return found


def _collecting(key: str, words: Words, today: date, faults: list[str]) -> dict[str, Any]:
    """Who asked whom, when and how."""
    with st.container(gap="xsmall"):
        st.markdown("**" + words("steward.collecting") + "**")
        with st.container(horizontal=True, gap="xsmall"):
            method = state.pick(
                words("steward.method"), key + "method", list(Method), lambda c: words(f"entry_method.{c}"),
                default=Method.MYSTERY_SHOPPING, width=222,
            )  # fmt: skip
            collected = state.day(words("steward.collected"), key + "collected", today, width=QUARTER)
            organisation = state.text(
                words("steward.organisation"), "organisation", most=LONGEST_REMARK, width=290
            )
        of_provider = state.tick(words("steward.of_provider"), key + "of_provider")
        if of_provider:
            st.caption(words("steward.not_independent"))
    if not organisation:
        faults.append(words("steward.need_organisation"))
    return {
        "method": method, "collected": collected, "organisation": organisation or "-",
        "of_provider": of_provider,
    }  # fmt: skip


def _receipt(key: str, words: Words) -> bytes | None:
    st.caption(words("steward.cover_first"))
    if not state.tick(words("steward.covered"), key + "covered"):
        return None
    found = st.file_uploader(
        words("steward.receipt"), type=["jpg", "jpeg", "png", "webp", "pdf"], key=key + "receipt",
        max_upload_size=LARGEST_RECEIPT,
    )  # fmt: skip
    return None if found is None else bytes(found.getvalue())


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
    remark = state.text(
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


def _code(
    label: str, key: str, codes: Iterable[str], wording: Callable[[str], str], known: str | None,
    words: Words, *, width: int = HALF, **more: Any,
) -> str | None:  # fmt: skip
    chosen = state.pick(
        label, key, [UNKNOWN, *codes],
        lambda c: words("steward.unknown") if c == UNKNOWN else wording(c),
        default=known or UNKNOWN, width=width, **more,
    )  # fmt: skip
    return None if chosen == UNKNOWN else chosen


def _figure(
    label: str, key: str, words: Words, faults: list[str], *, places: int = 2, zero: bool = False,
    hint: str | None = None, width: int = QUARTER, said: DeltaGenerator | None = None, **more: Any,
) -> Decimal | None:  # fmt: skip
    """A figure; None for an empty field. What cannot be read is said beside it, or in a place of its own,
    and stops the saving."""
    read = state.figure(
        label, key, words, places=places, zero=zero, width=width,
        placeholder=words("told.empty") if hint is None else hint, **more,
    )  # fmt: skip
    if isinstance(read, Decimal):
        return read
    if read.fault is not AmountFault.EMPTY:
        with said or nullcontext():
            inputs.misread(read, words, retry=partial(_settle, key, words), where=key)
        faults.append(words("steward.unread", field=label))
    return None


def _settle(key: str, words: Words, choice: Decimal) -> None:
    state.refill(key, words.language, words.number(choice).replace("\N{NO-BREAK SPACE}", " "))
