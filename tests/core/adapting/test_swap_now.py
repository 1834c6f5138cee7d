"""A swap for today: another exercise in the place of one, inside what the place has, with a past of its own."""

from __future__ import annotations

import pytest

from core.adapting import Case, Flags, PainResponse, light, so_far, swapped_now, swaps_now
from core.adapting.swap_now import Swap
from core.journal import Journal
from core.scoring import judge_all
from core.words import Light
from tests.core.adapting.journals import session, sets
from tests.core.adapting.test_session import LIFTER, adapted, due_on, planned, work

NOTHING = Journal()


def offered(place: str, journal: Journal = NOTHING, flags: Flags | None = None) -> list[Swap]:
    plan, catalog = planned()
    return list(swaps_now(adapted(journal, 0, flags=flags), place, plan, due_on(0), LIFTER, catalog))


@pytest.mark.parametrize("flags", [Flags(), Flags(gentle=True)], ids=["plain", "gentle"])
def test_every_offer_keeps_the_sets_and_points_of_its_place_and_fits_the_person(flags: Flags) -> None:
    today, (_, catalog) = adapted(Journal(), 0, flags=flags), planned()
    verdicts = judge_all(today.state.profile, catalog)
    taken = {one.exercise_id for one in due_on(0).session.prescriptions}
    places = [one for one in today.session.prescriptions if work(one)]
    found = [(place, swap) for place in places for swap in offered(place.exercise_id, flags=flags)]
    assert len(found) > len(places)
    for place, (one, target) in found:
        assert 1 <= one.sets <= place.sets
        assert one.spine_points <= place.spine_points
        assert not verdicts[one.exercise_id].left_out
        assert one.exercise_id not in taken
        assert (one.load_kg, one.low, one.sets) == (target.load_kg, target.low, target.sets)


def test_the_load_is_that_of_the_new_exercise_and_follows_from_its_own_past() -> None:
    place = next(one.exercise_id for one in due_on(0).session.prescriptions if work(one) and one.load_kg)
    first, target = next(swap for swap in offered(place) if swap[0].load_kg)
    assert target.case is Case.START
    assert first.load_kg is not None
    lifted = first.load_kg + 5
    done = sets(first.exercise_id, *[first.high] * first.sets, load_kg=lifted)
    again, moved = next(
        swap
        for swap in offered(place, Journal(sessions=(session(-3, done),)))
        if swap[0].exercise_id == first.exercise_id
    )
    assert moved.case is Case.UNKNOWN
    assert again.load_kg is not None
    assert first.load_kg < again.load_kg <= lifted


def test_nothing_takes_the_place_of_what_the_session_does_not_have() -> None:
    plan, catalog = planned()
    today = adapted(Journal(), 0)
    assert swapped_now(today, "nonsense", "leg_press", plan, due_on(0), LIFTER, catalog) is None


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        (PainResponse(2, 3, None), Light.GREEN),
        (PainResponse(1, 5, None), Light.AMBER),
        (PainResponse(1, 7, None), Light.RED),
        (PainResponse(None, 3, None), Light.UNKNOWN),
        (PainResponse(2, None, None), Light.UNKNOWN),
        (PainResponse(2, 3, 6), Light.RED),
    ],
)
def test_a_light_so_far_is_never_better_known_than_its_scores(answer: PainResponse, shown: Light) -> None:
    assert so_far(answer, 5) is shown
    assert light(answer, 5) in (shown, Light.UNKNOWN)
