"""Cards of the recipient's page: the answer, the roads, what stands outside, what is not offered."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import streamlit as st

from channels.compare.comparison import Comparison
from channels.dataset.dataset import Dataset
from channels.money import minor_unit
from channels.pricing.informal import Informal
from channels.pricing.offers import Offer
from channels.pricing.routes import NotOffered
from channels.terms import InformalKind
from components.i18n import Words
from components.widgets import choices, state
from components.widgets.citations import rules_of, sources
from components.widgets.theme import main_label, plain, symbol
from components.words import counter as counter_words
from components.words import informal as informal_words
from components.words import offer_layout
from components.words import offers as offer_words
from components.words import reader_quote as quote_words
from components.words.links import light_link

MARKS: dict[str, Literal["green", "gray", "orange", "blue"]] = {
    "good": "green",
    "less": "gray",
    "doubt": "orange",
    "news": "blue",
}


def answer(comparison: Comparison, data: Dataset, words: Words) -> None:
    """One sentence and one number, or why there is none, and what to do next."""
    top = comparison.headline
    write = "answer.write_there" if offer_words.is_outbound(comparison) else "answer.write"
    with st.container(border=True, gap="xsmall"):
        if top is not None:
            _priced(comparison, top, data, words)
        else:
            _unpriced(comparison, words)
        with st.container(horizontal=True, gap="small"):
            st.button(
                main_label(words(write)),
                icon=":material/send:", key="write",
                on_click=state.toggle_panel, args=("write",),
            )  # fmt: skip
            st.button(
                words("answer.told"), icon=":material/calculate:", key="told",
                on_click=state.toggle_panel, args=("told",),
            )  # fmt: skip


def _priced(comparison: Comparison, top: Offer, data: Dataset, words: Words) -> None:
    st.markdown(plain(offer_words.answer_label(comparison, top, data, words)))
    st.header(plain(offer_words.answer_number(comparison, top, words)), anchor=False)
    st.caption(plain(offer_words.answer_line(top, data, words)))
    st.badge(offer_words.age_badge(comparison, top, words), icon=":material/check_circle:", color="green")


def _unpriced(comparison: Comparison, words: Words) -> None:
    st.subheader(words("answer.none"), anchor=False)
    st.markdown(plain(" ".join(offer_words.last_checked(comparison, words))))
    st.caption(plain(words("answer.ask_first") + " " + " ".join(offer_words.questions(comparison, words))))


def write(comparison: Comparison, data: Dataset, words: Words, *, languages: Sequence[Words]) -> bool:
    """A ready text for the sender, in the language that the sender reads; true if amounts are wanted."""
    there = offer_words.is_outbound(comparison)
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
        amounts = st.checkbox(words("sender.with_amounts"), key="text_amounts")
    st.code(
        offer_words.sender_text(comparison, data, spoken[chosen], amounts=amounts),
        language=None,
        wrap_lines=True,
    )
    st.caption(words("sender.copy_there" if there else "sender.copy"))
    return bool(amounts)


def told(comparison: Comparison, words: Words) -> None:
    """What the told prices come to, best first."""
    for offer in comparison.told:
        with st.container(horizontal=True, horizontal_alignment="distribute", gap="xsmall"):
            st.markdown("**" + plain(offer.provider) + "**", width="content")
            st.markdown("**" + plain(offer_words.amount_of(comparison, offer, words)) + "**", width="content")
        if offer.reference is not None and offer.reference.fresh:
            st.caption(plain(offer_words.cost_line(comparison, offer, words)))
        st.markdown(plain(" ".join(quote_words.verdict(offer, comparison, words))))
    for asked, fault in comparison.told_faults:
        st.warning(plain(words(f"told_fault.{fault}", name=asked.name)), icon=":material/edit:")


def roads(comparison: Comparison, data: Dataset, words: Words) -> None:
    """Three roads, the rest one tap away."""
    shown = comparison.offers
    if not shown:
        return
    st.subheader(offer_layout.roads_title(comparison, words), anchor=False)
    first, rest = offer_layout.first(shown)
    _grouped(first, comparison, data, words)
    if rest:
        with st.expander(words.count("roads.more", len(rest)), icon=":material/expand_more:"):
            _grouped(rest, comparison, data, words)


def _grouped(offers: Sequence[Offer], comparison: Comparison, data: Dataset, words: Words) -> None:
    """Cards, under a heading for each form of pay-out unless the reader chose one."""
    for form, headed, group in offer_layout.grouped(offers, comparison):
        if headed:
            st.caption("**" + plain(offer_words.form_heading(form, words)) + "**")
        for offer in group:
            road(offer, comparison, data, words)


def road(offer: Offer, comparison: Comparison, data: Dataset, words: Words) -> None:
    """One road: the money, the parts of its cost, time, counter, what to bring, and who says so."""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", gap="xsmall"):
            name = plain(offer_words.provider(offer.provider, data, words))
            st.markdown(f"{symbol(offer.channel)} **{name}**", width="content")
            st.markdown("**" + plain(offer_words.amount_of(comparison, offer, words)) + "**", width="content")
        with st.container(horizontal=True, horizontal_alignment="distribute", gap="xsmall"):
            st.caption(plain(offer_words.place(offer, data, words)), width="content")
            st.caption(plain(offer_words.duration(offer, words)), width="content")
        with st.container(horizontal=True, gap="xsmall"):
            _badges(offer, comparison, words)
        st.caption(plain(offer_words.cost_line(comparison, offer, words)))
        st.caption(plain(offer_words.age_line(comparison, offer, data, words)))
        for line in counter_words.at_the_counter(offer, comparison, words):
            st.caption(plain(line))
        with st.expander(words("road.details"), type="compact"):
            _details(offer, comparison, data, words)


def _badges(offer: Offer, comparison: Comparison, words: Words) -> None:
    for kind, line in offer_layout.marks(offer, comparison, words):
        st.badge(line, color=MARKS[kind])


def _details(offer: Offer, comparison: Comparison, data: Dataset, words: Words) -> None:
    """The exact figures and where each comes from."""
    lines = [offer_words.status(offer, words), words("road.seen", when=offer_words.seen(offer, words))]
    lines += exact_figures(offer, comparison, words)
    place = counter_words.where(offer, comparison, data, words)
    lines += [] if place is None else [place]
    lines += counter_words.told_on(offer, comparison, words)
    standing = offer.status.standing
    if standing is not None and standing.note is not None:
        lines.append(standing.note.text_in(words.language))
    payout = offer.route.payout if offer.route is not None else None
    if payout is not None and payout.note is not None:
        lines.append(payout.note.text_in(words.language))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    sources(offer_layout.sources_of(offer, data), words)


def exact_figures(offer: Offer, comparison: Comparison, words: Words) -> list[str]:
    """Every known amount to the smallest coin, one sentence each."""
    currency, held = offer.currency, comparison.transfer.currency
    figures = (
        ("figure.outlay", offer.outlay, held),
        ("figure.unspent", _payable(offer.unspent, held), held),
        ("figure.fee", offer.fee, currency),
        ("figure.hidden", offer.hidden, currency),
        ("figure.receipt", offer.receipt if offer.receipt_known else None, currency),
        ("figure.received", offer.received, currency),
    )
    lines = [
        words(key, amount=words.money(amount, unit)) for key, amount, unit in figures if amount is not None
    ]
    if offer.paid_out is not None and offer.paid_out.currency != currency:
        paid = words.money(offer.paid_out.amount, offer.paid_out.currency)
        lines.append(words("figure.paid_out", amount=paid))
    if offer.total_cost is not None and offer.total_cost_percent is not None:
        percent = words.percent(offer.total_cost_percent)
        lines.append(words("figure.total", amount=words.money(offer.total_cost, currency), percent=percent))
    return lines


def _payable(amount: Decimal | None, currency: str) -> Decimal | None:
    """An amount that can be paid; None for less than the smallest coin."""
    return amount if amount is not None and amount >= minor_unit(currency) else None


def listed(comparison: Comparison, data: Dataset, words: Words) -> None:
    """Who says that they serve the corridor, without a price that anybody could find."""
    found = offer_layout.listed(comparison)
    if not found:
        return
    st.subheader(words("listed.title"), anchor=False)
    st.caption(words("listed.note"))
    with st.container(border=True, gap="xsmall"):
        for answer in found:
            provider = answer.route.provider
            shown = plain(provider.name.text_in(words.language))
            with st.container(gap="xxsmall"):
                st.markdown(f"{symbol(provider.channel)} {shown}")
                lines, cited = offer_layout.listed_lines(answer, comparison.day, data, words)
                if lines:
                    st.caption(plain(" ".join(lines)))
                sources(cited, words)


def outside(road: Informal, comparison: Comparison, data: Dataset, words: Words, *, priced: bool) -> None:
    """One road outside the formal system, below every formal offer.

    An unlicensed service has an amount here only when the reader typed the price they were asked.
    """
    shown = priced or road.kind is not InformalKind.UNLICENSED
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", gap="xsmall"):
            st.markdown(
                f"{symbol(road.kind)} **{plain(road.road.name.text_in(words.language))}**", width="content"
            )
            if shown:
                st.markdown(plain(informal_words.amount(road, words)), width="content")
        st.caption(plain(informal_words.note(road, comparison, words)))
        if road.told is not None:
            sources([data.sources[road.told.source]], words)
        line = informal_words.line(road, comparison, words) if shown else None
        if line is not None:
            st.markdown(plain(line))
            st.caption(words("informal.nobody_measured"))
        if shown and priced and road.received is None:
            st.caption(words("told.need_rate"))


def refused(comparison: Comparison, data: Dataset, words: Words) -> None:
    """What is not offered, each with its reason, its day and its source."""
    found = offer_layout.refused(comparison)
    if not found:
        return
    with st.expander(words.count("refused.title", len(found)), icon=":material/do_not_disturb_on:"):
        for item in found:
            _refusal(item, data, words)


def _refusal(item: NotOffered, data: Dataset, words: Words) -> None:
    route = item.route
    name = plain(route.provider.name.text_in(words.language))
    where = "" if route.partner is None else " · " + plain(route.partner.name.text_in(words.language))
    with st.container(gap="xxsmall"):
        st.markdown(
            f"{symbol(route.provider.channel)} **{name}**{where}: {plain(offer_words.refusal(item, words))}"
        )
        if item.standing is not None and item.standing.note is not None:
            st.caption(plain(item.standing.note.text_in(words.language)))
        if item.source is not None and item.source in data.sources:
            sources([data.sources[item.source]], words)


def help_when_late(data: Dataset, words: Words) -> None:
    """What to do if the money has not come, and what to tell nobody."""
    with st.expander(words("late.title"), icon=":material/support_agent:"):
        st.markdown("\n".join(f"{n}. {words(f'late.step_{n}')}" for n in range(1, 4)))
        rules_of(data, words, ("help",))
    st.info(words("safety.code"), icon=":material/lock:")


def light_page(words: Words) -> None:
    """The way to the same question on the light page."""
    st.caption(f"[{plain(words('light.open'))}]({light_link({**state.address(), 'lang': words.language})})")
