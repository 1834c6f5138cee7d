"""The door of a clinic, deploy/Caddyfile: whom it asks for a page, and what it says where nobody is ready."""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOTICED_WITHIN_S = 10
SHORTER = {'"interval":2000000000': '"interval":200000000', '"try_duration":5000000000': '"try_duration":300000000'}
"""How often the proxy asks for health, and how long it tries, in billionths of a second."""

pytestmark = pytest.mark.skipif(
    shutil.which("caddy") is None, reason="needs the proxy Caddy, which `make test` brings where apt can"
)


class Replica(ThreadingHTTPServer):
    """Says its own port to whoever asks; whether its database answers can be set."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.is_ready = True
        Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()


class Proxy(NamedTuple):
    """Ports of the clinic's door, in the open and encrypted with a certificate of its own, and what it says."""

    port: int
    encrypted_port: int
    log: Path


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Replica

    def do_GET(self) -> None:
        if self.headers.get("Upgrade"):
            self.send_response(101)
            self.send_header("Connection", "Upgrade")
            self.send_header("Upgrade", "websocket")
            self.end_headers()
            self.wfile.write(str(self.server.server_port).encode())
            self.close_connection = True
            return
        self.send_response(503 if self.path == "/readyz" and not self.server.is_ready else 200)
        body = f"{self.server.server_port} {self.headers.get('X-Forwarded-Proto')}".encode()
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def replicas() -> Iterator[list[Replica]]:
    """Two of them."""
    made = [Replica(), Replica()]
    yield made
    for replica in made:
        replica.shutdown()
        replica.server_close()


@pytest.fixture(autouse=True)
def all_are_ready(replicas: list[Replica]) -> None:
    """Before each test."""
    for replica in replicas:
        replica.is_ready = True


@pytest.fixture(scope="module")
def proxy(replicas: list[Replica], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    """The clinic's door before both."""
    home = tmp_path_factory.mktemp("caddy")
    ports = [free_port() for _ in range(2)]
    addresses = " ".join(f"127.0.0.1:{replica.server_port}" for replica in replicas)
    known = {"PATH": os.environ["PATH"], "HOME": str(home), "REPLICAS": addresses}
    servers = {}
    for port, scheme in zip(ports, ("http", "https"), strict=True):
        command = ["caddy", "adapt", "--config", str(ROOT / "deploy/Caddyfile"), "--adapter", "caddyfile"]
        told = subprocess.run(
            command, env={**known, "SITE": f"{scheme}://localhost:{port}"}, check=True, capture_output=True, text=True
        )
        assert all(long in told.stdout for long in SHORTER)
        for long, short in SHORTER.items():
            told.stdout = told.stdout.replace(long, short)
        adapted = json.loads(told.stdout)
        (servers[scheme],) = adapted["apps"]["http"]["servers"].values()
    servers["https"]["automatic_https"] = {"disable_redirects": True}
    # Its own authority is nobody's business: without this it would ask the system to trust it.
    authority = {"certificate_authorities": {"local": {"install_trust": False}}}
    issued = {"automation": {"policies": [{"issuers": [{"module": "internal"}]}]}}
    settings = {
        "admin": {"disabled": True},
        "logging": adapted.get("logging", {}),
        "apps": {"http": {"servers": servers}, "pki": authority, "tls": issued},
    }
    config = home / "caddy.json"
    config.write_text(json.dumps(settings))
    log = home / "caddy.log"
    with log.open("wb") as told_by_proxy:
        process = subprocess.Popen(
            ["caddy", "run", "--config", str(config)], env=known, stdout=told_by_proxy, stderr=subprocess.STDOUT
        )
    try:
        for port in ports:
            wait_for(lambda port=port: is_open(port))
        # It listens before its own authority has given it a certificate.
        wait_for(lambda: is_encrypted(ports[1]))
        yield Proxy(*ports, log)
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        return int(probe.getsockname()[1])


def is_open(port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("localhost", port)) == 0


def is_encrypted(port: int) -> bool:
    """Whether a certificate is there."""
    try:
        ask(port, encrypted=True)
    except ssl.SSLError:
        return False
    return True


def wait_for(happens: object) -> None:
    """Until it happens."""
    until = time.monotonic() + NOTICED_WITHIN_S
    while not happens():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.05)


