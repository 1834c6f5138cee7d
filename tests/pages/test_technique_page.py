"""The technique page: the stop signs first, then reasons, what to try, and changes that no verdict forbids."""

from __future__ import annotations

import re
from html import unescape

import pytest

from core.demand import rated
from core.journal import MiniScreenEntry
from core.knowledge.texts import say
from core.profile import build_profile
from core.records import SWAPS, read_answers
from core.scoring import judge_all
from core.screening import assess
from core.technique import PartName, Step, StopKind, likely, load_technique
from core.words import Tier
from tests.core.builders import CATALOG, IRRITABLE_DISC
from tests.pages.conftest import ME, Home
from tests.pages.visitor import Visitor

KNOWN = load_technique()
MOST_ELEMENTS, MOST_BYTES = 120, 150_000
STOPS = [one.id for one in KNOWN.feelings.values() if one.stop]
URGENT = {StopKind.EMERGENCY: Tier.EMERGENCY, StopKind.SAME_DAY: Tier.SAME_DAY}


def opened(**query: str) -> Visitor:
    """The page opened by an address."""
    visitor = Visitor()
    for key, value in query.items():
        visitor.app.query_params[key] = value
    return visitor.go("technique")


def headers(visitor: Visitor) -> list[str]:
    return [one.value for one in visitor.app.header]


def reasons(visitor: Visitor) -> list[str]:
    """Names of the likely reasons, in order."""
    (told,) = [one.value for one in visitor.app.html if "bw-said" in one.value and "<li" in one.value]
    return [unescape(one) for one in re.findall(r'<li class="card[^"]*"><h3>(.+?)</h3>', told)]


def in_the_address(visitor: Visitor) -> dict[str, str]:
    asked = visitor.app.query_params
    return {key: "".join(asked[key]) for key in ("feel", "lift", "when") if key in asked}


# ---------------------------------------------------------------- the decision aid


def test_a_newcomer_is_asked_one_thing_first() -> None:
    visitor = opened()
    assert visitor.title == say("technique.title")
    assert "lift" not in visitor.keys
    assert say("technique.empty") in visitor.text


def test_three_taps_lead_to_reasons_a_cue_and_the_fix_order() -> None:
    visitor = opened().set("feel", "only_back").set("lift", "squat").set("when", "late_set")
    wanted = likely(KNOWN.feelings["only_back"], KNOWN.lifts["squat"], KNOWN.moments["late_set"])
    assert reasons(visitor) == [one.cause.name for one in wanted]
    assert KNOWN.causes["lean"].cue(KNOWN.lifts["squat"]) in unescape(visitor.text)
    assert [f"<h3>{KNOWN.fixes[step].name}" in visitor.text for step in Step] == [True] * len(Step)
    assert in_the_address(visitor) == {"feel": "only_back", "lift": "squat", "when": "late_set"}


def test_the_same_address_shows_the_same_answer() -> None:
    tapped = opened().set("feel", "rounds").set("lift", "leg_press").set("when", "bottom")
    shared = opened(feel="rounds", lift="leg_press", when="bottom")
    assert reasons(shared) == reasons(tapped)
    assert shared.text == tapped.text


def test_an_address_followed_later_in_the_visit_wins_over_what_was_tapped() -> None:
    visitor = opened().set("feel", "rounds")
    visitor.app.query_params["feel"] = "breath"
    assert reasons(visitor.run())[0] == KNOWN.causes["brace"].name
    assert reasons(visitor.set("feel", "tips"))[0] == KNOWN.causes["lean"].name


def test_a_choice_taken_back_leaves_the_address() -> None:
    assert in_the_address(opened(feel="rounds", lift="squat").set("lift", None)) == {"feel": "rounds"}


def test_what_was_chosen_is_still_there_after_another_page() -> None:
    visitor = opened().set("feel", "tips").go("plan").go("technique")
    assert visitor.widget("feel").value == "tips"
    assert in_the_address(visitor) == {"feel": "tips"}


