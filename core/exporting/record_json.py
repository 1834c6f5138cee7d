"""The whole record of one owner as one JSON file, and back with every problem found.

The file is described by data/schemas/record.json (`python -m core.exporting.record_json` writes it anew; a test holds
the two together). Loads are kilograms, moments carry their zone, days are the person's own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import JsonValue, TypeAdapter, ValidationError

from core.ceilings import parsed, values_in
from core.errors import AnswerError, BackwiseError
from core.journal import (
    ID_LENGTH,
    TEXT_LENGTH,
    ExerciseEntry,
    ExposureLadder,
    ExposureStep,
    ExposureTry,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SetEntry,
    check_id,
    check_json,
    check_name,
    check_text,
    check_whole,
    in_utc,
)
from core.knowledge.loading import DATA_DIR
from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.planning import Plan
from core.units import MassUnit
from core.words import Tier

FORMAT = "backwise-record"
VERSION = 1
SCHEMA_FILE = DATA_DIR / "schemas" / "record.json"
MOST_VALUES = whole("limits.file_values")
MOST_PEOPLE, MOST_ENTRIES = whole("record.most_people"), whole("record.most_entries")
MOST_WRITES = 2**31 - 1
MADE_AT, NO_MOMENT = "made_at", datetime(2000, 1, 1, tzinfo=UTC)
"""Where a file says when it was made, and what stands for a time that nobody can know."""
MOST_PROBLEMS = 500
"""So many are told; the rest is counted in a last one."""


class RecordUnreadable(BackwiseError):
    """The file is no record of Backwise, or cut off."""


class RecordTooLarge(RecordUnreadable):
    """More people or entries than anybody keeps."""


class RecordTooNew(BackwiseError):
    """A newer version of Backwise wrote the file."""


@dataclass(frozen=True)
class KeptAssessment:
    """One screening: the answers as they were given, and what the triage made of them."""

    id: str
    at: datetime
    answers: Mapping[str, JsonValue]
    tier: Tier
    rules_version: str

    def __post_init__(self) -> None:
        check_id(self.id, "The screening")
        object.__setattr__(self, "at", in_utc(self.at, "The time of the screening"))
        check_json(dict(self.answers), "The answers", TEXT_LENGTH)
        check_id(self.rules_version, "The version of the rules")


@dataclass(frozen=True)
class KeptPlan:
    """One plan with the moment of its making; `plan` has the shape of the schema's Plan."""

    id: str
    made_at: datetime
    plan: Mapping[str, JsonValue]

    def __post_init__(self) -> None:
        check_id(self.id, "The plan")
        object.__setattr__(self, "made_at", in_utc(self.made_at, "The time of the plan"))
        check_json(dict(self.plan), "The plan", TEXT_LENGTH)


@dataclass(frozen=True, kw_only=True)
class PersonRecord:
    """Everything on one person.

    `current_plan_id` names the plan in force. `versions` counts how often an entry was written where that is known:
    "session:<id>" and "morning:<day>" to a number; of two copies of an entry the higher one is the newer.
    """

    id: str
    name: str
    units: MassUnit
    created_at: datetime
    archived_at: datetime | None = None
    is_demo: bool = False
    current_plan_id: str | None = None
    assessments: tuple[KeptAssessment, ...] = ()
    plans: tuple[KeptPlan, ...] = ()
    sessions: tuple[SessionEntry, ...] = ()
    mornings: tuple[MorningEntry, ...] = ()
    mini_screens: tuple[MiniScreenEntry, ...] = ()
    outcomes: tuple[OutcomeEntry, ...] = ()
    ladders: tuple[ExposureLadder, ...] = ()
    tries: tuple[ExposureTry, ...] = ()
    preferences: Mapping[str, JsonValue] = field(default_factory=lambda: MappingProxyType({}))
    versions: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))

    def __post_init__(self) -> None:
        check_id(self.id, "The person")
        check_name(self.name)
        object.__setattr__(self, "created_at", in_utc(self.created_at, "The day of joining"))
        if self.archived_at is not None:
            object.__setattr__(self, "archived_at", in_utc(self.archived_at, "The day of leaving"))
        if self.current_plan_id is not None:
            check_id(self.current_plan_id, "The plan in force")
        for key, value in self.preferences.items():
            check_choice(key, value)
        for key, count in self.versions.items():
            check_count(key, count)


