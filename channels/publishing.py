"""Official rates laid over the data while the program runs, after trying whether the data holds with them."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from channels import keeping
from channels.dataset import load
from channels.places import Place
from channels.records import Rate, Source

COLUMNS = ("day", "currency", "nominal", "value", "source")


def publish_rates(place: Place, source: Source, rates: Sequence[Rate], *, scratch: Path) -> int:
    """Lay what is new in a sheet over the data; how many rates that were. Known ones are not written again.

    Lines are only ever added; of two for one currency and day the later counts. `scratch` is a folder for
    the trial. Raises `DatasetError` if the data has faults, with the rates or without, and OSError; then
    nothing has changed.
    """
    over = place.over
    assert over is not None
    known = load(place.folder, over).tables
    before = {(rate.day, rate.currency): rate for rate in known.rates}
    fresh = [rate for rate in rates if not _same(before.get((rate.day, rate.currency)), rate)]
    if not fresh:
        return 0
    head = ",".join(COLUMNS) + "\n"
    new = {"rates.csv": keeping.longer(over / "rates.csv", _rows(fresh), head=head)}
    if source.id not in {known.id for known in known.sources}:
        # The source first: a rate without one would be a fault, a source without a rate is none.
        new = {"sources.toml": keeping.longer(over / "sources.toml", as_toml(source)), **new}
    _try(place.folder, over, new, scratch)
    for name, content in new.items():
        keeping.replace(over / name, content)
    return len(fresh)


def _same(known: Rate | None, rate: Rate) -> bool:
    return known is not None and known.value * rate.nominal == rate.value * known.nominal


def _try(folder: Path, over: Path, new: Mapping[str, bytes], scratch: Path) -> None:
    """Raise `DatasetError` if the data would not load with these files laid over it."""
    with TemporaryDirectory(dir=scratch) as trial:
        for name in ("rates.csv", "sources.toml"):
            content = new.get(name) or keeping.longer(over / name, "")
            if content:
                keeping.replace(Path(trial) / name, content)
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
