"""Minutes of odd visitors: nothing breaks, nothing grows, nothing is lost, nothing that was typed runs.

python -m tests.bench.soak [--minutes 8] [--folder where the logs and the file stay]

Two programs, one that keeps records in a file and one that leaves them in the browsers, each with visitors over raw
sockets, careful and wild ones, and one in a real Chromium. Early on both are killed without a warning and started again
on the same ports. Ends with what was found, and with 1 where anything was.
"""

from __future__ import annotations

import argparse
import asyncio
import getpass
import statistics
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

from core.demand import rated
from core.exporting.record_json import to_json
from core.journal import SessionEntry, SetEntry
from core.profile import build_profile
from core.records import assessment_record, plan_for, plan_record
from core.screening import assess
from core.store import Store, file_url, memory_url, open_store
from core.store.mirror import Mirror
from core.whole_record import whole_record
from tests.bench.serving import ROOT, Server
from tests.bench.soak_browser import Walker, chromium
from tests.bench.soak_keeper import Keeper
from tests.bench.soak_values import HOSTILE
from tests.bench.soak_visitors import Careful, Ledger, Tour, Visitor, Wild
from tests.browser.walk import ANSWERS
from tests.core.builders import CATALOG, answers

MINUTES, MOST_MINUTES = 8.0, 9.0
CAREFUL, WILD = 6, 8
SAMPLE_S = 1.0
KILLED_AT, WARM_AT = 0.12, 0.5
"""Shares of the time: when the programs are killed, and from when on memory must stand still."""
MOST_GROWTH = 0.06
"""Share by which memory may rise from there to the end: records and people grow in number all the time. A fifth of a
megabyte kept of each of the hundred visits that end meanwhile would be seen."""
FORGETS_SOON = ("--server.disconnectedSessionTTL", "15")
"""A visit that ended is let go of after seconds instead of minutes, so that what is not let go of shows soon."""
LEFT_ALONE = (
    "data.erase", "data.sure", "people.delete", "people.rename", "people.archive.", "people.menu.careful",
    "people.open.careful", "account.",
)  # fmt: skip


@dataclass
class Home:
    """One of the two programs with its visitors and what is known of it."""

    name: str
    server: Server
    ledger: Ledger = field(default_factory=Ledger)
    walker_ledger: Ledger = field(default_factory=Ledger)
    visitors: list[Visitor] = field(default_factory=list)
    walkers: list[Walker] = field(default_factory=list)
    memory: list[tuple[float, float]] = field(default_factory=list)
    away: list[float] = field(default_factory=list)

    async def watch(self, until: float) -> None:
        """Read its memory once a second."""
        while time.monotonic() < until:
            if not self.away or self.away[-1] == 0.0:
                self.memory.append((time.monotonic(), self.server.memory_mb))
            await asyncio.sleep(SAMPLE_S)

    async def die_and_come_back(self, at: float) -> None:
        """Killed like by a power cut, and there again after a moment."""
        await asyncio.sleep(max(0.0, at - time.monotonic()))
        self.away.append(1.0)
        await asyncio.to_thread(self.server.kill)
        await asyncio.sleep(1)
        await asyncio.to_thread(self.server.start)
        self.memory.clear()
        self.away.append(0.0)
        await self.tour()

    async def tour(self) -> None:
        """Use everything once, so that what is loaded at its first use is loaded."""
        tour = Tour("Tour", self.server.address, Ledger(), Keeper() if self.name == "browser" else None)
        await tour.take()
        self.ledger.troubles += tour.ledger.troubles

    def growth_mb(self, since: float) -> tuple[float, float]:
        """Memory at that moment, and by how much it rose until the end: the median of all slopes between samples."""
        found = [one for one in self.memory if one[0] >= since][::5]
        slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(found, 2)]
        return statistics.median(mb for _, mb in found[:6]), statistics.median(slopes) * (found[-1][0] - found[0][0])


def write_person(home: Store, person: str, name: str) -> None:
    """Somebody who was screened and got a plan for short sessions."""
    now = datetime.now(UTC)
    given = answers(**ANSWERS)
    assessment = assess(given, now.date())
    profile = build_profile(given, assessment)
    home.add_person(person, name)
    home.save_assessment(person, assessment_record(f"a-{person}", now, given, assessment))
    plan = plan_for(profile, rated(CATALOG, profile), now.date(), {})
    home.save_plan(person, plan_record(f"p-{person}", now, plan))


