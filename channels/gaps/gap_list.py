"""Where the country falls short of what it is held against: for whom, on which evidence, who decides."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from channels.dataset.dataset import Dataset
from channels.gaps.catalogue import INDICATORS, PAIRS, GapKind, Nature
from channels.gaps.corridor_figures import CorridorFigures, computed
from channels.gaps.gap import Gap, ranked
from channels.gaps.indicators import (
    difference,
    ever_surveyed,
    figure,
    hidden_by,
    inflow,
    least_fees_out,
    manat_for_dollar,
    never_surveyed,
    per_100_000,
    unsurveyed_since,
)
from channels.gaps.requirements import requirements
from channels.gaps.rule_weights import weight
from channels.gaps.surveyed_prices import Share
from channels.gaps.transparency import alive, disclosures, share_published
from channels.money import HUNDRED, ZERO
from channels.policy_terms import Lens, Measure, Theme, Unit, Whom
from channels.pricing.routes import is_closed, status_of
from channels.records.base import OUTSIDE_BAKU
from channels.records.informal import GroupRange
from channels.records.policy import Statistic, Target
from channels.records.providers import digital
from channels.terms import HOME, Digital, DisclosureItem, Evidence, Status


def gaps(data: Dataset, day: date) -> tuple[Gap, ...]:
    """Every gap that the data show on a day, in the order of `ranked`; none in the teaching set."""
    if data.invented:
        return ()
    found = [
        *_standing(data), *_price(data), *_speed(data), *_access(data), *_transparency(data, day),
        *_digital(data, day), *_competition(data, day), *_informal(data), *_law(data, day), *_own(data, day),
    ]  # fmt: skip
    return ranked(found)


def _against(gap: Gap, target: Target | None) -> Iterator[Gap]:
    """The gap with its distance from a target, at the worse end of its range; nothing where it is met."""
    if target is None or gap.value is None:
        return
    ends = (gap.value, gap.value if gap.value_most is None else gap.value_most)
    worse = max(ends) if target.at_most else min(ends)
    distance = worse - target.value if target.at_most else target.value - worse
    if distance <= 0:
        return
    if not target.at_most:
        size = distance / target.value
    else:
        size = distance / worse if target.value else worse / HUNDRED
    notes = (
        *gap.notes,
        *(["proxy"] if target.proxy else []),
        *(["unconfirmed_target"] if target.unconfirmed else []),
    )
    sources = tuple(dict.fromkeys((*gap.sources, target.source)))
    yield replace(
        gap, aim=target.value, target=target, distance=distance, size=size, notes=notes, sources=sources
    )


def _new(name: str, kind: GapKind = GapKind.SHORT, **fields: Any) -> Gap:
    """A gap of an indicator, from its own point of view where it is about women."""
    nature = INDICATORS[name]
    if fields.get("whom") == (Whom.WOMEN,):
        nature = replace(nature, lens=Lens.GENDER, letters=(*nature.letters, "h"))
    return Gap(name, kind, nature, **fields)


def _unknown(data: Dataset, name: str, hides: Decimal | None = HUNDRED, **fields: Any) -> Gap:
    """A gap of which nothing is known, with the part of the inflow that it hides."""
    flows = inflow(data)
    own = {"sources": () if flows is None else flows.sources, "period": flows and flows.period}
    size = ZERO if hides is None else hides / HUNDRED
    return _new(name, GapKind.UNKNOWN, size=size, hides=hides, **own | fields)


def last_surveyed(data: Dataset) -> CorridorFigures | None:
    """The figures of the last surveyed quarter of a corridor into the country; None without any."""
    into = [found for found in computed(data) if found.receiving == HOME]
    return max(into, key=lambda found: found.quarter, default=None)


def _standing(data: Dataset) -> Iterator[Gap]:
    flows, last = inflow(data), max(ever_surveyed(data).values(), default=None)
    if flows is not None and last is not None:
        survey, every = last_surveyed(data), data.targets.get("every_corridor")
        own: dict[str, Any] = {
            "sources": (*flows.sources, *(survey.sources if survey else ())),
            "period": flows.period,
            "evidence": Evidence.SURVEYED,
            "whom": (Whom.RECIPIENTS,),
        }
        never, since = never_surveyed(data), unsurveyed_since(data, last)
        yield from _against(_new("never_surveyed", value=never, hides=never, **own), every)
        yield from _against(_new("none_since", value=since, hides=since, since=last, **own), every)
    fees = least_fees_out(data)
    if fees:
        gap = _new(
            "least_fee_out", value=fees[0][1], value_most=fees[-1][1], whom=(Whom.SENDERS,), where="AZ-any",
            evidence=Evidence.PUBLISHED, sources=tuple(source for _, _, source in fees),
            notes=("historical", "fee_alone"),
        )  # fmt: skip
        yield from _against(gap, data.targets.get("no_corridor_above"))


def _price(data: Dataset) -> Iterator[Gap]:
    last = last_surveyed(data)
    if last is not None and last.zero_margins:
        yield _unknown(
            data, "cost_in_manat", hidden_by(data, [last.sending]), whom=(Whom.RECIPIENTS,),
            where=last.corridor, period=last.quarter, sources=last.sources,
            notes=("zero_margin", "historical"),
        )  # fmt: skip
    yield _unknown(data, "really_paid", notes=("needs_survey",), whom=(Whom.RECIPIENTS,))
    if last is None or last.premium is None:
        yield _unknown(data, "cash_premium", notes=("needs_prices",), whom=(Whom.RECIPIENTS,))


def _speed(data: Dataset) -> Iterator[Gap]:
    last = last_surveyed(data)
    for name in ("within_hour", "within_day"):
        share: Share | None = None if last is None else getattr(last, name)
        if share is None or last is None:
            yield _unknown(data, name, whom=(Whom.RECIPIENTS,))
            continue
        gap = _new(
            name, value=share.least, value_most=share.most, whom=(Whom.RECIPIENTS,), where=last.corridor,
            period=last.quarter, evidence=Evidence.SURVEYED, sources=last.sources,
            notes=("services_not_payments", "historical"),
        )  # fmt: skip
        yield from _against(gap, data.targets.get(name))


def _access(data: Dataset) -> Iterator[Gap]:
    for whom in (Whom.ALL, *(group for group, _ in PAIRS)):
        said = figure(data, Measure.ACCOUNT, whom=whom)
        if said is not None:
            gap = _new(
                "account", value=said.value, whom=(whom,), period=said.period, evidence=Evidence.SURVEYED,
                sources=(said.source,),
            )  # fmt: skip
            yield from _against(gap, data.targets.get("access"))
    yield from _between(data, "account_gap", Measure.ACCOUNT)
    for name, measure in (("atms_outside", Measure.ATMS), ("pos_outside", Measure.POS)):
        outside = figure(data, measure, place=OUTSIDE_BAKU)
        if outside is not None:
            yield from _outside(data, name, outside)
    yield from _post(data)
    shares = next((s for s in data.tables.statistics if s.measure is Measure.POPULATION_SHARE), None)
    yield _unknown(
        data, "outlets_by_region", None, whom=(Whom.RURAL,), notes=("only_baku",),
        period=shares and shares.period, sources=() if shares is None else (shares.source,),
    )  # fmt: skip


def _between(data: Dataset, name: str, measure: Measure) -> Iterator[Gap]:
    """A gap for each group that stands under the one beside it; unclear where chance alone may do it."""
    for whom, beside in PAIRS:
        low, high = figure(data, measure, whom=whom), figure(data, measure, whom=beside)
        if low is None or high is None or low.period != high.period or low.value >= high.value:
            continue
        chance = difference(data, high, low)
        yield _new(
            name, GapKind.SHORT if chance.clear else GapKind.NOT_CLEAR, value=chance.points, aim=ZERO,
            distance=chance.points, size=chance.points / high.value, whom=(whom,), beside=beside,
            period=low.period, evidence=Evidence.SURVEYED, sources=(low.source,), chance=chance,
            notes=("no_target",) if chance.clear else ("no_target", "not_clear"),
        )  # fmt: skip


def _outside(data: Dataset, name: str, outside: Statistic) -> Iterator[Gap]:
    here = per_100_000(data, outside.measure, OUTSIDE_BAKU, outside.period)
    capital = per_100_000(data, outside.measure, "baku", outside.period)
    if here is None or capital is None or here >= capital:
        return
    people = figure(data, Measure.POPULATION, place="baku", period=outside.period)
    yield _new(
        name, value=here, aim=capital, distance=capital - here, size=(capital - here) / capital,
        whom=(Whom.OUTSIDE_BAKU,), where=OUTSIDE_BAKU, period=outside.period, evidence=Evidence.PUBLISHED,
        sources=(outside.source, *([people.source] if people else [])),
        notes=("no_target", outside.mark) if outside.mark else ("no_target",),
    )  # fmt: skip


def _post(data: Dataset) -> Iterator[Gap]:
    """Post offices that were there a year before: no target exists, so the year before is the measure."""
    last = figure(data, Measure.POST_OFFICES)
    if last is None:
        return
    before = figure(data, Measure.POST_OFFICES, period=str(int(last.period[:4]) - 1))
    if before is not None and last.value < before.value:
        yield _new(
            "post_offices", value=last.value, aim=before.value, distance=before.value - last.value,
            size=(before.value - last.value) / before.value, whom=(Whom.RURAL,), period=last.period,
            evidence=Evidence.PUBLISHED, sources=(last.source,), notes=("no_target", "year_before"),
        )  # fmt: skip


def _transparency(data: Dataset, day: date) -> Iterator[Gap]:
    rows, whom = disclosures(data, day), (Whom.SENDERS, Whom.RECIPIENTS)
    for item in (i for i in DisclosureItem if i is not DisclosureItem.RATE):
        share = share_published(rows, item)
        name = f"{item}_told"
        if share is None or share == (ZERO, HUNDRED):
            yield _unknown(data, name, whom=whom, notes=("not_looked_for",))
        elif share[0] < share[1]:
            # Nobody looked at some of the providers: what they publish is not known, and no gap.
            yield _unknown(
                data, name, value=share[0], value_most=share[1], whom=whom, notes=("not_looked_for",)
            )
        else:
            gap = _new(
                name, value=share[0], whom=whom, seen=day, evidence=Evidence.PUBLISHED,
                sources=_resting(data, day), notes=("own_evidence",),
            )  # fmt: skip
            yield from _against(gap, data.targets.get("transparency"))


def _resting(data: Dataset, day: date) -> tuple[str, ...]:
    """The sources of what is known of the ways into the country."""
    found: list[str] = []
    for route in alive(data, day):
        found += [t.source for t in route.service.tariffs] + [o.source for o in route.observations]
        found += [c.source for c in route.service.coverage]
        found += [] if route.payout is None else [route.payout.source]
    return tuple(dict.fromkeys(found))


def digital_services(data: Dataset, day: date) -> Share | None:
    """The share of services into the country that are digital at both ends; None without services."""
    found: list[Digital | None] = [digital(route.service) for route in alive(data, day)]
    if not found:
        return None
    both = sum(one is Digital.BOTH for one in found)
    never = sum(one not in (None, Digital.BOTH) for one in found)
    never += sum(r.service.disbursement == "cash" and digital(r.service) is None for r in alive(data, day))
    return Share(both * HUNDRED / len(found), (len(found) - never) * HUNDRED / len(found), len(found))


def _digital(data: Dataset, day: date) -> Iterator[Gap]:
    share = digital_services(data, day)
    if share is not None and share.least < share.most:
        yield _unknown(
            data, "digital_both", value=share.least, value_most=share.most, whom=(Whom.RECIPIENTS,),
            notes=("services_not_payments",),
        )  # fmt: skip
    yield from _between(data, "bills_gap", Measure.BILLS_ONLINE)


def _competition(data: Dataset, day: date) -> Iterator[Gap]:
    last = last_surveyed(data)
    corridor = None if last is None else data.corridor(last.sending, last.receiving)
    if last is None or corridor is None:
        return
    left = {
        (route.provider.id, route.service.id): status_of(route, day).state
        for route in data.routes(corridor)
        if any(o.period == last.quarter for o in route.observations) and not is_closed(route, day)
    }
    # A price that somebody took since confirms its service.
    notes = ("historical",) if Status.OPERATING in left.values() else ("historical", "none_confirmed")
    own: dict[str, Any] = {
        "where": last.corridor,
        "period": last.quarter,
        "sources": last.sources,
        "whom": (Whom.RECIPIENTS,),
        "evidence": Evidence.SURVEYED,
    }
    gap = _new("services_left", value=Decimal(len(left)), notes=notes, **own)
    yield from _against(gap, data.targets.get("three_services"))
    if last.least is not None and last.most is not None and last.most > last.least:
        apart = last.most - last.least
        yield _new(
            "spread", value=apart, aim=ZERO, distance=apart, size=apart / last.most,
            notes=("no_target", "historical"), **own,
        )  # fmt: skip


def _informal(data: Dataset) -> Iterator[Gap]:
    topics = {"informal_share": "share", "informal_price": "cost", "informal_loss": "loss"}
    for name, topic in topics.items():
        elsewhere = tuple(dict.fromkeys(r.source for r in data.tables.references if r.topic == topic))
        flows = inflow(data)
        cited = tuple(dict.fromkeys((*(flows.sources if flows else ()), *elsewhere)))
        own: dict[str, Any] = {
            "whom": (Whom.RECIPIENTS, Whom.MIGRANTS),
            "notes": ("needs_survey", "elsewhere"),
        }
        told = _told_ranges(data) if name == "informal_price" else []
        if told:
            own |= {
                "value": min(one.least for one in told),
                "value_most": max(one.most for one in told),
                "seen": max(one.day for one in told),
                "hides": HUNDRED - (hidden_by(data, [one.corridor[:2] for one in told]) or ZERO),
            }
            cited = (*dict.fromkeys(one.source for one in told), *cited)
        yield _unknown(data, name, sources=cited, **own)


def _told_ranges(data: Dataset) -> list[GroupRange]:
    """What group discussions last said on each corridor into the country."""
    corridors = [c for c in data.tables.corridors if c.receiving == HOME and c.sending != HOME]
    found = (data.told_range(corridor, date.max) for corridor in corridors)
    return [one for one in found if one is not None]


def _law(data: Dataset, day: date) -> Iterator[Gap]:
    rate = manat_for_dollar(data, day)
    for rule in data.tables.rules:
        if rule.hinders is None:
            continue
        hinders = rule.hinders
        nature = Nature(
            Theme.LAW, Unit.RULES, hinders.principle, hinders.letters, hinders.lens, hinders.decides
        )
        yield Gap(
            "rule", GapKind.RULE, nature, whom=hinders.whom, seen=rule.since, evidence=Evidence.PUBLISHED,
            sources=(rule.source,), rule=rule, weight=weight(rule, rate and rate[0]),
            notes=("not_known_today",) if hinders.unknown else (),
        )  # fmt: skip


def _own(data: Dataset, day: date) -> Iterator[Gap]:
    met = sum(one.met is True for one in requirements(data, day))
    gap = _new(
        "requirements", value=Decimal(met), whom=(Whom.POLICYMAKERS,), seen=day, evidence=Evidence.OBSERVED,
        notes=("self_assessment",),
    )  # fmt: skip
    yield from _against(gap, data.targets.get("requirements"))
