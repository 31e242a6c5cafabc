"""The screens of a story, one function a kind of screen."""

import csv
import io
from collections.abc import Callable, Sequence

import streamlit as st

from channels.records.stories import LAYERS, SIGNS, PriceSet, Shape, StepKind
from channels.workshop import hand_counts, session, story_prices
from channels.workshop.story_prices import Layer
from components.i18n import Words
from components.pages.trainer import vote_bars
from components.pages.trainer.controls import (
    LIVE,
    Audience,
    beside_votes,
    bullets,
    count_fields,
    is_answer_shown,
    is_counting,
    room_entrance,
    text_lines,
)
from components.pages.trainer.ways import ways
from components.widgets import state
from components.widgets.theme import plain
from components.words import chance_cards as card_words
from components.words import offers as offer_words
from components.words import story_prices as price_words
from components.words import workshop as workshop_words
from components.workshop.scene import Scene, report, report_rows, said_of_room, under_shapes

# One function a kind of screen


def _title(scene: Scene, people: Audience) -> None:
    words = scene.words
    st.title(plain(scene.story.title.text_in(words.language)), anchor=False)
    if scene.dealt is not None:
        st.caption(plain(price_words.prices_line(scene.dealt, words)))
        if expect := price_words.expected_lines(scene.dealt, scene.data, words):
            st.markdown(plain(" ".join(expect)))
    st.caption(plain(words("workshop.seed", seed=scene.session.seed)))
    room_entrance(scene, people)


def _quiz(scene: Scene, people: Audience) -> None:
    words, question = scene.words, scene.question
    assert question is not None
    shown = is_answer_shown(scene)
    st.caption(plain(words("room.question", name=workshop_words.step_name(scene.step.kind, words),
                           number=scene.step.number, of=scene.step.of)))  # fmt: skip
    st.title(plain(question.text.text_in(words.language)), anchor=False)
    shapes = list(Shape)[: len(question.answers)]
    lines = [
        f"{SIGNS[shape]} {plain(answer.text.text_in(words.language))}"
        for shape, answer in zip(shapes, question.answers, strict=True)
    ]
    if shown:
        lines[question.right] = f":green[**{lines[question.right]}** :material/check:]"
        voted = vote_bars.answers(scene, people)
        if voted is None:
            text_lines(lines)
        else:
            vote_bars.beside(lines, voted, question.right)
        st.markdown(plain(question.reason.text_in(words.language)))
        known = [offer_words.source_line(scene.facts.sources[name], words) for name in question.sources]
        st.caption(plain(words("sources.title") + " " + " · ".join(known)))
        return
    if is_counting(scene):
        text_lines(lines)
        count_fields(scene.key or "", [_called(shape, words) for shape in shapes], people, words)
    else:
        beside_votes(lines, scene, people, shapes)
    with st.container(key="counting_keys", horizontal=True, vertical_alignment="center", gap="small"):
        counting = is_counting(scene)
        st.button(
            words("room.counted" if counting else "room.count_hands"), icon=":material/front_hand:",
            on_click=state.move, args=({"counting": None if counting else scene.step.code},),
        )  # fmt: skip
        if scene.step.kind is StepKind.QUIZ_AFTER:
            st.button(
                words("room.show_answer"), icon=":material/visibility:", shortcut="Down",
                on_click=state.move, args=({"shown": scene.step.code, "counting": None},),
            )  # fmt: skip
        if people.room is None or people.room.over:
            _uncounted(scene, people)
        else:
            st.fragment(_uncounted, run_every=LIVE)(scene, people)


def _uncounted(scene: Scene, people: Audience) -> None:
    """Warns the trainer before a question is left that nobody has answered."""
    if vote_bars.answers(scene, people) is None:
        st.caption(scene.words("room.uncounted"), width="stretch")


def _people(scene: Scene, people: Audience) -> None:
    words = scene.words
    st.title(workshop_words.step_name(scene.step.kind, words), anchor=False)
    for number in range(len(scene.story.people)):
        st.markdown(f"**{plain(workshop_words.person(scene.story, number, words))}**")
    for text in scene.story.scene:
        st.markdown(plain(text.text_in(words.language)))


