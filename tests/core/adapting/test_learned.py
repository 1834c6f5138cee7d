"""What the journal teaches about single axes."""

from dataclasses import replace

from core.adapting import learned_sensitivity, with_learned
from core.journal import ExerciseEntry, Journal
from core.knowledge.texts import load_texts
from core.profile import Profile
from core.words import Axis, Stage
from tests.core.adapting.journals import journal, on, session, sets
from tests.core.builders import CATALOG, person, with_vector

SQUAT = sets("goblet_squat", 10, 10, load_kg=12)
BRIDGE = sets("glute_bridge", 10, 10)
SETTLED = with_vector(person(), Stage.SETTLED, compression=1, lean=1, flexion=1)


def learned(told: Journal, day: int, profile: Profile = SETTLED) -> dict[Axis, int]:
    return {one.axis: one.after for one in learned_sensitivity(told, profile, CATALOG, on(day))}


def highest_axes() -> set[Axis]:
    """Axes that a red goblet squat points at: its highest demands, of those the most sensitive ones."""
    weight = {a: (d, SETTLED.sensitivity[a]) for a, d in CATALOG["goblet_squat"].demand.items()}
    return {axis for axis in weight if weight[axis] == max(weight.values())}


def test_a_red_exposure_raises_its_highest_demands_for_fourteen_days() -> None:
    felt = (ExerciseEntry("goblet_squat", pain=7), ExerciseEntry("glute_bridge", pain=1))
    told = journal(session(0, (*SQUAT, *BRIDGE), *felt))
    expected = {axis: SETTLED.sensitivity[axis] + 1 for axis in highest_axes()}
    assert learned(told, 0) == expected
    assert learned(told, 13) == expected
    assert learned(told, 14) == {}
    shift = learned_sensitivity(told, SETTLED, CATALOG, on(1))[0]
    assert (shift.until, shift.entries, shift.rule) == (on(13), ("day-0",), "adapt.learn_days")


def test_a_bad_morning_points_at_what_asked_most_of_the_back() -> None:
    told = journal(session(0, (*SQUAT, *BRIDGE)), mornings={1: 5})
    assert set(learned(told, 1)) == highest_axes()


def test_no_more_than_the_most_sensitive_and_only_one_step() -> None:
    reds = [session(day, SQUAT, ExerciseEntry("goblet_squat", pain=7)) for day in (0, 3, 6)]
    assert max(learned(journal(*reds), 7).values()) == 2
    full = with_vector(person(), Stage.SETTLED, **{axis.value: 3 for axis in Axis})
    assert learned(journal(*reds), 7, full) == {}


def proof(axis: Axis) -> tuple[str, ...]:
    return tuple(one.id for one in CATALOG if one.demand[axis] >= 2)


def test_four_green_exposures_at_a_demand_lower_the_axis_once_settled() -> None:
    flexing = sets(proof(Axis.COMPRESSION)[0], 10, 10)
    greens = [session(day, flexing) for day in (0, 3, 6, 9)]
    assert learned(journal(*greens[:3]), 12) == {}
    lowered = learned(journal(*greens), 12)
    assert lowered[Axis.COMPRESSION] == 0
    irritable = with_vector(person(), Stage.IRRITABLE, compression=1)
    assert learned(journal(*greens), 12, irritable) == {}


def test_an_exercise_felt_without_a_set_of_it_proves_nothing() -> None:
    name = proof(Axis.COMPRESSION)[0]
    felt = [session(day, BRIDGE, ExerciseEntry(name, pain=0)) for day in (0, 3, 6, 9)]
    assert Axis.COMPRESSION not in learned(journal(*felt), 12)


def test_an_unknown_morning_neither_counts_nor_breaks_an_amber_one_breaks() -> None:
    done = sets(proof(Axis.COMPRESSION)[0], 10, 10)
    days = (0, 3, 6, 9, 12)
    assert Axis.COMPRESSION in learned(journal(*[session(day, done) for day in days], missing=[7]), 13)
    ambers = [session(day, done, pain_worst=5 if day == 6 else 2) for day in days]
    assert learned(journal(*ambers), 13) == {}


def test_floors_are_never_lowered() -> None:
    bones = person(C3=["osteoporosis"])
    assert (bones.sensitivity[Axis.FLEXION], bones.sensitivity.floors[Axis.FLEXION]) == (3, 2)
    bending = next(one.id for one in CATALOG if one.demand[Axis.FLEXION] == 2)
    greens = journal(*[session(day, sets(bending, 10, 10)) for day in range(0, 30, 3)])
    once = learned_sensitivity(greens, bones, CATALOG, on(30))
    assert {one.axis: one.after for one in once}[Axis.FLEXION] == 2
    at_its_floor = with_learned(bones, once)
    assert Axis.FLEXION not in learned(greens, 30, at_its_floor)


def test_the_profile_tells_why() -> None:
    told = journal(session(0, SQUAT, ExerciseEntry("goblet_squat", pain=7)))
    shifts = learned_sensitivity(told, SETTLED, CATALOG, on(1))
    raised = with_learned(SETTLED, shifts)
    for one in shifts:
        assert raised.sensitivity[one.axis] == one.after
        reason = raised.sensitivity.reasons[one.axis][-1]
        assert (reason.kind, reason.value) == ("journal", one.after)
        assert f"triage.{reason.id}" in load_texts()
        assert one.sentence
    assert with_learned(SETTLED, ()) == SETTLED
    assert replace(raised, sensitivity=SETTLED.sensitivity) == SETTLED
