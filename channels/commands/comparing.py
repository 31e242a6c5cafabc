"""`compare`: every known option for a transfer, as text, JSON or CSV."""

from collections.abc import Callable
from typing import Annotated

import typer

from channels import clock
from channels.commands.terminal import Data, Day, Language, Which, answering, opened, speaking
from channels.compare.follow_ups import More
from channels.compare.query import Further, Options, answer_all, one_of
from channels.compare.serialise import as_csv, as_json
from channels.dataset.dataset import Dataset
from components.i18n import Words
from components.words import follow_ups as follow_up_words
from components.words.answer_view import AnswerView, answer_view

Sending = Annotated[str, typer.Argument(help="sending country, two letters: RU")]
Receiving = Annotated[str, typer.Argument(help="receiving country: AZ")]
Send = Annotated[str | None, typer.Option(help="the sender's whole budget, fee included")]
Currency = Annotated[str | None, typer.Option(help="the sender's currency; the country's own if left out")]
PayIn = Annotated[str | None, typer.Option(help="cash, account, card or wallet")]
PayOut = Annotated[str | None, typer.Option(help="cash, card, account, wallet or home_delivery")]
Within = Annotated[str | None, typer.Option(help="1h, 1d or 3d")]
Region = Annotated[str | None, typer.Option(help="a region's code, such as lankaran_astara")]
Promotions = Annotated[bool, typer.Option(help="include first-transfer offers")]


def compare_command(
    sending: Sending,
    receiving: Receiving,
    send: Send = None,
    receive: Annotated[str | None, typer.Option(help="the amount to receive")] = None,
    currency: Currency = None,
    pay_in: PayIn = None,
    pay_out: PayOut = None,
    within: Within = None,
    region: Region = None,
    promotions: Promotions = False,
    day: Day = None,
    reference: Annotated[str, typer.Option(help="cbar or ecb")] = "cbar",
    official: Annotated[str | None, typer.Option(help="today's official rate of one unit, in manat")] = None,
    told: Annotated[list[str] | None, typer.Option(help="fee=200,rate=0.0192,received=...,name=...")] = None,
    asked: Annotated[
        str | None, typer.Option(help="the price an unlicensed service quoted: 12 or 3%")
    ] = None,
    counter_rate: Annotated[
        str | None, typer.Option(help="what an exchange counter gives for one unit of carried cash")
    ] = None,
    parts: Annotated[
        str | None, typer.Option(help="the same money in up to so many transfers: 2 to 12")
    ] = None,
    times_a_year: Annotated[str | None, typer.Option(help="transfers per year: 12 for once a month")] = None,
    fare: Annotated[str | None, typer.Option(help="to the counter and back, in received currency")] = None,
    travel: Annotated[str | None, typer.Option(help="travel time to the counter and back, minutes")] = None,
    waiting: Annotated[str | None, typer.Option(help="queueing time, minutes")] = None,
    benchmark: Annotated[str | None, typer.Option(help="a second benchmark to compare with: ecb")] = None,
    one_percent: Annotated[bool, typer.Option(help="the order if one rate were 1 % off")] = False,
    which: Which = "real",
    data: Data = None,
    form: Annotated[str, typer.Option("--format", help="text, json or csv")] = "text",
    language: Language = "en",
) -> None:
    """Compare every known option for a transfer, on a day."""
    say = speaking(language)
    with answering(say):
        one_of("format", form, ("text", "json", "csv"))
        dataset = opened(which, data)
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
            counter_rate=counter_rate,
        )
        further = Further(parts, times_a_year, fare, travel, waiting, benchmark, one_percent)
        found, beyond = answer_all(options, further, dataset, clock.today(), say)
    writers: dict[str, Callable[[], str]] = {
        "json": lambda: as_json(found, beyond),
        "csv": lambda: as_csv(found, dataset.sources, beyond).rstrip("\n"),
        "text": lambda: "\n".join(
            [*text_lines(answer_view(found, dataset, say), say), *_further(beyond, dataset, say)]
        ),
    }
    typer.echo(writers[form]())


def text_lines(view: AnswerView, say: Words) -> list[str]:
    """The answer for a terminal, in the page's words."""
    lines = [say("teaching.banner")] if view.invented else []
    lines += _headline(view)
    lines += [] if view.rate is None else [view.rate]
    lines += [remark for remark in view.remarks if remark != view.rate]
    lines += ["", view.lines_title] if view.lines else []
    for line in view.lines:
        said = (line.said, line.time, line.last)
        lines.append(f"{line.name}: {' · '.join(part for part in said if part is not None)}")
    lines += [] if view.minimum_fee is None else [view.minimum_fee]
    lines.append("")
    for row in view.rows:
        lines += [f"{row.name} ({row.place}): {row.amount}", *(f"    {said}" for said in row.denied)]
        marks = (row.time, row.status_short, row.age_badge, *row.doubts)
        lines += [f"    {row.cost}", f"    {' · '.join(mark for mark in marks if mark is not None)}"]
    for price in view.told:
        lines += [f"{price.name}: {price.amount}", *([] if price.cost is None else [f"    {price.cost}"])]
        lines.append(f"    {price.verdict}")
    lines += view.told_faults
    lines += ["", view.outside_title] if view.outside else []
    for road in view.outside:
        lines.append(road.name if road.amount is None else f"{road.name}: {road.amount}")
        lines += [f"    {said}" for said in (road.line, road.measured, road.need_rate) if said is not None]
    lines += ["", view.refused_title] if view.refused else []
    lines += [f"{item.name}: {item.why}" for item in view.refused]
    return lines + _companies(view)


def _companies(view: AnswerView) -> list[str]:
    """Whom to ask, each with what is known of it and its page."""
    if view.companies is None:
        return []
    lines = ["", view.companies.title, *([] if view.companies.note is None else [view.companies.note])]
    for row in view.companies.rows:
        lines.append(row.name if row.figure is None else f"{row.name}: {row.figure}")
        lines.append("    " + " · ".join((*row.facts, *([] if row.link is None else [row.link]))))
        lines += [f"    {' · '.join(s for s in (way.said, way.amount) if s is not None)}" for way in row.ways]
    return lines


def _headline(view: AnswerView) -> list[str]:
    """The answer in its one state, its cautions with the address of the register."""
    found = view.headline
    lines = [found.label, *found.said] if found.number is None else [f"{found.label}: {found.number}"]
    return [*lines, *(caution.written for caution in found.cautions), *found.closed]


def _further(beyond: More | None, dataset: Dataset, say: Words) -> list[str]:
    """The answers to the further questions for a terminal, in the page's words."""
    lines: list[str] = []
    for finding in follow_up_words.findings(beyond, dataset, say) if beyond is not None else ():
        lines += ["", finding.title]
        for row in finding.rows:
            name, *cells = row.values()
            lines.append(
                f"{name}: " + " · ".join(f"{head}: {c}" for head, c in zip([*row][1:], cells, strict=True))
            )
        lines += [*finding.said, *finding.notes]
    return lines
