"""A figure in words, made from its pose: for readers who cannot see it."""

from __future__ import annotations

from core.body.anthropometry import Body
from core.body.pose.pose import LoadPlace, LoadShape, Pose, at_phase
from core.body.pose.posture import Hold, Mode, Root
from core.body.pose.skeleton import Skeleton

HELD_WHERE = {
    Hold.BACK_HIGH: "on the upper back",
    Hold.BACK_LOW: "low on the upper back",
    Hold.FRONT_RACK: "on the front of the shoulders",
    Hold.SAFETY_BAR: "on the shoulders with handles in front",
    Hold.GOBLET: "held close in front of the chest",
    Hold.CHEST: "held at the chest",
    Hold.HANG: "in hanging arms",
    Hold.BAR: "in straight arms",
    Hold.HIP_BAR: "across the hips",
    Hold.BELT: "hanging from a belt at the hips",
    Hold.SWING: "between the thighs",
}
LOAD_WORDS = {
    LoadShape.BARBELL: "A barbell",
    LoadShape.SMITH: "The bar of a Smith machine",
    LoadShape.SAFETY_BAR: "A safety bar",
    LoadShape.TRAP_BAR: "A trap bar",
    LoadShape.DUMBBELL: "Dumbbells",
    LoadShape.KETTLEBELL: "A kettlebell",
    LoadShape.BELT: "A weight",
}
PLACE_WORDS = {
    Mode.SEAT: "Sitting",
    Mode.PRESS: "Sitting reclined with the feet on a plate",
    Mode.HACK: "Leaning back against a sliding pad",
    Mode.BRIDGE: "Lying on the back with the feet on the floor",
    Mode.QUAD: "On hands and knees",
    Mode.CANTILEVER: "Held at the feet",
    Mode.LEGS_RAISED: "Lying on the back",
    Mode.TRUNK_RAISED: "Lying on the back",
    Mode.PRONE: "Lying face down",
    Mode.SUPINE: "Lying on the back",
    Mode.SIDE: "Lying on the side",
    Mode.SPLIT: "Standing with one foot in front of the other",
    Mode.SINGLE: "Standing on one leg",
    Mode.STAND: "Standing on both feet",
}


def describe(pose: Pose, name: str, body: Body | None = None, *, moving: bool = False) -> str:
    """Alternative text of a picture: who stands or lies how, how far trunk, hip and knee are bent, and where
    the load is; `moving` for the animation, which has no pale outline.
    """
    body = body or Body()
    hard = at_phase(pose, body, pose.typical_load_kg(body), 1.0)
    parts = [f"{name}, hardest position.", _place(pose, hard), _angles(pose, hard), _load(pose)]
    if moving:
        parts.append("Moves from the start to this position and back.")
    elif pose.front_hard is None and pose.start != pose.hard:
        parts.append(_start(pose, body))
    return " ".join(part for part in parts if part)


def _place(pose: Pose, s: Skeleton) -> str:
    if pose.mode in PLACE_WORDS:
        return PLACE_WORDS[pose.mode] + (", seen from the front." if pose.front_hard else ".")
    if pose.front_hard is not None:
        return "Seen from the front."
    return "On the feet." if pose.hard.root is Root.FOOT else "Near the floor, held still."


def _angles(pose: Pose, s: Skeleton) -> str:
    if pose.front_hard is not None:
        return ""
    lean = round(s.angles.lean / 5) * 5
    knee = round(s.angles.knee / 5) * 5
    words = []
    if pose.hard.root is Root.FOOT and pose.mode is not Mode.BRIDGE:
        words.append(
            "trunk upright"
            if abs(lean) < 10
            else f"trunk leaning {'forward' if lean > 0 else 'back'} {abs(lean)} degrees"
        )
    words.append("knee nearly straight" if knee < 15 else f"knee bent {knee} degrees")
    return ", ".join(words).capitalize() + "."


def _load(pose: Pose) -> str:
    if pose.load_place is not LoadPlace.HELD or pose.load_shape not in LOAD_WORDS or not pose.typical_share:
        return ""
    where = HELD_WHERE.get(pose.hard.arm.hold, "in the hands")
    return f"{LOAD_WORDS[pose.load_shape]} {where}."


def _start(pose: Pose, body: Body) -> str:
    start = at_phase(pose, body, pose.typical_load_kg(body), 0.0)
    if (
        pose.start.root is Root.FOOT
        and start.angles.knee < 12
        and abs(start.angles.lean) < 12
        and pose.mode is not Mode.BRIDGE
    ):
        return "The pale outline shows the start: standing tall."
    return "The pale outline shows the start."
