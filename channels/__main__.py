"""The command line: the second composition root, for clerks, scripts and the terminal."""

import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from io import TextIOWrapper
from os import environ
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from channels import dossier, places
from channels.asking import (
    SETS,
    Further,
    Misasked,
    Options,
    answer,
    answer_all,
    asked_day,
    one_of,
    question,
)
from channels.commands.forms import export_xlsform, import_kobo
from channels.commands.handouts import STORY, StoryOrSheet, print_story
from channels.commands.panel import import_app, indicators_app
from channels.commands.refresh import refresh_app
from channels.commands.store import backup_command, export_observations, restore_command
from channels.commands.survey import survey_command
from channels.commands.terminal import ROOT
from channels.commands.terminal import option as _option
from channels.commands.terminal import refuse as _refuse
from channels.comparison import Comparison
from channels.dataset import Dataset, DatasetError, examine, load
from channels.exports import as_csv, as_json
from channels.gaps import Gap, gaps, requirements
from channels.more import More
from channels.package import as_package
from channels.panel.imported import imported
from channels.readers.ecb import dollars
from channels.records import Corridor
from channels.study import studied
from components import findings, gapwords, moodle, phrases, sharing, sheets
from components.i18n import LANGUAGES, Words, words
from components.policy.brief import brief
from components.policy.pages import Chosen, file_name
from components.replies import misasked

BAKU = ZoneInfo("Asia/Baku")

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

export_app = typer.Typer(no_args_is_help=True, help="Write what is known into a file.")
app.add_typer(export_app, name="export")
app.add_typer(import_app, name="import")
app.add_typer(indicators_app, name="indicators")
export_app.command("xlsform")(export_xlsform)
import_app.command("kobo")(import_kobo)
app.command("survey")(survey_command)
export_app.command("observations")(export_observations)
app.command("backup")(backup_command)
app.command("restore")(restore_command)
app.add_typer(refresh_app, name="refresh")


def today() -> date:
    """Today in Baku."""
    return datetime.now(BAKU).date()


