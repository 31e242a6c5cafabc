"""A reader's told price, sent to the stewards if the reader wants that."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st
from pydantic import ValidationError

from channels.dataset import Dataset
from channels.entries import EntryFault, Lead
from channels.told import Told
from components import state
from components.i18n import Words
from components.inputs import Question


def offer(
    told: Sequence[Told],
    question: Question,
    data: Dataset,
    words: Words,
    today: date,
    tell: Callable[[Lead], EntryFault | None],
) -> None:
    """A button that sends the told prices, and what goes along: figures and day, no word of the reader's."""
    st.caption(words("lead.what"))
    charged = state.tick(words("lead.was_charged"), "lead_charged")
    if not st.button(words("lead.send"), key="lead_send", icon=":material/outbox:"):
        return
    leads = [lead for row in told if (lead := _lead(row, question, data, today, charged=charged)) is not None]
    answers = [tell(lead) for lead in leads]
    if answers and not any(answers):
        st.success(words("lead.sent"), icon=":material/check:")
    else:
        st.warning(words("lead.not_sent"), icon=":material/block:")


def _lead(told: Told, question: Question, data: Dataset, today: date, *, charged: bool) -> Lead | None:
    """The hint; the name that the reader typed goes along only where it is a known provider's."""
    transfer = question.transfer
    try:
        return Lead(
            corridor=transfer.corridor.key,
            provider=_provider(told.name, data),
            amount=transfer.send,
            currency=transfer.currency,
            fee=told.fee,
            rate=told.rate,
            received=told.received if transfer.send is not None else None,
            pays=transfer.corridor.receives or transfer.currency,
            day=today,
            charged=charged,
        )
    except ValidationError:
        return None


def _provider(name: str, data: Dataset) -> str | None:
    typed = name.casefold().strip()
    for provider in data.tables.providers:
        names = {provider.name.text_in(language).casefold() for language in ("az", "ru", "en")}
        if typed in names:
            return provider.id
    return None
