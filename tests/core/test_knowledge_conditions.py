"""Facts about the conditions, and about what stirs a back up and what calms it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core.catalog import load_catalog
from core.errors import DataError, Problem
from core.knowledge import aggravators, conditions
from core.knowledge.aggravators import load_aggravators
from core.knowledge.claims import claims_in
from core.knowledge.conditions import AFTER_SURGERY, REQUIRED, Condition, Strength, When, load_conditions
from core.knowledge.loading import DATA_DIR
from core.knowledge.sources import load_sources
from core.words import Axis, Position, Provenance, Stage

FILES = ("conditions.yaml", "aggravators.yaml", "sources.yaml")

# Typed from clinical evidence 3.3 by hand, in its order C S F E R I L N P, not from the data file.
TABLE = {
    ("non_specific_acute", Stage.IRRITABLE): "222123211",
    ("non_specific_acute", Stage.SETTLED): "111112100",
    ("non_specific_chronic", Stage.SETTLED): "001001100",
    ("flexion_pattern", Stage.IRRITABLE): "223022310",
    ("extension_pattern", Stage.IRRITABLE): "110322101",
    ("extension_pattern", Stage.SETTLED): "110211000",
    ("radiculopathy", Stage.IRRITABLE): "223123331",
    ("radiculopathy", Stage.SETTLED): "112012110",
    ("stenosis", Stage.SETTLED): "110212001",
    ("spondylolisthesis", Stage.IRRITABLE): "231323211",
    ("sacroiliac", Stage.IRRITABLE): "111123103",
    ("discectomy_6_12_weeks", Stage.SETTLED): "212123211",
    ("fusion_0_3_months", Stage.IRRITABLE): "333333322",
    ("osteoporosis", Stage.SETTLED): "113021201",
    ("vertebral_fracture", Stage.IRRITABLE): "223132201",
    ("pregnancy", Stage.IRRITABLE): "211223212",
    ("pregnancy", Stage.SETTLED): "111212101",
    ("postpartum", Stage.SETTLED): "111113102",
}

Edit = Callable[[str, str], str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / name).write_text((DATA_DIR / name).read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


def row_text(text: str, row_id: str) -> str:
    start = text.index(f"- id: {row_id}\n")
    end = text.find("\n- id:", start)
    return text[start:] if end < 0 else text[start:end]


def edit_row(path: Path, row_id: str, old: str, new: str) -> int:
    """Replace `old` in one row and return the row's line."""
    text = path.read_text(encoding="utf-8")
    row = row_text(text, row_id)
    assert old in row
    path.write_text(text.replace(row, row.replace(old, new, 1)), encoding="utf-8")
    return text[: text.index(row)].count("\n") + 1


def problems_of(load: Callable[[Path], object], data: Path) -> tuple[Problem, ...]:
    with pytest.raises(DataError) as caught:
        load(data)
    return caught.value.problems


@pytest.mark.parametrize(("row", "digits"), TABLE.items())
def test_numbers_equal_the_evidence_table(row: tuple[str, Stage], digits: str) -> None:
    condition, stage = row
    vector = load_conditions()[condition].vector(stage)
    assert [vector[axis] for axis in Axis] == [int(digit) for digit in digits]


@pytest.mark.parametrize("condition", REQUIRED)
def test_every_condition_has_both_vectors_from_0_to_3(condition: str) -> None:
    known = load_conditions()[condition]
    for stage in Stage:
        assert set(known.vector(stage)) == set(Axis)
        assert set(known.vector(stage).values()) <= {0, 1, 2, 3}


def test_settling_never_makes_a_back_more_sensitive() -> None:
    for condition in load_conditions().values():
        assert all(condition.settled[axis] <= condition.irritable[axis] for axis in Axis), condition.id


def test_no_floor_lies_above_the_row_it_belongs_to() -> None:
    for condition in load_conditions().values():
        for axis, floor in condition.floors.items():
            assert floor <= condition.settled[axis] <= condition.irritable[axis], condition.id


