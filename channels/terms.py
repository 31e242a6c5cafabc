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
    NOT_PUBLISHED = "not_published"
    NO_RATE = "no_rate"


class Payer(Ordered):
    """Who a charge is taken from."""

    SENDER = "sender"
    RECIPIENT = "recipient"


class BoardKind(Ordered):
    """Which of a bank's exchange boards a rate stands on."""

    CASH = "cash"
    CARD = "card"


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


class Theme(Ordered):
    """What a gap is about, in the order of the page: where the country stands comes first."""

    STANDING = "standing"
    PRICE = "price"
    SPEED = "speed"
    ACCESS = "access"
    TRANSPARENCY = "transparency"
    DIGITAL = "digital"
    COMPETITION = "competition"
    INFORMAL = "informal"
    LAW = "law"
    DATA = "data"


class Principle(Ordered):
    """The General Principles for International Remittance Services, 1 to 5 (CPSS and World Bank, 2007)."""

    TRANSPARENCY = "transparency"
    INFRASTRUCTURE = "infrastructure"
    LEGAL = "legal"
    MARKET = "market"
    GOVERNANCE = "governance"


class Lens(Ordered):
    """The four sides from which the assessment looks."""

    LEGAL = "legal"
    SOCIAL = "social"
    ECONOMIC = "economic"
    GENDER = "gender"


class Decider(Ordered):
    """Who can change a thing."""

    CENTRAL_BANK = "central_bank"
    PARLIAMENT = "parliament"
    CABINET = "cabinet"
    MIGRATION_SERVICE = "migration_service"
    STATISTICS = "statistics"
    POST = "post"
    PROVIDERS = "providers"
    SENDING_COUNTRIES = "sending_countries"
    WORLD_BANK = "world_bank"


class Whom(Ordered):
    """Whom a figure is about, or whom a rule hinders."""

    ALL = "all"
    RECIPIENTS = "recipients"
    SENDERS = "senders"
    MIGRANTS = "migrants"
    WOMEN = "women"
    MEN = "men"
    RURAL = "rural"
    URBAN = "urban"
    POOREST_40 = "poorest_40"
    RICHEST_60 = "richest_60"
    AGE_15_24 = "age_15_24"
    AGE_25_PLUS = "age_25_plus"
    PRIMARY_OR_LESS = "primary_or_less"
    SECONDARY_OR_MORE = "secondary_or_more"
    IN_WORK = "in_work"
    OUT_OF_WORK = "out_of_work"
    WITHOUT_ACCOUNT = "without_account"
    OUTSIDE_BAKU = "outside_baku"
    NON_BANKS = "non_banks"
    PROVIDERS = "providers"
    POLICYMAKERS = "policymakers"


class Unit(Ordered):
    """What a figure counts."""

    PERCENT = "percent"
    POINTS = "points"
    MILLION_USD = "million_usd"
    MILLION_AZN = "million_azn"
    USD = "usd"
    PEOPLE = "people"
    PLACES = "places"
    CARDS = "cards"
    PER_100_000 = "per_100_000"
    SERVICES = "services"
    RULES = "rules"
    REQUIREMENTS = "requirements"


class Measure(Ordered):
    """What a figure of `data/indicators` says; figures of two measures are never joined into one line."""

    ACCOUNT = "account"
    BILLS_ONLINE = "bills_online"
    BOUGHT_ONLINE = "bought_online"
    SAVED_AT_BANK = "saved_at_bank"
    NO_ACCOUNT_MONEY = "no_account_money"
    NO_ACCOUNT_FAMILY = "no_account_family"
    NO_ACCOUNT_TRUST = "no_account_trust"
    NO_ACCOUNT_COST = "no_account_cost"
    NO_ACCOUNT_FAR = "no_account_far"
    NO_ACCOUNT_PAPERS = "no_account_papers"
    INFLOW_CENTRAL_BANK = "inflow_central_bank"
    OUTFLOW_CENTRAL_BANK = "outflow_central_bank"
    INFLOW_SYSTEMS = "inflow_systems"
    OUTFLOW_SYSTEMS = "outflow_systems"
    INFLOW_FROM_RUSSIA_SYSTEMS = "inflow_from_russia_systems"
    OUTFLOW_TO_RUSSIA_SYSTEMS = "outflow_to_russia_systems"
    RECEIVED_WORLD_BANK = "received_world_bank"
    PAID_WORLD_BANK = "paid_world_bank"
    RECEIVED_MODEL = "received_model"
    PAID_MODEL = "paid_model"
    RECEIVED_ADB = "received_adb"
    RECEIVED_IOM = "received_iom"
    SHARE_OF_GDP = "share_of_gdp"
    POST_OFFICES = "post_offices"
    BANKS = "banks"
    BRANCHES = "branches"
    DEPARTMENTS = "departments"
    ATMS = "atms"
    POS = "pos"
    PAYMENT_CARDS = "payment_cards"
    INTERNET_USERS = "internet_users"
    MOBILE_INTERNET = "mobile_internet"
    POPULATION = "population"
    POPULATION_SHARE = "population_share"
    BORN_HERE_ABROAD = "born_here_abroad"
    CITIZENS_ABROAD = "citizens_abroad"
    MIGRANTS_HERE = "migrants_here"
    RESIDENCE_APPLICATIONS = "residence_applications"
    STAY_REGISTRATIONS = "stay_registrations"


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
