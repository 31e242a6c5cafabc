"""Surveyed prices of a new quarter become observations of the services that the data know. All made up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from channels.dataset.loading import load
from channels.dataset.locations import DataFolders
from channels.panel import importing, storage
from channels.panel.survey_observations import newest_quarter, surveyed
from channels.refresh.publishing import publish_observations
from tests.support.datasets import real
from tests.support.workbooks import a_service, write_workbook

ROOT = Path(__file__).parents[3]
TODAY = date(2026, 11, 30)
URL = "https://datacatalogfiles.worldbank.org/x/rpw_dataset_2011_2026_q1.xlsx"
ROW = {
    "firm": "Commerzbank AG", "sending": "DE", "receiving": "RS", "instrument": "account",
    "pickup_method": "Bank account", "speed": "next_day", "currency": "EUR", "day": date(2026, 2, 10),
    "amount": 140.0, "fee": 10.1, "fx_margin": 0.35, "amount_500": 345.0, "fee_500": 12.5,
    "fx_margin_500": 0.35,
}  # fmt: skip


def found(*rows):
    return surveyed(rows, real(), quarter="2026-Q1", file="x.xlsx", url=URL, today=TODAY)


def test_a_row_of_a_known_service_becomes_its_two_amounts_with_quarter_and_source():
    done = found(ROW)
    first, second = done.observations
    assert (first.provider, first.service, first.corridor) == ("commerzbank", "account_to_account", "DE-RS")
    assert (first.period, first.observed, first.evidence) == ("2026-Q1", date(2026, 2, 10), "surveyed")
    assert (first.amount, first.fee, first.margin_percent) == (Decimal(140), Decimal("10.1"), Decimal("0.35"))
    assert (first.dollars, second.dollars, second.fee) == (200, 500, Decimal("12.5"))
    assert (first.minutes_least, first.minutes_most) == (1_440, 2_880)
    assert first.source == done.source.id == "rpw_services_2026q1"
    assert done.left == 0


def test_what_is_not_known_stays_unknown():
    nothing = float("nan")
    done = found(ROW | {"fx_margin": nothing, "fee_500": nothing, "speed": None, "day": date(2025, 12, 30)})
    first, second = done.observations
    assert (first.margin_percent, second.fee, first.minutes_most, first.observed) == (None, None, None, None)


@pytest.mark.parametrize(
    "changed",
    [{"firm": "Nobody's Bank"}, {"firm": None}, {"receiving": "NG"}, {"sending": "NG", "receiving": "TG"}],
)
def test_rows_of_others_are_none_of_ours(changed):
    assert found(ROW | changed).observations == ()
    assert found(ROW | changed).left == 0


def test_rows_that_fit_no_service_are_counted():
    assert found(ROW | {"instrument": "cash"}).left == 1
    assert found(ROW | {"pickup_method": "By pigeon"}).left == 1


def test_rows_alike_are_taken_at_one_price_and_left_out_at_several():
    """Debit and credit card are one in the panel, and two services here."""
    card = ROW | {"firm": "Western Union", "instrument": "card", "pickup_method": "Cash", "receiving": "UA"}
    same = found(card, card)
    assert {one.service for one in same.observations} == {"debit_card_to_cash", "credit_card_to_cash"}
    differing = found(card, card | {"fee": 9.0})
    assert (differing.observations, differing.left) == ((), 2)


@pytest.mark.whole
def test_a_new_quarter_of_the_panel_is_laid_over_the_data_and_holds(tmp_path):
    rows = [
        a_service(
            id=1, period="2026_1Q", source_code="DEU", destination_code="SRB", corridor="DEUSRB",
            firm="Commerzbank AG", payment_instrument="Bank account transfer", pickup_method="Bank account",
            date="10/Feb/2026", cc1_lcu_code="EUR", cc2_lcu_code="EUR",
        )
    ]  # fmt: skip
    importing.import_file("services", write_workbook(tmp_path / "x.xlsx", rows), tmp_path / "panel")
    panel = storage.read(tmp_path / "panel")
    place = DataFolders(ROOT / "data", tmp_path / "published")
    done = newest_quarter(panel, real(), file="x.xlsx", url=URL, today=TODAY)
    assert len(done.observations) == 2
    laid = (place, done.source, done.name, done.as_csv())
    assert publish_observations(*laid, scratch=tmp_path)
    assert not publish_observations(*laid, scratch=tmp_path)
    data = load(place.folder, place.over)
    now = [seen for _, seen in data.tables.observations if seen.period == "2026-Q1"]
    assert now == list(done.observations)
    assert data.sources["rpw_services_2026q1"].url == URL
    assert newest_quarter(panel, data, file="x.xlsx", url=URL, today=TODAY) is None
    assert newest_quarter(storage.read(tmp_path / "none"), data, file="", url=URL, today=TODAY) is None


def test_the_name_of_a_quarters_file_is_as_those_in_the_data():
    done = found(ROW)
    assert done.name == "rpw_2026q1"
    assert done.as_csv().decode().splitlines()[1].startswith("commerzbank,account_to_account,DE-RS,surveyed")
    assert replace(done, observations=()).as_csv().count(b"\n") == 1
