"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.String(64)
WORD = sa.String(32)
MOMENT = sa.String(32)


def upgrade() -> None:
    """Make all tables of the first version."""
    _people_and_plans()
    _sessions()
    _entries()
    _diary()


def _owner() -> sa.Column[str]:
    return sa.Column("owner", sa.Text(), primary_key=True, nullable=False)


def _of_person() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["owner", "person_id"], ["person.owner", "person.id"], ondelete="CASCADE")


def _of_session() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["owner", "session_id"], ["session.owner", "session.id"], ondelete="CASCADE")


def _people_and_plans() -> None:
    op.create_table(
        "person",
        _owner(),
        sa.Column("id", ID, primary_key=True, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("units", WORD, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("archived_at", MOMENT),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "assessment",
        _owner(),
        sa.Column("id", ID, primary_key=True, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("tier", WORD, nullable=False),
        sa.Column("rules_version", ID, nullable=False),
        _of_person(),
    )
    op.create_index("ix_assessment_person", "assessment", ["owner", "person_id", "at"])
    op.create_table(
        "plan",
        _owner(),
        sa.Column("id", ID, primary_key=True, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("weeks", sa.Integer(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("catalog_version", ID, nullable=False),
        sa.Column("rules_version", ID, nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        _of_person(),
    )
    op.create_index("ix_plan_person", "plan", ["owner", "person_id", "made_at"])


def _sessions() -> None:
    op.create_table(
        "session",
        _owner(),
        sa.Column("id", ID, primary_key=True, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("plan_id", ID),
        sa.Column("week", sa.Integer()),
        sa.Column("number", sa.Integer()),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.Column("kind", WORD, nullable=False),
        sa.Column("pain_before", sa.Integer()),
        sa.Column("pain_worst", sa.Integer()),
        sa.Column("pain_end", sa.Integer()),
        sa.Column("site_before", WORD),
        sa.Column("site", WORD),
        sa.Column("spread", sa.Boolean(), nullable=False),
        sa.Column("stop_sign", sa.Boolean(), nullable=False),
        sa.Column("sleep_quality", sa.Integer()),
        sa.Column("energy", sa.Integer()),
        sa.Column("effort", sa.Integer()),
        sa.Column("minutes", sa.Integer()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entries_written", sa.Integer(), nullable=False),
        _of_person(),
    )
    op.create_index("ix_session_person", "session", ["owner", "person_id", "day"])


def _entries() -> None:
    op.create_table(
        "exercise_entry",
        _owner(),
        sa.Column("session_id", ID, primary_key=True, nullable=False),
        sa.Column("exercise_id", ID, primary_key=True, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("replaced_id", ID),
        sa.Column("pain", sa.Integer()),
        sa.Column("site", WORD),
        sa.Column("sharp", sa.Boolean(), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("felt_in", WORD),
        sa.Column("soreness", sa.Integer()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_person(),
        _of_session(),
    )
    op.create_index("ix_exercise_entry_person", "exercise_entry", ["owner", "person_id", "session_id", "place"])
    op.create_table(
        "set_entry",
        _owner(),
        sa.Column("session_id", ID, primary_key=True, nullable=False),
        sa.Column("exercise_id", ID, primary_key=True, nullable=False),
        sa.Column("number", sa.Integer(), primary_key=True, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("reps", sa.Integer()),
        sa.Column("seconds", sa.Integer()),
        sa.Column("load_kg", sa.Float()),
        sa.Column("rir", sa.Integer()),
        sa.Column("done_at", MOMENT),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_person(),
        _of_session(),
    )
    op.create_index("ix_set_entry_person", "set_entry", ["owner", "person_id", "session_id", "place"])


def _diary() -> None:
    op.create_table(
        "morning",
        _owner(),
        sa.Column("person_id", ID, primary_key=True, nullable=False),
        sa.Column("day", sa.Date(), primary_key=True, nullable=False),
        sa.Column("session_id", ID),
        sa.Column("pain", sa.Integer(), nullable=False),
        sa.Column("sleep_disturbed", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _of_person(),
    )
    op.create_table(
        "mini_screen",
        _owner(),
        sa.Column("person_id", ID, primary_key=True, nullable=False),
        sa.Column("at", MOMENT, primary_key=True, nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        _of_person(),
    )
    op.create_table(
        "outcome",
        _owner(),
        sa.Column("person_id", ID, primary_key=True, nullable=False),
        sa.Column("day", sa.Date(), primary_key=True, nullable=False),
        sa.Column("kind", ID, primary_key=True, nullable=False),
        sa.Column("label", sa.Text(), primary_key=True, nullable=False),
        sa.Column("value", sa.Float(), nullable=False),
        _of_person(),
    )
    op.create_table(
        "preference",
        _owner(),
        sa.Column("person_id", ID, primary_key=True, nullable=False),
        sa.Column("key", ID, primary_key=True, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        _of_person(),
    )
