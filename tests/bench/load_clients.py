"""The visitors of `load`, in a process of their own: they open pages, tap every five seconds, and tell what it took.

Reads one order a line (JSON) and answers each with one line. Nothing is drawn and hardly anything worked out, so that
the visitors take little of the machine from the program that they wait for.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Any

from tests.bench.client import Visit, VisitBroken, Widget, visiting

EVERY_S = 5.0
AT_ONCE = 4
VIEWS = ("Overview", "Week", "Ladders", "My back", "Outcomes")
BELOW = ("Sets by muscle", "Spine points")
WEEKS = ("1", "2", "3", "4")
LOG, NUMBER, UNDO = 0.55, 0.75, 0.9
"""Shares of taps in a session, each up to its figure: log a set, change a number, undo a set; the rest moves on."""

Tap = tuple[Widget, object]


@dataclass
class Tapper:
    """One visitor, who stays on one page and does what people do there."""

    visit: Visit
    chance: random.Random

    def next_tap(self) -> Tap:
        """What is tapped or filled in next."""
        page, found = self.visit.page, self.visit.widgets
        if counting := [one for one in found.values() if getattr(one.said, "label", "") == "Count"]:
            return counting[0], None
        if page == "progress":
            return self._of_progress(found)
        if page == "plan":
            return found["week"], self.chance.choice(WEEKS)
        return self._of_session(found)

    def _of_progress(self, found: dict[str, Widget]) -> Tap:
        if "below" in found and self.chance.random() < 0.3:
            return found["below"], self.chance.choice(BELOW)
        return found["view"], self.chance.choice(VIEWS)

    def _of_session(self, found: dict[str, Widget]) -> Tap:
        one = self.chance.random()
        log = next((widget for key, widget in found.items() if key.endswith(".log")), None)
        amount = next((widget for key, widget in found.items() if key.endswith(".amount")), None)
        undo = [widget for key, widget in found.items() if key.startswith("runner.undo.")]
        if log is not None and one < LOG:
            return log, None
        if amount is not None and one < NUMBER:
            return amount, float(self.chance.randint(5, 15))
        if undo and one < UNDO:
            return undo[-1], None
        ways = [found[key] for key in ("runner.next", "runner.back") if key in found]
        if not ways:
            raise VisitBroken(f"nothing to tap on: {self.visit.said('exception')} {self.visit.text[-400:]}")
        return self.chance.choice(ways), None


class Crowd:
    """All visitors, by the program that they visit."""

    def __init__(self) -> None:
        self.tappers: dict[str, list[Tapper]] = {}
        self.stack = AsyncExitStack()

    async def open(self, program: str, visits: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Open these visits beside the ones there are, a few at a time; how long each first page took."""
        gate, own = asyncio.Semaphore(AT_ONCE), self.tappers.setdefault(program, [])

        async def one(number: int, told: dict[str, Any]) -> float:
            async with gate:
                visit = await self.stack.enter_async_context(
                    visiting(told["address"], told["page"], cookies=told["cookies"])
                )
                run = await visit.open()
                own.append(Tapper(visit, random.Random(f"{program} {number}")))
                return run.seconds

        start = len(own)
        return {"opened": await asyncio.gather(*(one(start + at, told) for at, told in enumerate(visits)))}

    async def tap(self, program: str, seconds: float) -> dict[str, Any]:
        """Everybody taps every five seconds, each in a turn of their own; how long each tap took."""
        own, taken, troubles = self.tappers[program], [], []
        began, cpu = time.perf_counter(), time.process_time()

        async def one(place: int, tapper: Tapper) -> None:
            due = began + EVERY_S * place / len(own)
            while due < began + seconds:
                # Whoever still waits for a page cannot tap on it.
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                run = await tapper.visit.use(*tapper.next_tap())
                taken.append(run.seconds)
                troubles.extend(one.message for one in tapper.visit.said("exception"))
                due = max(due + EVERY_S, time.perf_counter())

        await asyncio.gather(*(one(place, tapper) for place, tapper in enumerate(own)))
        passed = time.perf_counter() - began
        return {"taken": taken, "troubles": troubles, "passed": passed, "cpu": time.process_time() - cpu}


async def serve() -> None:
    """Take orders until there are no more."""
    crowd = Crowd()
    async with crowd.stack:
        while line := await asyncio.to_thread(sys.stdin.readline):
            order = json.loads(line)
            try:
                answer = await getattr(crowd, order.pop("do"))(**order)
            except VisitBroken as error:
                answer = {"broken": str(error)}
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(serve())
