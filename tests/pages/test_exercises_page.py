"""The page of all exercises: filters, verdicts, sheets of cards, and the view of one."""

from __future__ import annotations

import re
from html import unescape

import pytest

from core.body.pose.library import load_poses
from core.body.pose.pose import Basis, solved_count
from core.knowledge.texts import say
from core.profile import build_profile
from core.scoring import judge_all
from core.screening import assess
from core.words import Fit, Gate, Muscle, Pattern, Role
from pages.parts.exercise_grid import PER_PAGE
from pages.parts.visit import catalog_for
from tests.core.builders import ALL_EQUIPMENT, CATALOG, IRRITABLE_DISC, answers
from tests.pages.conftest import START, Home
from tests.pages.visitor import Visitor

MOST_ELEMENTS = 120
MOST_BYTES = 150_000
NEWTONS = re.compile(r"\d\s?k?N\b|newton", re.IGNORECASE)


def cards(visitor: Visitor) -> list[str]:
    """What the cards of the sheet say, in Markdown."""
    return list(visitor.widget("exercises_open").options)


def names(visitor: Visitor) -> list[str]:
    """Names on the cards of the sheet."""
    return [re.search(r"\*\*(.+?)\*\*", card)[1] for card in cards(visitor)]


def every_name(visitor: Visitor) -> list[str]:
    """Names on the cards of all sheets."""
    if "page" not in visitor.keys:
        return names(visitor)
    sheets = visitor.widget("page").proto.num_pages
    return [name for sheet in range(1, sheets + 1) for name in names(visitor.set("page", sheet))]


def view(name: str, **query: str) -> Visitor:
    """The page opened by an address."""
    visitor = Visitor()
    for key, value in {"exercise": name, **query}.items():
        visitor.app.query_params[key] = value
    return visitor.go("exercises")


def weight(visitor: Visitor) -> int:
    """Bytes of everything that the page sends."""
    return sum(len(one.proto.SerializeToString()) for one in visitor.app if getattr(one, "proto", None))


def verdicts_of(**changes: object) -> dict[str, Fit]:
    given = answers(**{"equipment": ALL_EQUIPMENT, **changes})
    profile = build_profile(given, assess(given, START.date()))
    return {name: verdict.fit for name, verdict in judge_all(profile, catalog_for(profile)).items()}


def test_without_a_screening_everything_can_be_looked_at_without_verdicts() -> None:
    visitor = Visitor("exercises")
    assert say("exercises.unscreened") in visitor.text
    assert say("exercises.count", shown=len(CATALOG), all=len(CATALOG)) in visitor.text
    assert len(cards(visitor)) == PER_PAGE
    assert not any(say(f"fit.{fit.value}") in card for fit in Fit for card in cards(visitor))
    assert not {"verdict", "mine"} & visitor.keys


def test_the_first_sheet_for_anyone_shows_open_leg_training() -> None:
    by_name = {exercise.name: exercise for exercise in CATALOG}
    for name in names(Visitor("exercises")):
        assert (by_name[name].gate, by_name[name].role) == (Gate.OPEN, Role.MAIN)


def test_a_card_has_picture_words_verdict_demand_and_reason(home: Home) -> None:
    home.screened()
    card = next(card for card in cards(Visitor("exercises").set("find", "goblet squat")) if "**Goblet squat**" in card)
    assert "](app/static/figures/goblet_squat.svg)" in card
    assert "Standing on both feet." in card
    assert f":green-badge[● {say('fit.fits')}]" in card
    assert "compression]" in card
    assert ":small[Trains" in card
    assert not re.search(r"\d ×", card)


def test_all_sheets_together_show_every_exercise_once(home: Home) -> None:
    home.screened()
    assert sorted(every_name(Visitor("exercises"))) == sorted(exercise.name for exercise in CATALOG)


def test_what_fits_comes_first_and_the_verdicts_are_those_of_the_scoring(home: Home) -> None:
    home.screened(**IRRITABLE_DISC)
    expected = verdicts_of(**IRRITABLE_DISC)
    assert len(set(expected.values())) == 3
    visitor = Visitor("exercises")
    for fit in Fit:
        visitor.set("verdict", [fit])
        told = say(f"exercises.count.{fit.value}", count=sum(one is fit for one in expected.values()))
        assert told in visitor.text
        assert all(say(f"fit.{fit.value}") in card for card in cards(visitor))
    visitor.set("verdict", [])
    assert say(f"fit.{Fit.FITS.value}") in cards(visitor)[0]


@pytest.mark.parametrize(
    ("key", "value", "passes"),
    [
        ("muscle", Muscle.CALVES, lambda one: Muscle.CALVES in one.muscles),
        ("kind", Role.CORE, lambda one: Role.CORE in one.roles),
        ("movement", Pattern.HINGE, lambda one: one.pattern is Pattern.HINGE),
        ("find", "split", lambda one: "split" in " ".join((one.name, *one.aliases)).casefold()),
        ("find", "RFESS", lambda one: one.id == "bulgarian_split_squat"),
        ("find", "squat goblet", lambda one: one.id in ("goblet_squat", "goblet_box_squat")),
    ],
)
def test_a_filter_keeps_what_it_says(key: str, value: object, passes) -> None:
    visitor = Visitor("exercises").set(key, value)
    expected = sorted(one.name for one in CATALOG if passes(one))
    assert say("exercises.count", shown=len(expected), all=len(CATALOG)) in visitor.text
    assert sorted(every_name(visitor)) == expected


