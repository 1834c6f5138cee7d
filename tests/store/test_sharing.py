"""A patient shares one record with a clinician: who sees it, that nobody else does, and that nobody else writes it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import Connection, Table, delete, insert, select, text, update
from sqlalchemy.exc import ProgrammingError

from core.ceilings import Allowance
from core.errors import AnswerError, StoreBusy, StoreError, StoreReadOnly
from core.knowledge.rules import whole
from core.store import Database, Share, Store, code_of, memory_url, open_database, sentences
from core.store.sharing import CODE_BYTES, VALID_DAYS
from core.store.tables import RECORD, invitation, metadata, person, person_in, session, share
from tests.postgres import Clinic
from tests.store.test_owners import ACTS, ONE_OF_EVERYTHING

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ANN, DOC, EVE = "https://id.example ann", "https://id.example doc", "other.example eve"
CODE = code_of(b"sixteen letters!")
OTHER_CODE = code_of(b"another sixteen!")
OWNERS = (ANN, DOC, EVE)
PEOPLE = ("p0", "p1")
MANY = bool(os.environ.get("CI"))


class Clock:
    """A moment that tests move."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "server"])
def database(request: pytest.FixtureRequest, clock: Clock) -> Iterator[Database]:
    url = memory_url() if request.param == "memory" else request.getfixturevalue("postgres_url")
    opened = open_database(url, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def server(clinic: Clinic, clock: Clock) -> Iterator[Database]:
    """The same, on a server only."""
    opened = open_database(clinic.url, clock=clock)
    yield opened
    opened.close()


@pytest.fixture
def stores(database: Database, clock: Clock) -> dict[str, Store]:
    return with_people(database, clock)


def with_people(database: Database, clock: Clock) -> dict[str, Store]:
    """Each owner keeps two people, with the same ids; the first of Ann's has one of everything."""
    stores = {owner: Store(database, owner, clock) for owner in OWNERS}
    for owner, store in stores.items():
        for who in PEOPLE:
            store.add_person(who, f"{who} of {owner}")
    record(stores[ANN], "p0", 1)
    return stores


def record(store: Store, who: str, number: int) -> None:
    """One of everything."""
    for name in ONE_OF_EVERYTHING:
        if name not in ("add", "invite"):
            ACTS[name](store, who, number)


def shared(stores: dict[str, Store], code: str = CODE, who: str = "p0") -> Share:
    """Ann accepts the clinician's invitation."""
    stores[DOC].invite(code, "Dr Doc")
    return stores[ANN].accept(code, who, "Ann A.")


def everything(store: Store, who: str = "p0") -> tuple[object, ...]:
    return (
        store.person(who),
        store.people(with_archived=True) and store.journal(who),
        store.assessments(who),
        store.current_plan(who),
        store.plans(who),
        store.preferences(who),
        store.exposures(who),
        store.exposure_versions(who),
        store.imports(who),
        store.copy_of({who}),
    )


# ---------------------------------------------------------------- invitations


def guess(store: Store, number: int) -> None:
    with pytest.raises(StoreError, match="No invitation has this code"):
        store.invitation(code_of(number.to_bytes(CODE_BYTES, "big")))


def test_codes_are_guessed_only_so_often_and_again_after_an_hour(stores: dict[str, Store]) -> None:
    at = 0.0
    ann = stores[ANN].within(Allowance(clock=lambda: at))
    stores[DOC].invite(CODE, "Dr Doc")
    for number in range(whole("limits.guesses")):
        # What is found costs nothing, nor does a wrong code that goes on standing in its field.
        assert ann.invitation(CODE).name == "Dr Doc"
        if number:
            guess(ann, number - 1)
        guess(ann, number)
    for refused in (lambda: ann.invitation(CODE), lambda: ann.accept(CODE, "p0", "Ann A.")):
        with pytest.raises(StoreBusy, match="in 61 minutes"):
            refused()
    assert ann.shares() == ()
    assert stores[EVE].invitation(CODE).name == "Dr Doc"
    at = 3601.0
    assert ann.accept(CODE, "p0", "Ann A.").reader == DOC


def test_an_invitation_is_found_by_its_code_and_says_who_invites(stores: dict[str, Store]) -> None:
    made = stores[DOC].invite(CODE, "Dr Doc")
    assert made.expires_at == NOW + timedelta(days=VALID_DAYS)
    assert stores[DOC].invitations() == (made,)
    assert stores[ANN].invitation(CODE) == made
    assert stores[ANN].invitations() == ()


@pytest.mark.parametrize("typed", [CODE.lower(), CODE.replace("-", " "), f"  {CODE}\n", CODE.replace("O", "0")])
def test_a_code_may_be_typed_as_people_do(stores: dict[str, Store], typed: str) -> None:
    made = stores[DOC].invite(CODE, "Dr Doc")
    assert stores[ANN].invitation(typed) == made


@pytest.mark.parametrize("typed", ["", "ABC", CODE + "A", "?" * 26, "' OR 1=1 --"])
def test_what_is_no_code_is_told(stores: dict[str, Store], typed: str) -> None:
    for act in (
        lambda: stores[ANN].invitation(typed),
        lambda: stores[ANN].accept(typed, "p0", "Ann"),
        lambda: stores[DOC].invite(typed, "Dr Doc"),
    ):
        with pytest.raises(AnswerError, match="26 letters and digits"):
            act()


def test_a_code_has_all_of_its_128_bits() -> None:
    assert len(CODE.replace("-", "")) == 26
    assert len({code_of(bytes([*range(15), last])) for last in range(256)}) == 256
    with pytest.raises(ValueError, match="16 random bytes"):
        code_of(b"short")


def test_only_a_hash_of_the_code_is_kept(server: Database, clock: Clock, clinic: Clinic) -> None:
    shared(with_people(server, clock))
    Store(server, DOC, clock).invite(OTHER_CODE, "Dr Doc")
    for table in metadata.tables:
        found = str(clinic.run(f"SELECT * FROM {table}"))
        assert CODE not in found
        assert OTHER_CODE.replace("-", "") not in found


def test_a_wrong_a_withdrawn_and_an_old_invitation_open_nothing(stores: dict[str, Store], clock: Clock) -> None:
    made = stores[DOC].invite(CODE, "Dr Doc")
    withdrawn = stores[DOC].invite(OTHER_CODE, "Dr Doc")
    stores[EVE].withdraw(withdrawn.id)
    assert len(stores[DOC].invitations()) == 2
    stores[DOC].withdraw(withdrawn.id)
    clock.now = made.expires_at
    for code in (CODE, OTHER_CODE, code_of(bytes(16))):
        with pytest.raises(StoreError, match="used, withdrawn or has run out"):
            stores[ANN].invitation(code)
        with pytest.raises(StoreError, match="used, withdrawn or has run out"):
            stores[ANN].accept(code, "p0", "Ann A.")
    assert stores[DOC].invitations() == ()
    assert stores[ANN].shares() == stores[DOC].shared_with_me() == ()
    assert stores[DOC].invite(OTHER_CODE, "Dr Doc") in stores[DOC].invitations()


def test_ones_own_invitation_is_refused(stores: dict[str, Store]) -> None:
    stores[DOC].invite(CODE, "Dr Doc")
    with pytest.raises(StoreError, match="your own"):
        stores[DOC].invitation(CODE)
    with pytest.raises(StoreError, match="your own"):
        stores[DOC].accept(CODE, "p0", "Dr Doc")


def test_an_invitation_is_used_once_and_by_the_same_person_again_without_harm(stores: dict[str, Store]) -> None:
    once = shared(stores)
    assert stores[ANN].accept(CODE, "p0", "Ann A.") == once
    for act in (lambda: stores[EVE].invitation(CODE), lambda: stores[EVE].accept(CODE, "p0", "Eve")):
        with pytest.raises(StoreError, match="used, withdrawn or has run out"):
            act()
    assert stores[DOC].invitations() == ()
    assert [one.share for one in stores[DOC].shared_with_me()] == [once]


def test_a_second_invitation_of_the_same_clinician_replaces_the_first_share(stores: dict[str, Store]) -> None:
    shared(stores)
    again = shared(stores, OTHER_CODE)
    assert stores[ANN].shares() == (again,)


@pytest.mark.parametrize("name", ["", "   ", "x" * 121, "a\0b"])
def test_nobody_invites_or_accepts_without_a_name(stores: dict[str, Store], name: str) -> None:
    with pytest.raises(AnswerError):
        stores[DOC].invite(CODE, name)
    stores[DOC].invite(CODE, "Dr Doc")
    with pytest.raises(AnswerError):
        stores[ANN].accept(CODE, "p0", name)
    assert stores[ANN].shares() == ()


def test_a_person_who_is_not_there_cannot_be_shared_and_the_invitation_stays(stores: dict[str, Store]) -> None:
    stores[DOC].invite(CODE, "Dr Doc")
    with pytest.raises(StoreError, match="not in the record"):
        stores[ANN].accept(CODE, "p9", "Ann A.")
    assert len(stores[DOC].invitations()) == 1


# ---------------------------------------------------------------- what is seen, and by whom


def test_the_clinician_sees_one_person_with_everything_and_the_owner_sees_who_looks(stores: dict[str, Store]) -> None:
    made = shared(stores)
    (seen,) = stores[DOC].shared_with_me()
    assert (seen.share, seen.person) == (made, stores[ANN].person("p0"))
    assert (made.owner_name, made.reader_name, made.since) == ("Ann A.", "Dr Doc", NOW)
    assert stores[ANN].shares() == (made,)
    view = stores[DOC].of_shared(made)
    assert everything(view) == everything(stores[ANN])
    assert everything(view, "p1")[0] is None
    assert [one.name for one in view.people(with_archived=True)] == [f"p0 of {ANN}"]
    assert not any(view.copy_of({"p1"}).rows.values())
    assert view.journal("p1").sessions == ()


def test_what_the_owner_writes_is_seen_at_once(stores: dict[str, Store]) -> None:
    view = stores[DOC].of_shared(shared(stores))
    stores[ANN].rename("p0", "Anna")
    stores[ANN].set_preference("p0", "liked", ["bridge"])
    assert [one.name for one in view.people()] == ["Anna"]
    assert view.preferences("p0")["liked"] == ["bridge"]


def test_the_clinicians_own_people_stay_apart_from_those_shared(stores: dict[str, Store]) -> None:
    before = everything(stores[DOC])
    shared(stores)
    assert everything(stores[DOC]) == before
    assert {one.name for one in stores[DOC].people()} == {f"p0 of {DOC}", f"p1 of {DOC}"}


def test_a_third_sees_nothing_whatever_share_is_asked_for(stores: dict[str, Store]) -> None:
    made = shared(stores)
    assert stores[EVE].shares() == stores[EVE].shared_with_me() == ()
    for one in (made, replace(made, reader=EVE)):
        view = stores[EVE].of_shared(one)
        assert view.people(with_archived=True) == ()
        assert view.person("p0") is None
        assert view.journal("p0").sessions == ()
        assert view.copy_of({"p0", "p1"}).rows == {}
        stores[EVE].end_share(one)
    assert stores[ANN].shares() == (made,)


@pytest.mark.parametrize("who", [ANN, DOC])
def test_either_of_them_ends_it_and_nothing_is_seen_from_then_on(stores: dict[str, Store], who: str) -> None:
    made = shared(stores)
    view = stores[DOC].of_shared(made)
    had = everything(stores[ANN])
    assert view.people()
    stores[who].end_share(made)
    assert view.people(with_archived=True) == ()
    assert view.person("p0") is None
    assert view.copy_of({"p0"}).rows == {}
    assert stores[DOC].shared_with_me() == stores[ANN].shares() == ()
    assert everything(stores[ANN]) == had
    stores[who].end_share(made)


def test_a_deleted_person_is_not_shared_any_more_also_when_it_comes_back(stores: dict[str, Store]) -> None:
    shared(stores)
    before = stores[ANN].copy_of({"p0"})
    stores[ANN].delete_person("p0")
    assert stores[DOC].shared_with_me() == ()
    stores[ANN].change(stores[ANN].copy_of({"p0"}), before)
    assert stores[ANN].person("p0") is not None
    assert stores[DOC].shared_with_me() == ()


def test_a_clinician_who_deletes_everything_leaves_no_invitation_and_no_view(stores: dict[str, Store]) -> None:
    shared(stores)
    stores[DOC].invite(OTHER_CODE, "Dr Doc")
    had = everything(stores[ANN])
    stores[DOC].delete_everything()
    assert stores[ANN].shares() == ()
    assert everything(stores[ANN]) == had
    with pytest.raises(StoreError, match="used, withdrawn or has run out"):
        stores[ANN].invitation(OTHER_CODE)


WRITES = sorted(ACTS.keys() - {"withdraw"})


def test_nothing_can_be_written_through_the_view(stores: dict[str, Store]) -> None:
    view = stores[DOC].of_shared(shared(stores))
    had = everything(stores[ANN])
    for name in WRITES:
        with pytest.raises(StoreReadOnly) as refusal:
            ACTS[name](view, "p0", 1)
        assert str(refusal.value) == sentences.SHARED, name
    copy = view.copy_of({"p0"})
    with pytest.raises(StoreReadOnly, match="to look at, not to change"):
        view.change(copy, replace(copy, rows={}))
    assert everything(stores[ANN]) == had


# ---------------------------------------------------------------- the server's own rules


def as_reader(connection: Connection, reader: str, owner: str = "") -> None:
    """Say in raw SQL who looks, and perhaps whose rows are written."""
    for name, value in (("reader", reader), ("owner", owner)):
        connection.execute(text(f"SELECT set_config('backwise.{name}', :value, true)"), {"value": value})


def state(clinic: Clinic, table: Table) -> list[tuple[object, ...]]:
    return clinic.run(f"SELECT md5(string_agg(t::text, '' ORDER BY t::text)) FROM {table.name} t WHERE owner = '{ANN}'")


def another(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """A row like this one, with a key that is not taken."""
    key = table.primary_key.columns.keys()[-1]
    later = {"number": lambda number: number + 7, "day": lambda day: day + timedelta(1)}
    later |= {"at": later["day"]}
    return {**row, key: later.get(key, lambda old: f"{old} new")(row[key])}


def test_queries_without_any_filter_show_the_shared_person_and_change_nobody(
    server: Database, clock: Clock, clinic: Clinic
) -> None:
    stores = with_people(server, clock)
    record(stores[DOC], "p0", 1)
    record(stores[EVE], "p0", 1)
    made = shared(stores)
    before = [state(clinic, table) for table in RECORD]
    for table in RECORD:
        for owner in ("", DOC):
            check_view(server, table, owner)
        with server.writers.begin() as connection:
            as_reader(connection, EVE, EVE)
            assert {row.owner for row in connection.execute(select(table))} == {EVE}
        with server.of(DOC).writing() as connection:
            assert {row.owner for row in connection.execute(select(table))} == {DOC}
    assert [state(clinic, table) for table in RECORD] == before
    stores[ANN].end_share(made)
    for table in RECORD:
        with server.writers.begin() as connection:
            as_reader(connection, DOC)
            assert connection.execute(select(table)).all() == []


def test_queries_without_any_filter_do_not_show_the_owners_other_people(server: Database, clock: Clock) -> None:
    stores = with_people(server, clock)
    shared(stores, who="p1")
    for table in RECORD:
        with server.writers.begin() as connection:
            as_reader(connection, DOC)
            found = connection.execute(select(table)).mappings().all()
            assert [row["id"] for row in found] == (["p1"] if table is person else []), table.name


def check_view(server: Database, table: Table, owner: str) -> None:
    """What the clinician's raw SQL sees and does, with and without rows of one's own at the same time."""
    theirs = table.c.owner == ANN
    with server.writers.begin() as connection:
        as_reader(connection, DOC, owner)
        found = [dict(row) for row in connection.execute(select(table)).mappings()]
        whose = {(row["owner"], row[person_in(table).name]) for row in found}
        assert {one for one in whose if one[0] != owner} == {(ANN, "p0")}
        assert {one[0] for one in whose} == {ANN, owner or ANN}
        assert connection.execute(update(table).where(theirs).values(owner=table.c.owner)).rowcount == 0
        assert connection.execute(delete(table).where(theirs)).rowcount == 0
        assert connection.execute(select(table).where(theirs).with_for_update()).all() == []
    new = another(table, next(row for row in found if row["owner"] == ANN))
    with server.writers.connect() as connection:
        as_reader(connection, DOC, owner)
        with pytest.raises(ProgrammingError, match="row-level security"):
            connection.execute(insert(table).values(new))


def test_nobody_makes_changes_or_takes_a_share_by_raw_sql(server: Database, clock: Clock, clinic: Clinic) -> None:
    stores = with_people(server, clock)
    made = shared(stores)
    row = {**asdict(made), "id": "f" * 64, "since": NOW}
    forged = (
        (ANN, {**row, "reader": EVE}),  # a share with somebody who did not invite
        (EVE, {**row, "reader": EVE}),  # a share of somebody else's person
        (DOC, {**row, "person_id": "p1"}),  # more than was accepted
    )
    stores[EVE].invite(OTHER_CODE, "Eve")
    for owner, values in forged:
        with pytest.raises(StoreReadOnly), server.of(owner).writing() as connection:
            connection.execute(insert(share).values(values))
    for owner in OWNERS:
        with server.of(owner).writing() as connection:
            assert connection.execute(update(share).values(reader=EVE)).rowcount == 0
            assert connection.execute(update(share).values(person_id="p1")).rowcount == 0
    with server.of(EVE).writing() as connection:
        assert connection.execute(select(share)).all() == []
        assert {row.owner for row in connection.execute(select(person))} == {EVE}
        assert connection.execute(delete(share)).rowcount == 0
    assert stores[ANN].shares() == (made,)


def test_an_invitation_is_seen_by_its_code_only_and_never_changed(server: Database, clock: Clock) -> None:
    stores = with_people(server, clock)
    made = stores[DOC].invite(CODE, "Dr Doc")
    with server.of(ANN).writing() as connection:
        assert connection.execute(select(invitation)).all() == []
        assert connection.execute(delete(invitation)).rowcount == 0
    with server.of(ANN).knowing(made.id).writing() as connection:
        assert len(connection.execute(select(invitation)).all()) == 1
        assert connection.execute(update(invitation).values(name="Dr Other")).rowcount == 0
    assert stores[DOC].invitations() == (made,)


def test_of_two_who_accept_at_once_one_does(server: Database, clock: Clock) -> None:
    stores = with_people(server, clock)
    made = stores[DOC].invite(CODE, "Dr Doc")
    with server.of(EVE).knowing(made.id).writing() as connection:
        connection.execute(delete(invitation).where(invitation.c.id == made.id))
    with pytest.raises(StoreError, match="used, withdrawn or has run out"):
        stores[ANN].accept(CODE, "p0", "Ann A.")
    assert stores[ANN].shares() == ()


def test_a_pooled_connection_forgets_who_looked(server: Database, clock: Clock) -> None:
    stores = with_people(server, clock)
    assert stores[DOC].of_shared(shared(stores)).people()
    with server.writers.connect() as connection:
        assert connection.execute(select(session)).all() == []


# ---------------------------------------------------------------- three owners, any order of acts


class Sharers(RuleBasedStateMachine):
    """Three owners who invite, accept, end, write and delete; what each may see is kept in a plain set."""

    home: Database

    def __init__(self) -> None:
        super().__init__()
        self.stores = {owner: Store(self.home, owner, lambda: NOW) for owner in OWNERS}
        for store in self.stores.values():
            store.delete_everything()
            for who in PEOPLE:
                store.add_person(who, f"{who} of {store._owner}")
        self.codes: list[tuple[str, str]] = []
        self.granted: set[tuple[str, str, str]] = set()
        self.made = 0

    @rule(reader=st.sampled_from(OWNERS))
    def invite(self, reader: str) -> None:
        self.made += 1
        code = code_of(self.made.to_bytes(16, "big"))
        self.stores[reader].invite(code, reader)
        self.codes.append((code, reader))

    @rule(owner=st.sampled_from(OWNERS), who=st.sampled_from(PEOPLE), number=st.integers(0, 9))
    def accept(self, owner: str, who: str, number: int) -> None:
        if not self.codes:
            return
        code, reader = self.codes[number % len(self.codes)]
        try:
            self.stores[owner].accept(code, who, owner)
        except StoreError:
            return
        self.granted.add((owner, who, reader))
        self.codes.remove((code, reader))

    @rule(by=st.sampled_from(OWNERS), number=st.integers(0, 9))
    def end(self, by: str, number: int) -> None:
        mine = [*self.stores[by].shares(), *(one.share for one in self.stores[by].shared_with_me())]
        if mine:
            gone = mine[number % len(mine)]
            self.stores[by].end_share(gone)
            self.granted.discard((gone.owner, gone.person_id, gone.reader))

    @rule(owner=st.sampled_from(OWNERS), who=st.sampled_from(PEOPLE))
    def delete_and_add(self, owner: str, who: str) -> None:
        self.stores[owner].delete_person(who)
        self.stores[owner].add_person(who, f"{who} of {owner}")
        self.granted = {one for one in self.granted if one[:2] != (owner, who)}

    @invariant()
    def each_sees_what_was_granted_and_nothing_else(self) -> None:
        for reader in OWNERS:
            store = self.stores[reader]
            wanted = {(owner, who) for owner, who, to in self.granted if to == reader}
            shared = store.shared_with_me()
            assert {(one.share.owner, one.person.id) for one in shared} == wanted
            for owner in OWNERS:
                view = store.of_shared(Share(owner, "", "", reader, "", "", NOW))
                assert {(owner, one.id) for one in view.people()} == {one for one in wanted if one[0] == owner}
            assert {one.name for one in store.people()} == {f"{who} of {reader}" for who in PEOPLE}


class SharersOnServer(Sharers):
    """Also with queries that forget everything: row-level security holds alone."""

    @invariant()
    def raw_queries_see_no_more(self) -> None:
        for reader in OWNERS:
            wanted = {(owner, who) for owner, who, to in self.granted if to == reader}
            with self.home.shared_with(reader).reading() as connection:
                assert {(row.owner, row.id) for row in connection.execute(select(person))} == wanted
            with self.home.of(reader).reading() as connection:
                assert {row.owner for row in connection.execute(select(person))} <= {reader}


def run(home: Database, machine: type[Sharers], examples: int) -> None:
    run_state_machine_as_test(
        type("Here", (machine,), {"home": home}),
        settings=settings(
            max_examples=examples, stateful_step_count=20, suppress_health_check=list(HealthCheck), deadline=None
        ),
    )


def test_owners_who_share_in_any_order_see_what_was_granted_and_nothing_else(database: Database) -> None:
    run(database, SharersOnServer if database.is_server else Sharers, examples=12 if MANY else 4)
