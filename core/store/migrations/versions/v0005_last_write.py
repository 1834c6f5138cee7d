"""Marks that change with each write of an owner, so that what was read before need not be read again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of marks; where an owner has none yet, everything is read."""
    op.create_table(
        "last_write",
        sa.Column("owner", sa.Text(), primary_key=True, nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("settled", sa.String(64), nullable=False),
    )
