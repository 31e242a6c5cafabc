"""The focus goes to a panel that the reader opens, and to the head of a page that was cleared."""

import pytest

from components.i18n import words
from components.widgets.state import PANELS, TOP
from components.widgets.theme import focus_script
from tests.components.pages.recipient.test_page import opened


def scripts(page):
    return [found.value for found in page.get("html")]


@pytest.mark.parametrize("panel", [panel for panel in PANELS if panel != "arrived"])
def test_a_panel_that_is_opened_takes_the_focus_until_it_is_closed(panel):
    page = opened("real", "en", sending="DE")
    assert not any("focus" in script for script in scripts(page))
    page.button(key=panel).click().run()
    assert not page.exception
    assert any(focus_script(f"panel_{panel}") in script for script in scripts(page))
    page.button(key=panel).click().run()
    assert not any("focus" in script for script in scripts(page))


def test_a_panel_that_the_address_opened_leaves_the_focus_alone():
    page = opened("real", "en", sending="DE", open="told")
    assert not page.exception
    assert not any("focus" in script for script in scripts(page))


def test_clearing_is_answered_once_at_the_head_of_the_page():
    say = words("en")
    page = opened("real", "en", sending="DE")
    next(entry for entry in page.button if entry.label == say("form.clear")).click().run()
    assert any(focus_script(TOP) in script for script in scripts(page))
    assert say("form.cleared") in [toast.value.replace("\\", "") for toast in page.toast]
    page.run()
    assert not page.toast and not any("focus" in script for script in scripts(page))
