"""What a window holds beside its fields: its address, its language, its panels and what is noted in it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from components.i18n import first_language

WRITTEN = "_address.written"
"""Where the window keeps the address as it last wrote it."""
SEEN = "_fields.seen"
"""Where the window keeps what stood in its fields when a run ended, or last began."""
HELD_AS = {"set": "teaching"}
"""Choices that the window holds under another name than the address."""
PANELS = ("write", "told", "arrived")
TOP = "answered"
FOCUSED = (TOP, *(f"panel_{name}" for name in PANELS))
"""The keys of the containers whose heading takes the focus."""
"""What opens under the answer, one at a time, as the address names it."""


def asked(key: str) -> str | None:
    """What the address says of a choice; None where it says nothing."""
    return st.query_params.get(key)


def chosen(key: str) -> str | None:
    """The code of a choice before it is drawn: as the window holds it, else as the address says; or None."""
    held = st.session_state.get(key)
    return asked(key) if held is None else str(held)


def linked(key: str) -> str | None:
    """What a link that was just followed says of a choice; None once the window holds the choice itself."""
    return asked(key) if key not in st.session_state else None


def put(key: str, value: str | None) -> None:
    """Write a choice into the address, or take it out."""
    if value is None:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != value:
        st.query_params[key] = value
    st.session_state[WRITTEN] = st.query_params.to_dict()


def follow_address() -> None:
    """Where the reader went back in the browser, take the choices of that address for those of the window.

    What the window wrote into the address itself changes nothing. Nor does an address beside a field that
    was just changed: the browser may have sent it before it got what the last run wrote.
    """
    now, written = st.query_params.to_dict(), st.session_state.get(WRITTEN)
    # A field that the last run no longer drew is gone from the window: nobody changed it.
    seen = st.session_state.get(SEEN, {}).items()
    untouched = all(st.session_state.get(key, held) == held for key, held in seen)
    if written is not None and now != written and untouched:
        for key in {*now, *written}:
            if now.get(key) != written.get(key):
                _forget_choice(key)
    if untouched:
        st.session_state[WRITTEN] = now
    note_fields()


def note_fields() -> None:
    """Note what stands in the fields: at the end of a run, to know in the next whether one was changed."""
    st.session_state[SEEN] = {
        str(key): held
        for key, held in st.session_state.items()
        if not str(key).startswith("_") and isinstance(held, (str, int, float, list, tuple, type(None)))
    }


def _forget_choice(key: str) -> None:
    """Forget a choice and the fields that hold it; the address has what it is now."""
    for held in (HELD_AS.get(key, key), f"_{key}"):
        if held in st.session_state:
            del st.session_state[held]
    forget(f"{key}.")


def address(*, without: Sequence[str] = ()) -> dict[str, str]:
    """Every choice that the address holds, for a link to another page."""
    return {key: value for key, value in st.query_params.items() if key not in without}


def leave_for(page: st.Page, chosen: Mapping[str, str], *, without: Sequence[str] = ()) -> None:
    """Go to another page with some choices in place of those held: a plain link would yield to these."""
    for key, code in chosen.items():
        st.session_state[key] = code
    st.switch_page(page, query_params={**address(without=(*chosen, *without)), **chosen})


def language() -> str:
    """The page's language: the one chosen, else the link's, else the browser's."""
    chosen = st.session_state.get("lang") or asked("lang")
    return first_language(chosen or st.context.locale)


def turn(**codes: str) -> None:
    """Choose by code for the reader, who pressed a button that leads there."""
    for key, code in codes.items():
        st.session_state[key] = code
        put(key, code)


def move(codes: Mapping[str, str | None]) -> None:
    """Write several choices into the address at once, or take them out: what a button does."""
    for key, value in codes.items():
        put(key, value)


def speak(code: str) -> None:
    """Turn the page to a language."""
    st.session_state["lang"] = code
    put("lang", code)


def forget(start: str) -> None:
    """Forget every field whose key begins so, and what was typed into it."""
    for key in [key for key in st.session_state if str(key).startswith(start)]:
        del st.session_state[key]


def kept(key: str, make: Callable[[], str]) -> str:
    """A text that is made once for a reader, such as a random one."""
    return str(st.session_state.setdefault(f"_{key}.kept", make()))


def since(key: str, what: str, now: float) -> float:
    """Since when a thing is shown, by the clock that `now` is read from; another thing begins now."""
    slot = f"_{key}.since"
    held = st.session_state.get(slot)
    if held is None or held[0] != what:
        held = st.session_state[slot] = (what, now)
    return float(held[1])


def noted(key: str) -> Any:
    """What was noted under a key in this window; None before that."""
    return st.session_state.get(f"_{key}.noted")


def note(key: str, value: object) -> None:
    """Note something under a key, in this window alone."""
    st.session_state[f"_{key}.noted"] = value


def panel() -> str | None:
    """Which of the panels under the answer is open; None where none is."""
    known = st.session_state.get("open", asked("open"))
    return known if known in PANELS else None


def toggle_panel(name: str) -> None:
    """Open a panel, or close it if it is the open one."""
    shown = None if panel() == name else name
    st.session_state["open"] = shown
    note("panel", shown)
    put("open", shown)


def opened() -> str | None:
    """The panel that the reader opened in this window; None for one that the address opened."""
    return panel() if panel() == noted("panel") else None


def teaching() -> bool:
    """Whether the invented teaching set is shown: `set=teaching` in the address."""
    return bool(st.session_state.get("teaching", asked("set") == "teaching"))


def teaching_switch(label: str) -> bool:
    """The switch between the evidence and the teaching set."""
    st.session_state["teaching"] = teaching()
    chosen = st.toggle(label, key="teaching", persist_state="session")
    put("set", "teaching" if chosen else None)
    return bool(chosen)


def try_teaching() -> None:
    """Turn to the teaching set."""
    st.session_state["teaching"] = True


def count(key: str, least: int, most: int) -> int:
    """A number that `more` raises, such as how many told prices are asked for."""
    return min(most, max(least, int(st.session_state.get(key, least))))


def more(key: str, most: int) -> None:
    """Raise a number by one."""
    st.session_state[key] = min(most, int(st.session_state.get(key, 1)) + 1)


def cleared() -> bool:
    """Whether this window was cleared: what the browser remembers does not come back into it."""
    return bool(st.session_state.get("_cleared"))


def forgets() -> bool:
    """Whether this run is the one that cleared the window: then the browser forgets what it keeps too."""
    return bool(st.session_state.pop("_forget", False))


def just_cleared() -> bool:
    """Whether the reader has cleared the window since this was last asked."""
    found = bool(noted("just_cleared"))
    note("just_cleared", False)
    return found


def clear() -> None:
    """Forget every choice but the language: for a phone that is shared."""
    spoken, times = language(), int(st.session_state.get("_cleared", 0)) + 1
    st.session_state.clear()
    st.session_state["_cleared"] = times
    st.session_state["_forget"] = True
    note("just_cleared", True)
    st.query_params.clear()
    st.session_state["lang"] = spoken
    put("lang", spoken)
