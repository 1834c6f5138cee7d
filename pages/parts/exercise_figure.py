"""The picture of an exercise for a person: without its weight where the weight is optional and none is at hand."""

from __future__ import annotations

from html import escape
from pathlib import Path

from core.body.drawing.words import describe
from core.body.figures import PLAIN, without_load
from core.body.pose.library import load_poses
from core.body.pose.pose import Pose
from core.catalog import Exercise
from core.loads import kind_at_hand
from core.profile import Profile

FIGURES = Path(__file__).resolve().parents[1] / "static" / "figures"
ADDRESS = "app/static/figures"


def still_address(exercise: Exercise, profile: Profile | None) -> str:
    """Address of the still picture."""
    return f"{ADDRESS}/{_folder(exercise, profile)}{exercise.id}.svg"


def moving_address(exercise: Exercise, profile: Profile | None) -> str:
    """Address of the animation, empty where nothing moves."""
    inside = f"{_folder(exercise, profile)}moving/{exercise.id}.svg"
    return f"{ADDRESS}/{inside}" if (FIGURES / inside).exists() else ""


def pose_shown(exercise: Exercise, profile: Profile | None) -> Pose:
    """The pose that the picture shows."""
    pose = load_poses()[exercise.id]
    return without_load(pose) if _folder(exercise, profile) else pose


def picture_words(exercise: Exercise, profile: Profile | None, *, moving: bool = False) -> str:
    """The picture in words, for whoever cannot see it."""
    return describe(pose_shown(exercise, profile), exercise.name, moving=moving)


def moving_picture(exercise: Exercise, profile: Profile | None) -> str:
    """The animation as HTML; the still picture for whoever asked for less motion, or where nothing moves."""
    still, moving = still_address(exercise, profile), moving_address(exercise, profile)
    if not moving:
        return f'<img src="{still}" alt="{escape(picture_words(exercise, profile))}">'
    alt = escape(picture_words(exercise, profile, moving=True))
    return (
        f'<picture><source media="(prefers-reduced-motion: reduce)" srcset="{still}">'
        f'<img src="{moving}" alt="{alt}"></picture>'
    )


def card_picture(exercise: Exercise, *, loaded: bool) -> str:
    """The still picture as HTML, with or without the weight as it is prescribed; empty where there is none."""
    if not (FIGURES / f"{exercise.id}.svg").exists():
        return ""
    folder = "" if loaded else _plain(exercise)
    pose = load_poses()[exercise.id]
    alt = escape(describe(without_load(pose) if folder else pose, exercise.name))
    return f'<img src="{ADDRESS}/{folder}{exercise.id}.svg" alt="{alt}" loading="lazy">'


def _folder(exercise: Exercise, profile: Profile | None) -> str:
    if profile is None or not exercise.load_optional or kind_at_hand(exercise, profile) is not None:
        return ""
    return _plain(exercise)


def _plain(exercise: Exercise) -> str:
    return f"{PLAIN}/" if (FIGURES / PLAIN / f"{exercise.id}.svg").exists() else ""
