"""Sharing on the pages: two people's visits to one clinic's server; and a demo that nobody keeps."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from core.demo import load_demo_people
from core.knowledge.texts import say
from core.planning import Part
from core.store import Share, file_url, open_database, sentences
from core.store.tables import metadata
from pages.parts import identity
from pages.parts.people_instead import OWN_ONLY
from tests.pages.conftest import ANN, CODE, DOC, EVE, ME, NAMES, START, Clock, Home, Reception
from tests.pages.visitor import MAIN, PAGES, Visitor

DEMO = next(iter(load_demo_people().values()))


def shared(reception: Reception) -> Share:
    """Ann shares with the clinician."""
    reception.stores[DOC].invite(CODE, NAMES[DOC])
    return reception.stores[ANN].accept(CODE, ME, NAMES[ANN])


def looking(reception: Reception) -> Visitor:
    """The clinician looks at what Ann shares."""
    made = shared(reception)
    return reception.visit(DOC).press(f"share.look.{made.id}").go("today")


def code_on(visitor: Visitor) -> str:
    """The code that the page shows."""
    (found,) = [one.value for one in visitor.app.code if re.fullmatch(r"[A-Z2-7-]{31}", one.value)]
    return str(found)


def test_a_clinician_invites_a_patient_accepts_and_ends_it(reception: Reception) -> None:
    doctor = reception.visit(DOC).press("share.invite")
    code = code_on(doctor)
    assert NAMES[DOC] in doctor.text
    patient = reception.visit(ANN)
    assert say("share.nobody") in patient.text
    patient.set("share.code", code.lower())
    assert say("share.accept.from", name=NAMES[DOC]) in patient.text
    assert reception.stores[ANN].shares() == ()
    patient.press("share.accept")
    assert say("share.done") in patient.text
    assert "Dr Doc sees Me" in patient.text
    (share,) = reception.stores[ANN].shares()
    reception.who = DOC
    doctor.run().press(f"share.look.{share.id}")
    assert say("share.banner", name=NAMES[ANN]) in doctor.text
    assert doctor.go("progress").title
    reception.who = ANN
    patient.press(f"share.end.{share.id}")
    assert say("share.nobody") in patient.text
    reception.who = DOC
    doctor.run()
    assert say("instead.ended") in doctor.text
    assert "instead.leave" not in doctor.keys
    assert say("share.with_me") not in doctor.go("people").text


def test_the_code_is_shown_once_and_can_be_withdrawn(reception: Reception) -> None:
    doctor = reception.visit(DOC).press("share.invite")
    code = code_on(doctor)
    (made,) = reception.stores[DOC].invitations()
    assert not reception.visit(DOC).app.code
    doctor.press(f"share.withdraw.{made.id}")
    assert not doctor.app.code
    patient = reception.visit(ANN).set("share.code", code)
    assert patient.error == sentences.NO_SUCH_INVITATION
    assert "share.accept" not in patient.keys


def test_a_link_fills_the_code_in_and_leaves_the_address(reception: Reception) -> None:
    reception.stores[DOC].invite(CODE, NAMES[DOC])
    reception.who = ANN
    app = AppTest.from_file(MAIN, default_timeout=30)
    app.query_params["invite"] = CODE
    app.run()
    app.switch_page("people.py").run()
    assert not app.exception
    assert app.text_input(key="share.code").value == CODE
    assert "invite" not in app.query_params
    assert app.button(key="share.accept")


def test_who_keeps_no_record_begins_one_by_accepting(reception: Reception) -> None:
    reception.stores[DOC].invite(CODE, NAMES[DOC])
    visitor = reception.visit(EVE).set("share.code", CODE)
    assert say("share.accept.new") in visitor.text
    visitor.press("share.accept")
    (seen,) = reception.stores[DOC].shared_with_me()
    assert (seen.share.owner, seen.person) == (EVE, reception.stores[EVE].people()[0])


def test_ones_own_and_a_wrong_code_are_told(reception: Reception) -> None:
    reception.stores[DOC].invite(CODE, NAMES[DOC])
    assert reception.visit(DOC).set("share.code", CODE).error == sentences.OWN_INVITATION
    assert reception.visit(ANN).set("share.code", "ABC").error == sentences.NO_CODE


def test_the_clinician_takes_a_person_off_the_list(reception: Reception) -> None:
    made = shared(reception)
    doctor = reception.visit(DOC).press(f"share.drop.{made.id}")
    assert f"share.look.{made.id}" not in doctor.keys
    assert reception.stores[ANN].shares() == ()


def test_a_third_person_is_shown_nothing(reception: Reception) -> None:
    made = shared(reception)
    visitor = reception.visit(EVE)
    assert visitor.starting("share.look") == visitor.starting("share.end") == []
    assert NAMES[ANN] not in visitor.text
    assert made.owner_name not in visitor.go("today").text


def test_a_name_from_an_account_is_shown_as_plain_text(reception: Reception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(NAMES, DOC, "![x](http://stranger.example/x.png)")
    reception.stores[DOC].invite(CODE, NAMES[DOC])
    patient = reception.visit(ANN).set("share.code", CODE).press("share.accept")
    assert NAMES[DOC] in "\n".join(one.value for one in patient.app.text)
    for kind in ("markdown", "success", "info", "caption"):
        assert all("stranger" not in one.value for one in getattr(patient.app, kind))


@pytest.mark.parametrize("name", [one for one in PAGES if one not in ("people", *OWN_ONLY)])
def test_every_page_shows_what_is_shared(reception: Reception, name: str) -> None:
    visitor = looking(reception).go(name)
    assert not visitor.app.error
    assert say("share.banner", name=NAMES[ANN]) in visitor.text
    assert "instead.leave" in visitor.keys


def test_what_writes_on_the_main_pages_says_that_it_is_only_shared(reception: Reception, clock: Clock) -> None:
    clock.forward(days=1)
    doctor = looking(reception)
    before = reception.stores[ANN].copy_of({ME})
    doctor.set("morning.pain", 3).press("morning.save")
    assert doctor.error == sentences.SHARED
    clock.forward(days=2)
    reception.who = DOC
    assert doctor.go("today").set("before.pain", 2).press("today.start.planned").error == sentences.SHARED
    first = reception.home.plan.plan.session(1, 2).of(Part.MAIN)[0].exercise_id
    doctor.go("plan").open(f"plan.change.{first}").press(f"plan.excluded.{first}")
    assert doctor.error == sentences.SHARED
    doctor.go("today").press("outcome.due.later")
    assert doctor.error == sentences.SHARED
    assert reception.stores[ANN].copy_of({ME}) == before


def test_a_session_that_goes_on_can_be_watched_and_not_logged(reception: Reception, clock: Clock) -> None:
    clock.forward(days=3)
    reception.visit(ANN, "today").set("before.pain", 2).press("today.start.planned")
    before = reception.stores[ANN].copy_of({ME})
    doctor = looking(reception)
    (log,) = [one for one in doctor.starting("runner.") if one.endswith(".log")]
    assert doctor.press(log).error == sentences.SHARED
    assert reception.stores[ANN].copy_of({ME}) == before


def test_who_was_not_screened_is_not_screened_by_somebody_else(reception: Reception) -> None:
    reception.stores[EVE].add_person("e", "Eve")
    reception.stores[DOC].invite(CODE, NAMES[DOC])
    made = reception.stores[EVE].accept(CODE, "e", NAMES[EVE])
    doctor = reception.visit(DOC).press(f"share.look.{made.id}")
    for name in ("today", "screening", "plan", "progress"):
        assert say("share.unscreened") in doctor.go(name).text
        assert doctor.keys == {"account.out", "instead.leave"}
    assert doctor.go("exercises").title


@pytest.mark.parametrize("page", ["people", *OWN_ONLY])
def test_pages_about_ones_own_end_the_look(reception: Reception, page: str) -> None:
    doctor = looking(reception).go(page)
    assert "instead.leave" not in doctor.keys
    assert say("share.banner", name=NAMES[ANN]) not in doctor.text


def test_without_a_server_nothing_is_shared(home: Home) -> None:
    assert not [one for one in Visitor("people").keys if one.startswith("share.")]


def test_an_account_without_a_name_goes_by_its_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity.st, "user", {"iss": "https://id.example", "sub": "s-1", "name": "", "email": None})
    assert identity.account_name() == "s-1"


# ---------------------------------------------------------------- a demo that nobody keeps


def rows_in(home: Home) -> dict[str, int]:
    """How many rows the record on disk has, by table."""
    database = open_database(file_url(home.path), clock=lambda: START)
    with database.reading() as connection:
        return {name: len(connection.execute(table.select()).all()) for name, table in metadata.tables.items()}


def test_a_demo_is_marked_on_every_page_and_writes_nothing(home: Home) -> None:
    home.planned()
    home.train()
    before = rows_in(home)
    visitor = Visitor("people").press("instead.start")
    assert say("people.empty") in visitor.text
    visitor.press(f"people.look.{DEMO.id}")
    for name in PAGES:
        visitor.go(name)
        assert not visitor.app.error
        assert say("instead.mark") in visitor.text, name
        assert "person" not in visitor.app.query_params
    visitor.go("today")
    assert DEMO.name in visitor.text
    starts = visitor.starting("today.start")
    assert starts
    visitor.press(starts[0])
    assert rows_in(home) == before
    visitor.press("instead.leave")
    assert say("instead.mark") not in visitor.text
    assert [one.name for one in home.store.people()] == ["Me"]
    assert DEMO.name not in visitor.go("today").text


def test_a_new_person_of_a_demo_is_gone_after_a_reload(home: Home) -> None:
    visitor = Visitor("people").press("instead.start")
    visitor.type("people.add.name", "Invented").press("people.add.go")
    assert "Invented" in visitor.go("people").text
    assert "Invented" not in Visitor("people").text
    assert home.store.people(with_archived=True) == ()


def test_a_reload_in_a_demo_does_not_bring_its_person_into_the_record(home: Home) -> None:
    home.planned()
    visitor = Visitor("people").press("instead.start").press(f"people.look.{DEMO.id}").go("today")
    again = AppTest.from_file(MAIN, default_timeout=30)
    for name, value in visitor.app.query_params.items():
        again.query_params[name] = value
    again.run()
    assert not again.exception
    assert [one.id for one in home.store.people()] == [ME]


def test_what_could_be_taken_back_waits_until_the_demo_is_over(home: Home) -> None:
    home.planned()
    home.clock.forward(minutes=1)
    home.store.add_person("ben", "Ben")
    visitor = Visitor("people").open("people.menu.ben").press("people.archive.ben")
    assert "undo.go" in visitor.keys
    visitor.press("instead.start")
    assert "undo.go" not in visitor.keys
    visitor.press("instead.leave").press("undo.go")
    assert [one.id for one in home.store.people()] == ["ben", ME]


def test_my_data_waits_until_the_demo_is_over(home: Home) -> None:
    visitor = Visitor("people").press("instead.start").go(OWN_ONLY[0])
    assert say("instead.own_only") in visitor.text
    assert visitor.starting("data.") == []
