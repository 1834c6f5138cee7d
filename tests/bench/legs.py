"""How good the leg model is: published moments, ratios and directions, real logs, first loads, and what it costs.

python -m tests.bench.legs

With BACKWISE_LOGS naming a folder of exports, loads of real lifters are predicted, each time without the lifter's own
share in what was learned, and data/legs/factors.yaml is written anew. Without it these tables stay as they are.
"""

from __future__ import annotations

import math
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from core.catalog import load_catalog
from core.knowledge.loading import DATA_DIR
from core.knowledge.rules import number
from core.legs.belief import SET, Belief, Seen
from core.legs.capacity import Build, capacity_of
from core.legs.factors import LEAST_LIFTERS, LEAST_VALUES, FactorRow, applied, learned_factors
from core.legs.lifts import lifts
from core.legs.moments import moment_table
from core.legs.strength import Strength, strength_of
from core.legs.validation import ANYONE, checked_directions, checked_moments, checked_ratios, median_error
from core.words import Experience, Sex
from tests.bench.lifters import Loads, folder, latest, logs, pairs, strongest, with_two
from tests.bench.report import RUNS, Measured, Table, short, verdict, write

SHRUNK_BY = number("legs.shrunk_by")
RIDGE = 0.1
"""Keeps the table of other lifters solvable where exercises hang together loosely."""
STUDY = {"one": (0.246, 0.477), "others": (0.298, 0.319)}
"""Median absolute log errors of the working study and of a table of other lifters, on the same pairs."""
OPEN_GOAL, RATIO_GOAL, DIRECTION_GOAL, LOADS_GOAL = 0.25, 13, 17, 50
SPREAD_GOAL = (0.60, 0.76)
NEW_PERSON_MS, KNOWN_PERSON_MS = 60.0, 1.0
OLD_FACTOR = {Experience.NEW: 0.8, Experience.SOME: 1.0, Experience.EXPERIENCED: 1.5}
"""What the rule of before multiplied its share of body mass by."""
PEOPLE = {
    "woman 24, 55 kg, new": Build(Sex.FEMALE, 24, 55, 165, Experience.NEW),
    "woman 68, 66 kg, new": Build(Sex.FEMALE, 68, 66, 162, Experience.NEW),
    "man 36, 120 kg, new": Build(Sex.MALE, 36, 120, 182, Experience.NEW),
    "man 40, 80 kg, some": Build(Sex.MALE, 40, 80, 178, Experience.SOME),
    "man 32, 100 kg, lifter": Build(Sex.MALE, 32, 100, 183, Experience.EXPERIENCED),
}
OF_STUDY = {
    "goblet_squat": (9, 3, 12, 27, 40),
    "high_bar_squat": (16, 4, 22, 50, 77),
    "leg_press": (29, 16, 81, 95, 140),
    "hack_squat": (14, 4, 32, 41, 60),
    "hip_thrust": (23, 17, 40, 59, 84),
    "barbell_rdl": (18, 7, 25, 49, 72),
    "kettlebell_deadlift": (11, 1, 13, 36, 55),
    "split_squat": (8, 0, 8, 29, 44),
    "leg_extension": (23, 19, 44, 49, 66),
    "seated_leg_curl": (21, 18, 42, 46, 62),
    "hip_abduction_machine": (26, 21, 45, 50, 68),
    "loaded_calf_raise": (25, 10, 32, 59, 83),
}
"""Loads for ten repetitions with three in reserve by the working study, of the five people in order."""
NEAR = 4 / 3
TOLD = {"one": "one other exercise", "others": "all others", "none": "nothing but a man of 80 kg, some practice"}


class Prediction(NamedTuple):
    """How far off as a logarithm, and in standard deviations of what was believed; `table` of other lifters."""

    error: float
    deviations: float
    table: float


