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
from typing import Any, NamedTuple, TypedDict

from core.ceilings import HELD, TURNS, Share, TooMuch, inflated, parsed, values_in
from core.errors import StoreError, StoreTooLarge, StoreTooNew
from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.store import Store, open_rows, sentences
from core.store.judging import LeftOut, sound
from core.store.merging import merge
from core.store.scoped import Clock
from core.store.snapshot import Rows

FORMAT = 1
MOST_PACKED, MOST_BYTES = whole("limits.copy_packed_bytes"), whole("limits.copy_bytes")
MOST_PIECES, MOST_ROWS = whole("limits.pieces"), whole("limits.copy_rows")
MOST_PIECE_BYTES, MOST_PIECE_VALUES = whole("limits.piece_bytes"), whole("limits.piece_values")
TIMES_UNPACKED = 16
"""A piece of a journal is so many times as large once unpacked."""
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


class Piece(NamedTuple):
    """A piece packed, and what it would be unpacked: bytes, values, rows."""

    text: str
    size: int
    values: int
    rows: int


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
        self._pieces: dict[str, Piece] = {}
        self._share: Share | None = None
        self._known = Known()
        self._written = {"": Known()}
        self.left_out: tuple[LeftOut, ...] = ()
        """What the place held and this program never wrote: it is not taken in."""

    @property
    def size(self) -> int:
        """Bytes of the record, as far as they were counted."""
        return self._share.size if self._share else 0

    def change(self, chosen: str = "") -> Change | None:
        """What the place lacks, None where nothing changed; it is taken to be written from now on.

        Raises:
            StoreTooLarge: the place would hold more than is ever read back from it. Nothing is to be written.
        """
        packed = self._pack_anew()
        known = self._known
        put = {name: text for name, text in packed.items() if known.pieces.get(name) != text}
        drop = sorted(known.pieces.keys() - packed.keys())
        if not put and not drop and (chosen == known.chosen or not packed):
            return None
        self._refuse_what_is_never_read()
        self._number += 1
        revision = f"{self._visit}-{self._number}"
        manifest = Manifest(format=FORMAT, schema=self.store.schema, revision=revision, chosen=chosen)
        self._remember(Known(revision, packed, chosen))
        return Change(base=known.revision, manifest=manifest, put=put, drop=drop)

    def take_in(self, held: Held | None, went_on_from: str = "") -> str:
        """Bring what the place holds into the database; the person shown last there.

        `went_on_from` is the revision that this visit had read or written there last: what changed here since then
        is newer and stays.

        Raises:
            StoreTooNew: a newer version of Backwise wrote it.
            StoreTooLarge: it holds more than anybody's record.
            StoreBusy: others' records take all the room, or all the time.
            StoreError: it cannot be read. Nothing here was changed.
        """
        if held is None:
            self._known = Known()
            self._written = {"": self._known}
            return ""
        manifest = _checked(held)
        if manifest["revision"] == self._known.revision:
            return manifest["chosen"]
        pieces = held["pieces"]
        packed_size = sum(len(text) for text in pieces.values() if isinstance(text, str))
        if len(pieces) > MOST_PIECES or packed_size > MOST_PACKED:
            raise StoreTooLarge(say("limits.copy"))
        with TURNS.turn(TIMES_UNPACKED * packed_size):
            self._take_in(manifest, pieces, self._written.get(went_on_from, Known()).pieces)
        self._remember(Known(manifest["revision"], dict(pieces), manifest["chosen"]))
        return manifest["chosen"]

    def _take_in(self, manifest: Manifest, pieces: Mapping[str, str], base: Mapping[str, str]) -> None:
        rows, size = _unpacked(pieces)
        theirs, left_out = sound(self._brought_up(manifest["schema"], rows))
        mine, own_size = _unpacked(self._pack_anew())
        share = HELD.share(size + own_size, self._share)
        self.left_out = tuple(dict.fromkeys((*self.left_out, *left_out)))
        self.store.change_rows(mine, merge(_unpacked(base)[0], theirs, mine))
        self._share = share
        # Two tabs may have counted the same number of writes: after a merge every piece is packed anew.
        self._marks, self._seen = {}, -1

    def go_back_to(self, revision: str) -> None:
        """The place has everything up to this revision and nothing later; what changed since is a change again.

        A revision that is not remembered, as one of another visit, changes nothing: the next change is refused there.
        """
        self._known = self._written.get(revision, self._known)

    def forget(self) -> None:
        """The visit is over: nothing of it stays in memory."""
        self.store.close()
        self._marks, self._pieces, self._share = {}, {}, None
        self._known, self._written = Known(), {}

    def _pack_anew(self) -> dict[str, str]:
        """Every piece packed, those anew that changed since the last time."""
        seen = self.store.changes()
        if seen != self._seen:
            marks = self.store.marks()
            self._pieces = {
                name: self._pieces[name] if self._marks.get(name) == mark else _packed(self.store.piece(name))
                for name, mark in marks.items()
            }
            self._marks, self._seen = marks, seen
            if self._share is None:
                self._share = HELD.share(0)
            self._share.size = sum(piece.size for piece in self._pieces.values())
        return {name: piece.text for name, piece in self._pieces.items()}

    def _refuse_what_is_never_read(self) -> None:
        found = self._pieces.values()
        if (
            len(found) > MOST_PIECES
            or sum(len(piece.text) for piece in found) > MOST_PACKED
            or sum(piece.size for piece in found) > MOST_BYTES
            or sum(piece.rows for piece in found) > MOST_ROWS
            or any(piece.size > MOST_PIECE_BYTES or piece.values > MOST_PIECE_VALUES for piece in found)
        ):
            raise StoreTooLarge(say("limits.copy"))

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


