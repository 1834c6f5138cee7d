"""Real logs of other apps as strongest loads, lifter by lifter; nothing of a lifter leaves here but numbers.

The logs are not part of this repository. BACKWISE_LOGS names a folder of exports.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from core.catalog import load_catalog
from core.importing import NOT_COUNTED, Choices, ReadFile, drafted, read_file
from core.importing.values import Hints, Source
from core.legs.strength import share_for
from core.units import MassUnit
from core.words import Role

WINDOW_DAYS, MOST_REPETITIONS, LEAST_SETS, LEAST_DAYS, RESERVE = 84, 15, 4, 2, 1
"""A best set of a log is taken to leave about one repetition; windows of twelve weeks, the two best days of each."""
LoggedSet = tuple[date, str, float, int]
Loads = Mapping[str, float]


def folder() -> Path | None:
    """Where the logs lie; None where nobody said."""
    named = os.environ.get("BACKWISE_LOGS")
    return Path(named) if named else None


def logs(at: Path) -> dict[str, list[LoggedSet]]:
    """Loaded leg sets of each lifter under a running letter, warm-ups and uncertain names left out."""
    catalog = load_catalog()
    read: dict[str, list[LoggedSet]] = {}
    for path in sorted(at.rglob("*")):
        if path.suffix not in (".csv", ".fitnotes"):
            continue
        try:
            file = read_file(path.read_bytes(), Hints())
        except ValueError:
            continue
        if not isinstance(file, ReadFile) or file.asks_order or file.asks_language:
            continue
        unit = MassUnit.LB if file.asks_unit else None
        zone, each_hand = ZoneInfo("Europe/Berlin"), file.source is not Source.FITBOD
        draft = drafted(file, "p", catalog, Choices(zone, unit))
        uncertain = {name.name: NOT_COUNTED for name in draft.names if name.match and name.match.near}
        draft = drafted(file, "p", catalog, Choices(zone, unit, uncertain, each_hand))
        sets = [
            (session.day, work.exercise_id, work.load_kg, work.reps)
            for session in draft.sessions
            for work in session.sets
            if work.load_kg and work.reps and _is_loaded_leg_work(work.exercise_id)
        ]
        if sets:
            read[f"L{len(read) + 1:02d}"] = sorted(sets)
    return read


def _is_loaded_leg_work(exercise_id: str) -> bool:
    catalog = load_catalog()
    if exercise_id not in catalog:
        return False
    return catalog[exercise_id].role is Role.MAIN and catalog[exercise_id].start_share is not None


def strongest(sets: list[LoggedSet]) -> dict[tuple[int, str], float]:
    """Window and exercise to the strongest load: the mean of the two best days."""
    start = sets[0][0]
    days: dict[tuple[int, str], dict[date, float]] = defaultdict(dict)
    counts: dict[tuple[int, str], int] = defaultdict(int)
    for day, exercise_id, load_kg, repetitions in sets:
        if not 1 <= repetitions <= MOST_REPETITIONS:
            continue
        key = ((day - start).days // WINDOW_DAYS, exercise_id)
        days[key][day] = max(days[key].get(day, 0.0), load_kg / share_for(repetitions + RESERVE))
        counts[key] += 1
    tops = {key: sorted(by_day.values())[-LEAST_DAYS:] for key, by_day in days.items()}
    return {
        key: sum(top) / len(top) for key, top in tops.items() if counts[key] >= LEAST_SETS and len(top) == LEAST_DAYS
    }


def latest(by_window: Mapping[tuple[int, str], float]) -> dict[str, float]:
    """Latest strongest load of each exercise."""
    return {exercise_id: kg for (_, exercise_id), kg in sorted(by_window.items())}


def with_two(people: Mapping[str, Loads]) -> dict[str, Loads]:
    """Lifters with two exercises or more; the same log in two units counts once."""
    seen, counted = set(), {}
    for lifter, loads in people.items():
        key = tuple(sorted((exercise_id, round(kg)) for exercise_id, kg in loads.items()))
        if len(loads) >= 2 and key not in seen:
            seen.add(key)
            counted[lifter] = loads
    return counted


def pairs(by_window: Mapping[tuple[int, str], float]) -> dict[tuple[str, str], tuple[float, float]]:
    """Ordered pairs of exercises with their strongest loads in the latest window that has both."""
    windows: dict[int, dict[str, float]] = defaultdict(dict)
    for (window, exercise_id), kg in by_window.items():
        windows[window][exercise_id] = kg
    return {
        (known, asked): (loads[known], loads[asked])
        for _, loads in sorted(windows.items())
        for known in loads
        for asked in loads
        if known != asked
    }
