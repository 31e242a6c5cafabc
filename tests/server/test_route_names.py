"""Names of routes: those of the list, and one for all the rest."""

from unittest.mock import MagicMock

import pytest
from streamlit.web.server.starlette.starlette_app import create_streamlit_routes

import asgi
from server.data_cache import shelf, store
from server.metrics import Measures
from server.middleware.closed_paths import CLOSED
from server.route_names import OTHER, STREAMLITS, RouteNames, templates
from server.settings import Settings

OWN = tuple(templates(asgi.ours(Settings(), shelf(), store, Measures(shelf(), store)).routes))
NAMES = RouteNames((*OWN, *STREAMLITS))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "/"),
        ("/gaps", "/gaps"),
        ("/l", "/l"),
        ("/v/BCHK", "/v/{code}"),
        ("/desk/0123456789", "/desk/{key}"),
        ("/feed/RU-AZ.atom", "/feed/{name}"),
        ("/api/v1/compare", "/api/v1/compare"),
        ("/static/js/index.abcdefgh.js", "/static/{path:path}"),
        ("/_stcore/upload_file/a/b", "/_stcore/upload_file/{session_id}/{file_id}"),
        ("/gaps/Anna", OTHER),
        ("/Anna Mammadova/+994501234567", OTHER),
        ("/v/a/b", OTHER),
        ("/.env", OTHER),
        ("", OTHER),
        ("/l\n/l", OTHER),
    ],
)
def test_a_path_has_the_name_of_its_route_and_no_other(path, name):
    assert NAMES.of(path) == name


def test_every_open_address_of_streamlit_is_on_the_list():
    found = {path for path in templates(create_streamlit_routes(MagicMock())) if path}
    assert {path for path in found if not path.startswith(CLOSED)} <= set(STREAMLITS)


def test_the_list_names_every_page_of_the_dashboard():
    assert set(STREAMLITS) >= asgi.PAGES_OF_DASHBOARD
