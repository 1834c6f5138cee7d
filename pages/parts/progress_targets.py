"""One target in words: the dose, how it differs from the last time, and the entries behind it in numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.adapting import Entry, Since, Situation, Target, entries_behind, since_last
from core.knowledge.texts import say
from core.units import MassUnit, format_mass
from core.words import Measure
from pages.parts.wording import UNIT, day, span


def dose_words(target: Target, one_sided: bool, unit: MassUnit) -> str:
    """ "3 × 8–12 a side · 22 kg", or that it is left out for now."""
    if not target.sets:
        return say("progress.target.none")
    amount = span(target.low, target.high) + UNIT[target.measure]
    sets = f"{target.sets} × {amount}{' a side' if one_sided else ''}"
    return f"{sets} · {format_mass(target.load_kg, unit)}" if target.load_kg else sets


def since_words(target: Target, state: Situation, unit: MassUnit) -> str:
    """ "+2 kg since Mon 16 Nov": against the last ordinary session with it, empty before there is one.

    Targets go by the best of the last sessions; where the very last one lies the other way, it is told as it was.
    """
    since = since_last(target, state.exposures.get(target.exercise_id, ()))
    if since is None or not target.sets:
        return ""
    moved = ", ".join(_moved(since, target.measure, unit))
    if not since.moved:
        return say("progress.since.same", day=day(since.day))
    if not moved or target.move is not since.direction:
        return say(
            "progress.since.last",
            done=_done(since.last_amounts, since.last_load_kg, target.measure, unit),
            day=day(since.day),
        )
    return say("progress.since.moved", moved=moved, day=day(since.day))


def numbers_behind(ids: Sequence[str], state: Situation, unit: MassUnit, target: Target | None = None) -> list[str]:
    """The entries that moved it, a line each: day, light, what was done, pain."""
    found = entries_behind(ids, state, target.exercise_id if target else "")
    measure = target.measure if target else Measure.REPS
    return [f"{day(one.day)}: {', '.join(_numbers(one, measure, unit))}." for one in found]


def _done(amounts: Sequence[int], load_kg: float | None, measure: Measure, unit: MassUnit) -> str:
    """ "3 × 8–10 · 20 kg", as it was done."""
    done = f"{len(amounts)} × {span(min(amounts), max(amounts))}{UNIT[measure]}"
    return f"{done} · {format_mass(load_kg, unit)}" if load_kg else done


def _moved(since: Since, measure: Measure, unit: MassUnit) -> Iterator[str]:
    if since.load_kg:
        yield f"{_sign(since.load_kg)}{format_mass(abs(since.load_kg), unit)}"
    elif since.amount:
        what = "rep" if measure is Measure.REPS and abs(since.amount) == 1 else measure.value
        yield say(f"progress.since.{what}", count=f"{_sign(since.amount)}{abs(since.amount)}")
    if since.sets < 0:
        yield say("progress.since.set" if since.sets == -1 else "progress.since.sets", count=-since.sets)


def _sign(value: float) -> str:
    return "+" if value > 0 else "−"


def _numbers(entry: Entry, measure: Measure, unit: MassUnit) -> Iterator[str]:
    if entry.light is not None:
        yield say(f"chart.light.{entry.light.value}")
    if entry.amounts:
        yield _done(entry.amounts, entry.load_kg, measure, unit)
    if entry.worst is not None:
        yield say("progress.entry.worst", pain=entry.worst)
    if entry.morning is not None:
        yield say("progress.entry.morning", pain=entry.morning)
    elif entry.light is not None:
        yield say("progress.entry.no_morning")
