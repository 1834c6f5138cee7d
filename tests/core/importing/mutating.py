"""Damaged files by the thousand, read in a process of its own; told as JSON: how many, what became of them, memory.

python -m tests.core.importing.mutating 500
"""

from __future__ import annotations

import io
import json
import random
import re
import resource
import sqlite3
import sys
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from core.catalog import load_catalog
from core.importing import Choices, FileRefused, Hints, NeedsColumns, ReadBack, ReadFile, drafted, read_file
from core.importing.values import DateOrder
from core.journal import Journal
from core.store import memory_url, open_store
from core.units import MassUnit
from tests.core.importing import files

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
KEPT_EVERY = 25
MB = 1024 * 1024
BASE = files.everything()
FORMULAS = (b'"=1+1"', b"=HYPERLINK(0)", b"+49", b"-1", b"@SUM(A1)", b"1e999", b"nan", b"inf", b"9" * 400, b"\x00")
HEADER = b"Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"

Mutation = Callable[[random.Random, bytes], bytes]


def flipped(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 30)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(chance: random.Random, data: bytes) -> bytes:
    start = chance.choice((0, 0, chance.randrange(len(data))))
    return data[start : chance.randrange(start, len(data) + 1)]


def encoded(chance: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "cp037", "shift_jis")), "replace")


def parted(chance: random.Random, data: bytes) -> bytes:
    signs = (b",", b";", b"\t", b"|", b'"', b"\r", b"\n", b"\r\n", b"'", b"\x00")
    return data.replace(chance.choice((b",", b";", b"\n", b'"')), chance.choice(signs))


def formulas(chance: random.Random, data: bytes) -> bytes:
    cells = data.split(b",")
    for _ in range(chance.randint(1, 10)):
        cells[chance.randrange(len(cells))] = chance.choice(FORMULAS)
    return b",".join(cells)


def shuffled(chance: random.Random, data: bytes) -> bytes:
    lines = data.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines * chance.randint(1, 4))


def bomb() -> bytes:
    """30 kB that unpack to 30 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export.csv", b"Date,Exercise\n" * (30 * MB // 14))
    return out.getvalue()


def joined(chance: random.Random, data: bytes) -> bytes:
    return data + chance.choice(list(BASE.values()))


def zipped(chance: random.Random, data: bytes) -> bytes:
    """An archive: a good one, one that is damaged, or one that unpacks to far more than it is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for at in range(chance.choice((1, 1, 2, 30))):
            archive.writestr(f"{at}.csv", data if chance.random() < 0.9 else b"0" * (chance.choice((1, 3)) * MB))
    return out.getvalue() if chance.random() < 0.6 else flipped(chance, out.getvalue())


def other_tables(chance: random.Random, _data: bytes) -> bytes:
    """Databases of other programs, and ones made to be a burden."""
    scripts = (
        "CREATE TABLE people(name TEXT)",
        "CREATE VIEW training_log AS SELECT 1 AS date; CREATE TABLE exercise(_id, name)",
        "CREATE TABLE training_log(x); CREATE TABLE exercise(_id, name); INSERT INTO training_log VALUES (1)",
        "CREATE TABLE exercise(_id, name); CREATE TABLE training_log(_id, exercise_id, date, metric_weight, reps);"
        "INSERT INTO exercise VALUES (1, x'ff00'); INSERT INTO training_log VALUES (1, 1, 'never', 'heavy', -5)",
        "CREATE TABLE exercise(_id, name); CREATE TABLE training_log(_id, exercise_id, date, metric_weight, reps);"
        "INSERT INTO exercise VALUES (1, 'Squat'); INSERT INTO training_log VALUES (1, 1, 20240501, 1e300, 9e99)",
    )
    connection = sqlite3.connect(":memory:")
    connection.executescript(chance.choice(scripts))
    data = connection.serialize()
    connection.close()
    return data if chance.random() < 0.5 else flipped(chance, data)


