"""Who was asked by the program itself, when, and what came of it, in words for the desk and the sources."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from channels.refresh.last_asked import LastAsked
from channels.refresh.permission import RefreshMode
from channels.terms import BAKU
from components.i18n import Words
from components.words.refresh import failure, who


@dataclass(frozen=True, slots=True)
class AskedByItself:
    """Whom the program may ask by itself, and the last question to each.

    `named`: the keeper named an address for questions, without which no company is asked.
    """

    mode: RefreshMode
    last: tuple[LastAsked, ...]
    named: bool = True


def lines(asked: AskedByItself, words: Words) -> tuple[str, ...]:
    """Whom the program asks, then a sentence for each, with another where the last question failed."""
    unnamed = asked.mode is RefreshMode.ALL and not asked.named
    found = [words("refresh.by_itself_unnamed" if unnamed else f"refresh.by_itself_{asked.mode}")]
    if not asked.last and asked.mode is not RefreshMode.OFF:
        found.append(words("refresh.by_itself_none"))
    return (*found, *_each(asked.last, words))


def _each(last: Sequence[LastAsked], words: Words) -> list[str]:
    found = []
    for one in last:
        holes = {"who": who(one.what, words), "asked": moment(one.asked, words)}
        if one.failed is None and one.answered is not None:
            found.append(words("refresh.asked_both", **holes))
        elif one.answered is not None:
            found.append(words("refresh.asked_before", **holes, answered=moment(one.answered, words)))
        else:
            found.append(words("refresh.asked_never", **holes))
        if one.failed is not None:
            # What was written by a later program may have no words here.
            with suppress(KeyError, TypeError, ValueError):
                found.append(failure(one.failed, one.what, words))
    return found


def moment(at: datetime, words: Words) -> str:
    """A day with its time in Baku."""
    here = at.astimezone(BAKU)
    return words("refresh.moment", day=words.day(here.date()), time=f"{here:%H:%M}")
