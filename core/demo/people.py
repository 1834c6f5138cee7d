"""Demo people as data: data/demo/*.yaml, one person a file, their answers checked like anyone's.

Of the statements only what applies is named there; everything else is no.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from core.errors import AnswerError, DataError, Problem
from core.knowledge.loading import DATA_DIR, DataRow, load_rows
from core.knowledge.questions import Answers, nothing_applies
from core.screening import checked
from core.units import LengthUnit, MassUnit
from core.words import Site

Text = Annotated[str, Field(min_length=1)]
Score = Annotated[float, Field(ge=0, le=10)]
Whole = Annotated[int, Field(ge=0, le=10)]
Share = Annotated[float, Field(ge=0, le=1)]


class ActivityRow(DataRow):
    """An activity of a person's own choice: its name and how well it went at the start and at the end, 0 to 10."""

    label: Text
    start: Score
    end: Score


class TryRow(DataRow):
    """One try of a step: the day counted from the first, what was expected and what came, 0 to 10."""

    after_days: Annotated[int, Field(ge=0, lt=84)]
    step: Text
    expects: str = ""
    expected: Whole
    likely: Whole
    worry: Whole
    result: Whole
    worry_after: Whole
    note: str = ""


class ExposureRow(DataRow):
    """A movement that was avoided, its steps from the easiest to the hardest, and the tries in their order."""

    movement: Text
    steps: Annotated[tuple[Text, ...], Field(min_length=1)]
    tries: tuple[TryRow, ...]


class CourseRow(DataRow):
    """How twelve weeks went, in few numbers; pain 0 to 10, shares 0 to 1."""

    pain_start: Score
    pain_end: Score
    wobble: Annotated[float, Field(ge=0, le=2)]
    session_rise: Annotated[float, Field(ge=0, le=3)]
    morning_rise: Annotated[float, Field(ge=-1, le=2)]
    flare_week: Annotated[int, Field(ge=2, le=11)]
    flare_rise: Annotated[float, Field(ge=2, le=5)]
    missed: Share
    mornings_after: Share
    other_mornings: Share
    reps_start: Share
    load_growth: Share
    soreness: Score
    site_start: Site
    site_end: Site
    activities: tuple[ActivityRow, ...] = ()
    own_change: tuple[Annotated[int, Field(ge=-3, le=3)], ...] = ()
    chair_stands: tuple[Annotated[int, Field(ge=0, le=60)], ...] = ()
    notes: tuple[Text, ...] = ()


class PersonRow(DataRow):
    """One demo person as it stands in data/demo/<id>.yaml."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    place: Annotated[int, Field(ge=1)]
    name: Text
    story: Text
    mass_unit: MassUnit
    length_unit: LengthUnit
    seed: int
    answers: dict[str, str | int | float | tuple[str, ...]]
    now: dict[str, str | int | float | tuple[str, ...]] = Field(default_factory=dict)
    course: CourseRow
    exposure: ExposureRow | None = None


@dataclass(frozen=True)
class Activity:
    """An activity with how well it went at the start and at the end, 0 unable to 10 as before."""

    label: str
    start: float
    end: float


@dataclass(frozen=True)
class Course:
    """How twelve weeks went; pain and soreness 0 to 10, shares 0 to 1.

    Pain moves from `pain_start` to `pain_end` and wobbles by `wobble`; training adds `session_rise`, mornings differ
    by `morning_rise`. In `flare_week` it flares by `flare_rise`. `missed` is the share of sessions left out,
    `mornings_after` and `other_mornings` the share of mornings noted, after training and otherwise. Repetitions begin
    `reps_start` of the way up their range; `load_growth` caps how far loads grow over the first ones. `own_change` is
    how they judge it at weeks 4, 8 and 12, `chair_stands` their counts at weeks 0, 4, 8 and 12.
    """

    pain_start: float
    pain_end: float
    wobble: float
    session_rise: float
    morning_rise: float
    flare_week: int
    flare_rise: float
    missed: float
    mornings_after: float
    other_mornings: float
    reps_start: float
    load_growth: float
    soreness: float
    site_start: Site
    site_end: Site
    activities: tuple[Activity, ...]
    own_change: tuple[int, ...]
    chair_stands: tuple[int, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Exposure:
    """An avoided movement with its steps, and the tries with the day of each counted from the first day."""

    movement: str
    steps: tuple[str, ...]
    tries: tuple[TryRow, ...]


@dataclass(frozen=True)
class DemoPerson:
    """An invented person: who they are, what they answered twelve weeks ago and answer now, how their weeks went, and
    the seed of the rest.
    """

    id: str
    name: str
    story: str
    mass_unit: MassUnit
    length_unit: LengthUnit
    seed: int
    answers: Answers
    answers_now: Answers
    course: Course
    exposure: Exposure | None

    @property
    def plan_id(self) -> str:
        """The id that their sessions carry for their plan."""
        return f"demo-{self.id}"


@cache
def load_demo_people(data_dir: Path = DATA_DIR) -> Mapping[str, DemoPerson]:
    """All demo people by id, in the order of their places.

    Raises DataError with file, line and field of every problem.
    """
    people: dict[str, DemoPerson] = {}
    problems: list[Problem] = []
    rows = load_rows(sorted((data_dir / "demo").glob("*.yaml")), PersonRow)
    for row, file, line in sorted(rows, key=lambda placed: placed[0].place):
        if row.id in people:
            problems.append(Problem(file, line, "id", f"'{row.id}' is given twice"))
            continue
        try:
            people[row.id] = _person(row)
        except AnswerError as error:
            problems.append(Problem(file, line, "answers", str(error)))
    if problems:
        raise DataError(tuple(problems))
    return MappingProxyType(people)


def _person(row: PersonRow) -> DemoPerson:
    activities = tuple(Activity(one.label, one.start, one.end) for one in row.course.activities)
    plain = row.course.model_dump(exclude={"activities"})
    return DemoPerson(
        id=row.id,
        name=row.name,
        story=row.story,
        mass_unit=row.mass_unit,
        length_unit=row.length_unit,
        seed=row.seed,
        answers=checked({**nothing_applies(), **row.answers}),
        answers_now=checked({**nothing_applies(), **row.answers, **row.now}),
        course=Course(**plain, activities=activities),
        exposure=None
        if row.exposure is None
        else Exposure(row.exposure.movement, row.exposure.steps, row.exposure.tries),
    )
