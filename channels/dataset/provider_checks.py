"""Published statuses and licence checks: their faults, and their way into the providers' records."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from channels.dataset.tables import Issue, Tables
from channels.records.in_force import is_in_force
from channels.records.providers import LicenceCheck, Provider, Standing


def with_checks(tables: Tables) -> Tables:
    """The tables with every status and licence check that stands among its provider's own records.

    They come after the provider's own: of one day's words the one published last counts.
    """
    standings: dict[tuple[str, str | None], list[Standing]] = defaultdict(list)
    for _, row in tables.standings:
        if is_in_force(row):
            standings[row.provider, row.service].append(row.standing)
    licences: dict[str, list[LicenceCheck]] = defaultdict(list)
    for _, check in tables.licences:
        if is_in_force(check):
            licences[check.provider].append(check.check)
    touched = {provider for provider, _ in standings} | set(licences)
    if not touched:
        return tables
    providers = tuple(
        _with(provider, standings, licences[provider.id]) if provider.id in touched else provider
        for provider in tables.providers
    )
    return replace(tables, providers=providers)


def _with(
    provider: Provider,
    standings: dict[tuple[str, str | None], list[Standing]],
    licences: list[LicenceCheck],
) -> Provider:
    services = tuple(
        service.model_copy(update={"status": (*service.status, *standings[provider.id, service.id])})
        if (provider.id, service.id) in standings
        else service
        for service in provider.services
    )
    own = (*provider.status, *standings.get((provider.id, None), ()))
    licence = (*provider.licence, *licences)
    return provider.model_copy(update={"services": services, "status": own, "licence": licence})


def check_faults(tables: Tables) -> Iterator[Issue]:
    """Rows that name nobody or a service that is not there."""
    providers = {provider.id for provider in tables.providers}
    services = {(provider.id, service.id) for provider in tables.providers for service in provider.services}
    for where, row in tables.standings:
        if row.provider not in providers:
            yield Issue(where, "unknown_provider", row.provider)
        elif row.service is not None and (row.provider, row.service) not in services:
            yield Issue(where, "unknown_service", f"{row.provider} {row.service}")
    for where, check in tables.licences:
        if check.provider not in providers:
            yield Issue(where, "unknown_provider", check.provider)
