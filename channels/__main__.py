"""The command line: the second composition root, for clerks, scripts and the terminal."""

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from io import TextIOWrapper
from os import environ
from pathlib import Path
from typing import Annotated, NoReturn, TypeVar
from zoneinfo import ZoneInfo

import typer

from channels.comparison import Comparison, compare
from channels.dataset import Dataset, DatasetError, examine, load
from channels.exports import as_csv, as_json
from channels.fx import TOLD_SOURCE
from channels.informal import Asked
from channels.money import MOST, minor_unit
from channels.package import as_package
from channels.readers.ecb import dollars
from channels.records import ANY, Corridor, Rate
from channels.routes import Transfer
from channels.terms import Benchmark, DisbursementMethod, PaymentInstrument
from channels.told import Told
from components import phrases, sharing, sheets
from components.i18n import LANGUAGES, Words, words

ROOT = Path(__file__).resolve().parent.parent
BAKU = ZoneInfo("Asia/Baku")
WITHIN = {"1h": 60, "1d": 1_440, "3d": 4_320}

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)

export_app = typer.Typer(no_args_is_help=True, help="Write what is known into a file.")
app.add_typer(export_app, name="export")

E = TypeVar("E", bound=StrEnum)


class _Stop(Exception):
    """A sentence for standard error, and exit code 2."""


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
    which: Annotated[str, typer.Option("--set", help="real or teaching")] = "real",
    data: Annotated[Path | None, typer.Option(help="another folder of the same layout")] = None,
    form: Annotated[str, typer.Option("--format", help="text, json or csv")] = "text",
    language: Annotated[str, typer.Option(help="az, ru or en, for text")] = "en",
) -> None:
    """Compare every known road for a transfer, on a day."""
    say = words(language)
    try:
        _one_of(say, "--set", which, ["real", "teaching"])
        _one_of(say, "--format", form, ["text", "json", "csv"])
        _one_of(say, "--language", language, list(LANGUAGES))
        dataset = _load(data or (ROOT / "data" if which == "real" else ROOT / "data" / "teaching"))
        on = _day(say, day)
        transfer = _transfer(say, dataset, _capitals(sending), receiving, currency, send, receive)
        transfer = replace(
            transfer,
            pay_in=_member(say, "--pay-in", pay_in, PaymentInstrument),
            pay_out=_member(say, "--pay-out", pay_out, DisbursementMethod),
            within=None if within is None else WITHIN[_one_of(say, "--within", within, list(WITHIN))],
            region=None if region is None else _one_of(say, "--region", region, list(dataset.regions)),
            promotions=promotions,
            benchmark=Benchmark(_one_of(say, "--reference", reference, [b.value for b in Benchmark])),
        )
        first = dataset.first_day
        if first is not None and on < first:
            raise _Stop(say("cli.too_early", day=on.isoformat(), first=first.isoformat()))
        if official is not None:
            value = _decimal(official)
            if value is None or not Decimal("1E-9") <= value < 10_000:
                raise _Stop(say("cli.bad_official", value=official))
            rate = Rate(day=on, currency=transfer.currency, nominal=1, value=value, source=TOLD_SOURCE)
            dataset = dataset.with_rate(rate)
        prices = [_told(say, value, number) for number, value in enumerate(told or [], start=1)]
        found = compare(dataset, transfer, on, told=prices, asked=_asked(say, asked))
        _needs_reference(say, found)
    except _Stop as stop:
        _refuse(str(stop))
    except DatasetError as error:
        for fault in error.issues:
            typer.echo(f"{fault.where}: {say.fault(fault.code, fault.note)}", err=True)
        raise typer.Exit(1) from None
    writers: dict[str, Callable[[], str]] = {
        "json": lambda: as_json(found),
        "csv": lambda: as_csv(found, dataset.sources).rstrip("\n"),
        "text": lambda: "\n".join(_lines(found, dataset, say)),
    }
    typer.echo(writers[form]())


printing = typer.Typer(no_args_is_help=True)
app.add_typer(printing, name="print", help="Print a sheet or a poster as PDF.")

