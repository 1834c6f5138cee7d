"""Demo people: valid answers, the tiers they stand for, and twelve believable weeks each."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from core.adapting import calm_weeks, session_lights
from core.catalog import load_catalog
from core.demand import rated
from core.demo import DemoPerson, DemoRecord, demo_record, load_demo_people, next_plan
from core.errors import DataError
from core.knowledge.questions import load_questions
from core.planning import Part
from core.profile import Profile, build_profile
from core.scoring import judge_all
from core.scoring.gates import CALM_WEEKS
from core.screening import assess, checked
from core.screening.answers import unanswered
from core.words import Light, Site, Stage, Tier

TODAY = date(2026, 11, 20)
PEOPLE = load_demo_people()
TIERS = {
    "settled_lifter": Tier.CLEAR,
    "irritable_disc": Tier.LIMITS,
    "extension_sensitive": Tier.CLEAR,
    "stenosis_70": Tier.LIMITS,
    "pregnant_22": Tier.LIMITS,
    "osteoporosis": Tier.LIMITS,
}
CONDITIONS = {
    "settled_lifter": "non_specific_chronic",
    "irritable_disc": "radiculopathy",
    "extension_sensitive": "extension_pattern",
    "stenosis_70": "stenosis",
    "pregnant_22": "pregnancy",
    "osteoporosis": "osteoporosis",
}

each_person = pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)


def profile_of(person: DemoPerson) -> Profile:
    return build_profile(person.answers, assess(person.answers, TODAY))


@pytest.fixture(scope="module")
def records() -> dict[str, DemoRecord]:
    return {name: demo_record(person, TODAY) for name, person in PEOPLE.items()}


def pains(record: DemoRecord) -> Iterator[int | None]:
    for session in record.journal.sessions:
        yield from (session.pain_before, session.pain_worst, session.pain_end)
        yield from (one.pain for one in session.exercises)
    yield from (one.pain for one in record.journal.mornings)


def test_the_six_different_backs_are_there() -> None:
    assert list(PEOPLE) == list(TIERS)
    assert len({person.name for person in PEOPLE.values()}) == len(PEOPLE)


@each_person
def test_every_answer_is_given_and_valid(person: DemoPerson) -> None:
    assert checked(person.answers) == person.answers
    assert unanswered(person.answers, load_questions()) == ()


@each_person
def test_tier_and_condition_are_those_the_person_stands_for(person: DemoPerson) -> None:
    assessment = assess(person.answers, TODAY)
    assert assessment.tier is TIERS[person.id]
    assert assessment.allows_plan
    assert CONDITIONS[person.id] in profile_of(person).conditions


def test_only_the_disc_is_irritable() -> None:
    irritable = {name for name, person in PEOPLE.items() if profile_of(person).stage is Stage.IRRITABLE}
    assert irritable == {"irritable_disc"}


@each_person
def test_the_same_day_gives_the_same_record(person: DemoPerson) -> None:
    assert demo_record(person, TODAY) == demo_record(person, TODAY)


@each_person
def test_another_day_moves_the_weeks_and_changes_nothing_else(person: DemoPerson) -> None:
    shift = timedelta(days=10)
    early, late = demo_record(person, TODAY), demo_record(person, TODAY + shift)
    assert late.plan.starts_on == early.plan.starts_on + shift
    assert [(one.id, one.day + shift, one.pain_worst) for one in early.journal.sessions] == [
        (one.id, one.day, one.pain_worst) for one in late.journal.sessions
    ]


@each_person
def test_the_journal_fills_twelve_weeks_and_ends_before_today(
    person: DemoPerson, records: dict[str, DemoRecord]
) -> None:
    journal = records[person.id].journal
    start = TODAY - timedelta(weeks=12)
    assert all(start <= one.day < TODAY for one in (*journal.sessions, *journal.mornings, *journal.outcomes))
    assert {one.week for one in journal.sessions} == set(range(1, 13))


@each_person
def test_at_most_what_was_planned_was_done_and_most_of_it(person: DemoPerson, records: dict[str, DemoRecord]) -> None:
    _, plan, journal = records[person.id]
    planned = {(week.number, one.number): one for week in plan.weeks for one in week.sessions}
    assert len({(one.week, one.number) for one in journal.sessions}) == len(journal.sessions)
    assert 0.7 * len(planned) <= len(journal.sessions) <= len(planned)
    for session in journal.sessions:
        assert session.week is not None
        assert session.number is not None
        of_plan = planned[session.week, session.number]
        assert session.day == of_plan.day
        work = {one.exercise_id: one for part in (Part.MAIN, Part.CORE) for one in of_plan.of(part)}
        for entry in session.sets:
            prescription = work[entry.exercise_id]
            assert entry.number <= prescription.sets
            done = entry.reps if entry.reps is not None else entry.seconds
            assert done
            assert entry.load_kg is None or prescription.load_kg is not None


@each_person
def test_no_plan_holds_what_its_verdict_left_out(person: DemoPerson, records: dict[str, DemoRecord]) -> None:
    verdicts = judge_all(profile_of(person), load_catalog())
    left_out = [one for one in records[person.id].plan.exercise_ids() if verdicts[one].left_out]
    assert left_out == []


@each_person
def test_pain_stays_on_its_scale_and_soreness_apart_from_it(person: DemoPerson, records: dict[str, DemoRecord]) -> None:
    record = records[person.id]
    assert all(pain is None or 0 <= pain <= 10 for pain in pains(record))
    for session in record.journal.sessions:
        assert session.pain_before is not None
        assert session.pain_worst is not None
        assert session.pain_end is not None
        assert session.pain_before <= session.pain_worst
        assert session.pain_end <= session.pain_worst
        assert max(one.pain or 0 for one in session.exercises) <= session.pain_worst
        assert all(one.soreness is not None for one in session.exercises)


@each_person
def test_one_flare_shows_and_training_is_lighter_after_it(person: DemoPerson, records: dict[str, DemoRecord]) -> None:
    _, plan, journal = records[person.id]
    lights = session_lights(journal, profile_of(person).pain_ceiling)
    red = [one for one in journal.sessions if lights[one.id] is Light.RED]
    assert red[0].week == person.course.flare_week
    assert len(red) <= 2
    first_after = next(one for one in journal.sessions if one.day > red[0].day)
    assert first_after.week is not None
    planned = {session.day: session for session in plan}[first_after.day]
    work = sum(one.sets for one in planned.prescriptions if one.part in (Part.MAIN, Part.CORE))
    assert len(first_after.sets) < work


@each_person
def test_some_mornings_are_missing_and_most_lights_are_green(
    person: DemoPerson, records: dict[str, DemoRecord]
) -> None:
    journal = records[person.id].journal
    lights = list(session_lights(journal, profile_of(person).pain_ceiling).values())
    assert len(journal.mornings) < 84
    assert lights.count(Light.GREEN) > 0.7 * len(lights)


def test_loads_and_repetitions_grow(records: dict[str, DemoRecord]) -> None:
    journal = records["settled_lifter"].journal
    entries = [entry for one in journal.sessions for entry in one.sets if entry.load_kg]
    first: dict[str, float] = {}
    heaviest: dict[str, float] = {}
    for entry in entries:
        assert entry.load_kg is not None
        first.setdefault(entry.exercise_id, entry.load_kg)
        heaviest[entry.exercise_id] = max(entry.load_kg, heaviest.get(entry.exercise_id, 0.0))
    grown = {name for name in first if heaviest[name] > first[name]}
    assert grown
    assert all(heaviest[name] <= 1.31 * first[name] for name in first)


def test_leg_symptoms_draw_back_towards_the_spine(records: dict[str, DemoRecord]) -> None:
    sites = [one.site for one in records["irritable_disc"].journal.sessions if one.site not in (None, Site.NONE)]
    assert sites[0] is Site.CALF
    assert sites[-1] is Site.BACK


@each_person
def test_the_next_plan_begins_today_and_fits_after_the_weeks_behind(
    person: DemoPerson, records: dict[str, DemoRecord]
) -> None:
    calm = calm_weeks(records[person.id].journal, profile_of(person).pain_ceiling, TODAY)
    plan = next_plan(person, TODAY, calm)
    profile = build_profile(person.answers_now, assess(person.answers_now, TODAY), calm_weeks=calm)
    verdicts = judge_all(profile, rated(load_catalog(), profile))
    assert plan.starts_on == TODAY
    assert plan.exercise_ids(Part.MAIN)
    assert not any(verdicts[one].left_out for one in plan.exercise_ids())


def test_the_lifter_has_calm_weeks_enough_for_the_gates(records: dict[str, DemoRecord]) -> None:
    lifter = profile_of(PEOPLE["settled_lifter"])
    calm = calm_weeks(records["settled_lifter"].journal, lifter.pain_ceiling, TODAY)
    assert calm >= CALM_WEEKS
    opened = judge_all(replace(lifter, calm_weeks=calm), load_catalog())
    assert judge_all(lifter, load_catalog())["trap_bar_deadlift"].left_out
    assert not opened["trap_bar_deadlift"].left_out


def test_a_broken_person_is_named_with_file_line_and_field(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()
    good = (Path(__file__).parents[2] / "data/demo/settled_lifter.yaml").read_text(encoding="utf-8")
    (tmp_path / "demo/one.yaml").write_text(good.replace("goal: muscle", "goal: fame"), encoding="utf-8")
    with pytest.raises(DataError, match=r"one\.yaml:\d+: answers: 'fame' is not a choice"):
        load_demo_people(tmp_path)
    (tmp_path / "demo/one.yaml").write_text(good.replace("flare_week: 7", "flare_week: 40"), encoding="utf-8")
    with pytest.raises(DataError, match=r"one\.yaml:\d+: course\.flare_week"):
        load_demo_people(tmp_path)