def test_the_whole_row_is_the_floor_after_surgery() -> None:
    assert len(AFTER_SURGERY) == 6
    for condition in AFTER_SURGERY:
        known = load_conditions()[condition]
        assert known.irritable == known.settled
        assert {axis: known.floors.get(axis, 0) for axis in Axis} == known.settled


@pytest.mark.parametrize(
    ("condition", "floors"),
    [
        ("osteoporosis", {Axis.FLEXION: 2}),
        ("vertebral_fracture", {Axis.FLEXION: 3, Axis.IMPACT: 2}),
        ("pregnancy", {Axis.EXTENSION: 2, Axis.IMPACT: 2}),
        ("postpartum", {}),
        ("non_specific_chronic", {}),
    ],
)
def test_floors_are_those_of_the_evidence(condition: str, floors: dict[Axis, int]) -> None:
    assert load_conditions()[condition].floors == floors


def test_pregnancy_brings_its_constraints() -> None:
    pregnancy = load_conditions()["pregnancy"]
    always = {Position.PRONE, Position.BREATH_HOLD, Position.FALL_RISK}
    assert pregnancy.excluded_positions(()) == always
    assert pregnancy.excluded_positions({When.LATE_PREGNANCY}) == always | {Position.SUPINE_LONG}
    assert pregnancy.rir_floor == 3
    assert pregnancy.excluded_exercises >= {"sit_up", "crunch", "jump_squat", "box_jump"}


def test_thin_bones_leave_out_wobbly_exercises_only_where_balance_is_poor() -> None:
    osteoporosis = load_conditions()["osteoporosis"]
    assert osteoporosis.excluded_positions(()) == frozenset()
    assert osteoporosis.excluded_positions({When.POOR_BALANCE}) == {Position.FALL_RISK}


def test_age_with_poor_balance_leaves_out_wobbly_exercises_whatever_the_condition() -> None:
    circumstances = {When.AGE_65_POOR_BALANCE, When.POOR_BALANCE}
    for condition in load_conditions().values():
        assert Position.FALL_RISK in condition.excluded_positions(circumstances), condition.id


def test_lower_pain_ceiling_stands_where_the_evidence_asks_for_it() -> None:
    lower = {condition.id for condition in load_conditions().values() if condition.pain_ceiling == 4}
    assert lower == {"radiculopathy", "osteoporosis", "vertebral_fracture", "pregnancy", *AFTER_SURGERY}
    assert all(c.pain_ceiling is None for c in load_conditions().values() if c.id not in lower)


def test_settled_nerve_row_waits_for_a_calm_leg() -> None:
    waiting = {c.id: c.leg_calm_weeks for c in load_conditions().values() if c.leg_calm_weeks is not None}
    assert waiting == {"radiculopathy": 6}


def test_all_ratings_say_that_they_are_ours_and_cite_known_sources() -> None:
    sources = load_sources()
    for condition in load_conditions().values():
        assert condition.provenance is Provenance.DESIGN
        assert "BackwiseClinical" in condition.sources
        assert set(condition.sources) <= set(sources), condition.id


def test_conflicting_evidence_is_called_conflicting() -> None:
    assert load_conditions()["fusion_0_3_months"].strength is Strength.CONFLICTING


def test_excluded_exercises_stand_in_the_catalogue() -> None:
    named = {exercise for condition in load_conditions().values() for exercise in condition.excluded_exercises}
    assert named <= set(load_catalog().exercises)


def test_words_of_conditions_make_no_forbidden_claim() -> None:
    for condition in load_conditions().values():
        for text in (condition.name, condition.term, condition.why):
            assert claims_in(text) == []


def test_vectors_cannot_be_changed() -> None:
    condition: Condition = load_conditions()["stenosis"]
    with pytest.raises(TypeError):
        condition.settled[Axis.FLEXION] = 3  # type: ignore[index]


