"""What readers received of transfers, beside what was promised."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table of the reports."""
    op.create_table(
        "arrivals",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("provider", sa.String(80), nullable=False),
        sa.Column("corridor", sa.String(6), nullable=False),
        sa.Column("promised", sa.String(40), nullable=False),
        sa.Column("received", sa.String(40), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("days", sa.Integer, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
    )
