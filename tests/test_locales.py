"""The catalogues: whole in three languages, every message used, and in words that a reader knows."""

import ast
import re
import string
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.pofile import read_po

from channels.amounts import AmountFault
from channels.collect.doubts import Doubt
from channels.collect.grid import CellState
from channels.collect.provider_checks import CheckKind
from channels.collect.stewards import LoginFault, Role
from channels.compare.beside_informal import KnownBy, WayKind
from channels.compare.expected import NoFigure
from channels.compare.expected_marks import ExpectedKind, Verdict
from channels.compare.headline import AnswerState, Caution, MissingPiece
from channels.compare.second_benchmark import NoSecond
from channels.compare.yearly_cost import RHYTHMS
from channels.dataset.issues import CODES
from channels.dataset.provenance import FigureKind
from channels.gaps import catalogue as catalogue_
from channels.gaps import gap_list, what_if
from channels.gaps.headline_figures import Topic
from channels.policy_terms import Decider, Lens, Measure, Principle, Theme, Unit, Whom
from channels.pricing.rate_guard import RateFault
from channels.pricing.reader_quote import ReaderQuoteFault
from channels.readers import rpw
from channels.readers.wise import OddFault
from channels.records.asked_prices import AskedReason, AskedState
from channels.records.definitions import TOPICS
from channels.records.entries import EntryFault
from channels.records.provider_checks import FOUND_LICENCES, FOUND_STATUSES
from channels.records.replies import Group
from channels.records.stories import LAYERS, PriceSet, Shape, StepKind
from channels.refresh.permission import RefreshMode
from channels.store.faults import StoreFault
from channels.terms import (
    AccessPoint,
    Answer,
    Basis,
    Channel,
    Confidence,
    DisbursementMethod,
    Disclosure,
    DisclosureItem,
    Document,
    Evidence,
    Grade,
    InformalKind,
    Licence,
    Method,
    PaymentInstrument,
    Reason,
    RspType,
    Stage,
    Status,
)
from channels.upkeep.findings import Found, Urgency
from channels.workshop.room import MOST_CHOICES
from components.gaps import bullets, price
from components.i18n import LANGUAGES, LOCALES, read_catalogue
from components.pages import sources
from components.pages.policymaker import page as policymaker
from components.pages.recipient import charts, follow_ups
from components.pages.steward import page as steward
from components.pages.steward import price_questions, rates
from components.paper import handouts, participant_sheets, sheets
from components.words import entries as entry_words
from components.words import form_options, links
from components.words import refresh as refresh_words
from components.words import sources as source_words
from components.words.account_number import AccountFault
from components.workshop import phone_page
from tests.support.datasets import real, teaching
from tests.support.trees import every_node, tree, under

ROOT = Path(__file__).parents[1]
READ_ON = date(2026, 11, 21)
FORMS = {"az": 2, "ru": 3, "en": 2}
EACH = pytest.mark.parametrize("language", LANGUAGES)
KEY = re.compile(r"[a-z_]+\.[A-Za-z0-9_]+")
LETTERS = "A-Za-zƏəĞğİıÖöŞşÜüÇç"
FOR_CLERKS = (
    "access.",
    "calculator.",
    "cell.",
    "cell_mark.",
    "doubt.",
    "entry",
    "provider_check.",
    "official.",
    "preview.",
    "receipt_fault.",
    "steward.",
    "talk.",
    "cli.",
    "fault.",
    "faults.",
    "import.",
    "refresh.",
)
"""Messages of the terminal, of broken data and of those who bring data, which no recipient reads."""
FOR_POLICYMAKERS = (
    "aim.",
    "assume.",
    "beside.",
    "brief.",
    "bullet.",
    "by.",
    "column.",
    "decider.",
    "evidence.",
    "filter.",
    "find.",
    "gap",
    "indicator.",
    "inflow.",
    "input.",
    "item.",
    "lens.",
    "letter.",
    "lever.",
    "mark.",
    "meaning.",
    "measure",
    "method.",
    "off.",
    "others.",
    "outside_topic.",
    "package.",
    "policy.",
    "principle.",
    "requirement",
    "rsp.",
    "rule_weight.",
    "series.",
    "step.",
    "suppose.",
    "table.",
    "theme.",
    "tile.",
    "transparency.",
    "unit",
    "unknown.",
    "warn.",
    "whom.",
)
"""Messages of the policymakers' page and of the sources, which have the terms of the World Bank."""


