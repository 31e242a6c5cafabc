"""Actions of the steward's page that write: each done once, and its result shown."""

from collections.abc import Callable

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from channels.dataset.dataset import DatasetError
from channels.store import price_entries as store
from channels.store import receipts
from channels.store.faults import StoreError
from components.i18n import Words
from components.widgets import completed_actions
from components.widgets.theme import plain


def button(label: str, action: str, *, disabled: bool = False) -> bool:
    """Whether the button of an action was pressed.

    A press that comes when the button is gone, since somebody else was faster, is said by the page.
    """
    pressed = st.button(
        label, key=action, disabled=disabled, on_click=completed_actions.press, args=(action,)
    )  # fmt: skip
    if pressed:
        completed_actions.answer(action)
    return pressed


def act(action: str, work: Callable[[], str], words: Words) -> None:
    """Do something that writes, once for the key of its button, and show the page anew with what was done.

    Where it fails, the reader sees why, and the page stays as it is.
    """
    try:
        with st.spinner(words("steward.writing")):
            completed_actions.once(action, work)
    except store.StepRefused as error:
        st.error(words(f"entry_fault.{error.fault}"), icon=":material/block:")
    except receipts.BadReceipt as error:
        st.error(words(f"receipt_fault.{error.code}"), icon=":material/block:")
    except DatasetError as error:
        lines = [f"{issue.where}: {words.fault(issue.code, issue.note)}" for issue in error.issues[:5]]
        st.error(plain(words("steward.faulty", faults=" ".join(lines))), icon=":material/block:")
    except StoreError as error:
        st.error(plain(words(f"cli.store_{error.fault}", place=error.place)), icon=":material/block:")
    except OSError:
        st.error(words("steward.disk"), icon=":material/block:")
    except SQLAlchemyError:
        st.error(words("steward.no_answer"), icon=":material/block:")
    else:
        st.rerun()
