"""Which rung opens next and when, and the week in words."""

from dataclasses import replace

from core.adapting import Flags, Move, NextRung, ladders, situation, weekly_review
from core.adapting.ladders import green_weeks
from core.journal import Journal, MorningEntry
from core.planning import Plan, build_plan
from core.words import Light
from tests.core.adapting.journals import START, A, G, R, U, journal, lifted, on, prescribed, session, sets
from tests.core.adapting.test_session import LIFTER, as_planned, due_on, planned, two_weeks
from tests.core.builders import CATALOG, person

BEGINNER = person(experience="new", equipment=["chair"], goal="function")


def stand(*reps: int, day: int = 0, **changes: object) -> tuple[Journal, Plan]:
    """A beginner's journal of sit-to-stands twice a week, up to a day."""
    plan = build_plan(BEGINNER, CATALOG, START, 6)
    days = [one for week in range(8) for one in (7 * week, 7 * week + 3)][: len(reps)]
    done = [session(one, sets("sit_to_stand", count, count), **changes) for one, count in zip(days, reps, strict=True)]
    return journal(*done), plan


def squat_ladder(told: Journal, plan: Plan, day: int) -> NextRung:
    with_it = replace(plan.weeks[0].sessions[0].prescriptions[0], exercise_id="sit_to_stand", low=8, high=12)
    first = replace(plan.weeks[0].sessions[0], prescriptions=(with_it,))
    plan = replace(plan, weeks=(replace(plan.weeks[0], sessions=(first,)),))
    state = situation(told, BEGINNER, CATALOG, on(day))
    return next(one for one in ladders(plan, state, CATALOG) if one.ladder == "squat")


def test_the_next_rung_opens_after_two_green_weeks_at_the_top() -> None:
    one_week = squat_ladder(*stand(12, 12), day=6)
    assert (one_week.rung, one_week.exercise_id) == (CATALOG["sit_to_stand"].rung, "sit_to_stand")
    assert (one_week.weeks_left, one_week.opens_on, one_week.is_open) == (1, on(13), False)
    assert "one more green week" in one_week.sentence
    two = squat_ladder(*stand(12, 12, 12, 12), day=13)
    assert (two.weeks_left, two.opens_on, two.is_open, two.waits_for) == (0, on(13), True, ())
    assert all(CATALOG[one].rung == two.rung + 1 for one in two.next_ids)
    assert squat_ladder(*stand(10, 10, 10, 10), day=13).weeks_left == 2


def test_a_red_answer_names_the_rung_below() -> None:
    told, plan = stand(12, 12, 12, pain_worst=7)
    down = squat_ladder(told, plan, 8)
    assert down.step_down_to == CATALOG["sit_to_stand"].easier
    assert down.weeks_left == 2
    assert squat_ladder(*stand(12, 12, 12), day=8).step_down_to is None


def test_weeks_count_back_from_the_last_and_unknown_ones_hold() -> None:
    plan = prescribed()
    weekly = [replace(one, day=on(7 * at)) for at, one in enumerate(lifted(G, G, U, G))]
    assert green_weeks(weekly, plan, on(30)) == 3
    assert green_weeks([replace(one, amounts=(9, 9)) for one in weekly], plan, on(30)) == 0
    for bad in (A, R):
        assert green_weeks([weekly[0], replace(weekly[1], light=bad), *weekly[2:]], plan, on(30)) == 1


def test_a_gated_rung_says_what_it_waits_for() -> None:
    plan, catalog = planned()
    swings = [session(day, sets("kettlebell_deadlift", 8, 8, 8, load_kg=16)) for day in (0, 3, 7, 10)]
    state = situation(journal(*swings), LIFTER, catalog, on(13))
    hinge = next(one for one in ladders(plan, state, catalog) if one.ladder == "hinge")
    assert hinge.next_ids
    assert (hinge.is_open, hinge.opens_on) == (not hinge.waits_for, on(13) if not hinge.waits_for else None)


