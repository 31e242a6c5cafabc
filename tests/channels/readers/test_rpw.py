"""The World Bank's workbook: every quirk of the published one, in small workbooks made here."""

from datetime import date, datetime

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.readers import rpw, rpw_cells
from channels.readers.countries import corridor, country
from channels.readers.workbooks import Unreadable
from channels.terms import SpeedBand
from tests.support.examples import costly
from tests.support.workbooks import NEW_COLUMNS, NEW_SHEET, OLD_SHEET, Formula, a_service, write_workbook

MARKS = rpw.MARKS


@pytest.fixture
def reads(tmp_path):
    """What is read of a workbook with these rows."""

    def read(new=(), old=None, **more) -> rpw.Reading:
        path = write_workbook(tmp_path / "rpw.xlsx", new, old, **more)
        return rpw.joined([rpw.read_sheet(path, sheet) for sheet in rpw.data_sheets(path)])

    return read


def only(reading: rpw.Reading) -> pd.Series:
    """The only service of a reading, of which nothing was quarantined."""
    assert (len(reading.services), len(reading.quarantine)) == (1, 0), reading.quarantine
    return reading.services.iloc[0]


def known(value):
    return None if pd.isna(value) else value


# One row


def test_a_plain_row_is_read_in_our_words(reads):
    row = only(reads([a_service(id=7, firm="Contact", cc1_lcu_fee=2.0)]))
    assert (row.quarter, row.sending, row.receiving, row.id) == ("2021-Q4", "RU", "AZ", "7")
    assert (row.firm, row.firm_type, row.instrument) == ("Contact", "money_transfer_operator", "cash")
    assert (row.speed, row.transparent, row.day) == ("same_day", True, date(2021, 11, 15))
    assert (row.amount, row.fee, row.fee_percent, row.fx_margin, row.total) == (200, 2, 1, 0, 1)
    assert (row.amount_500, row.fee_500, row.fx_margin_500, row.total_500) == (500, 5, 0, 1)
    assert (row.marks, row.sheet, row.row) == ("", NEW_SHEET, 2)


def test_the_older_sheet_has_other_columns(reads):
    row = only(reads([], [a_service(period="2016_1Q", coverage="Low", pick_up_method="Bank account")]))
    assert (row.quarter, row["product"], row.coverage) == ("2016-Q1", "Cash to cash", "Low")
    assert (row.pickup_method, known(row.instrument), known(row.access_point)) == ("Bank account", None, None)
    assert (row.sheet, row.row) == (OLD_SHEET, 2)


@pytest.mark.parametrize(
    ("written", "read"),
    [("2021_4Q", "2021-Q4"), (" 2011_1q ", "2011-Q1"), ("2025-Q3", "2025-Q3"), ("2025 3Q", "2025-Q3")],
)
def test_a_quarter_is_written_by_year_and_number(reads, written, read):
    assert only(reads([a_service(period=written)])).quarter == read


@pytest.mark.parametrize("written", ["2021_5Q", "2021", "", 2021.0, "Q4", "1921_4Q", "2021_4Q."])
def test_a_row_without_a_quarter_is_quarantined(reads, written):
    found = reads([a_service(id=1), a_service(id=2, period=written)])
    assert len(found.services) == 1
    assert found.quarantine[["sheet", "row", "reason"]].values.tolist() == [[NEW_SHEET, 3, "no_period"]]


@pytest.mark.parametrize("written", [0.0, 0, False])
def test_a_row_of_nothing_but_zeros_is_a_row_and_an_empty_one_is_none(reads, written):
    zeros = dict.fromkeys(a_service(), written)
    empty = dict.fromkeys(a_service(), "")
    found = reads([a_service(id=1), zeros, empty, a_service(id=2)])
    assert found.quarantine[["row", "reason"]].values.tolist() == [[3, "no_period"]]
    assert (len(found.services), found.rows) == (2, 3)


