"""What the form offers to choose from, the same on every page that asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from channels.compare.query import LONGEST_SHOWN, country_code, currency_code
from channels.compare.query import WITHIN as LIMITS
from channels.compare.query import shown as printable
from channels.dataset.dataset import Dataset
from channels.pricing.fx import MANAT, TOLD_SOURCE, reference
from channels.pricing.rate_guard import JudgedRate, judge
from channels.records.base import ANY, Corridor
from channels.records.observations import Rate
from components.i18n import Words

HOME = "AZ"
USUAL_NEED = Decimal(400)
PAY_OUTS = ("all", "cash", "card", "account")
WITHIN: dict[str, int | None] = {"any": None, **LIMITS}


def linked(data: Dataset, sending: str | None, receiving: str | None) -> Corridor | None:
    """A corridor between other countries, if an address names one: the form offers none of them itself."""
    for corridor in data.tables.corridors:
        if (corridor.sending, corridor.receiving) == (sending, receiving) and HOME not in (
            sending,
            receiving,
        ):
            return corridor
    return None


@dataclass(frozen=True, slots=True)
class LinkedCodes:
    """The codes of an address as they are known here; None = left out, or not known here.

    `country` and `currency` are those that are not known, as they were written; None = there is none.
    """

    sending: str | None
    receiving: str | None
    held: str | None
    country: str | None = None
    currency: str | None = None

    @property
    def unknown(self) -> bool:
        """Whether the address asks for what is not known here: then its amount is of another currency."""
        return self.country is not None or self.currency is not None

    def said(self, words: Words) -> list[str]:
        """What is not known here, each in a sentence."""
        said = []
        if self.country is not None:
            said.append(words("link.unknown_country", code=printable(self.country)[:LONGEST_SHOWN]))
        if self.currency is not None:
            said.append(words("link.unknown_currency", code=printable(self.currency)[:LONGEST_SHOWN]))
        return said


def linked_codes(address: Mapping[str, str], data: Dataset, words: Words) -> LinkedCodes:
    """The countries and the currency that an address names, however they are written: `tr` is TR, UK GB."""
    written = {name: address.get(name, "").strip() for name in ("sending", "receiving", "currency")}
    start, end = country_code(written["sending"]), country_code(written["receiving"])
    named = linked(data, start, end)
    starts = sending(data, words, named)
    if start and start not in starts:
        return LinkedCodes(None, None, None, country=written["sending"])
    ends = receiving(data, start or starts[0], named)
    if end and end not in ends and ANY in ends and words.is_country(end):
        # As in a question to the command: what holds for any country abroad holds for this one.
        end = ANY
    if end and end not in ends:
        return LinkedCodes(start or None, None, None, country=written["receiving"])
    corridor = data.corridor(start or starts[0], end or ends[0])
    held = currency_code(written["currency"])
    if held and (corridor is None or held not in currencies(corridor)):
        return LinkedCodes(start or None, end or None, None, currency=written["currency"])
    return LinkedCodes(start or None, end or None, held or None)


def sending(data: Dataset, words: Words, named: Corridor | None = None) -> list[str]:
    """The countries from which money comes, the usual ones first, then Azerbaijan; then a linked one."""
    corridors = [c for c in data.tables.corridors if c.receiving == HOME and c.sending != HOME]
    usual = sorted((c for c in corridors if c.usual is not None), key=lambda c: c.usual or 0)
    others = sorted(
        (c for c in corridors if c.usual is None), key=lambda c: words.sort_key(words.country(c.sending))
    )
    codes = [c.sending for c in (*usual, *others)]
    if any(c.sending == HOME for c in data.tables.corridors):
        codes.append(HOME)
    return codes if named is None or named.sending in codes else [*codes, named.sending]


def receiving(data: Dataset, sending: str = HOME, named: Corridor | None = None) -> list[str]:
    """Where money goes: from Azerbaijan the countries known, itself among them; else here, or as linked."""
    if sending == HOME:
        return [c.receiving for c in data.tables.corridors if c.sending == HOME]
    here = [HOME] if data.corridor(sending, HOME) is not None else []
    return here if named is None or named.sending != sending else [*here, named.receiving]


def is_homeward(corridor: Corridor) -> bool:
    """Whether money comes into the country: then nobody need be asked, or told by a link, where it goes."""
    return corridor.receiving == HOME != corridor.sending


def receiving_name(code: str, words: Words) -> str:
    """A destination as a sender in Azerbaijan calls it."""
    return words("form.inside") if code == "AZ" else words.country(code)


def regions(data: Dataset, words: Words) -> dict[str, str]:
    """The regions' codes with their names, in the order of the alphabet."""
    names = {region.id: region.name.text_in(words.language) for region in data.tables.regions}
    return dict(sorted(names.items(), key=lambda item: words.sort_key(item[1])))


def currencies(corridor: Corridor) -> list[str]:
    """What the sender may hold, the country's own currency first."""
    if corridor.sending == corridor.receiving:
        return [corridor.sends]
    wanted: tuple[str | None, ...] = (corridor.sends, "USD", "EUR")
    if corridor.sending == HOME:
        wanted = (corridor.sends, "AZN", "USD", "EUR", corridor.receives)
    return list(dict.fromkeys(c for c in wanted if c is not None))


def official_currency(data: Dataset, corridor: Corridor, held: str) -> str | None:
    """The currency whose official rate of today the reader may type; None where nothing depends on one."""
    currency = held if held != MANAT else corridor.receives
    return None if data.invented or currency == MANAT else currency


def is_stale(data: Dataset, corridor: Corridor, held: str, today: date) -> bool:
    """Whether the known official rate is too old to judge a price by."""
    found = reference(data.rates, today, base=held, quote=corridor.receives or held)
    return found is None or not found.fresh


def typed_rate(
    value: Decimal, unit: int, currency: str, data: Dataset, today: date, *, sure: bool = False
) -> Rate | JudgedRate:
    """The official rate of today that the reader typed for so many units.

    What the guard of official rates holds back is asked back, by what is judged, until the reader is `sure`.
    """
    second = data.rates.second(currency, today)
    judged = judge(value / unit, currency, today, data.rates, second)
    if judged.accepted or (sure and judged.may_be_released):
        return Rate(day=today, currency=currency, nominal=unit, value=value, source=TOLD_SOURCE)
    return judged
