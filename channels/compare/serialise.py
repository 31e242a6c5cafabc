"""A comparison as JSON, CSV and a workbook, each row with its sources."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from channels.compare import expected_export, follow_up_rows
from channels.compare.comparison import Comparison
from channels.compare.follow_ups import More
from channels.compare.headline import Caution, Headline, answer_state
from channels.compare.minimum_fee import MinimumFee
from channels.export.cells import as_sheets, safe
from channels.money import plain
from channels.pricing.fx import Reference
from channels.pricing.informal import Informal
from channels.pricing.offers import Offer
from channels.pricing.ranking import known_cost
from channels.pricing.routes import NotOffered, Transfer
from channels.records.base import Source
from channels.records.forms import LANGUAGES
from channels.terms import Evidence

Row = dict[str, Any]


def as_document(comparison: Comparison, more: More | None = None) -> Row:
    """The comparison as plain values: amounts as strings, None where not known.

    `more` adds a key of that name with the further questions that were asked.
    """
    top, answered = comparison.headline, answer_state(comparison)
    document = {
        "transfer": _transfer(comparison.transfer, comparison.day),
        "set": "teaching" if comparison.invented else "real",
        "reference": None if comparison.reference is None else _reference(comparison.reference),
        "state": answered.state,
        "missing": answered.missing,
        "checked_for": [{"amount": plain(m.amount), "currency": m.currency} for m in answered.amounts],
        "cautions": list(answered.cautions),
        "licence_register": _register(answered, comparison),
        "headline": None if top is None else _offer(top, comparison),
        "last_checked": _last_checked(comparison),
        "offers": [_offer(offer, comparison) for offer in comparison.offers],
        "told": [_offer(offer, comparison) for offer in comparison.told],
        "told_faults": [{"name": t.name, "fault": fault.value} for t, fault in comparison.told_faults],
        "informal": [_informal(road) for road in comparison.informal],
        "not_offered": [_refusal(refusal) for refusal in comparison.not_offered],
        "expected": None if comparison.expected is None else expected_export.document(comparison.expected),
        "minimum_fee": None
        if comparison.minimum_fee is None
        else _minimum(comparison.minimum_fee, comparison),
    }
    return document if more is None else document | {"more": follow_up_rows.document(more)}


def _register(answered: Headline, comparison: Comparison) -> Row | None:
    """Where a licence that the cautions name is looked up; None where they name none, or nobody knows."""
    offer, registers = answered.offer, comparison.registers
    doubtful = {Caution.LICENCE_NOT_CHECKED, Caution.LICENCE_NOT_FOUND}.intersection(answered.cautions)
    if not doubtful or offer is None or registers is None:
        return None
    found = registers.of(offer.provider, comparison.transfer.corridor.sending)
    if found is None:
        return None
    name = found.authority
    return {
        "authority": None if name is None else {code: name.text_in(code) for code in LANGUAGES},
        "url": found.url,
    }


def _minimum(found: MinimumFee, comparison: Comparison) -> Row:
    return {
        "provider": found.provider,
        "fee": plain(found.fee.amount),
        "fee_currency": found.fee.currency,
        "under": plain(found.under),
        "currency": comparison.transfer.currency,
        "sources": list(found.sources),
    }


def as_json(comparison: Comparison, more: More | None = None) -> str:
    """The comparison as JSON text, readable and in a steady order."""
    return json.dumps(as_document(comparison, more), ensure_ascii=False, indent=2)


def rows(comparison: Comparison, more: More | None = None) -> list[Row]:
    """One flat row a road: offers, told prices, roads outside the formal system, then what is not offered.

    The rows behind what to expect follow, which are no offers, and those of the further questions, a section
    for each.
    """
    document = as_document(comparison, more)
    found = []
    sections = [(name, document[name]) for name in ("offers", "told", "informal", "not_offered")]
    sections.append(("expected", (document["expected"] or {"rows": []})["rows"]))
    sections += [(name, document["more"][name] or []) for name in follow_up_rows.SECTIONS if more is not None]
    for section, lines in sections:
        for row in lines:
            flat = {"section": section, **row}
            for name, value in flat.items():
                if isinstance(value, list):
                    flat[name] = " ".join(value)
            found.append(flat)
    return found


def as_csv(comparison: Comparison, sources: Mapping[str, Source], more: More | None = None) -> str:
    """The rows as CSV, then the sources they cite. Safe to open: text never begins a formula."""
    flat = rows(comparison, more)
    columns = list(dict.fromkeys(name for row in flat for name in row)) or ["section"]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([safe(row.get(name)) for name in columns] for row in flat)
    writer.writerow([])
    writer.writerow(["source", "title", "publisher", "url", "published", "retrieved", "confidence"])
    writer.writerows([safe(cell) for cell in line] for line in _source_lines(comparison, sources, more))
    return out.getvalue()


def as_workbook(comparison: Comparison, sources: Mapping[str, Source]) -> bytes:
    """The rows and the sources as an XLSX file of two sheets. Text stays text, whatever it begins with."""
    flat = rows(comparison)
    columns = list(dict.fromkeys(name for row in flat for name in row)) or ["section"]
    return as_sheets(
        {
            "offers": [columns, *([row.get(name) for name in columns] for row in flat)],
            "sources": [
                ["source", "title", "publisher", "url", "published", "retrieved", "confidence"],
                *_source_lines(comparison, sources),
            ],
        }
    )


def cited(comparison: Comparison) -> tuple[str, ...]:
    """The ids of every source that the comparison rests on."""
    ids: list[str] = []
    for offer in (*comparison.offers, *comparison.told):
        ids += offer.sources
        ids += [s for s in (offer.status.source, *_naming(offer)) if s]
    for road in comparison.informal:
        ids += road.sources
    ids += [refusal.source for refusal in comparison.not_offered if refusal.source]
    ids += comparison.last_checked.sources if comparison.last_checked else ()
    ids += comparison.reference.sources if comparison.reference else ()
    ids += expected_export.cited(comparison.expected) if comparison.expected else ()
    return tuple(dict.fromkeys(ids))


def _naming(offer: Offer) -> tuple[str | None, str | None]:
    return offer.regions.source, offer.documents.source


def cited_by(comparison: Comparison, offers: Iterable[Offer]) -> tuple[str, ...]:
    """The ids of the sources that some of its offers rest on, and those of the official rate."""
    used = comparison.reference.sources if comparison.reference else ()
    return tuple(dict.fromkeys([*(source for offer in offers for source in offer.sources), *used]))


def _source_lines(
    comparison: Comparison, sources: Mapping[str, Source], more: More | None = None
) -> Iterable[list[str | None]]:
    names = (*cited(comparison), *(follow_up_rows.cited(more) if more is not None else ()))
    for name in dict.fromkeys(names):
        source = sources.get(name)
        if source is None:
            yield [name, None, None, None, None, None, None]
        else:
            published = _day(source.published)
            retrieved = _day(source.retrieved)
            said = (source.title, source.publisher, source.address)
            yield [name, *said, published, retrieved, source.confidence]


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()


def _transfer(transfer: Transfer, day: date) -> Row:
    return {
        "sending": transfer.corridor.sending,
        "receiving": transfer.corridor.receiving,
        "currency": transfer.currency,
        "send": plain(transfer.send),
        "receive": plain(transfer.receive),
        "receive_currency": transfer.corridor.receives,
        "pay_in": transfer.pay_in,
        "pay_out": transfer.pay_out,
        "within_minutes": transfer.within,
        "region": transfer.region,
        "benchmark": transfer.benchmark,
        "day": day.isoformat(),
    }


def _reference(used: Reference) -> Row:
    return {
        "base": used.base,
        "quote": used.quote,
        "rate": plain(used.rate),
        "day": used.day.isoformat(),
        "source": " ".join(used.sources),
        "fresh": used.fresh,
        "benchmark": used.benchmark,
        "stood_in": used.stood_in,
    }


def _last_checked(comparison: Comparison) -> Row | None:
    last = comparison.last_checked
    if last is None:
        return None
    return {
        "least_percent": plain(last.least),
        "most_percent": plain(last.most),
        "period": last.period,
        "day": _day(last.day),
        "at_least": last.at_least,
        "sources": list(last.sources),
    }


def _offer(offer: Offer, comparison: Comparison) -> Row:
    told = offer.evidence is Evidence.TOLD
    return {
        "provider": offer.provider,
        "service": offer.service,
        "payout": offer.payout,
        "channel": offer.channel,
        "pay_out": offer.form,
        "pay_in": offer.pay_in,
        "access_point": offer.access_point,
        "status": None if told else offer.status.state,
        "status_day": _day(offer.status.day),
        "status_source": offer.status.source,
        "complete": offer.complete,
        "recommended": offer.recommended,
        "evidence": offer.evidence,
        "grade": offer.grade,
        "basis": offer.basis,
        "period": offer.period,
        "observed": _day(offer.observed),
        "asked": None if offer.asked is None else offer.asked.isoformat(timespec="seconds"),
        "outlay": plain(offer.outlay),
        "unspent": plain(offer.unspent),
        "principal": plain(offer.principal),
        "fee": plain(offer.fee),
        "hidden_in_rate": plain(offer.hidden),
        "receipt_charges": plain(offer.receipt),
        "receipt_charges_known": offer.receipt_known,
        "paid_out": None if offer.paid_out is None else plain(offer.paid_out.amount),
        "paid_out_currency": None if offer.paid_out is None else offer.paid_out.currency,
        "received": plain(offer.received),
        "received_most": plain(offer.received_most),
        "received_currency": offer.currency,
        "total_cost": plain(offer.total_cost),
        "total_cost_percent": plain(offer.total_cost_percent),
        "known_cost": plain(known_cost(offer)),
        "rpw_cost_percent": plain(offer.rpw_cost_percent),
        "rpw_cost_percent_500": plain(offer.rpw_cost_percent_500),
        "minutes_least": offer.minutes_least,
        "minutes_most": offer.minutes_most,
        "less_than_best": plain(comparison.less(offer)),
        "outlay_above_best": plain(comparison.dearer(offer)),
        "regions": list(offer.regions.codes),
        "regions_day": _day(offer.regions.day),
        "regions_source": offer.regions.source,
        "documents": list(offer.documents.codes),
        "documents_day": _day(offer.documents.day),
        "documents_source": offer.documents.source,
        "promotion": offer.promotion,
        "not_known_to_fit": sorted(offer.unknown_fits),
        "notes": sorted(offer.notes),
        "stand_in_provider": None if offer.stand_in is None else offer.stand_in.provider,
        "stand_in_day": None if offer.stand_in is None else _day(offer.stand_in.day),
        "reference_rate": None if offer.reference is None else plain(offer.reference.rate),
        "reference_day": None if offer.reference is None else offer.reference.day.isoformat(),
        "sources": list(offer.sources),
    }


def _informal(road: Informal) -> Row:
    return {
        "kind": road.kind,
        "road": road.road.id,
        "received": plain(road.received),
        "received_most": plain(road.received_most),
        "received_currency": road.currency,
        "difference": plain(road.difference),
        "break_even": plain(road.break_even),
        "minutes_least": road.road.minutes_least,
        "minutes_most": road.road.minutes_most,
        "sources": list(road.sources),
    }


def _refusal(refusal: NotOffered) -> Row:
    provider, service, payout = refusal.route.key
    return {
        "provider": provider,
        "service": service,
        "payout": payout or None,
        "reason": refusal.reason,
        "limit": None if refusal.limit is None else plain(refusal.limit.amount),
        "limit_currency": None if refusal.limit is None else refusal.limit.currency,
        "day": _day(refusal.day),
        "source": refusal.source,
    }
