"""Histories from elsewhere: kept in one transaction, known by an id, and taken back as a whole.

What an import added is listed in a preference of its own, so that undoing it leaves everything else alone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, RowMapping, Table, delete, select

from core.errors import StoreError
from core.journal import Journal, SessionEntry, check_id
from core.store import sentences
from core.store.people import OF_IMPORTS
from core.store.reading import fields_of
from core.store.sessions import SessionStore, entry_rows, session_row
from core.store.tables import exercise_entry, mini_screen, morning, outcome, preference, session, set_entry

NAMES = "import_names"
A_PART = 200

Told = Callable[[float], None]


class Came(NamedTuple):
    """What came of a session: its version, how many sets, and how many exercises."""

    version: int
    sets: int
    exercises: int

    def entries(self, table: Table) -> int:
        """How many rows came into a table of entries."""
        return self.sets if table is set_entry else self.exercises


@dataclass(frozen=True)
class ImportRecord:
    """One import: when, from where, and what it added. Moments and days are kept as ISO texts.

    `written` tells of each session its version, its sets and its exercises when it came; imports that were kept before
    this was noted have none.
    """

    id: str
    at: str
    source: str
    sets: int
    sessions: tuple[str, ...] = ()
    mornings: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    outcomes: tuple[tuple[str, str, str], ...] = ()
    replaced: int = 0
    written: tuple[Came, ...] = ()


class ImportStore(SessionStore):
    """Keeps imports and takes them back."""

    def add_import(
        self,
        person_id: str,
        import_id: str,
        source: str,
        journal: Journal,
        replace: Iterable[str] = (),
        names: Mapping[str, str] | None = None,
        progress: Told | None = None,
    ) -> ImportRecord:
        """Keep what is not there yet, all or none, and remember what was added.

        Sessions already stored stay as they are, but for those in `replace`. A morning, check or score of a day that
        has one is left out. `names` are exercises chosen for names, remembered with what was chosen before.

        An import with an id that is kept already is that import, and changes nothing.

        Raises:
            StoreConflict: a session of another person has the same id.
            StoreError: there is no such person.
        """
        check_id(import_id, "The import")
        given = {one.id: one for one in journal.sessions}
        wanted = frozenset(replace)
        with self._database.writing() as connection:
            self._lock_person(connection, person_id)
            if kept := self._kept_json(connection, person_id, OF_IMPORTS + import_id):
                return _record_of(kept)
            own = self._versions(connection, person_id)
            replaced = sorted(wanted & own.keys() & given.keys())
            self._remove_sessions(connection, person_id, replaced)
            new = [one for key, one in given.items() if key not in own or key in wanted]
            self._insert_sessions(connection, person_id, new, own, progress)
            record = ImportRecord(
                id=import_id,
                at=self._clock().isoformat(),
                source=source,
                sets=sum(len(one.sets) for one in new),
                sessions=tuple(one.id for one in new),
                replaced=len(replaced),
                written=tuple(Came(own.get(one.id, 0) + 1, len(one.sets), len(one.exercises)) for one in new),
                **self._insert_days(connection, person_id, journal),
            )
            self._keep_json(connection, person_id, OF_IMPORTS + import_id, asdict(record))
            if names:
                kept = self._kept_json(connection, person_id, NAMES)
                self._keep_json(connection, person_id, NAMES, {**kept, **names})
        return record

    def imports(self, person_id: str) -> tuple[ImportRecord, ...]:
        """All imports of a person that were not undone, the newest first."""
        query = select(preference.c.value).where(
            *self._mine(preference, {"person_id": person_id}), preference.c.key.startswith(OF_IMPORTS, autoescape=True)
        )
        with self._database.reading() as connection:
            records = [record for value in connection.scalars(query) if (record := _readable(value)) is not None]
        return tuple(sorted(records, key=lambda record: (record.at, record.id), reverse=True))

    def undo_import(self, person_id: str, import_id: str) -> int:
        """Take back everything that an import added; how many sessions went.

        What was added to its sessions since stays, and the session with it.

        Raises:
            StoreError: there is no such import.
        """
        key = OF_IMPORTS + import_id
        with self._database.writing() as connection:
            self._lock_person(connection, person_id)
            kept = self._kept_json(connection, person_id, key)
            if not kept:
                raise StoreError(sentences.NO_SUCH_SESSION)
            record = _record_of(kept)
            since = self._since(connection, person_id, record)
            for session_id, came in since.items():
                self._remove_imported(connection, session_id, came, datetime.fromisoformat(record.at))
            untouched = [session_id for session_id in record.sessions if session_id not in since]
            gone = self._remove_sessions(connection, person_id, untouched)
            for after in record.mornings:
                self._delete(connection, morning, person_id=person_id, day=date.fromisoformat(after))
            for at in record.checks:
                self._delete(connection, mini_screen, person_id=person_id, at=datetime.fromisoformat(at))
            for scored, kind, label in record.outcomes:
                day = date.fromisoformat(scored)
                self._delete(connection, outcome, person_id=person_id, day=day, kind=kind, label=label)
            self._delete(connection, preference, person_id=person_id, key=key)
        return gone

    def names_chosen(self, person_id: str) -> dict[str, str]:
        """Exercise ids that a person chose for names of other apps, empty for a name that is left out."""
        with self._database.reading() as connection:
            return {str(name): str(chosen) for name, chosen in self._kept_json(connection, person_id, NAMES).items()}

    def ids_of_others(self, person_id: str) -> frozenset[str]:
        """Ids of sessions that other people of this owner have."""
        query = select(session.c.id).where(*self._mine(session, {}), session.c.person_id != person_id)
        with self._database.reading() as connection:
            return frozenset(connection.scalars(query))

    def _versions(self, connection: Connection, person_id: str) -> dict[str, int]:
        query = select(session.c.id, session.c.version).where(*self._mine(session, {"person_id": person_id}))
        return {row.id: row.version for row in connection.execute(query)}

    def _insert_sessions(
        self,
        connection: Connection,
        person_id: str,
        new: list[SessionEntry],
        before: Mapping[str, int],
        progress: Told | None,
    ) -> None:
        """Insert sessions; one that replaces another gets a later version than that had, so that all see the change."""
        for start in range(0, len(new), A_PART):
            part = new[start : start + A_PART]
            rows = [session_row(person_id, one) | {"version": before.get(one.id, 0) + 1} for one in part]
            self._insert_many(connection, session, rows)
            self._insert_many(connection, exercise_entry, entry_rows(person_id, part, "exercises"))
            self._insert_many(connection, set_entry, entry_rows(person_id, part, "sets"))
            if progress is not None:
                progress((start + len(part)) / len(new))

    def _since(self, connection: Connection, person_id: str, record: ImportRecord) -> dict[str, Came | None]:
        """Sessions of an import to which something was added since, with what came of them where that is known."""
        came = dict(zip(record.sessions, record.written, strict=False))
        at = datetime.fromisoformat(record.at)
        touched: dict[str, Came | None] = {}
        for part in _parts(record.sessions):
            mine = self._mine(session, {"person_id": person_id})
            query = select(session.c.id, session.c.version).where(*mine, session.c.id.in_(part))
            for row in connection.execute(query):
                if row.id in came and row.version > came[row.id].version:
                    touched[row.id] = came[row.id]
            for table in (set_entry, exercise_entry):
                mine = self._mine(table, {"person_id": person_id})
                for entry in connection.execute(select(table).where(*mine, table.c.session_id.in_(part))).mappings():
                    known = came.get(entry["session_id"])
                    if _is_since(table, entry, known, at):
                        touched[entry["session_id"]] = known
        return touched

    def _remove_imported(self, connection: Connection, session_id: str, came: Came | None, at: datetime) -> None:
        """Of a session that stays, what came with the import."""
        key = {"session_id": session_id}
        for table in (set_entry, exercise_entry):
            rows = connection.execute(select(table).where(*self._mine(table, key))).mappings().all()
            names = [name for name in ("exercise_id", "number") if name in table.c]
            for row in rows:
                if not _is_since(table, row, came, at):
                    self._delete(connection, table, **key, **{name: row[name] for name in names})
        # By its count, whoever keeps a copy of the session sees that something went.
        own = self._locked(connection, session, id=session_id) or {}
        self._update(connection, session, {"entries_written": int(own["entries_written"]) + 1}, id=session_id)

    def _insert_days(self, connection: Connection, person_id: str, journal: Journal) -> dict[str, Any]:
        """Mornings, checks and scores that the person does not have yet; what was added, as a record keeps it."""
        mine = {"person_id": person_id}
        days = set(connection.scalars(select(morning.c.day).where(*self._mine(morning, mine))))
        mornings = list({entry.day: entry for entry in reversed(journal.mornings) if entry.day not in days}.values())
        names = tuple(type(mornings[0]).__dataclass_fields__) if mornings else ()
        self._insert(connection, morning, [{**fields_of(one, names), **mine, "version": 1} for one in mornings])
        moments = set(connection.scalars(select(mini_screen.c.at).where(*self._mine(mini_screen, mine))))
        checks = list({entry.at: entry for entry in reversed(journal.mini_screens) if entry.at not in moments}.values())
        self._insert(connection, mini_screen, [{"at": one.at, "answers": one.answers, **mine} for one in checks])
        keys = select(outcome.c.day, outcome.c.kind, outcome.c.label).where(*self._mine(outcome, mine))
        known = {tuple(row) for row in connection.execute(keys)}
        scores = {(one.day, one.kind, one.label): one for one in journal.outcomes}
        new = {key: one for key, one in scores.items() if key not in known}
        fields = ("day", "kind", "label", "value")
        self._insert(connection, outcome, [{**fields_of(one, fields), **mine} for one in new.values()])
        return {
            "mornings": tuple(one.day.isoformat() for one in mornings),
            "checks": tuple(one.at.isoformat() for one in checks),
            "outcomes": tuple((day.isoformat(), kind, label) for day, kind, label in new),
        }

    def _remove_sessions(self, connection: Connection, person_id: str, ids: Sequence[str]) -> int:
        """Remove sessions with what stands in them; mornings after them stay as mornings of their own."""
        gone = 0
        for part in _parts(ids):
            after = [*self._mine(morning, {"person_id": person_id}), morning.c.session_id.in_(part)]
            self._leave_mornings(connection, after)
            own = [*self._mine(session, {"person_id": person_id}), session.c.id.in_(part)]
            gone += connection.execute(delete(session).where(*own)).rowcount
        return gone

    def _keep_json(self, connection: Connection, person_id: str, key: str, value: Mapping[str, Any]) -> None:
        self._put(connection, preference, {"value": json.dumps(value)}, person_id=person_id, key=key)

    def _kept_json(self, connection: Connection, person_id: str, key: str) -> dict[str, Any]:
        row = self._one(connection, preference, person_id=person_id, key=key)
        kept = json.loads(row["value"]) if row else {}
        return kept if isinstance(kept, dict) else {}


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + A_PART] for start in range(0, len(ids), A_PART))


def _is_since(table: Table, row: RowMapping, came: Came | None, at: datetime) -> bool:
    """Whether an entry of an imported session was written after the import: by its count, place or own time.

    A record that was brought back from a file begins to count anew, and keeps the places.
    """
    done_at, place = row.get("done_at"), int(row["place"])
    most, entries = (place, place) if came is None else (max(came.sets, came.exercises), came.entries(table))
    return int(row["version"]) > most or place > entries or (done_at is not None and done_at > at)


def _readable(text: str) -> ImportRecord | None:
    """The import of a kept text; None where it was never written by this program."""
    try:
        return _record_of(json.loads(text))
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


def _record_of(kept: Mapping[str, Any]) -> ImportRecord:
    return ImportRecord(
        id=str(kept["id"]),
        at=str(kept["at"]),
        source=str(kept["source"]),
        sets=int(kept["sets"]),
        sessions=tuple(kept["sessions"]),
        mornings=tuple(kept["mornings"]),
        checks=tuple(kept["checks"]),
        outcomes=tuple((str(day), str(kind), str(label)) for day, kind, label in kept["outcomes"]),
        replaced=int(kept["replaced"]),
        # Earlier, the larger of both numbers was noted alone.
        written=tuple(
            Came(int(version), int(counts[0]), int(counts[-1])) for version, *counts in kept.get("written", ())
        ),
    )
