"""Today on its page: the check before a session, the session set by set, and the morning after."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.adapting import Case
from core.journal import MorningEntry, SessionEntry, SessionKind
from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.planning import Part, Prescription
from core.screening import MINI_SCREEN
from core.words import Measure, Site
from tests.pages.conftest import ME, START, Clock, Home
from tests.pages.visitor import PAGES, Visitor

START_BUTTONS = {"today.start.planned", "today.start.short"}
NO_LOADING, GENTLE = whole("today.no_loading_from"), whole("today.gentle_from")


def steps(home: Home) -> list[Prescription]:
    """What the first session logs set by set."""
    session = home.plan.plan.session(1, 1)
    assert session is not None
    return [one for one in session.prescriptions if one.part in (Part.MAIN, Part.CORE)]


def running(home: Home) -> tuple[Visitor, SessionEntry]:
    """A visitor in the first session of a new, small plan."""
    home.planned(minutes=20)
    visitor = started(Visitor())
    (entry,) = home.sessions
    return visitor, entry


def started(visitor: Visitor, pain: int = 2, kind: str = "planned") -> Visitor:
    """The same, once the session was started with this pain."""
    return visitor.set("before.pain", pain).press(f"today.start.{kind}")


def the_log_button(visitor: Visitor) -> str:
    """Key of the one button that logs a set."""
    (key,) = [one for one in visitor.starting("runner.") if one.endswith(".log")]
    return key


def test_a_load_that_nobody_lifts_is_asked_back_beside_its_undo(home: Home) -> None:
    visitor, entry = running(home)
    while not [key for key in visitor.starting(f"runner.{entry.id}.") if key.endswith(".load")]:
        visitor.press("runner.next")
    (load,) = [key for key in visitor.starting(f"runner.{entry.id}.") if key.endswith(".load")]
    asked = say("today.far_beyond")
    visitor.press(the_log_button(visitor))
    assert asked not in visitor.text
    load = load.replace(".1.load", ".2.load")
    visitor.set(load, 990.0).press(the_log_button(visitor))
    assert asked in visitor.text
    (undo,) = [key for key in visitor.starting("runner.undo.") if key.endswith(".2")]
    assert asked not in visitor.press(undo).text


def to_the_end(visitor: Visitor) -> Visitor:
    """Log every set that is still open and go on to the questions at the end."""
    while "runner.finish" not in visitor.keys:
        while logs := [one for one in visitor.starting("runner.") if one.endswith(".log")]:
            visitor.press(logs[0])
        visitor.press("runner.next")
    return visitor


def test_a_newcomer_finds_one_way_in_and_a_demo() -> None:
    visitor = Visitor()
    assert visitor.title == say("today.welcome.title")
    assert visitor.keys == {"today.screen", "today.demo"}
    assert [one.key for one in visitor.app.button if one.type == "button" and one.proto.type == "primary"] == [
        "today.screen"
    ]
    assert visitor.press("today.screen").title == "Safety first"


def test_a_newcomer_leaves_nothing_in_the_record(home: Home) -> None:
    Visitor().go("plan").go("screening").go("today")
    assert home.store.people() == ()


def test_the_demo_button_opens_the_people() -> None:
    assert Visitor().press("today.demo").title == "People"


def test_after_the_screening_the_plan_is_one_tap_away(home: Home) -> None:
    home.screened()
    visitor = Visitor()
    assert visitor.keys == {"today.plan"}
    assert visitor.press("today.plan").title == "Your plan"


@pytest.mark.parametrize(("changes", "tier"), [({"F5": "yes"}, "same_day"), ({"H3": "yes"}, "professional_first")])
def test_a_tier_without_a_plan_shows_its_card_and_no_session(home: Home, changes: dict[str, object], tier: str) -> None:
    home.planned()
    home.clock.forward(hours=1)
    home.screened(**changes)
    visitor = Visitor()
    assert say(f"tier.{tier}.title") in visitor.text
    assert visitor.keys == {"today.result"}


def test_the_next_session_shows_its_length_and_exercises(home: Home) -> None:
    plan = home.planned()
    visitor = Visitor()
    assert visitor.title == "Session 1 of week 1"
    session = plan.session(1, 1)
    assert session is not None
    assert f"About {session.minutes:.0f} minutes" in visitor.text
    assert visitor.keys >= START_BUTTONS


WEEK_20 = {"sex": "female", "H2": "pregnant", "H2_week": 20, "H2_complications": "no"}


@pytest.mark.parametrize("sign", MINI_SCREEN, ids=lambda one: one.id)
def test_any_sign_shows_its_tier_and_starts_no_session(home: Home, sign) -> None:
    home.planned(**(WEEK_20 if sign.conditions else {}))
    visitor = Visitor().tick(f"mini.{sign.id}")
    assert say(f"tier.{sign.tier.value}.title") in visitor.error
    assert not visitor.keys & START_BUTTONS
    visitor.press("mini.keep")
    (kept,) = home.store.journal(ME).mini_screens
    assert kept.answers == (sign.id,)
    assert home.sessions == ()


@pytest.mark.parametrize("pain", [NO_LOADING, 10])
def test_strong_pain_withholds_loading(home: Home, pain: int) -> None:
    home.planned()
    visitor = Visitor().set("before.pain", pain)
    assert Case.NO_LOADING.sentence in visitor.text
    assert say("today.rest_day") in visitor.text
    assert not visitor.keys & START_BUTTONS
    assert "mini.saddle" in visitor.keys


@pytest.mark.parametrize(("pain", "gentle"), [(GENTLE - 1, False), (GENTLE, True), (NO_LOADING - 1, True)])
def test_a_sore_day_is_a_gentle_one(home: Home, pain: int, gentle: bool) -> None:
    home.planned()
    visitor = Visitor().set("before.pain", pain)
    assert (Case.GENTLE.sentence in visitor.text) is gentle
    assert ("today.start.short" in visitor.keys) is not gentle
    assert visitor.widget("today.start.planned").label == say("today.start_gentle" if gentle else "today.start")


def test_pain_is_asked_for_before_anything_starts(home: Home) -> None:
    home.planned()
    visitor = Visitor().press("today.start.planned")
    assert visitor.error == say("today.before.missing")
    assert home.sessions == ()


def test_starting_keeps_the_check_the_pain_and_the_place_in_the_plan(home: Home) -> None:
    home.planned()
    visitor = Visitor().set("before.pain", 3).press("today.start.planned")
    assert visitor.title == "Session 1 of week 1"
    (entry,) = home.sessions
    assert (entry.week, entry.number, entry.plan_id, entry.pain_before) == (1, 1, "p1", 3)
    assert entry.kind is SessionKind.PLANNED
    assert not entry.finished
    assert [one.answers for one in home.store.journal(ME).mini_screens] == [()]


def test_logging_as_planned_is_one_tap(home: Home) -> None:
    visitor, _entry = running(home)
    first = steps(home)[0]
    visitor.press(the_log_button(visitor))
    (kept,) = home.sessions[0].sets
    assert (kept.exercise_id, kept.number, kept.reps) == (first.exercise_id, 1, first.low)
    assert kept.load_kg == pytest.approx(first.load_kg)
    assert kept.rir == first.rir[0] if first.rir else None
    assert kept.done_at == START
    assert f"Set 1: {first.low}" in visitor.text


def test_changed_numbers_are_kept_and_stand_in_the_next_set(home: Home) -> None:
    visitor, entry = running(home)
    key = f"runner.{entry.id}.{steps(home)[0].exercise_id}.1"
    visitor.set(f"{key}.load", 12.5).set(f"{key}.amount", 9).set(f"{key}.rir", 3).press(f"{key}.log")
    (kept,) = home.sessions[0].sets
    assert (kept.load_kg, kept.reps, kept.rir) == (12.5, 9, 3)
    following = f"{key.removesuffix('1')}2"
    assert visitor.widget(f"{following}.load").value == 12.5
    assert visitor.widget(f"{following}.amount").value == 9


def test_undo_takes_a_set_out_again(home: Home) -> None:
    visitor, _entry = running(home)
    visitor.press(the_log_button(visitor)).press(the_log_button(visitor))
    name = steps(home)[0].exercise_id
    visitor.press(f"runner.undo.{name}.2")
    assert [one.number for one in home.sessions[0].sets] == [1]
    assert the_log_button(visitor).endswith(f"{name}.2.log")


def test_a_set_in_the_middle_that_was_undone_can_be_logged_again(home: Home) -> None:
    visitor, _entry = running(home)
    name = steps(home)[0].exercise_id
    visitor.press(the_log_button(visitor)).press(the_log_button(visitor)).press(f"runner.undo.{name}.1")
    to_the_end(visitor)
    own = [one for one in home.sessions[0].sets if one.exercise_id == name]
    assert len(own) == steps(home)[0].sets


def test_after_the_last_set_one_more_is_possible(home: Home) -> None:
    visitor, _entry = running(home)
    first = steps(home)[0]
    for _ in range(first.sets):
        visitor.press(the_log_button(visitor))
    assert not [one for one in visitor.keys if one.endswith(".log")]
    visitor.press(f"runner.more_button.{first.exercise_id}").press(the_log_button(visitor))
    assert len(home.sessions[0].sets) == first.sets + 1


def test_holds_are_logged_in_seconds(home: Home) -> None:
    home.planned({"locked": ["wall_sit"]})
    timed = [one for one in steps(home) if one.measure is Measure.SECONDS]
    assert timed
    visitor = started(Visitor())
    to_the_end(visitor)
    kept = [one for one in home.sessions[0].sets if one.exercise_id == timed[0].exercise_id]
    assert [(one.seconds, one.reps) for one in kept] == [(timed[0].low, None)] * timed[0].sets


def test_last_times_numbers_are_filled_in(home: Home, clock: Clock) -> None:
    home.planned()
    home.train()
    clock.forward(days=7)
    visitor = started(Visitor())
    (entry,) = [one for one in home.sessions if not one.finished]
    first = steps(home)[0]
    assert visitor.widget(f"runner.{entry.id}.{first.exercise_id}.1.amount").value == first.high


def test_how_it_felt_is_kept_and_there_again_on_a_new_visit(home: Home) -> None:
    visitor, entry = running(home)
    name = steps(home)[0].exercise_id
    felt = f"felt.{entry.id}.{name}"
    visitor.press(the_log_button(visitor))
    visitor.set(f"{felt}.pain", 4).set(f"{felt}.site", Site.BUTTOCK).set(f"{felt}.in", "back").tick(f"{felt}.sharp")
    assert visitor.warning == say("today.felt.sharp_advice")
    assert say("today.felt.back_advice") in visitor.text
    (kept,) = home.sessions[0].exercises
    assert (kept.exercise_id, kept.pain, kept.site, kept.felt_in) == (name, 4, Site.BUTTOCK, "back")
    assert kept.sharp
    again = Visitor()
    assert again.widget(f"{felt}.pain").value == 4
    assert again.widget(f"{felt}.site").value is Site.BUTTOCK
    again.set(f"{felt}.pain", 2)
    assert home.sessions[0].exercises[0].pain == 2


def test_a_finished_session_is_kept_with_its_answers(home: Home, clock: Clock) -> None:
    visitor, entry = running(home)
    to_the_end(visitor)
    end = f"end.{entry.id}"
    visitor.set(f"{end}.worst", 4).set(f"{end}.now", 2).set(f"{end}.site", Site.BACK).set(f"{end}.effort", 7)
    visitor.set(f"{end}.note", "Felt *fine*.")
    clock.forward(minutes=50)
    visitor.press("runner.finish")
    (kept,) = home.sessions
    assert kept.finished
    assert (kept.pain_worst, kept.pain_end, kept.site, kept.effort, kept.minutes) == (4, 2, Site.BACK, 7, 50)
    assert kept.note == "Felt *fine*."
    planned = steps(home)
    assert len(kept.sets) == sum(one.sets for one in planned)
    (done,) = visitor.app.success
    assert done.value == say("today.finished", sets=len(kept.sets), exercises=len(planned))
    assert visitor.title == "Session 2 of week 1"
    assert "skipped" not in visitor.text


def test_answers_at_the_end_stay_on_the_way_back_to_an_exercise_and_to_another_page(home: Home) -> None:
    visitor, entry = running(home)
    to_the_end(visitor)
    end = f"end.{entry.id}"
    told = {"worst": 4, "site": Site.BACK, "spread": True, "stop": True, "note": "windy"}
    for name, value in told.items():
        visitor.set(f"{end}.{name}", value)
    visitor.press("runner.back").press("runner.next")
    assert {name: visitor.widget(f"{end}.{name}").value for name in told} == told
    visitor.go("method").go("today")
    assert {name: visitor.widget(f"{end}.{name}").value for name in told} == told


def test_changed_numbers_stay_on_the_way_to_another_exercise_and_back(home: Home) -> None:
    visitor, entry = running(home)
    key = f"runner.{entry.id}.{steps(home)[0].exercise_id}.1"
    typed = {"load": 12.5, "amount": 3, "rir": 5}
    for name, value in typed.items():
        visitor.set(f"{key}.{name}", value)
    visitor.press("runner.next").press("runner.back")
    assert {name: visitor.widget(f"{key}.{name}").value for name in typed} == typed


def test_what_was_ticked_before_a_session_stays_on_a_look_at_another_page(home: Home, clock: Clock) -> None:
    home.planned()
    home.train()
    clock.forward(days=1)
    visitor = Visitor().tick("morning.sleep").tick("mini.saddle").go("method").go("today")
    assert visitor.widget("morning.sleep").value is True
    assert say("tier.emergency.title") in visitor.error
    visitor.press("mini.keep")
    home.clock.forward(hours=1)
    home.screened()
    visitor.run()
    assert visitor.widget("mini.saddle").value is False
    assert visitor.keys >= START_BUTTONS


def test_a_warning_sign_at_the_end_says_what_to_do_and_is_kept(home: Home) -> None:
    visitor, entry = running(home)
    to_the_end(visitor).tick(f"end.{entry.id}.stop")
    assert visitor.warning == say("triage.warning_card")
    visitor.tick(f"end.{entry.id}.spread").press("runner.finish")
    assert home.sessions[0].stop_sign
    assert home.sessions[0].spread


def test_a_session_can_be_finished_early(home: Home) -> None:
    visitor, _entry = running(home)
    visitor.press(the_log_button(visitor))
    while "runner.finish" not in visitor.keys:
        visitor.press("runner.next")
    visitor.press("runner.finish")
    assert home.sessions[0].finished
    assert len(home.sessions[0].sets) == 1


def test_the_short_version_logs_only_what_belongs_to_it(home: Home) -> None:
    plan = home.planned()
    visitor = started(Visitor(), kind="short")
    to_the_end(visitor).press("runner.finish")
    (kept,) = home.sessions
    session = plan.session(1, 1)
    assert session is not None
    logged = {one.exercise_id for one in steps(home)}
    short = {name: sets for name, sets in session.short if name in logged}
    assert kept.kind is SessionKind.SHORT
    assert {name: len([one for one in kept.sets if one.exercise_id == name]) for name in short} == short
    assert {one.exercise_id for one in kept.sets} == set(short)


def test_an_unfinished_session_is_there_after_a_reload(home: Home) -> None:
    visitor, entry = running(home)
    visitor.press(the_log_button(visitor))
    again = Visitor()
    assert again.title == "Session 1 of week 1"
    assert the_log_button(again) == f"runner.{entry.id}.{steps(home)[0].exercise_id}.2.log"
    assert not again.keys & START_BUTTONS


def test_a_session_left_open_yesterday_can_be_finished_or_discarded(home: Home, clock: Clock) -> None:
    visitor, entry = running(home)
    visitor.press(the_log_button(visitor))
    clock.forward(days=1)
    again = Visitor()
    assert say("today.left_open", day="Fri 20 Nov") in again.text
    again.press("today.discard.yes")
    assert home.sessions == ()
    assert again.keys >= START_BUTTONS
    assert entry.id not in again.text


def test_a_session_whose_plan_grew_shorter_can_still_be_finished(home: Home) -> None:
    home.planned()
    home.clock.set(START + timedelta(days=35))
    home.screened()
    visitor = started(Visitor())
    visitor.press(the_log_button(visitor))
    kept = home.sessions[0]
    assert kept.week == 6
    visitor = Visitor("plan").open("plan.adjust").set("plan.weeks", 2).press("plan.remake").go("today")
    to_the_end(visitor).press("runner.finish")
    assert home.sessions[0].finished
    assert home.sessions[0].sets == kept.sets


def test_the_morning_after_is_asked_the_next_day_and_kept(home: Home, clock: Clock) -> None:
    home.planned()
    entry = home.train()
    assert "morning.save" not in Visitor().keys
    clock.forward(days=1)
    visitor = Visitor()
    assert say("today.morning.title", day="Fri 20 Nov") in visitor.text
    visitor.press("morning.save")
    assert visitor.error == say("today.morning.missing")
    assert home.store.journal(ME).mornings == ()
    visitor.set("morning.pain", 3).tick("morning.sleep").press("morning.save")
    assert home.store.journal(ME).mornings == (MorningEntry(clock.today, entry.id, 3, True),)
    assert "morning.save" not in visitor.keys


@pytest.mark.parametrize(("days", "asked"), [(1, True), (2, True), (3, False)])
def test_the_morning_after_stays_due_for_two_days(home: Home, days: int, asked: bool) -> None:
    home.planned()
    home.train()
    home.clock.forward(days=days)
    visitor = Visitor()
    assert ("morning.save" in visitor.keys) is asked
    assert visitor.keys >= START_BUTTONS


def test_a_morning_kept_late_belongs_to_the_day_after_the_session(home: Home, clock: Clock) -> None:
    home.planned()
    home.train()
    clock.forward(days=2)
    Visitor().set("morning.pain", 0).press("morning.save")
    (kept,) = home.store.journal(ME).mornings
    assert kept.day == START.date() + timedelta(days=1)


def test_after_four_weeks_the_questions_come_before_any_session(home: Home, clock: Clock) -> None:
    home.planned()
    clock.forward(days=27)
    home.train(4, 2)
    assert Visitor().keys >= START_BUTTONS
    clock.forward(days=1)
    visitor = Visitor()
    assert visitor.warning == say("renewal.date")
    assert not visitor.keys & START_BUTTONS
    assert visitor.press("today.renew").title == "Safety first"


@pytest.mark.parametrize(("days", "due"), [(14, False), (15, True)])
def test_after_more_than_two_weeks_away_the_questions_come_first(home: Home, days: int, due: bool) -> None:
    home.planned()
    home.train()
    home.clock.forward(days=days)
    visitor = Visitor()
    assert (say("renewal.gap") in visitor.text) is due
    assert bool(visitor.keys & START_BUTTONS) is not due


def test_at_the_end_of_a_plan_the_next_one_can_be_made(home: Home, clock: Clock) -> None:
    home.planned()
    clock.forward(days=42)
    home.screened()
    visitor = Visitor()
    assert visitor.title == say("today.plan_done.title")
    visitor.press("today.next_plan")
    assert visitor.title == "Session 1 of week 1"
    assert visitor.keys >= START_BUTTONS
    assert home.plan.plan.starts_on == clock.today
    assert len(home.store.plans(ME)) == 2


def test_changing_the_plan_does_not_bring_back_a_session_already_done(home: Home, clock: Clock) -> None:
    plan = home.planned()
    home.train()
    clock.forward(days=1)
    session = plan.session(1, 2)
    assert session is not None
    swapped = session.of(Part.MAIN)[0].exercise_id
    visitor = Visitor("plan").open(f"plan.change.{swapped}").press(f"plan.excluded.{swapped}").go("today")
    assert visitor.title == "Session 2 of week 1"


def test_a_second_session_on_one_day_takes_a_second_decision(home: Home) -> None:
    home.planned()
    home.train()
    visitor = Visitor()
    assert say("today.enough") in visitor.text
    assert not visitor.keys & START_BUTTONS
    visitor.set("today.again", True)
    assert visitor.keys >= START_BUTTONS


def test_the_finished_session_leads_to_the_progress(home: Home) -> None:
    visitor, _entry = running(home)
    to_the_end(visitor).press("runner.finish")
    assert visitor.press("today.progress").title == "Progress"


def test_pain_before_and_the_morning_start_empty_each_time(home: Home, clock: Clock) -> None:
    home.planned()
    visitor = Visitor().set("before.pain", 5).press("today.start.planned")
    while "runner.finish" not in visitor.keys:
        visitor.press("runner.next")
    visitor.press("runner.finish")
    clock.forward(days=1)
    visitor.run().set("morning.pain", 4).press("morning.save")
    assert visitor.widget("before.pain").value is None
    home.train(1, 2)
    clock.forward(days=1)
    assert visitor.run().widget("morning.pain").value is None


def test_two_tabs_that_start_share_one_session(home: Home) -> None:
    home.planned()
    one, other = Visitor(), Visitor().set("before.pain", 4)
    started(one)
    other.press("today.start.short")
    assert len(home.sessions) == 1
    assert the_log_button(one) == the_log_button(other)


def test_a_sign_that_was_kept_asks_for_the_screening_before_the_next_session(home: Home, clock: Clock) -> None:
    home.planned()
    clock.forward(hours=1)
    Visitor().tick("mini.fever").press("mini.keep")
    clock.forward(days=1)
    visitor = Visitor()
    assert say("tier.same_day.title") in visitor.text
    assert not visitor.keys & START_BUTTONS
    home.screened()
    assert Visitor().keys >= START_BUTTONS


def test_a_name_is_never_shown_as_markdown(home: Home) -> None:
    home.planned()
    home.store.rename(ME, "![x](http://example.org/x.png)")
    for page in PAGES:
        visitor = Visitor(page)
        shown = [
            str(one.value) for kind in ("markdown", "caption", "title", "header") for one in getattr(visitor.app, kind)
        ]
        assert not [text for text in shown if "![x]" in text]


def test_a_sign_that_arrives_together_with_the_start_stops_it(home: Home) -> None:
    home.planned()
    visitor = Visitor()
    visitor.widget("mini.saddle").set_value(True)
    assert say("tier.emergency.title") in visitor.press("today.start.planned").error
    assert home.sessions == ()


@pytest.mark.parametrize(("pain", "started"), [(NO_LOADING, 0), (NO_LOADING - 1, 1)])
def test_pain_that_arrives_together_with_the_start_counts(home: Home, pain: int, started: int) -> None:
    home.planned()
    visitor = Visitor()
    visitor.widget("before.pain").set_value(pain)
    visitor.press("today.start.planned")
    assert [one.pain_before for one in home.sessions] == [pain] * started


def test_a_morning_score_that_arrives_together_with_save_counts(home: Home, clock: Clock) -> None:
    home.planned()
    home.train()
    clock.forward(days=1)
    visitor = Visitor()
    visitor.widget("morning.pain").set_value(5)
    visitor.press("morning.save")
    assert [one.pain for one in home.store.journal(ME).mornings] == [5]
