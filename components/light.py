"""The light page: the comparison as plain HTML for old phones and slow networks, without any script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from channels.comparison import Comparison, compare
from channels.dataset import Dataset
from channels.informal import Informal
from channels.pricing import Offer
from channels.records import Corridor, Rule, Source
from channels.routes import NotOffered, Transfer
from channels.terms import DisbursementMethod, InformalKind, PaymentInstrument
from components import choices, layout, phrases
from components.i18n import (
    DEFAULT_LANGUAGE,
    LANGUAGE_NAMES,
    LANGUAGES,
    LONGEST_AMOUNT,
    AmountFault,
    Misread,
    Words,
    words,
)

FOLDER = Path(__file__).parent / "light"
PATH = "/l"
LONGEST_HEADER = 200

Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """What the address says, in the codes of the dashboard; a code that is no option is its default.

    `typed` is the amount as it was typed, `amount` what it was read as.
    """

    corridor: Corridor
    wants: str
    currency: str
    typed: str
    amount: Decimal | Misread
    pay_out: str
    within: str
    region: str
    pay_in: str
    promotions: bool

    @property
    def transfer(self) -> Transfer | None:
        """The transfer that is asked for; None while the amount cannot be read."""
        if isinstance(self.amount, Misread):
            return None
        send = self.wants == "send"
        return Transfer(
            corridor=self.corridor,
            currency=self.currency if send else self.corridor.sends,
            send=self.amount if send else None,
            receive=None if send else self.amount,
            pay_in=None if self.pay_in == "any" else PaymentInstrument(self.pay_in),
            pay_out=None if self.pay_out == "all" else DisbursementMethod(self.pay_out),
            within=choices.WITHIN[self.within],
            region=None if self.region == "all" else self.region,
            promotions=self.promotions,
        )


def spoken(address: Mapping[str, str], accepted: str | None) -> Words:
    """The words of the language in the address, else of the first of ours that the browser accepts."""
    asked = address.get("lang", "")
    if asked in LANGUAGES:
        return words(asked)
    wishes = []
    for place, part in enumerate((accepted or "")[:LONGEST_HEADER].split(",")):
        tag, _, weight = part.partition(";q=")
        code = tag.strip().split("-")[0].lower()
        if code in LANGUAGES and weight.strip() not in ("0", "0.0", "0.00", "0.000"):
            # A weight is "0." and digits or missing, so that text sorts as the number does.
            wishes.append((weight.strip() or "1", -place, code))
    return words(max(wishes)[2] if wishes else DEFAULT_LANGUAGE)


def read(address: Mapping[str, str], data: Dataset, words: Words, today: date) -> Form:
    """The question in the address, read as the dashboard reads it."""
    sending = _among(address.get("sending"), choices.sending(data, words))
    receiving = "AZ"
    if sending == "AZ":
        receiving = _among(address.get("receiving"), choices.receiving(data))
    corridor = data.corridor(sending, receiving)
    assert corridor is not None
    wants = "receive" if address.get("ask", "receive") == "receive" and "receive" in address else "send"
    if corridor.receives is None:
        wants = "send"
    currency = corridor.receives or corridor.sends
    if wants == "send":
        currency = _among(address.get("currency"), choices.currencies(corridor))
    usual = choices.USUAL_NEED if wants == "receive" else choices.usual_amount(data, currency, today)
    typed = address.get(wants, "")[: LONGEST_AMOUNT + 1]
    # An amount that stood there for another currency does not become one of this.
    stale = address.get("was") not in (None, f"{currency} {typed}") and _same_figure(address, typed)
    if wants not in address or stale:
        typed = words.number(usual)
    return Form(
        corridor=corridor,
        wants=wants,
        currency=currency,
        typed=typed,
        amount=words.amount(typed),
        pay_out=_among(address.get("pay_out"), choices.PAY_OUTS),
        within=_among(address.get("within"), list(choices.WITHIN)),
        region=_among(address.get("region"), ["all", *choices.regions(data, words)]),
        pay_in=_among(address.get("pay_in"), ["any", *PaymentInstrument]),
        promotions=address.get("promotions") == "1",
    )


def page(address: Mapping[str, str], data: Dataset, words: Words, today: date, *, facts: Dataset) -> str:
    """The whole page as HTML. `facts` has the law and the rules, which hold whatever market is shown."""
    form = read(address, data, words, today)
    transfer = form.transfer
    found = None if transfer is None else compare(data, transfer, today)
    cites: dict[str, int] = {}
    shown = {
        **_frame(words),
        "form": _form(form, data, words),
        "invented": data.invented,
        "banner": words("teaching.banner"),
        "real": {"label": words("light.real"), "href": _link(form, data, words, set=None)},
        "languages": _languages(form, data, words),
        "answer": None if found is None else _answer(found, data, form, words),
        "roads": None if found is None else _roads(found, data, words, cites),
        "listed": None if found is None else _listed(found, words),
        "outside": None if found is None else _outside(found, facts, words, cites),
        "refused": None if found is None else _refused(found, data, words, cites),
        "late": _late(facts, words, cites),
        "code": words("safety.code"),
        "not_an_offer": words("recipient.not_an_offer"),
        "full": {"label": words("light.full"), "href": "/" + _link(form, data, words)},
    }
    known = {**facts.sources, **data.sources}
    shown["sources"] = _sources([known[name] for name in cites], words)
    return environment().get_template("page.html").render(shown)


def broken(words: Words) -> str:
    """The page that stands in for the other when the data cannot be used."""
    return environment().get_template("broken.html").render(_frame(words), what=words("faults.title"))


@cache
def style() -> str:
    """The page's style sheet, as it stands in the page: a policy may allow it by its hash."""
    return environment().get_template("style.css").render()


