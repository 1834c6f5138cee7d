"""Whether pages stay fast while a journal grows: one person with 1,000 sets, and with up to a million.

python -m tests.bench.growth [sets ...]

Processor time in one process, through Streamlit's AppTest: the whole run of a page, nothing of the network or the
browser. The last months are the same at every size; what lies before them grows. Sizes take turns within each round.
With sizes given, it prints instead of writing.
"""

from __future__ import annotations

import getpass
import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from unittest.mock import patch

import streamlit as st
from sqlalchemy import insert
from streamlit.components.v2 import manifest_scanner

from core.adapting.situation import loading
from core.demand import rated
from core.journal import MorningEntry, SessionEntry, SetEntry
from core.planning import Part, Plan, Prescription
from core.profile import build_profile
from core.records import assessment_record, plan_for, plan_record
from core.screening import assess
from core.store import Store, file_url, open_store
from core.store.sessions import entry_rows, session_row
from core.store.tables import exercise_entry, morning, session, set_entry
from core.units import round_down_to
from core.words import Measure
from pages.parts import visit
from tests.bench.report import RUNS, Measured, Table, ratio, verdict, write
from tests.core.builders import ALL_EQUIPMENT, CATALOG, answers
from tests.pages.visitor import Visitor

SIZES = (1_000, 10_000, 100_000, 1_000_000)
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
ME, RUNNING = "me", "running"
SETS = 16
RECENT_DAYS, OLDEST_DAYS, EVERY_DAYS = 365, 50 * 365, 3.5
PLAN_DAYS = 28
GROWN_BY, GREW_DAYS = 0.3, 140
FLAT, DOUBLE = 1.5, 2.0
A_PART = 2_000
Lived = tuple[SessionEntry, MorningEntry | None]

GIVEN = answers(equipment=ALL_EQUIPMENT, days_per_week=2)
PROFILE = build_profile(GIVEN, assess(GIVEN, NOW.date()))


@dataclass(frozen=True)
class Grown:
    """A record on disk with so many sets."""

    path: Path
    sets: int

    def opened(self) -> Store:
        """The record, as the pages open it."""
        return open_store(file_url(self.path), getpass.getuser(), clock=lambda: NOW)

    def visited(self) -> None:
        """From now on, pages of this process show this record."""
        os.environ["BACKWISE_STORE"] = str(self.path)
        os.environ["BACKWISE_NOW"] = NOW.isoformat()


def days_of(count: int) -> list[date]:
    """Days of so many sessions, the newest first: two a week for as long as it takes.

    Fifty years hold some 5,200 of them; of more than that, several stand on one day.
    """
    recent = [round(EVERY_DAYS * at) for at in range(1, round(RECENT_DAYS / EVERY_DAYS))][:count]
    left = count - len(recent)
    step = min(EVERY_DAYS, (OLDEST_DAYS - RECENT_DAYS) / max(1, left))
    back = recent + [round(RECENT_DAYS + step * at) for at in range(left)]
    return [NOW.date() - timedelta(days=days) for days in back]


def grow(path: Path, sets: int) -> Grown:
    """Make the record: screened four weeks ago, with a plan since then, and today's session under way."""
    grown = Grown(path, sets)
    store = grown.opened()
    store.add_person(ME, "Me")
    began = NOW - timedelta(days=PLAN_DAYS)
    store.save_assessment(ME, assessment_record("a", began, GIVEN, assess(GIVEN, began.date())))
    plan = plan_for(PROFILE, rated(CATALOG, PROFILE), began.date(), {})
    store.save_plan(ME, plan_record("p", began, plan))
    for part in _parts(_lived(plan, sets)):
        _keep(store, part)
    today = plan.week(5).sessions[0]
    store.start_session(
        ME,
        SessionEntry(
            id=RUNNING, day=NOW.date(), started_at=NOW, plan_id="p", week=5, number=today.number, pain_before=1
        ),
    )
    store.close()
    return grown


