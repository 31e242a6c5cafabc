"""What was found of providers' licences and statuses, and the way of each to the reader."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables of the provider checks."""
    op.create_table(
        "provider_checks",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("provider", sa.String(80), nullable=False),
        sa.Column("service", sa.String(80)),
        sa.Column("country", sa.String(2)),
        sa.Column("licence", sa.String(20)),
        sa.Column("status", sa.String(20)),
        sa.Column("number", sa.Text),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("looked", sa.Date, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("publisher", sa.Text, nullable=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("confidence", sa.String(20), nullable=False),
    )
    op.create_table(
        "provider_check_steps",
        sa.Column("provider_check", sa.String(32), sa.ForeignKey("provider_checks.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text),
    )