@cache
def environment() -> Environment:
    """What makes plain pages of the templates in this folder."""
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def _frame(words: Words) -> Shown:
    return {
        "lang": words.language,
        "title": words("app.title"),
        "heading": words("recipient.title"),
        "style": style(),
    }


def _among(value: str | None, options: Sequence[str]) -> str:
    return str(value if value in options else options[0])


def _same_figure(address: Mapping[str, str], typed: str) -> bool:
    """Whether the amount is still the one that stood in the form before a currency or country changed."""
    _, _, figure = address.get("was", "").partition(" ")
    return figure == typed


def _link(form: Form, data: Dataset, words: Words, **changes: str | None) -> str:
    """The address of this question, with changes; None takes a code out."""
    amount = form.typed if isinstance(form.amount, Misread) else format(form.amount, "f")
    codes: dict[str, str | None] = {
        "lang": words.language,
        "sending": form.corridor.sending,
        "receiving": form.corridor.receiving if form.corridor.sending == "AZ" else None,
        form.wants: amount,
        "currency": form.currency if form.wants == "send" else None,
        "pay_out": None if form.pay_out == "all" else form.pay_out,
        "within": None if form.within == "any" else form.within,
        "region": None if form.region == "all" else form.region,
        "pay_in": None if form.pay_in == "any" else form.pay_in,
        "promotions": "1" if form.promotions else None,
        "set": "teaching" if data.invented else None,
    }
    codes |= changes
    return "?" + urlencode({name: code for name, code in codes.items() if code is not None})


def _languages(form: Form, data: Dataset, words: Words) -> list[Shown]:
    return [
        {
            "code": code,
            "name": LANGUAGE_NAMES[code],
            "href": _link(form, data, words, lang=code),
            "here": code == words.language,
        }
        for code in LANGUAGES
    ]


def _select(name: str, label: str, options: Mapping[str, str], chosen: str) -> Shown:
    shown = [{"code": code, "label": text, "chosen": code == chosen} for code, text in options.items()]
    return {"name": name, "label": label, "options": shown}


def _form(form: Form, data: Dataset, words: Words) -> Shown:
    corridor = form.corridor
    first = [
        _select(
            "sending",
            words("form.from"),
            {code: words.country(code) for code in choices.sending(data, words)},
            corridor.sending,
        )
    ]
    if corridor.sending == "AZ":
        names = {code: choices.receiving_name(code, words) for code in choices.receiving(data)}
        first.append(_select("receiving", words("form.to"), names, corridor.receiving))
    currencies = choices.currencies(corridor) if form.wants == "send" else [form.currency]
    names = {code: words.currency(code) for code in currencies}
    pay_outs = {code: words(f"form.pay_out_{code}") for code in choices.PAY_OUTS}
    return {
        "first": first,
        "directions": _directions(form, data, words),
        "amount": {"name": form.wants, "label": words(f"form.{form.wants}"), "typed": form.typed},
        "fault": _fault(form, data, words),
        "was": f"{form.currency} {form.typed}",
        "currency": _select("currency", words("form.currency"), names, form.currency),
        "pay_out": _select("pay_out", words("form.pay_out"), pay_outs, form.pay_out),
        "more": words("form.more"),
        "wishes": _wishes(form, data, words),
        "any_wish": form.promotions or (form.within, form.region, form.pay_in) != ("any", "all", "any"),
        "promotions": {"label": words("form.promotions"), "on": form.promotions},
        "set": "teaching" if data.invented else None,
        "show": words("light.show"),
    }


