"""Why a question could not be read, in a sentence for its author."""

from collections.abc import Callable

from channels.compare.query import InvalidQuery
from components.i18n import Words

SENTENCES = {
    "ambiguous_amount": "cli.ambiguous_amount",
    "bad_amount": "cli.bad_amount",
    "bad_asked": "cli.bad_asked",
    "bad_choice": "cli.bad_choice",
    "bad_count": "cli.bad_count",
    "bad_day": "cli.bad_day",
    "bad_fare": "cli.bad_fare",
    "bad_official": "cli.bad_official",
    "bad_told": "cli.bad_told",
    "far_counter": "cli.far_counter",
    "far_official": "cli.far_official",
    "given_twice": "cli.given_twice",
    "missing": "cli.missing",
    "no_corridor": "cli.no_corridor",
    "no_ecb": "cli.no_ecb",
    "no_own_currency": "cli.no_own_currency",
    "one_amount": "cli.one_amount",
    "too_early": "cli.too_early",
    "too_long": "cli.too_long",
    "too_many": "cli.too_many",
    "unknown_country": "cli.unknown_country",
    "unknown_currency": "cli.unknown_currency",
    "unknown_option": "cli.unknown_option",
}


def misasked(fault: InvalidQuery, words: Words, *, named: Callable[[str], str] = str) -> str:
    """The sentence for a fault; `named` writes an option's name as the asker writes it: `--pay-in`."""
    holes = dict(fault.holes)
    for hole in ("option", "send", "receive"):
        if hole in holes:
            holes[hole] = named(holes[hole])
    return words(SENTENCES[fault.code], **holes)
