"""The form of the light page: the question in its address, read as the dashboard reads it, and its links."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlencode

from channels.amounts import LONGEST_AMOUNT, Misread
from channels.compare.usual_amount import first_amount
from channels.dataset.dataset import Dataset
from channels.money import plain
from channels.pricing.routes import Transfer
from channels.records.base import Corridor
from channels.terms import DisbursementMethod, PaymentInstrument
from components.i18n import LANGUAGE_NAMES, LANGUAGES, Words
from components.light import typed_prices
from components.light.templates import options_markup
from components.light.typed_prices import CounterRate, Link, Official, ReaderQuoteFields, Shown
from components.words import form_options

TOLD = "told"
"""The panel for a told price: the dashboard has the same code in its address, under `open`."""

WAS = "was"
"""The code under which a form sends along what stood in it: an amount of another currency is none of this."""


@dataclass(frozen=True, slots=True)
class LightForm:
    """What the address says, in the codes of the dashboard; a code that is no option is its default.

    `typed` is the amount as it was typed, `amount` what it was read as. `asks_rate`: the known official
    rate is too old. `told_open`: the reader wants to check a price they were told. `unknown`: what the
    address names that is not known here, in sentences.
    """

    corridor: Corridor
    wants: str
    currency: str
    typed: str
    amount: Decimal | Misread
    pay_out: str
    within: str
    region: str
    pay_in: str
    promotions: bool
    official: Official | None
    asks_rate: bool
    reader_quote: ReaderQuoteFields
    told_open: bool
    counter: CounterRate | None = None
    unknown: tuple[str, ...] = ()

    @property
    def transfer(self) -> Transfer | None:
        """The transfer that is asked for; None while the amount cannot be read."""
        if isinstance(self.amount, Misread):
            return None
        send = self.wants == "send"
        return Transfer(
            corridor=self.corridor,
            currency=self.currency if send else self.corridor.sends,
            send=self.amount if send else None,
            receive=None if send else self.amount,
            pay_in=None if self.pay_in == "any" else PaymentInstrument(self.pay_in),
            pay_out=None if self.pay_out == "all" else DisbursementMethod(self.pay_out),
            within=form_options.WITHIN[self.within],
            region=None if self.region == "all" else self.region,
            promotions=self.promotions,
        )


def read(address: Mapping[str, str], data: Dataset, words: Words, today: date) -> LightForm:
    """The question in the address, read as the dashboard reads it."""
    codes = form_options.linked_codes(address, data, words)
    named = form_options.linked(data, codes.sending, codes.receiving)
    sending = _among(codes.sending, form_options.sending(data, words, named))
    receiving = _among(codes.receiving, form_options.receiving(data, sending, named))
    corridor = data.corridor(sending, receiving)
    assert corridor is not None
    wants = address.get("ask", "")
    if wants not in ("send", "receive"):
        wants = "receive" if "receive" in address else "send"
    if corridor.receives is None:
        wants = "send"
    currency = corridor.receives or corridor.sends
    if wants == "send":
        currency = _among(codes.held, form_options.currencies(corridor))
    usual = form_options.USUAL_NEED if wants == "receive" else first_amount(data, currency, today)
    typed = address.get(wants, "")[: LONGEST_AMOUNT + 1]
    # An amount that stood there for another currency does not become one of this.
    stale = address.get(WAS) not in (None, was(currency, typed)) and _same_figure(address, typed)
    if wants not in address or stale or (codes.unknown and WAS not in address):
        typed = words.number(usual)
    held = currency if wants == "send" else corridor.sends
    return LightForm(
        corridor=corridor,
        wants=wants,
        currency=currency,
        typed=typed,
        amount=words.amount(typed, currency=currency),
        pay_out=_among(address.get("pay_out"), form_options.PAY_OUTS),
        within=_among(address.get("within"), list(form_options.WITHIN)),
        region=_among(address.get("region"), ["all", *form_options.regions(data, words)]),
        pay_in=_among(address.get("pay_in"), ["any", *PaymentInstrument]),
        promotions=address.get("promotions") == "1",
        official=typed_prices.official(address, data, corridor, held, words, today),
        asks_rate=form_options.is_stale(data, corridor, held, today),
        reader_quote=typed_prices.reader_quote_fields(address, corridor, held, words),
        told_open=address.get("open") == TOLD,
        counter=typed_prices.counter_rate(address, data, corridor, held, words, today),
        unknown=() if WAS in address else tuple(codes.said(words)),
    )


def _among(value: str | None, options: Sequence[str]) -> str:
    return str(value if value in options else options[0])


def _same_figure(address: Mapping[str, str], typed: str) -> bool:
    """Whether the amount is still the one that stood in the form before a currency or country changed."""
    _, _, figure = address.get(WAS, "").partition(" ")
    return figure == typed


def was(currency: str, typed: str) -> str:
    """The amount that stands in a form as it is sent to a reader, with its currency."""
    return f"{currency} {typed}"


def link(form: LightForm, data: Dataset, words: Words, **changes: str | None) -> str:
    """The address of this question, with changes; None takes a code out."""
    read = not isinstance(form.amount, Misread)
    codes: dict[str, str | None] = {
        "lang": words.language,
        "sending": form.corridor.sending,
        "receiving": None if form_options.is_homeward(form.corridor) else form.corridor.receiving,
        # What was not understood travels nowhere; what was asked for still does.
        "ask": None if read or form.wants == "send" else form.wants,
        form.wants: None if isinstance(form.amount, Misread) else plain(form.amount),
        "currency": form.currency if form.wants == "send" else None,
        "pay_out": None if form.pay_out == "all" else form.pay_out,
        **_wish_codes(form),
        "set": "teaching" if data.invented else None,
        "open": TOLD if form.told_open else None,
        **_price_codes(form),
        **changes,
    }
    return "?" + "&".join(_pair(name, code) for name, code in codes.items() if code is not None)


@lru_cache(maxsize=4_096)
def _pair(name: str, code: str) -> str:
    """One code of an address: the same few stand in every link of a page."""
    return urlencode({name: code})


def full_link(form: LightForm, data: Dataset, words: Words) -> str:
    """The address of this question on the dashboard, which keeps what was told out of its own."""
    return "/" + link(form, data, words, **dict.fromkeys(_price_codes(form)))


def question_link(form: LightForm, data: Dataset, words: Words) -> str:
    """The codes of the question alone: neither what was told nor what is open."""
    return link(form, data, words, open=None, **dict.fromkeys(_price_codes(form)))


def sent_link(form: LightForm, data: Dataset, words: Words) -> str:
    """The dashboard's address of a question that its first answer's form sent, an amount that is none too."""
    typed = {form.wants: form.typed} if isinstance(form.amount, Misread) else {}
    return "/" + link(form, data, words, open=None, **dict.fromkeys(_price_codes(form)), **typed)


def market_link(form: LightForm, data: Dataset, words: Words, market: str | None) -> str:
    """The address of this question in the other set of data, where what was told means nothing."""
    return link(form, data, words, set=market, **dict.fromkeys(_price_codes(form)))


def _wish_codes(form: LightForm) -> dict[str, str | None]:
    return {
        "within": None if form.within == "any" else form.within,
        "region": None if form.region == "all" else form.region,
        "pay_in": None if form.pay_in == "any" else form.pay_in,
        "promotions": "1" if form.promotions else None,
    }


def _price_codes(form: LightForm) -> dict[str, str | None]:
    """What the reader typed beside the question."""
    return (
        ({} if form.official is None else form.official.codes)
        | ({} if form.counter is None else form.counter.codes)
        | form.reader_quote.codes
    )


def languages(form: LightForm, data: Dataset, words: Words) -> list[Shown]:
    """The languages, each with a link to this question in it."""
    return [
        {
            "code": code,
            "name": LANGUAGE_NAMES[code],
            "href": link(form, data, words, lang=code),
            "here": code == words.language,
        }
        for code in LANGUAGES
    ]


def _select(name: str, label: str, options: Mapping[str, str], chosen: str) -> Shown:
    found = tuple(options.items())
    return {"name": name, "label": label, "options": found, "markup": options_markup(found, chosen)}


def shown(form: LightForm, data: Dataset, words: Words) -> Shown:
    """The form as its template takes it."""
    corridor = form.corridor
    first = [
        _select(
            "sending",
            words("form.from"),
            {code: words.country(code) for code in form_options.sending(data, words, corridor)},
            corridor.sending,
        )
    ]
    if not form_options.is_homeward(corridor):
        receivers = form_options.receiving(data, corridor.sending, corridor)
        names = {code: form_options.receiving_name(code, words) for code in dict.fromkeys(receivers)}
        first.append(_select("receiving", words("form.to"), names, corridor.receiving))
    currencies = form_options.currencies(corridor) if form.wants == "send" else [form.currency]
    names = {code: words.currency(code) for code in currencies}
    pay_outs = {code: words(f"form.pay_out_{code}") for code in form_options.PAY_OUTS}

    def with_code(code: str, value: str) -> str:
        return link(form, data, words, **{code: value})

    amount = {
        "name": form.wants,
        "label": words(f"form.{form.wants}"),
        "typed": form.typed,
        "fault": typed_prices.fault(form.amount, form.wants, words, with_code),
    }
    rate = None if form.official is None else typed_prices.official_field(form.official, words, with_code)
    return {
        "unknown": form.unknown,
        "kept": _kept(form, data, words),
        "first": first,
        "directions": _directions(form, data, words),
        "amount": amount,
        "currency": _select("currency", words("form.currency"), names, form.currency),
        "pay_out": _select("pay_out", words("form.pay_out"), pay_outs, form.pay_out),
        "rate": rate,
        "rate_first": form.asks_rate,
        "more": words("form.more"),
        "wishes": _wishes(form, data, words, with_code),
        "told": _told(form, data, words, with_code) if form.told_open else None,
        "show": words("light.show"),
    }


def _kept(form: LightForm, data: Dataset, words: Words) -> dict[str, str]:
    """What the form carries along unseen."""
    counter = {} if form.counter is None else form.counter.codes
    unseen = {"open": TOLD, **_wish_codes(form), **counter} if form.told_open else form.reader_quote.codes
    codes = {
        "lang": words.language,
        "set": "teaching" if data.invented else None,
        WAS: was(form.currency, form.typed),
        typed_prices.SURE: None if form.official is None else form.official.codes[typed_prices.SURE],
        **unseen,
    }
    return {name: code for name, code in codes.items() if code is not None}


def _told(form: LightForm, data: Dataset, words: Words, with_code: Link) -> Shown:
    """The fields for a price that the reader was told. They stand in place of the finer wishes."""
    return {
        "title": words("told.title"),
        "how": words("told.how"),
        "name": {"label": words("told.name"), "typed": form.reader_quote.name},
        "fields": typed_prices.told_fields(form.reader_quote, words, with_code),
        "wishes": link(form, data, words, open=None),
    }


def _wishes(form: LightForm, data: Dataset, words: Words, with_code: Link) -> Shown:
    within = {code: words(f"form.within_{code}") for code in form_options.WITHIN}
    regions = {"all": words("form.region_all"), **form_options.regions(data, words)}
    pay_ins = {code: words(f"form.pay_in_{code}") for code in ("any", *PaymentInstrument)}
    counter = form.counter
    counter_typed = counter is not None and bool(counter.figure.typed.strip())
    rate_typed = form.official is not None and form.official.figure.typed and not form.asks_rate
    return {
        "lists": [
            _select("within", words("form.within"), within, form.within),
            _select("region", words("form.region"), regions, form.region),
            _select("pay_in", words("form.pay_in"), pay_ins, form.pay_in),
        ],
        "counter": None if counter is None else typed_prices.counter_field(counter, words, with_code),
        "promotions": words("form.promotions"),
        "first_only": form.promotions,
        "open": bool(rate_typed or counter_typed or any(_wish_codes(form).values())),
    }


def _directions(form: LightForm, data: Dataset, words: Words) -> list[Shown]:
    """The other amount to ask about, each as a link; none where only one can be asked."""
    if form.corridor.receives is None:
        return []
    need = {"send": None, "currency": None, "receive": plain(form_options.USUAL_NEED)}
    asked: dict[str, dict[str, str | None]] = {"send": {"receive": None, "ask": None}, "receive": need}
    return [
        {
            "label": words(f"form.ask_{code}"),
            "here": code == form.wants,
            "href": link(form, data, words, **({} if code == form.wants else asked[code])),
        }
        for code in ("send", "receive")
    ]
