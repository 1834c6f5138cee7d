"""Taking plan and journal along, and a plan from a link: the parts by themselves, on a small page of their own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from core.exporting.link import plan_to_text
from core.exporting.validity import Validity
from core.knowledge.texts import say
from core.planning import build_plan
from core.records import assessment_record, plan_record
from core.screening import assess
from core.store import Store, memory_url, open_store
from tests.core.builders import ALL_EQUIPMENT, CATALOG, HARDER_LIFTS, IRRITABLE_DISC, MONDAY, TODAY, answers, person

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PAGE = """
from pages.parts.clearance import clearance_of
from pages.parts.shared_plan import shared_plan, shared_text
from pages.parts.take import take_journal, take_plan, take_summary
from pages.parts.troubles import show_troubles
from pages.parts.print_style import print_style
from pages.parts.visit import record

print_style()
show_troubles()
known = record()
if shared_text():
    shared_plan(known)
elif known and known.trainee:
    take_plan(known.trainee, clearance_of(known))
    take_journal(known)
elif known and known.answers is not None and known.assessment is not None:
    take_summary(known.answers, known.assessment, "Ann")
"""


@pytest.fixture(autouse=True)
def _at_this_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKWISE_NOW", NOW.isoformat())


def kept(with_plan: bool = True, **changes: Any) -> Store:
    """A store with one person, screened with these changes."""
    home = open_store(memory_url(), "me", clock=lambda: NOW)
    home.add_person("ann", "Ann")
    given = answers(**changes)
    home.save_assessment("ann", assessment_record("a1", NOW, given, assess(given, TODAY)))
    if with_plan:
        home.save_plan("ann", plan_record("p1", NOW, build_plan(person(**changes), CATALOG, MONDAY)))
    return home


def page(home: Store | None, link: str = "", *opened: str) -> AppTest:
    app = AppTest.from_string(PAGE, default_timeout=30)
    if home is not None:
        app.session_state["own_store"] = home
    if link:
        app.query_params["p"] = link
    for key in opened:
        app.session_state[key] = True
    return run(app)


def run(app: AppTest) -> AppTest:
    app.run()
    assert [box.message for box in app.exception] == []
    return app


def test_the_plan_can_be_taken_along() -> None:
    app = page(kept(), "", "take.plan", "take.journal")
    labels = [one.proto.label for one in app.get("download_button")]
    assert labels == [
        "Hand-out (PDF)",
        "Calendar (.ics)",
        "Progress report (PDF)",
        "Journal (CSV)",
        "For Strong (CSV)",
        "For Hevy (CSV)",
    ]
    assert "?p=2" in app.code[0].value
    assert "/plan?" in app.code[0].value


def test_too_few_days_are_told_before_the_tap() -> None:
    app = page(kept(), "", "take.plan")
    app.session_state["take.calendar.days"] = [0]
    run(app)
    assert "2 sessions" in app.warning[0].value


def test_a_calendar_comes_where_the_browser_knows_no_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(st.context), "timezone", "Etc/Unknown")
    app = page(kept(), "", "take.plan")
    assert say("take.calendar_zone", zone="UTC") in [one.value for one in app.caption]


def test_the_summary_comes_where_someone_should_look_first() -> None:
    app = page(kept(with_plan=False, B1="days"))
    assert [one.proto.label for one in app.get("download_button")] == ["Summary for the appointment (PDF)"]
    assert not page(kept(with_plan=False)).get("download_button")


DAYS = Validity(TODAY, TODAY + timedelta(days=28))
PLAN = build_plan(person(), CATALOG, MONDAY)


def test_a_stranger_sees_the_plan_and_is_asked_to_screen() -> None:
    app = page(None, plan_to_text(PLAN, DAYS))
    assert "answer the screening first" in app.info[0].value
    assert not any(one.key == "shared.take" for one in app.button)
    shown = " ".join(one.proto.body for one in app.get("html"))
    first = PLAN.weeks[0].sessions[0].prescriptions
    assert all(CATALOG[one.exercise_id].name in shown for one in first)
    # Anyone can write a link, so that none of its own words are shown.
    assert not any(reason in shown for one in first for reason in one.why)


def test_whoever_it_suits_can_take_it() -> None:
    home = kept()
    app = page(home, plan_to_text(PLAN, DAYS))
    next(one for one in app.button if one.key == "shared.take").set_value(True)
    run(app)
    taken = home.current_plan("ann")
    assert taken is not None
    assert taken.starts_on == TODAY
    assert len(home.plans("ann")) == 2
    assert "p" not in app.query_params


def test_whoever_it_does_not_suit_is_told_why() -> None:
    strong = build_plan(person(equipment=ALL_EQUIPMENT, opted_in=HARDER_LIFTS), CATALOG, MONDAY)
    app = page(kept(**IRRITABLE_DISC), plan_to_text(strong, DAYS))
    assert "does not suit your back" in app.warning[0].value
    assert [one.key for one in app.button] == ["shared.leave"]


@pytest.mark.parametrize(("link", "told"), [("1ABC", "damaged"), ("9ABCDEF", "newer version"), ("hello", "damaged")])
def test_a_link_that_cannot_be_read_says_why(link: str, told: str) -> None:
    app = page(kept(), link)
    assert told in app.error[0].value
    next(one for one in app.button if one.key == "shared.leave").set_value(True)
    run(app)
    assert not app.error
