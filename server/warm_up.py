"""What the first visitor after a start would wait for is loaded before: the data, the words, the page."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module

import anyio
from anyio import to_thread

from channels.dataset.dataset import DatasetError
from components.i18n import LANGUAGES, words
from server.data_cache import DataCache

CODE = ("components.pages.recipient.page", "streamlit.emojis")
"""The page that most visitors open, and what Streamlit loads for labels with letters such as ə or ы."""
LOG = logging.getLogger(__name__)


def warm(data: DataCache) -> None:
    """Load it now. Data that do not hold are told by every page."""
    for code in LANGUAGES:
        words(code)
    try:
        data.dataset("real")
    except DatasetError:
        LOG.debug("the data do not hold")
    for module in CODE:
        import_module(module)


@asynccontextmanager
async def warming(data: DataCache) -> AsyncIterator[None]:
    """Load it in a thread of its own while the server already answers."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(to_thread.run_sync, warm, data)
        yield
