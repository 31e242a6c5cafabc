"""The lists of a form that the data fills, each name in three languages."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

from channels import records
from channels.dataset import Dataset
from channels.forms import BETWEEN, Choice
from channels.records import ANY, Corridor, Payout, Provider, Service
from channels.terms import Licence
from components.choices import receiving_name
from components.i18n import LANGUAGES, Words, words
from components.sharing import corridor_name

EVERYWHERE = {"all": "form.region_all", "main_cities": "formlist.main_cities"}
ALWAYS = ("AZN", "USD", "EUR")
"""Currencies that a sender may hold anywhere."""


def lists(data: Dataset) -> Mapping[str, tuple[Choice, ...]]:
    """Every list by its name. Who is named as unlicensed stands in none: nobody is sent there."""
    providers = [p for p in data.tables.providers if p.services and not _unlicensed(p)]
    corridors = data.tables.corridors
    currencies = dict.fromkeys((*ALWAYS, *(c for k in corridors for c in (k.sends, k.receives) if c)))
    countries = dict.fromkeys(c for k in corridors for c in (k.sending, k.receiving) if c not in (ANY, "AZ"))
    documents = dict.fromkeys(code for payout in data.tables.payouts for code in payout.documents)
    regions = tuple(Choice(code=region.id, label=region.name) for region in data.tables.regions)
    return {
        "corridor": _choices((c.key for c in corridors), lambda key, say: _corridor(key, data, say)),
        "provider": tuple(_provider(provider) for provider in providers),
        "service": tuple(_service(p, s, data) for p in providers for s in p.services),
        "payout": tuple(_payout(payout, data) for payout in data.tables.payouts),
        "place": (*_choices(EVERYWHERE, lambda code, say: say(EVERYWHERE[code])), *regions),
        "currency": _choices(currencies, lambda code, say: say.currency(code)),
        "country": _choices(countries, lambda code, say: receiving_name(code, say)),
        "region": regions,
        "document": _choices(documents, lambda code, say: say(f"document.{code}")),
    }


def _choices(codes: Iterable[str], name: Callable[[str, Words], str]) -> tuple[Choice, ...]:
    return tuple(Choice(code=code, label=_in_all(partial(name, code))) for code in codes)


def _in_all(name: Callable[[Words], str]) -> records.Words:
    return records.Words(**{language: name(_spoken(language)) for language in LANGUAGES})


@cache
def _spoken(language: str) -> Words:
    return words(language)


def _corridor(key: str, data: Dataset, say: Words) -> str:
    known: dict[str, Corridor] = {corridor.key: corridor for corridor in data.tables.corridors}
    return corridor_name(known[key], say)


def _unlicensed(provider: Provider) -> bool:
    latest = max(provider.licence, key=lambda check: check.day, default=None)
    return latest is not None and latest.state is Licence.UNLICENSED


def _provider(provider: Provider) -> Choice:
    corridors = dict.fromkeys(key for service in provider.services for key in service.corridors)
    return Choice(code=provider.id, label=provider.name, only={"corridors": " ".join(corridors)})


def _service(provider: Provider, service: Service, data: Dataset) -> Choice:
    """A service as a clerk tells it from the provider's others: by its name, else by its counter and id."""
    only = {"provider": provider.id, "corridors": " ".join(service.corridors)}
    label = service.name or _in_all(
        lambda say: say("formlist.service", way=_way(service, data, say), id=service.id)
    )
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
    form = say(f"form_of.{payout.form}")
    partner = data.providers.get(payout.partner or "")
    if partner is None:
        return say("place.form_only", form=form)
    return say("place.known", partner=partner.name.text_in(say.language), form=form)
