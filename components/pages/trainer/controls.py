"""The presenter's controls: keys, timer, phones' room, counting."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from channels.amounts import Misread
from channels.records.stories import LAYERS, PriceSet, Shape, StepKind
from channels.workshop import hand_counts
from channels.workshop import session as workshop_session
from channels.workshop.hand_counts import Counts
from channels.workshop.room import Room
from channels.workshop.session import Session
from components.i18n import LANGUAGE_NAMES, LANGUAGES, Words
from components.pages.trainer.presenter_sync import Leader
from components.widgets import choices, fields, state
from components.widgets.theme import plain
from components.words import story_prices as price_words
from components.workshop import invitation, votes
from components.workshop.scene import Scene, signs_line
from components.workshop.votes import Store

LIVE = 1.0
"""Seconds between two looks at the votes and at the clock."""
CLICKER = "PageUp, PageDown"
"""What a clicker sends, as keyboards name it in every language."""
FIELDS = "hands."
"""How the fields begin into which hands are typed."""
OURS = ("s", "n", "room", "at", "shown", "counting", "notes")
"""What the address holds of a meeting."""


class Audience:
    """What a screen knows of the people before it."""

    def __init__(
        self, store: Store, key: str | None, room: Room | None, places: tuple[str, ...], counted: Counts
    ) -> None:
        self.store, self.key, self.room, self.places, self.hands = store, key, room, places, counted

    @property
    def votes(self) -> Counts:
        """What the phones have said so far."""
        return votes.tally(self.store, self.room)


# The keys and the folded menu


def key_row(scene: Scene, leader: Leader) -> None:
    """The row of keys, with the place in the plan and the clock."""
    words = scene.words
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"
    ):
        _step(words("room.back"), "back", "Left", scene, workshop_session.back)
        st.caption(words("room.place", place=scene.place, of=len(scene.plan)), width="content")
        _clock(scene.step.code, scene.step.seconds, words, leader, scene.session)
        _step(words("room.next"), "next", "Right", scene, workshop_session.forward)


def figures_note(scene: Scene) -> str | None:
    """That the figures of a screen are invented; None where they are not, or where there are none."""
    if scene.step.kind is StepKind.CHANCE:
        return scene.words("room.card_figures")
    if scene.step.kind not in LAYERS or scene.dealt is None or scene.dealt.prices is not PriceSet.TEACHING:
        return None
    return price_words.prices_line(scene.dealt, scene.words)


def _step(label: str, key: str, shortcut: str, scene: Scene, way: Callable[..., Session]) -> None:
    to = {"s": workshop_session.written(way(scene.session, scene.plan)), "shown": None, "counting": None}
    st.button(
        label,
        key=f"room.{key}",
        type="tertiary",
        shortcut=shortcut,
        on_click=state.move,
        args=(to,),
        wrap=False,
    )


@st.fragment(run_every=LIVE)
def _clock(code: str, seconds: int, words: Words, leader: Leader, session: Session) -> None:
    if leader.moved(session):
        st.rerun()
    now = time.monotonic()
    left = seconds - int(now - state.since("screen", code, now))
    minutes, rest = divmod(abs(left), 60)
    key = "room.left" if left >= 0 else "room.late"
    st.caption(words(key, time=f"{minutes}:{rest:02}"), width="content")


def menu(scene: Scene, store: Store, lead: str | None, room: Room | None, links: Callable[[], None]) -> None:
    """The folded menu: other keys, languages, begin again, end the phones' room, other pages."""
    words = scene.words
    with st.expander(words("room.menu"), icon=":material/menu:", type="compact"):
        clicker_keys(scene)
        with st.container(horizontal=True, gap="xsmall"):
            for language in LANGUAGES:
                if language != scene.session.language:
                    st.button(
                        LANGUAGE_NAMES[language], key=f"room.lang.{language}", on_click=_turn,
                        args=(scene, store, lead, language),
                    )  # fmt: skip
            st.button(
                words("room.reset"), icon=":material/restart_alt:", on_click=_reset, args=(scene, store, lead)
            )
            if room is not None and not room.over and lead is not None:
                st.button(
                    words("room.end"), icon=":material/phonelink_erase:", on_click=votes.over,
                    args=(store, lead),
                )  # fmt: skip
        st.caption(words("room.resume"))
        links()


def clicker_keys(scene: Scene) -> None:
    """The other keys that turn the screens, each with a button of its own."""
    words = scene.words
    st.caption(words("room.keys", keys=CLICKER))
    with st.container(horizontal=True, gap="xsmall"):
        _step(words("room.back"), "back_page", "PageUp", scene, workshop_session.back)
        _step(words("room.next"), "next_page", "PageDown", scene, workshop_session.forward)
        _step(words("room.next"), "next_space", "Space", scene, workshop_session.forward)


def _turn(scene: Scene, store: Store, lead: str | None, language: str) -> None:
    state.move({"s": workshop_session.written(replace(scene.session, language=language))})
    state.speak(language)
    if lead is not None:
        votes.turned(store, lead, language)


