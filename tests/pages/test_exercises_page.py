"""The page of all exercises: filters, verdicts, sheets of cards, and the view of one."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from core.body.figures import MOVING, PLAIN, load_shown, moving, still
from core.body.pose.library import load_poses
from core.body.pose.pose import Basis, solved_count
from core.body.pose.posture import Hold
from core.knowledge.texts import say
from core.planning import Part
from core.profile import build_profile
from core.records import read_answers
from core.scoring import judge_all, neutral_answers, seen
from core.screening import assess
from core.words import Axis, Equipment, Fit, Gate, Muscle, Pattern, Role
from pages.parts.clinic_story import STEPS
from pages.parts.exercise_figure import FIGURES
from pages.parts.exercise_grid import NOTHING, PER_PAGE
from pages.parts.visit import catalog_for
from tests.core.builders import ALL_EQUIPMENT, CATALOG, IRRITABLE_DISC, answers
from tests.pages.conftest import ME, START, Home
from tests.pages.visitor import Visitor

MOST_ELEMENTS = 120
MOST_BYTES = 150_000
NEWTONS = re.compile(r"\d\s?k?N\b|newton", re.IGNORECASE)


def listed(**query: str) -> Visitor:
    """The page with its cards."""
    visitor = Visitor()
    visitor.app.query_params["view"] = "Cards"
    for key, value in query.items():
        visitor.app.query_params[key] = value
    return visitor.go("exercises")


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


def test_without_a_screening_the_verdicts_are_those_of_a_neutral_profile_and_say_so() -> None:
    visitor = listed()
    assert say("options.neutral") in visitor.text
    assert say("exercises.count", shown=len(CATALOG), all=len(CATALOG)) in visitor.text
    assert len(cards(visitor)) == PER_PAGE
    neutral = seen(neutral_answers(), START.date()).profile
    fits = sum(one.fit is Fit.FITS for one in judge_all(neutral, catalog_for(neutral)).values())
    assert say("exercises.count.fits", count=fits) in visitor.text


def test_without_a_screening_nobody_gets_a_verdict_or_a_dose_in_a_view() -> None:
    told = view("goblet_squat").text
    assert say("exercises.dose.unscreened") in told
    assert not any(say(f"fit.{fit.value}") in told for fit in Fit)


def test_the_first_sheet_for_anyone_shows_open_leg_training() -> None:
    by_name = {exercise.name: exercise for exercise in CATALOG}
    for name in names(listed()):
        assert (by_name[name].gate, by_name[name].role) == (Gate.OPEN, Role.MAIN)


def test_a_card_has_picture_words_verdict_demand_and_reason(home: Home) -> None:
    home.screened()
    card = next(card for card in cards(listed().set("find", "goblet squat")) if "**Goblet squat**" in card)
    assert "](app/static/figures/goblet_squat.svg)" in card
    assert "Standing on both feet." in card
    assert f":green-badge[● {say('fit.fits')}]" in card
    assert "compression]" in card
    assert ":small[Trains" in card
    assert not re.search(r"\d ×", card)


def test_all_sheets_together_show_every_exercise_once(home: Home) -> None:
    home.screened()
    assert sorted(every_name(listed())) == sorted(exercise.name for exercise in CATALOG)


def test_what_fits_comes_first_and_the_verdicts_are_those_of_the_scoring(home: Home) -> None:
    home.screened(**IRRITABLE_DISC)
    expected = verdicts_of(**IRRITABLE_DISC)
    assert len(set(expected.values())) == 3
    visitor = listed()
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
        ("uses", Equipment.LEG_PRESS, lambda one: any(Equipment.LEG_PRESS in way for way in one.equipment)),
        ("uses", NOTHING, lambda one: frozenset() in one.equipment),
        ("ladder", "squat", lambda one: one.ladder == "squat"),
        ("find", "split", lambda one: "split" in " ".join((one.name, *one.aliases)).casefold()),
        ("find", "RFESS", lambda one: one.id == "bulgarian_split_squat"),
        ("find", "squat goblet", lambda one: one.id in ("goblet_squat", "goblet_box_squat")),
    ],
)
def test_a_filter_keeps_what_it_says(key: str, value: object, passes) -> None:
    visitor = listed().set(key, value)
    expected = sorted(one.name for one in CATALOG if passes(one))
    assert say("exercises.count", shown=len(expected), all=len(CATALOG)) in visitor.text
    assert sorted(every_name(visitor)) == expected


def test_only_what_can_be_done_with_the_equipment_at_hand(home: Home) -> None:
    home.screened(equipment=("chair",))
    visitor = listed().tick("mine")
    possible = [one for one in CATALOG if one.can_be_done_with(frozenset({"chair"}))]
    assert say("exercises.count", shown=len(possible), all=len(CATALOG)) in visitor.text


def test_filters_that_leave_nothing_say_so() -> None:
    visitor = listed().set("find", "no such thing")
    assert say("exercises.nothing") in visitor.text
    assert "exercises_open" not in visitor.keys


def test_a_filter_that_leaves_fewer_sheets_shows_one_that_exists() -> None:
    visitor = listed().set("page", 6).set("kind", Role.CORE)
    assert len(cards(visitor)) >= 1
    visitor.set("kind", Role.MAIN)
    assert len(cards(visitor)) >= 1


def test_a_tap_opens_an_exercise_and_the_way_back_keeps_the_filters(home: Home) -> None:
    home.screened()
    visitor = listed().set("find", "goblet").set("exercises_open", "goblet_squat")
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
    visitor = listed()
    assert say("exercises.withheld") in visitor.text
    assert not {"verdict", "mine"} & visitor.keys
    assert not any(say(f"fit.{fit.value}") in card for fit in Fit for card in cards(visitor))
    assert say("exercises.dose.unscreened") in view("goblet_squat").text


def test_an_address_of_no_exercise_shows_the_list() -> None:
    visitor = view("no_such_exercise")
    assert visitor.title == "Exercises"
    assert say("exercises.unknown") in visitor.text


@pytest.mark.parametrize(
    "query",
    [
        {"page": "99"},
        {"page": "x"},
        {"muscle": "elbow"},
        {"verdict": "perfect"},
        {"movement": "1", "mine": "?"},
        {"across": "sideways", "moment": "never"},
    ],
)
def test_an_odd_address_shows_the_list_all_the_same(home: Home, query: dict[str, str]) -> None:
    home.screened()
    visitor = listed(**query)
    assert visitor.title == "Exercises"
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
    visitor = listed()
    solved = solved_count()
    visitor.run().set("page", 2).set("page", 1)
    assert solved_count() == solved
    assert visitor.elements <= MOST_ELEMENTS
    assert weight(visitor) <= MOST_BYTES


# ---------------------------------------------------------------- the map and the comparison


def chart(visitor: Visitor) -> dict:
    """The one figure on the page."""
    (found,) = [json.loads(one.proto.spec) for one in visitor.app.get("plotly_chart")]
    return found


def marked(visitor: Visitor) -> list[str]:
    """Names under the pointer, one a mark."""
    hovered = [text for trace in chart(visitor)["data"] for text in trace.get("text", ())]
    return sorted(re.search(r"<b>(.+?)</b>", text)[1] for text in hovered)


def looked_at(**query: str | list[str]) -> Visitor:
    """The page opened by an address."""
    visitor = Visitor()
    for key, value in query.items():
        visitor.app.query_params[key] = value
    return visitor.go("exercises")


def test_the_map_comes_first_and_has_one_mark_for_each_leg_exercise(home: Home) -> None:
    home.screened(**IRRITABLE_DISC)
    visitor = Visitor("exercises").set("across", Axis.LEAN)
    assert marked(visitor) == sorted(one.name for one in CATALOG if Role.MAIN in one.roles)
    assert say("map.with_line") in visitor.text
    assert "limit now" in [one["text"] for one in chart(visitor)["layout"]["annotations"]]


def test_the_map_follows_the_filters_and_says_where_nothing_is_left(home: Home) -> None:
    home.screened()
    visitor = Visitor("exercises").set("find", "goblet")
    assert marked(visitor) == sorted(
        one.name
        for one in CATALOG
        if Role.MAIN in one.roles and "goblet" in " ".join((one.name, *one.aliases)).casefold()
    )
    assert say("map.empty") in visitor.set("find", "no such thing").text


def test_a_back_without_a_limit_is_told_so_instead_of_shown_a_line() -> None:
    assert say("map.no_line") in Visitor("exercises").text


def test_where_verdicts_are_withheld_the_map_has_neither_verdict_nor_line(home: Home) -> None:
    home.screened(H3="yes")
    visitor = Visitor("exercises")
    assert {trace["name"] for trace in chart(visitor)["data"]} == {say("map.unjudged")}
    assert "limit now" not in str(chart(visitor)["layout"])


def test_the_table_behind_the_map_names_what_the_map_cannot_place(home: Home) -> None:
    home.screened()
    visitor = Visitor("exercises").set("across", Axis.COMPRESSION).open("exercises.table")
    (table,) = visitor.app.dataframe
    assert len(table.value) == sum(Role.MAIN in one.roles for one in CATALOG)


def test_two_exercises_stand_side_by_side_and_the_address_opens_them_again(home: Home) -> None:
    home.screened(**IRRITABLE_DISC)
    visitor = looked_at(compare=["Goblet squat", "Leg press"])
    told = unescape(visitor.text)
    for text in (
        "compare.verdict",
        "compare.spine",
        "compare.legs",
        "compare.axes",
        "compare.skill",
        "compare.decides",
    ):
        assert say(text) in told
    assert told.count("data:image/svg+xml;base64,") == 2
    assert {"exercises.open.goblet_squat", "exercises.open.leg_press"} <= visitor.keys
    assert visitor.press("exercises.open.leg_press").title == "Leg press"


@pytest.mark.parametrize("moment", ["Start", "Half way", "Moving"])
def test_both_figures_show_the_same_moment(moment: str) -> None:
    told = looked_at(compare=["Goblet squat", "Leg press"], moment=moment).text
    if moment == "Moving":
        assert told.count("figures/moving/") == 2
    else:
        assert told.count(f": {moment.lower()}.") == 2


def test_what_asks_too_much_of_this_back_is_marked_in_words_too(home: Home) -> None:
    home.screened(**IRRITABLE_DISC)
    assert say("compare.too_much") in looked_at(compare=["Conventional deadlift", "Leg press"]).text


def test_an_unknown_name_in_the_address_is_named_and_the_others_are_shown() -> None:
    visitor = looked_at(compare=["Goblet squat", "Flying squat"])
    assert visitor.warning == say("options.unknown_compared", names="Flying squat")
    assert visitor.widget("compare").value == ["goblet_squat"]


def test_an_exercise_is_taken_into_the_comparison_from_its_own_view() -> None:
    visitor = view("goblet_squat").press("exercises.compare")
    assert visitor.title == "Exercises"
    assert visitor.widget("compare").value == ["goblet_squat"]


# ---------------------------------------------------------------- what if


def test_every_lever_of_an_exercise_answers_in_one_run() -> None:
    visitor = view("goblet_squat")
    assert say("lever.untouched") in visitor.text
    visitor.set("goblet_squat.ankle", 12)
    assert say("lever.cannot") in visitor.text
    visitor.set("goblet_squat.ankle", 26)
    assert say("lever.much_more") in visitor.text
    assert say("lever.untouched") not in visitor.text
    for lever, value in (("load", 20), ("depth", "half"), ("stance", 40), ("hold", Hold.HANG)):
        before = visitor.text
        assert visitor.set(f"goblet_squat.{lever}", value).text != before


def test_the_levers_of_another_exercise_begin_as_it_is_drawn() -> None:
    visitor = Visitor("exercises", what_if="One exercise").set("view", "What if")
    visitor.set("goblet_squat.ankle", 12).set("lever_of", "high_bar_squat")
    assert say("lever.untouched") in visitor.text


def test_an_exercise_without_levers_says_so() -> None:
    assert say("lever.none") in view("clamshell").text


def test_adding_a_leg_press_brings_it_in_and_keeps_nothing(home: Home) -> None:
    given = home.screened(equipment=("chair",))
    visitor = looked_at(view="What if")
    assert say("suppose.untouched") in visitor.text
    visitor.set("equipment", [Equipment.CHAIR, Equipment.LEG_PRESS])
    told = unescape(visitor.text)
    assert "Leg press" in told
    assert say("suppose.leaves", count=1) not in told
    kept = home.store.latest_assessment(ME)
    assert kept is not None
    assert read_answers(kept.answers) == given


def test_a_diagnosis_taken_away_is_answered_in_one_run(home: Home) -> None:
    home.screened(**IRRITABLE_DISC)
    visitor = looked_at(view="What if").set("diagnosis", []).set("stirred", "hardly")
    assert say("suppose.untouched") not in visitor.text
    assert "Comes in" in visitor.text


def test_a_supposed_back_that_would_be_seen_first_shows_no_exercises() -> None:
    visitor = looked_at(view="What if").set("diagnosis", ["slip_high_grade"])
    assert visitor.warning == say("suppose.withheld", tier=say("tier.professional_first.title"))
    assert "Goes out" not in visitor.text
    assert visitor.set("diagnosis", []).set("pain", 9).warning == say("suppose.asks_more")


def test_where_the_triage_withholds_a_plan_nothing_is_supposed(home: Home) -> None:
    home.screened(H3="yes")
    visitor = looked_at(view="What if")
    assert say("options.withheld.what_if") in visitor.text
    assert "pain" not in visitor.keys


# ---------------------------------------------------------------- clinic mode


def story(step: str) -> Visitor:
    return looked_at(clinic=step)


def test_the_story_goes_through_four_steps_and_stores_nothing(home: Home) -> None:
    home.screened(**IRRITABLE_DISC)
    visitor = Visitor("exercises").press("exercises.clinic")
    for step in STEPS[:-1]:
        assert visitor.title == say(f"clinic.{step}.title")
        visitor.press("clinic.next")
    assert visitor.title == say("clinic.plan.title")
    assert "clinic.next" not in visitor.keys
    assert home.store.current_plan(ME) is None
    visitor.press("clinic.back")
    assert visitor.title == say("clinic.later.title")
    assert visitor.press("clinic.close").title == "Exercises"


def test_the_story_shows_what_fits_and_what_waits_for_the_back(home: Home) -> None:
    home.screened(**IRRITABLE_DISC)
    verdicts = verdicts_of(**IRRITABLE_DISC)
    for step, wanted in (("fits", False), ("later", True)):
        shown = re.findall(r"figures/(?:plain/)?(\w+)\.svg", story(step).text)
        assert 1 <= len(shown) <= 4
        assert all((verdicts[name] is Fit.LEFT_OUT) is wanted for name in shown)


def test_the_plan_of_the_story_is_the_plan_in_force(home: Home) -> None:
    plan = home.planned()
    told = unescape(story("plan").text)
    for one in plan.weeks[0].sessions[0].of(Part.MAIN):
        assert CATALOG[one.exercise_id].name in told


def test_a_story_for_nobody_in_particular_takes_a_supposed_back() -> None:
    visitor = story("tolerates")
    before = visitor.text
    assert visitor.set("diagnosis", ["stenosis"]).text != before
    assert story("plan").title == say("clinic.plan.title")


def test_an_unknown_step_is_said_and_the_story_begins() -> None:
    visitor = story("nonsense")
    assert visitor.warning == say("options.unknown_step")
    assert visitor.title == say("clinic.tolerates.title")


def test_where_the_triage_withholds_a_plan_the_story_says_what_comes_first(home: Home) -> None:
    home.screened(H3="yes")
    visitor = story("fits")
    assert say("clinic.withheld") in visitor.text
    assert "clinic.next" not in visitor.keys


# ---------------------------------------------------------------- pictures without a weight


def test_who_has_no_weights_sees_the_split_squat_with_empty_hands(home: Home) -> None:
    home.screened(equipment=("chair",))
    told = view("split_squat").text
    assert "figures/plain/moving/split_squat.svg" in told
    assert "Dumbbells" not in re.search(r'alt="([^"]+)"', told)[1]


def test_who_has_dumbbells_sees_them(home: Home) -> None:
    home.screened(equipment=("chair", "dumbbell"))
    assert "figures/moving/split_squat.svg" in view("split_squat").text


@pytest.mark.parametrize("name", [name for name, shown in load_shown().items() if shown.also_plain])
def test_a_picture_without_its_weight_is_up_to_date(name: str) -> None:
    shown = load_shown()[name]
    assert (FIGURES / PLAIN / f"{name}.svg").read_text(encoding="utf-8") == still(name, shown, plain=True)
    assert (FIGURES / PLAIN / MOVING / f"{name}.svg").read_text(encoding="utf-8") == moving(name, shown, plain=True)


@pytest.mark.parametrize(
    "query", [{}, {"view": "Cards"}, {"view": "What if"}, {"compare": ["Goblet squat", "Leg press", "Step-up"]}]
)
def test_every_part_of_the_page_stays_small_and_names_no_newtons(home: Home, query: dict) -> None:
    home.screened(**IRRITABLE_DISC)
    visitor = looked_at(**query)
    assert visitor.elements <= MOST_ELEMENTS
    assert weight(visitor) <= MOST_BYTES
    assert not NEWTONS.search(re.sub(r"base64,[\w+/=]+", "", visitor.text))
