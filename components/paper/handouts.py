"""The paper of a workshop as PDF: what a trainer prints for a story, from the numbers of the screen."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

from channels.records.stories import PriceSet
from components.paper import typeset
from components.paper.handout_blocks import Block, Handout
from components.paper.participant_sheets import (
    bar_parts,
    chance,
    help_card,
    hunt,
    late,
    on_poster,
    poster,
    quiz,
    shapes,
    takeaway,
    worksheet,
)
from components.paper.trainer_sheets import answers, guide, script
from components.words import story_prices as price_words

LONGEST_TEXT = 1_500
SCALES = {"script": 1.15, "poster": 1.6, "takeaway": 1.5, "late": 1.15, "help": 1.25}
"""Type larger than on the other sheets: for a wall, for a weak eye, for reading while standing."""
SHEETS: dict[str, Callable[[Handout], list[Block]]] = {
    "guide": guide,
    "script": script,
    "worksheet": worksheet,
    "answers": answers,
    "chance": chance,
    "quiz": quiz,
    "shapes": shapes,
    "poster": poster,
    "hunt": hunt,
    "takeaway": takeaway,
    "late": late,
    "help": help_card,
}
"""The sheets by their codes, in the order in which a trainer needs them."""


def everything(handout: Handout) -> bytes:
    """Every sheet of a story in one ZIP file, in the order in which a trainer needs them.

    No amount stands in a name. The same story, prices, seed, day and language give the same bytes.
    """
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, kind in enumerate(kinds(handout), start=1):
            name = f"{number:02}-{kind}-{_named(handout)}.pdf"
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), printed(handout, kind))
    return file.getvalue()


def file_name(handout: Handout) -> str:
    """The name of the ZIP file: story, set of prices, day, signs and language; no two files share one."""
    return f"pulyolu-{handout.story.id}-{_named(handout)}.zip"


def kinds(handout: Handout) -> list[str]:
    """The codes of the sheets that a story has: no chance card without roads, no poster without a bar."""
    deal = handout.deal
    left_out = [] if deal is not None else ["chance"]
    if deal is None or all(bar_parts(placed.row) is None for placed in on_poster(deal)):
        left_out.append("poster")
    return [kind for kind in SHEETS if kind not in left_out]


def printed(handout: Handout, kind: str) -> bytes:
    """One sheet as PDF, A4. Raises `KeyError` for an unknown code."""
    return typeset.printed("handout", texts(handout, kind), handout.day, longest=LONGEST_TEXT)


def texts(handout: Handout, kind: str) -> dict[str, Any]:
    """Everything that stands on a sheet, as plain texts in blocks."""
    words, deal = handout.words, handout.deal
    invented = deal is not None and deal.prices is PriceSet.TEACHING
    footer = [handout.story.title.text_in(words.language), words("workshop.seed", seed=handout.seed)]
    if deal is not None:
        # The day of invented prices is the sheet's; real ones have days of their own.
        day = words.day(handout.day)
        footer += (
            [words("sheet.day", day=day)]
            if invented
            else [price_words.prices_line(deal, words), words("handout.computed", day=day)]
        )
    name = words(f"handout.name_{kind}")
    return {
        "title": f"Pulyolu: {name}",
        "lang": words.language,
        "wide": kind in ("worksheet", "answers"),
        "scale": SCALES.get(kind, 1),
        "banner": words("teaching.banner") if invented else None,
        "footer": " · ".join(footer),
        "blocks": SHEETS[kind](handout),
    }


def _named(handout: Handout) -> str:
    return f"{handout.prices}-{handout.day.isoformat()}-{handout.seed}-{handout.words.language}"
