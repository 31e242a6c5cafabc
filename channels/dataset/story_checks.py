"""Rules for what a workshop is led by: whole in three languages, plans that fit, roads that exist."""

from collections import Counter
from collections.abc import Iterator, Sequence

from channels.dataset.tables import Issue, Tables
from channels.money import minor_unit
from channels.records.base import ANY, LocalText, Record, with_inner
from channels.records.stories import ALWAYS, LAYERS, LENGTHS, Plan, PriceSet, StepKind, Story, StoryOffer


def workshop_faults(tables: Tables) -> list[Issue]:
    """Every fault in stories, cards and questions by themselves: languages, plans, rules, answers."""
    return list(_workshop(tables))


def _workshop(tables: Tables) -> Iterator[Issue]:
    rules = {rule.id for rule in tables.rules}
    regions = {region.id for region in tables.regions}
    for story in tables.stories:
        where = f"stories/{story.id}.toml"
        yield from _one_language(where, story)
        if story.region is not None and story.region not in regions:
            yield Issue(where, "unknown_region", story.region)
        cited = (*story.rules, *(rule for answer in story.answers for rule in answer.rules))
        yield from (Issue(where, "unknown_rule", name) for name in cited if name not in rules)
        yield from _plan_faults(where, story)
        yield from _choice_faults(where, story)
    for card in tables.cards:
        where = f"cards.toml: {card.kind}"
        yield from _one_language(where, card)
        named = (said.rule for said in card.rules)
        yield from (Issue(where, "unknown_rule", name) for name in named if name and name not in rules)
    for question in tables.questions:
        yield from _one_language(f"quiz.toml: {question.id}", question)


def _one_language(where: str, record: Record) -> Iterator[Issue]:
    for inner in with_inner(record):
        if isinstance(inner, LocalText) and (inner.az is None or inner.ru is None):
            yield Issue(where, "missing_language", inner.en[:60])


def _plan_faults(where: str, story: Story) -> Iterator[Issue]:
    """A plan for each length, whose minutes come to it and which leaves out nothing that must be heard."""
    if sorted(plan.length for plan in story.plans) != list(LENGTHS):
        yield Issue(where, "plan_lengths", ", ".join(str(length) for length in LENGTHS))
    for plan in story.plans:
        total = sum(plan.minutes.values())
        if total != plan.length:
            yield Issue(f"{where}: plans.{plan.length}", "plan_minutes", f"{total} / {plan.length}")
        needed = (*ALWAYS, *(LAYERS if story.about_money else (StepKind.ANSWERS,)))
        lacking = [kind for kind in needed if kind not in plan.minutes]
        yield from (Issue(f"{where}: plans.{plan.length}", "plan_lacks", kind) for kind in lacking)
        yield from _idle_steps(f"{where}: plans.{plan.length}", story, plan)


def _idle_steps(where: str, story: Story, plan: Plan) -> Iterator[Issue]:
    """A plan gives no minutes to a screen for which the story has nothing to show."""
    idle = {StepKind.ANSWERS} if story.about_money else {*LAYERS, StepKind.CHANCE}
    if story.role_play is None:
        idle.add(StepKind.ROLE_PLAY)
    idle_kinds = [kind for kind in plan.minutes if kind in idle]
    yield from (Issue(where, "plan_idle", kind) for kind in idle_kinds)
    quiz = (StepKind.QUIZ_BEFORE, StepKind.QUIZ_AFTER, StepKind.GAIN)
    if 0 < sum(kind in plan.minutes for kind in quiz) < len(quiz):
        yield Issue(where, "plan_lacks", StepKind.GAIN)


def _choice_faults(where: str, story: Story) -> Iterator[Issue]:
    """A story asks for one thing: a road, or what to do, with one right answer."""
    if story.about_money == (not story.lineups):
        yield Issue(where, "story_question")
    shapes = [answer.shape for answer in story.answers]
    if story.answers and (len(set(shapes)) < len(shapes) or sum(a.right for a in story.answers) != 1):
        yield Issue(where, "story_answers")
    for name, times in Counter(lineup.set for lineup in story.lineups).items():
        if times > 1:
            yield Issue(where, "duplicate", name)
    unit = minor_unit(story.currency)
    for lineup in story.lineups:
        for offer in lineup.offers:
            if story.send % (unit * offer.times):
                yield Issue(f"{where}: {offer.shape}", "unpayable", f"{story.send} / {offer.times}")


def lineup_faults(stories: Sequence[Story], tables: Tables, prices: PriceSet) -> list[Issue]:
    """What stories show from one set of prices and that set does not have; outside roads of the evidence."""
    found = []
    keys = {corridor.key for corridor in tables.corridors}
    for story in stories:
        for lineup in story.lineups:
            if lineup.set is not prices:
                continue
            where = f"stories/{story.id}.toml: {lineup.set}"
            if story.corridor not in keys:
                found.append(Issue(where, "unknown_corridor", story.corridor))
            for offer in lineup.offers:
                found.extend(_offer_faults(f"{where}.{offer.shape}", story, offer, tables, prices))
    return found


def _offer_faults(
    where: str, story: Story, offer: StoryOffer, tables: Tables, prices: PriceSet
) -> Iterator[Issue]:
    if offer.road is not None:
        if prices is PriceSet.EVIDENCE:
            # Only the invented set may rank a road outside the formal system beside others.
            yield Issue(where, "outside_among_offers", offer.road)
        elif not any(r.id == offer.road and story.corridor in r.corridors for r in tables.roads):
            yield Issue(where, "unknown_road", offer.road)
        return
    # A service to any country abroad serves this one too.
    keys = {story.corridor, f"{story.corridor.split('-')[0]}-{ANY}"}
    services = [s for p in tables.providers if p.id == offer.provider for s in p.services]
    service = next((s for s in services if s.id == offer.service and keys & set(s.corridors)), None)
    if service is None:
        yield Issue(where, "unknown_service", f"{offer.provider} {offer.service}")
    elif (offer.payout is None) == bool(service.payouts) or (
        offer.payout is not None and offer.payout not in service.payouts
    ):
        yield Issue(where, "unknown_payout", offer.payout or ", ".join(service.payouts))
