"""Numbers that decide something: data/rules/*.yaml, each with id, unit, provenance and source.

A module reads its numbers when it is imported, so a missing or broken row stops the program at start.
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
from core.knowledge.loading import DATA_DIR, DataRow, fingerprint, load_rows
from core.words import Provenance

OF_THE_SERVER = "limits.yaml"
"""Rules that protect the program from one visitor; no plan depends on them."""
OF_THE_LEGS = ("by_hand", "capacity", "curves", "factors", "lifts", "resistances")
"""Files of data/legs that loads hang on; the others hold what the model was held against."""


class RuleRow(DataRow):
    """One number as it stands in data/rules/*.yaml."""

    id: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z0-9_]+)+$")]
    value: float
    unit: Annotated[str, Field(min_length=1)]
    means: Annotated[str, Field(min_length=1)]
    provenance: Provenance
    source: Annotated[str, Field(min_length=1)]


@dataclass(frozen=True)
class Rule:
    """One number with what it means and where it comes from."""

    id: str
    value: float
    unit: str
    means: str
    provenance: Provenance
    source: str


@cache
def load_rules(data_dir: Path = DATA_DIR) -> Mapping[str, Rule]:
    """All rules by id. Raises DataError with file, line and field of every problem."""
    rows = load_rows(rule_files(data_dir), RuleRow)
    rules: dict[str, Rule] = {}
    problems: list[Problem] = []
    for row, file, line in rows:
        if row.id in rules:
            problems.append(Problem(file, line, "id", f"'{row.id}' is given twice"))
        rules[row.id] = Rule(row.id, row.value, row.unit, row.means, row.provenance, row.source)
    if problems:
        raise DataError(tuple(problems))
    return MappingProxyType(rules)


def rule_files(data_dir: Path = DATA_DIR) -> list[Path]:
    """The files that hold rules, in order."""
    return sorted((data_dir / "rules").glob("*.yaml"))


def number(rule_id: str) -> float:
    """Value of one rule. Raises DataError where the row is missing."""
    rules = load_rules()
    if rule_id not in rules:
        raise DataError((Problem("data/rules", 1, rule_id, "this rule is missing"),))
    return rules[rule_id].value


def whole(rule_id: str) -> int:
    """Value of one rule that counts something. Raises DataError where it is missing or not whole."""
    value = number(rule_id)
    if value != int(value):
        raise DataError((Problem("data/rules", 1, rule_id, f"must be a whole number, not {value:g}"),))
    return int(value)


@cache
def rules_version(data_dir: Path = DATA_DIR) -> str:
    """Version stamp of everything under data/ that decides on a person, besides the exercises."""
    names = ("conditions.yaml", "aggravators.yaml", "doses.yaml", "questions.yaml", "clashes.yaml")
    deciding = [*(data_dir / name for name in names), *(data_dir / "legs" / f"{name}.yaml" for name in OF_THE_LEGS)]
    rules = [file for file in rule_files(data_dir) if file.name != OF_THE_SERVER]
    return fingerprint([*rules, *deciding])