def test_only_what_can_be_done_with_the_equipment_at_hand(home: Home) -> None:
    home.screened(equipment=("chair",))
    visitor = Visitor("exercises").tick("mine")
    possible = [one for one in CATALOG if one.can_be_done_with(frozenset({"chair"}))]
    assert say("exercises.count", shown=len(possible), all=len(CATALOG)) in visitor.text


def test_filters_that_leave_nothing_say_so() -> None:
    visitor = Visitor("exercises").set("find", "no such thing")
    assert say("exercises.nothing") in visitor.text
    assert "exercises_open" not in visitor.keys


def test_a_filter_that_leaves_fewer_sheets_shows_one_that_exists() -> None:
    visitor = Visitor("exercises").set("page", 6).set("kind", Role.CORE)
    assert len(cards(visitor)) >= 1
    visitor.set("kind", Role.MAIN)
    assert len(cards(visitor)) >= 1


def test_a_tap_opens_an_exercise_and_the_way_back_keeps_the_filters(home: Home) -> None:
    home.screened()
    visitor = Visitor("exercises").set("find", "goblet").set("exercises_open", "goblet_squat")
    assert visitor.title == "Goblet squat"
    assert visitor.app.query_params["exercise"] == "goblet_squat"
    visitor.press("exercises.back")
    assert visitor.title == "Exercises"
    assert visitor.widget("find").value == "goblet"


def test_the_view_of_an_exercise_shows_all_there_is_to_know(home: Home) -> None:
    home.screened()
    visitor, exercise = view("goblet_squat"), CATALOG["goblet_squat"]
    told = unescape(visitor.text)
    for text in (*exercise.how, *exercise.cues, *(part for fault in exercise.faults for part in fault)):
        assert text in told
    assert exercise.make_easier in told
    assert exercise.make_harder in told
    assert "app/static/figures/moving/goblet_squat.svg" in told
    assert 'media="(prefers-reduced-motion: reduce)" srcset="app/static/figures/goblet_squat.svg"' in visitor.text
    assert say("basis.modelled") in told
    assert "times relaxed standing" in told
    assert say("exercises.dose.start") in told
    assert {f"exercises.to.{name}" for name in exercise.instead} <= visitor.keys


def test_the_neighbours_on_the_ladder_are_one_tap_away() -> None:
    visitor = view("goblet_squat")
    assert visitor.press("exercises.to.goblet_box_squat").title == "Goblet squat to a box"
    assert visitor.press("exercises.to.goblet_squat").title == "Goblet squat"


def test_a_left_out_exercise_says_why_what_brings_it_back_and_gives_no_dose(home: Home) -> None:
    home.screened(**IRRITABLE_DISC)
    given = answers(**{"equipment": ALL_EQUIPMENT, **IRRITABLE_DISC})
    profile = build_profile(given, assess(given, START.date()))
    verdict = judge_all(profile, catalog_for(profile))["conventional_deadlift"]
    told = unescape(view("conventional_deadlift").text)
    assert verdict.left_out
    for block in verdict.blocks:
        assert block.text in told
        assert block.comes_back in told
    assert say("exercises.dose.left_out") in told
    assert say("exercises.dose.start") not in told


def test_what_the_plan_prescribes_is_shown(home: Home) -> None:
    plan = home.planned()
    one = plan.weeks[0].sessions[0].prescriptions[0]
    assert say("exercises.dose.plan") in view(one.exercise_id).text


def test_where_the_triage_withholds_a_plan_there_are_no_verdicts(home: Home) -> None:
    home.screened(H3="yes")
    visitor = Visitor("exercises")
    assert say("exercises.withheld") in visitor.text
    assert "verdict" not in visitor.keys
    assert say("exercises.dose.unscreened") in view("goblet_squat").text


def test_an_address_of_no_exercise_shows_the_list() -> None:
    visitor = view("no_such_exercise")
    assert visitor.title == "Exercises"
    assert say("exercises.unknown") in visitor.text


@pytest.mark.parametrize(
    "query",
    [{"page": "99"}, {"page": "x"}, {"muscle": "elbow"}, {"verdict": "perfect"}, {"movement": "1", "mine": "?"}],
)
def test_an_odd_address_shows_the_list_all_the_same(home: Home, query: dict[str, str]) -> None:
    home.screened()
    visitor = Visitor()
    for key, value in query.items():
        visitor.app.query_params[key] = value
    assert visitor.go("exercises").title == "Exercises"
    assert len(cards(visitor)) == PER_PAGE


@pytest.mark.parametrize("name", list(CATALOG.exercises))
def test_every_exercise_can_be_viewed(name: str) -> None:
    visitor = view(name)
    assert visitor.title == CATALOG[name].name
    assert not NEWTONS.search(visitor.text)
    assert visitor.elements <= MOST_ELEMENTS
    assert weight(visitor) <= MOST_BYTES


@pytest.mark.parametrize("basis", list(Basis))
def test_each_basis_is_named(home: Home, basis: Basis) -> None:
    home.screened()
    name = next(pose.id for pose in load_poses().values() if pose.basis is basis)
    told = view(name).text
    assert say(f"basis.{basis.value}") in told
    assert ("times relaxed standing" in told) == (basis is not Basis.POSTURE_ONLY)


def test_the_list_stays_small_and_solves_no_pose_again(home: Home) -> None:
    home.screened(**IRRITABLE_DISC)
    visitor = Visitor("exercises")
    solved = solved_count()
    visitor.run().set("page", 2).set("page", 1)
    assert solved_count() == solved
    assert visitor.elements <= MOST_ELEMENTS
    assert weight(visitor) <= MOST_BYTES
