"""The numbers that the page about the body model shows, computed once a process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from core.body.anthropometry import REFERENCE_MAN, REFERENCE_WOMAN, Body
from core.body.pose.library import load_poses
from core.body.pose.pose import Basis
from core.body.pose.posture import ON_FEET
from core.body.spine.demand import BAND_LIMITS_N, MODEL_BAND, Demand, DemandBand, demand
from core.body.spine.ratings import COMPRESSION_BY_BAND, LEAN_LIMITS_DEG, SHEAR_LIMITS_N, differing
from core.body.validation import Agreement, Checked, agreement, arm_sensitivity, checked_loads, spearman
from core.catalog import Exercise, load_catalog
from core.charts.validation import Place, Point, place_of
from core.demand import CM_PER_M, spinal_demand
from core.demo import load_demo_people
from core.profile import Profile, build_profile
from core.screening import assess
from core.words import Axis, Equipment, Experience, Provenance, Sex, Stage

KN = 1000.0
LIGHT_N = 5000.0
CODE_CHECK = "E"
SAME_KG, THRUST_KG = 40.0, 75.0
JUDGED_FOR, ANY_DAY = "settled_lifter", date(2026, 1, 1)
REFERENCES = (REFERENCE_MAN, REFERENCE_WOMAN)
ONE_LEG = ("split_squat", "bulgarian_split_squat", "loaded_reverse_lunge", "forward_lunge")
TRUNK_FLEXION = ("sit_up", "crunch", "double_leg_raise")


class Apart(NamedTuple):
    """One rating on which hand and model differ by more than one step."""

    exercise: Exercise
    axis: Axis
    sex: Sex
    load_kg: float
    by_hand: int
    by_model: int
    used: int
    notes: tuple[str, ...]


def kilonewtons(newtons: float) -> str:
    """A modelled value with its band, in kN."""
    low, high = (newtons * factor / KN for factor in MODEL_BAND)
    return f"{newtons / KN:.1f} kN ({low:.1f} to {high:.1f})"


def place(load: Checked) -> Place | None:
    """Where a published load lies; None for the check of the code."""
    if load.set == CODE_CHECK:
        return None
    return place_of(load.published_n, load.model_n, MODEL_BAND, load.counted)


@cache
def points() -> tuple[Point, ...]:
    """What the chart shows."""
    return tuple(
        Point(load.task, load.published_n, load.model_n, where)
        for load in checked_loads()
        if (where := place(load)) is not None
    )


@cache
def summaries() -> Mapping[str, Agreement]:
    """Agreement by set, by name of the set."""
    counted = [load for load in checked_loads() if load.counted]
    sets = {name: [load for load in counted if load.set == name] for name in "ABC"}
    seen = [load for load in counted if load.provenance is Provenance.VERIFIED]
    light = [load for load in counted if load.published_n < LIGHT_N]
    groups = {"all": counted, **sets, "seen": seen, "light": light}
    return MappingProxyType({name: agreement(loads) for name, loads in groups.items()})


@cache
def arms() -> tuple[tuple[float, Agreement], ...]:
    """Agreement for other levers of the back muscles (cm)."""
    return arm_sensitivity()


def cut_offs() -> tuple[tuple[tuple[float, float], ...], ...]:
    """For each rating 0 to 3: from and below for compression (kN), shear (N) and lean (degrees)."""
    edges = (0.0, *BAND_LIMITS_N, float("inf"))
    rows = []
    shear, lean = ((0.0, *limits, float("inf")) for limits in (SHEAR_LIMITS_N, LEAN_LIMITS_DEG))
    for rating in range(4):
        bands = [number for number, band in enumerate(DemandBand) if COMPRESSION_BY_BAND[band] == rating]
        compression = (edges[bands[0]] / KN, edges[bands[-1] + 1] / KN)
        rows.append((compression, (shear[rating], shear[rating + 1]), (lean[rating], lean[rating + 1])))
    return tuple(rows)


@cache
def by_basis() -> Mapping[Basis, tuple[str, ...]]:
    """Names of the exercises with a pose, by where their demand comes from."""
    poses, catalog = load_poses(), load_catalog()
    return MappingProxyType(
        {
            basis: tuple(one.name for one in catalog if one.id in poses and poses[one.id].basis is basis)
            for basis in Basis
        }
    )


@cache
def apart() -> tuple[Apart, ...]:
    """Where hand and model differ by more than one step at the first load of a reference man and woman."""
    found = []
    for exercise in load_catalog():
        for body in REFERENCES:
            own = spinal_demand(exercise, reference_profile(body))
            for axis in differing(own.by_hand, own.by_model):
                ratings = own.by_hand[axis], own.by_model[axis], own.used[axis]
                found.append(Apart(exercise, axis, body.sex, own.load_kg, *ratings, own.notes))
    return tuple(found)


@cache
def reference_profile(body: Body) -> Profile:
    """Someone settled, used to some training, with all equipment, of this size."""
    answers = load_demo_people()[JUDGED_FOR].answers
    return replace(
        build_profile(answers, assess(answers, ANY_DAY)),
        sex=body.sex,
        mass_kg=body.mass_kg,
        stature_cm=body.stature_m * CM_PER_M,
        experience=Experience.SOME,
        stage=Stage.SETTLED,
        equipment=frozenset(Equipment),
    )


@cache
def partings() -> Mapping[str, str]:
    """The numbers for where physics and the articles part ways, ready to be said."""
    front, high_bar, low_bar = (_asked(name, SAME_KG) for name in ("front_squat", "high_bar_squat", "low_bar_squat"))
    glute_ham, hack, press = (_asked(name) for name in ("glute_ham_raise", "hack_squat", "leg_press"))
    split, rdl = _asked("split_stance_rdl"), _asked("barbell_rdl")
    lean = [
        _asked(pose.id, SAME_KG)
        for pose in load_poses().values()
        if pose.mode in ON_FEET and not pose.back_pad and pose.basis is Basis.MODELLED and _usual_kg(pose.id)
    ]
    leans, shears = [one.lean_deg for one in lean], [one.shear_n or 0.0 for one in lean]
    per_kn = [_leg_per_kn(name) / _leg_per_kn("high_bar_squat") for name in ONE_LEG]
    flexion = [_compression(_asked(name)) / KN for name in TRUNK_FLEXION]
    return MappingProxyType(
        {
            "stature": f"{REFERENCE_MAN.stature_m:.2f}",
            "mass": f"{REFERENCE_MAN.mass_kg:.0f}",
            "kg": f"{SAME_KG:g}",
            "front_compression": f"{_compression(front) / _compression(high_bar) - 1:.0%}",
            "front_shear": f"{1 - (front.shear_n or 0) / (high_bar.shear_n or 1):.0%}",
            "low_bar_lean": f"{low_bar.lean_deg - high_bar.lean_deg:.0f}",
            "low_bar_compression": f"{_compression(low_bar) / _compression(high_bar) - 1:+.0%}".replace("-", "−"),
            "thrust_free": f"{_asked('hip_thrust', 0).times_standing:.1f}",
            "thrust_kg": f"{THRUST_KG:g}",
            "thrust_loaded": kilonewtons(_compression(_asked("hip_thrust", THRUST_KG))),
            "glute_ham": kilonewtons(_compression(glute_ham)),
            "glute_ham_times": f"{glute_ham.times_standing:.1f}",
            "hack_kg": f"{_usual_kg('hack_squat'):.0f}",
            "hack_times": f"{hack.times_standing:.1f}",
            "press_times": f"{press.times_standing:.1f}",
            "split_kg": f"{_usual_kg('split_stance_rdl'):.0f}",
            "split": kilonewtons(_compression(split)),
            "rdl_kg": f"{_usual_kg('barbell_rdl'):.0f}",
            "rdl": kilonewtons(_compression(rdl)),
            "hip_times": f"{_hip_nm(split) / _hip_nm(rdl):.1f}",
            "lean_count": str(len(lean)),
            "lean_shear": f"{spearman(leans, shears):.2f}",
            "lean_compression": f"{spearman(leans, [_compression(one) for one in lean]):.2f}",
            "sit_up_low": f"{min(flexion):.1f}",
            "sit_up_high": f"{max(flexion):.1f}",
            "one_leg_low": f"{min(per_kn):.1f}",
            "one_leg_high": f"{max(per_kn):.1f}",
            "extension": f"{_leg_per_kn('leg_extension') / _leg_per_kn('high_bar_squat'):.1f}",
        }
    )


def _usual_kg(exercise_id: str) -> float:
    return load_poses()[exercise_id].typical_load_kg(REFERENCE_MAN)


def _asked(exercise_id: str, load_kg: float | None = None) -> Demand:
    """Demand on the reference man, at the usual load where none is given."""
    load = _usual_kg(exercise_id) if load_kg is None else load_kg
    return demand(load_poses()[exercise_id], REFERENCE_MAN, load)


def _compression(found: Demand) -> float:
    if found.compression_n is None:
        raise ValueError("only the posture is known")
    return found.compression_n


def _hip_nm(found: Demand) -> float:
    if found.legs is None:
        raise ValueError("leg moments are not known")
    return found.legs.hip_nm


def _leg_per_kn(exercise_id: str) -> float:
    return _asked(exercise_id).leg_nm_per_kn or 0.0