def _guess(scene: Scene, people: Audience) -> None:
    words, story = scene.words, scene.story
    st.caption(plain(workshop_words.step_name(scene.step.kind, words)))
    st.title(plain(story.question.text_in(words.language)), anchor=False)
    st.markdown(plain(" ".join(workshop_words.given_lines(story, words))))
    names = [f"**{SIGNS[shape]} {plain(name)}**" for shape, name in under_shapes(scene).items()]
    beside_votes(names, scene, people, scene.shapes)


def _count(scene: Scene, people: Audience) -> None:
    words = scene.words
    st.title(workshop_words.step_name(scene.step.kind, words), anchor=False)
    st.markdown(words("room.count_how"))
    names = under_shapes(scene)
    labels = [
        _called(shape, words) if shape in names else SIGNS[shape]
        for shape in list(Shape)[: max(shape.rank for shape in scene.shapes) + 1]
    ]
    count_fields(hand_counts.GUESS, labels, people, words)
    line, voted = said_of_room(scene, people.hands, people.votes), vote_bars.guesses(scene, people)
    if line is not None and voted is not None:
        st.markdown(plain(line))
        lines = [f"**{SIGNS[shape]} {plain(name)}**" for shape, name in names.items()]
        vote_bars.beside(lines, [voted.get(shape, 0) for shape in names], None)


def _layer(scene: Scene, people: Audience) -> None:
    words, dealt = scene.words, scene.dealt
    assert dealt is not None
    seen = story_prices.layer(dealt, scene.step.kind)
    st.title(plain(price_words.finding(seen, scene.data, words)), anchor=False)
    for text in workshop_words.turns(scene.story, scene.step.kind, words):
        st.markdown(plain(text))
    if seen.kind is StepKind.RISK:
        for placed in seen.ranked:
            one = price_words.shown(placed, seen.kind, scene.data, dealt, words)
            _line(one.sign, one.name, one.part)
        _outside(scene, seen)
        return
    ways(scene, seen, people)
    if seen.kind is StepKind.HAND:
        # Where one road is best the heading has said it.
        for text in price_words.truth_lines(dealt, scene.data, words)[dealt.truth is not None :]:
            st.markdown("**" + plain(text) + "**")
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        # In one line: a screen with the room's guess is no taller than one without.
        _guess_beside(scene, people)
        if dealt.prices is not PriceSet.TEACHING:
            st.caption(plain(price_words.prices_line(dealt, words)), width="content")
    old = price_words.old_rate(dealt, words)
    if old is not None and seen.kind is not StepKind.HAND:
        st.caption(plain(old))


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
        part = price_words.part(row, StepKind.RISK, dealt, words)
        _line(SIGNS[row.shape], price_words.road_name(row, scene.data, words), part)
    for road in seen.others:
        name = road.road.name.text_in(words.language)
        st.markdown(f"**{plain(name)}** — {plain(price_words.outside_note(road, words))}")
    rules = [rule for rule in scene.facts.tables.rules if rule.topic == workshop_words.LAW]
    law = [rule.text.text_in(words.language) for rule in rules]
    # In one paragraph: here the screen is at its fullest.
    st.markdown(plain(" ".join([*law, words("workshop.nobody_measured")])))


def _guess_beside(scene: Scene, people: Audience) -> None:
    if not scene.was_asked:
        return
    counted = hand_counts.guesses(people.hands, people.votes, scene.shapes)
    if counted is None:
        return
    with st.container(horizontal=True, gap="small", width="content"):
        st.markdown(plain(said_of_room(scene, people.hands, people.votes) or ""), width="content")
        if scene.step.kind in (StepKind.HAND, StepKind.ANSWERS) and scene.best is not None:
            right = counted.get(scene.best, 0)
            said = scene.words.count("workshop.guessed_right", right, all=sum(counted.values()))
            st.markdown(plain(said), width="content")


def _answers(scene: Scene, people: Audience) -> None:
    words = scene.words
    st.title(workshop_words.step_name(scene.step.kind, words), anchor=False)
    voted = vote_bars.guesses(scene, people)
    with st.container(gap=None):
        for reply in workshop_words.replies(scene.story, scene.facts, words):
            line = f"**{reply.sign} {plain(reply.text)}**"
            mark = plain(words("room.right" if reply.right else "room.wrong"))
            right = f":green[{line} :material/check: {mark}]"
            shown = right if reply.right else f"{line} :material/close: {mark}"
            if voted is None:
                st.markdown(shown)
            else:
                with st.container(key=f"voted_{reply.shape}"):
                    st.markdown(shown)
                    number = voted.get(reply.shape, 0)
                    vote_bars.bar(number, max(voted.values()), right=reply.right)
            # The rules behind the answers stand in the debrief.
            st.markdown(plain(reply.why))
    _guess_beside(scene, people)


