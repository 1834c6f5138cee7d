"""Names: the list decides, tidied names decide, what merely looks alike is only offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.catalog import load_catalog
from core.errors import DataError
from core.importing import Source, load_aliases
from core.importing.names import tidy
from core.knowledge.loading import DATA_DIR

CATALOG = load_catalog()
ALIASES = load_aliases()


@pytest.mark.parametrize(
    ("name", "exercise_id"),
    [
        ("Squat (Barbell)", "high_bar_squat"),
        ("barbell  squats", "high_bar_squat"),
        ("Farmer’s Walk", "farmer_carry"),
        ("Plank 1:00", "plank"),
        ("DB RDL", "dumbbell_rdl"),
        ("Split Squats (Each Side)", "split_squat"),
        ("Standing Calf Raises (Machine)", "loaded_calf_raise"),
        ("One Leg Press (Machine)", "single_leg_press"),
        ("LEG PRESS", "leg_press"),
    ],
)
def test_a_name_is_known_however_it_is_written(name: str, exercise_id: str) -> None:
    match = ALIASES.match(name)
    assert match is not None
    assert match.exercise_id == exercise_id


def test_names_that_look_alike_and_are_not() -> None:
    assert ALIASES.match("Hack Squat", Source.STRONG) == ALIASES.match("Hack Squat (Machine)", Source.HEVY)
    hevy = ALIASES.match("Hack Squat", Source.HEVY)
    assert hevy is not None
    assert hevy.near
    assert hevy.exercise_id != "hack_squat"
    assert ALIASES.match("Cable Kickback", Source.STRONG) is None
    assert ALIASES.is_elsewhere("Cable Kickback", Source.STRONG)
    kickback = ALIASES.match("Single Leg Kickback", Source.FITBOD)
    assert kickback is not None
    assert kickback.exercise_id == "quadruped_hip_extension"
    side = ALIASES.match("Side Bridge", Source.FITBOD)
    assert side is not None
    assert side.exercise_id == "side_plank"
    raised = ALIASES.match("Flat Leg Raise", Source.STRONG)
    assert raised is not None
    assert raised.exercise_id == "double_leg_raise"


def test_loads_of_what_is_only_close_are_no_guide() -> None:
    for name in ("Seated Leg Press (Machine)", "Leg Press Horizontal (Machine)", "Crunch (Machine)", "Leg Curl"):
        match = ALIASES.match(name)
        assert match is not None, name
        assert match.near, name


@pytest.mark.parametrize(
    "name",
    [
        "Bench Press (Barbell)",
        "Push Up on Knees",
        "Bicep Curl (Dumbbell)",
        "Lat Pulldown (Cable)",
        "Running",
        "Lateral Raise",
    ],
)
def test_upper_body_and_endurance_ask_nobody(name: str) -> None:
    assert ALIASES.match(name) is None
    assert ALIASES.is_elsewhere(name)


@pytest.mark.parametrize("name", ["Standing Leg Side Hold", "Backwards Sled", "Sentadilla búlgara", "Legs day thing"])
def test_what_merely_looks_alike_is_asked(name: str) -> None:
    assert ALIASES.match(name) is None
    assert not ALIASES.is_elsewhere(name)


@pytest.mark.parametrize(
    ("name", "among"),
    [
        ("Leg Presss 45", "leg_press"),
        ("Bulgarian Squat Dumbbells", "bulgarian_split_squat"),
        ("Hiptrust", "hip_thrust"),
    ],
)
def test_suggestions_hold_what_was_meant(name: str, among: str) -> None:
    suggestions = ALIASES.suggestions(name)
    assert among in suggestions
    assert len(suggestions) <= 5
    assert all(one in CATALOG for one in suggestions)


def test_tidying_is_stable() -> None:
    assert tidy("Squat (Barbell)") == tidy("BARBELL SQUATS") == "barbell squat"
    assert tidy(tidy("Single-Leg Romanian Deadlift (Dumbbell)")) == tidy("Single-Leg Romanian Deadlift (Dumbbell)")
    assert tidy("") == tidy("123 (4)") == ""


def test_every_own_name_means_its_exercise_unless_the_list_says_otherwise() -> None:
    for exercise in CATALOG:
        match = ALIASES.match(exercise.name)
        assert match is not None
        assert exercise.id in (match.exercise_id, match.unloaded), exercise.name


def test_a_broken_list_tells_file_line_and_field(tmp_path: Path) -> None:
    for folder in ("exercises", "aliases"):
        (tmp_path / folder).mkdir()
        for path in (DATA_DIR / folder).glob("*.yaml"):
            (tmp_path / folder / path.name).write_bytes(path.read_bytes())
    (tmp_path / "ladders.yaml").write_bytes((DATA_DIR / "ladders.yaml").read_bytes())
    (tmp_path / "aliases" / "zz.yaml").write_text(
        "- exercise: nonsense\n  names: [Never Heard]\n- exercise: plank\n  app: nobody\n  names: [Plank]\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError) as broken:
        load_aliases(tmp_path)
    told = "\n".join(str(one) for one in broken.value.problems)
    assert "zz.yaml:1: exercise: no exercise 'nonsense'" in told
    assert "app: 'nobody' is no app" in told
