"""Reading data/: every fault at once with its place, figures as exact as they are written, quick look-ups."""

import shutil
from dataclasses import FrozenInstanceError
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.dataset.dataset import Dataset, DatasetError
from channels.dataset.loading import LARGEST_FILE, examine, load, read
from channels.dataset.tables import Issue
from channels.pricing.fx import Rates
from channels.records.base import Record
from channels.records.observations import Rate

ROOT = Path(__file__).parents[3]
TEACHING = ROOT / "data" / "teaching"
TODAY = date(2026, 11, 21)

SOURCES = """
[[sources]]
id = "sheet"
title = "A tariff sheet"
publisher = "A bank"
retrieved = 2026-11-01
confidence = "primary"
"""
CORRIDORS = """
[[corridors]]
sending = "RU"
receiving = "AZ"
sends = "RUB"
receives = "AZN"
source = "sheet"
"""
PROVIDER = """
name.en = "A bank"
channel = "bank"
rsp_type = "bank"
country = "AZ"
status = [{ state = "operating", day = 2026-11-01, source = "sheet" }]

[[services]]
id = "account"
corridors = ["RU-AZ"]

[[services.tariffs]]
since = 2026-01-01
verified = 2026-11-01
source = "sheet"
currency = "RUB"
pays = ["AZN"]
charges = [{ percent = 0.1, at_least = 0.2 }]
margin = 0.3
"""
RATES = "day,currency,nominal,value,source\n2026-11-20,RUB,100,2.0001,sheet\n"
OBSERVED = "provider,service,corridor,evidence,observed,amount,currency,fee,margin_percent,source\n"
TABLES = ["sources", "corridors", "payouts", "outside", "rules", "regions", "providers/x"]
FILES = [*(f"{name}.toml" for name in TABLES), "rates.csv", "boards.csv", "observations/x.csv"]


@cache
def teaching() -> Dataset:
    return load(TEACHING)


def small(folder: Path, **changed: str | bytes | None) -> Path:
    """The smallest whole data folder, with the named files changed, added, or left out (None)."""
    files: dict[str, str | bytes | None] = {
        "sources.toml": SOURCES,
        "corridors.toml": CORRIDORS,
        "providers/a_bank.toml": PROVIDER,
        "rates.csv": RATES,
    }
    files |= {name.replace("__", "/").replace("_dot_", "."): content for name, content in changed.items()}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if content is not None:
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def told(folder: Path) -> set[tuple[str, str]]:
    """Place and code of every fault in a folder."""
    _, faults, _ = examine(folder, TODAY)
    return {(fault.where, fault.code) for fault in faults}


def edited(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new, 1)


# What is read


def test_the_smallest_whole_folder_loads(tmp_path):
    data = load(small(tmp_path), today=TODAY)
    assert list(data.providers) == ["a_bank"]
    assert list(data.sources) == ["sheet"]
    assert data.regions == {}
    assert not data.invented


def test_a_figure_is_as_exact_as_it_is_written(tmp_path):
    data = load(small(tmp_path))
    tariff = data.providers["a_bank"].services[0].tariffs[0]
    assert tariff.charges is not None
    assert str(tariff.charges[0].percent) == "0.1"
    assert str(tariff.charges[0].at_least) == "0.2"
    assert str(tariff.margin) == "0.3"
    assert data.tables.rates[0].per_unit == Decimal("0.020001")


def test_a_dataset_cannot_be_changed():
    data = teaching()
    with pytest.raises(FrozenInstanceError):
        data.rates = Rates(())
    with pytest.raises(ValueError, match="frozen"):
        data.tables.providers[0].country = "RU"


def test_every_record_in_the_data_is_a_tuple_of_frozen_records():
    tables = teaching().tables
    for rows in (tables.sources, tables.corridors, tables.providers, tables.payouts, tables.rates):
        assert isinstance(rows, tuple)
        assert rows
        for row in rows:
            assert isinstance(row, Record)
            assert row.model_config["frozen"] and row.model_config["extra"] == "forbid"


def test_a_byte_order_mark_and_spaces_around_cells_do_no_harm(tmp_path):
    rates = "\ufeffday , currency,nominal,value,source\n\n 2026-11-20 ,RUB, 100 ,2.0001, sheet\n,,,,\n"
    data = load(small(tmp_path, rates_dot_csv=rates, sources_dot_toml="\ufeff" + SOURCES))
    assert [(r.currency, r.nominal, r.value) for r in data.tables.rates] == [("RUB", 100, Decimal("2.0001"))]


