"""Sign-ins: one that has ended writes nothing and never opens again, on a clinic's server and with a moving clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from core.errors import SignInEnded
from core.store import Database, Held, Store, code_of, open_database
from core.store.presence import IDLE_CLINICIAN, IDLE_PATIENT, KEPT
from core.store.sign_ins import BEGINS_WITHIN, SEEN_EVERY
from core.words import SignInEnd
from tests.postgres import Clinic

ANN, BEN = "https://id.example ann", "https://id.example ben"
NEAR = timedelta(seconds=1)
PHONE, DESK = "Safari on iPhone", "Firefox on Linux"


class Desk:
    """A clinic whose clock moves; a tab is a store under a sign-in."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self.now = datetime(2026, 11, 20, 9, tzinfo=UTC)
        self.database: Database = open_database(clinic.url, clock=self.clock)

    def clock(self) -> datetime:
        return self.now

    def tab(self, sign_in: str, *, owner: str = ANN, tapped: datetime | None = None, browser: str = "") -> Store:
        return Store(self.database.under(Held(sign_in, self.clock, tapped, browser)), owner, self.clock)

    def signed_in(self, sign_in: str, *, owner: str = ANN, browser: str = DESK) -> Store:
        """A tab after its first run."""
        self.tab(sign_in, owner=owner, browser=browser).stamp()
        return self.tab(sign_in, owner=owner)

    def people(self, owner: str = ANN) -> list[str]:
        return [one.name for one in Store(self.database, owner, self.clock).people()]


@pytest.fixture
def desk(clinic: Clinic) -> Iterator[Desk]:
    found = Desk(clinic)
    yield found
    found.database.close()


def why(store: Store) -> str:
    """Why a tab is not let in."""
    with pytest.raises(SignInEnded) as told:
        store.stamp()
    return str(told.value.why)


def refused(store: Store) -> bool:
    """Whether a tab's callback, which comes before any page, may write."""
    with pytest.raises(SignInEnded, match="nothing was saved"):
        store.add_person("p", "Written by a tab that is signed out")
    return store.people() == ()


def test_a_tab_that_was_signed_out_elsewhere_writes_nothing(desk: Desk) -> None:
    tab, other = desk.signed_in("s1"), desk.tab("s1")
    tab.add_person("ann", "Ann")
    assert other.end_sign_in("s1", SignInEnd.OUT)
    with pytest.raises(SignInEnded):
        tab.add_person("ben", "Ben")
    desk.signed_in("s2")
    for act in (tab.delete_everything, tab.end_other_sign_ins, lambda: tab.end_sign_in("s2", SignInEnd.ELSEWHERE)):
        with pytest.raises(SignInEnded):
            act()
    desk.tab("s2").stamp()
    assert desk.people() == ["Ann"]
    assert why(tab) == SignInEnd.OUT


def test_an_ended_sign_in_never_opens_again(desk: Desk) -> None:
    desk.signed_in("s1").end_sign_in("s1", SignInEnd.OUT)
    assert why(desk.tab("s1", browser=DESK)) == SignInEnd.OUT
    assert not desk.tab("s1").end_sign_in("s1", SignInEnd.IDLE)
    assert why(desk.tab("s1", browser=DESK)) == SignInEnd.OUT
    # Also one that ended before its first page.
    desk.tab("s2").end_sign_in("s2", SignInEnd.REPLACED)
    assert why(desk.tab("s2", browser=DESK)) == SignInEnd.REPLACED


def test_a_sign_in_that_is_not_on_the_list_is_not_let_in(desk: Desk) -> None:
    assert why(desk.tab("s1")) == SignInEnd.UNKNOWN
    assert refused(desk.tab("s1"))
    desk.signed_in("s1")
    assert why(desk.tab("s1", owner=BEN)) == SignInEnd.UNKNOWN
    assert refused(desk.tab("s1", owner=BEN))


def test_one_account_ends_no_sign_in_of_another(desk: Desk) -> None:
    ann, ben = desk.signed_in("s1"), desk.signed_in("s2", owner=BEN)
    ben.end_sign_in("s1", SignInEnd.ELSEWHERE)
    ben.end_other_sign_ins()
    ann.stamp()
    assert [one.id for one in ann.sign_ins()] == ["s1"]
    assert [one.id for one in ben.sign_ins()] == ["s2"]


def test_the_list_names_those_that_hold_and_all_others_can_be_ended(desk: Desk) -> None:
    began = desk.now
    desk.signed_in("s1", browser=PHONE)
    desk.now += timedelta(hours=1)
    tab = desk.signed_in("s2")
    desk.signed_in("s3").end_sign_in("s3", SignInEnd.OUT)
    first, second = tab.sign_ins()
    assert (first.browser, first.is_this, first.began_at, first.seen_at) == (DESK, True, desk.now, desk.now)
    assert (second.browser, second.is_this, second.began_at, second.seen_at) == (PHONE, False, began, began)
    tab.end_other_sign_ins()
    assert [one.id for one in tab.sign_ins()] == ["s2"]
    assert why(desk.tab("s1")) == SignInEnd.ELSEWHERE
    tab.stamp()


def shares(desk: Desk) -> None:
    """Ben shares with Ann."""
    patient, clinician = (Store(desk.database, owner, desk.clock) for owner in (BEN, ANN))
    patient.add_person("p", "Ben")
    clinician.invite(code_of(bytes(16)), "Ann")
    patient.accept(code_of(bytes(16)), "p", "Ben")


