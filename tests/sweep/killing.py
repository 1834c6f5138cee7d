"""Homes in which a process that writes is killed at random moments, and what their records hold after each kill.

A warm process opens the record and writes, telling of each write that is done, until it is killed: while it opens,
while it copies, between two writes or in the middle of one. Then the record is opened anew and compared, row by row,
with what the same writes leave in memory: it holds all that was told, and at most the one write that was under way.

In the home of the browser it is the server that is killed. A stand-in for the browser's script keeps the pieces there,
and a write is told when it is kept.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import MappingProxyType, ModuleType
from typing import Any

from core.store import file_url, memory_url
from core.store.mirror import Mirror
from core.store.snapshot import Rows
from tests.bench.soak_keeper import Keeper
from tests.postgres import Server
from tests.store.serving import serves_until_killed
from tests.store.writing import (
    Clock,
    Wanted,
    backups_of,
    closest,
    differences,
    open_at,
    rows_of,
    writes_until_killed,
)

A_RECORD, SEED = 100, 20261120
"""How many kills a record lives through before the next one is begun, and where the random numbers begin."""
MOST_WRITES, LONGEST_OPENING_S, LONGEST_WRITE_S = 14, 0.12, 0.008
"""After how many writes, and how long after the last one told or after the start, a kill comes at the latest."""
UNREACHABLE = "The database cannot be reached, or does not let Backwise in."

# What a process needs is there before it is made: it begins to write after a few hundredths of a second.
WARM = multiprocessing.get_context("forkserver")
WARM.set_forkserver_preload(["tests.sweep.killing", "tests.store.warm"])


@dataclass
class Outcome:
    """What came of some kills: counts, the slowest opening in seconds, and what is wrong."""

    counts: Counter[str] = field(default_factory=Counter)
    slowest_s: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def add(self, where: str, held: Counter[str]) -> None:
        """Count what is wrong with a record."""
        self.counts += held
        if held:
            self.wrong.append(f"{where}: {dict(held)}")


@contextmanager
def without_main() -> Iterator[None]:
    """Start a process without the main module of this one, which the process would run: after a page was tried in here,
    that is the page's script."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def drain(told: Connection) -> Iterator[Any]:
    """All that was still told before the end."""
    with suppress(EOFError, ConnectionResetError):
        while True:
            yield told.recv()


def killed(process: BaseProcess) -> None:
    """Kill a process and wait for its end."""
    process.kill()
    process.join()
    assert process.exitcode == -9, process.exitcode


class FileHome:
    """A record in a file, and its copies."""

    name = "file"

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="bw-kills-"))
        self._records = 0

    def begin(self) -> None:
        """A record that is not there yet."""
        self._records += 1
        self._path = self._folder / str(self._records) / "journal.sqlite"
        self.url = file_url(self._path)
        self._held: tuple[int, list[Rows]] = (0, [{}])

    def strike(self, process: BaseProcess, told: Connection, random_: random.Random, outcome: Outcome) -> list[Any]:
        """Kill the writer; all that it told."""
        heard = wait(told, random_)
        killed(process)
        return [*heard, *drain(told)]

    def reopened(self, day: int, outcome: Outcome, where: str) -> Rows:
        """What the record holds when it is opened; its file, and each copy, is looked at."""
        store = open_at(self.url, Clock.after(day))
        rows = rows_of(store)
        store.close()
        outcome.wrong += [f"{where}: {warning}" for warning in store.warnings]
        for file in (self._path, *backups_of(self._path)):
            outcome.counts["files"] += 1
            if file.suffix != ".sqlite" or not _is_whole(file):
                outcome.counts["damaged"] += 1
                outcome.wrong.append(f"{where}: {file.name}")
        self._look_at_newest_copy(day, rows, outcome, where)
        return rows

    def end(self) -> None:
        """Remove all records."""
        shutil.rmtree(self._folder)

    def _look_at_newest_copy(self, day: int, rows: Rows, outcome: Outcome, where: str) -> None:
        """It opens as a record, and holds what the record held on its day, when the first of that day opened it."""
        before = self._held[1] if self._held[0] == day else self._held[1][-1:]
        self._held = (day, [*before, rows])
        copies = [file for file in backups_of(self._path) if file.suffix == ".sqlite"]
        if not copies:
            return
        with tempfile.TemporaryDirectory(dir=self._folder) as folder:
            store = open_at(file_url(shutil.copy(copies[-1], folder)), Clock.after(day))
            copied = rows_of(store)
            store.close()
        outcome.counts["copies"] += 1
        wrong = [differences(held, copied) for held in self._held[1]]
        outcome.add(f"{where}: {copies[-1].name}", min(wrong, key=Counter.total))