def test_windows_line_ends_do_no_harm(tmp_path):
    files = {"rates_dot_csv": RATES, "sources_dot_toml": SOURCES, "providers__a_bank_dot_toml": PROVIDER}
    whole = load(small(tmp_path, **{k: v.replace("\n", "\r\n") for k, v in files.items()}))
    assert whole.tables == load(small(tmp_path / "unix")).tables


def test_an_optional_file_may_be_missing_but_a_needed_one_may_not(tmp_path):
    folder = small(tmp_path, sources_dot_toml=None, corridors_dot_toml=None, rates_dot_csv=None)
    shutil.rmtree(folder / "providers")
    assert told(folder) == {
        ("sources.toml", "missing_file"),
        ("corridors.toml", "missing_file"),
        ("rates.csv", "missing_file"),
        ("providers", "missing_file"),
    }


def test_a_folder_that_is_not_there_is_one_fault(tmp_path):
    for folder in (tmp_path / "nowhere", small(tmp_path) / "rates.csv"):
        with pytest.raises(DatasetError) as raised:
            load(folder)
        assert raised.value.issues == (Issue(folder.name, "missing_folder"),)


def test_an_empty_folder_names_the_four_files_that_are_needed(tmp_path):
    places = {where for where, code in told(tmp_path) if code == "missing_file"}
    assert places == {"sources.toml", "corridors.toml", "providers", "rates.csv"}


# Faults, all of them


