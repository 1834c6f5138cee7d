"""The page My data: the whole record as a file, back again, and everything deleted with what is left counted."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from core.exporting.record_json import from_json, to_json
from core.knowledge.texts import say
from core.whole_record import bring_back, whole_record
from tests.pages.conftest import ME, START, Home
from tests.pages.visitor import Visitor


def dropped(visitor: Visitor, data: bytes) -> Visitor:
    """Drop a file on the field for files of Backwise."""
    (field,) = [one for one in visitor.app.file_uploader if (one.key or "").startswith("data.file.")]
    field.upload("record.json", data, "application/json")
    return visitor.run()


def the_file(home: Home) -> bytes:
    return to_json(whole_record(home.store, START)).encode()


def test_it_says_where_the_record_is(home: Home) -> None:
    visitor = Visitor("my_data")
    assert say("data.place.file") in visitor.text
    assert str(home.path) in visitor.text


def test_without_a_home_it_says_that_the_record_ends_with_the_tab(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKWISE_STORE", "memory")
    assert say("data.place.visit") in Visitor("my_data").text


def test_what_was_lost_comes_back_and_can_be_taken_back(home: Home) -> None:
    home.planned()
    trained = home.train()
    data = the_file(home)
    home.store.delete_session(trained.id)
    visitor = dropped(Visitor("my_data"), data).press("data.bring_back")
    assert home.sessions == (trained,)
    assert say("data.done") in visitor.text
    visitor.press("undo.go")
    assert home.sessions == ()


def test_a_file_with_nothing_new_offers_nothing(home: Home) -> None:
    home.planned()
    visitor = dropped(Visitor("my_data"), the_file(home))
    assert say("data.nothing_new") in visitor.text
    assert "data.bring_back" not in visitor.keys


def test_where_entries_differ_one_chooses(home: Home) -> None:
    home.planned()
    data = the_file(home)
    home.store.set_preference(ME, "liked", ["plank"])
    home.store.rename(ME, "Somebody")
    visitor = dropped(Visitor("my_data"), data).set("data.prefer", "file").press("data.bring_back")
    assert home.store.person(ME).name == "Me"
    assert not visitor.app.error


@pytest.mark.parametrize("data", [b"", b"no json", b"[]", b'{"format": "else"}', b"\xff\xfe\x00", b"{" * 100_000])
def test_a_file_of_something_else_is_told_and_nothing_changes(home: Home, data: bytes) -> None:
    home.planned()
    before = home.store.copy_of({ME})
    visitor = dropped(Visitor("my_data"), data)
    assert say("record.not_ours") in visitor.error
    assert home.store.copy_of({ME}) == before


def test_entries_that_cannot_be_read_are_named_and_the_rest_comes(home: Home) -> None:
    home.planned()
    home.train()
    record = json.loads(the_file(home))
    record["people"][0]["mornings"] = [{"day": "never", "pain": 99}]
    home.store.delete_everything()
    visitor = dropped(Visitor("my_data"), json.dumps(record).encode())
    assert "mornings[0]" in visitor.text
    visitor.press("data.bring_back")
    assert len(home.sessions) == 1


def test_deleting_needs_a_tick_and_proves_itself(home: Home) -> None:
    home.planned()
    home.train()
    visitor = Visitor("my_data")
    assert visitor.widget("data.erase").disabled
    visitor.tick("data.sure").press("data.erase")
    assert say("data.erased") in visitor.text
    assert home.store.people(with_archived=True) == ()
    assert "undo.go" not in visitor.keys


def test_a_demo_person_is_not_given_ones_own_training(home: Home) -> None:
    visitor = Visitor("people")
    visitor.press(visitor.starting("people.look.")[0])
    assert say("data.demo") in visitor.go("my_data").text


def test_the_file_of_an_archived_person_keeps_it_archived(home: Home) -> None:
    home.planned()
    home.store.archive(ME)
    record = from_json(the_file(home).decode()).record
    home.store.delete_everything()
    bring_back(home.store, replace(record), START)
    assert home.store.people() == ()
    assert len(home.store.people(with_archived=True)) == 1


def test_a_file_is_read_once_and_what_is_left_out_is_named(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.planned()
    record = json.loads(the_file(home))
    for week in record["people"][0]["plans"][0]["plan"]["weeks"]:
        for session in week["sessions"]:
            session["prescriptions"][0].update(sets=90, low=8, high=5000)
    home.store.delete_everything()
    read = []
    monkeypatch.setattr("pages.parts.data_file.from_json", lambda text: read.append(text) or from_json(text))
    visitor = dropped(Visitor("my_data"), json.dumps(record).encode())
    visitor.run()
    assert len(read) == 1
    assert "90 sets" in visitor.text
    visitor.press("data.bring_back")
    assert home.store.current_plan(ME) is None
    assert not visitor.app.exception