@cache
def catalogue(language: str) -> dict[str, tuple[str, ...]]:
    return read_catalogue(language)


def messages(language: str) -> Iterator[tuple[str, str]]:
    """Every form of every message with its key."""
    for key, forms in catalogue(language).items():
        for form in forms:
            yield key, form


def outside_clerks(language: str) -> Iterator[tuple[str, str]]:
    for key, form in messages(language):
        if not key.startswith(FOR_CLERKS):
            yield key, form


def for_recipients(language: str) -> Iterator[tuple[str, str]]:
    """What recipients and rooms read: a message of a new kind is theirs until it is listed above."""
    for key, form in outside_clerks(language):
        if not key.startswith(FOR_POLICYMAKERS):
            yield key, form


def holes(form: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(form) if name is not None}


def without_holes(form: str) -> str:
    return re.sub(r"\{[^}]*\}", "", form)


# The same in all three languages


@EACH
def test_every_message_has_a_text_and_every_plural_all_its_forms(language):
    with (LOCALES / f"{language}.po").open("rb") as file:
        found = read_po(file, locale=language, abort_invalid=True)
    assert not found.obsolete
    assert found.num_plurals == FORMS[language]
    count = 0
    for message in found:
        if not message.id:
            continue
        count += 1
        assert not message.fuzzy, message.id
        plural = isinstance(message.id, (tuple, list))
        forms = message.string if plural else (message.string,)
        assert len(forms) == (FORMS[language] if plural else 1), message.id
        assert all(form.strip() == form and form for form in forms), message.id
        if plural:
            assert set(message.id) == {message.id[0]}
    assert count == len(catalogue(language)) > 200


@EACH
def test_no_key_stands_twice(language):
    lines = (LOCALES / f"{language}.po").read_text(encoding="utf-8").splitlines()
    keys = [line.removeprefix("msgid ").strip('"') for line in lines if line.startswith("msgid ")]
    assert len(keys) == len(set(keys))
    assert all(KEY.fullmatch(key) for key in keys if key)


@EACH
def test_the_catalogue_names_its_language_and_is_utf8(language):
    text = (LOCALES / f"{language}.po").read_bytes().decode("utf-8")
    assert f"Language: {language}\\n" in text
    assert "charset=utf-8" in text.lower()
    assert unicodedata.normalize("NFC", text) == text


def test_there_is_a_catalogue_for_every_language_and_no_other():
    assert {path.stem for path in LOCALES.glob("*.po")} == set(LANGUAGES)


def test_the_three_languages_have_the_same_keys():
    az, ru, en = (set(catalogue(language)) for language in LANGUAGES)
    assert az ^ en == set()
    assert ru ^ en == set()


def test_a_message_is_a_plural_in_all_three_languages_or_in_none():
    for key, forms in catalogue("en").items():
        for language in LANGUAGES:
            assert len(catalogue(language)[key]) == (FORMS[language] if len(forms) > 1 else 1), key


def test_every_form_of_a_message_has_the_same_holes_in_all_three_languages():
    for key, forms in catalogue("en").items():
        expected = holes(forms[0])
        for language in LANGUAGES:
            for form in catalogue(language)[key]:
                assert holes(form) == expected, (language, key)


@EACH
def test_a_hole_is_a_plain_name(language):
    for key, form in messages(language):
        for _, name, spec, conversion in string.Formatter().parse(form):
            if name is not None:
                assert re.fullmatch("[a-z_]+", name), key
                assert not spec, key
                assert not conversion, key


@EACH
def test_every_plural_shows_its_number(language):
    for key, forms in catalogue(language).items():
        if len(forms) > 1:
            assert all("{n}" in form for form in forms), key


