"""The evidence with a hostile text behind every text that people read, and prices in the store with it."""

import re
import shutil
from pathlib import Path

from channels.clock import now
from channels.store import price_entries
from channels.store.engine import open_store
from tests.support.builders import an_entry
from tests.support.server import ROOT

HOST = "hostile.example"
HOSTILE = (
    f" https://{HOST}/a www.{HOST} b@{HOST} [c](https://{HOST}) ![d](https://{HOST}/e.png) "
    ":material/bomb: :red[f] <img src=g> $h$ `i`"
)
TEXT = re.compile(r'(\b(?:az|ru|en|title|publisher|name)\s*=\s*")((?:[^"\\]|\\.)*)"')


def hostile_data(folder: Path) -> Path:
    """A copy of the data whose texts end with the hostile one."""
    data = folder / "data"
    shutil.copytree(ROOT / "data", data, ignore=shutil.ignore_patterns("teaching"))
    for path in data.rglob("*.toml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(TEXT.sub(lambda found: f'{found[1]}{found[2]}{HOSTILE}"', text), encoding="utf-8")
    return data


def hostile_store(var: Path) -> None:
    """A store with a price that waits and one that came back, from a hostile organisation and person."""
    store = open_store(f"sqlite:///{var / 'store.sqlite3'}")
    road = {"provider": "zolotaya_korona", "service": "cash_kapital_bank"}
    said = {"organisation": HOSTILE, "remark": HOSTILE}
    for _ in range(2):
        kept = price_entries.add(store, an_entry(**road, **said), by=HOSTILE, now=now())
    price_entries.send_back(store, kept.id, reason=HOSTILE, by="Leyla", now=now())
    ready = price_entries.add(store, an_entry(**road, **said), by=HOSTILE, now=now())
    price_entries.confirm(store, ready.id, by="Leyla", now=now())
    store.dispose()
