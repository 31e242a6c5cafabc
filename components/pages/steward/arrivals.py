"""What readers' reports of arrived transfers come to, for stewards: counts by provider, from ten on."""

import streamlit as st

from channels.collect.arrivals import LEAST, summaries
from channels.store import arrivals as store
from components.i18n import Words
from components.pages.steward.desk import Desk
from components.widgets.theme import plain
from components.words import arrivals as arrival_words


def counts(desk: Desk, words: Words) -> None:
    """One card for each provider on which ten people reported; of the others not even the name."""
    st.subheader(words("steward.arrivals"), anchor=False)
    st.caption(words("steward.arrivals_how"))
    found = summaries(store.kept(desk.engine, today=desk.today), desk.today)
    for one in found:
        first, *more = arrival_words.summary_lines(one, desk.data, words)
        with st.container(border=True, gap="xsmall"):
            st.markdown(plain(first))
            st.caption(plain(" ".join(more)))
    st.info(words("steward.arrivals_few" if found else "steward.arrivals_none", least=LEAST))
