"""A visitor of the soak in a real Chromium: walks all pages, types what nobody should type, and runs none of it."""

from __future__ import annotations

import asyncio
import random
import secrets
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import Browser, Dialog, Error, Page, Request, async_playwright

from tests.bench.soak_values import HOSTILE, hostile_name
from tests.bench.soak_visitors import PAGES, Ledger
from tests.browser.test_browser_home import UNTIL_WRITTEN, WRITTEN

PATIENCE_MS = 30_000
SHORT_MS = 3_000
HERE = frozenset({"localhost", "127.0.0.1"})
USABLE = (
    "[data-testid=stTab]",
    "[data-testid=stButtonGroup] button",
    "[data-testid=stCheckbox] label",
    "[data-testid=stExpander] summary",
    "[data-testid=stMain] [data-testid=stButton] button",
    "[data-testid=stTextInput] input",
    "[data-testid=stTextArea] textarea",
    "[data-testid=stNumberInput] input",
)
LEFT_ALONE = ("delete", "rename", "archive", "open", "i understand")
"""What a button or a box that says so would do to the others' ledgers."""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Debian's Chromium where it is installed, Playwright's own elsewhere."""
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Walker:
    """One person at a browser."""

    name: str
    address: str
    browser: Browser
    ledger: Ledger
    keeps: bool
    chance: random.Random = field(init=False)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.name)

    async def live(self, until: float) -> None:
        """Walk and type until this moment of the monotonic clock; the tab stays open all the time."""
        context = await self.browser.new_context(viewport={"width": 1280, "height": 1600}, reduced_motion="reduce")
        self.page = await context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.page.on("dialog", self._saw_dialog)
        self.page.on("request", self._saw_request)
        while time.monotonic() < until:
            try:
                await self._act()
            except Error as error:
                # An element that went away with a run, or a server that is away.
                self.ledger.count("misses")
                await self._rest_if_away(error)
            self.ledger.count("acts")
            await self._look()

    async def look_again(self) -> None:
        """After everything: the page lives, and everything that it showed as kept is on the list."""
        await self._open("people")
        for mark, name in self.ledger.names.items():
            if self.keeps and not await self._lists(mark, PATIENCE_MS):
                self.ledger.troubles.append(f"{self.name}: {name!r} was on the list and is not after a reload")
        await self.page.context.close()

    async def _act(self) -> None:
        one = self.chance.random()
        if one < 0.25:
            await self._open(self.chance.choice(PAGES))
        elif one < 0.35:
            await self._add_name()
        else:
            await self._use(self.chance.choice(USABLE))

    async def _use(self, kind: str) -> None:
        found = self.page.locator(kind)
        count = await found.count()
        if not count:
            return
        target = found.nth(self.chance.randrange(count))
        if kind.endswith(("input", "textarea")):
            await target.fill(self._typed(kind), timeout=SHORT_MS)
            await target.press("Tab", timeout=SHORT_MS)
        else:
            told = (await target.inner_text(timeout=SHORT_MS)).casefold()
            if not any(one in told for one in LEFT_ALONE):
                await target.click(timeout=SHORT_MS)
        await self._settled()

    def _typed(self, kind: str) -> str:
        return str(self.chance.randint(-5, 400)) if "Number" in kind else self.chance.choice(HOSTILE)

    async def _add_name(self) -> None:
        """Add a person whose name would like to be a script; kept once it is on the list, and in the browser."""
        mark = secrets.token_hex(4)
        name = hostile_name(self.chance, mark)
        await self._open("people")
        before = await self.page.evaluate(WRITTEN) if self.keeps else ""
        await self.page.get_by_text("Add a person").click()
        await self.page.locator(".st-key-people-add-name input").fill(name)
        await self.page.locator(".st-key-people-add-name input").press("Tab")
        await self.page.locator(".st-key-people-add-go button").click()
        await self.page.get_by_role("heading", level=1, name="Leg training that respects your back").wait_for()
        if self.keeps:
            await asyncio.wait_for(self.page.evaluate(UNTIL_WRITTEN, before), PATIENCE_MS / 1000)
        await self._open("people")
        if await self._lists(mark):
            self.ledger.names[mark] = name
            self.ledger.count("names")

    async def _lists(self, mark: str, patience_ms: int = SHORT_MS) -> bool:
        # Below the list: what stands above it is there by then.
        await self.page.locator(".st-key-people-demos button").last.wait_for()
        find = self.page.locator(".st-key-people-list-find input")
        if await find.count():
            await find.fill(mark)
            await find.press("Tab")
            await self._settled()
        try:
            await self.page.get_by_text(mark).first.wait_for(timeout=patience_ms)
        except Error:
            return False
        return True

    async def _open(self, page: str) -> None:
        await self.page.goto(f"{self.address}/{page}")
        await self.page.get_by_role("heading", level=1).first.wait_for()
        await self._settled()

    async def _settled(self) -> None:
        await self.page.locator('.stApp[data-test-script-state="notRunning"]').wait_for()

    async def _rest_if_away(self, error: Error) -> None:
        if "ERR_CONNECTION" in str(error):
            await asyncio.sleep(1)

    async def _look(self) -> None:
        try:
            if await self.page.evaluate("() => window.__xss === 1"):
                self.ledger.troubles.append(f"{self.name}: a typed script ran on {self.page.url}")
        except Error:
            self.ledger.count("misses")

    async def _saw_dialog(self, dialog: Dialog) -> None:
        if dialog.type != "beforeunload":
            self.ledger.troubles.append(f"{self.name}: a dialog said {dialog.message!r} on {self.page.url}")
        await dialog.dismiss()

    def _saw_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in HERE:
            self.ledger.troubles.append(f"{self.name}: the page asked {parts.hostname} for something ({self.page.url})")
