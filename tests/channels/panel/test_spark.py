"""An address of Spark where there is none: told at once, and nothing of it loaded without such an address."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from channels.panel import quotes_engine, spark
from channels.panel.faults import NoDatabase, NoPanel, NoSpark
from channels.panel.spark import addresses
from tests.support.quote_tables import a_quote, table

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("url", "places"),
    [
        ("spark://127.0.0.1:7077", [("127.0.0.1", 7077)]),
        ("spark://one:7077,two:7078", [("one", 7077), ("two", 7078)]),
        ("sc://connect.example/;token=a", [("connect.example", 15002)]),
        ("spark://[::1]:7000", [("::1", 7000)]),
    ],
)
def test_an_address_names_its_hosts(url, places):
    assert addresses(url) == places


@pytest.mark.parametrize("url", ["spark://", "sc:///;token=a"])
def test_an_address_without_a_host_is_none(url):
    with pytest.raises(ValueError):
        addresses(url)


@pytest.mark.parametrize("url", ["spark://127.0.0.1:1", "sc://127.0.0.1:1", "spark://"])
def test_where_nobody_answers_it_is_told_in_seconds(url, monkeypatch):
    monkeypatch.setattr(spark, "find_spec", lambda _: "there")
    monkeypatch.setattr(spark, "_has_java", lambda: True)
    with pytest.raises(NoDatabase), spark.connected(url):
        raise AssertionError("it was opened")


@pytest.mark.parametrize("url", ["spark://127.0.0.1:7077", "sc://127.0.0.1:15002"])
def test_where_it_is_not_installed_it_is_told(url, tmp_path, monkeypatch):
    import pyarrow.parquet as pq  # noqa: PLC0415  a large library

    pq.write_table(table([a_quote()]), tmp_path / "2026-11.parquet")
    monkeypatch.setattr(spark, "find_spec", lambda _: None)
    with pytest.raises(NoSpark), quotes_engine.opened(tmp_path, url):
        raise AssertionError("it was opened")


def test_a_classic_cluster_needs_java_and_spark_connect_does_not(monkeypatch):
    monkeypatch.setattr(spark, "find_spec", lambda _: "there")
    monkeypatch.setattr(spark, "_has_java", lambda: False)
    with pytest.raises(NoSpark), spark.connected("spark://127.0.0.1:1"):
        raise AssertionError("it was opened")
    with pytest.raises(NoDatabase) as fault, spark.connected("sc://127.0.0.1:1"):
        raise AssertionError("it was opened")
    assert not isinstance(fault.value, NoSpark)


def test_without_such_an_address_nothing_of_spark_is_loaded(tmp_path):
    code = f"""
import sys
from pathlib import Path
from channels.panel.faults import NoPanel
from channels.panel.quotes_engine import opened
try:
    opened(Path({str(tmp_path)!r})).__enter__()
except NoPanel:
    print("pyspark" in sys.modules, "channels.panel.spark" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
    assert find_spec("channels.panel.spark") is not None
    with pytest.raises(NoPanel), quotes_engine.opened(tmp_path):
        raise AssertionError("it was opened")
