"""How many examples Hypothesis tries: by the lane, never by a number in a test."""

import os
from typing import Any

from hypothesis import settings

VARIABLE = "HYPOTHESIS_PROFILE"
PROFILES = {"dev": 20, "ci": 60, "long": 400}
"""Examples of a law: while one writes, in `make test`, and in `make test-all`."""
COSTLY = 5
"""One example of a file or a database takes as long as so many of plain values."""


def load_profile() -> None:
    """Take the profile that the environment names, else `dev`; raises InvalidArgument for another name.

    No test is judged by its time: a machine may be slow. What every change passes tries the same examples
    each time, so that no change is refused for what another one brought; the other two look for new ones.
    """
    for name, examples in PROFILES.items():
        settings.register_profile(name, max_examples=examples, deadline=None, derandomize=name == "ci")
    settings.load_profile(os.environ.get(VARIABLE, "dev"))


def costly(**more: Any) -> settings:
    """Settings of a law whose every example is slow: a part of the profile's examples."""
    return settings(max_examples=settings.default.max_examples // COSTLY, **more)


def kills() -> int:
    """How often a process is killed where each kill is a start of it: two hundred in the longest lane."""
    return settings.default.max_examples // 2


def cheap_kills() -> int:
    """How often where all that is killed is a fork of what is loaded: five hundred in the longest lane."""
    return max(3, kills() ** 2 // 80)
