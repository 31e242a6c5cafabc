"""Cards of the recipient's page: the answer, the routes, what stands outside, what is not offered."""

from collections.abc import Callable, Sequence
from typing import Literal

import streamlit as st

from channels.dataset.dataset import Dataset
from channels.money import Money
from components.i18n import Words
from components.widgets import choices, state
from components.widgets.citations import rules_of, sources
from components.widgets.theme import main_label, plain, symbol
from components.words.account_number import account_said
from components.words.answer_headline import CautionView, HeadlineView
from components.words.answer_rows import GroupView, OutsideView, RefusalView, RowView
from components.words.answer_view import AnswerView
from components.words.companies import CompanyView
from components.words.links import kept_link, light_link
from components.words.sender_text import sender_text

LONGEST_ACCOUNT = 42
"""Letters of an account number with its spaces."""
MARKS: dict[str, Literal["green", "gray", "orange", "blue"]] = {
    "good": "green",
    "less": "gray",
    "doubt": "orange",
    "news": "blue",
}


def answer(view: AnswerView, words: Words, *, arrivals: bool = False) -> None:
    """The answer in its one state, with its cautions, and what to do next.

    `arrivals`: reports of what arrived are taken here.
    """
    with st.container(border=True, gap="xsmall"):
        if view.headline.number is not None:
            _priced(view.headline, view.headline.number)
        else:
            _unpriced(view.headline)
            _other_amounts(view.headline, words)
        # What to do next stands on a phone's first screen, so the rest of the answer comes below it.
        with st.container(horizontal=True, gap="small"):
            st.button(
                main_label(words("answer.write_there" if view.outbound else "answer.write")),
                icon=":material/send:", key="write",
                on_click=state.toggle_panel, args=("write",),
            )  # fmt: skip
            st.button(
                words("answer.told"), icon=":material/calculate:", key="told",
                on_click=state.toggle_panel, args=("told",),
            )  # fmt: skip
        for caution in view.headline.cautions:
            st.caption(_caution(caution))
        for sentence in view.headline.closed:
            st.caption(plain(sentence))
        if rests := (*view.headline.expect[view.headline.expect_first :], *view.headline.last):
            st.caption(plain(" ".join(rests)))
        if view.headline.ask is not None:
            st.caption(plain(" ".join((view.headline.ask, *view.headline.questions))))
        if arrivals:
            st.button(
                words("answer.arrived"), icon=":material/payments:", key="arrived", type="tertiary",
                on_click=state.toggle_panel, args=("arrived",),
            )  # fmt: skip


def _priced(found: HeadlineView, number: str) -> None:
    st.markdown(plain(found.label))
    st.header(plain(number), anchor=False)
    st.caption(plain(found.line or ""))
    st.badge(found.age or "", icon=":material/check_circle:", color="green")


def _unpriced(found: HeadlineView) -> None:
    """The heading of a state without a large number, and what can be said in ordinary type."""
    st.subheader(plain(found.label), anchor=False)
    for lines in ((*found.can[:1], *([found.missing] if found.missing else [])), found.can[1:]):
        if lines:
            st.markdown(plain(" ".join(lines)))
    if found.expect:
        st.markdown(plain(" ".join(found.expect[: found.expect_first])))


def _other_amounts(found: HeadlineView, words: Words) -> None:
    """The way to the same question about each amount for which the price was checked."""
    for number, other in enumerate(found.amounts):
        st.button(
            plain(other.label), icon=":material/arrow_forward:", key=f"other_amount{number}",
            on_click=_ask, args=(other.amount, words),
        )  # fmt: skip


def _ask(amount: Money, words: Words) -> None:
    """Put another amount into the form, as all that the sender hands over."""
    state.turn(ask="send", currency=amount.currency)
    said, value = words.field(amount.amount), amount.amount
    choices.settle("send", amount.currency, words.language, said, value=value)


def _caution(caution: CautionView) -> str:
    text = plain(caution.text)
    return text if caution.link is None else f"{text} [{plain(caution.link_label or '')}]({caution.link})"


