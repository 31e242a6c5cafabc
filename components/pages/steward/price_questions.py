"""The eight questions about a price, side by side where there is room."""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from channels.amounts import AmountFault
from channels.collect.grid import DOLLARS, price_point
from channels.dataset.dataset import Dataset
from channels.money import EXACT
from channels.records.base import EVERYWHERE, MAIN_CITIES, Corridor
from channels.records.entries import Entry
from channels.records.providers import Service
from channels.terms import AccessPoint, DisbursementMethod, Document, Method, PaymentInstrument
from components.i18n import Words
from components.widgets import fields, inputs
from components.words.form_lists import lists
from components.words.form_options import currencies, regions
from components.words.offers import rate_unit

UNKNOWN = "unknown"
LONGEST_REMARK = 300
LARGEST_RECEIPT = 10
"""Megabytes."""
IN_ALL, ON_TOP = "in_all", "on_top"
ASKS = (IN_ALL, ON_TOP)
"""What a customer asks at a counter: how much is handed over in all, or what comes on top of an amount."""
REGIONS = "regions"
PLACES = (UNKNOWN, EVERYWHERE, MAIN_CITIES, REGIONS)
HALF, THIRD, QUARTER = 334, 104, 160
"""Widths in pixels by which questions stand side by side on a desk and one under another on a phone."""


