"""The pictures that pages show are those that the poses give, small, and closed in themselves."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from core.body.anthropometry import REFERENCE_MAN
from core.body.figures import MOVING, load_shown, moving, render_all, still
from core.body.pose.library import load_poses
from core.body.pose.pose import at_phase, front_at, phases
from core.catalog import load_catalog

FIGURES = Path(__file__).resolve().parents[1] / "pages" / "static" / "figures"
STILL = sorted(FIGURES.glob("*.svg"))
ANIMATED = sorted((FIGURES / MOVING).glob("*.svg"))
SHOWN = load_shown()
SVG = "{http://www.w3.org/2000/svg}"
MOST_BYTES, MOST_BYTES_MOVING, MOST_BYTES_IN_ALL = 20_000, 90_000, 8_000_000

# Their start and their hardest position are drawn alike, so there is nothing to move.
HELD = {
    "abdominal_brace", "ball_squeeze", "diaphragmatic_breathing", "ninety_ninety_rest", "prone_lying",
    "standing_side_press",
}  # fmt: skip


def test_every_exercise_has_its_picture_and_no_other_is_kept() -> None:
    ids = {exercise.id for exercise in load_catalog()}
    assert {file.stem for file in STILL} == ids
    assert {file.stem for file in ANIMATED} == ids - HELD


@pytest.mark.parametrize("file", STILL, ids=lambda file: file.stem)
def test_a_still_picture_is_up_to_date(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == still(file.stem, SHOWN[file.stem]), "run: make figures"


@pytest.mark.parametrize("file", ANIMATED[::9], ids=lambda file: file.stem)
def test_an_animation_is_up_to_date(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == moving(file.stem, SHOWN[file.stem]), "run: make figures"


@pytest.mark.parametrize("name", sorted(HELD))
def test_what_is_held_has_no_animation(name: str) -> None:
    assert moving(name, SHOWN[name]) == ""


@pytest.mark.parametrize("file", [*STILL, *ANIMATED], ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_picture_is_small_named_and_closed_in_itself(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.encode()) <= (MOST_BYTES if file in STILL else MOST_BYTES_MOVING)
    root = ElementTree.fromstring(text)
    assert root.findtext(f"{SVG}title") == SHOWN[file.stem].name
    assert "hardest position" in root.findtext(f"{SVG}desc", "")
    assert not {one.tag for one in root.iter()} & {f"{SVG}{name}" for name in ("script", "image", "foreignObject")}
    links = [value for one in root.iter() for name, value in one.attrib.items() if name.endswith("href")]
    ids = {one.get("id") for one in root.iter()} - {None}
    assert {link.removeprefix("#") for link in links} <= ids
    assert set(re.findall(r"url\(([^)]*)\)", text)) <= {"#lit"}
    assert re.findall(r"https?://[^\"]+", text) == ["http://www.w3.org/2000/svg"]
    assert not [name for one in root.iter() for name in one.attrib if name.startswith("on")]


def test_all_pictures_together_stay_light() -> None:
    assert sum(file.stat().st_size for file in (*STILL, *ANIMATED)) <= MOST_BYTES_IN_ALL


def test_rendering_removes_the_picture_of_an_exercise_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = {name: SHOWN[name] for name in ("goblet_squat", "prone_lying")}
    monkeypatch.setattr("core.body.figures.load_shown", lambda: few)
    (tmp_path / "gone.svg").write_text("<svg/>", encoding="utf-8")
    assert [file.name for file in render_all(tmp_path)] == ["goblet_squat.svg", "prone_lying.svg"]
    left = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.svg")}
    assert left == {"goblet_squat.svg", "prone_lying.svg", f"{MOVING}/goblet_squat.svg"}


def test_a_foot_on_a_step_stays_there_when_seen_from_the_front() -> None:
    pose = load_poses()["lateral_step_down"]
    feet = [front_at(pose, REFERENCE_MAN, phase).left_leg.ankle for phase in phases(9)]
    assert max(abs(foot - feet[-1]) for foot in feet) < 1e-9
    free = [front_at(pose, REFERENCE_MAN, phase).right_leg.ankle.imag for phase in phases(9)]
    assert all(low < high for high, low in pairwise(free))


@pytest.mark.parametrize("pose_id", list(load_poses()))
def test_no_limb_takes_the_long_way_round(pose_id: str) -> None:
    pose = load_poses()[pose_id]
    load_kg = pose.typical_load_kg(REFERENCE_MAN)
    steps = [at_phase(pose, REFERENCE_MAN, load_kg, i / 8).joints for i in range(9)]
    for name, first in steps[0].items():
        walked = sum(abs(after[name] - before[name]) for before, after in pairwise(steps))
        assert walked <= max(0.3, 1.8 * abs(steps[-1][name] - first)), name
