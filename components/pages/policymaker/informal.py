"""The policymakers' part about formal ways beside informal ones: costs, losses, other countries, law."""

from decimal import Decimal

import streamlit as st

from channels.compare.beside_informal import beside_informal
from channels.dataset.dataset import Dataset
from channels.gaps.overview import Study
from channels.policy_terms import Unit
from channels.terms import HOME
from components.gaps import beside_informal as beside
from components.gaps import rules
from components.i18n import Words
from components.pages.policymaker import exhibits
from components.pages.policymaker.filters import Filters
from components.widgets import citations
from components.widgets.citations import source_link
from components.widgets.sliders import slider
from components.widgets.theme import plain
from components.words import gaps as gap_words

MOST_ASSUMED = 10
UNKNOWN_HERE = ("informal_share", "informal_price", "informal_loss")
"""The gaps about what nobody has measured of such ways here."""


def part(study: Study, market: Dataset, words: Words, filters: Filters) -> None:
    """The same money by every way, then what is known of informal ones here, elsewhere and in the law."""
    corridor = None if filters.direction is None else market.corridor(filters.direction, HOME)
    if corridor is None:
        st.markdown(words("policy.too_few"))
        return
    with st.container(key="pair_informal"):
        picture = st.container(key="half_left_informal")
        with st.container(border=True, gap="xsmall", key="loss_rate"):
            assumed = None if market.invented else _assumed(words)
            found = beside_informal(market, corridor, study.day, assumed=assumed)
            st.markdown("**" + plain(words("beside.loss_title")) + "**")
            for line in beside.verdicts(found, words):
                st.markdown(plain(line))
            st.markdown("\n".join(f"- {plain(line)}" for line in beside.arrivals(found, words)))
            citations.law(study.data, words)
    with picture:
        day = words("policy.computed_on", day=words.day(study.day))
        exhibits.show(beside.drawing(found, market, words, scope=day), market.sources, words)
    _here(study, words)
    _elsewhere(study, words)


def _assumed(words: Words) -> Decimal:
    """What the viewer assumes that an unlicensed service takes, in percent."""
    percent = slider(
        words("beside.assume"), "assumed", [Decimal(n) / 2 for n in range(MOST_ASSUMED * 2 + 1)],
        lambda number: gap_words.amount(number, Unit.PERCENT, words), default=Decimal(1), width=420,
    )  # fmt: skip
    st.caption(words("beside.assume_note"))
    return percent


def _here(study: Study, words: Words) -> None:
    known = study.data.sources
    st.subheader(words("beside.here"), anchor=False)
    gaps = [gap for gap in study.gaps if gap.indicator in UNKNOWN_HERE]
    st.markdown("\n".join(f"- {plain(gap_words.title(gap, words))}" for gap in gaps))
    for line, source in rules.told(study, words):
        st.markdown(plain(line) + " " + source_link(known[source], words))
    if rules.told(study, words):
        for line in rules.break_even(study, words):
            st.markdown(plain(line))


def _elsewhere(study: Study, words: Words) -> None:
    """What other countries measured: where, when, what."""
    st.subheader(words("policy.outside"), anchor=False)
    st.markdown(
        plain(words("policy.outside_elsewhere" if rules.told(study, words) else "policy.outside_note"))
    )
    found = rules.elsewhere(study, words)
    by_topic: dict[str, list[str]] = {}
    for topic, where, year, value, *_ in found.rows:
        line = f"- **{plain(str(where))}, {plain(str(year))}.** {plain(str(value))}"
        by_topic.setdefault(str(topic), []).append(line)
    for number, (topic, lines) in enumerate(by_topic.items()):
        with st.expander(f"{topic} ({len(lines)})", expanded=not number):
            st.markdown("\n".join(lines))
    exhibits.file(found, study.data.sources, words)
