"""Who was asked by the program itself, in words: both clocks, the reason of a failure, no page broken."""

from datetime import UTC, datetime, timedelta

import pytest

from channels.refresh.last_asked import LastAsked
from channels.refresh.permission import RefreshMode
from components.i18n import LANGUAGES, words
from components.words.last_asked import AskedByItself, lines
from components.words.refresh import ASKED

NOW = datetime(2026, 11, 30, 5, 14, tzinfo=UTC)
EN = words("en")


def said(*last, mode=RefreshMode.OFFICIAL, language="en"):
    return lines(AskedByItself(mode, last), words(language))


def test_a_question_that_was_answered_is_told_with_its_time_in_baku():
    _, line = said(LastAsked(what="cbar", asked=NOW, answered=NOW))
    assert "30 November 2026" in line
    assert "09:14" in line
    assert EN("refresh.who_cbar") in line


def test_a_failure_is_told_with_its_reason_and_the_last_answer():
    refused = LastAsked(
        what="nbg", asked=NOW, answered=NOW - timedelta(days=1), fault="refused", holes={"status": "403"}
    )
    _, line, reason = said(refused)
    assert "29 November 2026" in line
    assert "403" in reason
    rest = refused.model_copy(update={"fault": "busy", "until": NOW + timedelta(days=1), "answered": None})
    _, line, reason = said(rest)
    assert "29 November" not in line
    assert "1 December 2026" in reason


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", RefreshMode)
def test_every_mode_and_everybody_has_words_in_every_language(language, mode):
    last = [LastAsked(what=what, asked=NOW, answered=NOW) for what in ASKED]
    assert len(said(*last, mode=mode, language=language)) == 1 + len(ASKED)
    assert len(said(mode=mode, language=language)) == (1 if mode is RefreshMode.OFF else 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_calculator_is_told_by_its_provider_with_what_is_missing(language):
    broken = LastAsked(
        what="calculator_paysend", asked=NOW, fault="field_missing", holes={"field": "rate"}
    )  # fmt: skip
    _, line, reason = said(broken, mode=RefreshMode.ALL, language=language)
    assert "Paysend" in line and "Paysend" in reason and "rate" in reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_an_address_for_questions_no_company_is_said_to_be_asked(language):
    unnamed = lines(AskedByItself(RefreshMode.ALL, (), named=False), words(language))
    assert "PULYOLU_CONTACT" in unnamed[0] and unnamed[0] != said(mode=RefreshMode.ALL, language=language)[0]
    official = lines(AskedByItself(RefreshMode.OFFICIAL, (), named=False), words(language))
    assert official == said(language=language)


def test_what_a_later_program_wrote_breaks_no_page():
    odd = LastAsked(what="a_new_provider", asked=NOW, fault="a_new_reason")
    _, line = said(odd)
    assert "a_new_provider" in line
    missing = LastAsked(what="cbar", asked=NOW, fault="refused")
    assert len(said(missing)) == 2
