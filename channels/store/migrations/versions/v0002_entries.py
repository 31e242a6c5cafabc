"""Prices that were collected, their way to the reader, readers' hints, and who did what when."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of the collecting."""
    op.create_table(
        "entries",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("origin", sa.String(120), unique=True),
        sa.Column("supersedes", sa.String(32), sa.ForeignKey("entries.id"), unique=True),
        sa.Column("corridor", sa.String(6), nullable=False),
        sa.Column("provider", sa.String(80), nullable=False),
        sa.Column("service", sa.String(80), nullable=False),
        sa.Column("pay_in", sa.String(20)),
        sa.Column("access_point", sa.String(20)),
        sa.Column("disbursement", sa.String(20)),
        sa.Column("payout", sa.String(80)),
        sa.Column("answer", sa.String(20), nullable=False),
        sa.Column("amount", sa.String(40)),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("fee", sa.String(40)),
        sa.Column("rate", sa.String(40)),
        sa.Column("received", sa.String(40)),
        sa.Column("pays", sa.String(3)),
        sa.Column("receipt_charge", sa.String(40)),
        sa.Column("minutes_least", sa.Integer),
        sa.Column("minutes_most", sa.Integer),
        sa.Column("regions", sa.JSON, nullable=False),
        sa.Column("documents", sa.JSON, nullable=False),
        sa.Column("promotion", sa.Boolean, nullable=False),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
        sa.Column("of_provider", sa.Boolean, nullable=False),
        sa.Column("collected", sa.Date, nullable=False),
        sa.Column("quoted", sa.Date),
        sa.Column("source_updated", sa.Date),
        sa.Column("valid_until", sa.Date),
        sa.Column("evidence", sa.String(64)),
        sa.Column("remark", sa.Text),
    )
    op.create_table(
        "steps",
        sa.Column("entry", sa.String(32), sa.ForeignKey("entries.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text),
    )
    op.create_table(
        "leads",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("corridor", sa.String(6), nullable=False),
        sa.Column("provider", sa.String(80)),
        sa.Column("amount", sa.String(40)),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("fee", sa.String(40)),
        sa.Column("rate", sa.String(40)),
        sa.Column("received", sa.String(40)),
        sa.Column("pays", sa.String(3)),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("charged", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.String(200)),
        sa.Column("settled", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "log",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(120)),
        sa.Column("note", sa.Text),
    )
