"""How long an import takes beside Python's own csv reader on the same file, app by app.

python -m tests.bench.imports [rows]

Processor time. A row is a set, and every set of the made-up files is a leg set, so that all of them go the whole way:
read, match, and keep with all its copies and versions. With a number of rows of its own it prints and writes nothing.
"""

from __future__ import annotations

import csv
import io
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import islice

from core.catalog import load_catalog
from core.importing import Choices, ReadFile, drafted, load_aliases, read_file
from core.journal import Journal
from core.store import Store, memory_url, open_store
from core.units import MassUnit
from tests.bench.report import RUNS, Measured, Table, short, verdict, write

ALLOWED = 40
ROWS = 20_000
A_SESSION = 20
FIRST = datetime(2005, 1, 3, 18, 5)
NAMES = ("Squat (Barbell)", "Leg Press", "Seated Leg Curl (Machine)", "Plank", "Lunge (Dumbbell)")
Row = tuple[datetime, str, int, float, int]
"""When, which exercise, which set of it, kilograms, repetitions."""


def made_up(rows: int) -> list[Row]:
    """Sessions of twenty sets, three a week."""
    found = []
    for at in range(rows):
        session, place = divmod(at, A_SESSION)
        week, day = divmod(session, 3)
        moment = FIRST + timedelta(weeks=week, days=2 * day)
        found.append((moment, NAMES[place // 4], place % 4 + 1, float(40 + session % 60), 5 + place % 8))
    return found


def strong(rows: list[Row]) -> str:
    lines = [f'{at},"Legs",1h 2m,"{name}",{n},{kg},{reps},0,0,"","",8' for at, name, n, kg, reps in rows]
    header = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
    return "\n".join([header, *lines, ""])


def hevy(rows: list[Row]) -> str:
    header = (
        "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,weight_kg,"
        "reps,distance_km,duration_seconds,rpe"
    )
    lines = []
    for at, name, n, kg, reps in rows:
        start = f"{at.day} {at:%b %Y, %H:%M}"
        lines.append(f'"Legs","{start}","{start}","","{name}","","",{n - 1},"normal",{kg},{reps},,,"8"')
    return "\n".join([header, *lines, ""])


def fitbod(rows: list[Row]) -> str:
    header = "Date,Exercise,Reps,Weight(kg),Duration(s),Distance(m),Incline,Resistance,isWarmup,Note,multiplier"
    lines = [f"{at} +0000,{name}, {reps},{kg},0.0,0.0,0.0,0.0,false,, 1.0" for at, name, n, kg, reps in rows]
    return "\n".join([header, *lines, ""])


def fitnotes(rows: list[Row]) -> str:
    header = "Date,Exercise,Category,Weight,Weight Unit,Reps,Distance,Distance Unit,Time,Comment"
    lines = [f'{at:%Y-%m-%d},{name},Legs,{kg},kgs,{reps},,,,""' for at, name, n, kg, reps in rows]
    return "\n".join([header, *lines, ""])


def liftlog(rows: list[Row]) -> str:
    header = "SessionId,Timestamp,Exercise,Weight,WeightUnit,Reps,TargetReps,Notes"
    lines = [f"{at:%y%m%d},{at.isoformat()},{name},{kg},Kilograms,{reps},{reps}," for at, name, n, kg, reps in rows]
    return "\n".join([header, *lines, ""])


APPS: dict[str, Callable[[list[Row]], str]] = {
    "Strong": strong,
    "Hevy": hevy,
    "Fitbod": fitbod,
    "FitNotes": fitnotes,
    "LiftLog": liftlog,
}


def processor_s(work: Callable[[], object]) -> float:
    """Processor time of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


class Import:
    """The steps of one file, each timed `runs` times in turn with the plain reader."""

    def __init__(self, app: str, rows: int, store: Store) -> None:
        self.store = store
        self.data = APPS[app](made_up(rows)).encode()
        self.told: list[float] = []
        found = read_file(self.data)
        assert isinstance(found, ReadFile), app
        self.found = found
        sessions = self.match().sessions
        assert sum(len(one.sets) for one in sessions) == rows, app
        self.sessions = Journal(sessions)
        self.taken: dict[str, list[float]] = {"reader": [], "read": [], "match": [], "keep": []}

    def match(self):
        return drafted(self.found, "p", load_catalog(), Choices(unit=MassUnit.KG))

    def keep(self) -> None:
        self.store.add_import("p", "i", "other", self.sessions, progress=self.told.append)

    def plain(self) -> int:
        return sum(1 for _ in csv.reader(io.TextIOWrapper(io.BytesIO(self.data), "utf-8", newline="")))

    def run(self) -> None:
        self.taken["reader"].append(processor_s(self.plain))
        self.taken["read"].append(processor_s(lambda: read_file(self.data, progress=self.told.append)))
        self.taken["match"].append(processor_s(self.match))
        self.taken["keep"].append(processor_s(self.keep))
        self.store.undo_import("p", "i")

    def ratios(self, *steps: str) -> Measured:
        """How many times the plain reader these steps took together, a run each."""
        sums = [sum(run) for run in zip(*(self.taken[step] for step in steps), strict=True)]
        return Measured(tuple(one / base for one, base in zip(sums, self.taken["reader"], strict=True)))

    def rows_a_second(self, rows: int) -> float:
        """Rows read, matched and kept in a second, by the medians."""
        return rows / sum(Measured(tuple(self.taken[step])).median for step in ("read", "match", "keep"))


def main(rows: int, *, writes: bool) -> int:
    load_aliases()
    store = open_store(memory_url(), "bench", clock=lambda: datetime(2026, 11, 20, tzinfo=UTC))
    store.add_person("p", "Bench")
    imports = {app: Import(app, rows, store) for app in APPS}
    for _ in range(RUNS):
        for one in imports.values():
            one.run()
    store.close()
    lines = []
    for app, one in imports.items():
        assert len(list(islice(one.told, 3))) == 3, "progress is told"
        whole = one.ratios("read", "match", "keep")
        parts = [str(one.ratios(step)) for step in ("read", "match", "keep")]
        lines.append((app, short(one.rows_a_second(rows)), *parts, str(whole), verdict(whole.median <= ALLOWED)))
    table = Table(
        f"{rows:,} rows",
        ("App", "rows a second", "read", "match", "keep", "all", f"goal: at most {ALLOWED}"),
        lines,
        lead="Times Python's own `csv.reader` over the same bytes, which only splits cells.",
        notes=(
            f"At most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB in the process, five apps' files "
            "in memory together.",
        ),
    )
    if writes:
        write("imports", "Imports", [table], date.today())
    print(table.markdown())
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS, writes=len(sys.argv) == 1))
