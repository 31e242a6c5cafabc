"""What a reader passes on: the link, a message, a text for a plain telephone, names of files."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode, urlsplit, urlunsplit

from channels.compare.comparison import Comparison
from channels.compare.headline import AnswerState
from channels.compare.query import WITHIN as LIMITS
from channels.dataset.dataset import Dataset
from channels.money import plain
from channels.pricing.routes import Transfer
from channels.records.base import ANY, Corridor
from components.i18n import Words
from components.words import offers as offer_words
from components.words.answer_headline import HeadlineView, headline_view
from components.words.form_options import is_homeward

LONGEST_SMS = 160
SMS = {
    AnswerState.PRICED: "best",
    AnswerState.INCOMPLETE: "part",
    AnswerState.ELSEWHERE: "other",
    AnswerState.NONE: "none",
}
"""Which opening of a short message says an answer of a state."""
LIGHT_PATH = "/l"
"""Where the server has the light page."""
ARRIVALS_PATH = f"{LIGHT_PATH}/arrived"
"""Where a reader says there what arrived."""
KEPT_PATH = "/kept"
"""Where a reader keeps an answer on the phone."""
FEED_PATH = "/feed"
"""Below it the server has a feed and a reminder for each corridor."""
LIGHT_CODES = (
    "lang", "sending", "receiving", "ask", "send", "receive", "currency", "pay_out", "within", "region",
    "pay_in", "promotions", "set",
)  # fmt: skip
WITHIN = {minutes: code for code, minutes in LIMITS.items()}
"""The codes by which the page's address knows the longest wait."""


def base_address(*asked: str | None) -> str | None:
    """The first that is a web address, without query, user or fragment; None where none is."""
    for text in asked:
        try:
            parts = urlsplit((text or "").strip())
            host, port = parts.hostname, parts.port
        except ValueError:
            continue
        if parts.scheme in ("http", "https") and host and host.isascii() and host.isprintable():
            place = f"[{host}]" if ":" in host else host
            shown = place if port is None else f"{place}:{port}"
            return urlunsplit((parts.scheme, shown, parts.path or "/", "", ""))
    return None


def light_link(codes: Mapping[str, str]) -> str:
    """The light page's address for the question that the dashboard's address holds in codes."""
    return f"{LIGHT_PATH}?{_light_codes(codes)}"


def kept_link(codes: Mapping[str, str]) -> str:
    """The address of the page that keeps the answer to the question of such codes."""
    return f"{KEPT_PATH}?{_light_codes(codes)}"


def _light_codes(codes: Mapping[str, str]) -> str:
    return urlencode({name: codes[name] for name in LIGHT_CODES if name in codes})


def corridor_link(corridor: Corridor, base: str, language: str, *, invented: bool) -> str:
    """The page's address for a corridor, without any amount."""
    return _link(base, _corridor_codes(corridor), language, invented=invented)


def link(comparison: Comparison, base: str, language: str, *, amounts: bool) -> str:
    """The page's address for a question, in codes alone; with the amount if asked for.

    What the reader was told, and what stands outside the formal system, is never in it.
    """
    transfer = comparison.transfer
    codes = _corridor_codes(transfer.corridor) | _wishes(transfer)
    if transfer.send is None:
        codes["ask"] = "receive"
    elif transfer.currency != transfer.corridor.sends:
        codes["currency"] = transfer.currency
    if amounts and transfer.send is not None:
        codes["send"] = plain(transfer.send) or ""
    if amounts and transfer.receive is not None:
        codes["receive"] = plain(transfer.receive) or ""
    return _link(base, codes, language, invented=comparison.invented)


def question_link(transfer: Transfer, base: str, language: str) -> str:
    """The page's address for an amount on a corridor."""
    codes = _corridor_codes(transfer.corridor) | _wishes(transfer)
    if transfer.currency != transfer.corridor.sends:
        codes["currency"] = transfer.currency
    if transfer.send is not None:
        codes["send"] = plain(transfer.send) or ""
    return _link(base, codes, language, invented=False)


def feed_link(transfer: Transfer, language: str, ending: str = "atom", passes: Decimal | None = None) -> str:
    """The path of the feed of an amount on a corridor, or with the ending `ics` of its reminder."""
    codes = {"send": plain(transfer.send) or "" if transfer.send is not None else "", "lang": language}
    if transfer.currency != transfer.corridor.sends:
        codes["currency"] = transfer.currency
    if transfer.pay_out is not None:
        codes["pay_out"] = transfer.pay_out.value
    if passes is not None:
        codes["passes"] = plain(passes) or ""
    return f"{FEED_PATH}/{transfer.corridor.key}.{ending}?{urlencode(codes)}"


def _link(base: str, codes: dict[str, str], language: str, *, invented: bool) -> str:
    asked = {"lang": language} | ({"set": "teaching"} if invented else {}) | codes
    return f"{base}?{urlencode(asked)}"


