"""Full disks, read-only places, other tabs and damaged files: a clear message, and nothing saved is lost."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import StoreConflict, StoreError, StoreFull, StoreReadOnly
from core.journal import MorningEntry, SessionEntry, SetEntry
from core.knowledge.texts import say
from core.planning import Part
from core.store import Store, sentences
from core.words import Site
from tests.core.builders import SETTLED_ADULT, answers
from tests.pages.conftest import ME, START, Clock, Home
from tests.pages.visitor import PAGES, SCREENS, Visitor

FAILURES = [StoreFull(sentences.FULL), StoreReadOnly(sentences.READ_ONLY)]


@pytest.fixture(params=FAILURES, ids=lambda error: type(error).__name__)
def failure(request: pytest.FixtureRequest) -> StoreError:
    """What the store says when a write fails."""
    return request.param


def refuse(patch: pytest.MonkeyPatch, method: str, failure: StoreError) -> None:
    """Let one method of every store fail."""

    def failing(*_args: object, **_values: object) -> None:
        raise failure

    patch.setattr(Store, method, failing)


def at_the_last_screen() -> Visitor:
    """A visitor who has everything but the last screen behind them."""
    done = {name: value for name, value in answers().items() if name not in SCREENS_LAST}
    return Visitor("screening", **{"screening.step": len(SCREENS) - 1, "screening.draft": done})


SCREENS_LAST = [question.id for question in SCREENS[-1].questions]


def started(home: Home) -> Visitor:
    """A visitor in the first session of a new plan, some time after the screening."""
    home.planned()
    home.clock.forward(hours=1)
    return Visitor().set("before.pain", 2).press("today.start.planned")


def log_button(visitor: Visitor) -> str:
    """Key of the one button that logs a set."""
    (key,) = [one for one in visitor.starting("runner.") if one.endswith(".log")]
    return key


def to_the_end(visitor: Visitor) -> Visitor:
    """Go on to the questions at the end."""
    while "runner.finish" not in visitor.keys:
        visitor.press("runner.next")
    return visitor


def test_a_screening_that_cannot_be_kept_stays_open_and_is_kept_on_the_next_try(
    home: Home, failure: StoreError, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        refuse(patch, "save_assessment", failure)
        visitor = at_the_last_screen().answer("training", SETTLED_ADULT)
        assert visitor.error == str(failure)
        assert visitor.title == "Your training"
        assert visitor.widget("screening.minutes").value == SETTLED_ADULT["minutes"]
    visitor.press("screening.next")
    assert visitor.title == "Your result"
    assert visitor.app.error.len == 0
    assert home.store.latest_assessment(home.store.people()[0].id) is not None


def test_an_emergency_is_shown_even_where_nothing_can_be_kept(
    home: Home, failure: StoreError, monkeypatch: pytest.MonkeyPatch
) -> None:
    refuse(monkeypatch, "save_assessment", failure)
    visitor = Visitor("screening").answer("nerves", {"A1": "new"})
    assert str(failure) in visitor.text
    assert say("tier.emergency.title") in visitor.text


def test_the_day_of_an_assessment_that_cannot_be_kept_is_told(
    home: Home, clock: Clock, failure: StoreError, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.screened(H3="yes")
    before = home.store.latest_assessment(ME)
    visitor = Visitor("screening")
    (box,) = visitor.starting("resolver.")
    visitor.tick(box).set(f"{box}.day", clock.today).set(f"{box}.since", "unchanged")
    refuse(monkeypatch, "save_assessment", failure)
    visitor.press("screening.resolve")
    assert str(failure) in visitor.text
    assert home.store.latest_assessment(ME) == before
    assert Visitor("plan").title == "No plan for now"


def test_a_first_plan_that_cannot_be_kept_is_made_on_the_next_visit(
    home: Home, failure: StoreError, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.screened()
    with monkeypatch.context() as patch:
        refuse(patch, "save_plan", failure)
        assert Visitor("plan").error == str(failure)
    assert Visitor("plan").title == "Your plan"


def test_a_change_that_cannot_be_kept_leaves_the_plan_as_it_was(
    home: Home, failure: StoreError, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = home.planned()
    first = plan.exercise_ids(Part.MAIN)[0]
    visitor = Visitor("plan").open(f"plan.change.{first}")
    refuse(monkeypatch, "set_preference", failure)
    visitor.press(f"plan.excluded.{first}")
    assert visitor.error == str(failure)
    assert visitor.title == "Your plan"
    assert home.plan.plan == plan
    assert visitor.run().app.error.len == 0


def test_a_session_that_cannot_be_started_leaves_the_check_open(
    home: Home, failure: StoreError, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.planned()
    visitor = Visitor().set("before.pain", 2)
    with monkeypatch.context() as patch:
        refuse(patch, "start_session", failure)
        visitor.press("today.start.planned")
        assert visitor.error == str(failure)
        assert visitor.widget("before.pain").value == 2
    visitor.press("today.start.planned")
    assert [one.pain_before for one in home.sessions] == [2]


def test_a_session_that_started_without_its_soreness_leaves_none_of_it_for_the_next_one(
    home: Home, failure: StoreError, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.planned()
    visitor = Visitor().set("before.pain", 2).set("before.sore", "high")
    with monkeypatch.context() as patch:
        refuse(patch, "set_preference", failure)
        visitor.press("today.start.planned")
        assert visitor.error == str(failure)
    assert [one.pain_before for one in home.sessions] == [2]
    visitor.press("today.discard.yes")
    assert visitor.widget("before.pain").value is None
    assert visitor.widget("before.sore").value is None


def test_a_set_that_cannot_be_kept_can_be_logged_again_with_its_numbers(
    home: Home, failure: StoreError, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = started(home)
    log = log_button(visitor)
    visitor.press(log)
    amount = log.replace(".1.log", ".2.amount")
    visitor.set(amount, 11)
    with monkeypatch.context() as patch:
        refuse(patch, "log_set", failure)
        visitor.press(log.replace(".1.log", ".2.log"))
        assert visitor.error == str(failure)
        assert [one.number for one in home.sessions[0].sets] == [1]
        assert visitor.widget(amount).value == 11
    visitor.press(log.replace(".1.log", ".2.log"))
    assert [(one.number, one.reps) for one in home.sessions[0].sets][1] == (2, 11)


def test_an_end_that_cannot_be_kept_loses_no_answer(
    home: Home, failure: StoreError, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = started(home)
    to_the_end(visitor)
    end = f"end.{home.sessions[0].id}"
    visitor.set(f"{end}.worst", 4).set(f"{end}.note", "windy")
    with monkeypatch.context() as patch:
        refuse(patch, "finish_session", failure)
        visitor.press("runner.finish")
        assert visitor.error == str(failure)
        assert not home.sessions[0].finished
        assert visitor.widget(f"{end}.worst").value == 4
    visitor.press("runner.finish")
    assert (home.sessions[0].pain_worst, home.sessions[0].note) == (4, "windy")


def test_a_sign_in_both_legs_is_answered_even_where_nothing_can_be_kept(
    home: Home, failure: StoreError, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = started(home)
    (session,) = home.sessions
    (site,) = [key for key in visitor.starting(f"felt.{session.id}.") if key.endswith(".site")]
    visitor.set(site, Site.CALF)
    refuse(monkeypatch, "save_session", failure)
    visitor.tick(f"leg.{session.id}.stop_sign")
    assert str(failure) in visitor.text
    assert say("tier.emergency.title") in visitor.text
    assert not [key for key in visitor.keys if key.endswith(".log")]
    visitor.press("runner.next").go("method").go("today")
    assert say("tier.emergency.title") in visitor.text
    assert to_the_end(visitor).widget(f"end.{session.id}.stop").value is True


def test_sharp_pain_is_answered_even_where_nothing_can_be_kept(
    home: Home, failure: StoreError, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = started(home)
    (sharp,) = [key for key in visitor.starting("felt.") if key.endswith(".sharp")]
    refuse(monkeypatch, "log_exercise", failure)
    visitor.tick(sharp)
    assert str(failure) in visitor.text
    assert visitor.warning == say("today.felt.sharp_advice")
    assert not [key for key in visitor.keys if key.endswith(".log")]


def test_a_morning_that_cannot_be_kept_is_asked_again(
    home: Home, clock: Clock, failure: StoreError, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.planned()
    home.train()
    clock.forward(days=1)
    visitor = Visitor().set("morning.pain", 3)
    refuse(monkeypatch, "save_morning", failure)
    visitor.press("morning.save")
    assert visitor.error == str(failure)
    assert visitor.widget("morning.pain").value == 3


def test_a_set_that_another_tab_wrote_first_stays_and_is_told(home: Home) -> None:
    one = started(home)
    other = Visitor()
    log = log_button(one)
    amount = log.replace(".log", ".amount")
    other.set(amount, 12)
    one.set(amount, 8).press(log)
    other.press(log)
    assert other.warning.startswith("Another tab wrote set 1 of ")
    assert "Stored now: 8 reps" in other.warning
    assert [entry.reps for entry in home.sessions[0].sets] == [8]
    assert "Set 1: 8" in other.text
    assert other.run().app.warning.len == 0


def test_an_undo_after_another_tabs_change_is_refused(home: Home) -> None:
    visitor = started(home)
    log = log_button(visitor)
    visitor.press(log)
    (session,) = home.sessions
    (entry,) = session.sets
    version = home.store.versions(session.id).of_set(entry.exercise_id, 1)
    home.store.log_set(session.id, SetEntry(entry.exercise_id, 1, reps=20), version)
    visitor.press(f"runner.undo.{entry.exercise_id}.1")
    assert visitor.warning.startswith("Another tab wrote set 1 of ")
    assert [one.reps for one in home.sessions[0].sets] == [20]


def test_a_session_finished_in_another_tab_is_not_finished_twice(home: Home) -> None:
    one = started(home)
    to_the_end(one)
    other = to_the_end(Visitor())
    end = f"end.{home.sessions[0].id}"
    other.set(f"{end}.worst", 9)
    one.set(f"{end}.worst", 2).press("runner.finish")
    other.press("runner.finish")
    assert other.warning == sentences.SESSION_TAKEN
    assert home.sessions[0].pain_worst == 2


def test_a_session_discarded_in_another_tab_is_told(home: Home) -> None:
    one = started(home)
    log = log_button(one)
    Visitor().press("today.discard.yes")
    one.press(log)
    assert one.error == sentences.NO_SUCH_SESSION


def test_a_conflict_is_a_warning_and_a_failure_an_error(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.planned()
    refuse(monkeypatch, "start_session", StoreConflict("first"))
    assert Visitor().set("before.pain", 2).press("today.start.planned").warning == "first"


@pytest.mark.parametrize("name", PAGES)
def test_a_damaged_file_is_told_on_every_page_that_reads_it_and_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"This is no database. " * 200)
    monkeypatch.setenv("BACKWISE_STORE", str(path))
    visitor = Visitor()
    assert visitor.error == sentences.DAMAGED
    visitor.go(name)
    assert [one.value for one in visitor.app.error] == ([] if name == "method" else [sentences.DAMAGED])
    assert path.read_bytes() == b"This is no database. " * 200


DAMAGES = {
    "session": "UPDATE session SET kind = 'nap' WHERE id = 'bad'",
    "set_entry": "UPDATE set_entry SET reps = 5000 WHERE session_id = 'bad'",
    "morning": "UPDATE morning SET day = 'once'",
}


@pytest.mark.parametrize("table", DAMAGES)
def test_a_damaged_entry_is_named_and_left_out_with_one_button(home: Home, table: str) -> None:
    home.planned()
    for name, days in (("good", 6), ("bad", 3)):
        at = START - timedelta(days=days)
        sets = (SetEntry("leg_press", 1, reps=8),)
        home.store.start_session(ME, SessionEntry(id=name, day=at.date(), started_at=at, finished_at=at, sets=sets))
    home.store.save_morning(ME, MorningEntry(START.date() - timedelta(days=2), "bad", 2))
    with sqlite3.connect(home.path) as connection:
        assert connection.execute(DAMAGES[table]).rowcount == 1
        before = connection.execute(f"SELECT * FROM {table}").fetchall()
    visitor = Visitor("progress")
    assert visitor.error == sentences.DAMAGED_ENTRY
    assert say(f"home.part.{table}") in visitor.text
    visitor.press("unreadable.leave_out")
    assert not visitor.app.error
    assert not visitor.go("today").app.error
    journal = home.store.journal(ME)
    assert [entry.id for entry in journal.sessions] == (["good"] if table == "session" else ["good", "bad"])
    assert sum(len(entry.sets) for entry in journal.sessions) == (2 if table == "morning" else 1)
    assert len(journal.mornings) == (table != "morning")
    (copy,) = home.path.with_name(f"{home.path.stem}.backups").glob("*.before-*")
    with sqlite3.connect(copy) as connection:
        assert connection.execute(f"SELECT * FROM {table}").fetchall() == before


def test_the_method_can_be_read_whole_without_a_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Visitor("method")
    path = tmp_path / "journal.sqlite"
    path.write_bytes(b"This is no database. " * 200)
    monkeypatch.setenv("BACKWISE_STORE", str(path))
    assert Visitor().go("method").text == whole.text
    monkeypatch.setenv("BACKWISE_STORE", "postgresql://nobody@127.0.0.1:1/none")
    assert Visitor().go("method").text == whole.text


def test_a_foreign_database_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "other.sqlite"

    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    monkeypatch.setenv("BACKWISE_STORE", str(path))
    assert Visitor().error == sentences.FOREIGN
    with sqlite3.connect(path) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


def test_a_record_that_goes_away_while_the_page_is_open_is_told(home: Home) -> None:
    home.planned()
    visitor = Visitor()
    home.path.rename(home.path.with_suffix(".away"))
    visitor.run()
    assert visitor.error == sentences.OUT_OF_REACH
    home.path.with_suffix(".away").rename(home.path)
    assert visitor.run().title == "Session 1 of week 1"
    assert visitor.app.error.len == 0


def test_a_plan_that_cannot_be_read_is_told_kept_and_made_anew(home: Home) -> None:
    home.planned()
    (kept,) = home.store.plans(ME)
    home.store.save_plan(ME, replace(kept, payload='{"weeks": 3}'))
    assert Visitor().app.error.len == 1
    visitor = Visitor("plan")
    assert visitor.title == "Your plan"
    assert home.store.plans(ME)[0].payload == '{"weeks": 3}'


def test_a_record_that_stops_answering_in_the_middle_of_a_page_is_told(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.planned()
    home.train()
    visitor = Visitor()
    with monkeypatch.context() as busy:
        refuse(busy, "outline", StoreError(sentences.BUSY))
        visitor.go("progress")
        assert sentences.BUSY in visitor.text
        assert visitor.title == "Progress"
    assert visitor.run().app.get("plotly_chart")
