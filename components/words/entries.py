"""A collected price, a reader's lead and a cell of the grid in words."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from channels.collect.doubts import last_price
from channels.collect.grid import Cell, CellState
from channels.collect.group_ranges import Gathered
from channels.dataset.dataset import Dataset
from channels.records.entries import Entry, Kept, KeptLead, OnItsWay, Quoted
from channels.records.informal import Discussion
from channels.records.observations import Observation
from channels.terms import BAKU, Answer, Stage
from components.i18n import Words
from components.words.form_lists import EVERYWHERE, lists
from components.words.form_options import regions
from components.words.offers import percent_range, rate_unit

MARKS = {
    CellState.CURRENT: ("green", "check_circle"),
    CellState.AGEING: ("blue", "schedule"),
    CellState.HISTORICAL: ("orange", "history"),
    CellState.REFUSED: ("violet", "block"),
    CellState.NEVER: ("gray", "radio_button_unchecked"),
}
"""The colour and the sign of each state; its word stands beside them."""
CLOCKS = ("quoted", "source_updated", "valid_until")
"""What a price is dated by, beside the day on which it was collected."""


def way(corridor: str, words: Words) -> str:
    """A corridor by the names of its ends."""
    sending, receiving = corridor.split("-")
    return words("steward.way", sending=words.country(sending), receiving=words.country(receiving))


def linked_way(corridor: str, words: Words) -> str:
    """A corridor of a link by the names of its ends; as it is written where they are no countries."""
    ends = corridor.split("-")
    return way(corridor, words) if len(ends) == 2 and all(map(words.is_country, ends)) else corridor


def road(provider: str, service: str, data: Dataset, words: Words) -> str:
    """A provider with its service's name, or with what is known of how it works."""
    of = data.providers.get(provider)
    if of is None:
        return provider
    own = next((s for s in of.services if s.id == service), None)
    name = of.name.text_in(words.language)
    if own is None:
        return name
    if own.name is not None:
        return f"{name} · {own.name.text_in(words.language)}"
    return name if own.disbursement is None else f"{name} · {words('group.' + own.disbursement)}"


def cell_amount(cell: Cell, words: Words) -> str:
    """The price point of a cell in its currency; in dollars where no rate is known."""
    if cell.amount is None:
        return words.money(cell.dollars, "USD", whole=True)
    return words.money(cell.amount, cell.currency, whole=True)


def cell_state(cell: Cell, words: Words) -> str:
    """What is known of a cell, with its day."""
    state = words(f"cell.{cell.state}")
    return state if cell.seen is None else f"{state}, {words.day(cell.seen)}"


def wanted(service: Sequence[Cell], words: Words) -> str:
    """A service to be collected in one line: corridor, amounts, what is known of them, until when."""
    first = service[0]
    states = dict.fromkeys(cell_state(cell, words) for cell in service)
    parts = [
        way(first.corridor, words),
        words.listed([cell_amount(cell, words) for cell in service]),
        *states,
    ]
    if first.due is not None:
        parts.append(words("steward.due", day=words.day(first.due)))
    if first.hides is not None:
        parts.append(words("steward.hides_this", percent=words.percent(first.hides)))
    return " · ".join(parts)


def mark(cell: Cell, words: Words) -> str:
    """A cell of the grid: its state as a sign, a word and a colour, its day, and what is under way."""
    colour, sign = MARKS[cell.state]
    parts = [f":{colour}-badge[:material/{sign}: {words(f'cell_mark.{cell.state}')}]"]
    if cell.seen is not None:
        parts.append(words.day(cell.seen))
    if cell.waits:
        parts.append(f":gray-badge[:material/hourglass: {words('cell_mark.waits')}]")
    if cell.due is not None:
        parts.append(words("steward.due", day=words.day(cell.due)))
    return " ".join(parts)


