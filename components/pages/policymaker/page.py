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
from components.pages.policymaker.exhibits import Exhibit
from components.pages.policymaker.filters import Filters
from components.widgets import choices
from components.widgets.theme import dashboard_style, plain

PARTS = ("gaps", "price", "speed", "access", "openness", "informal", "law", "data", "change")
INVENTED = "informal"
"""The part that shows the teaching set where it is chosen."""


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
        chosen = filters.strip(study, words, view)
        if view == PARTS[0]:
            tiles.row(study, words)
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
        "openness": lambda: _transparency(study, words),
        "informal": lambda: informal.part(study, market, words, chosen),
        "law": lambda: rules.part(study, words),
        "data": lambda: _data(study, words, chosen),
        "change": lambda: what_if.part(study, words),
    }
    return parts[view]()


def _speed(study: Study, words: Words, wanted: tuple[str, ...]) -> None:
    found = [Exhibit(speed.share(study, words, wanted, name)) for name in ("within_hour", "within_day")]
    exhibits.halves(found, study.data.sources, words, key="speed")


def _access(study: Study, words: Words, wanted: tuple[str, ...]) -> None:
    found = [
        access.groups(study, words, Measure.ACCOUNT),
        access.waves(study, words),
        access.places(study, words),
        access.reasons(study, words),
        access.groups(study, words, Measure.BILLS_ONLINE),
        speed.share(study, words, wanted, "digital"),
        access.regions(study, words),
    ]
    exhibits.halves([Exhibit(one) for one in found], study.data.sources, words, key="access")


def _transparency(study: Study, words: Words) -> None:
    """The three states of each thing at a glance beside each provider's own, with the day."""
    found = [Exhibit(transparency.states(study, words)), Exhibit(transparency.found_of(study, words))]
    exhibits.halves(found, study.data.sources, words, key="transparency")


def _data(study: Study, words: Words, chosen: Filters) -> None:
    """What is not measured as a list; then how far the data carry a judgement."""
    known = study.data.sources
    st.subheader(plain(unmeasured.title(study, words, chosen.whom)), anchor=False)
    found = unmeasured.lines(study, words, chosen.whom)
    st.markdown("\n".join(f"- **{plain(what)}.** {plain(who)}" for what, who in found))
    exhibits.file(unmeasured.table(study, words), known, words)
    charts = [
        readiness.coverage(study, words),
        readiness.requirements(study, words),
        readiness.recount(study, words),
        readiness.world(study, words),
    ]
    exhibits.halves([Exhibit(one) for one in charts], known, words, key="data")
