"""The screens that a room sees: one decision each, in large letters, led by keys."""

import csv
import io
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from channels import hands, reveal, workshop
from channels.hands import Counts
from channels.reveal import Layer, Row
from channels.stories import LAYERS, SIGNS, PriceSet, Shape, StepKind
from channels.voting import Room
from channels.workshop import Session
from components import inviting, leading, phrases, state, votes
from components.following import Leader
from components.i18n import LANGUAGE_NAMES, LANGUAGES, Misread, Words
from components.leading import Shown
from components.scene import Scene, report, report_rows, said_of_room, signs_line
from components.theme import page_language, plain
from components.votes import Store

LIVE = 1.0
"""Seconds between two looks at the votes and at the clock."""
QR_LARGE, QR_SMALL, ASKED_WIDTH = 300, 220, 600
"""Pixels: the code for phones to be read from the last row, the one beside what is asked, what is asked."""
CLICKER = "PageUp, PageDown"
"""What a clicker sends, as keyboards name it in every language."""
FIELDS = "hands."
"""How the fields begin into which hands are typed."""
OURS = ("s", "n", "room", "at", "shown", "counting", "notes")
"""What the address holds of a meeting."""


def present(
    scene: Scene, store: Store, leader: Leader, places: Sequence[str], links: Callable[[], None]
) -> None:
    """One screen with its keys. `links` draws the ways to other pages into the folded menu."""
    lead = votes.lead(leader.key, state.asked("room"))
    room = votes.led(store, lead)
    open_now = scene.key if not _counting(scene) and not _answer_shown(scene) else None
    if room is not None and lead is not None and not room.over:
        votes.ask(store, lead, room, open_now, scene.choices)
    counted = hands.read(state.asked("n") or "")
    with st.container(gap=None):
        _keys(scene, leader, _of_figures(scene))
        with st.container(gap="xxsmall"):
            _SCREENS[scene.step.kind](scene, _Room(store, leader.key, room, tuple(places), counted))
            if state.asked("room") is not None and room is None:
                st.caption(scene.words("room.broken"))
        _menu(scene, store, lead, room, links)
        page_language(scene.session.language)


class _Room:
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


def _keys(scene: Scene, leader: Leader, said: str | None = None) -> None:
    """The row of keys; what is `said` in it takes no height from the screen."""
    words = scene.words
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", gap="small"
    ):
        _step(words("room.back"), "back", "Left", scene, workshop.back)
        st.caption(words("room.place", place=scene.place, of=len(scene.plan)), width="content")
        _clock(scene.step.code, scene.step.seconds, words, leader, scene.session)
        if said is not None:
            st.caption(plain(said), width="content")
        _step(words("room.next"), "next", "Right", scene, workshop.forward)


def _of_figures(scene: Scene) -> str | None:
    """That the figures of a screen are invented; None where they are not, or where there are none."""
    if scene.step.kind is StepKind.CHANCE:
        return scene.words("room.card_figures")
    if scene.step.kind not in LAYERS or scene.dealt is None or scene.dealt.prices is not PriceSet.TEACHING:
        return None
    return leading.prices_line(scene.dealt, scene.words)


def _step(label: str, key: str, shortcut: str, scene: Scene, way: Callable[..., Session]) -> None:
    to = {"s": workshop.written(way(scene.session, scene.plan)), "shown": None, "counting": None}
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


def _menu(scene: Scene, store: Store, lead: str | None, room: Room | None, links: Callable[[], None]) -> None:
    words = scene.words
    with st.expander(words("room.menu"), icon=":material/menu:", type="compact"):
        _clicker(scene)
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


def _clicker(scene: Scene) -> None:
    """The other keys that turn the screens, each with a button of its own."""
    words = scene.words
    st.caption(words("room.keys", keys=CLICKER))
    with st.container(horizontal=True, gap="xsmall"):
        _step(words("room.back"), "back_page", "PageUp", scene, workshop.back)
        _step(words("room.next"), "next_page", "PageDown", scene, workshop.forward)
        _step(words("room.next"), "next_space", "Space", scene, workshop.forward)