def test_rating_out_of_range_is_reported_with_file_line_and_field(data: Path) -> None:
    path = data / "conditions.yaml"
    row_line = edit_row(path, "stenosis", "irritable: {compression: 2", "irritable: {compression: 4")
    (problem,) = [p for p in problems_of(load_conditions, data) if "compression" in p.field]
    assert problem.file.endswith("conditions.yaml")
    assert problem.line == row_line + 3
    assert problem.field == "irritable.compression"


def test_missing_rating_is_reported(data: Path) -> None:
    edit_row(data / "conditions.yaml", "stenosis", ", pelvis: 1}", "}")
    assert ("irritable.pelvis", "Field required") in {
        (problem.field, problem.message) for problem in problems_of(load_conditions, data)
    }


def test_missing_condition_stops_the_program(data: Path) -> None:
    path = data / "conditions.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(row_text(text, "osteoporosis"), ""), encoding="utf-8")
    assert [(p.field, p.message) for p in problems_of(load_conditions, data)] == [
        ("osteoporosis", "this condition is missing")
    ]


def test_unknown_and_repeated_conditions_are_reported(data: Path) -> None:
    path = data / "conditions.yaml"
    text = path.read_text(encoding="utf-8")
    row = row_text(text, "discogenic")
    path.write_text(text + row + "\n" + row.replace("id: discogenic", "id: lumbago"), encoding="utf-8")
    assert [p.message for p in problems_of(load_conditions, data)] == [
        "'discogenic' is given twice",
        "the program knows no condition 'lumbago'",
    ]


def test_unknown_source_is_reported(data: Path) -> None:
    line = edit_row(data / "conditions.yaml", "sacroiliac", "NCA-PGP", "Nobody1900")
    (problem,) = problems_of(load_conditions, data)
    assert (problem.line, problem.field) == (line, "sacroiliac.sources")


def test_floor_above_its_row_is_refused(data: Path) -> None:
    edit_row(data / "conditions.yaml", "pregnancy", "floors: {extension: 2", "floors: {extension: 3")
    (problem, *_) = problems_of(load_conditions, data)
    assert "the floor of extension (3) lies above the row itself (2)" in problem.message


@pytest.mark.parametrize(
    ("condition", "old", "new", "field"),
    [
        ("osteoporosis", "floors: {flexion: 2}", "floors: {flexion: 1}", "floors.flexion"),
        ("osteoporosis", "  floors: {flexion: 2}\n", "", "floors.flexion"),
        ("vertebral_fracture", "impact: 2}", "impact: 1}", "floors.impact"),
        ("fusion_3_6_months", "  floors: {compression: 2", "  floors: {compression: 1", "floors.compression"),
        ("pregnancy", "positions: [prone, ", "positions: [", "positions"),
        ("pregnancy", "supine_long, when", "floor, when", "positions_when"),
        ("pregnancy", "rir_floor: 3", "rir_floor: 2", "rir_floor"),
        ("radiculopathy", "pain_ceiling: 4", "pain_ceiling: 5", "pain_ceiling"),
        ("pregnancy", "  pain_ceiling: 4\n", "", "pain_ceiling"),
        ("stenosis", "fall_risk, when", "floor, when", "positions_when"),
    ],
)
def test_data_cannot_open_a_safety_gate(data: Path, condition: str, old: str, new: str, field: str) -> None:
    edit_row(data / "conditions.yaml", condition, old, new)
    assert f"{condition}.{field}" in {problem.field for problem in problems_of(load_conditions, data)}


