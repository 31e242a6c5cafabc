from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from channels.collect.doubts import FEE_HIGH
from channels.collect.grid import collectable
from channels.collect.submissions import Priced, priced, replied
from channels.readers import cells as cells_read
from channels.readers import kobo
from channels.readers.workbooks import Unreadable
from channels.records.entries import Entry
from channels.records.forms import BETWEEN, COVERED, LANGUAGES, Kind
from channels.records.replies import Reply
from channels.terms import AccessPoint, Answer, DisbursementMethod, Method, PaymentInstrument
from tests.support.examples import costly
from tests.support.lanes import spread
from tests.support.submissions import (
    accepted,
    as_csv,
    as_xlsx,
    forms,
    labelled,
    real,
    split,
    submitted,
)

TODAY = date(2026, 11, 20)
CORRIDORS = {choice.code for choice in forms()["price"].lists["corridor"]}
COLLECTED = {
    (corridor.key, route.provider.id, route.service.id)
    for corridor in real().tables.corridors
    for route in collectable(real(), corridor, TODAY)
    if route in collectable(real(), corridor, date(2026, 1, 1))
}
SERVICES = [
    (corridor, provider.id, service.id)
    for provider in real().tables.providers
    for service in provider.services
    for corridor in service.corridors
    if corridor in CORRIDORS and (corridor, provider.id, service.id) in COLLECTED
]
PLACES = ["all", "main_cities", *(region.id for region in real().tables.regions)]
DOCUMENTS = [choice.code for choice in forms()["price"].lists["document"]]
FILE = costly(suppress_health_check=[HealthCheck.function_scoped_fixture])

amounts = st.decimals(min_value="0.01", max_value="900000", places=2)
rates = st.decimals(min_value="0.001", max_value="900", places=4)
days = st.dates(min_value=date(2026, 1, 1), max_value=TODAY)
words = st.text("abc əğıİ çş Привет=+-@;,\"'", min_size=1, max_size=20).filter(lambda text: text.strip())


def maybe(strategy):
    return st.none() | strategy


@st.composite
def entries(draw) -> Entry:
    corridor, provider, service = draw(st.sampled_from(SERVICES))
    collected = draw(days)
    earlier = maybe(st.dates(min_value=date(2025, 1, 1), max_value=collected))
    fields = {
        "corridor": corridor,
        "provider": provider,
        "service": service,
        "answer": draw(st.sampled_from(Answer)),
        "currency": draw(st.sampled_from(["RUB", "USD", "EUR"])),
        "pay_in": draw(maybe(st.sampled_from(PaymentInstrument))),
        "access_point": draw(maybe(st.sampled_from(AccessPoint))),
        "disbursement": draw(maybe(st.sampled_from(DisbursementMethod))),
        "method": draw(st.sampled_from(Method)),
        "organisation": draw(words),
        "of_provider": draw(st.booleans()),
        "collected": collected,
        "remark": draw(maybe(words)),
    }
    if fields["answer"] is not Answer.OBSERVED:
        return Entry(**fields)
    quoted = draw(earlier)
    least = draw(maybe(st.integers(0, 600)))
    fields |= {
        "amount": draw(amounts),
        "fee": draw(maybe(st.just(Decimal(0)) | amounts)),
        "rate": draw(maybe(rates)),
        "receipt_charge": draw(maybe(amounts)),
        "pays": draw(st.sampled_from(["AZN", "USD"])),
        "promotion": draw(st.booleans()),
        "minutes_least": least,
        "minutes_most": draw(maybe(st.integers(least or 0, 9_000))),
        "regions": tuple(
            draw(st.lists(st.sampled_from(PLACES), unique=True).map(lambda c: sorted(c, key=PLACES.index)))
        ),
        "documents": tuple(
            draw(
                st.lists(st.sampled_from(DOCUMENTS), unique=True).map(
                    lambda c: sorted(c, key=DOCUMENTS.index)
                )
            )
        ),
        "quoted": quoted,
        "source_updated": draw(earlier),
        "valid_until": draw(
            maybe(st.dates(min_value=quoted or date(2026, 1, 1), max_value=date(2027, 1, 1)))
        ),
    }
    if fields["fee"] is None and fields["rate"] is None:
        fields["received"] = draw(st.decimals(min_value="1", max_value="90000", places=2))
    return Entry(**fields)


