"""Answers that do not fit together, as data (data/clashes.yaml): asked back once, then read the more careful way.

`open_clashes(answers)` are those that nobody has confirmed yet; while there is one, no plan is made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from core.errors import DataError, Problem
from core.knowledge.loading import DATA_DIR, DataRow, load_rows
from core.knowledge.questions import BODY_MASS_INDEX, Answers, load_questions, quantity
from core.knowledge.texts import load_texts
from core.screening.answers import CONFIRMED
from core.words import Axis, Tier


class Term(DataRow):
    """One half of a clash: an answer, and what it says there."""

    answer: Annotated[str, Field(min_length=1)]
    is_: Annotated[tuple[str, ...], Field(alias="is")] = ()
    from_: Annotated[float | None, Field(alias="from")] = None
    under: float | None = None
    above: str = ""
    by: float = 0

    def holds(self, answers: Answers) -> bool:
        """True where the answer was given and says this."""
        if self.is_:
            given = answers.get(self.answer)
            return any(choice in self.is_ for choice in (given if isinstance(given, tuple) else (given,)))
        value = quantity(answers, self.answer)
        if value is None:
            return False
        if self.above:
            lower = quantity(answers, self.above)
            return lower is not None and value > lower and value - lower >= self.by
        return (self.from_ is None or value >= self.from_) and (self.under is None or value < self.under)


class ClashRow(DataRow):
    """One clash as it stands in data/clashes.yaml."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    all: Annotated[tuple[Term, ...], Field(min_length=1)]
    tier: Tier = Tier.LIMITS
    flare: bool = False
    sensitivity: Mapping[Axis, Annotated[int, Field(ge=0, le=3)]] = Field(default_factory=dict)


@dataclass(frozen=True)
class Clash:
    """Answers that do not fit together, and what the careful reading adds once they are confirmed."""

    id: str
    terms: tuple[Term, ...]
    tier: Tier
    flare: bool
    sensitivity: Mapping[Axis, int]

    @cached_property
    def confirmation(self) -> str:
        """The answer that says that it was confirmed."""
        return CONFIRMED + self.id

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that it is about, in order."""
        named = (name for term in self.terms for name in (term.answer, term.above) if name)
        asked = (("stature_cm", "mass_kg") if name == BODY_MASS_INDEX else (name,) for name in named)
        return tuple(dict.fromkeys(question_id for pair in asked for question_id in pair))

    def holds(self, answers: Answers) -> bool:
        """True where the answers clash in this way."""
        return all(term.holds(answers) for term in self.terms)


@cache
def load_clashes(data_dir: Path = DATA_DIR) -> Mapping[str, Clash]:
    """All clashes by id. Raises DataError with file, line and field of every problem."""
    questions, texts = load_questions(), load_texts()
    clashes: dict[str, Clash] = {}
    problems: list[Problem] = []
    for row, file, line in load_rows([data_dir / "clashes.yaml"], ClashRow):
        clash = Clash(row.id, row.all, row.tier, row.flare, MappingProxyType(dict(row.sensitivity)))
        if row.id in clashes:
            problems.append(Problem(file, line, "id", f"'{row.id}' is given twice"))
        clashes[row.id] = clash
        for question_id in clash.questions:
            if question_id not in questions:
                problems.append(Problem(file, line, f"{row.id}.all", f"no question '{question_id}'"))
        for term in row.all:
            offered = questions[term.answer].choice_ids() if term.answer in questions else term.is_
            for choice in set(term.is_) - set(offered):
                problems.append(Problem(file, line, f"{row.id}.is", f"'{term.answer}' offers no '{choice}'"))
        for text in (f"clash.{row.id}", f"triage.clash.{row.id}"):
            if text not in texts:
                problems.append(Problem(file, line, row.id, f"the sentence '{text}' is missing"))
    if problems:
        raise DataError(tuple(problems))
    return MappingProxyType(clashes)


def open_clashes(answers: Answers) -> tuple[str, ...]:
    """Ids of what does not fit together and was not confirmed, in order."""
    return tuple(
        clash.id for clash in load_clashes().values() if clash.confirmation not in answers and clash.holds(answers)
    )


def confirmed(answers: Answers, clash_ids: tuple[str, ...]) -> Answers:
    """The answers with these clashes confirmed, and without confirmations of what no longer clashes."""
    clashes = load_clashes().values()
    stale = {clash.confirmation for clash in clashes if not clash.holds(answers)}
    known = {clash.confirmation for clash in clashes}
    kept = {
        name: value
        for name, value in answers.items()
        if not name.startswith(CONFIRMED) or (name in known and name not in stale)
    }
    return MappingProxyType({**kept, **{CONFIRMED + clash_id: "yes" for clash_id in clash_ids}})
