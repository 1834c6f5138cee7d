"""What stands in for an exercise that the back has no room for at present, inside the place it leaves."""

from __future__ import annotations

from collections.abc import Mapping

from core.catalog import Catalog, Exercise
from core.knowledge.texts import say
from core.planning import Due, Part, Prescription, Week, alternatives
from core.planning.prescribing import prescribe_core, prescribe_main
from core.profile import Profile
from core.scoring import Verdict, judge_all


def stand_in(
    planned: Prescription,
    due: Due,
    profile: Profile,
    tolerated: Profile,
    catalog: Catalog,
    taken: frozenset[str],
) -> Prescription | None:
    """The nearest exercise that `tolerated` lets in and that takes no more time, spine points or weekly sets.

    `profile` sets its dose, `tolerated` is the profile with what the journal taught. None where nothing fits.
    """
    verdicts = judge_all(tolerated, catalog)
    for verdict in alternatives(planned.exercise_id, catalog, verdicts, taken):
        found = _prescribed(catalog[verdict.exercise_id], planned, due, profile, verdicts)
        wanted = catalog[planned.exercise_id]
        if (
            found.seconds <= planned.seconds
            and found.spine_points <= planned.spine_points
            and _keeps_caps(found, planned, wanted, catalog[found.exercise_id], due.week, profile)
        ):
            return found
    return None


def _prescribed(
    exercise: Exercise, planned: Prescription, due: Due, profile: Profile, verdicts: Mapping[str, Verdict]
) -> Prescription:
    """At the fewest sets that any exercise of its part has in this session: it is new here."""
    sets = min(one.sets for one in due.session.of(planned.part))
    verdict = verdicts[exercise.id]
    if planned.part is Part.CORE:
        return prescribe_core(exercise, sets, profile, verdict)
    return prescribe_main(exercise, sets, profile, verdict, say("adapt.stands_in"))


def _keeps_caps(
    found: Prescription, planned: Prescription, wanted: Exercise, other: Exercise, week: Week, profile: Profile
) -> bool:
    """True where no muscle gets more weekly sets than the dose allows."""
    if planned.part is not Part.MAIN:
        return True
    for muscle, share in other.hard_sets.items():
        total = week.sets_per_muscle.get(muscle, 0.0) - wanted.hard_sets.get(muscle, 0.0) * planned.sets
        if total + share * found.sets > profile.dose.weekly_cap:
            return False
    return True
