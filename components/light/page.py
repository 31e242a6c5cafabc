"""The light page: the comparison as plain HTML for old phones and slow networks, without any script."""

from collections.abc import Mapping, Sequence
from datetime import date

from channels.collect.leads import hint
from channels.compare.comparison import Comparison, compare
from channels.dataset.dataset import Dataset
from channels.pricing.informal import Informal
from channels.pricing.offers import Offer
from channels.pricing.routes import NotOffered
from channels.records.base import Source
from channels.records.entries import Lead
from channels.records.policy import Rule
from channels.terms import InformalKind
from components.i18n import Words
from components.light import form as light_form
from components.light.form import TOLD, Form
from components.light.templates import environment, style
from components.light.typed_prices import Shown
from components.words import counter as counter_words
from components.words import informal as informal_words
from components.words import offer_layout
from components.words import offers as offer_words
from components.words import reader_quote as quote_words

SENT, CHARGED = "sent", "charged"
"""What the address says of a told price that was sent; the box of a form that says it was paid already."""


def page(address: Mapping[str, str], data: Dataset, words: Words, today: date, *, facts: Dataset) -> str:
    """The whole page as HTML. `facts` has the law and the rules, which hold whatever market is shown."""
    form = light_form.read(address, data, words, today)
    found = _found(form, data, words, today)
    cites: dict[str, int] = {}
    shown = {
        **_frame(words),
        "form": light_form.shown(form, data, words),
        "invented": data.invented,
        "banner": words("teaching.banner"),
        "real": {"label": words("light.real"), "href": light_form.market_link(form, data, words, None)},
        "languages": light_form.languages(form, data, words),
        "answer": None if found is None else _answer(found, data, form, words),
        "told": None if found is None else _told(found, words),
        "send": None if found is None or data.invented else _send(form, data, words, address.get(SENT)),
        "roads": None if found is None else _roads(found, data, words, cites),
        "listed": None if found is None else _listed(found, words, data, cites),
        "outside": None if found is None else _outside(found, facts, words, cites),
        "refused": None if found is None else _refused(found, data, words, cites),
        "late": _late(facts, words, cites),
        "code": words("safety.code"),
        "not_an_offer": words("recipient.not_an_offer"),
        "full": {"label": words("light.full"), "href": light_form.full_link(form, data, words)},
    }
    known = {**facts.sources, **data.sources}
    shown["sources"] = _sources([known[name] for name in cites], words)
    return environment().get_template("page.html").render(shown)


def _found(form: Form, data: Dataset, words: Words, today: date) -> Comparison | None:
    """The answer; None while the amount cannot be read."""
    if form.transfer is None:
        return None
    rate = None if form.official is None else form.official.rate
    told = form.telling.told(words) if form.told_open else None
    known = data if rate is None else data.with_rate(rate)
    return compare(known, form.transfer, today, told=[] if told is None else [told])


def hinted(
    address: Mapping[str, str], data: Dataset, words: Words, today: date, *, charged: bool
) -> Lead | None:
    """The told price of an address as a hint for the stewards; None where it has none."""
    form = light_form.read(address, data, words, today)
    told = form.telling.told(words)
    if form.transfer is None or told is None or data.invented:
        return None
    return hint(told, form.transfer, data, today, charged=charged)


def answered(address: Mapping[str, str], data: Dataset, words: Words, today: date, *, kept: bool) -> str:
    """The address of the same page, which then says whether a told price was kept."""
    form = light_form.read(address, data, words, today)
    return light_form.link(form, data, words, **{SENT: "1" if kept else "0"}) + "#t"


def broken(words: Words) -> str:
    """The page that stands in for the other when the data cannot be used."""
    return environment().get_template("broken.html").render(_frame(words), what=words("faults.title"))


def _frame(words: Words) -> Shown:
    return {
        "lang": words.language,
        "title": words("app.title"),
        "heading": words("recipient.title"),
        "style": style(),
    }


def _answer(found: Comparison, data: Dataset, form: Form, words: Words) -> Shown:
    # Only where there is a field for it is anybody asked to type a rate.
    asked = form.official is not None
    remarks = " ".join(
        said for said in offer_words.remarks(found, words) if asked or said != words("rate.old")
    )
    check = {"label": words("answer.told"), "href": light_form.link(form, data, words, open=TOLD) + "#t"}
    shown: Shown = {"remarks": remarks, "check": None if form.told_open else check, "example": None}
    top = found.headline
    if top is not None:
        return shown | {
            "label": offer_words.answer_label(found, top, data, words),
            "number": offer_words.answer_number(found, top, words),
            "line": offer_words.answer_line(top, data, words),
            "age": offer_words.age_badge(found, top, words),
        }
    example = {"label": words("teaching.try"), "href": light_form.market_link(form, data, words, "teaching")}
    return shown | {
        "none": words("answer.none"),
        "last": " ".join(offer_words.last_checked(found, words)),
        "ask": words("answer.ask_first"),
        "questions": offer_words.questions(found, words),
        "example": None if data.invented else example,
    }


def _told(found: Comparison, words: Words) -> Shown | None:
    """What a told price comes to, and how it stands beside the official rate and the known roads."""
    if not found.told and not found.told_faults:
        return None
    return {
        "prices": [_told_price(offer, found, words) for offer in found.told],
        "slips": [words(f"told_fault.{fault}", name=asked.name) for asked, fault in found.told_faults],
    }


