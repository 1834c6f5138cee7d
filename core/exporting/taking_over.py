"""Making a plan from a link one's own: only where the own screening lets every part of it through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from core.catalog import Catalog
from core.demand import first_load_kg
from core.errors import PlanWithheld
from core.knowledge.rules import number
from core.knowledge.texts import say
from core.loads import MOST_FIRST_LOADS, at_hand_kg
from core.planning import Part, Plan, Prescription, Session, Week, muscle_sets
from core.planning.known import known_part
from core.planning.prescribing import prescribe_cardio, prescribe_core, prescribe_drill, prescribe_main
from core.profile import Profile
from core.scoring import Verdict, judge_all
from core.words import LEG_MUSCLES, Gate, Measure, Role

MOST_OWN_HIGH = number("record.most_own_high")


def hurdles(plan: Plan, profile: Profile, catalog: Catalog) -> tuple[str, ...]:
    """What stands between this plan and this person, in words; empty where it may be taken.

    `catalog` is rated for the person (`core.demand.rated`). What the link says of demand is not believed: sets are
    weighed by the catalogue's own ratings.
    """
    if not profile.allows_plan:
        return (say("shared.withheld"),)
    unknown = [one for one in plan.exercise_ids() if one not in catalog]
    if unknown:
        return tuple(say("shared.unknown_exercise", name=one) for one in unknown)
    return tuple(dict.fromkeys((*_of_exercises(plan, profile, catalog), *_of_dose(plan, profile, catalog))))


def taken_over(plan: Plan, profile: Profile, catalog: Catalog, starts_on: date) -> Plan:
    """The plan as this person's own from this day on: its exercises and sets at the person's own dose and loads.

    Raises:
        PlanWithheld: a hurdle stands in its way.
    """
    found = hurdles(plan, profile, catalog)
    if found:
        raise PlanWithheld(" ".join(found))
    shift = starts_on - plan.starts_on
    verdicts = judge_all(profile, catalog)

    weeks = []
    for week in plan.weeks:
        sessions = tuple(
            replace(
                one,
                day=one.day + shift,
                prescriptions=tuple(_own(dose, profile, catalog, verdicts) for dose in one.prescriptions),
                short=tuple((name, min(sets, known.sets)) for name, sets in one.short if (known := one.find(name))),
            )
            for one in week.sessions
        )
        weeks.append(
            replace(
                week,
                sessions=sessions,
                sets_per_muscle=muscle_sets((session.prescriptions for session in sessions), catalog),
            )
        )
    return replace(plan, starts_on=starts_on, weeks=tuple(weeks), dose_id=profile.dose.id, notes=())


def dose_hurdles(plan: Plan, profile: Profile, catalog: Catalog) -> tuple[str, ...]:
    """What of the doses is more than this person is planned for, in words; exercises of no known name count nothing."""
    return tuple(dict.fromkeys(_of_dose(known_part(plan, catalog), profile, catalog)))


def held_to_own_doses(plan: Plan, profile: Profile, catalog: Catalog) -> Plan:
    """The plan with each dose set anew that this person could never have been given: by its load or its length."""
    verdicts = judge_all(profile, catalog)

    def held(dose: Prescription) -> Prescription:
        if dose.exercise_id not in catalog:
            return dose
        own = _own(dose, profile, catalog, verdicts)
        exercise = catalog[dose.exercise_id]
        most = min(MOST_FIRST_LOADS * (first_load_kg(exercise, profile) or 0.0), at_hand_kg(exercise, profile))
        return own if _is_beyond(dose, own, most) else dose

    weeks = (
        replace(
            week,
            sessions=tuple(
                replace(session, prescriptions=tuple(map(held, session.prescriptions))) for session in week.sessions
            ),
        )
        for week in plan.weeks
    )
    return replace(plan, weeks=tuple(weeks))


def _is_beyond(dose: Prescription, own: Prescription, most_kg: float) -> bool:
    heaviest = max((dose.load_kg or 0.0, *dose.ramp_kg))
    return heaviest > most_kg or dose.high > MOST_OWN_HIGH * own.high


def _own(dose: Prescription, profile: Profile, catalog: Catalog, verdicts: Mapping[str, Verdict]) -> Prescription:
    """The same exercise and sets as this person is given them."""
    exercise, verdict = catalog[dose.exercise_id], verdicts[dose.exercise_id]
    match dose.part:
        case Part.MAIN:
            fresh = prescribe_main(exercise, dose.sets, profile, verdict, say("shared.why"))
            if fresh.rir is None or dose.rir is None:
                return fresh
            # An easier week keeps more in reserve than the dose asks for.
            return replace(fresh, rir=(max(fresh.rir[0], dose.rir[0]), max(fresh.rir[1], dose.rir[1])))
        case Part.CORE:
            return prescribe_core(exercise, dose.sets, profile, verdict)
        case _ if exercise.role is Role.CARDIO and dose.measure is Measure.MINUTES:
            return prescribe_cardio(exercise, dose.high, dose.part, verdict)
        case _:
            return prescribe_drill(exercise, dose.part, verdict)


def _of_exercises(plan: Plan, profile: Profile, catalog: Catalog) -> Iterator[str]:
    verdicts = judge_all(profile, catalog)
    for exercise_id in plan.exercise_ids():
        exercise, verdict = catalog[exercise_id], verdicts[exercise_id]
        if verdict.left_out:
            yield say("shared.left_out", name=exercise.name, why=verdict.blocks[0].text)
        elif exercise.gate is Gate.NEVER_BY_ITSELF:
            yield say("shared.left_out", name=exercise.name, why=exercise.gate_reason)
    for one in (one for session in plan for one in session.prescriptions):
        if catalog[one.exercise_id].role is Role.MAIN and one.part not in (Part.MAIN, Part.WARM_UP):
            yield say("shared.out_of_place", name=catalog[one.exercise_id].name)


def _of_dose(plan: Plan, profile: Profile, catalog: Catalog) -> Iterator[str]:
    """More spinal demand, more sets or longer sessions than the person's own dose."""
    dose = profile.dose
    points = max((_points([one], catalog) for one in plan), default=0)
    if points > dose.spine_points_session:
        yield say("shared.session_points", points=points, budget=dose.spine_points_session)
    points = max((_points(week.sessions, catalog) for week in plan.weeks), default=0)
    if points > dose.spine_points_week:
        yield say("shared.week_points", points=points, budget=dose.spine_points_week)
    sets = max((_most_sets(week, catalog) for week in plan.weeks), default=0.0)
    if sets > dose.weekly_cap:
        yield say("shared.week_sets", sets=f"{sets:g}", cap=dose.weekly_cap)
    minutes = max((one.high for one in _all(plan) if one.measure is Measure.MINUTES), default=0)
    if minutes > dose.most_minutes:
        yield say("shared.minutes", minutes=minutes, most=dose.most_minutes)


def _all(plan: Plan) -> Iterator[Prescription]:
    return (one for session in plan for one in session.prescriptions)


def _points(sessions: Iterable[Session], catalog: Catalog) -> int:
    """Spine points by this person's own ratings."""
    return sum(
        one.sets * catalog[one.exercise_id].spine_points_per_set
        for session in sessions
        for one in session.prescriptions
    )


def _most_sets(week: Week, catalog: Catalog) -> float:
    sets = muscle_sets((session.prescriptions for session in week.sessions), catalog)
    return max((sets.get(muscle, 0.0) for muscle in LEG_MUSCLES), default=0.0)
