"""The lists of a form that the data fills, each name in three languages."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache, partial

from channels.collect.grid import collectable
from channels.dataset.dataset import Dataset
from channels.records import base
from channels.records.base import ANY, Corridor
from channels.records.forms import BETWEEN, Choice
from channels.records.providers import Payout, Provider, Service
from components.i18n import LANGUAGES, Words, words
from components.words.links import corridor_name
from components.words.offers import unknown_place

EVERYWHERE = {base.EVERYWHERE: "form.region_all", base.MAIN_CITIES: "formlist.main_cities"}
HOME = "AZ"
ALWAYS = ("AZN", "USD", "EUR")
"""Currencies that a sender may hold anywhere."""


def lists(data: Dataset, day: date | None = None) -> Mapping[str, tuple[Choice, ...]]:
    """Every list by its name, for the corridors that touch Azerbaijan.

    With a day only the services whose prices are collected on it: nobody is sent to one that has stopped
    or has no licence. Without a day all that there are, as answers of any day name them.
    """
    corridors = {c.key: c for c in data.tables.corridors if HOME in (c.sending, c.receiving)}
    asked = _asked(data, corridors.values(), day)
    services = [
        (provider, service)
        for provider in data.tables.providers
        for service in provider.services
        if asked(provider, service)
    ]
    providers = {provider.id: provider for provider, _ in services}
    held = [currency for c in corridors.values() for currency in (c.sends, c.receives) if currency]
    places = [place for c in corridors.values() for place in (c.sending, c.receiving)]
    abroad = [place for place in dict.fromkeys(places) if place not in (ANY, HOME)]
    regions = tuple(Choice(code=region.id, label=region.name) for region in data.tables.regions)
    return {
        "corridor": _choices(corridors, lambda key, say: corridor_name(corridors[key], say)),
        "provider": tuple(_provider(provider, asked) for provider in providers.values()),
        "service": tuple(_service(*both, asked(*both), data) for both in services),
        "payout": tuple(_payout(payout, data) for payout in data.tables.payouts),
        "place": (*_choices(EVERYWHERE, lambda code, say: say(EVERYWHERE[code])), *regions),
        "currency": _choices(dict.fromkeys((*ALWAYS, *held)), lambda code, say: say.currency(code)),
        "country": _choices(abroad, lambda code, say: say.country(code)),
        "region": regions,
    }


def _choices(codes: Iterable[str], name: Callable[[str, Words], str]) -> tuple[Choice, ...]:
    return tuple(Choice(code=code, label=_in_all(partial(name, code))) for code in codes)


def _in_all(name: Callable[[Words], str]) -> base.LocalText:
    return base.LocalText(**{language: name(_spoken(language)) for language in LANGUAGES})


@cache
def _spoken(language: str) -> Words:
    return words(language)


Asked = Callable[[Provider, Service], tuple[str, ...]]
"""On which corridors a service is asked for its price."""


def _asked(data: Dataset, corridors: Iterable[Corridor], day: date | None) -> Asked:
    known = {corridor.key for corridor in corridors}
    if day is None:
        return lambda provider, service: tuple(key for key in service.corridors if key in known)
    found = {
        (route.provider.id, route.service.id, corridor.key)
        for corridor in corridors
        for route in collectable(data, corridor, day)
    }
    return lambda provider, service: tuple(
        key for key in service.corridors if (provider.id, service.id, key) in found
    )


def _provider(provider: Provider, asked: Asked) -> Choice:
    known = dict.fromkeys(key for service in provider.services for key in asked(provider, service))
    return Choice(code=provider.id, label=provider.name, only={"corridors": " ".join(known)})


def _service(provider: Provider, service: Service, corridors: Iterable[str], data: Dataset) -> Choice:
    """A service as a clerk tells it from the provider's others: by a name of its own, else by its id too."""
    only = {"provider": provider.id, "corridors": " ".join(corridors)}

    def name(say: Words) -> str:
        said = _way(service, data, say) if service.name is None else service.name.text_in(say.language)
        return say("formlist.service", way=said, id=service.id)

    alone = [other.name for other in provider.services].count(service.name) == 1
    label = service.name if service.name is not None and alone else _in_all(name)
    return Choice(code=f"{provider.id}{BETWEEN}{service.id}", label=label, only=only)


def _way(service: Service, data: Dataset, say: Words) -> str:
    counters = [payout for payout in data.tables.payouts if payout.id in service.payouts]
    if len(counters) == 1:
        return _counter(counters[0], data, say)
    return say("place.unknown") if service.disbursement is None else say(f"form_of.{service.disbursement}")


def _payout(payout: Payout, data: Dataset) -> Choice:
    alike = [(other.system, other.partner, other.form) for other in data.tables.payouts]

    def name(say: Words) -> str:
        counter = _counter(payout, data, say)
        if alike.count((payout.system, payout.partner, payout.form)) == 1:
            return counter
        return say("formlist.service", way=counter, id=payout.id)

    label = _in_all(name)
    return Choice(code=payout.id, label=label, only={"provider": payout.system})


def _counter(payout: Payout, data: Dataset, say: Words) -> str:
    partner = data.providers.get(payout.partner or "")
    if partner is None:
        return unknown_place(payout.form, say)
    form = say(f"form_of.{payout.form}")
    return say("place.known", partner=partner.name.text_in(say.language), form=form)
