"""Visitors of the soak without a browser: careful ones, who note what the page showed as kept, and wild ones."""

from __future__ import annotations

import asyncio
import math
import random
import re
import secrets
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from tests.bench.client import Visit, VisitBroken, Widget, visiting
from tests.bench.soak_keeper import COMPONENT, Keeper
from tests.bench.soak_values import cells_that_run, hostile_name, odd_file, odd_number, odd_text

THINK_S = (0.5, 3.0)
TRIES_S = 0.5
PAGES = ("", "screening", "plan", "exercises", "technique", "progress", "people", "my_data", "method")
ODD_ADDRESSES = (
    "person=<script>window.__xss=1</script>",
    "person=%00&view=nonsense&week=-1",
    "view=Outcomes&below=nonsense&exercise=../../etc",
    "exercise=<img src=x onerror=window.__xss=1>",
    "plan=AAAA&clinic=99&part=Rules",
    "plan=" + "x" * 5000,
    "invite=' OR 1=1 --",
)
FIND = "people.list.find"
UPLOAD_LIMIT = 413

SetKey = tuple[str, str, int]
"""Session, exercise, number."""


@dataclass
class Ledger:
    """What the pages of one home showed as kept or as gone, and what went wrong.

    Attributes:
        sets: amount that the page showed for each set; notes and names likewise.
        unsure: sets, notes and names that were on their way when the server was killed.
    """

    sets: dict[SetKey, int] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    unsure: set[object] = field(default_factory=set)
    troubles: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        """One more of these."""
        self.counts[what] = self.counts.get(what, 0) + 1


@dataclass
class Visitor(ABC):
    """One visitor, who comes back whenever the server was away."""

    name: str
    address: str
    ledger: Ledger
    keeper: Keeper | None = None
    query: str = ""
    visit: Visit = field(init=False)
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(f"{self.name} {self.address.rpartition(':')[0]}")

    async def live(self, until: float) -> None:
        """Visit, act, and come back, until this moment of the monotonic clock."""
        while time.monotonic() < until:
            try:
                await self._one_visit(until)
            except VisitBroken:
                self.ledger.count("breaks")
            except KeyError as error:
                # The page had not what this visitor looked for; too many of these, and nothing is tried any more.
                self.ledger.count(f"misses of {str(error).rpartition('.')[2]}")
            self.ledger.count("visits")
            await asyncio.sleep(TRIES_S)

    async def _one_visit(self, until: float) -> None:
        components = {COMPONENT: self.keeper.answer} if self.keeper else {}
        async with AsyncExitStack() as stack:
            coming = visiting(self.address, self.first_page(), self.query, components=components)
            self.visit = await stack.enter_async_context(coming)
            if self.keeper:
                self.keeper.reload()
            await self.visit.open()
            while time.monotonic() < until and not self.wants_to_leave():
                await self.act()
                self.ledger.count("acts")
                self._look("")
                await asyncio.sleep(self.chance.uniform(*THINK_S))

    def first_page(self) -> str:
        """Page that the visit opens with."""
        return ""

    def wants_to_leave(self) -> bool:
        """Now and then a tab is closed."""
        return self.chance.random() < 0.01

    @abstractmethod
    async def act(self) -> None:
        """One thing that this visitor does."""

    async def tap(self, key: str) -> None:
        """Tap a button, and see that the page came whole."""
        await self.visit.click(key)
        self._look(key)

    async def fill(self, key: str, value: object) -> None:
        """Fill in or choose."""
        await self.visit.set(key, value)
        self._look(key)

    def _look(self, key: str) -> None:
        for one in self.visit.said("exception"):
            page = next((name for name, script in self.visit.pages.items() if script == self.visit.script), "?")
            self.ledger.troubles.append(f"{self.name} on /{page} after {key!r}: {one.type}: {one.message[:200]}")


