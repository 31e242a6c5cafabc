"""What the keeper lets the program ask: three modes, a contact that may stand in a header, clear faults."""

import pytest

from channels.refresh.permission import BadRefreshSetting, RefreshMode, contact, mode


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ({}, RefreshMode.OFFICIAL),
        ({"PULYOLU_REFRESH": ""}, RefreshMode.OFFICIAL),
        ({"PULYOLU_REFRESH": "off"}, RefreshMode.OFF),
        ({"PULYOLU_REFRESH": "official"}, RefreshMode.OFFICIAL),
        ({"PULYOLU_REFRESH": " all "}, RefreshMode.ALL),
    ],
)
def test_the_mode_is_as_written_and_official_rates_where_nothing_is(written, found):
    assert mode(written) is found


@pytest.mark.parametrize("written", ["on", "OFF", "1", "official,all", "x" * 500])
def test_another_mode_is_refused_in_one_sentence_with_those_that_there_are(written):
    with pytest.raises(BadRefreshSetting) as raised:
        mode({"PULYOLU_REFRESH": written})
    assert "off, official, all" in str(raised.value)
    assert len(str(raised.value)) < 120


@pytest.mark.parametrize("written", ["keeper@example.org", "https://example.org/contact?a=b"])
def test_a_contact_is_a_mail_address_or_a_pages(written):
    assert contact({"PULYOLU_CONTACT": f" {written} "}) == written


@pytest.mark.parametrize("written", [{}, {"PULYOLU_CONTACT": "  "}])
def test_nobody_need_be_named(written):
    assert contact(written) is None


@pytest.mark.parametrize(
    "written", ["Aysel", "a@b\r\nX-Other: 1", "a b@example.org", "ə@example.org", "a@b)", "ftp://example.org"]
)
def test_what_cannot_be_reached_or_breaks_the_header_is_refused(written):
    with pytest.raises(BadRefreshSetting, match="PULYOLU_CONTACT"):
        contact({"PULYOLU_CONTACT": written})
