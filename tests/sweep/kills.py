"""kill -9, 500 times in each home, while a record is being written: nothing is lost, nothing doubled, nothing half.

`tests.sweep.killing` says how. A real browser is put beside the homes, for fewer kills: a page stays open while its
server is killed, and then the browser itself is. `python -m tests.sweep.kills` does all this, the tests a few kills of
each home.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

from tests.sweep.killing import SEED, FileHome, Outcome, ServerHome, killed_servers, killed_writers
from tests.sweep.table import printed

KILLS, REAL_KILLS = 500, 20
"""Kills of each home; and of a real browser's server, and of that browser, which take seconds each."""
COUNTED = ("kills", "told", "lost", "doubled", "half", "invented", "damaged")


def killed_for_real(kills: int, seed: int = SEED) -> Outcome:
    """The page of one real browser: its server is killed so often, and the browser itself so often.

    The page counts its writes, of which each adds one day; so what is doubled or half would show as a wrong count. A
    browser that is killed may itself begin an empty database: that is no write lost one by one, and has to be told.
    """
    # Each process that is killed runs this module's imports at its start: what only this needs would slow them all.
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import CHROMIUM, FLAGS
    from tests.browser.keeping import killed_browsers
    from tests.browser.keeping import killed_servers as killed_pages

    random_, outcome = random.Random(seed), Outcome()
    ends = accumulate(random_.randint(2, 8) for _ in range(kills))
    with sync_playwright() as playwright, tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        seen = [(told, held, False) for told, held in killed_pages(browser.new_page(), ends)]
        browser.close()
        seen += killed_browsers(playwright.chromium, Path(place), kills, random_)
    outcome.counts["kills"] = 2 * kills
    for told, held, is_gone in seen:
        outcome.counts["told"] = max(outcome.counts["told"], told)
        if is_gone and not held:
            outcome.counts["lost"] += told
            outcome.counts["begun anew by the browser, and told"] += 1
        else:
            outcome.add(f"told {told}, held {held}", +Counter(lost=told - held, invented=held - told - 1))
    return outcome


def main() -> None:
    """Each home in turn; prints what came of it, and fails where something is wrong."""
    homes: dict[str, Callable[[], Outcome]] = {
        "file": lambda: _in(FileHome()),
        "server": lambda: _in(ServerHome()),
        "browser, its server": lambda: killed_servers(KILLS),
        "real browser": lambda: killed_for_real(REAL_KILLS),
    }
    rows, wrong = [], list[str]()
    for name, kill in homes.items():
        began = time.perf_counter()
        outcome = kill()
        counts = (f"{outcome.counts[what]:,}" for what in COUNTED)
        rows.append([name, *counts, f"{outcome.slowest_s:.2f} s", f"{time.perf_counter() - began:.0f} s"])
        wrong += outcome.wrong
        print(name, {what: count for what, count in outcome.counts.items() if what not in COUNTED}, flush=True)
    head = ["killed in", *COUNTED, "slowest opening", "took"]
    print(printed("Killed while writing", head, rows))
    print("\nTold is what was acknowledged. Where the browser's server is killed, a stand-in keeps the pieces.")
    print("Of the kills around a real browser, one half met its server, the other half the browser itself.")
    if wrong:
        raise SystemExit("\n".join(wrong[:20]))


def _in(home: FileHome | ServerHome) -> Outcome:
    try:
        return killed_writers(home, KILLS)
    finally:
        home.end()


if __name__ == "__main__":
    main()
