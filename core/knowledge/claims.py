"""Phrases that no user-facing text may contain: data/claims.yaml, with the reason and what to say instead.

`claims_in("This squat is spine-safe.")` finds "spine-safe".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator, model_validator

from core.errors import DataError, Problem
from core.knowledge.loading import DATA_DIR, DataRow, load_rows

REQUIRED = (
    "spine_safe",
    "no_spinal_load",
    "fixes_posture",
    "heals",
    "cures",
    "prevents_injury",
    "risk_score",
    "clinically_validated",
    "weak_muscles_cause_pain",
    "danger",
)
"""Phrases that product decisions forbid by name; a missing one stops the program."""

LOOK_ALIKES = str.maketrans({"\u2019": "'", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-"})
"""Typographic apostrophes and hyphens, read as the plain ones that patterns are written with."""

Text = Annotated[str, Field(min_length=1)]


class ClaimRow(DataRow):
    """One forbidden phrase as it stands in data/claims.yaml, with sentences it must and must not catch."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    pattern: Text
    why: Text
    say_instead: Text
    catches: Annotated[tuple[Text, ...], Field(min_length=1)]
    spares: tuple[Text, ...] = ()

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(f"not a regular expression: {error}") from error
        return pattern

    @model_validator(mode="after")
    def _keeps_its_word(self) -> ClaimRow:
        compiled = re.compile(self.pattern, re.IGNORECASE)
        for sentence in self.catches:
            if compiled.search(_plain(sentence)) is None:
                raise ValueError(f"the pattern misses '{sentence}'")
        for sentence in self.spares:
            if compiled.search(_plain(sentence)) is not None:
                raise ValueError(f"the pattern wrongly catches '{sentence}'")
        return self


@dataclass(frozen=True)
class Claim:
    """One forbidden phrase: why it is not said, and what is said instead."""

    id: str
    pattern: re.Pattern[str]
    why: str
    say_instead: str


@dataclass(frozen=True)
class FoundClaim:
    """A forbidden phrase found in a text, in the words of the text."""

    claim: Claim
    words: str


@cache
def load_claims(data_dir: Path = DATA_DIR) -> tuple[Claim, ...]:
    """All forbidden phrases. Raises DataError with file, line and field of every problem."""
    path = data_dir / "claims.yaml"
    rows = load_rows([path], ClaimRow)
    seen: set[str] = set()
    problems: list[Problem] = []
    for row, file, line in rows:
        if row.id in seen:
            problems.append(Problem(file, line, "id", f"'{row.id}' is given twice"))
        seen.add(row.id)
    missing = [wanted for wanted in REQUIRED if wanted not in seen]
    problems += [Problem(f"data/{path.name}", 1, wanted, "this claim is missing") for wanted in missing]
    if problems:
        raise DataError(tuple(problems))
    return tuple(Claim(row.id, re.compile(row.pattern, re.IGNORECASE), row.why, row.say_instead) for row, _, _ in rows)


def claims_in(text: str, claims: Iterable[Claim] | None = None) -> list[FoundClaim]:
    """Every forbidden phrase in `text`, in the order of data/claims.yaml; line breaks count as spaces."""
    plain = _plain(text)
    known = load_claims() if claims is None else claims
    return [FoundClaim(claim, match.group()) for claim in known for match in claim.pattern.finditer(plain)]


def _plain(text: str) -> str:
    return " ".join(text.translate(LOOK_ALIKES).split())
