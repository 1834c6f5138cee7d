"""Broken data files: every problem comes with its file, line and field, all at once, and nothing half-read is used."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.catalog import load_catalog
from core.errors import DataError, Problem
from core.knowledge.doses import load_doses
from core.knowledge.loading import DATA_DIR, fingerprint
from core.knowledge.questions import load_screens
from core.knowledge.rules import load_rules, rules_version
from core.knowledge.texts import load_texts
from core.planning import load_templates

ROOT = DATA_DIR.parent
Load = Callable[[Path], Any]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the data that a test may break."""
    return Path(shutil.copytree(DATA_DIR, tmp_path / "data"))


def change(path: Path, old: str, new: str, after: str = "") -> int:
    """Replace the first `old` that comes after `after`; return its line."""
    text = path.read_text(encoding="utf-8")
    start = text.index(old, text.index(after))
    path.write_text(text[:start] + new + text[start + len(old) :], encoding="utf-8")
    return text[:start].count("\n") + 1


def problems_of(load: Load, data: Path) -> tuple[Problem, ...]:
    with pytest.raises(DataError) as caught:
        load(data)
    assert str(caught.value) == "\n".join(str(problem) for problem in caught.value.problems)
    return caught.value.problems


def only(load: Load, data: Path) -> Problem:
    (problem,) = problems_of(load, data)
    return problem


SQUAT = Path("exercises/squat.yaml")
GOBLET = "- id: goblet_squat\n"


def test_the_data_as_they_stand_are_sound(data: Path) -> None:
    assert load_catalog(data).version == load_catalog().version
    for load in (load_rules, load_texts, load_doses, load_screens, load_templates):
        assert load(data)


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        ("  skill: 1\n", "  skill: 1\n  colour: red\n", "colour", "Extra inputs are not permitted"),
        ("  skill: 1\n", "  skill: 4\n", "skill", "less than or equal to 3"),
        ("  skill: 1\n", "  skill: two\n", "skill", "valid integer"),
        ("  skill: 1\n", "", "skill", "Field required"),
        ("  pattern: squat\n", "  pattern: sqaut\n", "pattern", "Input should be"),
        ("  role: main\n", "  role: [main\n", "(file)", "not valid YAML"),
        ("  gate: open\n", "  gate: ajar\n", "gate", "Input should be"),
    ],
)
def test_a_broken_field_is_reported_with_file_line_and_field(
    data: Path, old: str, new: str, field: str, words: str
) -> None:
    path = data / SQUAT
    if old == "  gate: open\n":
        change(path, "  role: main\n", "  role: main\n  gate: open\n", after=GOBLET)
    line = change(path, old, new, after=GOBLET)
    problem = next(one for one in problems_of(load_catalog, data) if one.field == field)
    assert problem.file.endswith("exercises/squat.yaml")
    assert words in problem.message
    if field == "colour":
        line += 1
    if field in new:
        assert problem.line == line


def test_a_missing_rating_is_reported_at_its_exercise(data: Path) -> None:
    line = change(data / SQUAT, ", pelvis: 0", "", after=GOBLET)
    problem = only(load_catalog, data)
    assert (problem.field, problem.message) == ("demand.pelvis", "Field required")
    assert abs(problem.line - line) <= 2


@pytest.mark.parametrize("rating", ["4", "-1", "two", "1.5", "null"])
def test_a_rating_outside_0_to_3_is_reported(data: Path, rating: str) -> None:
    line = change(data / SQUAT, "compression: 1", f"compression: {rating}", after=GOBLET)
    problem = only(load_catalog, data)
    assert (problem.field, problem.line) == ("demand.compression", line)


