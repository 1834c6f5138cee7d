"""The running session as values: its steps in order, what stands in each, and how far each one is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from core.adapting import Adapted, Flags, Target, swapped_now
from core.journal import ExerciseEntry, SessionEntry, SetEntry
from core.planning import Due, Prescription
from core.store import Json, Versions
from pages.parts.home import store
from pages.parts.session_list import work_of
from pages.parts.visit import Trainee, catalog, catalog_for

RUNNING = "running"
"""Preference: where one stands in the running session, and what was skipped in it."""


@dataclass(frozen=True)
class Step:
    """One place of the session: what it has by the plan, what is done in it, and the sets logged in it so far.

    `before` are sets of other exercises that were done in this place before a swap.
    """

    place: Prescription
    now: Prescription
    target: Target | None
    done: tuple[SetEntry, ...]
    before: tuple[SetEntry, ...]
    skipped: bool

    @property
    def swapped(self) -> bool:
        """True where another exercise stands in."""
        return self.now.exercise_id != self.place.exercise_id

    @property
    def wanted(self) -> int:
        """Sets to log of what stands here now."""
        return min(self.now.sets, max(1, self.place.sets - len(self.before)))

    @property
    def complete(self) -> bool:
        """True once every set is logged."""
        return len(self.done) >= self.wanted or len(self.done) + len(self.before) >= self.place.sets


@dataclass(frozen=True)
class Run:
    """The running session: who, what was adjusted, what is logged, and the versions that this tab has seen."""

    trainee: Trainee
    entry: SessionEntry
    due: Due
    adapted: Adapted | None
    flags: Flags
    versions: Versions

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The places of the session, in order."""
        session = self.adapted.session if self.adapted else self.due.session
        return tuple(self._step(place) for place in work_of(session, self.entry.kind))

    @property
    def skipped(self) -> tuple[str, ...]:
        """Places that were skipped, by their exercises."""
        kept = running(self.trainee, self.entry.id).get("skipped")
        return tuple(str(one) for one in kept) if isinstance(kept, list) else ()

    @property
    def place_kept(self) -> int | None:
        """Where one stood last, None where that is not known."""
        kept = running(self.trainee, self.entry.id).get("at")
        return kept if isinstance(kept, int) else None

    def felt(self, exercise_id: str) -> ExerciseEntry | None:
        """What was noted of one exercise in this session."""
        return next((one for one in self.entry.exercises if one.exercise_id == exercise_id), None)

    def last_time(self, exercise_id: str) -> tuple[SetEntry, ...]:
        """The sets of this exercise in the last earlier session that has any."""
        for session in reversed(self.trainee.journal.sessions):
            own = sets_of(session.sets, exercise_id)
            if session.id != self.entry.id and session.finished and own:
                return own
        return sets_of(store().last_sets(self.trainee.person.id, exercise_id, self.entry.id), exercise_id)

    def _step(self, place: Prescription) -> Step:
        stood = [one.exercise_id for one in self.entry.exercises if one.replaced_id == place.exercise_id]
        current = stood[-1] if stood else place.exercise_id
        now, target = self._standing(place, current)
        others = [one for one in (place.exercise_id, *stood) if one != current]
        return Step(
            place=place,
            now=now,
            target=target,
            done=sets_of(self.entry.sets, current),
            before=tuple(entry for other in others for entry in sets_of(self.entry.sets, other)),
            skipped=place.exercise_id in self.skipped,
        )

    def _standing(self, place: Prescription, current: str) -> tuple[Prescription, Target | None]:
        own = self.adapted.target(place.exercise_id) if self.adapted else None
        if current == place.exercise_id or current not in catalog() or self.adapted is None:
            return place, own
        trainee = self.trainee
        found = swapped_now(
            self.adapted,
            place.exercise_id,
            current,
            trainee.plan,
            self.due,
            trainee.profile,
            catalog_for(trainee.profile),
        )
        # What the rules no longer offer, as after an update, is gone on with; the sets of it stay as they are.
        return found or (replace(place, exercise_id=current, load_kg=None, ramp_kg=(), why=(), change=""), None)


def running(trainee: Trainee, session_id: str) -> dict[str, Json]:
    """What is kept of the way through this session, empty where it is that of another one."""
    kept = trainee.preferences.get(RUNNING)
    return kept if isinstance(kept, dict) and kept.get("session") == session_id else {}


def sets_of(sets: Iterable[SetEntry], exercise_id: str) -> tuple[SetEntry, ...]:
    """Logged sets of one exercise, in order."""
    return tuple(sorted((one for one in sets if one.exercise_id == exercise_id), key=lambda one: one.number))
