"""What has changed between two data packages: each price once, with its day and source."""

import json
import zipfile
from dataclasses import replace

import pytest
from typer.testing import CliRunner

from channels.__main__ import app
from channels.export.data_package import as_package, citation, day_of
from channels.export.package_changes import BadPackage, PriceChangeKind, as_csv, compare_packages
from tests.support.builders import a_dataset, a_provider, a_route, a_service, a_tariff, an_observation, charge


def package(path, *told, tariffs=()):
    provider = a_provider(services=(a_service(*tariffs),))
    facts = a_dataset(a_route(provider=provider))
    placed = tuple((f"made {n}", one) for n, one in enumerate(told))
    facts = replace(facts, tables=replace(facts.tables, observations=placed, providers=(provider,)))
    path.write_bytes(as_package(facts))
    return path


def changed(tmp_path, before, after, **more):
    older = package(tmp_path / "a.zip", *before, tariffs=more.get("old", ()))
    return compare_packages(older, package(tmp_path / "b.zip", *after, tariffs=more.get("new", ())))


def test_each_way_in_which_a_price_can_change_is_told_once(tmp_path):
    found = changed(
        tmp_path,
        [an_observation(amount=n) for n in (1, 2, 3, 5)],
        [
            an_observation(amount=1),
            an_observation(amount=2, fee=150),
            an_observation(amount=3, superseded="typed wrongly"),
            an_observation(amount=4),
        ],
    )
    told = [(one.kind, one.amount, one.day, one.source) for one in found.changes]
    day, source = an_observation().last_day.isoformat(), an_observation().source
    assert told == [
        (PriceChangeKind.ADDED, "4", day, source),
        (PriceChangeKind.SUPERSEDED, "3", day, source),
        (PriceChangeKind.CHANGED, "2", day, source),
        (PriceChangeKind.GONE, "5", day, source),
    ]
    assert found.changes[1].after == "typed wrongly"
    assert "fee=100" in found.changes[2].before and "fee=150" in found.changes[2].after


def test_a_price_list_has_changed_where_a_charge_has(tmp_path):
    old, new = (a_tariff(charge(flat=flat)) for flat in (100, 120))
    found = changed(tmp_path, [], [], old=(old,), new=(new,))
    assert [one.kind for one in found.changes] == [PriceChangeKind.CHANGED]
    assert "flat:100" in found.changes[0].before and "flat:120" in found.changes[0].after


def test_the_same_package_has_not_changed(tmp_path):
    assert changed(tmp_path, [an_observation()], [an_observation()]).changes == ()


@pytest.mark.parametrize("content", [b"", b"no zip", None])
def test_what_is_no_package_is_refused(tmp_path, content):
    file = tmp_path / "x.zip"
    if content is None:
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("datapackage.json", json.dumps({"version": 1}))
    else:
        file.write_bytes(content)
    with pytest.raises(BadPackage):
        compare_packages(file, file)
    done = CliRunner().invoke(app, ["export", "changes", str(file), str(tmp_path / "none.zip")])
    assert done.exit_code == 1 and "Traceback" not in done.output


def test_the_command_tells_them_as_a_table_and_writes_csv(tmp_path):
    found = changed(tmp_path, [an_observation(amount=1)], [an_observation(amount=2)])
    table = tmp_path / "changes.csv"
    asked = ["export", "changes", str(tmp_path / "a.zip"), str(tmp_path / "b.zip"), "--csv", str(table)]
    done = CliRunner().invoke(app, asked)
    assert done.exit_code == 0, done.output
    assert "added: 1" in done.output and "gone: 1" in done.output and "a_bank" in done.output
    assert table.read_text(encoding="utf-8-sig") == as_csv(found)
    told = json.loads(CliRunner().invoke(app, [*asked[:4], "--format", "json"]).output)
    assert [one["change"] for one in told["changes"]] == ["added", "gone"]


def test_a_package_carries_citation_licence_and_day(tmp_path):
    file = package(tmp_path / "a.zip", an_observation())
    day = an_observation().last_day.isoformat()
    with zipfile.ZipFile(file) as archive:
        cited = archive.read("CITATION.cff").decode()
        described = json.loads(archive.read("datapackage.json"))
        assert "MIT" in archive.read("LICENCE.txt").decode()
    assert "cff-version: 1.2.0\n" in cited and f'date-released: "{day}"' in cited
    assert described["version"] == described["created"][:10] == day and described["licenses"]
    empty = a_dataset()
    empty = replace(empty, tables=replace(empty.tables, rates=()))
    assert day_of(empty) == "" and "date-released" not in citation(empty)