def record_of(person: str, name: str, notes: Iterable[str] = ()) -> bytes:
    """A file as Backwise writes it, with this person alone, and old sessions with these notes."""
    now = datetime.now(UTC)
    home = open_store(memory_url(), "soak", clock=lambda: now)
    write_person(home, person, name)
    for at, note in enumerate(notes):
        began = now - timedelta(days=30 + at)
        done = (SetEntry("goblet_squat", 1, reps=8, load_kg=12.0),)
        entry = SessionEntry(
            id=f"{person}-{at}", day=began.date(), started_at=began, finished_at=began, note=note, sets=done
        )
        home.start_session(person, entry)
    text = to_json(whole_record(home, now))
    home.close()
    return text.encode()


def people_in(home: Home, file: Path | None) -> None:
    """The visitors of a home; where it keeps a file, with their people in it, the first of which belongs to all."""
    guest = ("guest.json", record_of("guest", HOSTILE[0][:60], HOSTILE))
    limit = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["server"]["maxUploadSize"]
    names = [f"Careful {at}" for at in range(CAREFUL)]
    if file is not None:
        store = open_store(file_url(file), getpass.getuser(), clock=lambda: datetime.now(UTC))
        for person, name in (("everybody", "Everybody"), *((_id(name), name) for name in names)):
            write_person(store, person, name)
        store.close()
    for name in names:
        keeper = Keeper() if file is None else None
        record = record_of(_id(name), name) if file is None else b""
        home.visitors.append(Careful(name, home.server.address, home.ledger, keeper, person=_id(name), record=record))
    for at in range(WILD):
        keeper = Keeper() if file is None else None
        wild = Wild(f"Wild {at}", home.server.address, home.ledger, keeper, untouchable=LEFT_ALONE)
        wild.own_files, wild.limit_mb = (guest,), limit
        home.visitors.append(wild)


def lost(ledger: Ledger, store: Store) -> list[str]:
    """What the page showed as kept and the store does not have, or has otherwise."""
    found, people = [], store.people(with_archived=True)
    sessions = {one.id: one for person in people for one in store.journal(person.id).sessions}
    for (session, exercise, number), amount in ledger.sets.items():
        sets = {(one.exercise_id, one.number): one for one in sessions[session].sets} if session in sessions else {}
        kept = sets.get((exercise, number))
        if (session, exercise, number) not in ledger.unsure and (
            kept is None or amount not in (kept.reps, kept.seconds)
        ):
            found.append(f"set {number} of {exercise} in {session}: the page showed {amount}, the store has {kept}")
    for session, note in ledger.notes.items():
        has = sessions[session].note if session in sessions else None
        if session not in ledger.unsure and has != note:
            found.append(f"note of {session}: the page took {note[:60]!r}, the store has {str(has)[:60]!r}")
    return found


def lost_names(ledger: Ledger, store: Store) -> list[str]:
    """The same for people who were added."""
    names = [one.name for one in store.people(with_archived=True)]
    gone = [one for one in ledger.gone if one not in ledger.unsure and any(one in name for name in names)]
    missing = [one for mark, one in ledger.names.items() if mark not in ledger.unsure and one.strip() not in names]
    return [f"{one!r} was on the list and is not in the store" for one in missing] + [
        f"the person with mark {one} was deleted and is in the store" for one in gone
    ]


def lost_in_file(home: Home, file: Path) -> list[str]:
    """What the file lacks once the program has ended."""
    store = open_store(file_url(file), getpass.getuser(), clock=lambda: datetime.now(UTC))
    try:
        return [*lost(home.ledger, store), *lost_names(home.ledger, store), *lost_names(home.walker_ledger, store)]
    finally:
        store.close()


