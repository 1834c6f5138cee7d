"""Sessions, and their exercises and sets one by one, as several tabs may write them at the same time.

Every write says which version it has seen; 0 means that it has seen nothing there. Who comes second with
other values is told so and writes nothing; who comes second with the same values has nothing to write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select, update

from core.errors import AnswerError, StoreConflict, StoreError
from core.journal import ExerciseEntry, MorningEntry, SessionEntry, SetEntry
from core.store import sentences
from core.store.reading import SESSION_FIELDS, EntryReader, fields_of
from core.store.tables import exercise_entry, morning, session, set_entry

Entry = SetEntry | ExerciseEntry | MorningEntry


@dataclass(frozen=True)
class Versions:
    """Versions of a session and of what stands in it."""

    session: int
    exercises: Mapping[str, int] = field(default_factory=dict)
    sets: Mapping[tuple[str, int], int] = field(default_factory=dict)

    def of_set(self, exercise_id: str, number: int) -> int:
        """Version of one set, 0 where none is stored."""
        return self.sets.get((exercise_id, number), 0)

    def of_exercise(self, exercise_id: str) -> int:
        """Version of one exercise's entry, 0 where none is stored."""
        return self.exercises.get(exercise_id, 0)


class SessionStore(EntryReader):
    """Keeps sessions, exercises and sets."""

    def start_session(self, person_id: str, entry: SessionEntry) -> int:
        """Add a session, with the exercises and sets that it may already have; its version.

        Raises:
            StoreConflict: a session with this id and other values is stored.
            StoreError: there is no such person.
        """
        with self._database.writing() as connection:
            self._add(connection, person_id, {entry.id: entry})
            return int(self._lock_session(connection, entry.id)["version"])

    def add_sessions(self, person_id: str, entries: Iterable[SessionEntry]) -> int:
        """Add many sessions, all or none, and leave out those already stored; how many were new.

        Raises:
            AnswerError: two of them have the same id and other values.
            StoreConflict: a session with the same id and other values is stored.
            StoreError: there is no such person.
        """
        given: dict[str, SessionEntry] = {}
        for entry in entries:
            if given.setdefault(entry.id, entry) != entry:
                raise AnswerError(sentences.GIVEN_TWICE)
        with self._database.writing() as connection:
            return self._add(connection, person_id, given)

    def save_session(self, entry: SessionEntry, expected_version: int) -> int:
        """Keep a session's own values, such as pain before it; its new version.

        Exercises and sets stay as they are stored: they are logged one by one.

        Raises:
            StoreConflict: another tab changed the session after `expected_version`.
            StoreError: the session is not stored.
        """
        values = fields_of(entry, SESSION_FIELDS)
        with self._database.writing() as connection:
            stored = self._lock_session(connection, entry.id)
            self._leave_settled(connection, stored["day"], entry.day)
            version = int(stored["version"])
            if all(stored[name] == value for name, value in values.items()):
                return version
            if version != expected_version:
                raise StoreConflict(sentences.SESSION_TAKEN)
            self._update(connection, session, {**values, "version": version + 1}, id=entry.id)
        return version + 1

    def finish_session(self, entry: SessionEntry, expected_version: int) -> int:
        """Keep a session's own values with its end; its new version.

        Raises:
            AnswerError: the entry has no end.
            StoreConflict: another tab changed the session after `expected_version`.
            StoreError: the session is not stored.
        """
        if not entry.finished:
            raise AnswerError(sentences.NOT_FINISHED)
        return self.save_session(entry, expected_version)

    def delete_session(self, session_id: str) -> None:
        """Delete a session with its exercises and sets; a morning after it stays as a morning of its own."""
        with self._database.writing() as connection:
            self._leave_mornings(connection, self._mine(morning, {"session_id": session_id}))
            self._delete(connection, session, id=session_id)

    def log_set(self, session_id: str, entry: SetEntry, expected_version: int) -> int:
        """Keep one set; its new version, to be given with the next write of this set.

        The time alone makes no conflict: two tabs that log the same numbers agree.

        Raises:
            StoreConflict: another tab wrote or removed this set after `expected_version`.
            StoreError: the session is not stored.
        """
        keys = {"exercise_id": entry.exercise_id, "number": entry.number}
        return self._log(set_entry, session_id, entry, keys, expected_version)

    def log_exercise(self, session_id: str, entry: ExerciseEntry, expected_version: int) -> int:
        """Keep how one exercise felt; its new version, to be given with the next write of this exercise.

        Raises:
            StoreConflict: another tab wrote this exercise after `expected_version`.
            StoreError: the session is not stored.
        """
        keys = {"exercise_id": entry.exercise_id}
        return self._log(exercise_entry, session_id, entry, keys, expected_version)

    def remove_set(self, session_id: str, exercise_id: str, number: int, expected_version: int) -> None:
        """Remove one set; nothing happens if it is not there.

        Raises:
            StoreConflict: another tab wrote this set after `expected_version`.
            StoreError: the session is not stored.
        """
        keys: dict[str, Any] = {"session_id": session_id, "exercise_id": exercise_id, "number": number}
        with self._database.writing() as connection:
            own = self._lock_session(connection, session_id)
            self._leave_settled(connection, own["day"])
            stored = self._one(connection, set_entry, **keys)
            if stored is None:
                return
            if stored["version"] != expected_version:
                raise _taken(SetEntry(**{name: stored[name] for name in SetEntry.__dataclass_fields__}))
            self._delete(connection, set_entry, **keys)
            # By its count, whoever keeps a copy of the session sees that something went.
            self._update(connection, session, {"entries_written": int(own["entries_written"]) + 1}, id=session_id)

    def versions(self, session_id: str) -> Versions:
        """Versions of a session and of what stands in it.

        Raises:
            StoreError: the session is not stored.
        """
        keys = {"session_id": session_id}
        sets = select(set_entry.c.exercise_id, set_entry.c.number, set_entry.c.version)
        exercises = select(exercise_entry.c.exercise_id, exercise_entry.c.version)
        with self._database.reading() as connection:
            own = self._one(connection, session, id=session_id)
            if own is None:
                raise StoreError(sentences.NO_SUCH_SESSION)
            of_sets = connection.execute(sets.where(*self._mine(set_entry, keys)))
            of_exercises = connection.execute(exercises.where(*self._mine(exercise_entry, keys)))
            return Versions(
                session=own["version"],
                exercises={row.exercise_id: row.version for row in of_exercises},
                sets={(row.exercise_id, row.number): row.version for row in of_sets},
            )

    def _add(self, connection: Connection, person_id: str, given: dict[str, SessionEntry]) -> int:
        self._lock_person(connection, person_id)
        known = given.keys() & set(connection.scalars(select(session.c.id).where(*self._mine(session, {}))))
        if known:
            stored = {one.id: one for one in self._sessions(connection, person_id, None)}
            if not all(_holds(stored.get(key), given[key]) for key in known):
                raise StoreConflict(sentences.SESSION_TAKEN)
        new = [one for key, one in given.items() if key not in known]
        self._insert(connection, session, [session_row(person_id, one) for one in new])
        self._insert_many(connection, exercise_entry, entry_rows(person_id, new, "exercises"))
        self._insert_many(connection, set_entry, entry_rows(person_id, new, "sets"))
        return len(new)

    def _lock_session(self, connection: Connection, session_id: str) -> dict[str, Any]:
        stored = self._locked(connection, session, id=session_id)
        if stored is None:
            raise StoreError(sentences.NO_SUCH_SESSION)
        return stored

    @staticmethod
    def _leave_mornings(connection: Connection, which: Sequence[ColumnElement[bool]]) -> None:
        """Mornings after sessions that are about to go become mornings of their own."""
        own = {"session_id": None, "version": morning.c.version + 1}
        connection.execute(update(morning).where(*which).values(own))

    def _log(
        self,
        table: Table,
        session_id: str,
        entry: SetEntry | ExerciseEntry,
        keys: dict[str, Any],
        expected_version: int,
    ) -> int:
        keys = {"session_id": session_id, **keys}
        values = fields_of(entry, type(entry).__dataclass_fields__)
        with self._database.writing() as connection:
            own = self._lock_session(connection, session_id)
            self._leave_settled(connection, own["day"])
            row = self._one(connection, table, **keys)
            stored = None if row is None else type(entry)(**{name: row[name] for name in values})
            version = 0 if row is None else int(row["version"])
            if not must_write(stored, entry, version, expected_version):
                return version
            written = int(own["entries_written"]) + 1
            self._update(connection, session, {"entries_written": written}, id=session_id)
            if stored is None:
                new = {**keys, **values, "person_id": own["person_id"], "place": written, "version": written}
                self._insert(connection, table, [new])
            else:
                self._update(connection, table, {**values, "version": written}, **keys)
        return written


