"""The decision aid: every reason is reachable, stop signs come first, every text has its grade and its source."""

from __future__ import annotations

import re
import shutil
from itertools import product
from pathlib import Path

import pytest

from core.errors import DataError
from core.knowledge.conditions import Strength
from core.knowledge.loading import DATA_DIR
from core.knowledge.rules import whole
from core.knowledge.sources import load_sources
from core.knowledge.texts import load_texts, say
from core.scoring import judge_all
from core.screening import MINI_SCREEN
from core.technique import (
    Likely,
    PartName,
    PointKind,
    Step,
    StopKind,
    cues,
    fixes,
    likely,
    load_technique,
    simpler,
    stand_ins,
)
from core.words import Axis, Pattern, Provenance, Role, Stage, Tier
from tests.core.builders import ALL_EQUIPMENT, CATALOG, IRRITABLE_DISC, person

KNOWN = load_technique()
FELT = tuple(one.id for one in KNOWN.feelings.values() if one.stop is None)
STOPS = {one.id: one.stop for one in KNOWN.feelings.values() if one.stop is not None}
PLACES = tuple(product((None, *KNOWN.lifts.values()), (None, *KNOWN.moments.values())))
MOST_WORDS, EASIEST = 24, 75


def found(feeling: str, lift: str = "", moment: str = "", **changes: object) -> tuple[Likely, ...]:
    profile = person(equipment=ALL_EQUIPMENT, **changes) if changes else None
    return likely(KNOWN.feelings[feeling], KNOWN.lifts.get(lift), KNOWN.moments.get(moment), profile)


def names(reasons: tuple[Likely, ...]) -> list[str]:
    return [one.cause.id for one in reasons]


# ---------------------------------------------------------------- reasons


@pytest.mark.parametrize(
    ("feeling", "lift", "moment", "first"),
    [
        ("only_back", "squat", "", "lean"),
        ("only_back", "hinge", "", "lean"),
        ("tips", "squat", "bottom", "lean"),
        ("hips_lift", "leg_curl", "late_set", "heavy"),
        ("hips_lift", "leg_curl", "first_reps", "setup"),
        ("rounds", "leg_press", "bottom", "depth"),
        ("rounds", "squat", "bottom", "depth"),
        ("rounds", "hinge", "bottom", "rounding"),
        ("arches", "bridge", "top", "hips_share"),
        ("arches", "squat", "first_reps", "arched_start"),
        ("tired_back", "hinge", "late_session", "tired_back"),
        ("ache", "squat", "late_session", "tired_back"),
        ("knees_in", "squat", "bottom", "knee_track"),
        ("one_side", "split", "", "one_side"),
        ("breath", "squat", "late_set", "brace"),
        ("no_target", "leg_extension", "", "attention"),
        ("stiff", "", "next_day", "jump"),
        ("ache", "", "first_reps", "cold"),
        ("ache", "", "all_day", "sensitive"),
        ("one_leg", "leg_extension", "top", "nerve"),
    ],
)
def test_the_likeliest_reason_is_the_one_a_coach_would_name(feeling: str, lift: str, moment: str, first: str) -> None:
    assert names(found(feeling, lift, moment))[0] == first


def test_the_five_reasons_of_the_first_article_and_load_fatigue_and_sleep_are_there() -> None:
    seeds = {seed for one in KNOWN.causes.values() for seed in one.seeds}
    assert seeds >= {"A5", "A6", "A7", "A8", "A10"}
    assert KNOWN.causes.keys() >= {
        "rounding",
        "hips_share",
        "arched_start",
        "lean",
        "tired_back",
        "heavy",
        "jump",
        "rest",
    }


def test_every_reason_is_reached_and_nearly_every_one_can_come_first() -> None:
    shown, first = set(), set()
    for feeling, (lift, moment) in product(KNOWN.feelings.values(), PLACES):
        reasons = names(likely(feeling, lift, moment))
        shown.update(reasons)
        first.update(reasons[:1])
    assert shown == set(KNOWN.causes)
    assert set(KNOWN.causes) - first <= {"soreness", "rest"}


