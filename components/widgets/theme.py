"""What the pages look like: their stylesheet, and one symbol and one colour for each kind of road."""

import re
from pathlib import Path

import streamlit as st

from channels.terms import Channel, InformalKind

STYLESHEET = Path(__file__).with_name("page.css")
DASHBOARD = Path(__file__).with_name("dashboard.css")
SLIDES = Path(__file__).with_name("slides.css")

SYMBOLS: dict[Channel | InformalKind, str] = {
    Channel.BANK: "account_balance",
    Channel.POST_OFFICE: "local_post_office",
    Channel.TRANSFER_SYSTEM: "storefront",
    Channel.DIGITAL: "smartphone",
    InformalKind.CARRIED: "luggage",
    InformalKind.UNLICENSED: "block",
}
# The names are Streamlit's; what they look like stands in .streamlit/config.toml. Its red is a dark grey
# there and serves nothing else.
COLOURS: dict[Channel | InformalKind, str] = {
    Channel.BANK: "blue",
    Channel.POST_OFFICE: "orange",
    Channel.TRANSFER_SYSTEM: "violet",
    Channel.DIGITAL: "green",
    InformalKind.CARRIED: "gray",
    InformalKind.UNLICENSED: "red",
}


def symbol(kind: Channel | InformalKind | None) -> str:
    """The coloured symbol of a road as Markdown; empty where the kind is not known."""
    if kind is None:
        return ""
    return f":{COLOURS[kind]}[:material/{SYMBOLS[kind]}:]"


# An address becomes a link even where its @ is escaped, but not across a joiner, which nobody sees.
SPECIAL = str.maketrans({c: "\\" + c for c in "\\`*_{}[]()#+-.!|<>~$:&"} | {"@": "@\N{WORD JOINER}"})
ADDRESS = re.compile(r"https?:(?=//)|www(?=\.)", re.IGNORECASE)
JOINER = "\N{WORD JOINER}"
# Marks that turn the direction of what follows, a figure of ours perhaps: they belong to no word.
TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def plain(text: str) -> str:
    """A text from the data or the reader as Markdown that shows it letter by letter."""
    # A no-break space stays: it holds a figure and its thousands on one line.
    line = re.sub(r"[ \t\n\r\f\v]+", " ", text).strip(" ").translate(TURNS)
    return ADDRESS.sub(lambda found: found[0] + JOINER, line).translate(SPECIAL)


def main_label(text: str) -> str:
    """The label of the page's main button, in bold green.

    A filled button will not do: Streamlit letters it white in both themes, and on the green that the
    dark theme needs elsewhere that falls below a contrast of 4.5.
    """
    return f":green[**{plain(text)}**]"


def dashboard_style() -> None:
    """Lay the stylesheet of the policymakers' page over the others."""
    st.html(DASHBOARD)


def slides_style() -> None:
    """Lay the stylesheet of the workshop's slides over the others."""
    st.html(SLIDES)


def language_script(code: str) -> str:
    """One of the project's three lines of script, which a content security policy allows by their hash."""
    return f"document.documentElement.lang = '{code}'"


def focus_script(place: str) -> str:
    """The second line of script: the heading in a container takes the focus, and comes into view."""
    return (
        f"(p => {{ const h = p?.querySelector('h1, h2, h3'); if (h) {{ h.tabIndex = -1; "
        f"h.focus({{ preventScroll: true }}); p.scrollIntoView() }} }})"
        f"(document.querySelector('.st-key-{place}'))"
    )


MOUSE_SCRIPT = (
    "(page => { if (page.dataset.mouse) return; page.dataset.mouse = 'still'; let rest; "
    "addEventListener('mousemove', () => { page.dataset.mouse = 'moves'; clearTimeout(rest); "
    "rest = setTimeout(() => { page.dataset.mouse = 'still' }, 3000) }) })(document.documentElement)"
)
"""The third line of script: the page's element says whether the mouse has moved in the last three seconds."""


def watch_mouse() -> None:
    """Let the stylesheet know whether the mouse moves."""
    _run(MOUSE_SCRIPT)


def page_language(code: str) -> None:
    """Set the page's `lang` attribute, because Streamlit leaves it at "en"."""
    _run(language_script(code))


def take_focus(place: str) -> None:
    """Move the focus to the heading of a container, by its key, as soon as it is there; Streamlit cannot.

    It stands below the heading, and moves the focus once for as long as it is drawn.
    """
    _run(focus_script(place))


def _run(script: str) -> None:
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def page_style() -> None:
    """Lay the stylesheet of the pages over Streamlit's own."""
    st.html(STYLESHEET)


def scheme() -> str | None:
    """The theme that the reader sees, "light" or "dark"; None where the browser has not said."""
    return st.context.theme.type
