"""Whether readers can be sent here: the data are read and the store answers, else what is wrong."""

import time

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from channels.dataset.locations import DataFolders
from channels.store.engine import open_store
from channels.store.faults import StoreError, StoreFault
from server.data_cache import DataCache
from server.follower import BEHIND as TOO_LONG
from server.follower import Follower
from server.routes.ready import BEHIND, FAULTY, READY, SILENT, SLOW, UNREAD, ready
from tests.support.asgi_server import answered
from tests.support.server import ROOT

REAL = DataFolders(ROOT / "data")
SECRET = "postgresql://keeper:secret@database.example/pulyolu"


def asked(votes, folder=REAL, **more) -> tuple[int, str]:
    app = Starlette(routes=[Route("/readyz", ready(DataCache(folder, folder), votes, **more))])
    status, headers, body = answered(app, "/readyz")
    assert headers["cache-control"] == "no-store"
    return status, body.decode()


def raising(error: Exception):
    def votes():
        raise error

    return votes


@pytest.fixture
def engine(tmp_path):
    found = open_store(f"sqlite:///{tmp_path}/store.sqlite3")
    yield found
    found.dispose()


def test_a_server_with_data_and_a_store_is_ready(engine):
    assert asked(lambda: engine, within=60) == (200, READY)


@pytest.mark.parametrize("fault", StoreFault)
def test_a_store_that_cannot_be_used_is_told_without_its_place(fault):
    status, said = asked(raising(StoreError(fault, SECRET)), within=60)
    assert status == 503
    assert said.count("\n") == 1
    assert not any(part in said for part in ("keeper", "secret", "example", "postgresql"))


def test_each_fault_has_its_sentence(tmp_path):
    (tmp_path / "empty").mkdir()
    status, said = asked(raising(OSError(SECRET)), DataFolders(tmp_path / "empty"), within=60)
    assert (status, said) == (503, f"{FAULTY}\n{SILENT}\n")


def test_where_publications_do_not_arrive_readers_go_elsewhere(engine, tmp_path):
    now = [0.0]
    follower = Follower(lambda: engine, tmp_path, clock=lambda: now[0])
    assert asked(lambda: engine, follower=follower, within=60) == (200, READY)
    now[0] += TOO_LONG + 1
    assert asked(lambda: engine, follower=follower, within=60) == (503, f"{BEHIND}\n")


def test_what_does_not_answer_in_time_is_told_in_time(engine, monkeypatch):
    asked(lambda: engine, within=60)  # the data are read
    began = time.monotonic()
    assert asked(lambda: time.sleep(1.0), within=0.3)[1].endswith(f"{SLOW}\n")
    monkeypatch.setattr(DataCache, "dataset", lambda *_: time.sleep(1.0))
    assert asked(lambda: engine, within=0.3)[1].startswith(f"{UNREAD}\n")
    assert time.monotonic() - began < 30


def test_a_store_whose_file_is_gone_or_no_store_is_told(tmp_path, engine):
    engine.dispose()
    for left in tmp_path.glob("store.sqlite3*"):
        left.unlink()
    (tmp_path / "store.sqlite3").write_bytes(b"no database" * 200)
    assert asked(lambda: engine, within=60) == (503, f"{SILENT}\n")
