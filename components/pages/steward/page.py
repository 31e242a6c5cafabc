"""The page for stewards of prices: see what is missing, enter it, have it checked, publish it."""

from functools import partial

import streamlit as st

from channels.collect.stewards import Role, Steward
from channels.store import price_entries as store
from channels.store import publishing
from channels.store.mending import mend
from channels.store.publishing import MOST_NAMED
from components.i18n import Words
from components.pages.steward import (
    calculators,
    check_prices,
    coverage,
    enter_prices,
    leads,
    official_rates,
    panel_import,
    price_grid,
    providers,
    publish,
    rates,
    to_do,
)
from components.pages.steward.actions import act
from components.pages.steward.desk import Desk
from components.pages.steward.panel_import import Imports
from components.widgets import choices, completed_actions, fields, remembered, state
from components.widgets.theme import main_label, plain
from components.words import entries as entry_words
from components.words.set_aside import set_aside as said_aside

PARTS = (
    "todo", "enter", "check", "publish", "rates", "calculators", "providers", "leads", "grid", "coverage",
    "requirements", "workbook",
)  # fmt: skip


def page(desk: Desk, who: Steward, words: Words) -> None:
    """One part at a time, for a person who may write."""
    st.title(words("steward.title"), anchor=False)
    name = _name(who, words)
    message, done = st.container(), completed_actions.take()
    part = choices.choose(
        words("steward.part"), "desk", PARTS, lambda code: words(f"steward.part_{code}"), default=PARTS[0],
        widget=st.pills, required=True, label_visibility="collapsed",
    )  # fmt: skip
    _set_aside(desk, name, words)
    known = store.kept(desk.engine)
    bad = publishing.damaged(desk.engine)
    if bad:
        st.warning(words("steward.damaged", rows=", ".join(bad[:MOST_NAMED])))
    if done is not None:
        # Of what was handed in the form says so itself, where its button was.
        if part != "enter":
            message.success(plain(done), icon=":material/check:")
        st.toast(plain(done), icon=":material/check:", duration="long")
    if part == "todo":
        to_do.part(desk, known, name, words)
    elif part == "grid":
        price_grid.part(desk, known, words)
    elif part == "coverage":
        coverage.part(desk, known, words)
    elif part == "requirements":
        coverage.twelve(desk, words)
    elif part == "rates":
        official_rates.part(desk, who, name, words)
        if desk.outside is not None:
            may = bool(name) and who.may(Role.PUBLISH)
            rates.part(desk.outside, partial(_note, desk, name), words, may=may, by_itself=desk.asked)
    elif part == "workbook":
        panel_import.section(Imports(desk.var / "panel", may=who.may(Role.PUBLISH)), words)
    elif part == "leads":
        leads.part(desk, who, name, words)
    elif part == "calculators":
        calculators.part(desk, who, name, words)
    elif part == "providers":
        providers.part(desk, who, name, words)
    elif not who.may(Role(part)):
        st.info(words(f"steward.may_not_{part}"))
    elif part == "enter":
        enter_prices.part(desk, known, name, done, words)
    elif part == "check":
        check_prices.part(desk, known, who, name, words)
    else:
        publish.part(desk, known, name, words)
    missed = completed_actions.missed()
    if missed is not None:
        message.warning(plain(entry_words.taken(known, missed, words)), icon=":material/group:")
    if completed_actions.waits():
        # A second press began this run while the first still wrote.
        st.rerun()


def refused(words: Words, *, signed_in: bool) -> None:
    """What the page says to somebody who may not write: sign in, or that the address is not on the list."""
    st.title(words("steward.title"), anchor=False)
    if signed_in:
        st.warning(words("steward.not_listed"))
        st.button(words("steward.sign_out"), key="sign_out", on_click=st.logout)
        return
    st.markdown(words("steward.sign_in_first"))
    st.button(main_label(words("steward.sign_in")), key="sign_in", on_click=st.login)


def _set_aside(desk: Desk, name: str, words: Words) -> None:
    """What of the published files is not shown, and the button that mends them."""
    if not desk.data.set_aside:
        return
    lines = [
        f"- {plain(f'{i.where}: {words.fault(i.code, i.note)}')}" for i in desk.data.set_aside[:MOST_NAMED]
    ]
    st.error("\n".join((plain(said_aside(desk.data, words) or ""), "", *lines)), icon=":material/error:")
    action = f"mend.{completed_actions.form('mend')}"
    if st.button(words("steward.mend"), key=action, disabled=not name):
        act(action, partial(_mend, desk, name, words), words)


def _mend(desk: Desk, name: str, words: Words) -> str:
    gone = mend(desk.engine, desk.place, now=desk.now())
    store.note(desk.engine, "published.mended", by=name, now=desk.now())
    return words("steward.mended", what=", ".join(gone[:MOST_NAMED]))


def _name(who: Steward, words: Words) -> str:
    """Under which name the log has what is written; empty until the person here says one."""
    if who.name is not None:
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.caption(plain(words("steward.signed_in", name=who.name)), width="content")
            st.button(words("steward.sign_out"), key="sign_out", type="tertiary", on_click=st.logout)
        return who.name
    st.caption(words("steward.no_login"))
    kept = "" if state.cleared() else remembered.name(remembered.cookies())
    try:
        name = store.person(fields.field(words("steward.name"), "steward_name", kept, width=330))
    except ValueError:
        st.caption(words("steward.name_first"))
        return ""
    st.caption(f"{plain(words('steward.name_kept'))} {remembered.name_picture(name)}")
    return name


def _note(desk: Desk, name: str, what: str) -> None:
    """Put down who asked outside."""
    store.note(desk.engine, f"refresh.{what}", by=name, now=desk.now())
