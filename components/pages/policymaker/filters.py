"""The strip of filters that the parts share: each shows those that act on it, the address holds all."""

from dataclasses import dataclass

import streamlit as st

from channels.gaps.overview import Study
from channels.policy_terms import Whom
from components.gaps import gap_list, price, ranking
from components.i18n import Words
from components.pages.own_codes import FILTERS
from components.widgets import choices, state
from components.words import gaps as gap_words

ACT: dict[str, tuple[str, ...]] = {
    "gaps": FILTERS,
    "price": ("direction", "quarter", "beside"),
    "speed": ("beside",),
    "access": ("beside",),
    "informal": ("direction",),
    "data": ("whom",),
}
"""The filters that change something in each part; the other parts have none."""
WIDTH = 210


@dataclass(frozen=True, slots=True)
class Filters:
    """What is filtered: the sending country, the quarter of its prices, for whom, beside which countries."""

    direction: str | None
    quarter: str | None
    whom: Whom
    beside: tuple[str, ...]


def strip(study: Study, words: Words, part: str) -> Filters:
    """The filters that act on a part, and what the address says of the others."""
    shown = ACT.get(part, ())
    if not shown or not study.gaps:
        return _linked(study)
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", key="filters"):
        linked = _linked(study)
        direction = _direction(study, words) if "direction" in shown else linked.direction
        quarter = linked.quarter
        if direction is not None:
            quarter = ranking.usual_quarter(study, direction)
            if "quarter" in shown and ranking.quarters(study, direction):
                quarter = _quarter(study, direction, words)
        whom = _whom(words) if "whom" in shown else linked.whom
        beside = _beside(study, words) if "beside" in shown else linked.beside
    return Filters(direction, quarter, whom, beside)


def _linked(study: Study) -> Filters:
    """The filters by the address alone; a code that is no option is ignored."""
    sending, named, group = state.asked("direction"), state.asked("beside"), state.asked("whom")
    direction = sending if sending in ranking.senders(study) else ranking.usual_sender(study)
    quarter = None
    if direction is not None:
        asked = state.asked("quarter")
        known = ranking.quarters(study, direction)
        quarter = asked if asked in known else ranking.usual_quarter(study, direction)
    beside: tuple[str, ...] = price.USUAL
    if named is not None:
        beside = tuple(code for code in price.countries(study) if code in named.split("."))
    whom = next((one for one in gap_list.GROUPS if str(one.value) == group), Whom.ALL)
    return Filters(direction, quarter, whom, beside)


def _direction(study: Study, words: Words) -> str | None:
    codes = ranking.senders(study)
    usual = ranking.usual_sender(study)
    if usual is None:
        return None
    return choices.choose(
        words("filter.direction"), "direction", codes, words.country, default=usual, width=WIDTH
    )


def _quarter(study: Study, direction: str, words: Words) -> str:
    known = ranking.quarters(study, direction)
    return choices.choose(
        words("filter.quarter"), "quarter", known, lambda code: gap_words.short_span(code, words),
        default=ranking.usual_quarter(study, direction) or known[0], width=WIDTH,
    )  # fmt: skip


def _whom(words: Words) -> Whom:
    return Whom(
        choices.choose(
            words("gaps.whom"), "whom", [str(group) for group in gap_list.GROUPS],
            lambda code: words(f"whom.{code}"), default=str(Whom.ALL.value), width=WIDTH,
        )
    )  # fmt: skip


def _beside(study: Study, words: Words) -> tuple[str, ...]:
    """The neighbours behind a button that names how many are chosen: there are fourteen."""
    codes = sorted(price.countries(study), key=lambda code: words.sort_key(words.country(code)))
    number = choices.number_of("beside", codes, price.USUAL)
    with st.popover(words("filter.beside", n=words.number(number)), width=WIDTH):
        return choices.several(
            words("gaps.beside"), "beside", codes, words.country, default=price.USUAL, first=codes,
            more=words("gaps.another_country"),
        )  # fmt: skip
