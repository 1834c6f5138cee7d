"""The server's side of coming and going: a sign-in ends with its cookie, and an invitation waits out the sign-in.

Streamlit's own addresses sign in and out, and bring everybody back to the first page. This stands before them.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from core.errors import AnswerError, StoreError
from core.store.sharing import normal_code
from core.words import SignInEnd
from pages.parts.home import account, is_server_home
from pages.parts.identity import INVITE, INVITED, ISSUER, SUBJECT, owner_of, sign_in_of

WAITS_S = 30 * 60
"""How long an invitation waits for its sign-in: long enough to make an account first."""
SIGN_IN, SIGN_OUT = "/auth/login", "/auth/logout"
LOGGER = logging.getLogger(__name__)

Claims = dict[str, Any]


class ComingAndGoing:
    """ASGI middleware around Streamlit's sign-in; `base` is the path that the program is served at."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.root = f"/{base.strip('/')}".rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and see what the answer does to the cookie of whoever signed in."""

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._see(Request(scope), MutableHeaders(scope=message))
            await send(message)

        await self.app(scope, receive, answer if scope["type"] == "http" and is_server_home() else send)

    async def _see(self, request: Request, headers: MutableHeaders) -> None:
        given = _given(headers)
        path = request.url.path.removeprefix(self.root)
        if USER_COOKIE_NAME in given:
            new = _claims({name: value for name, value in given.items() if value})
            old = _claims(request.cookies)
            if old is not None:
                await run_in_threadpool(_end, old, SignInEnd.OUT if new is None else SignInEnd.REPLACED)
            code = _code(request.cookies.get(INVITED, ""))
            if code and (new is not None or path == SIGN_OUT):
                headers.append("set-cookie", self._cookie("", 0))
            if code and new is not None:
                headers["location"] = f"{self.root}/people?{INVITE}={code}"
        elif path == SIGN_IN:
            # Where the sign-in was asked for. Other sites are not told: see the launcher's Referrer-Policy.
            asked_on = urlsplit(request.headers.get("referer", ""))
            if code := _code(parse_qs(asked_on.query).get(INVITE, [""])[0]):
                headers.append("set-cookie", self._cookie(code, WAITS_S))

    def _cookie(self, code: str, lasts_s: int) -> str:
        return f"{INVITED}={code}; Max-Age={lasts_s}; Path={self.root or '/'}; HttpOnly; SameSite=Lax"


def _given(headers: MutableHeaders) -> dict[str, str]:
    """The cookies that an answer sets, or takes away with an empty value; what it sets counts more."""
    given: dict[str, str] = {}
    for line in headers.getlist("set-cookie"):
        for name, morsel in SimpleCookie(line).items():
            given[name] = morsel.value or given.get(name, "")
    return given


def _claims(cookies: Mapping[str, str]) -> Claims | None:
    """Who signed in according to these cookies, None where they do not say so or are not Streamlit's own."""
    secret = get_cookie_secret()

    def read(name: str) -> bytes | None:
        return decode_signed_value(secret, name, cookies.get(name, ""))

    told = json.loads(get_cookie_with_chunks(read, USER_COOKIE_NAME) or "{}")
    return told if ISSUER in told and SUBJECT in told else None


def _code(typed: str) -> str:
    """The invitation's code in its one form, empty where it is none."""
    try:
        return normal_code(typed) if typed else ""
    except AnswerError:
        return ""


def _end(claims: Claims, why: SignInEnd) -> None:
    try:
        account(owner_of(claims)).end_sign_in(sign_in_of(claims), why)
    except StoreError as error:
        LOGGER.warning("A sign-in could not be ended: %s", error)
