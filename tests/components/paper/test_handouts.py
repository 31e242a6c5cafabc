import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

from channels.records.stories import LENGTHS, PriceSet, Shape, StepKind
from channels.workshop import chance_cards, story_prices
from channels.workshop.story_prices import NoLineup
from components.i18n import LANGUAGES, words
from components.paper import handout_blocks, handouts
from components.words import chance_cards as card_words
from components.words import offers as offer_words
from components.words import story_prices as price_words
from components.words import workshop as workshop_words
from tests.support.datasets import with_ecb
from tests.support.lanes import sampled, spread

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)
SEED = "K7MT"
SIDES = {"worksheet": (842, 595), "answers": (842, 595)}
UPRIGHT = (595, 842)


@cache
def facts():
    return with_ecb("real")


@cache
def taught():
    return with_ecb("teaching")


def stories():
    return {story.id: story for story in facts().tables.stories}


@cache
def pdf_of(one, kind):
    """A sheet, printed once for all tests."""
    return handouts.printed(one, kind)


@cache
def handout(name, language="en", prices=PriceSet.TEACHING, seed=SEED):
    data = taught() if prices is PriceSet.TEACHING else facts()
    return handout_blocks.Handout(stories()[name], prices, seed, DAY, data, facts(), words(language))


def squeezed(text):
    return re.sub(r"\s+", "", text.replace("\u200b", "").replace("\u00ad", ""))


@cache
def pages(pdf):
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def said(blocks):
    """Every text of blocks, in their order."""
    for block in blocks:
        for key, value in block.items():
            if key == "blocks":
                yield from said(value)
            elif key in ("kind", "shape", "shapes"):
                continue
            else:
                yield from flat(value)


