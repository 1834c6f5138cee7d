"""The whole record as one file: nothing lost, every problem told, and two records brought together by entry."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.exporting.record_json import (
    ENTRIES,
    SCHEMA_FILE,
    KeptAssessment,
    KeptPlan,
    PersonRecord,
    Record,
    RecordTooNew,
    RecordUnreadable,
    from_json,
    record_schema,
    schema_text,
    to_json,
)
from core.exporting.record_merge import KEYS, Found, Prefer, merged, preview
from core.journal import ExerciseEntry, ExposureLadder, ExposureStep, ExposureTry, MorningEntry, SessionEntry, SetEntry
from core.planning.payload import plan_from_json, plan_to_json
from core.units import MassUnit
from core.words import Tier
from tests.core.builders import person, plan_for
from tests.core.exporting.strategies import checks, days, ids, moments, mornings, outcomes, sessions, texts

MANY = 1000 if os.environ.get("CI") else 30
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)

said = texts.map(lambda text: f"x{text}")
in_utc = moments.map(lambda moment: moment.astimezone(UTC))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
objects = st.dictionaries(texts, values, max_size=3)
steps = st.lists(
    st.builds(ExposureStep, said, st.none() | ids), min_size=1, max_size=3, unique_by=lambda one: one.words
)
tens = st.integers(0, 10)
tries = st.builds(
    ExposureTry,
    id=ids,
    ladder_id=ids,
    step=said,
    day=days,
    at=in_utc,
    expects=texts,
    expected=tens,
    likely=tens,
    worry=tens,
    result=st.none() | tens,
    worry_after=st.none() | tens,
    stopped=st.booleans(),
    note=texts,
)
drawn = {
    "assessments": st.builds(KeptAssessment, ids, in_utc, objects, st.sampled_from(Tier), ids),
    "plans": st.builds(KeptPlan, ids, in_utc, objects),
    "sessions": sessions,
    "mornings": mornings,
    "mini_screens": checks,
    "outcomes": outcomes,
    "ladders": st.builds(ExposureLadder, ids, in_utc, said, steps.map(tuple), st.booleans()),
    "tries": tries,
}
people = st.builds(
    PersonRecord,
    id=ids,
    name=said,
    units=st.sampled_from(MassUnit),
    created_at=in_utc,
    archived_at=st.none() | in_utc,
    is_demo=st.booleans(),
    current_plan_id=st.none() | ids,
    preferences=st.dictionaries(ids, values, max_size=3),
    versions=st.dictionaries(texts, st.integers(0, 99), max_size=2),
    **{name: st.lists(one, max_size=2, unique_by=KEYS[name]).map(tuple) for name, one in drawn.items()},
)
records = st.builds(Record, in_utc, st.lists(people, max_size=2, unique_by=lambda one: one.id).map(tuple))

SESSION = SessionEntry(
    id="s1",
    day=DAY,
    started_at=NOW,
    pain_end=2,
    exercises=(ExerciseEntry("goblet_squat", pain=1),),
    sets=(SetEntry("goblet_squat", 1, reps=10), SetEntry("goblet_squat", 2, reps=9)),
)
PLAN = plan_for(person())
ANN = PersonRecord(
    id="ann",
    name="Ann",
    units=MassUnit.KG,
    created_at=NOW,
    current_plan_id="p1",
    assessments=(KeptAssessment("a1", NOW, {"age": 40}, Tier.CLEAR, "rules"),),
    plans=(KeptPlan("p1", NOW, json.loads(plan_to_json(PLAN))),),
    sessions=(SESSION,),
    mornings=(MorningEntry(DAY, "s1", 2),),
    preferences={"liked": ["goblet_squat"]},
    versions={"session:s1": 3, "morning:2026-11-20": 1},
)
RECORD = Record(NOW, (ANN,))
VALID = jsonschema.Draft202012Validator(record_schema())


@given(records)
@settings(max_examples=MANY, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_record_comes_back_equal(record: Record) -> None:
    read = from_json(to_json(record))
    assert read.problems == ()
    assert read.record == record
    VALID.validate(json.loads(to_json(record)))


def test_a_plan_in_the_file_is_the_plan() -> None:
    (ann,) = from_json(to_json(RECORD)).record.people
    assert plan_from_json(json.dumps(ann.plans[0].plan)) == PLAN


def test_the_schema_in_the_repository_is_up_to_date() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()
    jsonschema.Draft202012Validator.check_schema(record_schema())
    broken = json.loads(to_json(RECORD))
    del broken["people"][0]["sessions"][0]["day"]
    with pytest.raises(jsonschema.ValidationError):
        VALID.validate(broken)


def test_each_list_of_a_person_has_its_key() -> None:
    assert set(KEYS) == set(ENTRIES)
    assert set(ENTRIES) <= {*PersonRecord.__dataclass_fields__}


def broken(change: Any) -> str:
    raw = json.loads(to_json(RECORD))
    change(raw)
    return json.dumps(raw)


def test_all_problems_are_told_and_the_rest_is_read() -> None:
    def spoil(raw: dict[str, Any]) -> None:
        ann = raw["people"][0]
        ann["sessions"].append({**ann["sessions"][0], "id": "s2", "pain_end": 11})
        ann["sessions"].append({**ann["sessions"][0], "id": "s3", "day": "yesterday", "mood": 3})
        ann["sessions"][0]["sets"][0]["colour"] = "red"
        ann["mornings"].append({"day": "2026-11-21"})
        ann["outcomes"] = "none"
        raw["people"].append("Bob")
        raw["people"].append(ann)
        raw["signature"] = 1

    read = from_json(broken(spoil))
    assert read.record.people[0].sessions == ANN.sessions
    assert read.record.people[0].mornings == ANN.mornings
    places = {one.place for one in read.problems}
    assert {
        "signature",
        "people[0].sessions[1]",
        "people[0].sessions[2].day",
        "people[0].sessions[2].mood",
        "people[0].sessions[0].sets[0].colour",
        "people[0].mornings[1].pain",
        "people[0].outcomes",
        "people[1]",
        "people[2]",
    } <= places
    assert any("Pain at the end was 11" in str(one) for one in read.problems)


@pytest.mark.parametrize("text", ["", "[]", "null", "{}", '{"format": "other", "version": 1}', "[" * 100_000, "{" * 9])
def test_other_files_are_refused(text: str) -> None:
    with pytest.raises(RecordUnreadable, match="Nothing was changed"):
        from_json(text)


@pytest.mark.parametrize("key", ["people", "made_at"])
def test_a_file_cut_short_is_refused(key: str) -> None:
    with pytest.raises(RecordUnreadable):
        from_json(broken(lambda raw: raw.pop(key)))
    with pytest.raises(RecordUnreadable):
        from_json(to_json(RECORD)[:-40])


def test_a_newer_file_says_so() -> None:
    with pytest.raises(RecordTooNew, match="newer version"):
        from_json(broken(lambda raw: raw.update(version=2)))


# ---------------------------------------------------------------- bringing together


@given(records, records)
@settings(max_examples=MANY, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_nothing_is_lost_whoever_wins(one: Record, other: Record) -> None:
    # The same people in both, so that their entries meet.
    other = replace(other, people=tuple(replace(b, id=a.id) for a, b in zip(one.people, other.people, strict=False)))
    for prefer in Prefer:
        both = {person.id: person for person in merged(one, other, prefer).people}
        for person_ in (*one.people, *other.people):
            for part, key in KEYS.items():
                assert {key(entry) for entry in getattr(person_, part)} <= {
                    key(entry) for entry in getattr(both[person_.id], part)
                }
            assert set(person_.preferences) <= set(both[person_.id].preferences)


@given(records)
@settings(max_examples=MANY // 2, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_the_same_record_changes_nothing(record: Record) -> None:
    assert preview(record, record).changes_nothing
    assert merged(record, record) == record
    assert merged(record, Record(record.made_at)) == record
    assert {one.found for one in preview(record, Record(NOW)).entries} <= {Found.NEW}


def test_the_newer_copy_wins_with_the_sets_of_both() -> None:
    here = replace(ANN, sessions=(replace(SESSION, pain_end=5, sets=SESSION.sets[:1]),), versions={"session:s1": 4})
    third = SetEntry("goblet_squat", 3, reps=8)
    file = replace(ANN, sessions=(replace(SESSION, sets=(*SESSION.sets, third)),), versions={"session:s1": 3})
    (both,) = merged(Record(NOW, (file,)), Record(NOW, (here,))).people
    assert both.sessions[0].pain_end == 5
    assert [one.number for one in both.sessions[0].sets] == [1, 2, 3]
    assert both.versions["session:s1"] == 4
    seen = preview(Record(NOW, (file,)), Record(NOW, (here,)))
    assert {one.part: one.found for one in seen.entries}["sessions"] is Found.OLDER
    back = preview(Record(NOW, (here,)), Record(NOW, (file,)))
    assert {one.part: one.found for one in back.entries}["sessions"] is Found.NEWER


def test_where_neither_is_newer_the_person_decides() -> None:
    file = replace(ANN, name="Anna", mornings=(MorningEntry(DAY, "s1", 7),), preferences={"liked": [], "weeks": 4})
    seen = preview(Record(NOW, (file,)), RECORD)
    assert seen.counts("ann")[Found.DIFFERENT] == 3
    assert seen.counts()[Found.NEW] == 1
    assert not seen.changes_nothing
    (kept,) = merged(Record(NOW, (file,)), RECORD).people
    assert (kept.name, kept.mornings[0].pain, kept.preferences) == ("Ann", 2, {"liked": ["goblet_squat"], "weeks": 4})
    (taken,) = merged(Record(NOW, (file,)), RECORD, Prefer.FILE).people
    assert (taken.name, taken.mornings[0].pain, taken.preferences) == ("Anna", 7, {"liked": [], "weeks": 4})


def test_the_plan_made_last_is_the_one_in_force() -> None:
    later = KeptPlan("p2", NOW + timedelta(days=1), ANN.plans[0].plan)
    file = replace(ANN, plans=(*ANN.plans, later), current_plan_id="p2")
    for arriving, present in ((file, ANN), (ANN, file)):
        (both,) = merged(Record(NOW, (arriving,)), Record(NOW, (present,))).people
        assert both.current_plan_id == "p2"
        assert [one.id for one in both.plans] == ["p1", "p2"]