def predictions(people: Mapping[str, Loads], tops: Mapping[str, Mapping[tuple[int, str], float]]) -> dict[str, list]:
    """Every load of every lifter predicted from one other, from all others, and from none."""
    found: dict[str, list[Prediction]] = defaultdict(list)
    for lifter, loads in people.items():
        effects = table_of(people, lifter)
        strength = Strength(ANYONE, capacity_of(ANYONE), learned(people, lifter))

        def predicted(seen: Mapping[str, float], asked: str, kg: float, effects=effects, strength=strength):
            belief = Belief(strength, tuple(Seen(name, seen_kg) for name, seen_kg in seen.items()))
            guess = belief.guess(asked)
            error = math.log(max(1.0, belief.load_kg(asked, 1) or 0.0) / kg)
            off = math.log(strength.share(asked, kg)) - guess.stronger_log
            by_table = [math.log(seen_kg) - effects[name] for name, seen_kg in seen.items()]
            table = statistics.median(by_table) + effects[asked] - math.log(kg) if by_table else math.nan
            return Prediction(error, off / math.hypot(guess.spread, SET), table)

        for (known, asked), (known_kg, asked_kg) in pairs(tops[lifter]).items():
            if all(name in effects and is_modelled(name) for name in (known, asked)):
                found["one"].append(predicted({known: known_kg}, asked, asked_kg))
        for asked, kg in loads.items():
            rest = {name: rest_kg for name, rest_kg in loads.items() if name != asked and name in effects}
            rest = {name: rest_kg for name, rest_kg in rest.items() if is_modelled(name)}
            if asked in effects and is_modelled(asked) and rest:
                found["others"].append(predicted(rest, asked, kg))
                found["none"].append(predicted({}, asked, kg))
    return found


def is_modelled(exercise_id: str) -> bool:
    return exercise_id in lifts() and strength_of(ANYONE).strongest[exercise_id] is not None


def table_of(people: Mapping[str, Loads], skipped: str) -> dict[str, float]:
    """Effect of each exercise, as a logarithm, over the other lifters: load = lifter + exercise, by least squares."""
    rows = [(who, name, kg) for who, loads in people.items() if who != skipped for name, kg in loads.items()]
    lifters, names = sorted({row[0] for row in rows}), sorted({row[1] for row in rows})
    design = np.zeros((len(rows), len(lifters) + len(names)))
    for at, (who, name, _) in enumerate(rows):
        design[at, lifters.index(who)] = design[at, len(lifters) + names.index(name)] = 1
    told = np.log([kg for _, _, kg in rows])
    effects = np.linalg.solve(design.T @ design + RIDGE * np.eye(design.shape[1]), design.T @ told)
    return {name: float(effects[len(lifters) + at]) for at, name in enumerate(names)}


def residuals(people: Mapping[str, Loads], skipped: str = "") -> dict[str, dict[str, float]]:
    """How far each load lies above what all others of its lifter speak for, as a logarithm, by exercise and lifter."""
    above: dict[str, dict[str, float]] = defaultdict(dict)
    plain = Strength(ANYONE, capacity_of(ANYONE))
    for lifter, loads in people.items():
        modelled = {name: kg for name, kg in loads.items() if is_modelled(name)}
        for asked, kg in modelled.items() if lifter != skipped else ():
            rest = tuple(Seen(name, rest_kg) for name, rest_kg in modelled.items() if name != asked)
            if rest:
                above[asked][lifter] = math.log(kg / max(1.0, Belief(plain, rest).load_kg(asked, 1) or 0.0))
    return above


def rows_learned(people: Mapping[str, Loads], skipped: str = "") -> list[FactorRow]:
    """Factors of classes of lifts and of exercises that rest on enough loads of enough lifters."""
    above = residuals(people, skipped)
    classes: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for name, by_lifter in above.items():
        classes[lifts()[name].kind].extend(by_lifter.items())
    of_classes = [(kind, values, True) for kind, values in sorted(classes.items())]
    of_exercises = [(name, list(by_lifter.items()), False) for name, by_lifter in sorted(above.items())]
    rows = []
    for name, values, is_class in of_classes + of_exercises:
        lifters = len({lifter for lifter, _ in values})
        if lifters >= LEAST_LIFTERS and (len(values) >= LEAST_VALUES or not is_class):
            factor = shrunk([value for _, value in values])
            rows.append(FactorRow(id=name, factor=factor, lifters=lifters, loads=len(values), is_class=is_class))
    return rows


def shrunk(values: Sequence[float]) -> float:
    """The factor that so many logarithms speak for, drawn towards 1 where they are few."""
    return math.exp(statistics.median(values) * len(values) / (len(values) + SHRUNK_BY))


def learned(people: Mapping[str, Loads], skipped: str = "") -> tuple[tuple[str, float], ...]:
    """Factors of all exercises from all lifters but one."""
    rows = rows_learned(people, skipped)
    exercises = {row.id: row.factor for row in rows if not row.is_class}
    return applied(exercises, {row.id: row.factor for row in rows if row.is_class})


