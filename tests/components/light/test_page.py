"""The light page: the dashboard's numbers in the dashboard's order, in three languages, under 20 KB."""

import html
import random
import re
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from channels.amounts import Misread
from channels.compare.comparison import compare
from channels.dataset.dataset import Dataset
from channels.dataset.loading import load
from channels.pricing.fx import TOLD_SOURCE, reference
from channels.pricing.reader_quote import ReaderQuote
from channels.records.informal import GroupRange
from channels.records.observations import Rate
from components import i18n
from components.i18n import LANGUAGES, words
from components.light import form as light_form
from components.light import page as light
from components.light import templates
from components.words import informal as informal_words
from components.words import offer_layout
from components.words import offers as offer_words
from components.words import reader_quote as quote_words
from tests.support.builders import no_price
from tests.support.datasets import with_ecb

ROOT = Path(__file__).parents[3]
DAY = date(2026, 11, 21)
MOST_BYTES = 20_000
EACH = pytest.mark.parametrize("language", LANGUAGES)
SETS = ("real", "teaching")


@cache
def data(name: str) -> Dataset:
    return with_ecb(name)


def page(language="en", name="real", **address) -> str:
    if name == "teaching":
        address["set"] = "teaching"
    return light.page(address, data(name), words(language), DAY, facts=data("real"))


def texts(markup: str) -> str:
    """All that a reader reads, as one line."""
    body = re.sub(r"<style>.*?</style>", "", markup, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())


def squeezed(text: str) -> str:
    return " ".join(text.split())


def stand_in_this_order(parts, markup):
    """Whether every part stands in the page, each after the one before."""
    shown, at = texts(markup), 0
    for part in parts:
        found = shown.find(squeezed(part), at)
        assert found >= 0, (part, shown[at : at + 400])
        at = found + len(squeezed(part))


@EACH
def test_a_road_says_where_and_with_what_its_money_is_collected_as_told_with_its_price(language, tmp_path):
    over = tmp_path / "over"
    (over / "observations").mkdir(parents=True)
    (over / "observations" / "visit.csv").write_text(
        "provider,service,corridor,evidence,observed,amount,currency,fee,rate,pays,regions,documents,source\n"
        "zolotaya_korona,cash_kapital_bank,RU-AZ,observed,2026-11-20,20000,RUB,150,0.0192,AZN,"
        "lankaran_astara sheki_zagatala,passport id_card,rpw_workbook\n"
    )
    found, say = load(ROOT / "data", over), words(language)
    names = [found.regions[code].name.text_in(language) for code in ("lankaran_astara", "sheki_zagatala")]
    documents = say.listed([say("document.passport"), say("document.id_card")])

    def shown(**address):
        markup = light.page(address, found, say, DAY, facts=found)
        # The list of regions in the form has each of their names too.
        return texts(re.sub(r"<form.*?</form>", "", markup, flags=re.S))

    where = say("bring.where", places=say.listed(names))
    assert where in shown()
    assert say("bring.documents", things=documents) in shown()
    assert where in shown(region="sheki_zagatala")
    assert where not in shown(region="baku")


# Size and form


@EACH
@pytest.mark.parametrize("name", SETS)
def test_every_corridor_fits_in_twenty_kilobytes(name, language):
    sizes = {}
    for corridor in data(name).tables.corridors:
        if "AZ" not in (corridor.sending, corridor.receiving):
            continue
        address = {"sending": corridor.sending, "receiving": corridor.receiving}
        sizes[corridor.key] = len(page(language, name, **address).encode())
        known = light_form.read(address, data(name), words(language), DAY)
        figures = {known.reader_quote.fee.code: "200", known.reader_quote.rate.code: "2,1"}
        if known.official is not None:
            figures[known.official.figure.code] = "2,1"
        told = page(language, name, open="told", told="Почта России", **figures, **address)
        sizes[corridor.key, "told"] = len(told.encode())
    assert len(sizes) > 5
    assert max(sizes.values()) < MOST_BYTES, sizes


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@EACH
@pytest.mark.parametrize("name", SETS)
def test_there_is_no_script_no_font_no_picture_and_nothing_from_elsewhere(name, language):
    markup = page(language, name)
    for tag, attributes in Tags(markup).found:
        assert tag not in ("script", "img", "iframe", "object", "video", "embed")
        assert not any(key.startswith("on") or key == "src" or key == "style" for key in attributes)
        if tag == "link" and attributes["rel"] == "alternate":
            # A browser loads no feed: it only knows of it.
            assert attributes["href"].startswith("/feed/")
        elif tag == "link":
            assert attributes == {"rel": "icon", "href": "data:,"}
    assert "url(" not in templates.style()
    assert "@import" not in templates.style()
    assert "font-face" not in templates.style()


