"""Writes in a fixed order, a process that does them until it is killed, and what a record must hold after each.

Each write follows from its number alone, so that the same writes into a memory database tell what must be there.
"""

from __future__ import annotations

import json
import logging
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from core.errors import StoreError
from core.journal import (
    ExerciseEntry,
    ExposureLadder,
    ExposureStep,
    ExposureTry,
    Journal,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SetEntry,
)
from core.store import AssessmentRecord, PlanRecord, Store, memory_url, open_store
from core.store.snapshot import Rows, by_key
from core.store.tables import RECORD
from core.words import Tier

OWNER, PERSON = "me", "ann"
BEGIN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
FIRST_DAY = date(2020, 1, 1)
PAYLOAD = json.dumps({"weeks": [{"sessions": ["goblet_squat", "leg_press"] * 40}] * 12})
"""As long as a plan is."""


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    at: datetime = BEGIN

    def __call__(self) -> datetime:
        """The moment that it was set to."""
        return self.at

    @classmethod
    def after(cls, days: int) -> Clock:
        """One that stands so many days after the first."""
        return cls(BEGIN + timedelta(days=days))


def open_at(url: str, clock: Clock, admin_url: str = "") -> Store:
    """The record at `url`."""
    return open_store(url, OWNER, clock=clock, admin_url=admin_url)


def write(store: Store, clock: Clock, number: int) -> None:
    """Do the write with this number; the ones before it are done."""
    clock.at = BEGIN + timedelta(minutes=number)
    if number == 0:
        store.add_person(PERSON, "Ann")
        return
    block, step = divmod(number - 1, len(STEPS))
    STEPS[step](store, block)


def writes_until_killed(told: Connection, url: str, number: int, day: int) -> None:
    """Open the record on this day after the first, and write on from `number`; each write that is done is told.

    What the record says of a failure is told too, and the write is done again, as a person would.
    """
    # A driver that notes a lost connection would write between the tables of the one who kills.
    logging.getLogger("psycopg").setLevel(logging.CRITICAL)
    clock = Clock.after(day)
    store = open_at(url, clock)
    while True:
        try:
            write(store, clock, number)
        except StoreError as error:
            told.send(str(error))
        else:
            told.send(number)
            number += 1


def _day(block: int) -> date:
    return FIRST_DAY + timedelta(days=block)


def _moment(block: int) -> datetime:
    return datetime(2020, 1, 1, 17, 30, tzinfo=UTC) + timedelta(days=block)


def _session(block: int, name: str = "s", sets: int = 0) -> SessionEntry:
    return SessionEntry(
        id=f"{name}{block}",
        day=_day(block),
        started_at=_moment(block),
        pain_before=block % 11,
        exercises=(ExerciseEntry("leg_press", pain=2),) if sets else (),
        sets=tuple(SetEntry("leg_press", at, reps=8, load_kg=60.0 + block % 40) for at in range(1, sets + 1)),
    )


def _import(store: Store, block: int) -> None:
    came = Journal(
        tuple(_session(block, f"brought_{at}_", 4) for at in range(2)),
        (MorningEntry(_day(-1 - block), f"brought_0_{block}", 2),),
        outcomes=(OutcomeEntry(_day(-1 - block), "pain_worst", 4.0),),
    )
    store.add_import(PERSON, f"i{block}", "strong", came, names={f"Squat {block}": "goblet_squat"})


def _exposure(store: Store, block: int) -> None:
    step = ExposureStep("pick up a pen")
    store.save_exposure_ladder(PERSON, ExposureLadder(f"l{block}", _moment(block), "bending", (step,)))


def _try(block: int, **result: int) -> ExposureTry:
    return ExposureTry(
        id=f"t{block}", ladder_id=f"l{block}", step="pick up a pen", day=_day(block), at=_moment(block),
        expected=6, likely=4, worry=5, **result,
    )  # fmt: skip


def _screening(block: int) -> AssessmentRecord:
    return AssessmentRecord(f"a{block}", _moment(block), json.dumps({"age": 40, "block": block}), Tier.CLEAR, "rules-1")


