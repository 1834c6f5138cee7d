"""Files of a visit are answered to its browser alone, while the visit lasts, and are kept by nobody on the way.

Streamlit answers whoever knows a file's address, and for minutes after the tab was closed.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from pathlib import PurePosixPath
from threading import Lock
from typing import NamedTuple

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime

from core.knowledge.texts import say

COOKIE = "backwise_browser"
FILES, SIGN_OUT = "/media/", "/auth/logout"


class Visit(NamedTuple):
    """Whose a file is: Streamlit's session, and the browser's own mark, which is empty where it takes no cookies."""

    session: str
    browser: str


_OWNERS: defaultdict[str, set[Visit]] = defaultdict(set)
_LOCK = Lock()


def keep_for(visit: Visit, address: str) -> None:
    """From now on the file at this address is answered to this visit only; to each of them, where several made it."""
    with _LOCK:
        _OWNERS[_name(address)].add(visit)


def let_go(session: str) -> None:
    """The connection of a visit is gone: so are its files. Whoever comes back has them made anew."""
    with _LOCK:
        for name in list(_OWNERS):
            _OWNERS[name] = {visit for visit in _OWNERS[name] if visit.session != session}
            if not _OWNERS[name]:
                del _OWNERS[name]
    if runtime.exists():
        files = runtime.get_instance().media_file_mgr
        files.clear_session_refs(session)
        files.remove_orphaned_files()


class OwnFiles:
    """ASGI middleware before Streamlit's files; it also gives each browser a mark, and takes it at the sign-out."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self._root = f"/{base.strip('/')}".rstrip("/")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may be answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        path = scope["path"].removeprefix(self._root)
        mark = browser_mark(Headers(scope=scope).get("cookie", ""))
        gone = PlainTextResponse(say("own_files.gone"), 404, {"Cache-Control": "no-store"})
        allowed = may_have(path, mark) if path.startswith(FILES) else True
        if allowed is False:
            await gone(scope, receive, send)
            return
        is_refused = False

        async def answer(message: Message) -> None:
            nonlocal is_refused
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                # Something to take along that is nobody's any more.
                is_lost = path.startswith(FILES) and message["status"] == 404
                is_refused = is_lost or (allowed is None and "content-disposition" in headers)
                if is_refused:
                    await gone(scope, receive, send)
                elif path.startswith(FILES):
                    headers["Cache-Control"] = "no-store"
                elif path == SIGN_OUT:
                    headers.append("set-cookie", self._cookie("", "; Max-Age=0"))
                elif not mark and headers.get("content-type", "").startswith("text/html"):
                    headers.append("set-cookie", self._cookie(secrets.token_hex(16)))
            if not is_refused:
                await send(message)

        await self.app(scope, receive, answer)

    def _cookie(self, mark: str, more: str = "") -> str:
        return f"{COOKIE}={mark}; Path={self._root or '/'}; HttpOnly; SameSite=Lax{more}"


def may_have(address: str, browser: str) -> bool | None:
    """Whether a browser with this mark may have the file: only one of a visit that made it, and which still lasts.

    None where no visit has it, as pictures on a page.
    """
    with _LOCK:
        visits = tuple(_OWNERS.get(_name(address), ()))
    if not visits:
        return None
    return any(
        visit.browser in ("", browser) and runtime.exists() and runtime.get_instance().is_active_session(visit.session)
        for visit in visits
    )


def browser_mark(cookies: str) -> str:
    """The mark among these cookies, empty where there is none."""
    # Python's own reader gives all of them up where one, of another program on the same host, is odd.
    return cookie_parser(cookies).get(COOKIE, "")


def _name(address: str) -> str:
    return PurePosixPath(address).stem
