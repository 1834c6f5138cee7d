"""The screening on its page: seven screens, what is missing, and the result of each tier."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta

import pytest

from core.journal import MiniScreenEntry
from core.knowledge.questions import Kind, load_questions
from core.knowledge.texts import say
from core.records import assessment_record
from core.screening import assess
from core.screening.answers import unanswered
from core.store import AssessmentRecord
from core.words import Axis, Tier
from tests.core.builders import SETTLED_ADULT, TODAY, answers, asked
from tests.pages.conftest import ME, START, Clock, Home
from tests.pages.visitor import SCREENS, Visitor

GIVEN: Mapping[str, object] = {**SETTLED_ADULT, "equipment": ("chair", "dumbbell"), "aggravators": ("sitting",)}
AT_RESULT = len(SCREENS)


def at_screen(screen_id: str, **changes: object) -> Visitor:
    """A visitor who has answered everything before this screen."""
    before = [one.id for one in SCREENS][: [one.id for one in SCREENS].index(screen_id)]
    given = answers(**changes)
    done = {name: value for name, value in given.items() if load_questions()[name].screen in before}
    return Visitor("screening", **{"screening.step": len(before), "screening.draft": done})


def with_result(**changes: object) -> Visitor:
    """A visitor who sees the result of these answers, not yet kept."""
    return Visitor("screening", **{"screening.step": AT_RESULT, "screening.draft": dict(answers(**changes))})


def kept_answers(home: Home) -> dict[str, object]:
    """The answers of the newest screening of the only person."""
    (person,) = home.store.people()
    kept = home.store.latest_assessment(person.id)
    assert kept is not None
    return json.loads(kept.answers)


def test_seven_screens_lead_to_a_result_that_is_kept(home: Home) -> None:
    visitor = Visitor().press("today.screen")
    for number, screen in enumerate(SCREENS, start=1):
        assert visitor.title == screen.title
        assert visitor.app.get("progress")[0].text == f"Step {number} of 7"
        assert visitor.elements <= 120
        visitor.answer(screen.id, GIVEN)
    assert visitor.title == "Your result"
    assert say("tier.clear.title") in visitor.text
    (person,) = home.store.people()
    kept = home.store.latest_assessment(person.id)
    assert kept is not None
    assert kept.tier is Tier.CLEAR
    expected = asked(answers(equipment=("chair", "dumbbell"), aggravators=("sitting",)))
    assert json.loads(kept.answers) == {
        name: list(value) if isinstance(value, tuple) else value for name, value in expected.items()
    }


@pytest.mark.parametrize("screen", [one for one in SCREENS if one.none_text], ids=lambda one: one.id)
def test_a_screen_of_ticks_is_never_left_without_the_word_that_nothing_else_applies(screen) -> None:
    visitor = at_screen(screen.id).press("screening.next")
    assert visitor.title == screen.title
    assert visitor.warning == say("screening.tick", none=screen.none_text)
    box = f"screening.{screen.id}.none"
    assert visitor.widget(box).label == screen.none_text
    harmless = {"nerves": ("A4", "before"), "now": ("C1", "checked"), "health": ("F4_pressure", "treated")}
    sign, choice = harmless[screen.id]
    visitor.tick(f"screening.{sign}.tick").set(f"screening.{sign}", choice)
    assert visitor.widget(box).label == say("triage.nothing_else")
    ask = say("screening.tick_rest", nothing_else=say("triage.nothing_else"))
    assert visitor.press("screening.next").warning == ask
    assert not visitor.run().app.warning


@pytest.mark.parametrize("screen_id", ["pain", "you", "training"])
def test_a_screen_names_every_question_that_is_still_open(screen_id: str) -> None:
    visitor = at_screen(screen_id).press("screening.next")
    (screen,) = [one for one in SCREENS if one.id == screen_id]
    assert visitor.title == screen.title
    must = [one.text for one in screen.questions if one.id in unanswered({}, [one.id]) and one.kind is not Kind.FLAG]
    assert visitor.warning == "Still open: " + " · ".join(must)


def test_a_missing_answer_loses_nothing_that_was_given() -> None:
    visitor = at_screen("you")
    visitor.set("screening.sex", "female").set("screening.stature_cm", 168)
    visitor.press("screening.next")
    assert "Body weight" in visitor.warning
    assert "Height" not in visitor.warning
    assert visitor.widget("screening.sex").value == "female"
    assert visitor.widget("screening.stature_cm").value == 168


def test_going_back_and_forth_loses_nothing() -> None:
    visitor = at_screen("pain")
    visitor.answer("pain", GIVEN).press("screening.back")
    assert visitor.widget("screening.duration").value == GIVEN["duration"]
    assert visitor.widget("screening.pain_week").value == GIVEN["pain_week"]
    visitor.press("screening.next")
    assert visitor.title == "What makes it worse, what makes it better"


@pytest.mark.parametrize("screen", [one for one in SCREENS if one.none_text], ids=lambda one: one.id)
def test_none_answers_everything_that_was_left_unticked(screen) -> None:
    visitor = at_screen(screen.id).tick(f"screening.{screen.id}.none").press("screening.next")
    assert visitor.title != screen.title
    draft = visitor.app.session_state["screening.draft"]
    assert {draft[one.id] for one in screen.questions if one.kind is Kind.FLAG} == {"no"}
    several = [one for one in screen.questions if one.kind is Kind.MANY and one.is_asked(draft)]
    assert {draft[one.id] for one in several} <= {()}


def test_a_tick_without_its_follow_up_choice_is_open() -> None:
    visitor = at_screen("nerves").tick("screening.A5a.tick").tick("screening.nerves.none").press("screening.next")
    assert visitor.warning == f"Still open: {load_questions()['A5a'].text}"
    assert list(visitor.widget("screening.A5a").options) == [one.text for one in load_questions()["A5a"].choices]


@pytest.mark.parametrize(("sign", "below"), [("C2", "C2_with"), ("E2", "E2_with")])
def test_what_a_tick_asks_below_it_is_never_left_empty_and_none_is_an_answer(sign: str, below: str) -> None:
    visitor = at_screen("now").tick(f"screening.{sign}.tick").set(f"screening.{sign}", "yes")
    visitor.tick("screening.now.none").press("screening.next")
    assert visitor.warning == f"Still open: {load_questions()[below].text}"
    visitor.tick(f"screening.{below}.none").press("screening.next")
    assert visitor.title == "About you"
    assert visitor.app.session_state["screening.draft"][below] == ()


def test_a_low_weight_for_the_height_asks_for_more() -> None:
    visitor = at_screen("you").set("screening.stature_cm", 168).set("screening.mass_kg", 60)
    assert visitor.offered("low_weight_with") == []
    visitor.set("screening.mass_kg", 45)
    assert len(visitor.offered("low_weight_with")) == 4


def test_high_pressure_asks_for_more() -> None:
    visitor = at_screen("health").set("screening.pressure_upper", 150)
    assert visitor.offered("pressure_with") == []
    visitor.set("screening.pressure_upper", 190)
    assert len(visitor.offered("pressure_with")) == 5


def test_a_tick_taken_back_counts_as_no() -> None:
    visitor = at_screen("nerves").tick("screening.A1.tick").set("screening.A1", "new")
    visitor.set("screening.A1.tick", False).tick("screening.nerves.none").press("screening.next")
    assert visitor.title == SCREENS[1].title
    assert visitor.app.session_state["screening.draft"]["A1"] == "no"


def test_a_sign_that_arrives_together_with_none_counts() -> None:
    visitor = at_screen("nerves")
    visitor.app.session_state["screening.nerves.none"] = True
    visitor.tick("screening.A1.tick").set("screening.A1", "new").press("screening.next")
    assert say("tier.emergency.title") in visitor.text


def test_an_emergency_waits_for_no_other_box(home: Home) -> None:
    visitor = at_screen("nerves").tick("screening.A1.tick").set("screening.A1", "new").press("screening.next")
    assert say("tier.emergency.title") in visitor.text
    assert kept_answers(home) == {"A1": "new"}


def test_a_tick_brings_up_the_questions_that_hang_on_it() -> None:
    visitor = at_screen("now")
    assert visitor.offered("C2_with") == []
    visitor.tick("screening.C2.tick").set("screening.C2", "yes")
    question = load_questions()["C2_with"]
    assert visitor.offered("C2_with") == [*(one.text for one in question.choices), question.none_text]
    visitor.set("screening.C2.tick", False)
    assert visitor.offered("C2_with") == []


def test_surgery_asks_for_weeks_and_clearance_before_it_goes_on() -> None:
    visitor = at_screen("health").tick("screening.H1.tick").set("screening.H1", "discectomy")
    visitor.tick("screening.health.none").press("screening.next")
    questions = load_questions()
    assert visitor.warning == f"Still open: {questions['H1_weeks'].text} · {questions['H1_cleared'].text}"


def test_without_pain_nobody_is_asked_what_stirs_it_up() -> None:
    visitor = at_screen("pain").set("screening.duration", "none")
    unasked = {"pain_now", "pain_week", "pain_provoked", "provoked_by", "settles", "painkillers", "site", "B3"}
    assert not visitor.keys & {f"screening.{one}" for one in unasked}
    visitor.set("screening.duration", "over_12_weeks").set("screening.site", "calf")
    assert "screening.B3" in visitor.keys


def test_only_what_makes_it_worse_can_make_it_a_lot_worse() -> None:
    visitor = at_screen("triggers")
    assert visitor.offered("aggravators_strong") == []
    visitor.choose("aggravators", "sitting", "stairs")
    assert visitor.offered("aggravators_strong") == ["Sitting for a while", "Stairs"]
    visitor.choose("aggravators_strong", "stairs").set("screening.confidence", 8).set("screening.worry", 2)
    visitor.set("screening.sleep", 7).set("screening.stress", 3).press("screening.next")
    assert visitor.app.session_state["screening.draft"]["aggravators_strong"] == ("stairs",)


def test_an_emergency_sign_stops_after_the_first_screen(home: Home) -> None:
    visitor = Visitor("screening").answer("nerves", {"A1": "new"})
    assert visitor.title == "Your result"
    assert say("tier.emergency.title") in visitor.error
    (line,) = visitor.app.code
    told = load_questions()["A1"].text
    assert line.value.startswith(
        f"Leg-training screening of 20 November 2026: get emergency help now. I have ticked: {told}"
    )
    assert "screening.plan" not in visitor.keys
    assert not visitor.starting("resolver.")
    (person,) = home.store.people()
    kept = home.store.latest_assessment(person.id)
    assert kept is not None
    assert kept.tier is Tier.EMERGENCY
    assert home.store.current_plan(person.id) is None


@pytest.mark.parametrize("days", [0, 1, 60])
def test_an_emergency_result_is_there_on_every_later_visit(home: Home, clock: Clock, days: int) -> None:
    Visitor("screening").answer("nerves", {"A1": "new"})
    clock.forward(days=days)
    visitor = Visitor("today").press("today.result")
    assert visitor.title == "Your result"
    assert say("tier.emergency.title") in visitor.error
    assert visitor.app.code[0].value.startswith("Leg-training screening of 20 November 2026")


def test_after_an_emergency_plan_and_today_stay_closed(home: Home) -> None:
    visitor = Visitor("screening").answer("nerves", {"A1": "new"}).go("plan")
    assert visitor.title == "No plan for now"
    assert say("tier.emergency.title") in visitor.error
    visitor.go("today")
    assert say("tier.emergency.title") in visitor.error
    assert visitor.keys == {"today.result"}
    assert home.store.current_plan(home.store.people()[0].id) is None


def test_a_same_day_sign_ends_the_screens_after_the_last_safety_screen(home: Home) -> None:
    visitor = Visitor("screening").answer("nerves", {"B2": "yes"})
    for screen in SCREENS[1:5]:
        assert visitor.title == screen.title
        visitor.answer(screen.id, GIVEN)
    assert visitor.title == "Your result"
    assert say("tier.same_day.title") in visitor.error
    assert "be seen today" in visitor.app.code[0].value
    assert "screening.plan" not in visitor.keys
    assert "goal" not in kept_answers(home)


def test_what_comes_up_later_is_never_hidden_by_what_came_up_before() -> None:
    visitor = Visitor("screening").answer("nerves", {"B2": "yes"})
    visitor.answer("now", GIVEN).answer("you", GIVEN).answer("health", {**GIVEN, "D1": "unexplained"})
    assert visitor.title == "Your result"
    assert say("tier.emergency.title") in visitor.error
    assert say("triage.D1.nerves") in visitor.text


def test_emergency_answers_can_be_put_right(home: Home) -> None:
    visitor = Visitor("screening").answer("nerves", {"A1": "new"}).press("screening.check")
    assert visitor.title == "Safety first"
    assert visitor.widget("screening.A1").value == "new"
    visitor.set("screening.A1.tick", False).tick("screening.nerves.none").press("screening.next")
    assert visitor.title == SCREENS[1].title
    assert kept_answers(home)["A1"] == "new"


def test_what_a_professional_should_see_first_opens_with_the_day_of_that(home: Home) -> None:
    home.screened(F3="sometimes")
    visitor = Visitor("screening")
    assert say("tier.professional_first.title") in visitor.warning
    assert "screening.plan" not in visitor.keys
    assert "screening.resolve" not in visitor.keys
    (box,) = visitor.starting("resolver.")
    visitor.tick(box)
    assert "screening.resolve" not in visitor.keys
    visitor.set(f"{box}.day", TODAY)
    assert "screening.resolve" not in visitor.keys
    visitor.set(f"{box}.since", "changed")
    assert "screening.resolve" not in visitor.keys
    assert say("triage.since.counts_anew") in visitor.text
    visitor.set(f"{box}.since", "unchanged").press("screening.resolve")
    assert say("tier.train_with_limits.title") in visitor.text
    assert say("triage.resolved", reason=say("triage.F3.sometimes")) in visitor.text
    assert kept_answers(home)["assessed.F3.sometimes"] == TODAY.isoformat()
    assert visitor.press("screening.plan").title == "Your plan"


def test_what_is_getting_worse_by_its_own_words_offers_no_assessment_but_says_the_way_back(home: Home) -> None:
    home.screened(B3="worse", site="calf")
    visitor = Visitor("screening")
    assert say("tier.professional_first.title") in visitor.warning
    assert visitor.starting("resolver.") == []
    assert say("triage.comes_back") in visitor.text


def test_what_was_left_unasked_is_asked_once_an_assessment_is_recorded(home: Home) -> None:
    visitor = Visitor("screening").answer("nerves", {}).answer("now", {"F3": "sometimes"})
    for screen in SCREENS[2:5]:
        visitor.answer(screen.id, GIVEN)
    (box,) = visitor.starting("resolver.")
    visitor.tick(box).set(f"{box}.day", TODAY).set(f"{box}.since", "unchanged").press("screening.resolve")
    assert visitor.title == SCREENS[5].title
    visitor.answer(SCREENS[5].id, GIVEN).answer(SCREENS[6].id, GIVEN)
    assert visitor.press("screening.plan").title == "Your plan"


def test_an_emergency_cannot_be_resolved_by_an_earlier_visit(home: Home) -> None:
    home.screened(B1="rapid")
    assert assess(answers(B1="rapid"), TODAY).tier is Tier.EMERGENCY
    assert Visitor("screening").starting("resolver.") == []


def test_the_result_draws_all_nine_axes_with_their_words() -> None:
    visitor = with_result(aggravators=("bending",), aggravators_strong=("bending",))
    for axis in Axis:
        assert f'aria-label="{say(f"axis.{axis.value}.name").capitalize()}: ' in visitor.text
    assert say("triage.warning_card") in visitor.text
    assert say("triage.not_a_device") in visitor.text
    assert "The questions come again on 18 December 2026." in visitor.text


def test_the_result_leads_to_a_plan(home: Home) -> None:
    home.screened()
    visitor = Visitor("screening").press("screening.plan")
    assert visitor.title == "Your plan"
    assert home.store.current_plan(ME) is not None


def test_the_day_of_the_next_screening_does_not_move_on_later_visits(home: Home, clock: Clock) -> None:
    home.screened()
    clock.forward(days=10)
    assert "The questions come again on 18 December 2026." in Visitor("screening").text


def test_the_result_is_there_on_the_next_visit_and_can_be_answered_again(home: Home) -> None:
    home.screened(age=61)
    visitor = Visitor("screening")
    assert visitor.title == "Your result"
    visitor.press("screening.again")
    assert visitor.title == "Safety first"
    assert not visitor.widget("screening.A1.tick").value
    assert kept_answers(home)["age"] == 61


def test_a_renewed_screening_asks_for_symptoms_anew_and_remembers_the_rest(home: Home, clock: Clock) -> None:
    home.screened(A2="known", F4_pressure="treated", age=61)
    clock.forward(days=28)
    visitor = Visitor("screening")
    assert visitor.title == "Safety first"
    assert not visitor.widget("screening.A2.tick").value
    visitor.answer("nerves", {}).answer("now", {})
    assert visitor.widget("screening.age").value == 61
    visitor.press("screening.next")
    assert not visitor.widget("screening.health.none").value
    assert visitor.widget("screening.F4_pressure").value == "treated"


@pytest.mark.parametrize(
    ("screen_id", "question", "value"),
    [("pain", "duration", "forever"), ("pain", "pain_now", 11), ("you", "age", 5), ("you", "stature_cm", 999)],
)
def test_an_answer_that_is_not_offered_counts_as_open(screen_id: str, question: str, value: object) -> None:
    visitor = at_screen(screen_id)
    visitor = Visitor(
        "screening",
        **{
            "screening.step": visitor.app.session_state["screening.step"],
            "screening.draft": visitor.app.session_state["screening.draft"],
            f"screening.{question}": value,
        },
    )
    if question == "pain_now":
        visitor.set("screening.duration", "over_12_weeks")
    visitor.press("screening.next")
    assert load_questions()[question].text in visitor.warning


def test_a_choice_that_is_not_offered_is_dropped_from_several() -> None:
    state = {"screening.step": 5, "screening.draft": {}, "screening.aggravators": ["flying", "sitting"]}
    rest = {name: GIVEN[name] for name in ("confidence", "worry", "sleep", "stress")}
    visitor = Visitor("screening", **state).answer("triggers", rest)
    assert visitor.app.session_state["screening.draft"] == {"aggravators": ("sitting",), **rest}


WRONG: tuple[dict[str, object], ...] = ({"A1": "weird"}, {"age": 500}, {"pain_now": 2.5}, {"horoscope": "lion"})


@pytest.mark.parametrize("wrong", WRONG, ids=str)
def test_a_wrong_answer_on_the_result_is_named_and_what_was_kept_stays(home: Home, wrong: dict[str, object]) -> None:
    home.screened(age=61)
    state = {"screening.step": AT_RESULT, "screening.draft": {**answers(), **wrong}}
    visitor = Visitor("screening", **state)
    assert visitor.error.endswith("Nothing was changed.")
    assert "screening.plan" not in visitor.keys
    assert kept_answers(home)["age"] == 61
    assert visitor.press("screening.again").title == "Safety first"


@pytest.mark.parametrize("wrong", [one for one in WRONG if "pain_now" not in one], ids=str)
def test_a_wrong_answer_of_an_earlier_screen_is_named_before_it_goes_on(home: Home, wrong: dict[str, object]) -> None:
    home.screened(age=61)
    state = {"screening.step": 4, "screening.draft": wrong}
    visitor = Visitor("screening", **state).answer("pain", GIVEN)
    assert visitor.title == "Your pain"
    assert visitor.warning.endswith("Nothing was changed.")
    assert kept_answers(home)["age"] == 61


def test_kept_answers_that_no_longer_fit_the_questions_are_told_and_stay(home: Home) -> None:
    home.screened()
    odd = AssessmentRecord("a2", START + timedelta(hours=1), '{"A1": "weird"}', Tier.CLEAR, "1")
    home.store.save_assessment(ME, odd)
    for page in ("today", "screening", "plan"):
        visitor = Visitor(page)
        assert "please answer the screening again" in visitor.error
        assert home.store.latest_assessment(ME) == odd
    assert visitor.press("plan.screen").title == "Safety first"


def test_answers_can_be_checked_on_a_later_visit(home: Home) -> None:
    home.screened(A2="known", diagnosis=("discogenic",), G1=("buttock",))
    visitor = Visitor("screening").press("screening.check")
    assert visitor.widget("screening.A2").value == "known"
    visitor.press("screening.next")
    assert visitor.widget("screening.now.none").value
    visitor.press("screening.next")
    assert visitor.widget("screening.age").value == SETTLED_ADULT["age"]
    visitor.press("screening.next")
    assert visitor.widget("screening.health.none").value
    assert visitor.widget("screening.G1.buttock").value
    visitor.set("screening.G1.buttock", False).press("screening.next")
    assert visitor.app.session_state["screening.draft"]["G1"] == ()
    assert visitor.widget("screening.duration").value == SETTLED_ADULT["duration"]


def test_an_answer_that_arrives_together_with_next_counts() -> None:
    visitor = at_screen("nerves")
    visitor.widget("screening.nerves.none").set_value(True)
    assert visitor.press("screening.next").title == SCREENS[1].title
    visitor.widget("screening.F1.tick").set_value(True)
    assert say("tier.emergency.title") in visitor.press("screening.next").error
    visitor = at_screen("health").tick("screening.health.none")
    visitor.widget("screening.pressure_upper").set_value(120)
    visitor.widget("screening.G1.buttock").set_value(True)
    assert visitor.press("screening.next").title == "Your pain"
    assert visitor.app.session_state["screening.draft"]["pressure_upper"] == 120
    assert visitor.app.session_state["screening.draft"]["G1"] == ("buttock",)


# ---------------------------------------------------------------- answers that do not fit together

SEVERE_BUT_CALM = {**GIVEN, "pain_now": 7, "pain_provoked": 8}


def at_clash(**changes: object) -> Visitor:
    """A visitor whose answers are asked back after the last safety screen."""
    given = {**SEVERE_BUT_CALM, **changes}
    visitor = at_screen("pain", **changes).answer("pain", given)
    assert visitor.title == say("clash.title")
    return visitor


def test_what_does_not_fit_together_is_asked_back_once_and_counts_the_careful_way(home: Home) -> None:
    visitor = at_clash()
    assert say("clash.severe_now_but_calm") in visitor.text
    visitor.press("clash.both")
    assert visitor.title == SCREENS[5].title
    visitor.answer(SCREENS[5].id, GIVEN).answer(SCREENS[6].id, GIVEN)
    assert visitor.title == "Your result"
    assert say("triage.clash.severe_now_but_calm") in visitor.text
    assert kept_answers(home)["confirmed.severe_now_but_calm"] == "yes"
    visitor.press("screening.plan")
    assert visitor.title == "Your plan"


def test_one_of_the_two_can_be_changed_instead(home: Home) -> None:
    visitor = at_clash().press("clash.change.pain_now")
    assert visitor.title == "Your pain"
    visitor.set("screening.pain_now", 2).press("screening.next")
    assert visitor.title == SCREENS[5].title
    assert not [name for name in visitor.app.session_state["screening.draft"] if name.startswith("confirmed.")]


def test_a_change_on_an_earlier_screen_goes_back_there() -> None:
    visitor = at_clash(H2="pregnant", H2_week=20, H2_complications="no", pain_now=2)
    assert say("clash.male_and_expecting") in visitor.text
    visitor.press("clash.change.sex")
    assert visitor.title == "About you"
    visitor.set("screening.sex", "female")
    for _ in range(3):
        visitor.press("screening.next")
    assert visitor.title == SCREENS[5].title


def test_several_are_asked_one_after_the_other() -> None:
    visitor = at_clash(H2="pregnant", H2_week=43, H2_complications="no", pain_now=2)
    asked_back = [visitor.text]
    while visitor.title == say("clash.title"):
        asked_back.append(visitor.press("clash.both").text)
    assert len(asked_back) == 3
    assert say("tier.professional_first.title") in visitor.text


def test_an_answer_that_is_put_right_takes_its_confirmation_along() -> None:
    visitor = at_clash().press("clash.both").press("screening.back")
    visitor.set("screening.pain_now", 2).press("screening.next")
    assert "confirmed.severe_now_but_calm" not in visitor.app.session_state["screening.draft"]


# ---------------------------------------------------------------- every tick is named


def test_a_tick_that_changes_nothing_is_named_too() -> None:
    visitor = with_result(A5b="soreness", D3=("thoracic",))
    assert say("triage.ticked") in visitor.text
    assert load_questions()["A5b"].text in visitor.text
    thoracic = next(one.text for one in load_questions()["D3"].choices if one.id == "thoracic")
    assert say("triage.counts.nothing", tick=thoracic) in visitor.text


def test_what_someone_would_rather_not_say_shows_the_warning_card() -> None:
    visitor = with_result(A4="not_said")
    assert [box.value for box in visitor.app.info] == [say("triage.warning_card")]


# ---------------------------------------------------------------- records from before more was asked


def test_a_record_from_before_more_was_asked_opens_and_asks_only_what_is_open(home: Home) -> None:
    new = (
        "numbness_growing", "small_fall", "effort_pressure", "recent_heart", "recent_operation", "clot", "painkillers",
        "C2_with", "E2_with", "D3", "C3", "G1", "irritable_signs",
    )  # fmt: skip
    given = answers(without=new, age=61, equipment=("chair",))
    home.store.add_person(ME, "Me")
    home.store.save_assessment(ME, assessment_record("a0", START, given, assess(given, TODAY)))
    visitor = Visitor("screening")
    assert say("triage.missing") in visitor.warning
    assert "screening.plan" not in visitor.keys
    visitor.press("screening.open")
    assert visitor.title == "Safety first"
    for screen in SCREENS[:5]:
        if screen.none_text:
            visitor.tick(f"screening.{screen.id}.none")
        if screen.id == "pain":
            visitor.set("screening.painkillers", "none").tick("screening.irritable_signs.none")
        visitor.press("screening.next")
    assert visitor.widget("screening.confidence").value == SETTLED_ADULT["confidence"]
    visitor.press("screening.next").press("screening.next")
    assert visitor.press("screening.plan").title == "Your plan"
    assert kept_answers(home)["age"] == 61


# ---------------------------------------------------------------- what happens elsewhere meanwhile


def another_tab(home: Home, **changes: object) -> None:
    """The same person's answers as another tab keeps them a minute later."""
    given, at = answers(**changes), home.clock.now + timedelta(minutes=1)
    home.store.save_assessment(ME, assessment_record(f"other{at:%H%M}", at, given, assess(given, TODAY)))


