"""Fields whose content stays out of the address: figures, texts, days and choices of one form."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from channels.amounts import MONEY_PLACES, Misread
from components.i18n import Words

LONGEST_TEXT = 60
PAUSE = True
"""A field answers after a pause: nobody needs to know of the Enter key, and no hint in English shows.

It is Streamlit's own quarter of a second: to read another length Streamlit would load pandas.
"""


def refill(key: str, language: str, text: str) -> None:
    """Put a text into a figure's field, as if the reader had typed it."""
    st.session_state[_field(f"{key}.{language}")] = text


def take_up(key: str, code: str) -> None:
    """Choose a code in a list that stands on the page already, as if the reader had."""
    st.session_state[key] = code


def take_up_some(key: str, codes: Sequence[str]) -> None:
    """Choose some codes, as if the reader had."""
    st.session_state[_field(key)] = list(codes)


def refilling(key: str, words: Words, places: int = MONEY_PLACES) -> Callable[[Decimal], None]:
    """What puts a figure into a field that is read with so many decimals."""

    def settle(choice: Decimal) -> None:
        refill(key, words.language, words.field(choice, places))

    return settle


def figure(
    label: str,
    key: str,
    words: Words,
    *,
    places: int,
    zero: bool = False,
    currency: str | None = None,
    **more: Any,
) -> Decimal | Misread:
    """A figure that may be left empty and stays out of the address: a told fee, a rate.

    `currency`: the one whose name or sign may stand beside the figures.
    """
    field, shown = _field(f"{key}.{words.language}"), f"_{key}.field"
    if st.session_state.get(shown) not in (None, field) and f"_{key}" in st.session_state:
        # Another language: the figure stays, written as that language writes it.
        st.session_state[field] = words.field(st.session_state[f"_{key}"], places)
    st.session_state[shown] = field
    typed = st.text_input(label, key=field, live=PAUSE, persist_state="session", **more)
    read = words.amount(typed or "", currency=currency, places=places, zero=zero)
    if isinstance(read, Decimal):
        st.session_state[f"_{key}"] = read
    else:
        st.session_state.pop(f"_{key}", None)
    return read


def text(label: str, key: str, *, most: int = LONGEST_TEXT, **more: Any) -> str:
    """A short text of the reader's that stays out of the address."""
    typed = st.text_input(label, key=_field(key), live=PAUSE, max_chars=most, persist_state="session", **more)
    return (typed or "").strip()[:most]


def pick(
    label: str, key: str, options: Sequence[str], wording: Callable[[str], str], *, default: str, **more: Any
) -> str:
    """A selection by its code that stays out of the address. A new default counts until one was chosen."""
    if st.session_state.get(key) not in options or st.session_state.get(f"_{key}.default") != default:
        st.session_state[key] = default
    st.session_state[f"_{key}.default"] = default
    chosen = st.selectbox(
        label, options, format_func=wording, key=key, filter_mode=None, persist_state="session", **more
    )
    return chosen if chosen in options else default


def either(
    label: str, key: str, options: Sequence[str], wording: Callable[[str], str], *, default: str, **more: Any
) -> str:
    """One of a few, all in view at once, by its code that stays out of the address."""
    if st.session_state.get(key) not in options:
        st.session_state[key] = default
    chosen = st.radio(label, options, format_func=wording, key=key, persist_state="session", **more)
    return chosen if chosen in options else default


def some(
    label: str, key: str, options: Sequence[str], wording: Callable[[str], str], **more: Any
) -> tuple[str, ...]:
    """Some of the options, in their order, that stay out of the address."""
    chosen = st.pills(
        label, options, format_func=wording, key=_field(key), selection_mode="multi",
        persist_state="session", **more,
    )  # fmt: skip
    return tuple(code for code in options if code in chosen)


def tick(label: str, key: str) -> bool:
    """A yes or no that stays out of the address."""
    return bool(st.checkbox(label, key=_field(key), persist_state="session"))


def day(label: str, key: str, default: date, **more: Any) -> date:
    """A day not after the default that stays out of the address."""
    chosen = st.date_input(
        label, default, max_value=default, format="DD.MM.YYYY", key=_field(key), persist_state="session",
        **more,
    )  # fmt: skip
    return chosen if isinstance(chosen, date) else default


def perhaps_day(label: str, key: str, *, latest: date | None, **more: Any) -> date | None:
    """A day that may be left empty and stays out of the address; None = not known."""
    chosen = st.date_input(
        label, None, max_value=latest, format="DD.MM.YYYY", key=_field(key), persist_state="session", **more
    )
    return chosen if isinstance(chosen, date) else None


def field(label: str, key: str, start: str, **more: Any) -> str:
    """A short text that begins with one and stays out of the address; the caller may put it there."""
    name = _field(key)
    # What a browser says when it comes back to a server that began anew counts more than the beginning.
    beginning: dict[str, Any] = {} if name in st.session_state else {"value": start}
    st.text_input(label, key=name, live=PAUSE, persist_state="session", **beginning, **more)
    return typed(key)


def typed(key: str) -> str:
    """What stands in such a field just now, also for what a button or the field itself sets off."""
    return str(st.session_state.get(_field(key)) or "").strip()[:LONGEST_TEXT]


def _field(key: str) -> str:
    """A field's key, new after each clearing, so that a browser's late word cannot fill it again."""
    times = st.session_state.get("_cleared", 0)
    return f"{key}~{times}" if times else key
