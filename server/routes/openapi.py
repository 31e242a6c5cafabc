"""What the JSON route takes and answers, as OpenAPI says it."""

from collections.abc import Sequence

from channels.compare.door_to_door import MOST_MINUTES
from channels.compare.query import SECOND, SETS, WITHIN
from channels.compare.split_transfers import MOST_PARTS
from channels.compare.yearly_cost import MOST_TIMES
from channels.dataset.dataset import Dataset
from channels.terms import Benchmark, DisbursementMethod, PaymentInstrument
from components.i18n import LANGUAGES
from server.routes.openapi_answer import answer_schemas
from server.routes.openapi_types import AMOUNT, CURRENCY, DAY, TEXT, Schema, count_between, one_of


def description(sets: Sequence[Dataset]) -> Schema:
    """The OpenAPI document, with the countries and regions of the data."""
    problem = {"type": "object", "required": ["error", "code"], "properties": {"error": TEXT, "code": TEXT}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Pulyolu",
            "version": "1",
            "description": "What sending money to and from Azerbaijan costs, road by road. Amounts are "
            "strings with a point for decimals; null is not known. An amount in a question is read as the "
            "language writes it; one with two readings is refused with both. No key is needed, and pages of "
            "other sites may ask.",
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
        "components": {"schemas": {"Problem": problem, **answer_schemas()}},
    }


_PROBLEM: Schema = {"$ref": "#/components/schemas/Problem"}


def _answer(what: str, schema: Schema) -> Schema:
    return {"description": what, "content": {"application/json": {"schema": schema}}}


def _parameters(sets: Sequence[Dataset]) -> list[Schema]:
    corridors = [corridor for data in sets for corridor in data.tables.corridors]
    regions = sorted({region for data in sets for region in data.regions})
    told = "Two of fee, rate and received, with a name: name=Bank,fee=200,rate=0.0192. May be repeated."
    return [
        _option("sending", "Sending country", one_of(c.sending for c in corridors), "RU", needed=True),
        _option("receiving", "Receiving country", one_of(c.receiving for c in corridors), "AZ", needed=True),
        _option("send", "The sender's whole budget, fee included. Either this or receive.", AMOUNT, "20000"),
        _option("receive", "What must arrive. Either this or send.", AMOUNT),
        _option("currency", "The sender's currency; the country's own if left out", CURRENCY, "RUB"),
        _option("pay_in", "How the sender pays", one_of(PaymentInstrument)),
        _option("pay_out", "How it is collected", one_of(DisbursementMethod)),
        _option("within", "How soon", one_of(WITHIN)),
        _option("region", "Where it is collected", one_of(regions)),
        _option("promotions", "1 counts first-transfer offers", one_of(("0", "1"))),
        _option("day", "The day asked; today in Baku if left out", DAY),
        _option("reference", "The benchmark", one_of(Benchmark)),
        _option("official", "Today's official rate of one unit, in manat", AMOUNT),
        _option("told", told, {"type": "array", "items": TEXT, "maxItems": 20}),
        _option("asked", "What an unlicensed service asks: 12 or 3%", TEXT),
        _option("counter_rate", "What an exchange counter gives for one unit, in received currency", AMOUNT),
        _option("set", "The evidence, or the invented teaching set", one_of(SETS)),
        _option("language", "The language of the sentences for faults", one_of(LANGUAGES)),
        _option("parts", "The same money in up to so many parts", count_between(2, MOST_PARTS)),
        _option("times_a_year", "The cost of a year: 12 for once a month", count_between(1, MOST_TIMES)),
        _option("fare", "To the counter and back, in received currency", AMOUNT),
        _option("travel", "Minutes on the way to the counter and back", count_between(0, MOST_MINUTES)),
        _option("waiting", "Minutes in the counter's queue", count_between(0, MOST_MINUTES)),
        _option("benchmark", "Set beside the first benchmark", one_of(SECOND)),
        _option("one_percent", "1 tells the order if one rate were 1 % off", one_of(("0", "1"))),
    ]


def _option(
    name: str, what: str, schema: Schema, example: str | None = None, *, needed: bool = False
) -> Schema:
    shown = {} if example is None else {"example": example}
    return {"name": name, "in": "query", "required": needed, "description": what, "schema": schema, **shown}
