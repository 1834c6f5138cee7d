"""What one visitor may ask of the program, so that nobody can harm all others: bytes, values, memory, turns and tries.

Whatever comes from outside is counted before anything is made of it. Numbers stand in data/rules/limits.yaml.
"""

from __future__ import annotations

import json
import threading
import time
import weakref
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from core.errors import StoreBusy
from core.knowledge.rules import number, whole
from core.knowledge.texts import say

CHUNK = 64 * 1024
SMALL = whole("limits.small_bytes")
WAIT_S = number("limits.turn_wait_s")
SHARE, SAVED_S = number("limits.turn_share"), number("limits.turns_saved_s")
A_MINUTE, AN_HOUR = 60.0, 3600.0

Clock = Callable[[], float]


class TooMuch(ValueError):
    """More bytes, values or lists in each other than anybody honest sends."""


def inflated(data: bytes, most: int) -> bytes:
    """What zlib packed, unpacked a little at a time.

    Raises:
        TooMuch: it would be more than `most` bytes; no more than that was unpacked.
        ValueError: it is damaged or cut off.
    """
    press = zlib.decompressobj()
    parts: list[bytes] = []
    size = 0
    try:
        while not press.eof and (data or not parts):
            parts.append(press.decompress(data, CHUNK))
            size += len(parts[-1])
            if size > most:
                raise TooMuch(f"more than {most} bytes")
            if not parts[-1]:
                break
            data = press.unconsumed_tail
    except zlib.error as error:
        raise ValueError("damaged") from error
    if not press.eof:
        raise ValueError("cut off")
    return b"".join(parts)


def values_in(text: str | bytes) -> int:
    """At least as many values as JSON text holds, told without reading it: lists and brackets, and what they part."""
    if isinstance(text, bytes):
        return sum(text.count(sign) for sign in (b"[", b"{", b","))
    return sum(text.count(sign) for sign in ("[", "{", ","))


def parsed(text: str | bytes, most_values: int | None = None) -> Any:
    """JSON as a value; None where its values were counted before.

    Raises:
        TooMuch: it may hold more than `most_values` values, or lists too deep in each other.
        ValueError: it is no JSON.
    """
    if most_values is not None and values_in(text) > most_values:
        raise TooMuch(f"more than {most_values} values")
    try:
        return json.loads(text)
    except RecursionError as error:
        raise TooMuch("too deep") from error


class Share:
    """Memory that is spoken for, for as long as this is kept."""

    def __init__(self, size: int) -> None:
        self.size = size


class Memory:
    """Memory that all visits share. What is small is always let in."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._shares: weakref.WeakSet[Share] = weakref.WeakSet()
        self._lock = threading.Lock()

    @property
    def taken(self) -> int:
        """Bytes that are spoken for."""
        with self._lock:
            return sum(share.size for share in self._shares)

    @property
    def is_full(self) -> bool:
        """Whether records have grown past it since they were let in."""
        return self.taken > self.most

    def share(self, size: int, instead_of: Share | None = None) -> Share:
        """Speak for so many bytes, in place of an earlier share.

        Raises:
            StoreBusy: others have taken the room.
        """
        with self._lock:
            others = sum(share.size for share in self._shares if share is not instead_of)
            if size > SMALL and others + size > self.most:
                raise StoreBusy(say("limits.no_room"))
            if instead_of is not None:
                instead_of.size = 0
            new = Share(size)
            self._shares.add(new)
            return new


HELD = Memory(whole("limits.held_bytes"))


class Turns:
    """One large piece of work at a time, and of all time only a part: the others get the processor meanwhile.

    Some seconds are saved up, so that whoever brings a record back, and then keeps it, does not wait between the two.
    """

    def __init__(self, clock: Clock = time.monotonic, sleep: Callable[[float], None] = time.sleep) -> None:
        self._lock = threading.Lock()
        self._clock, self._sleep = clock, sleep
        self._left_s, self._at = SAVED_S, clock()
        self._at_work = threading.local()

    @contextmanager
    def turn(self, size: int) -> Iterator[None]:
        """Wait for a turn where the work is large, by its bytes; inside a turn there is nothing to wait for.

        Raises:
            StoreBusy: the turn did not come within a minute.
        """
        if size <= SMALL or getattr(self._at_work, "is_so", False):
            yield
            return
        if not self._lock.acquire(timeout=WAIT_S):
            raise StoreBusy(say("limits.no_turn"))
        try:
            self._left_s = min(SAVED_S, self._left_s + SHARE * (self._clock() - self._at))
            self._at = self._clock()
            if self._left_s < 0:
                self._sleep(min(WAIT_S, -self._left_s / SHARE))
            began = self._clock()
            self._at_work.is_so = True
            try:
                yield
            finally:
                self._at_work.is_so = False
                self._left_s -= self._clock() - began
        finally:
            self._lock.release()


TURNS = Turns()


class Tries:
    """So many within so long; then none until time has passed. For any number of threads."""

    def __init__(self, most: int, within_s: float, clock: Clock = time.monotonic) -> None:
        self.most, self.within_s = most, within_s
        self._clock = clock
        self._times: deque[float] = deque()
        self._lock = threading.Lock()

    def wait_s(self) -> float:
        """How long until there is one again; 0 where there is."""
        with self._lock:
            now = self._clock()
            while self._times and self._times[0] <= now - self.within_s:
                self._times.popleft()
            return self._times[0] + self.within_s - now if len(self._times) >= self.most else 0.0

    def count(self) -> None:
        """One more was made."""
        with self._lock:
            self._times.append(self._clock())


class Allowance:
    """What one visit, or one account, may still write and guess; `size` tells how much memory its record fills."""

    def __init__(self, size: Callable[[], int] = lambda: 0, clock: Clock = time.monotonic) -> None:
        self._size = size
        self._writes = Tries(whole("limits.writes_a_minute"), A_MINUTE, clock)
        self._guesses = Tries(whole("limits.guesses"), AN_HOUR, clock)
        self._wrong: deque[str] = deque(maxlen=self._guesses.most)

    def write(self) -> None:
        """One more write.

        Raises:
            StoreBusy: there were too many within the last minute, or all memory is taken.
        """
        if self._size() > SMALL and HELD.is_full:
            raise StoreBusy(say("limits.no_room"))
        if wait := self._writes.wait_s():
            raise StoreBusy(say("limits.writes", seconds=round(wait) + 1))
        self._writes.count()

    def check_guess(self) -> None:
        """Before a code is looked up.

        Raises:
            StoreBusy: there were too many wrong ones within the last hour.
        """
        if wait := self._guesses.wait_s():
            raise StoreBusy(say("limits.guesses", minutes=int(wait / 60) + 1))

    def wrong_guess(self, code: str) -> None:
        """The code was none. It may go on standing in its field while the page runs again: it counts once."""
        if code not in self._wrong:
            self._wrong.append(code)
            self._guesses.count()
