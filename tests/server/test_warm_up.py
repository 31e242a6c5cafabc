"""What the first visitor needs is loaded after the start, and data with faults stop nothing."""

import sys

from channels.dataset.locations import DataFolders
from channels.records.base import Record
from components.i18n import words
from server import warm_up
from server.data_cache import DataCache
from tests.support.datasets import FOLDERS


def kinds(record):
    return [record, *(below for kind in record.__subclasses__() for below in kinds(kind))]


def test_the_data_the_words_and_the_page_are_loaded(tmp_path, monkeypatch):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    data = DataCache(DataFolders(FOLDERS["real"]), DataFolders(FOLDERS["teaching"]))
    warm_up.warm(data)
    warm_up.settle(data)
    assert {*warm_up.CODE} <= sys.modules.keys()
    assert words("az") is words("az")
    assert [kind for kind in kinds(Record) if not kind.__pydantic_complete__] == []


def test_data_that_do_not_hold_stop_nothing(tmp_path):
    broken = DataCache(DataFolders(tmp_path), DataFolders(tmp_path))
    warm_up.warm(broken)
    warm_up.settle(broken)
