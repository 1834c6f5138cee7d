"""Small files in the shape of each app's export, made up here."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

Rows = Sequence[Sequence[object]]


def table(header: str, rows: Rows, delimiter: str = ",", end: str = "\n", quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting)
    if header:
        writer.writerow(header.split(delimiter))
    writer.writerows(rows)
    return out.getvalue().encode()


S1 = "Date,Workout Name,Exercise Name,Set Order,kg,Reps,km,Seconds,Notes"
S2 = "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes"
S3 = (
    "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;Seconds;Notes;"
    "Workout Notes"
)
S4 = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
S6 = (
    "Workout #;Date;Workout Name;Duration (sec);Exercise Name;Set Order;Weight (kg);Reps;RPE;Distance (meters);Seconds;"
    "Notes;Workout Notes"
)
AT = "2025-03-04 18:05:00"


def strong() -> Mapping[str, bytes]:
    """The six header forms, the one without a header, and the odd tokens of one file."""
    return {
        "s1": table(
            S1,
            [(AT, "Legs", "Squat", 0, 80, 5, 0, 0, ""), (AT, "Legs", "Squat", 1, 80, 5, 0, 0, "")],
            end="\r\n",
        ),
        "s2": table(
            S2,
            [
                (AT, "Legs", "Leg Press", 1, 120, 10, 0, 0, "easy", "fine"),
                (AT, "Legs", "Plank", 1, 0, 0, 0, 45, "", ""),
            ],
        ),
        "s3a": table(
            S3,
            [
                (AT, "Legs", "Squat (Barbell)", 1, "176.37", "lbs", 5, "8", "", "", 0, "", ""),
                (AT, "Legs", "Squat (Barbell)", 2, "80,5", "kg", 5, "8.5", "", "", 0, "", ""),
            ],
            delimiter=";",
        ),
        "s3b": table(
            S3 + ";Workout Duration",
            [(AT, "Legs", "Lunge (Dumbbell)", 1, 10, "kg", 12, "", 1.5, "mi.", 0, "", "", "1h 5m")],
            delimiter=";",
        ),
        "s4": table(
            S4,
            [
                (AT, "Legs", "93h 22m", "Deadlift (Barbell)", 1, 100.0, 5, 0, 0, "two\nlines, one; note", "", 9),
                (AT, "Legs", "93h 22m", "Deadlift (Barbell)", 2, 100.0, 5, 0, 0, "", "", ""),
                (AT, "Legs", "93h 22m", "Bench Press (Barbell)", 1, 60, 8, 0, 0, "", "", 0),
            ],
        ),
        "s5": table(
            S4,
            [
                (AT, "Legs", "55m", "Squat (Barbell)", "W", 20.0, 8.0, 0, 0.0, "", "", ""),
                (AT, "Legs", "55m", "Squat (Barbell)", "Rest Timer", 0, 0, 0, 90.0, "", "", ""),
                (AT, "Legs", "55m", "Squat (Barbell)", "1", 60.0, 8.0, 0, 0.0, "", "", ""),
                (AT, "Legs", "55m", "Squat (Barbell)", "D", 40.0, 8.0, 0, 0.0, "", "", ""),
                (AT, "Legs", "55m", "Squat (Barbell)", "F", 40.0, 9.0, 0, 0.0, "", "", ""),
                (AT, "Legs", "55m", "Squat (Barbell)", "WARM_UP", 20.0, 8.0, 0, 0.0, "", "", ""),
                (AT, "Legs", "55m", "Pull Up (Assisted)", "1", 30.0, 8.0, 0, 0.0, "", "", ""),
            ],
        ),
        "s6": table(
            S6,
            [
                (1, AT, "Legs", 3300, "Goblet Squat (Kettlebell)", 1, "13.6077711", 10, "", "", "", "", "done"),
                (1, AT, "Legs", 3300, "Goblet Squat (Kettlebell)", "Note", "", "", "", "", "", "felt it", "done"),
                (1, AT, "Legs", 3300, "Plank", 1, "", "", "", "", 60.0, "", "done"),
            ],
            delimiter=";",
            quoting=csv.QUOTE_ALL,
        ),
        "none": table(
            "",
            [
                (AT, "Legs", "Squat (Barbell)", 1, 80, "kg", 5, 8, "", "", 0, "", ""),
                (AT, "Legs", "Squat (Barbell)", 2, 80, "kg", 4, 9, "", "", 0, "", ""),
            ],
            delimiter=";",
        ),
    }


HEVY_KG = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,reps,"
    "distance_km,duration_seconds,rpe"
)
HEVY_LB = HEVY_KG.replace("weight_kg", "weight_lbs").replace("distance_km", "distance_miles")


def hevy(start: str = "5 Dec 2025, 11:37", end: str = "5 Dec 2025, 12:40", header: str = HEVY_KG) -> bytes:
    """Two blocks of one exercise with other work between them, a warm-up, and sets without a weight."""

    def row(name: str, index: int, kind: str, weight: object, reps: object, seconds: object = "") -> tuple[object, ...]:
        return ("Legs ☀️", start, end, "good day", name, "", "", index, kind, weight, reps, "", seconds, "8.5")

    return table(
        header,
        [
            row("Squat (Barbell)", 0, "warmup", 20, 10),
            row("Squat (Barbell)", 1, "normal", 22.68, 8),
            row("Leg Extension (Machine)", 0, "normal", 45.36, 12),
            row("Squat (Barbell)", 0, "normal", 22.68, 8),
            row("Squat (Barbell)", 1, "failure", 24.95, 6),
            row("Crunch", 0, "dropset", "", 20),
            row("Plank", 0, "normal", "", "", 60),
        ],
        quoting=csv.QUOTE_NONNUMERIC,
    )


FITBOD = "Date,Exercise,Reps,Weight(kg),Duration(s),Distance(m),Incline,Resistance,isWarmup,Note,multiplier"


def fitbod() -> bytes:
    rows = "\n".join(
        f"2025-06-02 23:30:00 +0000,{name}, {reps},{weight},{seconds},0.0,0.0,0.0,{warm_up},, {multiplier}"
        for name, reps, weight, seconds, warm_up, multiplier in (
            ("Dumbbell Lunge", 10, 6.803894, 0.0, "true", 4.0),
            ("Dumbbell Lunge", 10, 20.41168092460379, 0.0, "false", 4.0),
            ("Dumbbell Lunge", 10, 20.41168092460379, 0.0, "false", 4.0),
            ("Hip Thrust", 12, 0.0, 0.0, "false", 1.0),
            ("Plank", 0, 0.0, 45.0, "false", 0.0),
        )
    )
    return f"{FITBOD}\n{rows}\n\n".encode()


def fitnotes() -> Mapping[str, bytes]:
    """Three forms; the name with commas is not quoted."""
    a = "Date,Exercise,Category,Weight (lbs),Reps,Distance,Distance Unit,Time"
    b = "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment"
    c = "Date,Exercise,Category,Weight (kg),Weight (lbs),Reps,Distance,Distance Unit,Time,Notes,Kind"
    return {
        "a": f"{a}\n2025-01-02,Barbell Squat,Legs,220.5,5,,,\n2025-01-02,Plank,Abs,,,,,0:00:40".encode(),
        "b": (
            f'{b}\n2025-01-02,Lunge (Each Side, Dumbbells),Legs,12.0,kgs,10,,,,"left, then right"\n'
            '2025-01-03,Leg Press,Legs,100.0,kgs,8,,,,""\n2025-01-03,Cycling,Cardio,,,,5.0,km,0:15:00,""'
        ).encode(),
        "c": (
            f"{c}\n2025-01-02,Hip Thrust,Legs,60,132.3,8,,,,,warmup\n2025-01-02,Hip Thrust,Legs,80,176.4,8,,,,,"
        ).encode(),
    }


def fitnotes_backup(*, tables: bool = True) -> bytes:
    """An SQLite backup, or another program's database."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "backup.fitnotes")
        connection = sqlite3.connect(path)
        if tables:
            connection.executescript(
                """
                CREATE TABLE exercise(_id INTEGER PRIMARY KEY, name TEXT, category_id INTEGER);
                CREATE TABLE training_log(_id INTEGER PRIMARY KEY, exercise_id INTEGER, date DATE,
                    metric_weight INTEGER, reps INTEGER, distance INTEGER, duration_seconds INTEGER,
                    is_complete INTEGER);
                CREATE TABLE BodyWeight(_id INTEGER PRIMARY KEY, date TEXT, body_weight_metric REAL);
                INSERT INTO exercise VALUES (1, 'Barbell Squat', 1), (2, 'Plank', 2);
                INSERT INTO training_log VALUES (1, 1, '2024-05-01', 80, 5, 0, 0, 0),
                    (2, 1, '2024-05-01', 80, 5, 0, 0, 0),
                    (3, 2, '2024-05-03', 0, 0, 0, 40, 0), (4, 1, '2024-05-03', 0, 0, 0, 0, 0);
                INSERT INTO BodyWeight VALUES (1, '2024-05-01', 80.0);
                """
            )
        else:
            connection.executescript("CREATE TABLE people(name TEXT); INSERT INTO people VALUES ('nobody');")
        connection.commit()
        connection.close()
        return path.read_bytes()