def _turn(scene: Scene, store: Store, lead: str | None, language: str) -> None:
    state.move({"s": workshop.written(replace(scene.session, language=language))})
    state.speak(language)
    if lead is not None:
        votes.turned(store, lead, language)


def _reset(scene: Scene, store: Store, lead: str | None) -> None:
    state.forget(FIELDS)
    state.move(
        {"s": workshop.written(workshop.reset(scene.session)), "n": None, "shown": None, "counting": None}
    )
    if lead is not None:
        votes.clear(store, lead)


# Phones and hands


def _invite(scene: Scene, people: _Room, size: int, *, horizontal: bool) -> None:
    """The code by which phones come in, or the button that opens the room."""
    words, room = scene.words, people.room
    if room is None or room.over:
        return
    base = _place(people, words)
    if base is None:
        return
    link = inviting.address(base, room.code)
    gap: Any = "medium" if horizontal else None
    with st.container(horizontal=horizontal, vertical_alignment="center", gap=gap, width="content"):
        st.image(inviting.picture(link), width=size, alt=words("room.qr_alt", link=link))
        with st.container(width="content", gap=None):
            st.markdown(f"### {room.code}", width="content")
            st.markdown(plain(link.partition("//")[2]), width="content")


def _place(people: _Room, words: Words) -> str | None:
    held = state.asked("at")
    if held in people.places:
        return held
    return people.places[0] if people.places else None


def _door(scene: Scene, people: _Room) -> None:
    words = scene.words
    if people.room is None:
        if people.key is None:
            st.caption(words("room.no_key"))
        elif st.button(words("room.open"), icon=":material/qr_code_2:"):
            found = votes.opened(people.store, scene.session.language, scene.story.id, people.key)
            if found is None:
                st.error(words("room.broken"))
            else:
                state.move({"room": found.code})
                st.rerun()
        return
    _invite(scene, people, QR_LARGE, horizontal=True)
    if len(people.places) > 1:
        state.choose(
            words("room.address"), "at", people.places, lambda place: place.partition("//")[2].rstrip("/"),
            default=people.places[0], width=420,
        )  # fmt: skip


def _beside_votes(lines: Sequence[str], scene: Scene, people: _Room, shapes: Sequence[Shape]) -> None:
    """What can be chosen; where a room is open, beside it the votes as they come and the way in."""
    room, key = people.room, scene.key
    if room is None or key is None:
        _lines(lines)
        return
    with st.container(horizontal=True, gap="medium"):
        with st.container(width=ASKED_WIDTH, gap="xxsmall"):
            _lines(lines)
            _live(people.store, room, key, tuple(shapes), scene.words)
        _invite(scene, people, QR_SMALL, horizontal=False)


def _lines(lines: Sequence[str]) -> None:
    with st.container(gap="xxsmall"):
        for line in lines:
            st.markdown(line)


@st.fragment(run_every=LIVE)
def _live(store: Store, room: Room, key: str, shapes: tuple[Shape, ...], words: Words) -> None:
    counted = votes.tally(store, room).get(key, ())
    by_shape = {shape: counted[shape.rank] if shape.rank < len(counted) else 0 for shape in shapes}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"### {signs_line(by_shape)}", width="content")
        st.caption(words.count("room.votes", sum(counted)), width="content")


def _counting(scene: Scene) -> bool:
    return state.asked("counting") == scene.step.code and scene.question is not None


def _answer_shown(scene: Scene) -> bool:
    return state.asked("shown") == scene.step.code and scene.step.kind is StepKind.QUIZ_AFTER


def _fields(
    key: str, labels: Sequence[str], people: _Room, words: Words, *, width: int = 210
) -> tuple[int, ...] | None:
    """Counts typed by the trainer, kept in the link: none where nothing is typed, None if one is no count."""
    before = people.hands.get(key, ())
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom", width="content"):
        for number, label in enumerate(labels):
            start = str(before[number]) if number < len(before) else ""
            state.field(
                label, f"{FIELDS}{key}.{number}", start, width=width,
                on_change=_keep, args=(key, len(labels), words),
            )  # fmt: skip
    read = _read(key, len(labels), words)
    if read is None:
        st.markdown(words("room.not_a_count"))
    return read