@dataclass
class Careful(Visitor):
    """Trains on a person of its own, one step after the other, and keeps a ledger of what the page showed."""

    person: str = ""
    record: bytes = b""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.query = f"person={self.person}"

    async def act(self) -> None:
        """The next step of a session; now and then a name, a table, or a look at Progress."""
        found = self.visit.widgets
        one = self.chance.random()
        if "today.screen" in found and self.keeper:
            await self._bring_record()
        elif one < 0.04:
            await self._add_name()
        elif one < 0.08:
            await self._take_tables()
        elif one < 0.11:
            await self.visit.go(self.chance.choice(PAGES))
            await self._back()
        else:
            await self._train(found)

    async def _bring_record(self) -> None:
        """A browser without a record gets one from a file."""
        await self.visit.go("my_data")
        file = next(key for key in self.visit.widgets if key.startswith("data.file."))
        answer = await self.visit.upload(file, "record.json", self.record)
        if isinstance(answer, int):
            self.ledger.troubles.append(f"{self.name}: the record of {len(self.record)} bytes was refused: {answer}")
            return
        if "data.bring_back" in self.visit.widgets:
            await self.tap("data.bring_back")
        await self._back()

    async def _train(self, found: dict[str, Widget]) -> None:
        log = next((key for key in found if key.endswith(".log")), "")
        undo = [key for key in found if key.startswith("runner.undo.")]
        one = self.chance.random()
        if "runner.finish" in found:
            await self._finish()
        elif "today.start.planned" in found:
            await self.fill("before.pain", "1")
            await self.tap("today.start.planned")
        elif log and one < 0.6:
            await self._log(log)
        elif log and one < 0.75:
            await self.fill(log.removesuffix("log") + "amount", float(self.chance.randint(1, 60)))
        elif log and undo and one < 0.8:
            await self._undo(undo[-1], log.split(".")[1])
        else:
            await self._go_on(found)

    async def _go_on(self, found: dict[str, Widget]) -> None:
        for key in ("runner.next", "today.next_plan", "runner.end_here", "runner.end_sharp"):
            if key in found:
                await self.tap(key)
                return
        if "today.again" in found and not found["today.again"].said.value:
            await self.fill("today.again", True)
        elif "today.flare.off" in found:
            await self.tap("today.flare.off")
        else:
            await self._back()

    async def _log(self, key: str) -> None:
        _, session, exercise, number, _ = key.split(".")
        name = (session, exercise, int(number))
        await self._sure(name, self.tap(key))
        shown = re.search(rf"Set {number}: (\d+)", self.visit.text)
        if f"runner.undo.{exercise}.{number}" in self.visit.widgets and shown is not None:
            self.ledger.sets[name] = int(shown[1])
            self.ledger.count("sets")

    async def _undo(self, key: str, session: str) -> None:
        _, _, exercise, number = key.split(".")
        name = (session, exercise, int(number))
        await self._sure(name, self.tap(key))
        if key not in self.visit.widgets:
            self.ledger.sets.pop(name, None)

    async def _finish(self) -> None:
        note = next(key for key in self.visit.widgets if key.startswith("end.") and key.endswith(".note"))
        session = note.split(".")[1]
        # A browser takes no more signs than these.
        text = odd_text(self.chance)[: self.visit[note].said.max_chars]
        await self.fill(f"end.{session}.worst", "2")
        await self.fill(f"end.{session}.now", "1")
        await self.fill(f"end.{session}.site", "Back")
        await self.fill(note, text)
        await self._sure(session, self.tap("runner.finish"))
        if "runner.finish" in self.visit.widgets:
            self.ledger.troubles.append(f"{self.name}: a session cannot be finished: {_alerts(self.visit)}")
        else:
            self.ledger.notes[session] = text
            self.ledger.count("notes")

    async def _add_name(self) -> None:
        """Add a person, see the name on the list, at times rename or delete it, and go back to one's own."""
        mark = secrets.token_hex(4)
        name = hostile_name(self.chance, mark)
        await self.visit.go("people")
        await self.fill("people.add.name", name)
        await self._sure(mark, self.tap("people.add.go"))
        await self.visit.go("people")
        if FIND in self.visit.widgets:
            await self.fill(FIND, mark)
        if any(mark in one.body for one in self.visit.said("text")):
            self.ledger.names[mark] = name
            self.ledger.count("names")
            cards = [key.removeprefix("people.menu.") for key in self.visit.widgets if key.startswith("people.menu.")]
            # Only where the search left one.
            if FIND in self.visit.widgets and len(cards) == 1 and self.chance.random() < 0.4:
                await self._delete(cards[0], mark)
        await self._back()

    async def _delete(self, person: str, mark: str) -> None:
        await self.fill(f"people.menu.{person}", True)
        await self.tap(f"people.delete.{person}")
        await self._sure(mark, self.tap("people.delete.yes"))
        if f"people.menu.{person}" not in self.visit.widgets:
            self.ledger.names.pop(mark, None)
            self.ledger.gone.add(mark)
            self.ledger.count("deleted")

    async def _take_tables(self) -> None:
        """The journal as tables: nothing in them may run."""
        await self.visit.go("progress")
        if "take.journal" in self.visit.widgets:
            await self.fill("take.journal", True)
            for key in ("take.backwise-journal.csv", "take.strong.csv", "take.workout_data.csv"):
                running = cells_that_run(await self.visit.download(key))
                self.ledger.count("tables")
                self.ledger.troubles += [f"{key}: a cell that runs: {cell[:60]!r}" for cell in running]
        await self._back()

    async def _back(self) -> None:
        """To today's session of the own person."""
        await self.visit.go("people")
        if FIND in self.visit.widgets:
            await self.fill(FIND, self.name)
        if f"people.open.{self.person}" in self.visit.widgets:
            await self.tap(f"people.open.{self.person}")
        else:
            await self.visit.go("")

    async def _sure(self, name: object, doing: object) -> None:
        """Where the server dies meanwhile, nobody knows whether it was kept."""
        self.ledger.unsure.add(name)
        await doing  # type: ignore[misc]
        self.ledger.unsure.discard(name)


