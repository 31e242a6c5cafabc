"""The kinds of gap, their nature and weight."""

from dataclasses import dataclass

from channels.policy_terms import Decider, Lens, Principle, Theme, Unit, Whom
from channels.terms import Ordered


class GapKind(Ordered):
    """What sort of gap it is, in the order of the list."""

    SHORT = "short"
    UNKNOWN = "unknown"
    RULE = "rule"
    NOT_CLEAR = "not_clear"


class Weight(Ordered):
    """How much a rule weighs that hinders: what it touches, and whether it is known to hold (`weight`)."""

    EVERYDAY = "everyday"
    SELDOM = "seldom"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Nature:
    """What an indicator is about: its theme, the principle and letters it belongs to, who decides."""

    theme: Theme
    unit: Unit
    principle: Principle
    letters: tuple[str, ...]
    lens: Lens
    decides: tuple[Decider, ...]


_T, _U, _P, _L, _D = Theme, Unit, Principle, Lens, Decider
INDICATORS: dict[str, Nature] = {
    "none_since": Nature(
        _T.STANDING, _U.PERCENT, _P.TRANSPARENCY, ("a", "f"), _L.ECONOMIC, (_D.CENTRAL_BANK, _D.WORLD_BANK)
    ),
    "never_surveyed": Nature(
        _T.STANDING, _U.PERCENT, _P.TRANSPARENCY, ("a", "f"), _L.ECONOMIC, (_D.CENTRAL_BANK, _D.WORLD_BANK)
    ),
    "least_fee_out": Nature(
        _T.STANDING, _U.PERCENT, _P.MARKET, ("a",), _L.ECONOMIC, (_D.PROVIDERS, _D.POST, _D.CENTRAL_BANK)
    ),
    "cost_in_manat": Nature(
        _T.PRICE, _U.PERCENT, _P.TRANSPARENCY, ("a", "f"), _L.ECONOMIC, (_D.CENTRAL_BANK, _D.PROVIDERS)
    ),
    "really_paid": Nature(
        _T.PRICE, _U.PERCENT, _P.TRANSPARENCY, ("a", "f"), _L.SOCIAL, (_D.STATISTICS, _D.MIGRATION_SERVICE)
    ),
    "cash_premium": Nature(
        _T.PRICE, _U.POINTS, _P.MARKET, ("e",), _L.ECONOMIC, (_D.PROVIDERS, _D.CENTRAL_BANK)
    ),
    "within_hour": Nature(
        _T.SPEED, _U.PERCENT, _P.INFRASTRUCTURE, ("c", "e"), _L.ECONOMIC, (_D.CENTRAL_BANK, _D.PROVIDERS)
    ),
    "within_day": Nature(
        _T.SPEED, _U.PERCENT, _P.INFRASTRUCTURE, ("c", "e"), _L.ECONOMIC, (_D.CENTRAL_BANK, _D.PROVIDERS)
    ),
    "account": Nature(
        _T.ACCESS, _U.PERCENT, _P.INFRASTRUCTURE, ("e", "i"), _L.SOCIAL, (_D.CENTRAL_BANK, _D.PROVIDERS)
    ),
    "account_gap": Nature(
        _T.ACCESS, _U.POINTS, _P.INFRASTRUCTURE, ("e", "i"), _L.SOCIAL, (_D.CENTRAL_BANK, _D.PROVIDERS)
    ),
    "atms_outside": Nature(
        _T.ACCESS, _U.PER_100_000, _P.INFRASTRUCTURE, ("e",), _L.SOCIAL, (_D.PROVIDERS, _D.CENTRAL_BANK)
    ),
    "pos_outside": Nature(
        _T.ACCESS, _U.PER_100_000, _P.INFRASTRUCTURE, ("e",), _L.SOCIAL, (_D.PROVIDERS, _D.CENTRAL_BANK)
    ),
    "post_offices": Nature(_T.ACCESS, _U.PLACES, _P.INFRASTRUCTURE, ("e",), _L.SOCIAL, (_D.POST, _D.CABINET)),
    "outlets_by_region": Nature(
        _T.ACCESS, _U.PER_100_000, _P.INFRASTRUCTURE, ("e",), _L.SOCIAL, (_D.CENTRAL_BANK, _D.STATISTICS)
    ),
    "total_cost_told": Nature(
        _T.TRANSPARENCY, _U.PERCENT, _P.TRANSPARENCY, ("f",), _L.LEGAL, (_D.CENTRAL_BANK, _D.PROVIDERS)
    ),
    "time_told": Nature(
        _T.TRANSPARENCY, _U.PERCENT, _P.TRANSPARENCY, ("f",), _L.LEGAL, (_D.CENTRAL_BANK, _D.PROVIDERS)
    ),
    "terms_told": Nature(
        _T.TRANSPARENCY, _U.PERCENT, _P.TRANSPARENCY, ("f",), _L.LEGAL, (_D.CENTRAL_BANK, _D.PROVIDERS)
    ),
    "tracking_told": Nature(
        _T.TRANSPARENCY, _U.PERCENT, _P.TRANSPARENCY, ("f",), _L.LEGAL, (_D.CENTRAL_BANK, _D.PROVIDERS)
    ),
    "both_told": Nature(
        _T.TRANSPARENCY, _U.PERCENT, _P.TRANSPARENCY, ("f",), _L.LEGAL, (_D.CENTRAL_BANK, _D.PROVIDERS)
    ),
    "digital_both": Nature(
        _T.DIGITAL, _U.PERCENT, _P.INFRASTRUCTURE, ("e",), _L.ECONOMIC, (_D.PROVIDERS, _D.CENTRAL_BANK)
    ),
    "bills_gap": Nature(
        _T.DIGITAL, _U.POINTS, _P.INFRASTRUCTURE, ("e",), _L.SOCIAL, (_D.CENTRAL_BANK, _D.PROVIDERS)
    ),
    "services_left": Nature(
        _T.COMPETITION, _U.SERVICES, _P.MARKET, ("a", "c"), _L.ECONOMIC, (_D.CENTRAL_BANK,)
    ),
    "spread": Nature(
        _T.COMPETITION, _U.POINTS, _P.MARKET, ("a", "f"), _L.ECONOMIC, (_D.CENTRAL_BANK, _D.PROVIDERS)
    ),
    "informal_share": Nature(
        _T.INFORMAL, _U.PERCENT, _P.LEGAL, ("d",), _L.SOCIAL, (_D.STATISTICS, _D.MIGRATION_SERVICE)
    ),
    "informal_price": Nature(
        _T.INFORMAL, _U.PERCENT, _P.LEGAL, ("d",), _L.SOCIAL, (_D.STATISTICS, _D.MIGRATION_SERVICE)
    ),
    "informal_loss": Nature(
        _T.INFORMAL, _U.PERCENT, _P.LEGAL, ("d",), _L.SOCIAL, (_D.STATISTICS, _D.MIGRATION_SERVICE)
    ),
    "rule": Nature(_T.LAW, _U.RULES, _P.LEGAL, (), _L.LEGAL, (_D.CENTRAL_BANK,)),
    "requirements": Nature(
        _T.DATA, _U.REQUIREMENTS, _P.GOVERNANCE, ("f",), _L.ECONOMIC, (_D.CENTRAL_BANK, _D.MIGRATION_SERVICE)
    ),
}
"""Every indicator that a gap is told by, in the order of the page."""
BORDER = "border"
"""The topic of the rules on cash that somebody carries over the border: no transfer meets them."""
BY_GROUP = frozenset({"account", "account_gap", "bills_gap"})
"""The indicators that have a gap for each group of people."""
PAIRS = (
    (Whom.WOMEN, Whom.MEN),
    (Whom.RURAL, Whom.URBAN),
    (Whom.POOREST_40, Whom.RICHEST_60),
    (Whom.AGE_15_24, Whom.AGE_25_PLUS),
)
"""Groups of people, each with the one beside which it stands."""
