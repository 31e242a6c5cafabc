"""All answers as a folder of plain pages that link to each other, for a stick or a free static host."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from channels.collect.asked_prices import MANATS, manats_worth
from channels.compare.usual_amount import first_amount
from channels.dataset.dataset import Dataset
from channels.money import plain
from channels.records.base import Corridor
from channels.terms import HOME
from components.i18n import LANGUAGE_NAMES, LANGUAGES, Words, words
from components.light import form as light_form
from components.light import page as light_page
from components.light import standalone
from components.light.templates import environment
from components.light.typed_prices import Shown
from components.words.links import corridor_name

INDEX = "index.html"
USUAL = MANATS[3]
"""The amount to which a list of directions leads, in manat's worth."""


@dataclass(frozen=True, slots=True)
class SiteQuestion:
    """One answer of the folder: a direction and an amount of its sender's currency.

    `manats` is the amount of `MANATS` whose worth it is; None where no rate is known, and then the
    direction has this one answer, about the amount that stands in the form at first.
    """

    corridor: Corridor
    amount: Decimal
    manats: Decimal | None

    @property
    def file(self) -> str:
        """The name of its page in the folder of a language: `ru-az-200.html`."""
        ending = "" if self.manats is None else f"-{plain(self.manats)}"
        return f"{self.corridor.key.lower()}{ending}.html"

    @property
    def is_home(self) -> bool:
        """Whether one of its ends is this country: a page leads to such directions, the list to all."""
        return HOME in (self.corridor.sending, self.corridor.receiving)

    @property
    def codes(self) -> dict[str, str]:
        """What the light page's address says of it."""
        return {
            "sending": self.corridor.sending,
            "receiving": self.corridor.receiving,
            "send": plain(self.amount) or "",
            "currency": self.corridor.sends,
        }


Directions = Mapping[str, tuple[SiteQuestion, ...]]


def directions(data: Dataset, day: date) -> Directions:
    """Each direction's questions by its key: about the worth of every amount of `MANATS`."""
    found = {}
    for corridor in data.tables.corridors:
        worth = manats_worth(data, corridor.sends, day)
        asked = tuple(SiteQuestion(corridor, amount, manats) for manats, amount in worth.items())
        usual = SiteQuestion(corridor, first_amount(data, corridor.sends, day), None)
        found[corridor.key] = asked or (usual,)
    return found


def pages(data: Dataset, day: date, *, facts: Dataset) -> Iterator[tuple[str, str]]:
    """Every page with its path in the folder: the first one, a list for each language, and all answers."""
    known = directions(data, day)
    yield INDEX, _first(day)
    for code in LANGUAGES:
        say = words(code)
        yield f"{code}/{INDEX}", _list(known, say, day)
        for questions in known.values():
            for question in questions:
                yield f"{code}/{question.file}", _answer(question, known, data, say, day, facts)


def _first(day: date) -> str:
    """The page with which the folder opens: the three languages."""
    lists = [
        {
            "code": code,
            "title": LANGUAGE_NAMES[code],
            "day": words(code)("site.day", day=words(code).day(day)),
            "links": [{"label": words(code)("site.all"), "href": f"{code}/{INDEX}"}],
        }
        for code in LANGUAGES
    ]
    return _render("site_list.html", **light_page.frame(words(LANGUAGES[0])), languages=(), lists=lists)


def _list(known: Directions, say: Words, day: date) -> str:
    """The page that leads to every direction."""
    links = [_direction(questions, USUAL, say) for questions in known.values()]
    told = say("site.day", day=say.day(day))
    lists = [{"code": say.language, "title": say("site.all"), "day": told, "links": links}]
    return _render("site_list.html", **light_page.frame(say), languages=_languages(INDEX, say), lists=lists)


def _answer(
    question: SiteQuestion, known: Directions, data: Dataset, say: Words, day: date, facts: Dataset
) -> str:
    """The page of one answer, with links to its other amounts, to all directions and to its languages."""
    siblings = known[question.corridor.key]
    form = light_form.read(question.codes, data, say, day)
    files = {one.amount: one.file for one in siblings}
    amounts = [
        {"label": say.money(one.amount, one.corridor.sends), "href": one.file, "here": one == question}
        for one in siblings
    ]
    others = [
        _direction(questions, question.manats or USUAL, say)
        for questions in known.values()
        if questions[0].is_home and questions is not siblings
    ]
    return _render(
        "site_answer.html",
        **standalone.shown(form, data, say, day, facts=facts, amounts=files),
        languages=_languages(question.file, say),
        amounts={"title": say("site.amounts"), "links": amounts},
        directions={"title": say("site.directions"), "links": others},
        all={"label": say("site.all"), "href": INDEX},
    )


def _direction(questions: tuple[SiteQuestion, ...], manats: Decimal, say: Words) -> Shown:
    """The link to a direction: to the amount of so many manat's worth, where it has one."""
    best = next((one for one in questions if one.manats == manats), questions[0])
    return {"label": corridor_name(best.corridor, say), "href": best.file}


def _languages(file: str, say: Words) -> list[Shown]:
    """The languages, each with a link to the same page in it."""
    return [
        {"code": code, "name": name, "href": f"../{code}/{file}", "here": code == say.language}
        for code, name in LANGUAGE_NAMES.items()
    ]


def _render(template: str, **shown: object) -> str:
    return environment().get_template(template).render(shown)
