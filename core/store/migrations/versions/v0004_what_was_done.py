"""Two indexes: which sessions are open, and which loads an exercise was done with, without reading the journal."""

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
