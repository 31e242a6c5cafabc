"""The answer that stands in the server's first response until the dashboard has drawn its own."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from urllib.parse import parse_qsl, urlencode

from channels.amounts import Misread
from channels.compare.comparison import compare
from channels.dataset.dataset import Dataset
from components.i18n import Words
from components.light import form as light_form
from components.light.form import LightForm
from components.light.templates import environment
from components.light.typed_prices import Shown
from components.words.answer_view import AnswerView, answer_view, title
from components.words.links import KEPT_PATH, LIGHT_PATH

MOST_WAYS = 4
"""Companies or ways that are named at once, as on the dashboard."""


def markup(address: Mapping[str, str], data: Dataset, words: Words, today: date, *, facts: Dataset) -> str:
    """The answer to the question in the address, as a part of a page; the dashboard then covers it.

    It has the sentences and figures of the same view that the dashboard draws. `facts` has the law and the
    rules, whatever market is shown.
    """
    form = light_form.read(address, data, words, today)
    view = None
    if form.transfer is not None:
        rate = None if form.official is None else form.official.rate
        known = data if rate is None else data.with_rate(rate)
        view = answer_view(compare(known, form.transfer, today), known, words, facts=facts)
    shown = {
        "lang": words.language,
        "style": _style(),
        "places": _places(words),
        "languages": light_form.languages(form, data, words),
        "banner": words("teaching.banner") if data.invented else None,
        "title": title(view, words),
        **_question(form, data, words),
        "unknown": form.unknown,
        "head": None if view is None else view.headline,
        "lines_title": None if view is None else view.lines_title,
        "lines": () if view is None else view.lines,
        "ways_title": None,
        "ways": (),
        "keep": {
            "label": words("kept.later"),
            "href": KEPT_PATH + light_form.question_link(form, data, words),
        },
        "light": {
            "label": words("light.open"),
            "href": LIGHT_PATH + light_form.link(form, data, words),
        },
    } | ({} if view is None else _ways(view))
    return environment().get_template("first_answer.html").render(shown)


@cache
def _style() -> str:
    return environment().get_template("first_answer.css").render()


def _places(words: Words) -> list[Shown]:
    asked = urlencode({"lang": words.language})
    return [
        {"label": words("bar.gaps"), "href": f"/gaps?{asked}"},
        {"label": words("bar.workshop"), "href": f"/workshop?{asked}"},
        {"label": words("bar.sources"), "href": f"/sources?{asked}"},
    ]


def _question(form: LightForm, data: Dataset, words: Words) -> Shown:
    """The question as a form that needs no script: its first fields, and unseen what else was chosen."""
    fields = light_form.shown(form, data, words)
    first, amount, currency = fields["first"], fields["amount"], fields["currency"]
    typed = form.typed if isinstance(form.amount, Misread) else words.field(form.amount)
    seen = {amount["name"], *(found["name"] for found in (*first, currency))}
    asked = dict(parse_qsl(light_form.question_link(form, data, words)[1:]))
    kept = {name: code for name, code in asked.items() if name not in seen}
    kept[light_form.WAS] = light_form.was(form.currency, typed)
    return {
        "kept": kept,
        "first": first,
        "amount": amount | {"typed": typed},
        "currency": currency,
        "show": fields["show"],
    }


def _ways(view: AnswerView) -> Shown:
    """The first ways with a current price, or the companies to ask."""
    if view.headline.number is not None:
        rows = [{"name": row.name, "figure": row.amount} for row in view.first_rows[:MOST_WAYS]]
        return {"ways_title": view.roads_title, "ways": rows}
    if view.companies is None:
        return {}
    ways: list[Shown] = [{"name": row.name, "figure": row.amount} for row in view.first_rows]
    ways += [{"name": row.name, "figure": row.amount} for group in view.rest for row in group.rows]
    ways += [{"name": row.name, "figure": row.figure} for row in view.companies.rows]
    return {"ways_title": view.companies.title, "ways": ways[:MOST_WAYS]}
