"""Codes of what policymakers look at: themes, principles, whom a gap concerns, what a figure measures."""

from channels.terms import Ordered


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
    MEAN_FROM_RUSSIA_SYSTEMS = "mean_from_russia_systems"
    MEAN_TO_RUSSIA_SYSTEMS = "mean_to_russia_systems"
    SECONDARY_INCOME_RECEIVED = "secondary_income_received"
    SECONDARY_INCOME_PAID = "secondary_income_paid"
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
