"""Every page for every kind of visitor: no exception box, and few enough elements to stay fast."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from core.body.pose.pose import forget_solved, solved_count
from core.demo import load_demo_people
from core.journal import MorningEntry
from core.knowledge.texts import say
from pages.parts.people_demo import put_in_store
from tests.pages.conftest import ME, Clock, Home
from tests.pages.visitor import PAGES, Visitor

MOST_ELEMENTS = 120


def trained(home: Home, *, mornings: bool = True) -> None:
    """Two weeks of sessions up to yesterday."""
    home.planned()
    for days, week, number in ((0, 1, 1), (3, 1, 2), (4, 2, 1), (3, 2, 2)):
        home.clock.forward(days=days)
        entry = home.train(week, number)
        if mornings:
            home.store.save_morning(ME, MorningEntry(entry.day + timedelta(days=1), entry.id, 2))
    home.clock.forward(days=1)


def charts(visitor: Visitor) -> list[dict]:
    """The figures on the page."""
    return [json.loads(one.proto.spec) for one in visitor.app.get("plotly_chart")]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_greets_a_newcomer(name: str) -> None:
    visitor = Visitor(name)
    assert visitor.title
    assert visitor.elements <= MOST_ELEMENTS
    assert not visitor.app.error


@pytest.mark.parametrize("name", PAGES)
def test_every_page_runs_after_the_screening(home: Home, name: str) -> None:
    home.screened()
    assert not Visitor(name).app.error


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_a_person_with_plan_and_journal_stays_small(home: Home, name: str) -> None:
    trained(home)
    visitor = Visitor(name)
    assert not visitor.app.error
    assert visitor.elements <= MOST_ELEMENTS


def test_no_page_solves_a_pose_that_was_solved_before(home: Home) -> None:
    trained(home)
    forget_solved()
    for name in PAGES:
        Visitor(name)
    solved = solved_count()
    assert solved > 0
    for name in PAGES:
        Visitor(name).run()
    assert solved_count() == solved


def test_the_longest_plan_page_stays_small_with_everything_open(home: Home) -> None:
    plan = home.planned(days_per_week=4, minutes=90, experience="experienced")
    visitor = Visitor("plan").open("plan.adjust").open("plan.left_out")
    visitor.open(f"plan.change.{plan.weeks[0].sessions[0].prescriptions[-1].exercise_id}")
    assert visitor.elements <= MOST_ELEMENTS


@pytest.mark.parametrize("screen", range(7))
def test_every_screen_with_every_follow_up_stays_small(screen: int) -> None:
    visitor = Visitor("screening", **{"screening.step": screen, "screening.draft": {}})
    for tick in [key for key in visitor.starting("screening.") if key.endswith(".tick")]:
        visitor.tick(tick)
    assert visitor.elements <= MOST_ELEMENTS


@pytest.mark.parametrize("demo", list(load_demo_people()))
def test_every_page_runs_for_every_demo_person(home: Home, demo: str) -> None:
    person_id = put_in_store(home.store, load_demo_people()[demo], home.clock.now)
    visitor = Visitor(person_id=person_id)
    for name in PAGES:
        visitor.go(name)
        assert not visitor.app.error, name
        assert visitor.elements <= MOST_ELEMENTS
        if name != "method":
            assert load_demo_people()[demo].name in visitor.text
    assert visitor.go("today").title.startswith("Session ")


def test_progress_without_a_session_says_what_to_do_next(home: Home) -> None:
    assert Visitor("progress").press("progress.start").title == "Safety first"
    home.planned()
    assert Visitor("progress").press("progress.start").title == "Session 1 of week 1"


def test_progress_draws_pain_and_volume_of_the_journal(home: Home) -> None:
    trained(home)
    figures = charts(Visitor("progress"))
    assert len(figures) == 2
    for figure in figures:
        assert len(figure["data"]) >= 1
    names = {trace.get("name") for trace in figures[0]["data"]}
    assert say("chart.before") in names
    assert say("chart.morning") in names


def test_progress_runs_on_the_first_session_without_any_morning(home: Home) -> None:
    home.planned()
    home.train()
    assert len(charts(Visitor("progress"))) == 2


def test_progress_runs_where_no_pain_was_ever_told(home: Home, clock: Clock) -> None:
    home.planned()
    home.train(pain_before=None, pain_worst=None, pain_end=None)
    clock.forward(days=1)
    assert len(charts(Visitor("progress"))) == 2


def test_the_numbers_behind_the_charts_can_be_read(home: Home) -> None:
    trained(home)
    visitor = Visitor("progress").open("progress.timeline_table").open("progress.bands_table")
    assert [len(one.value) > 0 for one in visitor.app.dataframe] == [True, True]


def test_a_person_can_be_added_opened_and_left(home: Home) -> None:
    home.planned()
    visitor = Visitor("people").type("people.add.name", "Ana").press("people.add.go")
    assert visitor.title == say("today.welcome.title")
    assert [one.name for one in home.store.people()] == ["Ana", "Me"]
    visitor.go("people").press(f"people.open.{ME}")
    assert visitor.title == "Session 1 of week 1"


def test_a_person_without_a_name_is_refused(home: Home) -> None:
    visitor = Visitor("people").press("people.add.go")
    assert visitor.error.endswith("Nothing was changed.")
    assert home.store.people() == ()


def test_the_unit_of_a_person_is_the_unit_of_their_loads(home: Home) -> None:
    home.planned()
    Visitor("people").open(f"people.menu.{ME}").set(f"people.units.{ME}", "lb")
    visitor = Visitor().set("before.pain", 2).press("today.start.planned")
    (load,) = [key for key in visitor.starting("runner.") if key.endswith(".load")]
    assert visitor.widget(load).label == "Load (lb)"
    visitor.set(load, 20.0).press(load.replace(".load", ".log"))
    assert home.sessions[0].sets[0].load_kg == pytest.approx(9.0718, abs=0.001)
    assert "20 lb" in visitor.text


def test_drafts_of_one_person_do_not_go_along_to_another(home: Home) -> None:
    home.store.add_person("ana", "Ana")
    home.store.add_person(ME, "Me")
    visitor = Visitor("people").press(f"people.open.{ME}").go("screening").tick("screening.A1.tick")
    visitor.go("people").press("people.open.ana").go("screening")
    assert not visitor.widget("screening.A1.tick").value


def test_a_demo_person_is_looked_at_and_left_again(home: Home) -> None:
    demo = next(iter(load_demo_people()))
    visitor = Visitor("people").press(f"people.look.{demo}")
    assert load_demo_people()[demo].name in visitor.text
    visitor.press("banner.leave").go("today")
    assert visitor.title == say("today.welcome.title")
    visitor.go("people").press(f"people.remove.{demo}")
    assert home.store.people(with_archived=True) == ()


@pytest.mark.parametrize(
    "part", ["Rules", "Conditions", "Doses", "Sources", "Source articles", "Contradictions", "Limits and licence"]
)
def test_every_part_of_the_method_opens(part: str) -> None:
    visitor = Visitor("method", part=part)
    assert visitor.elements <= MOST_ELEMENTS
    (opened,) = [tab for tab in visitor.app.tabs if len(tab)]
    assert opened.label == part
