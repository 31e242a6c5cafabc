"""What was found of the program's state, as values that the command puts into words."""

from dataclasses import dataclass, field

from channels.terms import Ordered


class Urgency(Ordered):
    """How much a finding asks of the operator: nothing, to know it, or to do something."""

    WELL = "well"
    NOTE = "note"
    HAND = "hand"


class Found(Ordered):
    """What was found; the message of each is `cli.doctor_` and its value."""

    DATA_WELL = "data_well"
    DATA_FAULTY = "data_faulty"
    DATA_ASIDE = "data_aside"
    RATES_WELL = "rates_well"
    RATES_OLD = "rates_old"
    RATES_NONE = "rates_none"
    RATES_HELD = "rates_held"
    PRICES_WELL = "prices_well"
    PRICES_AGEING = "prices_ageing"
    PRICES_OLD = "prices_old"
    PRICES_NONE = "prices_none"
    DISK_WELL = "disk_well"
    DISK_LOW = "disk_low"
    DISK_UNKNOWN = "disk_unknown"
    STORE_WELL = "store_well"
    STORE_NONE = "store_none"
    STORE_OLDER = "store_older"
    STORE_ROWS = "store_rows"
    STORE_READERS = "store_readers"
    ASKED_WELL = "asked_well"
    ASKED_OFF = "asked_off"
    ASKED_OLD = "asked_old"
    ASKED_NEVER = "asked_never"
    LOGIN_WELL = "login_well"
    LOGIN_NONE = "login_none"
    CLOCK_WELL = "clock_well"
    CLOCK_SET = "clock_set"
    CLOCK_BEHIND = "clock_behind"
    CERTIFICATE_WELL = "certificate_well"
    CERTIFICATE_SOON = "certificate_soon"
    CERTIFICATE_OVER = "certificate_over"
    CERTIFICATE_UNREAD = "certificate_unread"
    BACKUP_WELL = "backup_well"
    BACKUP_OLD = "backup_old"
    BACKUP_NONE = "backup_none"
    BACKUP_UNSET = "backup_unset"
    REHEARSED = "rehearsed"
    REHEARSED_UNFIT = "rehearsed_unfit"
    REHEARSED_BEHIND = "rehearsed_behind"
    REHEARSED_LEAVES = "rehearsed_leaves"


class Elsewhere(Ordered):
    """Findings whose words the start of the server has too: of the store, and of the login."""

    STORE = "store"
    LOGIN = "login"


@dataclass(frozen=True, slots=True)
class UpkeepFinding:
    """One line for the operator.

    `holes` fill its message; a day stays a day and a number a number, so that the command writes them in
    the operator's language. `fault`: which of the store's or the login's faults it is.
    """

    urgency: Urgency
    what: Found | Elsewhere
    holes: dict[str, object] = field(default_factory=dict)
    fault: str = ""
