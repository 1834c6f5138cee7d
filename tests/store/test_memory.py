"""What visits with a record in memory share, and what they do not."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import FunctionType, ModuleType

import pytest
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

from core.journal import SessionEntry, SetEntry
from core.store import Store, memory_url, open_store
from core.store.sqlite import memory_engine

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
NAME, NOTE = "Ann Elsewhere", "a note that nobody else may read"


def visit() -> Store:
    return open_store(memory_url(), "browser", clock=lambda: NOW)


def train(store: Store) -> None:
    """A session from its start to its end, looked at afterwards."""
    store.add_person("person", NAME)
    entry = SessionEntry(id="session", day=NOW.date(), started_at=NOW)
    version = store.start_session("person", entry)
    store.log_set("session", SetEntry("goblet_squat", 1, reps=8, load_kg=12.5), expected_version=0)
    store.finish_session(replace(entry, finished_at=NOW + timedelta(minutes=30), note=NOTE), version)
    store.set_preference("person", "why", NOTE)
    assert store.journal("person").sessions[0].note == NOTE
    for piece in store.marks():
        store.piece(piece)


def texts_in(found: object) -> Iterator[str]:
    """Every text that can be reached from there, code apart."""
    seen, ways = set[int](), [found]
    while ways:
        one = ways.pop()
        if id(one) in seen or isinstance(one, (type, FunctionType, ModuleType)):
            continue
        seen.add(id(one))
        if isinstance(one, str):
            yield one
        ways += gc.get_referents(one)


def test_a_second_visit_compiles_nothing_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    first, compiled = visit(), list[str]()
    train(first)
    first.close()
    compile_it = SQLiteCompiler.__init__

    def counted(self: SQLiteCompiler, *args: object, **kwargs: object) -> None:
        compile_it(self, *args, **kwargs)  # type: ignore[arg-type]
        compiled.append(str(self))

    monkeypatch.setattr(SQLiteCompiler, "__init__", counted)
    second = visit()
    train(second)
    assert compiled == []
    second.close()


def test_what_visits_share_keeps_nothing_that_was_typed() -> None:
    store = visit()
    train(store)
    assert any(NAME in one for one in texts_in([one.name for one in store.people()]))
    store.close()
    shared = memory_engine().get_execution_options()["compiled_cache"]
    assert not any(typed in one for one in texts_in(shared) for typed in (NAME, NOTE))


def test_an_empty_record_takes_little_memory() -> None:
    store = visit()
    with store._database.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        assert pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one() < 110_000
    store.close()
