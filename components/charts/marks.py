"""Small marks without words, as SVG: a line of values, a bar against its targets, two dots on a line."""

from collections.abc import Sequence

from components.charts.palette import Palette

WIDTH, HEIGHT = 110, 34
LEFT, RIGHT = 3, WIDTH - 3
MIDDLE = HEIGHT / 2
THICK = 12


def line(values: Sequence[float], aims: Sequence[float], palette: Palette) -> str:
    """A line through values from the oldest to the last, which has a dot; the targets lie across it."""
    high = max([*values, *aims]) * 1.08 or 1.0

    def at(n: int, value: float) -> tuple[float, float]:
        across = LEFT + (RIGHT - LEFT - 6) * n / max(1, len(values) - 1)
        return across, HEIGHT - 3 - (HEIGHT - 6) * value / high

    points = [at(n, value) for n, value in enumerate(values)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    across = [
        f'<line x1="{LEFT}" x2="{RIGHT}" y1="{at(0, aim)[1]:.1f}" y2="{at(0, aim)[1]:.1f}"'
        f' stroke="{palette.ink}" stroke-width="1.5" stroke-dasharray="{dash}"/>'
        for aim, dash in zip(aims, ("6 3", "2 3"), strict=False)
    ]
    x, y = points[-1]
    return _svg(
        [
            *across,
            f'<polyline points="{path}" fill="none" stroke="{palette.accent}" stroke-width="2.5"/>',
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{palette.accent}"/>',
        ]
    )


def bullet(
    least: float | None, most: float | None, aim: float | None, end: float, palette: Palette, *, old: bool
) -> str:
    """A bar from nothing to what was found on a track up to `end`, the target as a tick.

    What lies between least and most is hatched; an old figure is hollow; None = an empty dashed track.
    """
    top = MIDDLE - THICK / 2
    dash = ' stroke-dasharray="4 3"' if least is None else ""
    drawn = [
        f'<rect x="{LEFT}" y="{top}" width="{RIGHT - LEFT}" height="{THICK}" fill="none"'
        f' stroke="{palette.quiet}"{dash}/>'
    ]
    if least is not None:
        drawn.append(_bar(0.0, least, end, palette.paper if old else palette.accent, palette.accent))
        if most is not None and most > least:
            drawn.append(_bar(least, most, end, "url(#h)", palette.accent))
    if aim is not None:
        x = _at(aim, end)
        drawn.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{top - 6}" y2="{top + THICK + 6}" stroke="{palette.ink}"'
            ' stroke-width="3"/>'
        )
    return _svg([_hatching(palette), *drawn])


def dumbbell(one: float, other: float, aim: float | None, end: float, palette: Palette) -> str:
    """Two dots on a line up to `end`, the first in colour; the target as a tick."""
    a, b = _at(one, end), _at(other, end)
    drawn = [
        f'<line x1="{LEFT}" x2="{RIGHT}" y1="{MIDDLE}" y2="{MIDDLE}" stroke="{palette.grid}"/>',
        f'<line x1="{a:.1f}" x2="{b:.1f}" y1="{MIDDLE}" y2="{MIDDLE}" stroke="{palette.quiet}"'
        ' stroke-width="4"/>',
        f'<rect x="{b - 6:.1f}" y="{MIDDLE - 6}" width="12" height="12" fill="{palette.quiet}"/>',
        f'<circle cx="{a:.1f}" cy="{MIDDLE}" r="7" fill="{palette.accent}"/>',
    ]
    if aim is not None:
        x = _at(aim, end)
        drawn.append(
            f'<line x1="{x:.1f}" x2="{x:.1f}" y1="4" y2="{HEIGHT - 4}" stroke="{palette.ink}"'
            ' stroke-width="3"/>'
        )
    return _svg(drawn)


def _at(value: float, end: float) -> float:
    return LEFT + (RIGHT - LEFT) * min(1.0, max(0.0, value / end)) if end else float(LEFT)


def _bar(start: float, stop: float, end: float, fill: str, edge: str) -> str:
    x, width = _at(start, end), _at(stop, end) - _at(start, end)
    return (
        f'<rect x="{x:.1f}" y="{MIDDLE - THICK / 2}" width="{width:.1f}" height="{THICK}" fill="{fill}"'
        f' stroke="{edge}" stroke-width="2"/>'
    )


def _hatching(palette: Palette) -> str:
    return (
        '<defs><pattern id="h" width="6" height="6" patternUnits="userSpaceOnUse"'
        ' patternTransform="rotate(45)">'
        f'<rect width="6" height="6" fill="{palette.paper}"/>'
        f'<rect width="2.5" height="6" fill="{palette.accent}"/></pattern></defs>'
    )


def _svg(parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"'
        f' viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(parts)}</svg>'
    )
