"""What pages may cost somebody with a long journal, counted instead of timed: queries, rows, figures, elements."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from core.body.pose.pose import solved_count
from tests.bench.growth import NOW, RUNNING, SETS, Grown, grow
from tests.pages.conftest import Clock
from tests.pages.test_every_page import MOST_ELEMENTS
from tests.pages.visitor import PAGES, Visitor

TEN_YEARS = 1_500 * SETS
MOST_STATEMENTS, MOST_OF = 22, {"people": 26, "progress": 41}
"""Of the first two runs of a visit, Today's and then the page's, with all around; two or three more than there are."""

MOST_AGAIN = {"people": 6, "today": 4, "my_data": 2}
"""Of a run before which nothing was written; on other pages none at all."""

MOST_ROWS = 1_000
"""A page reads twenty weeks of sets, however many there are."""

MOST_KB = {"year": 45, "all": 350}
"""Of one figure on Progress, by what is shown: the last year, or all of 1,500 sessions, each of which has a mark."""


@dataclass
class Counted:
    """What a page asked of the database, and how many rows came back."""

    statements: list[str]
    rows: int = 0


@contextmanager
def counted() -> Iterator[Counted]:
    """Count what is asked of any SQLite database from here on."""
    found = Counted([])

    def asked(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            found.statements.append(statement)

    def came(_cursor: Any, row: tuple[Any, ...]) -> tuple[Any, ...]:
        found.rows += 1
        return row

    def connected(connection: Any, _record: Any) -> None:
        connection.row_factory = came

    event.listen(Engine, "before_cursor_execute", asked)
    event.listen(Engine, "connect", connected)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", asked)
        event.remove(Engine, "connect", connected)


@pytest.fixture(scope="module")
def long_ones(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Grown]:
    """One person's record with so many sets, for three numbers of sets."""
    folder = tmp_path_factory.mktemp("grown")
    return {sets: grow(folder / f"{sets}.sqlite", sets) for sets in (1_000, 10_000, TEN_YEARS)}


@pytest.fixture(autouse=True)
def _at_the_same_moment(clock: Clock) -> None:
    clock.set(NOW)


def opened(record: Grown, name: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Visitor, Counted]:
    """A page of this record, and what it costs to open it."""
    monkeypatch.setenv("BACKWISE_STORE", str(record.path))
    # The first visit opens the file, too.
    Visitor("method")
    with counted() as found:
        visitor = Visitor(name)
    return visitor, found


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_the_database_little_and_stays_small(
    long_ones: dict[int, Grown], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKWISE_STORE", str(long_ones[TEN_YEARS].path))
    Visitor("method")
    with counted() as first:
        visitor = Visitor(name)
    assert visitor.elements <= MOST_ELEMENTS
    solved = solved_count()
    with counted() as again:
        visitor.run()
    assert solved_count() == solved
    assert len(first.statements) <= MOST_OF.get(name, MOST_STATEMENTS)
    assert len(again.statements) <= MOST_AGAIN.get(name, 0)


def test_the_rows_that_today_reads_do_not_grow_with_the_journal(
    long_ones: dict[int, Grown], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = {sets: opened(record, "today", monkeypatch)[1].rows for sets, record in long_ones.items()}
    assert rows[1_000] == rows[10_000] == rows[TEN_YEARS]
    assert 700 < rows[TEN_YEARS] <= MOST_ROWS


def test_to_log_a_set_reads_and_writes_as_much_as_ever(
    long_ones: dict[int, Grown], monkeypatch: pytest.MonkeyPatch
) -> None:
    costs = []
    for record in long_ones.values():
        visitor, _ = opened(record, "today", monkeypatch)
        (button,) = [key for key in visitor.starting("runner.") if key.endswith(".log")]
        with counted() as found:
            visitor.press(button)
        costs.append((len(found.statements), found.rows))
        store = record.opened()
        assert len(store.versions(RUNNING).sets) == 1
        for (exercise_id, number), version in store.versions(RUNNING).sets.items():
            store.remove_set(RUNNING, exercise_id, number, version)
        store.close()
    assert costs[0] == costs[1] == costs[2]
    assert costs[0][0] <= MOST_STATEMENTS + 8


def test_progress_reads_a_year_of_a_longer_journal(
    long_ones: dict[int, Grown], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [opened(long_ones[sets], "progress", monkeypatch)[1].rows for sets in (10_000, TEN_YEARS)]
    assert rows[0] == rows[1]


@pytest.mark.parametrize("view", ["Overview", "My back"])
@pytest.mark.parametrize("span", ["year", "all"])
def test_figures_of_ten_years_stay_small(
    long_ones: dict[int, Grown], view: str, span: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKWISE_STORE", str(long_ones[TEN_YEARS].path))
    figures = [one.proto.spec for one in Visitor("progress", view=view, span=span).app.get("plotly_chart")]
    assert figures
    assert max(len(one) for one in figures) <= 1000 * MOST_KB[span]