def lost_in_browsers(home: Home) -> list[str]:
    """What the visitors' own places lack; each holds a part of the ledger."""
    whole = open_store(memory_url(), "soak", clock=lambda: datetime.now(UTC))
    found, marks = list[str](), ""
    ledger = Ledger(unsure=home.ledger.unsure)
    for visitor in home.visitors:
        if isinstance(visitor, Careful) and visitor.keeper is not None:
            store = open_store(memory_url(), "soak", clock=lambda: datetime.now(UTC))
            Mirror(store, "soak", lambda: datetime.now(UTC)).take_in(visitor.keeper.held)
            sessions = {one.id for person in store.people() for one in store.journal(person.id).sessions}
            ledger.sets = {name: one for name, one in home.ledger.sets.items() if name[0] in sessions}
            ledger.notes = {name: one for name, one in home.ledger.notes.items() if name in sessions}
            found += lost(ledger, store)
            marks += "\n".join(one.name for one in store.people(with_archived=True))
            for name in ledger.sets:
                home.ledger.sets.pop(name)
            for session in ledger.notes:
                home.ledger.notes.pop(session)
            store.close()
    found += lost(home.ledger, whole)
    whole.close()
    names = {mark: one for mark, one in home.ledger.names.items() if mark not in home.ledger.unsure}
    return found + [f"{one!r} was on the list and is in no browser" for mark, one in names.items() if mark not in marks]


async def soak(homes: Sequence[Home], minutes: float) -> list[str]:
    """Everybody at once for so long; what the memory of the programs did."""
    began = time.monotonic()
    until = began + minutes * 60
    async with chromium() as browser:
        for home in homes:
            keeps = home.name == "browser"
            home.walkers.append(
                Walker(f"Walker in {home.name}", home.server.address, browser, home.walker_ledger, keeps)
            )
        async with asyncio.TaskGroup() as tasks:
            for at, home in enumerate(homes):
                tasks.create_task(home.watch(until))
                tasks.create_task(home.die_and_come_back(began + minutes * 60 * KILLED_AT + 5 * at))
                for one in (*home.visitors, *home.walkers):
                    tasks.create_task(one.live(until))
        for home in homes:
            for walker in home.walkers:
                await walker.look_again()
    return [told for home in homes for told in _growth(home, began + minutes * 60 * WARM_AT)]


def _growth(home: Home, since: float) -> list[str]:
    """What its memory did, half a minute a figure, and whether that was too much."""
    series = "  ".join(f"{mb:.0f}" for _, mb in home.memory[:: int(30 / SAMPLE_S)])
    print(f"{home.name}, memory in MB since it came back, every half minute: {series}")
    start, grown = home.growth_mb(since)
    most = MOST_GROWTH * start
    print(f"{home.name}: {start:.0f} MB once warm, {grown:+.1f} MB until the end (at most {most:.1f})")
    return [f"{home.name}: memory rose by {grown:.1f} MB, at most {most:.1f} are allowed"] if grown > most else []


def _id(name: str) -> str:
    return name.lower().replace(" ", "-")


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--minutes", type=float, default=MINUTES, help=f"at most {MOST_MINUTES:g}")
    asked.add_argument("--folder", type=Path, help="an empty folder in which the logs and the file stay")
    given = asked.parse_args()
    minutes = min(given.minutes, MOST_MINUTES)
    with ExitStack() as stack:
        folder = given.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bw-soak-")))
        file = folder / "journal.sqlite"
        places = {"file": str(file), "browser": "browser"}
        homes = [
            Home(name, Server(ROOT / "app.py", folder / f"{name}.log", {"BACKWISE_STORE": store}, FORGETS_SOON))
            for name, store in places.items()
        ]
        for home in homes:
            home.server.start()
            stack.callback(home.server.stop)
            people_in(home, file if home.name == "file" else None)
        troubles = asyncio.run(soak(homes, minutes))
        for home in homes:
            # What it says while it is being stopped, with visits under way, is not asked.
            troubles += [*home.ledger.troubles, *home.walker_ledger.troubles, *home.server.complaints]
            home.server.stop()
            counts = {**home.ledger.counts, **{f"browser {k}": n for k, n in home.walker_ledger.counts.items()}}
            print(f"{home.name}: " + ", ".join(f"{count} {what}" for what, count in sorted(counts.items())))
            troubles += lost_in_file(home, file) if home.name == "file" else lost_in_browsers(home)
    for one in dict.fromkeys(troubles):
        print(f"- {one}")
    print("Nothing broke, grew, ran or was lost." if not troubles else f"{len(troubles)} troubles.")
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
