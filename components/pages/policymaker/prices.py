"""The policymakers' part about prices: beside the neighbours, by kind of service, through the years."""

import streamlit as st

from channels.gaps.overview import Study
from components.gaps import history, price
from components.i18n import Words
from components.pages.policymaker import exhibits, gap_list, weeks
from components.pages.policymaker.exhibits import Exhibit
from components.pages.policymaker.filters import Filters
from components.widgets import choices, state
from components.words import gaps as gap_words


def part(study: Study, words: Words, filters: Filters, compare: st.Page, own: tuple[str, ...]) -> None:
    """Prices beside the neighbours and in parts. `own`: the page's keys, which `compare` does not get."""
    known, wanted = study.data.sources, filters.beside
    found = [
        history.history(study, words),
        price.neighbours(study, words, wanted),
        price.averages(study, words),
        price.spread(study, words, wanted),
        price.premium(study, words),
    ]
    ranked = gap_list.rank(study, words, filters)
    exhibits.halves([*ranked, *(Exhibit(one) for one in found)], known, words, key="price")
    with st.container(key="pair_parts"):
        beside, picture = st.container(key="half_0_parts"), st.container(key="half_1_parts")
    with beside:
        kind = choices.choose(
            words("gaps.by"), "by", price.KINDS, lambda code: words(f"by.{code}"), default=price.KINDS[0],
            width=300,
        )  # fmt: skip
        _compared(study, words, filters, compare, own)
        weeks.part(study, words)
    with picture:
        exhibits.show(price.parts(study, words, wanted, kind), known, words)


def _compared(study: Study, words: Words, filters: Filters, compare: st.Page, own: tuple[str, ...]) -> None:
    """The chosen neighbours' corridors whose services stand in the data: the comparison opens for them."""
    opened = price.with_services(study, filters.beside)
    if opened:
        with st.container(horizontal=True, gap="small", key="compare_these"):
            st.markdown(words("gaps.open"))
            for corridor in opened:
                name = gap_words.place(corridor, words)
                if st.button(name, key=f"open.{corridor}", icon=":material/compare_arrows:", type="tertiary"):
                    sending, receiving = corridor.split("-")
                    chosen = {"sending": sending, "receiving": receiving}
                    state.leave_for(compare, chosen, without=("set", *own))
