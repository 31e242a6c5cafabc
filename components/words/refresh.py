"""What came of asking outside for rates and prices, in words: for the command and for the page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from channels.readers.providers.catalogue import calculator
from channels.refresh.last_asked import CALCULATOR
from channels.terms import BAKU
from components.i18n import Words
from components.words import imports
from components.words.official_rates import fault

if TYPE_CHECKING:
    from channels.panel.newest import NewestWorkbook
    from channels.readers.ecb_history import Held
    from channels.readers.failed import Failed
    from channels.readers.workbooks import Unreadable
    from channels.refresh.intake import RateSheet, WiseAnswer

    Found = RateSheet | Held | NewestWorkbook | tuple[WiseAnswer, ...]


@dataclass(frozen=True, slots=True)
class RefreshOutcome:
    """What a steward asked for outside, and what came of it; `ended` None while nobody has answered.

    `share`: how much of it is done, from 0 to 1; 0 where nobody can say. `unreadable`: why a file that came
    was not taken in.
    """

    what: str
    began: datetime
    ended: datetime | None = None
    found: "Found | None" = None
    fault: "Failed | None" = None
    unreadable: "Unreadable | None" = None
    share: float = 0.0


def outcome(done: RefreshOutcome, words: Words) -> tuple[str, ...]:
    """What came of it, a sentence each."""
    lines = []
    if isinstance(done.found, tuple):
        for asked in done.found:
            lines += [answer(asked, words), *odd(asked, words)]
        lines += [failure(asked.fault, done.what, words) for asked in done.found if asked.fault is not None]
    elif done.what == "rpw" and done.found is not None:
        lines += workbook(cast("NewestWorkbook", done.found), words)
    elif done.what == "ecb" and done.found is not None:
        lines.append(history(cast("Held", done.found), words))
    elif done.found is not None:
        lines += sheet(cast("RateSheet", done.found), words)
    if done.fault is not None:
        lines.append(failure(done.fault, done.what, words))
    if done.unreadable is not None:
        lines.append(imports.refusal(done.unreadable, who(done.what, words), words))
    return tuple(lines)


def workbook(newest: "NewestWorkbook", words: Words) -> list[str]:
    """What the newest workbook brought, or that it is here already."""
    if newest.done is None or newest.done.known:
        return [words("cli.import_known", file=newest.workbook.file)]
    found = [words("import.done", file=newest.workbook.file), *imports.found(newest.done.result, words)]
    return [*found, *surveyed(newest, words)]


def surveyed(newest: "NewestWorkbook", words: Words) -> list[str]:
    """How many surveyed prices of a new quarter readers see now, and how many fit no service."""
    survey = newest.survey
    if survey is None:
        return []
    quarter = words.period(survey.quarter)
    lines = [words.count("refresh.survey_added", len(survey.observations), quarter=quarter)]
    return lines + ([words.count("refresh.survey_left", survey.left)] if survey.left else [])


def sheet(found: "RateSheet", words: Words) -> list[str]:
    """What a sheet of the Central Bank brought, and which of its rates are held back."""
    key = "refresh.cbar_added" if found.added else "refresh.cbar_known"
    brought = words.count(key, found.added or found.rates - len(found.held), day=words.day(found.day))
    unread = [words("refresh.cbar_odd", codes=", ".join(found.odd))] if found.odd else []
    own = [] if found.own_fault is None else [failure(found.own_fault, "cbar", words)]
    copied = [words("refresh.stand_in", day=words.day(found.day))] if own else []
    return [*own, *copied, brought, *unread, *(fault(judged, words) for judged in found.held)]


def history(found: "Held", words: Words) -> str:
    """Which rates of the European Central Bank the program holds."""
    holes = {"first": words.day(found.first), "last": words.day(found.last), "release": found.release}
    return words.count("refresh.ecb", found.currencies, **holes)


ASKED = ("cbar", "cbr", "nbg", "nbk", "ecb", "frankfurter", "wise", "rpw")
"""Those whose names stand in the catalogue."""


def who(what: str, words: Words) -> str:
    """The name of one who is asked; its code where the catalogue has no name."""
    if what.startswith(CALCULATOR):
        provider = what.removeprefix(CALCULATOR)
        known = calculator(provider)
        return words("refresh.who_calculator", provider=provider if known is None else known.name)
    return words(f"refresh.who_{what}") if what in ASKED else what


def failure(fault: "Failed", what: str, words: Words) -> str:
    """Why there was no answer, in one sentence."""
    code, holes = fault.code, dict(fault.holes)
    if fault.until is not None:
        here = fault.until.astimezone(BAKU)
        code, holes = f"{code}_until", {**holes, "day": words.day(here.date()), "time": f"{here:%H:%M}"}
    elif "day" in holes:
        holes["day"] = words.day(date.fromisoformat(holes["day"]))
    return words(f"refresh.fault_{code}", who=who(what, words), **holes)


def odd(asked: "WiseAnswer", words: Words) -> list[str]:
    """Which prices of an answer were not taken, by their providers' names, and why."""
    return [words(f"refresh.wise_odd_{one.fault}", name=one.name) for one in asked.odd]


def answer(asked: "WiseAnswer", words: Words) -> str:
    """What came of one question to Wise."""
    question = asked.question
    holes = {
        "sending": words.country(question.sending),
        "receiving": words.country(question.receiving),
        "amount": words.money(question.amount, question.currency),
    }
    if asked.fault is not None:
        return words("refresh.wise_no_answer", **holes)
    if not asked.quotes and not asked.odd:
        return words("refresh.wise_none", **holes, currency=words.currency(question.pays))
    return words.count("refresh.wise_new" if asked.new else "refresh.wise_known", len(asked.quotes), **holes)
