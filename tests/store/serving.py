"""The server's half of the home in a visitor's browser, as a process that writes until it is killed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection

from core.store import memory_url
from core.store.mirror import Mirror
from pages.parts.browser_home import BrowserHome
from tests.store.writing import PERSON, Clock, open_at, write


def serves_until_killed(browser: Connection, visit: str, number: int) -> None:
    """Ask the browser for what it holds, and write on from `number`; after each write it is told what to keep.

    As a page does, it does not wait for an answer; what the browser says is taken in before the next write.
    """
    clock = Clock()
    now = partial(datetime.now, UTC)
    home = BrowserHome(Mirror(open_at(memory_url(), clock), visit, now), now, visit)
    hear = {"opened": home.opened, "others": home.others, "refused": home.refused}
    browser.send((number - 1, _data(home)))
    while not home.is_open or browser.poll():
        for name, told in browser.recv():
            hear[name](told)
    while True:
        write(home.store, clock, number)
        home.note(PERSON)
        browser.send((number, _data(home)))
        number += 1
        while browser.poll():
            for name, told in browser.recv():
                hear[name](told)


def _data(home: BrowserHome) -> str:
    return json.dumps(
        {
            "open": "" if home.is_open else home.visit,
            "changes": [change for _, change in home.changes],
            "erase": home.erasing,
        }
    )
