"""Rooms, what they are asked, and their votes."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of a meeting."""
    op.create_table(
        "rooms",
        sa.Column("code", sa.String(4), primary_key=True),
        sa.Column("lead", sa.String(64), nullable=False, unique=True),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("story", sa.String(80)),
        sa.Column("ballot", sa.String(80)),
        sa.Column("opened", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "ballots",
        sa.Column("room", sa.String(4), sa.ForeignKey("rooms.code", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.String(80), primary_key=True),
        sa.Column("choices", sa.Integer, nullable=False),
        sa.Column("open", sa.Boolean, nullable=False),
    )
    op.create_table(
        "votes",
        sa.Column("room", sa.String(4), primary_key=True),
        sa.Column("key", sa.String(80), primary_key=True),
        sa.Column("voter", sa.String(64), primary_key=True),
        sa.Column("choice", sa.Integer, nullable=False),
        sa.ForeignKeyConstraint(["room", "key"], ["ballots.room", "ballots.key"], ondelete="CASCADE"),
    )
