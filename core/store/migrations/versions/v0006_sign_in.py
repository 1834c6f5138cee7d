"""Where each account is signed in, so that it can be seen and ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.String(64)
MOMENT = sa.String(32)


def upgrade() -> None:
    """Make the table of sign-ins; whoever was signed in before signs in once more."""
    op.create_table(
        "sign_in",
        sa.Column("owner", sa.Text(), primary_key=True, nullable=False),
        sa.Column("id", ID, primary_key=True, nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("began_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.Column("why", sa.String(32)),
    )