@EACH
def test_the_page_names_its_language_and_links_the_others(language):
    tags = Tags(page(language)).found
    assert ("html", {"lang": language}) in tags
    links = {a["hreflang"] for tag, a in tags if tag == "a" and "hreflang" in a}
    assert links == set(LANGUAGES) - {language}


@EACH
def test_nothing_of_a_currency_code_stands_on_the_page(language):
    for name in SETS:
        assert not re.search(r"\b(AZN|RUB|USD|EUR|TRY|GBP)\b|[₼₽€$£₺]", texts(page(language, name)))


def test_the_teaching_set_stands_under_its_banner_and_has_a_way_back():
    say = words("en")
    shown = page("en", "teaching")
    assert say("teaching.banner") in texts(shown)
    back = re.search(rf'<a href="([^"]*)">{say("light.real")}', shown)
    assert back is not None
    assert "set=" not in back[1]
    assert say("teaching.banner") not in texts(page("en"))


def test_every_source_that_is_cited_stands_at_the_foot():
    for name in SETS:
        markup = page("en", name)
        cited = set(re.findall(r'href="#(s\d+)"', markup))
        there = set(re.findall(r'id="(s\d+)"', markup))
        assert cited == there
        assert cited


def test_an_unlicensed_service_never_has_an_amount():
    for corridor in data("teaching").tables.corridors:
        markup = page("en", "teaching", sending=corridor.sending, receiving=corridor.receiving)
        for item in re.findall(r'<i class="unlicensed"></i>(.*?)<p>', markup, flags=re.S):
            assert not re.search(r"\d+ manat|\d{2,}", texts(item))


def test_the_link_to_the_full_page_says_the_same_question():
    markup = page("ru", "teaching", sending="TR", send="7500,5", currency="USD", pay_out="card", within="3d")
    link = re.search(r'href="/\?([^"]+)"', markup)
    assert link is not None
    assert html.unescape(link[1]) == (
        "lang=ru&sending=TR&send=7500.5&currency=USD&pay_out=card&within=3d&set=teaching"
    )


# What was typed


@EACH
@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("abc", "not_a_number"),
        ("", "empty"),
        ("-5", "negative"),
        ("0", "zero"),
        ("99999999999", "too_large"),
        ("1.2345", "too_fine"),
    ],
)
def test_a_bad_amount_is_said_at_its_field_and_kept(language, typed, fault):
    markup = page(language, send=typed)
    fields = [a for tag, a in Tags(markup).found if tag == "input" and a.get("name") == "send"]
    assert fields[0]["value"] == typed
    assert fields[0]["aria-invalid"] == "true"
    assert words(language)(f"amount.{fault}") in texts(markup)
    assert words(language)("safety.code") in texts(markup)


def test_an_amount_with_two_readings_is_asked_back_with_links():
    markup = page("az", send="1,500")
    assert words("az")("amount.ambiguous") in texts(markup)
    links = re.findall(r'id="e">.*?</p>', markup)[0]
    assert re.findall(r"send=([0-9.]+)", links) == ["1.5", "1500"]
    for plain in ("1.5", "1500"):
        form = light_form.read({"send": plain}, data("real"), words("az"), DAY)
        assert form.amount == Decimal(plain)


@EACH
def test_an_amount_is_read_as_people_type_it(language):
    form = light_form.read({"send": "20 000"}, data("real"), words(language), DAY)
    assert form.amount == 20_000


@EACH
def test_what_the_dashboard_writes_into_its_address_is_read_as_the_same_amount(language):
    dice = random.Random(5)
    for _ in range(500):
        amount = Decimal(dice.randrange(1, 10**11)) / 100
        form = light_form.read({"send": format(amount, "f")}, data("real"), words(language), DAY)
        assert form.amount == amount


