"""docs/security.md says what the code does: every limit with its number, and what a backup brings."""

import re
from pathlib import Path

import pytest

from channels.export import package_changes
from channels.readers import calculators, cells, fetching
from channels.store import arrivals, backup, engine, price_entries, rooms
from channels.store.tables import METADATA
from server import connections, data_cache, reader_quotes
from server import server_secret as secret
from server.middleware import form_body, open_sockets, rate_limit
from server.routes import arrivals as arrivals_route
from server.routes import feed, first_answer, light_page, phone_pages
from tests.support import kills

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
LIMITS = TEXT.split("## What is limited to how much")[1].split("## ")[0]
MB = 2**20


def row(name: str) -> str:
    """The row of the limits that begins with a name."""
    (found,) = [line for line in LIMITS.splitlines() if line.startswith(f"| {name}")]
    return found


@pytest.mark.parametrize(
    ("name", "said", "numbers"),
    [
        ("connections", "{:,} in all", [connections.MOST]),
        ("connections", "{} are spared", [connections.SPARE_FILES]),
        (
            "a request's head",
            "{:.0f} seconds, {:.0f} KB",
            [connections.HEAD_WITHIN, connections.LONGEST_HEAD / 1024],
        ),
        ("a form of a plain page", "{} seconds", [form_body.LONGEST_WAIT]),
        ("a form of a plain page", "{:,} bytes for a vote", [form_body.LONGEST]),
        ("a form of a plain page", "{:,} for a report", [arrivals_route.LONGEST_FORM]),
        ("a message on a websocket", "{:.0f} KB", [connections.MESSAGE / 1024]),
        ("open dashboards", "{} an address, {:,} in all", [open_sockets.EACH, open_sockets.TOGETHER]),
        (
            "messages of a dashboard",
            "{} at once and {} a minute each, {} a minute of all of an address",
            [open_sockets.AT_ONCE, open_sockets.OF_SOCKET, open_sockets.OF_ADDRESS],
        ),
        ("feeds and reminders", "{} letters of a question, {} feeds", [feed.LONGEST, feed.MOST_KEPT]),
        ("light pages kept", "{}", [light_page.MOST_KEPT]),
        ("first answers", "{} in memory", [first_answer.MOST_KEPT]),
        (
            "told prices and reports",
            "{} a minute and address each; {:,} and {:,}",
            [reader_quotes.A_MINUTE, price_entries.MOST_LEADS, arrivals.MOST_ARRIVALS],
        ),
        ("rooms", "{} in all", [rooms.MOST_ROOMS]),
        ("phones", "{} new ones a minute and address, {} votes", [phone_pages.NEW_PHONES, rooms.MOST_VOTES]),
        (
            "a foreign table",
            "{:.0f} MB, {:.0f} MB of memory",
            [cells.LARGEST_TABLE / MB, cells.MOST_MEMORY / MB],
        ),
        ("a foreign table", "{:,} cells, {:,} letters a cell", [cells.MOST_CELLS, cells.LONGEST_CELL]),
        (
            "an answer from outside",
            "{:.0f} seconds, {:.0f} MB",
            [fetching.Limits().seconds, fetching.Limits().size / 1e6],
        ),
        ("an answer from outside", "{} options", [calculators.MOST_ENTRIES]),
        (
            "a data package",
            "{:.0f} MB, {:,} rows and {} columns",
            [package_changes.LARGEST / MB, package_changes.MOST_ROWS, package_changes.MOST_COLUMNS],
        ),
        (
            "a backup",
            "{:.0f} MB unpacked, {:.0f} MB a row",
            [backup.LARGEST / 1e6, backup.LONGEST_LINE / 1e6],
        ),
        ("the store", "{} threads", [data_cache.STORE_THREADS]),
        ("the store", "{:.0f} seconds", [engine.LET_ALONE]),
    ],
)
def test_a_limit_is_as_the_page_says(name, said, numbers):
    assert said.format(*numbers) in row(name)


def test_limits_in_words_are_as_the_page_says():
    assert (connections.SHARE, rooms.MOST_OF_ONE, rate_limit.WIDER) == (4, 4, 8)
    assert "a quarter of them for one address" in row("connections")
    assert "four of one leader" in row("rooms")
    assert "eight times" in row("an address of IPv6")


def test_every_place_that_the_page_names_is_there():
    named = set(re.findall(r"`((?:channels|server|components)/[a-z_/.]+\.py)`", TEXT))
    assert len(named) > 15
    assert {name for name in named if not (ROOT / name).is_file()} == set()


BROUGHT, LEFT_OUT = TEXT.split("## What a backup brings and leaves out")[1].split("| left out |")


def test_what_a_backup_brings_of_the_store_is_named_and_nothing_else():
    brought = {table.name for table in backup.TABLES}
    told = set(re.findall("`([a-z_]+)`", BROUGHT))
    assert {name for name in brought if not name.endswith("_steps")} == told
    assert {table.name for table in METADATA.sorted_tables} - brought == {
        "rooms",
        "ballots",
        "votes",
        "leases",
        "published_files",
        "published_state",
        "receipts",
        "shared_secrets",
        "address_limits",
        "done_today",
    }
    words = ("rooms and votes", "leases", "`published_files`", "also in the store", "limits of addresses")
    assert all(word in LEFT_OUT for word in words)


@pytest.mark.whole
def test_whatever_lies_beside_the_store_is_named(tmp_path):
    """What every writer leaves in PULYOLU_VAR, by doing the work of each."""
    left = {secret.FILE}
    for name in ("receipt", "panel", "refresh cbar", "refresh wise", "mending", "published prices"):
        place = kills._copied(kills._empty(tmp_path), tmp_path / "work")
        for act in (*kills.WRITERS[name].before, *kills.WRITERS[name].acts):
            act(place)
        left |= {
            path.name for path in place.var.iterdir() if not path.name.startswith((".", "store.sqlite3"))
        }
    assert left >= {"receipts", "panel", "refresh", "quotes", "set_aside", "published"}
    assert {name for name in left if f"`{name}/" not in LEFT_OUT and f"`{name}`" not in LEFT_OUT} == set()
