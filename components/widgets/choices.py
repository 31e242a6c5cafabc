"""Choices that stand in the page's address: by code, as an amount, as a yes or no."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import streamlit as st

from channels.amounts import LONGEST_AMOUNT, Misread
from channels.money import plain
from components.i18n import Words
from components.widgets.fields import PAUSE
from components.widgets.state import asked, put


def choose(
    label: str,
    key: str,
    options: Sequence[str],
    wording: Callable[[str], str],
    *,
    default: str,
    widget: Callable[..., Any] = st.selectbox,
    always: bool = False,
    **more: Any,
) -> str:
    """A selection whose code, never its translated label, stands in the address.

    The default stands in it only if `always`, or if the link that was opened names it. A code in the
    address that is no option is ignored.
    """
    # After a change of language a closed list still sends its old label, which is no code: then the
    # address knows better. And a default that nobody chose gives way to another default.
    held, linked = st.session_state.get(key), asked(key)
    if held == st.session_state.get(f"_{key}.default") and linked is None:
        held = default
    st.session_state[f"_{key}.default"] = default
    st.session_state[key] = next((code for code in (held, linked) if code in options), default)
    if widget is st.selectbox:
        # Without a search box there is no English "No results", and no keyboard jumps up on a phone.
        more = {"filter_mode": None, **more}
    else:
        wording = _after_a_space(wording)
    chosen = widget(label, options, format_func=wording, key=key, persist_state="session", **more)
    if chosen not in options:
        chosen = default
    # An address that names the default keeps it: to write it anew would cost the reader a press of Back.
    put(key, None if chosen == default and linked != default and not always else chosen)
    return str(chosen)


def _after_a_space(wording: Callable[[str], str]) -> Callable[[str], str]:
    """The same words, those with a letter such as ə in the first after a space, which is not drawn.

    In such a word Streamlit looks for one of four thousand emojis; to read their list takes a tenth of a
    second.
    """

    def spaced(code: str) -> str:
        said = wording(code)
        return said if said.isascii() else f" {said}"

    return spaced


def several(
    label: str,
    key: str,
    options: Sequence[str],
    wording: Callable[[str], str],
    *,
    default: Sequence[str],
    first: Sequence[str],
    more: str,
) -> tuple[str, ...]:
    """Some of the options, in their order; their codes stand in the address with dots between them.

    The default does not stand in it; none at all stands in it as an empty value. Codes that are no
    option are ignored. Seen at once are those of `first` and whatever is chosen; the others can be added
    one by one from a list that `more` names.
    """
    held, linked = st.session_state.get(key), asked(key)
    known = None if held is None else [code for code in options if code in held]
    if held and not known:
        # After a change of language a list may still send its old labels: then the address knows better.
        known = None
    if known is None:
        known = list(default) if linked is None else [c for c in options if c in linked.split(".")]
    st.session_state[key] = known
    seen = [code for code in options if code in first or code in known]
    held = st.pills(
        label, seen, format_func=wording, key=key, selection_mode="multi", persist_state="session"
    )
    rest = [code for code in options if code not in seen]
    if rest:
        st.selectbox(
            more, rest, index=None, format_func=wording, key=f"{key}.more", placeholder=more,
            filter_mode=None, on_change=_add, args=(key,), label_visibility="collapsed", width=300,
        )  # fmt: skip
    chosen = tuple(code for code in options if code in held)
    put(key, None if set(chosen) == set(default) else ".".join(chosen))
    return chosen


def number_of(key: str, options: Sequence[str], default: Sequence[str]) -> int:
    """How many of the options `several` holds for a key, before it is drawn."""
    held, linked = st.session_state.get(key), asked(key)
    if held is None:
        held = default if linked is None else linked.split(".")
    return sum(code in held for code in options)


def _add(key: str) -> None:
    """Choose what was taken from the list of the others, which is then empty again."""
    taken = st.session_state.get(f"{key}.more")
    if taken is not None:
        st.session_state[key] = [*(st.session_state.get(key) or []), taken]
        st.session_state[f"{key}.more"] = None


def switch(label: str, key: str, **more: Any) -> bool:
    """A yes or no; yes stands in the address as 1."""
    if key not in st.session_state:
        st.session_state[key] = asked(key) == "1"
    chosen = st.toggle(label, key=key, persist_state="session", **more)
    put(key, "1" if chosen else None)
    return bool(chosen)


def amount(
    label: str,
    key: str,
    words: Words,
    *,
    unit: str,
    default: Decimal,
    currency: str | None = None,
    **more: Any,
) -> Decimal | Misread:
    """An amount in a text field, read in the reader's language, kept in the address as a plain number.

    Each unit remembers its own amount: 20 000 roubles do not become 20 000 dollars. What the address has is
    read as if it had been typed, an empty amount too, and what cannot be read does not stay in it.
    `currency`: the one whose name or sign may stand beside the figures.
    """
    remembered = st.session_state.setdefault(f"_{key}", {})
    linked = None
    if not remembered:
        remembered[unit] = default
        linked = asked(key)
    if linked is not None:
        linked = linked[: LONGEST_AMOUNT + 1]
        read = words.amount(linked, currency=currency)
        if isinstance(read, Decimal):
            remembered[unit], linked = read, None
    value = remembered.setdefault(unit, default)
    field = f"{key}.{unit}.{words.language}"
    before, start = st.session_state.get(f"_{key}.field"), words.number(value) if linked is None else linked
    if before is None and field not in st.session_state:
        # What a browser says when it comes back to a server that began anew counts more than the address.
        more["value"] = start
    elif before != field or field not in st.session_state:
        st.session_state[field] = start
    st.session_state[f"_{key}.field"] = field
    typed = st.text_input(label, key=field, live=PAUSE, **more)
    read = words.amount(typed or "", currency=currency)
    if isinstance(read, Decimal):
        remembered[unit] = read
    put(key, plain(read) if isinstance(read, Decimal) else None)
    return read


def settle(key: str, unit: str, language: str, text: str, *, value: Decimal | None = None) -> None:
    """Put a text into an amount's field, as if the reader had typed it.

    `value`: the amount that it says, where the field may not stand on the page yet.
    """
    if value is not None:
        st.session_state.setdefault(f"_{key}", {})[unit] = value
    st.session_state[f"{key}.{unit}.{language}"] = text


def forget_when_changed(key: str, slot: str) -> None:
    """Forget a choice when what it belonged to has changed: another country brings its own currency."""
    before = st.session_state.get(f"_{key}.slot")
    if before is not None and before != slot:
        st.session_state.pop(key, None)
        put(key, None)
    st.session_state[f"_{key}.slot"] = slot
