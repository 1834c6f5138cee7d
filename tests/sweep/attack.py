"""One visitor against all: while somebody attacks, others wait at most twice as long, and the process stays small.

python -m tests.sweep.attack [--seconds 8] [--home browser,file] [--only bombs,writes]

For each attack of `tests.sweep.attackers` a program is started anew. Some calm people train there, each with a tap
every two seconds: alone, beside the attack, which runs in a process of its own, and alone again.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import re
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from core.exporting.record_json import to_json
from core.journal import SessionEntry
from core.store import Store, memory_url, open_store
from core.store.mirror import Held, Mirror
from core.whole_record import whole_record
from tests.bench.client import Visit, VisitBroken, visiting
from tests.bench.load_clients import Tapper
from tests.bench.serving import ROOT, Server
from tests.bench.soak_keeper import COMPONENT, Keeper
from tests.bench.ten_years import NOW, write_years
from tests.browser.walk import ME, open_record, with_plan
from tests.sweep.attackers import ATTACKS
from tests.sweep.table import printed

SECONDS, CALM, TAPS_EVERY_S, WARM_TAPS = 8.0, 6, 2.0, 5
MOST_TIMES, FLOOR_MS, MOST_MB = 2.0, 15.0, 600.0
"""A calm tap beside an attack against one without; what is shorter than the floor counts as the floor."""
OF_A_SERVER = "guesses"
"""Needs somebody who signed in; its ceiling is tested in tests/store/test_sharing.py."""


@dataclass(frozen=True)
class Found:
    """Milliseconds of calm taps, and the most memory of the process in megabytes."""

    home: str
    attack: str
    alone_ms: tuple[float, ...]
    beside_ms: tuple[float, ...]
    peak_mb: float
    refusals: str

    @property
    def times(self) -> float:
        """How much longer the median tap took."""
        return statistics.median(self.beside_ms) / max(FLOOR_MS, statistics.median(self.alone_ms))

    @property
    def is_met(self) -> bool:
        """Whether both goals were met."""
        return self.times <= MOST_TIMES and self.peak_mb < MOST_MB

    def row(self) -> tuple[str, ...]:
        """A line of the table."""
        shown = (f"{statistics.median(ms):.0f} / {_late(ms):.0f}" for ms in (self.alone_ms, self.beside_ms))
        verdict = "met" if self.is_met else "NOT MET"
        return (self.home, self.attack, *shown, f"{self.times:.2f}", f"{self.peak_mb:.0f}", self.refusals, verdict)


def _late(taken: tuple[float, ...]) -> float:
    """The time within which 95 of 100 taps are done."""
    return sorted(taken)[int(0.95 * (len(taken) - 1))]


def training(home: Store) -> None:
    """Somebody in the middle of today's session."""
    now = datetime.now(UTC)
    with_plan(home, now)
    home.start_session(
        ME, SessionEntry(id="open", day=now.date(), started_at=now, plan_id="p1", week=1, number=1, pain_before=1)
    )


def kept_in_browser() -> Held:
    """The same as a browser keeps it."""
    home = open_store(memory_url(), "attack", clock=lambda: datetime.now(UTC))
    try:
        training(home)
        change = Mirror(home, "before", lambda: datetime.now(UTC)).change(ME)
    finally:
        home.close()
    assert change is not None
    return Held(manifest=change["manifest"], pieces=change["put"])


class Calm:
    """People who train, each in a browser of their own."""

    def __init__(self, visits: Sequence[Visit]) -> None:
        self._tappers = [Tapper(visit, random.Random(at)) for at, visit in enumerate(visits)]

    async def warm(self) -> None:
        """What is made at its first use is made."""
        for _ in range(WARM_TAPS):
            for tapper in self._tappers:
                await tapper.visit.use(*tapper.next_tap())

    async def tap(self, seconds: float) -> tuple[float, ...]:
        """What each tap took, in milliseconds."""
        began, taken = time.monotonic(), list[float]()

        async def one(place: int, tapper: Tapper) -> None:
            due = began + TAPS_EVERY_S * place / CALM
            while due < began + seconds:
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                run = await tapper.visit.use(*tapper.next_tap())
                taken.append(1000 * run.seconds)
                assert not tapper.visit.said("exception"), tapper.visit.said("exception")
                due = max(due + TAPS_EVERY_S, time.monotonic())

        await asyncio.gather(*(one(place, tapper) for place, tapper in enumerate(self._tappers)))
        return tuple(taken)


