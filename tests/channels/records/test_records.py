"""What a file may say: each figure with day and source, nothing misspelt, nothing that contradicts itself."""

from datetime import date

import pytest
from pydantic import ValidationError

from channels.records.base import Corridor, LocalText, Source, quarter_end
from channels.records.observations import Observation
from channels.records.providers import Payout, Provider, Speed, digital
from channels.terms import Digital
from tests.support.builders import (
    DAY,
    SOURCE,
    a_board,
    a_corridor,
    a_coverage,
    a_limit,
    a_payout,
    a_provider,
    a_rate,
    a_road,
    a_service,
    a_tariff,
    an_observation,
    charge,
    dec,
    licence,
    standing,
)

WHOLE = [
    a_board(),
    a_corridor(),
    a_coverage(),
    a_limit(500),
    a_payout(),
    a_provider(),
    a_rate("USD", "1.7"),
    a_road(),
    a_service(a_tariff()),
    a_tariff(charge(percent=1)),
    an_observation(),
    charge(flat=2),
    licence(),
    standing(),
]


def kind(record: object) -> str:
    return type(record).__name__


@pytest.mark.parametrize("record", WHOLE, ids=kind)
def test_a_misspelt_field_is_refused(record):
    with pytest.raises(ValidationError, match="misspelt"):
        type(record).model_validate(record.model_dump() | {"misspelt": 1})


@pytest.mark.parametrize("record", WHOLE, ids=kind)
def test_a_record_cannot_be_changed(record):
    field = next(iter(type(record).model_fields))
    with pytest.raises(ValidationError, match="frozen"):
        setattr(record, field, getattr(record, field))


CITED = [record for record in WHOLE if "source" in type(record).model_fields]


@pytest.mark.parametrize("record", CITED, ids=kind)
def test_no_figure_without_its_source(record):
    fields = record.model_dump()
    del fields["source"]
    with pytest.raises(ValidationError, match="source"):
        type(record).model_validate(fields)


@pytest.mark.parametrize("record", [a_rate("USD", 2), a_board(), standing(), licence()], ids=kind)
def test_no_rate_board_or_status_without_its_day(record):
    fields = record.model_dump()
    del fields["day"]
    with pytest.raises(ValidationError, match="day"):
        type(record).model_validate(fields)


@pytest.mark.parametrize(
    ("build", "fields", "fault"),
    [
        (charge, {"above": 100, "up_to": 100}, "up_to is not more than above"),
        (charge, {"at_least": 5, "at_most": 4}, "at_least is more than at_most"),
        (charge, {"percent": 2, "percent_most": 1}, "percent_most is less than percent"),
        (charge, {"flat": 2, "flat_most": 1}, "flat_most is less than flat"),
        (a_tariff, {"margin": 1, "rate": 2}, "give margin or rate, not both"),
        (a_tariff, {"rate": 2, "verified": None}, "a rate needs the day"),
        (a_tariff, {"rate": 2, "pays": ("AZN", "USD")}, "a rate needs the day"),
        (a_tariff, {"rate": 2, "pays": ()}, "a rate needs the day"),
        (a_tariff, {"margin": 2, "margin_most": 1}, "margin_most is less than margin"),
        (a_tariff, {"margin": None, "margin_most": 1}, "margin_most is less than margin"),
        (a_tariff, {"least": 2, "most": 1}, "least is more than most"),
        (a_service, {"limits": (a_limit(1),)}, "limits need limits_source"),
        (an_observation, {"observed": None, "period": None}, "give observed or period"),
        (an_observation, {"observed": DAY, "period": "2021-Q4"}, "give observed or period"),
        (an_observation, {"margin_percent": 1, "rate": 2}, "give margin_percent or rate"),
        (an_observation, {"rate": 2, "pays": None}, "a rate needs the currency"),
        (a_board, {"buy": 2, "sell": 1}, "buy is more than sell"),
        (a_board, {"currency": "AZN"}, "a currency is priced in another one"),
    ],
)
def test_what_contradicts_itself_is_refused_and_says_why(build, fields, fault):
    with pytest.raises(ValidationError, match=fault):
        build(**fields)


