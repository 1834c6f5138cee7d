"""Keeps what a memory database holds in a second place that is slow, far away and may be written by others too.

The second place keeps texts by name, and changes them all or nothing, only where its revision is the one that the
writer has seen. Whoever comes second gets everything back, merges, and writes again: nothing is lost silently.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict

from core.errors import StoreError, StoreTooNew
from core.store import Store, open_rows, sentences
from core.store.judging import LeftOut, sound
from core.store.merging import merge
from core.store.scoped import Clock
from core.store.snapshot import Rows

FORMAT = 1
MOST_BYTES = 200_000_000
"""Of one piece unpacked; ten years of training are a fiftieth of it."""
MOST_REMEMBERED = 50
"""Earlier states to merge from; each costs little, for they share their pieces."""


class Manifest(TypedDict):
    """What stands beside the pieces; `chosen` is the person shown last."""

    format: int
    schema: str
    revision: str
    chosen: str


class Change(TypedDict):
    """Pieces to write and to drop, where the place has revision `base`; `manifest` replaces the one that is there."""

    base: str
    manifest: Manifest
    put: dict[str, str]
    drop: list[str]


class Held(TypedDict):
    """All that the place holds."""

    manifest: Manifest
    pieces: dict[str, str]


@dataclass(frozen=True)
class Known:
    """What the place holds as far as is known: its revision, and each piece packed."""

    revision: str = ""
    pieces: Mapping[str, str] = field(default_factory=dict)
    chosen: str = ""


class Mirror:
    """One visit's memory database and what the other place is known to hold of it.

    `change()` says what has to be written there now; `take_in()` brings what is there into the database.
    """

    def __init__(self, store: Store, visit: str, clock: Clock) -> None:
        self.store = store
        self._visit = visit
        self._clock = clock
        self._number = 0
        self._seen = -1
        self._marks: dict[str, str] = {}
        self._packed: dict[str, str] = {}
        self._known = Known()
        self._written = {"": Known()}
        self.left_out: tuple[LeftOut, ...] = ()
        """What the place held and this program never wrote: it is not taken in."""

    def change(self, chosen: str = "") -> Change | None:
        """What the place lacks, None where nothing changed; it is taken to be written from now on."""
        self._pack_anew()
        known = self._known
        put = {name: text for name, text in self._packed.items() if known.pieces.get(name) != text}
        drop = sorted(known.pieces.keys() - self._packed.keys())
        if not put and not drop and (chosen == known.chosen or not self._packed):
            return None
        self._number += 1
        revision = f"{self._visit}-{self._number}"
        manifest = Manifest(format=FORMAT, schema=self.store.schema, revision=revision, chosen=chosen)
        self._remember(Known(revision, dict(self._packed), chosen))
        return Change(base=known.revision, manifest=manifest, put=put, drop=drop)

    def take_in(self, held: Held | None, went_on_from: str = "") -> str:
        """Bring what the place holds into the database; the person shown last there.

        `went_on_from` is the revision that this visit had read or written there last: what changed here since then
        is newer and stays.

        Raises:
            StoreTooNew: a newer version of Backwise wrote it.
            StoreError: it cannot be read. Nothing here was changed.
        """
        if held is None:
            self._known = Known()
            self._written = {"": self._known}
            return ""
        manifest = _checked(held)
        if manifest["revision"] == self._known.revision:
            return manifest["chosen"]
        theirs, left_out = sound(self._brought_up(manifest["schema"], _unpacked(held["pieces"])))
        self.left_out = tuple(dict.fromkeys((*self.left_out, *left_out)))
        base = _unpacked(self._written.get(went_on_from, Known()).pieces)
        self._pack_anew()
        mine = _unpacked(self._packed)
        self.store.change_rows(mine, merge(base, theirs, mine))
        # Two tabs may have counted the same number of writes: after a merge every piece is packed anew.
        self._marks, self._seen = {}, -1
        self._remember(Known(manifest["revision"], dict(held["pieces"]), manifest["chosen"]))
        return manifest["chosen"]

    def go_back_to(self, revision: str) -> None:
        """The place has everything up to this revision and nothing later; what changed since is a change again.

        A revision that is not remembered, as one of another visit, changes nothing: the next change is refused there.
        """
        self._known = self._written.get(revision, self._known)

    def forget(self) -> None:
        """The visit is over: nothing of it stays in memory."""
        self.store.close()
        self._marks, self._packed = {}, {}
        self._known, self._written = Known(), {}

    def _pack_anew(self) -> None:
        """Pack the pieces that changed since the last time."""
        seen = self.store.changes()
        if seen == self._seen:
            return
        marks = self.store.marks()
        self._packed = {
            name: self._packed[name] if self._marks.get(name) == mark else _packed(self.store.piece(name))
            for name, mark in marks.items()
        }
        self._marks, self._seen = marks, seen

    def _brought_up(self, schema: str, rows: Rows) -> Rows:
        """The same rows as they look in today's tables; what does not fit them is refused."""
        if schema == self.store.schema:
            return rows
        earlier = open_rows(schema, rows, "earlier", clock=self._clock)
        try:
            return _together(earlier.piece(name) for name in earlier.marks())
        finally:
            earlier.close()

    def _remember(self, known: Known) -> None:
        self._known = known
        self._written[known.revision] = known
        for old in list(self._written)[:-MOST_REMEMBERED]:
            del self._written[old]


def _packed(rows: Rows) -> str:
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    return b64encode(zlib.compress(text.encode(), 6)).decode()


def _unpacked(pieces: Mapping[str, str]) -> Rows:
    return _together(_unpack(text) for text in pieces.values())


def _unpack(text: str) -> Rows:
    try:
        unpacking = zlib.decompressobj()
        plain = unpacking.decompress(b64decode(text, validate=True), MOST_BYTES)
        rows = json.loads(plain) if unpacking.eof else None
    except (NotBase64, zlib.error, ValueError) as error:
        raise StoreError(sentences.DAMAGED_SNAPSHOT) from error
    if not isinstance(rows, dict) or not all(_is_table(one) for one in rows.values()):
        raise StoreError(sentences.DAMAGED_SNAPSHOT)
    return rows


def _is_table(rows: object) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _together(parts: Iterable[Rows]) -> Rows:
    rows: Rows = {}
    for part in parts:
        for table, found in part.items():
            rows.setdefault(table, []).extend(found)
    return rows


def _checked(held: Held) -> Manifest:
    manifest: Any = held.get("manifest")
    if not isinstance(manifest, dict) or not isinstance(held.get("pieces"), dict):
        raise StoreError(sentences.DAMAGED_SNAPSHOT)
    if not all(isinstance(manifest.get(name), str) for name in ("schema", "revision", "chosen")):
        raise StoreError(sentences.DAMAGED_SNAPSHOT)
    if manifest.get("format") != FORMAT:
        raise StoreTooNew(sentences.SNAPSHOT_TOO_NEW)
    return Manifest(format=FORMAT, schema=manifest["schema"], revision=manifest["revision"], chosen=manifest["chosen"])
