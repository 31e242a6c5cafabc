"""Answers to the survey of remittance practices, without anything that leads back to a person."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table of the survey."""
    op.create_table(
        "replies",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("origin", sa.String(120), nullable=False, unique=True),
        sa.Column("group", sa.String(20)),
        sa.Column("setting", sa.String(20)),
        sa.Column("day", sa.Date),
        sa.Column("country", sa.String(2)),
        sa.Column("channel", sa.String(20)),
        sa.Column("why", sa.JSON, nullable=False),
        sa.Column("rhythm", sa.String(20)),
        sa.Column("sent", sa.Date),
        sa.Column("amount", sa.String(40)),
        sa.Column("currency", sa.String(3)),
        sa.Column("fee", sa.String(40)),
        sa.Column("received", sa.String(40)),
        sa.Column("pays", sa.String(3)),
        sa.Column("wait", sa.String(20)),
        sa.Column("trouble", sa.JSON, nullable=False),
        sa.Column("lost", sa.Boolean),
        sa.Column("of_ten", sa.Integer),
        sa.Column("lost_of_ten", sa.Integer),
        sa.Column("account", sa.Boolean),
        sa.Column("phone", sa.String(20)),
        sa.Column("sex", sa.String(20)),
        sa.Column("age", sa.String(20)),
        sa.Column("region", sa.String(80)),
        sa.Column("settlement", sa.String(20)),
        sa.Column("frame", sa.String(80)),
    )
