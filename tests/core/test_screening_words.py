"""Answers from outside, sentences of the findings, the check before a session, and when to ask again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from core.errors import AnswerError, DataError
from core.knowledge.questions import Answer, Kind, Question, load_questions, load_screens
from core.knowledge.texts import load_texts, say
from core.screening import (
    MINI_SCREEN,
    MiniQuestion,
    RenewalReason,
    asked_before_sessions,
    assess,
    checked,
    full_screen_due,
    load_clashes,
    mini_screen,
)
from core.screening.gates import GATE_QUESTIONS, check_gates
from core.screening.signs import SIGNS
from core.words import Tier
from tests.core.builders import TODAY, answers, assessed
from tests.core.strategies import any_answers

SAFETY_SCREENS = {screen.id for screen in load_screens() if screen.safety}


def codes(given: Mapping[str, Answer]) -> set[str]:
    result = assess(given, TODAY)
    return {finding.code for finding in (*result.findings, *result.resolved)}


def single_answers() -> Iterator[dict[str, Any]]:
    """Each choice of each question alone, and with every question of the same screen that it brings up."""
    for question in load_questions().values():
        if question.kind in (Kind.NUMBER, Kind.SCALE):
            assert question.low is not None
            assert question.high is not None
            yield from ({question.id: value} for value in range(int(question.low), int(question.high) + 1))
        else:
            for choice in question.choice_ids():
                yield {question.id: (choice,) if question.kind is Kind.MANY else choice}


def test_every_code_that_a_single_answer_emits_has_its_sentence() -> None:
    emitted: set[str] = set()
    for changes in single_answers():
        emitted |= codes(answers(**changes))
    assert len(emitted) >= 45
    assert {code for code in emitted if f"triage.{code}" not in load_texts()} == set()


@settings(max_examples=500)
@given(any_answers())
def test_every_code_of_any_combination_has_its_sentence(raw: dict[str, Any]) -> None:
    result = assess(checked(raw), TODAY)
    for finding in (*result.findings, *result.resolved):
        assert say(f"triage.{finding.code}")
    assert result.tier.severity >= max((f.tier.severity for f in result.findings), default=0)
    assert result.allows_plan == (result.tier.allows_plan and not result.missing)


def test_no_sentence_waits_for_a_code_that_nobody_emits() -> None:
    more: list[dict[str, Any]] = [
        {"C2": "yes", "C2_with": ["bruise"]},
        {"C2": "yes", "age": 80},
        {"E2": "yes", "E2_with": ["tb"]},
        {"D1": "severe", "B2": "yes"},
        {"D3": ["constant", "night"]},
        {"D3": ["constant", "night", "unwell"]},
        {"C4": "yes", "age": 20},
        {"G1": ["onset_under_45", "over_3_months", "buttock", "arthritis", "relative"]},
        {"pain_now": 9, "I1": "nothing_eases"},
        {"pain_now": 9, "I1": "nothing_eases", "D3": ["constant", "night"]},
        {"H1": "fusion", "H1_weeks": 3, "H1_cleared": "yes"},
        {"H1": "fusion", "H1_weeks": 40, "H1_cleared": "yes"},
        {"H2": "pregnant", "H2_complications": "yes"},
        {"H2": "pregnant", "H2_signs": ["dizzy", "chest_pain"]},
        {"H2": "pregnant", "pressure_upper": 150},
        {"H2": "pregnant", "H2_week": 43},
        {"D1": "assessed", "A5a": "old_unassessed"},
        {"H2": "pregnant", "pressure_upper": 165},
        {"F2": "monitored", "pain_now": 9},
        {"F5": "yes", "F3": "sometimes"},
        {"E1": "unexplained", "B1": "days"},
        {"C1": "unchecked", "B1": "days"},
        {"pressure_upper": 190, "pressure_with": ["sight"]},
        {"C2": "yes", "C2_with": ["cannot_stand"]},
        {"C2": "yes", "C2_with": ["bruise"]},
        {"D1": "assessed", "E2": "yes"},
        {"C4": "yes", "age": 50},
        {"A1": "with_pain", "A2": "with_pain"},
        {"small_fall": "unchecked", "age": 80},
        {"small_fall": "unchecked", "age": 60},
        {"site": "foot", "B3": "ache"},
        {"stature_cm": 178, "mass_kg": 56},
        *({f"confirmed.{clash}": "yes"} for clash in load_clashes()),
    ]
    emitted: set[str] = set()
    for changes in [*single_answers(), *more]:
        emitted |= codes(answers(**changes))
    rows = tuple({code.split(".")[0] + "." for code in emitted})
    sentences = {text.removeprefix("triage.") for text in load_texts() if text.startswith("triage.")}
    assert {code for code in sentences if code.startswith(rows)} == emitted


@pytest.mark.parametrize("tier", Tier)
def test_every_tier_says_its_title_and_what_to_do(tier: Tier) -> None:
    assert say(f"tier.{tier.value}.title")
    assert say(f"tier.{tier.value}.action").endswith(".")


def test_the_line_for_the_appointment_can_be_filled_in() -> None:
    line = say("tier.summary", day="20 November 2026", title="Be seen today", reasons="One swollen calf.")
    assert "20 November 2026" in line
    assert "One swollen calf." in line


# ---------------------------------------------------------------- answers from outside


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"Z9": "yes"}, "There is no question 'Z9'"),
        ({"A1": "maybe"}, "'maybe' is not a choice"),
        ({"A1": ["new"]}, "is not a choice"),
        ({"A1": 1}, "'1' is not a choice"),
        ({"H1_cleared": "perhaps"}, "'perhaps' is not a choice"),
        ({"duration": True}, "is not a choice"),
        ({"D3": ["night", "sleepwalking"]}, "'sleepwalking' is not a choice"),
        ({"D3": {"night": 1}}, "is not a choice"),
        ({"age": 9}, "takes a number from 10 to 110 years"),
        ({"age": 111}, "takes a number from 10 to 110 years"),
        ({"age": "40"}, "takes a number"),
        ({"age": True}, "takes a number"),
        ({"age": float("nan")}, "takes a number"),
        ({"age": float("inf")}, "takes a number"),
        ({"pain_now": -1}, "takes a number from 0 to 10"),
        ({"pain_now": 8.5}, "takes a whole number from 0 to 10"),
        ({"assessed.B2": "yesterday"}, "needs a day like 2026-11-20"),
        ({"assessed.B2": "2026-02-30"}, "needs a day like 2026-11-20"),
    ],
)
def test_a_wrong_answer_is_refused_in_plain_words(raw: dict[str, Any], words: str) -> None:
    with pytest.raises(AnswerError) as caught:
        checked(raw)
    assert words in str(caught.value)
    assert str(caught.value).endswith("Nothing was changed.")


def test_unanswered_questions_are_left_out() -> None:
    assert checked({"A1": None, "age": "", "duration": None, "assessed.B2": None, "assessed.D2": ""}) == {}


def test_many_choices_come_in_the_order_of_the_question_and_once() -> None:
    kept = checked({"D3": ["night", "constant", "night"]})
    assert kept["D3"] == ("constant", "night")
    assert checked({"D3": "night"})["D3"] == ("night",)


def test_numbers_keep_their_kind() -> None:
    kept = checked({"age": 40.0, "mass_kg": 72.5})
    assert (kept["age"], type(kept["age"])) == (40, int)
    assert kept["mass_kg"] == 72.5


def test_days_may_come_as_days() -> None:
    assert checked({"assessed.B2": date(2026, 11, 3)})["assessed.B2"] == "2026-11-03"


def test_checked_answers_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        checked({"age": 40})["age"] = 41  # type: ignore[index]


# ---------------------------------------------------------------- gates against broken question files


def changed(question_id: str, **changes: Any) -> dict[str, Question]:
    questions = dict(load_questions())
    questions[question_id] = replace(questions[question_id], **changes)
    return questions


def test_the_question_file_as_it_stands_keeps_all_gates() -> None:
    check_gates(load_questions(), SAFETY_SCREENS)


DECIDING = (
    *GATE_QUESTIONS,
    "pressure_upper", "pressure_lower", "diagnosis", "aggravators", "aggravators_strong", "rmdq", "floor_hard",
)  # fmt: skip


@pytest.mark.parametrize("question_id", DECIDING)
def test_a_missing_question_that_decides_stops_the_program(question_id: str) -> None:
    questions = {name: question for name, question in load_questions().items() if name != question_id}
    with pytest.raises(DataError) as caught:
        check_gates(questions, SAFETY_SCREENS)
    assert question_id in {problem.field.split(".")[0] for problem in caught.value.problems}


@pytest.mark.parametrize("question_id", GATE_QUESTIONS)
def test_a_gate_question_cannot_be_made_optional_by_data(question_id: str) -> None:
    with pytest.raises(DataError):
        check_gates(changed(question_id, optional=True), SAFETY_SCREENS)


@pytest.mark.parametrize("question_id", GATE_QUESTIONS)
def test_a_gate_question_cannot_be_hidden_by_data(question_id: str) -> None:
    hidden = changed(question_id, asked_if={"floor_hard": ("yes",)}, asked_from={}, asked_under={})
    with pytest.raises(DataError):
        check_gates(hidden, SAFETY_SCREENS)


def test_no_deciding_choice_can_be_dropped_by_data() -> None:
    for question_id in ("A1", "A5b", "B1", "C3", "D1", "D3", "H1", "H2_signs", "I1", "site", "duration"):
        question = load_questions()[question_id]
        for choice in question.choices:
            fewer = tuple(other for other in question.choices if other is not choice)
            with pytest.raises(DataError) as caught:
                check_gates(changed(question_id, choices=fewer), SAFETY_SCREENS)
            assert any(choice.id in problem.message for problem in caught.value.problems), (question_id, choice.id)


def test_a_gate_question_keeps_its_way_of_answering() -> None:
    with pytest.raises(DataError):
        check_gates(changed("A1", kind=Kind.MANY), SAFETY_SCREENS)
    with pytest.raises(DataError):
        check_gates(changed("age", kind=Kind.CHOICE), SAFETY_SCREENS)


def test_all_broken_gates_are_reported_at_once() -> None:
    questions = changed("A1", optional=True)
    del questions["A2"]
    with pytest.raises(DataError) as caught:
        check_gates(questions, SAFETY_SCREENS)
    assert {problem.field.split(".")[0] for problem in caught.value.problems} == {"A1", "A2"}


# ---------------------------------------------------------------- the check before a session


URGENT = {"saddle", "bladder_bowel", "both_legs", "chest", "collapse"}


@pytest.mark.parametrize("question", MINI_SCREEN, ids=lambda question: question.id)
def test_each_sign_of_the_mini_screen(question: MiniQuestion) -> None:
    tier = Tier.EMERGENCY if question.id in URGENT else Tier.SAME_DAY
    outcome = mini_screen([question.id])
    assert (outcome.tier, outcome.signs, outcome.may_train) == (tier, (question.id,), False)
    assert say(f"mini.{question.id}")


def test_the_mini_screen_follows_the_list_of_the_screening() -> None:
    """Whatever can come up from one day to the next and stops training at once is asked again before a session."""
    urgent = {
        sign.partition(".")[0] for sign, effect in SIGNS.items() if effect.tier in (Tier.EMERGENCY, Tier.SAME_DAY)
    }
    seen_once = {"D1"}  # Cancer counts by its nerve signs and by a pain that grows, both of which are asked.
    covered = {question_id for question in MINI_SCREEN for question_id in question.covers}
    assert urgent - covered == seen_once
    assert covered <= set(load_questions())


def test_signs_of_pregnancy_are_asked_of_whom_they_concern() -> None:
    everyone = [question.id for question in asked_before_sessions(("osteoporosis",))]
    assert "expecting" not in everyone
    assert "dark_urine" in everyone
    for condition in ("pregnancy", "postpartum"):
        assert [question.id for question in asked_before_sessions((condition,))] == [*everyone, "expecting"]


def test_nothing_ticked_lets_one_train() -> None:
    outcome = mini_screen([])
    assert outcome.may_train
    assert outcome.tier is Tier.CLEAR


def test_the_most_severe_sign_decides() -> None:
    outcome = mini_screen(["fall", "dark_urine", "fever", "saddle"])
    assert outcome.tier is Tier.EMERGENCY
    assert outcome.signs == ("saddle", "fever", "fall", "dark_urine")


def test_an_unknown_sign_is_refused() -> None:
    with pytest.raises(AnswerError, match="There is no sign 'itch'"):
        mini_screen(["fall", "itch"])


# ---------------------------------------------------------------- when to ask again


@pytest.mark.parametrize(("changes", "days"), [({}, 28), ({"E1": "cold"}, 5), ({"E1": "cold", "D2": "unexplained"}, 5)])
def test_day_to_ask_again(changes: dict[str, Any], days: int) -> None:
    assert assessed(**changes).re_ask_on == TODAY + timedelta(days=days)


def test_renewal_by_date() -> None:
    done = assessed()
    trained = TODAY + timedelta(days=26)
    assert full_screen_due(done, TODAY + timedelta(days=27), trained) is None
    assert full_screen_due(done, TODAY + timedelta(days=28), trained) is RenewalReason.DATE


def test_renewal_after_a_gap() -> None:
    done = assessed()
    assert full_screen_due(done, TODAY + timedelta(days=14), None) is None
    assert full_screen_due(done, TODAY + timedelta(days=15), None) is RenewalReason.GAP
    assert full_screen_due(done, TODAY + timedelta(days=15), TODAY + timedelta(days=1)) is None
    assert full_screen_due(done, TODAY + timedelta(days=16), TODAY + timedelta(days=1)) is RenewalReason.GAP


def test_a_fresh_screening_ends_an_old_gap() -> None:
    assert full_screen_due(assessed(), TODAY, TODAY - timedelta(days=90)) is None


def test_renewal_while_questions_are_open() -> None:
    done = assess(answers(without=("A1",)), TODAY)
    assert full_screen_due(done, TODAY, None) is RenewalReason.INCOMPLETE


@pytest.mark.parametrize("reason", RenewalReason)
def test_each_renewal_reason_has_its_sentence(reason: RenewalReason) -> None:
    assert say(f"renewal.{reason.value}")
