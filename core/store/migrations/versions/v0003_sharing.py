"""Invitations, and who else may look at a person's record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ID = sa.String(64)
MOMENT = sa.String(32)


def upgrade() -> None:
    """Make the two tables of sharing."""
    op.create_table(
        "invitation",
        _owner(),
        sa.Column("id", ID, primary_key=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
    )
    op.create_index("ix_invitation_id", "invitation", ["id"])
    op.create_table(
        "share",
        _owner(),
        sa.Column("id", ID, primary_key=True, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("reader_name", sa.Text(), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["owner", "person_id"], ["person.owner", "person.id"], ondelete="CASCADE"),
    )
    op.create_index("ix_share_person", "share", ["owner", "person_id", "reader"])
    op.create_index("ix_share_reader", "share", ["reader"])


def _owner() -> sa.Column[str]:
    return sa.Column("owner", sa.Text(), primary_key=True, nullable=False)
