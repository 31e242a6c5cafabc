"""What the JSON route answers, as OpenAPI says it."""

from collections.abc import Mapping

from channels.compare.expected import NoFigure
from channels.compare.expected_marks import ExpectedKind, NoMarks
from channels.compare.headline import AnswerState, Caution, MissingPiece
from channels.compare.query import SETS
from channels.compare.second_benchmark import NoSecond
from channels.pricing.reader_quote import ReaderQuoteFault
from channels.records.forms import LANGUAGES
from channels.terms import (
    AccessPoint,
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
from server.routes.openapi_types import (
    CURRENCY,
    DAY,
    FIGURE,
    MINUTES,
    MOMENT,
    TEXT,
    TEXTS,
    YES_OR_NO,
    Schema,
    list_of,
    object_of,
    one_of,
    or_null,
)


def answer_schemas() -> dict[str, Schema]:
    """The schemas that an answer refers to, by name."""
    return {
        "Comparison": object_of(
            {
                "transfer": {"$ref": "#/components/schemas/Transfer"},
                "set": one_of(SETS),
                "reference": or_null({"$ref": "#/components/schemas/Reference"}),
                "state": one_of(AnswerState),
                "missing": or_null(one_of(MissingPiece)),
                "checked_for": {
                    "type": "array",
                    "items": object_of({"amount": FIGURE, "currency": CURRENCY}),
                },
                "cautions": {"type": "array", "items": one_of(Caution)},
                "licence_register": or_null({"$ref": "#/components/schemas/LicenceRegister"}),
                "headline": or_null({"$ref": "#/components/schemas/Offer"}),
                "last_checked": or_null({"$ref": "#/components/schemas/LastChecked"}),
                "offers": list_of("Offer"),
                "told": list_of("Offer"),
                "told_faults": {
                    "type": "array",
                    "items": object_of({"name": TEXT, "fault": one_of(ReaderQuoteFault)}),
                },
                "informal": list_of("OutsideTheFormalSystem"),
                "not_offered": list_of("NotOffered"),
                "expected": or_null({"$ref": "#/components/schemas/Expected"}),
                "minimum_fee": or_null({"$ref": "#/components/schemas/MinimumFee"}),
            },
            more={"$ref": "#/components/schemas/More"},
        ),
        "More": _more(),
        **(_expected() | _named_beside()),
        "Transfer": _transfer(),
        "Reference": object_of(
            {
                "base": CURRENCY,
                "quote": CURRENCY,
                "rate": FIGURE,
                "day": DAY,
                "source": TEXT,
                "fresh": YES_OR_NO,
                "benchmark": one_of(Benchmark),
                "stood_in": YES_OR_NO,
            }
        ),
        "LastChecked": object_of(
            {
                "least_percent": FIGURE,
                "most_percent": FIGURE,
                "period": or_null(TEXT),
                "day": or_null(DAY),
                "at_least": YES_OR_NO,
                "sources": TEXTS,
            }
        ),
        "Offer": _offer(),
        "OutsideTheFormalSystem": object_of(
            {
                "kind": one_of(InformalKind),
                "road": TEXT,
                **dict.fromkeys(("received", "received_most", "difference", "break_even"), or_null(FIGURE)),
                "received_currency": CURRENCY,
                "minutes_least": or_null(MINUTES),
                "minutes_most": or_null(MINUTES),
                "sources": TEXTS,
            }
        ),
        "NotOffered": _not_offered(),
    }


def _named_beside() -> dict[str, Schema]:
    """Where a least fee is dear, and where a licence that `cautions` name is looked up."""
    currencies = dict.fromkeys(("fee_currency", "currency"), CURRENCY)
    fee = {"provider": TEXT, "fee": FIGURE, "under": FIGURE, **currencies, "sources": TEXTS}
    authority = or_null(object_of(dict.fromkeys(LANGUAGES, TEXT)))
    register = {"authority": authority, "url": or_null({"type": "string", "format": "uri"})}
    return {"MinimumFee": object_of(fee), "LicenceRegister": object_of(register)}


def _expected() -> dict[str, Schema]:
    """What to expect where no current price is known, with the rows behind it; none of it is a price."""
    figure = or_null({"$ref": "#/components/schemas/ExpectedFigure"})
    minutes = dict.fromkeys(("minutes_least", "minutes_most"), or_null(MINUTES))
    amounts = ("expected_cost", "expected_cost_percent", "expected_arrives", "expected_outlay")
    provider: Mapping[str, Schema] = {
        "provider": TEXT,
        "channel": or_null(one_of(Channel)),
        **dict.fromkeys(("median", "worst", "best"), figure),
        "receiving": TEXTS,
        **minutes,
        "rows": {"type": "integer", "minimum": 1},
    }
    line: Mapping[str, Schema] = {
        "channel": one_of((*Channel, InformalKind.CARRIED)),
        "kind": one_of(ExpectedKind),
        "reason": or_null(one_of(NoFigure)),
        "worst": figure,
        "best": figure,
        "providers": TEXTS,
        **minutes,
        "sources": TEXTS,
    }
    row: Mapping[str, Schema] = {
        "kind": one_of(ExpectedKind),
        "provider": TEXT,
        "service": or_null(TEXT),
        "channel": or_null(one_of(Channel)),
        "sending": TEXT,
        "receiving": TEXT,
        "period": or_null(TEXT),
        "observed": or_null(DAY),
        "evidence": or_null(one_of(Evidence)),
        "pay_in": or_null(one_of(PaymentInstrument)),
        "pay_out": or_null(one_of(DisbursementMethod)),
        **minutes,
        **dict.fromkeys(amounts, or_null(FIGURE)),
        **dict.fromkeys(("expected_cost_currency", "expected_arrives_currency"), CURRENCY),
        **dict.fromkeys(("partner", "stand_in_provider"), or_null(TEXT)),
        "stand_in_day": or_null(DAY),
        "sources": TEXTS,
    }
    whole: Mapping[str, Schema] = {
        "kind": one_of(ExpectedKind),
        "reason": or_null(one_of(NoFigure)),
        "currency": CURRENCY,
        "received_currency": or_null(CURRENCY),
        **dict.fromkeys(("worst", "best", "middle_worst", "middle_best", "good", "usual"), figure),
        "good_is_capped": or_null(YES_OR_NO),
        "no_marks": or_null(one_of(NoMarks)),
        **dict.fromkeys(("sending", "receiving", "quarters"), TEXTS),
        "days": {"type": "array", "items": DAY},
        **minutes,
        "providers": {"type": "array", "items": object_of(provider)},
        "lines": {"type": "array", "items": object_of(line)},
        "rows": {"type": "array", "items": object_of(row)},
        "sources": TEXTS,
    }
    parts = ("cost", "cost_percent", "arrives", "outlay")
    return {
        "Expected": object_of(whole),
        "ExpectedFigure": object_of(dict.fromkeys(parts, or_null(FIGURE))),
    }


def _more() -> Schema:
    """The further questions; there only where one was asked."""
    place = {"type": "integer", "minimum": 1}
    figure, whole = or_null(FIGURE), or_null({"type": "integer"})
    rows: dict[str, Mapping[str, Schema]] = {
        "parts": {
            "parts": place,
            "first_part": FIGURE,
            **dict.fromkeys(("every_other_part", "received", "total_cost", "limit", "fee_for_each"), figure),
            "reason": or_null(one_of(Reason)),
            **dict.fromkeys(("limit_currency", "fee_for_each_currency"), or_null(CURRENCY)),
            "estimate": YES_OR_NO,
        },
        "year": {"cost": FIGURE, "best_leaves": FIGURE},
        "door": {"visit": or_null(YES_OR_NO), "left": figure, "minutes": or_null(MINUTES)},
        "benchmark": {
            **dict.fromkeys(("total_cost", "other_total_cost"), figure),
            "place": place,
            "other_place": or_null(place),
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
        "payout": or_null(TEXT),
        "received_currency": CURRENCY,
        "grade": one_of(Grade),
        "period": or_null(TEXT),
        "observed": or_null(DAY),
        "sources": TEXTS,
    }
    asked: Mapping[str, Schema] = {
        **dict.fromkeys(("parts", "times_a_year", "travel_minutes", "waiting_minutes"), whole),
        "fare": figure,
        "benchmark": or_null(one_of(Benchmark)),
        "one_percent": YES_OR_NO,
    }
    return object_of(
        {
            "asked": object_of(asked),
            "outlay": figure,
            "currency": CURRENCY,
            "no_benchmark": or_null(one_of(NoSecond)),
            **{
                name: or_null({"type": "array", "items": object_of({**road, **row})})
                for name, row in rows.items()
            },
        }
    )


def _transfer() -> Schema:
    return object_of(
        {
            "sending": TEXT,
            "receiving": TEXT,
            "currency": CURRENCY,
            "send": or_null(FIGURE),
            "receive": or_null(FIGURE),
            "receive_currency": or_null(CURRENCY),
            "pay_in": or_null(one_of(PaymentInstrument)),
            "pay_out": or_null(one_of(DisbursementMethod)),
            "within_minutes": or_null(MINUTES),
            "region": or_null(TEXT),
            "benchmark": one_of(Benchmark),
            "day": DAY,
        }
    )


def _offer() -> Schema:
    figures = (
        "outlay", "unspent", "principal", "fee", "hidden_in_rate", "receipt_charges", "paid_out", "received",
        "received_most", "total_cost", "total_cost_percent", "rpw_cost_percent", "rpw_cost_percent_500",
        "less_than_best", "outlay_above_best", "known_cost",
    )  # fmt: skip
    return object_of(
        {
            "provider": TEXT,
            "service": TEXT,
            "payout": or_null(TEXT),
            "channel": or_null(one_of(Channel)),
            "pay_out": or_null(one_of(DisbursementMethod)),
            "pay_in": or_null(one_of(PaymentInstrument)),
            "access_point": or_null(one_of(AccessPoint)),
            "status": or_null(one_of(Status)),
            "status_day": or_null(DAY),
            "status_source": or_null(TEXT),
            "complete": YES_OR_NO,
            "recommended": YES_OR_NO,
            "evidence": one_of(Evidence),
            "grade": one_of(Grade),
            "basis": one_of(Basis),
            "period": or_null(TEXT),
            "observed": or_null(DAY),
            "asked": or_null(MOMENT),
            **dict.fromkeys(figures, or_null(FIGURE)),
            "receipt_charges_known": YES_OR_NO,
            "paid_out_currency": or_null(CURRENCY),
            "received_currency": CURRENCY,
            "minutes_least": or_null(MINUTES),
            "minutes_most": or_null(MINUTES),
            "regions": TEXTS,
            "regions_day": or_null(DAY),
            "regions_source": or_null(TEXT),
            "documents": TEXTS,
            "documents_day": or_null(DAY),
            "documents_source": or_null(TEXT),
            "promotion": YES_OR_NO,
            "not_known_to_fit": TEXTS,
            "notes": TEXTS,
            "stand_in_provider": or_null(TEXT),
            "stand_in_day": or_null(DAY),
            "reference_rate": or_null(FIGURE),
            "reference_day": or_null(DAY),
            "sources": TEXTS,
        }
    )


def _not_offered() -> Schema:
    return object_of(
        {
            "provider": TEXT,
            "service": TEXT,
            "payout": or_null(TEXT),
            "reason": one_of(Reason),
            "limit": or_null(FIGURE),
            "limit_currency": or_null(CURRENCY),
            "day": or_null(DAY),
            "source": or_null(TEXT),
        }
    )
