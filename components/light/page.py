"""The light page: the comparison as plain HTML for old phones and slow networks, without any script."""

from collections.abc import Mapping, Sequence
from datetime import date

from channels.collect.leads import lead
from channels.compare.comparison import Comparison, compare
from channels.dataset.dataset import Dataset
from channels.money import plain
from channels.records.base import Source
from channels.records.entries import Lead
from channels.records.policy import Rule
from components.i18n import Words
from components.light import form as light_form
from components.light.form import TOLD, LightForm
from components.light.templates import environment, style
from components.light.typed_prices import Shown
from components.words import offers as offer_words
from components.words.answer_rows import GroupView, RowView
from components.words.answer_view import AnswerView, answer_view, title
from components.words.companies import CompaniesView
from components.words.links import ARRIVALS_PATH, KEPT_PATH, feed_link
from components.words.set_aside import set_aside

SENT, CHARGED = "sent", "charged"
"""What the address says of a told price that was sent; the box of a form that says it was paid already."""


def page(address: Mapping[str, str], data: Dataset, words: Words, today: date, *, facts: Dataset) -> str:
    """The whole page as HTML. `facts` has the law and the rules, which hold whatever market is shown."""
    form = light_form.read(address, data, words, today)
    found = _found(form, data, words, today)
    view = None if found is None else answer_view(found, data, words, facts=facts)
    shown = {
        **frame(words),
        "heading": title(view, words),
        "form": light_form.shown(form, data, words),
        "banner": words("teaching.banner") if data.invented else None,
        "real": {"label": words("light.real"), "href": light_form.market_link(form, data, words, None)},
        "languages": light_form.languages(form, data, words),
        "answer": None if view is None else _answer(view, data, form, words),
        "follow": None if found is None or data.invented else _follow(found, words),
        "told": None if view is None else _told(view),
        "send": None if found is None or data.invented else _send(form, data, words, address.get(SENT)),
        "full": {"label": words("light.full"), "href": light_form.full_link(form, data, words)},
        **below(view, data, words, facts=facts),
    }
    return environment().get_template("page.html").render(shown)


def below(view: AnswerView | None, data: Dataset, words: Words, *, facts: Dataset) -> Shown:
    """What stands below an answer, or without one: services, companies, the law, rules and the sources."""
    cites: dict[str, int] = {}
    shown = {
        "aside": set_aside(facts, words),
        "roads": None if view is None or not _has_roads(view) else _roads(view, words, cites),
        "lines": None if view is None or not view.lines else {"title": view.lines_title, "items": view.lines},
        "companies": None
        if view is None or view.companies is None
        else _companies(view, view.companies, cites),
        "outside": None if view is None else _outside(view, facts, words, cites),
        "refused": None if view is None or not view.refused else _refused(view, cites),
        "late": _late(facts, words, cites),
        "code": words("safety.code"),
        "not_an_offer": words("recipient.not_an_offer"),
    }
    known = {**facts.sources, **data.sources}
    return shown | {"sources": _sources([known[name] for name in cites], words)}


def _found(form: LightForm, data: Dataset, words: Words, today: date) -> Comparison | None:
    """The answer; None while the amount cannot be read."""
    if form.transfer is None:
        return None
    rate = None if form.official is None else form.official.rate
    told = form.reader_quote.told(words) if form.told_open else None
    known = data if rate is None else data.with_rate(rate)
    counter = None if form.counter is None else form.counter.rate
    return compare(known, form.transfer, today, told=[] if told is None else [told], counter_rate=counter)


def lead_of(
    address: Mapping[str, str], data: Dataset, words: Words, today: date, *, charged: bool
) -> Lead | None:
    """The told price of an address as a lead for the stewards; None where it has none."""
    form = light_form.read(address, data, words, today)
    told = form.reader_quote.told(words)
    if form.transfer is None or told is None or data.invented:
        return None
    return lead(told, form.transfer, data, today, charged=charged)


def answered(address: Mapping[str, str], data: Dataset, words: Words, today: date, *, kept: bool) -> str:
    """The address of the same page, which then says whether a told price was kept."""
    form = light_form.read(address, data, words, today)
    return light_form.link(form, data, words, **{SENT: "1" if kept else "0"}) + "#t"


def broken(words: Words) -> str:
    """The page that stands in for the other when the data cannot be used."""
    return environment().get_template("broken.html").render(frame(words), what=words("faults.title"))


def busy(words: Words) -> str:
    """The page that stands in for the other when too many are asked for at once."""
    return environment().get_template("broken.html").render(frame(words), what=words("vote.busy"))


def frame(words: Words) -> Shown:
    """What the head of every page of this kind says."""
    return {
        "lang": words.language,
        "title": words("app.title"),
        "heading": words("recipient.title"),
        "style": style(),
    }


def _answer(view: AnswerView, data: Dataset, form: LightForm, words: Words) -> Shown:
    # Only where there is a field for it is anybody asked to type a rate.
    asked = form.official is not None
    remarks = " ".join(said for said in view.remarks if asked or said != view.ask_rate)
    check = {"label": words("answer.told"), "href": light_form.link(form, data, words, open=TOLD) + "#t"}
    arrived = {"label": words("answer.arrived"), "href": ARRIVALS_PATH + light_form.link(form, data, words)}
    example = {"label": words("teaching.try"), "href": light_form.market_link(form, data, words, "teaching")}
    priced = view.headline.number is not None
    return {
        "head": view.headline,
        "amounts": _other_amounts(view, data, form, words),
        "remarks": remarks,
        "minimum_fee": view.minimum_fee,
        "check": None if form.told_open else check,
        "keep": {
            "label": words("kept.later"),
            "href": KEPT_PATH + light_form.question_link(form, data, words),
        },
        "arrived": None if form.told_open or data.invented or view.outbound else arrived,
        "example": None if data.invented or priced else example,
    }