def test_a_sheet_of_too_many_cells_is_refused_for_its_cells_and_not_its_columns(reads, monkeypatch):
    monkeypatch.setattr(rpw, "MOST_CELLS", 100)
    with pytest.raises(Unreadable) as fault:
        reads([a_service(id=at) for at in range(10)])
    assert fault.value.code == "large_sheet"
    assert fault.value.holes["cells"] >= len(NEW_COLUMNS) * 10 > fault.value.holes["most"] == 100


def test_numbers_as_text_count_and_are_marked(reads):
    found = reads(
        [
            a_service(id=1, cc1_lcu_amount="200.00", cc1_lcu_fee=" 2.00 ", cc1_total_cost="1"),
            a_service(id=2, inter_lcu_bank_fx="1.00"),
            a_service(id=3, cc2_lcu_amount="1,234.50", cc2_total_cost=""),
            a_service(id=4, cc1_lcu_fx_rate=".."),
        ]
    )
    assert found.services.marks.tolist() == ["text_number", "text_number", "text_number", ""]
    assert found.services.amount.tolist() == [200.0] * 4
    assert found.services.amount_500.tolist() == [500.0, 500.0, 1234.5, 500.0]
    assert rpw.marked(found.services)["text_number"] == 3


@pytest.mark.parametrize(
    "written", ["two", "1e999", "inf", "nan", "2,5", "0x10", "1 2", "#DIV/0!", "١٢", True]
)
def test_text_that_is_no_number_is_quarantined_and_never_guessed(reads, written):
    found = reads([a_service(id=1), a_service(id=2, cc1_total_cost=written)])
    if written is True:
        # xlsxwriter writes it as the number 1.
        assert len(found.services) == 2
    else:
        row = found.quarantine.iloc[0]
        assert (len(found.services), row.row, row.reason) == (1, 3, "not_a_number")
        assert row.value == f"cc1 total cost %: {written}"


def test_a_figure_that_no_price_has_is_quarantined(reads):
    found = reads([a_service(id=1), a_service(id=2, cc1_lcu_fee=1e300), a_service(id=3, cc2_lcu_fee=-1e13)])
    assert found.quarantine.reason.tolist() == ["not_a_number"] * 2


def test_what_stands_for_missing_is_missing(reads):
    row = only(reads([a_service(firm="N/A", cc1_fx_margin="..", cc2_total_cost="N/A", pickup_location="..")]))
    assert [known(row[name]) for name in ("firm", "fx_margin", "total_500", "pickup_location")] == [None] * 4


def test_countries_whose_codes_look_like_missing_are_read(reads):
    found = reads([a_service(id=1, destination_code="NAM", corridor="RUSNAM")])
    assert only(found).receiving == "NA"


def test_a_day_is_text_or_a_date_or_unknown(reads):
    found = reads(
        [
            a_service(id=1, date="15/Nov/2021"),
            a_service(id=2, date=datetime(2025, 8, 19, 10, 30)),  # noqa: DTZ001  Excel knows no zone
            a_service(id=3, date=45_888.0),
            a_service(id=4, date=""),
            a_service(id=5, date="31/Feb/2021"),
            a_service(id=6, date="soon"),
        ]
    )
    days = [known(day) for day in found.services.day]
    assert days == [date(2021, 11, 15), date(2025, 8, 19), date(2025, 8, 19), None, None, None]
    assert found.services.marks.tolist() == ["", "", "", "", "stray_date", "stray_date"]


def test_disclosed_is_yes_or_no_in_any_case(reads):
    rows = [
        a_service(id=at, transparent=said) for at, said in enumerate(["yes", "Yes", "no", "No", "", "maybe"])
    ]
    found = reads(rows)
    assert [known(said) for said in found.services.transparent] == [True, True, False, False, None, None]
    assert found.services.marks.tolist() == [
        "",
        "",
        "not_disclosed",
        "not_disclosed",
        "",
        "stray_transparent",
    ]


def test_where_the_rate_is_not_disclosed_a_margin_of_nothing_is_a_placeholder(reads):
    found = reads(
        [
            a_service(id=1, transparent="no"),
            a_service(id=2, transparent="no", cc1_fx_margin=1.5, cc1_total_cost=2.5),
            a_service(id=3, transparent="yes"),
        ]
    )
    assert [known(margin) for margin in found.services.fx_margin] == [None, 1.5, 0.0]
    assert [known(margin) for margin in found.services.fx_margin_500] == [None, None, 0.0]
    assert found.services.total.tolist() == [1.0, 2.5, 1.0]