def flat(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (
            text for key, inner in value.items() if key not in ("shape", "shapes") for text in flat(inner)
        )
    elif isinstance(value, list):
        yield from (text for inner in value for text in flat(inner))


@pytest.mark.parametrize("language", sampled(LANGUAGES))
@pytest.mark.parametrize("name", spread(sorted(stories()), each=4))
def test_every_sheet_of_every_story_holds_all_its_texts_and_its_footer(name, language):
    one = handout(name, language)
    banner = words(language)("teaching.banner")
    for kind in handouts.kinds(one):
        texts = handouts.texts(one, kind)
        pdf = pdf_of(one, kind)
        printed = pages(pdf)
        whole = "".join(printed)
        for text in said(texts["blocks"]):
            assert squeezed(text) in whole, (kind, text)
        sides = SIDES.get(kind, UPRIGHT)
        for number, (text, page) in enumerate(zip(printed, PdfReader(io.BytesIO(pdf)).pages, strict=True), 1):
            assert squeezed(texts["footer"]) in text
            assert text.endswith(f"{number}/{len(printed)}")
            assert (squeezed(banner) in text) == one.story.about_money
            assert (round(page.mediabox.width), round(page.mediabox.height)) == sides
        assert SEED in texts["footer"]


@pytest.mark.parametrize(
    "kind", spread(["worksheet", "answers", "poster", "hunt", "takeaway", "late", "help"], each=3)
)
@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_a_sheet_for_the_hand_or_the_wall_has_one_page(language, kind):
    for name in stories():
        one = handout(name, language)
        if kind in handouts.kinds(one):
            assert len(pages(pdf_of(one, kind))) == 1, name


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_the_treasure_hunt_asks_for_what_the_story_sends(language):
    say = words(language)
    for name, amount, currency in (("migrant_baku", None, "RUB"), ("caller_code", Decimal(200), "AZN")):
        one = handout(name, language)
        sent = say.money(
            amount or one.story.send, one.story.currency if amount is None else "USD", whole=True
        )
        texts = list(said(handouts.texts(one, "hunt")["blocks"]))
        assert say("handout.hunt_1", amount=sent) in texts
        assert say("handout.hunt_3", amount=sent, currency=say.currency(currency)) in texts


def test_each_shape_has_a_page_of_its_own():
    one = handout("mother_lankaran", "az")
    shown = pages(pdf_of(one, "shapes"))
    assert len(shown) == len(Shape)
    for shape, text in zip(Shape, shown, strict=True):
        assert workshop_words.shape_name(shape, words("az")) in text


@pytest.mark.parametrize("language", sampled(LANGUAGES))
@pytest.mark.parametrize(
    "name", spread(sorted(name for name, story in stories().items() if story.about_money), each=4)
)
def test_the_answer_key_has_the_numbers_of_the_screen(name, language):
    one, say = handout(name, language), words(language)
    of = story_prices.deal(one.story, one.prices, taught(), DAY)
    tables = [block for block in handouts.texts(one, "answers")["blocks"] if block["kind"] == "table"]
    rows = {row[0]["shape"]: row for row in tables[0]["rows"]}
    assert set(rows) == {row.shape.value for row in of.rows}
    for placed in story_prices.layer(of, StepKind.HAND).ranked:
        row = rows[placed.row.shape.value]
        shown = price_words.shown(placed, StepKind.HAND, taught(), of, say)
        assert (row[0]["text"], row[3], row[4]) == (shown.name, shown.figure, shown.time)
        if placed.row.refusal is None:
            assert row[1] == price_words.part(placed.row, StepKind.FEE, of, say)
            assert row[2] == price_words.part(placed.row, StepKind.RATE, of, say)
        else:
            assert row[5] == offer_words.refusal(placed.row.refusal, say)


def test_the_worksheet_gives_nothing_away():
    one = handout("mother_lankaran")
    (table,) = [block for block in handouts.texts(one, "worksheet")["blocks"] if block["kind"] == "table"]
    assert all(row[1:] == [""] * 5 for row in table["rows"])
    of = one.deal
    assert [row[0]["shape"] for row in table["rows"]] == [row.shape.value for row in of.rows]


def test_the_card_to_take_home_names_formal_roads_alone_and_the_best_first():
    for name, story in stories().items():
        if not story.about_money:
            continue
        one, say = handout(name), words("en")
        texts = list(said(handouts.texts(one, "takeaway")["blocks"]))
        for row in one.deal.rows:
            if not row.formal:
                assert not any(price_words.road_name(row, taught(), say) in text for text in texts)
        truth = one.deal.truth
        best = [text for text in texts if price_words.road_name(truth, taught(), say) in text]
        assert say.money(truth.hand, truth.currency, whole=True) in best[0]
        for question in offer_words.three_questions(not story.corridor.endswith("-AZ"), say):
            assert question in texts


def test_where_no_road_is_asked_for_the_card_to_take_home_says_what_to_do():
    told = [story for story in stories().values() if not story.about_money]
    assert told
    for story in told:
        one = handout(story.id)
        texts = list(said(handouts.texts(one, "takeaway")["blocks"]))
        for reply in workshop_words.replies(story, facts(), words("en")):
            assert any(text.startswith(f"{reply.text} {reply.why}") for text in texts) is reply.right


def test_a_bar_of_the_poster_adds_up_to_what_is_gone_on_the_way():
    one = handout("mother_lankaran")
    (bars,) = [block for block in handouts.texts(one, "poster")["blocks"] if block["kind"] == "bars"]
    costs = {row.shape.value: row.worth - row.hand for row in one.deal.rows}
    dearest = max(costs.values())
    assert len(bars["rows"]) == len(costs)
    for row in bars["rows"]:
        assert sum(row["bar"]) == pytest.approx(float(costs[row["shape"]] / dearest * 1000), abs=4)


def test_real_prices_say_their_day():
    one, say = handout("mother_lankaran", prices=PriceSet.EVIDENCE), words("en")
    texts = handouts.texts(one, "takeaway")
    assert texts["banner"] is None
    assert price_words.prices_line(one.deal, say) in texts["footer"]


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_only_what_may_be_recommended_is_taken_home(language):
    for story in stories().values():
        for lineup in story.lineups:
            one, say = handout(story.id, language, lineup.set), words(language)
            texts = list(said(handouts.texts(one, "takeaway")["blocks"]))
            sure = [row for row in one.deal.rows if row.offer is not None and row.offer.recommended]
            unsure = [row for row in one.deal.rows if row not in sure]
            assert (say("share.none") in texts) is not any(row.hand is not None for row in sure)
            for row in unsure:
                name = price_words.road_name(row, one.data, say)
                assert not any(text.startswith(name) for text in texts if name), story.id
            for question in offer_words.three_questions(not story.corridor.endswith("-AZ"), say):
                assert question in texts
    unchecked = handout("mother_lankaran", language, PriceSet.EVIDENCE)
    assert words(language)("share.none") in list(said(handouts.texts(unchecked, "takeaway")["blocks"]))


@pytest.mark.parametrize("language", sampled(LANGUAGES))
@pytest.mark.parametrize("prices", PriceSet)
def test_the_footer_gives_the_prices_one_day(language, prices):
    one, say = handout("mother_lankaran", language, prices), words(language)
    footer = handouts.texts(one, "worksheet")["footer"]
    of_today = say("sheet.day", day=say.day(DAY))
    assert (of_today in footer) is (prices is PriceSet.TEACHING)
    assert (price_words.prices_line(one.deal, say) in footer) is (prices is PriceSet.EVIDENCE)
    assert (say("handout.computed", day=say.day(DAY)) in footer) is (prices is PriceSet.EVIDENCE)


def test_there_is_no_poster_without_a_bar_and_no_card_of_chance_without_roads():
    assert "poster" in handouts.kinds(handout("student_istanbul"))
    unknown = handouts.kinds(handout("student_istanbul", prices=PriceSet.EVIDENCE))
    assert "poster" not in unknown
    assert "chance" in unknown
    assert not {"poster", "chance"} & set(handouts.kinds(handout("caller_code")))


def test_a_rule_of_a_card_is_written_once_with_all_its_shapes():
    one = handout("mother_lankaran")
    grouped = [block for block in handouts.texts(one, "guide")["blocks"] if block["kind"] == "group"]
    rules = [inner["rules"] for block in grouped for inner in block["blocks"] if inner["kind"] == "rules"]
    assert len(rules) == len(one.cards)
    for card, said_of in zip(one.cards, rules, strict=True):
        stroke = chance_cards.play(card, SEED, one.story, one.prices, taught(), DAY)
        told = card_words.stroke_lines(stroke, taught(), words("en"))
        expected = {(line.shape.value, line.rule) for line in told if line.rule}
        assert {(shape, rule["text"]) for rule in said_of for shape in rule["shapes"]} == expected
        assert len({rule["text"] for rule in said_of}) == len(said_of)


def test_a_story_without_such_prices_says_so():
    with pytest.raises(NoLineup):
        handouts.everything(handout("pensioner_village", prices=PriceSet.EVIDENCE))


def test_the_guide_has_each_plan_whole_each_card_and_the_debrief():
    one, say = handout("mother_lankaran"), words("en")
    blocks = handouts.texts(one, "guide")["blocks"]
    plan = next(block for block in blocks if block["kind"] == "table")
    for place, length in enumerate(LENGTHS, start=1):
        minutes = [row[place] for row in plan["rows"]]
        assert sum(float(text) for text in minutes if text != "–") == pytest.approx(length)
    texts = list(said(blocks))
    assert [n for n in LENGTHS if say("workshop.no_quiz", time=say.count("time.minutes", n)) in texts] == [20]
    for card in chance_cards.dealt(facts().tables.cards, SEED, one.deal):
        assert card.text.text_in("en") in texts
    for line in workshop_words.debrief_lines(one.story, facts(), say):
        assert line in texts


def test_two_seeds_deal_other_questions_and_the_same_seed_the_same_bytes():
    name = "once_or_five"
    assert handouts.everything(handout(name)) == handouts.everything(handout(name))
    one, other = (handouts.texts(handout(name, seed=seed), "quiz")["blocks"] for seed in (SEED, "2222"))
    assert list(said(one)) != list(said(other))


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_everything_is_one_file_whose_names_tell_no_amount(language):
    one = handout("mother_lankaran", language)
    with zipfile.ZipFile(io.BytesIO(handouts.everything(one))) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert len(names) == len(handouts.kinds(one))
        for number, name in enumerate(names, start=1):
            assert re.fullmatch(rf"{number:02}-[a-z]+-teaching-{DAY}-{SEED}-{language}\.pdf", name)
            assert archive.read(name).startswith(b"%PDF")
    assert handouts.file_name(one) == f"pulyolu-mother_lankaran-teaching-{DAY}-{SEED}-{language}.zip"


def resources(page: PageObject) -> DictionaryObject:
    found = page["/Resources"]
    assert isinstance(found, DictionaryObject)
    return found


@pytest.mark.parametrize("language", sampled(LANGUAGES))
def test_no_letter_is_missing_from_the_font(language):
    one = handout("mother_lankaran", language)
    fonts = {
        font.get_object()["/BaseFont"]
        for kind in handouts.kinds(one)
        for page in PdfReader(io.BytesIO(pdf_of(one, kind))).pages
        for font in resources(page).get("/Font", {}).values()
    }
    assert fonts
    assert all("Libertinus" in name for name in fonts), "another font fills in for letters that are missing"
