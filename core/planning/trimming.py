"""A plan without some of its exercises: for what goes out after a verdict has changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from core.catalog import Catalog
from core.planning.plan import Part, Plan, Prescription, Session, Week
from core.words import Muscle

WORK = (Part.MAIN, Part.CORE)
"""Parts whose sets count; a session without any is none: it would only warm up."""


def without(plan: Plan, exercise_ids: Collection[str], catalog: Catalog) -> Plan:
    """The plan without these exercises: neither in its sessions, nor in short versions, nor in weekly sets.

    A session with no main and trunk work left is not in it; a week without sessions stays, so that numbers do. Where
    none of the exercises is in the plan, it is the plan itself.
    """
    if not set(exercise_ids) & set(plan.exercise_ids()):
        return plan
    return replace(plan, weeks=tuple(_week_without(week, exercise_ids, catalog) for week in plan.weeks))


def muscle_sets(sessions: Iterable[Iterable[Prescription]], catalog: Catalog) -> dict[Muscle, float]:
    """Hard sets of each muscle in main and trunk work, to a tenth; `catalog` is the one rated for the person."""
    sets = dict.fromkeys(Muscle, 0.0)
    for prescriptions in sessions:
        for prescription in prescriptions:
            if prescription.part in WORK:
                for muscle, share in catalog[prescription.exercise_id].hard_sets.items():
                    sets[muscle] += round(share, 1) * prescription.sets
    return {muscle: round(count, 1) for muscle, count in sets.items() if round(count, 1)}


def _week_without(week: Week, exercise_ids: Collection[str], catalog: Catalog) -> Week:
    trimmed = (_session_without(session, exercise_ids) for session in week.sessions)
    sessions = tuple(session for session in trimmed if any(session.of(part) for part in WORK))
    return replace(
        week, sessions=sessions, sets_per_muscle=muscle_sets((session.prescriptions for session in sessions), catalog)
    )


def _session_without(session: Session, exercise_ids: Collection[str]) -> Session:
    return replace(
        session,
        prescriptions=tuple(each for each in session.prescriptions if each.exercise_id not in exercise_ids),
        short=tuple((name, sets) for name, sets in session.short if name not in exercise_ids),
    )
