"""What a phone makes of a form: the XForm's instance filled in, and the table that KoboToolbox exports."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import xlsxwriter

from channels.export.cells import as_sheets
from channels.readers.xforms import as_xform
from channels.records.forms import Form, Kind, sheets
from components.words.form_lists import lists
from tests.support.datasets import real

DATA = Path(__file__).parents[2] / "data"
XFORMS = "{http://www.w3.org/2002/xforms}"
JAVAROSA = "{http://openrosa.org/javarosa}"


@cache
def forms() -> dict[str, Form]:
    """The forms that are shipped, their lists filled."""
    named = lists(real())
    return {form.id: form.filled(named) for form in real().tables.forms}


@cache
def xform(name: str) -> ElementTree.Element:
    """The XForm that pyxform makes of a form."""
    return ElementTree.fromstring(as_xform(as_sheets(sheets(forms()[name]))))


def submitted(name: str, answers: Mapping[str, Any], uuid: str | None = "1") -> dict[str, str]:
    """A submission as KoboToolbox exports it: every node of the instance by its path, and its metadata.

    Fails for an answer that the instance has no node for, and for a code that stands in no list of it.
    """
    root = xform(name)
    instance = next(iter(root.find(f".//{XFORMS}model/{XFORMS}instance")))
    row: dict[str, str] = {"start": "2026-11-20T10:11:12.000+04:00", "end": "2026-11-20T10:20:00.000+04:00"}
    left = dict(answers)
    questions = {question.id: question for _, question in forms()[name].questions()}
    for group in instance:
        tag = group.tag.rpartition("}")[2]
        if tag == "meta":
            continue
        for node in group:
            id = node.tag.rpartition("}")[2]
            row[f"{tag}/{id}"] = written(left.pop(id, None))
            question = questions[id]
            if question.kind.chooses:
                known = {c.code for c in forms()[name].lists[question.choices]} & codes(name)
                assert set(row[f"{tag}/{id}"].split()) <= known, id
    assert not left
    row |= {"deviceid": "collect:abc", "__version__": "v1", "_id": uuid or "", "_submitted_by": "somebody"}
    row |= {"_submission_time": "2026-11-20T06:21:00"}
    return row if uuid is None else row | {"_uuid": f"0000-{uuid}"}


@cache
def codes(name: str) -> frozenset[str]:
    """Every code that the XForm's lists have."""
    return frozenset(node.text for node in xform(name).iter(f"{XFORMS}name"))


def written(value: Any) -> str:
    """An answer as a phone writes it."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return " ".join(str(code) for code in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else str(value)


def as_csv(rows: Sequence[Mapping[str, str]], delimiter: str = ";") -> bytes:
    """Rows as KoboToolbox writes them."""
    out = io.StringIO()
    head = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerow(head)
    writer.writerows([row.get(name, "") for name in head] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Rows as a workbook whose numbers are numbers and whose days are days, as spreadsheets keep them."""
    out = io.BytesIO()
    head = list(dict.fromkeys(name for row in rows for name in row))
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("export")
        sheet.write_row(0, 0, head)
        for r, row in enumerate(rows, start=1):
            for c, name in enumerate(head):
                _write(sheet, r, c, row.get(name, ""), day)
    return out.getvalue()


def _write(sheet: Any, row: int, column: int, text: str, day: Any) -> None:
    if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        sheet.write_datetime(row, column, date.fromisoformat(text), day)
    elif re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,3})?", text):
        sheet.write_number(row, column, float(text))
    else:
        sheet.write_string(row, column, text)


def labelled(name: str, row: Mapping[str, str], language: str, joint: str = "/") -> dict[str, str]:
    """The same row headed and answered by labels instead of names."""
    form = forms()[name]
    found: dict[str, str] = {}
    asked = {f"{s.id}/{q.id}": (s, q) for s, q in form.questions()}
    for head, cell in row.items():
        if head not in asked:
            found[head] = cell
            continue
        section, question = asked[head]
        label = f"{section.label.text_in(language)}{joint}{question.label.text_in(language)}"
        if question.kind.chooses:
            said = {c.code: c.label.text_in(language) for c in form.lists[question.choices]}
            cell = " ".join(said[code] for code in cell.split())
        found[label] = cell
    return found


