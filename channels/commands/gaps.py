"""`gaps`: where the country falls short, the largest gap first."""

from collections.abc import Sequence

import typer

from channels import clock
from channels.commands.terminal import Data, Day, Form, Language, Which, answering, opened, speaking
from channels.compare.query import asked_day
from channels.gaps import serialise
from channels.gaps.gap import Gap
from channels.gaps.gap_list import gaps
from channels.gaps.requirements import requirements
from components.i18n import Words
from components.words import gaps as gap_words


def gaps_command(
    day: Day = None, which: Which = "real", data: Data = None, form: Form = "text", language: Language = "en"
) -> None:
    """Tell where the country falls short: the largest gap first, each with its evidence."""
    say = speaking(language, form)
    with answering(say):
        on = asked_day(day, clock.today())
        dataset = opened(which, data)
    found = gaps(dataset, on)
    if form == "json":
        tested = requirements(dataset, on) if found else ()
        typer.echo(serialise.as_json(found, tested, dataset.sources, on))
    else:
        typer.echo("\n".join(_lines(found, say)) or say("cli.gaps_none"))


def _lines(found: Sequence[Gap], say: Words) -> list[str]:
    """The gaps for a terminal, in the page's words."""
    lines = []
    for gap in found:
        lines.append(gap_words.title(gap, say))
        marks = [gap_words.theme(gap, say), gap_words.kind(gap, say), gap_words.distance(gap, say)]
        marks += [gap_words.hides(gap, say), gap_words.when(gap, say), gap_words.known_by(gap.evidence, say)]
        marks += [gap_words.whom(gap.whom, say), gap_words.decides(gap, say), *gap_words.notes(gap, say)]
        lines.append("    " + " · ".join(mark for mark in marks if mark))
    return lines