def invites(desk: Desk) -> None:
    """Ann has an open invitation."""
    Store(desk.database, ANN, desk.clock).invite(code_of(bytes(16)), "Ann")


@pytest.mark.parametrize(
    ("made", "lasts"),
    [(None, IDLE_PATIENT), (shares, IDLE_CLINICIAN), (invites, IDLE_CLINICIAN)],
    ids=["patient", "shared with", "invites"],
)
def test_who_does_not_tap_is_signed_out(desk: Desk, made: Any, lasts: timedelta) -> None:
    if made:
        made(desk)
    tab = desk.signed_in("s1")
    began = desk.now
    desk.now = began + lasts - NEAR
    tab.add_person("a", "In time")
    desk.now = began + lasts
    # The callback of a tap comes before its page.
    with pytest.raises(SignInEnded):
        tab.add_person("b", "Too late")
    assert tab.sign_ins() == ()
    assert why(tab) == SignInEnd.IDLE
    assert desk.people() == ["In time"]
    # It has ended, whatever the clock says later, and a new one goes on.
    desk.now = began
    assert why(tab) == SignInEnd.IDLE
    desk.signed_in("s2").add_person("b", "After signing in again")
    assert desk.people() == ["After signing in again", "In time"]


def test_to_end_what_makes_a_clinician_is_asked_of_one_who_is_still_signed_in(desk: Desk) -> None:
    shares(desk)
    tab = desk.signed_in("s1")
    invited = tab.invite(code_of(bytes([1] * 16)), "Ann")
    (seen,) = tab.shared_with_me()
    desk.now += IDLE_CLINICIAN
    for act in (lambda: tab.end_share(seen.share), lambda: tab.withdraw(invited.id), tab.delete_everything):
        with pytest.raises(SignInEnded):
            act()
    other = desk.signed_in("s2")
    assert (other.shared_with_me(), other.invitations()) == ((seen,), (invited,))


def test_the_limits_are_half_an_hour_and_twelve_hours() -> None:
    lasts = (IDLE_CLINICIAN.total_seconds(), IDLE_PATIENT.total_seconds())
    assert lasts == (30 * 60, 12 * 3600)


def test_an_invitation_that_has_run_out_makes_no_clinician(desk: Desk) -> None:
    invites(desk)
    desk.now += timedelta(days=8)
    tab = desk.signed_in("s1")
    desk.now += IDLE_CLINICIAN
    tab.stamp()


def test_each_tap_counts_and_is_noted_now_and_then(desk: Desk) -> None:
    invites(desk)
    tab = desk.signed_in("s1")
    (begun,) = tab.sign_ins()
    desk.now += SEEN_EVERY - NEAR
    tab.stamp()
    assert tab.sign_ins() == (begun,)
    # Not noted, but this tab knows of its tap.
    tapped = desk.now
    desk.now = tapped + IDLE_CLINICIAN - NEAR
    desk.tab("s1", tapped=tapped).stamp()
    assert desk.tab("s1").sign_ins()[0].seen_at == desk.now
    desk.now += IDLE_CLINICIAN - NEAR
    tab.add_person("ann", "Ann")


def test_what_is_deleted_takes_the_other_sign_ins_along(desk: Desk, clinic: Clinic) -> None:
    desk.signed_in("s1", browser=PHONE)
    desk.now += BEGINS_WITHIN
    young = desk.signed_in("s2", browser=PHONE)
    desk.now += NEAR
    tab = desk.signed_in("s3")
    tab.add_person("ann", "Ann")
    tab.delete_everything()
    kept = clinic.run("SELECT id, browser, why FROM sign_in ORDER BY id")
    # What could still begin again is kept without a name, and this tab goes on.
    assert kept == [("s2", "", "elsewhere"), ("s3", DESK, None)]
    assert why(desk.tab("s2", browser=PHONE)) == SignInEnd.ELSEWHERE
    assert refused(young)
    tab.stamp()


def test_old_ones_are_taken_off_when_the_account_signs_in_again(desk: Desk, clinic: Clinic) -> None:
    desk.signed_in("s1").end_sign_in("s1", SignInEnd.OUT)
    desk.signed_in("s2")
    desk.signed_in("s3", owner=BEN)
    desk.now += KEPT + NEAR
    desk.signed_in("s4")
    assert clinic.run("SELECT id FROM sign_in ORDER BY id") == [("s3",), ("s4",)]


def test_what_is_shared_is_seen_as_long_as_it_is_shared(desk: Desk) -> None:
    shares(desk)
    tab = desk.signed_in("s1")
    (seen,) = tab.shared_with_me()
    assert tab.of_shared(seen.share).person("p") == seen.person


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of any database from here on."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_to_see_that_a_sign_in_holds_costs_no_statement(desk: Desk) -> None:
    tab, plain = desk.signed_in("s1"), Store(desk.database, ANN, desk.clock)
    costs = {}
    for name, store in (("plain", plain), ("signed in", tab)):
        with statements() as asked:
            store.stamp()
            store.add_person(name, name)
            store.people()
        costs[name] = len(asked)
    assert costs["signed in"] == costs["plain"]
    desk.now += SEEN_EVERY
    with statements() as asked:
        tab.stamp()
    # Each begins with who asks: the look, and the note that it is in use.
    assert len(asked) == 4
    stamp = tab.stamp()
    desk.now += SEEN_EVERY
    assert tab.stamp() == stamp