@pytest.mark.parametrize(
    ("written", "band", "marks"),
    [
        *((name, band, "") for name, band in rpw_cells.SPEEDS.items()),
        ("less than one hour", SpeedBand.UNDER_AN_HOUR, "stray_speed"),
        ("Next Day", SpeedBand.NEXT_DAY, "stray_speed"),
        (" Same  day", SpeedBand.SAME_DAY, "stray_speed"),
        ("1-3 days", SpeedBand.THREE_TO_FIVE_DAYS, "stray_speed"),
        ("when it suits", None, "stray_speed"),
        ("", None, ""),
        ("..", None, ""),
    ],
)
def test_a_speed_is_one_of_six_bands_and_any_other_spelling_is_marked(reads, written, band, marks):
    row = only(reads([a_service(speed_actual=written)]))
    assert (known(row.speed), row.marks) == (band, marks)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Money Transfer Operator", "money_transfer_operator"),
        ("Bank", "bank"),
        ("MTO / Post office", "money_transfer_operator+post_office"),
        ("MTO / Post Office", "money_transfer_operator+post_office"),
        ("Money Transfer Operator / Post Office", "money_transfer_operator+post_office"),
        ("Bank / MTO", "bank+money_transfer_operator"),
        ("Mobile Operator", "mobile_operator"),
        ("Non-Bank FI", "non_bank_fi"),
        ("Credit Union", "credit_union"),
        ("", None),
    ],
)
def test_a_kind_of_firm_is_read_whatever_its_spelling(reads, written, read):
    assert known(only(reads([a_service(firm_type=written)])).firm_type) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Cash", "cash"),
        ("Credit card", "card"),
        ("Credit Card", "card"),
        ("Debit/credit card", "card"),
        ("Bank account transfer,Debit/credit card", "account+card"),
        ("Debit card,Credit Card,Cash", "card+cash"),
        ("Mobile money", "wallet"),
        ("", None),
    ],
)
def test_what_may_be_paid_with_is_read_together(reads, written, read):
    assert known(only(reads([a_service(payment_instrument=written)])).instrument) == read


def test_blank_and_negative_totals_are_kept_and_marked(reads):
    found = reads(
        [
            a_service(id=1, cc1_total_cost=""),
            a_service(id=2, cc1_total_cost="N/A"),
            a_service(id=3, cc1_total_cost=-58.92, cc1_fx_margin=-59.92),
            a_service(id=4, cc1_total_cost=0.0, cc1_lcu_fee=0.0),
        ]
    )
    assert found.services.marks.tolist() == ["blank_total", "blank_total", "negative_total", ""]
    assert [known(total) for total in found.services.total] == [None, None, -58.92, 0.0]


@pytest.mark.parametrize(
    ("fee", "margin", "total", "broken"),
    [
        (2.0, 0.5, 1.5, False),
        (2.0, 0.5, 1.51, False),  # the threshold itself is no break
        (2.0, 0.5, 1.49, False),
        (2.0, 0.5, 1.5101, True),
        (2.0, 0.5, 1.4899, True),
        (0.2, 0.1, 0.21, False),  # 0.21 - 0.2 is more than 0.01 in floats
        (20.0, 2.07, 12.08, False),
        (20.0, 2.07, 12.081, True),
        (5.99, 3.21, 29.5, True),
    ],
)
def test_a_total_that_is_not_fee_and_margin_is_marked_beyond_a_hundredth(reads, fee, margin, total, broken):
    row = only(reads([a_service(cc1_lcu_fee=fee, cc1_fx_margin=margin, cc1_total_cost=total)]))
    assert ("formula_break" in row.marks.split()) is broken


def test_only_the_figures_of_200_dollars_are_held_against_the_formula(reads):
    assert only(reads([a_service(cc2_total_cost=99.0)])).marks == ""