def _wishes(form: Form, data: Dataset, words: Words) -> list[Shown]:
    within = {code: words(f"form.within_{code}") for code in choices.WITHIN}
    regions = {"all": words("form.region_all"), **choices.regions(data, words)}
    pay_ins = {code: words(f"form.pay_in_{code}") for code in ("any", *PaymentInstrument)}
    return [
        _select("within", words("form.within"), within, form.within),
        _select("region", words("form.region"), regions, form.region),
        _select("pay_in", words("form.pay_in"), pay_ins, form.pay_in),
    ]


def _directions(form: Form, data: Dataset, words: Words) -> list[Shown]:
    """The other amount to ask about, each as a link; none where only one can be asked."""
    if form.corridor.receives is None:
        return []
    need = {"send": None, "currency": None, "receive": format(choices.USUAL_NEED, "f")}
    asked: dict[str, dict[str, str | None]] = {"send": {"receive": None}, "receive": need}
    return [
        {
            "label": words(f"form.ask_{code}"),
            "here": code == form.wants,
            "href": _link(form, data, words, **({} if code == form.wants else asked[code])),
        }
        for code in ("send", "receive")
    ]


def _fault(form: Form, data: Dataset, words: Words) -> Shown | None:
    """Why the amount was not read, and links to the readings between which to choose."""
    if not isinstance(form.amount, Misread):
        return None
    # A reading that nobody can pay, with three decimals, is no choice.
    payable = [choice for choice in form.amount.choices if choice == round(choice, 2)]
    plain = {choice: format(choice.normalize(), "f") for choice in payable}
    meant = [
        {"label": words.number(choice), "href": _link(form, data, words, **{form.wants: text})}
        for choice, text in plain.items()
    ]
    ambiguous = form.amount.fault is AmountFault.AMBIGUOUS
    said = words("amount.ambiguous") if ambiguous else words(f"amount.{form.amount.fault}")
    return {"said": said, "meant": meant}


def _answer(found: Comparison, data: Dataset, form: Form, words: Words) -> Shown:
    # There is no field for a rate here, so nobody is asked to type one.
    remarks = " ".join(said for said in phrases.remarks(found, words) if said != words("rate.old"))
    top = found.headline
    if top is not None:
        return {
            "label": phrases.answer_label(found, top, data, words),
            "number": phrases.answer_number(found, top, words),
            "line": phrases.answer_line(top, data, words),
            "age": phrases.age_badge(found, top, words),
            "remarks": remarks,
        }
    example = {"label": words("teaching.try"), "href": _link(form, data, words, set="teaching")}
    return {
        "none": words("answer.none"),
        "last": " ".join(phrases.last_checked(found, words)),
        "ask": words("answer.ask_first"),
        "questions": phrases.questions(found, words),
        "remarks": remarks,
        "example": None if data.invented else example,
    }


def _roads(found: Comparison, data: Dataset, words: Words, cites: dict[str, int]) -> Shown | None:
    if not found.offers:
        return None
    first, rest = layout.first(found.offers)
    return {
        "title": layout.roads_title(found, words),
        "first": _groups(first, found, data, words, cites),
        "more": words.count("roads.more", len(rest)),
        "rest": _groups(rest, found, data, words, cites, brief=True),
        "bring_title": words("light.bring"),
        "bring": _bring(first, rest, found, data, words),
    }


def _bring(
    first: Sequence[Offer], rest: Sequence[Offer], found: Comparison, data: Dataset, words: Words
) -> list[Shown]:
    """What to bring to the counters that are not among the first roads, once for all that ask the same."""
    said = {phrases.place(offer, data, words) for offer in first}
    places: dict[str, dict[str, None]] = {}
    for offer in rest:
        lines = " ".join(phrases.at_the_counter(offer, found, words))
        place = phrases.place(offer, data, words)
        if lines and place not in said:
            places.setdefault(lines, {})[place] = None
    return [{"places": " · ".join(at), "lines": lines} for lines, at in places.items()]


