"""`doctor`: one screen that tells an operator what is wrong or old, and whether a backup can be restored."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from os import environ
from pathlib import Path
from typing import Annotated

import typer

from channels import clock
from channels.commands.terminal import Language, refuse, speaking, var
from channels.compare.query import shown
from channels.dataset import locations
from channels.upkeep.findings import UpkeepFinding, Urgency
from components.i18n import Words
from components.words.upkeep import line

BACKUPS = "PULYOLU_BACKUPS"


def doctor_command(
    backup: Annotated[
        Path | None, typer.Argument(help="the backup to rehearse with", show_default=False)
    ] = None,
    rehearse: Annotated[
        bool, typer.Option("--rehearse", help="restore a backup into an empty store that goes again")
    ] = False,
    certificate: Annotated[
        str | None,
        typer.Option(help="a certificate's file, or name:port at this machine", show_default=False),
    ] = None,
    language: Language = "en",
) -> None:
    """Tell what is wrong or old; exit 1 if something needs a hand. It changes nothing and asks nobody."""
    say = speaking(language)
    now, folder = clock.now(), _backups()
    found = list(_looked(now, folder, certificate))
    if rehearse or backup is not None:
        found += _rehearsed(backup, folder, now, say)
    for finding in found:
        typer.echo(shown(line(finding, say)))
    hands = sum(finding.urgency is Urgency.HAND for finding in found)
    typer.echo(say("cli.doctor_hands", number=hands) if hands else say("cli.doctor_none"))
    if hands:
        raise typer.Exit(1)


def _backups() -> Path | None:
    said = environ.get(BACKUPS, "").strip()
    return Path(said) if said else None


def _looked(now: datetime, backups: Path | None, certificate: str | None) -> Iterator[UpkeepFinding]:
    """Everything that is looked at, in the order of the screen."""
    from channels.upkeep import checks  # noqa: PLC0415  loaded only when used
    from channels.upkeep.certificate import of_certificate  # noqa: PLC0415  as above
    from channels.upkeep.login import secrets  # noqa: PLC0415  as above
    from channels.upkeep.store_state import of_store  # noqa: PLC0415  as above

    place = locations.real(environ)
    assert place.over is not None
    data, findings = checks.of_data(place)
    yield from findings
    if data is not None:
        yield from checks.of_rates(data, now)
        yield from checks.of_prices(data, now)
    yield from of_store(environ, place.over)
    yield checks.of_asking(environ, var(), now)
    yield checks.of_disk(var())
    yield checks.of_login(secrets())
    yield checks.of_clock(environ, data, now)
    yield checks.of_backups(backups, now)
    if certificate is not None:
        yield of_certificate(certificate, now)


def _rehearsed(
    backup: Path | None, folder: Path | None, now: datetime, say: Words
) -> Iterable[UpkeepFinding]:
    from channels.upkeep.checks import newest_backup  # noqa: PLC0415  loaded only when used
    from channels.upkeep.rehearsal import rehearse  # noqa: PLC0415  as above

    file = backup or (newest_backup(folder) if folder is not None else None)
    if file is None:
        refuse(say("cli.doctor_no_backup"))
    return rehearse(file, environ, locations.real(environ), var(), now)
