"""Whether the program can answer: `/readyz` for whoever sends visitors to one of several replicas.

What it costs a database is bounded: one question at a time, asked anew after a while, however often somebody asks here.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from threading import Thread

from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from core.catalog import load_catalog
from core.errors import DataError, StoreError
from core.knowledge.texts import say
from pages.parts.failure_lines import What, tell
from pages.parts.home import ask_place

PATIENCE_S, KEPT_S = 2.0, 1.5
READY, NO_DATA, NO_STORE, SLOW = "door.ready", "door.not_ready.data", "door.not_ready.store", "door.not_ready.slow"


def ask() -> None:
    """Raises what stands in the way of serving a visitor: DataError or StoreError."""
    load_catalog()
    ask_place()


def ready_route(base: str = "") -> Route:
    """The address, below the path that the program is served at."""
    readiness = Readiness(ask)

    async def readyz(_request: Request) -> PlainTextResponse:
        word = await readiness.word()
        return PlainTextResponse(say(word), 200 if word == READY else 503, headers={"Cache-Control": "no-store"})

    return Route(f"/{base.strip('/')}".rstrip("/") + "/readyz", readyz, methods=["GET"])


class Readiness:
    """Asks in a thread of its own, and keeps the answer for a moment; all who ask meanwhile share it."""

    def __init__(self, ask: Callable[[], None], patience_s: float = PATIENCE_S, kept_s: float = KEPT_S) -> None:
        self._ask, self._patience_s, self._kept_s = ask, patience_s, kept_s
        self._asking: asyncio.Future[str] | None = None
        self._kept: tuple[float, str] = (float("-inf"), "")

    async def word(self) -> str:
        """Id of the sentence that says how it stands."""
        if time.monotonic() - self._kept[0] < self._kept_s:
            return self._kept[1]
        if self._asking is None or self._asking.done():
            self._asking = self._begin()
        asking = self._asking
        done, _late = await asyncio.wait([asking], timeout=self._patience_s)
        if not done:
            tell(What.NOT_READY)
        # A question that hangs goes on hanging: no second one is asked beside it.
        self._kept = (time.monotonic(), asking.result() if done else SLOW)
        return self._kept[1]

    def _begin(self) -> asyncio.Future[str]:
        loop = asyncio.get_running_loop()
        told: asyncio.Future[str] = loop.create_future()

        def ask() -> None:
            word = NO_STORE
            try:
                word = self._word_now()
            finally:
                if not loop.is_closed():
                    loop.call_soon_threadsafe(told.set_result, word)

        # Not a thread of the loop's own: the end of the program would wait for one that hangs.
        Thread(target=ask, name="ready", daemon=True).start()
        return told

    def _word_now(self) -> str:
        try:
            self._ask()
        except DataError as error:
            tell(What.NOT_READY, error, logging.ERROR)
            return NO_DATA
        except StoreError as error:
            tell(What.NOT_READY, error, logging.ERROR)
            return NO_STORE
        return READY
