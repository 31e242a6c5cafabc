"""What one person answered in the survey of remittance practices, and nothing that leads back to them."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from channels.money import MOST
from channels.records.base import Amount, Country, Currency, Day, Id, Number, Record, Whole
from channels.terms import Ordered, SpeedBand

Sum = Annotated[Number, Field(gt=0, le=MOST, decimal_places=10)]
OfTen = Annotated[Whole, Field(ge=0, le=10)]
TEN = Decimal(10)
"""Families that a person is asked to think of; also percent that one of them is."""


class Group(Ordered):
    """Whom the survey asks; the three are never added up."""

    RECIPIENT = "recipient"
    MIGRANT_ABROAD = "migrant_abroad"
    MIGRANT_HERE = "migrant_here"


class Setting(Ordered):
    """How a person came to be asked."""

    HOUSEHOLD = "household"
    TELEPHONE = "telephone"
    COMMUNITY = "community"
    BRANCH = "branch"
    OPEN_LINK = "open_link"


MEETS_EVERYBODY = frozenset({Setting.HOUSEHOLD, Setting.TELEPHONE, Setting.COMMUNITY})
"""Where people of every road can be met. In a branch stand its customers, a link is opened by who likes."""


class Way(Ordered):
    """By which road money went last time; whatever is not formal has one neutral word."""

    BANK = "bank"
    POST_OFFICE = "post_office"
    TRANSFER_SYSTEM = "transfer_system"
    DIGITAL = "digital"
    ANOTHER_WAY = "another_way"


class Why(Ordered):
    """Why by this road."""

    CHEAP = "cheap"
    FAST = "fast"
    NEAR = "near"
    TRUST = "trust"
    HABIT = "habit"
    NO_ACCOUNT = "no_account"
    SENDER_CHOSE = "sender_chose"
    ONLY_ONE = "only_one"
    OTHER = "other"


class Rhythm(Ordered):
    """How often money comes or goes."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"
    SOME_TIMES_A_YEAR = "some_times_a_year"
    ONCE_A_YEAR = "once_a_year"
    WHEN_NEEDED = "when_needed"


class Trouble(Ordered):
    """What was troublesome."""

    NOTHING = "nothing"
    QUEUE = "queue"
    DOCUMENT = "document"
    MISSPELT_NAME = "misspelt_name"
    LIMIT = "limit"
    NO_CASH = "no_cash"
    HIDDEN_COST = "hidden_cost"
    LATE = "late"
    OTHER = "other"


class Phone(Ordered):
    """Which phone a person uses."""

    OWN_SMARTPHONE = "own_smartphone"
    SHARED_SMARTPHONE = "shared_smartphone"
    SIMPLE = "simple"
    NONE = "none"


class Sex(Ordered):
    """Woman or man, as said."""

    WOMAN = "woman"
    MAN = "man"


class Age(Ordered):
    """Age groups of adults."""

    FROM_18 = "18_24"
    FROM_25 = "25_34"
    FROM_35 = "35_49"
    FROM_50 = "50_64"
    FROM_65 = "65_and_over"


class Settlement(Ordered):
    """Where a person lives."""

    TOWN = "town"
    VILLAGE = "village"


class Reply(Record):
    """One adult's answers, given with consent; None or empty = skipped, not asked or not known.

    `fee` is in `currency`, as `amount` is; `received` is in `pays`. `of_ten`: of ten families that the
    person knows, how many move money outside banks, post, counters and apps, and `lost_of_ten` of these
    have lost some. `frame` is the list from which the sample was drawn.
    """

    group: Group | None = None
    setting: Setting | None = None
    day: Day | None = None
    country: Country | None = None
    channel: Way | None = None
    why: tuple[Why, ...] = ()
    rhythm: Rhythm | None = None
    sent: Day | None = None
    amount: Sum | None = None
    currency: Currency | None = None
    fee: Amount | None = None
    received: Sum | None = None
    pays: Currency | None = None
    wait: SpeedBand | None = None
    trouble: tuple[Trouble, ...] = ()
    lost: bool | None = None
    of_ten: OfTen | None = None
    lost_of_ten: OfTen | None = None
    account: bool | None = None
    phone: Phone | None = None
    sex: Sex | None = None
    age: Age | None = None
    region: Id | None = None
    settlement: Settlement | None = None
    frame: Id | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.lost_of_ten is not None and self.lost_of_ten > (self.of_ten or 0):
            raise ValueError("lost_of_ten is more than of_ten")
        if self.sent is not None and self.day is not None and self.sent > self.day:
            raise ValueError("sent is after the day of the talk")
        return self

    @property
    def corridor(self) -> str | None:
        """From where to where the money goes; None where group or country is not known."""
        if self.group is None or self.country is None:
            return None
        return f"AZ-{self.country}" if self.group is Group.MIGRANT_HERE else f"{self.country}-AZ"

    @property
    def meets_everybody(self) -> bool:
        """Whether the person was met where people of every road can be; False where that is not known."""
        return self.setting in MEETS_EVERYBODY