def _lived(plan: Plan, sets: int) -> Iterator[Lived]:
    """Sessions from the newest back, each with the morning after it: mostly green, a harder one now and then.

    Loads crept up of late, the same at every size.
    """
    random = Random(7)
    days = days_of(sets // SETS)
    work = [[one for one in each.prescriptions if one.part in (Part.MAIN, Part.CORE)] for each in plan.week(1).sessions]
    seen: set[date] = set()
    for at, day in enumerate(days):
        share = 1 - GROWN_BY * min(1.0, (NOW.date() - day).days / GREW_DAYS)
        worst = random.choices((2, 3, 5, 7), (60, 30, 9, 1))[0]
        entry = replace(_session(f"s{at}", day, work[at % len(work)], share, random), pain_worst=worst, pain_end=2)
        if day >= plan.starts_on:
            week = (day - plan.starts_on).days // 7 + 1
            entry = replace(entry, plan_id="p", week=week, number=at % len(plan.week(week).sessions) + 1)
        after = day + timedelta(days=1)
        noted = MorningEntry(after, entry.id, random.choices((1, 2, 3), (2, 6, 2))[0])
        yield entry, None if after in seen else noted
        seen.add(after)


def _session(key: str, day: date, work: list[Prescription], share: float, random: Random) -> SessionEntry:
    began = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
    sets: list[SetEntry] = []
    for one in work * (SETS // len(work) + 1):
        number = sum(other.exercise_id == one.exercise_id for other in sets) + 1
        amount = random.randint(one.low, one.high)
        if len(sets) < SETS:
            sets.append(
                SetEntry(
                    one.exercise_id,
                    number,
                    reps=amount if one.measure is Measure.REPS else None,
                    seconds=amount if one.measure is not Measure.REPS else None,
                    load_kg=_load_kg(one, share),
                    rir=one.rir[0] if one.rir else None,
                    done_at=began + timedelta(minutes=3 * len(sets)),
                )
            )
    return SessionEntry(
        id=key,
        day=day,
        started_at=began,
        finished_at=began + timedelta(minutes=55),
        pain_before=2,
        sleep_quality=7,
        energy=6,
        minutes=55,
        sets=tuple(sets),
    )


def _load_kg(one: Prescription, share: float) -> float | None:
    """Up to two fifths more than the plan begins with, in the steps that can be loaded."""
    step, least = loading(CATALOG[one.exercise_id], PROFILE)
    return max(least, round_down_to(1.4 * share * one.load_kg, step)) if one.load_kg and step else one.load_kg


def _parts(lived: Iterator[Lived]) -> Iterator[list[Lived]]:
    part: list[Lived] = []
    for one in lived:
        part.append(one)
        if len(part) == A_PART:
            yield part
            part = []
    yield part


def _keep(store: Store, part: list[Lived]) -> None:
    """Past the store's own checks, which would take an hour for a million sets."""
    sessions = [one for one, _ in part]
    rows = {
        session: [session_row(ME, one) for one in sessions],
        exercise_entry: entry_rows(ME, sessions, "exercises"),
        set_entry: entry_rows(ME, sessions, "sets"),
        morning: [
            {"person_id": ME, "day": one.day, "session_id": one.session_id, "pain": one.pain,
             "sleep_disturbed": False, "note": "", "version": 1}
            for _, one in part if one is not None
        ],
    }  # fmt: skip
    with store._database.writing() as connection:
        for table, found in rows.items():
            if found:
                connection.execute(insert(table), [{"owner": getpass.getuser(), **row} for row in found])


def open_today(_store: Store) -> float:
    """Open the program: Today, with a session under way."""
    start = time.process_time()
    Visitor()
    return time.process_time() - start


def open_today_with_all(store: Store) -> float:
    """The same for whom all of the journal has to be read."""
    with patch.object(visit, "is_enough", return_value=False):
        return open_today(store)


def open_progress(_store: Store) -> float:
    """Go to Progress, whose sums this visit has not made before."""
    visitor = Visitor()
    st.cache_data.clear()
    start = time.process_time()
    visitor.go("progress")
    return time.process_time() - start


def open_all_of_progress(_store: Store) -> float:
    """The same from the beginning, which a longer journal offers."""
    visitor = Visitor(span="all")
    st.cache_data.clear()
    start = time.process_time()
    visitor.go("progress")
    return time.process_time() - start


def log_a_set(store: Store) -> float:
    """Tap the button that logs the next set; the set is taken away again."""
    visitor = Visitor()
    (button,) = [key for key in visitor.starting("runner.") if key.endswith(".log")]
    start = time.process_time()
    visitor.press(button)
    taken = time.process_time() - start
    for (exercise_id, number), version in store.versions(RUNNING).sets.items():
        store.remove_set(RUNNING, exercise_id, number, version)
    return taken


def keep_a_set(store: Store) -> float:
    """What of it is the store's: one write, on the disk."""
    entry = SetEntry("made_up", 1, reps=8, load_kg=20.0, rir=2, done_at=NOW)
    start = time.perf_counter()
    version = store.log_set(RUNNING, entry, 0)
    taken = time.perf_counter() - start
    store.remove_set(RUNNING, entry.exercise_id, entry.number, version)
    return taken


@dataclass(frozen=True)
class Row:
    """One thing that is measured: what it is called, how, and how many times the least journal's cost is allowed.

    `up_to` is the largest journal that it is measured, and judged, with; `allowed` is None without a goal.
    """

    name: str
    measure: Callable[[Store], float]
    allowed: float | None
    up_to: int


ROWS = (
    Row("Log a set: the tap and the page after it", log_a_set, FLAT, SIZES[-1]),
    Row("Log a set: the store alone, by the clock", keep_a_set, FLAT, SIZES[-1]),
    Row("Open Today", open_today, FLAT, SIZES[-1]),
    Row("Open Today where all must be read", open_today_with_all, None, 100_000),
    Row("Open Progress", open_progress, DOUBLE, SIZES[-1]),
    Row("Open Progress, from the beginning", open_all_of_progress, None, 100_000),
)


def measured(grown: Sequence[Grown], runs: int) -> dict[tuple[str, int], Measured]:
    """Milliseconds of each thing at each size; the first round warms up and does not count."""
    found: dict[tuple[str, int], list[float]] = {}
    for turn in range(runs + 1):
        for one in grown:
            one.visited()
            store = one.opened()
            for row in (each for each in ROWS if one.sets <= each.up_to):
                taken = 1000 * row.measure(store)
                if turn:
                    found.setdefault((row.name, one.sets), []).append(taken)
            store.close()
    return {key: Measured(tuple(values)) for key, values in found.items()}


def table_of(found: Mapping[tuple[str, int], Measured], sizes: Sequence[int]) -> Table:
    """One row a thing, one column a size."""
    rows = []
    for row in ROWS:
        own = [found.get((row.name, size)) for size in sizes]
        known = [one for one in own if one is not None]
        times = ratio(known[-1], known[0])
        goal = "none" if row.allowed is None else f"at most {row.allowed:g} times"
        came = f"{times:.2f} times" if row.allowed is None else f"{times:.2f} times, {verdict(times <= row.allowed)}"
        rows.append((row.name, *("not measured" if one is None else str(one) for one in own), goal, came))
    return Table(
        title="One person's journal from 1,000 sets to a million",
        lead=(
            "Milliseconds, median of seven and more (lowest to highest): processor time of the whole run of a page, "
            "without network and browser, on an SQLite file. What came of it is the largest journal measured against "
            "the smallest."
        ),
        columns=("", *(f"{size:,} sets" for size in sizes), "Goal", "Came of it"),
        rows=rows,
        notes=(
            "Sixteen sets a session, two sessions a week, most answered by a green light on the morning after. Fifty "
            "years of that make about 83,000 sets; beyond that, several sessions stand on one day.",
            "Today reads what its rules look back to: twenty weeks, all since the plan was made and the questions were "
            "answered. Some rules go as far as the journal does: the level of an exercise grows out of the one before "
            "it. So the program first makes sure that nothing earlier can change today's numbers, and reads all of it "
            "where that is not so, as for somebody who never answers how the morning was, or whose loads are in pounds "
            "and have changed over the years: the row below.",
            "Progress shows the last year of a longer journal, and all of it where that is asked for: that row grows "
            "with the journal, as the database has to go through every set.",
        ),
    )


def main(sizes: Sequence[int]) -> None:
    """Make the records, measure, and write the table; with sizes of one's own it is printed."""
    logging.disable(logging.WARNING)
    manifest_scanner.scan_component_manifests = cache(manifest_scanner.scan_component_manifests)
    chosen = tuple(sizes) or SIZES
    with tempfile.TemporaryDirectory() as folder:
        grown = [grow(Path(folder) / f"{size}.sqlite", size) for size in chosen]
        table = table_of(measured(grown, RUNS), chosen)
    if sizes:
        print(table.markdown())
    else:
        write("growth", "A journal that grows", [table], date.today())


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]])
