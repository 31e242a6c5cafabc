"""`compare`: every known option for a transfer, as text, JSON or CSV."""

from collections.abc import Callable
from typing import Annotated

import typer

from channels import clock
from channels.commands.terminal import Data, Day, Language, Which, answering, opened, speaking
from channels.compare.comparison import Comparison
from channels.compare.follow_ups import More
from channels.compare.query import Further, Options, answer_all, one_of
from channels.compare.serialise import as_csv, as_json
from channels.dataset.dataset import Dataset
from components.i18n import Words
from components.words import follow_ups as follow_up_words
from components.words import informal as informal_words
from components.words import offers as offer_words
from components.words import reader_quote as quote_words

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
        "text": lambda: "\n".join([*_lines(found, dataset, say), *_further(beyond, dataset, say)]),
    }
    typer.echo(writers[form]())


def _lines(found: Comparison, dataset: Dataset, say: Words) -> list[str]:
    """The comparison for a terminal, in the page's words."""
    lines = []
    if found.invented:
        lines.append(say("teaching.banner"))
    if found.headline is not None:
        label = offer_words.answer_label(found, found.headline, dataset, say)
        lines.append(f"{label}: {offer_words.answer_number(found, found.headline, say)}")
    else:
        lines += [say("answer.none"), *offer_words.last_checked(found, say)]
    if found.reference is not None and found.reference.base != found.reference.quote:
        lines.append(offer_words.reference_line(found.reference, say))
    elif found.reference is None:
        lines.append(say("rate.none"))
    lines.append("")
    for offer in found.offers:
        name = offer_words.provider(offer.provider, dataset, say)
        lines.append(
            f"{name} ({offer_words.place(offer, dataset, say)}): {offer_words.amount_of(found, offer, say)}"
        )
        lines.append(f"    {offer_words.cost_line(found, offer, say)}")
        marks = [offer_words.duration(offer, say), say(f"status.{offer.status.state}")]
        marks += [offer_words.age_badge(found, offer, say), *offer_words.unknown_fits(offer, say)]
        lines.append(f"    {' · '.join(marks)}")
    for offer in found.told:
        lines.append(f"{offer.provider}: {offer_words.amount_of(found, offer, say)}")
        lines.append("    " + " ".join(quote_words.verdict(offer, found, say)))
    lines += [say(f"told_fault.{fault}", name=price.name) for price, fault in found.told_faults]
    if found.informal:
        lines += ["", say("informal.title")]
    for road in found.informal:
        lines.append(f"{road.road.name.text_in(say.language)}: {informal_words.amount(road, say)}")
        line = informal_words.line(road, found, say)
        lines += [f"    {line} {say('informal.nobody_measured')}"] if line else []
    if found.not_offered:
        lines += ["", say.count("refused.title", len(found.not_offered))]
    for item in found.not_offered:
        name = item.route.provider.name.text_in(say.language)
        lines.append(f"{name}: {offer_words.refusal(item, say)}")
    return lines


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
