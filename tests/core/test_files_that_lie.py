"""Files that lie: what a record claims is judged like a link, what cannot be is left out and named, the rest comes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from core.exporting.record_json import (
    KeptAssessment,
    KeptPlan,
    ReadRecord,
    Record,
    RecordTooLarge,
    RecordUnreadable,
    from_json,
    to_json,
)
from core.journal import SessionEntry
from core.knowledge.texts import say
from core.planning.payload import plan_to_json
from core.records import read_plan
from core.store import Store, memory_url, open_store
from core.whole_record import bring_back, read_beside, stop_note, whole_record
from core.words import Tier
from tests.core.builders import answers, person, plan_for
from tests.core.exporting.test_record import ANN
from tests.core.test_soundness import LIES, doses

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATE = "9999-12-31T23:59:59-12:00"
HALF = "\ud800"
PLAN = plan_for(person())
KEPT = replace(
    ANN,
    assessments=(KeptAssessment("a1", NOW, json.loads(json.dumps(dict(answers()))), Tier.CLEAR, "rules"),),
    plans=(KeptPlan("p1", NOW, json.loads(plan_to_json(PLAN))),),
)
TRY = {
    "id": "t", "ladder_id": "none", "step": "s", "day": "2026-11-20", "at": "2026-11-20T00:00:00Z", "expected": 1,
    "likely": 1, "worry": 1,
}  # fmt: skip
Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def store() -> Iterator[Store]:
    kept = open_store(memory_url(), "me", clock=lambda: NOW)
    yield kept
    kept.close()


def lying(change: Change) -> ReadRecord:
    raw = json.loads(to_json(Record(NOW, (KEPT,))))
    change(raw["people"][0])
    return from_json(json.dumps(raw))


def restored(store: Store, change: Change) -> list[str]:
    """The file brought back; what is said to be left out. Afterwards everything can be read and taken along."""
    read = lying(change)
    problems = [str(problem) for problem in read_beside(store, read, NOW)[0].problems]
    bring_back(store, read.record, NOW)
    for somebody in store.people():
        store.journal(somebody.id)
        store.assessments(somebody.id)
        for kept in store.plans(somebody.id):
            read_plan(kept)
    record = whole_record(store, NOW)
    again = from_json(to_json(record, stop_note(record)))
    assert again.problems == ()
    assert again.record == record
    return problems


def test_a_true_file_loses_nothing(store: Store) -> None:
    assert restored(store, lambda ann: None) == []
    assert whole_record(store, NOW).people == (replace(KEPT, versions=whole_record(store, NOW).people[0].versions),)


def again(ann: dict[str, Any], part: str, **lie: object) -> None:
    """The first entry of a list once more under another id, with one lie."""
    ann[part].append({**ann[part][0], "id": "b", **lie})


VALUES: dict[str, Change] = {
    "joined at the end of time": lambda ann: ann.update(created_at=LATE),
    "screened at the end of time": lambda ann: again(ann, "assessments", at=LATE),
    "no zone": lambda ann: again(ann, "assessments", at="2026-11-01T00:00:00"),
    "trained past the calendar": lambda ann: again(ann, "sessions", started_at="2100-12-31T23:59:59-12:00"),
    "half a sign as a name": lambda ann: ann.update(name=HALF),
    "a name without end": lambda ann: ann.update(name="x" * 100_000),
    "no name": lambda ann: ann.update(name=" "),
    "half a sign in a choice": lambda ann: ann["preferences"].update(x=HALF),
    "half a sign as a choice": lambda ann: ann["preferences"].update({HALF: 1}),
    "no number": lambda ann: ann["preferences"].update(weeks=float("inf")),
    "half a sign in answers": lambda ann: again(ann, "assessments", answers={"x": HALF}),
    "past all counting": lambda ann: again(ann, "assessments", answers={"x": 10**400}),
    "ids without end": lambda ann: again(ann, "plans", id="x" * 1000),
    "counts below none": lambda ann: ann["versions"].update({"session:s1": -(10**30)}),
    "half a sign in a plan": lambda ann: again(ann, "plans", plan={"weeks": HALF}),
    "5000 repetitions": lambda ann: ann["sessions"][0]["sets"].append(
        {"exercise_id": "goblet_squat", "number": 3, "reps": 5000}
    ),
    "a try of nothing": lambda ann: ann.update(tries=[TRY]),
    "a session twice": lambda ann: ann["sessions"].append({**ann["sessions"][0], "pain_end": 9}),
    "a plan of no shape": lambda ann: ann["plans"].append({"id": "b", "made_at": "2026-11-20T00:00:00Z", "plan": {}}),
    "a screening of tomorrow's century": lambda ann: again(ann, "assessments", at="2099-01-01T00:00:00Z"),
    "a plan of tomorrow's century": lambda ann: again(ann, "plans", made_at="2099-01-01T00:00:00Z"),
}


@pytest.mark.parametrize("lie", VALUES)
def test_one_bad_value_is_named_and_costs_nothing_else(store: Store, lie: str) -> None:
    assert len(restored(store, VALUES[lie])) == 1
    (ann,) = whole_record(store, NOW).people
    assert (ann.sessions, ann.mornings, ann.current_plan_id) == (KEPT.sessions, KEPT.mornings, "p1")
    assert (ann.plans, ann.assessments) == (KEPT.plans, KEPT.assessments)
    assert ann.preferences["liked"] == ["goblet_squat"]


@pytest.mark.parametrize("lie", LIES)
def test_a_plan_that_cannot_be_one_never_comes_into_force(store: Store, lie: str) -> None:
    assert restored(store, lambda ann: LIES[lie](ann["plans"][0]["plan"]))
    (ann,) = whole_record(store, NOW).people
    assert (ann.plans, ann.current_plan_id) == ((), None)
    assert ann.sessions == KEPT.sessions


def test_900_kg_are_dosed_anew_as_from_a_link(store: Store) -> None:
    (told,) = restored(store, lambda ann: doses(load_kg=900)(ann["plans"][0]["plan"]))
    assert say("record.plan_held") in told
    plan = read_plan(store.current_plan("ann")).plan
    assert [dose.load_kg for day in plan for dose in day.prescriptions] == [
        dose.load_kg for day in PLAN for dose in day.prescriptions
    ]


def test_a_plan_of_more_than_the_back_is_planned_for_is_not_in_force(store: Store) -> None:
    (told,) = restored(store, lambda ann: doses(sets=18)(ann["plans"][0]["plan"]))
    assert "not in force" in told
    assert store.current_plan("ann") is None
    assert len(store.plans("ann")) == 1


def test_a_plan_without_answers_is_not_in_force(store: Store) -> None:
    (told,) = restored(store, lambda ann: ann.update(assessments=[]))
    assert say("record.plan_alone") in told
    assert store.current_plan("ann") is None


def test_an_entry_of_two_people_stays_with_the_first(store: Store) -> None:
    raw = json.loads(to_json(Record(NOW, (KEPT,))))
    raw["people"].append({**raw["people"][0], "id": "bob", "name": "Bob"})
    read = from_json(json.dumps(raw))
    problems = read_beside(store, read, NOW)[0].problems
    assert len(problems) == 3
    assert {problem.message for problem in problems} == {say("record.of_another")}
    bring_back(store, read.record, NOW)
    assert store.journal("ann").sessions == KEPT.sessions
    assert store.journal("bob").mornings == KEPT.mornings
    taken = from_json(json.dumps({**raw, "people": [{**raw["people"][0], "id": "eve"}]}))
    bring_back(store, taken.record, NOW + timedelta(minutes=1))
    assert store.journal("ann").sessions == KEPT.sessions
    assert store.journal("eve").sessions == ()


@pytest.mark.parametrize("made_at", [LATE, "never", 10**400, None, "2026-11-20T09:00:00", "2099-01-01T00:00:00Z"])
def test_a_file_of_no_possible_moment_is_as_old_as_the_newest_in_it(store: Store, made_at: object) -> None:
    read = from_json(json.dumps({**json.loads(to_json(Record(NOW, (KEPT,)))), "made_at": made_at}))
    judged, _ = read_beside(store, read, NOW)
    assert (len(judged.problems), judged.problems[0].place) == (1, "made_at")
    assert judged.record == Record(NOW, (KEPT,))
    bring_back(store, read.record, NOW)
    assert store.journal("ann").sessions == KEPT.sessions


def test_a_file_of_no_moment_at_all_is_none_of_ours() -> None:
    with pytest.raises(RecordUnreadable):
        from_json(json.dumps({**json.loads(to_json(Record(NOW))), "made_at": LATE}))


def test_an_entry_of_a_demo_person_stays_there_and_costs_nothing_else(store: Store) -> None:
    store.add_person("demo", "Demo", is_demo=True)
    store.start_session("demo", SessionEntry(id=KEPT.sessions[0].id, day=NOW.date(), started_at=NOW))
    demo = store.journal("demo")
    (told,) = restored(store, lambda ann: again(ann, "sessions"))
    assert say("record.of_another") in told
    assert store.journal("demo") == demo
    assert [entry.id for entry in store.journal("ann").sessions] == ["b", *(one.id for one in KEPT.sessions[1:])]
    assert store.journal("ann").mornings == KEPT.mornings


def test_700_000_empty_people_are_refused_at_once() -> None:
    people = ",".join(["{}"] * 700_000)
    text = f'{{"format":"backwise-record","version":1,"made_at":"2026-11-20T00:00:00Z","people":[{people}]}}'
    started = time.process_time()
    with pytest.raises(RecordTooLarge, match="more than 1000 people"):
        from_json(text)
    assert time.process_time() - started < 1
    sessions = text.replace('"people":[', '"people":[{"id":"ann","sessions":[', 1)[:-2] + "]}]}"
    with pytest.raises(RecordTooLarge, match="entries"):
        from_json(sessions)


def test_many_problems_are_counted() -> None:
    read = lying(lambda ann: ann["mornings"].extend([{}] * 2000))
    assert len(read.problems) == 500
    assert read.record.people[0].sessions == KEPT.sessions
