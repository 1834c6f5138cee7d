"""Mornings after, the safety question before a session, and outcome scores."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.journal import MiniScreenEntry, MorningEntry, OutcomeEntry
from core.store.reading import fields_of
from core.store.sessions import SessionStore, must_write
from core.store.tables import mini_screen, morning, outcome


class DiaryStore(SessionStore):
    """Keeps what is recorded outside a session."""

    def save_morning(self, person_id: str, entry: MorningEntry, expected_version: int = 0) -> int:
        """Keep one morning; its new version.

        Raises:
            StoreConflict: another tab wrote this morning after `expected_version`.
            StoreError: there is no such person.
        """
        values = fields_of(entry, MorningEntry.__dataclass_fields__)
        keys = {"person_id": person_id, "day": entry.day}
        with self._database.writing() as connection:
            self._lock_person(connection, person_id)
            row = self._one(connection, morning, **keys)
            stored = None if row is None else MorningEntry(**{name: row[name] for name in values})
            version = 0 if row is None else int(row["version"])
            if not must_write(stored, entry, version, expected_version):
                return version
            self._put(connection, morning, {**values, "version": version + 1}, **keys)
        return version + 1

    def add_days(self, person_id: str, mornings: Iterable[MorningEntry], outcomes: Iterable[OutcomeEntry]) -> None:
        """Keep many mornings and outcome scores, all or none; those of a day already stored are replaced."""
        with self._database.writing() as connection:
            self._lock_person(connection, person_id)
            for entry in mornings:
                values = fields_of(entry, MorningEntry.__dataclass_fields__)
                keys = {"person_id": person_id, "day": entry.day}
                row = self._one(connection, morning, **keys)
                version = 1 if row is None else int(row["version"]) + 1
                self._put(connection, morning, {**values, "version": version}, **keys)
            for score in outcomes:
                placed = {"person_id": person_id, "day": score.day, "kind": score.kind, "label": score.label}
                self._put(connection, outcome, {"value": score.value}, **placed)

    def morning_version(self, person_id: str, day: date) -> int:
        """Version of one morning, 0 where none is stored."""
        with self._database.reading() as connection:
            row = self._one(connection, morning, person_id=person_id, day=day)
        return 0 if row is None else int(row["version"])

    def save_mini_screen(self, person_id: str, entry: MiniScreenEntry) -> None:
        """Keep one answer to the safety question; the same moment again replaces it."""
        with self._database.writing() as connection:
            self._lock_person(connection, person_id)
            values = {"answers": entry.answers}
            self._put(connection, mini_screen, values, person_id=person_id, at=entry.at)

    def save_outcome(self, person_id: str, entry: OutcomeEntry) -> None:
        """Keep one outcome score; the same day, kind and label again replaces it."""
        keys = {"person_id": person_id, "day": entry.day, "kind": entry.kind, "label": entry.label}
        with self._database.writing() as connection:
            self._lock_person(connection, person_id)
            self._put(connection, outcome, {"value": entry.value}, **keys)

    def remove_outcome(self, person_id: str, entry: OutcomeEntry) -> None:
        """Remove one outcome score by its day, kind and label; nothing happens if it is not there."""
        keys = {"person_id": person_id, "day": entry.day, "kind": entry.kind, "label": entry.label}
        with self._database.writing() as connection:
            self._delete(connection, outcome, **keys)
