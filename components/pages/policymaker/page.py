"""The page for policymakers: how the country stands, where it falls short, for whom, and what would help."""

from collections.abc import Callable

import streamlit as st

from channels.dataset.dataset import Dataset
from channels.gaps.overview import Study
from channels.gaps.what_if import Inputs
from channels.policy_terms import Measure
from components.gaps import access, readiness, speed, transparency, unmeasured
from components.gaps.contents import Chosen
from components.i18n import Words
from components.pages import own_codes
from components.pages.policymaker import (
    downloads,
    exhibits,
    filters,
    gap_list,
    informal,
    prices,
    rules,
    tiles,
    what_if,
)
from components.pages.policymaker.filters import Filters
from components.widgets import choices
from components.widgets.theme import dashboard_style, plain

PARTS = ("gaps", "price", "speed", "access", "openness", "informal", "law", "data", "change")
INVENTED = "informal"
"""The part that shows the teaching set where it is chosen."""
"""What this page keeps in the address, and leaves there when the reader goes back."""


def page(study: Study, words: Words, *, market: Dataset, back: st.Page) -> None:
    """The figures first, then one part at a time. `market` is the set of prices that the reader chose."""
    dashboard_style()
    with st.container(key="dashboard"):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center",
            key="dashboard_head",
        ):  # fmt: skip
            st.title(words("gaps.title"), anchor=False, width="content")
            take = st.container(horizontal=True, gap="xsmall", width="content")
        told = st.empty()
        view = choices.choose(
            words("gaps.part"), "view", PARTS, lambda code: words(f"gaps.part_{code}"), default=PARTS[0],
            widget=st.pills, required=True, label_visibility="collapsed",
        )  # fmt: skip
        if market.invented and view != INVENTED:
            told.info(words("gaps.not_invented"), icon=":material/school:")
        if view == PARTS[0]:
            tiles.row(study, words)
        chosen = filters.strip(study, words, view)
        inputs = _part(view, study, market, words, chosen, back)
    shown = Chosen(chosen.beside, inputs or Inputs(), chosen.direction, chosen.quarter, chosen.whom)
    with take:
        downloads.files(study, shown, words)


def _part(
    view: str, study: Study, market: Dataset, words: Words, chosen: Filters, back: st.Page
) -> Inputs | None:
    """The part that the reader opened, and the inputs of the what-if where it is that one."""
    parts: dict[str, Callable[[], Inputs | None]] = {
        "gaps": lambda: gap_list.part(study, words, chosen),
        "price": lambda: prices.part(study, words, chosen, back, own_codes.POLICYMAKER),
        "speed": lambda: _speed(study, words, chosen.beside),
        "access": lambda: _access(study, words, chosen.beside),
        "openness": lambda: exhibits.show(transparency.found_of(study, words), study.data.sources, words),
        "informal": lambda: informal.part(study, market, words, chosen),
        "law": lambda: rules.part(study, words),
        "data": lambda: _data(study, words, chosen),
        "change": lambda: what_if.part(study, words),
    }
    return parts[view]()


def _speed(study: Study, words: Words, wanted: tuple[str, ...]) -> None:
    with st.container(key="pair_speed"):
        for name in ("within_hour", "within_day"):
            exhibits.show(speed.share(study, words, wanted, name), study.data.sources, words)


def _access(study: Study, words: Words, wanted: tuple[str, ...]) -> None:
    known = study.data.sources
    with st.container(key="pair_access"):
        exhibits.show(access.groups(study, words, Measure.ACCOUNT), known, words)
        exhibits.show(access.waves(study, words), known, words)
        exhibits.show(access.places(study, words), known, words)
        exhibits.show(access.reasons(study, words), known, words)
        exhibits.show(access.groups(study, words, Measure.BILLS_ONLINE), known, words)
        exhibits.show(speed.share(study, words, wanted, "digital"), known, words)
        exhibits.show(access.regions(study, words), known, words)


def _data(study: Study, words: Words, chosen: Filters) -> None:
    """What is not measured as a list; then how far the data carry a judgement."""
    known = study.data.sources
    st.subheader(plain(unmeasured.title(study, words, chosen.whom)), anchor=False)
    found = unmeasured.lines(study, words, chosen.whom)
    st.markdown("\n".join(f"- **{plain(what)}.** {plain(who)}" for what, who in found))
    exhibits.file(unmeasured.table(study, words), known, words)
    with st.container(key="pair_data"):
        exhibits.show(readiness.coverage(study, words), known, words)
        exhibits.show(readiness.requirements(study, words), known, words)
        exhibits.show(readiness.recount(study, words), known, words)
        exhibits.show(readiness.world(study, words), known, words)
