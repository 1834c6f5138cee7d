"""Streamlit's scripts and styles, packed once and kept: it sends them as they are, and not everyone is near."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.file_util import get_static_dir

STATIC = Path(get_static_dir())
KINDS = {".js": "text/javascript", ".css": "text/css"}
LEVEL = 6
# Their names change with what is in them, so a browser need not ask again.
KEEP = {"Cache-Control": "public, immutable, max-age=31536000", "Vary": "Accept-Encoding", "Content-Encoding": "gzip"}
NAMED = re.compile(r"\./(static/(?:js|css)/[\w.-]+)")


class Packed:
    """ASGI middleware that answers for scripts and styles; everything else goes on."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        root = f"/{base.strip('/')}".rstrip("/")
        found = (one for one in (STATIC / "static").rglob("*") if one.suffix in KINDS)
        self.files = {f"{root}/{one.relative_to(STATIC).as_posix()}": one for one in found}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer where the address is one of the files, and the browser takes gzip."""
        file = self.files.get(scope["path"]) if scope["type"] == "http" and scope["method"] == "GET" else None
        if file is None or "gzip" not in Headers(scope=scope).get("accept-encoding", ""):
            await self.app(scope, receive, send)
            return
        body = await run_in_threadpool(packed, file)
        await Response(body, headers=KEEP, media_type=KINDS[file.suffix])(scope, receive, send)


@cache
def packed(file: Path) -> bytes:
    """What is in the file, packed."""
    return gzip.compress(file.read_bytes(), LEVEL, mtime=0)


def pack_named_in(documents: Iterable[str]) -> None:
    """Pack what these documents name, before anyone asks for it."""
    for name in dict.fromkeys(name for document in documents for name in NAMED.findall(document)):
        packed(STATIC / name)
