"""kill -9 while a record is being written: what was acknowledged is there once, the rest is not, all goes on.

A few kills in each home; `make sweep PART=kills` does 500, and says how.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sweep.killing import FileHome, Outcome, ServerHome, killed_servers, killed_writers


@pytest.fixture
def file_home() -> Iterator[FileHome]:
    home = FileHome()
    yield home
    home.end()


@pytest.fixture(scope="module")
def server_home() -> Iterator[ServerHome]:
    """A server that waits for the disk, and that tests may kill."""
    home = ServerHome()
    yield home
    home.end()


def check(outcome: Outcome, kills: int) -> None:
    assert not outcome.wrong
    assert (outcome.counts["kills"], outcome.counts["told"] > 0) == (kills, True)


def test_a_killed_program_loses_nothing_from_its_file(file_home: FileHome) -> None:
    outcome = killed_writers(file_home, 7)
    check(outcome, 7)
    assert outcome.counts["copies"] == 7


def test_a_killed_replica_loses_nothing_from_its_server(server_home: ServerHome) -> None:
    check(killed_writers(server_home, 6), 6)


@pytest.mark.parametrize("way", ["connection", "backend", "server"])
def test_writers_go_on_when_the_server_lets_go_of_them(
    server_home: ServerHome, way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_home, "ways", {way: 1})
    check(killed_writers(server_home, 1), 1)


def test_a_killed_server_loses_nothing_that_the_browser_keeps() -> None:
    check(killed_servers(8), 8)