def _plan(block: int) -> PlanRecord:
    return PlanRecord(f"p{block}", _moment(block), _day(block), 4, PAYLOAD, "catalog-1", "rules-1")


def _set(number: int, reps: int) -> SetEntry:
    return SetEntry("goblet_squat", number, reps=reps, load_kg=16.0)


STEPS: tuple[Callable[[Store, int], Any], ...] = (
    lambda store, block: store.save_assessment(PERSON, _screening(block)),
    lambda store, block: store.save_plan(PERSON, _plan(block)),
    lambda store, block: store.save_mini_screen(PERSON, MiniScreenEntry(_moment(block))),
    lambda store, block: store.start_session(PERSON, _session(block)),
    lambda store, block: store.log_set(f"s{block}", _set(1, 10), 0),
    lambda store, block: store.log_set(f"s{block}", _set(2, 9), 0),
    lambda store, block: store.log_set(f"s{block}", _set(2, 8), 2),
    lambda store, block: store.log_exercise(f"s{block}", ExerciseEntry("goblet_squat", pain=3), 0),
    lambda store, block: store.remove_set(f"s{block}", "goblet_squat", 1, 1),
    lambda store, block: store.finish_session(replace(_session(block), finished_at=_moment(block)), 1),
    lambda store, block: store.save_morning(PERSON, MorningEntry(_day(block), f"s{block}", block % 11)),
    lambda store, block: store.save_outcome(PERSON, OutcomeEntry(_day(block), "pain_worst", 3.0)),
    lambda store, block: store.add_sessions(PERSON, [_session(block, f"whole_{at}_", 4) for at in range(3)]),
    _import,
    lambda store, block: store.set_preference(PERSON, "liked", [f"exercise_{block}"]),
    _exposure,
    lambda store, block: store.save_exposure_try(PERSON, _try(block)),
    lambda store, block: store.save_exposure_try(PERSON, _try(block, result=1, worry_after=2), 1),
)
"""What is written, again and again: each is one unit of work, and stands on those before it."""


class Wanted:
    """What a record holds after so many writes."""

    def __init__(self) -> None:
        self._clock = Clock()
        self._store = open_at(memory_url(), self._clock)
        self._writes = 0
        self._held: dict[int, Rows] = {0: {}}

    def after(self, writes: int) -> Rows:
        """The rows after the first `writes`; nobody may ask for fewer than were asked for two questions before."""
        if writes not in self._held:
            for number in range(self._writes, writes):
                write(self._store, self._clock, number)
            self._writes = writes
            self._held = {**dict(list(self._held.items())[-1:]), writes: rows_of(self._store)}
        return self._held[writes]


def rows_of(store: Store) -> Rows:
    """All rows of the person; an entry that was never written like that fails."""
    copy = store.copy_of({PERSON})
    assert not copy.left_out, copy.left_out
    return copy.rows


def differences(wanted: Rows, there: Rows) -> Counter[str]:
    """How many rows of `wanted` are lost or half written, and how many are there that nobody wrote."""
    counts: Counter[str] = Counter()
    for table in RECORD:
        want, have = by_key(table, wanted), by_key(table, there)
        counts["lost"] += len(want.keys() - have.keys())
        counts["invented"] += len(have.keys() - want.keys())
        counts["half"] += sum(want[key] != have[key] for key in want.keys() & have.keys())
        counts["doubled"] += len(there.get(table.name, ())) - len(have)
    return +counts


def closest(wanted: Wanted, there: Rows, told: int, beyond: int = 1) -> tuple[int, Counter[str]]:
    """How many writes the record holds, of those told and up to so many more; and what is wrong with it."""
    held = {writes: differences(wanted.after(writes), there) for writes in range(told, told + beyond + 1)}
    return min(held.items(), key=lambda writes_and_wrong: writes_and_wrong[1].total())


def backups_of(path: Path) -> list[Path]:
    """Copies of the record at `path`, oldest first, with whatever else lies in their folder."""
    folder = path.with_name(f"{path.stem}.backups")
    return sorted(folder.iterdir()) if folder.is_dir() else []
