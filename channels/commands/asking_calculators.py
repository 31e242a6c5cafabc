"""`collect`: providers' own calculators asked for their prices, and what holds together published."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from os import environ
from typing import TYPE_CHECKING, Annotated, Any

import typer

from channels.commands.terminal import Form, Language, refuse, speaking
from channels.compare.query import shown
from channels.dataset.dataset import Dataset
from components.i18n import Words

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from channels.refresh.asking_calculators import Collected, CollectPlan

Row = dict[str, Any]


def collect_command(
    corridor: Annotated[list[str] | None, typer.Option(help="such as RU-AZ; all if left out")] = None,
    provider: Annotated[list[str] | None, typer.Option(help="such as wise; all if left out")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would be asked")] = False,
    deadline: Annotated[float, typer.Option(help="seconds for an answer", min=0.05, max=300)] = 10.0,
    form: Form = "text",
    language: Language = "en",
) -> None:
    """Ask the calculators that are switched on, and publish the prices that hold together."""
    say = speaking(language, form)
    from channels.readers.failed import Failed  # noqa: PLC0415  a network library: loaded only when used
    from channels.readers.fetching import Limits  # noqa: PLC0415  as above
    from channels.refresh import asking_calculators  # noqa: PLC0415  as above
    from channels.refresh.permission import BadRefreshSetting  # noqa: PLC0415  as above
    from channels.refresh.setting import IntakeSetting  # noqa: PLC0415  as above
    from channels.store.asking_calculators import StoreKeeper, collect_all  # noqa: PLC0415  as above

    try:
        setting = IntakeSetting.of(environ, Limits(seconds=deadline))
    except BadRefreshSetting as fault:
        refuse(str(fault))
    firms, ways = provider or (), corridor or ()
    try:
        with _store(say) as engine:
            data = asking_calculators.loaded(setting)
            plan = asking_calculators.plan(
                setting, StoreKeeper(engine, setting.place), data, providers=firms, corridors=ways
            )
            if dry_run or not plan.inquiries:
                _plan(plan, data, form, say)
                raise typer.Exit(0 if plan.inquiries or dry_run else 1)
            if not setting.may_ask_others:
                refuse(say("calculator.no_contact"))
            ask = partial(collect_all, setting, engine, providers=firms, corridors=ways)
            _collect(lambda step: ask(step=step), plan, data, form, say)
    except Failed as fault:
        refuse(say(f"refresh.fault_{fault.code}", who=say("calculator.progress"), **fault.holes), code=1)


def _collect(
    work: "Callable[[Callable[[int], None]], tuple[Collected, ...]]",
    plan: "CollectPlan",
    data: Dataset,
    form: str,
    say: Words,
) -> None:
    """Ask, with a bar on a terminal, and tell what came of each corridor."""
    from components.words import calculators as words  # noqa: PLC0415  loaded only when used

    with _progress(plan.steps, say("calculator.progress")) as step:
        done = work(step)
    if form == "json":
        typer.echo(json.dumps([_row(one) for one in done], ensure_ascii=False, indent=2))
    else:
        for one in done:
            for line in words.collected(one, data, say):
                typer.echo(shown(line))
        for line in words.switched_off(plan, data, say):
            typer.echo(shown(line))
    raise typer.Exit(1 if any(one.fault is not None for one in done) else 0)


def _plan(plan: "CollectPlan", data: Dataset, form: str, say: Words) -> None:
    from components.words import calculators as words  # noqa: PLC0415  loaded only when used

    if form == "json":
        asked = [
            {
                "provider": one.calculator.provider, "corridor": one.corridor.key,
                "currency": one.corridor.sends, "amounts": [f"{amount:f}" for amount in one.amounts],
            }
            for one in plan.inquiries
        ]  # fmt: skip
        typer.echo(json.dumps({"asked": asked, "off": list(plan.off)}, ensure_ascii=False, indent=2))
        return
    if not plan.inquiries:
        typer.echo(say("calculator.none_on"))
    for line in words.planned(plan, data, say):
        typer.echo(shown(line))


def _row(one: "Collected") -> Row:
    return {
        "provider": one.provider,
        "corridor": one.corridor,
        "answers": [
            {
                "amount": None if judged.price.asked_amount is None else f"{judged.price.asked_amount:f}",
                "currency": judged.price.currency,
                "answer": judged.price.answer,
                "state": judged.state,
                "reason": judged.reason,
                "sha256": judged.price.sha256,
            }
            for judged in one.found
        ],
        "fault": None if one.fault is None else {"code": one.fault.code, **one.fault.filled},
    }


@contextmanager
def _store(say: Words) -> "Iterator[Engine]":
    """The store, closed at the end; a command without one ends with a sentence."""
    from channels.store.engine import address, open_store  # noqa: PLC0415  loaded only when used
    from channels.store.faults import StoreError  # noqa: PLC0415  as above

    try:
        engine = open_store(address(environ))
    except StoreError as stop:
        refuse(say(f"cli.store_{stop.fault}", place=stop.place), code=1)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _progress(length: int, label: str) -> Iterator[Callable[[int], None]]:
    """A bar on the terminal; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    with typer.progressbar(length=length, label=label, file=sys.stderr) as bar:
        yield bar.update
