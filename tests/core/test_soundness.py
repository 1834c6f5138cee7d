"""What claims to be a plan and cannot be one is told apart, alike for a link, a file and a copy."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from core.errors import AnswerError, StoreError
from core.exporting.link import LinkDamaged, plan_from_text, plan_to_text
from core.exporting.validity import Validity
from core.journal import SessionEntry, check_json
from core.planning.payload import plan_from_json, plan_to_json
from core.planning.soundness import unsound
from tests.core.builders import TODAY, person, plan_for
from tests.core.exporting.test_record import NOW

PLAN = plan_for(person())
Change = Callable[[dict[str, Any]], object]


def doses(**values: object) -> Change:
    """Every prescription of a plan with these values."""
    return lambda plan: [
        dose.update(values)
        for week in plan["weeks"]
        for session in week["sessions"]
        for dose in session["prescriptions"]
    ]


LIES: dict[str, Change] = {
    "sets": doses(sets=90),
    "repetitions": doses(low=8, high=5000),
    "no load": doses(load_kg=float("nan")),
    "heavier than anything": doses(load_kg=9000),
    "less than nothing": doses(rest_s=-5),
    "long texts": doses(change="x" * 100_000),
    "long names": doses(exercise_id="x" * 1000),
    "no weeks": lambda plan: plan.update(weeks=[]),
    "weeks without sessions": lambda plan: plan["weeks"][1].update(sessions=[]),
    "weeks out of order": lambda plan: plan["weeks"].reverse(),
    "the last day of all": lambda plan: plan.update(starts_on="9999-12-30"),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_lying_plan_is_not_opened(lie: str) -> None:
    raw = json.loads(plan_to_json(PLAN))
    LIES[lie](raw)
    with pytest.raises(StoreError, match="make a new plan"):
        plan_from_json(json.dumps(raw))


def test_a_link_is_judged_alike() -> None:
    raw = json.loads(plan_to_json(PLAN))
    for week in raw["weeks"]:
        for session in week["sessions"]:
            session["prescriptions"][0]["sets"] = 90
    text = plan_to_text(_unjudged(raw), Validity(TODAY, TODAY))
    with pytest.raises(LinkDamaged):
        plan_from_text(text)


def _unjudged(raw: dict[str, Any]) -> Any:
    from pydantic import TypeAdapter

    from core.planning import Plan

    return TypeAdapter(Plan).validate_json(json.dumps(raw))


def test_an_unknown_note_is_left_out_and_the_plan_opens() -> None:
    raw = json.loads(plan_to_json(PLAN))
    raw["notes"] += ["plan.note.of_tomorrow", "data.take"]
    assert plan_from_json(json.dumps(raw)) == PLAN
    assert unsound(PLAN) == ""


def test_a_moment_that_utc_moves_out_of_the_calendar_is_refused() -> None:
    """Written, it could never be read again."""
    late = NOW.fromisoformat("2100-12-31T23:59:59-12:00")
    with pytest.raises(AnswerError, match="in UTC"):
        SessionEntry(id="s", day=TODAY, started_at=late)


NESTED: list[object] = []
for _ in range(30):
    NESTED = [NESTED]


@pytest.mark.parametrize("value", ["\ud800", "a\0b", {"\udc00": 1}, float("inf"), [float("nan")], 10**400, NESTED, {1}])
def test_what_no_json_gives_back_is_refused(value: object) -> None:
    with pytest.raises(AnswerError):
        check_json(value, "The choice", 100)
    check_json({"a": [1, 2.5, None, True, "ä"]}, "The choice", 100)
