"""The name of a request's route, of a list known at the start: nothing that a reader wrote is in it."""

import re
from collections.abc import Iterable, Iterator

from starlette.routing import BaseRoute, compile_path

OTHER = "other"
"""The one name of all paths that are on no list."""
STREAMLITS = (
    "/", "/compare", "/gaps", "/workshop", "/sources", "/steward",
    "/static/{path:path}", "/media/{file_id:path}", "/component/{path:path}",
    "/_stcore/health", "/_stcore/host-config", "/_stcore/stream",
    "/_stcore/upload_file/{session_id}/{file_id}", "/_stcore/bidi-components/{path:path}",
    "/auth/login", "/auth/logout", "/oauth2callback",
)  # fmt: skip
"""The dashboard's pages, and what Streamlit answers beside them."""


class RouteNames:
    """Finds a path's route, such as `/v/{code}`; a path that is of none is `other`."""

    def __init__(self, templates: Iterable[str]) -> None:
        known = list(dict.fromkeys(templates))
        self._plain = frozenset(one for one in known if "{" not in one)
        self._patterns: list[tuple[re.Pattern[str], str]] = [
            (compile_path(one)[0], one) for one in known if "{" in one
        ]

    def of(self, path: str) -> str:
        """The name of a path's route."""
        if path in self._plain:
            return path
        return next((name for pattern, name in self._patterns if pattern.match(path)), OTHER)


def templates(routes: Iterable[BaseRoute], before: str = "") -> Iterator[str]:
    """The path of every route as it is written, those of mounted ones with what they are mounted at."""
    for route in routes:
        path = before + str(getattr(route, "path", ""))
        mounted = getattr(route, "routes", None)
        if mounted:
            yield from templates(mounted, path)
        else:
            yield path
