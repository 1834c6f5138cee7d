"""What the body model costs: solving, rating and drawing the catalogue, and one step of the what-if.

python -m tests.bench.body
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from datetime import date

from core.body.anthropometry import Body
from core.body.drawing.card import figure_svg
from core.body.pose.library import load_poses
from core.body.spine.demand import demand
from core.body.spine.what_if import Change, what_if
from core.catalog import load_catalog
from tests.bench.report import RUNS, Measured, Table, write

MS = 1000
LOAD_KG = 20.0
STEPS = 40
"""What-if steps a run, each with an ankle of its own, so that none is answered from memory."""


def times(work: Callable[[int], object], runs: int = RUNS + 2) -> Measured:
    """Milliseconds of processor time a run, the run's number passed in; two runs to warm up are left out."""
    taken = []
    for run in range(runs):
        start = time.process_time()
        work(run)
        taken.append((time.process_time() - start) * MS)
    return Measured(tuple(taken[2:]))


def body_of_run(run: int) -> Body:
    """A new body each run: nothing is in any memory yet."""
    return Body(1.60 + 0.011 * run, 60 + 1.3 * run)


def main() -> int:
    poses = [pose for id_, pose in load_poses().items() if id_ in load_catalog().exercises]
    squat = load_poses()["goblet_squat"]

    def rate(run: int) -> None:
        for pose in poses:
            demand(pose, body_of_run(run), LOAD_KG)

    def draw(run: int) -> None:
        for pose in poses:
            figure_svg(pose, body=body_of_run(run), load_kg=LOAD_KG)

    def step(run: int) -> None:
        for number in range(STEPS):
            what_if(squat, body_of_run(run), LOAD_KG, Change(ankle_deg=20 + 0.1 * number))

    rated, drawn, stepped = times(rate), times(draw), times(step)
    one = Measured(tuple(value / STEPS for value in stepped.values))
    rows = [
        (f"Solve and rate all {len(poses)} poses", str(rated), f"{rated.median / len(poses):.2f}"),
        (f"Draw all {len(poses)} still pictures, solving included", str(drawn), f"{drawn.median / len(poses):.2f}"),
        ("One what-if step: solve, rate, compare", str(one), f"{one.median:.2f}"),
    ]
    table = Table(
        "Solving, rating, drawing",
        ("Work", "ms of processor time", "ms each"),
        rows,
        lead="Each run has a body of its own, so that no result of an earlier run is used again.",
        notes=(
            "Pages draw none of this: pictures are files made once, and ratings of a person are solved once a body "
            "and load. Only the what-if solves and draws anew, at each step of a lever.",
        ),
    )
    write("body", "Body model", [table], date.today())
    print(table.markdown())
    return 0


if __name__ == "__main__":
    sys.exit(main())
