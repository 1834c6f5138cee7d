"""What each page costs beside a page with one button: how long a tap takes, when it paints, what it sends.

python -m tests.bench.pages [rounds] [blocks of twelve weeks]

Nine pages of a person with ten years of journal, a page with one button under plain `streamlit run`, the same under
our launcher, and one with a chart: each in turn in every round, in one Chromium, each with an empty cache. With any
number given it prints; without, it writes.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Locator, Page

from tests.bench.looking import Loaded, browser, rest, tapped, visit
from tests.bench.report import RUNS, Measured, Table, ratio, verdict, write
from tests.bench.serving import ROOT, Server
from tests.bench.ten_years import BLOCKS, NOW, counted, write_years

HERE = Path(__file__).resolve().parent
ROUNDS = RUNS
TAPS = 3
"""In each round, after one that is not counted; the middle one is the round's."""
AFTERWARDS_S = 0.2
"""A run ends after its last element is sent; what it costs is read then."""

SLOWEST_TAP, SLOWEST_PAINT, SLOWEST_CHART = 1.0, 0.8, 1.1
MOST_ELEMENTS, MOST_KB = 120, 150

BARE, LAUNCHED, CHART, OURS = "bare.py", "bare_launched.py", "bare_chart.py", "app.py"

HEADINGS = "[...document.querySelectorAll('h1, h2')].map((one) => one.textContent).join()"
CAPTIONS = "[...document.querySelectorAll('[data-testid=stCaptionContainer]')].map((one) => one.textContent).join()"

Find = Callable[[Page], Locator]


def key(name: str) -> Find:
    """The button of the widget with this key."""
    return lambda page: page.locator(f"[class*='st-key-{name}']").get_by_role("button").first


def chip(name: str, text: str) -> Find:
    """One of the choices of the widget with this key."""
    return lambda page: page.locator(f".st-key-{name}").get_by_text(text, exact=True)


def tab(name: str) -> Find:
    """The tab with this name."""
    return lambda page: page.get_by_role("tab", name=name, exact=True)


def escape(page: Page) -> None:
    """Close what lies over the page, which asks the server for nothing that is shown."""
    page.keyboard.press("Escape")
    rest(page)


@dataclass(frozen=True)
class Act:
    """One page and what is done on it, time after time.

    `result` is an expression of JavaScript whose value changes once the result of `tap` is there; `back` undoes it,
    unless the same tap does; `first` are taps that lead there.
    """

    page: str
    server: str
    address: str
    what: str
    tap: Find
    result: str
    back: Find | Callable[[Page], None] | None = None
    first: Sequence[Find] = field(default=())

    @property
    def name(self) -> str:
        """Page and what is done."""
        return f"{self.page}: {self.what}"


COUNT = "document.querySelector('[data-testid=stMarkdown]')?.textContent"
FLOORS = (
    Act("One button", BARE, "", "count", lambda page: page.get_by_role("button", name="Count"), COUNT),
    Act(
        "One button, our launcher", LAUNCHED, "", "count", lambda page: page.get_by_role("button", name="Count"), COUNT
    ),
    Act("One chart", CHART, "", "count", lambda page: page.get_by_role("button", name="Count"), COUNT),
)
ACTS = (
    Act(
        "Today", OURS, "", "log a set",
        lambda page: page.locator("[class*='st-key-runner-open'][class*='-log'] button"),
        "document.querySelectorAll('[class*=st-key-runner-undo]').length", key("runner-undo"),
    ),
    Act("Screening", OURS, "screening", "next questions", key("screening-next"), HEADINGS, key("screening-back"),
        first=(key("screening-check"),)),
    Act("Plan", OURS, "plan", "another week", chip("week", "2"), CAPTIONS, chip("week", "1")),
    Act("Exercises, map", OURS, "exercises", "one verdict only",
        lambda page: page.locator(".st-key-verdict button").first, CAPTIONS),
    Act(
        "Exercises, cards", OURS, "exercises?view=Cards", "next sheet",
        lambda page: page.locator(".st-key-page").get_by_role("button", name="Page 2", exact=True),
        "document.querySelector('.st-key-exercises_open button').textContent",
        lambda page: page.locator(".st-key-page").get_by_role("button", name="Page 1", exact=True),
    ),
    Act("Technique", OURS, "technique", "say what is felt", lambda page: page.locator(".st-key-feel button").nth(1),
        "document.querySelectorAll('.bw-tq').length"),
    Act("Progress", OURS, "progress", "another tab", tab("Week"), HEADINGS, tab("Overview")),
    Act("People", OURS, "people", "open a menu", key("people-menu-me"),
        "document.querySelectorAll('.st-key-people-name-me').length", escape),
    Act("My data", OURS, "my_data", "tick a box", lambda page: page.locator(".st-key-data-sure label"),
        "document.querySelector('.st-key-data-erase button').disabled"),
    Act("Method", OURS, "method", "another tab", tab("Limits and licence"), HEADINGS, tab("How it works")),
)  # fmt: skip