Out = Annotated[Path, typer.Option(help="the folder for the file; made if there is none")]
Paper = Annotated[str, typer.Option(help="a4 or a5")]
Address = Annotated[str | None, typer.Option(help="the page's address; PULYOLU_ADDRESS if left out")]


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

    def made(say: Words, dataset: Dataset, base: str | None, on: date) -> tuple[Corridor, bytes]:
        transfer = _transfer(say, dataset, _capitals(sending), receiving, currency, send, receive)
        transfer = replace(
            transfer,
            pay_in=_member(say, "--pay-in", pay_in, PaymentInstrument),
            pay_out=_member(say, "--pay-out", pay_out, DisbursementMethod),
            within=None if within is None else WITHIN[_one_of(say, "--within", within, list(WITHIN))],
            region=None if region is None else _one_of(say, "--region", region, list(dataset.regions)),
            promotions=promotions,
        )
        found = compare(dataset, transfer, on)
        return transfer.corridor, sheets.sheet(found, dataset, say, paper=paper, address=base)

    _print("sheet", made, which, data, day, language, out, paper, address)


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

    def made(say: Words, dataset: Dataset, base: str | None, on: date) -> tuple[Corridor, bytes]:
        corridor = _transfer(say, dataset, _capitals(sending), receiving, None, "1", None).corridor
        invented = dataset.invented
        return corridor, sheets.poster(corridor, say, on, invented=invented, paper=paper, address=base)

    _print("poster", made, which, data, day, language, out, paper, address)


def _print(
    kind: str,
    made: Callable[[Words, Dataset, str | None, date], tuple[Corridor, bytes]],
    which: str,
    data: Path | None,
    day: str | None,
    language: str,
    out: Path,
    paper: str,
    address: str | None,
) -> None:
    """Write one PDF into a folder and tell its name; refuse what `compare` refuses, in its words."""
    say = words(language)
    try:
        _one_of(say, "--set", which, ["real", "teaching"])
        _one_of(say, "--language", language, list(LANGUAGES))
        _one_of(say, "--paper", paper, list(sheets.PAPERS))
        base = sharing.base_address(environ.get("PULYOLU_ADDRESS") if address is None else address)
        if address is not None and base is None:
            raise _Stop(say("cli.bad_address", value=address[:80]))
        dataset = _load(data or (ROOT / "data" if which == "real" else ROOT / "data" / "teaching"))
        on = _day(say, day)
        if dataset.first_day is not None and on < dataset.first_day:
            raise _Stop(say("cli.too_early", day=on.isoformat(), first=dataset.first_day.isoformat()))
        corridor, printed = made(say, dataset, base, on)
        more = (language, paper)
        name = sharing.file_name(kind, corridor, on, "pdf", invented=dataset.invented, more=more)
        try:
            out.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(printed)
        except OSError:
            raise _Stop(say("cli.no_folder", value=str(out)[:80])) from None
    except _Stop as stop:
        _refuse(str(stop))
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
        _one_of(say, "--set", which, ["real", "teaching"])
        dataset = _load(data or (ROOT / "data" if which == "real" else ROOT / "data" / "teaching"))
        file.write_bytes(as_package(dataset))
    except _Stop as stop:
        _refuse(str(stop))
    except OSError:
        _refuse(say("cli.not_written", file=str(file)))
    except DatasetError as error:
        for fault in error.issues:
            typer.echo(f"{fault.where}: {say.fault(fault.code, fault.note)}", err=True)
        raise typer.Exit(1) from None
    typer.echo(say("cli.written", file=str(file)))


def _refuse(sentence: str) -> NoReturn:
    """One line on standard error. What was typed is shown without signs that a terminal would obey."""
    typer.echo(_shown(sentence), err=True)
    raise typer.Exit(2)


def _shown(text: str) -> str:
    """A text without signs that a terminal would obey."""
    return "".join(c if c.isprintable() else "?" for c in text)


def _load(folder: Path) -> Dataset:
    over = _published() if folder == ROOT / "data" else None
    return load(folder, over).with_ecb(dollars)


def _published() -> Path:
    """Where a steward's published rounds lie, over the files in git."""
    return Path(environ.get("PULYOLU_VAR", ROOT / "var")) / "published"


