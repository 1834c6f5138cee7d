"""The next dose of one exercise: double progression, one variable at a time (clinical evidence 5.3, 4.2 and 5.7).

A pure fold over the exposures. Targets grow only after green answers; whatever hurts, or is not known, holds or cuts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.adapting.cuts import Cut, Hold, Standing, own_cuts, since_restart, stand
from core.adapting.exposures import Exposure
from core.adapting.level import AMOUNT_STEP, EXTRA, SMALL, WINDOW, Scale, scale_of
from core.adapting.lowering import Step, cut_down
from core.adapting.target import Case, Move, Target
from core.catalog import Exercise
from core.knowledge.rules import whole
from core.planning import Prescription
from core.words import Light, Measure

GREENS = whole("adapt.greens_needed")
BEYOND_TOP = whole("adapt.beyond_top")
SLOW_DOWN_S = whole("adapt.slow_down_s")
SPINE_HEAVY, SPINE_HEAVY_DAYS = whole("adapt.spine_heavy"), whole("adapt.spine_heavy_days")


@dataclass(frozen=True)
class DoseContext:
    """What holds besides an exercise's own exposures: the day, what can be loaded, and today's holds and cuts.

    Loads go by `step_kg` from `least_kg` up; `highest_kg` is the most that the back tolerates, None without a limit.
    `least_sets` are the fewest sets that the week plans of it in any session, None where all have the same.
    """

    today: date
    step_kg: float | None = None
    least_kg: float = 0.0
    highest_kg: float | None = None
    least_sets: int | None = None
    holds: tuple[Hold, ...] = ()
    cuts: tuple[Cut, ...] = ()


def next_dose(
    exercise: Exercise, prescription: Prescription, exposures: Sequence[Exposure], context: DoseContext
) -> Target:
    """Target of one exercise for its next session.

    `exposures` are its own, the oldest first; those after `context.today` are left aside. The same exposures and
    context give the same target, and a worse light among them never a higher one.
    """
    past = since_restart([one for one in exposures if one.day <= context.today])
    scale = scale_of(prescription, past, context.step_kg, context.least_kg, context.highest_kg)
    standing = _standing(prescription, past, scale, context)
    step = _progress(exercise, prescription, past, scale, context, free=not standing)
    if _was_beyond(past, scale):
        step = replace(step, case=Case.DEMAND, move=Move.DOWN)
    return cut_down(_target(exercise, prescription, scale, step), prescription, scale, step, standing)


def _was_beyond(past: Sequence[Exposure], scale: Scale) -> bool:
    """True where more was lifted lately than the back's limits leave room for."""
    lately = [one.load_kg for one in past if one.counts][-WINDOW:]
    return scale.loaded and max([one for one in lately if one is not None], default=0.0) > scale.highest + SMALL


def _standing(
    prescription: Prescription, past: Sequence[Exposure], scale: Scale, context: DoseContext
) -> list[Standing]:
    """Every step back that still takes something off, with the level it counts from."""
    levels = scale.proven(past)
    placed = list(own_cuts(past, context.today, prescription.measure is Measure.REPS))
    for cut in context.cuts:
        until = [at for at, one in enumerate(past) if cut.since is None or one.day <= cut.since]
        placed.append((cut, until[-1] if until else -1))
    found = []
    for cut, at in placed:
        before = levels[at] if at >= 0 else None
        found.append(stand(cut, past[at + 1 :], scale.start if before is None else before))
    return [one for one in found if one.holds]


