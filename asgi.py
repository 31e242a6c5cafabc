"""The server around the dashboard: the light page, the phones' page, the JSON route, careful headers."""

import sys
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from logging import WARNING
from os import environ
from pathlib import Path
from threading import Timer

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.routing import Mount, Route
from streamlit import config
from streamlit.starlette import App
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from channels.clock import today
from channels.collect.stewards import DeskAccess
from channels.dataset.dataset import DatasetError
from channels.readers.workbooks import LARGEST_FILE
from channels.records.stories import PriceSet
from channels.workshop.room import Ballot, Room
from components.i18n import LANGUAGES, Words, words
from components.widgets import state
from components.widgets.remembered import PATH as REMEMBER
from components.widgets.theme import MOUSE_SCRIPT, focus_script, language_script
from components.words.links import ARRIVALS_PATH, FEED_PATH, KEPT_PATH, LIGHT_PATH
from components.workshop import invitation
from components.workshop.phone_page import PATH as PHONES_PATH
from components.workshop.phone_page import Asked, BallotQuestion
from server import desk_key, log_lines, script_faults
from server.arrivals import tell as tell_arrival
from server.connections import limits
from server.data_cache import DataCache, quotes_folder, shelf, store
from server.metrics import Measures
from server.middleware.access_log import quiet
from server.middleware.closed_paths import ClosedPaths
from server.middleware.compression import Packing, shipped
from server.middleware.measured import Measured
from server.middleware.open_sockets import OpenSockets
from server.middleware.presenter_cookie import Presenting
from server.middleware.rate_limit import Bucket
from server.middleware.security_headers import Guard, HostCheck, dashboard_policy
from server.middleware.small_files import small_files
from server.middleware.upload_guard import Uploads
from server.reader_quotes import tell
from server.refresh_worker import asking
from server.route_names import STREAMLITS, RouteNames, templates
from server.routes import connecting, lost_connection
from server.routes.api import api
from server.routes.arrivals import arrivals
from server.routes.desk import desk
from server.routes.feed import feeds
from server.routes.first_answer import answering, sent_question
from server.routes.health import healthy
from server.routes.kept import FAVICON, kept
from server.routes.light_page import light_page
from server.routes.loading_screen import INDEX_SCRIPT, Front, Ours, not_found
from server.routes.metrics import PATH as METRICS
from server.routes.metrics import metrics
from server.routes.phone_pages import Store, phones, tidied
from server.routes.ready import PATH as READY
from server.routes.ready import ready
from server.routes.remember import remember
from server.secrets import known_secrets
from server.settings import ADDRESS, EVERYWHERE, BadSetting, Settings, desk_of
from server.startup_checks import hitches
from server.warm_up import warming

ROOT = Path(__file__).resolve().parent
HEALTH = "/healthz"
API = "/api/v1"
OURS = (
    HEALTH,
    READY,
    METRICS,
    LIGHT_PATH,
    KEPT_PATH,
    FAVICON,
    API,
    FEED_PATH,
    PHONES_PATH,
    REMEMBER,
    desk_key.PATH,
)
"""What this project answers itself."""
PAGES_OF_DASHBOARD = frozenset({"/", "/compare", "/gaps", "/workshop", "/sources", "/steward"})
"""The names under which the dashboard has a page."""
PHONES = 30
"""Phones that one address stands for: a whole room shares a hotspot, and each asks every few seconds."""
PAGES = 4
"""Times as many light pages as questions to the JSON route: readers of a mobile operator share an address."""
LARGE = {
    "baseFontSize": 28,
    "headingFontSizes": ["1.35rem", "1.3rem", "1.15rem"],
    "paddingTop": "0rem",
    "paddingBottom": "0rem",
}
"""The theme on a projector: nothing that is an answer is smaller than 28 pixels."""
OPENED_AFTER = 1.5
"""Seconds until the server surely listens."""


def server(settings: Settings, data: DataCache, votes: Store) -> App:
    """The dashboard with everything around it."""

    @asynccontextmanager
    async def lasting(_app: App) -> AsyncIterator[None]:
        # Streamlit has made its own loggers by now.
        quiet()
        if settings.json_lines:
            log_lines.begin()
        async with tidied(votes), asking(settings.refresh), warming(data):
            yield

    measures = Measures(data, votes)
    measures.watch_store()
    own = ours(settings, data, votes, measures)
    first = answering(data, Bucket(settings.a_minute * PAGES))
    focus = (focus_script(place) for place in state.FOCUSED)
    languages = (language_script(code) for code in LANGUAGES)
    scripts = [INDEX_SCRIPT, connecting.script(), lost_connection.script(), MOUSE_SCRIPT, *languages, *focus]
    around = [
        Middleware(Guard, policy=dashboard_policy(scripts)),
        _hosts(settings),
        Middleware(ClosedPaths),
        Middleware(OpenSockets, a_minute=settings.a_minute),
        Middleware(Uploads),
        Middleware(Packing, names=shipped(), small=small_files()),
        Middleware(Ours, ours=own, names=OURS),
        Middleware(Presenting, everywhere=settings.workshop),
        Middleware(Front, pages=PAGES_OF_DASHBOARD, answer=first, sent=sent_question(data)),
    ]
    if settings.proxies:
        around.insert(0, Middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.proxies)))
    names = RouteNames((*templates(own.routes), *STREAMLITS))
    around.insert(0, Middleware(Measured, tally=measures, name=names.of))
    return App(ROOT / "app.py", lifespan=lasting, middleware=around, on_script_error=script_faults.told)