@dataclass
class Seen:
    """What the rounds told of one page; times in milliseconds."""

    loads: list[Loaded] = field(default_factory=list)
    taps: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def of(self, what: str) -> Measured:
        """One property of the loads."""
        return Measured(tuple(float(getattr(one, what)) for one in self.loads))

    @property
    def tapped(self) -> Measured:
        """From the tap to its result."""
        return Measured(tuple(self.taps))

    @property
    def server(self) -> Measured:
        """Processor time of the server for one run."""
        return Measured(tuple(self.cpu))


@contextmanager
def servers(folder: Path, journal: Path) -> Iterator[dict[str, Server]]:
    """The program with the journal, and the floors beside it."""
    settings = {"BACKWISE_STORE": str(journal), "BACKWISE_NOW": (NOW + timedelta(minutes=5)).isoformat()}
    log = folder / "log.txt"
    plain = ("--browser.gatherUsageStats", "false")
    # Beside no configuration of ours: Streamlit's own settings, but for the word it would send home.
    found = {name: Server(HERE / name, log, options=plain, place=folder) for name in (BARE, CHART)}
    found |= {LAUNCHED: Server(HERE / LAUNCHED, log), OURS: Server(ROOT / OURS, log, settings)}
    with ExitStack() as stack:
        for one in found.values():
            stack.callback(one.start().stop)
        yield found


def once(chromium: Browser, server: Server, act: Act, seen: Seen) -> None:
    """One visit: the page as it loads, then taps."""
    with visit(chromium, f"{server.address}/{act.address}") as (page, loaded):
        for lead in act.first:
            before = page.evaluate(act.result)
            lead(page).click()
            page.wait_for_function(f"(before) => ({act.result}) !== before", arg=before)
            rest(page)
        tap(page, act)
        start, taken = cpu_s(server), []
        for _ in range(TAPS):
            taken.append(tap(page, act))
        time.sleep(AFTERWARDS_S)
        # There and back are two runs, unless the way back asks for none.
        runs = TAPS * (1 if act.back in (None, escape) else 2)
        seen.loads.append(loaded)
        seen.taps.append(median(taken))
        seen.cpu.append(1000 * (cpu_s(server) - start) / runs)


def tap(page: Page, act: Act) -> float:
    """Tap once, wait for the result, then go back; milliseconds."""
    act.tap(page).wait_for()
    before = page.evaluate(f"JSON.stringify({act.result})")
    took = tapped(page, act.tap(page), f"JSON.stringify({act.result}) !== {before!r}")
    rest(page)
    if act.back is escape:
        escape(page)
    elif act.back is not None:
        there = page.evaluate(act.result)
        found = act.back(page)
        assert found is not None
        found.click()
        page.wait_for_function(f"(there) => ({act.result}) !== there", arg=there)
        rest(page)
    return took


def cpu_s(server: Server) -> float:
    """Processor time of the server so far, by the kernel's own clock of the process (Linux)."""
    assert server.process is not None
    return time.clock_gettime((~server.process.pid << 3) | 2)


