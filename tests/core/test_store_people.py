"""The store's people, with their assessments, plans and preferences."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.errors import AnswerError
from core.store import AssessmentRecord, PlanRecord, Store, memory_url, open_store
from core.units import MassUnit
from core.words import Tier

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
PLAN = PlanRecord("p1", NOW, date(2026, 11, 20), 4, '{"weeks": []}', "cat-1", "rules-1")
SCREENING = AssessmentRecord("a1", NOW, "{}", Tier.CLEAR, "rules-1")


@pytest.fixture(params=["memory", "server"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    url = memory_url() if request.param == "memory" else request.getfixturevalue("postgres_url")
    opened = open_store(url, "me", clock=lambda: NOW)
    opened.add_person("ann", "Ann")
    yield opened
    opened.close()


def test_people_are_renamed_archived_and_brought_back(store: Store) -> None:
    store.add_person("bob", "bob", is_demo=True)
    assert [one.name for one in store.people()] == ["Ann", "bob"]
    store.rename("bob", "Aaron")
    assert [one.name for one in store.people()] == ["Aaron", "Ann"]
    assert store.archive("ann").archived_at == NOW
    assert [one.id for one in store.people()] == ["bob"]
    assert [one.id for one in store.people(with_archived=True)] == ["bob", "ann"]
    store.unarchive("ann")
    assert [one.id for one in store.people()] == ["bob", "ann"]
    assert store.set_units("ann", MassUnit.LB) == store.person("ann")


def test_adding_the_same_person_twice_adds_one(store: Store) -> None:
    assert store.add_person("ann", "Ann again").name == "Ann"
    assert len(store.people()) == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\0b"])
def test_a_name_must_be_a_name(store: Store, name: str) -> None:
    with pytest.raises(AnswerError, match="Nothing was changed"):
        store.rename("ann", name)
    with pytest.raises(AnswerError, match="Nothing was changed"):
        store.add_person("new", name)
    assert [one.name for one in store.people()] == ["Ann"]


def test_the_plan_saved_last_is_the_current_one(store: Store) -> None:
    assert store.current_plan("ann") is None
    newer = replace(PLAN, id="p2", made_at=NOW + timedelta(days=28))
    store.save_plan("ann", newer)
    store.save_plan("ann", PLAN)
    assert store.current_plan("ann") == PLAN
    assert store.plans("ann") == (PLAN, newer)
    changed = replace(PLAN, payload='{"weeks": [1]}')
    store.save_plan("ann", changed)
    assert store.current_plan("ann") == changed
    assert store.plans("ann") == (changed, newer)


def test_the_latest_assessment_is_the_newest_by_time(store: Store) -> None:
    assert store.latest_assessment("ann") is None
    newer = replace(SCREENING, id="a2", at=NOW + timedelta(hours=1), tier=Tier.LIMITS)
    store.save_assessment("ann", newer)
    store.save_assessment("ann", SCREENING)
    assert store.latest_assessment("ann") == newer
    assert store.assessments("ann") == (SCREENING, newer)


def test_a_preference_is_replaced(store: Store) -> None:
    assert store.preferences("ann") == {}
    store.set_preference("ann", "tempo", {"down_s": 3, "tags": ["a", None]})
    store.set_preference("ann", "sound", False)
    assert store.preferences("ann")["tempo"] == {"down_s": 3, "tags": ["a", None]}
    store.set_preference("ann", "tempo", "slow")
    assert store.preferences("ann") == {"tempo": "slow", "sound": False}
