"""The steward's part on providers' calculators: switches, prices that wait, prices that readers see."""

from collections.abc import Sequence
from functools import partial
from itertools import groupby

import streamlit as st

from channels.collect.stewards import Role, Steward
from channels.pricing.routes import last_check
from channels.readers.calculators import Calculator
from channels.readers.providers import catalogue
from channels.records.asked_prices import AskedReason, KeptAsked
from channels.records.calculators import CalculatorState
from channels.store import asked_prices, asked_publishing
from channels.store import calculators as store
from components.i18n import Words
from components.pages.steward.actions import act
from components.pages.steward.desk import Desk
from components.widgets import fields, state
from components.widgets.theme import main_label, plain
from components.words import calculators as calculator_words
from components.words import entries as entry_words
from components.words import offers as offer_words
from components.words import provider_checks as check_words

SHOWN = 12
"""Prices of one calculator on one corridor that stand on the page."""
FIRST = (AskedReason.FIRST, AskedReason.NOT_LISTED)
REASON = 300
WIDE = 300


def part(desk: Desk, who: Steward, name: str, words: Words) -> None:
    """The prices that wait for a steward, then each calculator with its switch and what came of asking it."""
    st.markdown(words("calculator.how"))
    if desk.contact is None:
        st.warning(words("calculator.no_contact"), icon=":material/contact_mail:")
    _waiting(desk, who, name, words)
    known = store.states(desk.engine)
    for calculator in catalogue.CALCULATORS:
        found = known.get(calculator.provider, CalculatorState(calculator.provider))
        with st.container(border=True):
            _calculator(desk, calculator, found, words)
            if who.may(Role.PUBLISH):
                _switch(desk, calculator, found, name, words)
            else:
                st.caption(words("calculator.may_not"))
    _seen(desk, who, name, words)


def link(desk: Desk, words: Words) -> None:
    """What the list of things to do says of calculators, with the way there; nothing where nothing is."""
    waits = len(asked_prices.waiting(desk.engine))
    broken = sum(one.fault is not None for one in store.states(desk.engine).values())
    for what, label, icon in (
        ("waits", words.count("calculator.wait", waits) if waits else None, ":material/calculate:"),
        ("broken", words.count("calculator.trouble", broken) if broken else None, ":material/error:"),
    ):
        if label is not None:
            st.button(
                label, key=f"calculators_{what}", icon=icon, type="tertiary", on_click=state.turn,
                kwargs={"desk": "calculators"},
            )  # fmt: skip


def page_of(provider: str, corridor: str | None, key: str, words: Words) -> None:
    """The way to the page where a person reads a provider's price; nothing where none is known."""
    address = catalogue.by_hand(provider, corridor)
    if address is not None:
        st.link_button(words("calculator.page"), address, icon=":material/open_in_new:", key=key)


def _calculator(desk: Desk, calculator: Calculator, found: CalculatorState, words: Words) -> None:
    st.markdown(f"**{plain(offer_words.provider(calculator.provider, desk.data, words))}**")
    st.markdown(plain(calculator_words.switch(calculator, found, words)))
    lines = [calculator_words.kind(calculator, words), calculator_words.terms(calculator, found, words)]
    st.caption(plain(" ".join([*lines, *calculator_words.asked(found, words)])))
    if found.fault is not None:
        said = calculator_words.fault(calculator.provider, found.fault, found.fault_holes, desk.data, words)
        if found.fault_since is not None:
            said += " " + words("calculator.since", when=entry_words.moment(found.fault_since, words))
        st.error(plain(said), icon=":material/error:")


def _switch(desk: Desk, calculator: Calculator, found: CalculatorState, name: str, words: Words) -> None:
    provider = calculator.provider
    # The key tells one turn of the switch from the next.
    turn = f"{provider}.{found.at}"
    if calculator.prohibited:
        return
    if found.prohibited:
        if st.button(words("calculator.allow"), key=f"allow.{turn}", disabled=not name):
            act(f"allow.{turn}", partial(_forbid, desk, provider, False, name, words), words)
        return
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        if found.may_ask(documented=calculator.documented):
            if st.button(words("calculator.switch_off"), key=f"off.{turn}", disabled=not name):
                act(f"off.{turn}", partial(_turn, desk, provider, False, name, words), words)
        else:
            page = calculator.terms or calculator.page
            st.markdown(words("calculator.manners", page=f"[{plain(page)}]({page})"))
            read = fields.tick(words("calculator.i_read"), f"read.{turn}")
            pressed = st.button(words("calculator.switch_on"), key=f"on.{turn}", disabled=not (name and read))
            if pressed and read:
                act(f"on.{turn}", partial(_turn, desk, provider, True, name, words), words)
        if st.button(words("calculator.forbid"), key=f"forbid.{turn}", type="tertiary", disabled=not name):
            act(f"forbid.{turn}", partial(_forbid, desk, provider, True, name, words), words)


def _waiting(desk: Desk, who: Steward, name: str, words: Words) -> None:
    found = asked_prices.waiting(desk.engine)
    st.subheader(words("calculator.waiting_title"), anchor=False)
    if not found:
        st.info(words("calculator.none_wait"), icon=":material/check:")
    for _, rows in groupby(found, key=_of):
        _group(desk, who, name, tuple(rows), words)


def _of(one: KeptAsked) -> tuple[str, str]:
    return one.judged.price.provider, one.judged.price.corridor