def test_an_address_that_names_nothing_known_says_so() -> None:
    visitor = opened(feel="elsewhere")
    assert visitor.warning == say("technique.unknown")
    assert "reasons" not in " ".join(headers(visitor)).lower()


@pytest.mark.parametrize("feeling", KNOWN.feelings)
def test_every_feeling_is_answered_small_and_fast(feeling: str) -> None:
    visitor = opened(feel=feeling, lift="squat", when="bottom")
    assert visitor.elements <= MOST_ELEMENTS
    assert sum(len(one.proto.SerializeToString()) for one in visitor.app if getattr(one, "proto", None)) <= MOST_BYTES


# ---------------------------------------------------------------- stop signs


@pytest.mark.parametrize("feeling", STOPS)
def test_a_stop_sign_shows_its_stop_before_any_reason(home: Home, feeling: str) -> None:
    home.planned()
    visitor = opened(feel=feeling, lift="squat", when="bottom")
    stop = KNOWN.feelings[feeling].stop
    assert stop is not None
    assert all(say(one) in visitor.text for one in stop.says)
    if stop.kind in URGENT:
        assert say(f"tier.{URGENT[stop.kind].value}.title") in visitor.error
        assert headers(visitor) == []
        assert "lift" not in visitor.keys
        assert not visitor.starting("technique.")
    else:
        assert say("technique.stop.title") in visitor.error
        order = [getattr(one, "key", None) or one.type for one in visitor.app]
        assert order.index("error") < order.index("lift") < order.index("header")
        assert headers(visitor)[:2] == [say("technique.reasons.after"), say("technique.try.after")]


def test_pain_down_the_leg_leads_to_the_questions_and_changes_nothing(home: Home) -> None:
    home.planned()
    visitor = opened(feel="one_leg", lift="squat")
    assert visitor.starting("technique.") == ["technique.questions"]
    assert visitor.press("technique.questions").title == "Safety first"


def test_where_the_triage_withholds_a_plan_nothing_is_tried_or_changed(home: Home) -> None:
    home.screened(F3="sometimes")
    visitor = opened(feel="only_back", lift="squat")
    assert say("tier.professional_first.title") in visitor.text
    assert headers(visitor) == [say("technique.reasons")]
    assert say("technique.change.withheld") in visitor.text
    assert not [one for one in visitor.keys if "swap" in one or "gentler" in one]


def test_a_sign_ticked_since_the_screening_comes_first(home: Home) -> None:
    home.planned()
    home.clock.forward(days=1)
    home.store.save_mini_screen(ME, MiniScreenEntry(home.clock.now, ("weakness",)))
    visitor = opened(feel="only_back", lift="squat")
    assert say("tier.same_day.title") in visitor.error
    assert headers(visitor) == [say("technique.reasons")]


def test_a_stop_rule_of_the_journal_comes_first(home: Home) -> None:
    home.planned()
    home.train(spread=True)
    home.clock.forward(days=1)
    visitor = opened(feel="only_back", lift="squat")
    assert visitor.warning == say("technique.change.questions")
    assert headers(visitor) == [say("technique.reasons")]


def test_questions_that_are_due_come_before_changes(home: Home) -> None:
    home.planned()
    home.clock.forward(days=40)
    visitor = opened(feel="only_back", lift="squat")
    assert say("technique.change.questions") in visitor.text
    assert not [one for one in visitor.keys if "swap" in one or "gentler" in one]


# ---------------------------------------------------------------- changes


def with_swaps(home: Home, feeling: str) -> tuple[Visitor, list[str]]:
    """The page for the first lift of the plan that swaps are offered for, and the keys of their buttons."""
    ids = [one.exercise_id for session in home.plan.plan for one in session.prescriptions]
    for lift in dict.fromkeys(KNOWN.lift_of(CATALOG[one]) for one in ids):
        visitor = opened(feel=feeling, lift=lift.id) if lift else opened()
        if offered := visitor.starting("technique.swap."):
            return visitor, offered
    raise AssertionError("no swap is offered")


