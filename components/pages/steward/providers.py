"""The steward's page, what concerns providers: licences and statuses, looked up, checked and published."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from channels.collect.provider_checks import ProviderState, due, outweighed, register, states
from channels.collect.stewards import Role, Steward
from channels.pricing.routes import standing_on
from channels.records.entries import OnItsWay
from channels.records.provider_checks import KeptCheck
from channels.store import provider_checks, publishing
from channels.terms import Stage
from components.i18n import Words
from components.pages.steward.actions import act, button
from components.pages.steward.desk import Desk
from components.pages.steward.discussions import REASON, back, take_back
from components.pages.steward.provider_form import form
from components.widgets import choices, fields, state
from components.widgets.citations import source_link
from components.widgets.theme import main_label, plain
from components.words import entries as entry_words
from components.words import provider_checks as check_words

EVERY = "every"
OPEN = 8
"""Providers that stand open in the list: the rest is one tap away."""


def part(desk: Desk, who: Steward, name: str, words: Words) -> None:
    """The list of providers, or one of them; with what waits for another person and for publishing."""
    every = states(desk.data, desk.today)
    names = {one.provider.id: one.provider.name.text_in(words.language) for one in every}
    by_name = sorted(names, key=lambda id: names[id].casefold())
    chosen = choices.choose(
        words("provider_check.provider"), "firm", [EVERY, *by_name],
        lambda code: words("provider_check.all") if code == EVERY else names[code],
        default=EVERY, width=330,
    )  # fmt: skip
    known = [
        one for one in provider_checks.kept(desk.engine) if chosen in (EVERY, one.check.provider)
    ]  # fmt: skip
    if chosen == EVERY:
        st.markdown(words("provider_check.how"))
    else:
        _facts(desk, next(one for one in every if one.provider.id == chosen), words)
    _check(desk, who, known, name, words)
    _publish(desk, who, known, name, words)
    if chosen == EVERY:
        _list(every, words)
        return
    _entered(desk, who, chosen, name, words)
    _shown(desk, who, known, name, words)


def link(desk: Desk, words: Words) -> None:
    """What the list of things to do says of providers, with the way there; nothing where nothing is."""
    waiting = sum(one.stage is Stage.ENTERED for one in provider_checks.kept(desk.engine))
    overdue = len(due(desk.data, desk.today))
    if waiting:
        _way_here("waits", words.count("provider_check.waits", waiting), ":material/rule:")
    if overdue:
        _way_here("due", words.count("provider_check.due", overdue), ":material/badge:")


def _way_here(what: str, label: str, icon: str) -> None:
    go = {"desk": "providers", "firm": EVERY}
    st.button(
        label, key=f"providers_{what}", icon=icon, type="tertiary", on_click=state.turn, kwargs=go
    )  # fmt: skip


def _list(every: Sequence[ProviderState], words: Words) -> None:
    if not any(one.due for one in every):
        st.info(words("provider_check.nothing_due"), icon=":material/check:")
    for one in every[:OPEN]:
        _row(one, words)
    if every[OPEN:]:
        with st.expander(words.count("evidence.rest", len(every) - OPEN), icon=":material/expand_more:"):
            for one in every[OPEN:]:
                _row(one, words)


def _row(one: ProviderState, words: Words) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(width="stretch", gap=None):
            st.markdown(f"**{plain(one.provider.name.text_in(words.language))}**")
            lines = [*check_words.state_lines(one, words), *check_words.due_marks(one, words)]
            st.caption(plain(" · ".join(lines)))
        st.button(
            words("provider_check.open"), key=f"firm.{one.provider.id}", on_click=state.turn,
            kwargs={"firm": one.provider.id},
        )  # fmt: skip


def _facts(desk: Desk, one: ProviderState, words: Words) -> None:
    """What is known of a provider and of those services of which more is known, each with its source."""
    provider = one.provider
    st.subheader(plain(provider.name.text_in(words.language)), anchor=False)
    whole = standing_on(provider.status, desk.today)
    said: list[tuple[str, str | None]] = [
        (check_words.licence(one.licence, words), one.licence.source if one.licence else None),
    ]
    if one.seen is None or not check_words.is_settled(whole, one.seen):
        said.append((check_words.status(whole, words), whole.source))
    for service in provider.services:
        if service.status:
            own = standing_on(service.status, desk.today)
            named = check_words.service_name(provider, service.id, words)
            said.append((f"{named}: {check_words.status(own, words)}", own.source))
    lines = [f"- {plain(line)}{_cited(desk, source, words)}" for line, source in said]
    if one.seen is not None:
        lines.append("- " + plain(words("provider_check.price_seen", day=words.day(one.seen))))
    st.markdown("\n".join(lines))
    for mark in check_words.due_marks(one, words):
        st.markdown(f":orange-badge[:material/schedule: {plain(mark)}]")
    where = register(desk.data, provider)
    if where is not None and where.url is not None:
        st.link_button(words("provider_check.register"), where.url, icon=":material/open_in_new:")


def _cited(desk: Desk, source: str | None, words: Words) -> str:
    found = None if source is None else desk.data.sources.get(source)
    return "" if found is None else " · " + source_link(found, words)


def _entered(desk: Desk, who: Steward, chosen: str, name: str, words: Words) -> None:
    st.subheader(words("provider_check.enter"), anchor=False)
    if who.may(Role.ENTER):
        form(desk, desk.data.providers[chosen], name, words)
    else:
        st.info(words("steward.may_not_enter"))


def _described(desk: Desk, one: KeptCheck, words: Words) -> None:
    check = one.check
    st.markdown(f"**{plain(check_words.of_whom(check, desk.data, words))}**")
    st.markdown("\n".join(f"- {plain(line)}" for line in check_words.finding(check, words)))
    st.link_button(words("provider_check.page"), check.url, icon=":material/open_in_new:", type="tertiary")
    later = None if one.published else outweighed(desk.data, check, desk.today)
    if later is not None:
        st.warning(plain(check_words.later_word(later, words)), icon=":material/help:")
    st.caption(plain(entry_words.steps(one, words)))


def _check(desk: Desk, who: Steward, known: Sequence[KeptCheck], name: str, words: Words) -> None:
    """What waits for another person than entered it."""
    waiting = [one for one in known if one.stage is Stage.ENTERED]
    if not waiting:
        return
    st.subheader(words("provider_check.to_check"), anchor=False)
    for one in waiting:
        with st.container(border=True):
            _described(desk, one, words)
            if not _may(one, who, Role.CHECK, name, words):
                if name and one.is_own_of(name):
                    _own_back(desk, one.id, name, words)
                continue
            action = f"confirm.{one.id}"
            if button(main_label(words("steward.confirm")), action):
                act(action, partial(_confirm, desk, one.id, name, words), words)
            _back(desk, one.id, name, words)


def _may(one: OnItsWay, who: Steward, role: Role, name: str, words: Words) -> bool:
    """Whether this person may decide on it; else the sentence why not stands there."""
    if not who.may(role):
        st.caption(words(f"steward.may_not_{role}"))
    elif not name:
        st.caption(words("steward.name_first"))
    elif one.is_own_of(name):
        st.caption(words("steward.own"))
    else:
        return True
    return False


def _back(desk: Desk, id: str, name: str, words: Words) -> None:
    action, reason, pressed = back(id, words)
    if pressed:
        act(action, partial(_return, desk, id, name, reason, words), words)


def _own_back(desk: Desk, id: str, name: str, words: Words) -> None:
    action, reason, pressed = take_back(id, words)
    if pressed:
        act(action, partial(_take_back, desk, id, name, reason, words), words)


def _publish(desk: Desk, who: Steward, known: Sequence[KeptCheck], name: str, words: Words) -> None:
    """What a second person confirmed, and the one button that publishes all of it."""
    ready = [one for one in known if one.stage is Stage.CONFIRMED]
    if not ready:
        return
    st.subheader(words("provider_check.ready"), anchor=False)
    for one in ready:
        with st.container(border=True):
            _described(desk, one, words)
            if name and who.may(Role.CHECK) and not one.is_own_of(name):
                _back(desk, one.id, name, words)
    if not who.may(Role.PUBLISH):
        st.caption(words("steward.may_not_publish"))
        return
    ids = [one.id for one in ready]
    # By its checks: a press meant for another list, which has changed meanwhile, finds no button.
    key = ".".join(("publish", *ids))
    label = main_label(words.count("provider_check.publish", len(ids)))
    if button(label, key, disabled=not name):
        act(key, partial(_close, desk, ids, name, words), words)


def _shown(desk: Desk, who: Steward, known: Sequence[KeptCheck], name: str, words: Words) -> None:
    """What readers see of it, each of which can be taken back for a reason; and what was returned."""
    seen = [one for one in known if one.stage is Stage.PUBLISHED]
    for one in known:
        if one.stage is Stage.RETURNED:
            last, what = one.steps[-1], check_words.finding(one.check, words)[0]
            told = words("steward.returned", who=last.who, what=what, reason=last.reason or "")
            st.caption(plain(told))
    if not seen:
        return
    st.subheader(words("provider_check.shown"), anchor=False)
    for one in reversed(seen):
        with st.container(border=True):
            _described(desk, one, words)
            if who.may(Role.PUBLISH):
                reason = fields.text(words("provider_check.back_why"), f"back.{one.id}", most=REASON)
                action = f"withdraw.{one.id}"
                if button(words("provider_check.back"), action, disabled=not name):
                    act(action, partial(_withdraw, desk, one.id, name, reason, words), words)


def _confirm(desk: Desk, id: str, name: str, words: Words) -> str:
    provider_checks.confirm(desk.engine, id, by=name, now=desk.now())
    return words("provider_check.confirmed")


def _return(desk: Desk, id: str, name: str, reason: str, words: Words) -> str:
    provider_checks.send_back(desk.engine, id, reason=reason, by=name, now=desk.now())
    return words("provider_check.sent_back")


def _take_back(desk: Desk, id: str, name: str, reason: str, words: Words) -> str:
    provider_checks.take_back(desk.engine, id, reason=reason, by=name, now=desk.now())
    return words("steward.taken_back")


def _close(desk: Desk, ids: Sequence[str], name: str, words: Words) -> str:
    done = publishing.close_checks(desk.engine, desk.place, ids, by=name, now=desk.now())
    return words.count("provider_check.published", len(done))


def _withdraw(desk: Desk, id: str, name: str, reason: str, words: Words) -> str:
    assert desk.place.over is not None
    publishing.withdraw_check(desk.engine, desk.place.over, id, reason=reason, by=name, now=desk.now())
    return words("provider_check.withdrawn")
