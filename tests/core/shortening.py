"""The last part of a journal as a page would read it, worked out in plain Python from the whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from core.journal import MORNINGS_BEFORE, Earlier, Journal, SessionEntry, SessionKind, ShortJournal
from core.store.recent import FIRST_MORNINGS


def shortened(whole: Journal, since: date) -> ShortJournal:
    """What `Store.short_journal` gives."""
    finished = [one for one in whole.sessions if one.finished][:1]
    before = [one for one in whole.sessions if one.day < since]
    first = [one for one in whole.mornings if one.day < since - MORNINGS_BEFORE][:FIRST_MORNINGS]
    short = Journal(
        sessions=(
            *(_empty(one) for one in finished if one.day < since),
            *(one for one in whole.sessions if one.day >= since),
        ),
        mornings=(*first, *(one for one in whole.mornings if one.day >= since - MORNINGS_BEFORE)),
        mini_screens=tuple(one for one in whole.mini_screens if one.at.date() >= since - timedelta(days=1)),
        outcomes=whole.outcomes,
    )
    here = [one for one in before if one.kind is not SessionKind.IMPORTED]
    loads = {
        name: frozenset(
            entry.load_kg
            for one in whole.sessions
            for entry in one.sets
            if entry.exercise_id == name and entry.load_kg is not None
        )
        for name in _named(here)
    }
    earlier = Earlier(
        is_there=bool(before),
        left_open=any(not one.finished for one in before),
        has_mornings=len(first) == FIRST_MORNINGS,
        exercises=_named(before),
        loads=loads if before else {},
    )
    return ShortJournal(since, short, earlier)


def _empty(one: SessionEntry) -> SessionEntry:
    kept = {name: getattr(one, name) for name in SessionEntry.__dataclass_fields__}
    return SessionEntry(**{**kept, "sets": (), "exercises": ()})


def _named(sessions: Iterable[SessionEntry]) -> frozenset[str]:
    """Exercises of which a set or anything felt is on record."""
    return frozenset(entry.exercise_id for one in sessions for entry in (*one.sets, *one.exercises))