@app.callback()
def _root() -> None:
    """Pulyolu: which road leaves most money in the hand."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal or a pipe with an older code page lacks our letters.
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


@app.command()
def check(
    data: Annotated[Path, typer.Option(help="the folder to check")] = ROOT / "data",
    language: Annotated[str, typer.Option(help="az, ru or en")] = "en",
) -> None:
    """Tell every fault in the data at once; exit 0 when there is none, else 1."""
    say = words(language)
    tables, faults, notices = examine(data, today())
    if faults:
        typer.echo(say.count("cli.faults", len(faults)))
        for fault in faults:
            typer.echo(f"  {fault.where}: {say.fault(fault.code, fault.note)}")
        raise typer.Exit(1)
    if notices:
        typer.echo(say.count("cli.notices", len(notices)))
        for notice in notices:
            typer.echo(f"  {notice.where}: {say.fault(notice.code, notice.note)}")
    services = [service for provider in tables.providers for service in provider.services]
    typer.echo(
        say(
            "cli.ok",
            providers=len(tables.providers),
            services=len(services),
            tariffs=sum(len(s.tariffs) for s in services) + sum(len(p.tariffs) for p in tables.payouts),
            observations=len(tables.observations),
            rates=len(tables.rates),
            sources=len(tables.sources),
        )
    )


@app.command("compare")
def compare_command(
    sending: Annotated[str, typer.Argument(help="sending country, two letters: RU")],
    receiving: Annotated[str, typer.Argument(help="receiving country: AZ")],
    send: Annotated[str | None, typer.Option(help="the sender's whole budget, fee included")] = None,
    receive: Annotated[str | None, typer.Option(help="what must arrive")] = None,
    currency: Annotated[
        str | None, typer.Option(help="the sender's currency; the country's own if left out")
    ] = None,
    pay_in: Annotated[str | None, typer.Option(help="cash, account, card or wallet")] = None,
    pay_out: Annotated[str | None, typer.Option(help="cash, card, account, wallet or home_delivery")] = None,
    within: Annotated[str | None, typer.Option(help="1h, 1d or 3d")] = None,
    region: Annotated[str | None, typer.Option(help="a region's code, such as lankaran_astara")] = None,
    promotions: Annotated[bool, typer.Option(help="count first-transfer offers")] = False,
    day: Annotated[str | None, typer.Option(help="the day asked; today if left out")] = None,
    reference: Annotated[str, typer.Option(help="cbar or ecb")] = "cbar",
    official: Annotated[str | None, typer.Option(help="today's official rate of one unit, in manat")] = None,
    told: Annotated[list[str] | None, typer.Option(help="fee=200,rate=0.0192,received=...,name=...")] = None,
    asked: Annotated[str | None, typer.Option(help="what an unlicensed service asks: 12 or 3%")] = None,
    parts: Annotated[str | None, typer.Option(help="the same money in up to so many parts: 2 to 12")] = None,
    times_a_year: Annotated[str | None, typer.Option(help="the cost of a year: 12 for once a month")] = None,
    fare: Annotated[str | None, typer.Option(help="to the counter and back, in received currency")] = None,
    travel: Annotated[str | None, typer.Option(help="minutes on the way to the counter and back")] = None,
    waiting: Annotated[str | None, typer.Option(help="minutes in the counter's queue")] = None,
    benchmark: Annotated[str | None, typer.Option(help="set beside the first benchmark: ecb")] = None,
    one_percent: Annotated[bool, typer.Option(help="the order if one rate were 1 % off")] = False,
    which: Annotated[str, typer.Option("--set", help="real or teaching")] = "real",
    data: Annotated[Path | None, typer.Option(help="another folder of the same layout")] = None,
    form: Annotated[str, typer.Option("--format", help="text, json or csv")] = "text",
    language: Annotated[str, typer.Option(help="az, ru or en, for text")] = "en",
) -> None:
    """Compare every known road for a transfer, on a day."""
    say = words(language)
    try:
        one_of("set", which, SETS)
        one_of("format", form, ("text", "json", "csv"))
        one_of("language", language, LANGUAGES)
        dataset = _load(data or (ROOT / "data" if which == "real" else ROOT / "data" / "teaching"))
        options = Options(
            sending,
            receiving,
            send=send,
            receive=receive,
            currency=currency,
            pay_in=pay_in,
            pay_out=pay_out,
            within=within,
            region=region,
            promotions=promotions,
            day=day,
            reference=reference,
            official=official,
            told=tuple(told or ()),
            asked=asked,
        )
        further = Further(parts, times_a_year, fare, travel, waiting, benchmark, one_percent)
        found, beyond = answer_all(options, further, dataset, today(), say)
    except Misasked as stop:
        _refuse(misasked(stop, say, named=_option))
    except DatasetError as error:
        for fault in error.issues:
            typer.echo(f"{fault.where}: {say.fault(fault.code, fault.note)}", err=True)
        raise typer.Exit(1) from None
    writers: dict[str, Callable[[], str]] = {
        "json": lambda: as_json(found, beyond),
        "csv": lambda: as_csv(found, dataset.sources, beyond).rstrip("\n"),
        "text": lambda: "\n".join([*_lines(found, dataset, say), *_further(beyond, dataset, say)]),
    }
    typer.echo(writers[form]())


printing = typer.Typer(no_args_is_help=True, cls=StoryOrSheet)
app.add_typer(printing, name="print", help="Print a sheet, a poster, or all that a story needs: print STORY.")
printing.command(STORY)(print_story)

Out = Annotated[Path, typer.Option(help="the folder for the file; made if there is none")]
Paper = Annotated[str, typer.Option(help="a4 or a5")]
Address = Annotated[str | None, typer.Option(help="the page's address; PULYOLU_ADDRESS if left out")]
Printed = tuple[Corridor, date, bytes]


@printing.command("sheet")
def print_sheet(
    sending: Annotated[str, typer.Argument(help="sending country, two letters: RU")],
    receiving: Annotated[str, typer.Argument(help="receiving country: AZ")],
    send: Annotated[str | None, typer.Option(help="the sender's whole budget, fee included")] = None,
    receive: Annotated[str | None, typer.Option(help="what must arrive")] = None,
    currency: Annotated[str | None, typer.Option(help="the sender's currency")] = None,
    pay_in: Annotated[str | None, typer.Option(help="cash, account, card or wallet")] = None,
    pay_out: Annotated[str | None, typer.Option(help="cash, card, account, wallet or home_delivery")] = None,
    within: Annotated[str | None, typer.Option(help="1h, 1d or 3d")] = None,
    region: Annotated[str | None, typer.Option(help="a region's code, such as lankaran_astara")] = None,
    promotions: Annotated[bool, typer.Option(help="count first-transfer offers")] = False,
    day: Annotated[str | None, typer.Option(help="the day asked; today if left out")] = None,
    which: Annotated[str, typer.Option("--set", help="real or teaching")] = "real",
    data: Annotated[Path | None, typer.Option(help="another folder of the same layout")] = None,
    language: Annotated[str, typer.Option(help="az, ru or en")] = "en",
    out: Out = Path(),
    paper: Paper = "a4",
    address: Address = None,
) -> None:
    """Print the answer to a transfer on one page."""

    options = Options(
        sending,
        receiving,
        send=send,
        receive=receive,
        currency=currency,
        pay_in=pay_in,
        pay_out=pay_out,
        within=within,
        region=region,
        promotions=promotions,
        day=day,
    )

    def made(say: Words, dataset: Dataset, base: str | None) -> Printed:
        found = answer(options, dataset, today(), say)
        pdf = sheets.sheet(found, dataset, say, paper=paper, address=base)
        return found.transfer.corridor, found.day, pdf

    _print("sheet", made, which, data, language, out, paper, address)


@printing.command("poster")
def print_poster(
    sending: Annotated[str, typer.Argument(help="sending country, two letters: RU")],
    receiving: Annotated[str, typer.Argument(help="receiving country: AZ")],
    day: Annotated[str | None, typer.Option(help="the day on it; today if left out")] = None,
    which: Annotated[str, typer.Option("--set", help="real or teaching")] = "real",
    data: Annotated[Path | None, typer.Option(help="another folder of the same layout")] = None,
    language: Annotated[str, typer.Option(help="az, ru or en")] = "en",
    out: Out = Path(),
    paper: Paper = "a4",
    address: Address = None,
) -> None:
    """Print the three questions for a wall, without any amount."""

    # A poster names no amount: one unit stands in, so that the places and the day are read as ever.
    options = Options(sending, receiving, send="1", day=day)

    def made(say: Words, dataset: Dataset, base: str | None) -> Printed:
        asked = question(options, dataset, today(), say)
        corridor, invented = asked.transfer.corridor, dataset.invented
        pdf = sheets.poster(corridor, say, asked.day, invented=invented, paper=paper, address=base)
        return corridor, asked.day, pdf

    _print("poster", made, which, data, language, out, paper, address)


@printing.command("brief")
def print_brief(
    day: Annotated[str | None, typer.Option(help="the day asked; today if left out")] = None,
    which: Annotated[str, typer.Option("--set", help="real or teaching")] = "real",
    data: Annotated[Path | None, typer.Option(help="another folder of the same layout")] = None,
    language: Annotated[str, typer.Option(help="az, ru or en")] = "en",
    out: Out = Path(),
) -> None:
    """Print the brief for policymakers: the five largest gaps, what to do, method and sources."""
    say = words(language)
    try:
        one_of("set", which, SETS)
        one_of("language", language, LANGUAGES)
        on = asked_day(day, today())
        dataset = _load(data or (ROOT / "data" if which == "real" else ROOT / "data" / "teaching"))
    except Misasked as stop:
        _refuse(misasked(stop, say, named=_option))
    except DatasetError as error:
        for fault in error.issues:
            typer.echo(f"{fault.where}: {say.fault(fault.code, fault.note)}", err=True)
        raise typer.Exit(1) from None
    found = studied(dataset, on, imported(places.var(environ) / "panel"))
    if not found.gaps:
        _refuse(say("cli.gaps_none"))
    name = file_name("brief", found, say, "pdf")
    try:
        out.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(brief(found, Chosen(), say))
    except OSError:
        _refuse(say("cli.no_folder", value=str(out)[:80]))
    typer.echo(str(out / name))


def _print(
    kind: str,
    made: Callable[[Words, Dataset, str | None], Printed],
    which: str,
    data: Path | None,
    language: str,
    out: Path,
    paper: str,
    address: str | None,
) -> None:
    """Write one PDF into a folder and tell its name; refuse what `compare` refuses, in its words."""
    say = words(language)
    try:
        one_of("set", which, SETS)
        one_of("language", language, LANGUAGES)
        one_of("paper", paper, list(sheets.PAPERS))
        base = sharing.base_address(environ.get("PULYOLU_ADDRESS") if address is None else address)
        if address is not None and base is None:
            _refuse(say("cli.bad_address", value=address[:80]))
        dataset = _load(data or (ROOT / "data" if which == "real" else ROOT / "data" / "teaching"))
        corridor, on, printed = made(say, dataset, base)
        more = (language, paper)
        name = sharing.file_name(kind, corridor, on, "pdf", invented=dataset.invented, more=more)
        try:
            out.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(printed)
        except OSError:
            _refuse(say("cli.no_folder", value=str(out)[:80]))
    except Misasked as stop:
        _refuse(misasked(stop, say, named=_option))
    except DatasetError as error:
        for fault in error.issues:
            typer.echo(f"{fault.where}: {say.fault(fault.code, fault.note)}", err=True)
        raise typer.Exit(1) from None
    if base is None:
        typer.echo(say("cli.no_address"), err=True)
    typer.echo(str(out / name))


@export_app.command("package")
def export_package(
    file: Annotated[Path, typer.Argument(help="the ZIP file to write")],
    which: Annotated[str, typer.Option("--set", help="real or teaching")] = "real",
    data: Annotated[Path | None, typer.Option(help="another folder of the same layout")] = None,
    language: Annotated[str, typer.Option(help="az, ru or en")] = "en",
) -> None:
    """Write the whole data as one Frictionless data package: tables with a description of every column."""
    say = words(language)
    try:
        one_of("set", which, SETS)
        one_of("language", language, LANGUAGES)
        dataset = _load(data or (ROOT / "data" if which == "real" else ROOT / "data" / "teaching"))
        file.write_bytes(as_package(dataset))
    except Misasked as stop:
        _refuse(misasked(stop, say, named=_option))
    except OSError:
        _refuse(say("cli.not_written", file=str(file)))
    except DatasetError as error:
        for fault in error.issues:
            typer.echo(f"{fault.where}: {say.fault(fault.code, fault.note)}", err=True)
        raise typer.Exit(1) from None
    typer.echo(say("cli.written", file=str(file)))


@export_app.command("moodle")
def export_moodle(
    out: Annotated[Path, typer.Option(help="the folder to write into")] = Path(),
    language: Annotated[str, typer.Option(help="az, ru or en, for what this command says")] = "en",
) -> None:
    """Write the quiz as a question bank that Moodle imports, in three languages: pulyolu-quiz.xml."""
    say = words(language)
    file = out / "pulyolu-quiz.xml"
    try:
        one_of("language", language, LANGUAGES)
        bank = moodle.as_moodle(_load(ROOT / "data"))
        out.mkdir(parents=True, exist_ok=True)
        file.write_bytes(bank)
    except Misasked as stop:
        _refuse(misasked(stop, say, named=_option))
    except OSError:
        _refuse(say("cli.not_written", file=str(file)))
    except DatasetError as error:
        for fault in error.issues:
            typer.echo(f"{fault.where}: {say.fault(fault.code, fault.note)}", err=True)
        raise typer.Exit(1) from None
    typer.echo(say("cli.written", file=str(file)))


@app.command("gaps")
def gaps_command(
    day: Annotated[str | None, typer.Option(help="the day asked; today if left out")] = None,
    which: Annotated[str, typer.Option("--set", help="real or teaching")] = "real",
    data: Annotated[Path | None, typer.Option(help="another folder of the same layout")] = None,
    form: Annotated[str, typer.Option("--format", help="text or json")] = "text",
    language: Annotated[str, typer.Option(help="az, ru or en, for text")] = "en",
) -> None:
    """Tell where the country falls short: the largest gap first, each with its evidence."""
    say = words(language)
    try:
        one_of("set", which, SETS)
        one_of("format", form, ("text", "json"))
        one_of("language", language, LANGUAGES)
        on = asked_day(day, today())
        dataset = _load(data or (ROOT / "data" if which == "real" else ROOT / "data" / "teaching"))
    except Misasked as stop:
        _refuse(misasked(stop, say, named=_option))
    except DatasetError as error:
        for fault in error.issues:
            typer.echo(f"{fault.where}: {say.fault(fault.code, fault.note)}", err=True)
        raise typer.Exit(1) from None
    found = gaps(dataset, on)
    if form == "json":
        tested = requirements(dataset, on) if found else ()
        typer.echo(dossier.as_json(found, tested, dataset.sources, on))
        return
    typer.echo("\n".join(_gap_lines(found, say)) or say("cli.gaps_none"))


def _gap_lines(found: Sequence[Gap], say: Words) -> list[str]:
    """The gaps for a terminal, in the page's words."""
    lines = []
    for gap in found:
        lines.append(gapwords.title(gap, say))
        marks = [gapwords.theme(gap, say), gapwords.kind(gap, say), gapwords.distance(gap, say)]
        marks += [gapwords.hides(gap, say), gapwords.when(gap, say), gapwords.known_by(gap.evidence, say)]
        marks += [gapwords.whom(gap.whom, say), gapwords.decides(gap, say), *gapwords.notes(gap, say)]
        lines.append("    " + " · ".join(mark for mark in marks if mark))
    return lines


