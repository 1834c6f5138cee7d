"""What the journal teaches about single axes: red exposures raise a sensitivity for a while, green ones lower it.

Hard floors are kept, and one step is the most in either direction; a new screening starts from its own answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

from core.adapting.exposures import exercise_lights, known
from core.adapting.light import PainResponse, light, response
from core.adapting.target import in_words
from core.catalog import Catalog, Exercise
from core.journal import Journal, SessionEntry, is_done
from core.knowledge.conditions import load_conditions
from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.profile import Profile, Reason, Sensitivity
from core.words import Axis, Light, Stage

GREENS, DAYS, PROOF = whole("adapt.learn_greens"), whole("adapt.learn_days"), whole("adapt.learn_demand")
MOST_SENSITIVE = 3
RAISED, LOWERED, FLARED = "journal_red", "journal_green", "journal_flare"
Lights = Mapping[str, Mapping[str, Light]]
"""Lights of the exercises of each session, in order of day."""


@dataclass(frozen=True)
class Shift:
    """One axis as the journal has it: its sensitivity before and after, the sessions behind it, and until when.

    `until` is the last day on which a red exposure raises it; None where green ones lowered it.
    """

    axis: Axis
    before: int
    after: int
    entries: tuple[str, ...]
    until: date | None

    @property
    def rule(self) -> str:
        """Id of the rule."""
        return "adapt.learn_days" if self.after > self.before else "adapt.learn_greens"

    @property
    def sentence(self) -> str:
        """The reason in words."""
        name = say(f"axis.{self.axis.value}.name")
        if self.after > self.before:
            return say("adapt.learned.raised", axis=name, days=DAYS)
        return say("adapt.learned.lowered", axis=name, greens=in_words(GREENS).capitalize())


def learned_sensitivity(journal: Journal, profile: Profile, catalog: Catalog, today: date) -> tuple[Shift, ...]:
    """Axes whose sensitivity the journal moves, each by one step, in the order of the axes.

    A red exposure points at the highest demands of its exercise for two weeks. Four green exposures in a row at a
    demand of 2 (or 1, where no more is allowed) lower an axis, once the back is settled, and never below its floor.
    """
    told = known(journal, today)
    return shifts_of(told, exercise_lights(told, profile.pain_ceiling), profile, catalog, today)


def shifts_of(
    told: Journal, shown: Mapping[tuple[str, str], Light], profile: Profile, catalog: Catalog, today: date
) -> tuple[Shift, ...]:
    """The same, from a journal that ends with today and the lights of its exercises."""
    lights = by_session(told, shown)
    blamed = _blamed(told, lights, catalog, profile, today)
    shifts = []
    for axis in Axis:
        before = profile.sensitivity[axis]
        if axis in blamed:
            after, entries = min(MOST_SENSITIVE, before + 1), blamed[axis]
        else:
            entries = proof(axis, lights, catalog, before)
            lowers = profile.stage is Stage.SETTLED and len(entries) >= GREENS
            after = max(before - 1, profile.sensitivity.floors.get(axis, 0), 0) if lowers else before
        if after != before:
            shifts.append(Shift(axis, before, after, entries, _until(told, entries) if after > before else None))
    return tuple(shifts)


def with_learned(profile: Profile, shifts: Sequence[Shift]) -> Profile:
    """The profile with these sensitivities, their reasons told."""
    values, reasons = dict(profile.sensitivity.values), dict(profile.sensitivity.reasons)
    for one in shifts:
        kind = RAISED if one.after > one.before else LOWERED
        values[one.axis] = one.after
        reasons[one.axis] = (*reasons.get(one.axis, ()), Reason("journal", kind, one.after))
    return _with(profile, values, reasons)


def in_flare(profile: Profile) -> Profile:
    """The profile as it is in a flare-up: irritable, and every condition with its irritable row."""
    table = load_conditions()
    rows = [table[one].vector(Stage.IRRITABLE) for one in profile.conditions if one in table]
    values, reasons = dict(profile.sensitivity.values), dict(profile.sensitivity.reasons)
    for axis in Axis:
        highest = max((row[axis] for row in rows), default=0)
        if highest > values[axis]:
            values[axis] = highest
            reasons[axis] = (*reasons.get(axis, ()), Reason("journal", FLARED, highest))
    return replace(_with(profile, values, reasons), stage=Stage.IRRITABLE)


def by_session(journal: Journal, lights: Mapping[tuple[str, str], Light]) -> Lights:
    """Lights of the exercises of each session, by its id, in order of day.

    An exercise without any set proves nothing, so it is left out where it is green.
    """
    found: dict[str, dict[str, Light]] = {one.id: {} for one in journal.sessions}
    done = {(one.id, entry.exercise_id) for one in journal.sessions for entry in one.sets if is_done(entry)}
    for (session_id, name), shown in lights.items():
        if shown is not Light.GREEN or (session_id, name) in done:
            found[session_id][name] = shown
    return found


def _with(profile: Profile, values: dict[Axis, int], reasons: dict[Axis, tuple[Reason, ...]]) -> Profile:
    tolerated = Sensitivity(MappingProxyType(values), MappingProxyType(reasons), profile.sensitivity.floors)
    return replace(profile, sensitivity=tolerated)


def _blamed(
    journal: Journal, lights: Lights, catalog: Catalog, profile: Profile, today: date
) -> dict[Axis, tuple[str, ...]]:
    """Axes that red exposures of the last two weeks point at, with the sessions behind each."""
    found: dict[Axis, list[str]] = {}
    for session in journal.sessions_between(today - timedelta(days=DAYS - 1), today):
        culprits = _culprits(session, journal, tuple(lights.get(session.id, ())), catalog, profile.pain_ceiling)
        for axis in {axis for exercise in culprits for axis in _highest(exercise, profile)}:
            found.setdefault(axis, []).append(session.id)
    return {axis: tuple(ids) for axis, ids in found.items()}


def _culprits(
    session: SessionEntry, journal: Journal, names: Sequence[str], catalog: Catalog, ceiling: int
) -> Iterator[Exercise]:
    """Exercises that a red session points at.

    Those red by their own pain; and for pain that belongs to no single exercise, the one that asked most of the back.
    Pain added anywhere only adds to them.
    """
    done = [catalog[name] for name in names if name in catalog]
    own = {one.exercise_id: one for one in session.exercises if one.pain is not None or one.sharp}
    answer = response(session, journal)
    for exercise in done:
        entry = own.get(exercise.id)
        if entry and (entry.sharp or _is_red(PainResponse(answer.before, entry.pain, None), ceiling)):
            yield exercise
    if _is_red(replace(answer, worst=None), ceiling):
        yield from sorted(done, key=_asks)[-1:]
    if _is_red(PainResponse(answer.before, answer.worst, None), ceiling):
        yield from sorted((one for one in done if one.id not in own), key=_asks)[-1:]


def _is_red(answer: PainResponse, ceiling: int) -> bool:
    return light(answer, ceiling) is Light.RED


def _asks(exercise: Exercise) -> tuple[int, int, str]:
    return (exercise.spine_points_per_set, sum(exercise.demand.values()), exercise.id)


def _highest(exercise: Exercise, profile: Profile) -> tuple[Axis, ...]:
    """Its highest demands; of several alike, those to which the person is most sensitive."""
    weight = {axis: (asked, profile.sensitivity[axis]) for axis, asked in exercise.demand.items() if asked}
    return tuple(axis for axis in weight if weight[axis] == max(weight.values()))


def _until(journal: Journal, entries: Sequence[str]) -> date:
    last = max(one.day for one in journal.sessions if one.id in entries)
    return last + timedelta(days=DAYS - 1)


def proving_demand(sensitivity: int) -> int:
    """Demand on an axis from which a green exposure proves something."""
    return PROOF if sensitivity < MOST_SENSITIVE else PROOF - 1


def proof(axis: Axis, lights: Lights, catalog: Catalog, sensitivity: int) -> tuple[str, ...]:
    """The last sessions in a row, all green at this demand; unknown ones neither count nor break the row."""
    least = proving_demand(sensitivity)
    row: list[str] = []
    for session_id in reversed(tuple(lights)):
        own = lights[session_id].items()
        shown = [one for name, one in own if name in catalog and catalog[name].demand[axis] >= least]
        if len(row) == GREENS or any(one in (Light.AMBER, Light.RED) for one in shown):
            break
        if shown and all(one is Light.GREEN for one in shown):
            row.append(session_id)
    return tuple(reversed(row))
