"""A store and a folder of its own for every test of the steward's page."""

import os

import pytest

from channels.store.engine import address, open_store


@pytest.fixture(autouse=True)
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("PULYOLU_DATA", raising=False)
    return tmp_path


@pytest.fixture
def store(var):
    found = open_store(address(os.environ))
    yield found
    found.dispose()
