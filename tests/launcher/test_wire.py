"""A started program, attacked with bare requests: who is let in, and what its own lines tell of failures."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection

import pytest
from websockets.exceptions import ConnectionClosed

from tests.bench.client import visiting
from tests.bench.serving import ROOT, Server

NAME = "SECRET-Ann"
TYPED = re.compile(r"SECRET|Ann|stabbing|pain\b|no such column")
HOME = re.findall(r"^HOSTS := (.+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[0].split()
FOREIGN = (
    "evil.example:{port}",
    "localhost:1",
    "localhost",
    "ann@localhost:{port}",
    "127.0.0.1.evil.example:{port}",
    "",
)
ADDRESSES = ("/", "/plan", "/readyz", "/_stcore/health", "/_stcore/stream", "/static/none.js", "/media/0.csv")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program as `make run` starts it, with a record that is damaged and has a name in its address."""
    folder = tmp_path_factory.mktemp("wire")
    record = folder / f"{NAME}.sqlite"
    record.write_bytes(b"stabbing pain" * 1000)
    options = [part for host in HOME for part in ("--server.allowedHosts", host)]
    script = ROOT / "tests/launcher/failing_app.py"
    program = Server(script, folder / "server.log", {"BACKWISE_STORE": str(record)}, options).start()
    yield program
    program.stop()


def answer(server: Server, address: str, host: str | None, method: str = "GET", **headers: str) -> tuple[int, bytes]:
    """Status and body, the Host header exactly as given."""
    line = HTTPConnection("localhost", server.port, timeout=20)
    try:
        line.putrequest(method, address, skip_host=True)
        for name, value in (("Host", host), *headers.items()):
            if value is not None:
                line.putheader(name, value)
        line.endheaders()
        got = line.getresponse()
        return got.status, b"" if got.status == 101 else got.read()
    finally:
        line.close()


@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_host_is_told_nothing(server: Server, host: str) -> None:
    for address in ADDRESSES:
        status, body = answer(server, address, host.format(port=server.port))
        assert (address, status) == (address, 400 if host in ("", FOREIGN[3]) else 421)
        assert len(body) < 200
        assert b"<" not in body
    status, _body = answer(server, "/_stcore/upload_file/none/none", host.format(port=server.port), "PUT")
    assert status in (400, 421)


def test_the_right_host_is_served(server: Server) -> None:
    for host in ("localhost", "127.0.0.1", "LOCALHOST", "[::1]"):
        status, body = answer(server, "/", f"{host}:{server.port}")
        assert (status, b"<title>Backwise</title>" in body) == (200, True)
        assert answer(server, "/_stcore/health", f"{host}:{server.port}")[0] == 200


HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
}


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:3000", "localhost:{port}"),
        ("http://127.0.0.1:{port}", "localhost:{port}"),
        ("null", "localhost:{port}"),
        ("http://evil.example:{port}", "evil.example:{port}"),
        ("http://localhost:1", "localhost:1"),
    ],
)
def test_a_page_of_another_origin_hears_nothing(server: Server, origin: str, host: str) -> None:
    origin, host = origin.format(port=server.port), host.format(port=server.port)
    assert answer(server, "/_stcore/stream", host, **HANDSHAKE, Origin=origin)[0] == 403
    assert answer(server, "/_stcore/health", host, Origin=origin)[0] in (403, 421)
    assert answer(server, "/_stcore/upload_file/none/none", host, "PUT", Origin=origin)[0] in (403, 421)


def test_a_page_of_the_program_itself_is_heard(server: Server) -> None:
    host = f"localhost:{server.port}"
    assert answer(server, "/_stcore/stream", host, **HANDSHAKE, Origin=f"http://{host}")[0] == 101
    assert answer(server, "/_stcore/health", host, Origin=f"http://{host}")[0] == 200


async def _fail(address: str) -> None:
    """Let a page fail in each way, and send what is no message."""
    for way in ("script", "fragment", "thread", "store", "write", "warning"):
        async with visiting(address, "", f"fail={way}") as visit:
            await visit.open()
    async with visiting(address) as visit:
        await visit.open()
        await visit.click("fail")
    for message in (b"\xff" + NAME.encode(), NAME):
        async with visiting(address) as visit:
            await visit.socket.send(message)
            with pytest.raises(ConnectionClosed):
                await visit.socket.recv()


def test_each_failure_has_its_line_and_no_line_tells_what_people_typed(server: Server) -> None:
    before = len(server.log.read_text(encoding="utf-8").splitlines())
    asyncio.run(_fail(server.address))
    answer(server, f"/?name={NAME}", f"{NAME}:1")
    answer(server, "/readyz", f"localhost:{server.port}")
    told = server.log.read_text(encoding="utf-8").splitlines()
    assert not [line for line in told if TYPED.search(line)]

    lines = [json.loads(line) for line in told[before:]]
    kinds = Counter(
        (line["what"], line.get("error", "").rpartition(".")[2], line["at"].partition(":")[0]) for line in lines
    )
    assert kinds[("script_error", "DataError", "core.knowledge.texts")] == 3
    assert kinds[("thread_error", "DataError", "core.knowledge.texts")] == 1
    assert kinds[("store_failure", "StoreError", "core.store.failures")] == 1
    assert kinds[("store_failure", "StoreDamaged", "core.store.sqlite")] == 1
    assert kinds[("not_ready", "StoreDamaged", "core.store.sqlite")] >= 1
    assert {line["what"] for line in lines} == {
        "script_error", "thread_error", "store_failure", "message_refused", "refused_request", "not_ready", "other",
    }  # fmt: skip
    for line in lines:
        assert line.keys() <= {"time", "level", "what", "error", "cause", "at", "raised_at", "data"}
        assert datetime.fromisoformat(line["time"]).tzinfo == UTC
        assert re.fullmatch(r"[\w.<>]+:\d+", line["at"])