def test_an_amount_does_not_become_one_of_another_currency():
    say = words("en")
    kept = light_form.read({"sending": "RU", "send": "20,000", "was": "RUB 20,000"}, data("real"), say, DAY)
    assert kept.amount == 20_000
    moved = light_form.read({"sending": "US", "send": "20,000", "was": "RUB 20,000"}, data("real"), say, DAY)
    assert (moved.currency, moved.amount) == ("USD", 200)
    typed = light_form.read({"sending": "US", "send": "300", "was": "RUB 20,000"}, data("real"), say, DAY)
    assert typed.amount == 300


def test_nonsense_in_the_address_is_the_default():
    nonsense = {
        "sending": "XX", "receiving": "zz", "currency": "QQQ", "pay_out": "<b>", "within": "9h",
        "region": "..",
        "pay_in": "gold", "promotions": "2", "ask": "nothing", "set": "both", "unknown": "x" * 500,
    }  # fmt: skip
    markup = page("en", **nonsense)
    assert words("en")("link.unknown_country", code="XX") in texts(markup)
    line = re.compile(r'<p class="e">[^<]*</p>')
    assert line.sub("", markup, count=1) == page("en")


@EACH
@pytest.mark.parametrize(
    ("linked", "sending"), [({"sending": "tr"}, "TR"), ({"sending": " de "}, "DE"), ({"sending": "RU"}, "RU")]
)
def test_a_code_in_small_letters_is_taken(language, linked, sending):
    form = light_form.read({**linked, "send": "200"}, data("real"), words(language), DAY)
    assert (form.corridor.sending, form.amount, form.unknown) == (sending, 200, ())


@pytest.mark.parametrize(
    "linked", [{"sending": "BY"}, {"sending": "RU", "currency": "GBP"}, {"receiving": "BY"}]
)
def test_what_the_link_names_in_vain_is_said_and_its_amount_is_not_taken(linked):
    known = data("real")
    form = light_form.read({**linked, "send": "200"}, known, words("en"), DAY)
    assert len(form.unknown) == 1
    assert form.amount == 20_000
    assert form.unknown[0] in texts(page("en", **linked))
    assert "BY" not in light_form.link(form, known, words("en"))
    # What the page's own form sends is no link: another country has another currency.
    own = {**linked, "send": "200", "was": "RUB 20,000"}
    assert light_form.read(own, known, words("en"), DAY).unknown == ()


@pytest.mark.parametrize(
    ("language", "typed"), [("ru", "50.000"), ("az", "50,000"), ("en", "abc"), ("en", "50 00")]
)
@pytest.mark.parametrize("wants", ["send", "receive"])
def test_an_amount_that_was_not_understood_travels_nowhere(language, typed, wants):
    known, say = data("real"), words(language)
    form = light_form.read({"sending": "RU", wants: typed}, known, say, DAY)
    assert isinstance(form.amount, Misread)
    for link in (light_form.link(form, known, say), light_form.full_link(form, known, say)):
        assert f"{wants}=" not in link
        assert ("ask=receive" in link) is (wants == "receive")


@pytest.mark.parametrize("key", ["send", "receive", "sending", "lang", "was", "region", "set"])
def test_markup_in_the_address_stays_text(key):
    evil = "\"><script>alert('1')</script>"
    markup = page("en", **{key: evil})
    assert "<script" not in markup
    assert not any(tag == "script" for tag, _ in Tags(markup).found)