def sign(home: Home, name: str) -> None:
    """A sign of the check before a session, kept a minute later."""
    home.clock.forward(minutes=1)
    home.store.save_mini_screen(ME, MiniScreenEntry(home.clock.now, (name,)))


def test_a_sign_that_was_kept_starts_the_screening_empty_in_the_same_visit(home: Home) -> None:
    home.planned()
    visitor = Visitor("screening")
    assert visitor.title == "Your result"
    sign(home, "saddle")
    visitor.go("today").press("today.renew")
    assert visitor.title == "Safety first"
    assert not visitor.widget("screening.nerves.none").value
    assert visitor.app.session_state["screening.draft"] == {}


def test_a_draft_is_begun_again_once_a_sign_was_kept(home: Home) -> None:
    home.planned()
    visitor = Visitor("screening").press("screening.check").press("screening.next")
    sign(home, "saddle")
    assert visitor.go("today").go("screening").title == "Safety first"
    assert visitor.app.session_state["screening.draft"] == {}


def test_a_result_shows_what_another_tab_kept_since(home: Home) -> None:
    home.screened()
    visitor = Visitor("screening")
    another_tab(home, A1="new")
    assert say("tier.emergency.title") in visitor.run().error


def test_a_tab_that_fell_behind_never_writes_over_an_emergency(home: Home) -> None:
    home.screened()
    visitor = Visitor("screening").press("screening.check")
    for _ in SCREENS[:-1]:
        visitor.press("screening.next")
    another_tab(home, A1="new")
    visitor.press("screening.next")
    assert say("triage.stale") in visitor.warning
    assert say("tier.emergency.title") in visitor.error
    assert kept_answers(home)["A1"] == "new"


