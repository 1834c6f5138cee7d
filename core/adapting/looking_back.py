"""Whether the last part of a journal is enough to work out today, or the part before it could still change something.

Most rules look back a few weeks. Some go as far as the journal does: the level of an exercise grows out of the one
before it, a step back lasts until green answers gave it back, and what was proven stays proven. Each of them comes to
a point from which on the past makes no difference; here they say whether that point lies in the part that was read.
Where it does not, all of the journal has to be read: what is worked out is the same in either case.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from core.adapting.cuts import GAP_LONG_DAYS, RETURN_STEP, since_restart
from core.adapting.dose import GREENS, SPINE_HEAVY_DAYS
from core.adapting.exposures import Exposure, Exposures, believed, exercise_lights, exposures_of, known
from core.adapting.flare import MOST_DAYS, NEW_AFTER_DAYS, SETS, rises
from core.adapting.ladders import green_weeks
from core.adapting.learned import GREENS as PROVING_GREENS
from core.adapting.learned import Lights, by_session, proof, proving_demand
from core.adapting.level import SMALL, WINDOW, Scale, scale_of
from core.adapting.limits import work_of
from core.adapting.session import Adapted
from core.adapting.situation import Situation, loading
from core.adapting.stops import starting_pain
from core.adapting.tolerance import WINDOW as SESSIONS
from core.adapting.tolerance import answers_of
from core.catalog import Catalog
from core.journal import MORNINGS_BEFORE, Earlier, Journal, ShortJournal
from core.planning import Plan, Prescription
from core.profile import Profile
from core.units import round_down_to
from core.words import Axis, Light, Stage

WEEKS_BACK = 20
"""So many weeks hold what most rules look at: the longest looks back twelve (imported loads), and 24 sessions."""

BEFORE_SCREENING = timedelta(days=35)
GREENS_TO_RETURN = math.ceil((1 - SETS) / RETURN_STEP)
"""After so many green exposures nothing of any step back is left: the deepest one halves the sets."""

HEAVIEST_KG, MOST_REPS = 1e6, 10**6
MADE_UP = "\0"
"""No id has this sign in it."""

DAY = timedelta(days=1)


def looked_back_to(
    today: date, weeks: int, screened_on: date | None, plan: Plan | None, made_at: datetime | None
) -> date:
    """First day of the part of a journal that is read: so many weeks, all since the screening and since the plan.

    `made_at` is when the plan was made, which may be before or after its first day.
    """
    asked = (
        today - timedelta(weeks=weeks),
        screened_on - BEFORE_SCREENING if screened_on else today,
        plan.starts_on if plan else today,
        made_at.date() - DAY if made_at else today,
    )
    return min(asked)


def is_enough(short: ShortJournal, plan: Plan | None, profile: Profile, catalog: Catalog, today: date) -> bool:
    """True where what was recorded before `short` cannot change anything that follows for today.

    That is the day's `Situation`, the ladders but for how long their rows of green weeks are (see `rows_known`), and
    the targets of the plan's own exercises (see `is_of_plan`), also for a session that was left open in the part that
    was read. `catalog` is the one that is rated for the person.
    """
    last = short.journal.last_session()
    under_way = short.journal.open_session()
    # A session under way is worked out as of its own day, and without itself.
    until = (min(today, under_way.day) if under_way else today) - DAY
    told = known(short.journal, until)
    if not _beginning_known(short) or not _flares_known(told, short.since, until):
        return False
    if not short.earlier.is_there:
        return True
    if short.earlier.left_open or last is None or last.day < short.since:
        return False
    lights = exercise_lights(told, profile.pain_ceiling)
    exposures = believed(exposures_of(told, lights), profile, catalog)
    return (
        len(answers_of(told, {}, catalog)) >= SESSIONS
        and _axes_known(by_session(told, lights), short.earlier, profile, catalog)
        and (plan is None or _plan_known(plan, exposures, short, profile, catalog, until))
    )


def is_of_plan(adapted: Adapted, plan: Plan) -> bool:
    """True where every target of a session is of an exercise that the plan has, so that `is_enough` spoke of it."""
    return {one.exercise_id for one in adapted.targets} <= {one.exercise_id for one in _prescriptions(plan)}


def rows_known(plan: Plan, state: Situation, since: date) -> bool:
    """Whether each row of green weeks at the top of the range ends in the part that was read, from day `since` on."""
    good = [_made_up(since - timedelta(days=back), 0.0, MOST_REPS, Light.GREEN) for back in (7, 1)]
    bad = _made_up(since - DAY, 0.0, 0, Light.RED)
    for one in _prescriptions(plan):
        own = state.exposures.get(one.exercise_id, ())
        if len({green_weeks([*made_up, *own], one, state.today) for made_up in ((), good, (bad,))}) > 1:
            return False
    return True


def _prescriptions(plan: Plan) -> tuple[Prescription, ...]:
    """What the plan asks of each exercise that is logged, each different demand once."""
    every = (one for session in plan for one in work_of(session))
    return tuple({(one.exercise_id, one.load_kg, one.low, one.high, one.sets): one for one in every}.values())


def _beginning_known(short: ShortJournal) -> bool:
    """Starting pain is counted from the first mornings that lie close enough together."""
    if not short.earlier.has_mornings:
        return True
    first = tuple(one for one in short.journal.mornings if one.day < short.since - MORNINGS_BEFORE)
    return starting_pain(Journal(mornings=first)) is not None


def _flares_known(told: Journal, since: date, until: date) -> bool:
    """A rise of pain makes a new flare-up where none is fresh: a week without one before makes it sure."""
    before, is_sure = since - DAY, False
    for _, second in rises(told):
        if second.day >= since:
            is_sure = is_sure or (second.day - before).days >= NEW_AFTER_DAYS
            if second.day >= until - timedelta(days=MOST_DAYS):
                return is_sure
            before = second.day
    return True


def _axes_known(lights: Lights, earlier: Earlier, profile: Profile, catalog: Catalog) -> bool:
    """Whether earlier green sessions could still lower an axis: not where enough later ones stand, or one that ends
    their row."""
    if profile.stage is not Stage.SETTLED:
        return True
    for axis in Axis:
        before = profile.sensitivity[axis]
        asks = [
            one for one in earlier.exercises if one in catalog and catalog[one].demand[axis] >= proving_demand(before)
        ]
        if before > profile.sensitivity.floors.get(axis, 0) and asks:
            made_up = {f"{MADE_UP}{at}": {asks[0]: Light.GREEN} for at in range(PROVING_GREENS)}
            if proof(axis, {**made_up, **lights}, catalog, before) != proof(axis, lights, catalog, before):
                return False
    return True


def _plan_known(
    plan: Plan, exposures: Exposures, short: ShortJournal, profile: Profile, catalog: Catalog, until: date
) -> bool:
    for one in _prescriptions(plan):
        ever = short.earlier.loads.get(one.exercise_id)
        if ever is None:
            continue
        own = exposures.get(one.exercise_id, ())
        scale = scale_of(one, own, *loading(catalog[one.exercise_id], profile))
        if not own or not _loads_known(scale, ever):
            return False
        began_anew = (own[0].day - short.since).days >= GAP_LONG_DAYS or len(since_restart(own)) < len(own)
        if not began_anew and not _level_known(one, own, scale, until):
            return False
    return True


def _loads_known(scale: Scale, ever: frozenset[float]) -> bool:
    """Loads that were used count as loadable: those of earlier must add nothing to the later ones and whole steps."""
    if not scale.loaded:
        return True
    most = max([scale.start, *scale.used])
    whole_steps = (one for one in ever if one <= most and abs(round_down_to(one, scale.step) - one) < SMALL)
    return ever <= {*scale.used, *whole_steps, *(one for one in ever if one <= scale.least)}


def _level_known(planned: Prescription, own: Sequence[Exposure], scale: Scale, until: date) -> bool:
    """Whether an exercise's level and its steps back hang on its last exposures alone.

    The level is worked out behind the lowest and behind the highest past there could be; where they meet, the true
    one is the same. From there on it takes so many green exposures that nothing of an earlier step back is left.
    """
    low = scale.proven([_made_up(own[0].day, 0.0, 0), *own])[1:]
    high = scale.proven([*[_made_up(own[0].day, HEAVIEST_KG, MOST_REPS)] * WINDOW, *own])[WINDOW:]
    met = len(own)
    while met and low[met - 1] == high[met - 1]:
        met -= 1
    matters = [one for one in own if one.matters]
    is_green = [one.light is Light.GREEN for one in matters]
    full = sum(len(one.amounts) >= planned.sets for one in matters)
    settled = [one for one in own if one.counts and one.day <= until - timedelta(days=SPINE_HEAVY_DAYS)]
    return (
        sum(one.light is Light.GREEN for one in own[met:]) >= GREENS_TO_RETURN
        and any(is_green)
        and (not all(is_green) or full >= GREENS)
        and len(settled) >= WINDOW
    )


def _made_up(day: date, load_kg: float, amount: int, light: Light = Light.UNKNOWN) -> Exposure:
    return Exposure(MADE_UP, day, light, True, load_kg, (amount,), None)
