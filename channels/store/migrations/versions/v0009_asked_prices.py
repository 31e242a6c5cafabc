"""What calculators told, and the switches by which they are asked."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the two tables."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "asked_prices",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("provider", sa.String(80), nullable=False),
        sa.Column("corridor", sa.String(6), nullable=False),
        sa.Column("answer", sa.String(20), nullable=False),
        sa.Column("asked_amount", sa.String(40)),
        sa.Column("currency", sa.String(3), nullable=False),
        *(sa.Column(name, sa.String(40)) for name in ("outlay", "principal", "fee", "rate", "received")),
        sa.Column("pays", sa.String(3)),
        sa.Column("pay_in", sa.String(20)),
        sa.Column("disbursement", sa.String(20)),
        sa.Column("minutes_least", sa.Integer),
        sa.Column("minutes_most", sa.Integer),
        sa.Column("promotion", sa.Boolean, nullable=False),
        sa.Column("usual_fee", sa.String(40)),
        sa.Column("usual_rate", sa.String(40)),
        sa.Column("asked", moment, nullable=False),
        sa.Column("answered", moment, nullable=False),
        sa.Column("quoted", moment),
        sa.Column("valid_until", moment),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("documented", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("service", sa.String(80)),
        sa.Column("reason", sa.String(20)),
        sa.Column("against", sa.String(40)),
        sa.Column("released_by", sa.String(200)),
        sa.Column("released", moment),
        sa.Column("published", moment),
    )
    op.create_index("asked_prices_state", "asked_prices", ["state", "provider", "corridor"])
    op.create_index("asked_prices_of", "asked_prices", ["provider", "corridor"])
    op.create_table(
        "calculators",
        sa.Column("provider", sa.String(80), primary_key=True),
        sa.Column("on", sa.Boolean),
        sa.Column("prohibited", sa.Boolean, nullable=False),
        sa.Column("terms_read", sa.Date),
        sa.Column("who", sa.String(200)),
        sa.Column("at", moment),
        sa.Column("asked", moment),
        sa.Column("answered", moment),
        sa.Column("fault", sa.String(40)),
        sa.Column("fault_holes", sa.JSON),
        sa.Column("fault_since", moment),
    )
