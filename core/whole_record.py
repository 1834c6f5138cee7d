"""Everything that one owner keeps, out of a store as one value, and from a file back into the store."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from datetime import date, datetime
from functools import partial
from typing import Any, TypeVar

from core.adapting import Flags, clearance
from core.catalog import load_catalog
from core.errors import AnswerError
from core.exporting.record_json import (
    KeptAssessment,
    KeptPlan,
    PersonRecord,
    ReadRecord,
    Record,
    RecordProblem,
    check_choice,
    shortened,
)
from core.exporting.record_judging import OF_ALL, judged
from core.exporting.record_merge import Prefer, merged
from core.journal import (
    ExerciseEntry,
    ExposureLadder,
    ExposureStep,
    ExposureTry,
    Journal,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SetEntry,
)
from core.knowledge.texts import say
from core.profile import build_profile
from core.screening import assess, checked
from core.store import Copy, Store
from core.store.copies import KEYS

Entry = TypeVar("Entry")
Row = Mapping[str, Any]
Rows = dict[str, list[dict[str, Any]]]

PLAIN: Mapping[str, tuple[str, type[Any]]] = {
    "mornings": ("morning", MorningEntry),
    "mini_screens": ("mini_screen", MiniScreenEntry),
    "outcomes": ("outcome", OutcomeEntry),
    "tries": ("exposure_try", ExposureTry),
}
"""Lists of a person's record whose tables have their very fields."""
WITH_IDS = dict(zip(OF_ALL, ("assessment", "plan", "session", "exposure_ladder", "exposure_try"), strict=True))
"""Lists of a person's record whose ids are one owner's, and their tables."""
VERSIONED = ("session", "exercise_entry", "set_entry", "morning", "exposure_ladder", "exposure_try")


def whole_record(store: Store, at: datetime) -> Record:
    """Everything of this owner at this moment; demo people are made up and stay out."""
    return everything_readable(store, at).record


def everything_readable(store: Store, at: datetime) -> ReadRecord:
    """The same, with what cannot be read named: a damaged entry ends no export of the others."""
    return _record(_everything(store), at)


def read_beside(store: Store, read: ReadRecord, at: datetime) -> tuple[ReadRecord, Record]:
    """What of a file can be kept beside what is there, and what is there."""
    present = _record(_everything(store, {person.id for person in read.record.people}), at).record
    return judged(read, present, at, load_catalog(), _ids_of_demos(store)), present


def head_note(read: ReadRecord) -> str:
    """What stands at the head of a file: who must not train now, and what could not be taken along."""
    told = (say("record.without", what=str(problem)) for problem in shortened(read.problems))
    return "\n".join(filter(None, (stop_note(read.record), *told)))


def stop_note(record: Record) -> str:
    """Who of this record must not train now, since when and why, a line each; empty where nothing stops anybody.

    What the record itself says decides, at the moment and in the time zone in which it was made.
    """
    lines = ((person, _stop(person, record.made_at)) for person in record.people)
    return "\n".join(say("record.on_hold", name=person.name, stop=stop) for person, stop in lines if stop)


def _stop(person: PersonRecord, now: datetime) -> str:
    """What stops this person; empty where nothing does, or where this version cannot read the answers."""
    screened = max(person.assessments, key=lambda kept: (kept.at, kept.id), default=None)
    if screened is None:
        return ""
    try:
        answers = checked(screened.answers)
    except AnswerError:
        return ""
    assessment = assess(answers, screened.at.astimezone(now.tzinfo).date())
    journal = Journal(person.sessions, person.mornings, person.mini_screens, person.outcomes)
    flags = Flags(screened_at=screened.at)
    return clearance(assessment, journal, build_profile(answers, assessment), None, now, flags).on_hold


def bring_back(store: Store, arriving: Record, at: datetime, prefer: Prefer = Prefer.PRESENT) -> tuple[Copy, Copy]:
    """Merge a record into what is kept, all or nothing; copies of what was there before and after, to take it back.

    What `judged` leaves out stays out, whoever read the file.

    Raises:
        StoreError: it cannot be kept. Nothing was changed.
    """
    before = _everything(store, {person.id for person in arriving.people})
    present = _record(before, at).record
    taken = judged(ReadRecord(arriving, ()), present, at, load_catalog(), _ids_of_demos(store)).record
    both = merged(taken, present, prefer)
    wanted: Rows = {}
    for person in both.people:
        for table, rows in _rows(person).items():
            wanted.setdefault(table, []).extend(rows)
    # Not read again afterwards: what another tab writes meanwhile is not of this change, and must outlive its undo.
    after = replace(before, rows=_counted_on(before.rows, wanted))
    store.change(before, after)
    return before, after