def test_faults_in_many_files_are_all_told_at_once_each_with_its_place(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(TEACHING, folder)

    def change(name: str, old: str, new: str) -> None:
        path = folder / name
        path.write_text(edited(path.read_text(), old, new))

    change("sources.toml", 'publisher = "Pulyolu"', 'publishr = "Pulyolu"')
    change("corridors.toml", 'sends = "TRY"', 'sends = "lira"')
    change("providers/bank_a.toml", 'channel = "bank"', 'channel = "banc"')
    change("providers/bank_a.toml", "least = 3000", "leest = 3000")
    change("providers/app_e.toml", "flat = 99", "flat = -99")
    change("providers/post.toml", 'country = "AZ"', 'country = "AZ')
    change("payouts.toml", 'form = "account"', 'form = "purse"')
    change("outside.toml", 'kind = "carried"', 'kind = "flown"')
    change("regions.toml", 'id = "baku"', 'id = "Bakı"')
    change("rates.csv", "2026-01-01,USD,1,1.7000", "2026-01-01,USD,none,1.7000")
    change("boards.csv", "2025-10-01,bank_a,cash,USD,1.6940,1.7060,invented", "2025-10-01,bank_a,cash,USD")
    change("observations/teaching.csv", "17500", "seventeen")
    assert told(folder) == {
        ("sources.toml: sources.invented.publishr", "unknown_field"),
        ("sources.toml: sources.invented.publisher", "missing_field"),
        ("corridors.toml: corridors.2.sends", "wrong_form"),
        ("providers/bank_a.toml: channel", "not_one_of"),
        ("providers/bank_a.toml: services.0.tariffs.0.leest", "unknown_field"),
        ("providers/app_e.toml: services.0.tariffs.0.charges.0.flat", "out_of_range"),
        ("providers/post.toml", "broken_toml"),
        ("payouts.toml: payouts.bank_a_account.form", "not_one_of"),
        ("outside.toml: roads.relative.kind", "not_one_of"),
        ("regions.toml: regions.Bakı.id", "wrong_form"),
        ("rates.csv: line 7, nominal", "not_a_number"),
        ("boards.csv: line 2", "wrong_columns"),
        ("observations/teaching.csv: line 2, amount", "not_a_number"),
    }
    with pytest.raises(DatasetError) as raised:
        load(folder)
    assert len(raised.value.issues) == 13
    assert "13" in str(raised.value)


def test_a_broken_file_does_not_make_the_good_ones_look_guilty(tmp_path):
    folder = small(tmp_path, sources_dot_toml="[[sources")
    assert told(folder) == {("sources.toml", "broken_toml")}


FIELD_FAULTS = [
    # what stands in the tariff, what is written instead, the field, the code, the hint
    ("percent = 0.1", "percnt = 0.1", "charges.0.percnt", "unknown_field", "percent"),
    ("percent = 0.1", "xyzzy = 0.1", "charges.0.xyzzy", "unknown_field", ""),
    ("percent = 0.1", 'percent = "much"', "charges.0.percent", "not_a_number", "much"),
    ("percent = 0.1", "percent = true", "charges.0.percent", "not_a_number", "True"),
    ("percent = 0.1", "percent = nan", "charges.0.percent", "not_a_number", "NaN"),
    ("percent = 0.1", "percent = inf", "charges.0.percent", "not_a_number", "Infinity"),
    ("percent = 0.1", "percent = -0.1", "charges.0.percent", "out_of_range", "0"),
    ("percent = 0.1", "percent = 101", "charges.0.percent", "out_of_range", "100"),
    ("percent = 0.1", "percent = 1e400", "charges.0.percent", "out_of_range", "100"),
    ("at_least = 0.2", "at_least = 2000000000", "charges.0.at_least", "out_of_range", "1000000000"),
    ("charges = [{ percent = 0.1, at_least = 0.2 }]", "charges = [5]", "charges.0", "not_a_table", "5"),
    ("charges = [{ percent = 0.1, at_least = 0.2 }]", 'charges = "x"', "charges", "not_a_list", "x"),
    ("at_least = 0.2", "at_least = 3, at_most = 2", "charges.0", "contradiction", "at_least"),
    ("at_least = 0.2", "above = 3, up_to = 3", "charges.0", "contradiction", "up_to"),
    ("percent = 0.1", "percent = 0.1, percent_most = 0.05", "charges.0", "contradiction", "percent_most"),
    ("at_least = 0.2", "flat = 2, flat_most = 1", "charges.0", "contradiction", "flat_most"),
    ("margin = 0.3", "margin = 61", "margin", "out_of_range", "60"),
    ("margin = 0.3", "margin = 0.3\nrate = 0.02", "", "contradiction", "margin or rate"),
    ("margin = 0.3", "margin_most = 0.3", "", "contradiction", "margin_most"),
    ("margin = 0.3", "least = 5\nmost = 4", "", "contradiction", "least"),
    ('currency = "RUB"', 'currency = "rub"', "currency", "wrong_form", "rub"),
    ('currency = "RUB"', "currency = 643", "currency", "wrong_form", "643"),
    ('pays = ["AZN"]', 'pays = ["AZN", "manat"]', "pays.1", "wrong_form", "manat"),
    ('source = "sheet"\ncurrency', 'source = "A Sheet"\ncurrency', "source", "wrong_form", "A Sheet"),
    ("since = 2026-01-01", 'since = "soon"', "since", "not_a_day", "soon"),
    ("since = 2026-01-01", "since = 20260101", "since", "not_a_day", "20260101"),
    ("since = 2026-01-01", "since = 2026-01-01T10:00:00", "since", "not_a_day", "2026-01-01"),
    ("since = 2026-01-01", 'evidence = "heard"', "evidence", "not_one_of", "observed"),
    ("since = 2026-01-01", 'superseded = " "', "superseded", "empty_text", ""),
    ("since = 2026-01-01", f'superseded = "{"x" * 601}"', "superseded", "too_long", "x"),
]


@pytest.mark.parametrize(("old", "new", "field", "code", "hint"), FIELD_FAULTS)
def test_a_slip_in_a_tariff_is_told_with_its_field_and_a_hint(tmp_path, old, new, field, code, hint):
    folder = small(tmp_path, providers__a_bank_dot_toml=edited(PROVIDER, old, new))
    _, faults, _ = examine(folder, TODAY)
    place = "providers/a_bank.toml: services.0.tariffs.0" + ("." + field if field else "")
    assert [(fault.where, fault.code) for fault in faults] == [(place, code)]
    assert hint in faults[0].note


OTHER_FAULTS = [
    ("sources.toml", 'title = "A tariff sheet"\n', "", "sources.toml: sources.sheet.title", "missing_field"),
    ("sources.toml", "[[sources]]", "[[source]]", "sources.toml: source", "unknown_field"),
    ("sources.toml", SOURCES, "sources = 5", "sources.toml: sources", "not_a_list"),
    ("sources.toml", SOURCES, "sources = [5]", "sources.toml: sources.1", "not_a_table"),
    (
        "sources.toml",
        'title = "A tariff sheet"',
        'title = ""',
        "sources.toml: sources.sheet.title",
        "empty_text",
    ),
    (
        "sources.toml",
        'title = "A tariff sheet"',
        'title = "x"\nurl = "javascript:alert(1)"',
        "sources.toml: sources.sheet.url",
        "wrong_form",
    ),
    ("sources.toml", 'id = "sheet"', 'id = "sheet', "sources.toml", "broken_toml"),
    ("sources.toml", SOURCES, SOURCES + "\x00", "sources.toml", "broken_toml"),
    ("sources.toml", SOURCES, "x = " + "[" * 5000, "sources.toml", "broken_toml"),
    ("sources.toml", SOURCES, "x = " + "1" * 5000, "sources.toml", "broken_toml"),
    ("sources.toml", SOURCES, "x = 1e9999999999999999999999", "sources.toml", "broken_toml"),
    (
        "corridors.toml",
        'sending = "RU"',
        'sending = "ru"',
        "corridors.toml: corridors.1.sending",
        "wrong_form",
    ),
    (
        "corridors.toml",
        'receives = "AZN"',
        "usual = 1.5",
        "corridors.toml: corridors.1.usual",
        "not_a_number",
    ),
    (
        "providers/a_bank.toml",
        'corridors = ["RU-AZ"]',
        "corridors = []",
        "providers/a_bank.toml: services.0.corridors",
        "empty_list",
    ),
    (
        "providers/a_bank.toml",
        'corridors = ["RU-AZ"]',
        'corridors = ["RU-AZ"]\nlimits = [{ amount = 1, currency = "USD" }]',
        "providers/a_bank.toml: services.0",
        "contradiction",
    ),
    (
        "providers/a_bank.toml",
        'corridors = ["RU-AZ"]',
        'corridors = ["RU-AZ"]\nspeed = { least = 9, most = 8, source = "sheet" }',
        "providers/a_bank.toml: services.0.speed",
        "contradiction",
    ),
    (
        "providers/a_bank.toml",
        "\nname.en",
        '\nid = "b"\nname.en',
        "providers/a_bank.toml: id",
        "id_is_file_name",
    ),
    ("rates.csv", RATES, "", "rates.csv", "empty_file"),
    ("rates.csv", RATES, RATES + '"2026-11-19,RUB,1,1,sheet\n', "rates.csv", "broken_csv"),
    ("rates.csv", RATES, RATES + "x" * 200_000 + ",RUB,1,1,sheet\n", "rates.csv", "broken_csv"),
    ("rates.csv", RATES, RATES + "2026-11-19,USD,1,1.7\n", "rates.csv: line 3", "wrong_columns"),
    ("rates.csv", RATES, RATES + "2026-11-19,USD,1,1.7,sheet,x\n", "rates.csv: line 3", "wrong_columns"),
    ("rates.csv", RATES, RATES + "19.11.2026,USD,1,1.7,sheet\n", "rates.csv: line 3, day", "not_a_day"),
    (
        "rates.csv",
        RATES,
        RATES + "2026-11-19,USD,1.5,1.7,sheet\n",
        "rates.csv: line 3, nominal",
        "not_a_number",
    ),
    ("rates.csv", RATES, RATES + "2026-11-19,USD,1,one,sheet\n", "rates.csv: line 3, value", "not_a_number"),
    ("rates.csv", RATES, RATES + "2026-11-19,USD,1,NaN,sheet\n", "rates.csv: line 3, value", "not_a_number"),
    ("rates.csv", RATES, RATES + "2026-11-19,USD,1,0,sheet\n", "rates.csv: line 3, value", "out_of_range"),
    ("rates.csv", RATES, RATES + "2026-11-19,USD,1,,sheet\n", "rates.csv: line 3, value", "missing_field"),
    ("rates.csv", RATES, RATES.replace("source", "source,who"), "rates.csv: line 1, who", "unknown_field"),
]


@pytest.mark.parametrize(("name", "old", "new", "where", "code"), OTHER_FAULTS)
def test_a_slip_in_a_file_is_told_with_its_place(tmp_path, name, old, new, where, code):
    folder = small(tmp_path)
    path = folder / name
    path.write_text(edited(path.read_text(), old, new))
    assert (where, code) in told(folder)


def test_a_misspelt_column_is_named_with_the_nearest_right_one(tmp_path):
    folder = small(tmp_path, rates_dot_csv=RATES.replace("nominal", "nominl"))
    _, faults, _ = examine(folder, TODAY)
    assert Issue("rates.csv: line 1, nominl", "unknown_field", "nominal") in faults
    assert ("rates.csv: line 2, nominal", "missing_field") in {(f.where, f.code) for f in faults}


def test_bytes_that_are_not_utf8_are_told_with_their_position(tmp_path):
    folder = small(
        tmp_path, rates_dot_csv=RATES.encode() + b"\xff", sources_dot_toml=SOURCES.encode("utf-16")
    )
    _, faults, _ = examine(folder, TODAY)
    position = len(RATES.encode())
    assert Issue("rates.csv", "not_utf8", f"byte {position}") in faults
    assert Issue("sources.toml", "not_utf8", "byte 0") in faults


def test_a_file_of_ten_megabytes_is_not_even_read(tmp_path):
    folder = small(tmp_path, rates_dot_csv="x" * 10_000_000, providers__b_dot_toml="#" * (LARGEST_FILE + 1))
    assert told(folder) == {("rates.csv", "too_large"), ("providers/b.toml", "too_large")}


def test_a_provider_file_whose_name_is_no_id_is_a_fault(tmp_path):
    folder = small(tmp_path, **{"providers__A Bank_dot_toml": PROVIDER})
    assert told(folder) == {("providers/A Bank.toml: id", "wrong_form")}


def test_a_folder_where_a_file_should_be_is_a_fault(tmp_path):
    folder = small(tmp_path)
    (folder / "providers" / "b.toml").mkdir()
    (folder / "observations" / "c.csv").mkdir(parents=True)
    assert told(folder) == {("providers/b.toml", "missing_file"), ("observations/c.csv", "missing_file")}


def test_a_file_that_the_system_will_not_give_is_a_fault(tmp_path, monkeypatch):
    folder = small(tmp_path)
    whole = Path.read_text

    def locked(path: Path, **how: str) -> str:
        if path.name == "rates.csv":
            raise PermissionError(path)
        return whole(path, **how)

    monkeypatch.setattr(Path, "read_text", locked)
    assert told(folder) == {("rates.csv", "unreadable")}


def test_a_table_of_blank_lines_is_as_empty_as_an_empty_one(tmp_path):
    assert told(small(tmp_path, rates_dot_csv="\n\n")) == {("rates.csv", "empty_file")}


@pytest.mark.parametrize("written", ["1_7", "١٧", "１.７"])
def test_a_number_is_written_in_plain_figures_or_it_is_a_fault(tmp_path, written):
    folder = small(tmp_path, rates_dot_csv=RATES + f"2026-11-19,USD,1,{written},sheet\n")
    assert told(folder) == {("rates.csv: line 3, value", "not_a_number")}


def test_a_bare_number_is_not_a_day(tmp_path):
    folder = small(
        tmp_path,
        rates_dot_csv=RATES + "0,USD,1,1.7,sheet\n",
        providers__a_bank_dot_toml=edited(PROVIDER, "since = 2026-01-01", "since = 0"),
    )
    assert told(folder) == {
        ("rates.csv: line 3, day", "not_a_day"),
        ("providers/a_bank.toml: services.0.tariffs.0.since", "not_a_day"),
    }


@pytest.mark.parametrize("value", ["1e400", "1e20", "1e-30"])
def test_a_rate_that_no_currency_can_have_is_a_fault_and_not_a_crash(tmp_path, value):
    folder = small(tmp_path, rates_dot_csv=RATES + f"2026-11-19,USD,1,{value},sheet\n")
    assert told(folder) == {("rates.csv: line 3, value", "out_of_range")}


def test_a_providers_rate_that_no_currency_can_have_is_a_fault_and_not_a_crash(tmp_path):
    text = edited(PROVIDER, "margin = 0.3", "rate = 1e400")
    assert told(small(tmp_path, providers__a_bank_dot_toml=text)) == {
        ("providers/a_bank.toml: services.0.tariffs.0.rate", "out_of_range")
    }


def test_the_rule_on_future_days_holds_only_when_a_day_is_given(tmp_path):
    folder = small(tmp_path, rates_dot_csv=RATES + "2026-11-22,USD,1,1.7,sheet\n")
    assert len(load(folder).tables.rates) == 2
    assert load(folder, today=date(2026, 11, 22)).first_day == date(2026, 1, 1)
    with pytest.raises(DatasetError) as raised:
        load(folder, today=TODAY)
    assert [issue.code for issue in raised.value.issues] == ["future_day"]


@given(
    name=st.sampled_from(FILES),
    content=st.one_of(
        st.binary(max_size=120),
        st.text(max_size=120).map(str.encode),
        st.lists(st.text("[]{}=\",.'#\n\\0aeintxZ-_", max_size=12), max_size=12).map(
            lambda parts: "".join(parts).encode()
        ),
    ),
)
def test_whatever_a_file_holds_the_reader_answers_with_faults_and_never_breaks(
    tmp_path_factory, name, content
):
    folder = small(tmp_path_factory.mktemp("hostile"))
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    _, faults, notices = examine(folder, TODAY)
    assert all(fault.where and fault.code != "not_understood" for fault in [*faults, *notices])


@given(cells=st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=6))
def test_whatever_stands_in_a_table_the_reader_answers_with_faults_and_never_breaks(tmp_path_factory, cells):
    folder = small(tmp_path_factory.mktemp("cells"), rates_dot_csv=RATES + ",".join(cells) + "\n")
    tables, faults, _ = examine(folder, TODAY)
    assert faults or 1 <= len(tables.rates) <= 2


