"""The titles of the sources that the stewards' work makes, in the languages of the pages."""

from collections.abc import Mapping
from datetime import date

from channels.records.written_days import Language, written_day

LANGUAGES: tuple[Language, ...] = ("en", "az", "ru")
PRICES, NO_PRICE = frozenset({True}), frozenset({False})
COLLECTED: Mapping[Language, tuple[str, str, str]] = {
    "en": (
        "Prices collected",
        "Answers without a price collected",
        "Prices and answers without a price collected",
    ),
    "az": ("Toplanmış qiymətlər", "Qiymətsiz cavablar", "Toplanmış qiymətlər və qiymətsiz cavablar"),
    "ru": ("Собранные цены", "Ответы без цены", "Собранные цены и ответы без цены"),
}
CHECKED: Mapping[Language, tuple[str, str]] = {
    "en": ("each checked by a second person", "told by the providers' own staff"),
    "az": ("hər birini ikinci şəxs yoxlayıb", "xidmətlərin öz işçiləri deyib"),
    "ru": ("каждая запись проверена вторым человеком", "со слов сотрудников самих компаний"),
}
TOLD: Mapping[Language, tuple[str, str]] = {
    "en": ("Group discussions on roads outside the formal system", "told, not measured"),
    "az": ("Rəsmi sistemdən kənar üsullar haqqında qrup söhbətləri", "deyilib, ölçülməyib"),
    "ru": ("Беседы в группах о способах вне официальной системы", "со слов, не измерено"),
}


def collected_titles(
    first: date, last: date, priced: frozenset[bool], *, of_provider: bool
) -> dict[Language, str]:
    """Of a round: what was collected, on which days, and who stands for it.

    `priced` tells whether entries with a price are among them, entries without one, or both.
    """
    kind = 0 if priced == PRICES else 1 if priced == NO_PRICE else 2
    return {
        language: f"{COLLECTED[language][kind]}: {_days(first, last, language)}, "
        f"{CHECKED[language][of_provider]}"
        for language in LANGUAGES
    }


def told_titles(first: date, last: date) -> dict[Language, str]:
    """Of group discussions: about what, on which days, and that nothing was measured."""
    return {
        language: f"{TOLD[language][0]}, {_days(first, last, language)}; {TOLD[language][1]}"
        for language in LANGUAGES
    }


def _days(first: date, last: date, language: Language) -> str:
    begins, ends = written_day(first, language), written_day(last, language)
    return begins if first == last else f"{begins} \u2013 {ends}"
