"""What to expect as plain values: never among the offers, and its columns never named like theirs."""

from typing import Any

from channels.compare.expected import Expected, Line
from channels.compare.expected_marks import ByProvider
from channels.compare.expected_rows import Figure, Row
from channels.money import plain


def document(found: Expected) -> dict[str, Any]:
    """What to expect as plain values: amounts as strings, None where not known."""
    span, marks = found.span, found.marks
    return {
        "kind": found.kind,
        "reason": found.reason,
        "currency": found.currency,
        "received_currency": found.received_currency,
        "worst": None if span is None else _figure(span.worst),
        "best": None if span is None else _figure(span.best),
        "middle_worst": None if span is None else _figure(span.middle_worst),
        "middle_best": None if span is None else _figure(span.middle_best),
        "good": None if marks is None else _figure(marks.good),
        "usual": None if marks is None else _figure(marks.usual),
        "good_is_capped": None if marks is None else marks.capped,
        "no_marks": found.no_marks,
        "sending": list(found.sending),
        "receiving": list(found.countries),
        "quarters": list(found.quarters),
        "days": [day.isoformat() for day in found.days],
        "minutes_least": found.minutes_least,
        "minutes_most": found.minutes_most,
        "providers": [_provider(one) for one in found.providers],
        "lines": [_line(line) for line in found.lines],
        "rows": [_row(row, found) for row in found.rows],
        "sources": list(found.sources),
    }


def cited(found: Expected) -> tuple[str, ...]:
    """The ids of every source that it rests on."""
    return tuple(
        dict.fromkeys([*found.sources, *(source for line in found.lines for source in line.sources)])
    )


def _figure(figure: Figure | None) -> dict[str, Any] | None:
    if figure is None:
        return None
    return {
        "cost": plain(figure.cost),
        "cost_percent": plain(figure.cost_percent),
        "arrives": plain(figure.arrives),
        "outlay": plain(figure.outlay),
    }


def _provider(one: ByProvider) -> dict[str, Any]:
    return {
        "provider": one.provider,
        "channel": one.channel,
        "median": _figure(one.median),
        "worst": _figure(one.worst),
        "best": _figure(one.best),
        "receiving": list(one.countries),
        "minutes_least": one.minutes_least,
        "minutes_most": one.minutes_most,
        "rows": one.rows,
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "channel": line.channel,
        "kind": line.kind,
        "reason": line.reason,
        "worst": None if line.span is None else _figure(line.span.worst),
        "best": None if line.span is None else _figure(line.span.best),
        "providers": list(line.providers),
        "minutes_least": line.minutes_least,
        "minutes_most": line.minutes_most,
        "sources": list(line.sources),
    }


def _row(row: Row, found: Expected) -> dict[str, Any]:
    return {
        "kind": found.kind,
        "provider": row.provider,
        "service": row.service,
        "channel": row.channel,
        "sending": row.sending,
        "receiving": row.receiving,
        "period": row.period,
        "observed": None if row.day is None else row.day.isoformat(),
        "evidence": row.evidence,
        "pay_in": row.pay_in,
        "pay_out": row.pay_out,
        "minutes_least": row.minutes_least,
        "minutes_most": row.minutes_most,
        "expected_cost": plain(row.figure.cost),
        "expected_cost_currency": found.currency,
        "expected_cost_percent": plain(row.figure.cost_percent),
        "expected_arrives": plain(row.figure.arrives),
        "expected_arrives_currency": row.currency,
        "expected_outlay": plain(row.figure.outlay),
        "partner": row.partner,
        "stand_in_provider": None if row.stand_in is None else row.stand_in.provider,
        "stand_in_day": None if row.stand_in is None else row.stand_in.day.isoformat(),
        "sources": list(row.sources),
    }
