"""The forms that enumerators carry on their phones, and the sheets of the XLSForm that they become."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Annotated, Any, get_args

from pydantic import Field

from channels.records.base import Id, LocalText, Record, Text, Whole
from channels.records.entries import Entry
from channels.records.replies import Reply, Settlement, Sex
from channels.terms import Ordered

LANGUAGES = {"az": "Azərbaycanca (az)", "ru": "Русский (ru)", "en": "English (en)"}
"""The languages of a form, the first of which it opens in, as XLSForm names them."""
FROM_DATA = frozenset({"corridor", "provider", "service", "payout", "place", "currency", "country", "region"})
"""Lists that the rest of the data fills when a form is written or read."""
NO_ANSWER = "no_answer"
"""The choice of a person who prefers not to say; kept as not known."""
YES, NO = "yes", "no"
COVERED = "OK"
"""What a phone sends for a box that was ticked."""
BETWEEN = "__"
"""Stands between a provider and its service: no id has two strokes."""
MENTION = re.compile(r"\$\{([^}]*)\}")
FILLS: Mapping[str, tuple[type[Record], frozenset[str], frozenset[str]]] = {
    "price": (Entry, frozenset({"collector", "covered", "photo"}), frozenset({"evidence"})),
    "survey": (Reply, frozenset({"about", "consent", "adult", "thanks"}), frozenset({"frame"})),
}
"""What each form fills: the record, what is asked beside its fields, and the fields that no phone knows."""

Sheet = list[list[str]]


class Kind(Ordered):
    """XLSForm's types of question that our forms use."""

    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TEXT = "text"
    NOTE = "note"
    ACKNOWLEDGE = "acknowledge"
    IMAGE = "image"

    @property
    def chooses(self) -> bool:
        """Whether it is answered from a list."""
        return self in (Kind.SELECT_ONE, Kind.SELECT_MULTIPLE)


Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]+$", max_length=170)]
Expression = Annotated[str, Field(min_length=1, max_length=400)]


class Choice(Record):
    """One answer of a list. `only` are the columns by which the phone narrows the list down."""

    code: Code
    label: LocalText
    only: Mapping[str, str] = {}


class FormQuestion(Record):
    """One question. `relevant`, `needed` and `constraint` are XLSForm expressions; None = always, no, any.

    `choices` names a list of the form or of the data; `filter` narrows it down by answers given before.
    Source of the words: XLSForm.
    """

    id: Id
    kind: Kind
    label: LocalText
    hint: LocalText | None = None
    choices: Id | None = None
    filter: Expression | None = None
    needed: Expression | None = None
    relevant: Expression | None = None
    constraint: Expression | None = None
    message: LocalText | None = None
    default: Text | None = None


class Section(Record):
    """Questions that stand on one screen together."""

    id: Id
    label: LocalText
    relevant: Expression | None = None
    questions: Annotated[tuple[FormQuestion, ...], Field(min_length=1)]


class Form(Record):
    """One form. Its file's name is its id."""

    id: Id
    title: LocalText
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    lists: Mapping[Id, tuple[Choice, ...]] = {}

    def questions(self) -> Iterator[tuple[Section, FormQuestion]]:
        """Every question with the section in which it stands, in their order."""
        for section in self.sections:
            for question in section.questions:
                yield section, question

    def filled(self, lists: Mapping[str, Sequence[Choice]]) -> "Form":
        """The same form with the lists that the data fills."""
        wanted = FROM_DATA.intersection(q.choices or "" for _, q in self.questions())
        return self.model_copy(
            update={"lists": {**self.lists, **{name: tuple(lists[name]) for name in wanted}}}
        )


class Stratum(Record):
    """A part of the people whom a sample stands for; None = the part is not told apart by this."""

    region: Id | None = None
    settlement: Settlement | None = None
    sex: Sex | None = None
    people: Annotated[Whole, Field(gt=0)]


class Frame(Record):
    """A list of people or places from which a sample was drawn, with how many each part of it has."""

    id: Id
    name: LocalText
    strata: Annotated[tuple[Stratum, ...], Field(min_length=1)]
    source: Id


def sheets(form: Form) -> dict[str, Sheet]:
    """The sheets `survey`, `choices` and `settings` of an XLSForm in three languages, as rows of text.

    The version is made of the content, so that a changed form is told from the one before.
    """
    survey = _survey(form)
    choices = _choices(form)
    said = repr((survey, choices)).encode()
    settings = [
        ["form_title", "form_id", "version", "default_language"],
        [
            " / ".join(dict.fromkeys(form.title.text_in(code) for code in LANGUAGES)),
            f"pulyolu_{form.id}",
            hashlib.sha256(said).hexdigest()[:10],
            next(iter(LANGUAGES.values())),
        ],
    ]
    return {"survey": survey, "choices": choices, "settings": settings}


