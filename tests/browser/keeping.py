"""A browser that keeps a record while the server, or the browser itself, is killed between two writes."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserType, Page, expect

from core.knowledge.texts import say
from tests.browser.conftest import CHROMIUM, FLAGS, running_app
from tests.browser.walk import button

WRITING = "tests/browser/writing_app.py"

WRITTEN = """(name) => new Promise((resolve) => {
    const opening = indexedDB.open('backwise', 1);
    // Whoever asks before the page has made the database must not make an empty one in its place.
    opening.onupgradeneeded = () => opening.transaction.abort();
    opening.onerror = () => resolve('');
    opening.onsuccess = () => {
        const reading = opening.result.transaction('pieces').objectStore('pieces').get('manifest');
        reading.onsuccess = () => { opening.result.close(); resolve(reading.result?.revision ?? '') };
    };
})"""
# A promise is true at once for wait_for_function, whatever comes of it.
UNTIL_WRITTEN = f"""async (before) => {{
    while ((await ({WRITTEN})()) === before) await new Promise((resolve) => setTimeout(resolve, 20));
}}"""


def opened(page: Page, address: str) -> int:
    """Open the page that writes; how many writes the browser held."""
    page.goto(address)
    told = page.get_by_text(re.compile(r"^\d+ written$"))
    expect(told).to_be_visible()
    return int(told.inner_text().split()[0])


def killed_servers(page: Page, ends: Iterable[int]) -> list[tuple[int, int]]:
    """Write up to each of these numbers, and kill the server under the write after it.

    Returns: for each opening, and once more at the end, how many writes were shown before, and how many were there.
    """
    port, shown, seen = 0, 0, []
    for end in (*ends, 0):
        with running_app("browser", WRITING, port) as address:
            port = int(address.rpartition(":")[2])
            held = opened(page, address)
            seen.append((shown, held))
            for number in range(held + 1, end + 1):
                button(page, "write").click()
                expect(page.get_by_text(f"{number} written", exact=True)).to_be_visible()
            shown = max(held, end)
            if end:
                button(page, "write").click(no_wait_after=True)
            address.process.kill()
    return seen


def killed_browsers(
    browser_type: BrowserType, place: Path, kills: int, random_: random.Random
) -> list[tuple[int, int, bool]]:
    """Kill the browser, with all its processes, under a write that comes after a few that it kept.

    Returns: for each opening after a kill, how many writes were kept before, how many were there, and whether the page
        said that the record is gone.
    """
    seen, kept = [], 0
    with running_app("browser", WRITING) as address:
        for kill in range(kills + 1):
            with _chromium(browser_type, place) as page:
                held = opened(page, address)
                seen.append((kept, held, page.get_by_text(say("home.gone")).is_visible()))
                kept = held
                for _ in range(random_.randint(1, 4) if kill < kills else 0):
                    before = page.evaluate(WRITTEN)
                    button(page, "write").click()
                    page.evaluate(UNTIL_WRITTEN, before)
                    kept += 1
                button(page, "write").click(no_wait_after=True)
                time.sleep(random_.uniform(0, 0.15))
    return seen


@contextmanager
def _chromium(browser_type: BrowserType, place: Path) -> Iterator[Page]:
    """A page of a browser that keeps its data in this folder, and is killed at the end."""
    told = place / "DevToolsActivePort"
    told.unlink(missing_ok=True)
    flags = [*FLAGS, "--headless=new", "--no-first-run", "--remote-debugging-port=0", f"--user-data-dir={place}"]
    process = subprocess.Popen(
        [CHROMIUM or browser_type.executable_path, *flags, "about:blank"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not told.exists() or not (lines := told.read_text().splitlines()):
            time.sleep(0.02)
        browser = browser_type.connect_over_cdp(f"http://127.0.0.1:{lines[0]}")
        yield browser.contexts[0].pages[0]
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
