"""Hostile visitors of `attack`, in a process of their own.

python -m tests.sweep.attackers <attack> <address> <seconds> <file of ten years, or cookies>

Each attack does what one stranger could do with a script, over as many sockets as it takes.
"""

from __future__ import annotations

import asyncio
import base64
import json
import socket
import sys
import time
import tomllib
import zlib
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from typing import Any
from urllib.parse import SplitResult, urlsplit

from websockets.exceptions import ConnectionClosed

from tests.bench.client import Component, Visit, VisitBroken, visiting
from tests.bench.serving import ROOT
from tests.bench.soak_keeper import COMPONENT, Keeper

SOCKETS = 10
HALVES = 60
RESTS_S = 0.05
MB = 1_000_000

Attack = Callable[[str, float], Awaitable[None]]


def packed(plain: bytes) -> str:
    """A piece as a browser keeps it."""
    return base64.b64encode(zlib.compress(plain, 9)).decode()


def held(*plain: bytes) -> dict[str, Any]:
    """A whole copy of these pieces."""
    manifest = {"format": 1, "schema": "0005", "revision": "attack-1", "chosen": ""}
    return {"manifest": manifest, "pieces": {f"piece-{at}": packed(piece) for at, piece in enumerate(plain)}}


def bomb(megabytes: int = 100) -> dict[str, Any]:
    """A kilobyte for each of a megabyte: one row whose name never ends."""
    return held(b'{"person":[{"id":"' + b" " * megabytes * MB + b'"}]}')


def crowd(values: int = 3_000_000) -> dict[str, Any]:
    """Millions of rows with nothing in them."""
    return held(b'{"person":[' + b",".join([b"{}"] * values) + b"]}")


def abyss(depth: int = 1_000_000) -> dict[str, Any]:
    """Lists in lists without end."""
    return held(b'{"person":' + b"[" * depth)


def opener(held_there: object) -> Component:
    """A browser that says that it keeps this."""

    def answer(data: dict[str, Any]) -> list[tuple[str, object]]:
        if not data["open"]:
            return []
        return [("opened", {"id": data["open"], "place": "indexeddb", "held": held_there, "went_on_from": ""})]

    return answer


def opening(held_there: object) -> Attack:
    """Visits that open with this copy, one after the other."""

    async def once(address: str, _until: float) -> None:
        async with visiting(address, "method", components={COMPONENT: opener(held_there)}) as visit:
            await visit.open()

    return once


async def many_values(address: str, _until: float) -> None:
    """The message itself is of many values; it is read before the program sees any of it."""
    await opening([{}] * 700_000)(address, 0.0)


