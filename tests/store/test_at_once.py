"""Several readings of one moment, whoever writes meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import StoreError
from core.store import Store, file_url, memory_url, open_database, open_store

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def clock() -> datetime:
    return NOW


@pytest.fixture(params=["file", "server"])
def stores(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two programs with the same record."""
    file = request.param == "file"
    url = file_url(tmp_path / "journal.sqlite") if file else request.getfixturevalue("postgres_url")
    one, other = (open_store(url, "me", clock=clock) for _ in range(2))
    one.add_person("ann", "Ann")
    yield one, other
    one.close()
    other.close()


def names(store: Store) -> list[str]:
    return [one.name for one in store.people()]


def test_what_others_write_meanwhile_is_seen_afterwards(stores: tuple[Store, Store]) -> None:
    one, other = stores

    def work() -> list[list[str]]:
        first = names(one)
        other.add_person("ben", "Ben")
        return [first, names(one), names(other)]

    assert one.at_once(work) == [["Ann"], ["Ann"], ["Ann", "Ben"]]
    assert names(one) == ["Ann", "Ben"]


def test_each_owner_keeps_to_their_own(tmp_path: Path) -> None:
    database = open_database(file_url(tmp_path / "journal.sqlite"), clock=clock)
    mine, yours = (Store(database, owner, clock) for owner in ("me", "you"))
    mine.add_person("ann", "Ann")
    yours.add_person("ben", "Ben")
    assert mine.at_once(lambda: [names(mine), names(yours), names(mine)]) == [["Ann"], ["Ben"], ["Ann"]]
    database.close()


def test_a_failure_ends_it_and_the_next_reading_is_a_new_one() -> None:
    store = open_store(memory_url(), "me", clock=clock)

    def work() -> None:
        names(store)
        raise StoreError("no")

    with pytest.raises(StoreError, match="no"):
        store.at_once(work)
    store.add_person("ann", "Ann")
    assert store.at_once(lambda: names(store)) == ["Ann"]
    store.close()