def _progress(
    exercise: Exercise,
    prescription: Prescription,
    past: Sequence[Exposure],
    scale: Scale,
    context: DoseContext,
    free: bool,
) -> Step:
    """One step up where two green exposures allow it and nothing is cut, the same again otherwise."""
    level = scale.proven(past)[-1] if past else None
    matters = [one for one in past if one.matters]
    if level is None:
        case = Case.FAR_BEYOND if scale.loaded and any(one.far_beyond for one in past) else Case.START
        return Step(case, Move.START, scale.start, prescription.low, ())
    whole = min(prescription.sets, context.least_sets or prescription.sets)
    last = _last_full(matters, whole)
    entries = tuple(one.session_id for one in last)
    reached = scale.reachable(level)
    held = Step(Case.FEW, Move.HOLD, reached, _amount_at(reached, prescription, past, scale), entries)
    reason = _held_by(exercise, prescription, matters[-1], last, past, context)
    if reason is not None:
        return replace(held, case=reason.case, entries=reason.entries or entries)
    if not free:
        return held
    grown = _grown(exercise, prescription, last, level, scale, held)
    return replace(grown, move=Move.HOLD) if grown.slower and _was_slow(past, held) else grown


def _was_slow(past: Sequence[Exposure], held: Step) -> bool:
    """True where the top was reached so often that the slower tempo is not new."""
    counted = [one for one in past if one.counts][-WINDOW:]
    return sum(one.least >= held.amount for one in counted) > GREENS


def _last_full(matters: Sequence[Exposure], sets: int) -> Sequence[Exposure]:
    """The last exposures in a row that were green with all sets done, the oldest first.

    A smaller one, as in an easier week, is passed over: green, it spoils nothing.
    """
    found: list[Exposure] = []
    for one in reversed(matters):
        if one.light is not Light.GREEN or len(found) == GREENS:
            break
        if len(one.amounts) >= sets:
            found.insert(0, one)
    return found or matters[-1:]


def _held_by(
    exercise: Exercise,
    prescription: Prescription,
    newest: Exposure,
    last: Sequence[Exposure],
    past: Sequence[Exposure],
    context: DoseContext,
) -> Hold | None:
    """Why nothing grows now, None where it may."""
    if newest.far_beyond and prescription.load_kg is not None:
        return Hold(Case.FAR_BEYOND, (newest.session_id,))
    if newest.light is Light.UNKNOWN:
        return Hold(Case.UNKNOWN, (newest.session_id,))
    if newest.light is Light.AMBER:
        return Hold(Case.AMBER, (newest.session_id,))
    if context.holds:
        return context.holds[0]
    if len(newest.amounts) < min(prescription.sets, context.least_sets or prescription.sets):
        return Hold(Case.SETS_FIRST, (newest.session_id,))
    if len(last) < GREENS:
        return Hold(Case.FEW)
    if any(_short(one, prescription) for one in last):
        return Hold(Case.NOT_MET)
    if exercise.spine_points_per_set >= SPINE_HEAVY and _rose_lately(past, context.today):
        return Hold(Case.SPINE_HEAVY)
    return None


def _short(exposure: Exposure, prescription: Prescription) -> bool:
    """True where the bottom of the range or the reserve was missed."""
    tight = prescription.rir is not None and exposure.rir is not None and exposure.rir < prescription.rir[0]
    return tight or exposure.least < prescription.low


def _rose_lately(past: Sequence[Exposure], today: date) -> bool:
    """True where load or amounts were higher, within the last days, than in the exposures before."""
    first = today - timedelta(days=SPINE_HEAVY_DAYS)
    counted = [one for one in past if one.counts]
    for at, one in enumerate(counted):
        before = counted[max(0, at - WINDOW) : at]
        if before and one.day > first and _work(one) > max(_work(other) for other in before):
            return True
    return False


def _work(exposure: Exposure) -> tuple[float, int]:
    return (exposure.load_kg or 0.0, exposure.least)


def _amount_at(value: float, prescription: Prescription, past: Sequence[Exposure], scale: Scale) -> int:
    """What every set reached lately at this load, inside the range; the bottom of the range at a new load."""
    if not scale.loaded:
        return max(prescription.low, int(value))
    counted = [one for one in past if one.counts][-WINDOW:]
    done = [one.least for one in counted if one.load_kg is not None and one.load_kg >= value - SMALL]
    stuck = scale.above(value, prescription.one_sided) is None
    top = prescription.high + (EXTRA[prescription.measure] if stuck else 0)
    return min(top, max([prescription.low, *done]))


