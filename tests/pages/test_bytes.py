"""What a page sends over the wire: counted in bytes and elements, so that no clock and no loaded machine has a say."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from tests.bench.client import Run, Visit, visiting
from tests.bench.serving import ROOT, Server

FIRST_LOAD, AGAIN, OTHER_VIEW, SENT, ELEMENTS = 150_000, 45_000, 75_000, 2_000, 120
"""Bytes of a page's first run, of the same page run again, of another view of it, of a tap itself; elements a page."""

PAGES = ("", "screening", "plan", "exercises", "technique", "progress", "people", "my_data", "method")
TAPS = {
    "plan": (("week", "2"), ("take.plan", True)),
    "exercises": (("view", "Cards"), ("view", "What if")),
    "progress": tuple(("view", one) for one in ("Week", "Ladders", "My back", "Outcomes", "Wary of a movement")),
    "method": (("part", "Body model"), ("part", "Rules"), ("part", "Sources")),
}
"""Where a page shows something else after a tap: the widget and what is chosen."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The program, and a demo person with twelve weeks of training in its file."""
    folder = tmp_path_factory.mktemp("bytes")
    kept = {"BACKWISE_STORE": str(folder / "journal.sqlite"), "BACKWISE_NOW": "2026-11-20T10:00:00+00:00"}
    program = Server(ROOT / "app.py", folder / "server.log", kept).start()
    asyncio.run(_make_person(program.address))
    yield program
    program.stop()


async def _make_person(address: str) -> None:
    async with visiting(address, "people") as visit:
        await visit.open()
        await visit.click("people.look.settled_lifter")
        assert "before.pain" in visit.widgets


async def _measured(address: str, page: str) -> list[Run]:
    """The page opened in a tab of its own, then the same again, then each of its taps."""
    async with visiting(address, page, "person=demo-settled_lifter") as visit:
        runs = [await visit.open()]
        _is_whole(visit)
        runs.append(await visit.go(page))
        for key, value in TAPS.get(page, ()):
            tapped = await visit.set(key, value)
            _is_whole(visit)
            runs.append(tapped)
        return runs


def _is_whole(visit: Visit) -> None:
    assert visit.said("heading")
    assert "Jonas" in visit.text or visit.page in ("people", "method")
    assert not visit.said("exception")


@pytest.mark.parametrize("name", PAGES, ids=lambda name: name or "today")
def test_a_page_is_small_and_a_tap_smaller(server: Server, name: str) -> None:
    first, again, *taps = asyncio.run(_measured(server.address, name))
    assert first.bytes_in <= FIRST_LOAD
    assert again.bytes_in <= AGAIN
    assert all(one.bytes_in <= OTHER_VIEW for one in taps)
    assert max(one.bytes_out for one in (first, again, *taps)) <= SENT
    assert max(one.elements for one in (first, again, *taps)) <= ELEMENTS
