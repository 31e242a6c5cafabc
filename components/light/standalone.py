"""An answer as a page that asks nothing of a server: without a form, with its day."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from channels.amounts import Misread
from channels.compare.comparison import compare
from channels.dataset.dataset import Dataset
from components.i18n import Words
from components.light import page as light_page
from components.light.form import LightForm
from components.light.typed_prices import Shown
from components.words.answer_view import answer_view, title
from components.words.links import corridor_name


def asked(form: LightForm, words: Words) -> str:
    """The question as a heading: from where to where, and how much."""
    assert not isinstance(form.amount, Misread)
    amount = words.money(form.amount, form.currency)
    return words("site.asked", corridor=corridor_name(form.corridor, words), amount=amount)


def shown(
    form: LightForm, data: Dataset, words: Words, day: date, *, facts: Dataset, amounts: Mapping[Decimal, str]
) -> Shown:
    """All that the template shows but its links to other pages: those of its kind are for its keeper to give.

    The question of `form` can be read. `amounts` are the pages about other amounts of the same currency. An
    answer that the light page only gives with a link to this server is left out.
    """
    assert form.transfer is not None
    view = answer_view(compare(data, form.transfer, day), data, words, facts=facts)
    others = [
        {"label": other.label, "href": amounts[other.amount.amount]}
        for other in view.headline.amounts
        if other.amount.currency == form.currency and other.amount.amount in amounts
    ]
    answer = {
        "head": view.headline,
        "amounts": others,
        # Nobody can type a rate here.
        "remarks": " ".join(said for said in view.remarks if said != view.ask_rate),
        "minimum_fee": view.minimum_fee,
        "check": None,
        "arrived": None,
        "example": None,
    }
    return {
        **light_page.frame(words),
        "heading": title(view, words),
        "title": f"{asked(form, words)} · {words.day(day)}",
        "banner": words("teaching.banner") if data.invented else None,
        "real": None,
        "question": asked(form, words),
        "day": words("site.day", day=words.day(day)),
        "answer": answer,
        **dict.fromkeys(("follow", "told", "send")),
        **light_page.below(view, data, words, facts=facts),
    }
