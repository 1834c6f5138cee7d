"""Today's session: the planned one, adjusted inside its limits, each change with its reason."""

from dataclasses import replace
from functools import cache

import pytest

from core.adapting import Adapted, Case, Flags, Move, Readiness, What, adapted_session
from core.catalog import Catalog
from core.demand import rated
from core.errors import PlanWithheld
from core.journal import ExerciseEntry, Journal, MorningEntry, SessionEntry, SetEntry
from core.planning import Due, Edits, Part, Plan, Prescription, WeekKind, build_plan, next_session
from core.profile import Profile
from core.scoring import judge_all
from tests.core.adapting.journals import START, on, screened, session
from tests.core.builders import ALL_EQUIPMENT, CATALOG, person

LIFTER = person(equipment=list(ALL_EQUIPMENT), minutes=60, days_per_week=2, goal="strength")


@cache
def planned(weeks: int = 8) -> tuple[Plan, Catalog]:
    catalog = rated(CATALOG, LIFTER)
    return build_plan(LIFTER, catalog, START, weeks, edits=Edits(locked=("kettlebell_deadlift",))), catalog


def due_on(day: int, done: int = 0) -> Due:
    plan, _ = planned()
    finished = [(week.number, one.number) for week in plan.weeks for one in week.sessions][:done]
    due = next_session(plan, finished, on(day))
    assert due is not None
    return due


def adapted(journal: Journal, day: int, due: Due | None = None, flags: Flags | None = None) -> Adapted:
    plan, catalog = planned()
    return adapted_session(plan, due or due_on(day), journal, LIFTER, catalog, on(day), flags)


def work(one: Prescription) -> bool:
    return one.part in (Part.MAIN, Part.CORE)


def as_planned(due: Due, day: int, extra: int = 0, **changes: object) -> SessionEntry:
    """A due session done as planned, repetitions at the top of the range and `extra` more."""
    done = [
        SetEntry(
            one.exercise_id, number, reps=one.high + extra, load_kg=one.load_kg, rir=one.rir[1] if one.rir else None
        )
        for one in due.session.prescriptions
        if work(one)
        for number in range(1, one.sets + 1)
    ]
    return replace(session(day, done), **changes)  # type: ignore[arg-type]


def two_weeks(**last: object) -> Journal:
    """Both sessions of two weeks done, all calm but for what is said of the last one."""
    days = (0, 3, 7, 10)
    ones = [as_planned(due_on(day, at), day) for at, day in enumerate(days)]
    ones[-1] = replace(ones[-1], **last)  # type: ignore[arg-type]
    return Journal(tuple(ones), tuple(MorningEntry(on(day + 1), None, 1) for day in days))


def test_the_first_session_is_the_plan_itself() -> None:
    due = due_on(0)
    today = adapted(Journal(), 0, due)
    assert [replace(one, why=()) for one in today.session.prescriptions] == [
        replace(one, why=()) for one in due.session.prescriptions
    ]
    assert today.session.short == due.session.short
    assert today.adjustments == ()
    assert {one.move for one in today.targets} == {Move.START}


def test_after_two_calm_weeks_targets_grow_and_say_why() -> None:
    today = adapted(two_weeks(), 14, due_on(14, 4))
    up = [one for one in today.targets if one.move is Move.UP]
    assert len(up) >= 3
    for one in up:
        prescription = today.session.find(one.exercise_id)
        assert prescription is not None
        assert prescription.why[0] == one.sentence
        assert one.back
        assert one.entries
    told = {one.exercise_id: one for one in today.adjustments}
    assert all(told[one.exercise_id].rule == one.rule for one in up)
    raised = [one for one in up if one.case is Case.LOAD_UP]
    assert raised
    assert all(What.LOAD in told[one.exercise_id].what for one in raised)


def test_a_red_exercise_is_cut_and_the_others_go_on() -> None:
    calm = two_weeks()
    last = calm.sessions[-1]
    names = [one.exercise_id for one in due_on(10, 3).session.of(Part.MAIN)]
    felt = tuple(ExerciseEntry(name, pain=7 if name == names[0] else 1) for name in names)
    told = replace(calm, sessions=(*calm.sessions[:-1], replace(last, exercises=felt)))
    due = Due(due_on(14, 4).week, due_on(10, 3).session)
    today = adapted(told, 14, due)
    hurt = today.target(names[0])
    gone = [one.exercise_id for one in today.adjustments if one.what in ((What.SWAPPED,), (What.LEFT_OUT,))]
    assert names[0] in gone or (hurt is not None and hurt.case is Case.RED)
    assert any((target := today.target(name)) is not None and target.move is not Move.DOWN for name in names[1:])


def test_a_flare_up_leaves_only_easy_movement_then_comes_back_small() -> None:
    flags = Flags(flare_on=on(13))
    rest = adapted(two_weeks(), 14, due_on(14, 4), flags)
    assert not [one for one in rest.session.prescriptions if work(one)]
    assert [one for one in rest.session.prescriptions if one.part is Part.WARM_UP]
    assert rest.session.minutes < due_on(14, 4).session.minutes
    back = adapted(two_weeks(), 17, due_on(17, 4), flags)
    again = [one for one in back.session.prescriptions if work(one)]
    whole = {one.exercise_id: one for one in due_on(17, 4).session.prescriptions}
    assert again
    for one in again:
        assert one.rir is None or one.rir[0] >= 4
        if one.exercise_id in whole and whole[one.exercise_id].sets > 1:
            assert one.sets < whole[one.exercise_id].sets


