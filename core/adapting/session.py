"""Today's session as the journal has it: the planned one with adjusted prescriptions, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from core.adapting.cuts import Cut, Hold
from core.adapting.dose import next_dose
from core.adapting.flags import Flags
from core.adapting.light import calm_weeks
from core.adapting.limits import (
    fits_still,
    highest_load_kg,
    points_at,
    room_for_points,
    sets_after_rise,
    sets_by_guard,
    sets_by_tolerance,
    work_of,
)
from core.adapting.situation import Situation, situation
from core.adapting.swapping import stand_in
from core.adapting.target import Case, Target
from core.adapting.tolerance import answers_of, spine_budget
from core.catalog import Catalog
from core.errors import PlanWithheld
from core.journal import Journal
from core.knowledge.rules import number
from core.knowledge.texts import say
from core.loads import ramp_kg
from core.planning import Due, Part, Plan, Prescription, Session, WeekKind
from core.profile import Profile

GENTLE_POINTS = number("adapt.gentle_points")


class What(StrEnum):
    """What of a prescription changed."""

    LOAD = "load"
    AMOUNT = "amount"
    SETS = "sets"
    RESERVE = "reserve"
    TEMPO = "tempo"
    RANGE = "range"
    LEFT_OUT = "left_out"
    SWAPPED = "swapped"


@dataclass(frozen=True)
class Adjustment:
    """How one exercise differs from the plan.

    `what` lists what changed; `rule` and `sentence` say why, `back` what would move it back, `entries` which sessions
    moved it; `instead` is the exercise that stands in, None where none does.
    """

    exercise_id: str
    what: tuple[What, ...]
    rule: str
    sentence: str
    back: str
    entries: tuple[str, ...]
    instead: str | None = None


@dataclass(frozen=True)
class Adapted:
    """Today's session, the target of each of its exercises (those left out today too), what changed, and the state."""

    session: Session
    targets: tuple[Target, ...]
    adjustments: tuple[Adjustment, ...]
    state: Situation

    def target(self, exercise_id: str) -> Target | None:
        """Target of one exercise, None where the session has none."""
        return next((one for one in self.targets if one.exercise_id == exercise_id), None)


def adapted_session(
    plan: Plan,
    due: Due,
    journal: Journal,
    profile: Profile,
    catalog: Catalog,
    today: date,
    flags: Flags | None = None,
) -> Adapted:
    """The due session, adjusted to the journal and to what the person says today.

    `catalog` is the one that the plan was made from. Minutes, spine points and sets never go past the planned ones (a
    heavier load may use what the budgets leave), and no exercise comes in that the verdict leaves out.

    Raises:
        PlanWithheld: the triage allows no plan.
    """
    if not profile.allows_plan:
        raise PlanWithheld("The answers call for someone to look at this first, so there is no session yet.")
    state = situation(journal, profile, catalog, today, flags)
    maker = Maker(plan, due, profile, catalog, state)
    return maker.adapted()


