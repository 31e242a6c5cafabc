"""The field's vocabulary: what the World Bank's price database calls things, in order."""

from enum import StrEnum
from zoneinfo import ZoneInfo

HOME = "AZ"
"""The country that the tool is about."""
BAKU = ZoneInfo("Asia/Baku")
"""Whose days count."""


class Ordered(StrEnum):
    """An enum whose members stand in their natural order, best or first one first.

    `rank` is the place of a member among its kind, from 0.
    """

    rank: int

    def __init__(self, _: str) -> None:
        self.rank = len(type(self).__members__)


class Channel(Ordered):
    """The kinds of formal road that a reader tells apart."""

    BANK = "bank"
    POST_OFFICE = "post_office"
    TRANSFER_SYSTEM = "transfer_system"
    DIGITAL = "digital"


class InformalKind(Ordered):
    """Roads outside the formal system: owner's cash in somebody's pocket, or a business without licence."""

    CARRIED = "carried"
    UNLICENSED = "unlicensed"


class RspType(Ordered):
    """RPW's class of remittance service provider; the last two sell an operator's service as their own."""

    BANK = "bank"
    MONEY_TRANSFER_OPERATOR = "money_transfer_operator"
    POST_OFFICE = "post_office"
    MOBILE_OPERATOR = "mobile_operator"
    NON_BANK_FI = "non_bank_fi"
    BANK_MTO = "bank_mto"
    POST_OFFICE_MTO = "post_office_mto"


class PaymentInstrument(Ordered):
    """What the sender pays with."""

    CASH = "cash"
    ACCOUNT = "account"
    CARD = "card"
    WALLET = "wallet"


class AccessPoint(Ordered):
    """Where the sender hands the money in."""

    BRANCH = "branch"
    AGENT = "agent"
    POST_OFFICE = "post_office"
    INTERNET = "internet"
    MOBILE = "mobile"
    TERMINAL = "terminal"


class DisbursementMethod(Ordered):
    """How the recipient gets the money."""

    CASH = "cash"
    CARD = "card"
    ACCOUNT = "account"
    WALLET = "wallet"
    HOME_DELIVERY = "home_delivery"

    @property
    def is_picked_up(self) -> bool:
        """Whether somebody hands the money over, so that it must be known who does."""
        return self in (DisbursementMethod.CASH, DisbursementMethod.HOME_DELIVERY)


class SpeedBand(Ordered):
    """RPW's six speed bands, fastest first."""

    UNDER_AN_HOUR = "under_an_hour"
    SAME_DAY = "same_day"
    NEXT_DAY = "next_day"
    TWO_DAYS = "two_days"
    THREE_TO_FIVE_DAYS = "three_to_five_days"
    SIX_DAYS_OR_MORE = "six_days_or_more"


BAND_MINUTES = {
    SpeedBand.UNDER_AN_HOUR: 60,
    SpeedBand.SAME_DAY: 1_440,
    SpeedBand.NEXT_DAY: 2_880,
    SpeedBand.TWO_DAYS: 4_320,
    SpeedBand.THREE_TO_FIVE_DAYS: 8_640,
}


def band(most: int | None) -> SpeedBand | None:
    """RPW's band for the most minutes a transfer takes; None when that is not known."""
    if most is None:
        return None
    for name, minutes in BAND_MINUTES.items():
        if most <= minutes:
            return name
    return SpeedBand.SIX_DAYS_OR_MORE


class Evidence(Ordered):
    """How a price is known, best first."""

    OBSERVED = "observed"
    PUBLISHED = "published"
    SURVEYED = "surveyed"
    TOLD = "told"
    ESTIMATE = "estimate"


class Grade(Ordered):
    """How old the last sight of a price is, freshest first."""

    CURRENT = "current"
    AGEING = "ageing"
    HISTORICAL = "historical"


class Status(Ordered):
    """Whether a service or a counter works, best first."""

    OPERATING = "operating"
    NOT_CONFIRMED = "not_confirmed"
    STOPPED = "stopped"
    SUSPENDED = "suspended"


class Licence(Ordered):
    """What is known of a provider's licence or registration, best first.

    `NOT_CHECKED`: nobody has looked. `NOT_FOUND`: somebody looked and did not find the provider; no proof.
    """

    LICENSED = "licensed"
    NOT_CHECKED = "not_checked"
    NOT_FOUND = "not_found"
    SUSPENDED = "suspended"
    UNLICENSED = "unlicensed"


class Disclosure(Ordered):
    """Whether a provider publishes something of its price, as far as somebody looked."""

    PUBLISHED = "published"
    NOT_PUBLISHED = "not_published"
    NOT_LOOKED = "not_looked"


class DisclosureItem(Ordered):
    """What a sender should be told before paying (G20 targets for remittances: transparency)."""

    TOTAL_COST = "total_cost"
    RATE = "rate"
    TIME = "time"
    TRACKING = "tracking"
    TERMS = "terms"
    BOTH = "both"


class Document(Ordered):
    """What the recipient shows in order to be paid."""

    ID_CARD = "id_card"
    PASSPORT = "passport"
    RESIDENCE_PERMIT = "residence_permit"
    STATELESS_DOCUMENT = "stateless_document"
    MILITARY_DOCUMENT = "military_document"


class Basis(Ordered):
    """How a price was found for the amount asked, surest first."""

    EXACT = "exact"
    INTERPOLATED = "interpolated"
    ESTIMATE = "estimate"


class Confidence(Ordered):
    """How near a source is to the fact."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    WEAK = "weak"
    DERIVED = "derived"


class Reason(Ordered):
    """Why a service is not offered for this transfer."""

    ABOVE_LIMIT = "above_limit"
    BELOW_MINIMUM = "below_minimum"
    OTHER_PAYOUT = "other_payout"
    TOO_SLOW = "too_slow"
    STOPPED = "stopped"
    SUSPENDED = "suspended"
    UNLICENSED = "unlicensed"
    NOT_PUBLISHED = "not_published"
    NO_RATE = "no_rate"

    @property
    def is_closed(self) -> bool:
        """Whether the service is refused to everybody, by a dated word that no price ends."""
        return self in (Reason.STOPPED, Reason.SUSPENDED, Reason.UNLICENSED)


class Payer(Ordered):
    """Who a charge is taken from."""

    SENDER = "sender"
    RECIPIENT = "recipient"


class BoardKind(Ordered):
    """Which of a bank's exchange boards a rate stands on."""

    CASH = "cash"
    CARD = "card"
    ACCOUNT = "account"
    NOT_SAID = "not_said"


class Benchmark(Ordered):
    """The reference rate that a provider's rate is held against."""

    CBAR = "cbar"
    ECB = "ecb"


class Digital(Ordered):
    """Which ends of a service are digital; a digital share counts `BOTH` alone."""

    BOTH = "both"
    SENDING_ONLY = "sending_only"
    RECEIVING_ONLY = "receiving_only"
    NONE = "none"


class Method(Ordered):
    """How a collector learnt a price."""

    MYSTERY_SHOPPING = "mystery_shopping"
    WEBSITE = "website"
    API = "api"
    PHONE = "phone"
    TARIFF_SHEET = "tariff_sheet"


class Answer(Ordered):
    """What a collector got when asking for a price."""

    OBSERVED = "observed"
    NOT_PUBLISHED = "not_published"
    REFUSED = "refused"
    NO_SERVICE = "no_service"
    BLOCKED = "blocked"


class Stage(Ordered):
    """How far an entry has come from the collector to the reader."""

    DRAFT = "draft"
    ENTERED = "entered"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
