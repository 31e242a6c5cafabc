"""The steward's part on official rates: type one from the Central Bank's page, or release another's."""

from datetime import date
from decimal import Decimal
from functools import partial

import streamlit as st

from channels.amounts import AmountFault
from channels.collect import official_rates as collected
from channels.collect.stewards import Role, Steward
from channels.pricing.rate_guard import JudgedRate
from channels.records.official_rates import CENTRAL_BANK, KeptRate, OfficialRate
from channels.store import official_rates as store
from channels.store import publishing
from channels.terms import Stage
from components.i18n import Words
from components.pages.steward import discussions
from components.pages.steward.actions import act, button
from components.pages.steward.desk import Desk
from components.widgets import completed_actions, fields, inputs
from components.widgets.theme import main_label, plain
from components.words import entries as entry_words
from components.words import official_rates as rate_words
from components.words.offers import rate_unit

NARROW, WIDE = 160, 300
REASON = 300
SHOWN = 8
"""Rates of stewards that readers see, of which the last ones stand on the page."""


def part(desk: Desk, who: Steward, name: str, words: Words) -> None:
    """The field for a rate, the rates that wait for a second person, and those that readers see."""
    st.subheader(words("official.title"), anchor=False)
    st.markdown(words("official.how", page=f"[cbar.az]({CENTRAL_BANK})"))
    if who.may(Role.ENTER):
        _enter(desk, name, words)
    check(desk, who, name, words)
    _published(desk, who, name, words)


def waiting(desk: Desk) -> tuple[KeptRate, ...]:
    """The official rates that nobody has released or refused yet."""
    return collected.waiting(store.kept(desk.engine))


def _enter(desk: Desk, name: str, words: Words) -> None:
    number = completed_actions.form("official")
    key, action = f"official{number}.", f"official.{number}"
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="bottom"):
        codes = collected.wanted(desk.data, desk.today)
        currency = fields.pick(
            words("form.currency"), key + "currency", codes, words.currency, default=codes[0], width=NARROW
        )
        unit = rate_unit(currency)
        label = words("official.value", units=words.money(Decimal(unit), currency, whole=True))
        read = fields.figure(label, key + currency, words, places=6, placeholder="", width=NARROW)
        day = fields.day(words("official.day"), key + "day", desk.today, width=NARROW)
    rate = None
    if isinstance(read, Decimal):
        rate = OfficialRate(day=day, currency=currency, nominal=unit, value=read)
    elif read.fault is not AmountFault.EMPTY:
        inputs.misread(read, words, retry=fields.refilling(key + currency, words, 6), where=key, places=6)
    judged = None if rate is None else collected.judged(rate, desk.data)
    if judged is not None and not judged.accepted:
        st.warning(plain(rate_words.fault(judged, words)), icon=":material/help:")
    if button(main_label(words("steward.save")), action, disabled=not name):
        against = _against(desk, rate, judged, currency, day, words)
        if against is not None or rate is None:
            st.error(plain(against or words("official.missing")), icon=":material/edit:")
        else:
            act(action, partial(_save, desk, rate, name, words), words)


def _against(
    desk: Desk, rate: OfficialRate | None, judged: JudgedRate | None, currency: str, day: date, words: Words
) -> str | None:
    """Why a rate cannot be handed in; None where nothing speaks against it."""
    if rate is None or judged is None:
        return words("official.missing")
    if not judged.may_be_released:
        return rate_words.fault(judged, words)
    known = collected.known_already(desk.data, currency, day)
    if known is not None:
        return words(
            "official.known", rate=rate_words.rate(known.currency, known.nominal, known.value, words)
        )
    twin = [one for one in waiting(desk) if (one.rate.currency, one.rate.day) == (currency, day)]
    return words("official.waits_already") if twin else None


def check(desk: Desk, who: Steward, name: str, words: Words) -> None:
    """The rates that wait for a second person, each with what the guard says of it."""
    for one in waiting(desk):
        with st.container(border=True):
            _described(desk, one, words)
            if name and one.is_own_of(name):
                st.caption(words("steward.own"))
                action, reason, pressed = discussions.take_back(one.id, words)
                if pressed:
                    act(action, partial(_take_back, desk, one.id, name, reason, words), words)
            elif not (who.may(Role.CHECK) and who.may(Role.PUBLISH)):
                st.caption(words("official.may_not"))
            elif not name:
                st.caption(words("steward.name_first"))
            else:
                _decide(desk, one, name, words)


def _decide(desk: Desk, one: KeptRate, name: str, words: Words) -> None:
    """Release it, for a reason where the guard holds it back, or refuse it."""
    action, reason = f"release.{one.id}", ""
    judged = collected.judged(one.rate, desk.data)
    if judged.may_be_released:
        if not judged.accepted:
            reason = fields.text(words("official.release_why"), f"release_why.{one.id}", most=REASON)
        label = words("official.confirm" if judged.accepted else "official.release")
        if button(main_label(label), action):
            act(action, partial(_release, desk, one.id, name, reason, words), words)
    action, reason, pressed = discussions.back(one.id, words)
    if pressed:
        act(action, partial(_refuse, desk, one.id, name, reason, words), words)


def _described(desk: Desk, one: KeptRate, words: Words) -> None:
    judged = collected.judged(one.rate, desk.data)
    st.markdown(f"**{words('official.title')}**")
    st.markdown(plain(rate_words.dated(one.rate, words)))
    last = rate_words.last(judged, words)
    if last is not None:
        st.caption(plain(last))
    if not judged.accepted:
        st.warning(plain(rate_words.fault(judged, words)), icon=":material/help:")
    st.caption(plain(entry_words.steps(one, words)))


def _published(desk: Desk, who: Steward, name: str, words: Words) -> None:
    """The stewards' rates that readers see, newest first, with the way to take one back."""
    seen = [one for one in store.kept(desk.engine) if one.stage is Stage.PUBLISHED]
    if not seen:
        return
    with st.expander(words("official.published", number=words.number(len(seen)))):
        for one in sorted(seen, key=lambda one: one.rate.day, reverse=True)[:SHOWN]:
            st.markdown(plain(rate_words.dated(one.rate, words)))
            st.caption(plain(entry_words.steps(one, words)))
            if not who.may(Role.PUBLISH):
                continue
            with st.container(horizontal=True, vertical_alignment="bottom"):
                reason = fields.text(words("official.back_why"), f"back.{one.id}", most=REASON, width=WIDE)
                action = f"withdraw.{one.id}"
                if button(words("official.back"), action, disabled=not name):
                    act(action, partial(_withdraw, desk, one.id, name, reason, words), words)


def _save(desk: Desk, rate: OfficialRate, name: str, words: Words) -> str:
    store.add(desk.engine, rate, by=name, now=desk.now())
    return words("official.saved")


def _release(desk: Desk, id: str, name: str, reason: str, words: Words) -> str:
    publishing.release_rate(desk.engine, desk.place, id, by=name, now=desk.now(), reason=reason)
    return words("official.released")


def _take_back(desk: Desk, id: str, name: str, reason: str, words: Words) -> str:
    store.take_back(desk.engine, id, reason=reason, by=name, now=desk.now())
    return words("steward.taken_back")


def _refuse(desk: Desk, id: str, name: str, reason: str, words: Words) -> str:
    store.send_back(desk.engine, id, reason=reason, by=name, now=desk.now())
    return words("official.refused")


def _withdraw(desk: Desk, id: str, name: str, reason: str, words: Words) -> str:
    assert desk.place.over is not None
    publishing.withdraw_rate(desk.engine, desk.place.over, id, reason=reason, by=name, now=desk.now())
    return words("official.withdrawn")
