"""Questions, addresses and arguments drawn by a seed: right ones, nearly right ones, and hostile ones."""

import random
from collections.abc import Mapping, Sequence

COUNTRIES = ("RU", "AZ", "TR", "DE", "GB", "US", "any")
ODD_CODES = (
    "ru",
    " tr ",
    "UK",
    "EL",
    "BY",
    "ZZ",
    "",
    "R\u0130",
    "ＲＵ",
    "<b>",
    "RU\n",
    "AZE",
    "0",
    "'\"",
    "RU-AZ",
)
CURRENCIES = ("RUB", "USD", "EUR", "AZN", "TRY")
ODD_CURRENCIES = ("rub", "GBP", "XXX", "₽", "", "RUBRUB", "usd ", "\u200bUSD")
SIGNS = "0123456789.,'’ \u00a0\u202f\u2009-+eE%₽$₼kmтыс\u0660\u0967\u00b2½\u2212\u200e\u202e\0\n\t"
UNITS = ("", "", "", " ₽", " руб", "₼", "$", " manat", " AZN", " min", " тыс", "k", " mln", " euro", ".", "%")
MARKS = ("", ".", ",", " ", "\u00a0", "\u202f", "'", "’", "..", ",.", ". ")
HOSTILE = (
    "", " ", "0", "-1", "NaN", "inf", "1e999", "9" * 50, "../../etc/passwd", "<script>alert(1)</script>",
    "'; --", "=1+1", "\u202etxt", "\0", "é" * 300, "{0}", "{x.__class__}", "%s%n", "\r\nset-cookie: a=b",
    "٢٠٠", "1,2,3", "a=b&c=d", "\x1b[2J", "None", "true", "[]", "{}", "\\", "🏠", "2026-02-30", "2026-W01-1",
    "1d",
)  # fmt: skip
RIGHT: Mapping[str, Sequence[str]] = {
    "pay_in": ("cash", "account", "card", "wallet", "any"),
    "pay_out": ("cash", "card", "account", "all"),
    "within": ("1h", "1d", "3d", "any"),
    "region": ("baku", "lankaran_astara", "all"),
    "promotions": ("0", "1"),
    "day": ("2026-11-30", "2026-11-21", "2020-01-01", "2027-01-01", "9999-12-31"),
    "reference": ("cbar", "ecb"),
    "official": ("0.0196", "1.7", "1.96", "0,0196", "0"),
    "told": ("fee=200,rate=0.0192", "fee=1,received=380,name=Bank", "rate=0.02,received=390", "fee=1,fee=2"),
    "asked": ("12", "3%", "100%", "0"),
    "counter_rate": ("0.0196", "1.7", "0"),
    "parts": ("2", "12", "13", "1"),
    "times_a_year": ("12", "1", "0"),
    "fare": ("0", "1.50", "5"),
    "travel": ("0", "30"),
    "waiting": ("0", "45"),
    "benchmark": ("ecb",),
    "one_percent": ("0", "1"),
    "set": ("real", "teaching"),
    "language": ("az", "ru", "en"),
}
"""Every option of a question with values that are right, or nearly."""


def amount(chance: random.Random) -> str:
    """An amount as somebody might write it, or as nobody would."""
    kind = chance.random()
    if kind < 0.15:
        return "".join(chance.choices(SIGNS, k=chance.randint(0, 12)))
    if kind < 0.25:
        return chance.choice(HOSTILE)
    if kind < 0.5:
        return f"{chance.randint(1, 90_000):,}".replace(
            ",", chance.choice(("", " ", "\u00a0", "'"))
        ) + chance.choice(UNITS)
    figures = [
        str(chance.randint(0, 999)).zfill(chance.choice((1, 3, 3))) for _ in range(chance.randint(1, 3))
    ]
    written = chance.choice(MARKS).join(figures)
    if chance.random() < 0.4:
        written += chance.choice(MARKS) + "".join(chance.choices("0123456789", k=chance.randint(1, 4)))
    return chance.choice(("", "", "", "-", "+", "₽", "$", " ")) + written + chance.choice(UNITS)


def code(chance: random.Random, right: Sequence[str], odd: Sequence[str], *, how_odd: float = 0.2) -> str:
    """A code, most often a right one."""
    return chance.choice(odd if chance.random() < how_odd else right)


def question(chance: random.Random) -> dict[str, str]:
    """The places, the amount and the currency of a question."""
    sending = code(chance, COUNTRIES, ODD_CODES)
    found = {
        "sending": sending,
        "receiving": code(chance, ("RU", "TR", "AZ") if sending == "AZ" else ("AZ",), ODD_CODES, how_odd=0.1),
        chance.choice(("send", "send", "send", "receive")): amount(chance),
    }
    if chance.random() < 0.4:
        found["currency"] = code(chance, CURRENCIES, ODD_CURRENCIES)
    return found


def more(chance: random.Random, names: Sequence[str] = tuple(RIGHT)) -> dict[str, str]:
    """Some of the other options, each right or hostile."""
    some = chance.sample(list(names), chance.randint(0, min(4, len(names))))
    return {name: code(chance, RIGHT[name], HOSTILE, how_odd=0.3) for name in some}
