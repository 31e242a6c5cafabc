"""No line in any log for what a reader asked: addresses hold amounts and countries."""

import logging


def quiet() -> None:
    """Drop uvicorn's lines for requests and websockets, also when its handlers are set up again later.

    `access_log=False` is not enough: Streamlit gives uvicorn's loggers new handlers when it starts.
    """
    logging.getLogger("uvicorn.access").addFilter(_nothing)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.asgi"):
        logging.getLogger(name).addFilter(_only_faults)


def _nothing(_record: logging.LogRecord) -> bool:
    return False


def _only_faults(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING
