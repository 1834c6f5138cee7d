"""What the source articles asked for, and where it is done: data/coverage/*.yaml.

`load_coverage()["A2"]` is one item with its places, or with the reason why it is not used; `load_contradictions()`
holds what the articles say against each other and how it was settled. That each place exists is for a test to prove.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

from pydantic import Field, model_validator

from core.errors import DataError, Problem
from core.knowledge.loading import DATA_DIR, DataRow, load_rows


class Use(StrEnum):
    """What became of an item."""

    USED = "used"
    CHANGED = "changed"
    NOT_USED = "not_used"


class PlaceKind(StrEnum):
    """What kind of place holds an item; the id of a place is looked up among these."""

    PAGE = "page"
    PART = "part"
    RULE = "rule"
    TEXT = "text"
    EXERCISE = "exercise"
    LADDER = "ladder"
    TEMPLATE = "template"
    DOSE = "dose"
    CONDITION = "condition"
    QUESTION = "question"
    TECHNIQUE = "technique"
    CLAIM = "claim"
    SOURCE = "source"
    TEST = "test"


Text = Annotated[str, Field(min_length=1)]
Where = Mapping[PlaceKind, Annotated[tuple[Text, ...], Field(min_length=1)]]
ItemId = Annotated[str, Field(pattern=r"^[A-D]\d+[a-z]?(-[A-D]\d+)?$")]
ContradictionId = Annotated[str, Field(pattern=r"^K\d+$")]


class ItemRow(DataRow):
    """One item as it stands in data/coverage/seeds.yaml."""

    id: ItemId
    asks: Text
    use: Use
    note: str = ""
    settled: tuple[ContradictionId, ...] = ()
    where: Where = Field(default_factory=dict)

    @model_validator(mode="after")
    def _has_a_place_or_a_reason(self) -> ItemRow:
        if self.use is not Use.NOT_USED and not self.where:
            raise ValueError("name at least one place, or say why it is not used")
        if self.use is not Use.USED and not self.note:
            raise ValueError("say in a note what is changed, or why it is not used")
        return self


class ContradictionRow(DataRow):
    """One contradiction as it stands in data/coverage/contradictions.yaml."""

    id: ContradictionId
    title: Text
    items: Annotated[tuple[ItemId, ...], Field(min_length=1)]
    conflict: Text
    settled: Text
    where: Annotated[Where, Field(min_length=1)]


@dataclass(frozen=True)
class Place:
    """One place of the program: its kind and its id within the kind."""

    kind: PlaceKind
    id: str


@dataclass(frozen=True)
class Item:
    """One item of the articles: what it asks, what became of it, and where; `note` says how or why."""

    id: str
    asks: str
    use: Use
    note: str
    settled: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Contradiction:
    """What speaks against each other, between which items, and how it was settled."""

    id: str
    title: str
    items: tuple[str, ...]
    conflict: str
    settled: str
    places: tuple[Place, ...]


@cache
def load_coverage(data_dir: Path = DATA_DIR) -> Mapping[str, Item]:
    """All items by id, in the order of the articles. Raises DataError with file, line and field of every problem."""
    rows = load_rows([data_dir / "coverage" / "seeds.yaml"], ItemRow)
    _refuse_repeats((row.id, file, line) for row, file, line in rows)
    return MappingProxyType(
        {
            row.id: Item(row.id, row.asks, row.use, row.note, row.settled, tuple(_places(row.where)))
            for row, _, _ in rows
        }
    )


@cache
def load_contradictions(data_dir: Path = DATA_DIR) -> Mapping[str, Contradiction]:
    """All contradictions by id. Raises DataError with file, line and field of every problem.

    What an item says of its contradictions and what they say of their items has to agree.
    """
    rows = load_rows([data_dir / "coverage" / "contradictions.yaml"], ContradictionRow)
    _refuse_repeats((row.id, file, line) for row, file, line in rows)
    items = load_coverage(data_dir)
    problems = [
        Problem(file, line, f"{row.id}.items", f"there is no item '{item}'")
        for row, file, line in rows
        for item in row.items
        if item not in items
    ]
    problems += _one_sided(items, {row.id: row.items for row, _, _ in rows})
    if problems:
        raise DataError(tuple(problems))
    return MappingProxyType(
        {
            row.id: Contradiction(row.id, row.title, row.items, row.conflict, row.settled, tuple(_places(row.where)))
            for row, _, _ in rows
        }
    )


def _one_sided(items: Mapping[str, Item], contradictions: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    named = {(item.id, one) for item in items.values() for one in item.settled}
    meant = {(item, one) for one, its_items in contradictions.items() for item in its_items if item in items}
    for item, one in sorted(named - meant):
        yield Problem("data/coverage/seeds.yaml", 1, f"{item}.settled", f"contradiction '{one}' does not name it")
    for item, one in sorted(meant - named):
        yield Problem("data/coverage/contradictions.yaml", 1, f"{one}.items", f"item '{item}' does not name it")


def _places(where: Where) -> Iterator[Place]:
    for kind, ids in where.items():
        for one in ids:
            yield Place(kind, one)


def _refuse_repeats(rows: Iterable[tuple[str, str, int]]) -> None:
    seen: set[str] = set()
    problems: list[Problem] = []
    for row_id, file, line in rows:
        if row_id in seen:
            problems.append(Problem(file, line, "id", f"'{row_id}' is given twice"))
        seen.add(row_id)
    if problems:
        raise DataError(tuple(problems))
