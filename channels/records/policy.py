"""Records that policymakers need: rules, targets, statistics, surveys, quarters of corridors."""

from typing import Annotated

from pydantic import Field, StringConstraints

from channels.policy_terms import Decider, Lens, Measure, Principle, Unit, Whom
from channels.records.base import (
    Amount,
    Country,
    Currency,
    Day,
    Id,
    Letter,
    LocalText,
    Mark,
    Number,
    Period,
    Place,
    Record,
    Span,
    Text,
    Url,
    Whole,
)
from channels.terms import Confidence


class ElsewhereFigure(Record):
    """A real figure of this provider for another destination: never a price for Azerbaijan."""

    kind: Annotated[str, StringConstraints(pattern=r"^(fee|rate|limit|speed|receipt|other)$")]
    what: LocalText
    value: Text
    day: Day | None = None
    source: Id
    confidence: Confidence


class Threshold(Record):
    """The amount at which a rule begins or ends; `each` says in which time."""

    amount: Amount
    currency: Currency
    each: Annotated[str, StringConstraints(pattern=r"^(transfer|day|month|year)$")] = "transfer"


class Hindrance(Record):
    """Whom a rule hinders, from which side, and who can change it: what makes a rule a gap.

    `letters` are those of objective 20 of the Global Compact for Migration. `unknown`: nobody could
    say whether the rule holds today, or what it sets.
    """

    whom: Annotated[tuple[Whom, ...], Field(min_length=1)]
    principle: Principle
    letters: tuple[Letter, ...] = ()
    lens: Lens
    decides: Annotated[tuple[Decider, ...], Field(min_length=1)]
    unknown: bool = False


class Rule(Record):
    """A rule or a helping hand, in neutral sentences, with its source.

    A rule of the topic `policy` touches no family at the counter, only those who make the market.
    """

    id: Id
    topic: Annotated[
        str, StringConstraints(pattern=r"^(law|law_more|border|sending|receiving|help|safety|policy)$")
    ]
    text: LocalText
    url: Url | None = None
    since: Day | None = None
    thresholds: tuple[Threshold, ...] = ()
    hinders: Hindrance | None = None
    source: Id


class Region(Record):
    """An economic region of Azerbaijan."""

    id: Id
    name: LocalText
    source: Id


class Side(Record):
    """What one source says where sources disagree. `day` is None where it prints none."""

    source: Id
    day: Day | None = None
    says: LocalText


class Conflict(Record):
    """A point on which sources disagree, every side with its source, and what is shown meanwhile."""

    id: Id
    title: LocalText
    providers: tuple[Id, ...] = ()
    countries: tuple[Country, ...] = ()
    sides: Annotated[tuple[Side, ...], Field(min_length=2)]
    shown: LocalText


class Register(Record):
    """Who keeps the register of those licensed to take money in, in some countries.

    `url`: its address; None where no source names one. `source` names the authority, and the address.
    """

    id: Id
    countries: Annotated[tuple[Country, ...], Field(min_length=1)]
    authority: LocalText
    url: Url | None = None
    source: Id


class PriceDatabase(Record):
    """A public price comparison of others. `approved`: it says that the World Bank approved it."""

    id: Id
    name: Text
    url: Url
    approved: bool
    text: LocalText
    source: Id


class Target(Record):
    """What an indicator is held against, and in whose words.

    `at_most`: the value is to stay at or under the figure, else at or over it. `unconfirmed`: the
    authority's own text was not read, or not in full. `proxy`: the indicator is not what the target
    speaks of, but stands near it.
    """

    id: Id
    text: LocalText
    value: Amount
    unit: Unit
    at_most: bool
    by: Annotated[Whole, Field(ge=2000, le=2100)] | None = None
    principle: Principle
    letters: tuple[Letter, ...] = ()
    unconfirmed: bool = False
    proxy: bool = False
    source: Id


class CorridorQuarter(Record):
    """What a corridor cost in a quarter, as published or as recomputed from a published workbook.

    `cost` and `margin` are percent of the amount sent, the mean over the corridor's services, of
    USD `amount`. `services` None where the source does not tell how many.
    """

    sending: Country
    receiving: Country
    quarter: Period
    amount: Annotated[Whole, Field(gt=0, le=10_000)]
    cost: Number
    margin: Number | None = None
    services: Annotated[Whole, Field(ge=0)] | None = None
    source: Id


class GlobalQuarter(Record):
    """What USD 200 cost in all corridors of a quarter: percent, over services that disclose their rate.

    `mean_without_russia` is what comes nearest to the published average; `published` is None where no
    published figure was found, and `confirmed` tells whether it was read in the issue itself.
    """

    quarter: Period
    services: Annotated[Whole, Field(gt=0)]
    corridors: Annotated[Whole, Field(gt=0)]
    mean: Number
    median: Number
    fee: Number
    margin: Number
    mean_without_russia: Number
    published: Number | None = None
    confirmed: bool | None = None
    source: Id


class Statistic(Record):
    """One figure: of what, where, for whom, when, who says so.

    `place` is `AZ`, an economic region, `outside_baku`, or a country at the other end of a flow. `mark`
    is a code of what must be known of the figure, `conflict` the point on which sources disagree.
    """

    measure: Measure
    place: Place = "AZ"
    whom: Whom = Whom.ALL
    period: Span
    value: Number
    unit: Unit
    mark: Mark | None = None
    conflict: Id | None = None
    source: Id


class Survey(Record):
    """How many were asked, so that a difference can be told from chance.

    `sample` and `design_effect` None = not known; `assumed`: the number is taken from what is usual.
    """

    id: Id
    name: LocalText
    sample: Annotated[Whole, Field(gt=0)] | None = None
    assumed: bool = False
    design_effect: Annotated[Number, Field(ge=1)] | None = None
    measures: Annotated[tuple[Measure, ...], Field(min_length=1)]
    source: Id
