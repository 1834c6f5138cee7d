"""Whether the program says that it can answer exactly where it can, and at what cost."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from threading import Event, Lock

import pytest
import streamlit as st
from starlette.requests import Request

from core.errors import DataError, Problem, StoreError
from core.knowledge.texts import say
from pages.parts.ready import NO_DATA, NO_STORE, READY, SLOW, Readiness, ready_route
from tests.postgres import Server

PATIENCE_S, KEPT_S = 0.2, 0.1


class Place:
    """A place that answers, fails or hangs, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = self.at_once = self.most_at_once = 0
        self.failure: Exception | None = None
        self.goes_on = Event()
        self.goes_on.set()
        self._lock = Lock()

    def ask(self) -> None:
        """Answer, fail, or wait for `goes_on`."""
        with self._lock:
            self.asked += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        self.goes_on.wait(20)
        with self._lock:
            self.at_once -= 1
        if self.failure is not None:
            raise self.failure


@pytest.fixture
def place() -> Iterator[Place]:
    """A place; what hangs is let go in the end."""
    made = Place()
    yield made
    made.goes_on.set()


def test_a_hundred_who_ask_at_once_cost_one_question(place: Place) -> None:
    async def ask() -> list[str]:
        readiness = Readiness(place.ask, PATIENCE_S, KEPT_S)
        first = await asyncio.gather(*(readiness.word() for _ in range(100)))
        return [*first, await readiness.word()]

    assert set(asyncio.run(ask())) == {READY}
    assert place.asked == 1


def test_an_answer_grows_old(place: Place) -> None:
    async def ask() -> tuple[str, str, str]:
        readiness = Readiness(place.ask, PATIENCE_S, KEPT_S)
        before = await readiness.word()
        place.failure = StoreError("SECRET-Ann")
        kept = await readiness.word()
        await asyncio.sleep(KEPT_S)
        return before, kept, await readiness.word()

    assert asyncio.run(ask()) == (READY, READY, NO_STORE)


def test_a_place_that_hangs_is_asked_once_holds_nobody_up_and_may_come_back(place: Place) -> None:
    place.goes_on.clear()

    async def ask() -> list[str]:
        readiness = Readiness(place.ask, PATIENCE_S, KEPT_S)
        words, longest = [], 0.0
        for _ in range(3):
            waiting = asyncio.create_task(readiness.word())
            while not waiting.done():
                before = time.monotonic()
                await asyncio.sleep(0.005)
                longest = max(longest, time.monotonic() - before)
            words.append(await waiting)
            await asyncio.sleep(KEPT_S)
        assert longest < PATIENCE_S / 2
        place.goes_on.set()
        return [*words, await readiness.word()]

    assert asyncio.run(ask()) == [SLOW, SLOW, SLOW, READY]
    assert (place.asked, place.most_at_once) == (1, 1)


def test_whatever_goes_wrong_is_not_ready(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    place.failure = DataError((Problem("a", 1, "b", "c"),))
    assert asyncio.run(Readiness(place.ask, PATIENCE_S, KEPT_S).word()) == NO_DATA
    uncaught: Queue[type[BaseException]] = Queue()
    monkeypatch.setattr(threading, "excepthook", lambda told: uncaught.put(told.exc_type))
    place.failure = KeyError("nobody foresaw this")
    assert asyncio.run(Readiness(place.ask, PATIENCE_S, KEPT_S).word()) == NO_STORE
    assert uncaught.get(timeout=5) is KeyError


@pytest.fixture
def closed() -> Iterator[None]:
    """No database is left open."""
    yield
    st.cache_resource.clear()


def told(base: str = "") -> tuple[int, str]:
    """What `/readyz` says."""
    route = ready_route(base)
    assert route.path == f"{base}/readyz"
    answer = asyncio.run(route.endpoint(Request({"type": "http"})))
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"].startswith("text/plain")
    return answer.status_code, answer.body.decode()


@pytest.mark.usefixtures("closed")
def test_who_brings_the_record_along_can_always_be_served(monkeypatch: pytest.MonkeyPatch) -> None:
    for home in ("browser", "memory"):
        monkeypatch.setenv("BACKWISE_STORE", home)
        assert told() == (200, say(READY))
    assert told("/below") == (200, say(READY))


@pytest.mark.usefixtures("closed")
def test_a_file_that_is_gone_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    record = tmp_path / "SECRET-Ann" / "journal.sqlite"
    monkeypatch.setenv("BACKWISE_STORE", str(record))
    assert told() == (200, say(READY))
    record.rename(tmp_path / "elsewhere.sqlite")
    status, text = told()
    assert (status, text) == (503, say(NO_STORE))
    (tmp_path / "elsewhere.sqlite").rename(record)
    assert told() == (200, say(READY))


@pytest.mark.usefixtures("closed")
def test_a_server_that_is_gone_is_noticed_and_its_return_too(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server()
    try:
        clinic = server.clinic()
        monkeypatch.setenv("BACKWISE_STORE", clinic.url)
        monkeypatch.setenv("BACKWISE_STORE_ADMIN", clinic.admin_url)
        assert told() == (200, say(READY))
        server.kill()
        status, text = told()
        assert (status, text) in ((503, say(NO_STORE)), (503, say(SLOW)))
        assert clinic.url not in text
        server.start()
        assert told() == (200, say(READY))
    finally:
        server.stop()
