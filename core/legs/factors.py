"""What real logs taught of single exercises: by how much a load lies above or below what the model says of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated

from pydantic import Field, model_validator

from core.knowledge.loading import DATA_DIR, DataRow, load_rows
from core.knowledge.rules import whole
from core.legs.lifts import lifts

LEAST_LIFTERS, LEAST_VALUES = whole("legs.least_lifters"), whole("legs.least_values")


class FactorRow(DataRow):
    """One factor, of an exercise or of a class of lifts, as it stands in data/legs/factors.yaml.

    It rests on so many loads of so many lifters; a single lifter's numbers belong in no file.
    """

    id: str
    factor: Annotated[float, Field(gt=0)]
    lifters: Annotated[int, Field(ge=LEAST_LIFTERS)]
    loads: Annotated[int, Field(ge=LEAST_LIFTERS)]
    is_class: bool = False

    @model_validator(mode="after")
    def _rests_on_enough(self) -> FactorRow:
        if self.is_class and self.loads < LEAST_VALUES:
            raise ValueError(f"a class needs {LEAST_VALUES} loads")
        return self


@cache
def learned_factors() -> tuple[tuple[str, float], ...]:
    """Every exercise with its factor. Raises DataError where a row is broken or rests on too little."""
    rows = [row for row, _, _ in load_rows([DATA_DIR / "legs" / "factors.yaml"], FactorRow)]
    exercises = {row.id: row.factor for row in rows if not row.is_class}
    return applied(exercises, {row.id: row.factor for row in rows if row.is_class})


def applied(exercises: Mapping[str, float], classes: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """Factors of all exercises: of the exercise where there is one, else of its class, else 1."""
    return tuple((lift.id, exercises.get(lift.id, classes.get(lift.kind, 1.0))) for lift in lifts().values())
