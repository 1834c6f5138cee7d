"""What the benchmark found in real logs, as data: a page cannot read logs that are not in this repository."""

from __future__ import annotations

from functools import cache

from core.knowledge.loading import DATA_DIR, DataRow, load_rows


class LogRow(DataRow):
    """One way to predict a load: median absolute log errors of the model and of a table of other lifters, and the share
    of loads inside one standard deviation, as they stand in data/legs/logs.yaml."""

    id: str
    lifters: int
    loads: int
    error: float
    table: float | None = None
    inside: float


@cache
def logs_seen() -> tuple[LogRow, ...]:
    """Every way, in order. Raises DataError where the file is broken."""
    return tuple(row for row, _, _ in load_rows([DATA_DIR / "legs" / "logs.yaml"], LogRow))
