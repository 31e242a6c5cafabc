"""The light page on which a reader says what arrived, beside what was promised: one plain form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from channels.amounts import LONGEST_AMOUNT
from channels.dataset.dataset import Dataset
from channels.records.arrivals import Arrival, ArrivalFault
from components.i18n import Words
from components.light import form as light_form
from components.light.form import LightForm
from components.light.templates import environment, style
from components.light.typed_prices import Shown
from components.words import arrivals as arrival_words
from components.words import offers as offer_words
from components.words.arrivals import TypedArrival
from components.words.links import ARRIVALS_PATH, LIGHT_PATH, corridor_name

SENT, FULL, LESS = "sent", "full", "less"
"""How the address says that a report was sent, and whether all that was promised had arrived."""
FIELDS = ("provider", "promised", "received", "currency", "days")
MEANT = "meant"
"""The button by which a reader says how an amount is meant: the field's name, a space, the amount."""


@dataclass(frozen=True, slots=True)
class ReportForm:
    """The form as it was sent, empty before that: what was typed, and what it was read as."""

    asked: LightForm
    typed: Mapping[str, str]
    read: TypedArrival
    arrival: Arrival | None


def read(
    address: Mapping[str, str], sent: Mapping[str, str], data: Dataset, words: Words, today: date
) -> ReportForm:
    """The question in the address, and what the form said."""
    asked = light_form.read(address, data, words, today)
    typed = {name: sent.get(name, "")[: LONGEST_AMOUNT + 1] for name in FIELDS}
    name, _, choice = sent.get(MEANT, "").partition(" ")
    if name in ("promised", "received"):
        typed[name] = choice[: LONGEST_AMOUNT + 1]
    listed, codes = arrival_words.providers(data, asked.corridor, words), _currencies(asked)
    currency = typed["currency"] if typed["currency"] in codes else codes[0]
    found = TypedArrival(
        provider=typed["provider"] if typed["provider"] in listed else "",
        currency=currency,
        promised=words.amount(typed["promised"], currency=currency),
        received=words.amount(typed["received"], currency=currency, zero=True),
        days=words.amount(typed["days"], places=0, zero=True),
    )
    return ReportForm(asked, typed, found, arrival_words.made(found, asked.corridor, today))


def page(
    address: Mapping[str, str], form: ReportForm, data: Dataset, words: Words, *,
    was_sent: bool = False, fault: ArrivalFault | None = None,
) -> str:  # fmt: skip
    """The whole page as HTML. `was_sent`: the form comes back; `fault`: why its report was not kept."""
    asked = form.asked
    thanks = None if was_sent else _thanks(address.get(SENT), asked, data, words)
    faults = arrival_words.faults(form.read, words) if was_sent else {}
    said = words("arrival.thanks") if thanks is not None else None
    if was_sent:
        said = words("arrival.check") if fault is None else arrival_words.not_kept(fault, words)
    shown = {
        "lang": words.language,
        "title": words("app.title"),
        "heading": words("arrival.title"),
        "style": style(),
        # Without this a browser would send the form without its origin.
        "send": True,
        "languages": _languages(address, asked, data, words),
        "where": corridor_name(asked.corridor, words),
        "said": said,
        "thanks": thanks,
        "faults": faults,
        "first": next(iter(faults), None),
        "meant": {
            name: [words.number(choice) for choice in arrival_words.meant(getattr(form.read, name))]
            for name in FIELDS
        },
        "action": _link(asked, data, words),
        "back": {
            "label": words("arrival.back"), "href": LIGHT_PATH + light_form.link(asked, data, words),
        },
        **_fields(form, data, words),
        "how": words("arrival.how"),
        "listed": words("arrival.listed"),
        "what": words("arrival.what"),
        "unpublished": words("arrival.unpublished"),
        "send_label": words("arrival.send"),
    }  # fmt: skip
    return environment().get_template("arrivals.html").render(shown)


def answered(form: ReportForm, data: Dataset, words: Words, *, in_full: bool) -> str:
    """The address of the page that thanks for a report."""
    return _link(form.asked, data, words, sent=FULL if in_full else LESS)


def _link(asked: LightForm, data: Dataset, words: Words, **changes: str | None) -> str:
    return ARRIVALS_PATH + light_form.link(asked, data, words, **changes)


def _currencies(asked: LightForm) -> list[str]:
    return arrival_words.currencies(asked.corridor)


def _fields(form: ReportForm, data: Dataset, words: Words) -> Shown:
    names = arrival_words.providers(data, form.asked.corridor, words)
    codes = {code: words.currency(code) for code in _currencies(form.asked)}
    return {
        "provider": {
            "label": words("arrival.provider"),
            "options": {"": words("arrival.choose"), **names},
            "chosen": form.read.provider,
        },
        "currency": {
            "label": words("arrival.currency"), "options": codes, "chosen": form.read.currency,
        },
        "promised": {"label": words("arrival.promised"), "typed": form.typed["promised"]},
        "received": {"label": words("arrival.received"), "typed": form.typed["received"]},
        "days": {"label": words("arrival.days"), "typed": form.typed["days"]},
    }  # fmt: skip


def _thanks(sent: str | None, asked: LightForm, data: Dataset, words: Words) -> Shown | None:
    if sent not in (FULL, LESS):
        return None
    rules = () if sent == FULL else arrival_words.complaint_rules(data)
    return {
        "steps": arrival_words.next_steps(words, in_full=sent == FULL),
        "rules": [
            {
                "text": rule.text.text_in(words.language),
                "href": rule.url,
                "open": words("rules.open"),
                "source": offer_words.source_line(data.sources[rule.source], words),
            }
            for rule in rules
        ],
        "another": {"label": words("arrival.another"), "href": _link(asked, data, words)},
    }


def _languages(address: Mapping[str, str], asked: LightForm, data: Dataset, words: Words) -> list[Shown]:
    """The languages, each with a link to this page in it."""
    sent = address.get(SENT) if address.get(SENT) in (FULL, LESS) else None
    return [
        {**language, "href": _link(asked, data, words, lang=language["code"], sent=sent)}
        for language in light_form.languages(asked, data, words)
    ]
