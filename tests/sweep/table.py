"""A table as text, for the terminal."""

from __future__ import annotations

from collections.abc import Sequence


def printed(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The table with its title above it, columns aligned."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in (head, *rows)]
    return "\n".join((title, "-" * len(lines[0]), *lines))