def _hosts(settings: Settings) -> Middleware:
    if settings.workshop:
        return Middleware(HostCheck, names=settings.hosts)
    return Middleware(TrustedHostMiddleware, allowed_hosts=list(settings.hosts), www_redirect=False)


def enlarge() -> None:
    """Large letters, to be read from the last row. Streamlit asks for them before it serves."""
    for name, value in LARGE.items():
        config.set_option(f"theme.{name}", value)


def tell_streamlit(settings: Settings) -> None:
    """Tell Streamlit where we listen, by which names, and for whom the steward's page exists.

    Its own guard holds its websocket to the names too, and the dashboard looks there.
    """
    config.set_option("server.address", settings.address)
    if not settings.workshop:
        # Phones call a workshop by a number that nobody knows before.
        config.set_option("server.allowedHosts", [name.strip("[]") for name in settings.hosts])


def take_files(settings: Settings, where: DeskAccess) -> None:
    """Let files be sent as large as the server's keeper says, and a workbook where no stranger can."""
    largest = settings.uploads or (LARGEST_FILE // 2**20 if where is DeskAccess.HERE else None)
    if largest is not None:
        config.set_option("server.maxUploadSize", largest)


def ours(settings: Settings, data: DataCache, votes: Store, measures: Measures) -> Starlette:
    """What is not Streamlit's: the light page, the phones' page, the JSON route, what a browser keeps."""
    light = light_page(data, tell, Bucket(settings.a_minute * PAGES))
    return Starlette(
        routes=[
            Route(HEALTH, healthy(data)),
            Route(READY, ready(data, votes)),
            Route(METRICS, metrics(measures, settings.metrics_token)),
            Route(REMEMBER, remember),
            Route(f"{desk_key.PATH}/{{key}}", desk),
            Route(LIGHT_PATH, light, methods=["GET", "POST"]),
            Route(ARRIVALS_PATH, arrivals(data, tell_arrival), methods=["GET", "POST"]),
            *kept(data, Bucket(settings.a_minute * PAGES)),
            Mount(API, api(data.dataset, today, Bucket(settings.a_minute))),
            Route(f"{FEED_PATH}/{{name}}", feeds(data, store, quotes_folder, Bucket(settings.a_minute))),
            *phones(votes, Bucket(settings.a_minute * PHONES), asked(data)),
        ],
        exception_handlers={404: not_found},
    )


def asked(data: DataCache) -> Asked:
    """The words of what a room is asked, out of the evidence; without it the screen has them."""

    def words_of(room: Room, ballot: Ballot, spoken: Words) -> BallotQuestion | None:
        try:
            sets = {PriceSet.EVIDENCE: data.dataset("real"), PriceSet.TEACHING: data.dataset("teaching")}
            return invitation.asked(room, ballot, sets, today(), spoken)
        except DatasetError:
            return None

    return words_of


def main() -> None:
    """Serve until stopped, and open the page where there is a browser."""
    try:
        settings = Settings.of(environ)
    except BadSetting as fault:
        print(f"Pulyolu: {fault}", file=sys.stderr)
        raise SystemExit(2) from None
    here = ADDRESS if settings.address == EVERYWHERE else settings.address
    url = f"http://{here}:{settings.port}" + ("/workshop" if settings.workshop else "")
    say = partial(log_lines.tell, json_lines=settings.json_lines)
    say(f"Pulyolu: {url}")
    where = desk_of(environ, address=settings.address, hosts=settings.hosts)
    secrets = known_secrets()
    if where is DeskAccess.HERE and secrets is not None and "auth" not in secrets:
        url = desk_key.link(url)
        say(desk_key.said(url, words("en")))
    if settings.workshop:
        enlarge()
    if settings.opens_browser:
        Timer(OPENED_AFTER, webbrowser.open, [url]).start()
    tell_streamlit(settings)
    take_files(settings, where)
    for hitch in hitches(words("en")):
        say(hitch, level=WARNING)
    quiet()
    if settings.json_lines:
        log_lines.begin()
    uvicorn.run(
        server(settings, shelf(), store),
        host=settings.address,
        port=settings.port,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        # What the dashboard draws is a quarter of a megabyte as it stands. uvicorn packs it with a window of
        # 4 KB, so that a thousand readers cost the server 40 MB.
        ws_per_message_deflate=True,
        **limits(settings.proxies),
    )


if __name__ == "__main__":
    main()
