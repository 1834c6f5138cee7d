"""The launcher: server composition only. What people see starts in pages/main.py.

Being an `st.App`, it leaves the page files to the router alone: a link straight to one page of a cold
process still passes through pages/main.py.
"""

from __future__ import annotations

import ctypes
import gc
import pkgutil
import runpy
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.scriptrunner import get_script_run_ctx

import core
from pages import parts
from pages.parts.coming_and_going import ComingAndGoing
from pages.parts.door import Door
from pages.parts.encrypted import Encrypted
from pages.parts.failure_lines import tell_failures_plainly
from pages.parts.own_files import OwnFiles
from pages.parts.pace import Pace
from pages.parts.packed import Packed, pack_named_in
from pages.parts.ready import ready_route
from pages.parts.shell import shell, shells

ROUTER = Path(__file__).resolve().parent / "pages" / "main.py"

# Streamlit's chart element hands the theme's colours to Plotly when imported: before any figure is made.
SLOW_TO_IMPORT = ("pandas", "plotly.graph_objects", "streamlit.elements.plotly_chart")

SLOW_TO_LOAD = (
    ("core.body.pose.library", "load_poses"),
    ("core.knowledge.conditions", "load_conditions"),
    ("core.knowledge.sources", "load_sources"),
    ("core.demo", "load_demo_people"),
    ("core.technique", "load_technique"),
)

SWITCHES_EVERY_S = 0.0005
"""Python lets a thread run for ten times as long before another one's turn: a tap, which hands over a dozen times,
would wait for the large work of somebody else at each."""

# glibc's numbers for what can be set, from its malloc.h.
M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8

# The one inline script of Streamlit's page shell; any other inline script stays out.
SHELL_SCRIPT = "'sha256-THxz9J9+wf7rhwR2YkXJoSZ13UCmYyC+3lNDv2+8ugA='"

# Plotly's WebGL traces compile functions, Streamlit styles inline, downloads and workers use blob addresses.
CONTENT_POLICY = {
    "default-src": "'self'",
    "script-src": f"'self' {SHELL_SCRIPT} 'unsafe-eval' blob:",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "media-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": "'self' data: blob:",
    "worker-src": "'self' blob:",
    "frame-src": "'self' data: blob:",
    "object-src": "'none'",
    "base-uri": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'self'",
}

SECURITY_HEADERS = {
    "Content-Security-Policy": "; ".join(f"{part} {sources}" for part, sources in CONTENT_POLICY.items()),
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
}


class SecurityHeaders:
    """ASGI middleware that adds `SECURITY_HEADERS` to each HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; WebSocket traffic goes through unchanged."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


async def first_page(_request: Request) -> RedirectResponse:
    """Streamlit serves the first page at the root alone and calls its own name unknown."""
    return RedirectResponse("./")


def give_memory_back() -> None:
    """Have glibc give back what runs leave behind. Other C libraries have nothing of the kind.

    Streamlit runs each tap in a new thread: of sixteen arenas each would keep the holes of all that ran there once, and
    a program that serves the same visitors all day would go on growing. What is large gets a mapping of its own, which
    goes with it; by itself, glibc keeps room for the next upload after the first one.
    """
    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(M_ARENA_MAX, 2)
        mallopt(M_MMAP_THRESHOLD, 128 * 1024)


@asynccontextmanager
async def warm(_app: st.App) -> AsyncIterator[None]:
    """Import what the first visitor would wait for and check the catalogue before anyone sees a page.

    Raises:
        DataError: a row of data/ is broken; the server does not start.
    """
    give_memory_back()
    sys.setswitchinterval(SWITCHES_EVERY_S)
    for name in SLOW_TO_IMPORT:
        import_module(name)
    for folder in (core, parts):
        for room in pkgutil.iter_modules(folder.__path__, f"{folder.__name__}."):
            import_module(room.name)
    import_module("core.catalog").load_catalog()
    # Streamlit collects garbage after each run; frozen modules make that 2 ms instead of 45.
    gc.freeze()
    # A broken row of data/ has ended the start by now, with its whole text. From here on, people type.
    tell_failures_plainly()
    Thread(target=prepare, name="prepare", daemon=True).start()
    yield


def prepare() -> None:
    """Read and pack what the first visitors would wait for and the server can answer without."""
    # First what a browser asks for before anything else.
    pack_named_in(map(shell, PAGES))
    for module, load in SLOW_TO_LOAD:
        getattr(import_module(module), load)()
    gc.freeze()


BASE = st.get_option("server.baseUrlPath") or ""
# The first page stands at the root alone.
PAGES = ("", *sorted({file.stem for file in ROUTER.parent.glob("*.py")} - {"__init__", "main", "today"}))
ROUTES = [ready_route(BASE), Route("/today", first_page), *shells(PAGES, BASE)]
MIDDLEWARE = [
    Middleware(Door),
    Middleware(Encrypted),
    Middleware(SecurityHeaders),
    Middleware(ComingAndGoing, base=BASE),
    Middleware(OwnFiles, base=BASE),
    Middleware(Pace, base=BASE),
    Middleware(Packed, base=BASE),
    Middleware(GZipMiddleware, minimum_size=1000, compresslevel=6),
]

if st.runtime.exists():
    tell_failures_plainly()
    # A host that runs this file as a page script instead of as a launcher still gets the whole app;
    # pages name each other beside the router, so the router is named as the script that runs.
    context = get_script_run_ctx()
    if context is not None:
        context.main_script_path = str(ROUTER)
    runpy.run_path(str(ROUTER))
else:
    app = st.App(
        ROUTER,
        lifespan=warm,
        routes=ROUTES,
        middleware=MIDDLEWARE,
    )
