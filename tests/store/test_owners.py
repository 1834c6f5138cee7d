"""Three owners in one home, in any order of acts: each finds exactly what a home of its own would hold.

Each act is done twice: in the shared home, and in a memory database that only this owner has. What both answer, and
what is stored afterwards, must be the same, so a row that strays to another owner is seen at once. On a server, the
rows are also read by queries that forget the owner: there, row-level security holds alone.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import ColumnElement, Table, delete, insert, select, update

from core.errors import BackwiseError, StoreReadOnly
from core.journal import (
    ExerciseEntry,
    ExposureLadder,
    ExposureStep,
    ExposureTry,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SetEntry,
)
from core.store import AssessmentRecord, Database, PlanRecord, Store, code_of, file_url, memory_url, open_database
from core.store.scoped import Scoped
from core.store.tables import RECORD, invitation, last_write, metadata, person
from core.units import MassUnit
from core.words import Tier
from tests.postgres import Clinic

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
OWNERS = ("https://id.example ann", "https://id.example ben", "other.example ann")
PEOPLE = ("p0", "p1")
SESSION = SessionEntry(id="s", day=DAY, started_at=NOW)
PLAN = PlanRecord("p1", NOW, DAY, 4, '{"weeks": []}', "cat-1", "rules-1")
SCREENING = AssessmentRecord("a1", NOW, "{}", Tier.CLEAR, "rules-1")
LADDER = ExposureLadder("l", NOW, "bending", (ExposureStep("tie a shoe"),))
TRY = ExposureTry(id="t", ladder_id="l", step="tie a shoe", day=DAY, at=NOW, expected=6, likely=5, worry=4)
SETS = (SetEntry("bridge", 1, reps=8), SetEntry("bridge", 2, reps=8))
MANY = bool(os.environ.get("CI"))


def code(store: Store, number: int) -> str:
    """The code of an owner's own invitation: three owners do not draw the same one by chance."""
    return code_of(sha256(f"{store._owner} {number}".encode()).digest()[:16])


Act = Callable[[Store, str, int], object]
ACTS: dict[str, Act] = {
    "add": lambda store, who, n: store.add_person(who, f"Name {n}", is_demo=n == 1),
    "rename": lambda store, who, n: store.rename(who, f"Name {n}"),
    "units": lambda store, who, n: store.set_units(who, MassUnit.LB if n else MassUnit.KG),
    "archive": lambda store, who, n: store.archive(who),
    "unarchive": lambda store, who, n: store.unarchive(who),
    "start": lambda store, who, n: store.start_session(who, replace(SESSION, id=f"s{n}", sets=SETS)),
    "many": lambda store, who, n: store.add_sessions(who, [replace(SESSION, id=f"m{i}") for i in range(n + 1)]),
    "finish": lambda store, who, n: store.finish_session(replace(SESSION, id=f"s{n}", finished_at=NOW), 1),
    "set": lambda store, who, n: store.log_set(f"s{n}", SetEntry("squat", n + 1, reps=n), 0),
    "exercise": lambda store, who, n: store.log_exercise(f"s{n}", ExerciseEntry("squat", pain=n), 0),
    "remove": lambda store, who, n: store.remove_set(f"s{n}", "squat", n + 1, 3),
    "forget": lambda store, who, n: store.delete_session(f"s{n}"),
    "morning": lambda store, who, n: store.save_morning(who, MorningEntry(DAY - timedelta(n), f"s{n}", n)),
    "days": lambda store, who, n: store.add_days(who, [MorningEntry(DAY, None, n)], [OutcomeEntry(DAY, "rmdq", n)]),
    "check": lambda store, who, n: store.save_mini_screen(who, MiniScreenEntry(NOW - timedelta(n), ("fever",)[:n])),
    "score": lambda store, who, n: store.save_outcome(who, OutcomeEntry(DAY, f"k{n}", n)),
    "screen": lambda store, who, n: store.save_assessment(who, replace(SCREENING, id=f"a{n}")),
    "plan": lambda store, who, n: store.save_plan(who, replace(PLAN, id=f"p{n}")),
    "prefer": lambda store, who, n: store.set_preference(who, f"k{n}", n),
    "ladder": lambda store, who, n: store.save_exposure_ladder(who, replace(LADDER, id=f"l{n}")),
    "try": lambda store, who, n: store.save_exposure_try(who, replace(TRY, ladder_id=f"l{n}")),
    "unladder": lambda store, who, n: store.delete_exposure_ladder(f"l{n}"),
    "invite": lambda store, who, n: store.invite(code(store, n), f"Name {n}"),
    "withdraw": lambda store, who, n: [store.withdraw(one.id) for one in store.invitations()[n:]],
    "accept": lambda store, who, n: store.accept(code(store, n), who, f"Name {n}"),
    "delete": lambda store, who, n: store.delete_person(who),
    "erase": lambda store, who, n: store.delete_everything(),
}
ONE_OF_EVERYTHING = (
    "add", "start", "exercise", "morning", "days", "check", "screen", "plan", "prefer", "ladder", "try", "invite",
)  # fmt: skip


