"""The first run of the recipient's page after a start loads only what that page needs."""

import json
import subprocess
import sys

import pytest

from tests.support.server import ROOT

LARGE = {
    "numpy", "pandas", "pyarrow", "duckdb", "ibis", "sqlalchemy", "alembic", "typst", "xlsxwriter", "stamina",
    "httpx", "segno", "stdnum", "PIL.Image", "streamlit.emojis",
}  # fmt: skip
PAGES = (
    "components.pages.policymaker.page",
    "components.pages.trainer.page",
    "components.pages.steward.page",
)
RUN = """
import json, sys
from streamlit.testing.v1 import AppTest
before = set(sys.modules)
app = AppTest.from_file("app.py", default_timeout=120)
app.query_params["lang"] = "az"
app.query_params["set"] = sys.argv[1]
app.run()
assert not app.exception, app.exception
assert app.main.children
json.dump(sorted(set(sys.modules) - before), sys.stdout)
"""


@pytest.mark.parametrize("name", ["real", pytest.param("teaching", marks=pytest.mark.whole)])
def test_nothing_is_loaded_that_only_other_pages_or_presses_need(tmp_path, monkeypatch, name):
    monkeypatch.setenv("PULYOLU_VAR", str(tmp_path))
    done = subprocess.run(
        [sys.executable, "-c", RUN, name], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    loaded = set(json.loads(done.stdout))
    assert "components.pages.recipient.page" in loaded
    assert loaded & LARGE == set()
    assert loaded & {*PAGES} == set()