def test_a_gentle_day_is_small_and_spoils_nothing() -> None:
    gentle = adapted(two_weeks(), 14, due_on(14, 4), Flags(gentle=True))
    done = [one for one in gentle.session.prescriptions if work(one)]
    assert all(one.sets == 1 for one in done)
    assert all(one.rir is None or one.rir[0] >= 5 for one in done)
    assert gentle.session.spine_points <= due_on(14, 4).session.spine_points
    assert {one.case for one in gentle.targets} <= {Case.GENTLE, Case.GENTLE_OUT}
    after = adapted(two_weeks(), 15, due_on(15, 4))
    assert [one for one in after.targets if one.move is Move.UP]


def test_strong_pain_right_now_means_no_loading() -> None:
    today = adapted(two_weeks(), 14, due_on(14, 4), Flags(readiness=Readiness(pain_now=8)))
    assert not [one for one in today.session.prescriptions if work(one)]
    assert {one.case for one in today.targets} == {Case.NO_LOADING}


def test_a_stop_rule_withholds_loading_until_the_questions_are_answered() -> None:
    spread = two_weeks(spread=True)
    stopped = adapted(spread, 14, due_on(14, 4))
    assert stopped.state.withheld
    assert not [one for one in stopped.session.prescriptions if work(one)]
    answered = adapted(spread, 14, due_on(14, 4), screened(12))
    assert [one for one in answered.session.prescriptions if work(one)]


def test_what_a_red_session_points_at_makes_way_for_something_that_fits() -> None:
    plan, catalog = planned()
    due = due_on(0)
    sensitive = replace(
        LIFTER, sensitivity=replace(LIFTER.sensitivity, values=dict.fromkeys(LIFTER.sensitivity.values, 3))
    )
    today = adapted_session(plan, due, Journal(), sensitive, catalog, on(0))
    verdicts = judge_all(sensitive, catalog)
    before = {one.exercise_id for one in due.session.prescriptions}
    now = {one.exercise_id for one in today.session.prescriptions}
    assert [one for one in before if verdicts[one].left_out]
    assert not [one for one in now if verdicts[one].left_out]
    told = {one.exercise_id: one.instead for one in today.adjustments}
    assert now - before == {one for one in told.values() if one} - before
    assert before - now <= set(told)
    assert today.session.minutes <= due.session.minutes
    assert today.session.spine_points <= due.session.spine_points


def test_nothing_grows_in_the_easier_week() -> None:
    plan, _ = planned()
    easier = next(one for one in plan.weeks if one.kind is WeekKind.EASIER)
    today = adapted(two_weeks(), 14, Due(easier, easier.sessions[0]))
    assert not [one for one in today.targets if one.move is Move.UP]


def test_after_two_light_weeks_the_guard_takes_sets_off() -> None:
    whole = two_weeks()
    light = [replace(one, sets=tuple(s for s in one.sets if s.exercise_id == "pallof_press")) for one in whole.sessions]
    today = adapted(replace(whole, sessions=tuple(light)), 14, due_on(14, 4))
    points = sum(one.spine_points for one in today.session.prescriptions if work(one))
    assert points < sum(one.spine_points for one in due_on(14, 4).session.prescriptions if work(one))
    # The light weeks' points, and two sets of the heaviest.
    heaviest = max(one.spine_points // one.sets for one in due_on(14, 4).session.prescriptions if work(one))
    assert points <= 1 * 3 + 2 * heaviest
    assert Case.GUARD in {case for one in today.targets for case in (one.case, *one.also)}


def test_pain_that_rises_from_week_to_week_trims_a_fifth() -> None:
    rising = tuple(MorningEntry(on(day), None, 1 if day < 7 else 3) for day in range(14))
    told = replace(two_weeks(), mornings=rising)
    today = adapted(told, 13, due_on(13, 4))
    assert today.state.pain_rises
    planned_points = sum(one.spine_points for one in due_on(13, 4).session.prescriptions if work(one))
    assert sum(one.spine_points for one in today.session.prescriptions if work(one)) <= 0.8 * planned_points


def test_the_same_journal_gives_the_same_session_however_it_was_put_together() -> None:
    told = two_weeks()
    shuffled = Journal(tuple(reversed(told.sessions)), tuple(reversed(told.mornings)))
    assert adapted(told, 14, due_on(14, 4)) == adapted(shuffled, 14, due_on(14, 4))


def test_without_leave_to_train_there_is_no_session() -> None:
    plan, catalog = planned()
    withheld: Profile = replace(LIFTER, allows_plan=False)
    with pytest.raises(PlanWithheld):
        adapted_session(plan, due_on(0), Journal(), withheld, catalog, on(0))