def outcome(act: Act, store: Store, who: str, number: int) -> object:
    try:
        return act(store, who, number)
    except BackwiseError as error:
        return type(error), str(error)


def all_of(store: Store) -> tuple[object, ...]:
    return (
        store.people(with_archived=True),
        store.invitations(),
        store.shares(),
        store.shared_with_me(),
        *(
            (
                store.journal(who),
                store.assessments(who),
                store.plans(who),
                store.current_plan(who),
                store.preferences(who),
                store.exposures(who),
            )
            for who in PEOPLE
        ),
    )


def rows(store: Store, only: str = "") -> dict[str, set[tuple[object, ...]]]:
    """All rows that the store's database shows, or those of one owner only; marks are a server's alone."""
    with store._database.reading() as connection:
        found = {}
        for table in (one for one in metadata.sorted_tables if one is not last_write):
            query = select(table).where(table.c.owner == only) if only else select(table)
            found[table.name] = {tuple(row) for row in connection.execute(query)}
        return found


class Owners(RuleBasedStateMachine):
    """Three owners; `home` is set by each home's own subclass."""

    home: Database

    def __init__(self) -> None:
        super().__init__()
        self.shared = {owner: Store(self.home, owner, lambda: NOW) for owner in OWNERS}
        apart = [open_database(memory_url(), clock=lambda: NOW) for _ in OWNERS]
        self.apart = {owner: Store(one, owner, lambda: NOW) for owner, one in zip(OWNERS, apart, strict=True)}
        for store in self.shared.values():
            store.delete_everything()
        for store in (*self.shared.values(), *self.apart.values()):
            store.add_person("p0", "Ann")
            store.start_session("p0", replace(SESSION, id="s0", sets=SETS))
        self.expected = {owner: rows(self.apart[owner]) for owner in OWNERS}

    def teardown(self) -> None:
        for owner in OWNERS:
            assert all_of(self.shared[owner]) == all_of(self.apart[owner])
            self.apart[owner].close()

    @rule(owner=st.sampled_from(OWNERS), name=st.sampled_from(sorted(ACTS)), who=st.sampled_from(PEOPLE),
          number=st.integers(0, 2))  # fmt: skip
    def act(self, owner: str, name: str, who: str, number: int) -> None:
        mine = outcome(ACTS[name], self.shared[owner], who, number)
        assert mine == outcome(ACTS[name], self.apart[owner], who, number)
        self.expected[owner] = rows(self.apart[owner])

    @invariant()
    def each_owner_has_its_own_rows_and_nothing_else(self) -> None:
        for owner in OWNERS:
            assert rows(self.shared[owner], only=owner) == self.expected[owner]


class OwnersOnServer(Owners):
    """With queries that forget the owner: row-level security holds alone."""

    @invariant()
    def each_owner_has_its_own_rows_and_nothing_else(self) -> None:
        for owner in OWNERS:
            assert rows(self.shared[owner]) == self.expected[owner]