def test_a_wait_whose_least_is_more_than_its_most_is_refused():
    with pytest.raises(ValidationError, match="least is more than most"):
        Speed(least=11, most=10, source=SOURCE)


@pytest.mark.parametrize(
    ("build", "fields"),
    [
        (charge, {"above": 100, "up_to": "100.01"}),
        (charge, {"at_least": 5, "at_most": 5}),
        (charge, {"percent": 1, "percent_most": 1, "flat": 2, "flat_most": 2}),
        (a_tariff, {"margin": -1, "margin_most": -1}),
        (a_tariff, {"least": 5, "most": 5}),
        (a_board, {"buy": 2, "sell": 2}),
    ],
)
def test_two_ends_may_be_equal(build, fields):
    assert build(**fields)


@pytest.mark.parametrize("figure", ["-0.01", "NaN", "Infinity", "1000000000.01", "1,5", "", None])
def test_what_is_no_amount_of_money_is_refused(figure):
    with pytest.raises(ValidationError):
        charge(flat=figure)


@pytest.mark.parametrize("percent", ["-1", "100.01"])
def test_a_percent_lies_between_nothing_and_all(percent):
    with pytest.raises(ValidationError):
        charge(percent=percent)


@pytest.mark.parametrize("figure", [0, "-1", "NaN"])
def test_a_rate_is_above_nothing(figure):
    for build in (
        lambda: a_rate("USD", figure),
        lambda: a_rate("USD", 2, nominal=0),
        lambda: a_board(buy=figure, sell=9),
        lambda: a_tariff(rate=figure),
        lambda: an_observation(rate=figure),
    ):
        with pytest.raises(ValidationError):
            build()


@pytest.mark.parametrize(
    ("fields", "good"),
    [
        ({"sending": "RU", "receiving": "AZ"}, True),
        ({"sending": "RU", "receiving": "any"}, True),
        ({"sending": "any", "receiving": "AZ"}, False),
        ({"sending": "ru", "receiving": "AZ"}, False),
        ({"sending": "RUS", "receiving": "AZ"}, False),
        ({"sending": "RU", "receiving": "AZ", "sends": "Rub"}, False),
        ({"sending": "RU", "receiving": "AZ", "sends": "RUBL"}, False),
    ],
)
def test_countries_have_two_letters_and_currencies_three(fields, good):
    plain = {"sends": "RUB", "source": SOURCE} | fields
    if good:
        assert Corridor(**plain).key == f"{fields['sending']}-{fields['receiving']}"
        return
    with pytest.raises(ValidationError):
        Corridor(**plain)


@pytest.mark.parametrize("name", ["a_bank", "bank2", "2_banks"])
def test_an_id_is_small_letters_figures_and_single_underlines(name):
    assert a_provider(name).id == name


@pytest.mark.parametrize("name", ["A_bank", "a-bank", "a__bank", "_a", "a_", "", "bankı", "a" * 81, "a\n"])
def test_what_is_no_id_is_refused(name):
    with pytest.raises(ValidationError):
        Provider(**a_provider().model_dump() | {"id": name})


@pytest.mark.parametrize(
    "period", ["2021-Q0", "2021-Q5", "2021Q4", "21-Q4", "2021-q4", "2021-Q4 ", "0000-Q1", "２０２１-Q4"]
)
def test_what_is_no_quarter_is_refused(period):
    with pytest.raises(ValidationError):
        an_observation(period=period)


@pytest.mark.parametrize("url", ["ftp://x.az", "x.az", "https://", "https://x.az/a b", 'https://x.az/"'])
def test_what_is_no_address_is_refused(url):
    fields = {"id": "s", "title": "t", "publisher": "p", "retrieved": DAY, "confidence": "primary"}
    assert Source(**fields, url="https://x.az/a?b=c").url
    with pytest.raises(ValidationError):
        Source(**fields, url=url)


def test_a_source_without_a_stated_licence_says_so():
    source = Source(id="s", title="t", publisher="p", retrieved=DAY, confidence="primary")
    assert source.licence == "not stated"
    assert source.published is None


