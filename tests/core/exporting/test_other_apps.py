"""The journal in other apps' shapes: their columns, their dates, their units."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from core.exporting.other_apps import HEVY_COLUMNS, STRONG_COLUMNS, to_hevy_csv, to_strong_csv
from core.journal import ExerciseEntry, Journal, SessionEntry, SetEntry
from core.units import KG_PER_LB, MassUnit
from tests.core.builders import CATALOG
from tests.core.exporting.strategies import journals

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = SessionEntry(
    id="a",
    day=date(2026, 10, 24),
    started_at=datetime(2026, 10, 24, 16, 0, tzinfo=UTC),
    finished_at=datetime(2026, 10, 24, 17, 5, tzinfo=UTC),
    note="=1+1",
    exercises=(ExerciseEntry("goblet_squat", note="slow, deep\nand calm"),),
    sets=(
        SetEntry("goblet_squat", 2, reps=8, load_kg=50 * KG_PER_LB, rir=2),
        SetEntry("goblet_squat", 1, reps=10, load_kg=20.0, rir=5),
        SetEntry("front_plank", 1, seconds=30),
    ),
)
LATER = SessionEntry(
    id="b",
    day=date(2026, 10, 26),
    started_at=datetime(2026, 10, 26, 17, 0, tzinfo=UTC),
    minutes=40,
    sets=(SetEntry("glute_bridge", 1, reps=0),),
)
JOURNAL = Journal((LATER, FIRST))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_strongs_shape() -> None:
    found = rows(to_strong_csv(JOURNAL, CATALOG, MassUnit.KG, BERLIN))
    assert tuple(found[0]) == STRONG_COLUMNS
    assert [(one["Exercise Name"], one["Set Order"], one["Weight"], one["Reps"], one["Seconds"]) for one in found] == [
        ("Goblet squat", "1", "20", "10", "0"),
        ("Goblet squat", "2", "22.6796", "8", "0"),
        (found[2]["Exercise Name"], "1", "0", "0", "30"),
        (found[3]["Exercise Name"], "1", "0", "0", "0"),
    ]
    # 16:00 and 17:00 UTC are both six in the evening in Berlin: clocks went back in between.
    assert [one["Date"] for one in found] == ["2026-10-24 18:00:00"] * 3 + ["2026-10-26 18:00:00"]
    assert [one["Duration"] for one in found] == ["1h 5m"] * 3 + ["40m"]
    assert [one["RPE"] for one in found] == ["", "8", "", ""]
    assert [one["Notes"] for one in found] == ["slow, deep\nand calm", "", "", ""]
    assert [one["Workout Notes"] for one in found] == ["'=1+1", "", "", ""]


def test_hevys_shape() -> None:
    found = rows(to_hevy_csv(JOURNAL, CATALOG, MassUnit.KG, BERLIN))
    assert tuple(found[0]) == HEVY_COLUMNS
    assert [one["start_time"] for one in found] == ["26 Oct 2026, 18:00"] + ["24 Oct 2026, 18:00"] * 3
    assert [one["end_time"] for one in found] == ["26 Oct 2026, 18:40"] + ["24 Oct 2026, 19:05"] * 3
    assert [(one["set_index"], one["weight_kg"], one["reps"], one["duration_seconds"]) for one in found] == [
        ("0", "", "0", ""),
        ("0", "20", "10", ""),
        ("1", "22.6796", "8", ""),
        ("0", "", "", "30"),
    ]
    assert {one["exercise_notes"] for one in found[1:3]} == {"slow, deep\nand calm"}


@pytest.mark.parametrize("weight", [45.0, 2.5, 137.5])
def test_pounds_come_out_as_they_were_typed(weight: float) -> None:
    done = SetEntry("goblet_squat", 1, reps=5, load_kg=weight * KG_PER_LB)
    journal = Journal((SessionEntry(id="a", day=FIRST.day, started_at=FIRST.started_at, sets=(done,)),))
    (hevy,) = rows(to_hevy_csv(journal, CATALOG, MassUnit.LB, UTC))
    (strong,) = rows(to_strong_csv(journal, CATALOG, MassUnit.LB, UTC))
    assert "weight_kg" not in hevy
    assert "distance_miles" in hevy
    assert float(hevy["weight_lbs"]) == float(strong["Weight"]) == weight


@given(journals)
@settings(max_examples=40)
def test_every_set_of_any_journal_goes_out(journal: Journal) -> None:
    sets = sum(len(one.sets) for one in journal.sessions)
    for text in (
        to_strong_csv(journal, CATALOG, MassUnit.LB, UTC),
        to_hevy_csv(journal, CATALOG, MassUnit.KG, UTC),
    ):
        found = rows(text)
        assert len(found) == sets
        assert not any(cell.startswith(("=", "+", "-", "@")) for row in found for cell in row.values())
