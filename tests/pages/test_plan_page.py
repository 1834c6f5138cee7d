"""The plan on its page: weeks and sessions, changes by hand, and what is left out."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.adapting import Case, Move, adapted_session
from core.demand import rated
from core.journal import MorningEntry
from core.knowledge.texts import say
from core.planning import Due, Part, load_templates
from core.profile import build_profile
from core.screening import assess
from core.store import Json
from core.units import MassUnit
from pages.parts.wording import dose
from tests.core.builders import ALL_EQUIPMENT, CATALOG, IRRITABLE_DISC, answers
from tests.pages.conftest import ME, START, Clock, Home
from tests.pages.visitor import Visitor

WITHHELD = [{"A1": "new"}, {"F5": "yes"}, {"H3": "yes"}]


def names(visitor: Visitor) -> str:
    """What the cards and lists say."""
    return "\n".join(one.value for one in visitor.app.html)


def test_without_a_screening_the_page_leads_to_it() -> None:
    visitor = Visitor("plan")
    assert visitor.title == "No plan yet"
    assert visitor.press("plan.screen").title == "Safety first"


@pytest.mark.parametrize("changes", WITHHELD, ids=str)
def test_no_plan_is_made_or_shown_where_the_tier_withholds_it(home: Home, changes: dict[str, object]) -> None:
    home.screened(**changes)
    visitor = Visitor("plan")
    assert visitor.title == "No plan for now"
    assert visitor.keys == {"plan.result"}
    assert home.store.current_plan(ME) is None


@pytest.mark.parametrize("changes", WITHHELD, ids=str)
def test_an_earlier_plan_is_hidden_and_kept_where_the_tier_withholds_it(
    home: Home, clock: Clock, changes: dict[str, object]
) -> None:
    plan = home.planned()
    clock.forward(hours=1)
    home.screened(**changes)
    visitor = Visitor("plan")
    assert visitor.title == "No plan for now"
    assert visitor.keys == {"plan.result"}
    assert home.plan.plan == plan
    assert visitor.press("plan.result").title == "Your result"


def test_the_first_visit_makes_a_plan_that_starts_today(home: Home, clock: Clock) -> None:
    home.screened()
    visitor = Visitor("plan")
    assert visitor.title == "Your plan"
    assert home.plan.plan.starts_on == clock.today
    Visitor("plan")
    assert len(home.store.plans(ME)) == 1


def test_a_card_shows_each_exercise_of_the_session(home: Home) -> None:
    plan = home.planned()
    visitor = Visitor("plan")
    session = plan.session(1, 1)
    assert session is not None
    for one in session.prescriptions:
        assert CATALOG[one.exercise_id].name in names(visitor)
    for one in session.of(Part.MAIN):
        assert one.why[0] in names(visitor).replace("&#x27;", "'")
    assert "Short on time?" in visitor.text
    assert say("triage.not_a_device") in visitor.text


def test_week_and_session_can_be_chosen(home: Home) -> None:
    plan = home.planned()
    visitor = Visitor("plan").set("week", 2).set("session", 2)
    session = plan.session(2, 2)
    assert session is not None
    assert f"{session.minutes:.0f} minutes" in visitor.text
    assert f"{session.spine_points} of at most" in visitor.text
    for one in session.of(Part.MAIN):
        assert CATALOG[one.exercise_id].name in names(visitor)


def test_the_present_week_is_shown_first(home: Home, clock: Clock) -> None:
    home.planned()
    clock.forward(days=8)
    assert Visitor("plan").widget("week").value == 2
    clock.forward(days=100)
    assert Visitor("plan").widget("week").value == 6


def test_an_easier_week_says_why(home: Home) -> None:
    home.planned()
    assert say("plan.week.easier") in Visitor("plan").set("week", 6).text


def test_a_swap_takes_the_place_in_every_session_and_can_be_undone(home: Home) -> None:
    plan = home.planned()
    first = plan.exercise_ids(Part.MAIN)[0]
    visitor = Visitor("plan").open(f"plan.change.{first}")
    offered = visitor.starting(f"plan.swap.{first}.")
    assert 1 <= len(offered) <= 4
    other = offered[0].removeprefix(f"plan.swap.{first}.")
    visitor.press(offered[0])
    changed = home.plan.plan.exercise_ids(Part.MAIN)
    assert other in changed
    assert first not in changed
    visitor.open(f"plan.change.{other}").press(f"plan.swap.{other}.{first}")
    assert home.plan.plan == plan


def test_a_kept_exercise_is_in_every_session(home: Home) -> None:
    plan = home.planned(days_per_week=3)
    once = next(
        name
        for name in plan.exercise_ids(Part.MAIN)
        if not all(session.find(name) for session in plan.week(1).sessions)
    )
    number = next(session.number for session in plan.week(1).sessions if session.find(once))
    visitor = Visitor("plan").set("session", number).open(f"plan.change.{once}").press(f"plan.locked.{once}")
    assert all(session.find(once) for session in home.plan.plan)
    visitor.open(f"plan.change.{once}").press(f"plan.locked.{once}")
    assert home.plan.plan == plan


def test_an_exercise_left_out_stays_out_until_it_is_taken_back(home: Home) -> None:
    plan = home.planned()
    first = plan.exercise_ids(Part.MAIN)[0]
    visitor = Visitor("plan").open(f"plan.change.{first}").press(f"plan.excluded.{first}")
    assert first not in home.plan.plan.exercise_ids()
    visitor.open("plan.left_out")
    assert CATALOG[first].name in names(visitor)
    visitor.open("plan.adjust").set("plan.back.excluded", [first]).press("plan.remake")
    assert home.plan.plan == plan
    assert home.store.preferences(ME)["excluded"] == []


@pytest.mark.parametrize("weeks", [1, 12])
def test_the_length_can_be_chosen(home: Home, weeks: int) -> None:
    home.planned()
    visitor = Visitor("plan").open("plan.adjust").set("plan.weeks", weeks).press("plan.remake")
    assert len(home.plan.plan.weeks) == weeks
    assert visitor.title == "Your plan"
    assert len(visitor.widget("week").options) == weeks


def test_a_shorter_plan_leaves_no_week_chosen_that_it_lacks(home: Home) -> None:
    home.planned()
    visitor = Visitor("plan").set("week", 6).open("plan.adjust").set("plan.weeks", 2).press("plan.remake")
    assert visitor.widget("week").value in (1, 2)


def test_fewer_sessions_leave_no_session_chosen_that_is_gone(home: Home, clock: Clock) -> None:
    home.planned(days_per_week=3)
    visitor = Visitor("plan").set("session", 3)
    clock.forward(hours=1)
    home.screened(days_per_week=1)
    visitor.run().press("plan.refresh")
    assert visitor.widget("session").value == 1


def test_the_start_can_be_chosen(home: Home) -> None:
    home.planned()
    monday = START.date() + timedelta(days=3)
    Visitor("plan").open("plan.adjust").set("plan.starts", monday).press("plan.remake")
    assert home.plan.plan.starts_on == monday


@pytest.mark.parametrize("name", list(load_templates()))
def test_a_ready_made_workout_shapes_the_plan(home: Home, name: str) -> None:
    home.planned()
    visitor = Visitor("plan").open("plan.adjust").set("plan.templates", [name]).press("plan.remake")
    assert home.plan.plan.template == name
    assert home.store.preferences(ME)["templates"] == [name]
    assert visitor.open("plan.adjust").widget("plan.templates").value == [name]


def test_making_the_plan_anew_clears_swaps_and_keeps_the_journal(home: Home) -> None:
    plan = home.planned()
    entry = home.train()
    first = plan.exercise_ids(Part.MAIN)[0]
    visitor = Visitor("plan").set("session", 1).open(f"plan.change.{first}")
    visitor.press(visitor.starting("plan.swap.")[0]).open("plan.adjust").press("plan.remake")
    assert home.plan.plan.exercise_ids() == plan.exercise_ids()
    assert home.sessions == (entry,)


def test_a_new_screening_marks_the_plan_as_outdated_until_it_is_made_anew(home: Home, clock: Clock) -> None:
    home.planned()
    clock.forward(days=3)
    home.screened(C3=("osteoporosis",))
    visitor = Visitor("plan")
    assert say("plan.outdated") in visitor.text
    assert say("plan.outdated") in Visitor().text
    visitor.press("plan.refresh")
    assert say("plan.outdated") not in visitor.text
    assert home.plan.plan.starts_on == clock.today


def test_a_new_result_brings_the_plan_up_to_date_in_one_tap(home: Home, clock: Clock) -> None:
    home.planned()
    clock.forward(days=3)
    home.screened(**IRRITABLE_DISC)
    visitor = Visitor("screening")
    assert visitor.widget("screening.plan").label == say("screening.update_plan")
    assert visitor.press("screening.plan").title == "Your plan"
    assert say("plan.outdated") not in visitor.text
    assert home.plan.plan.starts_on == clock.today
    assert home.plan.plan.dose_id == "flare"


def test_what_is_left_out_names_the_reason_and_the_way_back(home: Home) -> None:
    home.planned(equipment=("chair",), C3=("osteoporosis",))
    visitor = Visitor("plan").open("plan.left_out")
    assert "for your back or by choice" in visitor.text
    assert "for want of equipment" in visitor.text
    assert CATALOG["leg_press"].name in visitor.text


@pytest.mark.parametrize(
    ("kept", "value"),
    [
        ("swaps", ["x"]),
        ("swaps", {"nothing": "nowhere"}),
        ("excluded", ["nothing"]),
        ("weeks", "many"),
        ("templates", 3),
    ],
)
def test_odd_kept_preferences_do_not_break_the_plan(home: Home, kept: str, value: Json) -> None:
    home.screened()
    home.store.set_preference(ME, kept, value)
    visitor = Visitor("plan").open("plan.adjust")
    assert visitor.title == "Your plan"
    assert visitor.press("plan.remake").title == "Your plan"


@pytest.mark.parametrize(("week", "session"), [("99", "1"), ("abc", "x"), ("1", "99")])
def test_an_odd_address_shows_the_plan_all_the_same(home: Home, week: str, session: str) -> None:
    home.planned()
    visitor = Visitor()
    visitor.app.query_params["week"] = week
    visitor.app.query_params["session"] = session
    assert visitor.go("plan").title == "Your plan"


def calm_weeks(home: Home, clock: Clock) -> None:
    """Two sessions a week for two weeks, each calm with its morning; it is the day before the third week."""
    for days, week, number in ((0, 1, 1), (3, 1, 2), (4, 2, 1), (3, 2, 2)):
        clock.forward(days=days)
        entry = home.train(week, number)
        home.store.save_morning(ME, MorningEntry(entry.day + timedelta(days=1), entry.id, 2))
    clock.forward(days=4)


def test_a_first_plan_stands_as_planned_without_reasons_from_a_journal(home: Home) -> None:
    home.planned()
    visitor = Visitor("plan")
    assert "bw-now up" not in names(visitor)
    assert say("plan.now.lead") not in visitor.text


def test_the_card_shows_the_target_of_today_with_its_reason_rule_and_the_way_back(home: Home, clock: Clock) -> None:
    given = answers(equipment=ALL_EQUIPMENT)
    home.planned()
    calm_weeks(home, clock)
    visitor = Visitor("plan").set("week", 3)
    plan, told = home.plan.plan, home.store.journal(ME)
    due = Due(plan.week(3), plan.week(3).sessions[0])
    profile = build_profile(given, assess(given, START.date()), calm_weeks=1)
    adapted = adapted_session(plan, due, told, profile, rated(CATALOG, profile), clock.today)
    cards = names(visitor).replace("&#x27;", "'")
    assert say("plan.now.lead") in visitor.text
    mains = [adapted.target(one.exercise_id) for one in due.session.of(Part.MAIN)]
    assert any(one is not None and one.move is Move.UP for one in mains)
    for planned in due.session.of(Part.MAIN):
        aim, now = adapted.target(planned.exercise_id), adapted.session.find(planned.exercise_id)
        assert aim is not None
        assert now is not None
        assert dose(now, MassUnit.KG) in cards
        assert aim.sentence in cards
        assert aim.back in cards
        assert f"({aim.rule})" in cards
    assert " since " in cards


def test_a_done_session_stands_as_it_was_planned_and_the_next_one_comes_first(home: Home, clock: Clock) -> None:
    home.planned()
    home.train()
    visitor = Visitor("plan")
    assert visitor.widget("session").value == 2
    visitor.set("session", 1)
    assert say("plan.now.done") in visitor.text
    assert "bw-now up" not in names(visitor)


def test_in_a_flare_up_the_plan_says_what_is_left_out_and_when_it_comes_back(home: Home, clock: Clock) -> None:
    plan = home.planned()
    home.store.set_preference(ME, "flare_on", clock.today.isoformat())
    visitor = Visitor("plan")
    first = plan.weeks[0].sessions[0].of(Part.MAIN)[0]
    assert CATALOG[first.exercise_id].name in names(visitor)
    assert "bw-now rest" in names(visitor)
    assert Case.FLARE_REST.sentence in names(visitor)
    assert Case.FLARE_REST.back in names(visitor)
