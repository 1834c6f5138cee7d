"""Whose pages these are stands in the address, and undo stands on the page."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from core.demo import load_demo_people
from core.journal import OutcomeEntry, SessionEntry, SetEntry
from core.planning import Part
from tests.pages.conftest import ME, Home
from tests.pages.visitor import MAIN, Visitor

DEMO = next(iter(load_demo_people().values()))


def opened(person_id: str) -> AppTest:
    """A new visit to an address that names a person."""
    app = AppTest.from_file(MAIN, default_timeout=30)
    app.query_params["person"] = person_id
    app.run()
    assert not app.exception
    return app


def with_ben(home: Home) -> None:
    """A person with a plan, and a second one."""
    home.planned()
    home.clock.forward(minutes=1)
    home.store.add_person("ben", "Ben")


def test_the_first_person_is_not_named(home: Home) -> None:
    home.planned()
    assert "person" not in Visitor().app.query_params


def test_a_person_who_was_chosen_is_there_again_after_a_reload(home: Home) -> None:
    with_ben(home)
    visitor = Visitor("people").press("people.open.ben")
    assert visitor.app.query_params["person"] == "ben"
    assert opened("ben").session_state["person_id"] == "ben"


def test_an_address_makes_a_demo_person_anew(home: Home) -> None:
    app = opened(DEMO.plan_id)
    assert app.session_state["person_id"] == DEMO.plan_id
    assert home.store.person(DEMO.plan_id).is_demo


def test_an_address_with_somebody_elses_person_shows_ones_own(home: Home) -> None:
    home.planned()
    app = opened("somebody-else")
    assert "person" not in app.query_params
    assert "person_id" not in app.session_state


def test_a_deleted_person_comes_back_with_one_tap(home: Home) -> None:
    with_ben(home)
    visitor = Visitor("people")
    home.store.set_preference("ben", "liked", ["plank"])
    visitor.open("people.menu.ben").press("people.delete.ben").press("people.delete.yes")
    assert home.store.person("ben") is None
    visitor.press("undo.go")
    assert home.store.preferences("ben") == {"liked": ["plank"]}
    assert "undo.go" not in visitor.keys


def test_a_plan_made_anew_is_taken_back_with_one_tap(home: Home) -> None:
    plan = home.planned()
    first = plan.session(1, 1).of(Part.MAIN)[0].exercise_id
    visitor = Visitor("plan").open(f"plan.change.{first}")
    visitor.press(f"plan.excluded.{first}")
    assert home.store.preferences(ME)["excluded"] == [first]
    visitor.press("undo.go")
    assert "excluded" not in home.store.preferences(ME)
    assert home.plan.plan == plan


def test_a_discarded_session_comes_back_with_one_tap(home: Home) -> None:
    home.planned()
    started = SessionEntry(
        id="s1",
        day=home.clock.today,
        plan_id="p1",
        week=1,
        number=1,
        started_at=home.clock.now,
        pain_before=2,
        sets=(SetEntry("leg_press", 1, reps=10, load_kg=40),),
    )
    home.store.start_session(ME, started)
    visitor = Visitor().open("today.discard").press("today.discard.yes")
    assert home.sessions == ()
    visitor.press("undo.go")
    assert home.sessions == (started,)


def test_a_removed_score_comes_back_with_one_tap(home: Home) -> None:
    home.planned()
    home.train()
    score = OutcomeEntry(home.clock.today, "pain_worst", 4.0)
    home.store.save_outcome(ME, score)
    removed = home.store.copy_of({ME}, ("outcome",))
    home.store.remove_outcome(ME, score)
    home.store.change(home.store.copy_of({ME}, ("outcome",)), removed)
    assert home.store.journal(ME).outcomes == (score,)