class ServerHome:
    """A record on a PostgreSQL server that waits for the disk; now and then the server is killed and not the writer."""

    name = "server"
    ways: Mapping[str, int] = MappingProxyType({"writer": 80, "connection": 13, "backend": 4, "server": 3})
    """What else ends before the writer is killed, and how often."""

    def __init__(self) -> None:
        self._server = Server(careful=True)

    def begin(self) -> None:
        """A database of its own, with its tables."""
        clinic = self._server.clinic()
        self.url, self._clinic = clinic.url, clinic
        open_at(clinic.url, Clock(), clinic.admin_url).close()

    def strike(self, process: BaseProcess, told: Connection, random_: random.Random, outcome: Outcome) -> list[Any]:
        """Kill the writer, after what serves it was ended, killed, or gone with the whole server; what was told."""
        (way,) = random_.choices(*zip(*self.ways.items(), strict=True))
        outcome.counts[f"{way} ended"] += 1
        heard = wait(told, random_, is_open=way != "writer")
        if way == "connection":
            self._clinic.run(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'backwise'"
            )
            heard += [told.recv() for _ in range(3)]
        elif way == "backend":
            self._server.kill_backends()
            heard += [told.recv() for _ in range(3)]
        elif way == "server":
            self._server.kill()
            while not isinstance(heard[-1], str):
                heard.append(told.recv())
            assert heard[-1].startswith(UNREACHABLE), heard[-1]
        killed(process)
        heard += drain(told)
        if way == "server":
            self._server.start()
        # On a loaded machine a recovery takes longer than anybody is patient.
        self._server.recovered()
        return heard

    def reopened(self, day: int, outcome: Outcome, where: str) -> Rows:
        """What the record holds when it is opened."""
        store = open_at(self.url, Clock.after(day))
        rows = rows_of(store)
        store.close()
        return rows

    def end(self) -> None:
        """Stop the server."""
        self._server.stop()


def wait(told: Connection, random_: random.Random, *, is_open: bool = False) -> list[Any]:
    """Let some writes, or a part of the opening, go by; what was told by then."""
    writes = random_.choice((0, *range(1, MOST_WRITES))) if random_.random() > 0.15 else 0
    heard = [told.recv() for _ in range(max(writes, int(is_open)))]
    time.sleep(random_.uniform(0, LONGEST_WRITE_S if heard else LONGEST_OPENING_S))
    return heard


def killed_writers(home: FileHome | ServerHome, kills: int, seed: int = SEED, a_record: int = A_RECORD) -> Outcome:
    """Kill writers of records in this home; what came of it."""
    random_, outcome = random.Random(seed), Outcome()
    for kill in range(kills):
        if kill % a_record == 0:
            home.begin()
            wanted, writes, day = Wanted(), 0, 0
        told, tell = WARM.Pipe(duplex=False)
        process = WARM.Process(target=writes_until_killed, args=(tell, home.url, writes, day))
        with without_main():
            process.start()
        tell.close()
        heard = [number for number in home.strike(process, told, random_, outcome) if isinstance(number, int)]
        told.close()
        where = f"{home.name}, kill {kill}"
        if heard != list(range(writes, writes + len(heard))):
            outcome.wrong.append(f"{where}: told {heard} after {writes}")
        day += random_.randint(0, 1)
        began = time.perf_counter()
        there = home.reopened(day, outcome, where)
        outcome.slowest_s = max(outcome.slowest_s, time.perf_counter() - began)
        outcome.counts["kills"] += 1
        outcome.counts["told"] += len(heard)
        known = writes + len(heard)
        writes, held = closest(wanted, there, known)
        outcome.counts["under way and kept"] += writes - known
        outcome.add(where, held)
        day += random_.randint(0, 1)
    return outcome


def killed_servers(kills: int, seed: int = SEED, a_record: int = A_RECORD) -> Outcome:
    """Kill the server of a browser's record; what came of it.

    Of several runs that came at once, the browser shows the last. What was on its way at the end may still arrive.
    """
    random_, outcome = random.Random(seed), Outcome()
    for kill in range(kills):
        if kill % a_record == 0:
            keeper, wanted, writes = Keeper(), Wanted(), 0
        elif random_.random() < 0.5:
            keeper.reload()
        ours, theirs = WARM.Pipe()
        process = WARM.Process(target=serves_until_killed, args=(theirs, f"visit{kill}", writes))
        with without_main():
            process.start()
        theirs.close()
        known = writes
        is_opening = random_.random() < 0.15
        until = writes + random_.randint(1, MOST_WRITES)
        while not is_opening and writes < until:
            writes = _kept(keeper, _last_of(ours), ours) or writes
        time.sleep(random_.uniform(0, LONGEST_OPENING_S if is_opening else LONGEST_WRITE_S))
        killed(process)
        for message in drain(ours) if random_.random() < 0.5 else ():
            writes = _kept(keeper, message) or writes
        ours.close()
        began = time.perf_counter()
        mirror = Mirror(open_at(memory_url(), Clock()), "look", Clock())
        mirror.take_in(keeper.held)
        there = rows_of(mirror.store)
        outcome.slowest_s = max(outcome.slowest_s, time.perf_counter() - began)
        outcome.counts["kills"] += 1
        outcome.counts["told"] += writes - known
        outcome.counts["damaged"] += len(mirror.left_out)
        outcome.add(f"browser, kill {kill}", differences(wanted.after(writes), there))
        mirror.forget()
    return outcome


def _last_of(ours: Connection) -> tuple[int, str]:
    """The newest of what is waiting."""
    message: tuple[int, str] = ours.recv()
    while ours.poll():
        message = ours.recv()
    return message


def _kept(keeper: Keeper, message: tuple[int, str], answers: Connection | None = None) -> int:
    """Let the browser do what it is told; how many writes it keeps by then, 0 where it took nothing."""
    number, data = message
    before = keeper.revision
    events = keeper.answer(json.loads(data))
    if answers is not None and events:
        answers.send(events)
    return number + 1 if keeper.revision != before else 0


def _is_whole(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as connection:
        checks = ("PRAGMA integrity_check", "PRAGMA foreign_key_check")
        return [connection.execute(check).fetchall() for check in checks] == [[("ok",)], []]