def liftosaur() -> bytes:
    header = (
        "Workout DateTime,Program,Day Name,Exercise,Is Warmup Set?,Required Reps,Completed Reps,Is AMRAP?,Required RPE,"
        "Completed RPE,Log RPE?,Required Weight Value,Required Weight Unit,Completed Weight Value,"
        "Completed Weight Unit,Ask Weight?,Completed Reps Time,Target Muscles,Synergist Muscles,Notes"
    )

    def row(name: str, warm_up: int, done: object, weight: object, unit: str = "lb") -> tuple[object, ...]:
        at = "2025-05-20T05:00:00.000Z"
        load = (weight, unit)
        return (at, "Own", "Day 1", name, warm_up, 5, done, 0, "", "8", 0, *load, *load, 0, at, "", "", "")

    return table(
        header,
        [row("Squat", 1, 5, 45), row("Squat", 0, 5, 100), row("Squat", 0, "", 100), row("Deadlift", 0, 5, 60, "kg")],
    )


def liftosaur_backup() -> bytes:
    def entry(exercise: dict[str, str], sets: list[dict[str, object]]) -> dict[str, object]:
        return {"exercise": exercise, "warmupSets": [], "sets": sets}

    done = {"completedReps": 5, "completedWeight": {"value": 100, "unit": "lb"}, "completedRpe": 8}
    state = {
        "settings": {"exercises": {"own1": {"name": "Belt Squat Machine"}}},
        "history": [
            {
                "startTime": 1747717200000,
                "endTime": 1747720800000,
                "dayName": "Day 1",
                "entries": [
                    entry({"id": "romanianDeadlift", "equipment": "barbell"}, [done, {"completedReps": None}]),
                    entry({"id": "own1"}, [done]),
                ],
            }
        ],
    }
    return json.dumps({"storage": state}).encode()