# What was published lies over the files


def test_what_was_published_lies_over_the_files(tmp_path):
    data = small(tmp_path / "data")
    over = tmp_path / "published"
    (over / "observations").mkdir(parents=True)
    round_of_november = OBSERVED + "a_bank,account,RU-AZ,observed,2026-11-20,20000,RUB,200,1.0,sheet\n"
    (over / "observations" / "november.csv").write_text(round_of_november)
    assert len(load(data).tables.observations) == 0
    found = load(data, over)
    assert [seen.fee for _, seen in found.tables.observations] == [Decimal(200)]
    route = found.routes(found.corridor("RU", "AZ"))[0]
    assert [seen.amount for seen in route.observations] == [Decimal(20000)]
    assert load(data, tmp_path / "nothing").tables == load(data).tables


def test_a_list_in_a_cell_is_parted_by_spaces_and_each_code_in_it_is_checked(tmp_path):
    data, over = small(tmp_path / "data"), tmp_path / "published"
    (over / "observations").mkdir(parents=True)
    rows = OBSERVED.replace(",source", ",documents,regions,source")
    for documents in ("passport  id_card", "", "passport visa"):
        rows += f"a_bank,account,RU-AZ,observed,2026-11-20,20000,RUB,200,1.0,{documents},all,sheet\n"
    (over / "observations" / "november.csv").write_text(rows)
    tables, issues = read(data, over)
    found = [(seen.documents, seen.regions) for _, seen in tables.observations]
    assert found == [(("passport", "id_card"), ("all",)), ((), ("all",))]
    assert [(issue.where, issue.code) for issue in issues] == [
        ("observations/november.csv: line 4, documents.1", "not_one_of")
    ]
    assert "passport" in issues[0].note