def faults(form: Form) -> Iterator[tuple[str, str, str]]:
    """What is wrong in a form, or keeps its answers from the record: the place, a fault's code, a note."""
    lists = {*form.lists, *FROM_DATA}
    yield from _misfits(form)
    names = [question.id for _, question in form.questions()]
    for section, question in form.questions():
        where = f"{section.id}.{question.id}"
        if names.count(question.id) > 1:
            yield where, "duplicate", question.id
        if question.kind.chooses != (question.choices is not None):
            yield where, "contradiction", "choices"
        elif question.choices is not None and question.choices not in lists:
            yield where, "unknown_list", question.choices
        said = (question.filter, question.needed, question.relevant, question.constraint, section.relevant)
        for name in {name for text in said for name in MENTION.findall(text or "")} - {*names}:
            yield where, "unknown_question", name
    for language in LANGUAGES:
        labels = [question.label.text_in(language) for _, question in form.questions()]
        for label in sorted({label for label in labels if labels.count(label) > 1}):
            yield language, "duplicate", label
    for name, choices in form.lists.items():
        codes = [choice.code for choice in choices]
        for code in sorted({code for code in codes if codes.count(code) > 1}):
            yield f"lists.{name}", "duplicate", code


def _misfits(form: Form) -> Iterator[tuple[str, str, str]]:
    """Where the import would not know what to do with an answer."""
    if form.id not in FILLS:
        yield form.id, "unknown_form", ", ".join(FILLS)
        return
    record, beside, unasked = FILLS[form.id]
    fields = record.model_fields
    asked = {question.id: question for _, question in form.questions()}
    for name in sorted({*fields, *beside} - unasked - {*asked}):
        yield name, "missing_question", name
    for name, question in asked.items():
        if name not in fields and name not in beside:
            yield name, "unknown_question", name
        known = _members(fields[name].annotation) if name in fields else None
        codes = {choice.code for choice in form.lists.get(question.choices or "", ())} - {NO_ANSWER}
        if known is not None and codes != known:
            yield name, "not_one_of", ", ".join(sorted(known))


def _members(annotation: Any) -> set[str] | None:
    """The codes of a field that holds one or some of an enum; None for any other."""
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return {str(member.value) for member in annotation}
    found = (_members(part) for part in get_args(annotation))
    return next((codes for codes in found if codes is not None), None)


def _survey(form: Form) -> Sheet:
    columns = ["type", "name", "required", "relevant", "constraint", "choice_filter", "default", "appearance"]
    columns.append("parameters")
    rows = [[*columns, *_headed("label"), *_headed("hint"), *_headed("constraint_message")]]

    def row(
        type_: str,
        name: str,
        label: LocalText | None = None,
        question: FormQuestion | None = None,
        **more: str,
    ) -> None:
        hint, message = (question.hint, question.message) if question is not None else (None, None)
        texts = [*_in_all(label), *_in_all(hint), *_in_all(message)]
        rows.append([{"type": type_, "name": name, **more}.get(column, "") for column in columns] + texts)

    for section in form.sections:
        row(
            "begin_group", section.id, section.label, relevant=section.relevant or "", appearance="field-list"
        )
        for question in section.questions:
            row(
                f"{question.kind} {question.choices}" if question.choices else question.kind.value,
                question.id,
                question.label,
                question,
                required=question.needed or "",
                relevant=question.relevant or "",
                constraint=question.constraint or "",
                choice_filter=question.filter or "",
                default=question.default or "",
                # A large photo would not leave a phone in a village.
                parameters="max-pixels=1600" if question.kind is Kind.IMAGE else "",
            )
        row("end_group", "")
    return rows


def _choices(form: Form) -> Sheet:
    used = dict.fromkeys(q.choices for _, q in form.questions() if q.choices is not None)
    lists = {name: form.lists.get(name, ()) for name in used}
    more = list(dict.fromkeys(key for choices in lists.values() for c in choices for key in c.only))
    rows = [["list_name", "name", *_headed("label"), *more]]
    for name, choices in lists.items():
        for choice in choices:
            rows.append(
                [name, choice.code, *_in_all(choice.label), *(choice.only.get(key, "") for key in more)]
            )
    return rows


def _headed(column: str) -> list[str]:
    return [f"{column}::{language}" for language in LANGUAGES.values()]


def _in_all(text: LocalText | None) -> list[str]:
    return ["" if text is None else text.text_in(code) for code in LANGUAGES]