def test_a_week_counts_on_its_last_day_and_the_date_is_the_earliest_such_day() -> None:
    told, plan = stand(12, 12, 12)
    early = squat_ladder(told, plan, 8)
    assert (early.green_weeks, early.weeks_left, early.opens_on) == (1, 1, on(13))
    assert squat_ladder(told, plan, 13).is_open
    amber = replace(told, sessions=(*told.sessions[:2], replace(told.sessions[2], pain_worst=5)))
    spoiled = squat_ladder(amber, plan, 8)
    assert (spoiled.green_weeks, spoiled.weeks_left, spoiled.opens_on) == (0, 2, on(27))


def test_ladders_not_trained_lately_are_left_aside() -> None:
    told, plan = stand(12, 12)
    assert ladders(plan, situation(told, BEGINNER, CATALOG, on(60)), CATALOG) == ()


def test_the_review_tells_the_week_and_what_comes_next() -> None:
    plan, catalog = planned()
    told = Journal(
        tuple(
            replace(one, plan_id="p", week=1 + at // 2, number=1 + at % 2)
            for at, one in enumerate(two_weeks().sessions)
        ),
        two_weeks().mornings,
    )
    review = weekly_review(plan, "p", told, LIFTER, catalog, on(13))
    assert review.due == due_on(13, 4)
    assert (review.week.sessions, review.before.sessions) == (2, 2)
    assert review.week.sets == review.before.sets > 0
    assert dict(review.week.lights) == {Light.GREEN: 2}
    assert review.moves[Move.UP]
    assert any("Two sessions" in one or "2 sessions" in one for one in review.said)
    assert all("{" not in one for one in (*review.said, *review.next))
    assert review.coming is not None
    for target in review.coming.targets:
        assert any(target.sentence in one and CATALOG[target.exercise_id].name in one for one in review.next)


def test_the_review_of_an_empty_week_blames_nobody() -> None:
    plan, catalog = planned()
    review = weekly_review(plan, "p", Journal(), LIFTER, catalog, on(3))
    assert review.said == ("No session in the last seven days. The plan simply goes on from where you are.",)
    assert review.week.pain is None


def test_the_review_says_how_pain_moved_and_what_stops() -> None:
    plan, catalog = planned()
    pains = tuple(MorningEntry(on(day), None, 2 if day < 7 else 4) for day in range(14))
    sore = Journal((as_planned(due_on(0), 0, stop_sign=True),), pains)
    review = weekly_review(plan, "p", sore, LIFTER, catalog, on(13), Flags())
    assert any("went up from 2.0 to 4.0" in one for one in review.said)
    assert review.next[0].startswith("A warning sign")


def test_after_the_last_week_the_review_points_on() -> None:
    plan, catalog = planned()
    review = weekly_review(plan, "p", two_weeks(), LIFTER, catalog, on(100))
    assert (review.due, review.coming) == (None, None)
    assert "The weeks of this plan are over" in review.next[-1]


def test_no_rung_opens_during_a_flare_up_an_easier_week_or_before_the_questions() -> None:
    told, plan = stand(12, 12, 12, 12)
    assert squat_ladder(told, plan, 13).is_open
    calm = situation(told, BEGINNER, CATALOG, on(13))
    flaring = situation(told, BEGINNER, CATALOG, on(13), Flags(flare_on=on(12)))
    sign = replace(told.sessions[-1], stop_sign=True, id="sign", day=on(12))
    stopped = situation(replace(told, sessions=(*told.sessions, sign)), BEGINNER, CATALOG, on(13))
    rises = replace(calm, pain_rises=True)
    for state, words in ((flaring, "flare-up"), (stopped, "questions"), (rises, "easier time")):
        for rung in ladders(plan, state, CATALOG):
            assert not rung.is_open
            assert rung.opens_on is None
            assert words in rung.sentence
