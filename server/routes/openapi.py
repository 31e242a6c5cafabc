"""What the JSON route takes and answers, as OpenAPI says it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from channels.compare.door_to_door import MOST_MINUTES
from channels.compare.expected import NoFigure
from channels.compare.expected_marks import ExpectedKind, NoMarks
from channels.compare.headline import AnswerState, Caution, Missing
from channels.compare.query import SECOND, SETS, WITHIN
from channels.compare.second_benchmark import NoSecond
from channels.compare.split_transfers import MOST_PARTS
from channels.compare.yearly_cost import MOST_TIMES
from channels.dataset.dataset import Dataset
from channels.pricing.reader_quote import ToldFault
from channels.terms import (
    Basis,
    Benchmark,
    Channel,
    DisbursementMethod,
    Evidence,
    Grade,
    InformalKind,
    PaymentInstrument,
    Reason,
    Status,
)
from components.i18n import LANGUAGES

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
YES_OR_NO: Schema = {"type": "boolean"}
TEXTS: Schema = {"type": "array", "items": TEXT}
FIGURE: Schema = {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}
AMOUNT: Schema = {"type": "string", "pattern": r"^([0-9]+\.?[0-9]*|\.[0-9]+)$", "maxLength": 40}
CURRENCY: Schema = {"type": "string", "pattern": "^[A-Z]{3}$"}
DAY: Schema = {"type": "string", "format": "date"}
MINUTES: Schema = {"type": "integer", "minimum": 0}


def description(sets: Sequence[Dataset]) -> Schema:
    """The OpenAPI document, with the countries and regions of the data."""
    problem = {"type": "object", "required": ["error", "code"], "properties": {"error": TEXT, "code": TEXT}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Pulyolu",
            "version": "1",
            "description": "What sending money to and from Azerbaijan costs, road by road. Amounts are "
            "strings with a point for decimals; null is not known. No key is needed.",
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/compare": {
                "get": {
                    "operationId": "compare",
                    "summary": "Compare every known option for a transfer, on a day",
                    "parameters": _parameters(sets),
                    "responses": {
                        "200": _answer("The comparison", {"$ref": "#/components/schemas/Comparison"}),
                        "400": _answer("One sentence says what cannot be read", _PROBLEM),
                        "429": _answer("Too many questions from one address", _PROBLEM)
                        | {"headers": {"Retry-After": {"schema": {"type": "integer"}}}},
                        "503": _answer("The data have faults", _PROBLEM),
                    },
                }
            },
        },
        "components": {"schemas": {"Problem": problem, **_schemas()}},
    }


_PROBLEM: Schema = {"$ref": "#/components/schemas/Problem"}


def _answer(what: str, schema: Schema) -> Schema:
    return {"description": what, "content": {"application/json": {"schema": schema}}}


def _parameters(sets: Sequence[Dataset]) -> list[Schema]:
    corridors = [corridor for data in sets for corridor in data.tables.corridors]
    regions = sorted({region for data in sets for region in data.regions})
    told = "Two of fee, rate and received, with a name: name=Bank,fee=200,rate=0.0192. May be repeated."
    return [
        _option("sending", "Sending country", _of(c.sending for c in corridors), "RU", needed=True),
        _option("receiving", "Receiving country", _of(c.receiving for c in corridors), "AZ", needed=True),
        _option("send", "The sender's whole budget, fee included. Either this or receive.", AMOUNT, "20000"),
        _option("receive", "What must arrive. Either this or send.", AMOUNT),
        _option("currency", "The sender's currency; the country's own if left out", CURRENCY, "RUB"),
        _option("pay_in", "How the sender pays", _of(PaymentInstrument)),
        _option("pay_out", "How it is collected", _of(DisbursementMethod)),
        _option("within", "How soon", _of(WITHIN)),
        _option("region", "Where it is collected", _of(regions)),
        _option("promotions", "1 counts first-transfer offers", _of(("0", "1"))),
        _option("day", "The day asked; today in Baku if left out", DAY),
        _option("reference", "The benchmark", _of(Benchmark)),
        _option("official", "Today's official rate of one unit, in manat", AMOUNT),
        _option("told", told, {"type": "array", "items": TEXT, "maxItems": 20}),
        _option("asked", "What an unlicensed service asks: 12 or 3%", TEXT),
        _option("counter_rate", "What an exchange counter gives for one unit, in received currency", AMOUNT),
        _option("set", "The evidence, or the invented teaching set", _of(SETS)),
        _option("language", "The language of the sentences for faults", _of(LANGUAGES)),
        _option("parts", "The same money in up to so many parts", _count(2, MOST_PARTS)),
        _option("times_a_year", "The cost of a year: 12 for once a month", _count(1, MOST_TIMES)),
        _option("fare", "To the counter and back, in received currency", AMOUNT),
        _option("travel", "Minutes on the way to the counter and back", _count(0, MOST_MINUTES)),
        _option("waiting", "Minutes in the counter's queue", _count(0, MOST_MINUTES)),
        _option("benchmark", "Set beside the first benchmark", _of(SECOND)),
        _option("one_percent", "1 tells the order if one rate were 1 % off", _of(("0", "1"))),
    ]


def _option(
    name: str, what: str, schema: Schema, example: str | None = None, *, needed: bool = False
) -> Schema:
    shown = {} if example is None else {"example": example}
    return {"name": name, "in": "query", "required": needed, "description": what, "schema": schema, **shown}


def _count(least: int, most: int) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


def _of(values: Iterable[str]) -> Schema:
    return {"type": "string", "enum": list(dict.fromkeys(str(value) for value in values))}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _object(fields: Mapping[str, Schema], **optional: Schema) -> Schema:
    return {"type": "object", "required": list(fields), "properties": {**fields, **optional}}


def _list(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _schemas() -> dict[str, Schema]:
    return {
        "Comparison": _object(
            {
                "transfer": {"$ref": "#/components/schemas/Transfer"},
                "set": _of(SETS),
                "reference": _or_null({"$ref": "#/components/schemas/Reference"}),
                "state": _of(AnswerState),
                "missing": _or_null(_of(Missing)),
                "cautions": {"type": "array", "items": _of(Caution)},
                "headline": _or_null({"$ref": "#/components/schemas/Offer"}),
                "last_checked": _or_null({"$ref": "#/components/schemas/LastChecked"}),
                "offers": _list("Offer"),
                "told": _list("Offer"),
                "told_faults": {
                    "type": "array",
                    "items": _object({"name": TEXT, "fault": _of(ToldFault)}),
                },
                "informal": _list("OutsideTheFormalSystem"),
                "not_offered": _list("NotOffered"),
                "expected": _or_null({"$ref": "#/components/schemas/Expected"}),
            },
            more={"$ref": "#/components/schemas/More"},
        ),
        "More": _more(),
        **_expected(),
        "Transfer": _transfer(),
        "Reference": _object(
            {
                "base": CURRENCY,
                "quote": CURRENCY,
                "rate": FIGURE,
                "day": DAY,
                "source": TEXT,
                "fresh": YES_OR_NO,
                "benchmark": _of(Benchmark),
                "stood_in": YES_OR_NO,
            }
        ),
        "LastChecked": _object(
            {
                "least_percent": FIGURE,
                "most_percent": FIGURE,
                "period": _or_null(TEXT),
                "day": _or_null(DAY),
                "at_least": YES_OR_NO,
                "sources": TEXTS,
            }
        ),
        "Offer": _offer(),
        "OutsideTheFormalSystem": _object(
            {
                "kind": _of(InformalKind),
                "road": TEXT,
                **dict.fromkeys(("received", "received_most", "difference", "break_even"), _or_null(FIGURE)),
                "received_currency": CURRENCY,
                "minutes_least": _or_null(MINUTES),
                "minutes_most": _or_null(MINUTES),
                "sources": TEXTS,
            }
        ),
        "NotOffered": _object(
            {
                "provider": TEXT,
                "service": TEXT,
                "payout": _or_null(TEXT),
                "reason": _of(Reason),
                "limit": _or_null(FIGURE),
                "limit_currency": _or_null(CURRENCY),
                "day": _or_null(DAY),
                "source": _or_null(TEXT),
            }
        ),
    }


def _expected() -> dict[str, Schema]:
    """What to expect where no current price is known, with the rows behind it; none of it is a price."""
    figure = _or_null({"$ref": "#/components/schemas/ExpectedFigure"})
    minutes = dict.fromkeys(("minutes_least", "minutes_most"), _or_null(MINUTES))
    amounts = ("expected_cost", "expected_cost_percent", "expected_arrives", "expected_outlay")
    provider: Mapping[str, Schema] = {
        "provider": TEXT,
        "channel": _or_null(_of(Channel)),
        **dict.fromkeys(("median", "worst", "best"), figure),
        "receiving": TEXTS,
        **minutes,
        "rows": {"type": "integer", "minimum": 1},
    }
    line: Mapping[str, Schema] = {
        "channel": _of((*Channel, InformalKind.CARRIED)),
        "kind": _of(ExpectedKind),
        "reason": _or_null(_of(NoFigure)),
        "worst": figure,
        "best": figure,
        "providers": TEXTS,
        **minutes,
        "sources": TEXTS,
    }
    row: Mapping[str, Schema] = {
        "kind": _of(ExpectedKind),
        "provider": TEXT,
        "service": _or_null(TEXT),
        "channel": _or_null(_of(Channel)),
        "sending": TEXT,
        "receiving": TEXT,
        "period": _or_null(TEXT),
        "observed": _or_null(DAY),
        "evidence": _or_null(_of(Evidence)),
        "pay_in": _or_null(_of(PaymentInstrument)),
        "pay_out": _or_null(_of(DisbursementMethod)),
        **minutes,
        **dict.fromkeys(amounts, _or_null(FIGURE)),
        **dict.fromkeys(("expected_cost_currency", "expected_arrives_currency"), CURRENCY),
        **dict.fromkeys(("partner", "stand_in_provider"), _or_null(TEXT)),
        "stand_in_day": _or_null(DAY),
        "sources": TEXTS,
    }
    whole: Mapping[str, Schema] = {
        "kind": _of(ExpectedKind),
        "reason": _or_null(_of(NoFigure)),
        "currency": CURRENCY,
        "received_currency": _or_null(CURRENCY),
        **dict.fromkeys(("worst", "best", "middle_worst", "middle_best", "good", "usual"), figure),
        "good_is_capped": _or_null(YES_OR_NO),
        "no_marks": _or_null(_of(NoMarks)),
        **dict.fromkeys(("sending", "receiving", "quarters"), TEXTS),
        "days": {"type": "array", "items": DAY},
        **minutes,
        "providers": {"type": "array", "items": _object(provider)},
        "lines": {"type": "array", "items": _object(line)},
        "rows": {"type": "array", "items": _object(row)},
        "sources": TEXTS,
    }
    parts = ("cost", "cost_percent", "arrives", "outlay")
    return {
        "Expected": _object(whole),
        "ExpectedFigure": _object(dict.fromkeys(parts, _or_null(FIGURE))),
    }


def _more() -> Schema:
    """The further questions; there only where one was asked."""
    place = {"type": "integer", "minimum": 1}
    figure, whole = _or_null(FIGURE), _or_null({"type": "integer"})
    rows: dict[str, Mapping[str, Schema]] = {
        "parts": {
            "parts": place,
            "first_part": FIGURE,
            **dict.fromkeys(("every_other_part", "received", "total_cost", "limit", "fee_for_each"), figure),
            "reason": _or_null(_of(Reason)),
            **dict.fromkeys(("limit_currency", "fee_for_each_currency"), _or_null(CURRENCY)),
            "estimate": YES_OR_NO,
        },
        "year": {"cost": FIGURE, "best_leaves": FIGURE},
        "door": {"visit": _or_null(YES_OR_NO), "left": figure, "minutes": _or_null(MINUTES)},
        "benchmark": {
            **dict.fromkeys(("total_cost", "other_total_cost"), figure),
            "place": place,
            "other_place": _or_null(place),
            "other_reference_rate": FIGURE,
            "other_reference_day": DAY,
        },
        "stability": {
            **dict.fromkeys(("place", "place_if_worse", "place_if_better"), place),
            "rate_decides": YES_OR_NO,
        },
    }
    road: Mapping[str, Schema] = {
        "provider": TEXT,
        "service": TEXT,
        "payout": _or_null(TEXT),
        "received_currency": CURRENCY,
        "grade": _of(Grade),
        "period": _or_null(TEXT),
        "observed": _or_null(DAY),
        "sources": TEXTS,
    }
    asked: Mapping[str, Schema] = {
        **dict.fromkeys(("parts", "times_a_year", "travel_minutes", "waiting_minutes"), whole),
        "fare": figure,
        "benchmark": _or_null(_of(Benchmark)),
        "one_percent": YES_OR_NO,
    }
    return _object(
        {
            "asked": _object(asked),
            "outlay": figure,
            "currency": CURRENCY,
            "no_benchmark": _or_null(_of(NoSecond)),
            **{
                name: _or_null({"type": "array", "items": _object({**road, **row})})
                for name, row in rows.items()
            },
        }
    )


def _transfer() -> Schema:
    return _object(
        {
            "sending": TEXT,
            "receiving": TEXT,
            "currency": CURRENCY,
            "send": _or_null(FIGURE),
            "receive": _or_null(FIGURE),
            "receive_currency": _or_null(CURRENCY),
            "pay_in": _or_null(_of(PaymentInstrument)),
            "pay_out": _or_null(_of(DisbursementMethod)),
            "within_minutes": _or_null(MINUTES),
            "region": _or_null(TEXT),
            "benchmark": _of(Benchmark),
            "day": DAY,
        }
    )


def _offer() -> Schema:
    figures = (
        "outlay", "unspent", "principal", "fee", "hidden_in_rate", "receipt_charges", "paid_out", "received",
        "received_most", "total_cost", "total_cost_percent", "rpw_cost_percent", "rpw_cost_percent_500",
        "less_than_best", "outlay_above_best", "known_cost",
    )  # fmt: skip
    return _object(
        {
            "provider": TEXT,
            "service": TEXT,
            "payout": _or_null(TEXT),
            "channel": _or_null(_of(Channel)),
            "pay_out": _or_null(_of(DisbursementMethod)),
            "status": _or_null(_of(Status)),
            "status_day": _or_null(DAY),
            "status_source": _or_null(TEXT),
            "complete": YES_OR_NO,
            "recommended": YES_OR_NO,
            "evidence": _of(Evidence),
            "grade": _of(Grade),
            "basis": _of(Basis),
            "period": _or_null(TEXT),
            "observed": _or_null(DAY),
            **dict.fromkeys(figures, _or_null(FIGURE)),
            "receipt_charges_known": YES_OR_NO,
            "paid_out_currency": _or_null(CURRENCY),
            "received_currency": CURRENCY,
            "minutes_least": _or_null(MINUTES),
            "minutes_most": _or_null(MINUTES),
            "regions": TEXTS,
            "regions_day": _or_null(DAY),
            "regions_source": _or_null(TEXT),
            "documents": TEXTS,
            "documents_day": _or_null(DAY),
            "documents_source": _or_null(TEXT),
            "promotion": YES_OR_NO,
            "not_known_to_fit": TEXTS,
            "notes": TEXTS,
            "stand_in_provider": _or_null(TEXT),
            "stand_in_day": _or_null(DAY),
            "reference_rate": _or_null(FIGURE),
            "reference_day": _or_null(DAY),
            "sources": TEXTS,
        }
    )
