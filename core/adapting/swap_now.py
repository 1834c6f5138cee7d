"""Another exercise in the place of one, for today: what fits, with a target of its own from its own past."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from core.adapting.session import Adapted, Maker
from core.adapting.target import Target
from core.catalog import Catalog
from core.knowledge.texts import say
from core.planning import Due, Part, Plan, Prescription, alternatives
from core.planning.prescribing import prescribe_core, prescribe_main
from core.profile import Profile
from core.scoring import judge_all

Swap = tuple[Prescription, Target]


def swaps_now(
    adapted: Adapted, exercise_id: str, plan: Plan, due: Due, profile: Profile, catalog: Catalog
) -> Iterator[Swap]:
    """What may take the place of an exercise of today's session, the nearest first.

    Each comes with its own load and target, at no more sets and spine points than the place has today; exercises that
    the verdict leaves out, or that the session has already, are not among them. `catalog` and `due` are those of
    `adapted_session`.
    """
    verdicts = judge_all(adapted.state.profile, catalog)
    taken = {one.exercise_id for one in (*due.session.prescriptions, *adapted.session.prescriptions)}
    for verdict in alternatives(exercise_id, catalog, verdicts, taken):
        found = swapped_now(adapted, exercise_id, verdict.exercise_id, plan, due, profile, catalog)
        if found is not None:
            yield found


def swapped_now(
    adapted: Adapted, exercise_id: str, other_id: str, plan: Plan, due: Due, profile: Profile, catalog: Catalog
) -> Swap | None:
    """`other_id` in the place of `exercise_id` today; None where the place, or the back, has no room for it."""
    place = adapted.session.find(exercise_id)
    verdict = judge_all(adapted.state.profile, catalog)[other_id]
    if place is None or verdict.left_out:
        return None
    other = catalog[other_id]
    # From the planned sets, so that what today takes off is taken off once.
    sets = (due.session.find(exercise_id) or place).sets
    reason = say("adapt.swapped_now")
    if place.part is Part.CORE:
        wanted = prescribe_core(other, sets, profile, verdict)
    else:
        wanted = prescribe_main(other, sets, profile, verdict, reason)
    maker = Maker(plan, due, profile, catalog, adapted.state)
    target = maker.target(wanted)
    found = maker.prescribed(wanted, target)
    each = found.spine_points // found.sets if found.sets else 0
    sets = min(found.sets, place.sets, place.spine_points // each if each else place.sets)
    if not sets:
        return None
    found = replace(found, sets=sets, spine_points=sets * each, why=(reason, target.sentence))
    return found, replace(target, sets=sets)
