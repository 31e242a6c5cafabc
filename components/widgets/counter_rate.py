"""The field for what an exchange counter gives for cash that somebody brings along."""

from datetime import date
from decimal import Decimal

import streamlit as st

from channels.amounts import AmountFault, Misread
from channels.pricing.fx import reference
from channels.pricing.reader_quote import is_near
from components.i18n import Words
from components.widgets import fields, inputs
from components.words.offers import rate_unit


def counter_rate(question: inputs.AskedTransfer, words: Words, today: date) -> Decimal | None:
    """What an exchange counter gives for one unit of carried cash, as the reader types it.

    In the currency received; None where nothing is changed, nothing is typed or it cannot be read, and where
    it is more than twice or less than half of the known official rate.
    """
    held, home = question.transfer.currency, question.transfer.corridor.receives
    if home is None or home == held:
        return None
    unit = rate_unit(held)
    label = words(
        "informal.counter", units=words.money(Decimal(unit), held, whole=True), currency=words.currency(home)
    )
    read = fields.figure(
        label, f"counter.{held}", words, places=6, placeholder=words("informal.counter_hint")
    )
    if isinstance(read, Misread):
        if read.fault is not AmountFault.EMPTY:
            inputs.misread(read, words)
        return None
    rate = read / unit
    if not is_near(rate, reference(question.data.rates, today, base=held, quote=home)):
        st.warning(words("informal.counter_far"), icon=":material/edit:")
        return None
    return rate
