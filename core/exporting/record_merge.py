"""Bringing a record back beside the one that is there: what is new, newer, older or the same, then both as one.

Entries are compared by id (a morning by its day, a score by day, kind and name). The newer copy wins; where neither is
newer the one that is there stays, unless the person prefers the file. Sets and exercises that only one copy of a
session has are kept whichever wins, so that nothing is lost in silence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from core.exporting.record_json import ENTRIES, PersonRecord, Record
from core.journal import SessionEntry

Entry = TypeVar("Entry")
Key = Callable[[Any], str]

KEYS: Mapping[str, Key] = {
    "assessments": lambda one: one.id,
    "plans": lambda one: one.id,
    "sessions": lambda one: one.id,
    "mornings": lambda one: one.day.isoformat(),
    "mini_screens": lambda one: one.at.isoformat(),
    "outcomes": lambda one: f"{one.day.isoformat()} {one.kind} {one.label}",
    "ladders": lambda one: one.id,
    "tries": lambda one: one.id,
}
VERSIONED = {"sessions": "session", "mornings": "morning"}
MOMENTS: Mapping[str, str] = {"assessments": "at", "plans": "made_at", "ladders": "made_at", "tries": "at"}
PERSON_FIELDS = ("name", "units", "created_at", "archived_at", "is_demo")


class Found(StrEnum):
    """How one entry of the file compares with what is there."""

    NEW = "new"
    NEWER = "newer"
    OLDER = "older"
    DIFFERENT = "different"
    SAME = "same"


class Prefer(StrEnum):
    """Whose copy is taken where neither is newer."""

    PRESENT = "present"
    FILE = "file"


@dataclass(frozen=True)
class Compared:
    """One entry of the file: whose it is, which list it stands in, its key, and how it compares."""

    person_id: str
    part: str
    key: str
    found: Found


@dataclass(frozen=True)
class Preview:
    """Every entry of a file beside the present record."""

    entries: tuple[Compared, ...]

    def counts(self, person_id: str | None = None) -> Mapping[Found, int]:
        """How many entries are new, newer, older, different, the same; of one person or of all."""
        return Counter(one.found for one in self.entries if person_id in (None, one.person_id))

    @property
    def changes_nothing(self) -> bool:
        """True where the present record has all of it already."""
        return all(one.found in (Found.SAME, Found.OLDER) for one in self.entries)


def preview(record: Record, present: Record) -> Preview:
    """What bringing `record` back would do to `present`."""
    there = {one.id: one for one in present.people}
    return Preview(tuple(one for person in record.people for one in _compared(person, there.get(person.id))))


def merged(record: Record, present: Record, prefer: Prefer = Prefer.PRESENT) -> Record:
    """Both records as one; people, entries and preferences of either are all there."""
    arriving = {one.id: one for one in record.people}
    both = [_both(arriving[one.id], one, prefer) if one.id in arriving else one for one in present.people]
    known = {one.id for one in present.people}
    return Record(max(record.made_at, present.made_at), (*both, *(one for one in record.people if one.id not in known)))


def _compared(person: PersonRecord, there: PersonRecord | None) -> Iterator[Compared]:
    yield Compared(person.id, "person", person.id, _person_found(person, there))
    for part in ENTRIES:
        mine = _by_key(part, there)
        for key, entry in _by_key(part, person).items():
            found = _found(part, key, entry, mine.get(key), person, there)
            yield Compared(person.id, part, key, found)
    kept = there.preferences if there else {}
    for key, value in person.preferences.items():
        found = Found.NEW if key not in kept else Found.SAME if kept[key] == value else Found.DIFFERENT
        yield Compared(person.id, "preferences", key, found)


def _person_found(person: PersonRecord, there: PersonRecord | None) -> Found:
    if there is None:
        return Found.NEW
    same = all(getattr(person, name) == getattr(there, name) for name in PERSON_FIELDS)
    return Found.SAME if same else Found.DIFFERENT


def _by_key(part: str, person: PersonRecord | None) -> dict[str, Any]:
    return {KEYS[part](one): one for one in getattr(person, part)} if person else {}


def _found(
    part: str, key: str, entry: object, mine: object | None, person: PersonRecord, there: PersonRecord | None
) -> Found:
    if mine is None or there is None:
        return Found.NEW
    if entry == mine:
        return Found.SAME
    theirs, ours = _age(part, key, entry, person), _age(part, key, mine, there)
    return Found.DIFFERENT if theirs == ours else Found.NEWER if theirs > ours else Found.OLDER


def _age(part: str, key: str, entry: object, person: PersonRecord) -> Any:
    """What tells the newer of two copies: how often it was written, or when it was made."""
    if part in VERSIONED:
        return person.versions.get(f"{VERSIONED[part]}:{key}", 0)
    return getattr(entry, MOMENTS[part]) if part in MOMENTS else 0


def _both(person: PersonRecord, there: PersonRecord, prefer: Prefer) -> PersonRecord:
    from_file = prefer is Prefer.FILE
    head = person if from_file else there
    tail = there if from_file else person
    lists: dict[str, Any] = {part: _joined(part, person, there, prefer) for part in ENTRIES}
    versions = {
        key: max(person.versions.get(key, 0), there.versions.get(key, 0))
        for key in (*there.versions, *(one for one in person.versions if one not in there.versions))
    }
    return replace(
        head,
        current_plan_id=_current(person, there),
        preferences={**tail.preferences, **head.preferences},
        versions=versions,
        **lists,
    )


def _joined(part: str, person: PersonRecord, there: PersonRecord, prefer: Prefer) -> tuple[Any, ...]:
    arriving, kept = _by_key(part, person), _by_key(part, there)
    joined = dict(kept)
    for key, entry in arriving.items():
        found = _found(part, key, entry, kept.get(key), person, there)
        wins = found in (Found.NEW, Found.NEWER) or (found is Found.DIFFERENT and prefer is Prefer.FILE)
        if isinstance(entry, SessionEntry) and key in kept and found is not Found.SAME:
            joined[key] = _whole(entry, kept[key]) if wins else _whole(kept[key], entry)
        elif wins:
            joined[key] = entry
    return tuple(joined.values())


def _whole(winner: SessionEntry, other: SessionEntry) -> SessionEntry:
    """The winning copy of a session with the sets and exercises that only the other one has."""
    return replace(
        winner,
        exercises=_with_missing(winner.exercises, other.exercises, lambda one: one.exercise_id),
        sets=_with_missing(winner.sets, other.sets, lambda one: (one.exercise_id, one.number)),
    )


def _with_missing(first: Sequence[Entry], second: Sequence[Entry], key: Callable[[Entry], object]) -> tuple[Entry, ...]:
    known = {key(one) for one in first}
    return (*first, *(one for one in second if key(one) not in known))


def _current(person: PersonRecord, there: PersonRecord) -> str | None:
    """The plan in force: of the two in force, the one made last."""
    made = {one.id: one.made_at for one in (*person.plans, *there.plans)}
    both = [one for one in (there.current_plan_id, person.current_plan_id) if one in made]
    return max(both, key=lambda one: made[one], default=there.current_plan_id or person.current_plan_id)
