"""The page on a phone in a meeting: four large buttons, as plain HTML without any script."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlencode

from channels.workshop.room import MOST_CHOICES, Ballot, Room
from components.i18n import LANGUAGE_NAMES, LANGUAGES, Words
from components.light import templates

PATH = "/v"
SHAPES = ("\N{BLACK CIRCLE}", "\N{BLACK UP-POINTING TRIANGLE}", "\N{BLACK SQUARE}", "\N{BLACK STAR}")
"""What stands on the buttons and on the cards that are held up, in their order."""
EVERY = 4
"""Seconds after which a page that has nothing to choose looks for the next question."""
EVERY_UNANSWERED = 8
"""The same where an answer is still to be tapped."""
SAID = ("closed", "full", "unknown")
"""What may be said of a vote that was not kept, as the address names it."""

Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BallotQuestion:
    """What a ballot asks, in one language. Without `choices` the shapes alone are named."""

    text: str
    choices: Sequence[str] = ()


Asked = Callable[[Room, Ballot, Words], BallotQuestion | None]
"""The words of what a room is asked; None where the presenter's screen alone shows them."""


def door(words: Words, *, said: str | None = None) -> str:
    """The page on which a code is typed. `said` is the key of a sentence above it, such as `vote.no_room`."""
    entry = {"action": PATH, "label": words("vote.code"), "enter": words("vote.enter")}
    return _page(words, None, {}, said=None if said is None else words(said), door=entry)


def page(
    room: Room,
    chosen: int | None,
    question: BallotQuestion | None,
    words: Words,
    *,
    codes: Mapping[str, str],
    said: str | None = None,
) -> str:
    """A room's page: what is asked now, and what this phone `chosen` of it, from 0.

    `codes` is what the reader asked for and the page's links keep: `lang`, and `still=1` for a page that
    does not renew itself. `said` is one of `SAID`.
    """
    heading = words("vote.room", code=room.code)
    if room.over:
        return _page(words, room.code, codes, heading=heading, said=words("vote.over"))
    still = codes.get("still") == "1"
    ballot = room.ballot
    waits = ballot is not None and ballot.open and chosen is None
    # The address is named, so that what was said once is not said again.
    renewed = f"{EVERY_UNANSWERED if waits else EVERY};url={address(room.code, codes)}"
    other = {k: v for k, v in codes.items() if k != "still"} if still else {**codes, "still": "1"}
    return _page(
        words,
        room.code,
        codes,
        heading=heading,
        said=words(f"vote.said_{said}") if said in SAID else None,
        asked=_asked(ballot, chosen, question, words, address(room.code, codes)),
        links=[
            {"href": address(room.code, codes), "label": words("vote.renew")},
            {"href": address(room.code, other), "label": words("vote.by_itself" if still else "vote.stay")},
        ],
        refresh=None if still else renewed,
    )


def no_cookie(room: Room, words: Words, *, codes: Mapping[str, str]) -> str:
    """The page for a vote without the cookie that keeps one phone to one vote."""
    heading = words("vote.room", code=room.code)
    back = [{"href": address(room.code, codes), "label": words("vote.back")}]
    return _page(words, room.code, codes, heading=heading, said=words("vote.no_cookie"), links=back)


def out_of_order(words: Words) -> str:
    """The page that stands in for the others while no vote can be kept."""
    return _page(words, None, {}, said=words("vote.broken"))


def address(code: str | None, codes: Mapping[str, str]) -> str:
    """Where a room's page is, or without a code the page on which one is typed."""
    query = urlencode(dict(codes))
    return PATH + (f"/{code}" if code else "") + (f"?{query}" if query else "")


@cache
def style() -> str:
    """The pages' style sheet, as it stands in them: a policy may allow it by its hash."""
    return templates.style() + templates.environment().get_template("phone.css").render()


def _asked(
    ballot: Ballot | None, chosen: int | None, question: BallotQuestion | None, words: Words, here: str
) -> Shown:
    if ballot is None:
        return {"text": None, "state": words("vote.wait"), "choices": []}
    names = _names(ballot, question, words)
    mine = names[chosen] if chosen is not None and chosen < len(names) else None
    if mine is not None:
        state = words("vote.yours_open" if ballot.open else "vote.yours", choice=mine)
    else:
        state = words("vote.choose" if ballot.open else "vote.closed")
    choices = [
        {"shape": shape, "name": name, "mine": n == chosen}
        for n, (shape, name) in enumerate(zip(SHAPES, names, strict=False))
    ]
    return {
        "text": None if question is None else question.text,
        "state": state,
        "key": ballot.key,
        "action": here,
        "legend": words("vote.legend"),
        "mine": words("vote.mine"),
        "choices": choices if ballot.open else [],
    }


def _names(ballot: Ballot, question: BallotQuestion | None, words: Words) -> list[str]:
    """The names of the choices: the question's own, or those of the shapes."""
    if question is not None and len(question.choices) == ballot.choices:
        return list(question.choices)
    return [words(f"vote.shape_{n}") for n in range(min(ballot.choices, MOST_CHOICES))]


def _page(words: Words, code: str | None, codes: Mapping[str, str], **shown: object) -> str:
    languages = [
        {
            "code": language,
            "name": LANGUAGE_NAMES[language],
            "here": language == words.language,
            "href": address(code, {**codes, "lang": language}),
        }
        for language in LANGUAGES
    ]
    usual: Shown = {"said": None, "door": None, "asked": None, "links": [], "refresh": None}
    frame: Shown = {
        "lang": words.language,
        "title": words("vote.title"),
        "heading": words("vote.title"),
        "style": style(),
        "languages": languages,
    }
    return templates.environment().get_template("phone.html").render(usual | frame | shown)