def _reset(scene: Scene, store: Store, lead: str | None) -> None:
    state.forget(FIELDS)
    state.move(
        {
            "s": workshop_session.written(workshop_session.reset(scene.session)),
            "n": None,
            "shown": None,
            "counting": None,
        }
    )
    if lead is not None:
        votes.clear(store, lead)


# Phones and hands


def _invite(scene: Scene, people: Audience, key: str) -> None:
    """The code by which phones come in, as large as the stylesheet says for this `key`."""
    words, room = scene.words, people.room
    if room is None or room.over:
        return
    base = _place(people, words)
    if base is None:
        return
    link = invitation.address(base, room.code)
    with st.container(key=key):
        st.image(invitation.picture(link), width="stretch", alt=words("room.qr_alt", link=link))
        with st.container(gap=None):
            st.markdown(f"### {room.code}")
            st.markdown(plain(link.partition("//")[2]))


def _place(people: Audience, words: Words) -> str | None:
    held = state.asked("at")
    if held in people.places:
        return held
    return people.places[0] if people.places else None


def new_room(scene: Scene, people: Audience, key: str) -> None:
    """The button that opens a room for phones; how to get one where this browser has no key."""
    words = scene.words
    if people.key is None:
        st.caption(words("room.no_key"))
    elif st.button(words("room.open"), icon=":material/qr_code_2:", key=f"room.open.{key}"):
        story = invitation.named(scene.story, scene.session.prices)
        found = votes.opened(people.store, scene.session.language, story, people.key)
        if found is None:
            st.error(words("room.broken"))
        else:
            state.move({"room": found.code})
            st.rerun()


def room_entrance(scene: Scene, people: Audience) -> None:
    """The button that opens the phones' room; once it is open, the code by which phones come in."""
    words = scene.words
    if people.room is None:
        new_room(scene, people, "first")
        return
    _invite(scene, people, "entrance")
    if len(people.places) > 1:
        choices.choose(
            words("room.address"), "at", people.places, lambda place: place.partition("//")[2].rstrip("/"),
            default=people.places[0], width=420,
        )  # fmt: skip


def beside_votes(lines: Sequence[str], scene: Scene, people: Audience, shapes: Sequence[Shape]) -> None:
    """What can be chosen; where a room is open, beside it the votes as they come and the way in."""
    room, key = people.room, scene.key
    if room is None or key is None:
        text_lines(lines)
        return
    with st.container(key="voting"):
        with st.container():
            text_lines(lines)
            _live(people.store, room, key, tuple(shapes), scene.words)
        _invite(scene, people, "phones_in")


def text_lines(lines: Sequence[str]) -> None:
    """Lines one under another, close together."""
    with st.container(key="lines"):
        for line in lines:
            st.markdown(line)


def bullets(lines: Sequence[str]) -> None:
    """Lines as a list."""
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


@st.fragment(run_every=LIVE)
def _live(store: Store, room: Room, key: str, shapes: tuple[Shape, ...], words: Words) -> None:
    counted = votes.tally(store, room).get(key, ())
    by_shape = {shape: counted[shape.rank] if shape.rank < len(counted) else 0 for shape in shapes}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"### {signs_line(by_shape)}", width="content")
        st.caption(words.count("room.votes", sum(counted)), width="content")


def is_counting(scene: Scene) -> bool:
    """Whether the hands for this screen's question are being counted."""
    return state.asked("counting") == scene.step.code and scene.question is not None


def is_answer_shown(scene: Scene) -> bool:
    """Whether the right answer of the second quiz is uncovered."""
    return state.asked("shown") == scene.step.code and scene.step.kind is StepKind.QUIZ_AFTER


def count_fields(
    key: str, labels: Sequence[str], people: Audience, words: Words, *, width: int = 210
) -> tuple[int, ...] | None:
    """Counts typed by the trainer, kept in the link: none where nothing is typed, None if one is no count."""
    before = people.hands.get(key, ())
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", width="content"):
        for number, label in enumerate(labels):
            start = str(before[number]) if number < len(before) else ""
            fields.field(
                label, f"{FIELDS}{key}.{number}", start, width=width,
                on_change=_keep, args=(key, len(labels), words),
            )  # fmt: skip
    read = _read(key, len(labels), words)
    if read is None:
        st.markdown(words("room.not_a_count"))
    return read


def _read(key: str, number: int, words: Words) -> tuple[int, ...] | None:
    """The counts that stand in some fields: none where all are empty, None where one cannot be read.

    An empty field beside a count means no hands.
    """
    found = []
    held = [fields.typed(f"{FIELDS}{key}.{field}") for field in range(number)]
    for typed in held:
        read = words.amount(typed, places=0, zero=True) if typed else None
        if isinstance(read, Misread) or (read is not None and read > hand_counts.MOST):
            return None
        found.append(0 if read is None else int(read))
    return tuple(found) if any(held) else ()


def _keep(key: str, number: int, words: Words) -> None:
    """Write counts into the link as they are typed, even where the next screen follows at once."""
    read = _read(key, number, words)
    if read is None:
        return
    kept = {**hand_counts.read(state.asked("n") or ""), key: read}
    kept = {name: numbers for name, numbers in kept.items() if numbers}
    state.put("n", hand_counts.written(kept) if kept else None)
