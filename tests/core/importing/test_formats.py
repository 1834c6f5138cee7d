"""Each app's export is known by its columns and read for what it says, no more and no less."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, datetime

import pytest

from core.importing import Hints, NeedsColumns, ReadFile, Source, read_file
from core.importing.values import DateOrder, FileRefused, ReadSet, SetKind
from core.units import MassUnit
from tests.core.importing import files

STRONG = files.strong()
FITNOTES = files.fitnotes()


def read(data: bytes, hints: Hints | None = None) -> ReadFile:
    found = read_file(data, hints)
    assert isinstance(found, ReadFile)
    assert found.problems == ()
    return found


def sets_of(found: ReadFile) -> list[ReadSet]:
    return [one for session in found.sessions for one in session.sets]


@pytest.mark.parametrize("name", STRONG)
def test_strong_in_every_form(name: str) -> None:
    found = read(STRONG[name])
    assert found.source is Source.STRONG
    assert [one.start for one in found.sessions] == [datetime(2025, 3, 4, 18, 5)]
    assert found.sessions[0].title == "Legs"
    assert found.asks_unit == (name in ("s2", "s4", "s5"))


def test_strong_tells_warm_ups_rests_and_notes() -> None:
    found = read(STRONG["s5"])
    kinds = [one.kind for one in sets_of(found)]
    assert kinds == [
        SetKind.WARM_UP, SetKind.WORK, SetKind.DROP, SetKind.FAILURE, SetKind.WARM_UP, SetKind.WORK,
    ]  # fmt: skip
    assert found.left_aside == {"rest": 1}
    assert read(STRONG["s6"]).left_aside == {"note": 1}


def test_strong_keeps_identical_sets_and_takes_units_where_they_stand() -> None:
    assert len(sets_of(read(STRONG["s1"]))) == 2
    assert [one.unit for one in sets_of(read(STRONG["s3a"]))] == [MassUnit.LB, MassUnit.KG]
    assert [one.weight for one in sets_of(read(STRONG["s3a"]))] == [176.37, 80.5]
    assert {one.unit for one in sets_of(read(STRONG["s1"]))} == {MassUnit.KG}


def test_a_weight_of_zero_is_no_weight_and_a_forgotten_timer_no_duration() -> None:
    plank = sets_of(read(STRONG["s2"]))[1]
    assert (plank.weight, plank.seconds) == (None, 45)
    assert read(STRONG["s4"]).sessions[0].minutes is None
    assert read(STRONG["s3b"]).sessions[0].minutes == 65


def test_rpe_of_zero_is_none() -> None:
    assert [one.rpe for one in sets_of(read(STRONG["s4"]))] == [9, None, None]


@pytest.mark.parametrize(
    ("start", "moment"),
    [
        ("5 Dec 2025, 11:37", datetime(2025, 12, 5, 11, 37)),
        ("Sep 24, 2024, 4:08 PM", datetime(2024, 9, 24, 16, 8)),
        ("5 Mai 2026, 07:34", datetime(2026, 5, 5, 7, 34)),
        ("11 Nis 2026, 13:05", datetime(2026, 4, 11, 13, 5)),
        ("18 sept. 2026, 17:31", datetime(2026, 9, 18, 17, 31)),
        ("2024-11-05 18:30:00", datetime(2024, 11, 5, 18, 30)),
    ],
)
def test_hevy_in_the_phone_s_language(start: str, moment: datetime) -> None:
    found = read(files.hevy(start, start))
    assert found.source is Source.HEVY
    assert [one.start for one in found.sessions] == [moment]


def test_hevy_s_unit_is_the_column_s_and_blocks_stay_apart() -> None:
    kilograms, pounds = read(files.hevy()), read(files.hevy(header=files.HEVY_LB))
    assert {one.unit for one in sets_of(kilograms)} == {MassUnit.KG}
    assert {one.unit for one in sets_of(pounds)} == {MassUnit.LB}
    assert [one.name for one in sets_of(pounds)].count("Squat (Barbell)") == 4
    assert sets_of(pounds)[0].kind is SetKind.WARM_UP
    assert pounds.sessions[0].minutes == 63


def test_fitbod_is_utc_and_tells_how_many_dumbbells_are_held() -> None:
    found = read(files.fitbod())
    assert found.source is Source.FITBOD
    assert found.in_utc
    assert [one.start for one in found.sessions] == [datetime(2025, 6, 2, 23, 30, tzinfo=UTC)]
    assert [one.hands for one in sets_of(found)] == [2, 2, 2, 1, 1]
    assert [one.kind for one in sets_of(found)][:2] == [SetKind.WARM_UP, SetKind.WORK]


def test_fitnotes_in_three_forms() -> None:
    assert {read(data).source for data in FITNOTES.values()} == {Source.FITNOTES}
    first = sets_of(read(FITNOTES["a"]))[0]
    assert (first.weight, first.unit) == (220.5, MassUnit.LB)
    assert [(one.weight, one.unit) for one in sets_of(read(FITNOTES["c"]))] == [(60, MassUnit.KG), (80, MassUnit.KG)]
    assert [one.kind for one in sets_of(read(FITNOTES["c"]))] == [SetKind.WARM_UP, SetKind.WORK]


def test_fitnotes_puts_names_with_commas_together_again() -> None:
    found = read(FITNOTES["b"])
    assert [one.name for one in sets_of(found)] == ["Lunge (Each Side, Dumbbells)", "Leg Press", "Cycling"]
    assert found.sessions[0].note == "Lunge (Each Side, Dumbbells): left, then right"
    assert all(one.day_only for one in found.sessions)


def test_a_fitnotes_backup_is_read_without_its_plans_and_body_weight() -> None:
    found = read(files.fitnotes_backup())
    assert found.source is Source.FITNOTES
    assert [one.start.date().isoformat() for one in found.sessions] == ["2024-05-01", "2024-05-03"]
    assert [(one.name, one.reps, one.weight, one.seconds) for one in sets_of(found)] == [
        ("Barbell Squat", 5, 80, None),
        ("Barbell Squat", 5, 80, None),
        ("Plank", 0, None, 40),
    ]
    assert found.left_aside == {"plan": 1}


def test_a_database_with_a_write_ahead_log_opens_as_well() -> None:
    data = bytearray(files.fitnotes_backup())
    data[18:20] = b"\x02\x02"
    assert read(bytes(data)).set_rows == 3


def test_another_program_s_database_is_refused() -> None:
    with pytest.raises(FileRefused, match="no readable backup of FitNotes"):
        read_file(files.fitnotes_backup(tables=False))


def test_liftosaur_counts_what_was_completed() -> None:
    found = read(files.liftosaur())
    assert found.source is Source.LIFTOSAUR
    assert [(one.reps, one.weight, one.unit) for one in sets_of(found)] == [
        (5, 45, MassUnit.LB),
        (5, 100, MassUnit.LB),
        (5, 60, MassUnit.KG),
    ]
    assert found.left_aside == {"plan": 1}


def test_a_liftosaur_backup_gives_names_of_built_in_and_own_exercises() -> None:
    found = read(files.liftosaur_backup())
    assert [one.name for one in sets_of(found)] == ["Romanian deadlift, Barbell", "Belt Squat Machine"]
    assert found.sessions[0].minutes == 60


def test_stronglifts_leaves_sets_of_zero_out() -> None:
    for unit in ("KG", "LB"):
        found = read(files.stronglifts(unit))
        assert found.source is Source.STRONGLIFTS
        assert [(one.name, one.reps, one.weight) for one in sets_of(found)] == [
            ("Squat", 5, 55),
            ("Deadlift", 5, 75),
            ("Deadlift", 4, 75),
        ]
        assert {one.unit for one in sets_of(found)} == {MassUnit(unit.lower())}
        assert found.sessions[0].start == datetime(2026, 8, 11, 22, 56)


def test_liftlog_goes_by_its_session_ids() -> None:
    found = read(files.liftlog())
    assert [len(one.sets) for one in found.sessions] == [2, 1]
    assert {one.unit for one in sets_of(found)} == {MassUnit.KG}


def test_jefit_prefers_its_table_of_sets() -> None:
    found = read(files.jefit())
    assert found.source is Source.JEFIT
    assert [(one.name, one.reps, one.weight, one.unit) for one in sets_of(found)] == [
        ("Barbell Squat", 10, 132.2769, MassUnit.LB),
        ("Barbell Squat", 8, 143.2999, MassUnit.LB),
        ("Leg Extension", 12, 40, MassUnit.KG),
    ]


def test_a_plain_table_is_read_by_the_columns_that_the_person_names() -> None:
    found = read_file(files.plain_table())
    assert isinstance(found, NeedsColumns)
    assert found.guesses == {"date": "Fecha", "exercise": "Ejercicio", "reps": "Rep"}
    named = read(files.plain_table(), Hints(columns={**found.guesses, "weight": "Carga"}))
    assert [(one.name, one.weight) for one in sets_of(named)] == [("Sentadilla", 60.5), ("Prensa", 120)]
    assert [one.start.date().isoformat() for one in named.sessions] == ["2024-12-31", "2025-01-02"]
    assert named.asks_unit


def test_a_table_without_the_columns_that_are_needed_says_so() -> None:
    with pytest.raises(FileRefused, match="which columns hold the date"):
        read_file(files.plain_table(), Hints(columns={"date": "Fecha"}))


def test_days_and_months_are_asked_for_where_the_file_leaves_them_open() -> None:
    data = files.table("Date,Exercise,Reps", [("01/02/2025", "Squat", 5), ("03/02/2025", "Squat", 5)])
    columns = {"date": "Date", "exercise": "Exercise", "reps": "Reps"}
    asked = read_file(data, Hints(columns=columns))
    assert isinstance(asked, ReadFile)
    assert asked.asks_order
    assert asked.sessions == ()
    told = read(data, Hints(columns=columns, order=DateOrder.MONTH_FIRST))
    assert [one.start.date().isoformat() for one in told.sessions] == ["2025-01-02", "2025-03-02"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_change_nothing(encoding: str, end: str) -> None:
    data = files.hevy().decode().replace("☀️", "é")
    assert read(data.replace("\n", end).encode(encoding)).set_rows == 7


def test_an_archive_gives_what_is_in_it() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "hello")
        archive.writestr("export.csv", files.hevy())
    assert read(out.getvalue()).source is Source.HEVY


def test_bad_lines_are_told_by_number_and_the_rest_is_read() -> None:
    rows = [(files.AT, "Legs", "1h", "Squat (Barbell)", at, 80, 5, 0, 0, "", "", "") for at in range(1, 9)]
    rows[2] = (files.AT, "Legs", "1h", "Squat (Barbell)", 3, "=1+1", 5, 0, 0, "", "", "")
    rows[4] = (files.AT, "Legs", "1h", "", 5, 80, 5, 0, 0, "", "", "")
    rows[5] = ("not a day", "Legs", "1h", "Squat (Barbell)", 6, 80, -5, 0, 0, "", "", "")
    found = read_file(files.table(files.S4, rows))
    assert isinstance(found, ReadFile)
    assert found.set_rows == 5
    assert [(one.line, one.column, one.value) for one in found.problems] == [
        (4, "weight", "=1+1"),
        (6, "exercise", ""),
        (7, "reps", "-5"),
        (7, "date", "not a day"),
    ][: len(found.problems)]
    assert len(found.problems) >= 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"hello", "no table"),
        (b"PK\x03\x04 no archive", "archive"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00", "no table"),
        (b"x" * (21 * 1024 * 1024), "20 MB"),
        (files.HEVY_KG.encode() + b"\n", "no set"),
        (files.S4.encode() + b"\nnever,a,b,c,d,e,f\n" * 50, "More than half"),
    ],
)
def test_what_cannot_be_read_is_refused_in_plain_words(data: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words) as refused:
        read_file(data)
    assert str(refused.value).endswith(".")


def test_a_backup_of_another_app_in_json_is_no_table() -> None:
    with pytest.raises(FileRefused):
        read_file(json.dumps({"history": 7}).encode())


def test_progress_goes_from_start_to_end() -> None:
    told: list[float] = []
    row = f'{files.AT},"Legs",1h,"Squat (Barbell)",1,80,5,0,0,"","",\n'
    read_file((files.S4 + "\n" + row * 5000).encode(), progress=told.append)
    assert len(told) == 5
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] <= 1