def must_write(stored: Entry | None, entry: Entry, version: int, expected_version: int) -> bool:
    """Whether `entry` is to be written over `stored`, which has `version`.

    Raises:
        StoreConflict: the writer has not seen what is stored, and it differs.
    """
    if stored is None and expected_version:
        raise StoreConflict(sentences.gone(sentences.name_of(entry)))
    if stored is None or (version == expected_version and stored != entry):
        return True
    if not _alike(stored, entry):
        raise _taken(stored)
    return False


def _alike(stored: Entry, entry: Entry) -> bool:
    if isinstance(stored, SetEntry) and isinstance(entry, SetEntry):
        return stored == replace(entry, done_at=stored.done_at)
    return stored == entry


def _taken(stored: Entry) -> StoreConflict:
    return StoreConflict(sentences.taken(sentences.name_of(stored), sentences.values_of(stored)))


def _holds(stored: SessionEntry | None, given: SessionEntry) -> bool:
    """Whether all that is given is already stored."""
    if stored is None or replace(stored, exercises=(), sets=()) != replace(given, exercises=(), sets=()):
        return False
    return set(given.exercises) <= set(stored.exercises) and set(given.sets) <= set(stored.sets)


def session_row(person_id: str, entry: SessionEntry) -> dict[str, Any]:
    """The row of a session that is written for the first time."""
    written = max(len(entry.exercises), len(entry.sets))
    own = {"person_id": person_id, "version": 1, "entries_written": written}
    return {**fields_of(entry, SESSION_FIELDS), **own}


def entry_rows(person_id: str, entries: Iterable[SessionEntry], part: str) -> list[dict[str, Any]]:
    """The rows of what new sessions hold: `part` is "sets" or "exercises"."""
    return [
        {
            **fields_of(one, type(one).__dataclass_fields__),
            "person_id": person_id,
            "session_id": entry.id,
            "place": place,
            "version": place,
        }
        for entry in entries
        for place, one in enumerate(getattr(entry, part), start=1)
    ]
