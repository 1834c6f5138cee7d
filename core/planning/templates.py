"""Ready-made workouts that adapt to the profile: what does not fit is swapped, and says so (seed B29, B30)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from core.catalog import Catalog, load_catalog
from core.errors import DataError, Problem
from core.knowledge.loading import DATA_DIR, DataRow, load_rows
from core.planning.problem import Pick, Week, WeekProblem
from core.planning.swaps import substitute
from core.scoring import Verdict


class SlotRow(DataRow):
    """One exercise of a workout with its sets."""

    exercise: str
    sets: Annotated[int, Field(ge=1, le=6)]


class TemplateRow(DataRow):
    """One workout as it stands in data/templates.yaml."""

    id: str
    name: Annotated[str, Field(min_length=1)]
    about: Annotated[str, Field(min_length=1)]
    slots: tuple[SlotRow, ...]
    seeds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Template:
    """A workout: its exercises with their sets, in order."""

    id: str
    name: str
    about: str
    slots: tuple[tuple[str, int], ...]
    seeds: tuple[str, ...]


@dataclass(frozen=True)
class Substitution:
    """In this session (counted from 0) `used` stands where the workout has `wanted`."""

    session: int
    wanted: str
    used: str


@cache
def load_templates(data_dir: Path = DATA_DIR) -> Mapping[str, Template]:
    """All workouts by id. Raises DataError with file, line and field of every problem."""
    rows = load_rows([data_dir / "templates.yaml"], TemplateRow)
    catalog = load_catalog(data_dir)
    problems = [
        Problem(file, line, f"{row.id}.slots", f"no exercise '{slot.exercise}' in the catalogue")
        for row, file, line in rows
        for slot in row.slots
        if slot.exercise not in catalog
    ]
    if problems:
        raise DataError(tuple(problems))
    return MappingProxyType(
        {
            row.id: Template(row.id, row.name, row.about, tuple((s.exercise, s.sets) for s in row.slots), row.seeds)
            for row, _, _ in rows
        }
    )


def picks_of(
    templates: Sequence[Template], problem: WeekProblem, catalog: Catalog, verdicts: Mapping[str, Verdict]
) -> tuple[Week, tuple[Substitution, ...]]:
    """Picks of a week that follows the workouts in turn, the first in the first session.

    What is left out for the profile is swapped for the nearest exercise that fits; a slot without one is dropped.
    """
    picks: list[Pick] = []
    substitutions: list[Substitution] = []
    for session in range(len(problem.budgets)):
        used: set[str] = set()
        for wanted, sets in templates[session % len(templates)].slots:
            other = wanted if wanted in problem.exercises else substitute(wanted, catalog, verdicts, used)
            if other is None or other in used or other not in problem.exercises:
                continue
            used.add(other)
            picks.append(Pick(session, other, min(sets, problem.profile.dose.sets[1])))
            if other != wanted:
                substitutions.append(Substitution(session, wanted, other))
    return tuple(picks), tuple(substitutions)