@pytest.mark.parametrize("changes", [{}, IRRITABLE_DISC], ids=["settled", "disc"])
def test_a_swap_changes_the_plan_to_an_exercise_that_suits(home: Home, changes: dict[str, object]) -> None:
    given = home.screened(**changes)
    home.planned(**changes)
    profile = build_profile(given, assess(given, home.clock.today))
    verdicts = judge_all(profile, rated(CATALOG, profile))
    visitor, offered = with_swaps(home, "ache")
    assert not any(verdicts[key.rsplit(".", 1)[1]].left_out for key in offered)
    exercise, other = offered[0].split(".")[2:]
    visitor.press(offered[0])
    assert home.store.preferences(ME)[SWAPS] == {exercise: other}
    ids = {one.exercise_id for session in home.plan.plan for one in session.prescriptions}
    assert other in ids
    assert exercise not in ids
    visitor.press("undo.go")
    assert exercise in {one.exercise_id for session in home.plan.plan for one in session.prescriptions}


def test_today_is_made_gentler_in_one_tap(home: Home) -> None:
    home.planned()
    visitor = opened(feel="tired_back").press("technique.gentler")
    assert say("technique.change.gentle_on") in visitor.text
    assert visitor.go("today").widget("today.gentle").label == say("today.gentle.off")


def test_in_a_session_under_way_the_change_is_made_there(home: Home) -> None:
    home.planned()
    Visitor().set("before.pain", 1).press("today.start.planned")
    visitor = opened(feel="tired_back")
    assert say("technique.change.running") in visitor.text
    assert "technique.gentler" not in visitor.keys


def test_without_a_plan_the_way_to_one_is_shown(home: Home) -> None:
    assert say("technique.change.no_plan") in opened(feel="tips", lift="squat").text
    home.screened()
    assert say("technique.change.no_plan") in opened(feel="tips", lift="squat").text


def test_a_lift_that_the_plan_lacks_says_so(home: Home) -> None:
    plan = home.planned()
    lifts = {KNOWN.lift_of(CATALOG[one.exercise_id]) for session in plan for one in session.prescriptions}
    lacking = next(one for one in KNOWN.lifts.values() if one not in lifts)
    assert say("technique.change.not_planned") in opened(feel="ache", lift=lacking.id).text


def test_easier_exercises_named_are_none_that_is_left_out(home: Home) -> None:
    home.planned(**IRRITABLE_DISC)
    kept = home.store.latest_assessment(ME)
    assert kept is not None
    given = read_answers(kept.answers)
    profile = build_profile(given, assess(given, home.clock.today))
    verdicts = judge_all(profile, rated(CATALOG, profile))
    out = [CATALOG[one].name for one in KNOWN.lifts["hinge"].simpler if verdicts[one].left_out]
    text = opened(feel="ache", lift="hinge").text
    told = re.search(r"For example: (.+?)\.<", text)
    assert told
    assert not [name for name in out if name in told[1].split(", ")]


# ---------------------------------------------------------------- answers


@pytest.mark.parametrize(("about", "part"), [("Flare-up", PartName.FLARE), ("Daily habits", PartName.HABITS)])
def test_flare_up_and_habits_show_every_text_with_its_grade(about: str, part: PartName) -> None:
    text = unescape(opened(about=about).text)
    for one in KNOWN.part(part):
        assert one.text in text
        assert one.grade.softened in text
    assert text.count(f"{say('technique.evidence')}: <b>") == len(KNOWN.part(part))


def test_a_question_opens_to_its_answer_and_its_sources() -> None:
    visitor = opened(about="Questions").open("q_front")
    answer = KNOWN.answers["q_front"]
    assert answer.text in unescape(visitor.text)
    assert answer.grade.softened in unescape(visitor.text)
    assert 'rel="noopener"' in visitor.text
    assert KNOWN.answers["q_disc"].text not in unescape(visitor.text)


def test_all_questions_open_stay_small() -> None:
    visitor = opened(about="Questions")
    for one in KNOWN.part(PartName.QUESTIONS):
        visitor.app.session_state[one.id] = True
    assert visitor.run().elements <= MOST_ELEMENTS