async def measured(home: str, name: str, server: Server, seconds: float, extra: str) -> Found:
    """One attack on a program that has just started."""
    async with AsyncExitStack() as stack:
        visits = []
        for _ in range(CALM):
            keeper = Keeper(dict(kept_in_browser())) if home == "browser" else None
            components = {COMPONENT: keeper.answer} if keeper else {}
            visits.append(await stack.enter_async_context(visiting(server.address, "", components=components)))
            await visits[-1].open()
        calm = Calm(visits)
        await calm.warm()
        await asyncio.sleep(TAPS_EVERY_S)
        alone = await calm.tap(seconds)
        # Attackers have machines of their own: here, they get what the program and the calm ones leave.
        command = ("-m", "tests.sweep.attackers", name, server.address, str(seconds + 2), extra)
        attackers = await asyncio.create_subprocess_exec(
            "nice", "-n", "10", sys.executable, *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        try:
            await asyncio.sleep(1.5)
            beside = await calm.tap(seconds)
            told, _ = await attackers.communicate()
        finally:
            with contextlib.suppress(ProcessLookupError):
                attackers.kill()
        # Once more alone, because a machine that is used by others has good and bad minutes.
        await asyncio.sleep(TAPS_EVERY_S)
        alone += await calm.tap(seconds)
    return Found(home, name, alone, beside, peak_mb(server), told.decode().strip())


def peak_mb(server: Server) -> float:
    """The most memory that the process ever had (10^6 bytes)."""
    assert server.process is not None
    told = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    most = re.search(r"VmHWM:\s+(\d+) kB", told)
    assert most is not None
    return int(most[1]) * 1024 / 1e6


@contextmanager
def started(home: str, folder: Path) -> Iterator[Server]:
    """The program with its records in such a place."""
    file = folder / f"{secrets.token_hex(4)}.sqlite"
    if home == "file":
        with open_record(file) as store:
            training(store)
    settings = {"BACKWISE_STORE": str(file) if home == "file" else "browser"}
    server = Server(ROOT / "app.py", folder / f"{file.stem}.log", settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def ten_years(folder: Path) -> Path:
    """A file of ten years as it is taken along."""
    kept = folder / "years.sqlite"
    write_years(kept)
    with open_record(kept) as home:
        text = to_json(whole_record(home, NOW))
    file = folder / "years.json"
    file.write_text(text, encoding="utf-8")
    return file


def run(homes: tuple[str, ...], names: tuple[str, ...], seconds: float) -> list[Found]:
    """Every attack in every home."""
    found = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bw-attack-")))
        file = ten_years(folder) if "honest uploads" in names else folder
        for home in homes:
            for name in names:
                with started(home, folder) as server:
                    try:
                        found.append(asyncio.run(measured(home, name, server, seconds, str(file))))
                    except VisitBroken as error:
                        found.append(Found(home, name, (0.0,), (float("inf"),), peak_mb(server), str(error)[:40]))
                print("  ".join(found[-1].row()), file=sys.stderr, flush=True)
    return found


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    asked.add_argument("--seconds", type=float, default=SECONDS)
    asked.add_argument("--home", type=lambda text: tuple(text.split(",")), default=("browser", "file"))
    asked.add_argument(
        "--only",
        type=lambda text: tuple(text.split(",")),
        default=tuple(name for name in ATTACKS if name != OF_A_SERVER),
    )
    given = asked.parse_args()
    found = run(given.home, given.only, given.seconds)
    head = ("Home", "Attack", "Alone, ms", "Beside it, ms", "Times", "Peak, MB", "Refusals", "Goals")
    about = f"A calm tap, median / 95 %, at most {MOST_TIMES:g} times as long; memory below {MOST_MB:g} MB"
    print(printed(about, head, [each.row() for each in found]))
    return 0 if all(each.is_met for each in found) else 1


if __name__ == "__main__":
    sys.exit(main())