@pytest.mark.parametrize("feeling", [one for one, stop in STOPS.items() if stop.afterwards] + list(FELT))
def test_every_answer_leads_to_reasons_something_to_try_and_all_five_fixes(feeling: str) -> None:
    for lift, moment in PLACES:
        reasons = likely(KNOWN.feelings[feeling], lift, moment)
        assert 2 <= len(reasons) <= whole("technique.most_reasons")
        assert [one.points for one in reasons] == sorted((one.points for one in reasons), reverse=True)
        assert all(one.why[0].kind is PointKind.FEELING for one in reasons)
        assert 1 <= len(cues(reasons, lift)) <= whole("technique.most_cues")
        assert [one.step for one in fixes(reasons, lift)] == list(Step)


def test_the_same_answers_give_the_same_reasons() -> None:
    assert found("ache", "hinge", "late_set") == found("ache", "hinge", "late_set")


def test_a_reason_is_not_named_for_a_lift_that_it_is_not_found_in() -> None:
    assert "lean" not in names(found("only_back", "leg_extension"))
    assert "knee_track" not in names(found("knees_in", "leg_curl"))


def test_what_the_screening_said_makes_a_reason_likelier_and_says_so() -> None:
    anyone = {one.cause.id: one for one in found("one_leg")}
    disc = {one.cause.id: one for one in found("one_leg", **IRRITABLE_DISC)}
    assert disc["nerve"].points > anyone["nerve"].points
    assert PointKind.AXIS in [point.kind for point in disc["nerve"].why]
    assert PointKind.AXIS not in [point.kind for point in anyone["nerve"].why]


def test_a_back_that_is_easily_stirred_up_comes_forward_as_a_reason() -> None:
    disc = person(**IRRITABLE_DISC)
    assert disc.stage is Stage.IRRITABLE
    (sensitive,) = [one for one in likely(KNOWN.feelings["ache"], None, None, disc) if one.cause.id == "sensitive"]
    assert PointKind.IRRITABLE in [point.kind for point in sensitive.why]
    assert names(likely(KNOWN.feelings["ache"], None, None, disc))[0] == "sensitive"


# ---------------------------------------------------------------- stop signs


@pytest.mark.parametrize("feeling", STOPS)
def test_a_stop_sign_says_what_to_do_in_words_that_exist(feeling: str) -> None:
    assert all(say(one) for one in STOPS[feeling].says)


@pytest.mark.parametrize("feeling", STOPS)
def test_where_someone_has_to_look_no_reason_is_given(feeling: str) -> None:
    stop = STOPS[feeling]
    given = [bool(likely(KNOWN.feelings[feeling], lift, moment)) for lift, moment in PLACES]
    if stop.kind in (StopKind.EMERGENCY, StopKind.SAME_DAY):
        assert not any(given)
    else:
        assert all(given)


def test_every_sign_of_the_check_before_a_session_stops_with_the_same_urgency() -> None:
    kinds = {said: stop.kind for stop in STOPS.values() for said in stop.says}
    wanted = {Tier.EMERGENCY: StopKind.EMERGENCY, Tier.SAME_DAY: StopKind.SAME_DAY}
    assert {f"mini.{sign.id}": wanted[sign.tier] for sign in MINI_SCREEN} == {
        said: kind for said, kind in kinds.items() if said.startswith("mini.")
    }


def test_pain_down_the_leg_asks_for_the_questions_and_sharp_pain_ends_the_exercise() -> None:
    assert STOPS["one_leg"].kind is StopKind.QUESTIONS
    assert STOPS["sharp"].kind is StopKind.END_EXERCISE


# ---------------------------------------------------------------- fixes


def test_the_fix_order_is_that_of_the_article() -> None:
    assert [step.value for step in Step] == ["lighter", "slower", "shorter", "simpler", "swap"]
    assert list(KNOWN.fixes) == list(Step)


def test_those_fixes_are_marked_that_do_most_for_the_first_reason() -> None:
    marked = [one.step for one in fixes(found("rounds", "leg_press", "bottom"), KNOWN.lifts["leg_press"]) if one.marked]
    assert marked == [Step.LIGHTER, Step.SHORTER]