def write_factors(people: Mapping[str, Loads]) -> None:
    """The factors as data: a number an exercise and a class, none that rests on a single lifter."""
    lines = ["# Learned from real logs by the benchmark of the leg model; core/legs/factors.py says how it is applied."]
    lines += [
        f"- {{id: {row.id}, factor: {row.factor:.2f}, lifters: {row.lifters}, loads: {row.loads}"
        f"{', is_class: true' if row.is_class else ''}}}"
        for row in rows_learned(people)
    ]
    (DATA_DIR / "legs" / "factors.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    learned_factors.cache_clear()
    strength_of.cache_clear()


def write_logs(people: Mapping[str, Loads], found: Mapping[str, Sequence[Prediction]]) -> None:
    """What the method page tells of real logs, as data."""
    lines = [
        "# Found in real logs by the benchmark of the leg model; the logs themselves are not part of this repository."
    ]
    for name in TOLD:
        error = statistics.median(abs(prediction.error) for prediction in found[name])
        inside = statistics.fmean(abs(prediction.deviations) < 1 for prediction in found[name])
        by_table = statistics.median(abs(prediction.table) for prediction in found[name]) if name in STUDY else None
        table = f", table: {by_table:.3f}" if by_table is not None else ""
        lines.append(
            f"- {{id: {name}, lifters: {len(people)}, loads: {len(found[name])}, error: {error:.3f}{table}, "
            f"inside: {inside:.2f}}}"
        )
    (DATA_DIR / "legs" / "logs.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def log_table(people: Mapping[str, Loads], found: Mapping[str, Sequence[Prediction]]) -> Table:
    rows = []
    for name, label in TOLD.items():
        ours = statistics.median(abs(prediction.error) for prediction in found[name])
        inside = statistics.fmean(abs(prediction.deviations) < 1 for prediction in found[name])
        study, table = STUDY.get(name, (math.inf, math.inf))
        measured = statistics.median(abs(prediction.table) for prediction in found[name]) if name in STUDY else math.nan
        met = ours <= study and ours < min(table, measured if name in STUDY else math.inf)
        within = SPREAD_GOAL[0] <= inside <= SPREAD_GOAL[1]
        goal = f"{study:.3f} / {table:.3f}" if name in STUDY else "–"
        by_table = f"{measured:.3f}" if name in STUDY else "–"
        rows.append(
            (label, str(len(found[name])), f"{ours:.3f}", by_table, goal, f"{inside:.0%}", verdict(met and within))
        )
    return Table(
        f"Loads of {len(people)} real lifters, predicted",
        ("Known of the lifter", "Loads", "Median absolute log error", "Table of other lifters", "Study / its table",
         "Inside one standard deviation", "Goal"),
        rows,
        lead="Each lifter is left out of what was learned. Sex, age and mass are unknown, so all are taken as one man.",
        notes=("The spreads, the number of hack squats and what hands hold were chosen after logs were seen.",),
    )  # fmt: skip


def no_history_table(people: Mapping[str, Loads]) -> Table:
    """The rule of before, the model and the logs: ten repetitions with three in reserve."""
    catalog, share = load_catalog(), strength_of(ANYONE)
    loads: dict[str, list[float]] = defaultdict(list)
    for of_lifter in people.values():
        for name, kg in of_lifter.items():
            loads[name].append(kg)
    rows = []
    for name, values in sorted(loads.items(), key=lambda pair: -len(pair[1])):
        if len(values) > 1 and is_modelled(name):
            by_share = (catalog[name].start_share or 0.0) * ANYONE.mass_kg
            model = share.load_kg(name, 10, 3) or 0.0
            logged = statistics.median(values) * model / (share.strongest[name] or 1.0)
            rows.append((catalog[name].name, str(len(values)), short(by_share), short(model), short(logged)))
    return Table(
        "First loads: the rule of before, the model, the logs",
        ("Exercise", "Lifters", "Share of body mass", "Model", "Logs, median"),
        rows,
        lead="Kilograms for ten repetitions with three in reserve, a man of 80 kg with some practice.",
    )


def first_loads_table() -> tuple[Table, int]:
    """Loads of five people beside the study's; how many lie within a third, or a loadable step."""
    catalog, rows, near = load_catalog(), [], 0
    for name, of_study in OF_STUDY.items():
        cells = []
        for build, theirs in zip(PEOPLE.values(), of_study, strict=True):
            ours = strength_of(build).load_kg(name, 10, 3) or 0.0
            step = number(f"load.step.{catalog[name].load_kind.value}")
            is_near = abs(ours - theirs) <= step or theirs / NEAR <= ours <= theirs * NEAR
            near += is_near
            cells.append(f"{ours:.0f} ({theirs})" if is_near else f"**{ours:.0f}** ({theirs})")
        rows.append((catalog[name].name, *cells))
    table = Table(
        "First loads of five people beside the working study's",
        ("Exercise", *PEOPLE),
        rows,
        lead="Kilograms for ten repetitions with three in reserve, the study's in brackets; bold where they differ by "
        "more than a third and a loadable step.",
        notes=(
            f"{near} of {len(OF_STUDY) * len(PEOPLE)} near, goal {LOADS_GOAL}: {verdict(near >= LOADS_GOAL)}.",
            "Leg press, hip abduction and calf raise lie higher by what logs taught of them or their class, which the "
            "study's own loads leave out.",
            "The man of 120 kg lies higher because moments grow with lean mass itself, not with its two-thirds power.",
            "Where the model expects 0 to 3 kg, as for the woman of 68, a plan begins with the lightest weight, or with"
            " none: those numbers, the study's too, are not believed.",
        ),
    )
    return table, near


def published_tables() -> list[Table]:
    moments, ratios, directions = checked_moments(), checked_ratios(), checked_directions()
    open_ones = [one for one in moments if not one.row.is_sealed]
    sealed = [one for one in moments if one.row.is_sealed]
    inside, right = sum(one.is_inside for one in ratios), sum(one.is_right for one in directions)
    setting = sum(bool(one.row.sets) for one in ratios)
    built_in = sum(one.row.built_in for one in directions)
    rows = [
        ("Moments, open", str(len(open_ones)), f"median error {median_error(open_ones):.0%}",
         f"at most {OPEN_GOAL:.0%}", verdict(median_error(open_ones) <= OPEN_GOAL)),
        ("Moments, sealed", str(len(sealed)), f"median error {median_error(sealed):.0%}", "printed only", "–"),
        ("Ratios of strongest loads", str(len(ratios)), f"{inside} inside their span, {setting} of them set a number",
         str(RATIO_GOAL), verdict(inside >= RATIO_GOAL)),
        ("Directions", str(len(directions)), f"{right} right, {built_in} built in", str(DIRECTION_GOAL),
         verdict(right >= DIRECTION_GOAL)),
    ]  # fmt: skip
    missed = [
        (one.row.exercise, f"{one.model:.2f}", f"{one.row.low:g} to {one.row.high:g}")
        for one in ratios
        if not one.is_inside
    ]
    missed += [
        (one.row.id, ", ".join(short(value) for value in one.model), one.row.claim)
        for one in directions
        if not one.is_right
    ]
    worst = sorted(open_ones, key=lambda one: -abs(one.error))[:8]
    missed += [(one.row.id, f"{one.model:.3g}", f"{one.row.published:g} published") for one in worst]
    return [
        Table("Beside what was published", ("What", "How many", "Result", "Goal", "Met"), rows),
        Table(
            "Misses",
            ("What", "Model", "Published"),
            missed,
            lead="Every missed ratio and direction, and the worst moments.",
        ),
    ]


def cost_table() -> Table:
    """Processor time of all loads of the catalogue."""
    for sex in Sex:
        moment_table(sex)

    def new(run: int) -> None:
        assert strength_of(Build(Sex.MALE, 30 + run, 70.0 + run, 170, Experience.SOME)).strongest

    def known(run: int) -> None:
        assert strength_of(ANYONE).strongest

    known(0)

    fresh, kept = timed(new), timed(known)
    rows = [
        (
            "All loads of the catalogue, a new person",
            str(fresh),
            short(NEW_PERSON_MS),
            verdict(fresh.median <= NEW_PERSON_MS),
        ),
        ("The same from memory", str(kept), short(KNOWN_PERSON_MS), verdict(kept.median <= KNOWN_PERSON_MS)),
    ]
    return Table("What it costs", ("Work", "ms of processor time", "Goal", "Met"), rows)


def timed(work: Callable[[int], None]) -> Measured:
    taken = []
    for run in range(RUNS):
        start = time.process_time()
        work(run)
        taken.append((time.process_time() - start) * 1000)
    return Measured(tuple(taken))


def main() -> int:
    loads_table, _ = first_loads_table()
    tables = [*published_tables(), loads_table, cost_table()]
    write("legs", "Leg model", tables, date.today())
    print("\n\n".join(table.markdown() for table in tables))
    at = folder()
    if at is None:
        print("\nBACKWISE_LOGS names no folder, so the tables of real logs stay as they are.")
        return 0
    tops = {lifter: strongest(sets) for lifter, sets in logs(at).items()}
    people = with_two({lifter: latest(by_window) for lifter, by_window in tops.items()})
    write_factors(people)
    found = predictions(people, tops)
    write_logs(people, found)
    of_logs = [log_table(people, found), no_history_table(people)]
    write("leg-logs", "Leg model beside real logs", of_logs, date.today())
    print("\n\n".join(table.markdown() for table in of_logs))
    return 0


if __name__ == "__main__":
    sys.exit(main())
