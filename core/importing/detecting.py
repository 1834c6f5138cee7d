"""What a file is, told by its columns and never by its name."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import ModuleType

from core.importing import (
    by_hand,
    fitbod,
    fitnotes,
    fitnotes_backup,
    hevy,
    jefit,
    liftlog,
    liftosaur,
    strong,
    stronglifts,
)
from core.importing.backwise_csv import ReadBack, from_csv, is_backwise
from core.importing.table import Table, check_size, encoding_of, table_of, unzipped
from core.importing.values import FileRefused, Hints, Progress, ReadFile
from core.knowledge.texts import say

TABLES: tuple[ModuleType, ...] = (hevy, strong, fitbod, liftosaur, stronglifts, liftlog, fitnotes)
"""Importers of single tables, in the order in which they are tried."""


@dataclass(frozen=True)
class NeedsColumns:
    """A table that no importer knows: its columns, and what they might be, to be named by hand."""

    titles: tuple[str, ...]
    guesses: dict[str, str] = field(default_factory=dict)


Found = ReadFile | ReadBack | NeedsColumns


def read_file(data: bytes, hints: Hints | None = None, progress: Progress | None = None) -> Found:
    """What a file holds: another app's sessions, a journal of our own, or a table to be named by hand.

    An archive gives its first member that can be read. The same bytes and hints give the same answer.

    Raises:
        FileRefused: it cannot be read; the message says why and what to do.
    """
    check_size(data)
    members = unzipped(data)
    refused: FileRefused | None = None
    unknown: NeedsColumns | None = None
    for member in members:
        try:
            found = _read(member, hints or Hints(), progress)
        except FileRefused as error:
            refused = refused or error
            continue
        if not isinstance(found, NeedsColumns):
            return found
        unknown = unknown or found
    if unknown is not None:
        return unknown
    raise refused or FileRefused(say("import.refused.archive"))


def _read(data: bytes, hints: Hints, progress: Progress | None) -> Found:
    check_size(data)
    if fitnotes_backup.fits(data):
        return fitnotes_backup.read(data, hints, progress)
    state = liftosaur.history_of(data)
    if state is not None:
        return liftosaur.read_backup(state, hints, progress)
    if jefit.fits(data):
        return jefit.read(data, hints, progress)
    table = table_of(data)
    if is_backwise(list(table.titles)):
        return from_csv(data.decode(encoding_of(data), "replace"))
    known = next((one for one in TABLES if one.fits(table)), None)
    if known is not None:
        read: ReadFile = known.read(table, hints, progress)
        return read
    if hints.columns:
        return by_hand.read(table, hints, progress)
    return _unknown(table)


def _unknown(table: Table) -> NeedsColumns:
    titles = tuple(dict.fromkeys(title for title in table.titles if title))
    if len(titles) < len(by_hand.NEEDED):
        raise FileRefused(say("import.refused.unknown"))
    return NeedsColumns(titles, by_hand.guessed(table))
