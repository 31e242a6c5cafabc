"""The dashboard's script, without a browser: its first run, and one after the amount has changed."""

from itertools import count

import pytest
from streamlit.testing.v1 import AppTest

from tests.support.server import ROOT


@pytest.fixture(autouse=True)
def var(tmp_path, monkeypatch):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))


def opened(chosen):
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params["lang"] = "az"
    if chosen == "teaching":
        app.query_params["set"] = "teaching"
    return app


@pytest.mark.parametrize("chosen", ["real", "teaching"])
def test_the_first_run(benchmark, chosen):
    def run(app):
        app.run()
        assert not app.exception

    benchmark.pedantic(run, setup=lambda: ((opened(chosen),), {}), rounds=8)


@pytest.mark.parametrize("chosen", ["real", "teaching"])
def test_a_run_after_a_changed_amount(benchmark, chosen):
    app, numbers = opened(chosen).run(), count(1)

    def change():
        app.text_input[0].set_value(str(20_000 + next(numbers)))

    benchmark.pedantic(app.run, setup=change, rounds=30, warmup_rounds=2)
    assert not app.exception
