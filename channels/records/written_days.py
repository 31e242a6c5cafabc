"""A day as it stands in a title, in the languages of the pages."""

from datetime import date
from typing import Literal

Language = Literal["en", "az", "ru"]
MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "az": ("yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr", "oktyabr",
           "noyabr", "dekabr"),
    "ru": ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
           "ноября", "декабря"),
}  # fmt: skip


def written_day(day: date, language: Language) -> str:
    """A day in full, as the pages write it: 21 noyabr 2026."""
    return f"{day.day} {MONTHS[language][day.month - 1]} {day.year}"
