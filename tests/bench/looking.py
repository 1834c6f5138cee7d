"""A real browser that looks at a page: when it paints, when it is there, when it rests, and how long a tap takes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Locator, Page, sync_playwright

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
SCREEN = {"width": 1280, "height": 900}
WATCH = Path(__file__).with_name("watching.js").read_text(encoding="utf-8")
PATIENCE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Loaded:
    """A page that was opened with an empty cache; times in milliseconds after the request.

    Attributes:
        painted: first contentful paint.
        complete: the last element of Streamlit was put there.
        idle: from then on 600 ms without a change of the page, a long task, or a transfer.
        socket_kb: what came over the socket, in kilobytes (10^3 bytes).
        elements: elements of Streamlit.
        nodes: elements of HTML.
    """

    painted: float
    complete: float
    idle: float
    socket_kb: float
    elements: int
    nodes: int


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium where it is installed, Playwright's own elsewhere."""
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        yield chromium
        chromium.close()


@contextmanager
def visit(chromium: Browser, address: str) -> Iterator[tuple[Page, Loaded]]:
    """Open an address as a first-time visitor, and wait until the page rests."""
    context = chromium.new_context(viewport=SCREEN, reduced_motion="reduce")  # type: ignore[arg-type]
    page = context.new_page()
    page.add_init_script(WATCH)
    received = [0]
    session = context.new_cdp_session(page)
    session.on("Network.webSocketFrameReceived", lambda told: received.append(_size(told["response"])))
    session.send("Network.enable")
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.watched?.rests()", timeout=PATIENCE_MS)
    told: dict[str, Any] = page.evaluate("() => window.watched.told()")
    yield page, Loaded(socket_kb=sum(received) / 1000, **told)
    context.close()


def tapped(page: Page, target: Locator, shows: str) -> float:
    """Tap, and wait until what it asks for is there: milliseconds from the tap to the change of the page.

    `shows` is an expression of JavaScript that is true once the result is there, and not before.
    """
    page.evaluate("(shows) => window.watched.waitFor(shows)", shows)
    target.click(timeout=PATIENCE_MS)
    page.wait_for_function("() => window.watched.took !== null", timeout=PATIENCE_MS)
    return float(page.evaluate("() => window.watched.took"))


def rest(page: Page) -> None:
    """Wait until the page rests again."""
    page.wait_for_function("() => window.watched.rests()", timeout=PATIENCE_MS)


def _size(frame: dict[str, Any]) -> int:
    """Bytes of a frame; Chromium tells binary ones as base64."""
    data = str(frame["payloadData"])
    return len(data) * 3 // 4 - data.count("=", -2) if frame["opcode"] == 2 else len(data.encode())
