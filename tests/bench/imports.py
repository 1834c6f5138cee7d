"""How long an import takes beside Python's own csv reader on the same file, and how much memory.

python tests/bench/imports.py [rows]

Processor time, the best of several runs. Reading and matching alone must stay within 40 times the reader; the store's
part is told apart from it. Every set of the made-up file is a leg set, so that all of them go the whole way.
"""

from __future__ import annotations

import csv
import io
import resource
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from core.catalog import load_catalog
from core.importing import Choices, ReadFile, drafted, load_aliases, read_file
from core.journal import Journal
from core.store import memory_url, open_store
from core.store.imports import ImportStore
from core.units import MassUnit

ALLOWED = 40
RUNS = 5
HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
NAMES = ("Squat (Barbell)", "Leg Press", "Seated Leg Curl (Machine)", "Plank", "Lunge (Dumbbell)")


def made_up(rows: int) -> bytes:
    """An export of Strong with this many sets, 20 in a session."""
    out = io.StringIO(newline="")
    out.write(HEADER)
    for at in range(rows):
        session, place = divmod(at, 20)
        day = f"{2010 + session // 336}-{session // 28 % 12 + 1:02d}-{session % 28 + 1:02d} 18:05:00"
        name = NAMES[place // 4]
        out.write(f'{day},"Legs",1h 2m,"{name}",{place % 4 + 1},{40 + session % 60}.0,{5 + place % 8},0,0,"","",8\n')
    return out.getvalue().encode()


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Processor time of the quickest of several runs."""
    taken = []
    for _ in range(runs):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def keep_once(imports: ImportStore, sessions: Journal, told: list[float]) -> float:
    """Processor time of keeping all sessions; they are taken back afterwards."""
    start = time.process_time()
    imports.add_import("p", "i", "strong", sessions, progress=told.append)
    taken = time.process_time() - start
    imports.undo_import("p", "i")
    return taken


def main(rows: int) -> int:
    data = made_up(rows)
    told: list[float] = []
    catalog = load_catalog()
    load_aliases()
    found = read_file(data)
    assert isinstance(found, ReadFile)
    choices = Choices(unit=MassUnit.KG)
    sessions = Journal(drafted(found, "p", catalog, choices).sessions)
    reader = seconds(lambda: sum(1 for _ in csv.reader(io.TextIOWrapper(io.BytesIO(data), "utf-8", newline=""))))
    reading = seconds(lambda: read_file(data, progress=told.append))
    drafting = seconds(lambda: drafted(found, "p", catalog, choices))

    store = open_store(memory_url(), "bench", clock=lambda: datetime(2026, 11, 20, tzinfo=UTC))
    store.add_person("p", "Bench")
    imports = store
    keeping = min(keep_once(imports, sessions, told) for _ in range(RUNS))
    store.close()
    whole = reading + drafting + keeping
    print(f"{rows} rows, {len(data) / 1e6:.1f} MB, {len(sessions.sessions)} sessions")
    steps = {"csv.reader": reader, "read": reading, "match": drafting, "keep": keeping, "all": whole}
    for name, taken in steps.items():
        print(f"{name:>11} {taken * 1000:8.1f} ms {taken / reader:7.1f} times")
    print(f"progress told {len(told)} times; at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return 0 if whole <= ALLOWED * reader and told else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000))
