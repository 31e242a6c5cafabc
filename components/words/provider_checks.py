"""What is known of a provider's licence and status, and what a steward found of them, in words."""

from datetime import date

from channels.collect.provider_checks import ProviderState
from channels.dataset.dataset import Dataset
from channels.pricing.routes import OnDay
from channels.records.provider_checks import ProviderCheck
from channels.records.providers import LicenceCheck, Provider, Standing
from channels.terms import Licence, Status
from components.i18n import Words
from components.words import sources as source_words


def licence(found: LicenceCheck | None, words: Words) -> str:
    """What is known of a licence, with its number and day; that nobody has looked where there is none."""
    if found is None:
        return words(f"evidence.licence_{Licence.NOT_CHECKED}")
    state = words(f"evidence.licence_{found.state}")
    if found.number is not None:
        state += f" ({found.number})"
    return words("provider_check.said_on", what=state, day=words.day(found.day))


def status(found: Standing | OnDay | None, words: Words) -> str:
    """What is known of whether something works, with its day."""
    if found is None or found.day is None:
        return words("status.not_confirmed")
    return words("provider_check.said_on", what=words(f"status.{found.state}"), day=words.day(found.day))


def state_lines(state: ProviderState, words: Words) -> list[str]:
    """Licence, status and the last price of a provider, each in a line.

    An older word that nobody confirms it does not stand beside a later price.
    """
    said = state.standing
    settled = said is not None and state.seen is not None and is_settled(said, state.seen)
    lines = [licence(state.licence, words), *([] if settled else [status(said, words)])]
    if state.seen is not None:
        lines.append(words("provider_check.price_seen", day=words.day(state.seen)))
    return lines


def is_settled(said: Standing | OnDay, seen: date) -> bool:
    """Whether a price seen on a day answers a word that something is not confirmed to work."""
    return said.state is Status.NOT_CONFIRMED and (said.day is None or said.day <= seen)


def due_marks(state: ProviderState, words: Words) -> list[str]:
    """What of a provider is to be looked up now."""
    return [words(f"provider_check.due_{one.kind}") for one in state.due]


def of_whom(check: ProviderCheck, data: Dataset, words: Words) -> str:
    """The provider, its service and the country that a check is about."""
    provider = data.providers.get(check.provider)
    if provider is None:
        return check.provider
    parts = [provider.name.text_in(words.language)]
    if check.service is not None:
        parts.append(service_name(provider, check.service, words))
    if check.country is not None:
        parts.append(words.country(check.country))
    return " · ".join(parts)


def service_name(provider: Provider, service: str, words: Words) -> str:
    """A service by its name, else by its countries and its form of pay-out; its id where it is not known."""
    found = next((one for one in provider.services if one.id == service), None)
    return service if found is None else source_words.service(found, words)


def finding(check: ProviderCheck, words: Words) -> list[str]:
    """What was found, of which day, and who says so: a line each, for the person who confirms it."""
    if check.licence is not None:
        said = words(f"provider_check.found_{check.licence}")
        said += f" ({check.number})" if check.number is not None else ""
    else:
        said = words(f"provider_check.found_{check.status}")
    return [
        words("provider_check.said_on", what=said, day=words.day(check.day)),
        f"{check.title} · {check.publisher} · {words(f'evidence.confidence_{check.confidence}')}",
        words("provider_check.read_on", day=words.day(check.looked)),
    ]


def later_word(found: Standing | LicenceCheck, words: Words) -> str:
    """Why a finding would not count: a later word says otherwise."""
    is_licence = isinstance(found, LicenceCheck)
    state = words(f"evidence.licence_{found.state}" if is_licence else f"status.{found.state}")
    return words("provider_check.outweighed", state=state, day=words.day(found.day))
