"""What an import would change: which sessions are new, the same, changed, or there already from another source."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.journal import Journal, SessionEntry, SetEntry
from core.knowledge.rules import number

SAME_START_S = number("import.same_start_s")

Work = tuple[tuple[str, int | None, int | None, float | None], ...]


@dataclass(frozen=True)
class Comparison:
    """Sessions of an import beside what the journal has.

    `same` are kept already; of `changed` ones the journal has other sets under the same id; `doubles` look like
    sessions that came another way, from another app or logged here.
    """

    new: tuple[SessionEntry, ...]
    same: tuple[SessionEntry, ...]
    changed: tuple[SessionEntry, ...]
    doubles: tuple[SessionEntry, ...]


def compared(sessions: Iterable[SessionEntry], journal: Journal) -> Comparison:
    """Sort the sessions of an import by what the journal has of them."""
    stored = {one.id: one for one in journal.sessions}
    by_day: dict[date, list[SessionEntry]] = defaultdict(list)
    for known in journal.sessions:
        by_day[known.day].append(known)
    sorted_out: dict[str, list[SessionEntry]] = {"new": [], "same": [], "changed": [], "doubles": []}
    for one in sessions:
        known_one = stored.get(one.id)
        if known_one is not None:
            kind = "same" if work_of(known_one) == work_of(one) else "changed"
        else:
            kind = "doubles" if any(_is_double(one, other) for other in by_day[one.day]) else "new"
        sorted_out[kind].append(one)
    return Comparison(**{kind: tuple(ones) for kind, ones in sorted_out.items()})


def work_of(session: SessionEntry) -> Work:
    """Exercises, repetitions, seconds and loads in order, without what may be noted later."""
    return tuple((one.exercise_id, one.reps, one.seconds, one.load_kg) for one in session.sets)


def _is_double(one: SessionEntry, other: SessionEntry) -> bool:
    if abs((one.started_at - other.started_at).total_seconds()) <= SAME_START_S and one.sets and other.sets:
        return True
    return bool(one.sets) and _amounts(one.sets) == _amounts(other.sets)


def _amounts(sets: tuple[SetEntry, ...]) -> list[tuple[str, int, int]]:
    return sorted((one.exercise_id, one.reps or 0, one.seconds or 0) for one in sets)