def answers_of(entry: Entry, collector: str = "leyla@example.org") -> dict:
    """What an enumerator types to say this entry."""
    given = {
        name: value for name, value in dict(entry).items() if value not in (None, ()) and name != "evidence"
    }
    given["service"] = f"{entry.provider}{BETWEEN}{entry.service}"
    if entry.answer is not Answer.OBSERVED:
        given.pop("currency")
        given.pop("promotion")
    return given | {"collector": collector}


def back(path: Path, content: bytes, name: str = "price"):
    path.write_bytes(content)
    return kobo.read(path, [*forms().values()], cells_read.tables)


@given(st.lists(entries(), min_size=1, max_size=3), st.data())
@FILE
def test_a_price_typed_on_a_phone_comes_back_as_it_was(tmp_path, kept, data):
    rows = [submitted("price", answers_of(entry), str(n)) for n, entry in enumerate(kept)]
    style = data.draw(st.sampled_from(["plain", "split", "both", *LANGUAGES]))
    if style in LANGUAGES:
        rows = [labelled("price", row, style) for row in rows]
    elif style != "plain":
        rows = [split("price", row, joined=style == "both") for row in rows]
    content, file = data.draw(
        st.sampled_from([(as_csv(rows), "a.csv"), (as_csv(rows, ","), "b.csv"), (as_xlsx(rows), "c.xlsx")])
    )
    found = back(tmp_path / file, content)
    assert found.form.id == "price"
    assert found.refused == ()
    assert found.strange == ()
    assert [line.row for line in found.filled] == [*range(2, len(kept) + 2)]
    for line, entry in zip(found.filled, kept, strict=True):
        made = priced(line.answers, real())
        assert isinstance(made, Priced), made
        # A price that was not told names no currency on the phone.
        told = entry.answer is Answer.OBSERVED
        assert made.entry == (entry if told else entry.model_copy(update={"currency": made.entry.currency}))
        assert made.collector == "leyla@example.org"
        assert not made.photo


replies = st.builds(
    Reply,
    **{
        name: maybe(st.from_type(kind))
        for name, kind in {
            field: info.annotation.__args__[0]
            for field, info in Reply.model_fields.items()
            if field in ("group", "setting", "channel", "rhythm", "wait", "phone", "sex", "age", "settlement")
        }.items()
    },
    why=st.lists(st.sampled_from(["cheap", "near", "other"]), unique=True).map(tuple),
    trouble=st.lists(st.sampled_from(["queue", "limit"]), unique=True).map(tuple),
    country=maybe(st.sampled_from(["RU", "TR", "GE"])),
    day=st.just(TODAY),
    sent=maybe(days),
    amount=maybe(amounts),
    currency=maybe(st.sampled_from(["RUB", "AZN"])),
    fee=maybe(amounts),
    received=maybe(amounts),
    pays=maybe(st.sampled_from(["RUB", "AZN"])),
    lost=maybe(st.booleans()),
    of_ten=st.integers(1, 10),
    lost_of_ten=maybe(st.integers(0, 1)),
    account=maybe(st.booleans()),
    region=maybe(st.sampled_from(PLACES[2:])),
)


def told_by(reply: Reply, **more) -> dict:
    given = {
        name: value for name, value in dict(reply).items() if value not in (None, ()) and name != "frame"
    }
    return {"consent": "yes", "adult": "yes", **given, **more}


@given(st.lists(replies, min_size=1, max_size=3), st.data())
@FILE
def test_a_survey_answered_on_a_phone_comes_back_as_it_was_without_anything_of_the_phone(
    tmp_path, kept, data
):
    rows = [submitted("survey", told_by(reply), str(n)) for n, reply in enumerate(kept)]
    language = data.draw(st.none() | st.sampled_from([*LANGUAGES]))
    if language is not None:
        rows = [labelled("survey", row, language) for row in rows]
    content, file = data.draw(st.sampled_from([(as_csv(rows), "a.csv"), (as_xlsx(rows), "c.xlsx")]))
    found = back(tmp_path / file, content)
    assert found.form.id == "survey"
    assert (found.refused, found.strange) == ((), ())
    for line, reply in zip(found.filled, kept, strict=True):
        made = replied(line.answers)
        assert {**dict(made), "why": set(made.why), "trouble": set(made.trouble)} == {
            **dict(reply),
            "why": set(reply.why),
            "trouble": set(reply.trouble),
        }
        for trace in ("collect:abc", "somebody", "0000-", "10:11"):
            assert trace not in f"{line}"


