"""Bars of a slide as SVG: what is lost on the way part by part, and how many chose an answer."""

from collections.abc import Sequence

from components.charts.palette import Palette

WIDTH, HEIGHT = 800, 56
LETTERS = 49
"""The size of a figure in a bar, in the units of the picture."""
NARROW = 36
"""A figure needs so much of the bar for each of its signs."""
VOTES, FEW = 300, 160
"""Width of the picture of a bar of votes, and of one in a narrow column."""
Part = tuple[float, str]
"""A length in the unit of the scale, and the figure that stands in it where there is room."""


def losses(parts: Sequence[Part], end: float, palette: Palette) -> str:
    """A bar of parts one after another on a track up to `end`; what is not above 0 takes no room."""
    drawn = [_box(0, WIDTH, palette.grid, opacity=0.55)]
    x = 0.0
    for (length, said), colour in zip(parts, part_colours(palette), strict=False):
        width = WIDTH * max(0.0, length) / end if end else 0.0
        if width:
            drawn.append(_box(x, width, colour, edge=palette.paper))
            if width > NARROW * len(said):
                drawn.append(_figure(x + 12, said, palette.paper))
        x += width
    return _svg(WIDTH, drawn)


def votes(number: int, most: int, palette: Palette, *, right: bool, wide: int = VOTES) -> str:
    """How many chose an answer, on a scale up to `most`; the right answer in the colour of the page."""
    room = wide - 3 * NARROW
    width = room * number / most if most else 0.0
    colour = palette.accent if right else palette.other
    return _svg(
        wide, [_box(0, max(3.0, width), colour), _figure(max(3.0, width) + 8, str(number), palette.ink)]
    )


def swatch(number: int, palette: Palette) -> str:
    """The colour of a part, for the key."""
    return _svg(HEIGHT, [_box(0, HEIGHT, part_colours(palette)[number])])


def part_colours(palette: Palette) -> tuple[str, ...]:
    """The colours of fee, rate, receipt and way."""
    return (*palette.parts, palette.quiet)


def _box(x: float, width: float, colour: str, *, edge: str | None = None, opacity: float = 1) -> str:
    stroke = "" if edge is None else f' stroke="{edge}" stroke-width="2"'
    return (
        f'<rect x="{x:.1f}" y="0" width="{width:.1f}" height="{HEIGHT}" fill="{colour}"'
        f' fill-opacity="{opacity}"{stroke}/>'
    )


def _figure(x: float, said: str, colour: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{HEIGHT / 2 + LETTERS * 0.35:.1f}" font-family="sans-serif"'
        f' font-weight="bold" font-size="{LETTERS}" fill="{colour}">{said}</text>'
    )


def _svg(width: int, drawn: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}"'
        f' viewBox="0 0 {width} {HEIGHT}">{"".join(drawn)}</svg>'
    )