@pytest.mark.parametrize("amount", [0.0, ""])
def test_without_an_amount_there_is_no_percentage(reads, amount):
    row = only(reads([a_service(cc1_lcu_amount=amount)]))
    assert known(row.fee_percent) is None
    assert row.marks == ""


def test_a_row_may_have_several_marks(reads):
    row = only(
        reads([a_service(cc1_lcu_fee="9.00", transparent="no", cc1_total_cost=-1.0, speed_actual="soon")])
    )
    assert set(row.marks.split()) == set(MARKS[:4]) | {"negative_total"}
    assert sum(rpw.marked(only_frame := pd.DataFrame([row])).values()) == 5, only_frame


def test_a_formula_counts_with_the_value_that_was_saved(reads):
    assert only(reads([a_service(cc1_total_cost=Formula("=1/2+1/2", 1.0))])).total == 1.0


# Countries


@pytest.mark.parametrize(
    ("code", "read"),
    [
        ("AZE", "AZ"),
        ("rus", "RU"),
        ("KSV", "XK"),
        ("XKX", "XK"),
        ("ROM", "RO"),
        ("ROU", "RO"),
        ("ZAR", "CD"),
        ("COD", "CD"),
        ("DRC", "CD"),
        ("WBG", "PS"),
        ("TMP", "TL"),
        ("YUG", None),
        ("XXX", None),
        ("", None),
        ("AZ", None),
        ("12A", None),
    ],
)
def test_three_letters_become_two(code, read):
    assert country(code) == read


def test_kosovo_has_one_code_in_the_column_and_another_in_the_corridor(reads):
    row = only(reads([a_service(source_code="DEU", destination_code="KSV", corridor="DEUXKX")]))
    assert (row.sending, row.receiving) == ("DE", "XK")
    assert corridor("DEUXKX") == corridor("DEUKSV") == ("DE", "XK")


@pytest.mark.parametrize("fields", [{"source_code": "QQQ"}, {"destination_code": ""}, {"source_code": 1.0}])
def test_a_row_of_no_country_is_quarantined(reads, fields):
    found = reads([a_service(id=1), a_service(id=2, **fields)])
    assert found.quarantine.reason.tolist() == ["unknown_country"]


def test_a_corridor_of_other_countries_is_quarantined(reads):
    found = reads([a_service(id=1), a_service(id=2, corridor="DEUAZE"), a_service(id=3, corridor="")])
    assert found.quarantine[["row", "reason", "value"]].values.tolist() == [[3, "other_corridor", "DEUAZE"]]


# Rows against each other


def test_a_repeated_id_is_quarantined_within_its_quarter_only(reads):
    found = reads(
        [
            a_service(id=1, firm="first"),
            a_service(id=1, firm="second"),
            a_service(id="1", firm="third"),
            a_service(id=1, period="2022_1Q"),
        ]
    )
    assert found.services.firm.tolist() == ["first", "Contact"]
    assert found.quarantine.values.tolist() == [
        [NEW_SHEET, 3, "repeated_id", "2021-Q4 1"],
        [NEW_SHEET, 4, "repeated_id", "2021-Q4 1"],
    ]


def test_an_id_may_not_repeat_across_the_sheets(reads):
    found = reads([a_service(id=5, period="2016_1Q")], [a_service(id=5, period="2016_1Q")])
    assert found.services.sheet.tolist() == [OLD_SHEET]
    assert found.quarantine.values.tolist() == [[NEW_SHEET, 2, "repeated_id", "2016-Q1 5"]]


def test_rows_alike_but_for_their_id_are_kept(reads):
    assert len(reads([a_service(id=at) for at in range(5)]).services) == 5


def test_a_row_without_an_id_is_quarantined(reads):
    found = reads([a_service(id=1), a_service(id="")])
    assert found.quarantine.reason.tolist() == ["no_id"]


def test_an_empty_row_is_no_row_and_the_next_keeps_its_number(reads):
    found = reads([a_service(id=1), {}, a_service(id=2, period="never")])
    assert found.rows == 2
    assert found.quarantine.row.tolist() == [4]


