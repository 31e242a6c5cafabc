"""The colours of pictures can be told apart from their paper, and are those of the page."""

import tomllib
from itertools import combinations

import pytest

from channels.terms import Channel, InformalKind
from components.charts.palette import DARK, DASHES, LIGHT, MARKERS, PATTERNS, palette
from components.widgets.theme import COLOURS
from tests.support.server import ROOT

THEMES = pytest.mark.parametrize(("name", "colours"), [("light", LIGHT), ("dark", DARK)])


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@THEMES
def test_text_has_a_contrast_of_four_and_a_half_and_shapes_of_three(name, colours):
    for text in (colours.ink, colours.quiet, *colours.kinds.values()):
        assert contrast(text, colours.paper) >= 4.5
    for shape in colours.parts:
        assert contrast(shape, colours.paper) >= 3


@THEMES
def test_the_colours_are_those_of_the_page(name, colours):
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"][name]
    assert colours.paper == theme["backgroundColor"] and colours.ink == theme["textColor"]
    for kind, colour in COLOURS.items():
        assert colours.of(kind) == theme[f"{colour}Color"]


def test_a_theme_that_is_not_known_is_light():
    assert palette("dark") is DARK and palette("light") is LIGHT and palette(None) is LIGHT


def test_without_colour_shapes_hatchings_and_dashes_tell_things_apart():
    assert set(MARKERS) == {*Channel, *InformalKind, None}
    for shapes in (list(MARKERS.values()), PATTERNS, DASHES):
        assert all(one != other for one, other in combinations(shapes, 2))
