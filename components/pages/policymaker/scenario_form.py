"""The fields of the what-if: how much comes in, what part a lever moves, a price, a cap."""

from decimal import Decimal
from functools import partial

import streamlit as st

from channels.amounts import Misread
from channels.gaps.indicators import yearly_inflow
from channels.gaps.overview import Study
from channels.gaps.scenarios import Inputs
from components.i18n import Words
from components.widgets import choices
from components.widgets.inputs import misread

FIELDS = ("flow_least", "flow_most", "moved_least", "moved_most", "post_price", "cap")
"""The choices by their codes in the address."""
WHOLE = Decimal(100)
DOLLARS, PERCENT = "million_usd", "percent"


def asked(study: Study, words: Words) -> Inputs | None:
    """What the reader sets; None while a field cannot be read, which is then said."""
    usual, flows = Inputs(), yearly_inflow(study.data)
    least, most = (Decimal(1), Decimal(1)) if flows is None else (_whole(flows[0]), _whole(flows[1]))
    given = dict(zip(FIELDS, (least, most, *usual.share, usual.post_price, usual.cap), strict=True))
    read: dict[str, Decimal | Misread] = {}
    for one, other in (FIELDS[:2], FIELDS[2:4], FIELDS[4:]):
        with st.container(horizontal=True, gap="xsmall", vertical_alignment="bottom"):
            for name in (one, other):
                read[name] = choices.amount(
                    words(f"input.{name}"), name, words, unit=_unit(name), default=given[name], width=260
                )
    return _checked(read, given, words)


def _checked(read: dict[str, Decimal | Misread], given: dict[str, Decimal], words: Words) -> Inputs | None:
    figures: dict[str, Decimal] = {}
    for name, figure in read.items():
        if isinstance(figure, Misread):
            unit = _unit(name)
            misread(figure, words, retry=partial(_settle, name, unit, words), where=name)
            return None
        if not name.startswith("flow") and figure > WHOLE:
            st.warning(words("amount.percent"), icon=":material/edit:")
            return None
        figures[name] = figure
    if figures["flow_least"] > figures["flow_most"] or figures["moved_least"] > figures["moved_most"]:
        st.warning(words("input.least_above_most"), icon=":material/edit:")
        return None
    flow = (figures["flow_least"], figures["flow_most"])
    told = flow == (given["flow_least"], given["flow_most"])
    return Inputs(
        inflow=None if told else flow,
        share=(figures["moved_least"], figures["moved_most"]),
        post_price=figures["post_price"],
        cap=figures["cap"],
    )


def _unit(name: str) -> str:
    return DOLLARS if name.startswith("flow") else PERCENT


def _settle(name: str, unit: str, words: Words, choice: Decimal) -> None:
    choices.settle(name, unit, words.language, words.field(choice))


def _whole(millions: Decimal) -> Decimal:
    return millions.quantize(Decimal(1))
