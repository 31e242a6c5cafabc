"""The central banks beside Azerbaijan's own that are asked for a second word, and their addresses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from channels.readers import cbr, ecb_daily, nbg, nbk
from channels.readers.foreign_sheets import ForeignSheet

Question = Callable[[date, str], tuple[str, dict[str, str]]]


@dataclass(frozen=True, slots=True)
class Bank:
    """A central bank that is asked: its code, its address, and how its sheet is asked for and read.

    `judges`: the currency of which it has the second word; None = every one that it quotes and no other
    bank here judges.
    """

    code: str
    address: str
    judges: str | None
    question: Question
    read: Callable[..., ForeignSheet]


CBR = Bank("cbr", cbr.ADDRESS, cbr.BASE, cbr.question, cbr.read)
NBG = Bank("nbg", nbg.ADDRESS, nbg.BASE, nbg.question, nbg.read)
NBK = Bank("nbk", nbk.ADDRESS, nbk.BASE, nbk.question, nbk.read)
ECB = Bank("ecb", ecb_daily.ADDRESS, None, ecb_daily.question, ecb_daily.read)
BANKS = (CBR, NBG, NBK, ECB)


def banks(environ: Mapping[str, str]) -> tuple[Bank, ...]:
    """The banks under the addresses that the environment names, such as PULYOLU_CBR_URL, else their own."""
    return tuple(
        replace(bank, address=environ.get(f"PULYOLU_{bank.code.upper()}_URL") or bank.address)
        for bank in BANKS
    )
