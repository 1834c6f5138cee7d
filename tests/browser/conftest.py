"""The real program in a real browser: one server a session, windows of desk and phone, light and dark."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

ROOT = Path(__file__).resolve().parents[2]

# What Streamlit itself draws and no page can mend: rule of axe-core, and a piece of the element's HTML.
STREAMLIT_OWN = {
    "empty-table-header": "columnheader",
    "presentation-role-conflict": "stFileUploader",
    "svg-img-alt": "graphics-symbol",
    "target-size": "button",
}

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

# A loaded machine takes its time; waiting longer costs nothing where all is well.
expect.set_options(timeout=30_000)


@dataclass(frozen=True)
class Screen:
    """Window size in CSS pixels and the colour scheme the visitor prefers."""

    width: int = 1280
    height: int = 900
    scheme: str = "light"

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}"


DESK, DESK_DARK = Screen(), Screen(scheme="dark")
PHONE, PHONE_DARK = Screen(360, 780), Screen(360, 780, "dark")
SCREENS = (DESK, PHONE, DESK_DARK, PHONE_DARK)

# A colour that is still fading in has a contrast of its own; a spinner never ends and is not waited for.
COLOURS_AT_REST = """() => document.getAnimations().every(
    (one) => one.playState !== 'running' || one.effect.getTiming().iterations === Infinity)"""

# Boxes that slide open move what is in them for half a second, also where motion is to be reduced: on a loaded
# machine a tap then lands beside its target. Here they are open at once.
AT_ONCE = """
const animate = Element.prototype.animate;
Element.prototype.animate = function (frames, options) {
    const moving = animate.call(this, frames, options);
    if (moving.effect.getTiming().iterations !== Infinity) moving.finish();
    return moving;
};
"""

Visit = Callable[..., Page]
Watch = Callable[[Page], object]


class Address(str):
    """Where a program listens, and the process behind it."""

    process: subprocess.Popen[str]


@contextmanager
def running_app(
    store: str, script: str = "app.py", port: int = 0, options: Sequence[str] = (), **settings: str
) -> Iterator[Address]:
    """Start the program as a newcomer would, yield its address, stop it.

    Port 0 lets the system pick a free one; the socket listens before the address is printed,
    so the health request simply waits for the answer.
    """
    streamlit = Path(sys.executable).with_name("streamlit")
    where = ("--server.address", "127.0.0.1", "--server.port", str(port))
    process = subprocess.Popen(
        [streamlit, "run", script, "--server.headless", "true", *where, *options],
        cwd=ROOT,
        env={**os.environ, "BACKWISE_STORE": store, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said: list[str] = []
    try:
        for line in process.stdout:
            said.append(line)
            if found := re.search(r"http://[\d.]+:\d+", line):
                break
        else:
            pytest.fail("the program stopped before it served anything:\n" + "".join(said))
        Thread(target=said.extend, args=(process.stdout,), daemon=True).start()
        try:
            urlopen(f"{found[0]}/_stcore/health", timeout=60).close()
        except OSError as error:
            pytest.fail(f"no sign of life ({error}):\n" + "".join(said))
        address = Address(found[0])
        address.process = process
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of one program that the tests of this worker share, with a journal of its own."""
    store = tmp_path_factory.mktemp("store") / "backwise.sqlite"
    with running_app(f"sqlite:///{store}") as url:
        yield url


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """Debian's Chromium where it is installed, Playwright's own elsewhere."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": FLAGS}


@pytest.fixture(scope="session")
def browser(browser: Browser) -> Browser:
    """Playwright's browser; nothing slides in its windows."""
    plain = browser.new_context

    def new_context(**options: Any) -> BrowserContext:
        context = plain(**options)
        context.add_init_script(AT_ONCE)
        return context

    browser.new_context = new_context  # type: ignore[method-assign]
    return browser


@pytest.fixture
def visit(browser: Browser, app_url: str) -> Iterator[Visit]:
    """Open a page, `visit("/plan", screen=PHONE)`; `base` is another program, `watch` gets the blank page."""
    contexts = []

    def open_page(path: str = "/", screen: Screen = DESK, base: str = app_url, watch: Watch | None = None) -> Page:
        context = browser.new_context(
            viewport={"width": screen.width, "height": screen.height},
            color_scheme=screen.scheme,
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        if watch:
            watch(page)
        page.goto(base + path)
        settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()


def _free_ports() -> Iterator[int]:
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        yield port


@pytest.fixture
def free_ports() -> Iterator[int]:
    """Ports that were free a moment ago, for addresses that must be known before the server starts."""
    return _free_ports()


def settled(page: Page) -> Page:
    """Wait until the script run has ended, its heading is shown, and the browser has the code of every element.

    An element whose code is still on its way is a skeleton: who counts buttons then finds none.
    """
    page.get_by_role("heading", level=1).first.wait_for()
    page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    return page


@pytest.fixture
def desk(visit: Visit) -> Page:
    """The first page in a window of 1280 by 900."""
    return visit("/")


@pytest.fixture
def phone(visit: Visit) -> Page:
    """The first page on a phone of 360 by 780."""
    return visit("/", screen=PHONE)


@pytest.fixture(params=SCREENS, ids=str)
def screen(request: pytest.FixtureRequest) -> Screen:
    """Desk and phone, light and dark, one after the other."""
    return request.param


@pytest.fixture(scope="session")
def accessibility_problems() -> Callable[[Page], list[str]]:
    """Everything axe-core finds on a page, except what Streamlit itself draws."""
    axe = Axe()

    def find(page: Page) -> list[str]:
        page.wait_for_load_state("networkidle")
        page.wait_for_function(COLOURS_AT_REST)
        return [
            f"{violation['id']}: {node['html'][:200]}"
            for violation in axe.run(page).response["violations"]
            for node in violation["nodes"]
            if STREAMLIT_OWN.get(violation["id"], "\0") not in node["html"]
        ]

    return find
