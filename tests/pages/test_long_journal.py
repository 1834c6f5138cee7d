"""Somebody who has trained for years: pages read the end of the journal, and say what they would say of the whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.journal import Journal
from core.knowledge.texts import say
from core.planning import Part
from core.records import read_plan
from core.store import Store
from pages.parts import visit
from tests.bench.growth import ME, NOW, RUNNING, Grown, grow
from tests.pages.conftest import Clock
from tests.pages.test_every_page import charts
from tests.pages.visitor import Visitor

SETS = 3_000


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Grown:
    """Nearly two years, with a session under way."""
    return grow(tmp_path_factory.mktemp("years") / "journal.sqlite", SETS)


@pytest.fixture
def years(grown: Grown, tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A copy of it that the pages of this test use."""
    path = tmp_path / "journal.sqlite"
    path.write_bytes(grown.path.read_bytes())
    clock.set(NOW)
    monkeypatch.setenv("BACKWISE_STORE", str(path))
    return Grown(path, SETS).opened()


def read(monkeypatch: pytest.MonkeyPatch) -> list[Journal]:
    """Whole journals that pages read from here on."""
    found: list[Journal] = []
    plain = Store.journal

    def noted(store: Store, *given: object, **named: object) -> Journal:
        found.append(plain(store, *given, **named))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(Store, "journal", noted)
    return found


def told(name: str, **state: object) -> str:
    visitor = Visitor(name, **state)
    return f"{visitor.text}\n{sorted(visitor.keys)}"


PLACES = [
    ("today", ""),
    ("plan", ""),
    ("technique", ""),
    *(("progress", one) for one in ("Week", "Ladders", "My back")),
]


@pytest.mark.parametrize("is_running", [True, False])
def test_pages_say_what_they_would_say_of_the_whole_journal(
    years: Store, is_running: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_running:
        years.delete_session(RUNNING)
    whole = read(monkeypatch)
    short = [told(name, view=view) for name, view in PLACES]
    assert whole == []
    monkeypatch.setattr(visit, "is_enough", lambda *_given: False)
    assert [told(name, view=view) for name, view in PLACES] == short
    assert whole


def test_without_mornings_the_whole_journal_is_read(years: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = years.copy_of({ME}, ("morning",))
    years.change(copy, type(copy)(copy.people, copy.tables, {}))
    whole = read(monkeypatch)
    Visitor()
    assert len(whole) == 1


def test_another_exercise_is_offered_with_its_own_past(years: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(monkeypatch)
    visitor = Visitor()
    (button,) = [key for key in visitor.starting("runner.") if key.endswith(".log")]
    menu = f"swap.{button.split('.')[2]}"
    assert whole == []
    visitor.open(menu)
    assert len(whole) == 1
    other = next(key for key in visitor.starting(f"{menu}.") if not key.endswith(".back"))
    visitor.press(other)
    monkeypatch.setattr(visit, "is_enough", lambda *_given: False)
    assert visitor.text == Visitor().text


def test_the_last_time_of_an_exercise_is_found_however_long_ago(years: Store) -> None:
    kept = years.current_plan(ME)
    assert kept is not None
    entry = years.journal(ME).open_session()
    assert entry is not None
    session = read_plan(kept).plan.session(entry.week or 1, entry.number or 1)
    assert session is not None
    first = next(one.exercise_id for one in session.prescriptions if one.part in (Part.MAIN, Part.CORE))
    recent = {one.id for one in years.journal(ME, since=NOW.date() - timedelta(days=300)).sessions}
    copy = years.copy_of({ME}, ("set_entry",))
    rows = [row for row in copy.rows["set_entry"] if row["exercise_id"] != first or row["session_id"] not in recent]
    years.change(copy, type(copy)(copy.people, copy.tables, {"set_entry": rows}))
    visitor = Visitor()
    assert say("today.last_time", sets="").strip(" .") in visitor.text


def test_of_a_longer_journal_progress_shows_a_year_and_all_where_asked(years: Store) -> None:
    begun = years.journal(ME).sessions[0].day
    visitor = Visitor("progress")
    year, every = charts(visitor)[0], charts(visitor.set("span", "all"))[0]
    assert year["layout"]["xaxis"]["range"][0] > begun.isoformat()
    assert every["layout"]["xaxis"]["range"][0] <= begun.isoformat()
    assert year["layout"]["xaxis"]["range"][1] == every["layout"]["xaxis"]["range"][1]
    weeks = [{one for trace in figure["data"] for one in trace.get("x") or ()} for figure in (year, every)]
    assert len(weeks[0]) < len(weeks[1])


def test_a_year_of_ones_own_has_nothing_to_choose(years: Store) -> None:
    for one in years.journal(ME).sessions:
        if one.day < NOW.date() - timedelta(days=200):
            years.delete_session(one.id)
    copy = years.copy_of({ME}, ("morning",))
    rows = [row for row in copy.rows["morning"] if row["day"] > NOW.date() - timedelta(days=200)]
    years.change(copy, type(copy)(copy.people, copy.tables, {"morning": rows}))
    assert "span" not in Visitor("progress").keys


def test_the_journal_is_taken_along_as_a_whole(years: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read(monkeypatch)
    Visitor("progress").open("take.journal")
    assert len(whole) == 1
    assert len(whole[0].sessions) == SETS // 16 + 1


def test_a_set_of_long_ago_that_is_put_right_still_counts(years: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """An odd load is one that can be loaded, however long ago, so the whole journal is read from then on."""
    first = next(one for one in years.journal(ME).sessions if one.sets)
    whole = read(monkeypatch)
    Visitor()
    assert whole == []
    entry = next(one for one in first.sets if one.load_kg)
    version = years.versions(first.id).of_set(entry.exercise_id, entry.number)
    years.log_set(first.id, replace(entry, load_kg=(entry.load_kg or 0) + 0.3), version)
    Visitor()
    assert len(whole) == 1
