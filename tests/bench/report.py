"""What a measurement says, and how it gets into BENCHMARKS.md: one section a part, the others left as they stand."""

from __future__ import annotations

import os
import platform
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "BENCHMARKS.md"
TITLE = "# Benchmarks"
RUNS = 7
"""Every number is the median of at least so many runs."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The median of several runs and how far they spread.

    Attributes:
        values: one a run, in the unit of the column.
    """

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle of the runs."""
        return statistics.median(self.values)

    def __str__(self) -> str:
        """Median, and lowest to highest in brackets."""
        low, high = min(self.values), max(self.values)
        return f"{short(self.median)} ({short(low)}–{short(high)})"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what was measured, the goal, and what came of it in words."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    lead: str = ""
    notes: Sequence[str] = ()

    def markdown(self) -> str:
        """The table as it stands in the file."""
        head = ["| " + " | ".join(self.columns) + " |", "|" + "---|" * len(self.columns)]
        body = ["| " + " | ".join(row) + " |" for row in self.rows]
        lead = [self.lead, ""] if self.lead else []
        notes = ["", *(f"- {note}" for note in self.notes)] if self.notes else []
        return "\n".join([f"### {self.title}", "", *lead, *head, *body, *notes])


def short(value: float) -> str:
    """Three figures, no more."""
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"


def verdict(is_met: bool) -> str:
    """Whether a goal was met."""
    return "met" if is_met else "**missed**"


def ratio(ours: Measured, floor: Measured) -> float:
    """How many times the floor ours costs, by the medians."""
    return ours.median / floor.median


def write(part: str, heading: str, tables: Sequence[Table], day: date, file: Path = FILE) -> None:
    """Put a part's tables into the file in place of its older ones."""
    section = "\n\n".join([f"## {heading}", f"{day.isoformat()}, {machine()}.", *(one.markdown() for one in tables)])
    marked = f"<!-- {part} -->\n{section}\n<!-- /{part} -->"
    text = file.read_text(encoding="utf-8") if file.exists() else f"{TITLE}\n"
    pattern = re.compile(rf"<!-- {part} -->.*?<!-- /{part} -->", re.DOTALL)
    found = pattern.search(text)
    text = text[: found.start()] + marked + text[found.end() :] if found else f"{text.rstrip()}\n\n{marked}\n"
    file.write_text(text, encoding="utf-8")


def machine() -> str:
    """The machine in a few words."""
    return f"{os.cpu_count()} cores of {_processor()}, {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.machine()
    found = re.search(r"model name\s*:\s*(.+)", told)
    return found[1].strip() if found else platform.machine()
