"""What readers see of what was published, for machines that share a store."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Make the tables of the published files and of the number of their state."""
    op.create_table(
        "published_files",
        sa.Column("path", sa.String(200), primary_key=True),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table("published_state", sa.Column("number", sa.Integer, primary_key=True, autoincrement=False))
