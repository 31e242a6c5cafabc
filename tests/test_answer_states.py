"""Every state of an answer is said in one sentence, and in no other, wherever an answer is read."""

import html
import re
import tomllib
from dataclasses import replace
from decimal import Decimal
from functools import cache
from urllib.parse import parse_qsl

import pytest
from pydantic import Field
from streamlit.testing.v1 import AppTest

from channels.commands.comparing import text_lines
from channels.compare.comparison import compare
from channels.compare.headline import AnswerState, Caution, MissingPiece, answer_state, closed
from channels.compare.serialise import as_document
from channels.money import plain
from channels.pricing.routes import Transfer
from channels.records.base import Record
from channels.terms import Reason, Status
from components.i18n import LANGUAGES, Words, words
from components.light import page as light
from components.pages.recipient import page as recipient
from components.paper.sheets import sheet_text
from components.words.answer_view import AnswerView, answer_view
from components.words.links import WITHIN, message, sms
from components.words.sender_text import sender_text
from tests.support.lanes import spread
from tests.test_examples import DAY, EXAMPLES, Given, asked, known_of


class Said(Record):
    """The state that an answer is in, and the sentences that say it, by language."""

    state: AnswerState
    missing: MissingPiece | None = None
    cautions: tuple[Caution, ...] = ()
    heading: dict[str, str]
    sentence: dict[str, str] = Field(default_factory=dict)
    checked_for: dict[str, str] = Field(default_factory=dict)
    caution: dict[str, str] = Field(default_factory=dict)
    closed: dict[str, str] = Field(default_factory=dict)


class State(Record):
    """What is given for an answer, and what is said."""

    name: str
    definition: str
    given: Given
    expected: Said

    @property
    def is_priced(self) -> bool:
        return self.expected.state is AnswerState.PRICED


@cache
def states() -> tuple[State, ...]:
    content = tomllib.loads((EXAMPLES / "answer_states.toml").read_text("utf-8"), parse_float=Decimal)
    assert list(content) == ["example"]
    return tuple(State.model_validate(state) for state in content["example"])


EACH_STATE = pytest.mark.parametrize("state", [pytest.param(s, id=s.name[:60]) for s in states()])
EACH_THIRD = pytest.mark.parametrize("state", spread(states(), each=3), ids=lambda state: state.name[:60])
EACH = pytest.mark.parametrize("language", LANGUAGES)


def viewed(state: State, say: Words) -> AnswerView:
    return answer_view(asked(state.given), known_of(state.given)[0], say)


def sentences(state: State, language: str) -> list[str]:
    """What must be read: heading, missing piece, amounts that are known, caution, why a price is gone."""
    said = state.expected
    parts = (said.heading, said.sentence, said.checked_for, said.caution, said.closed)
    return [part[language] for part in parts if part]


def others(state: State, say: Words) -> list[str]:
    """The headings of every other state, and the words of doubt that no current price stands beside."""
    there = [say("answer.none"), say("answer.incomplete")]
    there += [
        say(f"answer.elsewhere_{piece}") for piece in MissingPiece if piece.state is AnswerState.ELSEWHERE
    ]
    doubt = [] if state.expected.state is AnswerState.NONE else [say(f"status.{Status.NOT_CONFIRMED}")]
    return [heading for heading in there if heading != state.expected.heading[say.language]] + doubt


def holds(state: State, shown: str, say: Words) -> None:
    """One state is read, and none beside it."""
    text = squeezed(shown)
    assert [part for part in sentences(state, say.language) if squeezed(part) not in text] == []
    assert [part for part in others(state, say) if squeezed(part) in text] == []


def squeezed(text: str) -> str:
    return " ".join(text.split())


