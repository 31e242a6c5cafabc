"""The page for policymakers: where the country falls short, for whom, and what would help."""

from collections.abc import Callable

import streamlit as st

from channels.gaps.overview import Study
from channels.gaps.scenarios import Inputs
from channels.policy_terms import Measure
from components.gaps import access, openness, price, readiness, speed
from components.gaps.contents import Chosen
from components.i18n import Words
from components.pages.policymaker import (
    downloads,
    exhibits,
    gap_list,
    panel_import,
    prices,
    rules,
    scenario_form,
    what_if,
)
from components.pages.policymaker.panel_import import Imports
from components.widgets import choices, state

PARTS = ("gaps", "price", "speed", "access", "openness", "law", "data", "change")
OWN = ("view", "whom", "gap", "beside", "by", *scenario_form.FIELDS)
"""What this page keeps in the address, and leaves there when the reader goes back."""
WITH_NEIGHBOURS = ("price", "speed", "access")


def page(
    study: Study, words: Words, *, imports: Imports, invented: bool, back: st.Page, evidence: st.Page
) -> None:
    """One part at a time: the sentence and the list first. `invented`: the teaching set is chosen."""
    way = state.address(without=OWN)
    with st.container(horizontal=True, gap="small"):
        st.page_link(back, label=words("evidence.back"), icon=":material/arrow_back:", query_params=way)
        st.page_link(evidence, label=words("evidence.link"), icon=":material/fact_check:", query_params=way)
    st.title(words("gaps.title"), anchor=False)
    if invented:
        st.info(words("gaps.not_invented"), icon=":material/school:")
    view = choices.choose(
        words("gaps.part"), "view", PARTS, lambda code: words(f"gaps.part_{code}"), default=PARTS[0],
        widget=st.pills, required=True, label_visibility="collapsed",
    )  # fmt: skip
    wanted = _neighbours(study, words) if view in WITH_NEIGHBOURS else _linked(study)
    parts: dict[str, Callable[[], Inputs | None]] = {
        "gaps": lambda: gap_list.part(study, words),
        "price": lambda: prices.part(study, words, wanted, back, OWN),
        "speed": lambda: _speed(study, words, wanted),
        "access": lambda: _access(study, words, wanted),
        "openness": lambda: exhibits.show(openness.found_of(study, words), study.data.sources, words),
        "law": lambda: rules.part(study, words),
        "data": lambda: _data(study, words, imports),
        "change": lambda: what_if.part(study, words),
    }
    inputs = parts[view]()
    downloads.files(study, Chosen(wanted, inputs or Inputs()), words)


def _linked(study: Study) -> tuple[str, ...]:
    """The neighbours by the address alone, where the part does not show their chooser."""
    named = state.asked("beside")
    if named is None:
        return price.USUAL
    return tuple(code for code in price.countries(study) if code in named.split("."))


def _neighbours(study: Study, words: Words) -> tuple[str, ...]:
    codes = sorted(price.countries(study), key=lambda code: words.sort_key(words.country(code)))
    return choices.several(
        words("gaps.beside"), "beside", codes, words.country, default=price.USUAL,
        first=[one.receiving for one in study.shipped], more=words("gaps.another_country"),
    )  # fmt: skip


def _speed(study: Study, words: Words, wanted: tuple[str, ...]) -> None:
    for name in ("within_hour", "within_day"):
        exhibits.show(speed.share(study, words, wanted, name), study.data.sources, words)


def _access(study: Study, words: Words, wanted: tuple[str, ...]) -> None:
    known = study.data.sources
    exhibits.show(access.groups(study, words, Measure.ACCOUNT), known, words)
    exhibits.show(access.waves(study, words), known, words)
    exhibits.show(access.groups(study, words, Measure.BILLS_ONLINE), known, words)
    exhibits.show(access.reasons(study, words), known, words)
    exhibits.show(access.places(study, words), known, words)
    exhibits.show(access.regions(study, words), known, words)
    exhibits.show(speed.share(study, words, wanted, "digital"), known, words)


def _data(study: Study, words: Words, imports: Imports) -> None:
    known = study.data.sources
    exhibits.show(readiness.requirements(study, words), known, words)
    exhibits.show(readiness.coverage(study, words), known, words)
    exhibits.show(readiness.recount(study, words), known, words)
    exhibits.show(readiness.world(study, words), known, words)
    panel_import.section(imports, words)
