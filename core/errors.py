"""The planned family of failures.

BackwiseError
├── DataError        a file under data/ is broken; carries every problem found, not the first
├── AnswerError      an answer that is not one of the question's choices
├── PlanWithheld     a plan was asked for where the triage allows none
└── StoreError       the journal could not be read or written
    ├── StoreFull        no room left on the disk
    ├── StoreReadOnly    the place where the record lives cannot be written
    ├── StoreConflict    another tab wrote first
    ├── StoreBusy        too much was asked at once; it can be tried again later
    ├── StoreTooLarge    more than anybody's record holds
    ├── StoreEntryDamaged  one entry holds what is never written; the others can be read
    ├── StoreDamaged     the record's file cannot be read any more
    ├── StoreTooNew      written by a newer version of Backwise
    └── SignInEnded      whoever asked is signed out
"""

from __future__ import annotations

from dataclasses import dataclass


class BackwiseError(Exception):
    """Root of all failures that Backwise raises on purpose."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in one place of a data file."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.field}: {self.message}"


class DataError(BackwiseError):
    """A file under data/ is broken. `problems` lists all that was found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


class AnswerError(BackwiseError):
    """An answer that its question does not offer."""


class PlanWithheld(BackwiseError):
    """A plan was asked for where the triage allows none."""


class StoreError(BackwiseError):
    """The journal could not be read or written; what was saved before is kept."""


class StoreFull(StoreError):
    """No room left on the disk."""


class StoreReadOnly(StoreError):
    """The place where the record lives cannot be written."""


class StoreConflict(StoreError):
    """Another tab wrote the same thing first."""


class StoreBusy(StoreError):
    """Too much was asked within a while; later it can be done."""


class StoreTooLarge(StoreError):
    """More than the record of one visitor may hold."""


class StoreDamaged(StoreError):
    """The record's file cannot be read any more; a backup may be brought back."""


class StoreEntryDamaged(StoreError):
    """An entry holds a value that is never written here; all others can be read."""


class StoreTooNew(StoreError):
    """The record was written by a newer version of Backwise."""


class SignInEnded(StoreError):
    """Whoever asked is not signed in any more, so nothing was read or written.

    `why` is a `SignInEnd`.
    """

    def __init__(self, message: str, why: str) -> None:
        self.why = why
        super().__init__(message)
