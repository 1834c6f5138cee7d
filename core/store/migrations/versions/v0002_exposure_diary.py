"""The diary of graded exposure: ladders of steps, and tries with their prediction and result."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ID = sa.String(64)
MOMENT = sa.String(32)


def upgrade() -> None:
    """Make the two tables of the diary."""
    op.create_table(
        "exposure_ladder",
        _owner(),
        sa.Column("id", ID, primary_key=True, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("movement", sa.Text(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("exercise_ids", sa.Text(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_person(),
    )
    op.create_index("ix_exposure_ladder_person", "exposure_ladder", ["owner", "person_id", "made_at"])
    op.create_table(
        "exposure_try",
        _owner(),
        sa.Column("id", ID, primary_key=True, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("ladder_id", ID, nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("expects", sa.Text(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("likely", sa.Integer(), nullable=False),
        sa.Column("worry", sa.Integer(), nullable=False),
        sa.Column("result", sa.Integer()),
        sa.Column("worry_after", sa.Integer()),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_person(),
        sa.ForeignKeyConstraint(
            ["owner", "ladder_id"], ["exposure_ladder.owner", "exposure_ladder.id"], ondelete="CASCADE"
        ),
    )
    op.create_index("ix_exposure_try_person", "exposure_try", ["owner", "person_id", "at"])


def _owner() -> sa.Column[str]:
    return sa.Column("owner", sa.Text(), primary_key=True, nullable=False)


def _of_person() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["owner", "person_id"], ["person.owner", "person.id"], ondelete="CASCADE")
