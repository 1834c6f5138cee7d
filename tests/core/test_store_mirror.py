"""A memory database and the second place that keeps it: nothing is lost, whoever writes, in whatever order."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from core.errors import StoreError, StoreTooNew
from core.journal import ExerciseEntry, Journal, MiniScreenEntry, MorningEntry, OutcomeEntry, SessionEntry, SetEntry
from core.knowledge.texts import say
from core.store import AssessmentRecord, PlanRecord, Store, memory_url, open_rows, open_store
from core.store.merging import merge
from core.store.mirror import Change, Held, Mirror
from core.store.snapshot import Rows
from core.words import Tier

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 20)
PLAN = PlanRecord("p1", NOW, DAY, 4, '{"weeks": []}', "cat-1", "rules-1")


class Shelf:
    """The other place: changes all or nothing, and only for those who have seen its revision."""

    def __init__(self, held: Held | None = None) -> None:
        self.held = held

    def write(self, change: Change) -> bool:
        """True where the change was taken."""
        revision = self.held["manifest"]["revision"] if self.held else ""
        if change["base"] != revision:
            return False
        kept = self.held["pieces"] if self.held else {}
        pieces = {name: text for name, text in kept.items() if name not in change["drop"]} | change["put"]
        self.held = {"manifest": change["manifest"], "pieces": pieces}
        return True


class Tab:
    """One window: its mirror, and the revision that it had read or written last."""

    def __init__(self, shelf: Shelf, name: str) -> None:
        self.shelf = shelf
        self.mirror = Mirror(open_store(memory_url(), "browser", clock=lambda: NOW), name, lambda: NOW)
        self.had = ""
        self.look()

    @property
    def store(self) -> Store:
        """Its record."""
        return self.mirror.store

    def look(self) -> str:
        """Read what is there; the person shown last."""
        chosen = self.mirror.take_in(deepcopy(self.shelf.held), self.had)
        self.had = self.shelf.held["manifest"]["revision"] if self.shelf.held else ""
        return chosen

    def keep(self, chosen: str = "") -> Change | None:
        """Write what changed; where another was faster, both together."""
        change = self.mirror.change(chosen)
        if change is None:
            return None
        if self.shelf.write(change):
            self.had = change["manifest"]["revision"]
        else:
            self.look()
            self.keep(chosen)
        return change


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def filled(shelf: Shelf, name: str = "first") -> Tab:
    tab = Tab(shelf, name)
    tab.store.add_person("ann", "Ann")
    return tab


def train(store: Store, name: str, day: date = DAY) -> None:
    sets = (SetEntry("goblet_squat", 1, reps=10, load_kg=12.5),)
    felt = (ExerciseEntry("goblet_squat", pain=2),)
    store.start_session("ann", SessionEntry(id=name, day=day, started_at=NOW, sets=sets, exercises=felt))


def test_a_set_that_was_taken_back_does_not_come_again(shelf: Shelf) -> None:
    first = filled(shelf)
    train(first.store, "s1")
    first.keep()
    version = first.store.versions("s1").sets["goblet_squat", 1]
    first.store.remove_set("s1", "goblet_squat", 1, version)
    first.keep()
    assert Tab(shelf, "second").store.journal("ann").sessions[0].sets == ()


def test_the_next_visit_finds_everything(shelf: Shelf) -> None:
    first = filled(shelf)
    train(first.store, "s1")
    first.store.save_plan("ann", PLAN)
    first.store.set_preference("ann", "liked", ["goblet_squat"])
    first.store.save_morning("ann", MorningEntry(DAY, "s1", 3, note='stiff \'til "ten" ✓'))
    first.store.save_mini_screen("ann", MiniScreenEntry(NOW, ()))
    first.keep("ann")
    second = Tab(shelf, "second")
    assert second.store.people() == first.store.people()
    assert second.store.journal("ann") == first.store.journal("ann")
    assert second.store.current_plan("ann") == first.store.current_plan("ann")
    assert second.store.preferences("ann") == {"liked": ["goblet_squat"]}
    assert second.look() == "ann"
    assert second.keep("ann") is None


def test_one_more_set_after_ten_years_writes_one_small_piece(shelf: Shelf) -> None:
    tab = filled(shelf)
    days = [DAY - timedelta(days=3 * back) for back in range(1200)]
    tab.store.add_sessions(
        "ann",
        [
            SessionEntry(
                id=f"s{at}", day=day, started_at=NOW, sets=tuple(SetEntry("plank", n, seconds=30) for n in (1, 2))
            )
            for at, day in enumerate(days)
        ],
    )
    whole = tab.keep()
    assert whole is not None
    assert len(whole["put"]) > 100
    tab.store.log_set("s0", SetEntry("goblet_squat", 1, reps=10, load_kg=12), expected_version=0)
    change = tab.keep()
    assert change is not None
    assert list(change["put"]) == ["month-2026-11"]
    assert len(json.dumps(change)) < 2500


def test_a_run_that_writes_nothing_changes_nothing(shelf: Shelf) -> None:
    tab = filled(shelf)
    assert tab.keep("ann") is not None
    tab.store.journal("ann")
    assert tab.keep("ann") is None
    tab.store.set_preference("ann", "liked", [])
    tab.keep("ann")
    tab.store.set_preference("ann", "liked", [])
    assert tab.keep("ann") is None


def test_a_plan_made_anew_under_its_old_id_is_kept(shelf: Shelf) -> None:
    tab = filled(shelf)
    tab.store.save_plan("ann", PLAN)
    tab.keep()
    tab.store.save_plan("ann", replace(PLAN, payload='{"weeks": [1]}'))
    tab.keep()
    assert Tab(shelf, "second").store.current_plan("ann").payload == '{"weeks": [1]}'


def test_a_session_that_an_import_replaces_is_kept(shelf: Shelf) -> None:
    tab = filled(shelf)
    train(tab.store, "s1")
    tab.keep()
    done = tab.store.journal("ann").sessions[0]
    mended = replace(done, sets=(replace(done.sets[0], reps=8),))
    tab.store.add_import("ann", "again", "strong", Journal((mended,)), replace=("s1",))
    tab.keep()
    assert Tab(shelf, "second").store.journal("ann").sessions == (mended,)


def test_whatever_a_table_holds_a_change_of_it_is_kept(shelf: Shelf) -> None:
    """Every column of every table of records, changed in one row, changes a mark: nothing is overlooked."""
    tab = filled(shelf)
    train(tab.store, "s1")
    tab.store.save_plan("ann", PLAN)
    tab.store.set_preference("ann", "liked", [])
    tab.store.save_mini_screen("ann", MiniScreenEntry(NOW, ()))
    tab.store.save_assessment("ann", AssessmentRecord("a1", NOW, "{}", Tier.CLEAR, "rules-1"))
    tab.store.save_outcome("ann", OutcomeEntry(DAY, "pain_worst", 3.0))
    tab.keep()
    for table in ("person", "plan", "assessment", "preference", "outcome", "mini_screen"):
        for column, value in tab.store.copy_of({"ann"}, (table,)).rows[table][0].items():
            if not isinstance(value, str) or column in ("id", "person_id", "key", "kind", "label", "units", "tier"):
                continue
            before = tab.store.copy_of({"ann"}, (table,))
            changed = [{**before.rows[table][0], column: f"{value} "}, *before.rows[table][1:]]
            tab.store.change(before, replace(before, rows={table: changed}))
            assert tab.keep() is not None, (table, column)


def test_demo_people_stay_on_the_server(shelf: Shelf) -> None:
    tab = Tab(shelf, "first")
    tab.store.add_person("demo", "Demo", is_demo=True)
    tab.store.save_morning("demo", MorningEntry(DAY, None, 3))
    assert tab.keep("demo") is None
    filled_too = filled(shelf)
    filled_too.store.add_person("demo", "Demo", is_demo=True)
    filled_too.keep("ann")
    assert [one.id for one in Tab(shelf, "second").store.people()] == ["ann"]


def test_two_tabs_that_log_at_once_keep_both_entries(shelf: Shelf) -> None:
    first = filled(shelf)
    train(first.store, "s1")
    first.keep("ann")
    second = Tab(shelf, "second")
    first.store.log_set("s1", SetEntry("goblet_squat", 2, reps=9, load_kg=12.5), expected_version=0)
    second.store.log_set("s1", SetEntry("plank", 1, seconds=30), expected_version=0)
    first.keep("ann")
    second.keep("ann")
    first.look()
    for tab in (first, second):
        assert [one.exercise_id for one in tab.store.journal("ann").sessions[0].sets].count("goblet_squat") == 2
        assert "plank" in [one.exercise_id for one in tab.store.journal("ann").sessions[0].sets]


def test_the_newer_write_wins_in_one_field_only(shelf: Shelf) -> None:
    first = filled(shelf)
    first.store.save_morning("ann", MorningEntry(DAY, None, 3))
    first.keep()
    second = Tab(shelf, "second")
    first.store.save_morning("ann", MorningEntry(DAY, None, 5, note="woke at four"), expected_version=1)
    second.store.save_morning("ann", MorningEntry(DAY, None, 4), expected_version=1)
    first.keep()
    second.keep()
    first.look()
    for tab in (first, second):
        assert tab.store.journal("ann").mornings == (MorningEntry(DAY, None, 4, note="woke at four"),)
        assert tab.store.morning_version("ann", DAY) == 3


def test_deleted_in_one_tab_and_trained_in_another_stays(shelf: Shelf) -> None:
    first = filled(shelf)
    first.keep()
    second = Tab(shelf, "second")
    first.store.delete_person("ann")
    train(second.store, "s1")
    first.keep()
    second.keep()
    assert [one.id for one in Tab(shelf, "third").store.journal("ann").sessions] == ["s1"]


def test_a_write_that_the_place_refused_is_made_up_for_by_the_next(shelf: Shelf) -> None:
    tab = filled(shelf)
    tab.keep()
    train(tab.store, "s1")
    assert tab.mirror.change() is not None
    train(tab.store, "s2", DAY - timedelta(days=40))
    tab.keep()
    assert {one.id for one in Tab(shelf, "second").store.journal("ann").sessions} == {"s1", "s2"}


def test_what_an_earlier_version_kept_is_brought_up_to_date(shelf: Shelf) -> None:
    tab = filled(shelf)
    train(tab.store, "s1")
    tab.keep("ann")
    assert shelf.held is not None
    old = deepcopy(shelf.held)
    old["manifest"]["schema"] = "0001"
    second = Tab(Shelf(old), "second")
    assert second.store.journal("ann") == tab.store.journal("ann")


@pytest.mark.parametrize(
    "piece",
    [
        "no base64 !",
        b64encode(b"no zlib").decode(),
        b64encode(zlib.compress(b"{")).decode(),
        b64encode(zlib.compress(b'["person"]')).decode(),
        b64encode(zlib.compress(b'{"person": [1]}')).decode(),
        b64encode(zlib.compress(b'{"person": [{"id": "x"}]}')).decode(),
        b64encode(zlib.compress(b'{"morning": [{"nonsense": 1}]}')).decode(),
        b64encode(zlib.compress(b'{"sqlite_master": [{"sql": "x"}]}')[:-4]).decode(),
    ],
)
def test_what_cannot_be_read_changes_nothing(shelf: Shelf, piece: str) -> None:
    tab = filled(shelf)
    tab.keep("ann")
    assert shelf.held is not None
    shelf.held["pieces"]["rest"] = piece
    shelf.held["manifest"]["revision"] = "other-1"
    with pytest.raises(StoreError):
        tab.look()
    assert [one.id for one in tab.store.people()] == ["ann"]


def test_what_a_newer_version_kept_is_left_alone(shelf: Shelf) -> None:
    tab = filled(shelf)
    tab.keep("ann")
    assert shelf.held is not None
    shelf.held["manifest"]["revision"] = "other-1"
    for change in ({"schema": "9999"}, {"format": 2}):
        newer = Shelf({**shelf.held, "manifest": {**shelf.held["manifest"], **change}})
        with pytest.raises(StoreTooNew):
            Tab(newer, "second")


def test_rows_of_no_known_table_are_refused() -> None:
    with pytest.raises(StoreError):
        open_rows("0001", {"sqlite_master": [{"sql": "x"}]}, "browser", clock=lambda: NOW)


preference_rows = st.dictionaries(
    st.sampled_from("abcd"), st.fixed_dictionaries({"value": st.sampled_from(("1", "2", "3"))}), max_size=4
).map(lambda found: {"preference": [{"person_id": "ann", "key": key, **row} for key, row in sorted(found.items())]})


def ordered(rows: Rows) -> Rows:
    return {name: sorted(found, key=repr) for name, found in rows.items() if found}


@given(preference_rows, preference_rows)
def test_who_changed_nothing_takes_what_the_other_wrote(base: Rows, other: Rows) -> None:
    assert ordered(merge(base, base, other)) == ordered(other)
    assert ordered(merge(base, other, base)) == ordered(other)
    assert ordered(merge(base, other, other)) == ordered(other)


@given(preference_rows, preference_rows, preference_rows)
def test_nothing_that_only_one_wrote_is_lost(base: Rows, older: Rows, newer: Rows) -> None:
    had, first, second, both = (
        {row["key"]: row["value"] for row in rows.get("preference", ())}
        for rows in (base, older, newer, merge(base, older, newer))
    )
    for key in "abcd":
        if first.get(key) != had.get(key) and second.get(key) == had.get(key):
            assert both.get(key) == first.get(key)
        if second.get(key) != had.get(key) and key in second:
            assert both.get(key) == second[key]


class Tabs(RuleBasedStateMachine):
    """Three windows on one record. A morning that was written is never lost, and in the end all show the same."""

    @initialize()
    def open(self) -> None:
        self.shelf = Shelf()
        first = filled(self.shelf, "t0")
        first.keep()
        self.tabs = [first, Tab(self.shelf, "t1"), Tab(self.shelf, "t2")]
        self.fresh = count(3)
        self.mornings: set[date] = set()

    @rule(at=st.integers(0, 2), back=st.integers(0, 60), pain=st.integers(0, 10))
    def note_morning(self, at: int, back: int, pain: int) -> None:
        day = DAY - timedelta(days=back)
        store = self.tabs[at].store
        store.save_morning("ann", MorningEntry(day, None, pain), expected_version=store.morning_version("ann", day))
        self.mornings.add(day)

    @rule(at=st.integers(0, 2))
    def log_or_take_back(self, at: int) -> None:
        """A set of the one session: logged where it is not there, else taken back; then kept."""
        tab = self.tabs[at]
        tab.look()
        store = tab.store
        if "s" not in {one.id for one in store.journal("ann").sessions}:
            store.start_session("ann", SessionEntry(id="s", day=DAY, started_at=NOW))
        version = store.versions("s").sets.get(("goblet_squat", 1), 0)
        if version:
            store.remove_set("s", "goblet_squat", 1, version)
        else:
            store.log_set("s", SetEntry("goblet_squat", 1, reps=8), 0)
        tab.keep("ann")
        fresh = Tab(self.shelf, f"t{next(self.fresh)}")
        assert fresh.store.journal("ann").sessions == store.journal("ann").sessions

    @rule(at=st.integers(0, 2), name=st.sampled_from(("liked", "left_out")), value=st.integers(0, 3))
    def prefer(self, at: int, name: str, value: int) -> None:
        self.tabs[at].store.set_preference("ann", name, value)

    @rule(at=st.integers(0, 2))
    def keep(self, at: int) -> None:
        self.tabs[at].keep("ann")

    @rule(at=st.integers(0, 2))
    def look(self, at: int) -> None:
        self.tabs[at].look()

    @rule(at=st.integers(0, 2))
    def reload(self, at: int) -> None:
        self.tabs[at].keep("ann")
        self.tabs[at] = Tab(self.shelf, f"t{next(self.fresh)}")

    @invariant()
    def nothing_is_lost(self) -> None:
        there = {one.day for tab in self.tabs for one in tab.store.journal("ann").mornings}
        assert there == self.mornings

    def teardown(self) -> None:
        if not hasattr(self, "tabs"):
            return
        for tab in self.tabs:
            tab.keep("ann")
        for tab in self.tabs:
            tab.look()
        journals = [tab.store.journal("ann") for tab in self.tabs]
        assert journals[0] == journals[1] == journals[2]
        assert {one.day for one in journals[0].mornings} == self.mornings


TestTabs = Tabs.TestCase
TestTabs.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)


def test_ids_of_rows_do_not_depend_on_who_packs_them(shelf: Shelf) -> None:
    first, second = filled(shelf, "first"), filled(Shelf(), "second")
    for tab in (first, second):
        train(tab.store, "s1")
    assert first.store.marks() == second.store.marks()


def furnished(shelf: Shelf) -> Tab:
    """Somebody with an entry of most kinds, kept on the shelf."""
    tab = filled(shelf)
    train(tab.store, "s1")
    tab.store.save_plan("ann", PLAN)
    tab.store.save_assessment("ann", AssessmentRecord("a", NOW, "{}", Tier.CLEAR, "r"))
    tab.store.set_preference("ann", "weeks", 6)
    tab.store.save_morning("ann", MorningEntry(DAY, "s1", 3))
    tab.keep("ann")
    return tab


def whole(store: Store) -> tuple[object, ...]:
    return (
        store.people(),
        store.journal("ann"),
        store.plans("ann"),
        store.current_plan("ann"),
        store.assessments("ann"),
        store.preferences("ann"),
    )


def lying(shelf: Shelf, change: Callable[[Rows], object]) -> Tab:
    """What the shelf holds with a change that no tab of ours makes, as another tab finds it."""
    assert shelf.held is not None
    for name, text in shelf.held["pieces"].items():
        rows = json.loads(zlib.decompress(b64decode(text)))
        change(rows)
        shelf.held["pieces"][name] = b64encode(zlib.compress(json.dumps(rows).encode())).decode()
    shelf.held["manifest"]["revision"] = "other-1"
    return Tab(shelf, "later")


def each(table: str, **lie: object) -> Callable[[Rows], object]:
    """The first row of a table once more with a lie."""
    return lambda rows: [rows[table].append({**rows[table][0], **lie}) for _ in "1" if rows.get(table)]


LIES = {
    "a day that is none": each("session", id="b", day="yesterday"),
    "the end of time": each("session", id="b", started_at="9999-12-31T23:59:59-12:00"),
    "a pain of 11": each("session", id="b", pain_worst=11),
    "a set of 5000": each("set_entry", number=99, reps=5000),
    "a set of no session": each("set_entry", session_id="none"),
    "half a sign": each("morning", day="2026-11-01", note="\ud800"),
    "a count that is none": each("session", id="b", version="many"),
    "too few columns": lambda rows: [rows["session"].append({"id": "b"}) for _ in "1" if "session" in rows],
    "a choice of no number": each("preference", key="b", value="NaN"),
    "answers of no shape": each("assessment", id="b", answers="[]"),
    "a plan of half signs": each("plan", id="b", payload='{"weeks": "\\ud800"}', is_current=0),
    "a table of no name": lambda rows: rows.update(sqlite_master=[{"sql": "x"}]),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_row_that_was_never_written_here_stays_out_and_all_else_is_there(shelf: Shelf, lie: str) -> None:
    before = whole(furnished(shelf).store)
    later = lying(shelf, LIES[lie])
    assert whole(later.store) == before
    assert later.mirror.left_out
    later.keep("ann")
    assert whole(Tab(shelf, "last").store) == before


def test_a_name_that_cannot_be_read_costs_no_journal(shelf: Shelf) -> None:
    tab = furnished(shelf)
    later = lying(shelf, lambda rows: [row.update(name="\ud800") for row in rows.get("person", ())])
    assert later.store.person("ann").name == say("record.nameless")
    assert later.store.journal("ann") == tab.store.journal("ann")


def test_where_somebody_is_missing_nothing_is_taken_in(shelf: Shelf) -> None:
    furnished(shelf)
    with pytest.raises(StoreError):
        lying(shelf, lambda rows: rows.pop("person", None))