def _transfer(
    say: Words,
    dataset: Dataset,
    sending: str,
    receiving: str,
    currency: str | None,
    send: str | None,
    receive: str | None,
) -> Transfer:
    receiving = receiving.lower() if receiving.lower() == ANY else _capitals(receiving)
    sending = sending.lower() if sending.lower() == ANY else sending
    for code in (sending, receiving):
        if code != ANY and not say.is_country(code):
            raise _Stop(say("cli.unknown_country", code=code))
    corridor = dataset.corridor(sending, receiving)
    if corridor is None:
        known = " ".join(c.key for c in dataset.tables.corridors)
        raise _Stop(say("cli.no_corridor", sending=sending, receiving=receiving, known=known))
    if (send is None) == (receive is None):
        raise _Stop(say("cli.one_amount"))
    held = corridor.sends if currency is None else _capitals(currency)
    if not say.is_currency(held):
        raise _Stop(say("cli.unknown_currency", code=held))
    if receive is not None and corridor.receives is None:
        raise _Stop(say("cli.no_own_currency", receiving=receiving))
    return Transfer(
        corridor=corridor,
        currency=held,
        send=None if send is None else _amount(say, "--send", send, held),
        receive=None if receive is None else _amount(say, "--receive", receive, corridor.receives or held),
    )


def _capitals(code: str) -> str:
    """A code in capitals, if it is one: capitals of other scripts' letters can look like ours."""
    return code.upper() if code.isascii() else code


def _amount(say: Words, option: str, value: str, currency: str) -> Decimal:
    amount = _decimal(value)
    if (
        amount is None
        or not 0 < amount <= MOST
        or amount != round(amount, 2)
        or amount % minor_unit(currency)
    ):
        raise _Stop(say("cli.bad_amount", option=option, value=value[:40]))
    return amount


def _decimal(value: str) -> Decimal | None:
    """A plain number: digits with a point; None for anything else, such as 1e30, NaN or 1_000."""
    if not value.isascii() or not all(c.isdigit() or c in ".-" for c in value):
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _day(say: Words, value: str | None) -> date:
    if value is None:
        return today()
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _Stop(say("cli.bad_day", value=value[:40])) from None


def _one_of(say: Words, option: str, value: str, known: list[str]) -> str:
    if value not in known:
        raise _Stop(say("cli.bad_choice", option=option, value=value[:40], known=", ".join(known)))
    return value


def _member(say: Words, option: str, value: str | None, kind: type[E]) -> E | None:
    return None if value is None else kind(_one_of(say, option, value, [m.value for m in kind]))


def _told(say: Words, value: str, number: int) -> Told:
    parts: dict[str, str] = {}
    for pair in value.split(","):
        name, _, figure = pair.partition("=")
        parts[name.strip()] = figure.strip()
    figures = {name: _decimal(text) for name, text in parts.items() if name != "name"}
    known = set(figures) <= {"fee", "rate", "received"} and len(figures) >= 2
    whole = all(
        f is not None and f <= MOST and (f > 0 or (n == "fee" and f == 0)) for n, f in figures.items()
    )
    if not known or not whole:
        raise _Stop(say("cli.bad_told", value=value[:80]))
    name = _shown(parts.get("name", "")) or say("told.nameless", number=number)
    return Told(name=name, **figures)


def _asked(say: Words, value: str | None) -> Asked | None:
    if value is None:
        return None
    figure = _decimal(value.removesuffix("%"))
    if figure is None or figure < 0 or figure > MOST or (value.endswith("%") and figure >= 100):
        raise _Stop(say("cli.bad_asked", value=value[:40]))
    return Asked(percent=figure) if value.endswith("%") else Asked(amount=figure)


def _needs_reference(say: Words, found: Comparison) -> None:
    """The second benchmark is an error where there is none; without a first, amounts are worth only."""
    if found.reference is None and found.transfer.benchmark is Benchmark.ECB:
        transfer = found.transfer
        quote = transfer.corridor.receives or transfer.currency
        raise _Stop(say("cli.no_ecb", base=transfer.currency, quote=quote, day=found.day.isoformat()))


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


if __name__ == "__main__":
    sys.exit(app())
