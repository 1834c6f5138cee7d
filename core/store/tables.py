"""The tables. A column has the name of the field that it holds; the migrations make what stands here."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    Dialect,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine

from core.journal import SessionKind
from core.units import MassUnit
from core.words import SignInEnd, Site, Tier

ID = String(64)
WORD = String(32)


class UtcText(TypeDecorator[datetime]):
    """A moment as ISO text in UTC, of fixed width, so that the order of texts is the order of time."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Text of `value`."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Moment in UTC."""
        return None if value is None else datetime.fromisoformat(value)


class Word(TypeDecorator[StrEnum]):
    """A word from a closed list, kept as its text."""

    impl = WORD
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Text of the word."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """The word; ValueError where the list does not have it."""
        return None if value is None else self.words(value)


class Texts(TypeDecorator[tuple[str, ...]]):
    """A tuple of texts, kept as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """JSON of the texts."""
        return None if value is None else json.dumps(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        """The texts in their order."""
        return None if value is None else tuple(json.loads(value))


metadata = MetaData()


def _of_person() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["owner", "person_id"], ["person.owner", "person.id"], ondelete="CASCADE")


def _of_session() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["owner", "session_id"], ["session.owner", "session.id"], ondelete="CASCADE")


def _key(name: str, kind: TypeEngine[Any] | type[TypeEngine[Any]] = ID) -> Column[Any]:
    return Column(name, kind, primary_key=True, nullable=False)


person = Table(
    "person",
    metadata,
    _key("owner", Text),
    _key("id"),
    Column("name", Text, nullable=False),
    Column("units", Word(MassUnit), nullable=False),
    Column("created_at", UtcText, nullable=False),
    Column("archived_at", UtcText),
    Column("is_demo", Boolean, nullable=False),
)

assessment = Table(
    "assessment",
    metadata,
    _key("owner", Text),
    _key("id"),
    Column("person_id", ID, nullable=False),
    Column("at", UtcText, nullable=False),
    Column("answers", Text, nullable=False),
    Column("tier", Word(Tier), nullable=False),
    Column("rules_version", ID, nullable=False),
    _of_person(),
    Index("ix_assessment_person", "owner", "person_id", "at"),
)

