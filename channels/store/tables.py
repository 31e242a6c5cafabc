"""The tables of the store, as the newest migration leaves them."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from channels.store.columns import Exact, Moment

METADATA = MetaData()


ROOMS = Table(
    "rooms",
    METADATA,
    Column("code", String(4), primary_key=True),
    Column("lead", String(64), nullable=False, unique=True),
    Column("language", String(8), nullable=False),
    Column("story", String(80)),
    Column("ballot", String(80)),
    Column("opened", Moment, nullable=False),
    Column("ended", Moment),
)
BALLOTS = Table(
    "ballots",
    METADATA,
    Column("room", String(4), ForeignKey("rooms.code", ondelete="CASCADE"), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("choices", Integer, nullable=False),
    Column("open", Boolean, nullable=False),
)
VOTES = Table(
    "votes",
    METADATA,
    Column("room", String(4), primary_key=True),
    Column("key", String(80), primary_key=True),
    Column("voter", String(64), primary_key=True),
    Column("choice", Integer, nullable=False),
    ForeignKeyConstraint(["room", "key"], ["ballots.room", "ballots.key"], ondelete="CASCADE"),
)
"""`voter` is a hash that differs from room to room, so that no phone can be followed."""

ENTRIES = Table(
    "entries",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("origin", String(120), unique=True),
    Column("supersedes", String(32), ForeignKey("entries.id"), unique=True),
    Column("corridor", String(6), nullable=False),
    Column("provider", String(80), nullable=False),
    Column("service", String(80), nullable=False),
    Column("pay_in", String(20)),
    Column("access_point", String(20)),
    Column("disbursement", String(20)),
    Column("payout", String(80)),
    Column("answer", String(20), nullable=False),
    Column("amount", Exact),
    Column("currency", String(3), nullable=False),
    Column("fee", Exact),
    Column("rate", Exact),
    Column("received", Exact),
    Column("pays", String(3)),
    Column("receipt_charge", Exact),
    Column("minutes_least", Integer),
    Column("minutes_most", Integer),
    Column("regions", JSON, nullable=False),
    Column("documents", JSON, nullable=False),
    Column("promotion", Boolean, nullable=False),
    Column("method", String(20), nullable=False),
    Column("organisation", Text, nullable=False),
    Column("of_provider", Boolean, nullable=False),
    Column("collected", Date, nullable=False),
    Column("quoted", Date),
    Column("source_updated", Date),
    Column("valid_until", Date),
    Column("evidence", String(64)),
    Column("remark", Text),
)
"""Rows are only added: a correction is another row, which names the one it supersedes. `origin` names a row
of a file that was read in, so that the same file read twice adds nothing."""
STEPS = Table(
    "steps",
    METADATA,
    Column("entry", String(32), ForeignKey("entries.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("stage", String(20), nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", Moment, nullable=False),
    Column("reason", Text),
)
DISCUSSIONS = Table(
    "discussions",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("corridor", String(6), nullable=False),
    Column("day", Date, nullable=False),
    Column("people", Integer, nullable=False),
    Column("least", Exact, nullable=False),
    Column("most", Exact, nullable=False),
    Column("organisation", Text, nullable=False),
)
"""What a group said of unlicensed services: nothing of the people but how many they were."""
DISCUSSION_STEPS = Table(
    "discussion_steps",
    METADATA,
    Column("discussion", String(32), ForeignKey("discussions.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("stage", String(20), nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", Moment, nullable=False),
    Column("reason", Text),
)
PROVIDER_CHECKS = Table(
    "provider_checks",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("provider", String(80), nullable=False),
    Column("service", String(80)),
    Column("country", String(2)),
    Column("licence", String(20)),
    Column("status", String(20)),
    Column("number", Text),
    Column("day", Date, nullable=False),
    Column("looked", Date, nullable=False),
    Column("title", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("confidence", String(20), nullable=False),
)
"""What somebody found of a provider's licence, or of whether it works; one of the two is empty."""
PROVIDER_CHECK_STEPS = Table(
    "provider_check_steps",
    METADATA,
    Column("provider_check", String(32), ForeignKey("provider_checks.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("stage", String(20), nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", Moment, nullable=False),
    Column("reason", Text),
)
OFFICIAL_RATES = Table(
    "official_rates",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("day", Date, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("nominal", Integer, nullable=False),
    Column("value", Exact, nullable=False),
)
"""What somebody read on the Central Bank's page."""
OFFICIAL_RATE_STEPS = Table(
    "official_rate_steps",
    METADATA,
    Column("official_rate", String(32), ForeignKey("official_rates.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("stage", String(20), nullable=False),
    Column("who", String(200), nullable=False),
    Column("at", Moment, nullable=False),
    Column("reason", Text),
)
LEADS = Table(
    "leads",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("corridor", String(6), nullable=False),
    Column("provider", String(80)),
    Column("amount", Exact),
    Column("currency", String(3), nullable=False),
    Column("fee", Exact),
    Column("rate", Exact),
    Column("received", Exact),
    Column("pays", String(3)),
    Column("day", Date, nullable=False),
    Column("charged", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Column("settled_by", String(200)),
    Column("settled", Moment),
)
ARRIVALS = Table(
    "arrivals",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("provider", String(80), nullable=False),
    Column("corridor", String(6), nullable=False),
    Column("promised", Exact, nullable=False),
    Column("received", Exact, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("days", Integer, nullable=False),
    Column("day", Date, nullable=False),
)
"""What readers received of transfers: nothing says who reported, or at what hour."""
ASKED_PRICES = Table(
    "asked_prices",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("provider", String(80), nullable=False),
    Column("corridor", String(6), nullable=False),
    Column("answer", String(20), nullable=False),
    Column("asked_amount", Exact),
    Column("currency", String(3), nullable=False),
    Column("outlay", Exact),
    Column("principal", Exact),
    Column("fee", Exact),
    Column("rate", Exact),
    Column("received", Exact),
    Column("pays", String(3)),
    Column("pay_in", String(20)),
    Column("disbursement", String(20)),
    Column("minutes_least", Integer),
    Column("minutes_most", Integer),
    Column("promotion", Boolean, nullable=False),
    Column("usual_fee", Exact),
    Column("usual_rate", Exact),
    Column("asked", Moment, nullable=False),
    Column("answered", Moment, nullable=False),
    Column("quoted", Moment),
    Column("valid_until", Moment),
    Column("sha256", String(64), nullable=False),
    Column("documented", Boolean, nullable=False),
    Column("state", String(20), nullable=False),
    Column("service", String(80)),
    Column("reason", String(20)),
    Column("against", Exact),
    Column("released_by", String(200)),
    Column("released", Moment),
    Column("published", Moment),
    Index("asked_prices_state", "state", "provider", "corridor"),
    Index("asked_prices_of", "provider", "corridor"),
)
"""What calculators told, a row an answer; only `state` and what stands behind it ever changes. `published` is
when readers first saw it, empty where they never did."""
CALCULATORS = Table(
    "calculators",
    METADATA,
    Column("provider", String(80), primary_key=True),
    Column("on", Boolean),
    Column("prohibited", Boolean, nullable=False),
    Column("terms_read", Date),
    Column("who", String(200)),
    Column("at", Moment),
    Column("asked", Moment),
    Column("answered", Moment),
    Column("fault", String(40)),
    Column("fault_holes", JSON),
    Column("fault_since", Moment),
)
"""The switch of each provider's calculator, who turned it when, and what came of asking last."""
LEASES = Table(
    "leases",
    METADATA,
    Column("name", String(80), primary_key=True),
    Column("holder", String(64), nullable=False),
    Column("until", Moment, nullable=False),
    Column("due", Moment, nullable=False),
)
"""Who does which work by itself now, until when, and before when nobody is to do it again."""
PUBLISHED_FILES = Table(
    "published_files",
    METADATA,
    Column("path", String(200), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("content", LargeBinary, nullable=False),
)
"""What readers see of what was published, by the files' names; empty on SQLite, where the folder is one."""
PUBLISHED_STATE = Table(
    "published_state",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
)
"""One row: how often what readers see has changed. None before the first publication."""
RECEIPTS = Table(
    "receipts",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("picture", LargeBinary, nullable=False),
    Column("kept", Moment, nullable=False),
)
"""Photos of receipts until their check; empty on SQLite, where they lie in a folder. No backup has them."""
SHARED_SECRETS = Table(
    "shared_secrets",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("secret", LargeBinary, nullable=False),
)
"""What the servers of one store sign with; no backup has it."""
ADDRESS_LIMITS = Table(
    "address_limits",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("address", String(64), primary_key=True),
    Column("left", Float, nullable=False),
    Column("full", Float, nullable=False),
    Column("a_second", Float, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
)
"""How much an address may still ask for, `left` of `full` at a moment of PostgreSQL's clock, for two minutes;
only of those that ask much. `address` is a keyed hash."""
DONE_TODAY = Table(
    "done_today",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("what", String(120), primary_key=True),
    Column("address", String(64), primary_key=True),
)
"""What an address, as a keyed hash, did today and may not do again; of earlier days nothing stays."""
LOG = Table(
    "log",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", String(200), nullable=False),
    Column("what", String(40), nullable=False),
    Column("subject", String(120)),
    Column("note", Text),
)
REPLIES = Table(
    "replies",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("origin", String(120), nullable=False, unique=True),
    Column("group", String(20)),
    Column("setting", String(20)),
    Column("day", Date),
    Column("country", String(2)),
    Column("channel", String(20)),
    Column("why", JSON, nullable=False),
    Column("rhythm", String(20)),
    Column("sent", Date),
    Column("amount", Exact),
    Column("currency", String(3)),
    Column("fee", Exact),
    Column("received", Exact),
    Column("pays", String(3)),
    Column("wait", String(20)),
    Column("trouble", JSON, nullable=False),
    Column("lost", Boolean),
    Column("of_ten", Integer),
    Column("lost_of_ten", Integer),
    Column("account", Boolean),
    Column("phone", String(20)),
    Column("sex", String(20)),
    Column("age", String(20)),
    Column("region", String(80)),
    Column("settlement", String(20)),
    Column("frame", String(80)),
)
"""Nothing says who, where exactly or at what hour; `origin` is a hash of the submission's name."""