def test_every_question_points_at_the_axes_of_the_evidence() -> None:
    expected = {
        ("sitting", "bending", "driving", "socks"): {Axis.FLEXION, Axis.LEAN},
        ("standing_still", "walking", "arching", "lying_prone"): {Axis.EXTENSION},
        ("lifting",): {Axis.COMPRESSION, Axis.SHEAR, Axis.LEAN},
        ("twisting", "rolling_in_bed"): {Axis.ROTATION},
        ("stairs", "one_leg", "getting_out_of_car"): {Axis.PELVIS},
        ("coughing", "straight_leg_pull", "slump"): {Axis.NEURAL},
        ("jarring", "running", "stepping_off_kerb"): {Axis.IMPACT},
    }
    known = load_aggravators().aggravators
    for ids, axes in expected.items():
        assert all(set(known[aggravator].axes) == axes for aggravator in ids)
    assert set(known) == {aggravator for ids in expected for aggravator in ids}


def test_every_axis_has_a_question() -> None:
    assert {axis for aggravator in load_aggravators().aggravators.values() for axis in aggravator.axes} == set(Axis)


def test_a_cough_points_less_strongly_at_bending_than_at_the_nerve() -> None:
    cough = load_aggravators().aggravators["coughing"]
    assert cough.degrees(2) == {Axis.NEURAL: 2, Axis.FLEXION: 1}
    assert cough.degrees(1) == {Axis.NEURAL: 1, Axis.FLEXION: 0}
    assert cough.degrees(0) == {Axis.NEURAL: 0, Axis.FLEXION: 0}


def test_bending_that_eases_caps_flexion_only_where_arching_worsens() -> None:
    easer = load_aggravators().easers["bending_eases"]
    cap = easer.cap_for({"arching", "stairs"})
    assert cap is not None
    assert (cap.axis, cap.cap) == (Axis.FLEXION, 1)
    assert easer.cap_for({"stairs"}) is None


def test_arching_that_eases_caps_extension_only_where_bending_worsens() -> None:
    easer = load_aggravators().easers["arching_eases"]
    cap = easer.cap_for({"bending"})
    assert cap is not None
    assert (cap.axis, cap.cap) == (Axis.EXTENSION, 1)
    assert easer.cap_for({"arching"}) is None


def test_other_easers_cap_nothing() -> None:
    easers = load_aggravators().easers
    assert {easer.id for easer in easers.values() if easer.cap is None} == {
        "walking_eases",
        "sitting_eases",
        "lying_eases",
    }


def test_questions_differ_and_make_no_forbidden_claim() -> None:
    known = load_aggravators()
    for labels in (
        [one.question for one in known.aggravators.values()],
        [one.question for one in known.easers.values()],
    ):
        assert len(set(labels)) == len(labels)
        assert [found for label in labels for found in claims_in(label)] == []


@pytest.mark.parametrize(
    ("row", "old", "new", "field"),
    [
        ("sitting", "axes: [flexion, lean]", "axes: [bending]", "axes.0"),
        ("sitting", "  axes: [flexion, lean]\n", "", "(row)"),
        ("coughing", "lesser_axes: [flexion]", "lesser_axes: [neural]", "(row)"),
        ("lying_eases", "group: easing", "group: easing\n  axes: [flexion]", "(row)"),
        ("bending_eases", "[arching]", "[dancing]", "bending_eases.cap.when_worse"),
        ("walking", "source: BackwiseClinical", "source: Nobody1900", "walking.source"),
        ("walking", "id: walking", "id: stairs", "id"),
        ("lying_eases", "id: lying_eases", "id: resting_eases", "lying_eases"),
    ],
)
def test_broken_questions_are_reported(data: Path, row: str, old: str, new: str, field: str) -> None:
    edit_row(data / "aggravators.yaml", row, old, new)
    found = problems_of(load_aggravators, data)
    assert field in {problem.field for problem in found}
    assert all(problem.file.endswith("aggravators.yaml") for problem in found)


def test_required_ids_in_code_match_the_data() -> None:
    assert tuple(load_aggravators().aggravators) == aggravators.REQUIRED_AGGRAVATORS
    assert tuple(load_aggravators().easers) == aggravators.REQUIRED_EASERS
    assert tuple(load_conditions()) == conditions.REQUIRED
