"""The journal as a table: nothing lost on the way out and back, nothing that a spreadsheet would run."""

import csv
import io
import os
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.exporting.journal_csv import COLUMNS, FIELD_COLUMNS, Row, guarded, to_csv, unguarded
from core.importing.backwise_csv import from_csv, is_backwise
from core.journal import (
    ExerciseEntry,
    Journal,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SetEntry,
)
from tests.core.builders import CATALOG
from tests.core.exporting.strategies import journals, texts

MANY = 2000 if os.environ.get("CI") else 150
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")
SESSION = SessionEntry(
    id="s1",
    day=DAY,
    started_at=NOW,
    note='=HYPERLINK("http://example.org")',
    exercises=(ExerciseEntry("goblet_squat", pain=2),),
    sets=(SetEntry("goblet_squat", 1, reps=10, load_kg=12.5), SetEntry("goblet_squat", 2, reps=0)),
)
JOURNAL = Journal(
    (SESSION,),
    (MorningEntry(date(2026, 11, 21), "s1", 1, note='fine, "really"\nyes'),),
    (MiniScreenEntry(NOW, ("saddle", "fever")),),
    (OutcomeEntry(DAY, "activity", -2.5, "stairs"),),
)


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@given(journals)
@settings(max_examples=MANY, suppress_health_check=[HealthCheck.too_slow])
def test_any_journal_comes_back_equal(journal: Journal) -> None:
    read = from_csv(to_csv(journal, CATALOG))
    assert read.problems == ()
    assert read.journal == journal


@given(journals)
@settings(max_examples=MANY // 3, suppress_health_check=[HealthCheck.too_slow])
def test_no_cell_of_text_starts_a_formula(journal: Journal) -> None:
    for row in table(to_csv(journal, CATALOG)):
        for column, cell in row.items():
            if column != "value":
                assert not cell.lstrip().startswith(DANGEROUS[:4]), column
                assert not cell.startswith(DANGEROUS), column


@given(texts)
def test_the_guard_comes_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_every_field_of_the_journal_has_its_column() -> None:
    kinds = {
        Row.SESSION: (SessionEntry, {"exercises", "sets"}),
        Row.EXERCISE: (ExerciseEntry, set()),
        Row.SET: (SetEntry, set()),
        Row.MORNING: (MorningEntry, set()),
        Row.CHECK: (MiniScreenEntry, set()),
        Row.OUTCOME: (OutcomeEntry, set()),
    }
    assert set(kinds) == set(Row)
    for kind, (value, apart) in kinds.items():
        assert set(FIELD_COLUMNS[kind]) == set(value.__dataclass_fields__) - apart
        assert set(FIELD_COLUMNS[kind].values()) <= set(COLUMNS)


def test_the_table_is_what_a_person_expects() -> None:
    rows = table(to_csv(JOURNAL, CATALOG))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["row"] for row in rows] == ["session", "exercise", "set", "set", "morning", "check", "outcome"]
    assert rows[0]["note"].startswith("'=")
    assert rows[2]["exercise"] == "Goblet squat"
    assert (rows[2]["load_kg"], rows[3]["load_kg"]) == ("12.5", "")
    assert (rows[2]["rir"], rows[3]["reps"]) == ("", "0")
    assert rows[5]["answers"] == "saddle|fever"
    assert rows[6]["value"] == "-2.5"


def test_a_spreadsheet_may_put_rows_and_columns_in_another_order() -> None:
    rows = table(to_csv(JOURNAL, CATALOG))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(reversed(COLUMNS)))
    writer.writeheader()
    writer.writerows([*rows[1:], rows[0]])
    assert from_csv("\ufeff" + out.getvalue()).journal == JOURNAL


def test_other_files_are_told_apart() -> None:
    assert is_backwise(list(COLUMNS))
    assert not is_backwise(["Date", "Workout Name", "Exercise Name"])
    read = from_csv("Date,Exercise Name\n2026-11-20,Squat\n")
    assert read.journal == Journal()
    assert "not a journal" in str(read.problems[0])
    assert from_csv("").problems


@pytest.mark.parametrize(
    ("row", "column", "cell", "line", "told"),
    [
        (0, "day", "20.11.2026", 2, "must be a day"),
        (0, "started_at", "", 2, "must not be blank"),
        (0, "kind", "nap", 2, "must be one of"),
        (1, "pain", "11", 3, "from 0 to 10"),
        (1, "sharp", "maybe", 3, "yes or no"),
        (2, "reps", "ten", 4, "whole number"),
        (2, "load_kg", "nan", 4, "number from 0"),
        (2, "session_id", "s9", 4, "its session is missing"),
        (3, "set", "1", 2, "stands there twice"),
        (4, "row", "nap", 7, "must be one of session"),
    ],
)
def test_each_problem_is_told_with_its_line_and_the_rest_is_read(
    row: int, column: str, cell: str, line: int, told: str
) -> None:
    rows = table(to_csv(JOURNAL, CATALOG))
    rows[row][column] = cell
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    read = from_csv(out.getvalue())
    assert any(problem.line == line and told in problem.message for problem in read.problems), read.problems
    assert read.journal.outcomes == JOURNAL.outcomes


def test_a_ragged_row_is_a_problem_of_its_own() -> None:
    text = to_csv(replace(JOURNAL, sessions=()), CATALOG)
    read = from_csv(text + "session,2026-11-20\r\n")
    assert [problem.message for problem in read.problems] == ["the row has more or fewer cells than the header"]
    assert read.journal.mornings == JOURNAL.mornings


@given(st.text(max_size=300))
@settings(max_examples=100)
def test_no_text_makes_it_fail(text: str) -> None:
    header = ",".join(COLUMNS)
    assert from_csv(text).problems is not None
    assert from_csv(f"{header}\n{text}").journal is not None