def _chance(scene: Scene, people: Audience) -> None:
    words = scene.words
    stroke = scene.stroke()
    card = stroke.card
    heading = words(
        "room.card",
        name=workshop_words.step_name(scene.step.kind, words),
        title=card.title.text_in(words.language),
    )
    st.title(plain(heading), anchor=False)
    st.markdown(
        plain(" ".join([card.text.text_in(words.language), card_words.direction(stroke, words) or ""]))
    )
    told = card_words.stroke_lines(stroke, scene.data, words)
    for one in told:
        _line(one.sign, one.name, one.change)
    for rule in dict.fromkeys(one.rule for one in told if one.rule):
        signs = " ".join(one.sign for one in told if one.rule == rule)
        st.markdown(f"{signs} {plain(rule)}")


def _role_play(scene: Scene, people: Audience) -> None:
    words, play = scene.words, scene.story.role_play
    st.title(workshop_words.step_name(scene.step.kind, words), anchor=False)
    if play is None:
        return
    st.markdown("**" + plain(play.task.text_in(words.language)) + "**")
    for line in play.lines:
        who, says = line.who.text_in(words.language), line.says.text_in(words.language)
        st.markdown(f"**{plain(who)}** — {plain(says)}")


def _debrief(scene: Scene, people: Audience) -> None:
    words = scene.words
    if scene.step.code == session.HEARD:
        st.title(words("room.law"), anchor=False)
        bullets(workshop_words.law_lines(scene.story, scene.facts, words))
        return
    st.title(workshop_words.step_name(scene.step.kind, words), anchor=False)
    bullets(workshop_words.asked_lines(scene.story, words))


def _unknowns(scene: Scene, people: Audience) -> None:
    words = scene.words
    st.title(workshop_words.step_name(scene.step.kind, words), anchor=False)
    bullets(workshop_words.unknown_lines(scene.story, words))


def _gain(scene: Scene, people: Audience) -> None:
    words = scene.words
    st.title(workshop_words.step_name(scene.step.kind, words), anchor=False)
    apart = (hand_counts.CAME, hand_counts.WOMEN)
    found = report(scene, {k: v for k, v in people.hands.items() if k not in apart}, people.votes)
    st.markdown("### " + plain(workshop_words.gain_line(found.gain, words)))


def _end(scene: Scene, people: Audience) -> None:
    words = scene.words
    st.title(workshop_words.step_name(scene.step.kind, words), anchor=False)
    st.markdown(words("room.came_how"))
    row = st.container(horizontal=True, gap="small", vertical_alignment="bottom")
    with row:
        read = [
            count_fields(key, [label], people, words, width=150)
            for key, label in (
                (hand_counts.CAME, words("room.came")),
                (hand_counts.WOMEN, words("room.women")),
            )
        ]
    if None in read:
        # What the fields say now is not known: no report of what they said before.
        return
    came, women = (people.hands.get(key) for key in (hand_counts.CAME, hand_counts.WOMEN))
    if came and women and women[0] > came[0]:
        st.markdown(words("room.more_women"))
        return
    found = report(scene, people.hands, people.votes)
    lines = workshop_words.report_lines(found, scene.facts.tables.stories, words)
    if StepKind.GAIN not in [step.kind for step in scene.plan]:
        lines = [line for line in lines if line != words("workshop.gain_none")]
    # The signs stand on the board already.
    bullets([line for line in lines if line != words("workshop.seed", seed=found.seed)])
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


def _called(shape: Shape, words: Words) -> str:
    return f"{SIGNS[shape]} {workshop_words.shape_name(shape, words)}"


SCREENS: dict[StepKind, Callable[[Scene, Audience], None]] = {
    StepKind.TITLE: _title,
    StepKind.QUIZ_BEFORE: _quiz,
    StepKind.PEOPLE: _people,
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
