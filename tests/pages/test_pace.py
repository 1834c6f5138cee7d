"""The pace: whoever taps without end waits, whoever taps now and then does not, and files find only so much room."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.runtime_util import get_max_widget_state_size_bytes
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from core.ceilings import SMALL
from core.knowledge.rules import number, whole
from pages.parts import pace
from pages.parts.pace import A_TAP_S, FILES, NAME, SOCKET, VISITS, Bucket, Load, Pace, Visit, household, weighed
from tests.bench.client import VisitBroken, visiting
from tests.bench.serving import ROOT, Server
from tests.bench.soak_keeper import COMPONENT
from tests.sweep.attackers import abyss, bomb, crowd, many_values, opener

MB = 1_000_000


def test_a_bucket_fills_with_time_and_lets_the_first_go_first() -> None:
    at = 0.0
    bucket = Bucket(4, 2, 1, clock=lambda: at)
    assert (bucket.takes(), bucket.takes()) == (True, False)
    assert (bucket.owes(), bucket.owes()) == (0.5, 1.0)
    at = 100.0
    assert [bucket.takes() for _ in range(5)] == [True] * 4 + [False]


def test_what_a_page_costs_is_told_by_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    visit = Visit()
    VISITS["somebody"] = visit
    monkeypatch.setattr(pace, "st", SimpleNamespace(context=SimpleNamespace(headers={NAME: "somebody"})))
    with weighed():
        began = time.thread_time()
        while time.thread_time() - began < 3 * A_TAP_S:
            pass
    assert 3 <= visit.weight < 6
    with weighed():
        pass
    assert visit.weight == 1


def test_load_is_the_part_of_a_processor_that_was_used() -> None:
    at, used = 0.0, 0.0
    load = Load(clock=lambda: at, used=lambda: used)
    at, used = 1.0, 0.9
    assert load.is_high()
    at, used = 2.0, 1.0
    assert not load.is_high()


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        (("8.8.8.8", 1), "8.8.8.8"),
        (("2a00:1450:4001:82a::200e", 1), "2a00:1450:4001:82a::/64"),
        (("127.0.0.1", 1), ""),
        (("172.18.0.2", 1), ""),
        (("a name", 1), ""),
        (None, ""),
    ],
)
def test_a_household_is_told_by_its_public_address(client: object, expected: str) -> None:
    assert household({"type": "websocket", "client": client}) == expected


async def _visits(count: int) -> tuple[int, list[Message]]:
    """How many visits from one address get through while all stay, and what the others are told."""
    inside, told, leave = 0, list[Message](), asyncio.Event()

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        nonlocal inside
        inside += 1
        await leave.wait()

    async def send(message: Message) -> None:
        told.append(message)

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    guarded, scope = Pace(app), {"type": "websocket", "path": SOCKET, "client": ("8.8.8.8", 1), "headers": []}
    async with asyncio.TaskGroup() as tasks:
        for _ in range(count):
            tasks.create_task(guarded(scope, receive, send))
        await asyncio.sleep(0.05)
        leave.set()
    return inside, told


def test_one_address_opens_only_so_many_visits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Load, "is_high", lambda _self: False)
    most = whole("limits.visits_an_address")
    inside, told = asyncio.run(_visits(most + 3))
    assert inside == most
    assert told == [{"type": "websocket.close", "code": pace.TRY_AGAIN_LATER}] * 3


async def _messages(sent: Sequence[bytes]) -> list[bytes]:
    """What Streamlit gets of these messages of one visit."""
    left, came = iter(sent), list[bytes]()

    async def receive() -> Message:
        data = next(left, None)
        return {"type": "websocket.disconnect"} if data is None else {"type": "websocket.receive", "bytes": data}

    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            came.append(message["bytes"])

    async def send(_message: Message) -> None:
        pass

    await Pace(app)({"type": "websocket", "path": SOCKET, "client": None, "headers": []}, receive, send)
    return came


def test_a_message_of_many_values_is_never_read() -> None:
    kept = b"x" * SMALL + b"[" * 1000
    came = asyncio.run(_messages([b"tap", kept, b"[{}," * SMALL]))
    assert came[:2] == [b"tap", kept]
    assert len(came[2]) > get_max_widget_state_size_bytes()


def test_who_taps_without_end_waits_while_there_is_much_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = list[float]()

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    monkeypatch.setattr(pace, "asyncio", SimpleNamespace(sleep=sleep))
    monkeypatch.setattr(Load, "is_high", lambda _self: False)
    asyncio.run(_messages([b"tap"] * 100))
    assert waits == []
    monkeypatch.setattr(Load, "is_high", lambda _self: True)
    asyncio.run(_messages([b"tap"] * 100))
    free = number("limits.taps_at_first") + number("limits.shared_saved") - number("limits.visit_costs")
    assert sum(wait == 0 for wait in waits) <= free + 1
    assert waits[-1] > (100 - free - 2) / number("limits.shared_a_second") - 0.5


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> MemoryUploadedFileManager:
    manager = MemoryUploadedFileManager("")
    monkeypatch.setattr(pace, "manager", lambda: manager)
    monkeypatch.setattr(Load, "is_high", lambda _self: False)
    return manager


def hold(files: MemoryUploadedFileManager, session: str, name: str, size: int) -> None:
    files.add_file(session, UploadedFileRec(name, name, "", bytes(size)))


def put(guarded: Pace, session: str, size: int) -> int:
    """The status that a file of this size gets."""

    async def receive() -> Message:
        return {"type": "http.request", "body": bytes(size), "more_body": False}

    async def send(message: Message) -> None:
        answers.append(message)

    answers: list[Any] = []
    scope = {"type": "http", "method": "PUT", "path": f"{FILES}{session}/new", "headers": []}
    asyncio.run(guarded(scope, receive, send))
    return int(answers[0]["status"])


@pytest.fixture
def guarded() -> Pace:
    """A door before something that takes every file; what a route raises becomes an answer, as in Starlette."""

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        await Response(status_code=204)(scope, receive, send)

    return Pace(ExceptionMiddleware(app))


def test_files_find_only_so_much_room(files: MemoryUploadedFileManager, guarded: Pace) -> None:
    assert put(guarded, "a", 50 * MB) == 204
    assert put(guarded, "a", 56 * MB) == 413
    hold(files, "a", "one", 50 * MB)
    # The next file of a visit takes the place of its last one.
    assert put(guarded, "a", 26 * MB) == 204
    assert files.file_storage["a"] == {}
    hold(files, "a", "one", 50 * MB)
    assert put(guarded, "b", 26 * MB) == 204
    hold(files, "b", "two", 26 * MB)
    assert put(guarded, "c", 26 * MB) == 413
    assert put(guarded, "c", MB) == 204


def test_files_that_lay_for_long_make_room(
    files: MemoryUploadedFileManager, guarded: Pace, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold(files, "a", "one", 50 * MB)
    hold(files, "b", "two", 29 * MB)
    assert put(guarded, "c", 26 * MB) == 413
    monkeypatch.setattr(pace, "KEPT_S", -1.0)
    assert put(guarded, "c", 26 * MB) == 204
    assert set(map(len, files.file_storage.values())) == {0}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program that leaves records in browsers."""
    program = Server(ROOT / "app.py", tmp_path_factory.mktemp("door") / "server.log", {"BACKWISE_STORE": "browser"})
    program.start()
    yield program
    program.stop()


async def _attacked(address: str) -> list[str]:
    """What the page says to browsers with hostile copies, all at once."""

    async def visit(held: object) -> str:
        async with visiting(address, "method", components={COMPONENT: opener(held)}) as one:
            await one.open()
            assert not one.said("exception")
            return " ".join(alert.body for alert in one.said("alert"))

    kinds = (bomb(), crowd(), abyss(), ["no", "copy"])
    return list(await asyncio.gather(*map(visit, kinds)))


def test_hostile_browsers_cost_no_memory(server: Server) -> None:
    before = server.memory_mb
    told = asyncio.run(_attacked(server.address))
    assert sum("far larger than the record" in one for one in told) == 3
    assert sum("cannot be read" in one for one in told) == 1
    with pytest.raises(VisitBroken):
        asyncio.run(many_values(server.address, 0.0))
    # The first visits load what pages need.
    assert server.memory_mb - before < 100
    assert server.complaints == []
