"""Every figure with its source: nothing is left out, nothing is older or fresher than it is."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from channels.dataset.checks import faults
from channels.dataset.dataset import Dataset
from channels.dataset.provenance import FigureKind, age, figures
from channels.dataset.unknowns import standings, unknowns
from channels.records.base import Record
from channels.records.definitions import Definition, Example
from channels.terms import Grade, Status
from components.i18n import words
from components.words import sources as source_words
from tests.support.builders import no_price
from tests.support.datasets import shipped

ROOT = Path(__file__).parents[3]
FOLDERS = {"real": ROOT / "data", "teaching": ROOT / "data" / "teaching"}
DAY = date(2026, 11, 30)
EACH = pytest.mark.parametrize("name", FOLDERS)


@cache
def data(name: str = "real") -> Dataset:
    return shipped(name)


def inner(record: Record) -> Iterator[Record]:
    """A record and every record inside it."""
    yield record
    for field in type(record).model_fields:
        value = getattr(record, field)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, Record):
                yield from inner(item)


def records(found: Dataset) -> Iterator[Record]:
    """Every record that can cite a source, but the conflicts."""
    known = found.tables
    seen = [observation for _, observation in known.observations]
    rows: Sequence[Record]
    row: Record
    for rows in (known.corridors, known.providers, known.payouts, seen, known.rates, known.boards):
        for row in rows:
            yield from inner(row)
    told = (known.targets, known.surveys, known.statistics, known.databases, known.registers, series(found))
    for rows in (known.roads, known.references, known.rules, known.regions, *told):
        for row in rows:
            yield from inner(row)


def series(found: Dataset) -> list[Record]:
    """A series of quarters, told once each."""
    rows = {(q.source, q.sending, q.receiving, q.amount): q for q in found.tables.corridor_quarters}
    return [*rows.values(), *{q.source: q for q in found.tables.global_quarters}.values()]


@EACH
def test_every_citation_in_the_data_is_a_figure_of_its_source(name):
    found = [(figure.source, figure.kind) for figure in figures(data(name).tables)]
    cited = []
    for record in records(data(name)):
        cited += [
            getattr(record, field) for field in ("source", "limits_source") if getattr(record, field, None)
        ]
    without_conflicts = sorted(source for source, kind in found if kind is not FigureKind.CONFLICT)
    assert without_conflicts == sorted(cited)
    assert {source for source, _ in found} <= set(data(name).sources)


def test_every_side_of_every_conflict_is_a_figure_of_its_source():
    conflicts = data().tables.conflicts
    assert len(conflicts) >= 4
    found = [f for f in figures(data().tables) if f.kind is FigureKind.CONFLICT]
    for conflict in conflicts:
        assert len({side.source for side in conflict.sides}) > 1
        sides = {f.source for f in found if f.record is conflict}
        assert sides == {side.source for side in conflict.sides}
        assert all(text.az and text.ru for text in (conflict.title, conflict.shown))
        assert all(side.says.az and side.says.ru for side in conflict.sides)
        for side in conflict.sides:
            assert side in list(inner(conflict))


def test_a_source_is_as_fresh_as_its_last_seen_price():
    source = data().sources["azerpost_individuals"]
    resting = [f for f in figures(data().tables) if f.source == source.id]
    assert source.published is None
    assert age(source, resting, DAY) == (None, Grade.HISTORICAL)
    survey = data().sources["rpw_workbook"]
    resting = [f for f in figures(data().tables) if f.source == survey.id]
    prices = [f for f in resting if f.kind is FigureKind.OBSERVATION]
    assert age(survey, prices, DAY) == (date(2021, 12, 31), Grade.HISTORICAL)
    assert age(survey, resting, DAY) == (date(2025, 9, 30), Grade.HISTORICAL)


def test_an_answer_without_a_price_is_a_figure_of_its_source_with_its_day():
    source = data().sources["azerpost_individuals"]
    said = no_price(provider="azerpost", service="abroad", corridor="RU-AZ", source=source.id, day=DAY)
    tables = replace(data().tables, answers=(("made", said),))
    resting = [f for f in figures(tables) if f.source == source.id]
    (found,) = [f for f in resting if f.kind is FigureKind.NO_PRICE]
    assert (found.provider, found.record, found.countries) == ("azerpost", said, {"RU"})
    assert age(source, resting, DAY) == (DAY, Grade.CURRENT)
    known = data().with_tables(tables)
    for language in ("en", "az", "ru"):
        spoken = words(language)
        line = source_words.figure_line(found, known, spoken)
        assert spoken("entry_answer.refused") in line
        assert spoken.day(DAY) in line


def test_rates_that_are_too_old_to_judge_by_are_not_current():
    source = data().sources["cbar_rates_2026_09_04"]
    resting = [f for f in figures(data().tables) if f.source == source.id]
    assert age(source, resting, date(2026, 9, 10)) == (date(2026, 9, 4), Grade.CURRENT)
    assert age(source, resting, date(2026, 9, 12)) == (date(2026, 9, 4), Grade.AGEING)


def test_what_was_said_later_than_the_day_does_not_count():
    source = data().sources["cbar_rates_2026_09_04"]
    assert age(source, [], date(2026, 9, 3)) == (None, Grade.HISTORICAL)


@EACH
def test_the_status_of_every_business_that_has_one_is_told(name):
    found = standings(data(name), DAY)
    told = {one.provider.id for one in found if one.service is None and one.payout is None}
    assert told == {provider.id for provider in data(name).tables.providers if provider.status}
    for one in found:
        assert one.on_day.standing is not None
        assert one.on_day.source in data(name).sources


def test_banned_systems_are_told_as_suspended():
    found = {one.provider.id: one.on_day.state for one in standings(data(), DAY) if one.service is None}
    for name in ("ria", "moneygram", "unistream"):
        assert found[name] is Status.SUSPENDED


def test_what_nobody_knows_is_counted():
    found = unknowns(data(), DAY)
    # Only what Wise takes for dollars was seen on a day.
    assert (found.tariffs, found.tariffs_unseen) == (68, 67)
    keys = {corridor.key for corridor in found.roads_without_price}
    assert "RU-AZ" not in keys
    assert "AZ-RU" not in keys
    assert "TR-AZ" in keys
    assert {"RUB", "EUR", "TRY"} <= {rate.currency for rate in found.old_rates}
    assert "USD" not in {rate.currency for rate in found.old_rates}


def test_the_teaching_set_has_no_gap():
    found = unknowns(data("teaching"), DAY)
    assert found.roads_without_price == ()
    assert found.old_rates == ()
    assert found.tariffs_unseen == 0


def test_every_definition_has_an_example_and_its_texts_in_three_languages():
    tables = data().tables
    assert len(tables.definitions) > 25
    names = {example.definition for example in tables.examples}
    for definition in tables.definitions:
        assert definition.id in names
        for text in (definition.title, definition.text, definition.worked):
            assert text.az
            assert text.ru


def a_definition(**more: object) -> Definition:
    texts = {"title": {"en": "T"}, "text": {"en": "T"}, "worked": {"en": "of {send}, {fee} is taken"}}
    return Definition.model_validate({"id": "budget", "topic": "price", **texts, **more})


def test_a_definition_without_example_or_with_a_figure_that_is_not_there_is_a_fault():
    tables = data().tables
    example = Example(name="E", definition="budget", given={"send": 10}, expected={"paid": 9})
    lacking = type(tables)(sources=tables.sources, definitions=[a_definition()])
    assert [(i.code, i.note) for i in faults(lacking)] == [("unknown_example", "budget")]
    lacking = type(tables)(sources=tables.sources, definitions=[a_definition()], examples=[example])
    assert [(i.code, i.note) for i in faults(lacking)] == [("unknown_example", "fee")]


def test_the_figures_of_an_example_go_by_their_paths():
    given = {"send": 10, "road": {"tariff": {"charges": [{"flat": 1}], "pays": []}}}
    example = Example(name="E", definition="budget", given=given, expected={"received": 9, "send": 11})
    assert example.figures() == {
        "send": 11,
        "road_tariff_charges_0_flat": 1,
        "road_tariff_pays": "[]",
        "received": 9,
    }
    assert example.lines() == (
        ["send = 10", "road.tariff.charges.0.flat = 1", "road.tariff.pays = []"],
        ["received = 9", "send = 11"],
    )


def test_the_method_for_reading_outside_names_every_definition_that_has_an_example():
    text = (ROOT / "docs" / "method.md").read_text("utf-8")
    missing = {e.definition for e in data().tables.examples if f"`{e.definition}`" not in text}
    assert missing == set()
