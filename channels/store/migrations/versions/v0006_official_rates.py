"""Official rates that stewards read on the Central Bank's page, and the way of each to the reader."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables of the official rates."""
    op.create_table(
        "official_rates",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("nominal", sa.Integer, nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
    )
    op.create_table(
        "official_rate_steps",
        sa.Column("official_rate", sa.String(32), sa.ForeignKey("official_rates.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text),
    )
