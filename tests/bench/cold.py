"""What a cold start costs: until the server answers, until its first visitor has a page, and until a first plan.

python -m tests.bench.cold [runs]

The program and a page with one button in turn, with Python's compiled files in place and with none, as in a container
that was just made. With a number given it prints; without, it writes.
"""

from __future__ import annotations

import ast
import asyncio
import json
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.bench.client import visiting
from tests.bench.report import RUNS, Measured, Table, ratio, write
from tests.bench.serving import ROOT, Server

HERE = Path(__file__).resolve().parent
SHOWN = 15
MEMORY = {"BACKWISE_STORE": "memory"}

SERVERS = {"Backwise": (ROOT / "app.py", MEMORY), "One button": (HERE / "bare.py", {})}
COMPILED = {True: "in place", False: "none"}

FIRST_PLAN = """
import json, time
began = time.perf_counter()
from datetime import date
from core.catalog import load_catalog
from core.demand import rated
from core.demo import load_demo_people
from core.planning import build_plan
from core.profile import build_profile
from core.screening import assess
imported = time.perf_counter()
catalog = load_catalog()
loaded = time.perf_counter()
answers, today = load_demo_people()["settled_lifter"].answers, date(2026, 11, 20)
profile = build_profile(answers, assess(answers, today))
build_plan(profile, rated(catalog, profile), today)
planned = time.perf_counter()
print(json.dumps([imported - began, loaded - imported, planned - loaded]))
"""
STEPS = ("import", "load the catalogue", "build the plan")
LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|(\s+)(\S+)")


def main(runs: int | None = None) -> None:
    """Measure, and print or write."""
    starts: dict[tuple[str, bool], list[tuple[float, float]]] = defaultdict(list)
    plans: dict[bool, list[list[float]]] = defaultdict(list)
    imports: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with TemporaryDirectory() as folder:
        for at in range((runs or RUNS) + 1):
            for compiled in COMPILED:
                settings = {} if compiled else {"PYTHONPYCACHEPREFIX": f"{folder}/compiled-{at}"}
                for name, (script, own) in SERVERS.items():
                    # Two programs without compiled files must not make them for each other.
                    apart = {key: f"{value}-{name}" for key, value in settings.items()}
                    found = started(Server(script, Path(folder) / "log.txt", {**own, **apart}))
                    starts[name, compiled] += [found] if at else []
                plans[compiled] += [first_plan({key: f"{value}-plan" for key, value in settings.items()})] if at else []
            for name, one in imported().items() if at else ():
                imports[name].append(one)
    found = tables(starts, plans, imports)
    if runs is None:
        write("cold", "Cold start", found, date.today())
    else:
        print("\n\n".join(one.markdown() for one in found))


def started(server: Server) -> tuple[float, float]:
    """Milliseconds from the start of the process until it answers, and until its first visitor has the page."""
    began = time.perf_counter()
    server.start()
    try:
        healthy = time.perf_counter()
        asyncio.run(_visit(server.address))
        return 1000 * (healthy - began), 1000 * (time.perf_counter() - began)
    finally:
        server.stop()


async def _visit(address: str) -> None:
    async with visiting(address) as visit:
        await visit.open()


def first_plan(settings: Mapping[str, str]) -> list[float]:
    """Milliseconds of each step to a plan in a process of its own."""
    told = _python(["-c", FIRST_PLAN], settings).stdout
    return [1000 * one for one in json.loads(told)]


def imported() -> dict[str, tuple[float, float]]:
    """What importing a module takes with all that it imports, and by itself; milliseconds."""
    script = "; ".join(f"import {name}" for name in ("app", *_of_the_router()))
    told = _python(["-X", "importtime", "-c", script], MEMORY).stderr
    return {one[4]: (int(one[2]) / 1000, int(one[1]) / 1000) for one in LINE.finditer(told)}


def _of_the_router() -> list[str]:
    """Modules that the router and the pages import; each runs as a script and cannot be imported itself."""
    names = dict.fromkeys(("pandas", "plotly.graph_objects"))
    for file in sorted((ROOT / "pages").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        names |= dict.fromkeys(one.module for one in ast.walk(tree) if isinstance(one, ast.ImportFrom) and one.module)
    return list(names)


def _python(arguments: list[str], settings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **settings}
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )


def tables(
    starts: Mapping[tuple[str, bool], list[tuple[float, float]]],
    plans: Mapping[bool, list[list[float]]],
    imports: Mapping[str, list[tuple[float, float]]],
) -> list[Table]:
    """Server, plan, imports."""
    served = []
    for compiled, words in COMPILED.items():
        floor = [Measured(column) for column in zip(*starts["One button", compiled], strict=True)]
        for name in SERVERS:
            own = [Measured(column) for column in zip(*starts[name, compiled], strict=True)]
            cells = [f"{one} ({ratio(one, other):.2f})" for one, other in zip(own, floor, strict=True)]
            served.append((name, words, *cells))
    planned = [
        (words, *(str(Measured(column)) for column in zip(*plans[compiled], strict=True)),
         str(Measured(tuple(sum(run) for run in plans[compiled]))))
        for compiled, words in COMPILED.items()
    ]  # fmt: skip
    middle = {name: tuple(median(column) for column in zip(*runs, strict=True)) for name, runs in imports.items()}
    slowest = sorted(middle.items(), key=lambda one: -one[1][0])[:SHOWN]
    return [
        Table(
            "The server",
            ("", "compiled files", "until it answers, ms (times one button)", "until the first page, ms (times)"),
            served,
            "From the start of the process; the first page is the whole first run for a visitor without a browser.",
        ),
        Table(
            "The first plan in a process of its own",
            ("compiled files", *(f"{one}, ms" for one in STEPS), "all, ms"),
            planned,
        ),
        Table(
            "What the imports of the launcher and the pages cost",
            ("module", "with all that it imports, ms", "by itself, ms"),
            [(f"`{name}`", f"{both[0]:.0f}", f"{both[1]:.0f}") for name, both in slowest],
            f"The {SHOWN} dearest, medians; a module that another one imported first costs that one.",
        ),
    ]


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