async def uploads(address: str, until: float) -> None:
    """Files as large as are taken, over and over, each of another name: lists in lists, millions of them."""
    data = b'{"format":"backwise-record","version":1,"people":[' + b"[]," * (45 * MB // 3) + b"[]]}"
    async with visiting(address, "my_data", components={COMPONENT: Keeper().answer}) as visit:
        await visit.open()
        while time.monotonic() < until:
            key = next((name for name in visit.widgets if name.startswith("data.file.")), "")
            if not key:
                await visit.go("my_data")
                continue
            if isinstance(await visit.upload(key, "record.json", data), int):
                await asyncio.sleep(RESTS_S)


async def honest_uploads(address: str, until: float) -> None:
    """Files that are what they say, ten years each, read and compared over and over."""
    with open(sys.argv[4], "rb") as file:
        data = file.read()
    async with visiting(address, "my_data", components={COMPONENT: Keeper().answer}) as visit:
        await visit.open()
        while time.monotonic() < until:
            key = next(name for name in visit.widgets if name.startswith("data.file."))
            if isinstance(await visit.upload(key, "record.json", data), int):
                await asyncio.sleep(RESTS_S)


async def writes(address: str, until: float) -> None:
    """People without end, as fast as the program takes them."""
    async with visiting(address, "people", components={COMPONENT: Keeper().answer}) as visit:
        await visit.open()
        at = 0
        while time.monotonic() < until:
            at += 1
            if "people.add.name" not in visit.widgets:
                await visit.go("people")
            await visit.set("people.add.name", f"Somebody {at}")
            await visit.click("people.add.go")


async def taps(address: str, until: float) -> None:
    """Runs of a page asked for without waiting for any."""
    async with visiting(address, "progress", components={COMPONENT: Keeper().answer}) as visit:
        await visit.open()
        asked = visit._rerun().SerializeToString()
        reading = asyncio.create_task(_read_on(visit))
        while time.monotonic() < until:
            await visit.socket.send(asked)
            await asyncio.sleep(0.005)
        reading.cancel()


async def _read_on(visit: Visit) -> None:
    with suppress(ConnectionClosed):
        while True:
            await visit.socket.recv()


async def sessions(address: str, _until: float) -> None:
    """New visits without end."""
    async with visiting(address, "", components={COMPONENT: Keeper().answer}) as visit:
        await visit.open()


async def half_open(address: str, until: float) -> None:
    """Messages and files of which the end never comes."""
    place = urlsplit(address)
    most = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["server"]
    frame = min(most.get("maxMessageSize", 200), 8) * MB - 1
    async with (
        visiting(address, "my_data", components={COMPONENT: Keeper().answer}) as visit,
        AsyncExitStack() as lines,
    ):
        await visit.open()
        token = f"Cookie: _streamlit_xsrf={visit.token}\r\nX-Xsrftoken: {visit.token}\r\n"
        for number in range(HALVES):
            await _half(
                lines,
                place,
                f"PUT /_stcore/upload_file/{visit.session}/half-{number} HTTP/1.1\r\nHost: x\r\n{token}"
                "Content-Type: multipart/form-data; boundary=x\r\n"
                f"Content-Length: {45 * MB}\r\n\r\n"
                '--x\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n',
                bytes(40 * MB if number < 8 else MB // 2),
            )
            await _half(
                lines,
                place,
                "GET /_stcore/stream HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
                b"\x82\xff" + frame.to_bytes(8, "big") + bytes(4 + frame - 100),
            )
        await asyncio.sleep(max(0.0, until - time.monotonic()))


async def _half(lines: AsyncExitStack, place: SplitResult, head: str, body: bytes) -> None:
    """A line on which this was said and nothing follows."""
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    lines.callback(writer.close)
    with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
        async with asyncio.timeout(1):
            writer.write(head.encode())
            if "Upgrade" in head:
                await reader.readuntil(b"\r\n\r\n")
            writer.write(body)
            await writer.drain()


async def guesses(address: str, until: float) -> None:
    """Codes of invitations, one after the other; `sys.argv[4]` is the cookie of whoever signed in."""
    async with visiting(address, "people", cookies=json.loads(sys.argv[4])) as visit:
        await visit.open()
        at = 0
        while time.monotonic() < until:
            at += 1
            await visit.set("share.accepting", True) if "share.code" not in visit.widgets else None
            await visit.set("share.code", base64.b32encode(at.to_bytes(16, "big")).decode().rstrip("="))


ATTACKS: dict[str, Attack] = {
    "bombs": opening(bomb()),
    "crowds": opening(crowd()),
    "abysses": opening(abyss()),
    "many values": many_values,
    "uploads": uploads,
    "honest uploads": honest_uploads,
    "writes": writes,
    "taps": taps,
    "sessions": sessions,
    "half open": half_open,
    "guesses": guesses,
}


async def attack(name: str, address: str, seconds: float) -> int:
    """Everybody at once; how often a visit ended in a refusal."""
    until, refused = time.monotonic() + seconds, 0

    async def without_end() -> None:
        nonlocal refused
        while time.monotonic() < until:
            try:
                await ATTACKS[name](address, until)
            except (VisitBroken, ConnectionClosed, OSError, KeyError, StopIteration, TimeoutError):
                refused += 1
                await asyncio.sleep(RESTS_S)

    sockets = 1 if name == "half open" else SOCKETS
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds + 5):
            await asyncio.gather(*(without_end() for _ in range(sockets)))
    return refused


if __name__ == "__main__":
    socket.setdefaulttimeout(30)
    print(asyncio.run(attack(sys.argv[1], sys.argv[2], float(sys.argv[3]))))