def check_choice(key: object, value: object) -> None:
    """Refuse a preference that could not be kept.

    Raises:
        AnswerError: its name or its value is none of ours.
    """
    check_id(key, "The name of a choice")
    check_json(value, "A choice", TEXT_LENGTH)


def check_count(key: object, count: object) -> None:
    """Refuse what counts no writes.

    Raises:
        AnswerError: its name or its number is none of ours.
    """
    check_text(key, "What was written", 2 * ID_LENGTH)
    check_whole(count, "A count of writes", 0, MOST_WRITES)


@dataclass(frozen=True)
class Record:
    """The record of one owner at one moment."""

    made_at: datetime
    people: tuple[PersonRecord, ...] = ()


@dataclass(frozen=True)
class RecordProblem:
    """One thing that could not be read: where in the file, and why."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True)
class ReadRecord:
    """A record read from a file, without the entries that have a problem, and all problems."""

    record: Record
    problems: tuple[RecordProblem, ...]


@dataclass(frozen=True, kw_only=True)
class _File:
    """A Backwise record: everything kept for one owner.

    `note` is for whoever looks inside: who must not train now, and why. It is not read back; older files have none.
    """

    format: str
    version: int
    made_at: datetime
    note: str = ""
    people: tuple[PersonRecord, ...]


_FILE = TypeAdapter(_File)
ENTRIES: Mapping[str, TypeAdapter[Any]] = {
    "assessments": TypeAdapter(KeptAssessment),
    "plans": TypeAdapter(KeptPlan),
    "sessions": TypeAdapter(SessionEntry),
    "mornings": TypeAdapter(MorningEntry),
    "mini_screens": TypeAdapter(MiniScreenEntry),
    "outcomes": TypeAdapter(OutcomeEntry),
    "ladders": TypeAdapter(ExposureLadder),
    "tries": TypeAdapter(ExposureTry),
}
"""The lists of a person's record, with what each entry is."""
_KINDS: Mapping[str, type[Any]] = {
    "assessments": KeptAssessment,
    "plans": KeptPlan,
    "sessions": SessionEntry,
    "mornings": MorningEntry,
    "mini_screens": MiniScreenEntry,
    "outcomes": OutcomeEntry,
    "ladders": ExposureLadder,
    "tries": ExposureTry,
}
_MOMENT = TypeAdapter(datetime)
_INNER: Mapping[str, type[Any]] = {"exercises": ExerciseEntry, "sets": SetEntry, "steps": ExposureStep}
_ENTRIES_OF_A_SESSION: Mapping[str, TypeAdapter[Any]] = {
    "exercises": TypeAdapter(ExerciseEntry),
    "sets": TypeAdapter(SetEntry),
}
_HEAD: Mapping[str, TypeAdapter[Any]] = {
    "name": TypeAdapter(str),
    "units": TypeAdapter(MassUnit),
    "created_at": TypeAdapter(datetime),
    "archived_at": TypeAdapter(datetime | None),
    "is_demo": TypeAdapter(bool),
    "current_plan_id": TypeAdapter(str | None),
    "preferences": TypeAdapter(dict[str, Any]),
    "versions": TypeAdapter(dict[str, Any]),
}
"""What a person has beside lists; whatever of it cannot be read is told, and something plain stands in its place."""


def to_json(record: Record, note: str = "") -> str:
    """The record as JSON text, indented for whoever looks inside; `note` stands at its head and is not read back."""
    file = _File(format=FORMAT, version=VERSION, made_at=record.made_at, note=note, people=record.people)
    return _FILE.dump_json(file, indent=1).decode()


