"""What real logs taught of single exercises: by how much a load lies above or below what the model says of it."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field

from core.knowledge.loading import DATA_DIR, DataRow, load_rows
from core.knowledge.rules import whole
from core.legs.lifts import lifts

LEAST_LIFTERS, LEAST_VALUES = whole("legs.least_lifters"), whole("legs.least_values")


class FactorRow(DataRow):
    """One factor, of an exercise or of a class of lifts, as it stands in data/legs/factors.yaml."""

    id: str
    factor: Annotated[float, Field(gt=0)]
    lifters: Annotated[int, Field(ge=1)]
    is_class: bool = False


@cache
def learned_factors() -> tuple[tuple[str, float], ...]:
    """Every exercise with its factor: its own where enough lifters did it, else its class's, else 1."""
    rows = [row for row, _, _ in load_rows([DATA_DIR / "legs" / "factors.yaml"], FactorRow)]
    return applied(
        {row.id: (row.factor, row.lifters) for row in rows if not row.is_class},
        {row.id: (row.factor, row.lifters) for row in rows if row.is_class},
    )


def applied(
    exercises: dict[str, tuple[float, int]], classes: dict[str, tuple[float, int]]
) -> tuple[tuple[str, float], ...]:
    """Factors of all exercises from (factor, how many values it rests on) by exercise and by class."""
    factors = []
    for lift in lifts().values():
        by_class, values = classes.get(lift.kind, (1.0, 0))
        by_itself, lifters = exercises.get(lift.id, (1.0, 0))
        usual = by_class if values >= LEAST_VALUES else 1.0
        factors.append((lift.id, by_itself if lifters >= LEAST_LIFTERS else usual))
    return tuple(factors)