def test_what_withholds_a_plan_counts_for_someone_who_leaves_half_way(home: Home) -> None:
    home.planned()
    visitor = Visitor("screening").press("screening.again").answer("nerves", {"B1": "days"})
    assert visitor.title == SCREENS[1].title
    for page in ("plan", "today"):
        assert say("tier.same_day.title") in Visitor(page).text
    again = Visitor("screening")
    assert say("tier.same_day.title") in again.error
    assert say("triage.unfinished") in again.text
    assert again.press("screening.open").title == SCREENS[1].title


def test_what_withholds_a_plan_counts_before_a_clash_beside_it_is_settled(home: Home) -> None:
    home.planned()
    visitor = Visitor("screening").press("screening.again").answer("nerves", {}).answer("now", {})
    visitor.answer("you", GIVEN).answer("health", {**GIVEN, "H2": "pregnant", "H2_week": 20, "H2_complications": "yes"})
    assert visitor.title == say("clash.title")
    assert say("tier.professional_first.title") in Visitor("plan").text


def test_after_four_weeks_an_assessment_is_no_way_round_the_questions(home: Home, clock: Clock) -> None:
    home.screened(F3="sometimes")
    assert Visitor("screening").starting("resolver.")
    clock.forward(days=28)
    visitor = Visitor("screening")
    assert visitor.starting("resolver.") == []
    assert say("renewal.date") in visitor.text


