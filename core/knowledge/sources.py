"""The bibliography: data/sources.yaml, every key that a rule, a condition or an exercise may cite.

`load_sources()["Bono2017"].title` names the work; `read` says whether it was seen, recalled, or is ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field

from core.errors import DataError, Problem
from core.knowledge.loading import DATA_DIR, DataRow, load_rows
from core.words import Provenance

REQUIRED = ("BackwiseClinical", "BackwiseDesign")
"""Keys under which our own decisions stand; without them a number could hide that it is ours."""

Text = Annotated[str, Field(min_length=1)]


class SourceRow(DataRow):
    """One work as it stands in data/sources.yaml."""

    key: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9-]*$")]
    title: Text
    year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    where: Annotated[tuple[Text, ...], Field(min_length=1)]
    read: Provenance
    what_for: Text
    note: str = ""


@dataclass(frozen=True)
class Source:
    """One work: where it was found, whether it was read, and what it is cited for.

    `where` holds web addresses or, lacking one, the printed place. `note` says which numbers are recalled.
    """

    key: str
    title: str
    year: int | None
    where: tuple[str, ...]
    read: Provenance
    what_for: str
    note: str

    @property
    def links(self) -> tuple[str, ...]:
        """The web addresses among the places."""
        return tuple(place for place in self.where if place.startswith(("http://", "https://")))


@cache
def load_sources(data_dir: Path = DATA_DIR) -> Mapping[str, Source]:
    """All sources by key. Raises DataError with file, line and field of every problem."""
    path = data_dir / "sources.yaml"
    sources: dict[str, Source] = {}
    problems: list[Problem] = []
    for row, file, line in load_rows([path], SourceRow):
        if row.key in sources:
            problems.append(Problem(file, line, "key", f"'{row.key}' is given twice"))
        sources[row.key] = Source(row.key, row.title, row.year, row.where, row.read, row.what_for, row.note)
    missing = [key for key in REQUIRED if key not in sources]
    problems += [Problem(f"data/{path.name}", 1, key, "this source is missing") for key in missing]
    if problems:
        raise DataError(tuple(problems))
    return MappingProxyType(sources)
