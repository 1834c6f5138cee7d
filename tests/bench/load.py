"""Many visitors at once, beside Streamlit's own least page: taps, memory and processor time.

python -m tests.bench.load [--levels 10,50,100,200] [--rounds 7] [--slice 5] [--blocks 9]

The three programs run at the same time and are used in turns, so that all see the same machine: the bare page as
`streamlit run` starts it, Backwise in one process, and Backwise in two processes that share the visitors evenly, each
with a PostgreSQL database in which every visitor has two years of training. With other sizes than these, the tables are
printed instead of written.
"""

from __future__ import annotations

import argparse
import json
import secrets
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from core.store import open_store
from core.store.tables import metadata
from core.whole_record import bring_back, whole_record
from tests.bench.client import VisitBroken, user_cookie
from tests.bench.report import RUNS, Measured, Table, short, verdict, write
from tests.bench.serving import ROOT, Server
from tests.bench.ten_years import NOW, counted, write_years
from tests.browser.walk import open_record
from tests.postgres import OWNER, Clinic
from tests.postgres import Server as Postgres

LEVELS, GOAL_AT, MOST_MB = (10, 50, 100, 200), 100, 1.0
SLICE_S = 5.0
BLOCKS = 9
"""Blocks of twelve weeks, two years: what pages read does not grow with more, and it is there once for everybody."""
ISSUER = "https://login.example"
PAGES = ("", "progress", "", "plan", "", "progress", "", "", "progress", "")
"""Where visitors are: six of ten in today's session, three on Progress, one on the plan."""

SECRETS = """
BACKWISE_STORE = "{store}"
BACKWISE_STORE_ADMIN = "{admin}"
[auth]
redirect_uri = "http://localhost/oauth2callback"
cookie_secret = "{cookie}"
client_id = "backwise"
client_secret = "secret"
server_metadata_url = "http://localhost/.well-known/openid-configuration"
"""


