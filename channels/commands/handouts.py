"""`print STORY`: everything that a trainer prints for a story, in one file."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from channels import clock
from channels.commands.terminal import Day, Language, Out, Which, answering, opened, refuse, speaking, write
from channels.compare.query import SETS, asked_day, not_before, one_of
from channels.records.stories import PriceSet
from channels.workshop import seeds
from channels.workshop.story_prices import NoLineup
from components.paper import handout_blocks, handouts

STORY = "story"


class StoryOrSheet(TyperGroup):
    """A word that is no sheet is the name of a story."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that a line names, and what is left of the line."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            args = [STORY, *args]
        return super().resolve_command(ctx, args)


def print_story(
    story: Annotated[str, typer.Argument(help="a story's name, such as mother_lankaran")],
    seed: Annotated[str, typer.Option(help="the session code, four characters")] = seeds.made(0),
    which: Which = "teaching",
    day: Day = None,
    language: Language = "en",
    out: Out = Path(),
) -> None:
    """Print everything for a story into one ZIP file: guide, worksheet, answers, cards, poster, quiz."""
    say = speaking(language)
    with answering(say):
        one_of("set", which, SETS)
        signs = seeds.read(seed)
        if signs is None:
            refuse(say("cli.bad_seed", seed=seeds.made(0)))
        facts = opened()
        stories = {one.id: one for one in facts.tables.stories}
        if story not in stories:
            refuse(say("cli.no_story", story=story[:80], stories=", ".join(sorted(stories))))
        teaching = which == "teaching"
        handout = handout_blocks.Handout(
            stories[story],
            PriceSet.TEACHING if teaching else PriceSet.EVIDENCE,
            signs,
            asked_day(day, clock.today()),
            opened("teaching") if teaching else facts,
            facts,
            say,
        )
        if handout.story.about_money:
            not_before(handout.day, handout.data)
        file = out / handouts.file_name(handout)
        try:
            printed = handouts.everything(handout)
        except NoLineup:
            refuse(say("cli.no_lineup", story=story))
    write(file, printed, say)
    typer.echo(str(file))