def _packed(rows: Rows) -> Piece:
    plain = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    text = b64encode(zlib.compress(plain, 6)).decode()
    return Piece(text, len(plain), values_in(plain), sum(map(len, rows.values())))


def _unpacked(pieces: Mapping[str, str]) -> tuple[Rows, int]:
    """The rows of all pieces, and their bytes: one after the other, within what a whole copy may hold.

    Raises:
        StoreTooLarge: they are more than anybody's record; no more than that was unpacked.
        StoreError: a piece is none.
    """
    rows: Rows = {}
    left, rows_left = MOST_BYTES, MOST_ROWS
    for text in pieces.values():
        try:
            plain = inflated(b64decode(text, validate=True), min(left, MOST_PIECE_BYTES))
            piece = parsed(plain, MOST_PIECE_VALUES)
        except TooMuch as error:
            raise StoreTooLarge(say("limits.copy")) from error
        except (NotBase64, ValueError, TypeError) as error:
            raise StoreError(sentences.DAMAGED_SNAPSHOT) from error
        if not isinstance(piece, dict) or not all(_is_table(found) for found in piece.values()):
            raise StoreError(sentences.DAMAGED_SNAPSHOT)
        left -= len(plain)
        rows_left -= sum(map(len, piece.values()))
        if rows_left < 0:
            raise StoreTooLarge(say("limits.copy"))
        for table, found in piece.items():
            rows.setdefault(table, []).extend(found)
    return rows, MOST_BYTES - left


def _is_table(rows: object) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _together(parts: Iterable[Rows]) -> Rows:
    rows: Rows = {}
    for part in parts:
        for table, found in part.items():
            rows.setdefault(table, []).extend(found)
    return rows


def _checked(held: Held) -> Manifest:
    if not isinstance(held, dict):
        raise StoreError(sentences.DAMAGED_SNAPSHOT)
    manifest: Any = held.get("manifest")
    if not isinstance(manifest, dict) or not isinstance(held.get("pieces"), dict):
        raise StoreError(sentences.DAMAGED_SNAPSHOT)
    if not all(isinstance(manifest.get(name), str) for name in ("schema", "revision", "chosen")):
        raise StoreError(sentences.DAMAGED_SNAPSHOT)
    if manifest.get("format") != FORMAT:
        raise StoreTooNew(sentences.SNAPSHOT_TOO_NEW)
    return Manifest(format=FORMAT, schema=manifest["schema"], revision=manifest["revision"], chosen=manifest["chosen"])