@dataclass
class Program:
    """One of the programs that are compared, with what was measured of it at each number of visitors."""

    name: str
    servers: Sequence[Server]
    cookie_secret: str = ""
    opened: int = 0
    p50_ms: dict[int, list[float]] = field(default_factory=dict)
    p95_ms: dict[int, list[float]] = field(default_factory=dict)
    cpu_ms: dict[int, list[float]] = field(default_factory=dict)
    memory_mb: dict[int, float] = field(default_factory=dict)

    @property
    def is_bare(self) -> bool:
        """True for the page that is the measure."""
        return not self.cookie_secret

    def visit(self, number: int) -> dict[str, Any]:
        """Where a visitor goes, and as whom."""
        server = self.servers[number % len(self.servers)]
        signed = (
            {} if self.is_bare else user_cookie(self.cookie_secret, server.address, iss=ISSUER, sub=subject(number))
        )
        # By twos, so that each of two processes gets the same share of each page.
        return {
            "address": server.address,
            "page": "" if self.is_bare else PAGES[number // 2 % len(PAGES)],
            "cookies": signed,
        }

    @property
    def cpu_s(self) -> float:
        """Processor time of all its processes."""
        return sum(one.cpu_s for one in self.servers)

    @property
    def all_memory_mb(self) -> float:
        """Resident memory of all its processes."""
        return sum(one.memory_mb for one in self.servers)

    @property
    def mb_a_visit(self) -> float:
        """Memory by which a further visitor makes it grow: the slope over the numbers of visitors."""
        levels = sorted(self.memory_mb)
        slope, _ = statistics.linear_regression(levels, [self.memory_mb[one] for one in levels])
        return slope


class Visitors:
    """The process in which the visitors live."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.bench.load_clients"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.busy = 0.0

    def ask(self, **order: Any) -> dict[str, Any]:
        """Give an order and wait for what came of it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(order), file=self._process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        if trouble := answer.get("broken") or answer.get("troubles"):
            raise VisitBroken(f"{order['program']}: {trouble}")
        return answer

    def close(self) -> None:
        """Send everybody home."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)


def subject(number: int) -> str:
    """Name of a visitor at the sign-in."""
    return f"visitor-{number}"


def owner(number: int) -> str:
    """Whose rows a visitor's are."""
    return f"{ISSUER} {subject(number)}"


def fill(clinic: Clinic, folder: Path, visitors: int, blocks: int) -> str:
    """Two years for everybody: written once, then copied inside the database; what is in them, in words."""
    file = folder / "years.sqlite"
    told = counted(write_years(file, blocks))
    with open_record(file) as home:
        everything = whole_record(home, NOW)
    store = open_store(clinic.url, owner(0), clock=lambda: NOW, admin_url=clinic.admin_url)
    bring_back(store, everything, NOW)
    store.close()
    for table in metadata.sorted_tables:
        if "owner" in table.c and table.name != "invitation":
            columns = ", ".join(f'"{one.name}"' for one in table.c if one.name != "owner")
            clinic.run(
                f"INSERT INTO {table.name} (owner, {columns}) SELECT '{ISSUER} visitor-' || n, {columns} "
                f"FROM {table.name}, generate_series(1, {visitors - 1}) AS n WHERE owner = '{owner(0)}'"
            )
    clinic.run("VACUUM ANALYZE")
    return told


def twin(postgres: Postgres, clinic: Clinic) -> Clinic:
    """The same database once more."""
    other, aside = postgres.clinic(), postgres.clinic()
    name, source = (str(make_url(one.url).database) for one in (other, clinic))
    aside.run(f"DROP DATABASE {name}", f"CREATE DATABASE {name} TEMPLATE {source} OWNER {OWNER}")
    return other


def backwise(name: str, clinic: Clinic, folder: Path, processes: int) -> Program:
    """Backwise as a clinic runs it, everybody signed in."""
    cookie = secrets.token_hex(16)
    file = folder / f"{name}.toml"
    file.write_text(SECRETS.format(store=clinic.url, admin=clinic.admin_url, cookie=cookie), encoding="utf-8")
    settings = {"BACKWISE_STORE": "", "BACKWISE_NOW": NOW.isoformat()}
    servers = [
        Server(ROOT / "app.py", folder / f"{name}-{one}.log", settings, ("--secrets.files", str(file)))
        for one in range(processes)
    ]
    return Program(name, servers, cookie)


def bare(folder: Path) -> Program:
    """The least page, without any setting of ours: its folder holds no configuration."""
    return Program("bare", [Server(ROOT / "tests/bench/bare.py", folder / "bare.log", place=folder)])


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def measure(programs: Sequence[Program], visitors: Visitors, level: int, rounds: int, slice_s: float) -> float:
    """Everything at one number of visitors; the visitors' own share of a processor."""
    for one in programs:
        more = [one.visit(number) for number in range(one.opened, level)]
        visitors.ask(do="open", program=one.name, visits=more)
        one.opened = level
        visitors.ask(do="tap", program=one.name, seconds=slice_s)
    busy = []
    for _ in range(rounds):
        for one in programs:
            before = one.cpu_s
            told = visitors.ask(do="tap", program=one.name, seconds=slice_s)
            taken = [seconds * 1000 for seconds in told["taken"]]
            one.p50_ms.setdefault(level, []).append(statistics.median(taken))
            one.p95_ms.setdefault(level, []).append(percentile(taken, 0.95))
            one.cpu_ms.setdefault(level, []).append((one.cpu_s - before) * 1000 / len(taken))
            busy.append(told["cpu"] / told["passed"])
    for one in programs:
        one.memory_mb[level] = one.all_memory_mb
    return max(busy)


def tables(programs: Sequence[Program], levels: Sequence[int], about: str, busy: float) -> list[Table]:
    """What is written down."""
    return [_waiting(programs, levels, about, busy), _memory(programs, levels), _work(programs, levels)]


def _waiting(programs: Sequence[Program], levels: Sequence[int], about: str, busy: float) -> Table:
    floor, one, two = programs
    rows = []
    for level in levels:
        cells = [f"{Measured(tuple(p.p50_ms[level]))} / {Measured(tuple(p.p95_ms[level]))}" for p in programs]
        met = [
            Measured(tuple(p.p95_ms[level])).median <= Measured(tuple(floor.p95_ms[level])).median for p in (one, two)
        ]
        goal = " / ".join(verdict(value) for value in met) if level == GOAL_AT else "–"
        rows.append([str(level), *cells, goal])
    return Table(
        "A tap while others tap, milliseconds",
        ("Visitors", "Bare page, median / 95 %", "Backwise, one process", "Backwise, two processes", "Goal"),
        rows,
        lead=(
            "From sending a tap until the last message of the run it causes, over raw sockets. Every visitor taps once "
            f"in five seconds. {about} for each visitor, in PostgreSQL on the same machine. Six of ten are in today's "
            "session (log a set, change a number, undo, go on), three on Progress (another view or chart), one on "
            f"the plan (another week). Goal at {GOAL_AT} visitors: 95 % of taps within the time of the bare page."
        ),
        notes=(
            "The bare page is one button and one number, run by `streamlit run` with nothing set.",
            "Figures are medians of the rounds with their spread; programs take turns within each round.",
            "Each tap runs the whole page: Backwise has no fragments outside its dialogs.",
            "At 200 visitors the bare page is past what a processor can do, and waits grow until a round ends.",
            f"Servers, database and visitors share the machine, the visitors up to {short(100 * busy)} % of a core.",
        ),
    )


def _memory(programs: Sequence[Program], levels: Sequence[int]) -> Table:
    rows = []
    for one in programs:
        grown = one.mb_a_visit
        goal = "–" if one.is_bare else verdict(grown <= MOST_MB)
        rows.append([NAMES[one.name], *(short(one.memory_mb[level]) for level in levels), short(grown), goal])
    return Table(
        "Memory, MB",
        ("Program", *(f"{level} visitors" for level in levels), "A further visitor", f"Goal: {MOST_MB:g} MB"),
        rows,
        lead="Resident memory of all the program's processes after all rounds; a further visitor by linear regression.",
    )


def _work(programs: Sequence[Program], levels: Sequence[int]) -> Table:
    rows = [[NAMES[one.name], *(str(Measured(tuple(one.cpu_ms[level]))) for level in levels)] for one in programs]
    return Table(
        "Processor time of the program for one tap, milliseconds",
        ("Program", *(f"{level} visitors" for level in levels)),
        rows,
        notes=("The database's own time is not in it.",),
    )


NAMES = {"bare": "Bare page", "one": "Backwise, one process", "two": "Backwise, two processes"}


def run(levels: Sequence[int], rounds: int, slice_s: float, blocks: int) -> list[Table]:
    """Set everything up, measure, and take it down."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bw-load-")))
        postgres = Postgres()
        stack.callback(postgres.stop)
        clinic = postgres.clinic()
        about = fill(clinic, folder, max(levels), blocks)
        other = twin(postgres, clinic)
        programs = [bare(folder), backwise("one", clinic, folder, 1), backwise("two", other, folder, 2)]
        for program in programs:
            for server in program.servers:
                server.start()
                stack.callback(server.stop)
        visitors = Visitors()
        stack.callback(visitors.close)
        busy = []
        try:
            for level in levels:
                busy.append(measure(programs, visitors, level, rounds, slice_s))
                print(_so_far(programs, level), file=sys.stderr, flush=True)
        except VisitBroken:
            told = [line for program in programs for server in program.servers for line in server.complaints]
            print("\n".join(told), file=sys.stderr)
            raise
        return tables(programs, levels, about, max(busy))


def _so_far(programs: Sequence[Program], level: int) -> str:
    parts = [
        f"{one.name} {statistics.median(one.p50_ms[level]):.0f}/{statistics.median(one.p95_ms[level]):.0f} ms "
        f"{one.memory_mb[level]:.0f} MB {statistics.median(one.cpu_ms[level]):.1f} ms cpu"
        for one in programs
    ]
    return f"{level} visitors: " + "; ".join(parts)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--levels", type=lambda text: tuple(map(int, text.split(","))), default=LEVELS)
    asked.add_argument("--rounds", type=int, default=RUNS)
    asked.add_argument("--slice", type=float, default=SLICE_S)
    asked.add_argument("--blocks", type=int, default=BLOCKS)
    given = asked.parse_args()
    found = run(given.levels, given.rounds, given.slice, given.blocks)
    if given.levels == LEVELS and given.rounds >= RUNS and given.blocks == BLOCKS:
        write("load", "Many visitors at once", found, date.today())
    else:
        print("\n\n".join(one.markdown() for one in found))


if __name__ == "__main__":
    main()