def _read(key: str, fields: int, words: Words) -> tuple[int, ...] | None:
    """The counts that stand in some fields: none where all are empty, None where one cannot be read.

    An empty field beside a count means no hands.
    """
    found = []
    held = [state.typed(f"{FIELDS}{key}.{number}") for number in range(fields)]
    for typed in held:
        read = words.amount(typed, places=0, zero=True) if typed else None
        if isinstance(read, Misread) or (read is not None and read > hands.MOST):
            return None
        found.append(0 if read is None else int(read))
    return tuple(found) if any(held) else ()


def _keep(key: str, fields: int, words: Words) -> None:
    """Write counts into the link as they are typed, even where the next screen follows at once."""
    read = _read(key, fields, words)
    if read is None:
        return
    kept = {**hands.read(state.asked("n") or ""), key: read}
    kept = {name: numbers for name, numbers in kept.items() if numbers}
    state.put("n", hands.written(kept) if kept else None)


# One function a kind of screen


def _title(scene: Scene, people: _Room) -> None:
    words = scene.words
    st.title(plain(scene.story.title.text_in(words.language)), anchor=False)
    if scene.dealt is not None:
        st.caption(plain(leading.prices_line(scene.dealt, words)))
    st.caption(plain(words("workshop.seed", seed=scene.session.seed)))
    _door(scene, people)


def _quiz(scene: Scene, people: _Room) -> None:
    words, question = scene.words, scene.question
    assert question is not None
    shown = _answer_shown(scene)
    st.caption(plain(words("room.question", name=leading.step_name(scene.step.kind, words),
                           number=scene.step.number, of=scene.step.of)))  # fmt: skip
    st.title(plain(question.text.text_in(words.language)), anchor=False)
    shapes = list(Shape)[: len(question.answers)]
    lines = [
        f"{SIGNS[shape]} {plain(answer.text.text_in(words.language))}"
        for shape, answer in zip(shapes, question.answers, strict=True)
    ]
    if shown:
        lines[question.right] = f":green[**{lines[question.right]}** :material/check:]"
        _lines(lines)
        st.markdown(plain(question.reason.text_in(words.language)))
        known = [phrases.source_line(scene.facts.sources[name], words) for name in question.sources]
        st.caption(plain(words("sources.title") + " " + " · ".join(known)))
        return
    if _counting(scene):
        _lines(lines)
        _fields(scene.key or "", [_called(shape, words) for shape in shapes], people, words)
    else:
        _beside_votes(lines, scene, people, shapes)
    with st.container(horizontal=True, gap="small"):
        counting = _counting(scene)
        st.button(
            words("room.counted" if counting else "room.count_hands"), icon=":material/front_hand:",
            on_click=state.move, args=({"counting": None if counting else scene.step.code},),
        )  # fmt: skip
        if scene.step.kind is StepKind.QUIZ_AFTER:
            st.button(
                words("room.show_answer"), icon=":material/visibility:", shortcut="Down",
                on_click=state.move, args=({"shown": scene.step.code, "counting": None},),
            )  # fmt: skip


def _people(scene: Scene, people: _Room) -> None:
    words = scene.words
    st.title(leading.step_name(scene.step.kind, words), anchor=False)
    for number in range(len(scene.story.people)):
        st.markdown(f"**{plain(leading.person(scene.story, number, words))}**")
    for text in scene.story.scene:
        st.markdown(plain(text.text_in(words.language)))


def _question(scene: Scene, people: _Room) -> None:
    words = scene.words
    st.title(plain(scene.story.question.text_in(words.language)), anchor=False)
    if scene.dealt is not None:
        sent = words.money(scene.story.send, scene.story.currency, whole=True)
        st.markdown("**" + plain(words("room.sent", amount=sent)) + "**")
    for text in scene.story.needs:
        st.markdown(plain(text.text_in(words.language)))


def _guess(scene: Scene, people: _Room) -> None:
    words = scene.words
    st.title(leading.step_name(scene.step.kind, words), anchor=False)
    st.markdown(plain(scene.story.question.text_in(words.language)))
    names = [f"**{SIGNS[shape]} {plain(name)}**" for shape, name in _under_shapes(scene)]
    _beside_votes(names, scene, people, scene.shapes)


