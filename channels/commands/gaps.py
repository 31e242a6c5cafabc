"""`gaps`: where the country falls short, the largest gap first."""

from collections.abc import Sequence

import typer

from channels import dossier
from channels.asking import asked_day
from channels.commands import terminal
from channels.commands.terminal import Data, Day, Form, Language, Which, answering, opened, speaking
from channels.gaps import Gap, gaps, requirements
from components import gapwords
from components.i18n import Words


def gaps_command(
    day: Day = None, which: Which = "real", data: Data = None, form: Form = "text", language: Language = "en"
) -> None:
    """Tell where the country falls short: the largest gap first, each with its evidence."""
    say = speaking(language, form)
    with answering(say):
        on = asked_day(day, terminal.today())
        dataset = opened(which, data)
    found = gaps(dataset, on)
    if form == "json":
        tested = requirements(dataset, on) if found else ()
        typer.echo(dossier.as_json(found, tested, dataset.sources, on))
    else:
        typer.echo("\n".join(_lines(found, say)) or say("cli.gaps_none"))


def _lines(found: Sequence[Gap], say: Words) -> list[str]:
    """The gaps for a terminal, in the page's words."""
    lines = []
    for gap in found:
        lines.append(gapwords.title(gap, say))
        marks = [gapwords.theme(gap, say), gapwords.kind(gap, say), gapwords.distance(gap, say)]
        marks += [gapwords.hides(gap, say), gapwords.when(gap, say), gapwords.known_by(gap.evidence, say)]
        marks += [gapwords.whom(gap.whom, say), gapwords.decides(gap, say), *gapwords.notes(gap, say)]
        lines.append("    " + " · ".join(mark for mark in marks if mark))
    return lines