def _group(desk: Desk, who: Steward, name: str, rows: tuple[KeptAsked, ...], words: Words) -> None:
    """The prices of one calculator on one corridor, each with both values, and what a steward does."""
    (provider, corridor), ids = _of(rows[0]), tuple(one.id for one in rows)
    key = f"{provider}.{corridor}.{ids[0]}"
    with st.container(border=True):
        firm = offer_words.provider(provider, desk.data, words)
        st.markdown(f"**{plain(firm)} · {plain(entry_words.way(corridor, words))}**")
        for why, alike in groupby(rows, key=lambda one: calculator_words.reason(one.judged, words)):
            shown = tuple(alike)
            if why is not None:
                st.warning(plain(why), icon=":material/help:")
            _figures(shown, words)
        _licence(desk, provider, corridor, key, words)
        if not who.may(Role.PUBLISH):
            st.caption(words("calculator.may_not"))
            return
        looked = True
        if any(one.judged.reason in FIRST for one in rows) and not _is_known(desk, provider):
            looked = fields.tick(words("calculator.looked"), f"looked.{key}")
        action = f"release_asked.{key}"
        label = main_label(words.count("calculator.release", len(ids)))
        if st.button(label, key=action, disabled=not (name and looked)) and looked:
            act(action, partial(_release, desk, ids, name, words), words)
        _refusal(desk, ids, key, name, words)


def _refusal(desk: Desk, ids: tuple[str, ...], key: str, name: str, words: Words) -> None:
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="bottom"):
        reason = fields.text(words("calculator.refuse_why"), f"why.{key}", most=REASON, width=WIDE)
        action = f"refuse_asked.{key}"
        if st.button(words("calculator.refuse"), key=action, disabled=not name):
            act(action, partial(_refuse, desk, ids, reason, name, words), words)


def _figures(rows: Sequence[KeptAsked], words: Words) -> None:
    lines = [f"- {plain(calculator_words.price(one.judged.price, words))}" for one in rows[:SHOWN]]
    st.markdown("\n".join(lines))
    if len(rows) > SHOWN:
        st.caption(words.count("evidence.rest", len(rows) - SHOWN))


def _licence(desk: Desk, provider: str, corridor: str, key: str, words: Words) -> None:
    """What is known of the licence, the way to look it up, and the page to compare with."""
    firm = desk.data.providers.get(provider)
    if firm is not None:
        st.caption(plain(check_words.licence(last_check(firm, desk.today), words)))
    with st.container(horizontal=True, gap="xsmall"):
        st.button(
            words("calculator.licence_open"), key=f"licence.{key}", on_click=state.turn,
            kwargs={"desk": "providers", "firm": provider},
        )  # fmt: skip
        page_of(provider, corridor, f"page.{key}", words)


def _is_known(desk: Desk, provider: str) -> bool:
    firm = desk.data.providers.get(provider)
    return firm is not None and last_check(firm, desk.today) is not None


def _seen(desk: Desk, who: Steward, name: str, words: Words) -> None:
    """What readers see of calculators, with the way to take it back."""
    found = [one for one in asked_prices.published(desk.engine) if one.judged.price.is_price]
    if not found:
        return
    with st.expander(words("calculator.seen")):
        for (provider, corridor), rows in groupby(found, key=_of):
            st.markdown(
                f"**{plain(offer_words.provider(provider, desk.data, words))}"
                f" · {plain(entry_words.way(corridor, words))}**"
            )
            shown = tuple(rows)
            _figures(shown, words)
            if who.may(Role.PUBLISH):
                key = f"{provider}.{corridor}.{shown[0].id}"
                with st.container(horizontal=True, gap="xsmall", vertical_alignment="bottom"):
                    why = words("calculator.withdraw_why")
                    reason = fields.text(why, f"back_asked.{key}", most=REASON, width=WIDE)
                    action = f"withdraw_asked.{key}"
                    if st.button(words("calculator.withdraw"), key=action, disabled=not name):
                        act(
                            action,
                            partial(_withdraw, desk, provider, corridor, reason, name, words),
                            words,
                        )


def _turn(desk: Desk, provider: str, on: bool, name: str, words: Words) -> str:
    read = desk.today if on else None
    store.switch(desk.engine, provider, on, read=read, by=name, now=desk.now())
    return words("calculator.switched", provider=offer_words.provider(provider, desk.data, words))


def _forbid(desk: Desk, provider: str, forbidden: bool, name: str, words: Words) -> str:
    store.prohibit(desk.engine, provider, forbidden, read=desk.today, by=name, now=desk.now())
    return words("calculator.switched", provider=offer_words.provider(provider, desk.data, words))


def _release(desk: Desk, ids: tuple[str, ...], name: str, words: Words) -> str:
    asked_publishing.release(desk.engine, desk.place, ids, by=name, now=desk.now())
    return words("calculator.released")


def _refuse(desk: Desk, ids: tuple[str, ...], reason: str, name: str, words: Words) -> str:
    asked_prices.refuse(desk.engine, ids, reason=reason, by=name, now=desk.now())
    return words("calculator.refused")


def _withdraw(desk: Desk, provider: str, corridor: str, reason: str, name: str, words: Words) -> str:
    assert desk.place.over is not None
    asked_publishing.withdraw(
        desk.engine, desk.place.over, provider, corridor, reason=reason, by=name, now=desk.now()
    )
    return words("calculator.withdrawn")
