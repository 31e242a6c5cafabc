"""The page for policymakers: where the country falls short, for whom, and what would help."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from channels.gaps.catalogue import GapKind, Weight
from channels.gaps.overview import Study
from channels.gaps.scenarios import Inputs
from channels.records.base import Source
from channels.terms import Measure, Whom
from components.gaps import access, change, law, openness, price, readiness, speed, standing
from components.gaps.contents import Chosen
from components.i18n import Words
from components.pages.policymaker import downloads, exhibits, panel_import, scenario_form
from components.pages.policymaker.panel_import import Imports
from components.widgets import citations, state
from components.widgets.citations import source_link, sources
from components.widgets.theme import plain
from components.words import gaps as gap_words

PARTS = ("gaps", "price", "speed", "access", "openness", "law", "data", "change")
OWN = ("view", "whom", "gap", "beside", "by", *scenario_form.FIELDS)
"""What this page keeps in the address, and leaves there when the reader goes back."""
FIRST = 10
WITH_NEIGHBOURS = ("price", "speed", "access")


def link(words: Words, target: st.Page) -> None:
    """The way to this page, with the reader's language."""
    st.page_link(
        target, label=words("gaps.link"), icon=":material/query_stats:",
        query_params=state.address(without=OWN),
    )  # fmt: skip


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
    view = state.choose(
        words("gaps.part"), "view", PARTS, lambda code: words(f"gaps.part_{code}"), default=PARTS[0],
        widget=st.pills, required=True, label_visibility="collapsed",
    )  # fmt: skip
    wanted = _neighbours(study, words) if view in WITH_NEIGHBOURS else _linked(study)
    parts: dict[str, Callable[[], Inputs | None]] = {
        "gaps": lambda: _gaps(study, words),
        "price": lambda: _price(study, words, wanted, back),
        "speed": lambda: _speed(study, words, wanted),
        "access": lambda: _access(study, words, wanted),
        "openness": lambda: exhibits.show(openness.found_of(study, words), study.data.sources, words),
        "law": lambda: _law(study, words),
        "data": lambda: _data(study, words, imports),
        "change": lambda: _change(study, words),
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
    return state.several(
        words("gaps.beside"), "beside", codes, words.country, default=price.USUAL,
        first=[one.receiving for one in study.shipped], more=words("gaps.another_country"),
    )  # fmt: skip


def _gaps(study: Study, words: Words) -> None:
    known = study.data.sources
    if not study.gaps:
        st.markdown(words("gaps.none"))
        return
    with st.container(border=True, gap="xsmall"):
        st.caption(words("gaps.largest"))
        st.subheader(plain(gap_words.title(study.gaps[0], words)), anchor=False)
        st.caption(plain(gap_words.decides(study.gaps[0], words)))
    whom = Whom(
        state.choose(
            words("gaps.whom"), "whom", [str(group) for group in standing.GROUPS],
            lambda code: words(f"whom.{code}"), default=str(Whom.ALL.value), width=300,
        )
    )  # fmt: skip
    cut = FIRST if state.count("gaps_all", 1, 2) == 1 else None
    exhibits.show(standing.short(study, words, whom, cut), known, words)
    more = len(standing.of(study, GapKind.SHORT, whom)) - FIRST
    if cut is not None and more > 0:
        st.button(
            words.count("evidence.rest", more), key="gaps_rest", icon=":material/expand_more:",
            on_click=state.more, args=("gaps_all", 2),
        )  # fmt: skip
    exhibits.show(standing.unknown(study, words, whom), known, words)
    _closer(study, words)


def _closer(study: Study, words: Words) -> None:
    """One gap with everything that is known of it."""
    by_id = {gap.id: gap for gap in study.gaps if gap.kind is not GapKind.RULE}
    st.subheader(words("gaps.closer"), anchor=False)
    chosen = state.choose(
        words("gaps.which"), "gap", list(by_id), lambda code: gap_words.title(by_id[code], words),
        default=next(iter(by_id)), label_visibility="collapsed",
    )  # fmt: skip
    gap = by_id[chosen]
    exhibits.lines(standing.details(gap, words))
    sources([study.data.sources[name] for name in gap.sources if name in study.data.sources], words)


def _price(study: Study, words: Words, wanted: tuple[str, ...], compare: st.Page) -> None:
    known = study.data.sources
    exhibits.show(price.neighbours(study, words, wanted), known, words)
    opened = price.with_services(study, wanted)
    if opened:
        st.markdown(words("gaps.open"))
        with st.container(horizontal=True, gap="small"):
            for corridor in opened:
                name = gap_words.place(corridor, words)
                if st.button(name, key=f"open.{corridor}", icon=":material/compare_arrows:", type="tertiary"):
                    sending, receiving = corridor.split("-")
                    chosen = {"sending": sending, "receiving": receiving}
                    state.leave_for(compare, chosen, without=("set", *OWN))
    exhibits.show(price.averages(study, words), known, words)
    kind = state.choose(
        words("gaps.by"), "by", price.KINDS, lambda code: words(f"by.{code}"), default=price.KINDS[0],
        width=300,
    )  # fmt: skip
    exhibits.show(price.parts(study, words, wanted, kind), known, words)
    exhibits.show(price.premium(study, words), known, words)
    exhibits.show(price.spread(study, words, wanted), known, words)
    exhibits.show(price.history(study, words), known, words)


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


def _law(study: Study, words: Words) -> None:
    known = study.data.sources
    found = law.rulings(study, words)
    st.markdown("**" + plain(law.answer(found, words)) + "**")
    st.caption(words("policy.rules_several"))
    for weight in Weight:
        some = law.weighing(found, weight)
        if not some:
            continue
        label = words.count(f"policy.rules_{weight}", len(some))
        if weight is Weight.EVERYDAY:
            st.markdown(plain(label))
            _rules(some, known, words, framed=True)
        else:
            with st.expander(label, icon=":material/gavel:"):
                _rules(some, known, words)
    others = law.harmless(study, words)
    if others:
        with st.expander(words.count("policy.rules_harmless", len(others)), icon=":material/gavel:"):
            st.markdown(plain(words("policy.harmless")))
            st.markdown(
                "\n".join(f"- {plain(line)} {source_link(known[source], words)}" for line, source in others)
            )
    exhibits.file(law.table(study, words), known, words)
    st.subheader(words("policy.outside"), anchor=False)
    citations.law(study.data, words)
    said = law.told(study, words)
    for line, source in said:
        st.markdown(plain(line) + " " + source_link(known[source], words))
    st.markdown(plain(words("policy.outside_elsewhere" if said else "policy.outside_note")))
    for line in law.break_even(study, words):
        st.markdown(plain(line))
    exhibits.file(law.elsewhere(study, words), known, words)


def _rules(
    found: Sequence[law.Ruling], known: Mapping[str, Source], words: Words, *, framed: bool = False
) -> None:
    for one in found:
        with st.container(border=framed, gap="xsmall"):
            st.markdown(plain(one.text))
            st.caption(plain(" · ".join(one.lines)))
            # In full ink: a caption within a frame is too pale for a link.
            links = " · ".join(source_link(known[name], words) for name in one.gap.sources if name in known)
            st.markdown(words("sources.title") + " " + links)


def _data(study: Study, words: Words, imports: Imports) -> None:
    known = study.data.sources
    exhibits.show(readiness.requirements(study, words), known, words)
    exhibits.show(readiness.coverage(study, words), known, words)
    exhibits.show(readiness.recount(study, words), known, words)
    exhibits.show(readiness.world(study, words), known, words)
    panel_import.section(imports, words)


def _change(study: Study, words: Words) -> Inputs | None:
    known = study.data.sources
    st.markdown(plain(words("policy.what_if")))
    inputs = scenario_form.asked(study, words)
    if inputs is None:
        return None
    found = change.results(study, inputs)
    exhibits.show(change.ranges(found, words), known, words)
    for one in found:
        with st.container(border=True, gap="xsmall"):
            st.markdown("**" + plain(gap_words.lever(one, words)) + "**")
            st.markdown(plain(gap_words.outcome(one, words)))
            for warning in gap_words.warnings(one, words):
                st.caption(":material/warning: " + plain(warning))
            taken = gap_words.assumptions(one, words)
            if taken:
                with st.expander(words("policy.assumed"), type="compact"):
                    st.markdown("\n".join(f"- {plain(line)}" for line in taken))
    exhibits.file(change.table(found, words), known, words)
    exhibits.show(change.steps(study, inputs, words), known, words)
    return inputs