@given(entries())
def test_the_phone_lets_through_what_the_record_takes(entry):
    dear = entry.fee is not None and entry.fee > entry.amount * FEE_HIGH / 100
    wanted = ["remark"] if dear and entry.remark is None else []
    assert list(accepted("price", answers_of(entry), TODAY)) == wanted


@given(
    st.fixed_dictionaries(
        {
            name: st.none() | st.decimals(min_value="-2", max_value="5", places=1)
            for name in ("amount", "fee", "rate", "received", "receipt_charge")
        }
        | {name: st.none() | st.integers(-1, 3) for name in ("minutes_least", "minutes_most")}
        | {
            name: st.none() | st.dates(min_value=date(2026, 11, 18), max_value=date(2026, 11, 22))
            for name in ("collected", "quoted", "source_updated", "valid_until")
        }
        | {"pays": st.sampled_from([None, "AZN"]), "currency": st.sampled_from([None, "RUB"])}
    )
)
def test_the_record_takes_what_the_phone_lets_through(figures):
    told = answers_of(a_price()) | figures
    told = {name: value for name, value in told.items() if value is not None}
    if not list(accepted("price", told, TODAY)):
        assert isinstance(priced(told, real()), Priced), told


@pytest.mark.parametrize("name", ["amount", "fee", "received", "receipt_charge"])
def test_a_phone_stops_at_an_amount_that_no_coin_can_pay(name):
    for written, passes in (
        ("20000.99", True), ("20000.999", False), ("0.07", True), ("0.001", False), ("1e2", False),
        ("999999999.99", True), ("999999999.995", False), ("20000", True),
    ):  # fmt: skip
        told = answers_of(a_price()) | {name: written, "remark": "it is so"}
        assert (name not in accepted("price", told, TODAY)) is passes, written


def a_price(**fields) -> Entry:
    plain = {
        "corridor": "RU-AZ",
        "provider": "paysend",
        "service": "transfer",
        "amount": 20_000,
        "currency": "RUB",
        "fee": 99,
        "rate": "0.0192",
        "pays": "AZN",
        "method": Method.MYSTERY_SHOPPING,
        "organisation": "A university",
        "collected": TODAY,
    }
    return Entry(**(plain | fields))


def a_row(uuid: str | None = "1", **more) -> dict[str, str]:
    return submitted("price", answers_of(a_price()) | more, uuid)


# Every row is accepted or named


titles = st.deferred(lambda: st.sampled_from(sorted(a_row())))
cells = st.sampled_from(
    ["", "x", "0", "-1", "20000", "RU-AZ", "paysend", "observed", "yes", "2026-11-20", "OK"]
)


@given(st.lists(st.dictionaries(titles, cells, max_size=6), max_size=5), st.data())
@FILE
def test_rows_in_are_rows_taken_and_rows_named(tmp_path, spoilt, data):
    rows = [a_row(str(n)) | changes for n, changes in enumerate(spoilt)]
    rows.insert(data.draw(st.integers(0, len(rows))), dict.fromkeys(a_row(), ""))
    found = back(tmp_path / "a.csv", as_csv(rows))
    of = [*found.filled, *found.refused]
    assert sorted(line.row for line in of) == [
        n for n, row in enumerate(rows, start=2) if any(cell.strip() for cell in row.values())
    ]
    assert all(line.faults for line in found.refused)
    for line in found.filled:
        made = priced(line.answers, real())
        assert isinstance(made, Priced) or made
        assert not isinstance(made, Priced) or made.entry.provider == "paysend"


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    spread(
        [
            ({"road/corridor": "XX-YY"}, "corridor", "unknown_choice"),
            ({"road/provider": "no_such"}, "provider", "unknown_choice"),
            ({"receipt/regions": "baku nowhere"}, "regions", "unknown_choice"),
            ({"receipt/regions/baku": "perhaps"}, "regions", "not_a_tick"),
            ({"receipt/regions": "baku", "receipt/regions/baku": "0"}, "regions", "contradiction"),
            ({"_uuid": "0000-0"}, "", "duplicate"),
            ({"price/amount": "1e2"}, "amount", "not_a_number"),
            ({"price/fee": "2E3"}, "fee", "not_a_number"),
            ({"price/rate": "1,92e-2"}, "rate", "not_a_number"),
            ({"receipt/minutes_least": "1e1"}, "minutes_least", "not_a_number"),
        ],
        each=3,
    ),
)
def test_a_cell_that_cannot_be_read_is_named_with_its_question(tmp_path, changes, where, code):
    found = back(tmp_path / "a.csv", as_csv([a_row("0"), a_row("1") | changes]))
    (line,) = found.refused
    assert line.row == 3
    assert [(fault.where, fault.code) for fault in line.faults] == [(where, code)]
    assert len(found.filled) == 1