def write(view_in: Callable[[Words], AnswerView], words: Words, *, languages: Sequence[Words]) -> bool | None:
    """A ready text for the sender, in the language that the sender reads; true if amounts are wanted.

    `view_in` gives the answer's view in a language. None where nobody was asked: a complete price is always
    told with its amounts.
    """
    seen = view_in(words)
    there, priced = seen.outbound, seen.headline.number is not None
    st.subheader(words("sender.title_there" if there else "sender.title"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        spoken = {w.language: w for w in languages}
        chosen = choices.choose(
            words("sender.language"),
            "text_lang",
            list(spoken),
            lambda code: words(f"language.{code}"),
            default=words.language if words.language in spoken else next(iter(spoken)),
            widget=st.segmented_control,
            required=True,
            label_visibility="collapsed",
        )
        amounts = None if priced else bool(st.checkbox(words("sender.with_amounts"), key="text_amounts"))
    said = sender_text(view_in(spoken[chosen]), spoken[chosen], amounts=bool(amounts))
    st.code(said, language=None, wrap_lines=True)
    st.caption(words("sender.copy_there" if there else "sender.copy"))
    return amounts


def account(words: Words) -> None:
    """A field that checks an account number before it is sent; nothing of it is kept anywhere."""
    written = st.text_input(
        words("account.label"), key="account_number", max_chars=LONGEST_ACCOUNT, autocomplete="off",
        placeholder=words("account.hint"),
    )  # fmt: skip
    if not (written or "").strip():
        st.caption(words("account.kept_nowhere"))
        return
    right, said = account_said(written, words)
    if right:
        st.success(said, icon=":material/check:")
    else:
        st.warning(said, icon=":material/edit:")


def told(view: AnswerView) -> None:
    """What the quoted prices come to, best first."""
    for price in view.told:
        _name_and_amount(f"**{plain(price.name)}**", price.amount)
        if price.cost is not None:
            st.caption(plain(price.cost))
        st.markdown(plain(price.verdict))
    for fault in view.told_faults:
        st.warning(plain(fault), icon=":material/edit:")


def roads(view: AnswerView, words: Words) -> None:
    """Three routes with a current price among them, the rest one tap away."""
    if view.roads_title is None:
        return
    st.subheader(view.roads_title, anchor=False)
    _grouped(view.first, words)
    if view.more is not None:
        with st.expander(view.more, icon=":material/expand_more:"):
            _grouped(view.rest, words)


def _grouped(groups: Sequence[GroupView], words: Words) -> None:
    """Cards, under a heading for each form of pay-out that has one."""
    for group in groups:
        if group.heading is not None:
            st.caption("**" + plain(group.heading) + "**")
        for row in group.rows:
            road(row, words)


def _known_row(row: RowView) -> None:
    with st.container(gap=None):
        _name_and_amount(f"{symbol(row.kind)} **{plain(row.name)}**", row.amount)
        st.markdown(f":small[{plain(' · '.join((row.age_badge, *row.denied)))}]")


def _way(row: RowView, amount: str | None, words: Words) -> None:
    """All that is known of one way of a company; its amount where that is not told already."""
    with st.container(gap="xsmall"):
        _name_and_amount(f"{plain(row.name)} · {plain(row.place)}", amount)
        told = [row.cost, row.age, row.time, *(badge.text for badge in row.badges), *row.counter]
        st.markdown("\n".join(f"- {plain(line)}" for line in (*told, *row.details)))
        sources(row.sources, words)


def road(row: RowView, words: Words) -> None:
    """One route: the money, the parts of its cost, time, counter, what to bring, and who says so."""
    with st.container(border=True, gap="xsmall"):
        _name_and_amount(f"{symbol(row.kind)} **{plain(row.name)}**", row.amount)
        with st.container(horizontal=True, horizontal_alignment="distribute", gap="xsmall"):
            with st.container(horizontal=True, gap="small", width="content"):
                st.caption(plain(row.place), width="content")
                st.caption(plain(row.time), width="content")
            with st.container(horizontal=True, gap="xsmall", width="content"):
                for badge in row.badges:
                    st.badge(badge.text, color=MARKS[badge.kind])
        for line in row.denied:
            st.markdown(plain(line))
        with st.container(horizontal=True, gap="xsmall"):
            st.caption(plain(row.cost), width="content")
            st.caption(plain(row.age), width="content")
        for line in row.counter:
            st.caption(plain(line))
        with st.expander(words("road.details"), type="compact"):
            st.markdown("\n".join(f"- {plain(line)}" for line in row.details))
            sources(row.sources, words)


def _name_and_amount(name: str, amount: str | None) -> None:
    """A name in Markdown at the left, an amount at the right."""
    with st.container(horizontal=True, horizontal_alignment="distribute", gap="xsmall"):
        st.markdown(name, width="content")
        if amount is not None:
            st.markdown(f"**{plain(amount)}**", width="content")


def lines(view: AnswerView) -> None:
    """What to expect of each kind of service, or why nothing is said of it; and the trap of a minimum fee."""
    if view.lines:
        st.subheader(view.lines_title, anchor=False)
    with st.container(gap=None):
        for line in view.lines:
            facts = " · ".join(said for said in (line.said, line.time) if said is not None)
            st.markdown(f"{symbol(line.kind)} **{plain(line.name)}**: {plain(facts)}")
            if line.last is not None:
                st.caption(plain(line.last))
        if view.minimum_fee is not None:
            st.caption(plain(view.minimum_fee))


def companies(view: AnswerView, words: Words) -> None:
    """Whom to ask, one row a company: those with an old price first; all else one tap away."""
    found = view.companies
    if found is None:
        return
    unpriced = view.headline.number is None
    st.subheader(found.title, anchor=False)
    if found.note is not None:
        st.caption(plain(found.note))
    with st.container(border=True, gap="xsmall"):
        if unpriced:
            for row in view.first_rows:
                _known_row(row)
        for company in found.first:
            _company(company, found.link_label)
        with st.expander(found.more, type="compact"):
            if unpriced:
                for row in (row for group in view.rest for row in group.rows):
                    _known_row(row)
            for company in found.rest:
                _company(company, found.link_label)
            if unpriced:
                _all_ways(view, words)
            for company in found.rows:
                for way in company.ways:
                    _name_and_amount(f"{plain(company.name)} · {plain(way.said)}", way.amount)
            sources(found.sources, words)


def _all_ways(view: AnswerView, words: Words) -> None:
    """Every way of all companies with an old price."""
    for head in (row for group in (*view.first, *view.rest) for row in group.rows):
        _way(head, None, words)
        for other in head.variants:
            _way(other, other.amount, words)


def _company(row: CompanyView, link_label: str) -> None:
    link = [] if row.link is None else [f"[{plain(link_label)}]({row.link})"]
    with st.container(gap=None):
        _name_and_amount(f"{symbol(row.kind)} **{plain(row.name)}**", row.figure)
        # Small, but no caption: there a link is too pale to be read.
        st.markdown(f":small[{' · '.join([*(plain(fact) for fact in row.facts), *link])}]")


def outside(row: OutsideView, words: Words) -> None:
    """One route outside the formal system, below every formal offer."""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", gap="xsmall"):
            st.markdown(f"{symbol(row.kind)} **{plain(row.name)}**", width="content")
            if row.amount is not None:
                st.markdown(plain(row.amount), width="content")
        st.caption(plain(row.note))
        sources(row.sources, words)
        if row.line is not None and row.measured is not None:
            st.markdown(plain(row.line))
            st.caption(row.measured)
        if row.need_rate is not None:
            st.caption(row.need_rate)


def refused(view: AnswerView, words: Words) -> None:
    """What is not offered, each with its reason, its day and its source."""
    if not view.refused:
        return
    with st.expander(view.refused_title, icon=":material/do_not_disturb_on:"):
        for item in view.refused:
            _refusal(item, words)


def _refusal(item: RefusalView, words: Words) -> None:
    where = "" if item.where is None else " · " + plain(item.where)
    with st.container(gap="xxsmall"):
        st.markdown(f"{symbol(item.kind)} **{plain(item.name)}**{where}: {plain(item.why)}")
        if item.note is not None:
            st.caption(plain(item.note))
        sources(item.sources, words)


def help_when_late(data: Dataset, words: Words) -> None:
    """What to do if the money has not come, and what to tell nobody."""
    with st.expander(words("late.title"), icon=":material/support_agent:"):
        st.markdown("\n".join(f"{n}. {words(f'late.step_{n}')}" for n in range(1, 4)))
        rules_of(data, words, ("help",))
    st.info(words("safety.code"), icon=":material/lock:")


def teaching(words: Words) -> None:
    """The way to the invented market, where no price of the real one is an answer."""
    st.button(words("teaching.try"), icon=":material/school:", type="tertiary", on_click=state.try_teaching)


def light_page(words: Words) -> None:
    """The ways to the same question on the light page, and to where its answer is kept."""
    asked = {**state.address(), "lang": words.language}
    st.caption(f"[{plain(words('light.open'))}]({light_link(asked)})")
    st.caption(f"[{plain(words('kept.later'))}]({kept_link(asked)})")
