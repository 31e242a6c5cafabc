"""What to expect, as the flat figures that a worked example names."""

from typing import Any

from channels.compare.expected import Expected, Line
from channels.compare.expected_rows import Figure

NOT_KNOWN = "not known"


def expected_figures(found: Expected | None) -> dict[str, Any]:
    """Every figure of what to expect by its name in an example; only the kind where nothing is expected.

    A figure of several is what arrives, its cost with `_cost` behind the name, its outlay with `_outlay`.
    """
    if found is None:
        return {"expected_kind": "a current price"}
    span, marks = found.span, found.marks
    answer: dict[str, Any] = {
        "expected_kind": found.kind,
        "expected_reason": found.reason,
        "no_marks": found.no_marks,
        "good_is_capped": marks and marks.capped,
        "rows": len(found.rows),
        "taken_in": list(found.sending),
        "taken_to": list(found.countries),
        "quarters": list(found.quarters),
        "expected_minutes_least": found.minutes_least,
        "expected_minutes_most": found.minutes_most,
        "by_provider": {one.provider: _known(one.median.arrives) for one in found.providers},
        "by_provider_cost": {one.provider: one.median.cost for one in found.providers},
        "channels": {line.channel.value: _line(line) for line in found.lines},
    }
    figures = {
        "least": span and span.worst,
        "most": span and span.best,
        "middle_least": span and span.middle_worst,
        "middle_most": span and span.middle_best,
        "good": marks and marks.good,
        "usual": marks and marks.usual,
    }
    for name, figure in figures.items():
        answer |= _figure(name, figure)
    return answer


def _figure(name: str, figure: Figure | None) -> dict[str, Any]:
    if figure is None:
        return dict.fromkeys((name, f"{name}_cost", f"{name}_outlay"))
    return {name: figure.arrives, f"{name}_cost": figure.cost, f"{name}_outlay": figure.outlay}


def _line(line: Line) -> Any:
    """What arrives by a channel at least, or the reason why that is not known."""
    return line.reason if line.span is None else _known(line.span.worst.arrives)


def _known(figure: Any) -> Any:
    return NOT_KNOWN if figure is None else figure
