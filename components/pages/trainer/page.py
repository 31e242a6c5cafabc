"""The workshop: a story is chosen and led, screen by screen; a second window has the trainer's notes."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from urllib.parse import urlencode, urljoin

import streamlit as st

from channels.dataset.dataset import Dataset
from channels.records.stories import LENGTHS, PriceSet, Story
from channels.workshop import seeds
from channels.workshop import session as workshop_session
from channels.workshop.session import Session
from components.i18n import LANGUAGES, Words
from components.pages.trainer import controls, notes, presenter, printed, story_cards
from components.pages.trainer.meeting import PATH
from components.pages.trainer.presenter_sync import Leader
from components.paper.handout_blocks import Handout
from components.widgets import choices, fields, state
from components.widgets.theme import main_label, plain
from components.words import workshop as workshop_words
from components.workshop.scene import Scene, scene
from components.workshop.votes import Store

USUAL_LETTERS = 20
"""Pixels of the theme's letters; a server for a workshop has larger ones."""
SEEDS = len(seeds.SIGNS) ** seeds.LENGTH


def page(
    sets: Mapping[PriceSet, Dataset],
    words: Words,
    today: date,
    *,
    store: Store,
    leader: Leader,
    places: Callable[[], Sequence[str]],
    back: st.Page,
) -> None:
    """The choice of a story; or, where the address names a meeting, its screen or the notes to it.

    `leader` has the key of this browser. `places` are the addresses at which phones reach this machine;
    none where it listens to itself alone.
    """
    stories = {story.id: story for story in sets[PriceSet.EVIDENCE].tables.stories}
    asked = state.asked("s")
    read = partial(workshop_session.read, stories=stories, languages=LANGUAGES)
    session = None if asked is None else read(asked)
    if session is None:
        _choose(sets, stories, words, today, unread=asked is not None)
        return
    session = leader.together(session, read)
    found = scene(session, sets, today)
    if state.asked("notes") == "1":
        notes.notes(found, leader)
        return
    far = tuple(places())
    near = (urljoin(st.context.url, "/"),) if st.context.url else ()
    presenter.present(found, store, leader, far or near, lambda: _links(found, back, reached=bool(far)))


def _links(found: Scene, back: st.Page, *, reached: bool) -> None:
    words = found.words
    if not reached:
        st.caption(words("room.only_here", command="make workshop"))
    st.link_button(
        words("room.open_notes"),
        f"/{PATH}?{urlencode({**state.address(), 'notes': '1'})}",
        icon=":material/open_in_new:",
    )
    corridor = found.story.corridor.split("-")
    question = {
        "lang": found.session.language,
        "sending": corridor[0],
        **({"receiving": corridor[1]} if corridor[0] == "AZ" else {}),
        **({"send": format(found.story.send, "f")} if found.story.about_money else {}),
        **({"set": "teaching"} if found.session.prices is PriceSet.TEACHING else {}),
    }
    meeting = {key: value for key, value in state.address().items() if key in controls.OURS}
    with st.container(horizontal=True, gap="small"):
        st.page_link(
            back,
            label=words("room.compare"),
            icon=":material/arrow_back:",
            query_params={**meeting, **question},
        )
        st.button(
            words("room.leave"), type="tertiary", icon=":material/list:", on_click=state.move,
            args=(dict.fromkeys(controls.OURS),),
        )  # fmt: skip


def _choose(
    sets: Mapping[PriceSet, Dataset],
    stories: Mapping[str, Story],
    words: Words,
    today: date,
    *,
    unread: bool,
) -> None:
    st.title(words("room.title"), anchor=False)
    st.markdown(words("room.what"))
    if unread:
        st.markdown(words("room.unread"))
    story = stories[story_cards.chosen(stories)]
    # What begins the meeting stands above the cards, and stays in view while they are looked through.
    large = (st.get_option("theme.baseFontSize") or 0) > USUAL_LETTERS
    place = "start_large" if large else "start"
    with st.container(key=place, horizontal=True, gap="medium", vertical_alignment="bottom"):
        length = choices.choose(
            words("room.length"), "length", [str(n) for n in LENGTHS],
            str, default=str(LENGTHS[0]),
            widget=st.segmented_control, required=True,
        )  # fmt: skip
        prices = _prices(story, words)
        made = state.kept("seed", lambda: seeds.made(secrets.randbelow(SEEDS)))
        typed = fields.field(words("room.seed"), "seed", made, width=150, help=words("room.seed_why"))
        seed = seeds.read(typed)
        if seed is not None:
            session = Session(story.id, int(length), prices, seed, words.language)
            st.button(
                main_label(words("room.begin")), icon=":material/play_arrow:", shortcut="Enter",
                on_click=_begin, args=(session,),
            )  # fmt: skip
    if seed is None:
        st.markdown(words("room.bad_seed", signs=seeds.SIGNS))
    if story.lineups and PriceSet.EVIDENCE not in [lineup.set for lineup in story.lineups]:
        st.markdown(words("room.no_real"))
    facts = sets[PriceSet.EVIDENCE]
    story_cards.cards(stories, story.id, facts, words)
    _about(story, int(length), words)
    if seed is not None:
        printed.meeting(Handout(story, prices, seed, today, sets[prices], facts, words), words)


def _prices(story: Story, words: Words) -> PriceSet:
    known = [prices for prices in (PriceSet.TEACHING, PriceSet.EVIDENCE)
             if prices in [lineup.set for lineup in story.lineups]]  # fmt: skip
    if not known:
        return PriceSet.EVIDENCE
    if PriceSet.EVIDENCE not in known:
        return known[0]
    chosen = choices.choose(
        words("room.prices"), "prices", [str(one) for one in known],
        lambda code: words(f"room.prices_{code}"), default=str(known[0]), widget=st.segmented_control,
        required=True,
    )  # fmt: skip
    return PriceSet(chosen)


def _about(story: Story, length: int, words: Words) -> None:
    st.subheader(plain(story.title.text_in(words.language)), anchor=False)
    lines = [aim.text_in(words.language) for aim in story.aims]
    people = [workshop_words.person(story, number, words) for number in range(len(story.people))]
    st.markdown("\n".join(f"- {plain(line)}" for line in [*lines, *people]))
    plan = []
    for step in workshop_session.steps(story, length):
        if step.number == 1:
            name = workshop_words.step_name(step.kind, words)
            plan.append(
                words(
                    "room.plan_line",
                    name=name,
                    time=words.count("time.minutes", step.of * step.seconds // 60),
                )
            )
    without = workshop_words.no_quiz_line(story, length, words)
    if without is not None:
        st.caption(plain(without))
    with st.expander(words("room.plan"), type="compact"):
        st.markdown("\n".join(f"- {plain(line)}" for line in plan))


def _begin(session: Session) -> None:
    state.forget(controls.FIELDS)
    state.move({**dict.fromkeys(controls.OURS), "s": workshop_session.written(session)})
