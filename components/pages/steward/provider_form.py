"""The form for what a steward found of one provider: its licence, or whether it works."""

from functools import partial

import streamlit as st
from pydantic import ValidationError

from channels.collect.provider_checks import CheckKind, home_services, outweighed, register
from channels.collect.rounds import OWN
from channels.records.base import ANY
from channels.records.provider_checks import FOUND_LICENCES, FOUND_STATUSES, ProviderCheck
from channels.records.providers import Provider
from channels.store import provider_checks
from channels.terms import HOME, Confidence, Licence, Status
from components.i18n import Words
from components.pages.steward.actions import act
from components.pages.steward.desk import Desk
from components.widgets import completed_actions, fields
from components.widgets.theme import main_label, plain
from components.words import provider_checks as check_words

WHOLE, EVERYWHERE = "whole", "everywhere"
NEAR = (Confidence.PRIMARY, Confidence.SECONDARY, Confidence.WEAK)
LONGEST = 300
HALF, DAY = 334, 160
"""Widths in pixels by which questions stand side by side on a desk and one under another on a phone."""


def form(desk: Desk, provider: Provider, name: str, words: Words) -> None:
    """The questions and the button that hands in what was found; nothing is written without a name."""
    number = completed_actions.form("found")
    key, action = f"found{number}.{provider.id}.", f"found.{number}"
    kind = CheckKind(
        fields.pick(
            words("provider_check.what"), key + "what", [*CheckKind],
            lambda code: words(f"provider_check.what_{code}"), default=CheckKind.LICENCE, width=HALF,
        )
    )  # fmt: skip
    values = _licence(key, desk, words) if kind is CheckKind.LICENCE else _status(key, desk, provider, words)
    values |= _source(key, kind, desk, provider, words)
    if st.button(main_label(words("steward.save")), key=action, disabled=not name):
        made = _made({"provider": provider.id, **values})
        if made is None:
            st.error(words("provider_check.missing"), icon=":material/edit:")
            return
        later = outweighed(desk.data, made, desk.today)
        if later is not None:
            st.error(plain(check_words.later_word(later, words)), icon=":material/edit:")
            return
        act(action, partial(_save, desk, made, name, words), words)


def _licence(key: str, desk: Desk, words: Words) -> dict[str, object]:
    with st.container(horizontal=True, gap="xsmall"):
        found = fields.pick(
            words("provider_check.found"), key + "licence", [*FOUND_LICENCES],
            lambda code: words(f"provider_check.found_{code}"), default=Licence.LICENSED, width=HALF,
        )  # fmt: skip
        looked = fields.day(words("provider_check.looked"), key + "looked", desk.today, width=DAY)
    number = None
    if found == Licence.LICENSED:
        number = fields.text(words("provider_check.number"), key + "number", most=80, width=HALF) or None
    return {"licence": found, "number": number, "day": looked, "looked": looked}


def _status(key: str, desk: Desk, provider: Provider, words: Words) -> dict[str, object]:
    services = [service.id for service in home_services(provider)]
    ends = {end for s in home_services(provider) for way in s.corridors for end in way.split("-")}
    countries = sorted(ends - {HOME, ANY})
    with st.container(horizontal=True, gap="xsmall"):
        found = fields.pick(
            words("provider_check.found"), key + "status", [*FOUND_STATUSES],
            lambda code: words(f"provider_check.found_{code}"), default=Status.OPERATING, width=HALF,
        )  # fmt: skip
        label = "worked_on" if found == Status.OPERATING else "since"
        day = fields.day(words(f"provider_check.{label}"), key + "day", desk.today, width=DAY)
        looked = fields.day(words("provider_check.looked"), key + "looked", desk.today, width=DAY)
    with st.container(horizontal=True, gap="xsmall"):
        service = fields.pick(
            words("provider_check.of"), key + "service", [WHOLE, *services],
            lambda code: _service(code, provider, words), default=WHOLE, width=HALF,
        )  # fmt: skip
        country = fields.pick(
            words("provider_check.country"), key + "country", [EVERYWHERE, *countries],
            lambda code: words("provider_check.everywhere") if code == EVERYWHERE else words.country(code),
            default=EVERYWHERE, width=HALF,
        )  # fmt: skip
    return {
        "status": found, "day": day, "looked": looked,
        "service": None if service == WHOLE else service,
        "country": None if country == EVERYWHERE else country,
    }  # fmt: skip


def _service(code: str, provider: Provider, words: Words) -> str:
    if code == WHOLE:
        return words("provider_check.whole")
    return check_words.service_name(provider, code, words)


def _source(
    key: str, kind: CheckKind, desk: Desk, provider: Provider, words: Words
) -> dict[str, object]:  # fmt: skip
    """Who says so: for a licence the register stands there already, where the data knows one.

    Its title does only where a steward gave it: the data's own may say that nobody has read it yet.
    """
    known = register(desk.data, provider) if kind is CheckKind.LICENCE else None
    starts = ("", "", "")
    if known is not None:
        starts = (known.title if OWN.fullmatch(known.id) else "", known.publisher, known.url or "")
    title, publisher, url = (
        fields.field(words(f"provider_check.{name}"), f"{key}{kind}.{name}", start, max_chars=LONGEST)
        for name, start in zip(("title", "publisher", "url"), starts, strict=True)
    )
    near = str(Confidence.PRIMARY)
    if kind is CheckKind.STATUS:
        near = fields.pick(
            words("provider_check.near"), key + "near", [*NEAR],
            lambda code: words(f"evidence.confidence_{code}"), default=Confidence.PRIMARY, width=HALF,
        )  # fmt: skip
    return {"title": title, "publisher": publisher, "url": url, "confidence": near}


def _made(values: dict[str, object]) -> ProviderCheck | None:
    """The check; None where something is missing or makes no sense."""
    try:
        return ProviderCheck.model_validate(values)
    except ValidationError:
        return None


def _save(desk: Desk, made: ProviderCheck, name: str, words: Words) -> str:
    provider_checks.add(desk.engine, made, by=name, now=desk.now())
    return words("provider_check.saved")
