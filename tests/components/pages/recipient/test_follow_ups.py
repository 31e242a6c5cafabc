"""More about the same money on the page: nothing until it is asked for, one question at a time."""

from decimal import Decimal

import pytest

from channels.compare.door_to_door import Visit
from channels.compare.follow_ups import Wanted, more
from channels.compare.split_transfers import BY_SIZE, USUAL_PARTS
from channels.compare.yearly_cost import RHYTHMS
from channels.terms import Benchmark
from components.i18n import LANGUAGES, words
from components.pages.recipient import follow_ups
from components.widgets.theme import plain
from components.words.follow_ups import findings
from tests.channels.compare.test_amount_curves import asked, teaching
from tests.components.pages.recipient.test_charts import opened
from tests.support.lanes import sampled

WANTED = {
    "parts": Wanted(parts=USUAL_PARTS),
    "year": Wanted(times=12),
    "second": Wanted(benchmark=Benchmark.ECB),
    "steady": Wanted(off=True),
}
AZ = words("az")


def said(app):
    return [text.value for text in app.markdown]


def test_nothing_further_is_computed_until_it_is_asked_for(monkeypatch):
    asked_for = []

    def counted(*given):
        asked_for.append(given)
        return more(*given)

    monkeypatch.setattr(follow_ups, "more", counted)
    app = opened(send="20000")
    assert asked_for == [] and not app.table
    next(t for t in app.toggle if t.label == AZ("more.show")).set_value(True).run()
    assert not app.exception
    assert len(asked_for) == 1 and len(app.table) == 1


@pytest.mark.parametrize("language", sampled(LANGUAGES))
@pytest.mark.parametrize("about", WANTED)
def test_the_address_opens_one_question_with_its_finding_table_and_sources(about, language):
    spoken = words(language)
    app = opened(language, send="20000", more="1", about=about)
    (finding,) = findings(more(teaching(), asked(), WANTED[about]), teaching(), spoken)
    assert f"**{plain(finding.title)}**" in said(app)
    assert len(app.table) == bool(finding.rows)
    if finding.rows:
        shown = app.table[0].value
        assert list(shown.index) == [next(iter(row.values())) for row in finding.rows]
        assert [list(row) for row in shown.values] == [list(row.values())[1:] for row in finding.rows]
    assert app.query_params.get("more") == "1"


def test_the_rhythm_is_the_readers():
    app = opened(send="20000", more="1", about="year", often="week")
    (finding,) = findings(more(teaching(), asked(), Wanted(times=RHYTHMS["week"])), teaching(), AZ)
    assert f"**{plain(finding.title)}**" in said(app)


def test_the_way_is_asked_for_first_and_stays_out_of_the_address():
    app = opened(send="20000", more="1", about="door")
    assert plain(AZ("door.ask")) in said(app) and not app.table
    app.text_input(key="door.fare.az").set_value("4")
    app.text_input(key="door.travel.az").set_value("60").run()
    assert not app.exception
    wanted = Wanted(visit=Visit(Decimal(4), 60, 0))
    (finding,) = findings(more(teaching(), asked(), wanted), teaching(), AZ)
    assert f"**{plain(finding.title)}**" in said(app) and len(app.table) == 1
    assert not {"fare", "travel", "waiting"} & set(app.query_params)
    assert not any("door" in key for key in app.query_params)


@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        ("fare", "çox", "not_a_number"),
        ("fare", "-1", "negative"),
        ("travel", "1,5", "too_fine"),
        ("waiting", "99999", "too_large"),
    ],
)
def test_what_cannot_be_read_of_the_way_is_one_sentence_and_loses_nothing(field, typed, fault):
    app = opened(send="20000", more="1", about="door")
    app.text_input(key="door.fare.az").set_value("4").run()
    app.text_input(key=f"door.{field}.az").set_value(typed).run()
    assert not app.exception
    assert [w.value for w in app.warning] == [AZ(f"amount.{fault}")]
    assert app.header


def test_nonsense_in_the_address_is_ignored():
    app = opened(send="20000", more="1", about="everything", often="hourly")
    assert (
        f"**{plain(findings(more(teaching(), asked(), WANTED['parts']), teaching(), AZ)[0].title)}**"
        in said(app)
    )


def test_a_transfer_that_a_limit_stops_is_answered_in_parts():
    app = opened(send="100000", more="1")
    (finding,) = findings(more(teaching(), asked(100_000), WANTED["parts"]), teaching(), AZ)
    assert f"**{plain(finding.title)}**" in said(app)
    assert any("75.000 rubl" in line for line in finding.said)


@pytest.mark.parametrize("send", ["1", "20000"])
def test_without_any_price_there_is_no_switch(send):
    shown = any(t.label == AZ("more.show") for t in opened(send=send).toggle)
    sized = any(refusal.reason in BY_SIZE for refusal in asked(send).not_offered)
    assert shown is (sized or bool(asked(send).offers))
