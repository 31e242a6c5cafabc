"""`print STORY`: everything that a trainer prints for a story, in one file."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer
from typer.core import TyperGroup

from channels import seeds
from channels.asking import SETS, Misasked, asked_day, one_of
from channels.commands.terminal import ROOT, option, refuse, var
from channels.dataset import DatasetError, load
from channels.readers.ecb import dollars
from channels.reveal import NoLineup
from channels.stories import PriceSet
from components import handouts
from components.i18n import LANGUAGES, words
from components.replies import misasked

BAKU = ZoneInfo("Asia/Baku")
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
    seed: Annotated[str, typer.Option(help="the four signs on the board")] = seeds.made(0),
    which: Annotated[str, typer.Option("--set", help="real or teaching")] = "teaching",
    day: Annotated[str | None, typer.Option(help="the day asked; today if left out")] = None,
    language: Annotated[str, typer.Option(help="az, ru or en")] = "en",
    out: Annotated[Path, typer.Option(help="the folder for the file; made if there is none")] = Path(),
) -> None:
    """Print everything for a story into one ZIP file: guide, worksheet, answers, cards, poster, quiz."""
    say = words(language)
    try:
        one_of("language", language, LANGUAGES)
        one_of("set", which, SETS)
        signs = seeds.read(seed)
        if signs is None:
            refuse(say("cli.bad_seed", seed=seeds.made(0)))
        facts = load(ROOT / "data", var() / "published").with_ecb(dollars)
        stories = {one.id: one for one in facts.tables.stories}
        if story not in stories:
            refuse(say("cli.no_story", story=story[:80], stories=", ".join(sorted(stories))))
        teaching = which == "teaching"
        handout = handouts.Handout(
            stories[story],
            PriceSet.TEACHING if teaching else PriceSet.EVIDENCE,
            signs,
            asked_day(day, _today()),
            load(ROOT / "data" / "teaching").with_ecb(dollars) if teaching else facts,
            facts,
            say,
        )
        file = out / handouts.file_name(handout)
        printed = handouts.everything(handout)
    except Misasked as stop:
        refuse(misasked(stop, say, named=option))
    except NoLineup:
        refuse(say("cli.no_lineup", story=story))
    except DatasetError as error:
        for fault in error.issues:
            typer.echo(f"{fault.where}: {say.fault(fault.code, fault.note)}", err=True)
        raise typer.Exit(1) from None
    try:
        out.mkdir(parents=True, exist_ok=True)
        file.write_bytes(printed)
    except OSError:
        refuse(say("cli.no_folder", value=str(out)[:80]))
    typer.echo(str(file))


def _today() -> date:
    return datetime.now(BAKU).date()
