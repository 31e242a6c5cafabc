"""The dashboard: load the data, choose the language, list the pages, run."""

from datetime import timedelta
from functools import partial
from os import environ

import streamlit as st

from channels.clock import today
from channels.collect.stewards import Steward, writer
from channels.compare.history import History
from channels.dataset.dataset import Dataset, DatasetError
from channels.panel.price_history import past
from channels.pricing.routes import Transfer
from channels.records.arrivals import Arrival, ArrivalFault
from channels.records.entries import EntryFault, Lead
from components.i18n import Words, words
from components.pages import faults, own_codes
from components.pages.recipient import page as recipient
from components.pages.recipient.charts import Past
from components.pages.trainer import meeting
from components.widgets import inputs, state
from components.widgets.bar import Bar, Destination, bar
from components.widgets.theme import page_language, page_style, plain
from components.words.set_aside import set_aside
from server import desk_key
from server.data_cache import quotes_folder, shelf
from server.middleware import upload_guard
from server.secrets import known_secrets
from server.settings import desk_of

SENDERS = ("az", "ru")
# The pages that use the whole width of a laptop; the comparison has no name of its own.
WIDE = ("", "gaps", meeting.PATH)
# What a page keeps in the address for itself.
OWN = (*own_codes.SOURCES, *own_codes.POLICYMAKER, *own_codes.TRAINER, *own_codes.STEWARD)


def main() -> None:
    """Run the page that the reader asked for."""
    state.follow_address()
    spoken = words(state.language())
    st.set_page_config(page_title=spoken("app.title"))
    invented = state.teaching()
    known = shelf(every=0)
    try:
        facts = known.dataset("real")
        data = known.dataset("teaching") if invented else facts
    except DatasetError as error:
        faults_alone(error, spoken)
        return
    senders = tuple(words(code) for code in SENDERS)
    may_sign_in, who = stewards()
    upload_guard.note(may_write=who is not None)
    bars: list[Bar] = []

    def header() -> None:
        bars.append(bar(spoken))
        if invented:
            st.warning(spoken("teaching.banner"), icon=":material/school:")
        aside = set_aside(facts, spoken)
        if aside is not None:
            st.warning(plain(aside), icon=":material/error:")

    def compare_page() -> None:
        header()
        taken = recipient.Takers() if invented else recipient.Takers(tell, tell_arrival)
        recipient.page(data, spoken, today(), senders=senders, facts=facts, taken=taken, past=moved(data))

    def sources_page() -> None:
        from components.pages import sources  # noqa: PLC0415  loaded when first opened
        from server.refresh_jobs import by_itself  # noqa: PLC0415  as above

        header()
        asked = None if invented else by_itself()
        sources.page(data, spoken, today(), facts=facts, asked=asked)

    def gaps_page() -> None:
        from server.dashboard import gaps  # noqa: PLC0415  loaded when first opened

        header()
        gaps.draw(facts, data, spoken, back=comparison)

    def workshop_page() -> None:
        from server.dashboard import workshop  # noqa: PLC0415  loaded when first opened

        if not meeting.led(facts):
            bars.append(bar(spoken, teaching=False))
        workshop.draw(known, facts, spoken, back=comparison)

    def steward_page() -> None:
        from server.dashboard import desk  # noqa: PLC0415  loaded when first opened

        header()
        desk.draw(facts, who, spoken)

    comparison = st.Page(compare_page, title=spoken("app.title"), url_path="compare", default=True)
    evidence = st.Page(sources_page, title=spoken("evidence.title"), url_path="sources")
    decisions = st.Page(gaps_page, title=spoken("gaps.title"), url_path="gaps")
    workshop = st.Page(workshop_page, title=spoken("room.title"), url_path=meeting.PATH)
    desk = st.Page(steward_page, title=spoken("steward.title"), url_path="steward")
    pages = [comparison, evidence, decisions, workshop]
    chosen = st.navigation(pages + ([desk] if who is not None or may_sign_in else []), position="hidden")
    prepare(chosen, facts, spoken, of_comparison=chosen is comparison)
    chosen.run()
    for drawn in bars:
        drawn.lead_to(destinations(comparison, decisions, workshop, evidence, desk if who else None, spoken))
    state.note_fields()


def prepare(chosen: st.Page, facts: Dataset, spoken: Words, *, of_comparison: bool) -> None:
    """The title, width, style and language of the page that is about to be drawn."""
    title = chosen.title if of_comparison else f"{chosen.title} · Pulyolu"
    st.set_page_config(page_title=title, layout="wide" if chosen.url_path in WIDE else "centered")
    page_style()
    if chosen.url_path != meeting.PATH or not meeting.led(facts):
        page_language(spoken.language)


def destinations(
    comparison: st.Page,
    gaps: st.Page,
    workshop: st.Page,
    evidence: st.Page,
    desk: st.Page | None,
    spoken: Words,
) -> list[Destination]:
    """Where the bar leads, with what was chosen; to the workshop at the screen where it was left."""
    held, meeting = (
        state.address(without=OWN),
        state.address(without=(*own_codes.SOURCES, *own_codes.STEWARD)),
    )
    found = [
        Destination(comparison, spoken("bar.compare"), held),
        Destination(gaps, spoken("bar.gaps"), held),
        Destination(workshop, spoken("bar.workshop"), meeting),
        Destination(evidence, spoken("bar.sources"), held),
    ]
    return found if desk is None else [*found, Destination(desk, spoken("bar.desk"), held)]


def faults_alone(error: DatasetError, spoken: Words) -> None:
    """The only page there is while the data do not hold: what is wrong with them."""
    page_language(spoken.language)
    inputs.languages(spoken, spoken.language)
    page = st.Page(partial(faults.page, error.issues, spoken), title="Pulyolu")
    st.navigation([page], position="hidden").run()


def stewards() -> tuple[bool, Steward | None]:
    """Whether there is a login for stewards, and who may write now."""
    hosts = st.get_option("server.allowedHosts")
    where = desk_of(environ, address=st.get_option("server.address"), hosts=hosts)
    host, has_key = st.context.headers.get("host") or "", desk_key.is_known(st.context.cookies)
    return writer(where, known_secrets(), st.user.to_dict(), host, has_key=has_key)


def moved(data: Dataset) -> Past:
    """What looks up how the prices of an amount have moved until today."""

    def look_up(transfer: Transfer, days: int) -> History:
        since = today() - timedelta(days=days)
        return past(data, transfer, quotes_folder(), since, today(), week=days == recipient.A_WEEK)

    return look_up


def tell(lead: Lead) -> EntryFault | None:
    """Keep a price that a reader was told for the stewards; why not, where it is not kept."""
    from server import reader_quotes  # noqa: PLC0415  the store: loaded only when used

    return reader_quotes.tell(lead, st.context.ip_address or reader_quotes.HERE)


def tell_arrival(arrival: Arrival) -> ArrivalFault | None:
    """Keep a reader's report of what arrived for the stewards; why not, where it is not kept."""
    from server import arrivals, reader_quotes  # noqa: PLC0415  the store: loaded only when used

    return arrivals.tell(arrival, st.context.ip_address or reader_quotes.HERE)


main()
