"""The pace: how fast messages and files come in, and how many, before Streamlit sees any of them.

While there is work for more than a part of a processor, a visit has taps of its own that come back slowly; whoever
needs more takes from what all share, and waits where that is used up. So those who tap now and then do not wait for
those who tap without end. What waits is left in the network: no more than one message of a visit is held here.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from ipaddress import ip_address, ip_network
from typing import NamedTuple
from weakref import WeakValueDictionary

import streamlit as st
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnected
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.runtime_util import get_max_widget_state_size_bytes

from core.ceilings import SMALL, values_in
from core.knowledge.rules import number, whole
from core.knowledge.texts import say

SOCKET, FILES = "/_stcore/stream", "/_stcore/upload_file/"
MOST_VALUES = whole("limits.message_values")
VISIT_COSTS, TAP_BYTES = number("limits.visit_costs"), number("limits.upload_tap_bytes")
MOST_OF_A_VISIT, MOST_OF_ALL = whole("limits.upload_visit_bytes"), whole("limits.upload_bytes")
UPLOAD_S, KEPT_S = number("limits.upload_s"), number("limits.upload_kept_s")
MOST_VISITS = whole("limits.visits_an_address")
AT_FIRST = number("limits.taps_at_first")
TRY_AGAIN_LATER = 1013
NAME = "x-backwise-visit"
A_TAP_S = number("limits.tap_s")
MOST_LOAD = number("limits.load")
LOOKS_EVERY_S = 0.2
NETWORK = 64
"""Bits of an address of version 6 that name one household."""

Clock = Callable[[], float]


class HeldFile(NamedTuple):
    """A file that Streamlit holds for a visit, and since when that is known."""

    session: str
    name: str
    size: int
    since: float


class Bucket:
    """Taps that come back with time, up to some that are saved."""

    def __init__(self, saved: float, a_second: float, at_first: float, clock: Clock = time.monotonic) -> None:
        self._saved, self._a_second, self._left, self._clock = saved, a_second, at_first, clock
        self._at = clock()

    def takes(self, cost: float = 1.0) -> bool:
        """Take so many where they are there."""
        self._fill()
        is_there = self._left >= cost
        self._left -= cost if is_there else 0.0
        return is_there

    def owes(self, cost: float = 1.0) -> float:
        """Take so many in any case; the seconds until they are there. Whoever asked first is first."""
        self._fill()
        self._left -= cost
        return max(0.0, -self._left / self._a_second)

    def gives_back(self, cost: float) -> None:
        """Whoever had asked for so many has gone."""
        self._left += cost

    def _fill(self) -> None:
        now = self._clock()
        self._left = min(self._saved, self._left + (now - self._at) * self._a_second)
        self._at = now


class Visit:
    """What a visit may still do, and what a run of its pages costs: at least 1, for one as long as most."""

    def __init__(self) -> None:
        self.own = Bucket(number("limits.taps_saved"), number("limits.taps_a_second"), AT_FIRST)
        self.weight = 1.0


VISITS: WeakValueDictionary[str, Visit] = WeakValueDictionary()
"""By the name under which the pace announces each to its pages."""


@contextmanager
def weighed() -> Iterator[None]:
    """What a page runs inside: how long it takes the processor is what the visit's next tap costs."""
    began = time.thread_time()
    try:
        yield
    finally:
        visit = VISITS.get(st.context.headers.get(NAME, ""))
        if visit is not None:
            visit.weight = max(1.0, (time.thread_time() - began) / A_TAP_S)


class Load:
    """Which part of a processor the program has used of late."""

    def __init__(self, clock: Clock = time.monotonic, used: Clock = time.process_time) -> None:
        self._clock, self._used = clock, used
        self._at, self._used_then, self._share = clock(), used(), 0.0

    def is_high(self) -> bool:
        """Whether newcomers would make others wait."""
        now, used = self._clock(), self._used()
        if now - self._at >= LOOKS_EVERY_S:
            self._share = (used - self._used_then) / (now - self._at)
            self._at, self._used_then = now, used
        return self._share > MOST_LOAD


