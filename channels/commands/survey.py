"""`survey`: what the survey of remittance practices comes to, and nothing that a few answers rest on."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

import typer

from channels import clock
from channels.collect.practices_survey import (
    Findings,
    Listed,
    OutsideShare,
    Realised,
    Roads,
    ShareRow,
    findings,
    listed,
)
from channels.commands.forms import asked, stored
from channels.commands.terminal import Data, Form, Language
from channels.dataset.dataset import Dataset
from channels.gaps.corridor_figures import CorridorFigures, series
from components.i18n import Words
from components.words.links import corridor_name

Beside = Mapping[str, tuple[Listed | None, CorridorFigures | None]]
"""By corridor: what providers tell, and the World Bank's last average."""


def survey_command(data: Data = None, form: Form = "text", language: Language = "en") -> None:
    """Show which ways money is sent and what it actually cost, as people who were asked say."""
    from channels.store import replies  # noqa: PLC0415  loaded only when used

    say, dataset = asked(data, language, form)
    today = clock.today()
    with stored(say) as store:
        kept = replies.kept(store)
    frames = {frame.id: frame for frame in dataset.tables.frames}
    found = findings(kept, dataset.rates, frames)
    beside = {
        paid.corridor: (
            listed(dataset, paid.corridor, today),
            next((f for f in reversed(series(dataset, paid.corridor)) if f.mean is not None), None),
        )
        for paid in found.realised
    }
    if form == "json":
        typer.echo(json.dumps(_document(found, beside), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(_lines(found, beside, dataset, say)))


def _document(found: Findings, beside: Beside) -> dict[str, Any]:
    """The findings as plain values: percentages as text, None where not shown or not known."""
    plain: dict[str, Any] = _plain(asdict(found))
    for paid in plain["realised"]:
        average, survey = beside[paid["corridor"]]
        paid["listed"] = None if average is None else _plain(asdict(average))
        last = (
            None
            if survey is None
            else {"quarter": survey.quarter, "mean": survey.mean, "sources": survey.sources}
        )
        paid["world_bank"] = _plain(last)
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, Decimal):
        return format(value.quantize(Decimal("0.0001")), "f")
    return value.isoformat() if isinstance(value, date) else value


def _lines(found: Findings, beside: Beside, dataset: Dataset, say: Words) -> Iterator[str]:
    if found.kept is None:
        yield say("cli.survey_few")
        return
    yield say("cli.survey_kept", number=say.number(found.kept))
    yield say("cli.survey_rule")
    if found.elsewhere:
        yield say("cli.survey_elsewhere")
    names = _Names(dataset, say)
    blocks: dict[str, list[str]] = {}
    for roads in found.roads:
        blocks.setdefault(names.group(roads), []).extend(names.row(row) for row in roads.rows)
    for outside in found.outside:
        blocks.setdefault(names.group(outside), []).extend(names.outside(outside))
    for paid in found.realised:
        blocks.setdefault(names.group(paid), []).extend(names.realised(paid, *beside[paid.corridor]))
    for title, lines in blocks.items():
        yield from ("", title, *lines)


class _Names:
    """Codes in the words of the form and of the data."""

    def __init__(self, dataset: Dataset, say: Words) -> None:
        self.data = dataset
        self.say = say
        form = next((form for form in dataset.tables.forms if form.id == "survey"), None)
        self.lists = {} if form is None else form.lists

    def label(self, name: str, code: str) -> str:
        """An answer as the form words it; a region as the data does."""
        if name == "region" and code in self.data.regions:
            return self.data.regions[code].name.text_in(self.say.language)
        choices = {choice.code: choice.label for choice in self.lists.get(name, ())}
        return choices[code].text_in(self.say.language) if code in choices else code

    def group(self, of: Roads | OutsideShare | Realised) -> str:
        """Whom a block is about, and for whom they stand."""
        say = self.say
        group = say(f"cli.survey_{of.group}")
        frame = next((frame for frame in self.data.tables.frames if frame.id == of.frame), None)
        if frame is None:
            return say("cli.survey_asked", group=group)
        return say("cli.survey_weighted", group=group, frame=frame.name.text_in(self.say.language))

    def row(self, row: ShareRow) -> str:
        """One line of the table of roads."""
        say = self.say
        who = say("cli.survey_all") if row.value is None else self.label(row.part, row.value)
        if row.answers is None:
            return "  " + say("cli.survey_row_hidden", who=who)
        shares = [
            say("cli.survey_share", way=self.label("channel", way), share=self.percent(share))
            for way, share in row.shares.items()
        ]
        if not any(share is not None for share in row.shares.values()):
            shares = [say("cli.survey_hidden")]
        return "  " + say(
            "cli.survey_row", who=who, answers=say.number(row.answers), shares="; ".join(shares)
        )

    def percent(self, share: Decimal | None) -> str:
        """A share, or that it is not shown."""
        return self.say("cli.survey_hidden") if share is None else self.say.percent(share)

    def outside(self, outside: OutsideShare) -> Iterator[str]:
        """What people say of the families around them."""
        say, answers = self.say, self.say.number(outside.answers)
        yield "  " + say("cli.survey_outside", share=self.percent(outside.share), answers=answers)
        if outside.lost is not None:
            yield "  " + say("cli.survey_lost", share=self.percent(outside.lost))

    def realised(
        self, paid: Realised, average: Listed | None, survey: CorridorFigures | None
    ) -> Iterator[str]:
        """What was paid on a corridor, and what providers tell."""
        say = self.say
        corridor = next(c for c in self.data.tables.corridors if c.key == paid.corridor)
        figures = {"mean": self.percent(paid.mean), "median": self.percent(paid.median)}
        name, answers = corridor_name(corridor, say), say.number(paid.answers)
        yield "  " + say("cli.survey_realised", corridor=name, answers=answers, **figures)
        if survey is not None:
            average_then = self.percent(survey.mean)
            yield "  " + say("cli.survey_world_bank", quarter=say.period(survey.quarter), mean=average_then)
        if average is None:
            yield "  " + say("cli.survey_listed_none")
            return
        listing = {"mean": self.percent(average.mean), "services": say.number(average.services)}
        if average.oldest is None:
            yield "  " + say("cli.survey_listed_undated", **listing)
        else:
            yield "  " + say("cli.survey_listed", **listing, day=say.day(average.oldest))
