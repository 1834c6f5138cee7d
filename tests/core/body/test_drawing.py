"""Pictures: small, well formed, the same every time, of more than one person, and in words as well."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

import pytest

from core.body.anthropometry import REFERENCE_MAN
from core.body.drawing.animation import KEY_FRAMES, animated_svg
from core.body.drawing.card import figure_svg
from core.body.drawing.figure import BAND_COLOURS, UNKNOWN_COLOUR
from core.body.drawing.people import LOOKS, look_for
from core.body.drawing.words import describe
from core.body.pose.library import load_poses
from core.body.pose.pose import forget_solved, solved_count
from core.body.spine.demand import demand
from core.words import Muscle, Sex

POSES = load_poses()
SVG = "{http://www.w3.org/2000/svg}"
ALL_MUSCLES = dict.fromkeys(Muscle, 1.0)
MOVING = [
    *("goblet_squat", "conventional_deadlift", "reverse_lunge", "bird_dog", "clamshell", "hip_thrust"),
    *("leg_press", "easy_bike", "bridge_walkout"),
]


@pytest.mark.parametrize("pose_id", list(POSES))
def test_a_picture_is_small_and_well_formed(pose_id: str) -> None:
    svg = figure_svg(POSES[pose_id], ALL_MUSCLES, alt="a <figure> & its load")
    assert len(svg.encode()) <= 20_000
    root = ElementTree.fromstring(svg)
    assert root.find(f"{SVG}title").text == "a <figure> & its load"
    assert not re.search(r"nan|inf", svg)


@pytest.mark.parametrize("pose_id", list(POSES))
def test_everything_is_drawn_on_the_card(pose_id: str) -> None:
    root = ElementTree.fromstring(figure_svg(POSES[pose_id], ALL_MUSCLES))
    _, _, wide, high = (float(v) for v in root.get("viewBox").split())
    for path in root.iter(f"{SVG}path"):
        x, y = (float(v) for v in re.match(r"M(-?\d+) ?(-?\d+)", path.get("d")).groups())
        assert 0 <= x <= wide
        assert 0 <= y <= high


def test_the_spine_takes_the_colour_of_the_demand() -> None:
    pose = POSES["goblet_squat"]
    for load_kg in (0.0, 22.5, 60.0):
        band = demand(pose, REFERENCE_MAN, load_kg).band
        assert BAND_COLOURS[band] in figure_svg(pose, body=REFERENCE_MAN, load_kg=load_kg)
    assert UNKNOWN_COLOUR in figure_svg(POSES["plank"])


def test_only_target_muscles_are_lit() -> None:
    assert figure_svg(POSES["goblet_squat"]).count("url(#lit)") == 0
    assert figure_svg(POSES["goblet_squat"], {Muscle.QUADS: 1, Muscle.GLUTES: 0.5}).count("url(#lit)") == 2


def test_a_muscle_that_counts_half_is_lit_faintly() -> None:
    full = figure_svg(POSES["goblet_squat"], {Muscle.GLUTES: 1})
    half = figure_svg(POSES["goblet_squat"], {Muscle.GLUTES: 0.5})
    assert ('fill="url(#lit)" opacity="0.92"' in full, 'fill="url(#lit)" opacity="0.42"' in half) == (
        True,
        True,
    )


def test_the_start_is_a_ghost_where_there_is_a_movement() -> None:
    assert 'opacity=".62"><path' in figure_svg(POSES["goblet_squat"])
    assert 'opacity=".62"></g>' in figure_svg(POSES["prone_lying"])


def test_the_same_pose_gives_the_same_picture() -> None:
    assert figure_svg(POSES["bird_dog"]) == figure_svg(POSES["bird_dog"])


def test_women_and_men_light_and_dark_show_the_exercises() -> None:
    shown = Counter(look_for(pose_id).name for pose_id in POSES)
    assert set(shown) == {look.name for look in LOOKS}
    women = sum(shown[look.name] for look in LOOKS if look.body.sex is Sex.FEMALE)
    assert 0.35 < women / len(POSES) < 0.65
    assert max(shown.values()) < 0.25 * len(POSES)


@pytest.mark.parametrize("pose_id", MOVING)
def test_an_animation_moves_between_balanced_key_frames(pose_id: str) -> None:
    svg = animated_svg(POSES[pose_id], {Muscle.GLUTES: 1})
    root = ElementTree.fromstring(svg)
    moving = list(root.iter(f"{SVG}animate"))
    assert moving
    for animation in moving:
        frames = animation.get("values").split(";")
        assert len(frames) == 2 * KEY_FRAMES + 1
        assert len({re.sub(r"[-\d. ]+", "", frame) for frame in frames}) == 1
        assert frames[0] == frames[-1]
        times = [float(t) for t in animation.get("keyTimes").split(";")]
        assert times == sorted(times)
        assert len(times) == len(frames)
    assert len(svg) < 200_000


def test_an_animation_carries_a_still_picture_for_reduced_motion() -> None:
    svg = animated_svg(POSES["goblet_squat"])
    assert "prefers-reduced-motion:reduce" in svg
    still = svg[svg.index('class="still"') :]
    assert "<animate" not in still


def test_drawing_again_solves_nothing_again() -> None:
    forget_solved()
    figure_svg(POSES["goblet_squat"])
    solved = solved_count()
    figure_svg(POSES["goblet_squat"], {Muscle.QUADS: 1})
    assert solved_count() == solved


def test_a_picture_in_words_says_how_one_stands_and_what_is_held() -> None:
    text = describe(POSES["goblet_squat"], "Goblet squat")
    assert text == (
        "Goblet squat, hardest position. Standing on both feet. "
        "Trunk leaning forward 35 degrees, knee bent 120 degrees. "
        "A kettlebell held close in front of the chest. The pale outline shows the start: standing tall."
    )
    assert "face down" in describe(POSES["lying_leg_curl"], "Lying leg curl")
    assert "seen from the front" in describe(POSES["side_plank"], "Side plank")


@pytest.mark.parametrize("pose_id", list(POSES))
def test_every_picture_has_words(pose_id: str) -> None:
    text = describe(POSES[pose_id], "Name")
    assert text.startswith("Name, hardest position.")
    assert text.endswith(".")
    assert "None" not in text
