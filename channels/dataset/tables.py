"""The records of a folder as they were read, and a fault in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from channels.records.base import Corridor, Source
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
    """Everything under data/ as it was read, with the file each record stands in."""

    sources: Sequence[Source] = ()
    corridors: Sequence[Corridor] = ()
    providers: Sequence[Provider] = ()
    payouts: Sequence[Payout] = ()
    observations: Sequence[tuple[str, Observation]] = ()
    answers: Sequence[tuple[str, NoPrice]] = ()
    rates: Sequence[Rate] = ()
    boards: Sequence[Board] = ()
    roads: Sequence[OutsideRoad] = ()
    references: Sequence[OutsideReference] = ()
    ranges: Sequence[GroupRange] = ()
    standings: Sequence[tuple[str, StandingRow]] = ()
    licences: Sequence[tuple[str, LicenceRow]] = ()
    rules: Sequence[Rule] = ()
    regions: Sequence[Region] = ()
    conflicts: Sequence[Conflict] = ()
    databases: Sequence[PriceDatabase] = ()
    targets: Sequence[Target] = ()
    surveys: Sequence[Survey] = ()
    corridor_quarters: Sequence[CorridorQuarter] = ()
    global_quarters: Sequence[GlobalQuarter] = ()
    statistics: Sequence[Statistic] = ()
    definitions: Sequence[Definition] = ()
    examples: Sequence[Example] = ()
    forms: Sequence[Form] = ()
    frames: Sequence[Frame] = ()
    stories: Sequence[Story] = ()
    cards: Sequence[Card] = ()
    questions: Sequence[QuizQuestion] = ()

    @property
    def looks(self) -> Sequence[tuple[str, Observation | NoPrice]]:
        """What came of asking: prices, and answers without one, with the file each stands in."""
        return (*self.observations, *self.answers)

    @property
    def invented(self) -> bool:
        """Whether this is the teaching set: its only source is the invented one."""
        return [source.id for source in self.sources] == [INVENTED]
