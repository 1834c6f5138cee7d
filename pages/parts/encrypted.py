"""What is said only to browsers that came encrypted: to come no other way, and to send cookies no other way.

Encryption may end here, in a clinic's proxy or in the cloud: so this is said here, once, and not by the proxy.
Streamlit marks cookies only where it holds the certificate itself, those of a sign-in never, and has no setting for it.
"""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.parts.door import HOST, is_this_computer

STRICT = (b"strict-transport-security", b"max-age=31536000")


class Encrypted:
    """ASGI middleware for the answers to encrypted requests; all others stay as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; WebSocket traffic goes through unchanged."""

        async def send_marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [
                    (name, secure(value) if name == b"set-cookie" else value) for name, value in message["headers"]
                ]
                # A browser would hold every other program of the same computer to it.
                message = {**message, "headers": headers if _asks_this_computer(scope) else [*headers, STRICT]}
            await send(message)

        is_encrypted = scope["type"] == "http" and came_encrypted(scope)
        await self.app(scope, receive, send_marked if is_encrypted else send)


def came_encrypted(scope: Scope) -> bool:
    """Whether the visitor's browser encrypted the request, also where a proxy took that off.

    Whoever says so without a proxy deceives only the own browser.
    """
    said = Headers(scope=scope).get("x-forwarded-proto", "").partition(",")[0].strip().lower()
    return scope["scheme"] == "https" or said == "https"


def secure(cookie: bytes) -> bytes:
    """The same Set-Cookie, to be sent back encrypted only; who may read it and from where stays as it was."""
    attributes = (part.strip().lower() for part in cookie.split(b";")[1:])
    return cookie if b"secure" in attributes else cookie + b"; Secure"


def _asks_this_computer(scope: Scope) -> bool:
    host = HOST.fullmatch(Headers(scope=scope).get("host", ""))
    return host is not None and is_this_computer(host["name"])