def _groups(
    offers: Sequence[Offer],
    found: Comparison,
    data: Dataset,
    words: Words,
    cites: dict[str, int],
    *,
    brief: bool = False,
) -> list[Shown]:
    return [
        {
            "heading": phrases.form_heading(form, words) if headed else None,
            "roads": [_road(offer, found, data, words, cites, brief=brief) for offer in group],
        }
        for form, headed, group in layout.grouped(offers, found)
    ]


def _road(
    offer: Offer, found: Comparison, data: Dataset, words: Words, cites: dict[str, int], *, brief: bool
) -> Shown:
    """One road; `brief`: what to bring is said once for several roads, below them."""
    counter = [] if brief else phrases.at_the_counter(offer, found, words)
    return {
        "kind": offer.channel,
        "name": phrases.provider(offer.provider, data, words),
        "amount": phrases.amount_of(found, offer, words),
        "place": phrases.place(offer, data, words),
        "time": phrases.duration(offer, words),
        "marks": layout.marks(offer, found, words),
        "cost": phrases.cost_line(found, offer, words),
        "age": phrases.age_line(found, offer, words),
        "lines": [*counter, phrases.status(offer, words)],
        "cites": _cite(layout.sources_of(offer, data), cites),
    }


def _listed(found: Comparison, words: Words) -> Shown | None:
    names = [item.route.provider.name.text_in(words.language) for item in layout.listed(found)]
    if not names:
        return None
    return {"title": words("listed.title"), "note": words("listed.note"), "names": " · ".join(names)}


def _outside(found: Comparison, facts: Dataset, words: Words, cites: dict[str, int]) -> Shown:
    return {
        "title": words("informal.title"),
        "roads": [_outside_road(road, found, words) for road in found.informal],
        "law": _rules(facts, words, ("law",), cites),
    }


def _outside_road(road: Informal, found: Comparison, words: Words) -> Shown:
    """One road; an unlicensed service never has an amount here, because nobody typed what it asks."""
    priced = road.kind is not InformalKind.UNLICENSED
    line = phrases.informal_line(road, found, words) if priced else None
    return {
        "kind": road.kind,
        "name": road.road.name.text_in(words.language),
        "amount": phrases.informal_amount(road, words) if priced else None,
        "note": phrases.informal_note(road, found, words),
        "line": line,
        "measured": None if line is None else words("informal.nobody_measured"),
    }


def _refused(found: Comparison, data: Dataset, words: Words, cites: dict[str, int]) -> Shown | None:
    refused = layout.refused(found)
    if not refused:
        return None
    return {
        "title": words.count("refused.title", len(refused)),
        "items": [_refusal(item, data, words, cites) for item in refused],
    }


def _refusal(item: NotOffered, data: Dataset, words: Words, cites: dict[str, int]) -> Shown:
    partner, note = item.route.partner, item.standing.note if item.standing is not None else None
    source = data.sources.get(item.source) if item.source is not None else None
    return {
        "name": item.route.provider.name.text_in(words.language),
        "where": None if partner is None else partner.name.text_in(words.language),
        "why": phrases.refusal(item, words),
        "note": None if note is None else note.text_in(words.language),
        "cites": _cite([] if source is None else [source], cites),
    }


def _late(facts: Dataset, words: Words, cites: dict[str, int]) -> Shown:
    return {
        "title": words("late.title"),
        "steps": [words(f"late.step_{n}") for n in range(1, 4)],
        "rules": _rules(facts, words, ("help",), cites),
    }


def _rules(facts: Dataset, words: Words, topics: Sequence[str], cites: dict[str, int]) -> list[Shown]:
    found: list[Rule] = [rule for rule in facts.tables.rules if rule.topic in topics]
    return [
        {
            "text": rule.text.text_in(words.language),
            "href": _web(rule.url),
            "open": words("rules.open"),
            "cites": _cite([facts.sources[rule.source]], cites),
        }
        for rule in found
    ]


def _cite(found: Sequence[Source], cites: dict[str, int]) -> list[int]:
    """The numbers of sources in the list at the foot of the page."""
    return [cites.setdefault(source.id, len(cites) + 1) for source in found]


def _sources(found: Sequence[Source], words: Words) -> Shown:
    return {
        "title": words.count("sources.all", len(found)),
        "items": [{"text": phrases.source_line(s, words), "href": _web(s.url)} for s in found],
    }


def _web(url: str | None) -> str | None:
    """An address that a link may open; None for none, or for what is not on the web."""
    return url if url is not None and url.startswith(("https://", "http://")) else None