def test_a_source_is_read_where_its_publisher_has_it_else_at_the_copy():
    fields = {"id": "s", "title": "t", "publisher": "p", "retrieved": DAY, "confidence": "primary"}
    copied = Source(**fields, copy_by="keeper", copy_url="https://x.az/copy")
    assert copied.address == "https://x.az/copy"
    assert copied.model_copy(update={"url": "https://x.az/own"}).address == "https://x.az/own"
    assert Source(**fields).address is None


def test_a_title_stays_as_it_is_where_a_language_has_no_other():
    fields = {"id": "s", "title": "t", "publisher": "p", "retrieved": DAY, "confidence": "primary"}
    titles = Source(**fields, title_az="başlıq")
    assert [titles.title_in(code) for code in ("en", "az", "ru")] == ["t", "başlıq", "t"]


@pytest.mark.parametrize(
    ("period", "end"),
    [
        ("2021-Q1", date(2021, 3, 31)),
        ("2021-Q2", date(2021, 6, 30)),
        ("2021-Q3", date(2021, 9, 30)),
        ("2021-Q4", date(2021, 12, 31)),
    ],
)
def test_the_age_of_a_survey_counts_from_the_last_day_of_its_quarter(period, end):
    assert quarter_end(period) == end
    assert an_observation(period=period).last_day == end


def test_the_age_of_a_quote_counts_from_its_day():
    assert an_observation(observed=date(2026, 1, 2)).last_day == date(2026, 1, 2)


def test_a_rate_for_a_hundred_units_is_a_hundredth_for_one():
    assert a_rate("RUB", "1.95", nominal=100).per_unit == dec("0.0195")


def test_a_text_falls_back_to_english_only_where_a_language_has_no_other():
    words = LocalText(en="Post", ru="Почта")
    assert [words.text_in(language) for language in ("en", "az", "ru", "tr")] == [
        "Post",
        "Post",
        "Почта",
        "Post",
    ]


def test_an_empty_text_is_refused_and_spaces_around_one_are_dropped():
    assert LocalText(en=" Post ").en == "Post"
    with pytest.raises(ValidationError):
        LocalText(en="  ")


def test_a_tariff_without_charges_is_not_a_free_one():
    unknown = a_tariff(charges=None)
    assert unknown.charges is None
    assert a_tariff().charges == ()


def test_what_a_file_leaves_out_is_not_known_and_never_zero():
    seen = Observation(
        provider="a_bank",
        service="s",
        corridor="RU-AZ",
        evidence="surveyed",
        period="2021-Q4",
        amount=200,
        currency="USD",
        source=SOURCE,
    )
    unknown = [seen.fee, seen.margin_percent, seen.rate, seen.pays, seen.minutes_least, seen.minutes_most]
    assert unknown == [None] * 6
    counter = Payout(id="c", system="s", form="cash", source=SOURCE)
    assert (counter.partner, counter.day, counter.speed) == (None, None, None)


@pytest.mark.parametrize(
    ("pay_in", "access_point", "disbursement", "expected"),
    [
        ("card", "mobile", "account", Digital.BOTH),
        ("wallet", "internet", "wallet", Digital.BOTH),
        ("account", "mobile", "cash", Digital.SENDING_ONLY),
        ("cash", "branch", "card", Digital.RECEIVING_ONLY),
        ("cash", "mobile", "card", Digital.RECEIVING_ONLY),
        ("card", "terminal", "card", Digital.RECEIVING_ONLY),
        ("cash", "agent", "cash", Digital.NONE),
        ("account", "branch", "home_delivery", Digital.NONE),
        (None, "mobile", "card", None),
        ("card", None, "card", None),
        ("card", "mobile", None, None),
    ],
)
def test_a_service_is_digital_at_an_end_only_where_that_is_known(
    pay_in, access_point, disbursement, expected
):
    service = a_service(pay_in=pay_in, access_point=access_point, disbursement=disbursement)
    assert digital(service) is expected