def run(home: Database, machine: type[Owners], examples: int) -> None:
    here = type("Here", (machine,), {"home": home})
    run_state_machine_as_test(
        here,
        settings=settings(
            max_examples=examples, stateful_step_count=15, suppress_health_check=list(HealthCheck), deadline=None
        ),
    )


def test_owners_in_one_memory_never_meet() -> None:
    home = open_database(memory_url(), clock=lambda: NOW)
    run(home, Owners, examples=8 if MANY else 5)
    home.close()


def test_owners_in_one_file_never_meet(tmp_path: Path) -> None:
    run(open_database(file_url(tmp_path / "journal.sqlite"), clock=lambda: NOW), Owners, examples=4 if MANY else 3)


def test_owners_on_one_server_never_meet(clinic: Clinic) -> None:
    home = open_database(clinic.url, clock=lambda: NOW)
    run(home, OwnersOnServer, examples=5 if MANY else 3)
    home.close()


def test_owners_on_one_server_never_meet_although_no_query_names_them(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forgetful(_: Store, table: Table, keys: Mapping[str, Any]) -> list[ColumnElement[bool]]:
        return [table.c[name] == value for name, value in keys.items()]

    monkeypatch.setattr(Scoped, "_mine", forgetful)
    home = open_database(clinic.url, clock=lambda: NOW)
    run(home, OwnersOnServer, examples=7 if MANY else 4)
    home.close()


@pytest.fixture
def two(clinic: Clinic) -> Iterator[Database]:
    """A server on which Ann and Ben have one of everything."""
    database = open_database(clinic.url, clock=lambda: NOW)
    for owner in ("ann", "ben"):
        store = Store(database, owner, lambda: NOW)
        for name in ONE_OF_EVERYTHING:
            ACTS[name](store, "p0", 1)
    yield database
    database.close()


def counts(clinic: Clinic) -> dict[str, list[tuple[object, ...]]]:
    count = "SELECT owner, count(*) FROM {} GROUP BY owner ORDER BY owner"
    return {name: clinic.run(count.format(name)) for name in metadata.tables}


def test_without_an_owner_the_application_sees_and_changes_nothing(two: Database, clinic: Clinic) -> None:
    before = counts(clinic)
    for table in metadata.sorted_tables:
        with two.writers.begin() as connection:
            assert connection.execute(select(table)).all() == []
            assert connection.execute(delete(table)).rowcount == 0
        with two.of("eve").writing(marked=False) as connection:
            assert connection.execute(select(table)).all() == []
    assert counts(clinic) == before


@pytest.mark.parametrize("table", [*RECORD, invitation, last_write], ids=str)
def test_a_query_that_forgets_the_owner_reaches_its_own_rows_only(two: Database, clinic: Clinic, table: Any) -> None:
    others = f"SELECT count(*), md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table.name} t WHERE owner = 'ben'"
    before = clinic.run(others)
    assert before[0][0]
    with two.of("ann").writing() as connection:
        assert {row.owner for row in connection.execute(select(table))} == {"ann"}
        assert connection.execute(update(table).values(owner="ann")).rowcount > 0
        assert connection.execute(delete(table)).rowcount > 0
    assert clinic.run(others) == before


def test_a_row_cannot_be_given_to_another_owner(two: Database, clinic: Clinic) -> None:
    before = counts(clinic)
    new = {"owner": "ben", "id": "p9", "name": "Ann", "units": MassUnit.KG, "created_at": NOW, "is_demo": False}
    for act in (update(person).values(owner="ben", id="p9"), insert(person).values(new)):
        with pytest.raises(StoreReadOnly, match="does not allow this"), two.of("ann").writing() as connection:
            connection.execute(act)
    assert counts(clinic) == before


def test_the_next_user_of_a_pooled_connection_starts_without_an_owner(two: Database) -> None:
    with two.of("ann").reading() as connection:
        assert connection.execute(select(person)).all()
    with two.writers.connect() as connection:
        assert connection.execute(select(person)).all() == []