def test_a_fault_in_what_was_published_is_told_too(tmp_path):
    data = small(tmp_path / "data")
    over = tmp_path / "published"
    (over / "observations").mkdir(parents=True)
    (over / "observations" / "x.csv").write_text(
        OBSERVED + "nobody,account,RU-AZ,observed,2026-11-20,1,RUB,2,1,sheet\n"
    )
    with pytest.raises(DatasetError) as raised:
        load(data, over)
    assert [(issue.where, issue.code) for issue in raised.value.issues] == [
        ("observations/x.csv: line 2", "unknown_service")
    ]


ASKED = "provider,service,corridor,answer,day,amount,currency,payout,source\n"


def test_answers_without_a_price_are_read_with_those_laid_over_them_and_make_no_road(tmp_path):
    data, over = small(tmp_path / "data"), tmp_path / "published"
    for folder, answer in ((data, "refused"), (over, "no_service")):
        (folder / "answers").mkdir(parents=True)
        row = f"a_bank,account,RU-AZ,{answer},2026-11-20,,,,sheet\n"
        (folder / "answers" / "november.csv").write_text(ASKED + row)
    (data / "answers" / "october.csv").write_text(
        ASKED + "a_bank,account,RU-AZ,blocked,2026-10-20,20000,RUB,,sheet\n"
    )
    found = load(data, over)
    assert [(said.answer, said.amount) for _, said in found.tables.answers] == [
        ("blocked", 20_000), ("no_service", None),
    ]  # fmt: skip
    way = found.corridor("RU", "AZ")
    assert found.asked_in_vain("a_bank", way, date(2026, 11, 20)).answer == "no_service"
    assert found.asked_in_vain("a_bank", way, date(2026, 11, 19)).answer == "blocked"
    assert found.asked_in_vain("a_bank", way, date(2026, 10, 19)) is None
    assert found.asked_in_vain("b_bank", way, TODAY) is None
    assert [route.observations for route in found.routes(way)] == [()]