plan = Table(
    "plan",
    metadata,
    _key("owner", Text),
    _key("id"),
    Column("person_id", ID, nullable=False),
    Column("made_at", UtcText, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("weeks", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    Column("catalog_version", ID, nullable=False),
    Column("rules_version", ID, nullable=False),
    Column("is_current", Boolean, nullable=False),
    _of_person(),
    Index("ix_plan_person", "owner", "person_id", "made_at"),
)

# entries_written counts the writes to a session's exercises and sets, removals too. An entry's version is the count at
# its last write, so that an entry removed and written anew never gets a version that a tab has already seen.
session = Table(
    "session",
    metadata,
    _key("owner", Text),
    _key("id"),
    Column("person_id", ID, nullable=False),
    Column("day", Date, nullable=False),
    Column("plan_id", ID),
    Column("week", Integer),
    Column("number", Integer),
    Column("started_at", UtcText, nullable=False),
    Column("finished_at", UtcText),
    Column("kind", Word(SessionKind), nullable=False),
    Column("pain_before", Integer),
    Column("pain_worst", Integer),
    Column("pain_end", Integer),
    Column("site_before", Word(Site)),
    Column("site", Word(Site)),
    Column("spread", Boolean, nullable=False),
    Column("stop_sign", Boolean, nullable=False),
    Column("sleep_quality", Integer),
    Column("energy", Integer),
    Column("effort", Integer),
    Column("minutes", Integer),
    Column("note", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("entries_written", Integer, nullable=False),
    _of_person(),
    Index("ix_session_person", "owner", "person_id", "day"),
    Index("ix_session_open", "owner", "person_id", "finished_at"),
)

exercise_entry = Table(
    "exercise_entry",
    metadata,
    _key("owner", Text),
    _key("session_id"),
    _key("exercise_id"),
    Column("person_id", ID, nullable=False),
    Column("place", Integer, nullable=False),
    Column("replaced_id", ID),
    Column("pain", Integer),
    Column("site", Word(Site)),
    Column("sharp", Boolean, nullable=False),
    Column("stopped", Boolean, nullable=False),
    Column("felt_in", WORD),
    Column("soreness", Integer),
    Column("note", Text, nullable=False),
    Column("version", Integer, nullable=False),
    _of_person(),
    _of_session(),
    Index("ix_exercise_entry_person", "owner", "person_id", "session_id", "place"),
    Index("ix_exercise_entry_exercise", "owner", "person_id", "exercise_id"),
)

set_entry = Table(
    "set_entry",
    metadata,
    _key("owner", Text),
    _key("session_id"),
    _key("exercise_id"),
    _key("number", Integer),
    Column("person_id", ID, nullable=False),
    Column("place", Integer, nullable=False),
    Column("reps", Integer),
    Column("seconds", Integer),
    Column("load_kg", Float),
    Column("rir", Integer),
    Column("done_at", UtcText),
    Column("version", Integer, nullable=False),
    _of_person(),
    _of_session(),
    Index("ix_set_entry_person", "owner", "person_id", "session_id", "place"),
    Index("ix_set_entry_exercise", "owner", "person_id", "exercise_id", "load_kg"),
)

morning = Table(
    "morning",
    metadata,
    _key("owner", Text),
    _key("person_id"),
    _key("day", Date),
    Column("session_id", ID),
    Column("pain", Integer, nullable=False),
    Column("sleep_disturbed", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("version", Integer, nullable=False),
    _of_person(),
)

mini_screen = Table(
    "mini_screen",
    metadata,
    _key("owner", Text),
    _key("person_id"),
    _key("at", UtcText),
    Column("answers", Texts, nullable=False),
    _of_person(),
)

outcome = Table(
    "outcome",
    metadata,
    _key("owner", Text),
    _key("person_id"),
    _key("day", Date),
    _key("kind"),
    _key("label", Text),
    Column("value", Float, nullable=False),
    _of_person(),
)

preference = Table(
    "preference",
    metadata,
    _key("owner", Text),
    _key("person_id"),
    _key("key"),
    Column("value", Text, nullable=False),
    _of_person(),
)

exposure_ladder = Table(
    "exposure_ladder",
    metadata,
    _key("owner", Text),
    _key("id"),
    Column("person_id", ID, nullable=False),
    Column("made_at", UtcText, nullable=False),
    Column("movement", Text, nullable=False),
    Column("steps", Texts, nullable=False),
    Column("exercise_ids", Texts, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    _of_person(),
    Index("ix_exposure_ladder_person", "owner", "person_id", "made_at"),
)

exposure_try = Table(
    "exposure_try",
    metadata,
    _key("owner", Text),
    _key("id"),
    Column("person_id", ID, nullable=False),
    Column("ladder_id", ID, nullable=False),
    Column("step", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("at", UtcText, nullable=False),
    Column("expects", Text, nullable=False),
    Column("expected", Integer, nullable=False),
    Column("likely", Integer, nullable=False),
    Column("worry", Integer, nullable=False),
    Column("result", Integer),
    Column("worry_after", Integer),
    Column("stopped", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("version", Integer, nullable=False),
    _of_person(),
    ForeignKeyConstraint(["owner", "ladder_id"], ["exposure_ladder.owner", "exposure_ladder.id"], ondelete="CASCADE"),
    Index("ix_exposure_try_person", "owner", "person_id", "at"),
)

# Under the hash of a code that its owner hands out; whoever knows the code may read it, and use it up.
invitation = Table(
    "invitation",
    metadata,
    _key("owner", Text),
    _key("id"),
    Column("name", Text, nullable=False),
    Column("made_at", UtcText, nullable=False),
    Column("expires_at", UtcText, nullable=False),
    Index("ix_invitation_id", "id"),
)

# One person's record, which `reader` may look at. The id is that of the invitation that was accepted.
share = Table(
    "share",
    metadata,
    _key("owner", Text),
    _key("id"),
    Column("person_id", ID, nullable=False),
    Column("reader", Text, nullable=False),
    Column("owner_name", Text, nullable=False),
    Column("reader_name", Text, nullable=False),
    Column("since", UtcText, nullable=False),
    _of_person(),
    Index("ix_share_person", "owner", "person_id", "reader"),
    Index("ix_share_reader", "reader"),
)

# New marks with each write of an owner, by which one tells whether what was read before is still so: `mark` with every
# write, `settled` with those that may have changed more than sessions of the last days and preferences.
last_write = Table(
    "last_write",
    metadata,
    _key("owner", Text),
    Column("mark", ID, nullable=False),
    Column("settled", ID, nullable=False),
)

# Under the hash of what is unique to one sign-in, and the same in all tabs of its browser. One that has ended stays
# until its cookie is no longer valid, so that a copy of the cookie opens nothing.
sign_in = Table(
    "sign_in",
    metadata,
    _key("owner", Text),
    _key("id"),
    Column("browser", Text, nullable=False),
    Column("began_at", UtcText, nullable=False),
    Column("seen_at", UtcText, nullable=False),
    Column("ended_at", UtcText),
    Column("why", Word(SignInEnd)),
)

RECORD = tuple(one for one in metadata.sorted_tables if one not in (invitation, share, last_write, sign_in))
"""Tables of what is recorded, parents first. Who may look at it is no part of a record: a copy that is brought back
does not share it anew."""


def person_in(table: Table) -> Column[Any]:
    """The column of a table of records that says whose row it is."""
    return table.c.id if table is person else table.c.person_id
