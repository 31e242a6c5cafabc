"""What was found of a provider is either of its licence or of its status, dated and sourced."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from channels.terms import Licence, Status
from tests.support.builders import DAY, a_provider_check


@pytest.mark.parametrize(
    "wrong",
    [
        {"licence": None},
        {"status": "stopped", "licence": "licensed"},
        {"licence": "not_checked"},
        {"licence": "suspended"},
        {"status": "not_confirmed"},
        {"licence": "licensed", "service": "cash_to_cash"},
        {"licence": "licensed", "country": "RU"},
        {"licence": "not_found", "number": "12"},
        {"status": "stopped", "number": "12"},
        {"day": DAY + timedelta(days=1)},
        {"url": "http://example.org"},
        {"url": "javascript:alert(1)"},
        {"url": "https://"},
        {"title": ""},
        {"publisher": "  "},
    ],
)
def test_what_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValidationError):
        a_provider_check(**wrong)


def test_a_finding_is_of_a_licence_or_of_a_status_of_a_part_of_the_provider():
    assert a_provider_check(number="EPT-004").licence is Licence.LICENSED
    found = a_provider_check(status="stopped", service="cash_to_cash", country="RU", day=DAY)
    assert (found.status, found.licence, found.service) == (Status.STOPPED, None, "cash_to_cash")