class Maker:
    """Holds what all exercises of one session share while it is adapted."""

    def __init__(self, plan: Plan, due: Due, profile: Profile, catalog: Catalog, state: Situation) -> None:
        self.due = due
        self.profile = profile
        self.catalog = catalog
        self.state = state
        answers = answers_of(state.journal, state.lights, catalog)
        weeks = calm_weeks(state.journal, profile.pain_ceiling, state.today)
        self.budget = spine_budget(profile.dose.spine_points_session, answers, weeks)
        self.room = room_for_points(due, profile, self.budget.points)
        self.holds = (Hold(Case.EASIER_WEEK),) if due.week.kind is WeekKind.EASIER else ()
        self.after_rise = sets_after_rise(due.session) if state.pain_rises else None
        self.by_guard = sets_by_guard(plan, due, state, catalog)
        self.by_tolerance = sets_by_tolerance(due.session, self.budget)

    def adapted(self) -> Adapted:
        """The session with everything that follows for it."""
        targets: list[Target] = []
        adjustments: list[Adjustment] = []
        kept: list[Prescription] = []
        taken = {one.exercise_id for one in self.due.session.prescriptions}
        for planned in self.due.session.prescriptions:
            used = self._used(planned, taken)
            if used is None or used.exercise_id != planned.exercise_id:
                adjustments.append(self._gone(planned, used))
            if used is None:
                continue
            taken.add(used.exercise_id)
            if used not in work_of(replace(self.due.session, prescriptions=(used,))):
                kept.append(used)
                continue
            target = self.target(used)
            targets.append(target)
            if used is planned and (changed := tuple(_changes(planned, target))):
                adjustments.append(_adjustment(target, changed))
            if target.sets:
                kept.append(self.prescribed(used, target))
        session = replace(self.due.session, prescriptions=tuple(kept), short=_short(self.due.session, kept))
        return Adapted(session, tuple(targets), tuple(adjustments), self.state)

    def _used(self, planned: Prescription, taken: set[str]) -> Prescription | None:
        """The planned exercise, what stands in for it, or None where the back has no room for either."""
        if fits_still(self.catalog[planned.exercise_id], self.state.profile):
            return planned
        if planned.part in (Part.WARM_UP, Part.COOL_DOWN):
            return None
        return stand_in(planned, self.due, self.profile, self.state.profile, self.catalog, frozenset(taken))

    def target(self, used: Prescription) -> Target:
        """Target of one exercise in the place that the session gives it."""
        exercise = self.catalog[used.exercise_id]
        exposures = self.state.exposures.get(exercise.id, ())
        highest = highest_load_kg(exercise, used, exposures, self.state.profile, self.room)
        planned = (one.find(exercise.id) for one in self.due.week.sessions)
        least_sets = min((one.sets for one in planned if one is not None), default=None)
        context = self.state.context(exercise, self.holds, tuple(self._cuts(used)), highest, least_sets)
        return next_dose(exercise, used, exposures, context)

    def _cuts(self, used: Prescription) -> Iterator[Cut]:
        if self.state.gentle and self.catalog[used.exercise_id].spine_points_per_set > GENTLE_POINTS:
            yield Cut(Case.GENTLE_OUT, rest=True)
        trims = (
            (Case.WEEK_RISE, self.after_rise, ()),
            (Case.GUARD, self.by_guard, ()),
            (Case.TOLERANCE, self.by_tolerance, self.budget.entries),
        )
        for case, sets, entries in trims:
            most = sets.get(used.exercise_id) if sets else None
            if most is not None and most < used.sets:
                yield Cut(case, entries, most_sets=most)

    def prescribed(self, planned: Prescription, target: Target) -> Prescription:
        """The prescription with the target in it."""
        exercise = self.catalog[planned.exercise_id]
        each = planned.spine_points // planned.sets
        if target.load_kg is not None and planned.load_kg is not None and target.load_kg > planned.load_kg:
            each = points_at(exercise, self.state.profile, target.load_kg)
        fewer = planned.sets - target.sets
        shorter = (say("adapt.change.range"),) if target.shorter_range else ()
        return replace(
            planned,
            sets=target.sets,
            low=target.low,
            high=target.high,
            tempo=target.tempo,
            rir=self._with_floor(target.rir),
            load_kg=target.load_kg,
            ramp_kg=ramp_kg(exercise, target.load_kg) if planned.ramp_kg else (),
            seconds=planned.seconds - fewer * (exercise.set_s + planned.rest_s),
            spine_points=target.sets * each,
            why=(target.sentence, *planned.why[:1]),
            change=" ".join((*shorter, planned.change)).strip(),
        )

    def _with_floor(self, rir: tuple[int, int] | None) -> tuple[int, int] | None:
        """The reserve, never less than today's findings ask for: the plan may be older than the last screening."""
        floor = self.state.profile.rir_floor
        return rir and (max(rir[0], floor), max(rir[1], floor))

    def _gone(self, planned: Prescription, used: Prescription | None) -> Adjustment:
        """Why an exercise of the plan is not there today: the journal moved the axes that its verdict looks at."""
        exercise = self.catalog[planned.exercise_id]
        axes = {axis for axis in exercise.demand if exercise.demand[axis]}
        moved = [one for one in self.state.shifts if one.axis in axes and one.after > one.before]
        entries = tuple(dict.fromkeys(entry for one in moved for entry in one.entries))
        name = "flare" if self.state.flares else "axis" if moved else "verdict"
        return Adjustment(
            planned.exercise_id,
            (What.SWAPPED if used else What.LEFT_OUT,),
            "adapt.flare_sets" if self.state.flares else "adapt.learn_days",
            say(f"adapt.gone.{name}"),
            say(f"adapt.gone_back.{name}"),
            entries,
            used.exercise_id if used else None,
        )


def _changes(planned: Prescription, target: Target) -> Iterator[What]:
    if target.sets == 0:
        yield What.LEFT_OUT
        return
    pairs: Mapping[What, bool] = {
        What.LOAD: target.load_kg != planned.load_kg,
        What.AMOUNT: (target.low, target.high) != (planned.low, planned.high),
        What.SETS: target.sets != planned.sets,
        What.RESERVE: target.rir != planned.rir,
        What.TEMPO: target.tempo != planned.tempo,
        What.RANGE: target.shorter_range,
    }
    yield from (what for what, changed in pairs.items() if changed)


def _adjustment(target: Target, changed: tuple[What, ...]) -> Adjustment:
    return Adjustment(target.exercise_id, changed, target.rule, target.sentence, target.back, target.entries)


def _short(planned: Session, kept: list[Prescription]) -> tuple[tuple[str, int], ...]:
    """The short version with what is still there, no exercise with more sets than it has now."""
    sets = {one.exercise_id: one.sets for one in kept}
    return tuple((name, min(count, sets[name])) for name, count in planned.short if name in sets)
