"""Hosts, ports and origins that the launcher lets in, without a running program."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
import streamlit as st
from starlette.types import Receive, Scope, Send

from app import MIDDLEWARE
from pages.parts.door import Door, refusal

ROOT = Path(__file__).resolve().parents[2]
AT_HOME = ("127.0.0.1", 8501)


def scope(host: str | None, server: tuple[str, int] | None = AT_HOME, scheme: str = "http", **headers: str) -> Scope:
    """A request as the server passes it on."""
    given = {**({} if host is None else {"host": host}), **headers}
    pairs = [(name.encode(), value.encode("latin-1")) for name, value in given.items()]
    return {"type": "http", "method": "GET", "path": "/", "scheme": scheme, "server": server, "headers": pairs}


@pytest.fixture
def allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hosts that `make run` names."""
    monkeypatch.setitem(
        st.config.get_config_options(), "server.allowedHosts", option(["localhost", "127.0.0.1", "::1"])
    )


def option(value: list[str]) -> st.config.ConfigOption:
    """The setting with this value."""
    kept = st.config.ConfigOption("server.allowedHosts", default_val=[], multiple=True)
    kept.set_value(value, "a test")
    return kept


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    "host", ["localhost:8501", "127.0.0.1:8501", "[::1]:8501", "LocalHost:8501", "localhost.:8501"]
)
def test_the_addresses_of_home_are_served(host: str) -> None:
    assert refusal(scope(host)) is None
    assert refusal(scope(host, origin=f"http://{host}")) is None


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    "host",
    [
        None, "", ":8501", "localhost:", "localhost:port", "localhost:85011234", "ann@localhost:8501",
        "a:b@localhost:8501", "localhost:8501/", "localhost:8501?", "localhost:8501#", "localhost, evil.example",
        "local host:8501", "http://localhost:8501", "[::1:8501", "::1:8501", "löcalhost:8501",
    ],
)  # fmt: skip
def test_what_is_no_host_is_not_read(host: str | None) -> None:
    assert refusal(scope(host)) == 400


@pytest.mark.usefixtures("allowed")
def test_two_hosts_are_no_host() -> None:
    twice = scope("localhost:8501")
    twice["headers"] = [*twice["headers"], (b"host", b"evil.example")]
    assert refusal(twice) == 400


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    "host",
    [
        "evil.example", "evil.example:8501", "localhost.evil.example:8501", "xlocalhost:8501", "127.0.0.2:8501",
        "0.0.0.0:8501", "localhost", "localhost:80", "localhost:8502", "127.0.0.1", "[::1]:1", "2130706433:8501",
        "127.1:8501",
    ],
)  # fmt: skip
def test_foreign_hosts_and_ports_are_sent_away(host: str) -> None:
    assert refusal(scope(host)) == 421


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    "origin",
    [
        "null",
        "",
        "http://localhost",
        "http://localhost:3000",
        "http://127.0.0.1:8501",
        "http://evil.example:8501",
        "file://",
    ],
)
def test_other_origins_are_forbidden(origin: str) -> None:
    assert refusal(scope("localhost:8501", origin=origin)) == 403


@pytest.mark.usefixtures("allowed")
@pytest.mark.parametrize(
    ("host", "server"),
    [
        ("localhost:9000", ("172.17.0.2", 8501)),  # docker run --publish 9000:8501
        ("localhost", ("172.17.0.2", 8501)),
        ("localhost:8765", ("127.0.0.1", 8765)),  # another port, chosen or found free
        ("localhost:8765", ("::ffff:127.0.0.1", 8765)),
        ("localhost", ("127.0.0.1", 80)),
        ("localhost:9000", None),  # a socket without an address
    ],
)
def test_a_port_that_is_another_by_right_is_served(host: str, server: tuple[str, int] | None) -> None:
    assert refusal(scope(host, server)) is None


@pytest.mark.usefixtures("allowed")
def test_an_encrypted_request_without_a_port_means_443() -> None:
    assert refusal(scope("localhost", ("127.0.0.1", 443), "https")) is None
    assert refusal(scope("localhost", ("127.0.0.1", 80), "https")) == 421


def test_a_name_of_the_house_comes_through_a_proxy_on_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(st.config.get_config_options(), "server.allowedHosts", option(["*.clinic.example"]))
    assert refusal(scope("backwise.clinic.example")) is None
    assert refusal(scope("localhost:8501")) == 421


async def served(door_scope: Scope) -> bool:
    """Whether the application behind the door is asked."""
    asked: list[str] = []

    async def app(_scope: Scope, _receive: Receive, _send: Send) -> None:
        asked.append("app")

    async def nothing(*_message: object) -> None:
        return None

    await Door(app)(door_scope, nothing, nothing)  # type: ignore[arg-type]
    return bool(asked)


@pytest.mark.anyio
async def test_where_no_host_is_named_everyone_comes_in() -> None:
    assert not st.get_option("server.allowedHosts")
    for host in ("evil.example", "anything:1", None):
        assert await served(scope(host, origin="http://localhost:3000"))


@pytest.mark.anyio
@pytest.mark.usefixtures("allowed")
async def test_the_way_of_the_server_itself_is_free() -> None:
    assert await served({"type": "lifespan"})
    assert not await served(scope("evil.example"))


def test_the_door_stands_before_everything_else() -> None:
    assert MIDDLEWARE[0].cls is Door


def test_a_host_in_the_cloud_is_not_locked_out() -> None:
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert "allowedHosts" not in settings["server"]
