"""The dashboard: load the data, choose the language, list the pages, run."""

from datetime import date
from functools import partial
from os import environ
from pathlib import Path

import streamlit as st

from channels import places
from channels.dataset import Dataset, DatasetError
from channels.entries import EntryFault, Lead
from channels.panel.imported import imported
from channels.stewards import Desk, Role, Steward, at_this_machine, signed_in
from channels.store import observations
from channels.store.faults import StoreError
from channels.stories import PriceSet
from channels.study import Imported, Study, studied
from components import inputs, state
from components.i18n import Words, words
from components.pages import faults, policymaker, recipient, sources, steward, trainer
from components.theme import page_language
from components.workbook import Imports
from server import nearby
from server.limits import Bucket
from server.settings import STEWARDS
from server.shelf import shelf, store, today

ROOT = Path(__file__).parent
SENDERS = ("az", "ru")
LEADS_A_MINUTE = 4


@st.cache_resource(max_entries=4, show_spinner=False, hash_funcs={Dataset: id, Imported: id})
def study(data: Dataset, day: date, workbook: Imported | None) -> Study:
    """The gaps of a day, reckoned once for all readers. It holds the data, so that their id stays theirs."""
    return studied(data, day, workbook)


def main() -> None:
    """Run the page that the reader asked for."""
    spoken = words(state.language())
    st.set_page_config(page_title=spoken("app.title"), page_icon=str(ROOT / "assets" / "icon.png"))
    page_language(spoken.language)
    invented = state.teaching()
    known = shelf(every=0)
    try:
        facts = known.dataset("real")
        data = known.dataset("teaching") if invented else facts
    except DatasetError as error:
        inputs.header(spoken, spoken.language)
        st.navigation(
            [st.Page(partial(faults.page, error.issues, spoken), title="Pulyolu")], position="hidden"
        ).run()
        return
    senders = tuple(words(code) for code in SENDERS)
    may_sign_in, who = stewards()

    def header() -> None:
        inputs.header(spoken, spoken.language)
        if invented:
            st.warning(spoken("teaching.banner"), icon=":material/school:")

    def compare_page() -> None:
        header()
        recipient.page(data, spoken, today(), senders=senders, facts=facts, tell=None if invented else tell)
        sources.link(spoken, evidence)
        policymaker.link(spoken, decisions)
        trainer.link(spoken, workshop)
        if who is not None:
            steward.link(spoken, desk)

    def sources_page() -> None:
        header()
        sources.page(data, spoken, today(), facts=facts, back=comparison)
        policymaker.link(spoken, decisions)

    def gaps_page() -> None:
        header()
        panel = Imports(places.var(environ) / "panel", may=who is not None and who.may(Role.PUBLISH))
        found = study(facts, today(), imported(panel.folder))
        policymaker.page(found, spoken, imports=panel, invented=invented, back=comparison, evidence=evidence)

    def workshop_page() -> None:
        try:
            taught = known.dataset("teaching")
        except DatasetError as error:
            faults.page(error.issues, spoken)
            return
        if not trainer.led():
            inputs.languages(spoken, spoken.language)
        sets = {PriceSet.EVIDENCE: facts, PriceSet.TEACHING: taught}
        trainer.page(sets, spoken, today(), store=store, places=nearby.places, back=comparison)

    def steward_page() -> None:
        header()
        desk_page(facts, who, spoken, comparison)

    comparison = st.Page(compare_page, title=spoken("app.title"), url_path="compare", default=True)
    evidence = st.Page(sources_page, title=spoken("evidence.title"), url_path="sources")
    decisions = st.Page(gaps_page, title=spoken("gaps.title"), url_path="gaps")
    workshop = st.Page(workshop_page, title=spoken("room.title"), url_path=trainer.PATH)
    desk = st.Page(steward_page, title=spoken("steward.title"), url_path="steward")
    pages = [comparison, evidence, decisions, workshop]
    chosen = st.navigation(pages + ([desk] if who is not None or may_sign_in else []), position="hidden")
    is_led = chosen.url_path == trainer.PATH and trainer.led()
    st.set_page_config(layout="wide" if is_led else "centered")
    chosen.run()


def desk_page(facts: Dataset, who: Steward | None, spoken: Words, back: st.Page) -> None:
    """The steward's page, for those who may write."""
    if who is None:
        steward.refused(spoken, signed_in=bool(st.user.is_logged_in))
        return
    try:
        engine = store()
    except StoreError as error:
        st.error(spoken(f"cli.store_{error.fault}", place=error.place))
        return
    own = steward.Desk(facts, engine, places.real(environ), places.var(environ), today(), steward.now)
    steward.page(own, who, spoken, back=back)


def stewards() -> tuple[bool, Steward | None]:
    """Whether there is a login for stewards, and who may write now.

    Without a login that is whoever sits at this machine, where the server says that nobody else reaches it.
    """
    where = Desk(environ.get(STEWARDS) or Desk.LOGIN)
    if where is Desk.NONE:
        return False, None
    secrets = st.secrets.to_dict() if st.secrets.load_if_toml_exists() else {}
    if "auth" not in secrets:
        return False, at_this_machine(where, dict(st.context.headers))
    if not st.user.is_logged_in:
        return True, None
    return True, signed_in(secrets.get("stewards", {}), st.user.email, verified=st.user.get("email_verified"))


@st.cache_resource
def leads() -> Bucket:
    """How many prices one address may send in a minute."""
    return Bucket(LEADS_A_MINUTE)


def tell(lead: Lead) -> EntryFault | None:
    """Keep a price that a reader was told for the stewards; why not, where it is not kept."""
    if leads().wait(st.context.ip_address or "here"):
        return EntryFault.FULL
    try:
        observations.tell(store(), lead, now=steward.now())
    except (StoreError, observations.Refused):
        return EntryFault.FULL
    return None


main()
