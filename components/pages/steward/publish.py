"""The steward's last part: what the confirmed prices come to, and the button that publishes them."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from channels.collect.grid import covered, grid
from channels.collect.preview import first_not_covered, preview
from channels.collect.rounds import stages, summary
from channels.collect.visits import visits
from channels.compare.headline import AnswerState, MissingPiece
from channels.records.entries import Kept
from channels.store import price_entries as store
from channels.store import publishing
from channels.terms import Stage
from components.i18n import Words
from components.pages.steward import discussions, official_rates
from components.pages.steward.actions import act, button
from components.pages.steward.desk import Desk
from components.pages.steward.visit_card import described, send_back
from components.widgets import completed_actions, state
from components.widgets.theme import main_label, plain
from components.words import entries as entry_words
from components.words import official_rates as rate_words
from components.words import preview as preview_words

WITHOUT_RATE = (MissingPiece.OFFICIAL_RATE, MissingPiece.OFFICIAL_RATE_THEN, MissingPiece.NO_REFERENCE)
"""What an official rate mends."""


def part(desk: Desk, known: Sequence[Kept], name: str, words: Words) -> None:
    """A summary, each confirmed price, and what publishes them; then discussions and a failed write."""
    ready, comes_to = stages(known)[Stage.CONFIRMED], summary(desk.data, known)
    assert desk.place.over is not None
    st.markdown(words("steward.publish_how"))
    lines = [
        words.count(f"steward.sum_{part}", number)
        for part in ("new", "changed", "same", "no_price", "returned")
        if (number := getattr(comes_to, part))
    ]
    concerned = {kept.entry.corridor for kept in ready}
    for row in covered(grid(desk.data, known, desk.today)):
        if row.corridor not in concerned:
            continue
        corridor = entry_words.way(row.corridor, words)
        lines.append(words("steward.sum_covered", corridor=corridor, done=row.done, of=row.of))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    _preview(desk, known, ready, words)
    for visit in visits(ready):
        with st.container(border=True):
            described(visit, desk, words)
            if not name or visit[0].is_own_of(name):
                st.caption(words("steward.own_ready" if name else "steward.name_first"))
                continue
            send_back(desk, visit, name, words)
    if not ready:
        st.info(words("steward.nothing_to_publish"))
    else:
        ids = [kept.id for kept in ready]
        # By its prices: a press meant for another list, which has changed meanwhile, finds no button.
        key = ".".join(("publish", *ids))
        if button(main_label(words.count("steward.publish", len(ids))), key, disabled=not name):
            act(key, partial(_close, desk, ids, name, words), words)
    discussions.publish(desk, name, words)
    if not publishing.is_written(desk.engine, desk.place.over):
        st.warning(words("steward.not_written"))
        action = f"write.{completed_actions.form('write')}"
        if button(words("steward.write_again"), action, disabled=not name):
            act(action, partial(_write, desk, name, words), words)


def _preview(desk: Desk, known: Sequence[Kept], ready: Sequence[Kept], words: Words) -> None:
    """What readers will see of the prices that are ready, amount by amount, or why they will not."""
    replaced = {kept.supersedes for kept in ready}
    corrected = [kept.entry for kept in known if kept.id in replaced]
    entries = [kept.entry for kept in ready]
    looks = preview(desk.data, entries, desk.today, corrected=corrected)
    if not looks:
        return
    st.subheader(words("preview.title"), anchor=False)
    for look in looks:
        with st.container(border=True, gap="xsmall"):
            st.caption(plain(preview_words.asked(look, words)))
            seen = preview_words.answer(look, desk.data, words)
            if seen is not None:
                st.markdown(words("preview.seen", **{name: plain(said) for name, said in seen.items()}))
            remarks = "\n\n".join(map(plain, preview_words.remarks(look, desk.data, words)))
            if look.unseen or look.answer.state is not AnswerState.PRICED:
                st.warning(remarks, icon=":material/help:")
            elif remarks:
                st.markdown(remarks)
    for look in first_not_covered(desk.data, entries, desk.today, corrected=corrected):
        st.warning(plain(preview_words.first_not_covered(look, words)), icon=":material/help:")
    without = [look.comparison.transfer for look in looks if look.missing in WITHOUT_RATE]
    if without:
        currencies = {code for of in without for code in (of.currency, of.received_currency)}
        typed = [one.rate for one in official_rates.waiting(desk) if one.rate.currency in currencies]
        for rate in typed:
            st.info(plain(words("preview.rate_waits", rate=rate_words.dated(rate, words))))
        st.button(
            words("preview.release_rate" if typed else "preview.enter_rate"), key="to_rates",
            icon=":material/currency_exchange:", on_click=state.turn, kwargs={"desk": "rates"},
        )  # fmt: skip


def _close(desk: Desk, ids: Sequence[str], name: str, words: Words) -> str:
    done = publishing.close(desk.engine, desk.place, ids, by=name, now=desk.now())
    return words.count("steward.published", len(done))


def _write(desk: Desk, name: str, words: Words) -> str:
    assert desk.place.over is not None
    publishing.write(desk.engine, desk.place.over)
    store.note(desk.engine, "round.written", by=name, now=desk.now())
    return words("steward.written")