@pytest.mark.parametrize(
    ("row", "where", "code"),
    [
        ("a_bank,account,RU-AZ,refused,2026-11-20,,,,sheet", None, None),
        ("a_bank,account,RU-AZ,perhaps,2026-11-20,,,,sheet", ", answer", "not_one_of"),
        ("a_bank,account,RU-AZ,observed,2026-11-20,,,,sheet", "", "contradiction"),
        ("a_bank,account,RU-AZ,refused,2026-11-20,200,,,sheet", "", "contradiction"),
        ("a_bank,account,RU-AZ,refused,2026-11-20,,RUB,,sheet", "", "contradiction"),
        ("a_bank,account,RU-AZ,refused,2026-11-20,0,RUB,,sheet", ", amount", "out_of_range"),
        ("a_bank,account,RU-AZ,refused,yesterday,,,,sheet", ", day", "not_a_day"),
        ("a_bank,account,RU-AZ,refused,,,,,sheet", ", day", "missing_field"),
        ("a_bank,account,RU-AZ,refused,2026-11-22,,,,sheet", "", "future_day"),
        ("a_bank,account,RU-AZ,refused,2026-11-20", "", "wrong_columns"),
        ("b_bank,account,RU-AZ,refused,2026-11-20,,,,sheet", "", "unknown_service"),
        ("a_bank,account,TR-AZ,refused,2026-11-20,,,,sheet", "", "unknown_corridor"),
        ("a_bank,account,RU-AZ,refused,2026-11-20,,,nowhere,sheet", "", "unknown_payout"),
        ("a_bank,account,RU-AZ,refused,2026-11-20,,,,nobody", "", "unknown_source"),
    ],
)
def test_a_slip_in_an_answer_without_a_price_is_named_with_file_and_line(tmp_path, row, where, code):
    data = small(tmp_path / "data", answers__x_dot_csv=ASKED + row + "\n")
    _, found, _ = examine(data, TODAY)
    assert [(issue.where, issue.code) for issue in found] == (
        [] if code is None else [(f"answers/x.csv: line 2{where}", code)]
    )