def test_markup_in_the_data_stays_text(tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(ROOT / "data" / "teaching", folder)
    changed = 0
    for file in sorted((folder / "providers").glob("*.toml")):
        text = file.read_text(encoding="utf-8")
        new = text.replace('name = { en = "', "name = { en = \"<img src=x onerror='1'>")
        changed += new != text
        file.write_text(new, encoding="utf-8")
    assert changed
    evil = load(folder)
    markup = light.page({}, evil, words("en"), DAY, facts=data("real"))
    assert "&lt;img src=x" in markup
    assert "<img" not in markup


# Languages


@pytest.mark.parametrize(
    ("lang", "accepted", "spoken"),
    [
        ("ru", "en", "ru"),
        ("", "ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("", "tr-TR,tr;q=0.9,en;q=0.8", "en"),
        ("", "de, en;q=0.3, ru;q=0.7", "ru"),
        ("", "ru;q=0,en;q=0.1", "en"),
        ("", "fr", "az"),
        ("zz", "", "az"),
        ("", None, "az"),
        ("", ";;;,,=q" * 100, "az"),
    ],
)
def test_the_language_is_the_chosen_one_else_one_that_the_browser_accepts(lang, accepted, spoken):
    assert i18n.spoken({"lang": lang}, accepted).language == spoken


def test_no_amount_can_be_asked_for_where_the_destination_has_no_known_currency():
    form = light_form.read(
        {"sending": "AZ", "receiving": "any", "receive": "5"}, data("real"), words("en"), DAY
    )
    assert form.wants == ("send" if form.corridor.receives is None else "receive")
    assert not isinstance(form.amount, Misread)


def test_the_page_for_broken_data_says_so():
    assert words("en")("faults.title") in texts(light.broken(words("en")))


# What the reader types beside the question


FIGURES = {"official.RUB": "2.1", "fee.RUB": "200", "rate.RUB": "2.05"}
TOLD = ReaderQuote(name="Bank A", fee=Decimal(200), rate=Decimal("0.0205"))


def as_written(language, figures):
    """Figures with the language's own mark for decimals."""
    return {key: text.replace(".", "." if language == "en" else ",") for key, text in figures.items()}


@EACH
@pytest.mark.parametrize("name", SETS)
def test_a_told_price_is_judged_as_the_dashboard_judges_it(name, language):
    say, known = words(language), data(name)
    address = {"sending": "RU", "send": "20000", "open": "told", "told": "Bank A"}
    markup = page(language, name, **address, **as_written(language, FIGURES))
    rate = Rate(day=DAY, currency="RUB", nominal=100, value=Decimal("2.1"), source=TOLD_SOURCE)
    transfer = light_form.read(address, known, say, DAY).transfer
    used = known if name == "teaching" else known.with_rate(rate)
    found = compare(used, transfer, DAY, told=[TOLD])
    (offer,) = found.told
    expected = ["Bank A", offer_words.amount_of(found, offer, say), offer_words.cost_line(found, offer, say)]
    assert len(quote_words.verdict(offer, found, say)) >= 2
    stand_in_this_order([*expected, *quote_words.verdict(offer, found, say)], markup)
    shown = {a["name"]: a.get("value") for tag, a in Tags(markup).found if tag == "input"}
    for key, text in as_written(language, FIGURES).items():
        assert shown.get(key) == (None if name == "teaching" and "official" in key else text)


@EACH
def test_without_todays_rate_a_told_price_asks_for_it(language):
    say = words(language)
    figures = as_written(language, {"fee.RUB": "200", "rate.RUB": "2.1"})
    markup = page(language, sending="RU", open="told", **figures)
    rates = data("real").rates
    used = reference(rates, DAY, base="RUB", quote="AZN")
    assert not used.fresh
    assert say("told.old_rate", day=say.day(used.day)) in texts(markup)
    assert say("rate.ask", units=say.money(Decimal(100), "RUB", whole=True)) in texts(markup)


@EACH
def test_a_told_price_that_cannot_be_computed_says_why(language):
    say = words(language)
    markup = page(language, "teaching", sending="RU", open="told", **{"fee.RUB": "200"})
    assert say("told_fault.need_two", name=say("told.nameless", number=1)) in texts(markup)


@EACH
def test_a_bad_figure_is_said_at_its_field_and_kept(language):
    say = words(language)
    markup = page(language, sending="RU", open="told", **{"official.RUB": "much", "fee.RUB": "-1"})
    fields = {a["name"]: a for tag, a in Tags(markup).found if tag == "input" and "name" in a}
    for key, text, fault in (("official.RUB", "much", "not_a_number"), ("fee.RUB", "-1", "negative")):
        assert fields[key]["value"] == text
        said = re.search(rf'id="{fields[key]["aria-describedby"]}">([^<]*)', markup)
        assert html.unescape(said[1]) == say(f"amount.{fault}")
    assert "aria-invalid" not in fields["rate.RUB"]


@EACH
def test_a_rate_far_off_is_asked_back_with_both_values_and_counts_once_the_reader_says_so(language):
    say = words(language)
    far = as_written(language, {"official.RUB": "19.65"})
    markup = page(language, sending="RU", **far)
    known, typed = (say.money_exact(Decimal(value), "AZN") for value in ("1.9579", "19.65"))
    assert known in texts(markup)
    assert typed in texts(markup)
    assert say("rate.old") in texts(markup)
    (href,) = [
        attributes["href"]
        for tag, attributes in Tags(markup).found
        if tag == "a" and "sure=19.65" in attributes.get("href", "")
    ]
    address = dict(parse_qsl(href.partition("?")[2]))
    address.pop("lang")
    sure = light.page(address, data("real"), say, DAY, facts=data("real"))
    assert say("rate.old") not in texts(sure)


def test_todays_rate_is_asked_for_where_the_known_one_is_old_and_counts_when_typed():
    say = words("en")
    before = page("en", sending="RU", send="20000")
    after = page("en", sending="RU", send="20000", **{"official.RUB": "2.1"})
    form, _, rest = before.partition("</form>")
    assert "official.RUB" in form.partition("<details")[0]
    assert say("rate.old") in texts(rest)
    assert say("rate.old") not in texts(after)
    rate = Rate(day=DAY, currency="RUB", nominal=100, value=Decimal("2.1"), source=TOLD_SOURCE)
    transfer = light_form.read({"sending": "RU", "send": "20000"}, data("real"), say, DAY).transfer
    found = compare(data("real").with_rate(rate), transfer, DAY)
    amounts = [offer_words.amount_of(found, offer, say) for offer in found.offers]
    assert amounts
    stand_in_this_order(amounts, after)


def test_a_rate_that_is_fresh_is_asked_for_among_the_finer_wishes_only():
    day = max(rate.day for rate in data("real").tables.rates if rate.currency == "RUB")
    markup = light.page({"sending": "RU"}, data("real"), words("en"), day, facts=data("real"))
    before, _, folded = markup.partition("</form>")[0].partition("<details")
    assert "official.RUB" not in before
    assert "official.RUB" in folded


def test_nobody_is_asked_for_a_rate_where_none_counts():
    for address in ({"set": "teaching"}, {"sending": "AZ", "receiving": "AZ"}):
        name = address.get("set", "real")
        assert "official." not in page("en", name, **address)


def test_a_figure_does_not_become_one_of_another_currency():
    form = light_form.read({"sending": "US", **FIGURES}, data("real"), words("en"), DAY)
    assert form.official.figure.typed == form.reader_quote.fee.typed == form.reader_quote.rate.typed == ""


def test_nothing_that_was_typed_is_lost_by_a_link_or_by_the_form():
    wishes = {"within": "3d", "region": "baku", "pay_in": "cash", "promotions": "1"}
    asked = {"sending": "RU", "send": "20000", "told": "Bank A", **FIGURES, **wishes}
    for opened in ({"open": "told"}, {}):
        markup = page("en", **asked, **opened)
        fields = {
            a["name"]: a.get("value") for tag, a in Tags(markup).found if tag == "input" and "name" in a
        }
        lists = {a["name"] for tag, a in Tags(markup).found if tag == "select"}
        for key, text in {**asked, **opened}.items():
            assert key in lists or fields[key].replace(",", "") == text, key
        in_russian = re.search(r'href="\?([^"]*)" lang="ru"', markup)[1]
        linked = dict(parse_qsl(html.unescape(in_russian)))
        assert linked == {**asked, **opened, "lang": "ru", "currency": "RUB"}
        full = dict(parse_qsl(html.unescape(re.search(r'href="/\?([^"]*)"', markup)[1])))
        assert full == {**wishes, **opened, "lang": "en", "sending": "RU", "send": "20000", "currency": "RUB"}
        moved = light_form.read(linked, data("real"), words("ru"), DAY)
        stayed = light_form.read({**asked, **opened}, data("real"), words("en"), DAY)
        assert moved.reader_quote.told(words("ru")) == stayed.reader_quote.told(words("en")) == TOLD
        assert moved.official.rate == stayed.official.rate


@EACH
def test_the_check_of_a_told_price_is_one_tap_away_and_back(language):
    say = words(language)
    markup = page(language, "teaching", send="20000")
    there = re.search(rf'href="\?([^"]*)#t">{re.escape(say("answer.told"))}<', markup)
    asked = dict(parse_qsl(html.unescape(there[1])))
    opened = page(language, **asked)
    assert 'id="t"' in opened
    assert "<details" not in opened.partition("</form>")[0]
    back = re.search(rf'href="\?([^"]*)">{re.escape(say("form.more"))}<', opened)
    assert "open=" not in back[1]


@EACH
def test_who_lists_a_corridor_without_a_price_stands_there_with_day_and_source(language):
    say, known, seen = words(language), data("real"), 0
    for corridor in known.tables.corridors:
        address = {"sending": corridor.sending, "receiving": corridor.receiving}
        if "AZ" not in address.values():
            continue
        markup = page(language, **address)
        found = compare(known, light_form.read(address, known, say, DAY).transfer, DAY)
        for item in offer_layout.listed(found):
            name = html.escape(item.route.provider.name.text_in(language))
            row = re.search(rf"</i>{re.escape(name)}</span>(.*?)(?=<li>|</ul>)", markup, flags=re.S)
            note = re.search(rf'id="s{re.search(r"#s([0-9]+)", row[1])[1]}">(.*?)</li>', markup)
            assert squeezed(offer_words.source_line(known.sources[item.source], say)) in texts(note[1])
            if item.day is not None:
                assert say("listed.seen", day=say.day(item.day)) in texts(row[1])
                seen += 1
    assert seen


@EACH
def test_who_was_asked_in_vain_stands_there_with_day_and_source(language):
    say, known = words(language), data("real")
    asked = {"provider": "transfergo", "service": "transfer", "corridor": "TR-AZ", "source": "cbar_register"}
    answers = (("made", no_price(**asked, day=DAY)),)
    known = known.with_tables(replace(known.tables, answers=answers))
    markup = light.page({"sending": "TR"}, known, say, DAY, facts=known)
    (row,) = re.findall(r"</i>TransferGo</span>(.*?)(?=<li>|</ul>)", markup, flags=re.S)
    assert say("listed.asked", day=say.day(DAY)) in texts(row)
    notes = [re.search(rf'id="s{n}">(.*?)</li>', markup)[1] for n in re.findall(r"#s([0-9]+)", row)]
    wanted = squeezed(offer_words.source_line(known.sources["cbar_register"], say))
    assert [wanted in texts(note) for note in notes] == [False, True]


@EACH
def test_a_road_of_a_neighbour_opens_by_its_link_and_stays_in_every_link(language):
    shown = page(language, sending="DE", receiving="MD", send="200")
    assert words(language).country("MD") in texts(shown)
    assert "receiving=MD" in shown
    assert '"MD"' in shown
    assert '"MD"' not in page(language)


def test_what_groups_said_of_unlicensed_services_has_its_source_beside_it():
    known = data("real")
    source = known.tables.sources[0]
    told = GroupRange(
        corridor="RU-AZ", since=DAY, day=DAY, groups=3, people=31, least=1, most=3, source=source.id
    )
    said = known.with_tables(replace(known.tables, ranges=(told,)))
    shown = light.page({"sending": "RU"}, said, words("en"), DAY, facts=said)
    line = html.escape(informal_words.told_range(told, words("en")))
    number = re.search(re.escape(line) + r' <a href="#s([0-9]+)">', shown)
    assert number is not None
    assert re.search(rf'id="?s{number[1]}"?[^<]*(<a[^>]*>)?{re.escape(html.escape(source.publisher))}', shown)
    assert line not in light.page({"sending": "TR"}, said, words("en"), DAY, facts=said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_an_exchange_counter_gives_turns_carried_cash_into_an_amount(language):
    asked = {"sending": "RU", "send": "20000", "lang": language}
    shown = texts(page(language, **asked, **{"counter.RUB": "1.9"}))
    assert words(language).money(Decimal(380), "AZN") in shown
    assert words(language).money(Decimal(380), "AZN") not in texts(page(language, **asked))


def test_a_counter_rate_far_from_the_official_one_is_asked_back_and_used_nowhere():
    shown = page("en", sending="RU", send="20000", **{"counter.RUB": "190"})
    assert words("en")("informal.counter_far") in texts(shown)
    assert words("en").money(Decimal(38_000), "AZN") not in texts(shown)
    assert "<details open>" in shown


def test_a_counter_rate_stands_in_every_link_of_its_currency_alone():
    shown = page("en", sending="RU", send="20000", **{"counter.RUB": "1.9", "counter.EUR": "2"})
    assert "counter.RUB=1.9" in shown and "counter.EUR" not in shown


def test_where_nobody_changes_money_no_counter_is_asked_for():
    assert "counter." not in page("en", sending="AZ", receiving="AZ")
