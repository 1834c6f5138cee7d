"""From a feeling, a lift and a moment to the likely reasons in order, what to try, and the fix order.

Deterministic: points are added up, and the order of data/technique/causes.yaml decides between equals.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.catalog import Exercise
from core.knowledge.rules import whole
from core.profile import Profile
from core.scoring import Verdict
from core.technique.library import Cause, Feeling, Lift, Moment, load_technique
from core.technique.rows import Step
from core.words import Stage

MOST, AT_ONCE = whole("technique.most_reasons"), whole("technique.reasons_at_once")
FEELING, MOMENT, LIFT = (whole(f"technique.weight_{name}") for name in ("feeling", "moment", "lift"))
CAREFUL, CAREFUL_POINTS = whole("technique.careful_from"), whole("technique.careful_points")
MOST_CUES, MOST_SIMPLER = whole("technique.most_cues"), whole("technique.most_simpler")


class PointKind(StrEnum):
    """What points at a reason: an answer, or what the screening said of this back."""

    FEELING = "feeling"
    LIFT = "lift"
    MOMENT = "moment"
    IRRITABLE = "irritable"
    AXIS = "axis"


@dataclass(frozen=True)
class Point:
    """One thing that points at a reason: the id of the feeling, lift or moment, the axis, or empty."""

    kind: PointKind
    id: str


@dataclass(frozen=True)
class Likely:
    """One likely reason with its points, and what points at it."""

    cause: Cause
    points: int
    why: tuple[Point, ...]


@dataclass(frozen=True)
class Fix:
    """One step of the fix order in words for this lift; `marked` where it usually does most."""

    step: Step
    name: str
    text: str
    marked: bool


@dataclass(frozen=True)
class StandIn:
    """An exercise in the place of another; `asks_less` where the first reasons point."""

    exercise: Exercise
    asks_less: bool


def likely(
    feeling: Feeling, lift: Lift | None = None, moment: Moment | None = None, profile: Profile | None = None
) -> tuple[Likely, ...]:
    """Likely reasons, the likeliest first; none where the feeling is a stop sign after which nothing may follow.

    An answer left open neither points anywhere nor rules anything out.
    """
    if feeling.stop is not None and not feeling.stop.afterwards:
        return ()
    found = [
        _weighed(cause, feeling, lift, moment, profile)
        for cause in load_technique().causes.values()
        if cause.feelings.get(feeling.id) and (lift is None or not cause.lifts or lift.id in cause.lifts)
    ]
    return tuple(sorted(found, key=lambda one: -one.points)[:MOST])


def cues(reasons: Sequence[Likely], lift: Lift | None = None) -> tuple[str, ...]:
    """What to try in the next set, from the likeliest reasons, each once."""
    return tuple(dict.fromkeys(one.cause.cue(lift) for one in reasons[:MOST_CUES]))


def fixes(reasons: Sequence[Likely], lift: Lift | None = None) -> tuple[Fix, ...]:
    """The fix order: lighter, slower, shorter, simpler, swap, with those marked that do most for the first reason."""
    wanted = reasons[0].cause.steps if reasons else ()
    known = load_technique().fixes.values()
    return tuple(Fix(one.step, one.name, _in_lift(one.step, one.text, lift), one.step in wanted) for one in known)


def simpler(lift: Lift, verdicts: Mapping[str, Verdict], done: str | None = None) -> tuple[str, ...]:
    """Ids of the hardest of the easier exercises that suit, from easy to hard; `done` is what is being done now.

    Nothing that the verdict leaves out, or that has no verdict, is among them.
    """
    easier = lift.simpler[: lift.simpler.index(done)] if done in lift.simpler else lift.simpler
    suits = [one for one in easier if one != done and one in verdicts and not verdicts[one].left_out]
    return tuple(suits[-MOST_SIMPLER:])


def stand_ins(reasons: Sequence[Likely], exercise: Exercise, others: Iterable[Exercise]) -> tuple[StandIn, ...]:
    """Of the exercises that may stand in, those that ask no more on any axis that the first reasons point at, nor more
    in all; those that ask less there come first, the order is kept besides.
    """
    axes = {axis for one in reasons[:AT_ONCE] for axis in one.cause.axes}
    found = [
        StandIn(one, any(one.demand[axis] < exercise.demand[axis] for axis in axes))
        for one in others
        if all(one.demand[axis] <= exercise.demand[axis] for axis in axes)
        and sum(one.demand.values()) <= sum(exercise.demand.values())
    ]
    return tuple(sorted(found, key=lambda one: not one.asks_less))


def _weighed(
    cause: Cause, feeling: Feeling, lift: Lift | None, moment: Moment | None, profile: Profile | None
) -> Likely:
    why = [Point(PointKind.FEELING, feeling.id)]
    points = FEELING * cause.feelings[feeling.id]
    if lift is not None and cause.lifts.get(lift.id):
        why.append(Point(PointKind.LIFT, lift.id))
        points += LIFT * cause.lifts[lift.id]
    if moment is not None and cause.moments.get(moment.id):
        why.append(Point(PointKind.MOMENT, moment.id))
        points += MOMENT * cause.moments[moment.id]
    if profile is not None:
        own, given = _of_the_person(cause, profile)
        why += own
        points += given
    return Likely(cause, points, tuple(why))


def _of_the_person(cause: Cause, profile: Profile) -> tuple[list[Point], int]:
    """What the screening says of this back, and the points for it."""
    why: list[Point] = []
    points = 0
    if cause.irritable and profile.stage is Stage.IRRITABLE:
        why.append(Point(PointKind.IRRITABLE, ""))
        points += cause.irritable
    careful = next((axis for axis in cause.axes if profile.sensitivity[axis] >= CAREFUL), None)
    if careful is not None:
        why.append(Point(PointKind.AXIS, careful.value))
        points += CAREFUL_POINTS
    return why, points


def _in_lift(step: Step, text: str, lift: Lift | None) -> str:
    own = {Step.SLOWER: lift.slower, Step.SHORTER: lift.shorter}.get(step) if lift else None
    return own or text