def _record(copy: Copy, at: datetime) -> ReadRecord:
    """What stands in a copy; a value that was never written by this program costs its entry, and nothing else."""
    problems = [RecordProblem(f"{row.table} {row.key}".strip(), say("record.damaged")) for row in copy.left_out]
    rows = sorted(copy.rows.get("person", ()), key=lambda row: str(row["id"]))
    people = (_person(row, _of(copy.rows, str(row["id"])), problems) for row in rows)
    return ReadRecord(Record(at, tuple(person for person in people if person is not None)), tuple(problems))


def _everything(store: Store, names: Iterable[str] = ()) -> Copy:
    own = {one.id for one in store.people(with_archived=True) if not one.is_demo}
    return store.copy_of(own | set(names))


def _ids_of_demos(store: Store) -> dict[tuple[str, str], str]:
    """Whose the entries of demo people are: they are no part of a record, and their ids are taken all the same."""
    demos = {one.id for one in store.people(with_archived=True) if one.is_demo}
    rows = store.copy_of(demos, WITH_IDS.values()).rows if demos else {}
    return {
        (part, str(row["id"])): str(row["person_id"]) for part, table in WITH_IDS.items() for row in rows.get(table, ())
    }


def _of(rows: Mapping[str, list[dict[str, Any]]], person_id: str) -> Rows:
    return {
        table: [row for row in found if row.get("person_id") == person_id]
        for table, found in rows.items()
        if table != "person"
    }


def _person(row: Row, own: Rows, problems: list[RecordProblem]) -> PersonRecord | None:
    def made(table: str, make: Callable[[Row], Entry], *order: str) -> tuple[Entry, ...]:
        entries = (_made(make, line, f"{row['name']}, {table}", problems) for line in _by(own, table, *order))
        return tuple(entry for entry in entries if entry is not None)

    current = next((str(one["id"]) for one in own.get("plan", ()) if one["is_current"]), None)
    versions = {f"session:{one['id']}": int(one["version"]) for one in own.get("session", ())}
    versions |= {f"morning:{one['day'].isoformat()}": int(one["version"]) for one in own.get("morning", ())}
    plain: dict[str, Any] = {
        name: made(table, partial(_value, kind), *KEYS[table]) for name, (table, kind) in PLAIN.items()
    }
    preferences = made("preference", _preference, "key")

    def whole(head: Row) -> PersonRecord:
        return PersonRecord(
            id=head["id"],
            name=head["name"],
            units=head["units"],
            created_at=head["created_at"],
            archived_at=head["archived_at"],
            is_demo=head["is_demo"],
            current_plan_id=current,
            assessments=made("assessment", _assessment, "at", "id"),
            plans=made("plan", _plan, "made_at", "id"),
            sessions=_sessions(own, f"{head['name']}, session", problems),
            ladders=made("exposure_ladder", _ladder, "made_at", "id"),
            preferences=dict(preferences),
            versions=versions,
            **plain,
        )

    return _made(whole, row, "person", problems)


def _made(make: Callable[[Row], Entry], row: Row, place: str, problems: list[RecordProblem]) -> Entry | None:
    """What a row holds; None where this program never wrote it, which is told."""
    try:
        return make(row)
    except (AnswerError, ValueError, TypeError, KeyError) as error:
        why = str(error) if isinstance(error, AnswerError) else say("record.damaged")
        problems.append(RecordProblem(place, why))
        return None


def _assessment(row: Row) -> KeptAssessment:
    return KeptAssessment(row["id"], row["at"], json.loads(row["answers"]), row["tier"], row["rules_version"])


def _plan(row: Row) -> KeptPlan:
    return KeptPlan(row["id"], row["made_at"], json.loads(row["payload"]))


def _preference(row: Row) -> tuple[str, Any]:
    value = json.loads(row["value"])
    check_choice(row["key"], value)
    return row["key"], value


def _by(own: Rows, table: str, *names: str) -> list[dict[str, Any]]:
    return sorted(own.get(table, ()), key=lambda row: tuple(row[name] for name in names))


def _value(kind: type[Any], row: Row) -> Any:
    return kind(**{one.name: row[one.name] for one in fields(kind)})