@dataclass
class Wild(Visitor):
    """Uses whatever is on the page, with values that nobody should type.

    Attributes:
        untouchable: beginnings of keys that are left alone, so that the ledgers of the careful ones stay true.
        own_files: files that Backwise wrote, dropped among the odd ones.
        limit_mb: what the server takes of a file at most, in 2**20 bytes.
    """

    untouchable: tuple[str, ...] = ()
    own_files: tuple[tuple[str, bytes], ...] = ()
    limit_mb: int = 1

    def first_page(self) -> str:
        """Any page, now and then with nonsense in its address."""
        self.query = self.chance.choice(ODD_ADDRESSES) if self.chance.random() < 0.3 else ""
        return self.chance.choice(PAGES)

    def wants_to_leave(self) -> bool:
        """Sooner than others."""
        return self.chance.random() < 0.05

    async def act(self) -> None:
        """Another page, or something on this one."""
        usable = list(self._usable())
        if not usable or self.chance.random() < 0.15:
            await self.visit.go(self.chance.choice(PAGES))
            return
        widget = self.chance.choice(usable)
        if widget.kind == "file_uploader":
            await self._drop(widget)
        elif widget.kind == "download_button":
            await self._take(widget)
        else:
            await self.visit.use(widget, self._value(widget))
        self._look(widget.key)

    def _usable(self) -> Iterator[Widget]:
        for widget in self.visit.widgets.values():
            if not widget.is_disabled and not widget.key.startswith(self.untouchable):
                yield widget

    async def _drop(self, widget: Widget) -> None:
        if self.chance.random() < 0.1:
            status = await self.visit.upload(widget.key, "large.json", b" " * (self.limit_mb * 2**20 + 1))
            self.ledger.count("oversize")
            if status != UPLOAD_LIMIT:
                self.ledger.troubles.append(f"{self.name}: a file over the limit was taken: {status}")
            return
        name, data = self.chance.choice((odd_file(self.chance), *self.own_files))
        # A browser offers no other endings.
        if widget.said.type and not name.endswith(tuple(widget.said.type)):
            name += widget.said.type[0]
        answer = await self.visit.upload(widget.key, name, data)
        self.ledger.count("uploads")
        if isinstance(answer, int):
            self.ledger.troubles.append(f"{self.name}: {name} of {len(data)} bytes was refused: {answer}")

    async def _take(self, widget: Widget) -> None:
        if widget.said.deferred_file_id:
            data = await self.visit.download(widget.key)
            self.ledger.count("downloads")
            if widget.key.endswith(".csv"):
                self.ledger.troubles += [
                    f"{widget.key}: a cell that runs: {one[:60]!r}" for one in cells_that_run(data)
                ]

    def _value(self, widget: Widget) -> object:
        said, choices = widget.said, self.visit.choices(widget)
        if widget.kind in ("text_input", "text_area"):
            return odd_text(self.chance)
        if widget.kind == "number_input":
            low, high = (said.min if said.has_min else -1e6), (said.max if said.has_max else 1e6)
            return odd_number(self.chance, low, high, whole=said.data_type == said.INT)
        if widget.kind in ("checkbox", "expandable", "popover"):
            return self.chance.random() < 0.6
        if widget.kind in ("button_group", "multiselect"):
            return self.chance.sample(choices, self.chance.randint(0, _most_chosen(widget, len(choices))))
        if widget.kind == "pagination":
            return self.chance.randint(1, said.num_pages)
        if widget.kind == "slider":
            return [self.chance.uniform(said.min, said.max) for _ in said.default]
        if widget.kind == "time_input":
            return f"{self.chance.randint(0, 23):02d}:{self.chance.randint(0, 59):02d}"
        if widget.kind == "date_input":
            return [
                f"{self.chance.randint(2000, 2040)}/{self.chance.randint(1, 12):02d}/{self.chance.randint(1, 28):02d}"
            ]
        return self.chance.choice(choices) if choices else None


@dataclass
class Tour(Visitor):
    """Goes once through everything that is made at its first use, so that memory has what it will need."""

    async def act(self) -> None:
        """All pages of a demo person, every tab and box, every file."""
        await self.visit.go("people")
        await self.tap("people.look.settled_lifter")
        for page in PAGES:
            await self.visit.go(page)
            for key, widget in self.visit.widgets.items():
                if widget.kind == "tab_container":
                    for choice in self.visit.choices(widget):
                        await self.fill(key, choice)
                elif widget.kind == "expandable" and key in self.visit.widgets:
                    await self.fill(key, True)
            for key, widget in self.visit.widgets.items():
                if widget.kind == "download_button" and widget.said.deferred_file_id:
                    await self.visit.download(key)

    async def take(self) -> None:
        """The tour, once."""
        # A program that has just started may take its time.
        await self._one_visit(math.inf)

    def wants_to_leave(self) -> bool:
        """When it has seen everything."""
        return self.ledger.counts.get("acts", 0) > 0


def _most_chosen(widget: Widget, offered: int) -> int:
    """A browser lets nobody choose more."""
    if widget.kind == "button_group":
        return offered if widget.said.click_mode == widget.said.MULTI_SELECT else min(1, offered)
    return min(offered, widget.said.max_selections or offered)


def _alerts(visit: Visit) -> str:
    return " ".join(one.body for one in visit.said("alert"))[:300]
