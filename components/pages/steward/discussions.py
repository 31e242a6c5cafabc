"""The steward's page, what concerns unlicensed services: ranges that people named in group discussions."""

from datetime import date
from decimal import Decimal
from functools import partial

import streamlit as st
from pydantic import ValidationError

from channels.amounts import AmountFault
from channels.collect.grid import corridors
from channels.collect.group_ranges import gathered, ranges
from channels.records.entries import LEAST, KeptDiscussion
from channels.records.in_force import in_force
from channels.records.informal import Discussion
from channels.store import discussions, publishing
from channels.terms import Stage
from components.i18n import Words
from components.pages.steward.actions import act, button
from components.pages.steward.desk import Desk
from components.widgets import completed_actions, fields, inputs
from components.widgets.theme import main_label, plain
from components.words import entries as entry_words
from components.words import informal as informal_words

REASON = 300
NARROW = 160


def enter(desk: Desk, name: str, words: Words) -> None:
    """The form for one discussion, one tap away: how many spoke, and the range that they named."""
    with st.expander(words("talk.title"), icon=":material/groups:"):
        st.markdown(words("talk.how", people=words.number(LEAST)))
        number = completed_actions.form("talk")
        key, action = f"talk{number}.", f"talk.{number}"
        ways = {c.key: c for c in corridors(desk.data)}
        with st.container(horizontal=True, gap="xsmall"):
            corridor = fields.pick(
                words("steward.corridor"), key + "way", list(ways), lambda c: entry_words.way(c, words),
                default=next(iter(ways)), width=222,
            )  # fmt: skip
            day = fields.day(words("talk.day"), key + "day", desk.today, width=NARROW)
        with st.container(horizontal=True, gap="xsmall"):
            people = _figure(words("talk.people"), key + "people", words, 0)
            least = _figure(words("talk.least"), key + "least", words, 2)
            most = _figure(words("talk.most"), key + "most", words, 2)
        organisation = fields.text(words("steward.organisation"), key + "organisation", most=REASON)
        if button(main_label(words("talk.save")), action, disabled=not name):
            made = _made(corridor, day, people, least, most, organisation)
            if made is None:
                st.error(words("talk.missing"), icon=":material/edit:")
            else:
                act(action, partial(_save, desk, made, name, words), words)


def _figure(label: str, key: str, words: Words, places: int) -> Decimal | None:
    read = fields.figure(label, key, words, places=places, zero=True, width=NARROW, placeholder="")
    if isinstance(read, Decimal):
        return read
    if read.fault is not AmountFault.EMPTY:
        inputs.misread(read, words, retry=partial(_settle, key, words, places), where=key, places=places)
    return None


def _settle(key: str, words: Words, places: int, choice: Decimal) -> None:
    fields.refill(key, words.language, words.field(choice, places))


def _made(
    corridor: str, day: date, people: Decimal | None, least: Decimal | None, most: Decimal | None, who: str
) -> Discussion | None:
    """The discussion; None where a figure is missing or makes no sense."""
    try:
        return Discussion(
            corridor=corridor, day=day, people=people, least=least, most=most, organisation=who
        )  # fmt: skip
    except ValidationError:
        return None


def _save(desk: Desk, made: Discussion, name: str, words: Words) -> str:
    discussions.add(desk.engine, made, by=name, now=desk.now())
    return words("talk.saved")


def waiting(desk: Desk) -> tuple[KeptDiscussion, ...]:
    """The discussions that nobody has checked yet."""
    return tuple(one for one in discussions.kept(desk.engine) if one.stage is Stage.ENTERED)


def back(id: str, words: Words) -> tuple[str, str, bool]:
    """The action that returns an entry to the person who entered it, the reason, whether it is pressed."""
    action = f"return.{id}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = fields.text(words("steward.return_why"), f"why.{id}", most=REASON, width="stretch")
        return action, reason, button(words("steward.return"), action)


def take_back(id: str, words: Words) -> tuple[str, str, bool]:
    """The action by which the person who entered it takes back what waits: that needs nobody else."""
    action = f"mine.{id}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        reason = fields.text(words("steward.take_back_why"), f"mine_why.{id}", most=REASON, width="stretch")
        return action, reason, button(words("steward.take_back"), action)


def check(desk: Desk, name: str, words: Words) -> None:
    """The discussions that wait for another person."""
    for one in waiting(desk):
        with st.container(border=True):
            st.markdown(f"**{words('talk.title')}**")
            st.markdown(plain(entry_words.talk(one.discussion, words)))
            st.caption(plain(entry_words.steps(one, words)))
            if not name:
                st.caption(words("steward.name_first"))
                continue
            if one.is_own_of(name):
                st.caption(words("steward.own"))
                action, reason, pressed = take_back(one.id, words)
                if pressed:
                    act(action, partial(_take_back, desk, one.id, name, reason, words), words)
                continue
            action = f"confirm.{one.id}"
            if button(main_label(words("steward.confirm")), action):
                act(action, partial(_confirm, desk, one.id, name, words), words)
            action, reason, pressed = back(one.id, words)
            if pressed:
                act(action, partial(_return, desk, one.id, name, reason, words), words)


def _confirm(desk: Desk, id: str, name: str, words: Words) -> str:
    discussions.confirm(desk.engine, id, by=name, now=desk.now())
    return words("talk.confirmed")


def _return(desk: Desk, id: str, name: str, reason: str, words: Words) -> str:
    discussions.send_back(desk.engine, id, reason=reason, by=name, now=desk.now())
    return words("steward.sent_back")


def _take_back(desk: Desk, id: str, name: str, reason: str, words: Words) -> str:
    discussions.take_back(desk.engine, id, reason=reason, by=name, now=desk.now())
    return words("steward.taken_back")


def publish(desk: Desk, name: str, words: Words) -> None:
    """What the checked discussions of each corridor come to, and what readers see already."""
    known = discussions.kept(desk.engine)
    ready = gathered(known)
    seen = [(row, each) for each in ranges(known) for row in in_force(each.rows)]
    if not ready and not seen:
        return
    st.subheader(words("talk.ranges"), anchor=False)
    for found in ready:
        with st.container(border=True):
            st.markdown(plain(entry_words.talks(found, words)))
            if not found.enough:
                st.caption(words("talk.too_few", people=words.number(LEAST)))
                continue
            ids = [one.id for one in found.discussions]
            key = ".".join(("range", *ids))
            if button(main_label(words("talk.publish")), key, disabled=not name):
                act(key, partial(_publish, desk, ids, name, words), words)
    for row, each in seen:
        with st.container(border=True):
            st.markdown(
                plain(f"{entry_words.way(row.corridor, words)}: {informal_words.told_range(row, words)}")
            )
            mine = next(
                one.id
                for one in known
                if one.discussion.corridor == row.corridor and any(step.at == each.at for step in one.steps)
            )
            reason = fields.text(words("talk.back_why"), f"back.{mine}", most=REASON)
            action = f"withdraw.{mine}"
            if button(words("talk.back"), action, disabled=not name):
                act(action, partial(_withdraw, desk, mine, name, reason, words), words)


def _publish(desk: Desk, ids: list[str], name: str, words: Words) -> str:
    publishing.close_ranges(desk.engine, desk.place, ids, by=name, now=desk.now())
    return words("talk.published")


def _withdraw(desk: Desk, id: str, name: str, reason: str, words: Words) -> str:
    assert desk.place.over is not None
    publishing.withdraw(desk.engine, desk.place.over, id, reason=reason, by=name, now=desk.now())
    return words("talk.withdrawn")
