"""One symbol and one colour for each kind of road, the same in cards, charts and on paper."""

from typing import Literal

import streamlit as st

from channels.terms import Channel, InformalKind

SYMBOLS: dict[Channel | InformalKind, str] = {
    Channel.BANK: "account_balance",
    Channel.POST_OFFICE: "local_post_office",
    Channel.TRANSFER_SYSTEM: "storefront",
    Channel.DIGITAL: "smartphone",
    InformalKind.CARRIED: "luggage",
    InformalKind.UNLICENSED: "block",
}
# The names are Streamlit's; what they look like stands in .streamlit/config.toml.
COLOURS: dict[Channel | InformalKind, str] = {
    Channel.BANK: "blue",
    Channel.POST_OFFICE: "orange",
    Channel.TRANSFER_SYSTEM: "violet",
    Channel.DIGITAL: "green",
    InformalKind.CARRIED: "gray",
    InformalKind.UNLICENSED: "gray",
}


def symbol(kind: Channel | InformalKind | None) -> str:
    """The coloured symbol of a road as Markdown; empty where the kind is not known."""
    if kind is None:
        return ""
    return f":{COLOURS[kind]}[:material/{SYMBOLS[kind]}:]"


SPECIAL = str.maketrans({c: "\\" + c for c in "\\`*_{}[]()#+-.!|<>~$:&"})


def plain(text: str) -> str:
    """A text from the data or the reader as Markdown that shows it letter by letter."""
    return " ".join(text.split()).translate(SPECIAL)


def main_button() -> Literal["primary", "secondary"]:
    """The kind of the page's main button: filled in the light, where its white letters can be read.

    Streamlit letters a filled button white in both themes; on the dark theme's bright green that
    falls below a contrast of 4.5.
    """
    return "secondary" if st.context.theme.type == "dark" else "primary"


def page_language(code: str) -> None:
    """Set the page's `lang` attribute: the one script of the project, because Streamlit leaves it at "en"."""
    st.html(f"<script>document.documentElement.lang = '{code}'</script>", unsafe_allow_javascript=True)
