"""The records of a folder as they were read, and a fault in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace

from channels.dataset.kinds import OWN_NAME, Layout, RecordKind, file_each, listed, placed_rows, rows
from channels.records.base import Corridor, Record, Source
from channels.records.definitions import Definition, Example
from channels.records.forms import Form, Frame
from channels.records.informal import GroupRange, OutsideReference, OutsideRoad
from channels.records.observations import Board, NoPrice, Observation, Rate
from channels.records.policy import (
    Conflict,
    CorridorQuarter,
    GlobalQuarter,
    PriceDatabase,
    Region,
    Register,
    Rule,
    Statistic,
    Survey,
    Target,
)
from channels.records.provider_checks import LicenceRow, StandingRow
from channels.records.providers import Payout, Provider
from channels.records.stories import Card, QuizQuestion, Story

INVENTED = "invented"
"""The one source of the teaching set; no other set may cite it."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A fault in the data, as a place and a code that the page and the command can put into words."""

    where: str
    code: str
    note: str = ""


@dataclass(frozen=True)
class Tables:
    """Everything under data/ as it was read: one declaration a kind of record, which drives all the rest.

    Reading, the checks for what stands twice or is cited, what is laid over and the data package follow
    `KINDS`, which is made of these lines.
    """

    sources: Sequence[Source] = listed(Source, "sources.toml", "sources", required=True, laid_over=True)
    corridors: Sequence[Corridor] = listed(
        Corridor, "corridors.toml", "corridors", identity="key", required=True
    )
    providers: Sequence[Provider] = file_each(Provider, "providers", required=True)
    payouts: Sequence[Payout] = listed(Payout, "payouts.toml", "payouts")
    observations: Sequence[tuple[str, Observation]] = placed_rows(Observation, "observations", laid_over=True)
    answers: Sequence[tuple[str, NoPrice]] = placed_rows(NoPrice, "answers", laid_over=True)
    rates: Sequence[Rate] = rows(Rate, "rates.csv", identity="day currency", required=True, laid_over=True)
    boards: Sequence[Board] = rows(Board, "boards.csv", identity="day provider kind currency priced_in")
    roads: Sequence[OutsideRoad] = listed(OutsideRoad, "outside.toml", "roads", table="outside_roads")
    references: Sequence[OutsideReference] = listed(
        OutsideReference, "outside.toml", "references", table="outside_references"
    )
    ranges: Sequence[GroupRange] = rows(
        GroupRange, "ranges.csv", identity="corridor source", laid_over=True, table="outside_ranges"
    )
    standings: Sequence[tuple[str, StandingRow]] = placed_rows(
        StandingRow,
        "standings.csv",
        identity="provider service country day source",
        laid_over=True,
        table=None,
    )
    licences: Sequence[tuple[str, LicenceRow]] = placed_rows(
        LicenceRow, "licences.csv", identity="provider day source", laid_over=True, table=None
    )
    rules: Sequence[Rule] = listed(Rule, "rules.toml", "rules")
    registers: Sequence[Register] = listed(Register, "registers.toml", "registers")
    databases: Sequence[PriceDatabase] = listed(PriceDatabase, "databases.toml", "databases")
    targets: Sequence[Target] = listed(Target, "targets.toml", "targets")
    surveys: Sequence[Survey] = listed(Survey, "surveys.toml", "surveys")
    corridor_quarters: Sequence[CorridorQuarter] = rows(
        CorridorQuarter,
        "indicators/corridor_quarters.csv",
        identity="sending receiving quarter amount source",
    )
    global_quarters: Sequence[GlobalQuarter] = rows(
        GlobalQuarter, "indicators/global_quarters.csv", identity="quarter"
    )
    statistics: Sequence[Statistic] = rows(
        Statistic, "indicators", identity="measure place whom period source"
    )
    regions: Sequence[Region] = listed(Region, "regions.toml", "regions")
    conflicts: Sequence[Conflict] = listed(Conflict, "conflicts.toml", "conflicts")
    definitions: Sequence[Definition] = listed(Definition, "definitions.toml", "definitions", table=None)
    examples: Sequence[Example] = listed(Example, "examples", "example", identity="", table=None)
    forms: Sequence[Form] = file_each(Form, "forms", table=None)
    frames: Sequence[Frame] = listed(Frame, "frames.toml", "frames", table=None)
    stories: Sequence[Story] = file_each(Story, "stories")
    cards: Sequence[Card] = listed(Card, "cards.toml", "cards", identity="kind")
    questions: Sequence[QuizQuestion] = listed(QuizQuestion, "quiz.toml", "questions")

    @property
    def looks(self) -> Sequence[tuple[str, Observation | NoPrice]]:
        """What came of asking: prices, and answers without one, with the file each stands in."""
        return (*self.observations, *self.answers)

    @property
    def invented(self) -> bool:
        """Whether this is the teaching set: its only source is the invented one."""
        return [source.id for source in self.sources] == [INVENTED]

    def of(self, kind: RecordKind) -> Iterator[tuple[str, Record]]:
        """The records of a kind, each with the place where it stands."""
        for found in getattr(self, kind.name):
            yield found if kind.placed else (kind.place(found), found)


def _named(kind: RecordKind, name: str) -> RecordKind:
    return replace(kind, name=name, table=name if kind.table == OWN_NAME else kind.table)


KINDS: tuple[RecordKind, ...] = tuple(_named(table.metadata["kind"], table.name) for table in fields(Tables))
"""Every kind of record, in the order of the tables."""
BY_ROUND = tuple(kind.name for kind in KINDS if kind.layout is Layout.ROWS_OF_FOLDER and kind.placed)
"""The folders with a file a round."""


def kind_of(name: str) -> RecordKind:
    """The kind whose records a table holds. Raises `KeyError` for a name that no table has."""
    return _BY_NAME[name]


_BY_NAME = {kind.name: kind for kind in KINDS}
