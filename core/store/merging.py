"""Two writers of one record who went on from the same rows: what both wrote, together.

Field by field: what only one of them changed is taken from that one; where both changed a field, the newer write wins.
What one deleted and the other changed stays: rather a row too many than one lost.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Table

from core.store.snapshot import Row, Rows, Scalar, by_key
from core.store.tables import RECORD

COUNTED = ("version", "entries_written")
"""Columns that count writes; after a merge they stand above both, so that a tab with old values is told."""

Key = tuple[Scalar, ...]
Found = Mapping[Key, Row]


def merge(base: Rows, older: Rows, newer: Rows) -> Rows:
    """The rows of both writers, `base` being what each of them went on from."""
    merged: dict[str, dict[Key, Row]] = {}
    for table in RECORD:
        before, first, second = (by_key(table, rows) for rows in (base, older, newer))
        keys = dict.fromkeys([*first, *second])
        rows = {key: _row(before.get(key), first.get(key), second.get(key)) for key in keys}
        merged[table.name] = {key: row for key, row in rows.items() if row is not None}
    for table in reversed(RECORD):
        _bring_parents_back(table, merged, (newer, older, base))
    return {name: [rows[key] for key in sorted(rows, key=repr)] for name, rows in merged.items() if rows}


def _row(before: Row | None, older: Row | None, newer: Row | None) -> Row | None:
    if older in (newer, before):
        return newer
    if newer == before:
        return older
    if older is None or newer is None:
        return newer or older
    had = before or {}
    row = {name: _field(name, had, older, newer) for name in newer}
    for name in COUNTED:
        counts = [int(one[name] or 0) for one in (older, newer) if name in one]
        if counts:
            row[name] = max(counts) + 1
    return row


def _field(name: str, before: Row, older: Row, newer: Row) -> Scalar:
    changed = name not in before or newer[name] != before[name]
    return newer[name] if changed else older.get(name, newer[name])


def _bring_parents_back(table: Table, merged: dict[str, dict[Key, Row]], places: tuple[Rows, ...]) -> None:
    """A row that one wrote under something that the other deleted: what it belongs to comes back."""
    for link in table.foreign_key_constraints:
        parent = link.referred_table
        inside = [column.name for column in link.columns if column.name != "owner"]
        needed = {tuple(row[name] for name in inside) for row in merged[table.name].values()}
        for key in needed - set(merged[parent.name]):
            found = next((rows[key] for rows in (by_key(parent, place) for place in places) if key in rows), None)
            if found is not None:
                merged[parent.name][key] = found
