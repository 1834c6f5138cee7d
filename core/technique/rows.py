"""The rows of data/technique as they stand in the files, each field checked by itself."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from core.knowledge.conditions import Strength
from core.knowledge.loading import DataRow
from core.words import Axis, Pattern, Provenance

ANY = "any"
"""Key of the cue that holds in every lift without one of its own."""

Text = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Seeds = tuple[Annotated[str, Field(pattern=r"^[ABCD]\d+[a-z]?$")], ...]
Points = Annotated[int, Field(strict=True, ge=0, le=3)]


class Step(StrEnum):
    """The fixes, in the order in which they are tried: each keeps more of the training than the next."""

    LIGHTER = "lighter"
    SLOWER = "slower"
    SHORTER = "shorter"
    SIMPLER = "simpler"
    SWAP = "swap"


class StopKind(StrEnum):
    """What a stop asks for: this exercise ends, the questions come first, or the action of a tier."""

    END_EXERCISE = "end_exercise"
    QUESTIONS = "questions"
    SAME_DAY = "same_day"
    EMERGENCY = "emergency"


class PartName(StrEnum):
    """Where an answer is shown."""

    FLARE = "flare"
    HABITS = "habits"
    QUESTIONS = "questions"


class GradedRow(DataRow):
    """A text with how well it is supported; the first source carries its provenance."""

    id: Slug
    strength: Strength
    provenance: Provenance
    sources: Annotated[tuple[Text, ...], Field(min_length=1)]
    softened: str = ""
    seeds: Seeds = ()


class StopRow(DataRow):
    """What is said before anything else, as ids of data/words; `afterwards`: reasons may follow it."""

    kind: StopKind
    says: Annotated[tuple[Text, ...], Field(min_length=1)]
    afterwards: bool = True

    @model_validator(mode="after")
    def _nothing_after_a_tier(self) -> StopRow:
        if self.afterwards and self.kind in (StopKind.SAME_DAY, StopKind.EMERGENCY):
            raise ValueError("where someone has to look first, no reasons may follow")
        return self


class FeelingRow(DataRow):
    """What one feels."""

    id: Slug
    name: Text
    text: Text
    stop: StopRow | None = None
    seeds: Seeds = ()


class MomentRow(DataRow):
    """When one feels it."""

    id: Slug
    name: Text
    text: Text


class LiftRow(DataRow):
    """A lift as people name it, and what the fixes mean in it."""

    id: Slug
    name: Text
    text: Text
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    figure: Slug
    slower: Text
    shorter: Text
    simpler: Annotated[tuple[Slug, ...], Field(min_length=1)]
    seeds: Seeds = ()


class CauseRow(GradedRow):
    """One likely reason, and what points at it."""

    name: Text
    text: Text
    cues: Mapping[Slug, Text]
    feelings: Annotated[Mapping[Slug, Points], Field(min_length=1)]
    lifts: Mapping[Slug, Points] = Field(default_factory=dict)
    moments: Annotated[Mapping[Slug, Points], Field(min_length=1)]
    axes: tuple[Axis, ...] = ()
    irritable: Points = 0
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _has_a_cue_for_all(self) -> CauseRow:
        if ANY not in self.cues:
            raise ValueError(f"cues need one for '{ANY}'")
        if len(set(self.steps)) != len(self.steps):
            raise ValueError("steps holds one twice")
        return self


class FixRow(GradedRow):
    """One step of the fix order."""

    name: Text
    text: Text


class AnswerRow(GradedRow):
    """A text of the flare-up help, the habits or the questions."""

    part: PartName
    title: Text
    text: Text