def test_a_row_of_which_only_a_helper_column_is_filled_is_not_lost(reads):
    found = reads([a_service(id=1), {}], helpers=2)
    assert (found.rows, found.quarantine.row.tolist()) == (2, [3])


# Columns


def test_columns_are_found_by_name_in_any_order_and_spelling(reads):
    columns = [f" {name.upper().replace('_', ' ')} " for name in reversed(NEW_COLUMNS)]
    row = a_service(id=9, cc1_total_cost=1.0)
    renamed = {column: row[name] for column, name in zip(columns, reversed(NEW_COLUMNS), strict=True)}
    found = only(reads([renamed], columns=columns, helpers=5))
    assert (found.id, found.total, found.speed, found.pickup_method) == ("9", 1.0, "same_day", "Cash")


def test_the_header_may_stand_below_a_title(reads):
    found = reads([a_service(id=1), a_service(id=2, period="never")], titles=3)
    assert (found.services.row.tolist(), found.quarantine.row.tolist()) == ([5], [6])


def test_missing_columns_are_named_all_at_once(reads):
    columns = [name for name in NEW_COLUMNS if name not in ("transparent", "cc1 total cost %", "note2")]
    with pytest.raises(Unreadable) as fault:
        reads([a_service()], columns=columns)
    assert (fault.value.code, fault.value.holes) == (
        "missing_columns",
        {"sheet": NEW_SHEET, "columns": "cc1 total cost %, transparent"},
    )


def test_a_column_that_stands_twice_is_refused(reads):
    with pytest.raises(Unreadable) as fault:
        reads([a_service()], columns=[*NEW_COLUMNS, "CC1 Total Cost %"])
    assert (fault.value.code, fault.value.holes["columns"]) == ("column_twice", "cc1 total cost %")


def test_a_sheet_is_known_by_its_heads_whatever_it_is_called(tmp_path):
    path = write_workbook(tmp_path / "rpw.xlsx", [a_service()], [], sheet="WB_rpw", titles=3)
    assert rpw.data_sheets(path)[-1] == "WB_rpw"
    assert rpw.read_sheet(path, "WB_rpw").rows == 1


def test_sheets_of_other_names_are_refused_with_their_names(tmp_path):
    short = write_workbook(tmp_path / "rpw.xlsx", [a_service()], sheet="Prices", columns=NEW_COLUMNS[:30])
    with pytest.raises(Unreadable) as fault:
        rpw.data_sheets(short)
    assert fault.value.code == "wrong_sheets"
    assert "Prices" in str(fault.value.holes["found"])


def test_rows_beyond_one_piece_keep_their_numbers(reads, monkeypatch):
    monkeypatch.setattr(rpw, "AT_ONCE", 3)
    rows = [a_service(id=at, period="never" if at == 7 else "2021_4Q") for at in range(8)]
    found = reads(rows)
    assert found.services.row.tolist() == list(range(2, 9))
    assert found.quarantine.row.tolist() == [9]


# No row is lost

CELLS = st.sampled_from([1.0, "1", "", "..", "N/A", "yes", "no", "2021_4Q", "AZE", "RUS", -5.0, "x", "Cash"])
FIELDS = st.dictionaries(
    st.sampled_from(["id", "period", "source_code", "transparent", "cc1 total cost %", "corridor", "date"]),
    CELLS,
    max_size=3,
)


@costly()
@given(rows=st.lists(FIELDS, max_size=12))
def test_every_row_is_accepted_or_quarantined_and_none_is_both(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("law") / "rpw.xlsx"
    write_workbook(path, [a_service(id=at) | fields for at, fields in enumerate(rows)])
    found = rpw.joined([rpw.read_sheet(path, NEW_SHEET)])
    numbers = [*found.services.row, *found.quarantine.row]
    assert found.rows == len(rows)
    assert sorted(numbers) == list(range(2, len(rows) + 2))
    assert not found.services.duplicated(["quarter", "id"]).any()
    assert set(found.quarantine.reason) <= set(rpw.REASONS)