def address_of(transfer: Transfer) -> dict[str, str]:
    """The question as a page's address."""
    written = {
        "sending": transfer.corridor.sending, "receiving": transfer.corridor.receiving,
        "send": str(transfer.send), "pay_out": transfer.pay_out, "pay_in": transfer.pay_in,
        "region": transfer.region, "within": WITHIN.get(transfer.within or 0),
    }  # fmt: skip
    return {name: str(code) for name, code in written.items() if code is not None}


# The list


def test_every_state_piece_and_caution_is_in_the_list():
    assert {s.expected.state for s in states()} == set(AnswerState)
    assert {s.expected.missing for s in states()} == {None, *MissingPiece}
    assert {caution for s in states() for caution in s.expected.cautions} == set(Caution)
    for s in states():
        expected = s.expected
        said_of = (
            expected.heading,
            expected.sentence,
            expected.checked_for,
            expected.caution,
            expected.closed,
        )
        assert all(not said or set(said) == set(LANGUAGES) for said in said_of)
        assert bool(expected.checked_for) is (expected.missing is MissingPiece.OTHER_AMOUNT)


@EACH_STATE
def test_the_comparison_is_in_the_state_that_is_listed(state):
    found = answer_state(asked(state.given))
    assert (found.state, found.missing, found.cautions) == (
        state.expected.state,
        state.expected.missing,
        state.expected.cautions,
    )


def test_every_reason_that_closes_a_service_is_in_the_list():
    found = [closed(asked(s.given)) for s in states() if s.expected.closed]
    assert {one.reason for some in found for one in some} == {r for r in Reason if r.is_closed}


@EACH_STATE
@EACH
def test_the_view_says_what_is_listed(state, language):
    head = viewed(state, words(language)).headline
    assert head.label == state.expected.heading[language]
    assert head.missing == state.expected.sentence.get(language)
    assert head.checked_for == state.expected.checked_for.get(language)
    first = [state.expected.caution[language]] if state.expected.cautions else []
    assert [caution.text for caution in head.cautions][:1] == first
    assert (head.number is not None) is (state.is_priced)


def test_the_caution_of_a_licence_opens_the_register_that_other_licences_cite():
    (state, *_) = [s for s in states() if Caution.LICENCE_NOT_CHECKED in s.expected.cautions]
    (caution,) = viewed(state, words("en")).headline.cautions
    assert (caution.link, caution.link_label) == ("https://example.org/an_example", "Register of licences")


OF_ANOTHER_AMOUNT = [s for s in states() if s.expected.missing is MissingPiece.OTHER_AMOUNT]


@pytest.mark.parametrize("state", OF_ANOTHER_AMOUNT, ids=lambda state: state.name[:60])
def test_the_amount_that_is_named_is_one_for_which_the_price_is_the_answer(state):
    data, transfer = known_of(state.given)
    found = answer_state(asked(state.given))
    assert found.amounts
    for amount in found.amounts:
        again = replace(transfer, currency=amount.currency, send=amount.amount)
        assert answer_state(compare(data, again, state.given.day)).state is AnswerState.PRICED
    told = as_document(asked(state.given))["checked_for"]
    assert told == [{"amount": plain(m.amount), "currency": m.currency} for m in found.amounts]


@pytest.mark.parametrize("state", OF_ANOTHER_AMOUNT, ids=lambda state: state.name[:60])
def test_the_light_page_leads_to_the_question_about_that_amount(state):
    data, transfer = known_of(state.given)
    say = words("en")
    shown = light.page(address_of(transfer), data, say, DAY, facts=data)
    (other,) = viewed(state, say).headline.amounts
    (found,) = re.findall(rf'<a href="\?([^"]*)#a">{re.escape(other.label)}</a>', shown)
    codes = dict(parse_qsl(html.unescape(found)))
    assert codes["send"] == plain(other.amount.amount)
    again = light.page(codes, data, say, DAY, facts=data)
    assert say("answer.most_here", provider="a_bank") in html.unescape(again)