SHEET = """
[[sources]]
id = "later_sheet"
title = "A later sheet"
publisher = "Central Bank"
published = 2026-11-21
retrieved = 2026-11-21
confidence = "primary"
"""
COLUMNS = "day,currency,nominal,value,source\n"


def published(folder: Path, **files: str) -> Path:
    folder.mkdir()
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_text(content)
    return folder


def test_rates_and_sources_that_were_published_lie_over_the_files(tmp_path):
    data = small(tmp_path / "data")
    rows = "2026-11-21,RUB,100,2.1,later_sheet\n2026-11-21,USD,1,1.7,later_sheet\n"
    found = load(data, published(tmp_path / "over", sources_toml=SHEET, rates_csv=COLUMNS + rows))
    assert [rate.value for rate in found.tables.rates] == [Decimal(n) for n in ("2.0001", "2.1", "1.7")]
    assert found.sources["later_sheet"].title == "A later sheet"
    assert found.rates.quote("RUB", date(2026, 11, 21)).per_unit == Decimal("0.021")
    assert found.rates.quote("RUB", date(2026, 11, 20)).per_unit == Decimal("0.020001")


def test_of_two_rates_of_a_day_the_one_laid_over_counts_and_of_those_the_last(tmp_path):
    data = small(tmp_path / "data")
    rows = "2026-11-20,RUB,1,0.03,sheet\n2026-11-20,RUB,1,0.04,sheet\n"
    found = load(data, published(tmp_path / "over", rates_csv=COLUMNS + rows))
    assert [rate.value for rate in found.tables.rates] == [Decimal("0.04")]


def test_what_stands_twice_in_the_files_themselves_stays_a_fault(tmp_path):
    data = small(tmp_path / "data", rates_dot_csv=RATES + RATES.splitlines()[1] + "\n")
    rows = "2026-11-21,RUB,1,0.03,sheet\n"
    with pytest.raises(DatasetError) as raised:
        load(data, published(tmp_path / "over", rates_csv=COLUMNS + rows))
    assert [issue.code for issue in raised.value.issues] == ["duplicate"]


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"rates_csv": COLUMNS + "2026-11-21,RUB,1,0.03,nobody\n"}, "unknown_source"),
        ({"rates_csv": COLUMNS + "2026-11-21,RUB,1,much,sheet\n"}, "not_a_number"),
        ({"sources_toml": "[[sources]"}, "broken_toml"),
    ],
)
def test_a_fault_in_published_rates_is_told(tmp_path, files, code):
    with pytest.raises(DatasetError) as raised:
        load(small(tmp_path / "data"), published(tmp_path / "over", **files))
    assert [issue.code for issue in raised.value.issues] == [code]


# Looking up


def test_a_corridor_is_found_by_its_countries_else_as_one_to_any_country():
    data = teaching()
    assert data.corridor("RU", "AZ").key == "RU-AZ"
    assert data.corridor("AZ", "TR").key == "AZ-TR"
    assert data.corridor("AZ", "BR").key == "AZ-any"
    assert data.corridor("AZ", "any").key == "AZ-any"
    assert data.corridor("AZ", "AZ").key == "AZ-AZ"
    assert data.corridor("BR", "AZ") is None
    assert data.corridor("RU", "RU") is None


def test_roads_to_any_country_serve_a_named_one_but_never_the_own():
    data = teaching()
    to_anywhere = {route.key for route in data.routes(data.corridor("AZ", "any"))}
    to_turkey = {route.key for route in data.routes(data.corridor("AZ", "TR"))}
    inside = {route.key for route in data.routes(data.corridor("AZ", "AZ"))}
    assert to_anywhere < to_turkey
    assert not to_anywhere & inside
    assert {route.corridor.key for route in data.routes(data.corridor("AZ", "TR"))} == {"AZ-TR", "AZ-any"}