# Every key is used, and every key used is there

CODE = sorted(
    [
        *(ROOT / "components").rglob("*.py"),
        *(ROOT / "server").rglob("*.py"),
        *(ROOT / "channels" / name for name in ("__main__.py", "compare/query.py")),
        *(ROOT / "channels" / "commands").glob("*.py"),
        ROOT / "app.py",
    ]
)
FORMS_CHECKED = ROOT / "channels" / "records" / "forms.py"
NO_KEYS = {"theme.baseFontSize", "app.py"}
"""What looks like a key: a setting of Streamlit's, a file."""
SPEAKERS = {"words", "say", "spoken", "self"}
"""The names under which the code holds the words of a language."""


def speaks(call: ast.Call) -> bool:
    """Whether a call asks for a message: words(...), words.count(...), words.has(...)."""
    function = call.func
    if isinstance(function, ast.Attribute) and function.attr in ("count", "has"):
        function = function.value
    if isinstance(function, ast.Subscript):
        function = function.value
    return isinstance(function, ast.Name) and function.id in SPEAKERS


def pattern(joined: ast.JoinedStr) -> str:
    return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in joined.values)


def asked_for(path: Path) -> tuple[set[str], set[str]]:
    """The keys and the patterns of keys that a module asks for."""
    names = {key.split(".")[0] for key in catalogue("en")}
    literal: set[str] = set()
    dynamic: set[str] = set()
    pieces = {
        id(part) for node in every_node(path) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    for node in every_node(path):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in pieces:
            if KEY.fullmatch(node.value) and node.value.split(".")[0] in names:
                literal.add(node.value)
        elif isinstance(node, ast.Call) and speaks(node) and node.args:
            first = node.args[0]
            options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            dynamic |= {pattern(option) for option in options if isinstance(option, ast.JoinedStr)}
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.JoinedStr):
            found = pattern(node.value)
            if found.split(".")[0] in names and any(
                isinstance(target, ast.Name) and target.id in ("key", "small") for target in node.targets
            ):
                dynamic.add(found)
    for function in (node for node in every_node(path) if isinstance(node, ast.FunctionDef)):
        literal |= with_suffixes(function)
    return literal, dynamic