def _other_amounts(view: AnswerView, data: Dataset, form: LightForm, words: Words) -> list[Shown]:
    """The same question about each amount for which the price was checked."""
    found = []
    for other in view.headline.amounts:
        own = None if other.amount.currency == form.corridor.sends else other.amount.currency
        codes = {"ask": None, "receive": None, "send": plain(other.amount.amount), "currency": own}
        found.append({"label": other.label, "href": light_form.link(form, data, words, **codes) + "#a"})
    return found


def _follow(found: Comparison, words: Words) -> Shown | None:
    """The feed of the amount and a weekly reminder; None where no budget is given."""
    if found.transfer.send is None:
        return None
    links = {"feed": feed_link(found.transfer, words.language), "label": words("feed.follow")}
    return links | {
        "reminder": feed_link(found.transfer, words.language, "ics"), "remind": words("reminder.save")
    }  # fmt: skip


def _told(view: AnswerView) -> Shown | None:
    """What a told price comes to, and how it stands beside the official rate and the known roads."""
    if not view.told and not view.told_faults:
        return None
    return {"prices": view.told, "slips": view.told_faults}


def _send(form: LightForm, data: Dataset, words: Words, sent: str | None) -> Shown | None:
    """What sends the told price to the stewards, or what came of that."""
    if not form.told_open or form.reader_quote.told(words) is None:
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


def _roads(view: AnswerView, words: Words, cites: dict[str, int]) -> Shown:
    return {
        "title": view.roads_title,
        "first": _groups(view.first, cites, brief=False),
        "more": view.more,
        "rest": _groups(view.rest, cites, brief=True),
        "bring_title": words("light.bring"),
        "bring": _bring(view),
    }


def _bring(view: AnswerView) -> list[Shown]:
    """What to bring where, for the roads below the first ones, once for all that ask the same."""

    def said_of(row: RowView) -> list[str]:
        # A counter's own regions, the same for all its roads, are left to the full page: they are many bytes.
        where = None if row.where_of_counter else row.where
        return [line for line in (where, " ".join(row.counter)) if line]

    said = {(row.place, line) for row in view.first_rows for line in said_of(row)}
    places: dict[str, dict[str, None]] = {}
    for row in (row for group in view.rest for row in group.rows):
        for line in said_of(row):
            if (row.place, line) not in said:
                places.setdefault(line, {})[row.place] = None
    return [{"places": " · ".join(at), "lines": lines} for lines, at in places.items()]


def _groups(groups: Sequence[GroupView], cites: dict[str, int], *, brief: bool) -> list[Shown]:
    return [
        {"heading": group.heading, "roads": [_road(row, cites, brief=brief) for row in group.rows]}
        for group in groups
    ]


def _road(row: RowView, cites: dict[str, int], *, brief: bool) -> Shown:
    """One road; `brief`: what to bring is said once for several roads, below them."""
    lines = [] if brief else [row.where, *row.counter]
    return {
        "view": row,
        "lines": [line for line in (*lines, row.status) if line is not None],
        "cites": _cite(row.sources, cites),
    }


def _has_roads(view: AnswerView) -> bool:
    """Whether the roads stand in a section of their own: only below a current price."""
    return view.roads_title is not None and view.headline.number is not None


def _companies(view: AnswerView, found: CompaniesView, cites: dict[str, int]) -> Shown:
    """Whom to ask, each with what is known of it, its page, and the sources that say so."""

    def shown(groups: Sequence[GroupView]) -> list[Shown]:
        rows = [] if _has_roads(view) else [row for group in groups for row in group.rows]
        return [_known(row, cites) for row in rows]

    known = [*shown(view.first), *shown(view.rest)]
    rows = [{"view": row, "cites": _cite(row.sources, cites)} for row in found.rows]
    return {"view": found, "known": known, "rows": rows}


def _known(row: RowView, cites: dict[str, int]) -> Shown:
    """One company whose price is old, and where and with what it is collected."""
    lines = [line for line in (row.where, *row.counter) if line is not None]
    return {"view": row, "lines": lines, "cites": _cite(_all_sources(row), cites)}


def _all_sources(row: RowView) -> list[Source]:
    """The sources of a company's ways, each once."""
    found = {source.id: source for way in (row, *row.variants) for source in way.sources}
    return list(found.values())


def _outside(view: AnswerView, facts: Dataset, words: Words, cites: dict[str, int]) -> Shown:
    return {
        "title": view.outside_title,
        "roads": [{"view": row, "cites": _cite(row.sources, cites)} for row in view.outside],
        "law": _rules(facts, words, ("law",), cites),
    }


def _refused(view: AnswerView, cites: dict[str, int]) -> Shown:
    items = [{"view": item, "cites": _cite(item.sources, cites)} for item in view.refused]
    return {"title": view.refused_title, "items": items}


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