def figures(told: Quoted, words: Words) -> list[str]:
    """The figures of a price, each in a line: of an entry also all that the sender hands over."""
    found = []
    if isinstance(told, Entry) and told.amount is not None and told.fee is not None:
        found.append(_in_all(told.amount, told.fee, told.currency, words))
    else:
        if told.amount is not None:
            found.append(words("entry.amount", amount=words.money(told.amount, told.currency)))
        if told.fee is not None:
            found.append(words("entry.fee", amount=words.money(told.fee, told.currency)))
    if told.rate is not None and told.pays is not None:
        found.append(_rate(told.rate, told.currency, told.pays, words))
    if told.received is not None and told.pays is not None:
        found.append(words("entry.received", amount=words.money(told.received, told.pays)))
    return found


def _in_all(amount: Decimal, fee: Decimal, currency: str, words: Words) -> str:
    """All that the sender hands over, and its two parts."""
    total, sent, taken = (words.money(part, currency) for part in (amount + fee, amount, fee))
    return words("entry.in_all", total=total, amount=sent, fee=taken)


def _rate(rate: Decimal, currency: str, pays: str, words: Words) -> str:
    """A rate as people name it and as it was typed: 100 roubles = 1.94 manat."""
    unit = rate_unit(currency)
    units = words.money(Decimal(unit), currency, whole=True)
    return words("entry.rate", one=units, rate=words.money_exact(rate * unit, pays))


def told(entry: Entry, words: Words) -> str:
    """What was told in one line: the figures, or why there are none."""
    if entry.answer is not Answer.OBSERVED:
        return words(f"entry_answer.{entry.answer}")
    return " · ".join(figures(entry, words))


def entry_lines(kept: Kept, data: Dataset, words: Words) -> list[str]:
    """All that a second person needs to compare with the receipt: the money, who asked, all the rest."""
    entry = kept.entry
    money = [told(entry, words)]
    if entry.receipt_charge is not None and entry.pays is not None:
        money.append(words("entry.on_receipt", amount=words.money(entry.receipt_charge, entry.pays)))
    if entry.minutes_least is not None or entry.minutes_most is not None:
        money.append(words("entry.time", time=minutes(entry.minutes_least, entry.minutes_most, words)))
    found = [" · ".join(money)]
    found.append(
        words(
            "entry.how",
            day=words.day(entry.collected),
            method=words(f"entry_method.{entry.method}"),
            who=entry.organisation,
        )
    )
    if entry.of_provider:
        found.append(words("entry.of_provider"))
    if entry.promotion:
        found.append(words("offer.promotion"))
    found.append(" · ".join(f"{name}: {said}" for name, said in details(entry, data, words).items()))
    if entry.remark is not None:
        found.append(words("entry.remark", text=entry.remark))
    before = last_price(data, entry)
    if before is not None:
        found.append(words("entry.before", day=words.day(before.last_day), price=price(before, words)))
    return [line for line in found if line]


def minutes(least: int | None, most: int | None, words: Words) -> str:
    """The shortest and the longest time as they were typed, to be held against the receipt."""
    if least is None or most is None or least == most:
        return words.duration(least, most)
    return words("entry.minutes", least=words.number(least), most=words.number(most))


def details(entry: Entry, data: Dataset, words: Words) -> dict[str, str]:
    """What else is known of a price by the name of its question: ways, places, documents, clocks."""
    names = regions(data, words)
    counters = {choice.code: choice.label for choice in lists(data)["payout"]} if entry.payout else {}
    known = {
        words("form.pay_in"): entry.pay_in and words(f"form.pay_in_{entry.pay_in}"),
        words("steward.access"): entry.access_point and words(f"access.{entry.access_point}"),
        words("form.pay_out"): entry.disbursement and words(f"group.{entry.disbursement}"),
        words("steward.counter"): entry.payout
        and (counters[entry.payout].text_in(words.language) if entry.payout in counters else entry.payout),
        words("steward.where"): words.listed([names.get(c) or _everywhere(c, words) for c in entry.regions]),
        words("steward.documents"): words.listed([words(f"document.{code}") for code in entry.documents]),
        **{words(f"steward.{clock}"): _day(getattr(entry, clock), words) for clock in CLOCKS},
    }
    return {name: said for name, said in known.items() if said}