def nested(chance: random.Random, _data: bytes) -> bytes:
    depth = chance.choice((10, 100_000))
    lists = b'{"history":[' + b"[]," * 1000 + b"1]}"
    return chance.choice((b"[" * depth, b'{"history":' * depth, lists, b'{"history":[{"entries":7}]}'))


MUTATIONS: tuple[Mutation, ...] = (
    flipped, flipped, flipped, cut, cut, encoded, parted, formulas, shuffled, joined, zipped, other_tables, nested,
)  # fmt: skip


def long_file(rows: int) -> bytes:
    row = b'2025-03-04 18:05:%02d,"Legs %d",1h,"Squat (Barbell)",%d,100.0,5,0,0,"","",8\n'
    return HEADER + b"".join(row % (at // 40 % 60, at // 40, at % 40 + 1) for at in range(rows))


class Kitchen:
    """A store that imports go into: each one wholly or not at all."""

    def __init__(self) -> None:
        self.store = open_store(memory_url(), "tests", clock=lambda: NOW)
        self.store.add_person("p", "Someone")
        self.imports = self.store
        self.number = 0

    def keep(self, sessions: Journal) -> None:
        before = {one.id for one in self.store.journal("p").sessions}
        wanted = {one.id for one in sessions.sessions}
        self.number += 1
        try:
            self.imports.add_import("p", f"broken{self.number}", "test", sessions, progress=_stop)
        except _Stopped:
            assert {one.id for one in self.store.journal("p").sessions} == before, "part of an import was kept"
        self.imports.add_import("p", f"n{self.number}", "test", sessions)
        assert {one.id for one in self.store.journal("p").sessions} == before | wanted, "an import is not whole"
        self.imports.undo_import("p", f"n{self.number}")
        assert {one.id for one in self.store.journal("p").sessions} == before, "an undone import left something"


class _Stopped(Exception):
    pass


def _stop(_share: float) -> None:
    raise _Stopped


def read(data: bytes, kitchen: Kitchen | None) -> str:
    """Read one file as the page would, through to the store where there is one."""
    try:
        found = read_file(data)
        if isinstance(found, NeedsColumns):
            titles = found.titles
            columns = {"date": titles[0], "exercise": titles[1], "reps": titles[-1]}
            found = read_file(data, Hints(columns=columns, order=DateOrder.DAY_FIRST, language="es"))
        if isinstance(found, ReadFile) and (found.asks_order or found.asks_language):
            found = read_file(data, Hints(order=DateOrder.MONTH_FIRST, language="de"))
    except FileRefused as error:
        return "refused" if str(error).endswith(".") else f"refused without a sentence: {error}"
    if isinstance(found, ReadBack):
        sessions = found.journal
    elif isinstance(found, ReadFile):
        sessions = Journal(drafted(found, "p", load_catalog(), Choices(unit=MassUnit.LB, notes=True)).sessions)
    else:
        return "asks"
    if kitchen is not None and sessions.sessions:
        kitchen.keep(sessions)
    return "read"


def most_mb() -> int:
    """The most memory that this program itself ever used; `ru_maxrss` would count the one that started it too."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+)", status.read_text())[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def main(count: int) -> dict[str, object]:
    chance = random.Random(20261120)
    kitchen = Kitchen()
    base = list(BASE.values())
    outcomes: Counter[str] = Counter()
    for number in range(count):
        data = chance.choice(base)
        for mutation in chance.choices(MUTATIONS, k=chance.choice((1, 1, 2, 3))):
            data = mutation(chance, data) or b" "
        outcomes[read(data, kitchen if number % KEPT_EVERY == 0 else None)] += 1
    outcomes[f"bomb {read(bomb(), None)}"] += 1
    for rows in (200_000, 200_001):
        outcomes[f"{rows} rows {read(long_file(rows), None)}"] += 1
    return {"files": count, **outcomes, "mb": most_mb()}


if __name__ == "__main__":
    print(json.dumps(main(int(sys.argv[1]))))
