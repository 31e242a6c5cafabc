"""Two machines on one: servers in a network of their own, and a stranger in another with a cable between.

Linux lays such networks for root, and for anybody who may be root in a namespace of his own. Where neither
is allowed, the stranger asks at another address of this machine, where only a server listens that listens
everywhere. Run as `python -m tests.support.two_networks servers FOLDER` inside the first network.
"""

import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import asdict
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import make_url

from channels.store import price_entries
from channels.store.engine import open_store
from tests.support.asgi_server import serving
from tests.support.server import ROOT
from tests.support.websocket import sent_again, stream

CABLE = "10.77.0.1"
"""The servers' address at their end of the cable."""
STRANGER = "10.77.0.2"
WITHOUT_CABLE = "127.0.0.2"
WAYS = (["unshare", "--net"], ["unshare", "--user", "--map-root-user", "--net"])
QUERY = "lang=en&desk=enter&way=RU-AZ&road=zolotaya_korona.cash_kapital_bank"
KEY = "enter1.RU-AZ.zolotaya_korona.cash_kapital_bank."
FORGED = (
    {"Host": "localhost", "Origin": "http://localhost"},
    {"X-Forwarded-For": "127.0.0.1", "Forwarded": "for=127.0.0.1"},
)
SETTINGS: Mapping[str, Mapping[str, str]] = {
    "usual": {},
    "workshop": {"PULYOLU_WORKSHOP": "1"},
    "everywhere": {
        "PULYOLU_BIND": "0.0.0.0", "PULYOLU_HOSTS": f"{CABLE},{WITHOUT_CABLE}", "PULYOLU_STEWARDS": "here",
    },
}  # fmt: skip
"""How a server may be started; the last tries to open the page from the environment too."""


def way() -> list[str] | None:
    """What runs a program in a network of its own, with a cable; None where that is not allowed."""
    if shutil.which("unshare") is None or shutil.which("ip") is None:
        return None
    for start in WAYS:
        try_it = [*start, "ip", "link", "add", "ours", "type", "veth", "peer", "name", "theirs"]
        if subprocess.run(try_it, capture_output=True, check=False, timeout=30).returncode == 0:
            return start
    return None


def machines(folder: Path) -> dict[str, Any]:
    """What came of a stranger's trials against servers started in every way; `cable`: on another machine."""
    start = way()
    if start is None:
        warnings.warn("no network namespaces here: the stranger stays on this machine", stacklevel=2)
    command = [*(start or []), sys.executable, "-m", "tests.support.two_networks", "servers", str(folder)]
    surroundings = {**os.environ, "PULYOLU_CABLE": "1" if start else "0"}
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False, timeout=300
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found | {"cable": start is not None}


def saving(address: str) -> bytes:
    """The message by which a steward at `address` has handed in a price: it names its fields and button."""
    with stream(address) as page:
        widgets = page.ask("steward", QUERY).widgets
        written = {"steward_name": "Aysel", "organisation": "Centre", KEY + "fee0.en": "150"}
        texts = {widgets[key]: text for key, text in written.items()}
        page.ask("steward", QUERY, texts=texts)
        page.ask("steward", QUERY, texts=texts, press=widgets["save.1"])
        return page.asked[-1]


def entered(var: Path) -> int:
    """How many prices stand in the store of a server."""
    store = open_store(make_url(f"sqlite:///{var / 'store.sqlite3'}").render_as_string())
    try:
        return len(price_entries.kept(store))
    finally:
        store.dispose()


def _servers(folder: Path) -> None:
    """Start a server in every way, hand in a price, and let the stranger try the same."""
    cable = os.environ["PULYOLU_CABLE"] == "1"
    if cable:
        _ip("link", "set", "lo", "up")
    elsewhere = ["unshare", "--net"] if cable else []
    stranger = subprocess.Popen(
        [*elsewhere, sys.executable, "-m", "tests.support.two_networks", "stranger", str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert stranger.stdin is not None
    assert stranger.stdout is not None
    try:
        with ExitStack() as stack, ThreadPoolExecutor(len(SETTINGS)) as pool:

            def start(name: str) -> str:
                return stack.enter_context(serving(var=folder / name, settings=SETTINGS[name]))[0]

            addresses = dict(zip(SETTINGS, pool.map(start, SETTINGS), strict=True))
            assert stranger.stdout.readline() == "there\n"
            if cable:
                _ip("link", "add", "ours", "type", "veth", "peer", "theirs", "netns", str(stranger.pid))
                _ip("addr", "add", f"{CABLE}/24", "dev", "ours")
                _ip("link", "set", "ours", "up")
            message = saving(addresses["usual"])
            again = sent_again(addresses["usual"], [message])
            other = CABLE if cable else WITHOUT_CABLE
            asked = {name: address.replace("127.0.0.1", other) for name, address in addresses.items()}
            own = {"entered": entered(folder / "usual"), "pages": sorted(again.pages)}
            said = json.dumps({"cable": cable, "addresses": asked, "message": message.hex()})
            told, _ = stranger.communicate(said + "\n", timeout=200)
            tried = json.loads(told)
            after = {name: entered(folder / name) for name in SETTINGS}
    finally:
        stranger.kill()
        stranger.wait()
    print(json.dumps({"own": own, "stranger": tried, "entered": after}))


def _stranger() -> None:
    """Try every server over the cable, honestly and with forged headers."""
    print("there", flush=True)
    asked = json.loads(sys.stdin.readline())
    if asked["cable"]:
        _ip("link", "set", "lo", "up")
        _ip("addr", "add", f"{STRANGER}/24", "dev", "theirs")
        _ip("link", "set", "theirs", "up")
    message = bytes.fromhex(asked["message"])
    found = {}
    for name, address in asked["addresses"].items():
        seen = [asdict(sent_again(address, [message], headers)) for headers in ({}, *FORGED)]
        found[name] = {
            "status": _status(address),
            "pages": sorted({page for each in seen for page in each["pages"]}),
            "widgets": sorted({key for each in seen for key in each["widgets"]}),
        }
    print(json.dumps(found, default=list))


def _status(address: str) -> int | None:
    """What the server answers to the steward's address; None where nobody listens."""
    place = urlsplit(address)
    connection = HTTPConnection(str(place.hostname), place.port, timeout=10)
    try:
        connection.request("GET", "/steward")
        return connection.getresponse().status
    except OSError:
        return None
    finally:
        connection.close()


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False, timeout=30)
    if done.returncode:
        raise RuntimeError(f"ip {' '.join(words)}: {done.stderr}")


if __name__ == "__main__":
    _servers(Path(sys.argv[2])) if sys.argv[1] == "servers" else _stranger()
