"""`check`: every fault of the data at once."""

from pathlib import Path
from typing import Annotated

import typer

from channels import clock
from channels.commands.terminal import Language, speaking
from channels.dataset import locations
from channels.dataset.loading import examine


def check_command(
    data: Annotated[Path, typer.Option(help="the folder to check")] = locations.ROOT / "data",
    language: Language = "en",
) -> None:
    """List every error in the data at once; exit 0 when there is none, else 1."""
    say = speaking(language)
    tables, faults, notices = examine(data, clock.today())
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
