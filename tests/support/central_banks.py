"""Sheets of central banks, made up in the shapes that their addresses are known to have.

No figure here was published by anybody: the roubles, laris and tenges are chosen to agree with
`tests.support.publishers.RATES` at 1.70 manat for a dollar.
"""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from tests.support.publishers import Behaviour, by_path, says

CBR = {"AZN": ("1", "47,5421"), "USD": ("1", "80,8215"), "KZT": ("100", "15,3012"), "UZS": ("10000", "67,4")}
NBG: Mapping[str, tuple[Any, Any]] = {"AZN": (1, 1.5873), "USD": (1, 2.6984), "RUB": (100, 3.3387)}
NBK = {"AZN": ("1", "310.72"), "USD": ("1", "528.22"), "RUB": ("1", "6.54"), "UZS": ("100", "4.4")}
ECB = {"USD": "1.1595", "GBP": "0.8804", "TRY": "49.16"}
FRANKFURTER = {"AZN": 1.7, "EUR": 0.86242, "RUB": 80.8215, "TRY": 42.394}


def cbr(day: date, rates: Mapping[str, tuple[str, str]] = CBR, *, declared: str = "windows-1251") -> bytes:
    """The Bank of Russia's sheet: roubles for a nominal, with names in Cyrillic letters."""
    rows = "".join(
        f'<Valute ID="R0"><NumCode>000</NumCode><CharCode>{code}</CharCode><Nominal>{nominal}</Nominal>'
        f"<Name>Название {code}</Name><Value>{value}</Value><VunitRate>1</VunitRate></Valute>"
        for code, (nominal, value) in rates.items()
    )
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    text = f'{head}<ValCurs Date="{day:%d.%m.%Y}" name="Foreign Currency Market">{rows}</ValCurs>'
    return text.encode("cp1251")


def nbg(day: date, rates: Mapping[str, tuple[Any, Any]] = NBG) -> bytes:
    """The National Bank of Georgia's sheet: lari for a quantity."""
    rows = [
        {"code": code, "quantity": quantity, "rate": rate, "name": f"ლარი {code}", "diff": 0.1}
        for code, (quantity, rate) in rates.items()
    ]
    return json.dumps([{"date": f"{day.isoformat()}T00:00:00.000Z", "currencies": rows}]).encode()


def nbk(day: date, rates: Mapping[str, tuple[str, str]] = NBK) -> bytes:
    """The National Bank of Kazakhstan's sheet: tenge for a quantity."""
    rows = "".join(
        f"<item><fullname>ТЕНГЕ {code}</fullname><title>{code}</title><description>{value}</description>"
        f"<quant>{quantity}</quant><index/><change>0.00</change></item>"
        for code, (quantity, value) in rates.items()
    )
    head = '<?xml version="1.0" encoding="utf-8"?><rates><generator>x</generator><title>Official</title>'
    return f"{head}<date>{day:%d.%m.%Y}</date>{rows}</rates>".encode()


def ecb(day: date, rates: Mapping[str, str] = ECB) -> bytes:
    """The European Central Bank's sheet: units of each currency for one euro."""
    rows = "".join(f"<Cube currency='{code}' rate='{rate}'/>" for code, rate in rates.items())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" '
        'xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref"><gesmes:subject>Reference rates'
        f"</gesmes:subject><Cube><Cube time='{day.isoformat()}'>{rows}</Cube></Cube></gesmes:Envelope>"
    ).encode()


def frankfurter(day: date, rates: Mapping[str, Any] = FRANKFURTER, base: str = "USD") -> bytes:
    """Frankfurter's answer: what one unit of the base is worth in each currency."""
    return json.dumps(
        [{"date": day.isoformat(), "base": base, "quote": code, "rate": rate} for code, rate in rates.items()]
    ).encode()


ADDRESSES = {
    "PULYOLU_CBAR_URL": "/cbar", "PULYOLU_CBR_URL": "/cbr", "PULYOLU_NBG_URL": "/nbg",
    "PULYOLU_NBK_URL": "/nbk", "PULYOLU_ECB_URL": "/ecb", "PULYOLU_FRANKFURTER_URL": "/frankfurter",
    "PULYOLU_WISE_URL": "/wise", "PULYOLU_RPW_URL": "/rpw",
}  # fmt: skip
"""The settings that name each address, and under which path one server of the tests plays it."""


def settings(address: str) -> dict[str, str]:
    """The settings under which everybody who is asked is played by one server."""
    return {name: address + path for name, path in ADDRESSES.items()}


def banks(day: date, sheet: str, **others: Behaviour) -> Behaviour:
    """A server that plays all banks well, on a day; another behaviour for those that are named."""
    played: dict[str, Behaviour] = {
        "cbar": says(sheet), "cbr": says(cbr(day)), "nbg": says(nbg(day)), "nbk": says(nbk(day)),
        "ecb": says(ecb(day)), "frankfurter": says(frankfurter(day)),
    }  # fmt: skip
    return by_path(
        {f"/{name}": play for name, play in (played | others).items()}, says(b"no", "404 Not Found")
    )
