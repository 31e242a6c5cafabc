"""What comes of a filled form; whole prices and replies are tried with the files that bring them."""

from datetime import date

from channels.collect.submissions import Priced, priced, replied
from channels.records.entries import Entry
from channels.records.replies import Reply
from tests.channels.readers.test_kobo import a_price, answers_of, told_by
from tests.support.submissions import real


def test_without_consent_or_of_a_minor_nothing_is_taken():
    for given_, where, code in (({}, "consent", "no_consent"), ({"consent": "no"}, "consent", "no_consent")):
        assert [(f.where, f.code) for f in replied({**given_, "adult": "yes"})] == [(where, code)]
    for said in ({"consent": "yes"}, {"consent": "yes", "adult": "no", "sex": "woman"}):
        assert [(f.where, f.code) for f in replied(said)] == [("adult", "not_adult")]


def test_who_prefers_not_to_say_is_not_known():
    made = replied(told_by(Reply(), channel="no_answer", why=("near", "no_answer"), lost="no_answer"))
    assert (made.channel, made.lost) == (None, None)
    assert [why.value for why in made.why] == ["near"]


def test_what_holds_for_a_round_stands_over_what_was_ticked():
    made = replied(told_by(Reply(), setting="household"), setting="open_link", frame="a_frame")
    assert (made.setting, made.frame) == ("open_link", "a_frame")


def test_where_no_price_was_told_the_currency_is_the_corridors_own():
    refused = Entry(
        **{k: v for k, v in dict(a_price()).items() if k not in ("amount", "fee", "rate", "answer")},
        answer="refused",
    )
    made = priced(answers_of(refused), real())
    assert isinstance(made, Priced)
    assert (made.entry.answer, made.entry.currency, made.entry.pays) == ("refused", "RUB", "AZN")


def test_every_fault_is_told_at_once():
    found = priced(
        {"corridor": "RU-AZ", "provider": "wise", "service": "paysend__transfer", "photo": "a.jpg"}, real()
    )
    assert {(fault.where, fault.code) for fault in found} >= {
        ("collector", "missing_field"),
        ("photo", "not_covered"),
        ("service", "unknown_service"),
        ("method", "missing_field"),
        ("organisation", "missing_field"),
        ("collected", "missing_field"),
    }


def test_a_service_that_is_withheld_on_the_day_is_refused_by_name():
    unistream = real().providers["unistream"]
    (service, corridor) = next((s.id, key) for s in unistream.services for key in s.corridors if "AZ" in key)
    entry = a_price(provider="unistream", service=service, corridor=corridor)
    (fault,) = priced(answers_of(entry), real())
    assert (fault.where, fault.code, fault.note) == ("service", "not_collected", f"unistream {service}")
    before = entry.model_copy(update={"collected": date(2021, 1, 4)})
    assert isinstance(priced(answers_of(before), real()), Priced)


def test_a_name_that_is_no_name_enters_nothing():
    for name in (None, " "):
        told = {k: v for k, v in answers_of(a_price()).items() if k != "collector"}
        (fault,) = priced(told if name is None else told | {"collector": name}, real())
        assert (fault.where, fault.code) == ("collector", "missing_field")
