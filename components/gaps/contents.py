"""All that the page shows, as tables: what the workbook holds and the brief draws from."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from channels.export.spreadsheets import WordedTable
from channels.gaps.overview import Study
from channels.gaps.what_if import Inputs
from channels.policy_terms import Measure, Whom
from components.charts.drawings import Drawing, table
from components.gaps import (
    access,
    bullets,
    gap_list,
    history,
    inflow,
    price,
    ranking,
    readiness,
    rules,
    speed,
    transparency,
    unmeasured,
    what_if,
)
from components.i18n import Words


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader set: the neighbours' countries, the inputs of the what-if, what the strip filters.

    `sending` and `quarter` None = those that stand there before anything is chosen.
    """

    beside: Sequence[str] = price.USUAL
    inputs: Inputs = field(default_factory=Inputs)
    sending: str | None = None
    quarter: str | None = None
    whom: Whom = Whom.ALL


def drawings(study: Study, chosen: Chosen, words: Words) -> list[Drawing]:
    """Every picture of the page, in its order."""
    beside, levers = chosen.beside, what_if.results(study, chosen.inputs)
    found = [
        inflow.by_country(study, words),
        ranked(study, chosen, words),
        *(drawing for _, drawing in bullets.grouped(study, words, chosen.whom, beside)),
        price.neighbours(study, words, beside),
        price.averages(study, words),
        *(price.parts(study, words, beside, kind) for kind in price.KINDS),
        price.premium(study, words),
        price.spread(study, words, beside),
        history.history(study, words),
        *(speed.share(study, words, beside, name) for name in speed.SHARES),
        access.groups(study, words, Measure.ACCOUNT),
        access.waves(study, words),
        access.groups(study, words, Measure.BILLS_ONLINE),
        access.reasons(study, words),
        access.places(study, words),
        access.regions(study, words),
        transparency.states(study, words),
        transparency.found_of(study, words),
        readiness.requirements(study, words),
        readiness.coverage(study, words),
        readiness.recount(study, words),
        readiness.world(study, words),
        what_if.ranges(levers, words, scope=what_if.computed_from(study, words)),
        what_if.steps(study, chosen.inputs, words),
    ]
    return [drawing for drawing in found if drawing is not None and drawing.rows]


def ranked(study: Study, chosen: Chosen, words: Words) -> Drawing | None:
    """The country among all others, from the sending country and in the quarter that were chosen."""
    sending = chosen.sending or ranking.usual_sender(study)
    if sending is None:
        return None
    known = ranking.quarters(study, sending)
    quarter = chosen.quarter if chosen.quarter in known else ranking.usual_quarter(study, sending)
    return ranking.standing(study, words, sending, quarter)


def tables(study: Study, chosen: Chosen, words: Words) -> list[WordedTable]:
    """Every table of the page: all gaps and the roadmap, the pictures', the rules, the levers."""
    return [
        gap_list.listing(study, words),
        gap_list.roadmap(study, words),
        unmeasured.table(study, words),
        *(table(drawing) for drawing in drawings(study, chosen, words)),
        rules.table(study, words),
        rules.elsewhere(study, words),
        what_if.table(what_if.results(study, chosen.inputs), words),
    ]


def file_name(kind: str, study: Study, words: Words, ending: str) -> str:
    """A file's name in codes: what it is, the day, the language."""
    return f"pulyolu-{kind}-{study.day.isoformat()}-{words.language}.{ending}"
