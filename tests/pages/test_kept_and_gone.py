"""A kept plan may name what the catalogue no longer has, and a clock may have been wrong: it opens, and is told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import streamlit as st

from core.knowledge.texts import say
from core.records import assessment_record, read_plan
from core.screening import assess
from tests.pages.conftest import ME, Home
from tests.pages.visitor import Visitor

GONE = "moon_squat"
PAGES = ("today", "plan", "progress", "exercises", "technique", "people", "my_data")


def with_plan(home: Home, change: Callable[[dict[str, Any]], object], catalog_version: str = "older") -> None:
    """The plan in force once more, with a change that this program would not make."""
    kept = home.store.current_plan(ME)
    raw = json.loads(kept.payload)
    change(raw)
    home.store.save_plan(ME, replace(kept, payload=json.dumps(raw), catalog_version=catalog_version))


def gone(raw: dict[str, Any], places: slice) -> None:
    """Other exercises at these places of each session's main part, one of them without a name of ours."""
    for week in raw["weeks"]:
        for session in week["sessions"]:
            main = [dose for dose in session["prescriptions"] if dose["part"] == "main"]
            for dose in main[places]:
                session["short"] = [
                    [GONE, sets] if name == dose["exercise_id"] else [name, sets] for name, sets in session["short"]
                ]
                dose.update(exercise_id=GONE, instead_of="moon_walk")


def test_a_plan_of_a_gone_exercise_opens_says_so_and_offers_another(home: Home) -> None:
    home.planned()
    whole = home.plan.plan
    with_plan(home, lambda raw: gone(raw, slice(1)))
    for preference in ("liked", "locked", "excluded"):
        home.store.set_preference(ME, preference, [GONE])
    home.store.set_preference(ME, "swaps", {GONE: "moon_walk"})
    assert home.plan.gone == (GONE,)
    for page in PAGES:
        visitor = Visitor(page)
        assert not visitor.app.exception, page
        assert not visitor.app.error, page
        assert (say("plan.gone_since") in visitor.text) == (page in ("today", "plan")), page
    visitor = Visitor("plan").press("plan.gone")
    assert not visitor.app.exception
    assert home.plan.gone == ()
    assert home.plan.plan.exercise_ids() == whole.exercise_ids()
    assert say("plan.gone_since") not in visitor.text


def test_a_plan_of_this_catalogue_that_names_anything_is_told_too(home: Home) -> None:
    plan = home.planned()
    with_plan(home, lambda raw: gone(raw, slice(1)), plan.catalog_version)
    assert say("plan.gone") in Visitor("plan").text


def test_where_nothing_is_left_to_train_a_new_plan_is_made(home: Home) -> None:
    home.planned()
    with_plan(home, lambda raw: gone(raw, slice(None)))
    visitor = Visitor("plan")
    assert not visitor.app.exception
    assert say("plan.all_gone") in visitor.error
    assert read_plan(home.store.current_plan(ME)).gone == ()


def test_a_journal_of_gone_exercises_opens(home: Home) -> None:
    home.planned()
    trained = home.train()
    home.clock.forward(days=1)
    odd = tuple(replace(entry, exercise_id=GONE) if entry.number == 1 else entry for entry in trained.sets)
    home.store.delete_session(trained.id)
    sets = tuple({(entry.exercise_id, entry.number): entry for entry in odd}.values())
    home.store.start_session(ME, replace(trained, sets=sets))
    home.store.start_session(
        ME, replace(trained, id="open", day=home.clock.today, number=2, finished_at=None, sets=sets)
    )
    for page in PAGES:
        assert not Visitor(page).app.exception, page


def test_entries_of_days_to_come_are_told_and_never_win(home: Home) -> None:
    given = home.screened()
    home.clock.forward(days=400)
    late = assessment_record("late", home.clock.now, given, assess(given, home.clock.today))
    home.store.save_assessment(ME, late)
    home.clock.forward(days=-399)
    home.planned()
    assert home.store.latest_assessment(ME).id != "late"
    told = Visitor("today").text
    assert "Please check date and time" not in told
    home.clock.forward(days=-5)
    visitor = Visitor("plan")
    assert "Please check date and time" in visitor.text
    assert not visitor.app.exception


@pytest.mark.parametrize("zone", ["Etc/Unknown", "America", "../../etc/passwd", "x" * 5000, "\0", ""])
def test_a_zone_of_no_such_name_is_the_worlds(home: Home, monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    home.planned()
    monkeypatch.setattr(type(st.context), "timezone", property(lambda self: zone))
    visitor = Visitor("plan")
    assert not visitor.app.exception
    visitor.go("today")
    assert not visitor.app.exception
