"""Official rates laid over the data while the program runs, after trying whether the data holds with them."""

import csv
import io
import json
import re
import shutil
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from channels import files
from channels.dataset.dataset import Dataset
from channels.dataset.loading import load
from channels.dataset.locations import DataFolders
from channels.records.base import Source
from channels.records.observations import Rate

COPIED = "frankfurter_"
"""How the sources of rates begin that another passes on for the bank."""
COLUMNS = ("day", "currency", "nominal", "value", "source")
TRIAL = ".trial-"
"""How the folder of a trial begins."""
TABLE = re.compile(r"^(?=[ \t]*\[\[)", re.MULTILINE)
"""Where an entry of a TOML file begins."""
ID = re.compile(r"""^[ \t]*id[ \t]*=[ \t]*["']([^"'\n]*)["']""", re.MULTILINE)


def publish_rates(
    place: DataFolders, source: Source, rates: Sequence[Rate], *, scratch: Path, known: Dataset | None = None
) -> int:
    """Lay what is new in a sheet over the data; how many rates that were. Known ones are not written again.

    Lines are only ever added; of two for one currency and day the later counts. `scratch` is a folder for
    the trial; `known` are the data as they are, where somebody has read them already. Raises `DatasetError`
    if the data has faults, with the rates or without, and OSError; then nothing has changed.
    """
    over = place.over
    assert over is not None
    tables = (known or load(place.folder, over)).tables
    before = {(rate.day, rate.currency): rate for rate in tables.rates}
    fresh = [rate for rate in rates if not _same(before.get((rate.day, rate.currency)), rate)]
    if not fresh:
        return 0
    head = ",".join(COLUMNS) + "\n"
    new = {"rates.csv": files.longer(over / "rates.csv", _rows(fresh), head=head)}
    if source.id not in {listed.id for listed in tables.sources}:
        # The source first: a rate without one would be a fault, a source without a rate is none.
        new = {"sources.toml": files.longer(over / "sources.toml", as_toml(source)), **new}
    _try(place.folder, over, new, scratch)
    for name, content in new.items():
        files.replace(over / name, content)
    return len(fresh)


def publish_observations(
    place: DataFolders, source: Source, name: str, content: bytes, *, scratch: Path
) -> bool:
    """Lay a file of surveyed prices over the data, with its source; whether anything was new.

    Raises `DatasetError` if the data would have faults with it, and OSError; then nothing has changed.
    """
    over, file = place.over, f"observations/{name}.csv"
    assert over is not None
    if files.read(over / file) == content:
        return False
    # The source first: a price without one would be a fault, a source without a price is none.
    new = {"sources.toml": with_sources(files.read(over / "sources.toml") or b"", [source]), file: content}
    _try(place.folder, over, new, scratch)
    for path, written in new.items():
        files.replace(over / path, written)
    return True


def _same(known: Rate | None, rate: Rate) -> bool:
    """Whether a rate says nothing new; what the bank itself says takes the place of another's copy of it."""
    if known is None or known.value * rate.nominal != rate.value * known.nominal:
        return False
    return rate.source.startswith(COPIED) or not known.source.startswith(COPIED)


def _try(folder: Path, over: Path, new: Mapping[str, bytes], scratch: Path) -> None:
    """Raise `DatasetError` if the data would not load with these files laid over it."""
    for left in scratch.glob(f"{TRIAL}*"):
        # Of one that was killed: who writes here is alone.
        shutil.rmtree(left, ignore_errors=True)
    with TemporaryDirectory(dir=scratch, prefix=TRIAL) as trial:
        for name in {"rates.csv": None, "sources.toml": None, **new}:
            content = new.get(name) or files.longer(over / name, "")
            if content:
                files.replace(Path(trial) / name, content)
        load(folder, Path(trial))


def _rows(rates: Sequence[Rate]) -> str:
    """Rates as data/rates.csv has them."""
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    for rate in rates:
        writer.writerow([rate.day, rate.currency, rate.nominal, f"{rate.value:f}", rate.source])
    return lines.getvalue()


def as_toml(source: Source) -> str:
    """A source as data/sources.toml has it."""
    lines = ["", "[[sources]]"]
    for name, value in source.model_dump(exclude_none=True).items():
        # A text in JSON's quotes is one in TOML's.
        text = value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
        lines.append(f"{name} = {text}")
    return "\n".join(lines) + "\n"


def with_sources(known: bytes, sources: Iterable[Source], *, gone: Collection[str] = ()) -> bytes:
    """A sources.toml with these sources: each in the place of the one with its id, else behind all others.

    Entries with an id in `gone` are taken out. All else, remarks too, stays byte by byte.
    """
    waiting = {source.id: as_toml(source) for source in sources}
    seen: set[str] = set()
    found = []
    for block in TABLE.split(known.decode(errors="surrogateescape")):
        named = ID.search(block)
        id = named[1] if named else None
        if id is None or not (id in waiting or id in seen or id in gone):
            found.append(block)
            continue
        body, tail = _parted(block)
        new = "" if id in gone or id in seen else waiting.pop(id).lstrip("\n")
        seen.add(id)
        same = body.rstrip() == new.rstrip()
        found.append(block if same else new + tail if new or tail.strip() else "")
    text = "".join(found)
    joint = "\n" if waiting and text and not text.endswith("\n") else ""
    text += joint + "".join(waiting.values())
    return (text if known else text.lstrip("\n")).encode(errors="surrogateescape")


def ids_of(known: bytes) -> frozenset[str]:
    """The ids of the entries of a sources.toml."""
    blocks = TABLE.split(known.decode(errors="surrogateescape"))
    return frozenset(named[1] for named in map(ID.search, blocks) if named)


def _parted(block: str) -> tuple[str, str]:
    """An entry, and the empty lines and remarks behind it, which belong to the next."""
    lines = re.findall(r"[^\n]*\n|[^\n]+", block)
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1
    return "".join(lines[:end]), "".join(lines[end:])