def _count(scene: Scene, people: _Room) -> None:
    words = scene.words
    st.title(leading.step_name(scene.step.kind, words), anchor=False)
    st.markdown(words("room.count_how"))
    names = dict(_under_shapes(scene))
    labels = [
        _called(shape, words) if shape in names else SIGNS[shape]
        for shape in list(Shape)[: max(shape.rank for shape in scene.shapes) + 1]
    ]
    _fields(hands.GUESS, labels, people, words)
    line = said_of_room(scene, people.hands, people.votes)
    if line is not None:
        st.markdown("### " + plain(line))


def _layer(scene: Scene, people: _Room) -> None:
    words, dealt = scene.words, scene.dealt
    assert dealt is not None
    seen = reveal.layer(dealt, scene.step.kind)
    st.title(plain(leading.finding(seen, scene.data, words)), anchor=False)
    for text in leading.turns(scene.story, scene.step.kind, words):
        st.markdown(plain(text))
    best = None if seen.kind is StepKind.RISK or seen.looks_best is None else seen.looks_best.shape
    for placed in seen.ranked:
        one = leading.shown(placed, seen.kind, scene.data, dealt, words)
        if seen.kind is StepKind.RISK:
            _line(one.sign, one.name, one.part)
        else:
            _road(one, first=one.shape is best)
    _outside(scene, seen)
    if seen.kind is StepKind.HAND:
        # Where one road is best the heading has said it.
        for text in leading.truth_lines(dealt, scene.data, words)[dealt.truth is not None :]:
            st.markdown("**" + plain(text) + "**")
    if seen.kind is StepKind.RISK:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        # In one line: a screen with the room's guess is no taller than one without.
        _guess_beside(scene, people)
        if dealt.prices is not PriceSet.TEACHING:
            st.caption(plain(leading.prices_line(dealt, words)), width="content")
    old = leading.old_rate(dealt, words)
    if old is not None and seen.kind is not StepKind.HAND:
        st.caption(plain(old))


def _road(one: Shown, *, first: bool) -> None:
    """A road with what seems to arrive by it, and under it what the layer uncovers."""
    with st.container(gap=None):
        with st.container(horizontal=True, horizontal_alignment="distribute", gap="xxsmall"):
            for text in (f"{one.sign} {plain(one.name)}", plain(one.figure)):
                st.markdown(f":green[**{text}**]" if first else f"**{text}**", width="content")
        # Not known twice says no more than once.
        parts = [part for part in (one.part, one.less) if part and part != one.figure]
        if parts:
            st.markdown(plain(" · ".join(parts)))


def _line(sign: str, name: str, said: str) -> None:
    """A road and what is said of it, in one line where it fits."""
    with st.container(horizontal=True, horizontal_alignment="distribute", gap="xxsmall"):
        st.markdown(f"**{sign} {plain(name)}**", width="content")
        st.markdown(plain(said), width="content")


def _outside(scene: Scene, seen: Layer) -> None:
    """The roads outside the formal system: a section of their own, in no order."""
    words, dealt = scene.words, scene.dealt
    assert dealt is not None
    if not seen.outside and not seen.others:
        return
    st.subheader(words("informal.title"), anchor=False)
    for row in seen.outside:
        part = leading.part(row, StepKind.RISK, dealt, words)
        _line(SIGNS[row.shape], leading.road_name(row, scene.data, words), part)
    for road in seen.others:
        name = road.road.name.text_in(words.language)
        st.markdown(f"**{plain(name)}** — {plain(leading.outside_note(road, words))}")
    rules = [rule for rule in scene.facts.tables.rules if rule.topic == leading.LAW]
    law = [rule.text.text_in(words.language) for rule in rules]
    # In one paragraph: here the screen is at its fullest.
    st.markdown(plain(" ".join([*law, words("workshop.nobody_measured")])))