def _load(folder: Path) -> Dataset:
    over = places.real(environ).over if folder == ROOT / "data" else None
    return load(folder, over).with_ecb(dollars)


def _lines(found: Comparison, dataset: Dataset, say: Words) -> list[str]:
    """The comparison for a terminal, in the page's words."""
    lines = []
    if found.invented:
        lines.append(say("teaching.banner"))
    if found.headline is not None:
        label = phrases.answer_label(found, found.headline, dataset, say)
        lines.append(f"{label}: {phrases.answer_number(found, found.headline, say)}")
    else:
        lines += [say("answer.none"), *phrases.last_checked(found, say)]
    if found.reference is not None and found.reference.base != found.reference.quote:
        lines.append(phrases.reference_line(found.reference, say))
    elif found.reference is None:
        lines.append(say("rate.none"))
    lines.append("")
    for offer in found.offers:
        name = phrases.provider(offer.provider, dataset, say)
        lines.append(f"{name} ({phrases.place(offer, dataset, say)}): {phrases.amount_of(found, offer, say)}")
        lines.append(f"    {phrases.cost_line(found, offer, say)}")
        marks = [phrases.duration(offer, say), say(f"status.{offer.status.state}")]
        marks += [phrases.age_badge(found, offer, say), *phrases.unknown_fits(offer, say)]
        lines.append(f"    {' · '.join(marks)}")
    for offer in found.told:
        lines.append(f"{offer.provider}: {phrases.amount_of(found, offer, say)}")
        lines.append("    " + " ".join(phrases.told_verdict(offer, found, say)))
    lines += [say(f"told_fault.{fault}", name=price.name) for price, fault in found.told_faults]
    if found.informal:
        lines += ["", say("informal.title")]
    for road in found.informal:
        lines.append(f"{road.road.name.text_in(say.language)}: {phrases.informal_amount(road, say)}")
        line = phrases.informal_line(road, found, say)
        lines += [f"    {line} {say('informal.nobody_measured')}"] if line else []
    if found.not_offered:
        lines += ["", say.count("refused.title", len(found.not_offered))]
    for item in found.not_offered:
        name = item.route.provider.name.text_in(say.language)
        lines.append(f"{name}: {phrases.refusal(item, say)}")
    return lines


def _further(beyond: More | None, dataset: Dataset, say: Words) -> list[str]:
    """The answers to the further questions for a terminal, in the page's words."""
    lines: list[str] = []
    for finding in findings.findings(beyond, dataset, say) if beyond is not None else ():
        lines += ["", finding.title]
        for row in finding.rows:
            name, *cells = row.values()
            lines.append(
                f"{name}: " + " · ".join(f"{head}: {c}" for head, c in zip([*row][1:], cells, strict=True))
            )
        lines += [*finding.said, *finding.notes]
    return lines


if __name__ == "__main__":
    sys.exit(app())