@pytest.mark.parametrize(
    ("changes", "where", "code"),
    spread(
        [
            ({"price/fee": "about 5"}, "fee", "not_a_number"),
            ({"price/fee": "-5"}, "fee", "out_of_range"),
            ({"price/amount": "20000.999"}, "amount", "too_fine"),
            ({"price/fee": "0.0000000000001"}, "fee", "too_fine"),
            ({"price/receipt_charge": "0.12345"}, "receipt_charge", "too_fine"),
            ({"price/amount": ""}, "", "no_figure"),
            ({"visit/collected": "11/20/2026"}, "collected", "not_a_day"),
            ({"visit/collector": ""}, "collector", "missing_field"),
            ({"visit/method": ""}, "method", "missing_field"),
            ({"road/service": "wise__transfer"}, "service", "unknown_service"),
            ({"road/corridor": "AZ-AZ"}, "corridor", "not_on_corridor"),
            ({"proof/photo": "receipt.jpg"}, "photo", "not_covered"),
        ],
        each=4,
    ),
)
def test_a_row_that_makes_no_price_is_named_with_its_question(tmp_path, changes, where, code):
    (line,) = back(tmp_path / "a.csv", as_csv([a_row() | changes])).filled
    made = priced(line.answers, real())
    assert not isinstance(made, Priced)
    assert [(fault.where, fault.code) for fault in made] == [(where, code)]


def test_a_number_of_a_workbook_has_coins_too(tmp_path):
    rows = [a_row("1") | {"price/amount": "20000.999"}, a_row("2") | {"price/amount": "20.123"}, a_row("3")]
    found = back(tmp_path / "a.xlsx", as_xlsx(rows))
    made = [priced(line.answers, real()) for line in found.filled]
    assert [[(fault.where, fault.code) for fault in one] for one in made[:2]] == [
        [("amount", "too_fine")]
    ] * 2
    assert isinstance(made[2], Priced)


@pytest.mark.parametrize(
    ("question", "written", "figure"),
    [
        ("amount", "2.0E7", "20000000"),
        ("amount", "1.23456785E7", "12345678.5"),
        ("rate", "1.3E-4", "0.00013"),
        ("rate", "1.3E-05", "0.000013"),
        ("rate", "5E-05", "0.00005"),
    ],
)
def test_what_a_phones_own_program_writes_of_a_large_or_small_figure_is_that_figure(
    tmp_path, question, written, figure
):
    found = back(tmp_path / "a.csv", as_csv([a_row("1") | {f"price/{question}": written}]))
    assert Decimal(found.filled[0].answers[question]) == Decimal(figure)


def test_a_photo_of_a_covered_receipt_stays_where_it_is_and_is_told(tmp_path):
    rows = [a_row(covered=COVERED, photo="receipt.jpg")]
    (line,) = back(tmp_path / "a.csv", as_csv(rows)).filled
    made = priced(line.answers, real())
    assert made.photo
    assert made.entry == a_price()


# Which submission is which


def test_a_submission_is_known_again_by_its_name_whatever_the_file(tmp_path):
    rows = [a_row("1"), a_row("2")]
    first = back(tmp_path / "a.csv", as_csv(rows))
    again = back(tmp_path / "b.xlsx", as_xlsx([labelled("price", row, "ru") for row in reversed(rows)]))
    assert {line.origin for line in first.filled} == {line.origin for line in again.filled}
    assert len({line.origin for line in first.filled}) == 2


