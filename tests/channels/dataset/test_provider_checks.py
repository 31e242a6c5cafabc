"""Published statuses and licence checks among the providers' own, and a clerk's slip in them by its row."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from channels.dataset.checks import faults
from channels.dataset.dataset import DatasetError
from channels.dataset.loading import examine, load
from channels.dataset.provider_checks import with_checks
from channels.dataset.tables import Tables
from channels.pricing.routes import last_check, licence_on, standing_on, status_of
from channels.records.provider_checks import LicenceRow, StandingRow
from channels.terms import Licence, Status
from tests.support.builders import DAY, a_provider, a_route, a_service, licence, standing
from tests.support.lanes import spread

ROOT = Path(__file__).parents[3]
STANDINGS = "provider,service,country,state,day,source,superseded\n"
LICENCES = "provider,state,day,source,number,superseded\n"


def laid(tmp_path, name, text):
    over = tmp_path / "published"
    over.mkdir(exist_ok=True)
    (over / name).write_text(text, encoding="utf-8")
    return load(ROOT / "data", over)


def test_rows_stand_among_the_providers_own_and_the_latest_counts(tmp_path):
    data = laid(tmp_path, "standings.csv", STANDINGS + "paysend,,,stopped,2026-11-25,m10_rules,\n")
    known = data.providers["paysend"].status
    assert standing_on(known, date(2026, 11, 25)).state is Status.STOPPED
    assert standing_on(known, date(2026, 11, 24)).state is not Status.STOPPED
    data = laid(tmp_path, "licences.csv", LICENCES + "paysend,unlicensed,2026-11-25,m10_rules,,\n")
    assert licence_on(data.providers["paysend"], date(2026, 11, 25)) is Licence.UNLICENSED
    routes = [r for way in data.tables.corridors for r in data.routes(way) if r.provider.id == "paysend"]
    assert {licence_on(route.provider, date.max) for route in routes} == {Licence.UNLICENSED}


def test_a_row_taken_back_is_read_and_counts_for_nothing(tmp_path):
    data = laid(tmp_path, "standings.csv", STANDINGS + "paysend,,,stopped,2026-11-25,m10_rules,misread\n")
    assert not [s for s in data.providers["paysend"].status if s.state is Status.STOPPED]
    assert data.tables.standings[0][1].superseded == "misread"


@pytest.mark.parametrize(
    ("name", "line", "code", "place"),
    spread(
        [
            ("standings.csv", "nobody,,,stopped,2026-11-25,m10_rules,", "unknown_provider", "line 2"),
            ("standings.csv", "paysend,none,,stopped,2026-11-25,m10_rules,", "unknown_service", "line 2"),
            ("standings.csv", "paysend,,,stopped,2026-11-25,nobody,", "unknown_source", "line 2"),
            ("standings.csv", "paysend,,,gone,2026-11-25,m10_rules,", "not_one_of", "line 2, state"),
            ("standings.csv", "paysend,,,stopped,25.11.2026,m10_rules,", "not_a_day", "line 2, day"),
            (
                "standings.csv",
                "paysend,,Russia,stopped,2026-11-25,m10_rules,",
                "wrong_form",
                "line 2, country",
            ),
            ("standings.csv", "paysend,,,stopped,2026-11-25", "wrong_columns", "line 2"),
            ("licences.csv", "nobody,licensed,2026-11-25,m10_rules,,", "unknown_provider", "line 2"),
            ("licences.csv", "paysend,licensed,2026-11-25,nobody,,", "unknown_source", "line 2"),
            ("licences.csv", "paysend,fine,2026-11-25,m10_rules,,", "not_one_of", "line 2, state"),
            ("licences.csv", "paysend,licensed,,m10_rules,,", "missing_field", "line 2, day"),
        ],
        each=4,
    ),
)
def test_a_slip_is_named_by_its_file_and_row(tmp_path, name, line, code, place):
    head = STANDINGS if name == "standings.csv" else LICENCES
    with pytest.raises(DatasetError) as error:
        laid(tmp_path, name, head + line + "\n")
    assert [(issue.where, issue.code) for issue in error.value.issues] == [(f"{name}: {place}", code)]


def test_the_check_of_the_data_names_rows_that_stand_twice_and_days_to_come(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    for path in (ROOT / "data").iterdir():
        (data / path.name).symlink_to(path)
    row = "paysend,,,stopped,2026-11-25,m10_rules,\n"
    (data / "standings.csv").write_text(STANDINGS + row + row, encoding="utf-8")
    (data / "licences.csv").write_text(LICENCES + "paysend,licensed,2101-01-01,m10_rules,,\n", "utf-8")
    _, found, _ = examine(data, date(2100, 1, 1))
    assert [(issue.where, issue.code) for issue in found] == [
        ("standings.csv: line 2", "duplicate"),
        ("standings.csv: line 3", "duplicate"),
        ("licences.csv: line 2", "future_day"),
    ]


def test_a_status_in_the_rows_is_a_status_and_what_is_cited_there_is_cited():
    bare = a_provider(status=(), licence=(), services=(a_service(),))
    row = StandingRow(provider="a_bank", state="operating", day=DAY, source="s")
    without = [issue.code for issue in faults(Tables(providers=(bare,)))]
    having = [issue.code for issue in faults(Tables(providers=(bare,), standings=[("here", row)]))]
    assert "no_status" in without
    assert "no_status" not in having


def test_tables_without_rows_are_the_same_tables():
    tables = Tables(providers=(a_provider(),))
    assert with_checks(tables) is tables


def test_of_one_days_words_the_one_published_last_counts():
    provider = a_provider(services=(a_service(),))
    rows = [
        ("", StandingRow(provider="a_bank", state=state, day=DAY, source="s"))
        for state in ("stopped", "operating", "stopped")
    ]
    for number in (1, 2, 3):
        (found,) = with_checks(Tables(providers=(provider,), standings=rows[:number])).providers
        assert standing_on(found.status, DAY).state == rows[number - 1][1].state


def test_that_nobody_has_looked_says_less_than_what_somebody_found_before():
    later = licence("not_checked", DAY)
    provider = a_provider(licence=(later,))
    row = LicenceRow(provider="a_bank", state="licensed", day=DAY - timedelta(days=30), source="s")
    (found,) = with_checks(Tables(providers=(provider,), licences=[("", row)])).providers
    assert licence_on(provider, DAY) is Licence.NOT_CHECKED
    assert licence_on(found, DAY) is Licence.LICENSED
    assert last_check(found, DAY - timedelta(days=31)) is None


def test_a_service_stopped_for_one_country_works_for_the_others():
    from_turkey = standing(Status.STOPPED).model_copy(update={"country": "TR"})
    service = a_service(status=(from_turkey,))
    route = a_route(service=service)
    assert status_of(route, DAY).state is Status.OPERATING
    here = a_service(status=(from_turkey.model_copy(update={"country": "RU"}),))
    assert status_of(a_route(service=here), DAY).state is Status.STOPPED
