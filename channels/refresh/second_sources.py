"""What other central banks say of the manat: the second official sources that the guard asks."""

from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal

from channels.pricing.rate_guard import SecondSource
from channels.readers import ecb_history, frankfurter
from channels.readers.failed import Failed
from channels.readers.fetching import FetchedAnswer
from channels.readers.foreign_sheets import DOLLAR, MANAT, ForeignSheet
from channels.refresh.banks import BANKS, ECB, Bank
from channels.refresh.last_asked import noted
from channels.refresh.setting import IntakeSetting

SECONDS = 4.0
"""One try with each bank: the Central Bank's rates wait for their word, and not for long."""
STAND_IN = "frankfurter"

Sheets = Mapping[str, ForeignSheet]


def asked(setting: IntakeSetting, day: date) -> dict[str, ForeignSheet]:
    """The sheets of the banks for a day, by the bank's code, asked side by side; without those that failed.

    Where a bank's own address fails and the keeper has named a contact, Frankfurter's copy of its sheet
    stands in. Each bank is one try of seconds; why one has no sheet stands in the list of the last questions.
    """
    if not setting.banks:
        return {}
    with ThreadPoolExecutor(len(setting.banks)) as pool:
        found = pool.map(lambda bank: _sheet(setting, bank, day), setting.banks)
        return {bank.code: sheet for bank, sheet in zip(setting.banks, found, strict=True) if sheet}


def judging(sheets: Sheets) -> SecondSource:
    """What the guard asks: manat for one unit by a bank's sheet of that very day, at the given dollar.

    The European Central Bank's packaged history answers where its own sheet of the day is not there.
    """
    own = {bank.judges: bank.code for bank in BANKS if bank.judges is not None}

    def second(currency: str, day: date, dollar: Decimal | None) -> Decimal | None:
        for code in dict.fromkeys((own.get(currency, ECB.code), ECB.code)):
            sheet = sheets.get(code)
            found = sheet.manat(currency, dollar) if sheet is not None and sheet.day == day else None
            if found is not None:
                return found
        # The history is long, and where the bank's own sheet of the day is there it knows no more.
        newest = sheets.get(ECB.code)
        known = newest is not None and newest.day == day
        return None if known else packaged(currency, day, dollar)

    return second


def packaged(currency: str, day: date, dollar: Decimal | None) -> Decimal | None:
    """Manat for one unit by the ECB's sheet of that very day, at the Central Bank's dollar; None without."""
    found = None if dollar is None or currency == DOLLAR else ecb_history.dollars(currency, day)
    return found[1] * dollar if found is not None and dollar is not None and found[0] == day else None


def _sheet(setting: IntakeSetting, bank: Bank, day: date) -> ForeignSheet | None:
    seconds = min(SECONDS, setting.limits.seconds)
    quick = replace(setting, limits=replace(setting.limits, seconds=seconds, tries=1))
    try:
        with noted(setting.var, bank.code, setting.now):
            url, parameters = bank.question(day, bank.address)
            return bank.read(quick.asked(url, parameters).body, latest=day)
    except Failed:
        if not setting.may_ask_others or bank.judges is None:
            return None
    try:
        return passed_on(quick, bank.code, day, (MANAT, bank.judges))[0]
    except Failed:
        return None


def passed_on(
    setting: IntakeSetting, bank: str, day: date, quotes: Collection[str]
) -> tuple[ForeignSheet, FetchedAnswer]:
    """Frankfurter's copy of a bank's sheet, over the dollar, and its answer.

    Raises `Failed`, also where the keeper has named no contact.
    """
    if not setting.may_ask_others:
        raise Failed("no_contact")
    with noted(setting.var, STAND_IN, setting.now):
        url, parameters = frankfurter.question(day, bank, DOLLAR, quotes, setting.frankfurter_url)
        answer = setting.asked(url, parameters)
        return frankfurter.read(answer.body, base=DOLLAR, latest=day), answer
