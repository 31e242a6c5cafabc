"""In which register the licence of a provider is looked up, and who keeps it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from channels.dataset.tables import Tables
from channels.records.base import LocalText
from channels.records.policy import Register


@dataclass(frozen=True, slots=True)
class LicenceRegister:
    """Who keeps a register of licences, and its address; one of them is known, the other may be None."""

    authority: LocalText | None
    url: str | None


@dataclass(frozen=True)
class LicenceRegisters:
    """The registers that some tables know of."""

    tables: Tables = field(repr=False)

    def of(self, provider: str, sending: str | None = None) -> LicenceRegister | None:
        """Where the licence of a provider is looked up that takes money in; None where nothing is known.

        A licence is that of the sending country. Its address is the source that most checks of the licences
        of that country's providers cite, else the one that the data names. Where nothing is known of the
        country, the register is that of the provider's own, if its address is known.
        """
        own = self._of_country(sending)
        if own is not None:
            return own
        home = self._of_country(self._homes.get(provider))
        return home if home is not None and home.url is not None else None

    def _of_country(self, country: str | None) -> LicenceRegister | None:
        kept = self._kept.get(country or "")
        url = self._cited.get(country or "") or (None if kept is None else kept.url)
        if kept is None and url is None:
            return None
        return LicenceRegister(None if kept is None else kept.authority, url)

    @cached_property
    def _homes(self) -> Mapping[str, str]:
        return {provider.id: provider.country for provider in self.tables.providers}

    @cached_property
    def _kept(self) -> Mapping[str, Register]:
        return {country: one for one in reversed(self.tables.registers) for country in one.countries}

    @cached_property
    def _cited(self) -> Mapping[str, str]:
        """The address that most checks of the licences of a country's providers cite, by country."""
        known = {source.id: source.url for source in self.tables.sources}
        cited: dict[str, Counter[str]] = {}
        for provider in self.tables.providers:
            names = [check.source for check in provider.licence if check.source in known]
            cited.setdefault(provider.country, Counter()).update(names)
        most = {country: count.most_common(1)[0][0] for country, count in cited.items() if count}
        return {country: url for country, name in most.items() if (url := known[name]) is not None}