def split(name: str, row: Mapping[str, str], *, joined: bool) -> dict[str, str]:
    """The same row with a column of 0 and 1 for each choice of a question with many answers."""
    form = forms()[name]
    found: dict[str, str] = {}
    many = {f"{s.id}/{q.id}": q for s, q in form.questions() if q.kind is Kind.SELECT_MULTIPLE}
    for head, cell in row.items():
        if head not in many:
            found[head] = cell
            continue
        if joined:
            found[head] = cell
        for choice in form.lists[many[head].choices]:
            found[f"{head}/{choice.code}"] = ("1" if choice.code in cell.split() else "0") if cell else ""
    return found


class Said:
    """An answer as XPath compares it: equal as text, else as numbers or days, and empty with nothing.

    It cannot be hashed: a class that says itself what is equal has no hash.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def _pair(self, other: Any) -> tuple[Any, Any] | None:
        both = [self.text, other.text if isinstance(other, Said) else str(other)]
        if "" in both:
            return None
        one, two = (date.fromisoformat(t) if re.fullmatch("....-..-..", t) else Decimal(t) for t in both)
        return one, two

    def __eq__(self, other: object) -> bool:
        return self.text == (other.text if isinstance(other, Said) else str(other))

    def __le__(self, other: Any) -> bool:
        pair = self._pair(other)
        return pair is not None and pair[0] <= pair[1]

    def __ge__(self, other: Any) -> bool:
        pair = self._pair(other)
        return pair is not None and pair[0] >= pair[1]

    def __gt__(self, other: Any) -> bool:
        pair = self._pair(other)
        return pair is not None and pair[0] > pair[1]

    def __rmul__(self, times: float) -> Decimal | str:
        """So many times a number; nothing for an empty answer."""
        return Decimal(str(times)) * Decimal(self.text) if self.text else ""

    def __len__(self) -> int:
        return len(self.text)


def holds(expression: str, answers: Mapping[str, Any], own: Any, today: date) -> bool:
    """Whether an XLSForm expression of ours holds for answers given so far."""
    python = expression.replace("string-length(.)", "len(own)").replace("today()", "today")
    python = re.sub(r"\$\{([a-z_]+)\}", r"said['\1']", python)
    python = re.sub(r"(?<![\w'\])])\.(?= [<>!=]|[ ),])", "own", python)
    python = re.sub(r"(?<![<>!])=", "==", python)
    said = {name: Said(written(value)) for name, value in answers.items()}
    known = {"own": Said(written(own)), "today": Said(today.isoformat()), "said": _Empty(said), "len": len}
    known |= {"contains": lambda one, part: part in one.text, "round": round_half_up}
    return bool(eval(python, {"__builtins__": {}}, known))


def round_half_up(number: Decimal) -> Decimal:
    """A number rounded as XPath does it."""
    return (number + Decimal("0.5")).to_integral_value(ROUND_FLOOR)


class _Empty(dict[str, Said]):
    def __missing__(self, key: str) -> Said:
        return Said("")


def accepted(name: str, answers: Mapping[str, Any], today: date) -> Iterable[str]:
    """The questions at which a phone would stop, as relevance, need and constraint have it."""
    for section, question in forms()[name].questions():
        asked = all(
            "instance(" in text or holds(text, answers, None, today)
            for text in (section.relevant, question.relevant)
            if text
        )
        value = answers.get(question.id)
        if not asked:
            if value is not None:
                yield question.id
            continue
        needed = question.needed == "yes" or (
            question.needed is not None and holds(question.needed, answers, None, today)
        )
        if value is None or value == ():
            if needed:
                yield question.id
        elif question.constraint and not holds(question.constraint, answers, value, today):
            yield question.id