def _guess_beside(scene: Scene, people: _Room) -> None:
    if not scene.was_asked:
        return
    counted = hands.guesses(people.hands, people.votes, scene.shapes)
    if counted is None:
        return
    with st.container(horizontal=True, gap="small", width="content"):
        st.markdown(plain(said_of_room(scene, people.hands, people.votes) or ""), width="content")
        if scene.step.kind in (StepKind.HAND, StepKind.ANSWERS) and scene.best is not None:
            right = counted.get(scene.best, 0)
            said = scene.words.count("workshop.guessed_right", right, all=sum(counted.values()))
            st.markdown(plain(said), width="content")


def _answers(scene: Scene, people: _Room) -> None:
    words = scene.words
    st.title(leading.step_name(scene.step.kind, words), anchor=False)
    with st.container(gap=None):
        for reply in leading.replies(scene.story, scene.facts, words):
            line = f"**{reply.sign} {plain(reply.text)}**"
            mark = plain(words("room.right" if reply.right else "room.wrong"))
            right = f":green[{line} :material/check: {mark}]"
            st.markdown(right if reply.right else f"{line} :material/close: {mark}")
            # The rules behind the answers stand in the debrief.
            st.markdown(plain(reply.why))
    _guess_beside(scene, people)


def _chance(scene: Scene, people: _Room) -> None:
    words = scene.words
    stroke = scene.stroke()
    card = stroke.card
    heading = words(
        "room.card",
        name=leading.step_name(scene.step.kind, words),
        title=card.title.text_in(words.language),
    )
    st.title(plain(heading), anchor=False)
    st.markdown(plain(" ".join([card.text.text_in(words.language), leading.direction(stroke, words) or ""])))
    told = leading.stroke_lines(stroke, scene.data, words)
    for one in told:
        _line(one.sign, one.name, one.change)
    for rule in dict.fromkeys(one.rule for one in told if one.rule):
        signs = " ".join(one.sign for one in told if one.rule == rule)
        st.markdown(f"{signs} {plain(rule)}")


def _role_play(scene: Scene, people: _Room) -> None:
    words, play = scene.words, scene.story.role_play
    st.title(leading.step_name(scene.step.kind, words), anchor=False)
    if play is None:
        return
    st.markdown("**" + plain(play.task.text_in(words.language)) + "**")
    for line in play.lines:
        who, says = line.who.text_in(words.language), line.says.text_in(words.language)
        st.markdown(f"**{plain(who)}** — {plain(says)}")


def _bullets(lines: Sequence[str]) -> None:
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _debrief(scene: Scene, people: _Room) -> None:
    words = scene.words
    if scene.step.code == workshop.HEARD:
        st.title(words("room.law"), anchor=False)
        _bullets(leading.law_lines(scene.story, scene.facts, words))
        return
    st.title(leading.step_name(scene.step.kind, words), anchor=False)
    _bullets(leading.asked_lines(scene.story, words))


def _unknowns(scene: Scene, people: _Room) -> None:
    words = scene.words
    st.title(leading.step_name(scene.step.kind, words), anchor=False)
    _bullets(leading.unknown_lines(scene.story, words))


def _gain(scene: Scene, people: _Room) -> None:
    words = scene.words
    st.title(leading.step_name(scene.step.kind, words), anchor=False)
    apart = (hands.CAME, hands.WOMEN)
    found = report(scene, {k: v for k, v in people.hands.items() if k not in apart}, people.votes)
    st.markdown("### " + plain(leading.gain_line(found.gain, words)))


def _end(scene: Scene, people: _Room) -> None:
    words = scene.words
    st.title(leading.step_name(scene.step.kind, words), anchor=False)
    st.markdown(words("room.came_how"))
    row = st.container(horizontal=True, gap="small", vertical_alignment="bottom")
    with row:
        read = [
            _fields(key, [label], people, words, width=150)
            for key, label in ((hands.CAME, words("room.came")), (hands.WOMEN, words("room.women")))
        ]
    if None in read:
        # What the fields say now is not known: no report of what they said before.
        return
    came, women = (people.hands.get(key) for key in (hands.CAME, hands.WOMEN))
    if came and women and women[0] > came[0]:
        st.markdown(words("room.more_women"))
        return
    found = report(scene, people.hands, people.votes)
    lines = leading.report_lines(found, scene.facts.tables.stories, words)
    if StepKind.GAIN not in [step.kind for step in scene.plan]:
        lines = [line for line in lines if line != words("workshop.gain_none")]
    # The signs stand on the board already.
    _bullets([line for line in lines if line != words("workshop.seed", seed=found.seed)])
    name = f"pulyolu-meeting-{found.day.isoformat()}-{found.seed.lower()}"
    with row:
        st.download_button(
            words("room.report_text"), "\n".join(lines) + "\n", file_name=f"{name}.txt", mime="text/plain",
            on_click="ignore", icon=":material/download:", key="report_text",
        )  # fmt: skip
        st.download_button(
            words("room.report_csv"), as_csv(report_rows(found)), file_name=f"{name}.csv", mime="text/csv",
            on_click="ignore", icon=":material/download:", key="report_csv",
        )  # fmt: skip