def test_fixes_speak_of_the_lift() -> None:
    texts = {one.step: one.text for one in fixes(found("ache", "leg_press"), KNOWN.lifts["leg_press"])}
    assert texts[Step.SHORTER] == KNOWN.lifts["leg_press"].shorter
    assert {one.step: one.text for one in fixes(found("ache"))}[Step.SHORTER] == KNOWN.fixes[Step.SHORTER].text


@pytest.mark.parametrize("changes", [{"equipment": ALL_EQUIPMENT}, IRRITABLE_DISC], ids=["settled", "disc"])
def test_easier_exercises_suit_the_person_and_are_easier(changes: dict[str, object]) -> None:
    verdicts = judge_all(person(**changes), CATALOG)
    for lift in KNOWN.lifts.values():
        assert not any(verdicts[one].left_out for one in simpler(lift, verdicts))
        for place, done in enumerate(lift.simpler):
            assert set(simpler(lift, verdicts, done)) <= set(lift.simpler[:place])
    assert simpler(KNOWN.lifts["squat"], {}) == ()


def test_what_stands_in_asks_no_more_where_the_reasons_point_and_less_comes_first() -> None:
    reasons = found("one_leg", "hinge", "bottom")
    exercise = CATALOG["dumbbell_rdl"]
    offered = stand_ins(reasons, exercise, CATALOG)
    assert offered
    assert all(one.exercise.demand[Axis.NEURAL] <= exercise.demand[Axis.NEURAL] for one in offered)
    assert all(sum(one.exercise.demand.values()) <= sum(exercise.demand.values()) for one in offered)
    assert offered[0].asks_less
    assert [one.asks_less for one in offered] == sorted((one.asks_less for one in offered), reverse=True)
    assert "barbell_rdl" not in [one.exercise.id for one in offered]


# ---------------------------------------------------------------- lifts, grades, words


def test_every_exercise_that_trains_belongs_to_one_lift() -> None:
    training = [one for one in CATALOG if one.role in (Role.MAIN, Role.CORE)]
    assert [one.id for one in training if KNOWN.lift_of(one) is None] == []
    assert KNOWN.lift_of(CATALOG["easy_walk"]) is None
    assert sum(len(one.patterns) for one in KNOWN.lifts.values()) == len(
        {p for one in KNOWN.lifts.values() for p in one.patterns}
    )
    assert all(CATALOG[one.figure].pattern in one.patterns for one in KNOWN.lifts.values())
    assert Pattern.STRETCH not in {p for one in KNOWN.lifts.values() for p in one.patterns}


def test_every_text_has_a_grade_a_provenance_and_sources_that_exist() -> None:
    sources = load_sources()
    graded = [*KNOWN.causes.values(), *KNOWN.fixes.values(), *KNOWN.answers.values()]
    assert len(graded) == len(KNOWN.causes) + len(Step) + len(KNOWN.answers)
    for one in graded:
        assert one.grade.sources
        assert set(one.grade.sources) <= set(sources)
        if one.grade.provenance is Provenance.VERIFIED:
            assert sources[one.grade.sources[0]].read is Provenance.VERIFIED
        if one.grade.provenance is Provenance.DESIGN:
            assert {sources[key].read for key in one.grade.sources} == {Provenance.DESIGN}
            assert one.grade.strength in (Strength.EXPERT, Strength.WEAK)


@pytest.mark.parametrize(
    "name",
    ["lean", "rounding", "arched_start", "hips_share", "q_diagnosis", "q_pain", "q_form", "q_front", "q_machines",
     "habit_lifting", "habit_shoes", "habit_stretching", "flare_first_days"],
)  # fmt: skip
def test_what_is_claimed_more_strongly_elsewhere_is_softened(name: str) -> None:
    assert {**KNOWN.causes, **KNOWN.answers}[name].grade.softened


def test_there_is_help_for_flare_ups_habits_and_questions() -> None:
    assert {part: len(KNOWN.part(part)) for part in PartName} == {
        PartName.FLARE: 6,
        PartName.HABITS: 8,
        PartName.QUESTIONS: 16,
    }
    assert {seed for one in KNOWN.part(PartName.HABITS) for seed in one.seeds} >= {"D10", "D11", "D12", "D13", "C38"}
    assert {seed for one in KNOWN.part(PartName.QUESTIONS) for seed in one.seeds} >= {"B1", "B35", "B41", "B46", "C45"}


