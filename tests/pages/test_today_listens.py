"""Today listens: readiness, gentle days, flare-ups, stop rules, swaps and skips, and a journal that was corrected."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.adapting import Case, Flags, StopKind, adapted_session
from core.demand import rated
from core.journal import ExerciseEntry, MorningEntry, SessionEntry, SessionKind, SetEntry
from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.planning import Due, Part, Prescription
from core.words import Light, Site
from pages.parts.rest_timer import TIMER
from pages.parts.visit import record_of
from tests.core.builders import CATALOG
from tests.pages.conftest import ME, Clock, Home
from tests.pages.visitor import Visitor

LOW = whole("today.level.low")
GENTLE_RIR = whole("adapt.gentle_rir")


def steps(home: Home, number: int = 1) -> list[Prescription]:
    """What a session of the first week logs set by set."""
    session = home.plan.plan.session(1, number)
    assert session is not None
    return [one for one in session.prescriptions if one.part in (Part.MAIN, Part.CORE)]


def running(home: Home, pain: int = 2) -> tuple[Visitor, SessionEntry]:
    """A visitor in the first session, some time after the screening."""
    if not home.store.people():
        home.planned(minutes=20)
    home.clock.forward(hours=1)
    visitor = Visitor().set("before.pain", pain).press("today.start.planned")
    (entry,) = [one for one in home.sessions if not one.finished]
    return visitor, entry


def trained(home: Home, *mornings: int | None, **values: object) -> list[SessionEntry]:
    """Sessions three days apart, each with the pain of its next morning, None where that is not known."""
    kept = []
    for number, pain in enumerate(mornings, start=1):
        week, place = divmod(number - 1, 2)
        entry = home.train(week + 1, place + 1, **values)
        kept.append(entry)
        if pain is not None:
            home.store.save_morning(ME, MorningEntry(entry.day + timedelta(days=1), entry.id, pain))
        home.clock.forward(days=3)
    return kept


def log_button(visitor: Visitor) -> str:
    """Key of the one button that logs a set."""
    (key,) = [one for one in visitor.starting("runner.") if one.endswith(".log")]
    return key


def to_the_end(visitor: Visitor) -> Visitor:
    """Go on to the questions at the end."""
    while "runner.finish" not in visitor.keys:
        visitor.press("runner.next")
    return visitor


# ---------------------------------------------------------------- before


def test_a_gentle_day_is_one_tap_and_back_in_one_more(home: Home) -> None:
    home.planned()
    visitor = Visitor()
    before = visitor.text
    visitor.press("today.gentle")
    assert Case.GENTLE.sentence in visitor.text
    assert Case.GENTLE.rule in visitor.text
    assert "today.start.short" not in visitor.keys
    visitor.press("today.gentle")
    assert visitor.text == before


def test_a_gentle_day_is_kept_as_one_and_asks_for_one_light_set(home: Home) -> None:
    home.planned()
    visitor = Visitor().press("today.gentle").set("before.pain", 1).press("today.start.planned")
    (entry,) = home.sessions
    assert entry.kind is SessionKind.GENTLE
    again = Visitor()
    key = log_button(again)
    again.press(key)
    (kept,) = home.sessions[0].sets
    planned = {one.exercise_id: one for one in steps(home)}[kept.exercise_id]
    assert kept.rir is None or kept.rir >= GENTLE_RIR
    assert (kept.load_kg or 0) <= (planned.load_kg or 0)
    assert not [one for one in again.keys if one.endswith(".log")]
    assert Case.GENTLE.sentence in visitor.text


def test_a_gentle_day_does_not_spoil_what_comes_after_it(home: Home, clock: Clock) -> None:
    home.planned()
    entry = home.train(1, 1, kind=SessionKind.GENTLE)
    home.store.save_morning(ME, MorningEntry(clock.today + timedelta(days=1), entry.id, 2))
    clock.forward(days=2)
    text = Visitor().text
    assert Case.START.sentence in text
    assert say("today.move.down") not in text


def test_a_flare_up_is_one_tap_rests_first_and_can_be_taken_back(home: Home, clock: Clock) -> None:
    home.planned()
    visitor = Visitor().press("today.flare.on")
    assert Case.FLARE_REST.sentence in visitor.text
    assert say("today.rest_day") in visitor.text
    assert "today.start.planned" not in visitor.keys
    clock.forward(days=3)
    returning = Visitor().set("before.pain", 2)
    assert Case.FLARE.sentence in returning.text
    assert "today.start.planned" in returning.keys
    returning.press("today.flare.off")
    assert Case.FLARE.sentence not in returning.text


@pytest.mark.parametrize("asked", ["sleep", "energy"])
def test_a_poor_night_holds_what_would_have_grown(home: Home, asked: str) -> None:
    home.planned()
    trained(home, 2, 2, 2, 2)
    visitor = Visitor()
    assert say("today.move.up") in visitor.text
    visitor.set(f"before.{asked}", "low")
    assert say("today.move.up") not in visitor.text
    assert Case.READY_LOW.sentence in visitor.text
    assert Case.READY_LOW.rule in visitor.text
    visitor.set(f"before.{asked}", "high")
    assert say("today.move.up") in visitor.text


def test_readiness_is_kept_with_the_session_and_holds_it_after_a_reload(home: Home) -> None:
    home.planned()
    trained(home, 2, 2, 2, 2)
    visitor = Visitor().set("before.sleep", "low").set("before.sore", "high").set("before.pain", 2)
    visitor.press("today.start.planned")
    (entry,) = [one for one in home.sessions if not one.finished]
    assert (entry.sleep_quality, entry.energy) == (LOW, None)
    assert Case.READY_LOW.sentence in Visitor().text


def test_a_red_answer_is_told_with_its_rule_and_its_session(home: Home) -> None:
    home.planned()
    (red,) = trained(home, 7)
    text = Visitor().text
    assert Case.RED.sentence in text
    assert Case.RED.back in text
    assert Case.RED.rule in text
    assert f"Moved by: {red.day:%a} {red.day.day} {red.day:%b}" in text


def test_correcting_an_old_entry_heals_the_target(home: Home) -> None:
    home.planned()
    (red,) = trained(home, 7)
    assert Case.RED.sentence in Visitor().text
    version = home.store.morning_version(ME, red.day + timedelta(days=1))
    home.store.save_morning(ME, MorningEntry(red.day + timedelta(days=1), red.id, 2), version)
    healed = Visitor().text
    assert Case.RED.sentence not in healed
    assert Case.FEW.sentence in healed


def test_a_morning_that_is_not_known_holds_and_says_so(home: Home) -> None:
    home.planned()
    trained(home, None)
    assert Case.UNKNOWN.sentence in Visitor().text


@pytest.mark.parametrize(("pain", "light"), [(2, Light.GREEN), (7, Light.RED)])
def test_the_morning_answer_is_followed_by_the_light(home: Home, clock: Clock, pain: int, light: Light) -> None:
    home.planned()
    home.train()
    clock.forward(days=1)
    visitor = Visitor().set("morning.pain", pain).press("morning.save")
    assert say(f"today.light.{light.value}") in visitor.text


def test_three_red_sessions_ask_for_the_questions_first(home: Home) -> None:
    home.planned()
    home.clock.forward(hours=1)
    trained(home, 2, 2, 2, pain_worst=7)
    visitor = Visitor()
    assert say(f"adapt.stop.{StopKind.THREE_REDS.value}") in visitor.text
    assert "today.start.planned" not in visitor.keys
    assert visitor.press("today.stop.questions").title == "Safety first"
    home.screened()
    assert say(f"adapt.stop.{StopKind.THREE_REDS.value}") not in Visitor().text


# ---------------------------------------------------------------- during


def test_sharp_pain_ends_the_exercise_and_unticking_brings_it_back(home: Home) -> None:
    visitor, entry = running(home)
    name = steps(home)[0].exercise_id
    visitor.tick(f"felt.{entry.id}.{name}.sharp")
    assert say("today.felt.sharp_advice") in visitor.warning
    assert not [one for one in visitor.keys if one.endswith(".log")]
    assert home.sessions[0].exercises[0].sharp
    visitor.set(f"felt.{entry.id}.{name}.sharp", False)
    assert log_button(visitor)


def test_a_sign_in_both_legs_stops_the_session_and_says_where_to_go(home: Home) -> None:
    visitor, entry = running(home)
    name = steps(home)[0].exercise_id
    assert f"leg.{entry.id}.stop_sign" not in visitor.keys
    visitor.set(f"felt.{entry.id}.{name}.site", Site.CALF)
    assert say("today.stop.further_down") in visitor.text
    visitor.tick(f"leg.{entry.id}.stop_sign")
    assert say("tier.emergency.title") in visitor.error
    assert not [one for one in visitor.keys if one.endswith(".log")]
    assert home.sessions[0].stop_sign
    visitor.press("runner.end_here")
    assert visitor.widget(f"end.{entry.id}.stop").value is True


def test_pain_that_spreads_is_kept_and_ends_the_session(home: Home) -> None:
    visitor, entry = running(home)
    visitor.set(f"felt.{entry.id}.{steps(home)[0].exercise_id}.site", Site.THIGH)
    visitor.tick(f"leg.{entry.id}.spread")
    assert say("today.stop.spread") in visitor.text
    assert not [one for one in visitor.keys if one.endswith(".log")]
    visitor.press("runner.end_here").press("runner.finish")
    assert home.sessions[0].spread


def test_pain_in_the_back_stops_nothing(home: Home) -> None:
    visitor, entry = running(home)
    visitor.set(f"felt.{entry.id}.{steps(home)[0].exercise_id}.site", Site.BACK)
    assert not visitor.app.warning
    assert log_button(visitor)


def test_a_swap_takes_the_place_with_a_load_of_its_own_and_can_be_undone(home: Home) -> None:
    visitor, _entry = running(home)
    name = steps(home)[0].exercise_id
    visitor.open(f"swap.{name}")
    other = visitor.starting(f"swap.{name}.")[0].removeprefix(f"swap.{name}.")
    visitor.press(f"swap.{name}.{other}").press(log_button(visitor))
    assert [(one.exercise_id, one.replaced_id) for one in home.sessions[0].exercises] == [(other, name)]
    assert [one.exercise_id for one in home.sessions[0].sets] == [other]
    again = Visitor()
    assert f".{other}.2.log" in log_button(again)
    again.open(f"swap.{name}").press(f"swap.{name}.back")
    assert f".{name}.1.log" in log_button(again)
    assert home.plan.plan.session(1, 1).find(name)


def test_what_was_felt_keeps_the_mark_of_the_swap(home: Home) -> None:
    visitor, entry = running(home)
    name = steps(home)[0].exercise_id
    visitor.open(f"swap.{name}")
    other = visitor.starting(f"swap.{name}.")[0].removeprefix(f"swap.{name}.")
    visitor.press(f"swap.{name}.{other}").set(f"felt.{entry.id}.{other}.pain", 3)
    (kept,) = home.sessions[0].exercises
    assert (kept.replaced_id, kept.pain) == (name, 3)


def test_a_skipped_exercise_is_named_as_skipped_and_comes_back_in_one_tap(home: Home) -> None:
    visitor, _entry = running(home)
    name = steps(home)[0].exercise_id
    visitor.press("runner.skip")
    assert say("today.at", number=2, count=len(steps(home))) in progress(visitor)
    again = Visitor()
    assert f"runner.unskip.{name}" in again.keys
    again.press(f"runner.unskip.{name}")
    assert f".{name}.1.log" in log_button(again)


def test_the_summary_tells_what_was_left_out_and_what_is_known_so_far(home: Home) -> None:
    visitor, entry = running(home)
    visitor.press(log_button(visitor)).press("runner.next").press("runner.skip")
    to_the_end(visitor)
    assert "Not done today: " in visitor.text
    visitor.set(f"end.{entry.id}.worst", 3).press("runner.finish")
    assert say("today.done.skipped") in visitor.text
    assert say("today.so_far.green") in visitor.text
    assert say("today.done.sets", done=1, planned=steps(home)[0].sets) in visitor.text
    assert say("today.done.skipped") in Visitor().text


def test_without_a_pain_score_the_summary_calls_nothing_calm(home: Home) -> None:
    visitor, _entry = running(home)
    visitor.press(log_button(visitor))
    to_the_end(visitor).press("runner.finish")
    assert say("today.so_far.unknown") in visitor.text
    assert say("today.so_far.green") not in visitor.text


def test_a_reload_finds_the_place_even_where_everything_is_logged(home: Home) -> None:
    visitor, _entry = running(home)
    visitor.press("runner.next")
    while logs := [one for one in visitor.starting("runner.") if one.endswith(".log")]:
        visitor.press(logs[0])
    assert say("today.at", number=2, count=len(steps(home))) in progress(Visitor())


def test_the_rest_timer_can_be_turned_off_for_good(home: Home) -> None:
    visitor, _entry = running(home)
    assert "rest.on" not in visitor.keys
    visitor.press(log_button(visitor))
    assert visitor.app.get("bidi_component")
    visitor.set("rest.on", False)
    assert home.store.preferences(ME)[TIMER] is False
    again = Visitor()
    assert again.widget("rest.on").value is False
    assert say("today.rest.about", seconds=steps(home)[0].rest_s, name="")[2:] in again.text


def test_targets_stay_as_they_are_while_the_session_runs(home: Home) -> None:
    visitor, entry = running(home)
    first, second = steps(home)[:2]
    visitor.press(log_button(visitor)).tick(f"felt.{entry.id}.{first.exercise_id}.sharp")
    visitor.press("runner.next")
    assert visitor.widget(f"runner.{entry.id}.{second.exercise_id}.1.amount").value == second.low


def test_the_target_of_the_journal_is_filled_in_with_last_time_beside_it(home: Home) -> None:
    home.planned()
    trained(home, 2, 2, 2, 2)
    visitor, entry = running(home)
    due = home.plan.plan.week(entry.week), home.plan.plan.session(entry.week, entry.number)
    assert None not in due
    known = record_of(home.store.people()[0])
    assert known.profile is not None
    catalog = rated(CATALOG, known.profile)
    adapted = adapted_session(home.plan.plan, Due(*due), known.journal, known.profile, catalog, entry.day, Flags())
    first = adapted.targets[0]
    key = f"runner.{entry.id}.{first.exercise_id}.1"
    assert visitor.widget(f"{key}.amount").value == first.low
    assert visitor.widget(f"{key}.load").value == first.load_kg
    assert first.case.sentence in visitor.text
    assert "Last time: " in visitor.text


def progress(visitor: Visitor) -> str:
    """The words above the bar."""
    (bar,) = visitor.app.get("progress")
    return str(bar.proto.text)


def test_the_worst_of_a_session_is_not_less_than_what_was_noted_in_it(home: Home) -> None:
    home.planned()
    session = home.plan.plan.session(1, 1)
    assert session is not None
    first = session.of(Part.MAIN)[0].exercise_id
    started = SessionEntry(
        id="s1",
        day=home.clock.today,
        plan_id="p1",
        week=1,
        number=1,
        started_at=home.clock.now,
        pain_before=2,
        sets=(SetEntry(first, 1, reps=8, load_kg=20),),
        exercises=(ExerciseEntry(first, pain=6, site=Site.BACK, sharp=True),),
    )
    home.store.start_session(ME, started)
    visitor = Visitor()
    visitor.press("runner.end_sharp")
    visitor.set("end.s1.worst", 2).press("runner.finish")
    assert not home.sessions[0].finished
    assert say("today.end.worst_is_more", pain=6, name=CATALOG[first].name) in visitor.error
    visitor.set("end.s1.worst", 6).press("runner.finish")
    assert home.sessions[0].pain_worst == 6
