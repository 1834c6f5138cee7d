"""A tap counts once, with the numbers that were typed, however the connection is lost: 120 times in each home.

python -m tests.sweep.reconnect [--rounds 8]

Each round loses the connection in five ways, and taps just before, meanwhile, and first of all afterwards.
"""

from __future__ import annotations

import argparse
import random
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.browser.clinic import openid_provider
from tests.browser.lost import BrowserHome, ClinicHome, FileHome, Home, Loss, Training, When
from tests.postgres import Server
from tests.sweep.table import printed

ROUNDS = 8
SEED = 20261201
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def homes(folder: Path) -> Iterator[Mapping[str, Home]]:
    """Every kind of place that outlives the program."""
    with ExitStack() as stack:
        database = Server()
        stack.callback(database.stop)
        clinic = ClinicHome(folder, database.clinic(), stack.enter_context(openid_provider()))
        yield {"browser": BrowserHome(), "file": FileHome(folder), "clinic": clinic}


def rounds_in(browser: Browser, home: Home, rounds: int) -> tuple[dict[Loss, int], list[str], float]:
    """Taps that counted by the loss, what went wrong, and seconds a tap."""
    chance = random.Random(SEED)
    counted = dict.fromkeys(Loss, 0)
    wrong: list[str] = []
    begun = time.monotonic()
    for _ in range(rounds):
        # A page of its own each round: after a fault the next one starts afresh.
        with ExitStack() as stack:
            training = Training(stack, browser, home, free_port())
            for loss, when in product(Loss, When):
                try:
                    training.lose_and_tap(loss, when, chance)
                    counted[loss] += 1
                except (AssertionError, PlaywrightError) as error:
                    wrong.append(f"{loss}, {when}: {str(error).splitlines()[0]}")
                    break
    return counted, wrong, (time.monotonic() - begun) / (rounds * len(Loss) * len(When))


def main() -> int:
    """Print the table; 1 where a tap was lost, doubled or invented."""
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--rounds", type=int, default=ROUNDS)
    rounds: int = reading.parse_args().rounds
    expected = rounds * len(When)
    rows, faults = [], []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        chromium = stack.enter_context(sync_playwright()).chromium
        browser = chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for name, home in stack.enter_context(homes(folder)).items():
            counted, wrong, seconds = rounds_in(browser, home, rounds)
            rows.append([name, *(f"{counted[loss]}/{expected}" for loss in Loss), f"{seconds:.1f}"])
            faults += [f"{name}: {fault}" for fault in wrong]
    print(printed("Taps that counted once", ["home", *Loss, "s a tap"], rows))
    print("\n".join(faults))
    return int(any(f"{expected}/{expected}" != cell for row in rows for cell in row[1:-1]))


if __name__ == "__main__":
    sys.exit(main())