def from_json(text: str) -> ReadRecord:
    """The record of a file; an entry with a problem is left out and told, the others are read.

    Raises:
        RecordUnreadable: the file is not JSON, or no record of Backwise.
        RecordTooLarge: it holds more than anybody's record.
        RecordTooNew: a newer version wrote it.
    """
    raw = _parsed(text)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT or type(raw.get("version")) is not int:
        raise RecordUnreadable(say("record.not_ours"))
    if raw["version"] > VERSION:
        raise RecordTooNew(say("record.newer", version=raw["version"], known=VERSION))
    problems: list[RecordProblem] = list(_unknown(raw, _File, ""))
    people = raw.get("people")
    if not isinstance(people, list) or "made_at" not in raw:
        raise RecordUnreadable(say("record.not_ours"))
    _refuse_large(people)
    made_at = _made_at(raw["made_at"], problems)
    read = [_person(entry, f"people[{at}]", made_at or NO_MOMENT, problems) for at, entry in enumerate(people)]
    known: dict[str, PersonRecord] = {}
    for at, person in enumerate(read):
        if person is not None and person.id in known:
            problems.append(RecordProblem(f"people[{at}]", say("record.twice")))
        elif person is not None:
            known[person.id] = person
    made_at = made_at or newest_moment(known.values())
    if made_at is None:
        raise RecordUnreadable(say("record.not_ours"))
    return ReadRecord(Record(made_at, tuple(known.values())), shortened(problems))


def newest_moment(people: Collection[PersonRecord], until: datetime | None = None) -> datetime | None:
    """The newest moment of any entry of these people, of those not after `until`; None where there is none."""
    moments = [person.created_at for person in people]
    for person in people:
        for dated in (person.assessments, person.mini_screens, person.tries):
            moments += [entry.at for entry in dated]
        for made in (person.plans, person.ladders):
            moments += [entry.made_at for entry in made]
        moments += [entry.finished_at or entry.started_at for entry in person.sessions]
    return max((moment for moment in moments if until is None or moment <= until), default=None)


def _made_at(raw: Any, problems: list[RecordProblem]) -> datetime | None:
    try:
        return in_utc(_MOMENT.validate_python(raw), "The time of the file")
    except (ValidationError, OverflowError, AnswerError):
        problems.append(RecordProblem(MADE_AT, say("record.made_at")))
        return None


def shortened(problems: Sequence[RecordProblem]) -> tuple[RecordProblem, ...]:
    """The first problems, and how many more there are."""
    if len(problems) <= MOST_PROBLEMS:
        return tuple(problems)
    more = len(problems) - MOST_PROBLEMS + 1
    return (*problems[: MOST_PROBLEMS - 1], RecordProblem("…", say("record.more_problems", count=more)))


def _refuse_large(people: list[Any]) -> None:
    """Before anything is made of it: a small file may name more people than a village has."""
    if len(people) > MOST_PEOPLE:
        raise RecordTooLarge(say("record.many_people", most=MOST_PEOPLE))
    lists = (entry.get(name) for entry in people if isinstance(entry, dict) for name in (*ENTRIES, "preferences"))
    if sum(len(entries) for entries in lists if isinstance(entries, list | dict)) > MOST_ENTRIES:
        raise RecordTooLarge(say("record.many_entries", most=MOST_ENTRIES))


def record_schema() -> dict[str, Any]:
    """The JSON Schema of the file, plans included."""
    schema = _FILE.json_schema()
    plan = TypeAdapter(Plan).json_schema()
    definitions = schema["$defs"] | plan.pop("$defs") | {"Plan": plan}
    anything = definitions["KeptPlan"]["properties"]["plan"]
    definitions["KeptPlan"]["properties"]["plan"] = {
        "anyOf": [{"$ref": "#/$defs/Plan"}, anything],
        "description": "A plan of this version, or one of another version kept as it was.",
    }
    schema["properties"]["format"] = {"const": FORMAT}
    schema["properties"]["version"] = {"const": VERSION}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Backwise record",
        **schema,
        "$defs": dict(sorted(definitions.items())),
    }


def _parsed(text: str) -> Any:
    if values_in(text) > MOST_VALUES:
        raise RecordTooLarge(say("limits.file"))
    try:
        return parsed(text.removeprefix("\ufeff"))
    except ValueError as error:
        raise RecordUnreadable(say("record.not_ours")) from error