def _send(form: Form, data: Dataset, words: Words, sent: str | None) -> Shown | None:
    """What sends the told price to the stewards, or what came of that."""
    if not form.told_open or form.telling.told(words) is None:
        return None
    if sent in ("0", "1"):
        return {"said": words("lead.sent" if sent == "1" else "lead.not_sent"), "good": sent == "1"}
    return {
        "said": None,
        "what": words("lead.what"),
        "charged": words("lead.was_charged"),
        "name": CHARGED,
        "label": words("lead.send"),
        "href": light_form.link(form, data, words),
    }


def _told_price(offer: Offer, found: Comparison, words: Words) -> Shown:
    judged = offer.reference is not None and offer.reference.fresh
    return {
        "name": offer.provider,
        "amount": offer_words.amount_of(found, offer, words),
        "cost": offer_words.cost_line(found, offer, words) if judged else None,
        "verdict": " ".join(quote_words.verdict(offer, found, words)),
    }


def _roads(found: Comparison, data: Dataset, words: Words, cites: dict[str, int]) -> Shown | None:
    if not found.offers:
        return None
    first, rest = offer_layout.first(found.offers)
    return {
        "title": offer_layout.roads_title(found, words),
        "first": _groups(first, found, data, words, cites),
        "more": words.count("roads.more", len(rest)),
        "rest": _groups(rest, found, data, words, cites, brief=True),
        "bring_title": words("light.bring"),
        "bring": _bring(first, rest, found, data, words),
    }


def _bring(
    first: Sequence[Offer], rest: Sequence[Offer], found: Comparison, data: Dataset, words: Words
) -> list[Shown]:
    """What to bring where, for the roads below the first ones, once for all that ask the same."""

    def said_of(offer: Offer) -> list[str]:
        counter = None if offer.route is None else offer.route.payout
        # A counter's own regions, the same for all its roads, are left to the full page: they are many bytes.
        own = counter is not None and counter.regions == offer.regions.codes
        where = None if own else counter_words.where(offer, found, data, words)
        lines = " ".join(counter_words.at_the_counter(offer, found, words))
        return [line for line in (where, lines) if line]

    said = {(offer_words.place(offer, data, words), line) for offer in first for line in said_of(offer)}
    places: dict[str, dict[str, None]] = {}
    for offer in rest:
        place = offer_words.place(offer, data, words)
        for line in said_of(offer):
            if (place, line) not in said:
                places.setdefault(line, {})[place] = None
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
            "heading": offer_words.form_heading(form, words) if headed else None,
            "roads": [_road(offer, found, data, words, cites, brief=brief) for offer in group],
        }
        for form, headed, group in offer_layout.grouped(offers, found)
    ]


def _road(
    offer: Offer, found: Comparison, data: Dataset, words: Words, cites: dict[str, int], *, brief: bool
) -> Shown:
    """One road; `brief`: what to bring is said once for several roads, below them."""
    counter = [] if brief else counter_words.at_the_counter(offer, found, words)
    place = counter_words.where(offer, found, data, words)
    where = [] if brief or place is None else [place]
    return {
        "kind": offer.channel,
        "name": offer_words.provider(offer.provider, data, words),
        "amount": offer_words.amount_of(found, offer, words),
        "place": offer_words.place(offer, data, words),
        "time": offer_words.duration(offer, words),
        "marks": offer_layout.marks(offer, found, words),
        "cost": offer_words.cost_line(found, offer, words),
        "age": offer_words.age_line(found, offer, data, words),
        "lines": [*where, *counter, offer_words.status(offer, words)],
        "cites": _cite(offer_layout.sources_of(offer, data), cites),
    }


def _listed(found: Comparison, words: Words, data: Dataset, cites: dict[str, int]) -> Shown | None:
    """Who serves the corridor without a known price, each with the day and the source that says so."""
    listed = offer_layout.listed(found)
    if not listed:
        return None
    items = []
    for item in listed:
        lines, cited = offer_layout.listed_lines(item, found.day, data, words)
        items.append(
            {
                "name": item.route.provider.name.text_in(words.language),
                "seen": " ".join(lines),
                "cites": _cite(cited, cites),
            }
        )
    return {"title": words("listed.title"), "note": words("listed.note"), "items": items}


def _outside(found: Comparison, facts: Dataset, words: Words, cites: dict[str, int]) -> Shown:
    return {
        "title": words("informal.title"),
        "roads": [_outside_road(road, found, facts, words, cites) for road in found.informal],
        "law": _rules(facts, words, ("law",), cites),
    }


def _outside_road(
    road: Informal, found: Comparison, facts: Dataset, words: Words, cites: dict[str, int]
) -> Shown:
    """One road; an unlicensed service never has an amount here, because nobody typed what it asks."""
    priced = road.kind is not InformalKind.UNLICENSED
    line = informal_words.line(road, found, words) if priced else None
    return {
        "kind": road.kind,
        "name": road.road.name.text_in(words.language),
        "amount": informal_words.amount(road, words) if priced else None,
        "note": informal_words.note(road, found, words),
        "cites": _cite([] if road.told is None else [facts.sources[road.told.source]], cites),
        "line": line,
        "measured": None if line is None else words("informal.nobody_measured"),
    }


def _refused(found: Comparison, data: Dataset, words: Words, cites: dict[str, int]) -> Shown | None:
    refused = offer_layout.refused(found)
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
        "why": offer_words.refusal(item, words),
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
        "items": [{"text": offer_words.source_line(s, words), "href": _web(s.address)} for s in found],
    }


def _web(url: str | None) -> str | None:
    """An address that a link may open; None for none, or for what is not on the web."""
    return url if url is not None and url.startswith(("https://", "http://")) else None
