"""Cards of the recipient's page: the answer, the roads, what stands outside, what is not offered."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import streamlit as st

from channels.comparison import Comparison
from channels.dataset import Dataset
from channels.exports import cited
from channels.informal import Informal
from channels.money import minor_unit
from channels.pricing import Offer
from channels.records import Source
from channels.routes import NotOffered
from channels.terms import InformalKind
from components import layout, phrases, state
from components.i18n import Words
from components.sharing import light_link
from components.theme import main_label, plain, symbol

MARKS: dict[str, Literal["green", "gray", "orange", "blue"]] = {
    "good": "green",
    "less": "gray",
    "doubt": "orange",
    "news": "blue",
}


def answer(comparison: Comparison, data: Dataset, words: Words) -> None:
    """One sentence and one number, or why there is none, and what to do next."""
    top = comparison.headline
    write = "answer.write_there" if phrases.is_outbound(comparison) else "answer.write"
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
    st.markdown(plain(phrases.answer_label(comparison, top, data, words)))
    st.header(plain(phrases.answer_number(comparison, top, words)), anchor=False)
    st.caption(plain(phrases.answer_line(top, data, words)))
    st.badge(phrases.age_badge(comparison, top, words), icon=":material/check_circle:", color="green")


def _unpriced(comparison: Comparison, words: Words) -> None:
    st.subheader(words("answer.none"), anchor=False)
    st.markdown(plain(" ".join(phrases.last_checked(comparison, words))))
    st.caption(plain(words("answer.ask_first") + " " + " ".join(phrases.questions(comparison, words))))


def write(comparison: Comparison, data: Dataset, words: Words, *, languages: Sequence[Words]) -> bool:
    """A ready text for the sender, in the language that the sender reads; true if amounts are wanted."""
    there = phrases.is_outbound(comparison)
    st.subheader(words("sender.title_there" if there else "sender.title"), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        spoken = {w.language: w for w in languages}
        chosen = state.choose(
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
        phrases.sender_text(comparison, data, spoken[chosen], amounts=amounts), language=None, wrap_lines=True
    )
    st.caption(words("sender.copy_there" if there else "sender.copy"))
    return bool(amounts)


def told(comparison: Comparison, words: Words) -> None:
    """What the told prices come to, best first."""
    for offer in comparison.told:
        with st.container(horizontal=True, horizontal_alignment="distribute", gap="xsmall"):
            st.markdown("**" + plain(offer.provider) + "**", width="content")
            st.markdown("**" + plain(phrases.amount_of(comparison, offer, words)) + "**", width="content")
        if offer.reference is not None and offer.reference.fresh:
            st.caption(plain(phrases.cost_line(comparison, offer, words)))
        st.markdown(plain(" ".join(phrases.told_verdict(offer, comparison, words))))
    for asked, fault in comparison.told_faults:
        st.warning(plain(words(f"told_fault.{fault}", name=asked.name)), icon=":material/edit:")


def roads(comparison: Comparison, data: Dataset, words: Words) -> None:
    """Three roads, the rest one tap away."""
    shown = comparison.offers
    if not shown:
        return
    st.subheader(layout.roads_title(comparison, words), anchor=False)
    first, rest = layout.first(shown)
    _grouped(first, comparison, data, words)
    if rest:
        with st.expander(words.count("roads.more", len(rest)), icon=":material/expand_more:"):
            _grouped(rest, comparison, data, words)


def _grouped(offers: Sequence[Offer], comparison: Comparison, data: Dataset, words: Words) -> None:
    """Cards, under a heading for each form of pay-out unless the reader chose one."""
    for form, headed, group in layout.grouped(offers, comparison):
        if headed:
            st.caption("**" + plain(phrases.form_heading(form, words)) + "**")
        for offer in group:
            road(offer, comparison, data, words)


def road(offer: Offer, comparison: Comparison, data: Dataset, words: Words) -> None:
    """One road: the money, the parts of its cost, time, counter, what to bring, and who says so."""
    with st.container(border=True, gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", gap="xsmall"):
            name = plain(phrases.provider(offer.provider, data, words))
            st.markdown(f"{symbol(offer.channel)} **{name}**", width="content")
            st.markdown("**" + plain(phrases.amount_of(comparison, offer, words)) + "**", width="content")
        with st.container(horizontal=True, horizontal_alignment="distribute", gap="xsmall"):
            st.caption(plain(phrases.place(offer, data, words)), width="content")
            st.caption(plain(phrases.duration(offer, words)), width="content")
        with st.container(horizontal=True, gap="xsmall"):
            _badges(offer, comparison, words)
        st.caption(plain(phrases.cost_line(comparison, offer, words)))
        st.caption(plain(phrases.age_line(comparison, offer, words)))
        for line in phrases.at_the_counter(offer, comparison, words):
            st.caption(plain(line))
        with st.expander(words("road.details"), type="compact"):
            _details(offer, comparison, data, words)


def _badges(offer: Offer, comparison: Comparison, words: Words) -> None:
    for kind, line in layout.marks(offer, comparison, words):
        st.badge(line, color=MARKS[kind])


def _details(offer: Offer, comparison: Comparison, data: Dataset, words: Words) -> None:
    """The exact figures and where each comes from."""
    lines = [phrases.status(offer, words), words("road.seen", when=phrases.seen(offer, words))]
    lines += exact_figures(offer, comparison, words)
    place = phrases.where(offer, comparison, data, words)
    lines += [] if place is None else [place]
    lines += phrases.told_on(offer, comparison, words)
    standing = offer.status.standing
    if standing is not None and standing.note is not None:
        lines.append(standing.note.text_in(words.language))
    payout = offer.route.payout if offer.route is not None else None
    if payout is not None and payout.note is not None:
        lines.append(payout.note.text_in(words.language))
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    sources(layout.sources_of(offer, data), words)


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


def source_link(source: Source, words: Words) -> str:
    """A source in one line of Markdown, linked where it has an address."""
    line = plain(phrases.source_line(source, words))
    if source.url is None:
        return line
    return f"[{line}]({source.url.replace('(', '%28').replace(')', '%29')})"


def _payable(amount: Decimal | None, currency: str) -> Decimal | None:
    """An amount that can be paid; None for less than the smallest coin."""
    return amount if amount is not None and amount >= minor_unit(currency) else None


def sources(found: Sequence[Source], words: Words) -> None:
    """Sources with their links, in one paragraph."""
    if found:
        links = " · ".join(source_link(source, words) for source in found)
        st.caption(words("sources.title") + " " + links)


def listed(comparison: Comparison, data: Dataset, words: Words) -> None:
    """Who says that they serve the corridor, without a price that anybody could find."""
    found = layout.listed(comparison)
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
                lines, cited = layout.listed_lines(answer, comparison.day, data, words)
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
                st.markdown(plain(phrases.informal_amount(road, words)), width="content")
        st.caption(plain(phrases.informal_note(road, comparison, words)))
        if road.told is not None:
            sources([data.sources[road.told.source]], words)
        line = phrases.informal_line(road, comparison, words) if shown else None
        if line is not None:
            st.markdown(plain(line))
            st.caption(words("informal.nobody_measured"))
        if shown and priced and road.received is None:
            st.caption(words("told.need_rate"))


def refused(comparison: Comparison, data: Dataset, words: Words) -> None:
    """What is not offered, each with its reason, its day and its source."""
    found = layout.refused(comparison)
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
            f"{symbol(route.provider.channel)} **{name}**{where}: {plain(phrases.refusal(item, words))}"
        )
        if item.standing is not None and item.standing.note is not None:
            st.caption(plain(item.standing.note.text_in(words.language)))
        if item.source is not None and item.source in data.sources:
            sources([data.sources[item.source]], words)


def help_when_late(data: Dataset, words: Words) -> None:
    """What to do if the money has not come, and what to tell nobody."""
    with st.expander(words("late.title"), icon=":material/support_agent:"):
        st.markdown("\n".join(f"{n}. {words(f'late.step_{n}')}" for n in range(1, 4)))
        _rules(data, words, ("help",))
    st.info(words("safety.code"), icon=":material/lock:")


def rules(data: Dataset, words: Words) -> None:
    """The rules that touch a family, each with its source and day."""
    if not any(rule.topic in ("border", "sending", "receiving") for rule in data.tables.rules):
        return
    with st.expander(words("rules.title"), icon=":material/gavel:"):
        _rules(data, words, ("safety", "receiving", "sending", "border", "law_more"))


def law(data: Dataset, words: Words) -> None:
    """The law on carrying other people's money for a price, always in view where such roads are shown."""
    for rule in data.tables.rules:
        if rule.topic == "law":
            link = source_link(data.sources[rule.source], words)
            st.caption(plain(rule.text.text_in(words.language)) + " " + link)


def _rules(data: Dataset, words: Words, topics: Sequence[str]) -> None:
    for rule in data.tables.rules:
        if rule.topic not in topics:
            continue
        with st.container(gap="xxsmall"):
            text = plain(rule.text.text_in(words.language))
            st.markdown(text + (f" [{words('rules.open')}]({rule.url})" if rule.url else ""))
            sources([data.sources[rule.source]], words)


def light_page(words: Words) -> None:
    """The way to the same question on the light page."""
    st.caption(f"[{plain(words('light.open'))}]({light_link({**state.address(), 'lang': words.language})})")


def all_sources(comparison: Comparison, data: Dataset, words: Words) -> None:
    """Every source that the comparison rests on, one tap away."""
    found = {name: data.sources[name] for name in cited(comparison) if name in data.sources}
    for item in layout.listed(comparison):
        _, cites = layout.listed_lines(item, comparison.day, data, words)
        found |= {source.id: source for source in cites}
    if not found:
        return
    with st.expander(words.count("sources.all", len(found)), icon=":material/source:"):
        st.caption("\n".join(f"- {source_link(source, words)}" for source in found.values()))
