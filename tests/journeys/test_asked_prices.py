"""From a calculator to a reader's large number: asked by a command, released at the desk, asked again."""

import html
import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.test_from_price_to_answer import EN, desk, pressed
from tests.support import calculators as played
from tests.support.asgi_server import serving
from tests.support.calculators import addresses
from tests.support.dashboard import settled
from tests.support.publishers import outside

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
AT = "2026-09-05T09:14+04:00"
PATIENCE = 20
"""Seconds within which readers see what was published."""
QUESTION = "sending=DE&receiving=AZ&send=200&currency=EUR"


def fetched(address: str, path: str) -> str:
    with urllib.request.urlopen(f"{address}{path}", timeout=60) as answer:
        return answer.read().decode()


def collect(settings: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "channels", "collect", "--corridor=DE-AZ"],
        cwd=ROOT, env={**os.environ, **settings}, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.whole
def test_asked_released_once_and_then_published_by_itself_for_every_reader(chrome, tmp_path, monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    with outside() as providers:
        providers.play(played.calculators(providers))
        settings = {
            **addresses(providers.address), "PULYOLU_NOW": AT, "PULYOLU_CONTACT": "keeper@example.org",
            "PULYOLU_VAR": str(tmp_path),
        }  # fmt: skip
        monkeypatch.setenv("PULYOLU_NOW", AT)
        with serving(var=tmp_path, settings=settings) as (address, _):
            before = fetched(address, f"/l?{QUESTION}&lang=en")
            assert "calculator" not in before
            assert EN.count("calculator.waiting", 11) in collect(settings)
            with desk(chrome, address, "Aysel", "calculators") as window:
                expect(window.page.get_by_text(EN("calculator.why_first")).first).to_be_visible()
                window.page.get_by_text(EN("calculator.looked")).click()
                settled(window.page)
                release = window.page.get_by_role("button", name=EN.count("calculator.release", 11))
                expect(release).to_be_enabled()
                pressed(window, EN.count("calculator.release", 11), EN("calculator.released"))
            assert EN.count("calculator.published", 11) in collect(settings)
            began = time.monotonic()
            shown = fetched(address, f"/l?{QUESTION}&lang=en")
            while "own calculator" not in shown and time.monotonic() - began < PATIENCE:
                time.sleep(0.2)
                shown = fetched(address, f"/l?{QUESTION}&lang=en")
            text = html.unescape(re.sub(r"<[^>]+>|\s+", " ", shown))
            assert (
                "Wise" in text and "asked at the provider's own calculator, 5 September 2026, 09:14" in text
            )
            assert "387" in text, "(200 - 1.50) x 1.95, in whole manat"
            answer = json.loads(fetched(address, f"/api/v1/compare?{QUESTION}"))
            top = answer["offers"][0]
            assert (top["provider"], top["asked"]) == ("wise", "2026-09-05T05:14:00+00:00")