def test_the_dashboard_leads_to_the_question_about_that_amount():
    number = states().index(OF_ANOTHER_AMOUNT[0])
    page = AppTest.from_function(call, args=(draw, number, "en"), default_timeout=60)
    for name, code in address_of(known_of(states()[number].given)[1]).items():
        page.query_params[name] = code
    page.run()
    page.button(key="other_amount0").click().run()
    assert not page.exception
    assert [entry.value for entry in page.header] == ["384 manat"]
    assert page.query_params["send"] in ("20200", ["20200"])


# Wherever an answer is read


def draw(number: int, language: str) -> None:
    given = states()[number].given
    data, _ = known_of(given)
    recipient.page(data, words(language), DAY, senders=(words("az"), words("ru")), facts=data)


def call(function, *args):
    function(*args)


@EACH_THIRD
def test_the_dashboard_is_in_one_state(state):
    number = states().index(state)
    language = LANGUAGES[number % len(LANGUAGES)]
    page = AppTest.from_function(call, args=(draw, number, language), default_timeout=60)
    for name, code in address_of(known_of(state.given)[1]).items():
        page.query_params[name] = code
    page.run()
    assert not page.exception
    large = [*page.header, *page.subheader]
    texts = [element.value for element in (*large, *page.markdown, *page.caption)]
    holds(state, "\n".join(texts).replace("\\", ""), words(language))
    number_shown = viewed(state, words(language)).headline.number
    assert [entry.value.replace("\\", "") for entry in page.header] == (
        [] if number_shown is None else [number_shown]
    )


@EACH_STATE
@EACH
def test_the_light_page_is_in_one_state(state, language):
    data, transfer = known_of(state.given)
    shown = light.page(address_of(transfer), data, words(language), DAY, facts=data)
    body = re.sub(r"<style>.*?</style>", "", shown, flags=re.S)
    holds(state, html.unescape(re.sub(r"<[^>]+>", " ", body)), words(language))


@EACH_STATE
@EACH
def test_the_sheet_of_paper_is_in_one_state(state, language):
    data, _ = known_of(state.given)
    texts = sheet_text(asked(state.given), data, words(language), paper="a4", address=None)
    shown = [texts["label"], texts["number"] or "", *texts["last"], *texts["cautions"]]
    rows = [part for row in texts["roads"] for part in (row["marks"], row["age"], *row["denied"])]
    holds(state, "\n".join([*shown, *rows]), words(language))


@EACH_STATE
@EACH
def test_the_text_is_in_one_state(state, language):
    say = words(language)
    holds(state, "\n".join(text_lines(viewed(state, say), say)), say)


@EACH_STATE
@EACH
def test_the_messages_are_in_one_state(state, language):
    say, found = words(language), asked(state.given)
    data, _ = known_of(state.given)
    written = sender_text(answer_view(found, data, say), say, amounts=False)
    told = message(found, data, say, amounts=False, address=None)
    short = sms(found, data, say, amounts=False)
    assert len(short) <= 160
    assert (say("share.none") in told) is (state.expected.state is AnswerState.NONE)
    for text in (written, told):
        assert [part for part in others(state, say) if part in text] == []
        assert state.expected.closed.get(language, "") in text
        if state.expected.state in (AnswerState.INCOMPLETE, AnswerState.ELSEWHERE):
            parts = [
                part[language]
                for part in (state.expected.heading, state.expected.sentence, state.expected.checked_for)
                if part
            ]
            assert [part for part in parts if part not in text] == []


@EACH_STATE
def test_json_carries_the_state_and_the_piece_that_is_missing(state):
    document = as_document(asked(state.given))
    assert (document["state"], document["missing"]) == (state.expected.state, state.expected.missing)
    assert document["cautions"] == list(state.expected.cautions)
    assert (document["headline"] is not None) is (state.is_priced)
    if state.expected.closed:
        refused = document["not_offered"]
        assert [Reason(one["reason"]).is_closed and one["day"] is not None for one in refused] == [True]
