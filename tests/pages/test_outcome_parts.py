"""Outcome questions and graded exposure as parts of a page: asked, kept, refused with the draft still there, shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Widget

from core.journal import ExposureLadder, ExposureStep, ExposureTry, MiniScreenEntry, MorningEntry, OutcomeEntry
from core.knowledge.texts import say
from tests.core.builders import IRRITABLE_DISC
from tests.pages.conftest import ME, START, Clock, Home

TEXTS = ("header", "markdown", "caption", "text", "error", "warning", "info")
KNEES, FLOOR = ExposureStep("Hands to the knees"), ExposureStep("Pick up a shoe")
LADDER = ExposureLadder("l", START, "Bending down", (KNEES, FLOOR))
TRY = ExposureTry(id="t", ladder_id="l", step=KNEES.words, day=START.date(), at=START, expected=6, likely=8, worry=7)


def outcomes_page() -> None:
    from pages.parts.outcomes import show_outcomes
    from pages.parts.troubles import show_troubles
    from pages.parts.visit import record

    show_troubles()
    show_outcomes(record())


def due_page() -> None:
    from pages.parts.outcomes import outcome_due
    from pages.parts.troubles import show_troubles
    from pages.parts.visit import record

    show_troubles()
    outcome_due(record())


def exposure_page() -> None:
    from pages.parts.exposure import show_exposure
    from pages.parts.troubles import show_troubles
    from pages.parts.visit import record

    show_troubles()
    show_exposure(record())


class Visit:
    """One part on an otherwise empty page."""

    def __init__(self, page: Callable[[], None]) -> None:
        self.app = AppTest.from_function(page, default_timeout=30)
        self.run()

    def run(self) -> Visit:
        """Run the page once more."""
        self.app.run()
        assert [box.message for box in self.app.exception] == []
        return self

    def open(self, *keys: str) -> Visit:
        """Open expanders or popovers."""
        for key in keys:
            self.app.session_state[key] = True
        return self.run()

    def set(self, **values: object) -> Visit:
        """Give widgets a value, by the end of their key; the page runs once."""
        for name, value in values.items():
            self.widget(f".{name}").set_value(value)
        return self.run()

    def press(self, key: str) -> Visit:
        """Press a button."""
        self.widget(key).set_value(True)
        return self.run()

    def widget(self, end: str) -> Any:
        """The widget whose key ends so."""
        found = [one for one in self.app if isinstance(one, Widget) and (one.key or "").endswith(end)]
        assert len(found) == 1, (end, sorted(self.keys))
        return found[0]

    @property
    def keys(self) -> set[str]:
        """Keys of all widgets."""
        return {one.key for one in self.app if isinstance(one, Widget) and one.key}

    @property
    def text(self) -> str:
        """All words, labels of widgets apart."""
        return "\n".join(str(one.value) for kind in TEXTS for one in getattr(self.app, kind))


def outcomes_of(home: Home) -> dict[tuple[str, str], float]:
    return {(one.kind, one.label): one.value for one in home.store.journal(ME).outcomes}


def with_outcomes(home: Home) -> None:
    for weeks, pain, stove in ((12, 6, 3), (8, 5, 5), (4, 3, 7)):
        day = START.date() - timedelta(weeks=weeks)
        home.store.add_days(
            ME,
            (),
            [OutcomeEntry(day, "pain_week", pain), OutcomeEntry(day, "activity", stove, "Standing at the stove")],
        )


# ---------------------------------------------------------------- outcomes


def test_the_first_answers_become_the_starting_point(home: Home) -> None:
    home.planned()
    visit = Visit(outcomes_page)
    assert say("outcome.empty") in visit.text
    visit.open("outcome.form")
    assert "outcome.me.change" not in visit.keys
    visit.set(pain_now=4, worst_24h=6, name1="Standing at the stove", score1=3, chair_stands=14).press("outcome.save")
    assert outcomes_of(home) == {
        ("pain_now", ""): 4,
        ("worst_24h", ""): 6,
        ("activity", "Standing at the stove"): 3,
        ("chair_stands", ""): 14,
    }
    assert say("outcome.overall.too_early") in visit.text
    assert say("outcome.next", day="Fri 18 Dec") in visit.text


def test_the_week_s_pain_is_taken_from_the_mornings_unless_tapped(home: Home) -> None:
    home.planned()
    for back in range(3):
        home.store.save_morning(ME, MorningEntry(START.date() - timedelta(days=back), None, 2 + back))
    visit = Visit(outcomes_page).open("outcome.form")
    assert say("outcome.from_mornings", mean="3") in visit.text
    visit.set(pain_now=4).press("outcome.save")
    assert outcomes_of(home)["pain_week", ""] == 3
    visit.open("outcome.form").set(pain_week=5).press("outcome.save")
    assert outcomes_of(home) == {("pain_now", ""): 4, ("pain_week", ""): 5}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, say("outcome.nothing_chosen")),
        ({"pain_now": 4, "score2": 5}, say("outcome.unnamed", number=2)),
        (
            {"name1": "Stairs", "score1": 4, "name2": "Stairs", "score2": 5},
            say("outcome.named_twice"),
        ),
    ],
)
def test_what_cannot_be_kept_is_told_and_the_draft_stays(home: Home, given: dict[str, object], message: str) -> None:
    home.planned()
    visit = Visit(outcomes_page).open("outcome.form")
    if given:
        visit.set(**given)
    visit.press("outcome.save")
    assert [one.value for one in visit.app.error] == [message]
    assert outcomes_of(home) == {}
    assert all(visit.widget(f".{name}").value == value for name, value in given.items())


def test_later_answers_are_judged_and_drawn_with_a_table_behind(home: Home) -> None:
    home.planned()
    with_outcomes(home)
    visit = Visit(outcomes_page)
    assert say("outcome.overall.better") in visit.text
    assert say("outcome.course.lasting") in visit.text
    assert len(visit.app.get("plotly_chart")) == 2
    assert visit.widget("name1").value == "Standing at the stove"
    visit.set(score1=8, change=2).press("outcome.save")
    assert say("outcome.own_says", own="better") in visit.text
    visit.open("outcome.each")
    assert len(visit.app.dataframe) == 1
    assert visit.app.dataframe[0].value.shape == (4, 3)


def test_fresh_pain_gets_the_note_on_its_own_course(home: Home) -> None:
    home.planned(duration="under_6_weeks")
    with_outcomes(home)
    assert say("outcome.course.acute") in Visit(outcomes_page).text


def test_a_total_from_elsewhere_is_kept_within_its_scale_and_can_be_removed(home: Home) -> None:
    home.planned()
    visit = Visit(outcomes_page).open("outcome.total")
    visit.press("outcome.total.save")
    assert say("outcome.total.missing") in visit.text
    visit.set(total=30.0).press("outcome.total.save")
    assert "Roland-Morris total was 30; it must be from 0 to 24" in visit.text
    assert visit.widget(".total").value == 30
    visit.set(total=14.0, total_from="Physiotherapist").press("outcome.total.save")
    visit.set(total=12.0).press("outcome.total.save")
    assert outcomes_of(home) == {("rmdq", ""): 12}
    visit.open("outcome.correct").press("outcome.remove")
    assert outcomes_of(home) == {}


def test_the_count_of_stands_is_left_out_where_it_does_not_fit(home: Home) -> None:
    home.planned(balance="yes")
    visit = Visit(outcomes_page).open("outcome.form")
    assert say("outcome.chair_not_now") in visit.text
    assert "outcome.me.chair_stands" not in visit.keys


def test_the_card_comes_when_due_and_can_be_put_off(home: Home, clock: Clock) -> None:
    home.planned()
    visit = Visit(due_page)
    assert say("outcome.due.first") in visit.text
    visit.press("outcome.due.later")
    assert say("outcome.due.first") not in visit.text
    clock.forward(days=3)
    visit.run().press("outcome.due.now").set(pain_now=4).press("outcome.save")
    assert outcomes_of(home) == {("pain_now", ""): 4}
    assert "outcome.save" not in visit.keys
    clock.forward(days=27)
    assert visit.run().keys == set()
    clock.forward(days=1)
    assert say("outcome.due.again") in visit.run().text


def test_nobody_is_asked_before_there_is_a_plan(home: Home) -> None:
    home.screened()
    assert Visit(due_page).keys == set()


# ---------------------------------------------------------------- graded exposure


def test_a_movement_is_chosen_from_own_words_and_the_catalogue(home: Home) -> None:
    home.planned(worry=8)
    visit = Visit(exposure_page)
    assert say("exposure.suggested") in visit.text
    visit.open("exposure.new.me").press("exposure.new.me.keep")
    assert say("exposure.no_movement") in visit.text
    visit.set(movement="Bending down").press("exposure.new.me.fill")
    filled = visit.widget(".steps").value
    assert filled.count("\n") >= 2
    visit.set(steps=f"Hands to the knees\n{filled}").press("exposure.new.me.keep")
    (ladder,) = home.store.exposures(ME).ladders
    assert (ladder.movement, ladder.steps[0]) == ("Bending down", KNEES)
    assert all(one.exercise_id for one in ladder.steps[1:])
    assert "Bending down" in visit.text


def test_steps_that_cannot_be_are_told_and_stay(home: Home) -> None:
    home.planned()
    visit = Visit(exposure_page).open("exposure.new.me")
    visit.set(movement="Bending", steps="Bend\nbend").press("exposure.new.me.keep")
    assert say("exposure.twice") in visit.text
    assert visit.widget(".steps").value == "Bend\nbend"
    assert home.store.exposures(ME).ladders == ()


def test_a_try_goes_from_prediction_to_result_and_stands_in_the_diary(home: Home) -> None:
    home.planned()
    home.store.save_exposure_ladder(ME, LADDER)
    visit = Visit(exposure_page).open("exposure.l.before")
    assert say("exposure.compare.none") in visit.text
    visit.set(pain=2, expected=6).press("exposure.l.predict")
    assert say("exposure.before.missing") in visit.text
    assert visit.widget("l.expected").value == 6
    visit.set(likely=8, worry=7, expects="It will lock").press("exposure.l.predict")
    (waiting,) = home.store.exposures(ME).tries
    assert (waiting.expected, waiting.likely, waiting.worry, waiting.expects) == (6, 8, 7, "It will lock")
    assert home.store.journal(ME).mini_screens == (MiniScreenEntry(START),)
    assert say("exposure.do") in visit.text
    key = f"exposure.{waiting.id}"
    visit.press(f"{key}.save")
    assert say("exposure.after.missing") in visit.text
    visit.set(result=2).widget(f"{waiting.id}.worry").set_value(4)
    visit.run().press(f"{key}.save")
    (done,) = home.store.exposures(ME).tries
    assert done == replace(waiting, result=2, worry_after=4)
    assert "In the one try so far you expected 6; it was 2." in visit.text
    visit.open("exposure.l.diary")
    assert visit.app.dataframe[0].value.shape == (1, 9)


def test_a_second_tab_does_not_overwrite_a_result(home: Home) -> None:
    home.planned()
    home.store.save_exposure_ladder(ME, LADDER)
    home.store.save_exposure_try(ME, TRY)
    visit = Visit(exposure_page)
    home.store.save_exposure_try(ME, replace(TRY, result=3, worry_after=4), 1)
    visit.widget("t.result").set_value(9)
    visit.widget("t.worry").set_value(9)
    visit.press("exposure.t.save")
    assert "Another tab changed this ladder or try first" in visit.text
    assert home.store.exposures(ME).tries[0].result == 3


def test_a_try_that_was_not_done_is_taken_back(home: Home) -> None:
    home.planned()
    home.store.save_exposure_ladder(ME, LADDER)
    home.store.save_exposure_try(ME, TRY)
    Visit(exposure_page).press("exposure.t.back")
    assert home.store.exposures(ME).tries == ()


@pytest.mark.parametrize(
    ("pain", "message"),
    [(None, say("exposure.before.no_pain_given")), (7, say("exposure.barrier.pain"))],
)
def test_without_pain_now_or_with_too_much_of_it_there_is_no_try(home: Home, pain: int | None, message: str) -> None:
    home.planned()
    home.store.save_exposure_ladder(ME, LADDER)
    visit = Visit(exposure_page).open("exposure.l.before")
    visit.set(expected=6, likely=8, worry=7, pain=pain).press("exposure.l.predict")
    assert message in visit.text
    assert home.store.exposures(ME).tries == ()


def test_a_warning_sign_is_kept_and_ends_all_tries(home: Home, clock: Clock) -> None:
    home.planned()
    clock.forward(minutes=5)
    home.store.save_exposure_ladder(ME, LADDER)
    visit = Visit(exposure_page).open("exposure.l.before")
    visit.widget("mini.saddle").set_value(True)
    visit.run()
    assert "exposure.l.predict" not in visit.keys
    visit.press("exposure.l.mini.keep")
    assert home.store.journal(ME).mini_screens[0].answers == ("saddle",)
    assert say("exposure.barrier.signs") in visit.text
    assert "exposure.l.before" not in visit.keys


def test_sharp_pain_stops_all_tries_until_the_questions_are_answered(home: Home, clock: Clock) -> None:
    home.planned()
    clock.forward(minutes=5)
    home.store.save_exposure_ladder(ME, LADDER)
    home.store.save_exposure_try(ME, replace(TRY, at=clock.now))
    visit = Visit(exposure_page)
    visit.set(result=7, stopped=True).press("exposure.t.save")
    assert home.store.exposures(ME).tries[0].stopped
    assert say("exposure.barrier.stopped") in visit.text
    assert "exposure.again" in visit.keys
    clock.forward(hours=1)
    home.screened()
    assert say("exposure.barrier.stopped") not in Visit(exposure_page).text


@pytest.mark.parametrize("changes", [{"A1": "new"}, {**IRRITABLE_DISC, "F5": "yes"}], ids=["emergency", "other"])
def test_it_is_never_suggested_where_the_triage_forbids_it(home: Home, changes: dict[str, object]) -> None:
    home.screened(worry=9, **changes)
    visit = Visit(exposure_page)
    assert (visit.keys, visit.text) == (set(), "")
    home.store.save_exposure_ladder(ME, LADDER)
    visit.run()
    assert say("exposure.barrier.tier") in visit.text
    assert "exposure.l.before" not in visit.keys


def test_what_the_plan_leaves_out_is_said_before_steps_are_written(home: Home) -> None:
    home.planned(**IRRITABLE_DISC)
    visit = Visit(exposure_page).open("exposure.new.me")
    assert "For now your plan leaves out:" in visit.text


def test_steps_are_changed_and_a_movement_is_put_away_taken_up_and_deleted(home: Home) -> None:
    home.planned()
    home.store.save_exposure_ladder(ME, LADDER)
    visit = Visit(exposure_page).open("exposure.l.more")
    visit.set(steps="Hands to the knees").press("exposure.l.more.keep")
    assert home.store.exposures(ME).ladders[0].steps == (KNEES,)
    visit.open("exposure.l.more").press("exposure.l.more.close")
    assert home.store.exposures(ME).ladders[0].closed
    assert say("exposure.closed") in visit.text
    visit.press("exposure.l.more.close")
    assert not home.store.exposures(ME).ladders[0].closed
    visit.press("exposure.l.more.delete")
    assert home.store.exposures(ME).ladders == ()
