"""A weekly reminder to look again, as a calendar file (RFC 5545)."""

import hashlib
from datetime import UTC, date, datetime, timedelta

from channels.money import plain
from channels.pricing.routes import Transfer
from components.i18n import Words
from components.words import links

LONGEST_LINE = 75
"""Octets of a line, its end not counted; a longer one is folded."""
WEEKS = 26
AT = "100000"
"""The hour of the reminder, by the clock of the person who keeps it."""


def reminder(transfer: Transfer, words: Words, page: str, today: date, now: datetime) -> bytes:
    """A reminder each week for half a year, from a week on, with the way to the question on a page."""
    where = links.corridor_name(transfer.corridor, words)
    link = links.question_link(transfer, page, words.language)
    first = today + timedelta(days=7)
    title = words("reminder.title", corridor=where)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Pulyolu//Reminder//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VEVENT",
        f"UID:{_uid(transfer)}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART:{first:%Y%m%d}T{AT}",
        "DURATION:PT15M",
        f"RRULE:FREQ=WEEKLY;COUNT={WEEKS}",
        "TRANSP:TRANSPARENT",
        f"SUMMARY:{_text(title)}",
        f"DESCRIPTION:{_text(words('reminder.text', link=link))}",
        f"URL:{link}",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        f"DESCRIPTION:{_text(title)}",
        "TRIGGER:PT0S",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _uid(transfer: Transfer) -> str:
    """The same for the same question, so that a second file takes the place of the first."""
    text = f"{transfer.corridor.key}|{plain(transfer.send)}|{transfer.currency}"
    return f"{hashlib.sha256(text.encode()).hexdigest()[:32]}@pulyolu"


def _text(text: str) -> str:
    """A text as a property holds it."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(escaped.splitlines())


def _folded(line: str) -> str:
    """A line in pieces of at most 75 octets, no letter parted; all but the first begin with a space."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + octets
    return "\r\n".join([*pieces, piece])