def test_a_sign_that_comes_back_counts_as_never_assessed(home: Home) -> None:
    home.screened(F3="sometimes", **{"assessed.F3.sometimes": TODAY.isoformat()})
    visitor = Visitor("screening").press("screening.check").press("screening.next")
    visitor.set("screening.F3.tick", False).press("screening.next")
    assert "assessed.F3.sometimes" not in visitor.app.session_state["screening.draft"]


def test_what_changes_with_the_weeks_is_asked_anew(home: Home, clock: Clock) -> None:
    week_20 = {"sex": "female", "H2": "pregnant", "H2_week": 20, "H2_complications": "no"}
    home.screened(**week_20, D1="assessed", pressure_upper=120)
    clock.forward(days=28)
    visitor = Visitor("screening").answer("nerves", {}).answer("now", {}).press("screening.next")
    assert visitor.title == "Your health"
    assert visitor.widget("screening.H2").value == "pregnant"
    assert visitor.widget("screening.H2_week").value is None
    assert visitor.widget("screening.pressure_upper").value is None
    assert not visitor.widget("screening.D1.tick").value


def test_every_tick_behind_a_sentence_on_several_is_named() -> None:
    visitor = with_result(D3=("constant", "night", "unwell"))
    texts = {choice.id: choice.text for choice in load_questions()["D3"].choices}
    assert all(texts[tick] in visitor.text for tick in ("constant", "night", "unwell"))
    assert texts["night"] in visitor.app.code[0].value
