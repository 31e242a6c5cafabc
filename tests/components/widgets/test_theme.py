"""The theme's colours against the table of looks and the contrast that reading needs; names as plain text."""

import re
import tomllib
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from channels.terms import Channel, InformalKind
from components.widgets.state import FOCUSED
from components.widgets.theme import (
    COLOURS,
    DASHBOARD,
    STYLESHEET,
    SYMBOLS,
    page_language,
    plain,
    symbol,
    take_focus,
)

CONFIG = Path(__file__).parents[3] / ".streamlit" / "config.toml"
THEME = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
SCHEMES = ("light", "dark")
TEXT, SHAPE = 4.5, 3.0
"""The least contrast of WCAG 2.2 for text (1.4.3) and for shapes (1.4.11)."""
LOOKS = {
    Channel.BANK: ("#0B5CAD", "#6FB1F0", "account_balance"),
    Channel.POST_OFFICE: ("#B45309", "#F2A65A", "local_post_office"),
    Channel.TRANSFER_SYSTEM: ("#7A3E9D", "#C99BE6", "storefront"),
    Channel.DIGITAL: ("#0B6B5D", "#5CC9B4", "smartphone"),
    InformalKind.CARRIED: ("#5B5548", "#B9B2A3", "luggage"),
    InformalKind.UNLICENSED: ("#3D3D3D", "#D6D6D6", "block"),
}


def luminance(colour: str) -> float:
    """The relative luminance of #RRGGBB as WCAG defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def colour_of(kind: Channel | InformalKind, scheme: str) -> str:
    """The colour that a kind of road has in a scheme."""
    return THEME[scheme][f"{COLOURS[kind]}Color"]


def test_black_on_white_has_the_most_contrast_there_is():
    assert round(contrast("#000000", "#FFFFFF"), 6) == 21
    assert contrast("#777777", "#777777") == 1
    assert round(contrast("#767676", "#FFFFFF"), 2) == 4.54


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["backgroundColor", "secondaryBackgroundColor"])
@pytest.mark.parametrize("ink", ["textColor", "linkColor", "primaryColor"])
def test_text_can_be_read_on_both_grounds(scheme, ground, ink):
    assert contrast(THEME[scheme][ink], THEME[scheme][ground]) >= TEXT


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", [*Channel, *InformalKind])
def test_every_kind_of_road_stands_out_as_a_shape_on_both_grounds(scheme, kind):
    for ground in ("backgroundColor", "secondaryBackgroundColor"):
        assert contrast(colour_of(kind, scheme), THEME[scheme][ground]) >= SHAPE


@pytest.mark.parametrize(("kind", "looks"), LOOKS.items())
def test_colours_and_symbols_are_those_of_the_looks(kind, looks):
    light, dark, name = looks
    assert colour_of(kind, "light").upper() == light
    assert colour_of(kind, "dark").upper() == dark
    assert SYMBOLS[kind] == name


def test_no_two_kinds_share_a_symbol_and_no_two_formal_channels_a_colour():
    assert set(SYMBOLS) == set(COLOURS) == {*Channel, *InformalKind}
    assert len(set(SYMBOLS.values())) == len(SYMBOLS)
    for scheme in SCHEMES:
        assert len({colour_of(kind, scheme) for kind in Channel}) == len(Channel)


def test_a_symbol_is_coloured_and_an_unknown_kind_has_none():
    assert symbol(Channel.BANK) == ":blue[:material/account_balance:]"
    assert symbol(None) == ""


def test_both_schemes_name_the_same_colours_and_no_base_switches_one_off():
    assert set(THEME["light"]) == set(THEME["dark"])
    assert "base" not in THEME


def test_the_server_keeps_to_itself_and_takes_no_large_uploads():
    config = tomllib.loads(CONFIG.read_text(encoding="utf-8"))
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["toolbarMode"] == "minimal"
    assert config["server"]["address"] == "127.0.0.1"
    assert config["server"]["maxUploadSize"] <= 10
    assert config["server"]["maxMessageSize"] <= 50


@pytest.mark.parametrize(
    "text",
    [
        "<b>x</b>",
        "**x**",
        "[z](http://x)",
        "$x$",
        ":red[x]",
        ":material/send:",
        "`x`",
        "# x",
        "1. x",
        "a_b_c",
    ],
)
def test_plain_text_leaves_no_mark_that_markdown_reads(text):
    written = plain(text)
    bare = written.replace("\\\\", "")
    for mark in "*_[]()#`<$:":
        assert bare.count(mark) == bare.count("\\" + mark)
    assert written.replace("\\", "").replace("\N{WORD JOINER}", "") == text


def test_plain_text_is_one_line():
    assert plain("one\n\n- two\ttwo") == "one \\- two two"


def test_a_figure_stays_on_one_line():
    assert plain("a\N{RIGHT-TO-LEFT OVERRIDE}b\N{RIGHT-TO-LEFT ISOLATE}c") == "abc"
    assert plain("20\N{NO-BREAK SPACE}000") == "20\N{NO-BREAK SPACE}000"


def call(function, *args):
    function(*args)


@pytest.mark.parametrize("code", ["az", "ru", "en"])
def test_a_script_sets_the_language_of_the_page(code):
    page = AppTest.from_function(call, args=(page_language, code)).run()
    assert not page.exception
    assert f"document.documentElement.lang = '{code}'" in page.get("html")[0].value


def test_an_address_does_not_become_a_link():
    """What is searched for is what the page's Markdown takes for an address, after all escapes are gone."""
    shown = re.sub(r"\\([^\w\s])", r"\1", plain("Leyla <leyla@mail.example.org>"))
    assert not re.search(r"[-.\w+]+@[-\w]+(?:\.[-\w]+)+", shown, re.ASCII)
    assert shown.replace("\N{WORD JOINER}", "") == "Leyla <leyla@mail.example.org>"


