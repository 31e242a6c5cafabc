"""A reader's told price, sent to the stewards if the reader wants that."""

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from channels.collect.leads import lead
from channels.dataset.dataset import Dataset
from channels.pricing.reader_quote import ReaderQuote
from channels.records.entries import EntryFault, Lead
from components.i18n import Words
from components.widgets import fields
from components.widgets.inputs import AskedTransfer


def offer(
    told: Sequence[ReaderQuote],
    question: AskedTransfer,
    data: Dataset,
    words: Words,
    today: date,
    tell: Callable[[Lead], EntryFault | None],
) -> None:
    """A button that sends the told prices, and what goes along: figures and day, no word of the reader's."""
    st.caption(words("lead.what"))
    charged = fields.tick(words("lead.was_charged"), "lead_charged")
    if not st.button(words("lead.send"), key="lead_send", icon=":material/outbox:"):
        return
    asked = question.transfer
    leads = [lead(price, asked, data, today, charged=charged) for price in told]
    answers = [tell(one) for one in leads if one is not None]
    if answers and not any(answers):
        st.success(words("lead.sent"), icon=":material/check:")
    else:
        st.warning(words("lead.not_sent"), icon=":material/block:")