def _sessions(own: Rows, place: str, problems: list[RecordProblem]) -> tuple[SessionEntry, ...]:
    inside: dict[str, dict[str, list[Any]]] = {}
    for part, table, kind in (("exercises", "exercise_entry", ExerciseEntry), ("sets", "set_entry", SetEntry)):
        for row in _by(own, table, "place"):
            entry = _made(partial(_value, kind), row, place, problems)
            if entry is not None:
                inside.setdefault(str(row["session_id"]), {}).setdefault(part, []).append(entry)

    def session(row: Row) -> SessionEntry:
        values: dict[str, Any] = {field.name: row[field.name] for field in fields(SessionEntry) if field.name in row}
        values |= {part: tuple(entries) for part, entries in inside.get(row["id"], {}).items()}
        return SessionEntry(**values)

    sessions = (_made(session, row, place, problems) for row in _by(own, "session", "day", "id"))
    return tuple(entry for entry in sessions if entry is not None)


def _ladder(row: Row) -> ExposureLadder:
    steps = zip(row["steps"], row["exercise_ids"], strict=True)
    return ExposureLadder(
        row["id"],
        row["made_at"],
        row["movement"],
        tuple(ExposureStep(words, exercise_id or None) for words, exercise_id in steps),
        row["closed"],
    )


def _rows(person: PersonRecord) -> Rows:
    whose = {"person_id": person.id}
    rows: Rows = {
        "person": [
            {name: getattr(person, name) for name in ("id", "name", "units", "created_at", "archived_at", "is_demo")}
        ],
        "assessment": [
            {**_fields(one), "answers": json.dumps(dict(one.answers)), **whose} for one in person.assessments
        ],
        "plan": [_plan_row(one, person) for one in person.plans],
        "session": [],
        "exercise_entry": [],
        "set_entry": [],
        "exposure_ladder": [
            {
                **{name: getattr(one, name) for name in ("id", "made_at", "movement", "closed")},
                "steps": tuple(step.words for step in one.steps),
                "exercise_ids": tuple(step.exercise_id or "" for step in one.steps),
                **whose,
            }
            for one in person.ladders
        ],
        "preference": [{"key": key, "value": json.dumps(value), **whose} for key, value in person.preferences.items()],
    }
    for name, (table, _kind) in PLAIN.items():
        rows[table] = [{**_fields(one), **whose} for one in getattr(person, name)]
    for session in person.sessions:
        own = {key: value for key, value in _fields(session).items() if key not in ("exercises", "sets")}
        rows["session"].append({**own, **whose, "entries_written": max(len(session.exercises), len(session.sets))})
        for table, entries in (("exercise_entry", session.exercises), ("set_entry", session.sets)):
            rows[table] += [
                {**_fields(one), **whose, "session_id": session.id, "place": place}
                for place, one in enumerate(entries, start=1)
            ]
    return rows


def _fields(value: Any) -> dict[str, Any]:
    return {one.name: getattr(value, one.name) for one in fields(value)}


def _plan_row(kept: KeptPlan, person: PersonRecord) -> dict[str, Any]:
    plan: Mapping[str, Any] = kept.plan
    return {
        "id": kept.id,
        "person_id": person.id,
        "made_at": kept.made_at,
        "starts_on": date.fromisoformat(plan["starts_on"]),
        "weeks": len(plan["weeks"]),
        "payload": json.dumps(plan, separators=(",", ":"), ensure_ascii=False),
        "catalog_version": str(plan["catalog_version"]),
        "rules_version": str(plan["rules_version"]),
        "is_current": kept.id == person.current_plan_id,
    }


def _counted_on(before: Mapping[str, list[dict[str, Any]]], wanted: Rows) -> Rows:
    """The wanted rows with their counts of writes: as they were where nothing changes, one higher where it does."""
    counted: Rows = {}
    for table, rows in wanted.items():
        names = KEYS[table]
        had = {tuple(row[name] for name in names): row for row in before.get(table, ())}
        counted[table] = [_counted(table, row, had.get(tuple(row[name] for name in names))) for row in rows]
    return {table: rows for table, rows in counted.items() if rows}


def _counted(table: str, row: dict[str, Any], had: Row | None) -> dict[str, Any]:
    if had is None:
        return {**row, "version": 1} if table in VERSIONED else row
    own = {name: had[name] for name in ("place", "entries_written") if name in had}
    row = {**row, **own}
    if table not in VERSIONED:
        return row
    same = all(had[name] == value for name, value in row.items())
    return {**row, "version": int(had["version"]) + (0 if same else 1)}
