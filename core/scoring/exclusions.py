"""Rules on top of the nine axes: what they say of single exercises (seeds K1, K4, K23, K28, K40).

These are gates and so stand in code; only their numbers are data.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.catalog import Exercise
from core.knowledge.rules import whole
from core.profile import Profile
from core.words import Axis, LoadKind, Pattern, Position, Stage

FLEXION = whole("gate.flexion")
CURL_UP_FLEXION = whole("gate.curl_up_flexion")
LEG_RAISE_EXTENSION = whole("gate.leg_raise_extension")
HACK_COMPRESSION = whole("gate.hack_squat_compression")
BARBELL_COMPRESSION = whole("gate.barbell_compression")

CURLING = frozenset({"sit_up", "crunch", "double_leg_raise", "flutter_kick"})
LEG_RAISING = frozenset({"double_leg_raise", "flutter_kick"})
LONG_LEVER = frozenset({"glute_ham_raise", "nordic_curl", "back_extension_45"})
BARS_ON_THE_BACK = frozenset(
    {"high_bar_squat", "low_bar_squat", "safety_bar_squat", "front_squat", "barbell_box_squat", "rack_split_squat"}
)


@dataclass(frozen=True)
class Exclusion:
    """One rule on top of the axes: its id (and the id of its sentence), the axes it looks at, and when it holds."""

    id: str
    axes: tuple[Axis, ...]
    holds: Callable[[Exercise, Profile], bool]


def _straight_leg_raise(exercise: Exercise, profile: Profile) -> bool:
    pulls = profile.leg_symptoms or profile.sensitivity[Axis.NEURAL] > 0
    return exercise.id == "straight_leg_raise" and pulls


def _curling(exercise: Exercise, profile: Profile) -> bool:
    flexion = profile.sensitivity[Axis.FLEXION]
    if exercise.id == "curl_up":
        return flexion >= CURL_UP_FLEXION
    return exercise.id in CURLING and flexion >= FLEXION


def _leg_raising(exercise: Exercise, profile: Profile) -> bool:
    return exercise.id in LEG_RAISING and profile.sensitivity[Axis.EXTENSION] >= LEG_RAISE_EXTENSION


def _long_lever(exercise: Exercise, profile: Profile) -> bool:
    return exercise.id in LONG_LEVER and profile.stage is Stage.IRRITABLE


def _fast(exercise: Exercise, profile: Profile) -> bool:
    fast = exercise.pattern is Pattern.JUMP or Position.BALLISTIC in exercise.positions
    return fast and profile.stage is Stage.IRRITABLE


def _hack_squat(exercise: Exercise, profile: Profile) -> bool:
    pressed = profile.sensitivity[Axis.COMPRESSION] >= HACK_COMPRESSION and profile.stage is Stage.IRRITABLE
    return exercise.id == "hack_squat" and pressed


def _bar_on_the_back(exercise: Exercise, profile: Profile) -> bool:
    barred = exercise.id in BARS_ON_THE_BACK and exercise.load_kind is LoadKind.BARBELL
    return barred and profile.sensitivity[Axis.COMPRESSION] > BARBELL_COMPRESSION


EXCLUSIONS = (
    Exclusion("K1", (Axis.NEURAL,), _straight_leg_raise),
    Exclusion("K23", (Axis.FLEXION,), _curling),
    Exclusion("K23_extension", (Axis.EXTENSION,), _leg_raising),
    Exclusion("K28", (), _long_lever),
    Exclusion("fast", (Axis.IMPACT,), _fast),
    Exclusion("K40", (Axis.COMPRESSION,), _hack_squat),
    Exclusion("K4", (Axis.COMPRESSION,), _bar_on_the_back),
)