def test_two_people_who_answered_alike_are_two_even_without_a_name(tmp_path):
    rows = [a_row(None)] * 2
    found = [back(tmp_path / "a.csv", as_csv(rows[:n])) for n in (1, 2, 2)]
    origins = [[line.origin for line in file.filled] for file in found]
    assert len(set(origins[1])) == 2
    assert origins[0] == origins[1][:1]
    assert origins[1] == origins[2]


def test_the_metadata_of_kobo_is_left_out_in_silence_and_a_foreign_column_is_named(tmp_path):
    row = a_row() | {
        "Favourite colour": "red",
        "meta/rootUuid": "x",
        "_tags": "",
        "proof/photo_URL": "http://x",
    }
    assert back(tmp_path / "a.csv", as_csv([row])).strange == ("Favourite colour",)


def test_columns_without_groups_and_with_other_joints_are_read(tmp_path):
    plain = back(tmp_path / "a.csv", as_csv([a_row()])).filled
    for joint in ("", ".", "-", ":"):
        row = {k.split("/")[-1] if not joint else k.replace("/", joint): v for k, v in a_row().items()}
        assert back(tmp_path / "b.csv", as_csv([row])).filled == plain


def test_a_line_longer_than_the_head_is_named(tmp_path):
    content = as_csv([a_row()], ",").rstrip(b"\r\n") + b',"more"\r\n'
    (line,) = back(tmp_path / "a.csv", content).refused
    assert [fault.code for fault in line.faults] == ["wrong_columns"]


def test_the_row_is_counted_as_a_spreadsheet_counts_it(tmp_path):
    content = b"\xef\xbb\xbf\r\n\r\n" + as_csv([a_row()]).removeprefix(b"\xef\xbb\xbf")
    (line,) = back(tmp_path / "a.csv", content).filled
    assert line.row == 4


# Files that are none


@pytest.mark.parametrize(
    ("file", "content", "code"),
    [
        ("a.csv", b"", "empty_file"),
        ("a.csv", b"name;age;sex;fee\r\nx;1;;\r\n", "not_kobo"),
        ("a.csv", b"\r\n \r\n", "not_kobo"),
        ("a.csv", "provider\r\nПривет".encode("utf-16"), "not_kobo"),
        ("a.csv", "provider\r\nПривет".encode("cp1251"), "other_letters"),
        ("a.csv", b'"provider\r\nx', "not_csv"),
        ("a.xlsx", b"PK\x03\x04 nothing", "broken_workbook"),
        ("a.xlsx", b"provider;fee\r\n", "not_a_workbook"),
    ],
)
def test_a_file_that_is_none_is_refused_with_a_code(tmp_path, file, content, code):
    with pytest.raises(Unreadable) as stop:
        back(tmp_path / file, content)
    assert stop.value.code == code


def test_no_file_is_refused_too(tmp_path):
    with pytest.raises(Unreadable) as stop:
        kobo.read(tmp_path / "none.csv", [*forms().values()])
    assert stop.value.code == "no_file"


# No column and no cell can be read in two ways


@pytest.mark.parametrize("name", ["price", "survey"])
def test_no_two_questions_share_a_heading_in_any_language(name):
    form = forms()[name]
    owners: dict[str, set[str]] = {}
    for section, question in form.questions():
        for way in kobo._spelt(section, question):
            owners.setdefault(way, set()).add(question.id)
    assert {way: ids for way, ids in owners.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("name", ["price", "survey"])
def test_no_two_answers_of_a_list_share_a_name_unless_another_answer_tells_them_apart(name):
    form = forms()[name]
    used = {question.choices: question for _, question in form.questions() if question.kind.chooses}
    assert len(used) > 9
    for list_name, question in used.items():
        found: dict[tuple, set[str]] = {}
        for choice in form.lists[list_name]:
            beside = tuple(sorted((k, v) for k, v in choice.only.items() if k == "provider"))
            for spelt in kobo._names(choice.code, choice.label):
                found.setdefault((spelt, *beside), set()).add(choice.code)
        assert {k: v for k, v in found.items() if len(v) > 1} == {}, list_name
        assert question.kind is not Kind.SELECT_MULTIPLE or not any(c.only for c in form.lists[list_name])
