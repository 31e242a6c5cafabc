"""What comes back from the phones: a filled form as an entry or a reply, or every reason why not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from channels.collect.doubts import Doubt, doubts
from channels.collect.grid import collectable
from channels.dataset.dataset import Dataset
from channels.dataset.issues import issue
from channels.dataset.tables import Issue
from channels.money import is_payable
from channels.records.entries import Entry
from channels.records.forms import BETWEEN, COVERED, FILLS, NO, NO_ANSWER, YES
from channels.records.replies import Reply
from channels.terms import Answer

Answers = Mapping[str, Any]
"""What was answered, by question: a code, some codes, a number, a day or a text. Skipped = not there."""


EARLIEST = 2000
"""The year before which no price was collected: a figure of the year was left out."""


IN_COINS = {"amount": "currency", "fee": "currency", "received": "pays", "receipt_charge": "pays"}
"""Amounts of money, each with the answer that names its currency; a rate is finer than any coin."""


@dataclass(frozen=True, slots=True)
class Priced:
    """An entry, who collected it, and whether a photo of it lies on the server of the forms."""

    entry: Entry
    collector: str
    photo: bool


def priced(answers: Answers, dataset: Dataset) -> Priced | tuple[Issue, ...]:
    """A filled price form as an entry; else every fault, each with the question that it is about."""
    given = {name: value for name, value in answers.items() if value != NO_ANSWER}
    who, photo = given.pop("collector", None), given.pop("photo", None)
    covered = given.pop("covered", None)
    provider, service = given.get("provider"), given.get("service")
    if isinstance(service, str):
        given["service"] = service.rpartition(BETWEEN)[2]
    if given.get("answer") not in (None, Answer.OBSERVED):
        # Where there was no price, the phone asked for no currency: the corridor's own was asked about.
        usual = (c.sends for c in dataset.tables.corridors if c.key == given.get("corridor"))
        given.setdefault("currency", next(usual, None))
    entry = _record("price", given)
    found = list(entry) if isinstance(entry, tuple) else []
    if not isinstance(who, str) or not who.strip():
        found.append(Issue("collector", "missing_field"))
    if photo and covered != COVERED:
        found.append(Issue("photo", "not_covered"))
    day = given.get("collected")
    if isinstance(day, date) and day.year < EARLIEST:
        found.append(Issue("collected", "not_a_day", day.isoformat()))
    found += _road_faults(provider, service, given.get("corridor"), given.get("collected"), dataset)
    if found or isinstance(entry, tuple):
        return tuple(found)
    assert isinstance(entry, Entry)
    return Priced(entry, str(who), bool(photo))


def unusual(entry: Entry, dataset: Dataset) -> tuple[Issue, ...]:
    """What is doubtful about an entry and explained by no remark, each with the question it is about.

    It is held against what was known on the day on which it was collected.
    """
    if entry.remark is not None:
        return ()
    rate = "received" if entry.rate is None else "rate"
    said = {
        Doubt.RATE_OFF: Issue(rate, "rate_off"),
        Doubt.RATE_MOVED: Issue(rate, "rate_moved"),
        Doubt.FEE_HIGH: Issue("fee", "fee_high"),
        Doubt.CHARGE_HIGH: Issue("receipt_charge", "charge_high"),
        Doubt.TOO_MUCH: Issue("received", "too_much"),
        Doubt.TOO_LITTLE: Issue("received", "too_little"),
    }
    return tuple(said[doubt] for doubt in doubts(dataset, entry, entry.collected))


def replied(
    answers: Answers, *, setting: str | None = None, frame: str | None = None
) -> Reply | tuple[Issue, ...]:
    """A filled survey form as a reply; else every fault. Without consent, or of a minor, nothing is taken.

    `setting` and `frame` hold for a whole round, whatever was ticked.
    """
    given = dict(answers)
    if given.pop("consent", None) != YES:
        return (Issue("consent", "no_consent"),)
    if given.pop("adult", None) != YES:
        return (Issue("adult", "not_adult"),)
    given = {name: _said(value) for name, value in given.items()}
    reply = _record("survey", {**given, **{k: v for k, v in (("setting", setting), ("frame", frame)) if v}})
    assert isinstance(reply, (Reply, tuple))
    return reply


def _said(value: Any) -> Any:
    """An answer; who prefers not to say among other answers has said these."""
    if isinstance(value, tuple):
        return tuple(code for code in value if code != NO_ANSWER)
    return None if value == NO_ANSWER else value


def _too_fine(given: Answers) -> list[Issue]:
    """Every amount that its currency has no coin for; where no currency is told, two decimals are usual."""
    found = []
    for name, of in IN_COINS.items():
        try:
            figure = Decimal(str(given.get(name)))
        except InvalidOperation:
            continue  # No figure, which the record tells.
        if figure.is_finite() and not is_payable(figure, str(given.get(of))):
            found.append(Issue(name, "too_fine", str(given[name])[:60]))
    return found


def _record(form: str, given: dict[str, Any]) -> Any:
    record, beside, _ = FILLS[form]
    fields = record.model_fields
    for name, value in given.items():
        if value in (YES, NO) and bool in _kinds(fields[name].annotation):
            given[name] = value == YES
    given = {name: value for name, value in given.items() if name not in beside and value is not None}
    fine = _too_fine(given)
    told = {fault.where for fault in fine}
    try:
        made = record(**given)
    except ValidationError as error:
        others = (issue("", record, dict(fault)) for fault in error.errors(include_url=False))
        return (*fine, *(fault for fault in others if fault.where not in told))
    return tuple(fine) or made


def _kinds(annotation: Any) -> set[Any]:
    return {annotation, *getattr(annotation, "__args__", ())}


def _road_faults(
    provider: object, service: object, corridor: object, day: object, dataset: Dataset
) -> list[Issue]:
    """Whether the service is that provider's, on that corridor, and one whose prices are collected.

    What is not said is told elsewhere.
    """
    if not (isinstance(provider, str) and isinstance(service, str) and isinstance(corridor, str)):
        return []
    owner, _, name = service.rpartition(BETWEEN)
    of = dataset.providers.get(provider)
    known = {s.id: s.corridors for s in of.services} if of is not None else {}
    if owner != provider or name not in known:
        return [Issue("service", "unknown_service", f"{provider} {name}")]
    if corridor not in known[name]:
        return [Issue("corridor", "not_on_corridor", corridor)]
    ways = (c for c in dataset.tables.corridors if c.key == corridor)
    if isinstance(day, date) and (provider, name) not in {
        (route.provider.id, route.service.id) for way in ways for route in collectable(dataset, way, day)
    }:
        return [Issue("service", "not_collected", f"{provider} {name}")]
    return []
