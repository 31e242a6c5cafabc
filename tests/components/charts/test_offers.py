"""Pictures, read from their data: every part of a cost, every step, the amount asked, who beats whom."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from math import log10

import pytest

from channels.compare.amount_curves import beside_outside, curves, no_other_beats, side_by_side
from channels.pricing.informal import AskedPrice
from channels.pricing.offers import Offer
from channels.pricing.ranking import in_senders_currency, known_cost
from channels.terms import Grade
from components.charts import amounts, captions
from components.charts import offers as offer_charts
from components.charts.frame import CONFIG, round_ticks, safe, spread
from components.charts.palette import DARK, LIGHT, MARKERS, PATTERNS
from components.i18n import LANGUAGES, words
from components.words import costs
from components.words import offers as offer_words
from tests.channels.compare.test_amount_curves import asked, teaching
from tests.components.words.test_offers import ask, real
from tests.support.builders import changed_offer

AZ = words("az")
EACH = pytest.mark.parametrize("language", LANGUAGES)


def cost_of(road: Offer) -> Decimal:
    """The whole cost of a service; fails where it is not known."""
    assert road.total_cost is not None
    return road.total_cost


def drawn(kind: str, spoken=AZ, colours=LIGHT, send: int = 20_000, **wishes):
    """A picture of the teaching set with its caption."""
    data, found = teaching(), asked(send, **wishes)
    roads, best = side_by_side(found), no_other_beats(found)
    if kind == "costs":
        given = (found, roads, data, spoken)
        return offer_charts.costs(*given, colours), captions.costs(*given)
    if kind == "times":
        these = (found, roads, best, data, spoken)
        return offer_charts.times(*these, colours), captions.times(*these)
    if kind == "amounts":
        of = (found, curves(data, found), data, spoken)
        return amounts.amounts(*of, colours), captions.amounts(*of)
    beside = (found, beside_outside(data, found, AskedPrice(percent=Decimal(3))), data, spoken)
    return amounts.outside(*beside, colours), captions.outside(*beside)


KINDS = ("costs", "amounts", "times", "outside")


def test_the_three_parts_of_every_bar_add_up_to_the_whole_cost():
    figure, _ = drawn("costs")
    shown = offer_charts.by_cost(side_by_side(asked()))[: offer_charts.MOST_BARS]
    assert [bar.name for bar in figure.data] == [safe(AZ(k)) for k in offer_charts.part_keys(asked())]
    assert [bar.marker.pattern.shape for bar in figure.data] == list(PATTERNS)
    for row, offer in enumerate(shown):
        assert sum(bar.x[row] for bar in figure.data) == pytest.approx(float(known_cost(offer)), abs=1e-9)
        parts = (in_senders_currency(part, offer) for part in (offer.fee, offer.hidden, offer.receipt))
        assert [bar.x[row] for bar in figure.data] == [float(part) for part in parts]


def test_what_is_expected_is_a_band_behind_the_bars_where_it_rests_on_other_rows():
    data, spoken = real(), words("en")
    found = ask(data, "DE-MD", "263")
    roads = side_by_side(found)
    figure = offer_charts.costs(found, roads, data, spoken, LIGHT)
    low, high = offer_charts.expected_band(found, roads)
    (band,) = figure.layout.shapes
    assert (band.x0, band.x1, band.layer) == (low, high, "below")
    assert 0 < low <= high <= figure.layout.xaxis.range[1]
    span = found.expected.span
    assert (low, high) == (float(span.best.cost), float(span.worst.cost))
    assert spoken("chart.expected") in [note.text for note in figure.layout.annotations]


def test_there_is_no_band_where_a_price_is_current_or_the_bars_are_all_that_is_known():
    teaching_answer, home = asked(), ask(real(), "AZ-AZ", "500")
    assert offer_charts.expected_band(teaching_answer, side_by_side(teaching_answer)) is None
    assert home.expected is not None
    assert offer_charts.expected_band(home, side_by_side(home)) is None


def test_the_cheapest_road_stands_at_the_head_with_its_name_and_cost():
    figure, _ = drawn("costs")
    first = offer_charts.by_cost(side_by_side(asked()))[0]
    texts = [a.text for a in figure.layout.annotations if a.y == 0]
    assert texts == [
        offer_words.road_name(first, teaching(), AZ),
        f"<b>{costs.total(first, AZ)}</b>",
    ]
    bottom, top = figure.layout.yaxis.range
    assert bottom > top


def test_a_rate_better_than_the_official_one_lies_left_of_nothing():
    data, found = teaching(), asked()
    offer = side_by_side(found)[0]
    better = changed_offer(offer, hidden=Decimal(-2), total_cost=offer.fee + offer.receipt - 2)
    figure = offer_charts.costs(found, [better], data, AZ, LIGHT)
    assert sum(bar.x[0] for bar in figure.data) == pytest.approx(float(known_cost(better)))
    assert figure.layout.barmode == "relative"
    assert figure.layout.xaxis.range[0] == pytest.approx(float(-2 / offer.reference.rate))


def test_lines_hold_each_step_and_end_at_the_limit():
    figure, _ = drawn("amounts")
    found = curves(teaching(), asked())
    drawn_lines = [trace for trace in figure.data if trace.mode == "lines"]
    assert len(drawn_lines) == len(found) <= 6
    assert len({line.line.dash for line in drawn_lines}) == len(drawn_lines)
    for line, curve in zip(drawn_lines, found, strict=True):
        assert list(line.x) == [float(outlay) for outlay, _ in curve.points]
        drawn_costs = [None if o is None else float(known_cost(o)) for _, o in curve.points]
        assert list(line.y) == drawn_costs and not line.connectgaps
        assert line.name == offer_words.provider(curve.offer.provider, teaching(), AZ)
    ends = next(trace for trace in figure.data if trace.name == AZ("chart.limit"))
    limits = [curve for curve in found if curve.limit is not None]
    assert list(ends.x) == [float(curve.limit) for curve in limits]
    assert list(ends.y) == [float(known_cost(curve.at(curve.limit))) for curve in limits]


def test_the_amount_asked_is_marked_on_each_line():
    figure, _ = drawn("amounts")
    found = curves(teaching(), asked())
    marked = next(trace for trace in figure.data if trace.name == AZ("chart.chosen"))
    assert set(marked.x) == {20_000.0}
    assert list(marked.y) == [float(known_cost(curve.offer)) for curve in found]
    assert list(marked.marker.symbol) == [MARKERS[curve.offer.channel] for curve in found]
    assert figure.layout.shapes[0].x0 == figure.layout.shapes[0].x1 == 20_000.0


def test_every_line_has_its_name_at_its_end():
    figure, _ = drawn("amounts")
    for line in (trace for trace in figure.data if trace.mode == "lines"):
        end = next((x, y) for x, y in zip(reversed(line.x), reversed(line.y), strict=True) if y is not None)
        assert line.name in [
            a.text.replace("<br>", " ") for a in figure.layout.annotations if (a.x, a.y) == end
        ]


def test_those_that_no_other_beats_are_joined():
    found = asked(promotions=True)
    figure, _ = drawn("times", promotions=True)
    joined = next(trace for trace in figure.data if trace.mode == "lines+markers")
    best = no_other_beats(found)
    assert len(best) > 1
    assert list(joined.x) == [log10(offer.minutes_most) for offer in best]
    assert list(joined.y) == [float(offer.received) for offer in best]


@EACH
def test_of_prices_that_nobody_saw_within_a_year_none_is_ringed_or_called_best(language):
    spoken, found = words(language), asked()
    old = replace(
        found, headline=None,
        offers=tuple(changed_offer(offer, price_grade=Grade.HISTORICAL) for offer in found.offers),
    )  # fmt: skip
    these = (old, side_by_side(old), no_other_beats(old), teaching(), spoken)
    figure = offer_charts.times(*these, LIGHT)
    (ringed,) = [trace for trace in figure.data if trace.mode == "lines+markers"]
    assert list(ringed.x) == []
    assert captions.times(*these).title == spoken("title.times_known")
    aged = [
        replace(c, offer=changed_offer(c.offer, price_grade=Grade.HISTORICAL))
        for c in curves(teaching(), found)
    ]
    top = aged[0].at(found.transfer.send)
    plain = spoken(
        "title.amounts_plain",
        provider=offer_words.provider(top.provider, teaching(), spoken),
        send=spoken.money(Decimal(20_000), "RUB", whole=True),
        cost=costs.total(top, spoken),
    )
    assert captions.amounts(old, aged, teaching(), spoken).title == plain


def test_every_timed_road_is_a_point_in_the_shape_of_its_kind():
    figure, _ = drawn("times")
    timed = [o for o in side_by_side(asked()) if o.minutes_most is not None]
    points = [trace for trace in figure.data if trace.mode == "markers"]
    assert sum(len(trace.x) for trace in points) == len(timed)
    kinds = {AZ(f"channel.{kind}"): MARKERS[kind] for kind in {o.channel for o in timed}}
    assert {trace.name: trace.marker.symbol for trace in points} == kinds


def test_two_lines_stand_beside_each_other_at_the_price_asked():
    figure, _ = drawn("outside")
    found = beside_outside(teaching(), asked(), AskedPrice(percent=Decimal(3)))
    formal, outside = (trace for trace in figure.data if trace.mode == "lines")
    assert list(formal.y) == [float(known_cost(row.formal)) for row in found]
    assert list(outside.y) == pytest.approx([float(row.outlay) * 0.03 for row in found], abs=1)


@EACH
@pytest.mark.parametrize("kind", KINDS)
def test_every_picture_says_its_finding_and_stands_in_words(kind, language):
    spoken = words(language)
    _, caption = drawn(kind, spoken)
    assert caption.title in caption.alt and len(caption.alt) > len(caption.title) + 20
    assert "{" not in caption.alt and "AZN" not in caption.alt and "₼" not in caption.alt
    assert any(unit in caption.alt for unit in ("manat", "манат", "rubl", "rouble", "рубл"))


@EACH
def test_the_first_picture_says_what_the_page_says(language):
    spoken, found = words(language), asked()
    _, caption = drawn("costs", spoken)
    who = offer_words.provider(found.headline.provider, teaching(), spoken)
    cost = costs.total(found.headline, spoken)
    assert who in caption.title and cost in caption.title


def test_the_title_over_costs_names_the_least_and_the_greatest_cost():
    found = asked()
    roads = side_by_side(found)
    dear = max(roads, key=cost_of)
    title = captions.costs(found, roads, teaching(), AZ).title
    assert costs.total(dear, AZ) in title and "rubl" in title
    alone = captions.costs(found, roads[:1], teaching(), AZ).title
    assert costs.total(roads[0], AZ) in alone


def test_the_title_tells_whether_another_amount_has_another_road():
    found = asked()
    lines_found, data = curves(teaching(), found), teaching()
    who = offer_words.provider(lines_found[0].offer.provider, data, AZ)
    send = AZ.money(Decimal(20_000), "RUB", whole=True)
    change = AZ("title.amounts_change", provider=who, send=send)
    assert captions.amounts(found, lines_found, data, AZ).title == change
    alone = captions.amounts(found, lines_found[:1], data, AZ).title
    cost = costs.total(lines_found[0].offer, AZ)
    assert alone == AZ("title.amounts_plain", provider=who, send=send, cost=cost)


def test_no_claim_for_today_without_a_checked_price():
    found = replace(asked(), headline=None)
    roads = side_by_side(found)
    dear = max(roads, key=cost_of)
    first, last = (offer_words.provider(road.provider, teaching(), AZ) for road in (roads[0], dear))
    cost, more = (costs.total(road, AZ) for road in (roads[0], dear))
    title = captions.costs(found, roads, teaching(), AZ).title
    assert title == AZ("title.costs_known", provider=first, cost=cost, other=last, more=more)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_has_its_own_paper_and_nothing_moves_in_it(kind, colours):
    figure, _ = drawn(kind, colours=colours)
    layout = figure.layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == colours.paper
    assert layout.font.color == colours.ink and layout.dragmode is False
    assert layout.xaxis.fixedrange and layout.yaxis.fixedrange
    assert layout.legend.itemclick is False and CONFIG["displayModeBar"] is False
    assert layout.width is None


def test_names_from_the_data_are_shown_letter_by_letter():
    assert safe('<a href="x">A & B</a>') == '&lt;a href="x"&gt;A &amp; B&lt;/a&gt;'


def test_labels_are_spread_until_none_cross():
    places = spread([100, 101, 102, 268], [17, 34, 17, 17], 270)
    order = sorted(zip(places, [17, 34, 17, 17], strict=True))
    for (low, size), (high, other) in pairwise(order):
        assert high - low >= (size + other) / 2 - 1e-9
    assert min(places) - 8.5 >= 0 and max(places) + 8.5 <= 270 + 1e-9


@pytest.mark.parametrize(("low", "high"), [(0, 0.4), (0, 32), (373, 385), (0, 80_000), (-3, 9)])
def test_ticks_are_few_round_and_whole(low, high):
    ticks = round_ticks(low, high, 6)
    assert 1 <= len(ticks) <= 6 and all(low <= t <= high and t == int(t) for t in ticks)