def test_a_service_that_names_a_country_and_any_country_is_one_road(tmp_path):
    outbound = CORRIDORS.replace('"RU"', '"AZ"').replace('receiving = "AZ"', 'receiving = "TR"')
    anywhere = outbound.replace('"TR"', '"any"').replace('receives = "AZN"\n', "")
    data = load(
        small(
            tmp_path,
            corridors_dot_toml=outbound + anywhere,
            providers__a_bank_dot_toml=PROVIDER.replace('["RU-AZ"]', '["AZ-TR", "AZ-any"]'),
        )
    )
    for receiving in ("TR", "GE"):
        assert len(data.routes(data.corridor("AZ", receiving))) == 1
    assert data.routes(data.corridor("AZ", "TR"))[0].corridor.key == "AZ-TR"


def test_a_service_makes_one_road_for_each_of_its_counters():
    data = teaching()
    roads = [
        route
        for route in data.routes(data.corridor("RU", "AZ"))
        if (route.provider.id, route.service.id) == ("system_c", "ru_cash")
    ]
    assert [(route.payout.id, route.partner.id) for route in roads] == [
        ("system_c_bank_a", "bank_a"),
        ("system_c_post", "post"),
    ]


def test_no_road_stands_twice_on_a_corridor():
    data = teaching()
    for corridor in data.tables.corridors:
        keys = [route.key for route in data.routes(corridor)]
        assert keys
        assert len(keys) == len(set(keys))


def test_observations_belong_to_their_own_service_and_corridor():
    data = teaching()
    for corridor in data.tables.corridors:
        for route in data.routes(corridor):
            for seen in route.observations:
                assert (seen.provider, seen.service) == route.key[:2]
                assert seen.corridor == route.corridor.key
    attached = {
        seen
        for corridor in data.tables.corridors
        for route in data.routes(corridor)
        for seen in route.observations
    }
    assert attached == {seen for _, seen in data.tables.observations}


def test_roads_outside_the_formal_system_are_found_by_corridor():
    data = teaching()
    assert {road.id for road in data.roads(data.corridor("RU", "AZ"))} == {"relative", "driver", "hawala_h"}
    assert data.roads(data.corridor("AZ", "TR")) == ()


def test_the_first_day_is_the_oldest_on_which_anything_is_known():
    assert teaching().first_day == date(2025, 10, 1)
    assert load(ROOT / "data").first_day == date(2021, 12, 31)


def test_the_first_day_of_a_folder_without_any_dated_figure_is_not_known(tmp_path):
    undated = PROVIDER.replace("since = 2026-01-01\n", "").replace("verified = 2026-11-01\n", "")
    header = RATES.splitlines()[0] + "\n"
    assert load(small(tmp_path, providers__a_bank_dot_toml=undated, rates_dot_csv=header)).first_day is None


# A rate laid over the others


def test_a_rate_that_the_reader_typed_takes_the_place_of_the_sheets_from_its_day_on():
    data = teaching()
    day = date(2026, 2, 1)
    typed = Rate(day=day, currency="RUB", nominal=100, value=Decimal("2.10"), source="told_by_reader")
    changed = data.with_rate(typed)
    assert changed.rates.quote("RUB", day).per_unit == Decimal("0.021")
    assert changed.rates.quote("RUB", date(2026, 1, 31)).per_unit == Decimal("0.0195")
    assert data.rates.quote("RUB", day).per_unit == Decimal("0.0195")


def test_a_rate_typed_on_the_day_of_a_sheet_counts_before_the_sheet():
    data = teaching()
    typed = Rate(
        day=date(2026, 1, 1), currency="RUB", nominal=1, value=Decimal("0.02"), source="told_by_reader"
    )
    assert data.with_rate(typed).rates.quote("RUB", date(2026, 1, 1)).per_unit == Decimal("0.02")


def test_the_teaching_set_stays_alone_when_the_european_rates_are_added():
    def ecb(currency: str, day: date) -> tuple[date, Decimal]:
        return day, Decimal("1.2")

    data = teaching()
    assert data.with_ecb(ecb) is data
    real = load(ROOT / "data")
    assert real.rates.quote("SEK", TODAY) is None
    assert real.with_ecb(ecb).rates.quote("SEK", TODAY).per_unit == Decimal("2.04")


def test_reading_twice_gives_the_same():
    assert read(TEACHING) == read(TEACHING)
