"""The journal as one CSV table that a spreadsheet shows and Backwise reads back without loss.

Each row is one thing recorded; the column `row` says which: session, exercise, set, morning, check (the safety question
before a session) or outcome. A blank cell is "not recorded", never 0.

Cells cannot run as formulas: a text that a spreadsheet could take for one gets an apostrophe in front, and so does a
text that itself begins with an apostrophe. A reader takes exactly one leading apostrophe off each text, so that nothing
is lost. Numbers, days and moments are written by us and stay bare.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import quote

from core.catalog import Catalog
from core.journal import ExerciseEntry, Journal, MiniScreenEntry, MorningEntry, OutcomeEntry, SessionEntry, SetEntry

APOSTROPHE = "'"
ANSWER_SEPARATOR = "|"
YES, NO = "yes", "no"

# What Excel, LibreOffice and Google's sheets take for the start of a formula, their full-width forms included.
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")

Recorded = SessionEntry | ExerciseEntry | SetEntry | MorningEntry | MiniScreenEntry | OutcomeEntry


class Row(StrEnum):
    """What one row of the table records."""

    SESSION = "session"
    EXERCISE = "exercise"
    SET = "set"
    MORNING = "morning"
    CHECK = "check"
    OUTCOME = "outcome"


COLUMNS = (
    "row", "day", "session_id", "plan_id", "plan_week", "plan_session", "kind", "started_at", "finished_at", "minutes",
    "exercise_id", "exercise", "replaced_id", "set", "reps", "seconds", "load_kg", "rir", "done_at",
    "pain_before", "pain", "pain_worst", "pain_end", "site_before", "site", "spread", "stop_sign", "sharp", "stopped",
    "felt_in", "soreness", "sleep_quality", "energy", "effort", "sleep_disturbed", "answers", "outcome", "label",
    "value", "note",
)  # fmt: skip
"""The header, in order. `exercise` is the exercise's name for people; readers go by `exercise_id`."""


def _alike(names: str) -> dict[str, str]:
    """Fields that stand in a column of the same name."""
    return {name: name for name in names.split()}


FIELD_COLUMNS: Mapping[Row, Mapping[str, str]] = MappingProxyType(
    {
        Row.SESSION: {
            "id": "session_id",
            "week": "plan_week",
            "number": "plan_session",
            **_alike("day plan_id kind started_at finished_at minutes pain_before pain_worst pain_end"),
            **_alike("site_before site spread stop_sign sleep_quality energy effort note"),
        },
        Row.EXERCISE: _alike("exercise_id replaced_id pain site sharp stopped felt_in soreness note"),
        Row.SET: {"number": "set", **_alike("exercise_id reps seconds load_kg rir done_at")},
        Row.MORNING: _alike("day session_id pain sleep_disturbed note"),
        Row.CHECK: {"at": "done_at", "answers": "answers"},
        Row.OUTCOME: {"day": "day", "kind": "outcome", "value": "value", "label": "label"},
    }
)
"""For each kind of row: which field of the journal's value stands in which column."""


def to_csv(journal: Journal, catalog: Catalog) -> str:
    """The whole journal as CSV text (RFC 4180: commas, quotes where needed, CRLF), oldest session first.

    Loads are in kilograms, moments in UTC. Encode with a byte order mark (`utf-8-sig`) where a spreadsheet should open
    it: without one Excel guesses the letters wrong.
    """
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    for row in _rows(journal, catalog):
        writer.writerow({column: as_cell(value) for column, value in row.items()})
    return out.getvalue()


def as_cell(value: object) -> str:
    """One value as the text of its cell, "" for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        # Each answer is encoded, so that one that holds the separator stays one answer.
        return guarded(ANSWER_SEPARATOR.join(quote(str(one), safe="") for one in value))
    return guarded(value) if isinstance(value, str) else repr(value)


def guarded(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet could run it, or where one stands there already."""
    could_run = text.startswith((APOSTROPHE, *FORMULA_SIGNS)) or text.lstrip().startswith(FORMULA_SIGNS)
    return APOSTROPHE + text if could_run else text


def unguarded(cell: str) -> str:
    """The text that `guarded` was given."""
    return cell.removeprefix(APOSTROPHE)


def _rows(journal: Journal, catalog: Catalog) -> Iterator[dict[str, object]]:
    for session in journal.sessions:
        yield _row(Row.SESSION, session)
        placed = {"day": session.day, "session_id": session.id}
        for entry in session.exercises:
            yield _row(Row.EXERCISE, entry) | placed | {"exercise": _name(entry.exercise_id, catalog)}
        for done in session.sets:
            yield _row(Row.SET, done) | placed | {"exercise": _name(done.exercise_id, catalog)}
    yield from (_row(Row.MORNING, morning) for morning in journal.mornings)
    yield from (_row(Row.CHECK, check) for check in journal.mini_screens)
    yield from (_row(Row.OUTCOME, outcome) for outcome in journal.outcomes)


def _row(kind: Row, value: Recorded) -> dict[str, object]:
    return {"row": kind} | {column: getattr(value, field) for field, column in FIELD_COLUMNS[kind].items()}


def _name(exercise_id: str, catalog: Catalog) -> str:
    return catalog[exercise_id].name if exercise_id in catalog else exercise_id
