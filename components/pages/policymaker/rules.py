"""The policymakers' part about the law: which rules hinder transfers."""

from collections.abc import Mapping, Sequence

import streamlit as st

from channels.gaps.catalogue import Weight
from channels.gaps.overview import Study
from channels.records.base import Source
from components.gaps import rules
from components.i18n import Words
from components.pages.policymaker import exhibits
from components.widgets.citations import source_link
from components.widgets.theme import plain


def part(study: Study, words: Words) -> None:
    """The rules in the order of their weight."""
    known = study.data.sources
    found = rules.rulings(study, words)
    st.markdown("**" + plain(rules.answer(found, words)) + "**")
    st.caption(words("policy.rules_several"))
    for weight in Weight:
        some = rules.weighing(found, weight)
        if not some:
            continue
        label = words.count(f"policy.rules_{weight}", len(some))
        if weight is Weight.EVERYDAY:
            st.markdown(plain(label))
            _rules(some, known, words, framed=True)
        else:
            with st.expander(label, icon=":material/gavel:"):
                _rules(some, known, words)
    others = rules.harmless(study, words)
    if others:
        with st.expander(words.count("policy.rules_harmless", len(others)), icon=":material/gavel:"):
            st.markdown(plain(words("policy.harmless")))
            st.markdown(
                "\n".join(f"- {plain(line)} {source_link(known[source], words)}" for line, source in others)
            )
    exhibits.file(rules.table(study, words), known, words)


def _rules(
    found: Sequence[rules.Ruling], known: Mapping[str, Source], words: Words, *, framed: bool = False
) -> None:
    for one in found:
        with st.container(border=framed, gap="xsmall"):
            st.markdown(plain(one.text))
            st.caption(plain(" · ".join(one.lines)))
            # In full ink: a caption within a frame is too pale for a link.
            links = " · ".join(source_link(known[name], words) for name in one.gap.sources if name in known)
            st.markdown(words("sources.title") + " " + links)
