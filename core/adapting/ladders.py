"""Ladders: where one stands on each, which rung opens next, when, and what it waits for (clinical evidence 5.4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.adapting.exposures import Exposure, Exposures
from core.adapting.signals import WEEK_DAYS
from core.adapting.situation import Situation
from core.adapting.target import in_words
from core.catalog import Catalog, Exercise, Ladder
from core.knowledge.rules import whole
from core.knowledge.texts import say
from core.planning import Plan, Prescription
from core.scoring import judge
from core.words import Gate, Light

WEEKS, DAYS = whole("adapt.ladder_weeks"), whole("adapt.ladder_days")
RUNG = "rung"


@dataclass(frozen=True)
class NextRung:
    """One ladder as it stands: the rung trained now and what comes next.

    `next_ids` are the exercises of the next rung that fit but for what it waits for; `weeks_left` the green weeks at
    the top of the range still to come, `opens_on` the first day on which that can be so (None while something else is
    waited for); `waits_for` sentences of all that is, the weightiest first; `step_down_to` the easier exercise after a
    red answer.
    """

    ladder: str
    rung: int
    exercise_id: str
    next_ids: tuple[str, ...]
    green_weeks: int
    weeks_left: int
    opens_on: date | None
    waits_for: tuple[str, ...]
    step_down_to: str | None

    @property
    def is_open(self) -> bool:
        """True where the next rung may be taken now."""
        return bool(self.next_ids) and not self.waits_for

    @property
    def is_top(self) -> bool:
        """True on the last rung."""
        return not self.next_ids

    @property
    def sentence(self) -> str:
        """When the next rung opens, in words."""
        if self.is_top:
            return say("adapt.ladder.top")
        if self.is_open:
            return say("adapt.ladder.open")
        return self.waits_for[0]


def ladders(plan: Plan, state: Situation, catalog: Catalog) -> tuple[NextRung, ...]:
    """Every ladder trained in the last four weeks, in the order of the catalogue."""
    planned = {one.exercise_id: one for session in plan for one in session.prescriptions}
    found = (_next_rung(ladder, planned, state, catalog) for ladder in catalog.ladders.values())
    return tuple(one for one in found if one is not None)


def green_weeks(exposures: Sequence[Exposure], planned: Prescription | None, today: date) -> int:
    """Weeks in a row, counted back from the last session, that were all green with every set at the top of the range.

    Weeks begin on Monday, and the present one counts on its last day. An unknown light holds: its week neither counts
    nor ends the row.
    """
    weeks: dict[date, list[Exposure]] = {}
    for one in exposures:
        if one.matters and one.day <= today:
            weeks.setdefault(_monday(one.day), []).append(one)
    count = 0
    for start in sorted(weeks, reverse=True):
        shown = {one.light for one in weeks[start]}
        if shown & {Light.AMBER, Light.RED}:
            break
        if not _is_over(start, today):
            continue
        if not any(_at_top(one, planned) for one in weeks[start]):
            break
        count += Light.UNKNOWN not in shown
    return count


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _is_over(monday: date, today: date) -> bool:
    """True from the last day of a week on: a week that has just begun does not yet make a green one."""
    return today >= monday + timedelta(days=WEEK_DAYS - 1)


def _earliest(exposures: Sequence[Exposure], left: int, today: date) -> date:
    """The Sunday on which so many green weeks could be complete; the present one among them while it may be green."""
    if not left:
        return today
    monday = _monday(today)
    spoiled = any(one.matters and monday <= one.day and one.light in (Light.AMBER, Light.RED) for one in exposures)
    first = monday + timedelta(days=WEEK_DAYS if spoiled or _is_over(monday, today) else 0)
    return first + timedelta(days=WEEK_DAYS * left - 1)


def _when(weeks: int) -> str:
    return say("adapt.ladder.one_week") if weeks == 1 else say("adapt.ladder.weeks", weeks=in_words(weeks))


def _at_top(exposure: Exposure, planned: Prescription | None) -> bool:
    return planned is not None and exposure.counts and exposure.least >= planned.high


def _next_rung(
    ladder: Ladder, planned: Mapping[str, Prescription], state: Situation, catalog: Catalog
) -> NextRung | None:
    here = _trained(ladder, state, catalog)
    if here is None or here.rung is None:
        return None
    exposures = state.exposures[here.id]
    weeks = green_weeks(exposures, planned.get(here.id), state.today)
    rung = here.rung
    above = ladder.rungs[rung] if rung < len(ladder.rungs) else ()
    offered = [catalog[one] for one in above if catalog[one].gate is not Gate.NEVER_BY_ITSELF]
    blocks = {one.id: _blocks(one, state) for one in offered}
    nearest = min(blocks, key=lambda name: (len(blocks[name]), name), default=None)
    waits = blocks[nearest] if nearest else ()
    left = max(0, WEEKS - weeks) if nearest else 0
    told = (_when(left),) if left else ()
    paused = _paused(state) if nearest else ()
    red = bool(exposures) and exposures[-1].light is Light.RED
    return NextRung(
        ladder=ladder.id,
        rung=rung,
        exercise_id=here.id,
        next_ids=tuple(name for name in blocks if len(blocks[name]) == len(waits)),
        green_weeks=weeks,
        weeks_left=left,
        opens_on=_earliest(exposures, left, state.today) if nearest and not (waits or paused) else None,
        waits_for=(*paused, *told, *waits),
        step_down_to=here.easier if red else None,
    )


def _paused(state: Situation) -> tuple[str, ...]:
    """Why no rung opens at present: what takes something off everything leaves no room for a harder exercise."""
    if state.withheld:
        return (say("adapt.ladder.stopped"),)
    if state.flares or state.profile.flare:
        return (say("adapt.ladder.flare"),)
    if state.deload or state.holds():
        return (say("adapt.ladder.easier"),)
    return ()


def _trained(ladder: Ladder, state: Situation, catalog: Catalog) -> Exercise | None:
    """The highest rung that was trained in the last weeks."""
    first = state.today - timedelta(days=DAYS)
    own = [catalog[name] for rung in ladder.rungs for name in rung if _is_recent(name, state.exposures, first)]
    return own[-1] if own else None


def _is_recent(name: str, exposures: Exposures, first: date) -> bool:
    return any(one.counts and one.day >= first for one in exposures.get(name, ()))


def _blocks(exercise: Exercise, state: Situation) -> tuple[str, ...]:
    """What stands before an exercise besides its turn on the ladder: what would bring it back, in words."""
    verdict = judge(exercise, state.profile)
    return tuple(dict.fromkeys(one.comes_back for one in verdict.blocks if one.rule != RUNG and one.comes_back))
