"""The reader's choices, kept in the page's address; the only module that touches session state."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from threading import Lock
from typing import Any

import streamlit as st

from channels.money import MOST
from components.i18n import Misread, Words, first_language, read_amount

LONGEST_TEXT = 60
PAUSE = "400ms"
"""A field answers after a pause: nobody needs to know of the Enter key, and no hint in English shows."""


def asked(key: str) -> str | None:
    """What the address says of a choice; None where it says nothing."""
    return st.query_params.get(key)


def put(key: str, value: str | None) -> None:
    """Write a choice into the address, or take it out."""
    if value is None:
        st.query_params.pop(key, None)
    elif st.query_params.get(key) != value:
        st.query_params[key] = value


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

    The default stands in it only if `always`. A code in the address that is no option is ignored.
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
    chosen = widget(label, options, format_func=wording, key=key, persist_state="session", **more)
    if chosen not in options:
        chosen = default
    put(key, None if chosen == default and not always else chosen)
    return str(chosen)


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
    label: str, key: str, words: Words, *, unit: str, default: Decimal, keep: bool = True, **more: Any
) -> Decimal | Misread:
    """An amount in a text field, read in the reader's language, kept in the address as a plain number.

    Each unit remembers its own amount: 20 000 roubles do not become 20 000 dollars. `keep` False
    leaves the address alone.
    """
    remembered = st.session_state.setdefault(f"_{key}", {})
    if not remembered:
        remembered[unit] = _plain(asked(key)) or default
    value = remembered.setdefault(unit, default)
    field = f"{key}.{unit}.{words.language}"
    if st.session_state.get(f"_{key}.field") != field or field not in st.session_state:
        st.session_state[field] = words.number(value)
    st.session_state[f"_{key}.field"] = field
    typed = st.text_input(label, key=field, live=PAUSE, **more)
    read = read_amount(typed or "", words.language)
    if isinstance(read, Decimal):
        remembered[unit] = read
        if keep:
            put(key, format(read, "f"))
    return read


def settle(key: str, unit: str, language: str, text: str) -> None:
    """Put a text into an amount's field, as if the reader had typed it."""
    st.session_state[f"{key}.{unit}.{language}"] = text


def refill(key: str, language: str, text: str) -> None:
    """Put a text into a figure's field, as if the reader had typed it."""
    st.session_state[_field(f"{key}.{language}")] = text


def forget_when_changed(key: str, slot: str) -> None:
    """Forget a choice when what it belonged to has changed: another country brings its own currency."""
    before = st.session_state.get(f"_{key}.slot")
    if before is not None and before != slot:
        st.session_state.pop(key, None)
        put(key, None)
    st.session_state[f"_{key}.slot"] = slot


def figure(
    label: str, key: str, words: Words, *, places: int, zero: bool = False, **more: Any
) -> Decimal | Misread:
    """A figure that may be left empty and stays out of the address: a told fee, a rate."""
    field, shown = _field(f"{key}.{words.language}"), f"_{key}.field"
    if st.session_state.get(shown) not in (None, field) and f"_{key}" in st.session_state:
        # Another language: the figure stays, written as that language writes it.
        st.session_state[field] = words.number(st.session_state[f"_{key}"])
    st.session_state[shown] = field
    typed = st.text_input(label, key=field, live=PAUSE, persist_state="session", **more)
    read = read_amount(typed or "", words.language, places=places, zero=zero)
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


@dataclasses.dataclass
class _Deeds:
    """Actions already performed in this session, and the last message."""

    lock: Lock = dataclasses.field(default_factory=Lock)
    done: set[str] = dataclasses.field(default_factory=set)
    said: str | None = None


def once(deed: str, work: Callable[[], str]) -> None:
    """Do something that writes, unless this window has done it; what came of it is there to be taken.

    A second press runs beside the first while that writes, and all else that is noted here gives way
    to it. Raises what `work` raises, and has then noted nothing: the press may be tried again.
    """
    held = _deeds()
    with held.lock:
        if deed not in held.done:
            held.said = work()
            held.done.add(deed)


def form(kind: str) -> int:
    """Which form of a kind this window fills in: the first, or the one after those handed in."""
    return 1 + sum(deed.startswith(f"{kind}.") for deed in _deeds().done)


def take() -> str | None:
    """The message of the last action, once; None without any."""
    held = _deeds()
    said, held.said = held.said, None
    return said


def _deeds() -> _Deeds:
    held: _Deeds = st.session_state.setdefault("_deeds", _Deeds())
    return held


def turn(**codes: str) -> None:
    """Choose by code for the reader, who pressed a button that leads there."""
    for key, code in codes.items():
        st.session_state[key] = code
        put(key, code)


def field(label: str, key: str, start: str, **more: Any) -> str:
    """A short text that begins with one and stays out of the address; the caller may put it there."""
    name = _field(key)
    if name not in st.session_state:
        st.session_state[name] = start
    st.text_input(label, key=name, live=PAUSE, persist_state="session", **more)
    return typed(key)


def typed(key: str) -> str:
    """What stands in such a field just now, also for what a button or the field itself sets off."""
    return str(st.session_state.get(_field(key)) or "").strip()[:LONGEST_TEXT]


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
    """Which of the two panels under the answer is open."""
    known = st.session_state.get("open", asked("open"))
    return known if known in ("told", "write") else None


def toggle_panel(name: str) -> None:
    """Open a panel, or close it if it is the open one."""
    shown = None if panel() == name else name
    st.session_state["open"] = shown
    put("open", shown)


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


def clear() -> None:
    """Forget every choice but the language: for a phone that is shared."""
    spoken, times = language(), int(st.session_state.get("_cleared", 0)) + 1
    st.session_state.clear()
    st.session_state["_cleared"] = times
    st.query_params.clear()
    st.session_state["lang"] = spoken
    put("lang", spoken)


def _field(key: str) -> str:
    """A field's key, new after each clearing, so that a browser's late word cannot fill it again."""
    times = st.session_state.get("_cleared", 0)
    return f"{key}~{times}" if times else key


def _plain(value: str | None) -> Decimal | None:
    """A plain number out of an address; None for anything else."""
    try:
        number = Decimal(value) if value and len(value) <= LONGEST_TEXT else None
    except InvalidOperation:
        return None
    if number is None or not number.is_finite() or not 0 < number <= MOST or number != round(number, 2):
        return None
    return number