def as_csv(rows: Sequence[tuple[str, str]]) -> bytes:
    """Rows of a name and a value as a spreadsheet opens them: UTF-8 with a mark in front."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(("name", "value"))
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _under_shapes(scene: Scene) -> list[tuple[Shape, str]]:
    """What stands under each shape: a road, or what somebody could do."""
    words = scene.words
    if scene.dealt is not None:
        rows: Sequence[Row] = sorted(scene.dealt.rows, key=lambda row: row.shape.rank)
        return [(row.shape, leading.road_name(row, scene.data, words)) for row in rows]
    return [(reply.shape, reply.text) for reply in leading.replies(scene.story, scene.facts, words)]


def _called(shape: Shape, words: Words) -> str:
    return f"{SIGNS[shape]} {leading.shape_name(shape, words)}"


_SCREENS: dict[StepKind, Callable[[Scene, Any], None]] = {
    StepKind.TITLE: _title,
    StepKind.QUIZ_BEFORE: _quiz,
    StepKind.PEOPLE: _people,
    StepKind.QUESTION: _question,
    StepKind.GUESS: _guess,
    StepKind.COUNT: _count,
    **dict.fromkeys(LAYERS, _layer),
    StepKind.ANSWERS: _answers,
    StepKind.CHANCE: _chance,
    StepKind.ROLE_PLAY: _role_play,
    StepKind.DEBRIEF: _debrief,
    StepKind.UNKNOWNS: _unknowns,
    StepKind.QUIZ_AFTER: _quiz,
    StepKind.GAIN: _gain,
    StepKind.END: _end,
}


def notes(scene: Scene, leader: Leader) -> None:
    """What the trainer alone reads: what is said at this screen, what is right, what comes next."""
    words = scene.words
    _keys(scene, leader)
    st.title(leading.step_name(scene.step.kind, words), anchor=False)
    page_language(scene.session.language)
    minutes = words.count("time.minutes", max(1, scene.step.seconds // 60))
    st.caption(words("room.meant_for", time=minutes))
    spoken = leading.aloud(scene.story, scene.step.kind, words)
    turning = leading.turns(scene.story, scene.step.kind, words)
    if spoken or turning:
        st.subheader(words("room.aloud"), anchor=False)
        _bullets([*spoken, *turning])
    question = scene.question
    if question is not None:
        right = question.answers[question.right].text.text_in(words.language)
        st.subheader(words("room.right"), anchor=False)
        _bullets([right, question.reason.text_in(words.language)])
    if scene.step.kind in (StepKind.GUESS, StepKind.COUNT, StepKind.QUESTION):
        st.subheader(words("room.right"), anchor=False)
        _bullets(_truth(scene))
    following = scene.following()
    if following is not None:
        st.markdown(plain(words("room.then", name=leading.step_name(following.kind, words))))
    st.subheader(words("room.notes"), anchor=False)
    _bullets([text.text_in(words.language) for text in scene.story.notes])
    with st.expander(words("room.menu"), icon=":material/menu:", type="compact"):
        _clicker(scene)


def _truth(scene: Scene) -> list[str]:
    if scene.dealt is not None:
        return leading.truth_lines(scene.dealt, scene.data, scene.words)
    found = leading.replies(scene.story, scene.facts, scene.words)
    return [f"{reply.sign} {reply.text} {reply.why}" for reply in found if reply.right]