def test_the_numbers_of_the_flare_up_are_those_of_the_rules() -> None:
    days = whole("adapt.flare_rest_days")
    assert KNOWN.answers["flare_first_days"].title == f"The first {days} days"
    assert f"{whole('adapt.flare_review_days')} days" in KNOWN.answers["flare_review"].text
    assert "65 %" in KNOWN.answers["flare_back"].text


def spoken() -> dict[str, str]:
    """Every text of the page."""
    texts = {key: text for key, text in load_texts().items() if key.startswith("technique.")}
    for cause in KNOWN.causes.values():
        texts |= {f"{cause.id}.text": cause.text, f"{cause.id}.softened": cause.grade.softened}
        texts |= {f"{cause.id}.cue.{lift}": cue for lift, cue in cause.cues.items()}
    for lift in KNOWN.lifts.values():
        texts |= {f"{lift.id}.slower": lift.slower, f"{lift.id}.shorter": lift.shorter}
    texts |= {fix.step: fix.text for fix in KNOWN.fixes.values()}
    texts |= {one.id: one.text for one in (*KNOWN.answers.values(), *KNOWN.feelings.values())}
    return texts


def test_sentences_are_short_and_words_plain() -> None:
    for place, text in spoken().items():
        sentences = [one for one in re.split(r"[.:;?!]\s", text) if one]
        longest = max((len(one.split()) for one in sentences), default=0)
        assert longest <= MOST_WORDS, (place, longest)
    everything = " ".join(spoken().values())
    assert ease(everything) >= EASIEST


def ease(text: str) -> float:
    """Flesch reading ease, with vowel groups for syllables; 60 to 70 is plain English, more is easier."""
    words = re.findall(r"[a-z']+", text.lower())
    sentences = len(re.findall(r"[.:;?!](?:\s|$)", text))
    syllables = sum(max(1, len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word)))) for word in words)
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)


# ---------------------------------------------------------------- broken data

BROKEN = (
    ("causes", "sources: [RussellPhillips1989, Gorsic2020]", "sources: [Nobody1999]", "no source 'Nobody1999'"),
    ("causes", "sources: [Saraceni2020, vonArx2021, Bazrgari2007]", "sources: [Laird2014]", "this is not verified"),
    ("causes", "only_back: 3, tips: 3", "only_back: 3, unheard: 3", "'unheard' is not known"),
    ("feelings", "mini.saddle", "mini.nothing", "no sentence 'mini.nothing'"),
    ("lifts", "figure: goblet_squat", "figure: goblin_squat", "no exercise 'goblin_squat'"),
    ("lifts", "patterns: [press]", "patterns: [squat]", "already belongs to squat"),
    ("fixes", "- {id: swap,", "- {id: swing,", "no step of the fix order"),
    ("answers", "{adapt_flare_review_days:g}", "{adapt_flare_rewiev_days:g}", "cannot be filled"),
    ("moments", "- {id: bottom,", "- {id: top,", "'top' is given twice"),
)


def broken(tmp_path: Path, *faults: tuple[str, str, str]) -> str:
    """What the program says of data with these faults, each a file, what stands there and what stands there instead."""
    copied = tmp_path / "data"
    shutil.copytree(DATA_DIR, copied, ignore=shutil.ignore_patterns("fonts", "demo", "poses", "aliases", "schemas"))
    for name, old, new in faults:
        path = copied / "technique" / f"{name}.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError) as stopped:
        load_technique(copied)
    return str(stopped.value)


def test_broken_data_stops_with_every_problem_at_once(tmp_path: Path) -> None:
    said = broken(tmp_path, *((name, old, new) for name, old, new, _said in BROKEN))
    assert [words for *_fault, words in BROKEN if words not in said] == []
    assert {name for name, *_rest in BROKEN if f"technique/{name}.yaml" not in said} == set()
    assert "swap: this step is missing" in said


def test_no_reasons_may_be_made_to_follow_an_emergency(tmp_path: Path) -> None:
    fault = ("feelings", "says: [mini.chest, mini.collapse], afterwards: false", "says: [mini.chest, mini.collapse]")
    assert "no reasons may follow" in broken(tmp_path, fault)