def stronglifts(unit: str = "KG") -> bytes:
    header = (
        "Date (yyyy/mm/dd),Workout,Workout Name,Program Name,Body Weight (KG),Exercise,Sets×Reps,Top Set (Reps×KG),"
        "Duration (hours),Start Time (h:mm),End Time (h:mm),Notes,Set 1 (Reps), Set 1 (KG),Set 2 (Reps),Set 2  (KG)"
    ).replace("KG", unit)
    row = ("2026/08/11", 1, "Workout A", "5×5", 80, "Squat", "5/-", "5×55", 0.5, "10:56 PM", "11:26 PM", "")
    return b"\xef\xbb\xbf" + table(header, [(*row, 5, 55, 0, 55), (*row[:5], "Deadlift", *row[6:], 5, 75, 4, 75)])


def liftlog() -> bytes:
    header = "SessionId,Timestamp,Exercise,Weight,WeightUnit,Reps,TargetReps,Notes"
    return table(
        header,
        [
            ("a1", "2026-02-03T10:00:00", "Squat", 60, "Kilograms", 5, 5, ""),
            ("a1", "2026-02-03T10:04:00", "Squat", 60, "Kilograms", 5, 5, ""),
            ("b2", "2026-02-05T10:00:00", "Leg Press", 100, "Kilograms", 8, 8, ""),
        ],
    )


def jefit() -> bytes:
    return "\n".join(
        (
            "### SETTING ####",
            "_id,USERID,mass",
            "1,7,kg",
            "### WORKOUT SESSIONS ####",
            "rowid,_id,USERID,edit_time,day_id,total_time,workout_time,rest_time,wasted_time,total_exercises,starttime,endtime",
            "1,77,7,0,1,3600,3000,600,0,2,1747717200,1747720800",
            "",
            "### EXERCISE LOGS ####",
            "USERID,TIMESTAMP,belongSys,logs,_id,record,mydate,eid,ename,day_item_id,belongsession,logTime",
            '7,1747999999,1,"60x10,65x8",501,65,2025-05-20,1,Barbell Squat,1,77,0',
            '7,1747999999,1,"40x12",502,40,2025-05-20,2,Leg Extension,1,77,0',
            "### EXERCISE SET LOGS ####",
            "_id,userid,exercise_log_id,set_index,weight_lbs,reps,calories,distance_mi,speed_mph,laps,duration",
            "1,7,501,2,143.2999,8,0,0,0,0,0",
            "2,7,501,1,132.2769,10,0,0,0,0,0",
        )
    ).encode()


def plain_table() -> bytes:
    header = "Fecha;Ejercicio;Rep;Carga"
    return table(header, [("31/12/2024", "Sentadilla", 8, "60,5"), ("02/01/2025", "Prensa", 10, "120")], delimiter=";")


def everything() -> Mapping[str, bytes]:
    """One file of each kind."""
    return {
        **{f"strong.{name}": data for name, data in strong().items()},
        "hevy.kg": hevy(),
        "hevy.lb": hevy(header=HEVY_LB),
        "hevy.pt": hevy("5 Mai 2026, 07:34", "5 Mai 2026, 08:10"),
        "fitbod": fitbod(),
        **{f"fitnotes.{name}": data for name, data in fitnotes().items()},
        "fitnotes.backup": fitnotes_backup(),
        "liftosaur": liftosaur(),
        "liftosaur.json": liftosaur_backup(),
        "stronglifts": stronglifts(),
        "liftlog": liftlog(),
        "jefit": jefit(),
        "table": plain_table(),
    }
