"""Where the workshop's page stands, and whether a meeting is being led in this window."""

from functools import partial

from channels.dataset.dataset import Dataset
from channels.workshop import session as workshop_session
from components.i18n import LANGUAGES
from components.widgets import state

PATH = "workshop"
"""Where the page stands."""


def led(facts: Dataset) -> bool:
    """Whether a meeting is being led in this window: one that the address names, and that can be read."""
    asked = state.asked("s")
    stories = {story.id: story for story in facts.tables.stories}
    read = partial(workshop_session.read, stories=stories, languages=LANGUAGES)
    return asked is not None and read(asked) is not None
