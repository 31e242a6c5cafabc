"""The form of the recipient's page: widgets that return domain values."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from channels.amounts import MONEY_PLACES, AmountFault, Misread
from channels.compare.door_to_door import MOST_MINUTES, Visit
from channels.compare.usual_amount import first_amount
from channels.dataset.dataset import Dataset
from channels.pricing.informal import AskedPrice
from channels.pricing.reader_quote import ReaderQuote
from channels.pricing.routes import Transfer
from channels.records.base import Corridor
from channels.records.observations import Rate
from channels.terms import DisbursementMethod, PaymentInstrument
from components.i18n import LANGUAGES, Words
from components.widgets import choices, fields, linked_codes, remembered, state
from components.widgets.theme import plain
from components.words import form_options
from components.words.form_options import PAY_OUTS, USUAL_NEED, WITHIN
from components.words.offers import rate_unit
from components.words.official_rates import asked_back

MOST_TOLD = 4
RATE_PLACES = 6


@dataclass(frozen=True, slots=True)
class AskedTransfer:
    """What the reader asks, and the data with the official rate that the reader typed, if any."""

    transfer: Transfer
    data: Dataset


def languages(words: Words, default_language: str) -> None:
    """The choice of language."""
    choices.choose(
        words("header.language"),
        "lang",
        LANGUAGES,
        str,
        default=default_language,
        widget=st.segmented_control,
        always=True,
        required=True,
        label_visibility="collapsed",
    )


def question(
    data: Dataset, words: Words, today: date, *, rate_place: DeltaGenerator | None = None
) -> AskedTransfer | None:
    """The transfer that the form describes; None while an amount cannot be read, which the form then says.

    The field for today's official rate stands in `rate_place` where the known one is too old, else
    among the finer wishes.
    """
    linked_codes.settle(data, words)
    unknown = st.container()
    top, second, third = (
        st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"),
        st.container(),
        st.container(horizontal=True, vertical_alignment="center", gap="small"),
    )
    named = form_options.linked(data, state.asked("sending"), state.asked("receiving"))
    with top:
        sending = _sending(data, words, named)
    receivers = form_options.receiving(data, sending, named)
    receiving = receivers[0]
    if receivers != [form_options.HOME]:
        with st.container(horizontal=True), top:
            receiving = _receiving(receivers, words)
    corridor = data.corridor(sending, receiving)
    assert corridor is not None
    with third:
        wants = _direction(corridor, words)
    with top:
        amount, currency = _amount(data, corridor, words, today, receive=wants == "receive")
    linked_codes.say(unknown, (sending, receiving, currency), words)
    held = currency if wants == "send" else corridor.sends
    with third, st.popover(words("form.more"), icon=":material/tune:"):
        wishes = _wishes(data, words)
        beside_told = rate_place if form_options.is_stale(data, corridor, held, today) else None
        with beside_told or st.container():
            official = _official(data, corridor, held, words, today)
    data = data if official is None else data.with_rate(official)
    with second:
        pay_out = _pay_out(words)
    if isinstance(amount, Misread):
        misread(amount, words, retry=_retry(wants, currency, words))
        return None
    transfer = Transfer(
        corridor=corridor,
        currency=held,
        send=amount if wants == "send" else None,
        receive=amount if wants == "receive" else None,
        pay_in=wishes.pay_in,
        pay_out=pay_out,
        within=wishes.within,
        region=wishes.region,
        promotions=wishes.promotions,
    )
    return AskedTransfer(transfer, data)


def _retry(wants: str, currency: str, words: Words) -> Callable[[Decimal], None]:
    def settle(choice: Decimal) -> None:
        choices.settle(wants, currency, words.language, words.field(choice))

    return settle


def misread(
    found: Misread,
    words: Words,
    *,
    retry: Callable[[Decimal], None] | None = None,
    where: str = "amount",
    places: int = MONEY_PLACES,
) -> None:
    """Say why an amount was not read, and offer the readings of so many decimals between which to choose."""
    if found.fault is AmountFault.AMBIGUOUS and retry is not None:
        st.warning(words("amount.ambiguous"), icon=":material/help:")
        with st.container(horizontal=True):
            for choice in found.payable(places):
                st.button(words.number(choice), key=f"meant.{where}.{choice}", on_click=retry, args=(choice,))
        return
    st.warning(words(f"amount.{found.fault}"), icon=":material/edit:")


def _sending(data: Dataset, words: Words, named: Corridor | None) -> str:
    codes = form_options.sending(data, words, named)
    return choices.choose(words("form.from"), "sending", codes, words.country, default=codes[0], width=142)


def _receiving(codes: list[str], words: Words) -> str:
    def wording(code: str) -> str:
        return form_options.receiving_name(code, words)

    return choices.choose(words("form.to"), "receiving", codes, wording, default=codes[0], width=200)


def _direction(corridor: Corridor, words: Words) -> str:
    options = ("send",) if corridor.receives is None else ("send", "receive")
    default = "receive" if state.asked("receive") is not None and len(options) > 1 else "send"
    return choices.choose(
        words("form.direction"),
        "ask",
        options,
        lambda code: words(f"form.ask_{code}"),
        default=default,
        widget=st.segmented_control,
        required=True,
        label_visibility="collapsed",
    )


def _amount(
    data: Dataset, corridor: Corridor, words: Words, today: date, *, receive: bool
) -> tuple[Decimal | Misread, str]:
    key = "receive" if receive else "send"
    state.put("send" if receive else "receive", None)
    if receive:
        assert corridor.receives is not None
        currencies: list[str] = [corridor.receives]
    else:
        currencies = form_options.currencies(corridor)
    choices.forget_when_changed("currency", corridor.key)
    shown = st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", width="content")
    with shown:
        field = st.container(width=94)
        currency = choices.choose(
            words("form.currency"),
            "currency" if not receive else "receive_currency",
            currencies,
            words.currency,
            default=currencies[0],
            width=102,
        )
        default = USUAL_NEED if receive else first_amount(data, currency, today)
        with field:
            read = choices.amount(
                words(f"form.{key}"), key, words, unit=currency, default=default, currency=currency
            )
    if receive and isinstance(read, Misread):
        # The amount leaves the address, but not what it was asked for.
        state.put("ask", "receive")
    return read, currency


def _pay_out(words: Words) -> DisbursementMethod | None:
    code = choices.choose(
        words("form.pay_out"),
        "pay_out",
        PAY_OUTS,
        lambda c: words(f"form.pay_out_{c}"),
        default="all",
        widget=st.pills,
        required=True,
        label_visibility="collapsed",
    )
    return None if code == "all" else DisbursementMethod(code)


@dataclass(frozen=True, slots=True)
class _Wishes:
    within: int | None
    region: str | None
    pay_in: PaymentInstrument | None
    promotions: bool


def _wishes(data: Dataset, words: Words) -> _Wishes:
    within = choices.choose(
        words("form.within"), "within", list(WITHIN), lambda c: words(f"form.within_{c}"), default="any"
    )
    names = form_options.regions(data, words)
    region = choices.choose(
        words("form.region"),
        "region",
        ["all", *names],
        lambda c: names.get(c, words("form.region_all")),
        default="all",
    )
    pay_in = choices.choose(
        words("form.pay_in"),
        "pay_in",
        ["any", *(p.value for p in PaymentInstrument)],
        lambda c: words(f"form.pay_in_{c}"),
        default="any",
    )
    return _Wishes(
        WITHIN[within],
        None if region == "all" else region,
        None if pay_in == "any" else PaymentInstrument(pay_in),
        choices.switch(words("form.promotions"), "promotions"),
    )


def _official(data: Dataset, corridor: Corridor, held: str, words: Words, today: date) -> Rate | None:
    """Today's official rate as the reader types it; None where none is asked for or it cannot be read.

    The browser remembers it for the day.
    """
    currency = form_options.official_currency(data, corridor, held)
    if currency is None:
        return None
    unit = rate_unit(currency)
    kept = remembered.rate(currency, today, remembered.cookies())
    if kept is not None and not (state.cleared() or state.noted(f"rate.{currency}")):
        fields.refilling(f"rate.{currency}", words, RATE_PLACES)(kept)
        state.note(f"rate.{currency}", kept)
    label = words("rate.ask", units=words.money(Decimal(unit), currency, whole=True))
    read = fields.figure(
        label, f"rate.{currency}", words, places=RATE_PLACES, placeholder=words("rate.placeholder")
    )
    if isinstance(read, Misread):
        if read.fault is not AmountFault.EMPTY:
            retry = fields.refilling(f"rate.{currency}", words, RATE_PLACES)
            misread(read, words, retry=retry, where="rate", places=RATE_PLACES)
        elif kept is not None:
            st.markdown(remembered.rate_picture(currency, None))
        return None
    rate = form_options.typed_rate(read, unit, currency, data, today)
    if isinstance(rate, Rate):
        st.caption(f"{plain(words('rate.remembered'))} {remembered.rate_picture(currency, read)}")
        return rate
    st.warning(plain(asked_back(rate, unit, words)), icon=":material/help:")
    if not fields.tick(words("rate.sure"), f"rate.{currency}.sure.{read.normalize():f}"):
        return None
    sure = form_options.typed_rate(read, unit, currency, data, today, sure=True)
    return sure if isinstance(sure, Rate) else None


def told(question: AskedTransfer, words: Words) -> list[ReaderQuote]:
    """The prices that the reader was told, one to four, as far as they can be read."""
    found = []
    transfer = question.transfer
    shown = state.count("told_rows", 1, MOST_TOLD)
    for number in range(1, shown + 1):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
            row = _told_row(number, transfer, words)
        if row is not None:
            found.append(row)
    if shown < MOST_TOLD:
        st.button(
            words("told.another"), icon=":material/add:", type="tertiary", on_click=state.more,
            args=("told_rows", MOST_TOLD),
        )  # fmt: skip
    return found


def _told_row(number: int, transfer: Transfer, words: Words) -> ReaderQuote | None:
    unit = rate_unit(transfer.currency)
    home = transfer.corridor.receives or transfer.currency
    name = fields.text(words("told.name"), f"told.{number}.name", placeholder=words("told.name_hint"))
    fee = fields.figure(
        words("told.fee", currency=words.currency(transfer.currency)),
        f"told.{number}.fee", words, places=2, zero=True, currency=transfer.currency, width=156,
        placeholder=words("told.empty"),
    )  # fmt: skip
    rate = fields.figure(
        words("told.rate", units=words.money(Decimal(unit), transfer.currency, whole=True)),
        f"told.{number}.rate", words, places=RATE_PLACES, width=156, placeholder=words("told.empty"),
    )  # fmt: skip
    received = fields.figure(
        words("told.received", currency=words.currency(home)),
        f"told.{number}.received", words, places=2, currency=home, width=156, placeholder=words("told.empty"),
    )  # fmt: skip
    places = {"fee": MONEY_PLACES, "rate": RATE_PLACES, "received": MONEY_PLACES}
    parts: dict[str, Decimal] = {}
    for label, read in (("fee", fee), ("rate", rate), ("received", received)):
        if isinstance(read, Decimal):
            parts[label] = read / unit if label == "rate" else read
        elif read.fault is not AmountFault.EMPTY:
            misread(
                read,
                words,
                retry=fields.refilling(f"told.{number}.{label}", words, places[label]),
                where=f"told.{number}.{label}",
                places=places[label],
            )
    if not parts:
        return None
    return ReaderQuote(name=name or words("told.nameless", number=number), **parts)


def asked_price(words: Words, currency: str) -> AskedPrice | None:
    """The price that an unlicensed service asked of the reader, in money or with a percent sign."""
    typed = fields.text(
        words("informal.asked", currency=words.currency(currency)),
        "asked",
        placeholder=words("informal.asked_hint"),
    )
    percent = typed.endswith("%")
    read = words.amount(typed.removesuffix("%"), currency=currency, places=2)
    if isinstance(read, Misread):
        if typed:
            misread(read, words)
        return None
    if percent:
        if read >= 100:
            st.warning(words("amount.percent"), icon=":material/edit:")
            return None
        return AskedPrice(percent=read)
    return AskedPrice(amount=read)


def visit(words: Words, currency: str) -> Visit | None:
    """What one visit to the counter takes; None while nothing is typed. It stays out of the address.

    A figure that cannot be read is said, and counts as not typed.
    """
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        asked = {
            "fare": (words("door.fare", currency=words.currency(currency)), 2),
            "travel": (words("door.travel"), 0),
            "waiting": (words("door.waiting"), 0),
        }
        read = {
            name: fields.figure(
                label, f"door.{name}", words, places=places, zero=True, width=156,
                placeholder=words("told.empty"),
            )
            for name, (label, places) in asked.items()
        }  # fmt: skip
    typed: dict[str, Decimal] = {}
    for name, figure in read.items():
        if isinstance(figure, Decimal) and name != "fare" and figure > MOST_MINUTES:
            misread(Misread(AmountFault.TOO_LARGE), words)
        elif isinstance(figure, Decimal):
            typed[name] = figure
        elif figure.fault is not AmountFault.EMPTY:
            misread(figure, words, retry=fields.refilling(f"door.{name}", words), where=f"door.{name}")
    if not typed:
        return None
    return Visit(
        typed.get("fare", Decimal(0)),
        int(typed.get("travel", Decimal(0))),
        int(typed.get("waiting", Decimal(0))),
    )