class Pace:
    """ASGI middleware around all that visitors send."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        prefix = f"/{base.strip('/')}" if base.strip("/") else ""
        self._socket, self._files = prefix + SOCKET, prefix + FILES
        saved, a_second = number("limits.shared_saved"), number("limits.shared_a_second")
        self._shared = Bucket(saved, a_second, saved)
        self._load = Load()
        self._visits: Counter[str] = Counter()
        self._arriving: Counter[str] = Counter()
        """Bytes of files that are still on their way, by visit."""
        self._since: dict[str, float] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes at a pace that leaves room for others."""
        if scope["type"] == "websocket" and scope["path"] == self._socket:
            await self._visit(scope, receive, send)
        elif scope["type"] == "http" and scope["method"] == "PUT" and scope["path"].startswith(self._files):
            await self._upload(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _visit(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = household(scope)
        if address and self._visits[address] >= MOST_VISITS:
            await send({"type": "websocket.close", "code": TRY_AGAIN_LATER})
            return
        # Whoever waits to come in counts, and what was not waited for is not owed.
        with self._counted(address):
            await self._turn(VISIT_COSTS)
        visit, name = Visit(), secrets.token_hex(16)
        VISITS[name] = visit
        headers = [(key, value) for key, value in scope["headers"] if key != NAME.encode()]
        scope = {**scope, "headers": [*headers, (NAME.encode(), name.encode())]}

        async def at_a_pace() -> Message:
            message = await receive()
            if message["type"] != "websocket.receive":
                return message
            data = message.get("bytes") or b""
            if len(data) > SMALL and values_in(data) > MOST_VALUES:
                # Streamlit ends a visit whose message is too large: it is shown one.
                return {**message, "bytes": bytes(get_max_widget_state_size_bytes() + 1)}
            await self._turn(visit.weight + len(data) / TAP_BYTES, visit.own)
            return message

        # Who left while a tap waited is found gone only after it; Streamlit then closes what is closed.
        with self._counted(address), suppress(WebSocketDisconnected):
            await self.app(scope, at_a_pace, send)

    async def _turn(self, cost: float, own: Bucket | None = None) -> None:
        """Wait for so many taps, the own ones first; nothing where the program has time."""
        if self._load.is_high() and not (own and own.takes(cost)):
            waits = self._shared.owes(cost)
            try:
                await asyncio.sleep(waits)
            except asyncio.CancelledError:
                self._shared.gives_back(cost)
                raise

    @contextmanager
    def _counted(self, address: str) -> Iterator[None]:
        self._visits[address] += 1
        try:
            yield
        finally:
            self._visits[address] -= 1
            if not self._visits[address]:
                del self._visits[address]

    async def _upload(self, scope: Scope, receive: Receive, send: Send) -> None:
        session = scope["path"].removeprefix(self._files).partition("/")[0]
        until = time.monotonic() + UPLOAD_S
        came = 0

        async def bounded() -> Message:
            nonlocal came
            try:
                async with asyncio.timeout(max(0.0, until - time.monotonic())):
                    message = await receive()
            except TimeoutError as error:
                raise HTTPException(408, say("limits.slow_upload")) from error
            size = len(message.get("body", b""))
            came += size
            self._arriving[session] += size
            if self._is_full(session):
                raise HTTPException(413, say("limits.upload"))
            await self._turn(size / TAP_BYTES)
            return message

        if self._is_full(session):
            await PlainTextResponse(say("limits.upload"), 413)(scope, receive, send)
            return
        try:
            await self.app(scope, bounded, send)
        finally:
            self._arriving[session] -= came
            if not self._arriving[session]:
                del self._arriving[session]

    def _is_full(self, session: str) -> bool:
        """Whether no more fits. A visit's earlier files make room for its next, old ones for others'."""
        arriving = self._arriving[session]
        if sum(file.size for file in self._held() if file.session == session) + arriving > MOST_OF_A_VISIT:
            self._let_go(file for file in self._held() if file.session == session)
        if sum(file.size for file in self._held()) + self._arriving.total() > MOST_OF_ALL:
            old = time.monotonic() - KEPT_S
            self._let_go(file for file in self._held() if file.since < old)
        in_all = sum(file.size for file in self._held()) + self._arriving.total()
        return arriving > MOST_OF_A_VISIT or in_all > MOST_OF_ALL

    def _held(self) -> list[HeldFile]:
        """What Streamlit holds, each file since it was seen first."""
        now = time.monotonic()
        files = [
            HeldFile(session, name, len(file.data), self._since.get(name, now))
            for session, found in list(manager().file_storage.items())
            for name, file in list(found.items())
        ]
        self._since = {file.name: file.since for file in files}
        return files

    @staticmethod
    def _let_go(files: Iterable[HeldFile]) -> None:
        for file in files:
            manager().remove_file(file.session, file.name)


def manager() -> MemoryUploadedFileManager:
    """Where Streamlit holds files."""
    found = Runtime.instance().uploaded_file_mgr
    assert isinstance(found, MemoryUploadedFileManager)
    return found


def household(scope: Scope) -> str:
    """From where a visitor comes; empty for private addresses, behind which may be a proxy and everybody."""
    host = (scope.get("client") or ("",))[0]
    try:
        address = ip_address(host)
    except ValueError:
        return ""
    if not address.is_global:
        return ""
    return host if address.version == 4 else str(ip_network((host, NETWORK), strict=False))
