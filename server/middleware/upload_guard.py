"""Files are taken from stewards alone: anybody else's would fill the server's memory and go nowhere."""

from collections import OrderedDict

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime.scriptrunner import get_script_run_ctx

PATH = "/_stcore/upload_file/"
"""Where Streamlit takes files, with the session behind it. Any page's session would do for it."""
MOST = 1_000
_sessions: OrderedDict[str, None] = OrderedDict()


def note(*, may_write: bool) -> None:
    """Put down whether the reader of this page may send files."""
    found = get_script_run_ctx()
    if found is None:
        return
    _sessions.pop(found.session_id, None)
    if may_write:
        _sessions[found.session_id] = None
        if len(_sessions) > MOST:
            _sessions.popitem(last=False)


class Uploads:
    """Turns away every file that does not come from a steward's page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or turn away before a byte of the file is read."""
        if scope["type"] == "http" and scope["method"] == "PUT" and scope["path"].startswith(PATH):
            session = scope["path"].removeprefix(PATH).partition("/")[0]
            if session not in _sessions:
                await PlainTextResponse("Forbidden", status_code=403)(scope, receive, send)
                return
        await self._app(scope, receive, send)
