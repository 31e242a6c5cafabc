"""What KoboToolbox exports of a form: its rows as answers, by the names or the labels of any language."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from channels.amounts import MONEY_PLACES, AmountFault, Misread, read_amount
from channels.dataset.tables import Issue
from channels.money import plain
from channels.readers.cells import HEAD_AMONG, Cell, Table, apart, with_dashes, with_point
from channels.readers.workbooks import Unreadable
from channels.records.forms import LANGUAGES, Choice, Form, FormQuestion, Kind, Section

FEWEST = 5
"""Questions of a form that an export of it has at least; a few names any table may share with it."""
NUMBER_SIGNS = 40
RATE_PLACES = 10
JOINTS = ("/", ".", "-", ":")
VERSIONS = ("_uuid", "meta/instanceid", "instanceid", "key")
"""Columns that tell a submission as it was sent or edited from all others, the surest first."""
ROOTS = ("meta/rootuuid", "rootuuid", "_rootuuid")
"""Columns that keep what it was called when it was first sent, however often it is edited."""
NUMBER, MOMENT = "_id", "_submission_time"
"""What an edited submission keeps too, on servers that tell no root."""
RATES = frozenset({"rate"})
"""Questions whose answers have more decimals than money has."""
METADATA = frozenset(
    {"start", "end", "today", "deviceid", "device id", "subscriberid", "simserial", "phonenumber", "username"}
    | {"email", "audit", "formhub/uuid", "__version__", "instancename", "instanceid", "key", "submissiondate"}
)
"""Columns about the phone, its owner and the hour: they are not even looked at."""
TICKED = frozenset({"1", "1.0", "true", "yes"})
UNTICKED = frozenset({"", "0", "0.0", "false", "no"})
EXPONENT = re.compile(r"[+-]?[0-9.,]+[eE][+-]?[0-9]+")
WRITTEN_BY_A_MACHINE = re.compile(r"[1-9]\.[0-9]{1,16}E(?:[7-9]|-[4-9])|[1-9](?:\.[0-9]{1,5})?E-0[5-9]")
"""How Java writes what is above ten million or below a thousandth, and a spreadsheet a very small rate."""
DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ].*)?")
PARTED_BY_A_SPACE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:.*")
SILENT = frozenset({Kind.NOTE})

Target = tuple[FormQuestion, str | None]
"""What a column holds: the answer to a question, or whether one choice of it was ticked."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One submission: its line in the file, a name by which it is known again, and what was answered.

    `origin` has a hash of what it was first called, and one of its number on the server where that is told;
    `version` names it as it was last edited.
    """

    row: int
    origin: str
    answers: Mapping[str, Any]
    version: str

    @property
    def names(self) -> tuple[str, ...]:
        """Everything by which this submission may be known, as `known_by` finds it in an origin."""
        return (*known_by(self.origin), self.version)


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A line that cannot be taken, with every reason and the question that it is about."""

    row: int
    faults: tuple[Issue, ...]


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back: which form it is of, its lines, and the columns that nobody knows."""

    form: Form
    filled: tuple[Filled, ...]
    refused: tuple[RefusedLine, ...]
    strange: tuple[str, ...]


def read(path: Path, forms: Sequence[Form], tables_of: Callable[[Path], list[Table]] = apart) -> Returned:
    """The submissions of an export, as CSV or XLSX; the form is the one whose questions its columns name.

    Every line that is not empty is either filled or refused. `tables_of` reads the cells, in a process of
    its own unless told otherwise. Raises `Unreadable`.
    """
    known = {form.id: spellings(form) for form in forms}
    fits = [
        (_questions(row, known[form.id]), form, table, at)
        for table in tables_of(path)
        for at, row in enumerate(table.rows[:HEAD_AMONG])
        for form in forms
    ]
    count, form, table, first = max(fits, key=lambda fit: fit[0], default=(0, None, None, 0))
    if form is None or table is None or count < FEWEST:
        raise Unreadable("not_kobo")
    others = {id(fit[2]): fit for fit in fits if fit[2] is not table and fit[0] >= FEWEST}
    if table.parted_by is None and others:
        # Of two sheets that both hold submissions one would be lost without a word.
        raise Unreadable("two_sheets")
    return _returned(form, known[form.id], table, first)


def known_by(origin: str) -> tuple[str, ...]:
    """The names that an origin holds: of the submission as it was first called, and by its number."""
    before, _, names = origin.partition(":")[2].partition(":")
    return tuple(f"kobo:{before}:{name}" for name in names.split(":"))


def spellings(form: Form) -> dict[str, Target]:
    """Every way in which an export may head a column, and what stands in it."""
    found: dict[str, Target] = {}
    for section, question in form.questions():
        ways = list(_spelt(section, question))
        for way in ways:
            found.setdefault(way, (question, None))
        if question.kind is Kind.SELECT_MULTIPLE:
            for choice in form.lists[question.choices or ""]:
                for name in _names(choice.code, choice.label):
                    for joint in JOINTS:
                        found.update({f"{way}{joint}{name}": (question, choice.code) for way in ways})
    return found


def _spelt(section: Section, question: FormQuestion) -> Iterator[str]:
    for name in _names(question.id, question.label):
        yield name
        for before in _names(section.id, section.label):
            yield from (f"{before}{joint}{name}" for joint in JOINTS)


def _names(code: str, label: Any) -> list[str]:
    return list(dict.fromkeys([_plain(code), *(_plain(label.text_in(language)) for language in LANGUAGES)]))


@cache
def _plain_text(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split()).casefold()


def _plain(cell: Cell) -> str:
    """A cell as it is compared: capitals, line breaks and double spaces make no difference."""
    return "" if cell is None else _plain_text(str(cell))


def _questions(head: Iterable[Cell], known: Mapping[str, Target]) -> int:
    """How many questions of a form a row names."""
    targets = [known.get(_plain(cell)) for cell in head]
    return len({target[0].id for target in targets if target is not None})


def _returned(form: Form, known: Mapping[str, Target], table: Table, first: int) -> Returned:
    rows = table.rows
    head = [_plain(cell) for cell in rows[first]]
    targets = [known.get(name) for name in head]
    filled: list[Filled] = []
    refused: list[RefusedLine] = []
    seen: set[str] = set()
    for row, line in enumerate(rows[first + 1 :], start=first + 2):
        if not any(_plain(cell) for cell in line):
            continue
        answers, faults = _answers(form, targets, line, plain_commas=table.plain_commas)
        if any(_plain(cell) for cell in line[len(head) :]):
            faults.append(Issue("", "wrong_columns", f"{len(line)} / {len(head)}"))
        one = _filled(form, row, dict(zip(head, line, strict=False)), answers, seen)
        if seen & set(one.names) and not faults:
            faults.append(Issue("", "duplicate", _called(head, line)))
        if faults:
            refused.append(RefusedLine(row, tuple(faults)))
        else:
            filled.append(one)
            seen |= set(one.names)
    return Returned(form, tuple(filled), tuple(refused), _strange(rows[first], targets))


def _called(head: Sequence[str], line: Sequence[Cell]) -> str:
    """What a submission is called in the file, for its fault."""
    cells = dict(zip(head, line, strict=False))
    return next((name[:60] for column in (*VERSIONS, *ROOTS) if (name := _plain(cells.get(column)))), "")


def _strange(head: Iterable[Cell], targets: Iterable[Target | None]) -> tuple[str, ...]:
    return tuple(
        str(cell).strip()
        for cell, target in zip(head, targets, strict=True)
        if target is None and (name := _plain(cell)) and not _is_metadata(name)
    )


def _is_metadata(name: str) -> bool:
    last = name.rpartition("/")[2]
    return (
        last.startswith("_")
        or last.endswith("_url")
        or name.startswith("meta")
        or last in METADATA
        or (name in METADATA)
    )


def _filled(
    form: Form, row: int, cells: Mapping[str, Cell], answers: Mapping[str, Any], seen: AbstractSet[str]
) -> Filled:
    """A submission under names that are the same for the same one and lead back to no phone.

    Without an identity of its own its name is made of what was answered; two people who answered alike are
    told apart by their number in the file.
    """
    version, root = (
        next((name.removeprefix("uuid:") for column in columns if (name := _plain(cells.get(column)))), None)
        for columns in (VERSIONS, ROOTS)
    )
    number, moment = _plain(_number(cells.get(NUMBER))), _moment(cells.get(MOMENT))
    first, last = root or version, version or root
    if first is None or last is None:
        said = json.dumps({name: str(value) for name, value in sorted(answers.items())}, ensure_ascii=False)
        named = (_hashed(form, f"{said} {n}") for n in range(len(seen) + 1))
        origin = next(name for name in named if name not in seen)
        return Filled(row, origin, answers, origin)
    origin = _hashed(form, first)
    if number and moment:
        origin = f"{origin}:{hashlib.sha256(f'{number} {moment}'.encode()).hexdigest()[:NUMBER_SIGNS]}"
    return Filled(row, origin, answers, _hashed(form, last))


def _moment(cell: Cell) -> str:
    """A moment in the one spelling of CSV, however a workbook or a spreadsheet keeps it; empty for none."""
    said = _plain(cell.isoformat() if isinstance(cell, datetime) else cell)
    return said.replace(" ", "t", 1) if PARTED_BY_A_SPACE.fullmatch(said) else said


def _hashed(form: Form, text: str) -> str:
    return f"kobo:{form.id}:{hashlib.sha256(text.encode()).hexdigest()}"


def _answers(
    form: Form, targets: Sequence[Target | None], line: Sequence[Cell], *, plain_commas: bool
) -> tuple[dict[str, Any], list[Issue]]:
    """What one line says, question by question, and every cell that cannot be read."""
    whole: dict[str, list[Cell]] = {}
    ticks: dict[str, dict[str, Cell]] = {}
    for target, cell in zip(targets, line, strict=False):
        if target is None:
            continue
        question, choice = target
        if choice is not None:
            ticks.setdefault(question.id, {})[choice] = cell
        elif _plain(cell):
            whole.setdefault(question.id, []).append(cell)
    answers: dict[str, Any] = {}
    faults: list[Issue] = []
    for _, question in form.questions():
        if question.kind in SILENT:
            continue
        try:
            cells = [_customary(question, cell, plain_commas) for cell in whole.get(question.id, [])]
            value = _answer(form, question, cells, ticks.get(question.id, {}), answers)
        except _MisreadCell as fault:
            faults.append(Issue(question.id, fault.code, fault.note))
            continue
        if value is not None and value != ():
            answers[question.id] = value
    return answers, faults


class _MisreadCell(Exception):
    def __init__(self, code: str, note: str) -> None:
        super().__init__(code, note)
        self.code, self.note = code, note[:60]


def _answer(
    form: Form,
    question: FormQuestion,
    cells: Sequence[Cell],
    ticks: Mapping[str, Cell],
    before: Mapping[str, Any],
) -> Any:
    """The answer to one question; None where it was skipped."""
    readings = [_read(form, question, cell, before) for cell in cells]
    if any(_plain(cell) for cell in ticks.values()):
        readings.append(tuple(code for code, cell in ticks.items() if _ticked(cell)))
    if question.kind is Kind.SELECT_MULTIPLE:
        order = [choice.code for choice in form.lists[question.choices or ""]]
        readings = [tuple(sorted(set(codes), key=order.index)) for codes in readings]
    if any(reading != readings[0] for reading in readings):
        raise _MisreadCell("contradiction", " / ".join(str(cell) for cell in cells))
    return readings[0] if readings else None


def _ticked(cell: Cell) -> bool:
    said = _plain(cell)
    if said not in TICKED | UNTICKED:
        raise _MisreadCell("not_a_tick", said)
    return said in TICKED


def _read(form: Form, question: FormQuestion, cell: Cell, before: Mapping[str, Any]) -> Any:
    if question.kind is Kind.SELECT_ONE:
        return _code(cell, form.lists[question.choices or ""], before)
    if question.kind is Kind.SELECT_MULTIPLE:
        return _codes(cell, form.lists[question.choices or ""])
    if question.kind in (Kind.INTEGER, Kind.DECIMAL):
        return _number(cell)
    if question.kind is Kind.DATE:
        return _day(cell)
    return str(_number(cell)).strip()


def _customary(question: FormQuestion, cell: Cell, plain_commas: bool) -> Cell:
    """A cell of text as a phone would have sent it, where the file's own customs make it plain."""
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    if question.kind is Kind.DATE:
        return with_dashes(text, plain_commas=plain_commas)
    if question.kind not in (Kind.INTEGER, Kind.DECIMAL):
        return cell
    if WRITTEN_BY_A_MACHINE.fullmatch(text):
        text = str(plain(Decimal(text)))
    elif EXPONENT.fullmatch(text):
        raise _MisreadCell("not_a_number", text)
    places = RATE_PLACES if question.id in RATES else MONEY_PLACES
    read = read_amount(text, None, places=places, zero=True)
    if isinstance(read, Misread):
        if read.fault is AmountFault.AMBIGUOUS:
            raise _MisreadCell("ambiguous_number", text)
        return with_point(text, plain_commas=plain_commas)
    # What else it may be is the record's to judge: a comma may come from nobody knows where.
    return plain(read) if plain_commas or "," not in text else text


def _number(cell: Cell) -> Any:
    """A number without the fraction that spreadsheets give whole ones; text is the record's to judge."""
    if isinstance(cell, float):
        return int(cell) if cell.is_integer() else Decimal(str(cell))
    return cell.strip() if isinstance(cell, str) else cell


def _day(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = DAY.fullmatch(str(cell).strip())
    return written[1] if written else str(cell).strip()


def _code(cell: Cell, choices: Sequence[Choice], before: Mapping[str, Any]) -> str:
    """The code that a cell names, by itself or by its label; one of several by what was answered before."""
    said = _plain(cell)
    found = [choice for choice in choices if _plain(choice.code) == said]
    found = found or [choice for choice in choices if said in _names(choice.code, choice.label)]
    if len(found) > 1:
        found = [c for c in found if all(before.get(k, v) == v for k, v in c.only.items())]
    if len(found) != 1:
        raise _MisreadCell("unknown_choice", str(cell))
    return found[0].code


def _codes(cell: Cell, choices: Sequence[Choice]) -> tuple[str, ...]:
    """The codes in a cell that joins several, by code or by label. Labels have spaces of their own."""
    said = _plain(cell)
    names = {name: choice.code for choice in choices for name in _names(choice.code, choice.label)}
    ends: dict[int, tuple[str, ...]] = {0: ()}
    for start in range(len(said)):
        if start not in ends:
            continue
        for name in sorted(names, key=len):
            end = start + len(name)
            if said.startswith(name, start) and (end == len(said) or said[end] in " ,;|"):
                after = end + len(said[end:]) - len(said[end:].lstrip(" ,;|"))
                # A longer label is read rather than two short ones.
                if after not in ends or len(ends[start]) + 1 < len(ends[after]):
                    ends[after] = (*ends[start], names[name])
    if len(said) not in ends:
        raise _MisreadCell("unknown_choice", str(cell))
    return ends[len(said)]
