"""The page sends no picture until one is asked for, and says what a picture lacks."""

from dataclasses import replace
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from channels.compare.amount_curves import side_by_side
from channels.compare.comparison import for_a_budget
from channels.compare.history import history
from channels.pricing.informal import AskedPrice
from components.i18n import LANGUAGES, words
from components.pages.recipient import charts
from components.pages.recipient import page as recipient
from components.widgets.theme import plain
from components.words import offers as offer_words
from tests.channels.compare.test_amount_curves import asked, teaching
from tests.channels.compare.test_history import SINCE, seen
from tests.channels.compare.test_history import data as history_data
from tests.support.builders import DAY, a_transfer
from tests.support.lanes import sampled

AZ = words("az")


def opened(language: str = "az", **choices: str) -> AppTest:
    """The recipient's page with these choices in its address."""

    def show(page, data, spoken, today, senders):
        page(data, spoken, today, senders=senders, facts=data)

    given = (recipient.page, teaching(), words(language), DAY, (words("az"), words("ru")))
    app = AppTest.from_function(show, args=given, default_timeout=60)
    for name, code in choices.items():
        app.query_params[name] = code
    app.run()
    assert not app.exception
    return app


def charts_of(app: AppTest) -> list:
    return list(app.get("plotly_chart"))


def test_no_picture_is_sent_until_it_is_asked_for():
    app = opened(send="20000")
    assert charts_of(app) == []
    toggle = next(t for t in app.toggle if t.label == AZ("picture.show"))
    toggle.set_value(True).run()
    assert not app.exception and len(charts_of(app)) == 1


@pytest.mark.parametrize("language", sampled(LANGUAGES))
@pytest.mark.parametrize("chart", ["costs", "amounts", "times"])
def test_one_picture_with_its_finding_its_words_and_its_table(language, chart):
    app, spoken = opened(language, send="20000", picture="1", chart=chart), words(language)
    (shown,) = charts_of(app)
    picture = charts.draw(chart, asked(), teaching(), spoken, None, None)
    assert shown.proto.alt == picture.caption.alt
    assert len(app.table) == 1
    said = " ".join(text.value for text in app.markdown)
    assert plain(picture.caption.title) in said


def test_the_unofficial_road_waits_for_its_price():
    app = opened(send="20000", picture="1", chart="outside")
    assert charts_of(app) == []
    assert any(plain(AZ("picture.need_asked")) == c.value for c in app.caption)
    app.text_input(key="asked").set_value("3%").run()
    assert not app.exception and len(charts_of(app)) == 1
    assert plain(AZ("informal.nobody_measured")) in [c.value for c in app.caption]


def test_what_must_arrive_is_drawn_for_the_best_roads_outlay():
    wanted = asked(None, receive=Decimal(400))
    found = for_a_budget(teaching(), wanted)
    assert found.transfer.send == wanted.headline.outlay
    assert found.headline.received >= 400
    assert len(charts_of(opened(ask="receive", receive="400", picture="1", chart="amounts"))) == 1


def test_a_picture_names_the_sources_of_what_it_shows():
    for chart in charts.PICTURES:
        picture = charts.draw(chart, asked(), teaching(), AZ, AskedPrice(percent=Decimal(3)), "dark")
        assert not isinstance(picture, str) and picture.sources
        assert set(picture.sources) <= set(teaching().sources)


def test_the_unlicensed_road_always_comes_with_what_nobody_measured():
    for price in (AskedPrice(percent=Decimal("0.1")), AskedPrice(percent=Decimal(9))):
        picture = charts.draw("outside", asked(), teaching(), AZ, price, None)
        assert picture.notes == (AZ("informal.nobody_measured"),)


def test_a_cheaper_unlicensed_road_is_never_praised():
    picture = charts.draw("outside", asked(), teaching(), AZ, AskedPrice(percent=Decimal("0.1")), None)
    amount = picture.caption.title
    expected = AZ("title.outside_more", amount="\0").partition("\0")
    assert amount.startswith(expected[0]) and amount.endswith(expected[2])


@pytest.mark.parametrize("chart", ["costs", "amounts", "times"])
def test_a_picture_without_a_checked_price_tells_when_it_was_seen(chart):
    found = replace(asked(), headline=None)
    picture = charts.draw(chart, found, teaching(), AZ, None, None)
    seen = offer_words.seen(side_by_side(found)[0], AZ)
    assert AZ("road.seen", when=seen) in picture.notes
    assert AZ("road.seen", when=seen) not in charts.draw(chart, asked(), teaching(), AZ, None, None).notes


def test_one_point_alone_is_no_picture_of_time():
    found = asked()
    alone = replace(found, offers=found.offers[:1])
    assert charts.draw("times", alone, teaching(), AZ, None, None) == AZ("picture.none")


def test_without_any_whole_price_there_is_nothing_to_ask_for():
    found = replace(asked(), offers=(), headline=None, best=None)
    assert charts.draw("costs", found, teaching(), AZ, None, None) == AZ("picture.none")


def test_what_has_moved_is_drawn_only_from_prices_of_more_than_one_day():
    told = (seen(3, 100), seen(0, 90))
    facts = history_data(*told)
    found = history(facts, a_transfer(), told, SINCE, DAY)
    picture = charts.moved_over(found, facts, AZ, None)
    assert not isinstance(picture, str) and picture.sources and picture.figure.data
    one = history(facts, a_transfer(), told[:1], SINCE, DAY)
    assert charts.moved_over(one, facts, AZ, None) == charts.moved_over(None, facts, AZ, None)
    assert charts.moved_over(None, facts, AZ, None) == AZ("history.none")