def _corridor_codes(corridor: Corridor) -> dict[str, str]:
    codes = {"sending": corridor.sending}
    if not is_homeward(corridor):
        codes["receiving"] = corridor.receiving
    return codes


def _wishes(transfer: Transfer) -> dict[str, str]:
    wishes = {
        "pay_in": transfer.pay_in,
        "pay_out": transfer.pay_out,
        "within": None if transfer.within is None else WITHIN.get(transfer.within),
        "region": transfer.region,
        "promotions": "1" if transfer.promotions else None,
    }
    return {name: str(code) for name, code in wishes.items() if code is not None}


def corridor_name(corridor: Corridor, words: Words) -> str:
    """From where to where; one country only where the money stays in it."""
    if corridor.sending == corridor.receiving:
        return words("form.inside") if corridor.sending == "AZ" else words.country(corridor.sending)
    if corridor.receiving == ANY:
        return words("share.corridor_any", sending=words.country(corridor.sending))
    return words(
        "share.corridor",
        sending=words.country(corridor.sending),
        receiving=words.country(corridor.receiving),
    )


def message(
    comparison: Comparison, data: Dataset, words: Words, *, amounts: bool, address: str | None
) -> str:
    """A short text for a messenger: the answer with its day, what to ask, and the link where there is one."""
    where = corridor_name(comparison.transfer.corridor, words)
    lines = [words("share.head", corridor=where, day=words.day(comparison.day))]
    found = headline_view(comparison, data, words)
    if found.state is AnswerState.PRICED:
        best = words("share.best", provider=found.provider, place=found.place)
        lines.append(" ".join([best, *_amounts("share.amounts", comparison, words, amounts=amounts)]))
    elif found.state is AnswerState.NONE:
        lines.append(" ".join([words("share.none"), *found.last]))
    else:
        lines += [found.label, *found.can[:1], *([] if found.missing is None else [found.missing])]
    lines += [*found.closed, *_to_ask(found, words("share.ask"), words), words("safety.code")]
    if address is not None:
        lines.append(words("share.link", link=link(comparison, address, words.language, amounts=amounts)))
    if comparison.invented:
        lines.append(words("sender.invented"))
    return "\n".join(lines)


def sms(comparison: Comparison, data: Dataset, words: Words, *, amounts: bool) -> str:
    """The same in at most 160 characters, for a plain telephone; what matters least is left out first."""
    where = corridor_name(comparison.transfer.corridor, words)
    day = words.day(comparison.day)
    found = headline_view(comparison, data, words)
    invented = [words("share.sms_invented")] if comparison.invented else []
    figures = _amounts("share.sms_amounts", comparison, words, amounts=amounts)
    figures += [found.checked_for] if found.checked_for is not None else []
    asks, code = _to_ask(found, words("share.sms_ask"), words), words("share.sms_code")
    kind = SMS[found.state]
    first = [
        words(f"share.sms_{kind}_on", corridor=where, day=day, provider=found.provider),
        words(f"share.sms_{kind}", day=day, provider=found.provider),
    ]
    for opening in first:
        if (text := _fitting([*invented, opening, *figures, *asks, code])) is not None:
            return text
    for rest in ([*figures, *asks], [*figures, code], figures, [*asks, code], asks):
        if (text := _fitting([*invented, first[-1], *rest])) is not None:
            return text
    return " ".join([*invented, first[-1]])[: LONGEST_SMS - 1] + "…"


def _to_ask(found: HeadlineView, otherwise: str, words: Words) -> list[str]:
    """What is to be asked: of a complete price only what it leaves open, else `otherwise`."""
    if found.state is not AnswerState.PRICED:
        return [otherwise]
    return [" ".join([words("answer.ask_first"), *found.to_ask])] if found.to_ask else []


def _fitting(sentences: Sequence[str]) -> str | None:
    text = " ".join(sentences)
    return text if len(text) <= LONGEST_SMS else None


def _amounts(key: str, comparison: Comparison, words: Words, *, amounts: bool) -> list[str]:
    """What is paid and what arrives, as a sentence; nothing where that is not known or not wanted."""
    top = comparison.headline
    if not amounts or top is None or top.outlay is None or top.received is None:
        return []
    sent = words.money(top.outlay, comparison.transfer.currency, whole=True)
    return [words(key, send=sent, received=offer_words.received(top, words))]


def file_name(
    kind: str, corridor: Corridor, day: date, ending: str, *, invented: bool, more: Sequence[str] = ()
) -> str:
    """A file's name: what, from where to where, on which day; never an amount."""
    parts = ["pulyolu", kind, *(["teaching"] if invented else []), corridor.key, day.isoformat(), *more]
    return "-".join(parts).lower() + "." + ending