def _grown(
    exercise: Exercise,
    prescription: Prescription,
    last: Sequence[Exposure],
    level: float,
    scale: Scale,
    held: Step,
) -> Step:
    """Up by one variable: repetitions inside the range, then load, then repetitions beyond it, then tempo."""
    if not scale.loaded:
        return _grown_without_load(prescription, last, scale, held)
    loads = [one.load_kg for one in last if one.load_kg is not None]
    if len(loads) < len(last):
        return replace(held, case=Case.LEFT_OPEN)
    proven = min([*loads, level])
    if loads[-1] > level + SMALL:
        return replace(held, case=Case.AHEAD)
    heavier = scale.above(proven, exercise.one_sided)
    topped = all(_topped(one, prescription) for one in last)
    if topped and heavier is not None and heavier > held.value + SMALL:
        if any(one.rir is None for one in last) and prescription.rir is not None:
            return replace(held, case=Case.LEFT_OPEN)
        return replace(held, case=Case.LOAD_UP, move=Move.UP, value=heavier, amount=prescription.low)
    stuck = scale.above(held.value, exercise.one_sided) is None
    top = prescription.high + (EXTRA[prescription.measure] if stuck else 0)
    return _more(prescription, held, top, scale)


def _grown_without_load(prescription: Prescription, last: Sequence[Exposure], scale: Scale, held: Step) -> Step:
    proven = min([float(one.least) for one in last] + [held.value])
    more = scale.above(proven, prescription.one_sided)
    if more is not None and more > held.value + SMALL:
        case = Case.MORE if more <= prescription.high else Case.PAST
        return replace(held, case=case, move=Move.UP, value=more, amount=int(more))
    if proven + AMOUNT_STEP[prescription.measure] > scale.top and held.value >= scale.top - SMALL:
        return _slower(prescription, held)
    return held


def _more(prescription: Prescription, held: Step, top: int, scale: Scale) -> Step:
    if held.amount < top:
        beyond = Case.DEMAND if scale.is_full(held.value) else Case.BEYOND
        case = Case.MORE if held.amount < prescription.high else beyond
        return replace(held, case=case, move=Move.UP, amount=min(top, held.amount + AMOUNT_STEP[prescription.measure]))
    return _slower(prescription, held) if top > prescription.high else held


def _slower(prescription: Prescription, held: Step) -> Step:
    if prescription.measure is Measure.REPS and prescription.tempo != _slow(prescription.tempo):
        return replace(held, case=Case.SLOWER, move=Move.UP, slower=True)
    return replace(held, case=Case.TOP)


def _slow(tempo: str) -> str:
    down, _, rest = tempo.partition("-")
    return f"{max(SLOW_DOWN_S, int(down))}-{rest}" if down.isdigit() else tempo


def _topped(exposure: Exposure, prescription: Prescription) -> bool:
    """True where every set reached the top of the range, or the last one went well beyond it."""
    beyond = prescription.measure is Measure.REPS and exposure.amounts[-1] >= prescription.high + BEYOND_TOP
    return exposure.least >= prescription.high or beyond


def _target(exercise: Exercise, prescription: Prescription, scale: Scale, step: Step) -> Target:
    return Target(
        exercise_id=exercise.id,
        load_kg=step.value if scale.loaded else prescription.load_kg,
        low=step.amount,
        high=max(prescription.high, step.amount),
        measure=prescription.measure,
        sets=prescription.sets,
        rir=prescription.rir,
        tempo=_slow(prescription.tempo) if step.slower else prescription.tempo,
        shorter_range=False,
        move=step.move,
        case=step.case,
        entries=step.entries,
    )
