"""What machines that share a store need of each other: published files, receipts, a secret, limits."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the tables. Limits are in no log of PostgreSQL and no copy of it: a crash empties them."""
    passing = ["UNLOGGED"] if op.get_bind().dialect.name == "postgresql" else []
    op.create_table(
        "published_files",
        sa.Column("path", sa.String(200), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table("published_state", sa.Column("number", sa.Integer, primary_key=True, autoincrement=False))
    op.create_table(
        "receipts",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("picture", sa.LargeBinary, nullable=False),
        sa.Column("kept", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "shared_secrets",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("secret", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "address_limits",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("address", sa.String(64), primary_key=True),
        sa.Column("left", sa.Float, nullable=False),
        sa.Column("full", sa.Float, nullable=False),
        sa.Column("a_second", sa.Float, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        prefixes=passing,
    )
    op.create_table(
        "done_today",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("what", sa.String(120), primary_key=True),
        sa.Column("address", sa.String(64), primary_key=True),
        prefixes=passing,
    )
