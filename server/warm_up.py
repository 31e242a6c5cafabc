"""What the first visitor after a start would wait for is loaded before: data, words, page, first answer."""

import inspect
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

import anyio
from anyio import to_thread

from channels.clock import today
from channels.dataset.dataset import DatasetError
from channels.records.base import Record
from components.i18n import LANGUAGES, words
from components.light import first_answer
from server.data_cache import DataCache

CODE = (
    "components.pages.recipient.page",
    "components.pages.trainer.meeting",
    "components.widgets.bar",
    "streamlit.emojis",
    "streamlit.material_icon_names",
    "streamlit.runtime.scriptrunner.magic_funcs",
)
"""The page that most visitors open with what stands around it, and what Streamlit loads when it first draws:
its list of emojis for labels with letters such as ə or ы, and that of symbols."""
LOG = logging.getLogger(__name__)


def warm(data: DataCache) -> None:
    """Load what the first visitor needs. Data that do not hold are told by every page."""
    for code in LANGUAGES:
        words(code)
    try:
        facts = data.dataset("real")
        for code in LANGUAGES:
            first_answer.markup({}, facts, words(code), today(), facts=facts)
    except DatasetError:
        LOG.debug("the data do not hold")
    for module in CODE:
        import_module(module)
    # Streamlit asks where it first draws who called it: Python looks through every module, and remembers.
    inspect.stack()


def settle(data: DataCache) -> None:
    """Do what no visitor waits for: keep the data for the next start, build what checks records."""
    try:
        data.keep("real")
    except DatasetError:
        LOG.debug("the data do not hold")
    _build(Record)


def _build(record: type[Record]) -> None:
    """Build what checks the records of a kind and of its kinds: here, not in two readers' threads at once."""
    record.model_rebuild()
    for kind in record.__subclasses__():
        _build(kind)


@asynccontextmanager
async def warming(data: DataCache) -> AsyncIterator[None]:
    """Load it before the server answers, half a second; the rest in a thread of its own while it answers.

    A visitor who came meanwhile would wait longer: for the same, and for the other thread.
    """
    await to_thread.run_sync(warm, data)
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(to_thread.run_sync, settle, data)
        yield
