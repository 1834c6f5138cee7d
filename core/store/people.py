"""The people whose records one owner keeps, and their preferences."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from core.errors import StoreError, StoreTooLarge
from core.journal import check_id, check_name, in_utc
from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.store import sentences
from core.store.backups import erase_from_copies
from core.store.scoped import Scoped
from core.store.tables import last_write, person, preference
from core.units import MassUnit

MOST_PEOPLE = whole("limits.people")
OF_IMPORTS = "import."
"""How the names begin under which imports list what they added, which may be as long as the journal itself."""

Json = str | int | float | bool | list["Json"] | dict[str, "Json"] | None


@dataclass(frozen=True)
class Person:
    """One who trains. `archived_at` is None while the person is on the list.

    Raises:
        AnswerError: the name is empty or longer than 80 characters.
    """

    id: str
    name: str
    units: MassUnit
    created_at: datetime
    archived_at: datetime | None = None
    is_demo: bool = False

    def __post_init__(self) -> None:
        check_id(self.id, "The person")
        check_name(self.name)
        object.__setattr__(self, "created_at", in_utc(self.created_at, "The day of joining"))
        if self.archived_at is not None:
            object.__setattr__(self, "archived_at", in_utc(self.archived_at, "The day of leaving"))


class PeopleStore(Scoped):
    """Keeps people and preferences."""

    def add_person(self, person_id: str, name: str, units: MassUnit = MassUnit.KG, *, is_demo: bool = False) -> Person:
        """Add a person; `person_id` comes from the caller. The same person twice is added once.

        Raises:
            AnswerError: the name is empty or too long.
            StoreTooLarge: the record holds as many people as it can.
        """
        new = Person(person_id, name, units, self._clock(), None, is_demo)
        with self._database.writing() as connection:
            stored = self._one(connection, person, id=person_id)
            if stored is not None:
                return person_of(stored)
            if connection.execute(select(func.count()).where(*self._mine(person, {}))).scalar_one() >= MOST_PEOPLE:
                raise StoreTooLarge(say("limits.people", most=MOST_PEOPLE))
            self._insert(connection, person, [asdict(new)])
        return new

    def people(self, *, with_archived: bool = False) -> tuple[Person, ...]:
        """The people by name."""
        query = select(person).where(*self._mine(person, {}))
        if not with_archived:
            query = query.where(person.c.archived_at.is_(None))
        with self._database.reading() as connection:
            found = [person_of(dict(row)) for row in connection.execute(query).mappings()]
        return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.id)))

    def person(self, person_id: str) -> Person | None:
        """One person, archived or not; None where this owner has no such person."""
        with self._database.reading() as connection:
            row = self._one(connection, person, id=person_id)
        return None if row is None else person_of(row)

    def rename(self, person_id: str, name: str) -> Person:
        """Give a person another name.

        Raises:
            AnswerError: the name is empty or too long.
            StoreError: there is no such person.
        """
        return self._change(person_id, name=name)

    def set_units(self, person_id: str, units: MassUnit) -> Person:
        """Choose the unit in which a person reads and types loads."""
        return self._change(person_id, units=units)

    def archive(self, person_id: str) -> Person:
        """Take a person off the list; all records stay."""
        return self._change(person_id, archived_at=self._clock())

    def unarchive(self, person_id: str) -> Person:
        """Put a person back on the list."""
        return self._change(person_id, archived_at=None)

    def delete_person(self, person_id: str) -> None:
        """Delete a person and everything recorded about this person, for good, backup copies included.

        Raises:
            StoreError: it is deleted, but a backup copy could not be changed.
        """
        with self._database.writing() as connection:
            self._delete(connection, person, id=person_id)
        if self._database.path is not None:
            erase_from_copies(self._database.path, self._owner, person_id)

    def delete_everything(self) -> None:
        """Delete all people of this owner and everything recorded about them, for good, backup copies included.

        Raises:
            StoreError: all is deleted, but a backup copy could not be changed.
        """
        with self._database.writing(marked=False) as connection:
            self._delete(connection, person)
            self._delete(connection, last_write)
        if self._database.path is not None:
            erase_from_copies(self._database.path, self._owner)

    def set_preference(self, person_id: str, key: str, value: Json) -> None:
        """Keep one preference of a person; a later value replaces an earlier one."""
        check_id(key, "The preference")
        with self._database.writing() as connection:
            self._lock_person(connection, person_id)
            self._leave_settled(connection)
            self._put(connection, preference, {"value": json.dumps(value)}, person_id=person_id, key=key)

    def preferences(self, person_id: str) -> dict[str, Json]:
        """All preferences of a person, without what imports list among them."""
        query = select(preference.c.key, preference.c.value)
        query = query.where(
            *self._mine(preference, {"person_id": person_id}), ~preference.c.key.startswith(OF_IMPORTS, autoescape=True)
        )
        with self._database.reading() as connection:
            return {key: json.loads(value) for key, value in connection.execute(query)}

    def _change(self, person_id: str, **values: object) -> Person:
        with self._database.writing() as connection:
            stored = self._locked(connection, person, id=person_id)
            if stored is None:
                raise StoreError(sentences.NO_SUCH_PERSON)
            changed = person_of({**stored, **values})
            self._update(connection, person, values, id=person_id)
        return changed


def person_of(row: dict[str, Any]) -> Person:
    """The person in a row."""
    fields = {name: value for name, value in row.items() if name != "owner"}
    return Person(**fields)