def measure(rounds: int, blocks: int) -> tuple[dict[str, Seen], str]:
    """All pages in turn, round after round; the first round warms up. Also what the journal holds."""
    acts = (*FLOORS, *ACTS)
    seen = {act.name: Seen() for act in acts}
    with TemporaryDirectory() as folder:
        journal = Path(folder) / "journal.sqlite"
        held = counted(write_years(journal, blocks))
        with servers(Path(folder), journal) as running, browser() as chromium:
            for at in range(rounds + 1):
                for act in acts:
                    once(chromium, running[act.server], act, seen[act.name] if at else Seen())
    return seen, held


def tables(seen: dict[str, Seen], held: str) -> list[Table]:
    """Taps, then loads."""
    bare, _launched, chart = (seen[act.name] for act in FLOORS)
    taps = [
        (act.page, act.what, str(one.tapped), *_against(one.tapped, bare.tapped, SLOWEST_TAP, act), str(one.server))
        for act in (*FLOORS, *ACTS)
        if (one := seen[act.name])
    ]
    loads, sizes = [], []
    for act in (*FLOORS, *ACTS):
        one = seen[act.name]
        painted, complete, idle = one.of("painted"), one.of("complete"), one.of("idle")
        loads.append((act.page, str(painted), *_against(painted, bare.of("painted"), SLOWEST_PAINT, act),
                      f"{complete} ({ratio(complete, bare.of('complete')):.2f})",
                      f"{idle} ({ratio(idle, bare.of('idle')):.2f}, {ratio(idle, chart.of('idle')):.2f})"))  # fmt: skip
        kb, elements = one.of("socket_kb"), one.of("elements")
        is_small = kb.median < MOST_KB and elements.median < MOST_ELEMENTS
        told = "" if act in FLOORS else verdict(is_small)
        sizes.append((act.page, f"{kb.median:.1f}", f"{elements.median:.0f}", f"{one.of('nodes').median:.0f}", told))
    progress = next(act for act in ACTS if act.page == "Progress")
    times = ratio(seen[progress.name].of("idle"), chart.of("idle"))
    rests = f"Progress rests after {times:.2f} times the page with one chart (at most {SLOWEST_CHART}): "
    return [
        Table(
            "From the tap to its result",
            ("Page", "Tap", "ms", "times one button", "goal", "", "server ms a run"),
            taps,
            f"A journal of {held}. Milliseconds from the tap to the change that it asked for, in the browser; "
            "server ms is processor time.",
            notes=("One button runs under plain `streamlit run`, with the same packages installed.",),
        ),
        Table(
            "A first visit, nothing in the cache",
            ("Page", "first paint, ms", "times one button", "goal", "", "last element (times one button)",
             "at rest (times one button, times one chart)"),
            loads,
            "Milliseconds after the request. At rest: 600 ms without a change, a long task or a transfer.",
            notes=(
                "The launcher's document shows the program's name before any script has run, which is the first paint "
                "of our pages; the last element is the figure that tells when the page is there.",
                rests + verdict(times <= SLOWEST_CHART) + ".",
            ),
        ),
        Table(
            "What a page is made of",
            ("Page", "socket, kB", "elements of Streamlit", "elements of HTML", f"< {MOST_KB} kB, < {MOST_ELEMENTS}"),
            sizes,
        ),
    ]  # fmt: skip


def _against(ours: Measured, floor: Measured, most: float, act: Act) -> tuple[str, str, str]:
    times = ratio(ours, floor)
    return (f"{times:.2f}", "", "") if act in FLOORS else (f"{times:.2f}", f"≤ {most}", verdict(times <= most))


def main(rounds: int | None = None, blocks: int | None = None) -> None:
    """Measure, and print or write."""
    found = tables(*measure(rounds or ROUNDS, blocks or BLOCKS))
    if rounds is None:
        write("pages", "Pages", found, date.today())
    else:
        print("\n\n".join(one.markdown() for one in found))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
