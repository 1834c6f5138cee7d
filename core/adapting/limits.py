"""What a session may hold at most: sets trimmed to a share of spine points, and the highest load that is tolerated.

All of it follows from the planned session alone, so that a step back in one exercise never makes room for another.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from core.adapting.exposures import Exposure
from core.adapting.level import MOST_RISE, SMALL, scale_of
from core.adapting.signals import WEEK_DAYS, highest_week, spine_points_done
from core.adapting.situation import Situation, loading
from core.adapting.tolerance import SpineBudget
from core.catalog import Catalog, Exercise
from core.demand import spinal_demand
from core.knowledge.rules import number, whole
from core.loads import at_hand_kg
from core.planning import Due, Part, Plan, Prescription, Session, WeekKind
from core.profile import Profile
from core.scoring import judge
from core.scoring.gates import CALM_WEEKS
from core.words import SPINE_POINT_AXES, Stage

KEPT, LEAST = number("adapt.week_rise_points"), number("adapt.tolerance_least")
GROWTH = {Stage.IRRITABLE: number("plan.growth_irritable"), Stage.SETTLED: number("plan.growth_settled")}
GROWTH_STEP_SETS = whole("plan.growth_step_sets")
WORK = (Part.MAIN, Part.CORE)


def work_of(session: Session) -> tuple[Prescription, ...]:
    """What is logged set by set: main and trunk work."""
    return tuple(one for one in session.prescriptions if one.part in WORK)


def trimmed(work: Sequence[Prescription], most_points: float) -> Mapping[str, int]:
    """Sets of each exercise once sets that ask most of the spine are left out, one at least each, down to so many
    points."""
    sets = {one.exercise_id: one.sets for one in work}
    each = {one.exercise_id: one.spine_points // one.sets for one in work}
    while sum(sets[name] * each[name] for name in sets) > most_points + SMALL:
        able = [name for name in sets if sets[name] > 1 and each[name]]
        if not able:
            break
        heaviest = max(able, key=lambda name: (each[name], sets[name], name))
        sets[heaviest] -= 1
    return sets


def sets_after_rise(session: Session) -> Mapping[str, int]:
    """Sets with a fifth of the spine points left out."""
    work = work_of(session)
    return trimmed(work, KEPT * sum(one.spine_points for one in work))


def sets_by_guard(plan: Plan, due: Due, state: Situation, catalog: Catalog) -> Mapping[str, int] | None:
    """Sets that the soft guard leaves: spine points grow by a tenth (a fifth once settled) over the highest of the
    last three weeks, two sets at least. None where it asks for nothing."""
    start = _week_start(plan, state.today)
    highest = highest_week(plan, state.journal, catalog, start)
    if not highest:
        return None
    work = work_of(due.session)
    heaviest = max((one.spine_points // one.sets for one in work), default=0)
    allowed = max(highest * GROWTH[state.profile.stage], highest + GROWTH_STEP_SETS * heaviest)
    left = allowed - spine_points_done(state.journal, catalog, start, state.today)
    return trimmed(work, left) if sum(one.spine_points for one in work) > left + SMALL else None


def sets_by_tolerance(session: Session, budget: SpineBudget) -> Mapping[str, int] | None:
    """Sets that one's own spine budget leaves, and at least half of the planned points. None where all have room."""
    work = work_of(session)
    points = sum(one.spine_points for one in work)
    return trimmed(work, max(float(budget.points), LEAST * points)) if points > budget.points else None


def room_for_points(due: Due, profile: Profile, session_points: int) -> int:
    """Spine points by which each exercise may go past its planned ones, so that all together keep the budgets.

    `session_points` is the budget of a session, one's own where it is lower than the stage's.

    None in an easier week: what it leaves free is not there to be used.
    """
    session, week, dose = due.session, due.week, profile.dose
    if week.kind is WeekKind.EASIER:
        return 0
    here = (session_points - session.spine_points) // max(1, len(work_of(session)))
    count = sum(len(work_of(one)) for one in week.sessions)
    return max(0, min(here, (dose.spine_points_week - week.spine_points) // max(1, count)))


def fits_still(exercise: Exercise, profile: Profile) -> bool:
    """True where the verdict on an exercise of the plan still lets it stand.

    The weeks of calm that open a gate were there when it was planned; a single amber week does not close it again. And
    what somebody does already is not too heavy because the leg model thinks so.
    """
    begun = replace(exercise, too_heavy=False)
    return not judge(begun, replace(profile, calm_weeks=max(profile.calm_weeks, CALM_WEEKS))).left_out


def points_at(exercise: Exercise, profile: Profile, load_kg: float) -> int:
    """Spine points of one set at this load on this person."""
    used = spinal_demand(exercise, profile, load_kg).used
    return sum(used[axis] for axis in SPINE_POINT_AXES)


def highest_load_kg(
    exercise: Exercise,
    prescription: Prescription,
    exposures: Sequence[Exposure],
    profile: Profile,
    extra_points: int,
) -> float | None:
    """The heaviest load that is at hand, the back tolerates and budgets allow; None where nothing stands in the way.

    Looked for among what may come next. Never below the plan's first load, which was judged when the plan was made.
    """
    if prescription.load_kg is None:
        return None
    step, least = loading(exercise, profile)
    scale = scale_of(prescription, exposures, step, least)
    reach, at_hand = max([prescription.load_kg, *scale.used]) * (1 + MOST_RISE), at_hand_kg(exercise, profile)
    most, is_free = scale.reachable(min(reach, at_hand)), reach <= at_hand
    most_points = prescription.spine_points + extra_points
    load_kg = most
    while load_kg > prescription.load_kg + SMALL:
        demand = spinal_demand(exercise, profile, load_kg).used
        points = prescription.sets * sum(demand[axis] for axis in SPINE_POINT_AXES)
        if points <= most_points and fits_still(replace(exercise, demand=demand), profile):
            return None if is_free and load_kg == most else load_kg
        lower = scale.reachable(load_kg - 10 * SMALL)
        load_kg = lower if lower < load_kg - SMALL else prescription.load_kg
    return None if is_free and most <= prescription.load_kg + SMALL else prescription.load_kg


def _week_start(plan: Plan, today: date) -> date:
    return today - timedelta(days=(today - plan.starts_on).days % WEEK_DAYS)
