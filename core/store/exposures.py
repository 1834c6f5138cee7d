"""The diary of graded exposure: ladders of steps, and tries with prediction and result.

As with sets, every write says which version it has seen, 0 for nothing. Who comes second with other values is told so
and writes nothing.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Table, select

from core.errors import AnswerError, StoreConflict, StoreEntryDamaged, StoreError
from core.journal import ExposureDiary, ExposureLadder, ExposureStep, ExposureTry
from core.store import sentences
from core.store.reading import fields_of
from core.store.scoped import Scoped
from core.store.tables import exposure_ladder, exposure_try

TRY_FIELDS = tuple(ExposureTry.__dataclass_fields__)


class ExposureStore(Scoped):
    """Keeps ladders and tries."""

    def exposures(self, person_id: str) -> ExposureDiary:
        """All ladders and tries of a person.

        Raises:
            StoreError: an entry holds a value that is never written.
        """
        ladders = select(exposure_ladder).where(*self._mine(exposure_ladder, {"person_id": person_id}))
        tries = select(*(exposure_try.c[name] for name in TRY_FIELDS))
        tries = tries.where(*self._mine(exposure_try, {"person_id": person_id}))
        with self._database.reading() as connection:
            try:
                return ExposureDiary(
                    tuple(_ladder_of(dict(row)) for row in connection.execute(ladders).mappings()),
                    tuple(ExposureTry(**row) for row in connection.execute(tries).mappings()),
                )
            except AnswerError as error:
                raise StoreEntryDamaged(sentences.DAMAGED_ENTRY) from error

    def exposure_versions(self, person_id: str) -> dict[str, int]:
        """Versions of a person's ladders and tries by their ids."""
        with self._database.reading() as connection:
            return {
                row.id: row.version
                for table in (exposure_ladder, exposure_try)
                for row in connection.execute(
                    select(table.c.id, table.c.version).where(*self._mine(table, {"person_id": person_id}))
                )
            }

    def save_exposure_ladder(self, person_id: str, ladder: ExposureLadder, expected_version: int = 0) -> int:
        """Keep a ladder; its new version.

        Raises:
            StoreConflict: another tab wrote or removed this ladder after `expected_version`.
            StoreError: there is no such person.
        """
        with self._database.writing() as connection:
            self._lock_person(connection, person_id)
            return self._keep(connection, exposure_ladder, person_id, _row_of(ladder), expected_version)

    def save_exposure_try(self, person_id: str, entry: ExposureTry, expected_version: int = 0) -> int:
        """Keep a try, first with its prediction, then with its result; its new version.

        Raises:
            StoreConflict: another tab wrote or removed this try after `expected_version`.
            StoreError: the person has no such ladder.
        """
        with self._database.writing() as connection:
            self._lock_person(connection, person_id)
            if self._one(connection, exposure_ladder, person_id=person_id, id=entry.ladder_id) is None:
                raise StoreError(sentences.NO_SUCH_LADDER)
            return self._keep(connection, exposure_try, person_id, fields_of(entry, TRY_FIELDS), expected_version)

    def delete_exposure_ladder(self, ladder_id: str) -> None:
        """Delete a ladder with all its tries."""
        with self._database.writing() as connection:
            self._delete(connection, exposure_ladder, id=ladder_id)

    def delete_exposure_try(self, try_id: str) -> None:
        """Delete one try, such as one that was predicted and never done."""
        with self._database.writing() as connection:
            self._delete(connection, exposure_try, id=try_id)

    def _keep(
        self, connection: Connection, table: Table, person_id: str, values: dict[str, Any], expected_version: int
    ) -> int:
        row = {**values, "person_id": person_id}
        stored = self._one(connection, table, id=row["id"])
        if stored is not None and all(stored[name] == value for name, value in row.items()):
            return int(stored["version"])
        version = 0 if stored is None else int(stored["version"])
        if version != expected_version or (stored is not None and stored["person_id"] != person_id):
            raise StoreConflict(sentences.EXPOSURE_TAKEN)
        self._put(connection, table, {**row, "version": version + 1}, id=row["id"])
        return version + 1


def _row_of(ladder: ExposureLadder) -> dict[str, Any]:
    return {
        **fields_of(ladder, ("id", "made_at", "movement", "closed")),
        "steps": tuple(one.words for one in ladder.steps),
        "exercise_ids": tuple(one.exercise_id or "" for one in ladder.steps),
    }


def _ladder_of(row: dict[str, Any]) -> ExposureLadder:
    steps = zip(row["steps"], row["exercise_ids"], strict=True)
    return ExposureLadder(
        row["id"],
        row["made_at"],
        row["movement"],
        tuple(ExposureStep(words, exercise_id or None) for words, exercise_id in steps),
        row["closed"],
    )