def _person(raw: Any, place: str, made_at: datetime, problems: list[RecordProblem]) -> PersonRecord | None:
    if not isinstance(raw, dict):
        problems.append(RecordProblem(place, say("record.no_entry")))
        return None
    problems += _unknown(raw, PersonRecord, place)
    try:
        bare = PersonRecord(id=raw["id"], name=say("record.nameless"), units=MassUnit.KG, created_at=made_at)
    except (KeyError, AnswerError):
        problems.append(RecordProblem(place, say("record.no_id")))
        return None
    lists: dict[str, Any] = {}
    for name in ENTRIES:
        rows = raw.get(name, [])
        if not isinstance(rows, list):
            problems.append(RecordProblem(f"{place}.{name}", say("record.no_list")))
            rows = []
        entries = (_entry(name, row, f"{place}.{name}[{at}]", problems) for at, row in enumerate(rows))
        lists[name] = tuple(entry for entry in entries if entry is not None)
    return replace(_with_head(bare, raw, place, problems), **lists)


def _with_head(bare: PersonRecord, raw: Mapping[str, Any], place: str, problems: list[RecordProblem]) -> PersonRecord:
    """The person with everything beside lists, each part for itself: a broken name costs no journal."""
    person = bare
    for name, kind in _HEAD.items():
        if name not in raw and name not in ("name", "units", "created_at"):
            continue
        try:
            value = kind.validate_python(raw.get(name))
            if name in ("preferences", "versions"):
                check = check_choice if name == "preferences" else check_count
                value = _kept(value, check, f"{place}.{name}", problems)
            person = replace(person, **{name: value})
        except ValidationError as error:
            problems += _told(error, f"{place}.{name}")
        except AnswerError as error:
            problems.append(RecordProblem(f"{place}.{name}", str(error)))
    return person


def _kept(
    pairs: Mapping[str, Any], check: Callable[[object, object], None], place: str, problems: list[RecordProblem]
) -> dict[str, Any]:
    """The pairs that pass, and a problem for each other one."""
    kept: dict[str, Any] = {}
    for key, value in pairs.items():
        try:
            check(key, value)
            kept[key] = value
        except AnswerError as error:
            problems.append(RecordProblem(f"{place}.{ascii(key[:ID_LENGTH])[1:-1]}", str(error)))
    return kept


def _entry(name: str, raw: Any, place: str, problems: list[RecordProblem]) -> Any:
    if isinstance(raw, dict):
        problems += _unknown(raw, _KINDS[name], place)
        for part, kind in _INNER.items():
            inner = raw.get(part)
            if isinstance(inner, list):
                for at, row in enumerate(inner):
                    if isinstance(row, dict):
                        problems += _unknown(row, kind, f"{place}.{part}[{at}]")
                if part in _ENTRIES_OF_A_SESSION:
                    # One set that cannot be read costs that set, not the session.
                    adapter = _ENTRIES_OF_A_SESSION[part]
                    entries = (_value(adapter, row, f"{place}.{part}[{at}]", problems) for at, row in enumerate(inner))
                    raw = {**raw, part: [entry for entry in entries if entry is not None]}
    return _value(ENTRIES[name], raw, place, problems)


def _value(adapter: TypeAdapter[Any], raw: Any, place: str, problems: list[RecordProblem]) -> Any:
    try:
        return adapter.validate_python(raw)
    except OverflowError:
        problems.append(RecordProblem(place, say("record.no_moment")))
    except ValidationError as error:
        problems += _told(error, place)
    except BackwiseError as error:
        # The journal's values check themselves and say what is wrong in words.
        problems.append(RecordProblem(place, str(error)))
    return None


def _unknown(raw: Mapping[str, Any], kind: type[Any], place: str) -> Iterator[RecordProblem]:
    """Fields that this version does not know: told, so that nothing is lost in silence."""
    known = {one.name for one in fields(kind)}
    for name in raw:
        if name not in known:
            yield RecordProblem(f"{place}.{name}".lstrip("."), say("record.unknown_field"))


def _told(error: ValidationError, place: str) -> Iterator[RecordProblem]:
    for one in error.errors(include_url=False):
        inside = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in one["loc"])
        yield RecordProblem(f"{place}{inside}", one["msg"])


@cache
def schema_text() -> str:
    """The schema as it stands in its file."""
    return json.dumps(record_schema(), indent=1, ensure_ascii=False) + "\n"


def write_schema(path: Path = SCHEMA_FILE) -> None:
    """Write the schema's file anew."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(schema_text(), encoding="utf-8")


if __name__ == "__main__":
    write_schema()
