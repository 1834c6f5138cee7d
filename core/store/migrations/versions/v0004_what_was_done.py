"""Indexes that tell which sessions are open, which exercises were done and with which loads, without reading all."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the indexes."""
    op.create_index("ix_session_open", "session", ["owner", "person_id", "finished_at"])
    op.create_index("ix_set_entry_exercise", "set_entry", ["owner", "person_id", "exercise_id", "load_kg"])
    op.create_index("ix_exercise_entry_exercise", "exercise_entry", ["owner", "person_id", "exercise_id"])