def of_price(
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
    return [{**row, "rate": rate} for row in rows], {**common, "currency": currency, "pays": pays}


def _amounts(
    data: Dataset, corridor: Corridor, key: str, words: Words, today: date, faults: list[str]
) -> tuple[str, str, list[dict[str, Any]], list[dict[str, Any]]]:
    """The first question: what each of three amounts costs, in which currencies; and the amounts alone."""
    held = currencies(corridor)
    with st.container(horizontal=True, gap="xsmall"):
        currency = fields.pick(
            words("form.currency"), key + "currency", held, words.currency, default=held[0], width=QUARTER
        )
        usual = corridor.receives or "AZN"
        paid = list(dict.fromkeys((usual, "AZN", "USD", "EUR", currency)))
        pays = fields.pick(
            words("steward.pays"), key + "pays", paid, words.currency, default=usual, width=QUARTER
        )
    asks = fields.either(
        words("steward.asks"), key + "asks", ASKS, lambda c: words(f"steward.asks_{c}"), default=ASKS[0],
        label_visibility="collapsed",
    )  # fmt: skip
    rows, every, typed = [], [], []
    for number, dollars in enumerate((*DOLLARS, Decimal(1_000))):
        point = price_point(data, dollars, currency, today)
        row, named = _line(number, point, asks, key, words, faults)
        every.append(row)
        if named:
            typed.append(row)
        if row["fee"] is not None or row["received"] is not None:
            rows.append(row)
    if asks == IN_ALL and any(row["fee"] is None for row in rows or typed):
        st.caption(words("steward.fee_not_known"))
    return currency, pays, rows, typed or every[:1]


def _line(
    number: int, point: Decimal | None, asks: str, key: str, words: Words, faults: list[str]
) -> tuple[dict[str, Any], bool]:
    """One amount with its fee and what is received, and whether the amount was typed.

    The amount of the row is what is sent: of what is handed over in all, the fee is taken off where it is
    known. The amount that stands in the empty field in grey is the one meant.
    """
    # One line of labels over three lines of figures; who listens to the page hears it before each.
    look: dict[str, Any] = {"width": THIRD, "label_visibility": "visible" if not number else "collapsed"}
    line = st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall")
    look["said"] = st.container(gap="xsmall")
    with line:
        typed = _figure(
            words(f"steward.amount_{asks}"), f"{key}amount{number}", words, faults,
            hint="" if point is None else words.number(point), **look,
        )  # fmt: skip
        fee = _figure(words("steward.fee"), f"{key}fee{number}", words, faults, zero=True, hint="", **look)
        received = _figure(words("steward.hand"), f"{key}received{number}", words, faults, hint="", **look)
    amount = point if typed is None else typed
    if asks == IN_ALL and amount is not None and fee is not None:
        amount = EXACT.subtract(amount, fee)
    return {"amount": amount, "fee": fee, "received": received}, typed is not None


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
    place = fields.pick(
        words("steward.where"), key + "where", PLACES, lambda c: words(f"steward.where_{c}"),
        default=UNKNOWN, width=HALF, label_visibility="collapsed",
    )  # fmt: skip
    chosen: tuple[str, ...] = () if place == UNKNOWN else (place,)
    if place == REGIONS:
        names = regions(data, words)
        chosen = fields.some(words("steward.regions"), key + "regions", list(names), names.__getitem__)
    return {"disbursement": disbursement, "regions": chosen}


def begin_with(entry: Entry, key: str, words: Words) -> None:
    """Put what an entry says beside its price into the fields of the one that corrects it.

    A steward who corrects a fee is not asked again for all that was right; the price is typed anew.
    """
    figures = {"charge": entry.receipt_charge, "least": entry.minutes_least, "most": entry.minutes_most}
    for name, value in figures.items():
        text = "" if value is None else words.field(Decimal(value), 2 if name == "charge" else 0)
        fields.refill(key + name, words.language, text)
    codes = {"pay_in": entry.pay_in, "access": entry.access_point, "payout": entry.payout}
    for name, code in {**codes, "disbursement": entry.disbursement}.items():
        fields.take_up(key + name, code or UNKNOWN)
    whole = next((code for code in entry.regions if code in PLACES), None)
    fields.take_up(key + "where", whole or (REGIONS if entry.regions else UNKNOWN))
    fields.take_up_some(key + "regions", [code for code in entry.regions if code not in PLACES])
    fields.take_up_some(key + "documents", entry.documents)


def details(
    data: Dataset, provider: str, service: Service, key: str, words: Words, today: date, *, counter: bool
) -> dict[str, Any]:
    """What few prices need, one tap away: the counter, the documents, the other three clocks.

    Where it does not matter which `counter` pays, nobody is asked: it is the service's only one, or none.
    """
    known = {payout.id: payout for payout in data.tables.payouts}
    own = [name for name in service.payouts if name in known]
    own += [name for name, payout in known.items() if payout.system == provider and name not in own]
    names = {choice.code: choice.label for choice in lists(data)["payout"] if choice.code in own}
    found: dict[str, Any] = {}
    with st.expander(words("steward.more"), type="compact"):
        only = own[0] if len(own) == 1 else None
        if own and counter:
            only = _code(
                words("steward.counter"), key + "payout", own,
                lambda c: names[c].text_in(words.language), only, words,
            )  # fmt: skip
        found["payout"] = only
        found["documents"] = fields.some(
            words("steward.documents"), key + "documents", list(Document), lambda c: words(f"document.{c}")
        )
        with st.container(horizontal=True, gap="xsmall"):
            latest_of = {"quoted": today, "source_updated": today, "valid_until": None}
            for clock, latest in latest_of.items():
                found[clock] = fields.perhaps_day(
                    words(f"steward.{clock}"), key + clock, latest=latest, width=222
                )
    return found


def collecting(key: str, words: Words, today: date, faults: list[str]) -> dict[str, Any]:
    """Who asked whom, when and how."""
    with st.container(gap="xsmall"):
        st.markdown("**" + words("steward.collecting") + "**")
        with st.container(horizontal=True, gap="xsmall"):
            method = fields.pick(
                words("steward.method"), key + "method", list(Method), lambda c: words(f"entry_method.{c}"),
                default=Method.MYSTERY_SHOPPING, width=222,
            )  # fmt: skip
            collected = fields.day(words("steward.collected"), key + "collected", today, width=QUARTER)
            organisation = fields.text(
                words("steward.organisation"), "organisation", most=LONGEST_REMARK, width=290
            )
        of_provider = fields.tick(words("steward.of_provider"), key + "of_provider")
        if of_provider:
            st.caption(words("steward.not_independent"))
    if not organisation:
        faults.append(words("steward.need_organisation"))
    return {
        "method": method, "collected": collected, "organisation": organisation or "-",
        "of_provider": of_provider,
    }  # fmt: skip


def receipt_picture(key: str, words: Words) -> bytes | None:
    """The picture of a receipt, once its names are said to be covered; None without one."""
    st.caption(words("steward.cover_first"))
    if not fields.tick(words("steward.covered"), key + "covered"):
        return None
    found = st.file_uploader(
        words("steward.receipt"), type=["jpg", "jpeg", "png", "webp", "pdf"], key=key + "receipt",
        max_upload_size=LARGEST_RECEIPT,
    )  # fmt: skip
    return None if found is None else bytes(found.getvalue())


def _code(
    label: str, key: str, codes: Iterable[str], wording: Callable[[str], str], known: str | None,
    words: Words, *, width: int = HALF, **more: Any,
) -> str | None:  # fmt: skip
    chosen = fields.pick(
        label, key, [UNKNOWN, *codes],
        lambda c: words("steward.unknown") if c == UNKNOWN else wording(c),
        default=known or UNKNOWN, width=width, **more,
    )  # fmt: skip
    return None if chosen == UNKNOWN else chosen


def _figure(
    label: str, key: str, words: Words, faults: list[str], *, places: int = 2, zero: bool = False,
    hint: str | None = None, width: int = QUARTER, said: DeltaGenerator | None = None, **more: Any,
) -> Decimal | None:  # fmt: skip
    """A figure; None for an empty field.

    What cannot be read is said beside it, or in a place of its own, and stops the saving.
    """
    read = fields.figure(
        label, key, words, places=places, zero=zero, width=width,
        placeholder=words("told.empty") if hint is None else hint, **more,
    )  # fmt: skip
    if isinstance(read, Decimal):
        return read
    if read.fault is not AmountFault.EMPTY:
        with said or nullcontext():
            inputs.misread(read, words, retry=partial(_settle, key, words, places), where=key, places=places)
        faults.append(words("steward.unread", field=label))
    return None


def _settle(key: str, words: Words, places: int, choice: Decimal) -> None:
    fields.refill(key, words.language, words.field(choice, places))
