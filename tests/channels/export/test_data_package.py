"""The download of the whole data: a valid Frictionless data package that says what the records say."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from channels.__main__ import app
from channels.dataset.dataset import Dataset
from channels.dataset.loading import load
from channels.dataset.tables import Tables
from channels.export.data_package import as_package, file_name, tables
from channels.export.table_schema import text
from channels.pricing.fx import Rates
from channels.records.base import LocalText, Source
from channels.records.policy import Rule
from channels.records.providers import Payout, Service
from channels.terms import BAKU
from tests.support.builders import no_price
from tests.support.datasets import shipped
from tests.support.lanes import sampled

ROOT = Path(__file__).parents[3]
FOLDERS = {"real": ROOT / "data", "teaching": ROOT / "data" / "teaching"}
EACH = pytest.mark.parametrize("name", FOLDERS)


@cache
def data(name: str = "real") -> Dataset:
    return shipped(name)


def unpacked(content: bytes) -> dict[str, list[dict[str, str]]]:
    """Every table of a package as rows of text."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for file in archive.namelist():
            if file.endswith(".csv"):
                lines = archive.read(file).decode("utf-8").splitlines()
                found[Path(file).stem] = list(csv.DictReader(lines))
    return found


def described(content: bytes) -> dict[str, Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return json.loads(archive.read("datapackage.json"))


def validated(path: Path) -> dict[str, Any]:
    """What the validator says: in a process of its own, because it changes how all of Python reads CSV."""
    code = "import sys, frictionless; print(frictionless.validate(sys.argv[1]).to_json())"
    done = subprocess.run(
        [sys.executable, "-c", code, path.name], cwd=path.parent, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def with_an_answer(found: Dataset) -> Dataset:
    """The data after somebody asked in vain; no such answer is shipped."""
    provider = next(p for p in found.tables.providers if p.services and p.services[0].corridors)
    service, source = provider.services[0], found.tables.sources[0].id
    asked = {"provider": provider.id, "service": service.id, "corridor": service.corridors[0]}
    said = no_price(**asked, amount=Decimal("200.50"), currency="USD", source=source)
    return found.with_tables(replace(found.tables, answers=(("made", said),)))


@pytest.mark.parametrize("name", sampled(["teaching", "real"]))
def test_the_package_is_valid_by_the_standard_that_it_claims(name, tmp_path):
    path = tmp_path / "package.zip"
    found = with_an_answer(data(name))
    path.write_bytes(as_package(found))
    assert [row["amount"] for row in unpacked(path.read_bytes())["answers"]] == ["200.50"]
    report = validated(path)
    assert report["valid"], report
    assert len(report["tasks"]) == len(tables(found)) > 20


@pytest.mark.whole
def test_the_validator_would_find_a_fault(tmp_path):
    path = tmp_path / "package.zip"
    with zipfile.ZipFile(io.BytesIO(as_package(data()))) as whole, zipfile.ZipFile(path, "w") as broken:
        for file in whole.namelist():
            content = whole.read(file)
            if file == "data/rates.csv":
                content = content.replace(b"cbar_rates_2026_09_04", b"nobody")
            broken.writestr(file, content)
    report = validated(path)
    assert not report["valid"]
    assert {error["type"] for task in report["tasks"] for error in task["errors"]} == {"foreign-key"}


@EACH
def test_every_source_of_every_row_stands_among_the_sources(name):
    found = unpacked(as_package(data(name)))
    known = {row["id"] for row in found["sources"]}
    assert known == set(data(name).sources)
    cited = 0
    for rows in found.values():
        for row in rows:
            for column in ("source", "speed_source", "limits_source"):
                if row.get(column):
                    cited += 1
                    assert row[column] in known
    assert cited > 200


@EACH
def test_every_figure_carries_a_source(name):
    found = unpacked(as_package(data(name)))
    for table in ("tariffs", "charges", "limits", "statuses", "coverage", "observations", "rates", "boards"):
        assert all(row["source"] for row in found[table]), table


def test_figures_are_the_records_own_to_the_letter():
    found = unpacked(as_package(data()))
    known = data().tables
    assert [row["value"] for row in found["rates"]] == [format(rate.value, "f") for rate in known.rates]
    assert "1.7000" in {row["value"] for row in found["rates"]}
    observed = [(row["amount"], row["fee"], row["margin_percent"]) for row in found["observations"]]
    assert observed == [
        (format(seen.amount, "f"), format(seen.fee, "f"), format(seen.margin_percent, "f"))
        for _, seen in known.observations
    ]
    services = [s for p in known.providers for s in p.services]
    tariffs = [t for s in services for t in s.tariffs] + [t for p in known.payouts for t in p.tariffs]
    assert len(found["tariffs"]) == len(tariffs)
    charges = [charge for tariff in tariffs for charge in tariff.charges or ()]
    assert [Decimal(row["percent"]) for row in found["charges"]] == [charge.percent for charge in charges]


def test_a_fee_that_is_not_known_is_told_from_one_that_is_free():
    found = unpacked(as_package(data("teaching")))
    assert {row["charges_known"] for row in found["tariffs"]} <= {"true", "false"}
    known = data("teaching").tables
    owners: list[Service | Payout] = [*(s for p in known.providers for s in p.services), *known.payouts]
    free = [tariff for owner in owners for tariff in owner.tariffs if tariff.charges == ()]
    stated = {row["tariff"] for row in found["tariffs"] if row["charges_known"] == "true"}
    charged = {row["tariff"] for row in found["charges"]}
    assert len(stated - charged) == len(free) > 0


def test_no_cell_is_taken_for_a_formula():
    for name in FOLDERS:
        for rows in unpacked(as_package(data(name))).values():
            for row in rows:
                for cell in row.values():
                    dangerous = cell.lstrip().startswith(("=", "+", "@")) or "\n" in cell or "\r" in cell
                    assert not dangerous, cell


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1 a", "@a", "  =1", "a\n=1"])
def test_a_text_that_begins_like_a_formula_stays_text(start):
    source = Source(
        id="a", title="T", publisher="P", retrieved="2026-11-21", confidence="primary", licence="x"
    ).model_copy(update={"title": start})
    rule = Rule(id="b", topic="help", text=LocalText(en="Text"), source="a")
    found = unpacked(as_package(Dataset(Tables(sources=[source], rules=[rule]), Rates(()))))
    cell = found["sources"][0]["title"]
    assert cell in ("'" + start, start.replace("\n", " "))
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_a_negative_figure_stays_a_figure():
    assert text(Decimal("-0.50")) == "-0.50"
    assert text(Decimal("1E-9")) == "0.000000001"


@EACH
def test_the_same_data_make_the_same_bytes(name):
    assert as_package(data(name)) == as_package(load(FOLDERS[name]))


def test_the_two_sets_are_told_apart():
    assert file_name(data()) != file_name(data("teaching"))
    assert "invented" in described(as_package(data("teaching")))["title"]
    assert "invented" not in described(as_package(data()))["title"]


def test_the_description_names_every_column_and_says_what_a_table_holds():
    content = as_package(data())
    found = unpacked(content)
    for resource in described(content)["resources"]:
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert len(fields) == len(set(fields)), resource["name"]
        assert resource["description"]
        if found[resource["name"]]:
            assert list(found[resource["name"]][0]) == fields


def test_the_command_writes_the_package(tmp_path):
    path = tmp_path / "all.zip"
    done = CliRunner().invoke(app, ["export", "package", str(path), "--set=teaching"])
    assert done.exit_code == 0
    assert path.read_bytes() == as_package(data("teaching"))


def test_the_command_says_in_a_sentence_that_it_cannot_write(tmp_path):
    done = CliRunner().invoke(app, ["export", "package", str(tmp_path / "no" / "all.zip")])
    assert done.exit_code == 2
    assert "could not be written" in done.output
    done = CliRunner().invoke(app, ["export", "package", str(tmp_path / "all.zip"), "--set=other"])
    assert done.exit_code == 2
    assert not (tmp_path / "all.zip").exists()


def test_a_moment_is_told_in_universal_time_as_the_standard_writes_it():
    assert text(datetime(2026, 9, 5, 9, 14, tzinfo=BAKU)) == "2026-09-05T05:14:00Z"