def with_suffixes(function: ast.FunctionDef) -> set[str]:
    """The keys that come of `key = "..."` and then `key += "..."`."""
    starts: dict[str, set[str]] = {}
    found: set[str] = set()
    for node in under(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            for part in under(node.value):
                if (
                    isinstance(part, ast.Constant)
                    and isinstance(part.value, str)
                    and KEY.fullmatch(part.value)
                ):
                    starts.setdefault(node.targets[0].id, set()).add(part.value)
        elif isinstance(node, ast.AugAssign) and isinstance(node.value, ast.Constant):
            name, more = getattr(node.target, "id", ""), node.value.value
            if isinstance(more, str):
                found |= {start + more for start in starts.get(name, ())}
    return found


@cache
def fault_codes() -> set[str]:
    """Every code that stands in an Issue anywhere in the domain, and pydantic's as we name them."""
    codes = {*CODES.values(), "not_understood"}
    places = {"Issue": 1, "_MisreadCell": 0}
    for path in (ROOT / "channels").rglob("*.py"):
        for node in every_node(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in places:
                code = node.args[places[node.func.id]]
                if isinstance(code, ast.Constant):
                    codes.add(code.value)
            elif path == FORMS_CHECKED and isinstance(node, ast.Yield):
                # A place, a code, a note.
                parts = node.value.elts if isinstance(node.value, ast.Tuple) else ()
                codes |= {ast.literal_eval(part) for part in parts[1:2] if len(parts) == 3}
    return codes


@cache
def failures() -> set[str]:
    """Every code that stands in a Failed anywhere, and that of a rest with an end."""
    codes = {"busy_until"}
    for path in (ROOT / "channels").rglob("*.py"):
        for node in every_node(path):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Failed":
                code = node.args[0]
                assert isinstance(code, ast.Constant), path
                codes.add(code.value)
    return codes


def reasons(exception: str) -> set[str]:
    """Every code with which the readers and the panel raise an exception."""
    codes = set()
    for path in [*(ROOT / "channels" / "readers").glob("*.py"), *(ROOT / "channels" / "panel").glob("*.py")]:
        for node in every_node(path):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == exception:
                code = node.args[0]
                options = [code.body, code.orelse] if isinstance(code, ast.IfExp) else [code]
                codes |= {str(option.value) for option in options if isinstance(option, ast.Constant)}
    return codes


def codes_to_know() -> set[str]:
    """What to know, as the counters of both sets name it."""
    sets = (real(), teaching())
    return {code for data in sets for payout in data.tables.payouts for code in payout.know}


AVERAGES = {
    "mean", "weighted_mean", "median", "smart", "services", "fee", "margin", "digital", "into_account",
    "without_cash", "premium", "least", "most",
}  # fmt: skip
"""The figures of a corridor, by the names of `CorridorFigures`, and the averages that stand beside them."""


def said_by(maker: str, place: int | str) -> set[str]:
    """The codes that the what-ifs give to a value, as its first argument or by name."""
    found = set()
    for node in every_node(ROOT / "channels" / "gaps" / "what_if.py"):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == maker:
            given = [k.value for k in node.keywords if k.arg == place]
            given += node.args[:1] if place == 0 else []
            found |= {str(part.value) for part in given if isinstance(part, ast.Constant)}
    return found


def gap_notes() -> set[str]:
    """The codes of notes that gaps bear, those of a survey's sample and of figures among them."""
    modules = (ROOT / "channels" / "gaps").glob("*.py")
    parts = [part for path in modules for part in every_node(path) if isinstance(part, ast.Constant)]
    texts = {part.value for part in parts if isinstance(part.value, str)}
    there = {key.removeprefix("gap_note.") for key in catalogue("en") if key.startswith("gap_note.")}
    shown = {note for gap in gap_list.gaps(real(), READ_ON) for note in gap.notes}
    return (there & texts) | shown


def levers() -> tuple[what_if.Result, ...]:
    return what_if.levers(real(), what_if.Inputs(), READ_ON)


def senders() -> set[str]:
    """The languages of the text for the sender, as the dashboard names them."""
    for node in tree(ROOT / "app.py").body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "SENDERS":
            return set(ast.literal_eval(node.value))
    raise AssertionError("app.py names no SENDERS")


@cache
def dynamic_keys() -> dict[str, set[str]]:
    """What may fill the hole of each pattern of keys in the code. A new pattern is to be added here."""
    units = {"minutes", "hours", "days"}
    return {
        "access.{}": set(AccessPoint),
        "calculator.{}": set(AskedState) - {AskedState.REPLACED},
        "calculator.why_{}": {
            AskedReason.FIRST,
            AskedReason.NOT_LISTED,
            AskedReason.DATA_FAULTY,
            AskedReason.NO_FRESH_RATE,
        },
        "calculator.why_{}_against": {
            AskedReason.NO_FRESH_RATE,
            AskedReason.RATE_OFF,
            AskedReason.CONTRADICTION,
            AskedReason.MOVED,
            AskedReason.UPSIDE_DOWN,
        },
        "cell.{}": set(CellState),
        "cell_mark.{}": set(CellState),
        "cli.doctor_{}": set(Found),
        "cli.doctor_mark_{}": set(Urgency),
        "doubt.{}": set(Doubt),
        "entry_answer.{}": set(Answer),
        "entry_fault.{}": set(EntryFault),
        "provider_check.{}": {"title", "publisher", "url", "since", "worked_on"},
        "provider_check.due_{}": set(CheckKind),
        "provider_check.found_{}": {*FOUND_LICENCES, *FOUND_STATUSES},
        "provider_check.what_{}": set(CheckKind),
        "entry_method.{}": set(Method),
        "official.{}": set(RateFault),
        "receipt_fault.{}": {"large", "long", "no_picture"},
        "steward.{}": set(entry_words.CLOCKS),
        "steward.amount_{}": set(price_questions.ASKS),
        "steward.asks_{}": set(price_questions.ASKS),
        "steward.may_not_{}": set(Role),
        "steward.part_{}": set(steward.PARTS),
        "steward.sum_{}": {"new", "changed", "same", "no_price", "returned"},
        "steward.where_{}": set(price_questions.PLACES),
        "refresh.wise_odd_{}": set(OddFault),
        "amount.{}": set(AmountFault) - {AmountFault.AMBIGUOUS},
        "basis.{}": set(Basis) - {Basis.EXACT},
        "cli.login_{}": set(LoginFault),
        "cli.store_{}": set(StoreFault),
        "cli.survey_{}": set(Group),
        "channel.{}": {"unknown", *Channel},
        "cli.file_{}": reasons("Unreadable"),
        "cli.mark_{}": set(rpw.MARKS),
        "cli.quarantine_{}": set(rpw.REASONS),
        "document.{}": set(Document),
        "evidence.age_{}": set(source_words.DAYS_OF),
        "evidence.confidence_{}": set(Confidence),
        "evidence.grade_{}": set(Grade),
        "evidence.kind_{}": set(FigureKind),
        "evidence.licence_{}": set(Licence),
        "evidence.part_{}": set(sources.PARTS),
        "fault.{}": fault_codes(),
        "fit.{}": {"pay_in", "pay_out", "region", "within"},
        "form.{}": {"send", "receive"},
        "form.ask_{}": {"send", "receive"},
        "form.pay_in_{}": {"any", *PaymentInstrument},
        "form.pay_out_{}": set(form_options.PAY_OUTS),
        "form.within_{}": set(form_options.WITHIN),
        "form_of.{}": set(DisbursementMethod),
        "group.{}": {"unknown", *DisbursementMethod},
        "gap.{}": set(catalogue_.INDICATORS),
        "gap_kind.{}": set(catalogue_.GapKind),
        "gap_note.{}": gap_notes(),
        "indicator.{}": {*catalogue_.INDICATORS, *AVERAGES},
        "know.{}": codes_to_know(),
        "known_by.{}": {"unknown", *Evidence},
        "decider.{}": set(Decider),
        "assume.{}": said_by("Assumption", 0),
        "lens.{}": set(Lens),
        "letter.{}": set("abcdefghi"),
        "lever.{}": set(what_if.Lever),
        "mark.{}": {s.mark for s in real().tables.statistics if s.mark},
        "meaning.{}": {*catalogue_.INDICATORS, *price.MEANT},
        "measure.{}": set(Measure),
        "off.{}": said_by("Result", "off"),
        "principle.{}": set(Principle),
        "requirement.{}": {str(n) for n in range(1, 13)},
        "requirement_met.{}": {"yes", "no", "unknown"},
        "room.prices_{}": set(PriceSet),
        "policy.rules_{}": set(catalogue_.Weight),
        "rsp.{}": set(RspType),
        "rule_weight.{}": set(catalogue_.Weight),
        "theme.{}": set(Theme),
        "unit.{}": set(Unit) - {Unit.PERCENT},
        "warn.{}": {code for found in levers() for code in found.warnings},
        "whom.{}": set(Whom),
        "language.{}": senders(),
        "late.step_{}": {"1", "2", "3"},
        "handout.col_{}": {"road", "fee", "rate", "received", "time", "wrong"},
        "handout.field_{}": {str(n) for n in range(1, participant_sheets.FIELDS + 1)},
        "handout.hunt_{}": {str(n) for n in range(1, participant_sheets.HUNTS + 1)},
        "handout.name_{}": set(handouts.SHEETS),
        "moodle.topic_{}": {question.topic for question in real().tables.questions},
        "more.{}": set(follow_ups.QUESTIONS),
        "method.topic_{}": set(TOPICS),
        "answer.elsewhere_{}": {piece for piece in MissingPiece if piece.state is AnswerState.ELSEWHERE},
        "caution.{}": set(Caution),
        "caution.{}_at": {Caution.LICENCE_NOT_CHECKED, Caution.LICENCE_NOT_FOUND},
        "caution.{}_bare": {Caution.LICENCE_NOT_CHECKED, Caution.LICENCE_NOT_FOUND},
        "account.{}": set(AccountFault),
        "line.{}": {*Channel, InformalKind.CARRIED},
        "line.none_{}": set(NoFigure),
        "line.arrives_{}": set(ExpectedKind) - {ExpectedKind.ELSEWHERE, ExpectedKind.NONE},
        "steward.taken_{}": set(Stage) - {Stage.DRAFT, Stage.ENTERED},
        "line.cost_{}": set(ExpectedKind) - {ExpectedKind.NONE},
        "line.outlay_{}": set(ExpectedKind) - {ExpectedKind.NONE},
        "told.{}": set(Verdict),
        "expected.none_{}": set(NoFigure) - {NoFigure.NO_ROAD, NoFigure.NO_OUTLAY},
        "expected.{}_one": {"arrives", "cost", "outlay"},
        "expected.{}_range": {"arrives", "cost", "outlay"},
        "expected.history_{}_one": {"arrives", "cost", "outlay"},
        "expected.history_{}_range": {"arrives", "cost", "outlay"},
        "missing.{}": {piece for piece in MissingPiece if piece.state is AnswerState.INCOMPLETE},
        "share.sms_{}": set(links.SMS.values()),
        "share.sms_{}_on": set(links.SMS.values()),
        "note.{}": {"zero_margin", "no_partner", "no_board_here", "no_board_sender", "fee_unknown"},
        "paper.{}": {"csv", "json", "poster", "xlsx", *(f"sheet_{size}" for size in sheets.PAPERS)},
        "picture.{}": set(charts.PICTURES),
        "reason.{}": set(Reason),
        "reason.{}_of": {Reason.ABOVE_LIMIT, Reason.BELOW_MINIMUM},
        "reason.{}_on": {reason for reason in Reason if reason.is_closed},
        "refresh.fault_{}": failures(),
        "refresh.who_{}": {*rates.WHAT, *refresh_words.ASKED},
        "refresh.by_itself_{}": set(RefreshMode),
        "second_benchmark.{}": set(NoSecond),
        "room.level_{}": {"1", "2", "3"},
        "sheet.part_{}": {"fee", "hidden", "receipt", "travel"},
        "status.{}": set(Status),
        "status.{}_on": set(Status),
        "time.{}": units,
        "time.from_{}": units,
        "time.up_to_{}": units,
        "told_fault.{}": set(ReaderQuoteFault),
        "vote.said_{}": set(phone_page.SAID),
        "vote.shape_{}": {str(n) for n in range(MOST_CHOICES)},
        "workshop.finds_{}": set(LAYERS) - {StepKind.RISK},
        "workshop.part_{}": {StepKind.FEE, StepKind.RATE, StepKind.RECEIPT, StepKind.HAND},
        "workshop.shape_{}": set(Shape),
        "workshop.step_{}": set(StepKind),
        "year.rhythm_{}": set(RHYTHMS),
        "unknown.{}": {"outside", "bans", "smart", "digital"},
        "aim.{}": {"cost_world", "cost_corridor"},
        "by.{}": set(price.KINDS),
        "gaps.part_{}": set(policymaker.PARTS),
        "beside.{}": set(WayKind),
        "beside.known_{}": set(KnownBy),
        "beside.short_{}": set(KnownBy) - {KnownBy.UNKNOWN},
        "gaps.group_{}": set(bullets.GROUPS),
        "gaps.quarter_{}": {"1", "2", "3", "4"},
        "series.{}": set(bullets.SERIES),
        "suppose.{}": set(what_if.Lever),
        "tile.{}": set(Topic),
        "tile.{}_better": {"rose", "fell"},
        "tile.{}_worse": {"rose", "fell"},
        "tile.{}_not_clear": {"rose", "fell"},
        "item.{}": set(DisclosureItem),
        "measure_for.{}": set(catalogue_.INDICATORS),
        "outside_topic.{}": {one.topic for one in real().tables.references},
        "step.{}": {"fee", "margin", "whole", "left", "rest"},
        "transparency.{}": set(Disclosure),
        "unit_name.{}": set(Unit),
    }


def optional_keys() -> dict[str, set[str]]:
    """Patterns that are looked up with `has`: a message may be there, for the codes that CLDR knows."""
    locale = Locale.parse("en")
    return {
        "coin.{}": set(locale.currencies),
        "money.{}": set(locale.currencies),
        "currency.{}": set(locale.currencies),
        "country.{}": {"any", *locale.territories},
    }


@cache
def used() -> tuple[frozenset[str], frozenset[str]]:
    """Every literal key and every pattern in the code."""
    literal: set[str] = set()
    dynamic: set[str] = set()
    for path in CODE:
        keys, patterns = asked_for(path)
        literal |= keys
        dynamic |= patterns
    return frozenset(literal), frozenset(dynamic)


def test_the_code_was_found():
    literal, dynamic = used()
    assert len(CODE) > 8
    assert len(literal) > 100
    assert len(dynamic) > 15
    assert len(fault_codes()) > 30


def test_every_pattern_of_keys_in_the_code_is_known_to_these_tests():
    known = {*dynamic_keys(), *optional_keys()}
    assert used()[1] <= known, "add the pattern to dynamic_keys, with what may fill its hole"


def test_every_key_that_the_code_asks_for_is_there():
    literal, dynamic = used()
    needed = set(literal) - NO_KEYS
    for name, values in dynamic_keys().items():
        if name in dynamic:
            needed |= {name.format(value) for value in values}
    assert needed - set(catalogue("en")) == set()


def test_every_key_that_is_there_is_asked_for_somewhere():
    literal, dynamic = used()
    possible = set(literal)
    for name, values in (dynamic_keys() | optional_keys()).items():
        if name in dynamic:
            possible |= {name.format(value) for value in values}
    assert set(catalogue("en")) - possible == set()


def test_every_fault_of_the_data_has_a_message_and_every_such_message_a_fault():
    there = {key.removeprefix("fault.") for key in catalogue("en") if key.startswith("fault.")}
    assert there == fault_codes()


@pytest.mark.parametrize("language", ["az", "ru"])
def test_every_fault_that_has_a_note_says_it_in_every_language(language):
    for key, forms in catalogue("en").items():
        if key.startswith("fault."):
            assert ("{note}" in forms[0]) is ("{note}" in catalogue(language)[key][0]), key


# In the reader's language

ENGLISH = re.compile(
    r"\b(the|and|of|is|are|was|were|not|from|with|for|this|that|which|its|who|whether|your|you|price|rate"
    r"|amount|known|write|road|sender|cash|only|their|any|about|days|day|fee|least|choose|options|ask|money)\b",
    re.I,
)


@pytest.mark.parametrize("language", ["az", "ru"])
def test_no_english_is_left(language):
    for key, form in messages(language):
        plain = without_holes(form)
        if key.startswith("cli."):
            # The names of options and of their parts are typed as they are.
            plain = re.sub(r"--\w+|\b(fee|rate|received|send|receive)\b", "", plain)
        assert not ENGLISH.search(plain), (key, form)


@pytest.mark.parametrize("language", ["az", "ru"])
def test_no_message_is_the_english_one_unless_it_has_no_word_or_one_that_is_shared(language):
    shared = {"manat", "dollar", "dollars", "lari", "tenge", "yuan", "pul", "pulyolu", "bank", "limit"}
    shared |= {"som", "somoni", "dinar", "dram", "denar", "lek"}
    for key, forms in catalogue("en").items():
        words_of = set(re.findall(rf"[{LETTERS}]+", without_holes(forms[0]).lower()))
        if words_of - shared:
            assert catalogue(language)[key][0] != forms[0], key


def test_russian_is_written_in_cyrillic():
    names = re.compile(r"\bAZ\b|Pulyolu|Moodle|QR|SmaRT|cbar\.az|UTF-8|IBAN|SMS|CSV|JSON|PDF|A4|A5|Excel")
    for key, form in messages("ru"):
        if key.startswith(FOR_CLERKS):
            continue
        rest = names.sub("", without_holes(form))
        assert not re.search(f"[{LETTERS}]", rest), (key, form)


@pytest.mark.parametrize("language", ["az", "en"])
def test_azerbaijani_and_english_are_written_in_latin(language):
    for key, form in messages(language):
        assert not re.search("[\u0400-\u04ff]", form), (key, form)


@EACH
def test_no_word_mixes_latin_and_cyrillic_letters(language):
    for key, form in messages(language):
        for word in re.findall(r"\w+", without_holes(form)):
            assert not (re.search(f"[{LETTERS}]", word) and re.search("[\u0400-\u04ff]", word)), (key, word)


FORBIDDEN = {
    "az": r"\b(marja|tranzaksiya|benefisiar|konvertasiya|kanal|kredit|debet|likvid)\w*|\b(havala|həvalə)\b",
    "ru": r"\b(марж[аиеу]\w*|транзакци\w+|бенефициар\w*|конвертаци\w+|канал\w*|хавал\w+)",
    "en": r"\b(margin|transaction|beneficiar|remitt|conversion|channel|corridor|hawala)\w*",
}


@EACH
def test_no_word_that_a_village_reader_does_not_know_stands_on_the_recipients_page(language):
    for key, form in for_recipients(language):
        plain = without_holes(form)
        assert not re.search(FORBIDDEN[language], plain, re.I), (key, form)
    for key, form in outside_clerks(language):
        plain = without_holes(form)
        assert not re.search(r"\b(AZN|RUB|USD|EUR|TRY|GBP)\b|[₼₽€$£₺]", plain), (key, form)


def test_a_sentence_for_recipients_has_at_most_twelve_words_in_azerbaijani():
    for key, form in for_recipients("az"):
        for sentence in re.split(r"[.!?](?:\s|$)|\n| · ", re.sub(r"\{\w+\}", "hole", form)):
            count = sum(bool(re.search(r"\w", word)) for word in sentence.split())
            assert count <= 12, (key, sentence)


@EACH
def test_a_message_is_neatly_set(language):
    for key, form in messages(language):
        assert "  " not in form, key
        assert "\n" not in form, key
        assert "..." not in form.replace('"..."', "").replace("[[...]]", "").replace("received=...", ""), key
        assert not re.search(r"<\w+|</", form), key
        assert not re.search(r"\s[,.!?](?=\s|$)", form), key


@EACH
def test_sentences_end_alike_in_all_three_languages(language):
    for key, forms in catalogue("en").items():
        if forms[0].endswith(("?", ".")):
            assert catalogue(language)[key][0][-1] in ".?!)", key


def test_the_dotted_and_the_dotless_i_are_kept_apart_in_azerbaijani():
    for key, form in messages("az"):
        assert "\u0307" not in unicodedata.normalize("NFC", form), key
        for word in re.findall(rf"[{LETTERS}]+", without_holes(form)):
            # A capital I before a small letter is the dotless one: only back vowels follow it.
            if re.match(r"I[a-zəğışçöü]", word):
                assert re.match(r"I[^aıoueəiöü]*[aıou]", word), (key, word)


def test_the_banner_of_the_teaching_set_says_that_its_prices_are_invented():
    for language, root in (("az", "uydurma"), ("ru", "выдуман"), ("en", "invented")):
        assert root in catalogue(language)["teaching.banner"][0]


def test_the_page_says_that_it_makes_no_offer_and_that_the_code_is_nobodys_business():
    assert catalogue("az")["recipient.not_an_offer"] == ("Bu, məlumatdır, təklif deyil.",)
    for language in LANGUAGES:
        assert len(catalogue(language)["safety.code"][0]) > 20
        assert catalogue(language)["informal.nobody_measured"][0]
