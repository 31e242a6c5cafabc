"""Sliders whose figures stand in the page's address as plain numbers."""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import streamlit as st

from channels.money import plain
from components.widgets.state import asked, put


def slider(
    label: str, key: str, steps: Sequence[Decimal], shown: Callable[[Decimal], str], *, default: Decimal,
    **more: Any,
) -> Decimal:  # fmt: skip
    """One figure out of some steps; a figure of the address between their ends is a step of its own.

    The default does not stand in the address.
    """
    linked = _linked(key, steps)
    codes = _codes([*steps, default, *linked])
    _hold(key, codes, _code((*linked, default)[0]))
    chosen = st.select_slider(
        label, codes, format_func=lambda code: shown(Decimal(code)), key=key, persist_state="session", **more
    )
    put(key, None if chosen == _code(default) else str(chosen))
    return Decimal(str(chosen))


def ends(
    label: str,
    keys: tuple[str, str],
    steps: Sequence[Decimal],
    shown: Callable[[Decimal], str],
    *,
    default: tuple[Decimal, Decimal],
    **more: Any,
) -> tuple[Decimal, Decimal]:
    """Two figures out of some steps, the less first; each stands in the address under its own key."""
    key = ".".join(keys)
    # The ends of the first look stay the slider's own: Streamlit learns from them that there are two.
    first = st.session_state.get(f"_{key}.first")
    if first is None:
        given = [(*_linked(name, steps), end)[0] for name, end in zip(keys, default, strict=True)]
        first = st.session_state[f"_{key}.first"] = tuple(_code(end) for end in sorted(given))
    codes = _codes([*steps, *default, *(Decimal(code) for code in first)])
    chosen = st.select_slider(
        label, codes, value=first, format_func=lambda code: shown(Decimal(code)), key=key,
        persist_state="session", **more,
    )  # fmt: skip
    for name, code, end in zip(keys, chosen, default, strict=True):
        put(name, None if code == _code(end) else str(code))
    return Decimal(str(chosen[0])), Decimal(str(chosen[1]))


def _linked(key: str, steps: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """The figure that the address has, where it is one between the ends; else none."""
    try:
        figure = Decimal((asked(key) or "")[:12])
    except InvalidOperation:
        return ()
    return (figure,) if figure.is_finite() and min(steps) <= figure <= max(steps) else ()


def _codes(figures: Sequence[Decimal]) -> list[str]:
    return list(dict.fromkeys(_code(figure) for figure in sorted(figures)))


def _code(figure: Decimal) -> str:
    return plain(figure) or "0"


def _hold(key: str, codes: Sequence[str], first: str) -> None:
    """Keep what is held where it is still a step."""
    if st.session_state.get(key) not in codes:
        st.session_state[key] = first
