"""How the back answered each exercise: one exposure for each session that holds something of it.

An exercise is judged by its own pain where that was logged, by the whole session's otherwise (clinical evidence 4.2).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from statistics import median_low
from types import MappingProxyType

from core.adapting.light import PainResponse, light, response
from core.catalog import Catalog
from core.journal import ExerciseEntry, Journal, SessionEntry, SessionKind, SetEntry
from core.loads import most_believed_kg
from core.profile import Profile
from core.words import Light, Site

SEVERITY = {Light.GREEN: 0, Light.UNKNOWN: 1, Light.AMBER: 2, Light.RED: 3}
"""Lights by how much they hold back; what is not known stands between green and amber."""

FULL_KINDS = (SessionKind.PLANNED, SessionKind.OWN)
"""Sessions that show a level. Short and gentle ones are good for the day and spoil nothing."""


@dataclass(frozen=True)
class Exposure:
    """One exercise in one session.

    `counts` is False where the session was a short or gentle one, or nothing was done; `load_kg` the working load, both
    hands together; `amounts` the repetitions or seconds of each working set in order; `rir` the lowest reserve noted.
    With `far_beyond` the load that was noted is one that nobody lifts: then `load_kg` is None.
    """

    session_id: str
    day: date
    light: Light
    counts: bool
    load_kg: float | None
    amounts: tuple[int, ...]
    rir: int | None
    far_beyond: bool = False

    @property
    def least(self) -> int:
        """Repetitions or seconds that every set reached."""
        return min(self.amounts, default=0)

    @property
    def matters(self) -> bool:
        """True where progression looks at it: a full session, or a red answer in any."""
        return self.counts or self.light is Light.RED


Exposures = Mapping[str, tuple[Exposure, ...]]


def known(journal: Journal, today: date) -> Journal:
    """The journal as it stands today, in an order that does not depend on how it was put together."""
    return Journal(
        sessions=tuple(sorted((one for one in journal.sessions if one.day <= today), key=lambda one: one.id)),
        mornings=tuple(
            sorted((one for one in journal.mornings if one.day <= today), key=lambda one: (-one.pain, str(one)))
        ),
        mini_screens=journal.mini_screens,
        outcomes=journal.outcomes,
    )


def exercise_lights(journal: Journal, ceiling: int) -> Mapping[tuple[str, str], Light]:
    """Light of each exercise in each session, by (session id, exercise id); `ceiling` is the profile's, 0 to 10.

    Finished sessions are all there; of the unfinished ones, what is red already.
    """
    lights = {
        (session.id, exercise_id): shown
        for session in journal.sessions
        for exercise_id, shown in _lights_of(session, journal, ceiling)
        if session.finished or shown is Light.RED
    }
    return MappingProxyType(lights)


def exposures_of(journal: Journal, lights: Mapping[tuple[str, str], Light]) -> Exposures:
    """Exposures by exercise, the oldest first; `lights` are those of `exercise_lights`.

    What came from another app stays out: nobody knows how the back answered it, and an old one is no gap in this plan.
    """
    found: dict[str, list[Exposure]] = {}
    for session in journal.sessions:
        if session.kind is SessionKind.IMPORTED:
            continue
        for exercise_id in _exercises_of(session):
            if (session.id, exercise_id) in lights:
                exposure = _exposure(session, exercise_id, lights[session.id, exercise_id])
                found.setdefault(exercise_id, []).append(exposure)
    return MappingProxyType({name: tuple(ones) for name, ones in found.items()})


def believed(exposures: Exposures, profile: Profile, catalog: Catalog) -> Exposures:
    """The exposures without loads that a person of this body mass does not lift; all else of them stays."""

    def looked_at(exposure: Exposure, most_kg: float) -> Exposure:
        is_beyond = exposure.load_kg is not None and exposure.load_kg > most_kg
        return replace(exposure, load_kg=None, far_beyond=True) if is_beyond else exposure

    limits = {name: most_believed_kg(catalog[name], profile) for name in exposures if name in catalog}
    return MappingProxyType(
        {name: tuple(looked_at(one, limits.get(name, math.inf)) for one in own) for name, own in exposures.items()}
    )


def _lights_of(session: SessionEntry, journal: Journal, ceiling: int) -> Iterator[tuple[str, Light]]:
    answer = response(session, journal)
    entries = {one.exercise_id: one for one in session.exercises}
    for exercise_id in _exercises_of(session):
        yield exercise_id, _light_of(entries.get(exercise_id), session, answer, ceiling)


def _light_of(entry: ExerciseEntry | None, session: SessionEntry, answer: PainResponse, ceiling: int) -> Light:
    if entry is None:
        return light(answer, ceiling)
    shown = light(answer if entry.pain is None else replace(answer, worst=entry.pain), ceiling)
    if entry.sharp:
        return Light.RED
    if entry.stopped or _went_down_the_leg(entry, session):
        return max(shown, Light.AMBER, key=SEVERITY.__getitem__)
    return shown


def _went_down_the_leg(entry: ExerciseEntry, session: SessionEntry) -> bool:
    """True where an exercise was felt further down the leg than before the session."""
    if entry.site is None or session.site_before is None:
        return False
    return entry.site.distance > max(session.site_before.distance, Site.BUTTOCK.distance)


def _exercises_of(session: SessionEntry) -> tuple[str, ...]:
    """Exercises that something was done or noted of, in the order of their ids."""
    felt = {one.exercise_id for one in session.exercises if one.pain is not None or one.sharp or one.stopped}
    return tuple(sorted(felt | {one.exercise_id for one in session.sets if _amount(one)}))


def _exposure(session: SessionEntry, exercise_id: str, shown: Light) -> Exposure:
    own = sorted((one for one in session.sets if one.exercise_id == exercise_id and _amount(one)), key=_number)
    loads = [one.load_kg for one in own if one.load_kg is not None]
    load_kg = median_low(loads) if loads else None
    working = [one for one in own if load_kg is None or (one.load_kg or 0.0) >= load_kg]
    reserves = [one.rir for one in working if one.rir is not None]
    return Exposure(
        session_id=session.id,
        day=session.day,
        light=shown,
        counts=bool(own) and session.kind in FULL_KINDS,
        load_kg=load_kg,
        amounts=tuple(_amount(one) for one in working),
        rir=min(reserves, default=None),
    )


def _amount(entry: SetEntry) -> int:
    return entry.reps or entry.seconds or 0


def _number(entry: SetEntry) -> int:
    return entry.number
