"""Who may speak, where the program is meant for few addresses: `server.allowedHosts` names them, as `make run` does.

A page of somebody else's whose name is made to lead to 127.0.0.1 reaches the program like its own pages do, but still
asks under that name. Streamlit looks at the name on its socket alone, and lets pages of every local port use that.
"""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address

import streamlit as st
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.websockets import WebSocketClose
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from core.knowledge.texts import say
from pages.parts.failure_lines import What, tell

HOST = re.compile(r"(?P<name>[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::(?P<port>\d{1,5}))?", re.IGNORECASE)
UNREADABLE, FORBIDDEN, MISDIRECTED = 400, 403, 421
POLICY_VIOLATION = 1008


class Door:
    """ASGI middleware that refuses what does not ask for the program by its own address, before anything answers."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may come in; all may where no host is named."""
        status = refusal(scope) if scope["type"] in ("http", "websocket") and is_guarded() else None
        if status is None:
            await self.app(scope, receive, send)
            return
        tell(What.REFUSED_REQUEST)
        refuse = (
            WebSocketClose(POLICY_VIOLATION)
            if scope["type"] == "websocket"
            else PlainTextResponse(say("door.refused"), status)
        )
        await refuse(scope, receive, send)


def is_guarded() -> bool:
    """Whether somebody said under which names the program may be asked."""
    return bool(st.get_option("server.allowedHosts"))


def refusal(scope: Scope) -> int | None:
    """The status to refuse a request with, None for one that may come in."""
    headers = Headers(scope=scope)
    hosts = headers.getlist("host")
    asked = HOST.fullmatch(hosts[0]) if len(hosts) == 1 else None
    if asked is None:
        return UNREADABLE
    port = int(asked["port"] or (443 if scope["scheme"] in ("https", "wss") else 80))
    if not is_host_allowed(hosts[0]) or not _is_port_listened_on(scope, asked["name"], port):
        return MISDIRECTED
    origins = (origin.rpartition("://")[2].lower() for origin in headers.getlist("origin"))
    return None if all(origin == hosts[0].lower() for origin in origins) else FORBIDDEN


def _is_port_listened_on(scope: Scope, name: str, port: int) -> bool:
    """False where this computer asks itself under another port than the one that took the request.

    Behind a proxy or a container's mapping of ports the visitor's port is another by right; there the request comes in
    from outside, or names what the proxy is called.
    """
    address, listening = scope.get("server") or ("", None)
    return port == listening or not (is_this_computer(address) and is_this_computer(name))


def is_this_computer(name: str) -> bool:
    """True for names and addresses of which each computer has its own."""
    name = name.strip("[]").lower().rstrip(".")
    try:
        address = ip_address(name)
    except ValueError:
        return name == "localhost" or name.endswith(".localhost")
    # What came in on a socket for both kinds of addresses.
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback
