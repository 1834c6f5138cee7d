"""The door around Streamlit's sign-in: what an answer does to a cookie ends a sign-in, and an invitation waits."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable, Mapping

import pytest
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.types import Message, Receive, Scope, Send
from streamlit import auth_util
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from core.errors import SignInEnded
from core.store import Held, Store
from core.words import SignInEnd
from pages.parts import coming_and_going
from pages.parts.coming_and_going import ComingAndGoing
from pages.parts.identity import INVITED, sign_in_of
from tests.pages.conftest import ANN, CODE, DOC, Clock, Reception

SECRET = "the cookie secret of the tests"
Claims = dict[str, object]
Cookies = Mapping[str, str]


@pytest.fixture(autouse=True)
def _cookie_secret(reception: Reception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coming_and_going, "get_cookie_secret", lambda: SECRET)


def claims(account: str, **more: object) -> Claims:
    """What a provider says of somebody who has just signed in."""
    issuer, _, subject = account.partition(" ")
    return {"iss": issuer, "sub": subject, "iat": 1, "nonce": secrets.token_hex(8), **more}


def cookies(said: Claims, secret: str = SECRET) -> dict[str, str]:
    """The cookies that Streamlit makes of it, several where it is long."""
    made: dict[str, str] = {}

    def sign(name: str, value: str) -> bytes:
        return create_signed_value(secret, name, value)

    def keep(name: str, value: str) -> None:
        made[name] = sign(name, value).decode()

    auth_util.set_cookie_with_chunks(keep, sign, USER_COOKIE_NAME, said, cookie_attr_size=60)
    return made


def answered(path: str, given: Cookies, sets: Cookies, *, base: str = "", **headers: str) -> tuple[str, dict[str, str]]:
    """Where a request with these cookies is led, by an answer that sets these cookies; and what it sets in the end."""

    async def streamlit(scope: Scope, receive: Receive, send: Send) -> None:
        answer = RedirectResponse(f"{base}/")
        for name, value in sets.items():
            answer.set_cookie(name, value, path="/")
        await answer(scope, receive, send)

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    told = {
        "host": "clinic.example",
        "cookie": "; ".join(f"{name}={value}" for name, value in given.items()),
        **headers,
    }
    asked = {
        "type": "http",
        "method": "GET",
        "path": base + path,
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in told.items()],
    }
    asyncio.run(ComingAndGoing(streamlit, base)(asked, receive, send))
    found = Headers(raw=sent[0]["headers"])
    lines = dict(line.split("=", 1) for line in found.getlist("set-cookie"))
    return found["location"], lines


@pytest.fixture
def why(reception: Reception, clock: Clock) -> Callable[[Claims], str | None]:
    """Why a sign-in of Ann's does not hold, None where it does."""

    def found(said: Claims) -> str | None:
        own = reception.stores[ANN]
        held = Held(sign_in_of(said), lambda: clock.now, browser="Chrome on Android")
        try:
            Store(own._database.under(held), ANN, lambda: clock.now).stamp()
        except SignInEnded as error:
            return error.why
        return None

    return found


@pytest.mark.parametrize("length", [10, 6000], ids=["one cookie", "several cookies"])
def test_a_sign_in_ends_with_its_cookie(why: Callable[[Claims], str | None], length: int) -> None:
    first, second, third = (claims(ANN, picture=secrets.token_hex(length)) for _ in range(3))
    assert (len(cookies(first)) > 1) == (length > 10)
    assert why(first) is None
    answered("/oauth2callback", cookies(first), cookies(second))
    assert why(first) == SignInEnd.REPLACED
    answered("/oauth2callback", cookies(second), cookies(claims(DOC)))
    assert why(second) == SignInEnd.REPLACED
    answered("/auth/logout", cookies(third), {USER_COOKIE_NAME: ""})
    assert why(third) == SignInEnd.OUT


def test_nobody_is_signed_out_by_a_cookie_that_is_not_ours(why: Callable[[Claims], str | None]) -> None:
    said = claims(ANN)
    answered("/auth/logout", cookies(said, "another secret"), {USER_COOKIE_NAME: ""})
    answered("/auth/logout", {USER_COOKIE_NAME: json.dumps(said)}, {USER_COOKIE_NAME: ""})
    answered("/people", cookies(said), {})
    assert why(said) is None


def test_an_invitation_waits_out_a_sign_in_that_fails_first() -> None:
    page = f"https://clinic.example/people?invite={CODE.lower()}"
    _, sets = answered("/auth/login", {}, {}, referer=page)
    assert sets == {INVITED: f"{CODE}; Max-Age=1800; Path=/; HttpOnly; SameSite=Lax"}
    waiting = {INVITED: CODE}
    # What failed may take the cookie of whoever was signed in away.
    for failed in ({}, {USER_COOKIE_NAME: ""}):
        led, sets = answered("/oauth2callback", waiting, failed)
        assert (led, INVITED in sets) == ("/", False)
    _, sets = answered("/auth/login", waiting, {}, referer="https://clinic.example/")
    assert sets == {}
    led, sets = answered("/oauth2callback", waiting, cookies(claims(ANN)))
    assert led == f"/people?invite={CODE}"
    assert sets[INVITED].startswith("; Max-Age=0;")


def test_an_invitation_does_not_stay_after_the_sign_out() -> None:
    led, sets = answered("/auth/logout", {INVITED: CODE}, {USER_COOKIE_NAME: ""})
    assert led == "/"
    assert sets[INVITED].startswith("; Max-Age=0;")


def test_only_a_code_waits() -> None:
    for typed in ("ABC", CODE + "A", "https://stranger.example/", "%0d%0aSet-Cookie:x=y"):
        assert answered("/auth/login", {}, {}, referer=f"https://clinic.example/people?invite={typed}")[1] == {}
        assert answered("/oauth2callback", {INVITED: typed}, cookies(claims(ANN)))[0] == "/"


def test_the_door_stands_below_a_path_too() -> None:
    _, sets = answered("/auth/login", {}, {}, base="/back", referer=f"https://clinic.example/back/people?invite={CODE}")
    assert "; Path=/back;" in sets[INVITED]
    led, _ = answered("/oauth2callback", {INVITED: CODE}, cookies(claims(ANN)), base="/back")
    assert led == f"/back/people?invite={CODE}"


def test_without_a_server_nothing_is_touched(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKWISE_STORE", "browser")
    assert answered("/auth/login", {}, {}, referer=f"https://clinic.example/people?invite={CODE}") == ("/", {})
