"""The hard cases through the real screens, as each person would answer, to the result that the page shows and keeps."""

from __future__ import annotations

import json

import pytest

from core.knowledge.questions import Kind
from core.knowledge.texts import say
from core.screening import assess
from core.words import Tier
from tests.core.builders import TODAY, answers, asked
from tests.core.screening_cases import CASES, CONTRADICTORY, Case
from tests.pages.conftest import Home
from tests.pages.visitor import SCREENS, Visitor


def fill(visitor: Visitor, given: dict[str, object], number: int) -> None:
    """Put one screen's answers into its widgets and go on, in one run."""
    screen, state = SCREENS[number], visitor.app.session_state
    for question in screen.questions:
        value = given.get(question.id)
        key = f"screening.{question.id}"
        if question.kind is Kind.FLAG and value not in (None, "no"):
            state[f"{key}.tick"] = True
            if len(question.choices) > 1:
                state[key] = value
        elif question.kind is Kind.MANY and isinstance(value, tuple):
            for choice in value or (("none",) if question.none_text else ()):
                state[f"{key}.{choice}"] = True
            if value and f"{key}" in visitor.keys:
                state[key] = list(value)
        elif question.kind is not Kind.FLAG and value is not None:
            state[key] = value
    if screen.none_text:
        state[f"screening.{screen.id}.none"] = True
    visitor.press("screening.next")


def walked(case: Case) -> Visitor:
    """The visitor once the result stands there; what is asked back is confirmed."""
    given = asked(answers(**case.given))
    visitor = Visitor("screening")
    for number in range(len(SCREENS)):
        assert visitor.title == SCREENS[number].title
        fill(visitor, given, number)
        while visitor.title == say("clash.title"):
            visitor.press("clash.both")
        if visitor.title == "Your result":
            break
    return visitor


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.who)
def test_a_hard_case_comes_out_right_through_the_screens(home: Home, case: Case) -> None:
    visitor = walked(case)
    assert visitor.title == "Your result"
    assert say(f"tier.{case.tier.value}.title") in visitor.text
    assert ("screening.plan" in visitor.keys) is case.tier.allows_plan
    (person,) = home.store.people()
    kept = home.store.latest_assessment(person.id)
    assert kept is not None
    assert kept.tier is case.tier
    asked_for = set(json.loads(kept.answers))
    if not case.tier.allows_plan:
        assert not asked_for & {"goal", "equipment", "aggravators"}
    if case.tier is not Tier.EMERGENCY:
        for finding in assess(asked(answers(**case.given)), TODAY).findings:
            assert say(f"triage.{finding.code}") in visitor.text


@pytest.mark.parametrize(
    "case", [case for case in CONTRADICTORY if case.given.get("duration") != "none"], ids=lambda case: case.who
)
def test_a_contradiction_is_asked_back_on_the_way_and_read_carefully(home: Home, case: Case) -> None:
    visitor = walked(case)
    assert say(f"tier.{case.tier.value}.title") in visitor.text
    (person,) = home.store.people()
    kept = home.store.latest_assessment(person.id)
    assert kept is not None
    assert any(name.startswith("confirmed.") for name in json.loads(kept.answers))


def test_without_back_pain_nobody_is_asked_to_rate_one() -> None:
    given = asked(answers(duration="none", pain_now=7, pain_week=9))
    assert not {"pain_now", "pain_week", "pain_provoked"} & set(given)