@pytest.mark.parametrize(
    ("key", "old_field", "words"),
    [
        ("ladder", "  ladder: squat\n", "no ladder 'staircase' in ladders.yaml"),
        ("easier", "", "no exercise 'staircase' in the catalogue"),
        ("harder", "", "no exercise 'staircase' in the catalogue"),
    ],
)
def test_dangling_links_are_reported(data: Path, key: str, old_field: str, words: str) -> None:
    path = data / SQUAT
    text = path.read_text(encoding="utf-8")
    start = text.index(GOBLET)
    old = old_field or next(line + "\n" for line in text[start:].splitlines() if line.startswith(f"  {key}: "))
    change(path, old, f"  {key}: staircase\n", after=GOBLET)
    found = problems_of(load_catalog, data)
    (dangling,) = [one for one in found if one.field == f"goblet_squat.{key}"]
    assert dangling.message == words
    assert dangling.line == text[:start].count("\n") + 1


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("staircase", "no exercise 'staircase'"),
        ("goblet_squat", "points at itself"),
        ("good_morning", "must never be offered as a swap"),
    ],
)
def test_a_swap_that_must_not_be_is_reported(data: Path, target: str, words: str) -> None:
    change(data / SQUAT, "  instead: [", f"  instead: [{target}, ", after=GOBLET)
    problem = only(load_catalog, data)
    assert problem.field == "goblet_squat.instead" or target == "goblet_squat"
    assert words in problem.message


def test_an_exercise_given_twice_is_reported(data: Path) -> None:
    path = data / SQUAT
    text = path.read_text(encoding="utf-8")
    start = text.index(GOBLET)
    row = text[start : text.index("\n- id:", start + 1) + 1]
    path.write_text(text + "\n" + row, encoding="utf-8")
    found = problems_of(load_catalog, data)
    assert "'goblet_squat' is given twice" in [one.message for one in found]


def test_a_name_that_belongs_to_another_is_reported(data: Path) -> None:
    change(data / SQUAT, "name: Goblet squat", "name: Wall sit", after=GOBLET)
    assert any("already belongs to" in one.message for one in problems_of(load_catalog, data))


def test_a_missing_rung_is_reported(data: Path) -> None:
    change(data / "exercises/squat.yaml", "rung: 7", "rung: 11")
    (problem,) = [one for one in problems_of(load_catalog, data) if one.field == "squat"]
    assert problem.message == "no exercise stands on rung 7, 10"
    assert problem.file.endswith("ladders.yaml")


def test_weights_need_a_first_load_and_gates_a_reason(data: Path) -> None:
    change(data / SQUAT, "start_share:", "start_shore:", after=GOBLET)
    found = {one.message for one in problems_of(load_catalog, data)}
    assert "Extra inputs are not permitted" in found
    gated = data / "exercises/avoid.yaml"
    change(gated, "gate_reason:", "gate_raison:")
    assert len(problems_of(load_catalog.__wrapped__, data)) >= 2


def test_all_problems_of_all_files_come_at_once(data: Path) -> None:
    first = change(data / SQUAT, "  skill: 1\n", "  skill: 9\n", after=GOBLET)
    second = change(data / "exercises/hinge.yaml", "lean: ", "leen: ")
    third = change(data / "exercises/calf.yaml", "setup_s: ", "setup_s: -")
    found = problems_of(load_catalog, data)
    assert {(Path(one.file).name, one.line) for one in found} >= {
        ("squat.yaml", first), ("hinge.yaml", second), ("calf.yaml", third),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("just a sentence", "expected a list of rows"),
        ("key: value", "expected a list of rows"),
        ("", "expected a list of rows"),
        ("- just words", "(row)"),
        ("- {id: a, id: b}", "given twice"),
        ("- {id: [", "not valid YAML"),
        ("- !!python/object/apply:os.system [id]", "(row)"),
    ],
)
def test_a_file_that_is_not_rows_is_reported(data: Path, content: str, words: str) -> None:
    (data / "rules/profile.yaml").write_text(content, encoding="utf-8")
    found = problems_of(load_rules, data)
    assert any(words in str(one) for one in found)
    assert all(one.file.endswith("rules/profile.yaml") for one in found)


def test_a_file_that_cannot_be_read_is_reported(data: Path) -> None:
    (data / "doses.yaml").unlink()
    assert "cannot be read" in only(load_doses, data).message
    (data / "templates.yaml").write_bytes(b"\xff\xfe\x00broken")
    assert "cannot be read" in only(load_templates, data).message