def ask(port: int, path: str = "/", *, encrypted: bool = False, **headers: str) -> tuple[HTTPResponse, str]:
    """The answer and its text; of a socket that was opened, what it says first."""
    context = ssl._create_unverified_context()
    line = (
        HTTPSConnection("localhost", port, timeout=20, context=context)
        if encrypted
        else HTTPConnection("localhost", port, timeout=20)
    )
    line.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = line.getresponse()
    body = answer.fp.read1(100) if answer.status == 101 else answer.read()
    line.close()
    return answer, body.decode()


def served_by(port: int, **headers: str) -> str:
    """The replica that answers, "" for none."""
    answer, body = ask(port, **headers)
    return body.split()[0] if answer.status == 200 else ""


def test_a_visitor_goes_to_the_replica_whose_database_answers(proxy: Proxy, replicas: list[Replica]) -> None:
    port = proxy.port
    answer, body = ask(port)
    cookie = answer.headers["Set-Cookie"].partition(";")[0]
    first = body.split()[0]
    assert {served_by(port, Cookie=cookie) for _ in range(5)} == {first}

    lost = next(replica for replica in replicas if str(replica.server_port) == first)
    lost.is_ready = False
    wait_for(lambda: served_by(port, Cookie=cookie) not in ("", first))
    lost.is_ready = True
    wait_for(lambda: served_by(port, Cookie=cookie) == first)


def test_where_no_database_answers_the_program_says_so_itself(proxy: Proxy, replicas: list[Replica]) -> None:
    port = proxy.port
    for replica in replicas:
        replica.is_ready = False
    time.sleep(1)
    before = time.monotonic()
    cookie = ask(port, "/")[0].headers["Set-Cookie"].partition(";")[0]
    first = served_by(port, Cookie=cookie)
    assert first
    assert {served_by(port, Cookie=cookie) for _ in range(3)} == {first}
    answer, body = ask(port, "/_stcore/stream", Cookie=cookie, Upgrade="websocket", Connection="Upgrade")
    assert (answer.status, body) == (101, first)
    # Each page asks for dozens of addresses: none of them may wait long.
    assert time.monotonic() - before < 2.5


def test_numbers_and_health_are_nobodys_business_outside(proxy: Proxy) -> None:
    for path in ("/_stcore/metrics", "/readyz"):
        assert ask(proxy.port, path)[0].status == 404


def test_the_cookie_of_the_replica_is_sent_back_encrypted_only(proxy: Proxy) -> None:
    answer, body = ask(proxy.encrypted_port, encrypted=True)
    assert body.split()[1] == "https"
    (cookie,) = answer.headers.get_all("Set-Cookie")
    name, *attributes = cookie.split("; ")
    assert name.startswith("backwise_replica=")
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]
    # The program says this, where it is asked encrypted; twice would be once too often.
    assert answer.headers["Strict-Transport-Security"] is None
    (cookie,) = ask(proxy.port)[0].headers.get_all("Set-Cookie")
    assert "Secure" not in cookie


def test_what_goes_wrong_is_told_without_what_was_asked_for(proxy: Proxy, replicas: list[Replica]) -> None:
    for replica in replicas:
        replica.shutdown()
        replica.server_close()
    assert ask(proxy.port, "/?invite=SECRET-Ann", User_Agent="SECRET-Ann")[0].status in (502, 503)
    wait_for(lambda: '"level":"error"' in proxy.log.read_text(encoding="utf-8"))
    assert "SECRET-Ann" not in proxy.log.read_text(encoding="utf-8")
