"""What group discussions said of unlicensed services, and the way of each to the reader."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables of the group discussions."""
    op.create_table(
        "discussions",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("corridor", sa.String(6), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("least", sa.String(40), nullable=False),
        sa.Column("most", sa.String(40), nullable=False),
        sa.Column("organisation", sa.Text, nullable=False),
    )
    op.create_table(
        "discussion_steps",
        sa.Column("discussion", sa.String(32), sa.ForeignKey("discussions.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("who", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text),
    )
