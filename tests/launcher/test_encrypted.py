"""What an answer says of encryption, and to whom."""

from __future__ import annotations

import asyncio
import secrets
from http.cookies import SimpleCookie

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message
from streamlit.web.server.starlette.starlette_app import create_streamlit_middleware
from streamlit.web.server.starlette.starlette_auth_routes import _set_auth_cookie
from streamlit.web.server.starlette.starlette_routes import _ensure_xsrf_cookie

from app import MIDDLEWARE
from pages.parts.encrypted import secure


async def signed_in(request: Request) -> Response:
    """Every cookie that Streamlit sets, as it sets them; a large one comes in several pieces."""
    request.session["state"] = "x"
    response = Response("in")
    await _set_auth_cookie(response, {"name": secrets.token_hex(4000)}, {"id": "x"})
    _ensure_xsrf_cookie(request, response)
    return response


def answered(scheme: str, host: str, **headers: str) -> list[tuple[str, str]]:
    """Headers of the answer."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    given = [(name.replace("_", "-").encode(), value.encode()) for name, value in {"host": host, **headers}.items()]
    scope = {
        "type": "http", "method": "GET", "path": "/in", "raw_path": b"/in", "query_string": b"", "scheme": scheme,
        "server": ("10.0.0.2", 8501), "client": ("10.0.0.1", 1), "headers": given, "http_version": "1.1",
    }  # fmt: skip
    program = Starlette(routes=[Route("/in", signed_in)], middleware=[*MIDDLEWARE, *create_streamlit_middleware()])
    asyncio.run(program(scope, receive, send))
    return [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]


def cookies(headers: list[tuple[str, str]]) -> dict[str, tuple[bool, bool, str]]:
    """By name: whether it is only sent encrypted, whether scripts are kept from it, and SameSite."""
    read = SimpleCookie()
    for name, value in headers:
        if name == "set-cookie":
            read.load(value)
    return {name: (bool(one["secure"]), bool(one["httponly"]), one["samesite"].lower()) for name, one in read.items()}


@pytest.mark.parametrize(
    ("scheme", "headers"),
    [
        ("https", {}),
        ("http", {"x_forwarded_proto": "https"}),
        ("http", {"x_forwarded_proto": "HTTPS, http"}),
    ],
)
def test_who_came_encrypted_is_to_come_back_so(scheme: str, headers: dict[str, str]) -> None:
    told = answered(scheme, "backwise.example.org", **headers)
    assert [value for name, value in told if name == "strict-transport-security"] == ["max-age=31536000"]
    kept = cookies(told)
    assert {"_streamlit_user_1", "_streamlit_user_tokens", "_streamlit_xsrf", "_streamlit_session"} <= set(kept)
    assert all(is_secure for is_secure, _hidden, _site in kept.values())


@pytest.mark.parametrize("headers", [{}, {"x_forwarded_proto": "http"}, {"x_forwarded_proto": "http, https"}])
def test_who_came_in_the_open_can_still_come(headers: dict[str, str]) -> None:
    told = answered("http", "backwise.example.org", **headers)
    assert not [name for name, _value in told if name == "strict-transport-security"]
    assert not any(is_secure for is_secure, _hidden, _site in cookies(told).values())


def test_scripts_read_the_cookies_that_they_could_read_and_no_other() -> None:
    in_the_open = cookies(answered("http", "backwise.example.org"))
    encrypted = cookies(answered("https", "backwise.example.org"))
    assert {name: kept[1:] for name, kept in encrypted.items()} == {
        name: kept[1:] for name, kept in in_the_open.items()
    }
    assert {name for name, kept in encrypted.items() if not kept[1]} == {"_streamlit_xsrf"}


@pytest.mark.parametrize("host", ["localhost", "localhost:8443", "127.0.0.1", "[::1]:443", "backwise.localhost"])
def test_other_programs_of_this_computer_are_left_alone(host: str) -> None:
    assert not [name for name, _value in answered("https", host) if name == "strict-transport-security"]


def test_a_cookie_is_marked_once() -> None:
    assert secure(b"a=b; Path=/; secure; HttpOnly") == b"a=b; Path=/; secure; HttpOnly"
    assert secure(b"secure=b; Path=/") == b"secure=b; Path=/; Secure"