def _everywhere(code: str, words: Words) -> str:
    return words(f"steward.where_{code}") if code in EVERYWHERE else code


def _day(day: date | None, words: Words) -> str:
    return "" if day is None else words.day(day)


def price(before: Observation, words: Words) -> str:
    """The figures of a price that readers see, in one line."""
    if before.fee is None:
        parts = [words("entry.amount", amount=words.money(before.amount, before.currency))]
    else:
        parts = [_in_all(before.amount, before.fee, before.currency, words)]
    if before.rate is not None and before.pays is not None:
        parts.append(_rate(before.rate, before.currency, before.pays, words))
    if before.margin_percent is not None:
        parts.append(words("entry.margin", percent=words.percent(before.margin_percent)))
    return " · ".join(parts)


def talk(said: Discussion, words: Words) -> str:
    """One group discussion in a line."""
    shown = percent_range(said.least, said.most, words)
    return words(
        "talk.line", way=way(said.corridor, words), range=shown, people=words.number(Decimal(said.people), 0),
        day=words.day(said.day), who=said.organisation,
    )  # fmt: skip


def talks(found: Gathered, words: Words) -> str:
    """What the checked discussions of a corridor come to, in a line."""
    return words(
        "talk.sum", way=way(found.corridor, words), range=percent_range(found.least, found.most, words),
        people=words.number(Decimal(found.people), 0),
        groups=words.number(Decimal(len(found.discussions)), 0),
    )  # fmt: skip


def by_amount(told: Sequence[Sequence[str]]) -> list[tuple[int, str]]:
    """The lines of a visit's prices, each with how far in it stands.

    A price's own lines stand in under its first; what all of them share comes once, after all.
    """
    shared = [line for line in told[0][1:] if all(line in lines for lines in told)]
    found: list[tuple[int, str]] = []
    for lines in told:
        found += [(0, lines[0]), *((1, line) for line in lines[1:] if line not in shared)]
    return [*found, *((0, line) for line in shared)]


def steps(kept: OnItsWay, words: Words) -> str:
    """Who entered it and when, and who loaded it; and who has checked it, once somebody has."""
    # A name that ends in a dot, such as "Aysel M.", has the sentence's own after it.
    names = words.listed(kept.own_names).rstrip(".")
    found = [words("entry.by", who=names, when=moment(kept.steps[0].at, words))]
    for step in kept.steps:
        if step.stage is Stage.CONFIRMED:
            found.append(words("entry.checked_by", who=step.who.rstrip("."), when=moment(step.at, words)))
            found += [words("entry.reason", text=step.reason)] if step.reason else []
    return " · ".join(found)


def taken(known: Sequence[Kept], action: str, words: Words) -> str:
    """That somebody else was faster than a press, and who, where that is known; nothing was written."""
    what, *named = action.split(".")
    waits = (Stage.DRAFT, Stage.ENTERED, *((Stage.CONFIRMED,) if what == "publish" else ()))
    kept = next((one for one in known if one.id in named and one.stage not in waits), None)
    if kept is None:
        return words("steward.taken")
    last = kept.steps[-1]
    return words(f"steward.taken_{last.stage}", who=last.who, when=moment(last.at, words))


def moment(at: datetime, words: Words) -> str:
    """A moment as the clock in Baku shows it."""
    here = at.astimezone(BAKU)
    return words("entry.moment", day=words.day(here.date()), time=f"{here:%H:%M}")


def lead_line(kept: KeptLead, data: Dataset, words: Words) -> str:
    """A reader's lead in one line."""
    lead = kept.lead
    of = None if lead.provider is None else data.providers.get(lead.provider)
    name = words("lead.no_provider") if of is None else of.name.text_in(words.language)
    parts = [way(lead.corridor, words), name, *figures(lead, words), words.day(lead.day)]
    if lead.charged:
        parts.append(words("lead.charged"))
    return " · ".join(parts)
