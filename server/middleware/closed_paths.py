"""Streamlit's own addresses that no reader needs: who is here, and a door for programs."""

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

CLOSED = ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent")


class ClosedPaths:
    """Answers as if there were nothing."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, or say that nothing is there."""
        if scope["type"] == "http" and f"{scope['path']}/".startswith(tuple(f"{path}/" for path in CLOSED)):
            await PlainTextResponse("Not Found", 404)(scope, receive, send)
            return
        await self._app(scope, receive, send)