# ---------------------------------------------------------------- rules, sentences, doses, workouts, questions


def test_broken_rules_are_reported(data: Path) -> None:
    path = data / "rules/profile.yaml"
    line = change(path, "value: 7", "value: seven")
    problem = only(load_rules, data)
    assert (problem.field, problem.line) == ("value", line)


def test_a_rule_given_twice_is_reported(data: Path) -> None:
    path = data / "rules/profile.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines()[0] + "\n", encoding="utf-8")
    problem = only(load_rules, data)
    assert "is given twice" in problem.message
    assert problem.line == len(text.splitlines()) + 1


def test_a_sentence_given_twice_is_reported(data: Path) -> None:
    path = data / "words/triage.yaml"
    path.write_text(path.read_text(encoding="utf-8") + '- {id: mini.none, text: "Nothing"}\n', encoding="utf-8")
    assert "'mini.none' is given twice" in only(load_texts, data).message


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- id: moderate\n", "- id: mild\n", "this dose is missing"),
        ("  sets: [1, 2]\n", "  sets: [2, 1]\n", "lies above the highest"),
        ("  weekly_sets: [2, 4]\n", "  weekly_sets: [2, 40]\n", "goes past weekly_cap"),
        ("  tempo: 3-0-2\n", "  tempo: slow\n", "match pattern"),
    ],
)
def test_broken_doses_are_reported(data: Path, old: str, new: str, words: str) -> None:
    change(data / "doses.yaml", old, new)
    assert any(words in one.message for one in problems_of(load_doses, data))


def test_a_workout_with_an_unknown_exercise_is_reported(data: Path) -> None:
    change(data / "templates.yaml", "exercise: leg_extension,", "exercise: leg_extinction,")
    problem = only(load_templates, data)
    assert (problem.field, problem.message) == ("legs_five.slots", "no exercise 'leg_extinction' in the catalogue")


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("  screen: nerves\n", "  screen: nervous\n", "A1.screen"),
        ("  kind: flag\n", "  kind: banner\n", "kind"),
        ("  asked_if: {C2: ", "  asked_if: {C9: ", "C2_with.asked_if"),
        ("  low: 10\n", "", "age.low/high"),
        ("- id: A2\n", "- id: A1\n", "id"),
    ],
)
def test_broken_questions_are_reported(data: Path, old: str, new: str, field: str) -> None:
    change(data / "questions.yaml", old, new)
    assert field in {one.field for one in problems_of(load_screens, data)}


# ---------------------------------------------------------------- a broken gate stops the program itself

START = """
import sys
from pathlib import Path
import core.knowledge.loading as loading
loading.DATA_DIR = Path(sys.argv[1])
from core.errors import DataError
try:
    import core.screening
except DataError as error:
    print(error)
    sys.exit(3)
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- id: A1\n", "- id: A9\n", "A1.id: this question is missing"),
        ("- id: C3\n", "- id: C9\n", "C3.id: this question is missing"),
        ("  kind: flag\n", "  kind: flag\n  optional: true\n", "A1.optional: must be answered"),
        ("  - {id: new, ", "  - {id: fresh, ", "A1.choices: the choice 'new' is missing"),
        ("  kind: flag\n", "  kind: flag\n  asked_if: {goal: [strength]}\n", "A1.asked_if: is asked too seldom"),
    ],
)
def test_no_broken_question_opens_a_gate(data: Path, old: str, new: str, words: str) -> None:
    change(data / "questions.yaml", old, new)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", START, str(data)], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3, done.stderr
    assert words in done.stdout


# ---------------------------------------------------------------- version stamps


def test_a_stamp_changes_with_what_decides(data: Path) -> None:
    before = rules_version(data)
    assert before == rules_version()
    change(data / "rules/profile.yaml", "value: 7", "value: 6")
    assert rules_version.__wrapped__(data) != before


def test_a_stamp_does_not_depend_on_the_order_of_files(data: Path) -> None:
    files = [data / "doses.yaml", data / "questions.yaml"]
    assert fingerprint(files) == fingerprint(files[::-1])
