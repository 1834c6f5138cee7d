"""Bringing a history: dropped, looked at, answered, kept, taken back; a bad file is told and nothing is lost."""

from __future__ import annotations

from dataclasses import asdict

from streamlit.testing.v1 import AppTest

from core.journal import SessionKind
from core.knowledge.texts import say
from tests.core.importing import files
from tests.pages.conftest import ME, Home


def _page() -> None:
    from pages.parts.bring import bring
    from pages.parts.troubles import show_troubles
    from pages.parts.visit import ensure_person

    show_troubles()
    bring(ensure_person())


class Bringer:
    """A visitor of the page part; a run that ends in an exception box fails the test."""

    def __init__(self, home: Home) -> None:
        home.screened()
        self.home = home
        self.app = AppTest.from_function(_page, default_timeout=30)
        self.run()

    def run(self) -> Bringer:
        self.app.run()
        assert [box.message for box in self.app.exception] == []
        return self

    def drop(self, data: bytes, name: str = "export.csv") -> Bringer:
        self.app.file_uploader[0].upload(name, data)
        return self.run()

    def press(self, key: str) -> Bringer:
        self.app.button(key=key).click()
        return self.run()

    @property
    def said(self) -> str:
        parts = ("subheader", "markdown", "error", "info", "success", "warning", "text", "caption")
        return "\n".join(str(one.value) for part in parts for one in self.app.get(part))

    def offers(self, key: str) -> bool:
        return any(one.key == key for one in self.app.button)


def test_a_history_comes_in_and_goes_again(home: Home) -> None:
    visitor = Bringer(home).drop(files.hevy())
    assert "This is an export of Hevy." in visitor.said
    assert "1 session with 6 leg or core sets" in visitor.said
    assert "Warm-up sets, not counted: 1" in visitor.said
    assert home.sessions == ()
    visitor.press("bring.go")
    assert "1 session with 6 sets came into your journal" in visitor.said
    assert [(one.kind, len(one.sets)) for one in home.sessions] == [(SessionKind.IMPORTED, 6)]
    visitor.drop(files.hevy())
    assert "kept already" in visitor.said
    assert not visitor.offers("bring.go")
    record = home.store.imports(ME)[0]
    assert say("import.uncounted") not in visitor.said
    # As an earlier version kept it.
    home.store.set_preference(ME, f"import.{record.id}", {**asdict(record), "written": []})
    assert say("import.uncounted") in visitor.run().said
    visitor.press(f"bring.undo.{record.id}")
    assert home.sessions == ()
    assert "taken back" in visitor.said


def test_the_unit_is_asked_before_anything_is_offered(home: Home) -> None:
    visitor = Bringer(home).drop(files.strong()["s4"])
    assert "kilograms or pounds" in visitor.said
    assert not visitor.offers("bring.go")
    visitor.app.segmented_control(key="bring.unit").set_value("lb")
    visitor.run().press("bring.go")
    assert round(home.sessions[0].sets[0].load_kg or 0, 2) == 45.36


def test_a_name_is_matched_once_and_remembered(home: Home) -> None:
    header = files.S3
    rows = [
        (files.AT, "Legs", "Backwards Sled", 1, 40, "kg", 10, "", "", "", 0, "", ""),
        (files.AT, "Legs", "Leg Press", 1, 90, "kg", 10, "", "", "", 0, "", ""),
    ]
    data = files.table(header, rows, delimiter=";")
    visitor = Bringer(home).drop(data)
    assert "Backwards Sled · 1 set" in visitor.said
    visitor.app.selectbox(key="bring.name.of.backwards-sled").set_value("walking_lunge")
    visitor.run().press("bring.go")
    assert {one.exercise_id for one in home.sessions[0].sets} == {"walking_lunge", "leg_press"}
    assert home.store.names_chosen(ME)["backwards sled"] == "walking_lunge"
    again = Bringer(home).drop(data)
    assert "kept already" in again.said
    assert "Names to match" not in again.said


def test_dates_that_can_be_read_both_ways_are_asked(home: Home) -> None:
    data = files.table("Date,Exercise,Reps", [("01/02/2025", "Leg Press", 5)])
    visitor = Bringer(home).drop(data)
    assert "No app is known" in visitor.said
    assert "the day or the month" in visitor.said
    order = next(one for one in visitor.app.segmented_control if str(one.key).startswith("bring.order"))
    order.set_value("month_first")
    visitor.run().press("bring.go")
    assert [one.day.isoformat() for one in home.sessions] == ["2025-01-02"]


def test_a_bad_file_is_told_and_nothing_is_lost(home: Home) -> None:
    visitor = Bringer(home).drop(files.liftlog()).press("bring.go")
    kept = home.sessions
    for data in (b"\x00\x01\x02", b"PK\x03\x04", b"hello", files.fitnotes_backup(tables=False)):
        visitor.drop(data)
        assert len(visitor.app.error) == 1
        assert "Nothing was changed" in visitor.app.error[0].value
        assert not visitor.offers("bring.go")
    assert home.sessions == kept


def test_what_stands_in_the_file_is_shown_as_plain_text(home: Home) -> None:
    bad = "Sled ![x](https://example.org/x.png) push"
    rows = [(files.AT, bad, bad, 1, 40, "kg", 10, "", "", "", 0, "", "")]
    visitor = Bringer(home).drop(files.table(files.S3, rows, delimiter=";"))
    assert bad in "\n".join(str(one.value) for one in visitor.app.text)
    assert "example.org" not in "\n".join(str(one.value) for one in visitor.app.markdown)
    assert all("example.org" not in str(one.label) for one in visitor.app.selectbox)
