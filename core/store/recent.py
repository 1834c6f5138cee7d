"""The last part of a journal, so that a page need not read all of it, and what stands before it in a few facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, ScalarSelect, Select, Table, func, or_, select, union

from core.errors import AnswerError, StoreEntryDamaged
from core.journal import (
    MORNINGS_BEFORE,
    DayWork,
    Earlier,
    ExerciseEntry,
    Journal,
    MiniScreenEntry,
    MorningEntry,
    OutcomeEntry,
    SessionEntry,
    SessionKind,
    SetEntry,
    ShortJournal,
)
from core.store import sentences
from core.store.reading import SESSION_FIELDS, EntryReader
from core.store.scoped import RECENT
from core.store.tables import exercise_entry, mini_screen, morning, outcome, session, set_entry

FIRST_MORNINGS = 12
MOST_ASKED = 20
"""So many sessions are asked for by their ids; more of them by their days."""


class RecentStore(EntryReader):
    """Reads the end of a journal, and single facts of the whole."""

    def settled(self) -> Hashable | None:
        """Equal to an earlier one while everything but preferences and the sessions of the last days is as it was.

        None where that cannot be told.
        """
        with self._database.reading() as connection:
            marks = self._database.marks(connection)
        return None if marks is None else marks.settled

    def short_journal(
        self, person_id: str, since: date, last: ShortJournal | None = None, settled: Hashable | None = None
    ) -> ShortJournal:
        """What a person recorded from day `since` on, as `ShortJournal` says.

        `last` is what was read of the same person before: what has not changed is taken from it. `settled` is what the
        method of this name told in the same view.

        Raises:
            StoreError: an entry cannot be read.
        """
        # A mark says nothing about sessions of the last days, so it is worth nothing where `since` lies among them.
        settled = settled if since <= self._clock().date() - RECENT else None
        same = last is not None and last.since == since and settled is not None and last.settled == settled
        with self._database.reading() as connection:
            try:
                sessions, marks = self._sessions_again(connection, person_id, since, last)
                if last is not None and same:
                    first = tuple(one for one in last.journal.sessions if one.day < since)
                    journal = replace(last.journal, sessions=(*first, *sessions))
                    # Loads are those ever done, so that a new one today counts.
                    alike = _loads(journal) == _loads(last.journal)
                    earlier = last.earlier if alike else self._earlier(connection, person_id, since, journal.mornings)
                    return ShortJournal(since, journal, earlier, marks, settled)
                mornings = self._mornings(connection, person_id, since - MORNINGS_BEFORE)
                journal = Journal(
                    sessions=(*self._first_finished(connection, person_id, since), *sessions),
                    mornings=mornings,
                    mini_screens=self._values(connection, mini_screen, MiniScreenEntry, person_id, since),
                    outcomes=self._values(connection, outcome, OutcomeEntry, person_id, None),
                )
                earlier = self._earlier(connection, person_id, since, mornings)
                return ShortJournal(since, journal, earlier, marks, settled)
            except AnswerError as error:
                raise StoreEntryDamaged(sentences.DAMAGED_ENTRY) from error

    def outline(self, person_id: str, since: date | None = None) -> Journal:
        """Sessions from day `since` on without their sets, and the mornings from four weeks earlier on.

        Of the exercises, only what hurt more than the session as a whole: it is what lights are made of.

        Raises:
            StoreError: an entry cannot be read.
        """
        own = (session.c.owner == exercise_entry.c.owner) & (session.c.id == exercise_entry.c.session_id)
        hurt_more = exercise_entry.c.pain > func.coalesce(session.c.pain_worst, -1)
        before = None if since is None else since - MORNINGS_BEFORE
        with self._database.reading() as connection:
            query = self._fields(exercise_entry, ("session_id", *ExerciseEntry.__dataclass_fields__), person_id)
            query = query.join(session, own).where(hurt_more)
            query = query if since is None else query.where(session.c.day >= since)
            try:
                felt: dict[str, list[ExerciseEntry]] = defaultdict(list)
                for session_id, *values in connection.execute(query).all():
                    felt[session_id].append(ExerciseEntry(*values))
                rows = self._rows_since(connection, session, SESSION_FIELDS, person_id, since)
                told = (dict(zip(SESSION_FIELDS, row, strict=True)) for row in rows)
                return Journal(
                    sessions=tuple(SessionEntry(**one, exercises=tuple(felt.get(one["id"], ()))) for one in told),
                    mornings=self._values(connection, morning, MorningEntry, person_id, before),
                )
            except AnswerError as error:
                raise StoreEntryDamaged(sentences.DAMAGED_ENTRY) from error

    def work(self, person_id: str, since: date | None = None) -> tuple[DayWork, ...]:
        """What was done of each exercise on each day from `since` on, summed up by the database."""
        load = set_entry.c.reps * set_entry.c.load_kg
        sums = [func.coalesce(func.sum(one), 0) for one in (set_entry.c.reps, set_entry.c.seconds, load)]
        reserves = (func.count(set_entry.c.rir), func.coalesce(func.sum(set_entry.c.rir), 0))
        mine = {"person_id": person_id}
        query = (
            select(session.c.day, set_entry.c.exercise_id, func.count(), *sums, *reserves)
            .join(session, (session.c.owner == set_entry.c.owner) & (session.c.id == set_entry.c.session_id))
            .where(*self._mine(set_entry, mine), or_(set_entry.c.reps > 0, set_entry.c.seconds > 0))
            .group_by(session.c.day, set_entry.c.exercise_id)
        )
        if since is not None:
            own = select(session.c.id).where(*self._mine(session, mine), session.c.day >= since)
            query = query.where(set_entry.c.session_id.in_(own))
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        return tuple(DayWork(*row) for row in sorted(rows, key=lambda row: (row[0], row[1])))

    def last_trained(self, person_id: str) -> date | None:
        """Day of the newest finished session, None before there is one."""
        mine = self._mine(session, {"person_id": person_id})
        query = select(func.max(session.c.day)).where(*mine, session.c.finished_at.is_not(None))
        with self._database.reading() as connection:
            day: date | None = connection.scalar(query)
        return day

    def has_open_session(self, person_id: str) -> bool:
        """Whether a session was started and not finished."""
        query = select(session.c.id).where(*self._mine(session, {"person_id": person_id}))
        with self._database.reading() as connection:
            return connection.execute(query.where(session.c.finished_at.is_(None)).limit(1)).first() is not None

    def last_sets(self, person_id: str, exercise_id: str, besides: str) -> tuple[SetEntry, ...]:
        """Sets of one exercise in the newest finished session that has any, `besides` the session with this id."""
        mine = self._mine(set_entry, {"person_id": person_id, "exercise_id": exercise_id})
        newest = (
            select(session.c.id)
            .join(set_entry, (session.c.owner == set_entry.c.owner) & (session.c.id == set_entry.c.session_id))
            .where(*mine, session.c.finished_at.is_not(None), session.c.id != besides)
            .order_by(session.c.day.desc(), session.c.started_at.desc(), session.c.id.desc())
            .limit(1)
        )
        query = self._fields(set_entry, SetEntry.__dataclass_fields__, person_id)
        query = query.where(set_entry.c.exercise_id == exercise_id, set_entry.c.session_id.in_(newest))
        with self._database.reading() as connection:
            rows = connection.execute(query.order_by(set_entry.c.number)).all()
        try:
            return tuple(SetEntry(*row) for row in rows)
        except AnswerError as error:
            raise StoreEntryDamaged(sentences.DAMAGED_ENTRY) from error

    def _sessions_again(
        self, connection: Connection, person_id: str, since: date, last: ShortJournal | None
    ) -> tuple[tuple[SessionEntry, ...], dict[str, tuple[int, int]]]:
        """Sessions from day `since` on, the unchanged ones from `last`, and the marks by which that shows next time."""
        fields = (*SESSION_FIELDS, "version", "entries_written")
        rows: Sequence[Sequence[Any]] = self._rows_since(connection, session, fields, person_id, since)
        marks = {row[0]: (row[-2], row[-1]) for row in rows}
        had = {one.id: one for one in _unchanged(last, marks)} if last else {}
        changed = [row[:-2] for row in rows if row[0] not in had]
        if not changed:
            return tuple(had.values()), marks
        if len(changed) > MOST_ASKED:
            return self._sessions(connection, person_id, since), marks
        found = self._filled(connection, person_id, changed, [row[0] for row in changed])
        return (*had.values(), *found), marks

    def _first_finished(self, connection: Connection, person_id: str, since: date) -> tuple[SessionEntry, ...]:
        query = self._fields(session, SESSION_FIELDS, person_id).where(session.c.finished_at.is_not(None))
        first = connection.execute(query.order_by(session.c.day, session.c.started_at, session.c.id).limit(1)).all()
        found = (SessionEntry(**dict(zip(SESSION_FIELDS, row, strict=True))) for row in first)
        return tuple(one for one in found if one.day < since)

    def _mornings(self, connection: Connection, person_id: str, since: date) -> tuple[MorningEntry, ...]:
        """The first mornings before a day, and all from then on."""
        fields = self._fields(morning, MorningEntry.__dataclass_fields__, person_id)
        first = fields.where(morning.c.day < since).order_by(morning.c.day).limit(FIRST_MORNINGS)
        rows = [*connection.execute(first).all(), *connection.execute(fields.where(morning.c.day >= since)).all()]
        return tuple(MorningEntry(*row) for row in rows)

    def _earlier(
        self, connection: Connection, person_id: str, since: date, mornings: tuple[MorningEntry, ...]
    ) -> Earlier:
        first_read = since - MORNINGS_BEFORE
        has_mornings = sum(one.day < first_read for one in mornings) == FIRST_MORNINGS
        mine = self._mine(session, {"person_id": person_id})
        first = connection.scalar(select(func.min(session.c.day)).where(*mine))
        if first is None or first >= since:
            return Earlier(has_mornings=has_mornings)
        left_open = connection.scalars(select(session.c.day).where(*mine, session.c.finished_at.is_(None))).all()
        done = self._done_before(connection, person_id, since)
        loads: dict[str, set[float]] = defaultdict(set)
        for exercise_id, load_kg, is_own in done:
            if is_own:
                loads[exercise_id].update(() if load_kg is None else (load_kg,))
        return Earlier(
            is_there=True,
            left_open=any(day < since for day in left_open),
            has_mornings=has_mornings,
            exercises=frozenset(exercise_id for exercise_id, *_ in done),
            loads={name: frozenset(found) for name, found in loads.items()},
        )

    def _done_before(self, connection: Connection, person_id: str, since: date) -> list[Any]:
        """Exercises done or felt before a day, each with its loads one by one and None at the end, and whether that was
        here; of one that was only imported the loads are not gone through.

        From one exercise, and one load, to the next in the index: as quick for a million sets as for a thousand.
        """
        names = union(*(self._names(table, person_id) for table in (set_entry, exercise_entry))).cte("names")
        tables = (set_entry, exercise_entry)
        before = [self._before(table, person_id, since).where(table.c.exercise_id == names.c.name) for table in tables]
        was_there = or_(*(one.exists() for one in before))
        was_here = or_(*(one.where(session.c.kind != SessionKind.IMPORTED).exists() for one in before))
        load, own = set_entry.c.load_kg, set_entry.c.exercise_id
        lightest = self._least(load, person_id, own == names.c.name, load.is_not(None)).label("load")
        loads = select(names.c.name, lightest, was_here.label("here")).where(names.c.name.is_not(None), was_there)
        steps = loads.cte("loads", recursive=True)
        further = self._least(load, person_id, own == steps.c.name, load > steps.c.load)
        further_on = select(steps.c.name, further, steps.c.here).where(steps.c.load.is_not(None), steps.c.here)
        return list(connection.execute(select(steps.union_all(further_on))).all())

    def _names(self, table: Table, person_id: str) -> Select[Any]:
        """The ids of the exercises in a table, and None."""
        name = table.c.exercise_id
        names = select(self._least(name, person_id).label("name")).cte(f"{table.name}_names", recursive=True)
        further = self._least(name, person_id, name > names.c.name)
        return select(names.union_all(select(further).where(names.c.name.is_not(None))))

    def _least(self, column: Column[Any], person_id: str, *where: ColumnElement[bool]) -> ScalarSelect[Any]:
        mine = self._mine(column.table, {"person_id": person_id})
        return select(column).where(*mine, *where).order_by(column).limit(1).scalar_subquery()

    def _before(self, table: Table, person_id: str, since: date) -> Select[Any]:
        return (
            select(table.c.session_id)
            .join(session, (session.c.owner == table.c.owner) & (session.c.id == table.c.session_id))
            .where(*self._mine(table, {"person_id": person_id}), session.c.day < since)
        )


def _loads(journal: Journal) -> set[tuple[str, float | None]]:
    return {(one.exercise_id, one.load_kg) for session in journal.sessions for one in session.sets}


def _unchanged(last: ShortJournal, marks: Mapping[str, tuple[int, int]]) -> Iterable[SessionEntry]:
    return (one for one in last.journal.sessions if one.id in marks and last.marks.get(one.id) == marks[one.id])
