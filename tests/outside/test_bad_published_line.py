"""One bad line among what was published: the data are served with a line that says so; one press mends it."""

import httpx
import pytest

from channels.clock import now
from channels.dataset.dataset import DatasetError
from channels.dataset.loading import load, load_what_holds
from channels.dataset.locations import ROOT, DataFolders
from channels.store import price_entries, publishing
from channels.store.engine import open_store
from channels.store.mending import ASIDE, mend
from components.i18n import words
from tests.support.asgi_server import started
from tests.support.builders import an_entry
from tests.support.lanes import spread
from tests.support.websocket import stream

EN = words("en")
HEAD, GOOD = "day,currency,nominal,value,source\n", "2026-11-29,USD,1,1.7,cbar_rates_2026_09_04\n"
BAD = {
    "a bad rate": ("rates.csv", f"{HEAD}{GOOD}2026-11-30,USD,1,dear,x\n"),
    "no such source": ("rates.csv", f"{HEAD}2026-11-30,USD,1,1.7,nobody\n"),
    "not UTF-8": ("rates.csv", "day,currency\n\udcff\n"),
    "broken TOML": ("sources.toml", "[[sources]\n"),
    "another head": ("standings.csv", "nothing,of,this\n1,2,3\n"),
}  # fmt: skip


def laid(var, name: str, text: str) -> None:
    path = var / "published" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(errors="surrogateescape"))


@pytest.mark.parametrize(("name", "text"), spread(BAD.values(), each=3), ids=BAD)
def test_a_bad_line_is_set_aside_and_mended(name, text, tmp_path):
    place = DataFolders(ROOT / "data", tmp_path / "published")
    engine = open_store(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    try:
        entry = an_entry(provider="zolotaya_korona", service="cash_kapital_bank")
        kept = price_entries.add(engine, entry, by="Aysel", now=now())
        price_entries.confirm(engine, kept.id, by="Leyla", now=now())
        publishing.close(engine, place, [kept.id], by="Leyla", now=now())
        whole = len(load(place.folder, place.over).tables.observations)
        laid(tmp_path, name, text)
        found = load_what_holds(place.folder, place.over)
        assert {issue.where.partition(":")[0] for issue in found.set_aside} >= {name}
        assert len(found.tables.observations) == whole - 1
        assert mend(engine, place, now=now())
        mended = load(place.folder, place.over)
        assert len(mended.tables.observations) == whole, "what the store knows is there again"
        assert [path for path in (tmp_path / ASIDE).rglob(name) if path.read_bytes()], "nothing is lost"
        assert mend(engine, place, now=now()) == ()
    finally:
        engine.dispose()


@pytest.mark.whole
def test_good_lines_of_the_file_stay(tmp_path):
    laid(tmp_path, *BAD["a bad rate"])
    engine = open_store(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    mend(engine, DataFolders(ROOT / "data", tmp_path / "published"), now=now())
    engine.dispose()
    assert (tmp_path / "published" / "rates.csv").read_text() == HEAD + GOOD


def test_faults_of_the_data_themselves_are_no_reason_to_touch_what_was_published(tmp_path):
    laid(tmp_path, *BAD["a bad rate"])
    with pytest.raises(DatasetError):
        load_what_holds(tmp_path / "none", tmp_path / "published")


@pytest.mark.whole
def test_readers_are_served_health_tells_it_and_the_desk_mends_it(tmp_path):
    laid(tmp_path, *BAD["a bad rate"])
    with started(var=tmp_path) as server, httpx.Client(base_url=server.address, trust_env=False) as reader:
        page = reader.get("/l?lang=en&sending=RU&send=20000")
        assert page.status_code == 200
        assert EN("data.set_aside", where="rates.csv: line 3, value") in page.text
        assert reader.get("/api/v1/compare?sending=RU&receiving=AZ&send=20000").status_code == 200
        assert (reader.get("/healthz").status_code, "set aside" in reader.get("/healthz").text) == (200, True)
        with stream(server.address) as desk:
            fields = desk.ask("steward", "lang=en").widgets
            said = {fields["steward_name"]: "Aysel"}
            desk.ask("steward", "lang=en", texts=said)
            (press,) = [id for key, id in fields.items() if key.startswith("mend.")]
            desk.ask("steward", "lang=en", texts=said, press=press)
            texts = desk.ask("steward", "lang=en", texts=said).texts
        assert not any("are not shown" in text for text in texts)
        assert load(ROOT / "data", tmp_path / "published").set_aside == ()