ADDRESSES = ("https://example.org/a", "HTTP://example.org", "(www.example.org)", "WWW.example.org")


@pytest.mark.parametrize("text", ADDRESSES)
def test_an_address_of_the_web_does_not_become_a_link_either(text):
    shown = re.sub(r"\\([^\w\s])", r"\1", plain(text))
    assert not re.search(r"https?://|www\.", shown, re.IGNORECASE)
    assert shown.replace("\N{WORD JOINER}", "") == text


@pytest.mark.parametrize("place", FOCUSED)
def test_the_other_script_moves_the_focus_and_asks_for_nothing_else(place):
    page = AppTest.from_function(call, args=(take_focus, place)).run()
    assert not page.exception
    script = page.get("html")[0].value
    assert f".st-key-{place}'" in script and "focus" in script
    assert not re.search(r"fetch|http|import|cookie|storage", script, re.I)


HAS_BEFORE = re.compile(r":has\((?:[^()]|\([^()]*\))*\)[^\s,{>]*(?:\s*>|\s+(?![~+,{]))\s*[^\s,{]")
"""`:has()` in front of what a selector styles, below the element that has it."""


def test_the_pattern_finds_what_is_slow():
    assert HAS_BEFORE.search(".page:has(.part) > * { gap: 0; }")
    assert HAS_BEFORE.search(".page:has(> .part, :is(p)).other p, a { gap: 0; }")
    assert not HAS_BEFORE.search(".page > :has(> .part) { gap: 0; }")
    assert not HAS_BEFORE.search(".page:has(.part), .other p { gap: 0; }")


@pytest.mark.parametrize("sheet", [STYLESHEET, DASHBOARD], ids=lambda path: path.stem)
def test_a_picture_is_drawn_without_styling_the_page_anew_for_each_of_its_parts(sheet):
    """What stands after `:has()` is styled anew whenever a child is added: 60 milliseconds for each tick."""
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert HAS_BEFORE.findall(rules) == []
